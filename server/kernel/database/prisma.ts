// Prisma bound to one connection, so that models and raw SQL share the operation's transaction.
//
// A PrismaClient wants a pool. It is given one that always hands out the very connection the operation holds. Prisma
// opens a transaction of its own around nested writes; inside ours that becomes a savepoint. One client per connection,
// made when first asked for and kept as long as the connection: a shared client would merge lookups of two tenants
// that fall into the same tick into one statement.
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";
import { processWide } from "./process-wide";

/** Prisma's models, without the doors to other transactions, connections and raw SQL. */
export type Models = Omit<PrismaClient, `$${string}` | symbol>;

const SAVEPOINT: Readonly<Record<string, string>> = {
  BEGIN: "SAVEPOINT prisma",
  COMMIT: "RELEASE SAVEPOINT prisma",
  ROLLBACK: "ROLLBACK TO SAVEPOINT prisma; RELEASE SAVEPOINT prisma",
};

/** Plans are kept for this many statements a connection; rarer shapes (long IN lists) go unnamed. */
const NAMED_STATEMENTS = 300;

function poolOf(client: pg.ClientBase): pg.Pool {
  // Savepoints nest, they do not interleave: one Prisma transaction at a time on a connection.
  let last: Promise<void> = Promise.resolve();
  const connect = async () => {
    const before = last;
    let done = (): void => undefined;
    last = new Promise((resolve) => (done = resolve));
    await before;
    return {
      query: (query: pg.QueryConfig) => {
        const savepoint = SAVEPOINT[query.text];
        return savepoint === undefined ? client.query(query) : client.query(savepoint);
      },
      on: () => undefined,
      removeListener: () => undefined,
      release: () => done(),
    };
  };
  const pool = new pg.Pool({ max: 1 });
  return Object.assign(pool, { query: (query: pg.QueryConfig) => client.query(query), connect });
}

function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // The empty name is Postgres's unnamed statement: planned once, replaced by the next.
    if (names.size >= NAMED_STATEMENTS) return "";
    const name = `prisma_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

const clients = processWide("prisma", () => new WeakMap<pg.ClientBase, PrismaClient>());

function clientOf(connection: pg.ClientBase): PrismaClient {
  const known = clients.get(connection);
  if (known) return known;
  const adapter = new PrismaPg(poolOf(connection), { statementNameGenerator: nameStatements() });
  const made = new PrismaClient({ adapter, errorFormat: "minimal", transactionOptions: { maxWait: 10_000, timeout: 120_000 } });
  clients.set(connection, made);
  return made;
}

/** The models on a connection, for as long as `isOpen` says: a forgotten await must not reach the next tenant's transaction. */
export function boundPrisma(connection: pg.ClientBase, isOpen: () => boolean): Models {
  return new Proxy<Models>(clientOf(connection), {
    get(target, name) {
      if (!isOpen()) throw new Error(`prisma.${String(name)} was used after its transaction had ended`);
      if (typeof name === "string" && name.startsWith("$")) throw new Error(`prisma.${name} is not for handlers: use ctx.tx`);
      return Reflect.get(target, name);
    },
  });
}
