"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { createContext, useContext, useEffect, useState } from "react";
import { PROJECT_COOKIE } from "./project-cookie";

export const ALL = "all";
const YEAR_SECONDS = 31_536_000;

/** Lists that filter by the project in their address. */
const BY_PROJECT = /^\/[^/]+\/(overview|clusters|reliability|billing)$/;

/** The project in the cookie when the console was loaded. */
export const RememberedProject = createContext<string | null>(null);

/**
 * The selected project. On a list it comes from the address and is remembered; other pages keep the remembered one.
 * Null: all projects.
 */
export function useProjectChoice(): { project: string | null; isByProject: boolean } {
  const path = usePathname();
  const asked = useSearchParams().get("project");
  const [remembered, setRemembered] = useState(useContext(RememberedProject));
  const isByProject = BY_PROJECT.test(path);
  const project = isByProject ? (asked === ALL ? null : asked) : remembered;
  if (isByProject && project !== remembered) setRemembered(project);
  useEffect(() => {
    document.cookie = `${PROJECT_COOKIE}=${encodeURIComponent(project ?? "")}; path=/${path.split("/")[1] ?? ""}; max-age=${project === null ? 0 : YEAR_SECONDS}; samesite=lax`;
  }, [project, path]);
  return { project, isByProject };
}
