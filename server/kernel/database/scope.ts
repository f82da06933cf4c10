// Which rows a transaction can see, as the settings that row security reads.
import pg from "pg";

export interface Scope {
  /** The tenant, or null. */
  organisationId: string | null;
  /** The tenant's projects it is limited to; all when absent or null. */
  projectIds?: readonly string[] | null;
  /** The acting person, who sees their own rows. */
  userId?: string | null;
  /** Whether it can see the whole network's rows: operators, jobs, sign-in. */
  network: boolean;
  readOnly: boolean;
  /** All statements see one snapshot, for checks that compare what they read. */
  snapshot?: boolean;
  /** Maximum time per statement, default 15 s. Network-wide jobs ask for more. */
  statementSeconds?: number;
}

export const STATEMENT_SECONDS = 15;

/**
 * The setting's value: empty for all projects, otherwise an array literal, so that an empty list does not mean "all".
 */
const projectsOf = ({ projectIds }: Scope): string => (projectIds == null ? "" : `{${projectIds.map((id) => JSON.stringify(id)).join()}}`);

/** Statements that apply a scope until the transaction ends or another scope is applied. */
export const settingsOf = (scope: Scope): string =>
  `set local berth.organisation = ${pg.escapeLiteral(scope.organisationId ?? "")}; set local berth.network = ${scope.network ? "on" : "off"}; ` +
  `set local berth."user" = ${pg.escapeLiteral(scope.userId ?? "")}; set local berth.projects = ${pg.escapeLiteral(projectsOf(scope))}` +
  (scope.statementSeconds === undefined ? "" : `; set local statement_timeout = '${Math.ceil(scope.statementSeconds)}s'`);
