// Checks every statement of the server against Postgres: its tables and columns exist, and its rows match the declared
// type. Nothing is run.
import { readdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import type ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describe as describeStatement } from "./describe";
import { type Catalogue, compareRow, readCatalogue } from "./row-types";
import { crossings, relationsOf } from "./walls";
import { programOf, type Sources, type Statement, statementsOf } from "./statements";

const root = path.resolve(import.meta.dirname, "../../..");
const SAMPLE = path.join(import.meta.dirname, "wrong-rows.sample.ts");

/** Statements whose text is known only at run time, with the reason. */
const UNKNOWN_BEFORE: Readonly<Record<string, string>> = {
  "server/kernel/due/jobs.ts": "pg-boss writes its own statements",
  "server/clusters/cluster/read-rows.ts": "its order is one of the file's constants, either way round; the tests of the list send each",
};

const files = readdirSync(path.join(root, "server"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|\.sample\.ts$|database\/generated\//.test(file))
  .map((file) => path.join(root, "server", file));

let client: pg.Client;
let catalogue: Catalogue;
let program: ts.Program;
let sources: Sources;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.MIGRATION_DATABASE_URL });
  await client.connect();
  catalogue = await readCatalogue(client);
  program = programOf(root, [...files, SAMPLE]);
  sources = statementsOf(root, program, files);
}, 180_000);
afterAll(() => client.end());

async function problemsOf(checker: ts.TypeChecker, statement: Statement): Promise<string[]> {
  const problems = new Set<string>();
  for (const text of statement.variants) {
    const columns = await describeStatement(client, text).catch((error: Error) => error.message);
    if (typeof columns === "string") problems.add(columns);
    else if (statement.row) for (const problem of compareRow(checker, catalogue, text, statement.row, columns)) problems.add(problem);
  }
  return [...problems].map((problem) => `${statement.place} ${problem}`);
}

describe("the server's statements", () => {
  it("are all known statically", () => {
    const unknown = sources.statements.filter(({ place, unknown }) => unknown !== null && !Object.hasOwn(UNKNOWN_BEFORE, place.split(":")[0] ?? ""));
    expect(unknown.map(({ place, unknown }) => `${place} ${unknown}`)).toEqual([]);
    expect(sources.statements.length).toBeGreaterThan(200);
  });

  it("are valid in Postgres, and their rows match their types", async () => {
    const problems: string[] = [];
    for (const statement of sources.statements) problems.push(...(await problemsOf(sources.checker, statement)));
    expect(problems).toEqual([]);
  });
});

describe("table ownership", () => {
  it("holds for every statement as it is sent, however it was composed", () => {
    const relations = relationsOf(root);
    const found = sources.statements
      .filter(({ place }) => !/\/testing\/|\/samples\.ts:/.test(place))
      .flatMap(({ place, module, variants }) =>
        variants.flatMap((text) => crossings(text, module, relations)).map((crossing) => `${place.split(":")[0]} ${crossing}`),
      );
    expect([...new Set(found)]).toEqual([]);
  });
});

describe("the check", () => {
  it("finds each way in which a statement and its type can disagree", async () => {
    const { checker, statements } = statementsOf(root, program, [SAMPLE]);
    const found: Record<string, string> = {};
    for (const statement of statements) {
      const [problem] = statement.unknown === null ? await problemsOf(checker, statement) : [`${statement.place} ${statement.unknown}`];
      found[statement.place.split(":")[1] ?? ""] = problem?.replace(/^\S+ /, "") ?? "right";
    }
    expect(Object.values(found)).toMatchInlineSnapshot(`
      [
        "right",
        "right",
        "right",
        "column "title" does not exist",
        "relation "Projects" does not exist",
        "there is no column identifier",
        "createdAt is said to be string, and is timestamptz, which comes as Date",
        "budgetMinor is said to be number | null, and is int8, which comes as bigint",
        "costCentre is said to be string, and its column may be null",
        "role is said to be "owner" | "boss", and the enum has no boss",
        "total is said to be number, and is numeric, which comes as string",
        "spans is said to be { start: Date; }[], and is json, which comes as json",
        "roles is said to be string[], and is _MemberRole, for which no JavaScript type is declared",
        "anything is only known when it runs",
      ]
    `);
  });
});
