"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Switcher } from "@/components/shell/switcher";
import { ALL, useProjectChoice } from "./project-choice";

type Props = { organisation: string; projects: { slug: string; name: string; costCentre: string | null }[] };

/** Selects a project. A list stays and filters by it; any other page leads to the overview. */
export function ProjectSwitcher({ organisation, projects }: Props) {
  const path = usePathname();
  const query = useSearchParams();
  const { project, isByProject } = useProjectChoice();
  const to = (slug: string | null) => {
    const next = new URLSearchParams(isByProject ? query : undefined);
    next.delete("cursor");
    if (slug === null) next.delete("project");
    else next.set("project", slug);
    const text = next.toString();
    return `${isByProject ? path : `/${organisation}/overview`}${text === "" ? "" : `?${text}`}`;
  };
  return (
    <Switcher
      label="Project"
      quiet
      current={project ?? ALL}
      options={[
        { key: ALL, name: "All projects", href: to(null) },
        ...projects.map(({ slug, name, costCentre }) => ({ key: slug, name, href: to(slug), hint: costCentre ?? undefined })),
      ]}
    />
  );
}
