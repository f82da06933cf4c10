"use client";

import { type NavItem, NavList } from "@/components/shell/nav-list";
import { useProjectChoice } from "./project-choice";

/** The navigation; its lists keep the selected project. */
export function ConsoleNav({ items }: { items: (NavItem & { byProject?: boolean })[] }) {
  const { project } = useProjectChoice();
  const query = project === null ? undefined : `?project=${encodeURIComponent(project)}`;
  return <NavList items={items.map(({ byProject, ...item }) => ({ ...item, query: byProject ? query : undefined }))} />;
}
