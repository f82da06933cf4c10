import type { ContextOf } from "@/server/kernel/operation/operation";
import { invalid } from "../quotes/quote-request";
import { findProject } from "./reservation-rows";

/**
 * The project's id, by id or slug. For a quote or caller limited to one project it is always that one; a caller limited
 * to several must name one.
 */
export async function projectFor(
  { tx, organisationId, projectIds }: ContextOf<"project">,
  asked: string | undefined,
  bound: string | null,
): Promise<string | null> {
  if (asked === undefined) {
    if (bound === null && projectIds !== null) throw invalid([{ pointer: "/project", message: "name one of your projects." }]);
    return bound;
  }
  const project = await findProject(tx, organisationId, asked);
  const isOpen = project !== null && !project.archived && (bound === null || project.id === bound) && (projectIds === null || projectIds.includes(project.id));
  if (!isOpen) throw invalid([{ pointer: "/project", message: `there is no project ${asked} you may reserve for.` }]);
  return project.id;
}
