"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Switcher } from "@/components/shell/switcher";

/** Lists that can be narrowed to one project; choosing one elsewhere leads to its clusters. */
const NARROWED = ["clusters", "billing"];
const ALL = "all";

export function ProjectSwitcher({ organisation, projects }: { organisation: string; projects: { slug: string; name: string; costCentre: string | null }[] }) {
  const section = usePathname().split("/")[2] ?? "";
  const current = useSearchParams().get("project") ?? ALL;
  const list = `/${organisation}/${NARROWED.includes(section) ? section : "clusters"}`;
  return (
    <Switcher
      label="Project"
      quiet
      current={current}
      options={[
        { key: ALL, name: "All projects", href: list },
        ...projects.map((project) => ({ key: project.slug, name: project.name, href: `${list}?project=${encodeURIComponent(project.slug)}`, hint: project.costCentre ?? undefined })),
      ]}
    />
  );
}
