// No statement names another module's table, and none reads upwards. Checked for every text of the repository, without
// running any.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { crossings, crossingsInFile, relationsOf } from "./walls";

const root = path.resolve(import.meta.dirname, "../../..");
const relations = relationsOf(root);

/** Tests, their shared kits and samples can read any table. */
const TESTS = /\.test\.ts$|\.sample\.ts$|\/testing\/|\/samples\.ts$|database\/generated\//;

describe("table ownership", () => {
  it("holds in every text of the repository", () => {
    const found = ["server", "app", "components", "lib", "prisma/seed"].flatMap((top) =>
      readdirSync(path.join(root, top), { recursive: true, encoding: "utf8" })
        .map((file) => path.join(top, file))
        .filter((file) => /\.(tsx?|mjs)$/.test(file) && !TESTS.test(file))
        .flatMap((file) => {
          const owner = top === "server" ? (file.split(path.sep)[1] ?? "") : top;
          return crossingsInFile(file, readFileSync(path.join(root, file), "utf8"), owner, relations).map(
            ({ line, crossing }) => `${file}:${line} ${crossing}`,
          );
        }),
    );
    expect(found).toEqual([]);
  });

  it.each([
    [`select id from "Cluster"`, ["names Cluster of clusters"]],
    [`with gone as (delete from public."Pool" where id = $1 returning id) select from gone`, ["names Pool of catalog"]],
    [`, "Project" p where`, ["names Project of identity"]],
    [`select id from settlement."Owner"`, ["names Owner of settlement"]],
    [`select a.id from clusters.service a join billing.invoice i on true`, ["reads billing.invoice above it"]],
    [`update catalog.node n set watched = true`, ["changes catalog.node"]],
    [`select id from catalog.pool where id = any($1) order by id for no key update`, ["locks catalog.pool"]],
    [`select r.id from "SlaReport" r join clusters.cluster c on true for update of c`, ["locks clusters.cluster"]],
  ])("in reliability refuses: %s", (text, expected) => {
    expect(crossings(text, "reliability", relations)).toEqual(expected);
  });

  it.each([
    `select r.id, c.name from "SlaReport" r join clusters.cluster c on c.id = r."clusterId" for update of r`,
    `select "clusterId", signals.state from signals.node_state signals`,
    `update "Incident" set "resolvedAt" = $1 where id = $2`,
    `select "Name" from "SlaReport"`,
    `run billing.invoice.finalise, which needs capacity.read`,
  ])("in reliability allows: %s", (text) => {
    expect(crossings(text, "reliability", relations)).toEqual([]);
  });

  it("finds violations anywhere in a file, with their line", () => {
    const source = ['const TABLE = `"Cluster"`;', '// "Cluster"', 'export const sql = (x: string) => `select ${x} from ${TABLE} join "Pool" p`;'].join("\n");
    expect(crossingsInFile("sample.ts", source, "reliability", relations)).toEqual([
      { line: 1, crossing: "names Cluster of clusters" },
      { line: 3, crossing: "names Pool of catalog" },
    ]);
  });
});
