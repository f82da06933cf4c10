// Refuses to start as a role that row security does not bind.
import { env } from "../process/env";
import { sqlState } from "./sql-state";
import { transaction } from "./transaction";

const INSUFFICIENT_PRIVILEGE = "42501";

/** Throws for a role that row security does not bind. Run once at start. */
export async function assertRole(): Promise<void> {
  const role = await readRole().catch((error: unknown) => {
    const { DATABASE_ROLE } = env();
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE || !DATABASE_ROLE) throw error;
    throw new Error(
      `The database login may not act as ${DATABASE_ROLE}. As the owner of the database: GRANT ${DATABASE_ROLE} TO the login; or set DATABASE_ROLE= when the login itself is the plain role.`,
      { cause: error },
    );
  });
  if (role?.bad) {
    throw new Error(
      `The database role ${role.name} ${role.bad}, so row security would not bind it. Set DATABASE_ROLE to a plain role such as berth_app that the login may take.`,
    );
  }
  // A superuser login can reset the role and see every row. Only the embedded server and the demo log in that way.
  const { BERTH_DEMO, BERTH_EMBEDDED_POSTGRES } = env();
  if (role?.superLogin && !BERTH_DEMO && !BERTH_EMBEDDED_POSTGRES) {
    throw new Error(
      `The database login ${role.login} is a superuser, so it could leave ${role.name} and row security with it. Make a plain login for the application: CREATE ROLE berth_login LOGIN PASSWORD '…' IN ROLE ${role.name};`,
    );
  }
}

interface Role {
  name: string;
  bad: string | null;
  login: string;
  superLogin: boolean;
}

async function readRole(): Promise<Role | undefined> {
  const [role] = await transaction({ organisationId: null, network: false, readOnly: true }, (tx) =>
    tx.sql<Role>(`
      select current_user as name, session_user as login,
             (select rolsuper from pg_roles where rolname = session_user) as "superLogin",
             case when r.rolsuper then 'is a superuser'
                  when r.rolbypassrls then 'has BYPASSRLS'
                  when exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relowner = r.oid)
                    then 'owns tables'
             end as bad
        from pg_roles r where r.rolname = current_user`),
  );
  return role;
}
