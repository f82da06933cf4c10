import type { ProjectContract } from "@/lib/contracts/identity";

/** Names of the projects a member is limited to; null for the whole organisation. */
export function projectNames(ids: readonly string[], projects: readonly ProjectContract[]): string | null {
  if (ids.length === 0) return null;
  return ids.map((id) => projects.find((project) => project.id === id)?.name ?? "an archived project").join(", ");
}
