// Whose rows a transaction may see, as the settings that row security reads.
import pg from "pg";

export interface Scope {
  /** The tenant; null when it has none. */
  organisationId: string | null;
  /** Of the tenant, the projects it is bound to; all when absent or null. */
  projectIds?: readonly string[] | null;
  /** The person who acts: sees what is their own. */
  userId?: string | null;
  /** Whether it may see the whole network's rows: operators, jobs, sign-in. */
  network: boolean;
  readOnly: boolean;
  /** All statements see one and the same state, for checks that compare what they read. */
  snapshot?: boolean;
  /** Longest time one statement may take, default 15 s. Jobs over the whole network ask for more. */
  statementSeconds?: number;
}

export const STATEMENT_SECONDS = 15;

/** The setting's value: empty for all projects, an array's literal otherwise, so that bound to none is not bound to nothing. */
const projectsOf = ({ projectIds }: Scope): string => (projectIds == null ? "" : `{${projectIds.map((id) => JSON.stringify(id)).join()}}`);

/** Statements that apply a scope until the transaction ends or another is applied. */
export const settingsOf = (scope: Scope): string =>
  `set local berth.organisation = ${pg.escapeLiteral(scope.organisationId ?? "")}; set local berth.network = ${scope.network ? "on" : "off"}; ` +
  `set local berth."user" = ${pg.escapeLiteral(scope.userId ?? "")}; set local berth.projects = ${pg.escapeLiteral(projectsOf(scope))}` +
  (scope.statementSeconds === undefined ? "" : `; set local statement_timeout = '${Math.ceil(scope.statementSeconds)}s'`);
