// Consistency checks on the database: ledger, counters, assignments and audit trail.
import { checkBooks } from "@/server/billing";
import { checkCounters } from "@/server/capacity";
import { nodesOutOfSale, overfullClusters, overlappingAssignments } from "@/server/clusters";
import { verifyAllChains } from "@/server/kernel/audit/audit";
import { type Scope, transaction, type Tx } from "@/server/kernel/database/db";
import type { Command } from "./command";

const LOOK: Scope = { organisationId: null, network: true, readOnly: true, snapshot: true, statementSeconds: 600 };

interface Check {
  name: string;
  ok: boolean;
  checked: number;
  wrong: string[];
}

type Question = (tx: Tx, now: Date) => Promise<Check[]>;

/** Down for days at a site that is not dark, serving nobody, and without an open repair. */
const nodesLeftDown = (tx: Tx, now: Date): Promise<{ nodeId: string; why: string }[]> =>
  tx.sql(
    `select s."nodeId", 'down since ' || s."startAt" || ', in no repair' as why
       from signals.node_state s join catalog.node n on n.id = s."nodeId" and n."retiredAt" is null join catalog.pool p on p.id = n."poolId"
      where s."endAt" is null and s.state = 'down' and s."startAt" < $1::timestamptz - interval '3 days'
        and not exists (select from clusters.repair r where r."nodeId" = s."nodeId" and r."closedAt" is null)
        and not exists (select from clusters.service a where a."nodeId" = s."nodeId" and a."startAt" <= $1 and a."endAt" > $1)
        and not exists (select from reliability.incident i where i.kind = 'site_dark' and i."siteId" = p."siteId" and i."resolvedAt" is null)
      order by 1 limit 100`,
    [now],
  );

const QUESTIONS: readonly Question[] = [
  async (tx) => {
    const { ok, compared, firstDifference } = await checkCounters(tx);
    return [
      {
        name: "free capacity is what pools have, less what is reserved, held and withheld",
        ok,
        checked: compared,
        wrong: firstDifference === null ? [] : [firstDifference],
      },
    ];
  },
  async (tx) => {
    const [count] = await tx.sql<{ n: number }>(`select count(*)::int as n from clusters.service`);
    const [overlaps, overfull] = [await overlappingAssignments(tx), await overfullClusters(tx)];
    const checked = count?.n ?? 0;
    return [
      {
        name: "no node serves two at once",
        ok: overlaps.length === 0,
        checked,
        wrong: overlaps.map((o) => `${o.nodeId}: ${o.assignmentId} until ${o.until.toISOString()}, ${o.nextAssignmentId} from ${o.from.toISOString()}`),
      },
      { name: "no berth is served by two nodes at once", ok: overfull.length === 0, checked, wrong: overfull.map((o) => `${o.clusterId}, berth ${o.berth}`) },
    ];
  },
  async (tx, now) => {
    const [count] = await tx.sql<{ n: number }>(`select count(*)::int as n from catalog.node where "retiredAt" is null`);
    const lost = [...(await nodesOutOfSale(tx, now)), ...(await nodesLeftDown(tx, now))];
    return [
      {
        name: "no node is out of sale without an open repair",
        ok: lost.length === 0,
        checked: count?.n ?? 0,
        wrong: lost.map(({ nodeId, why }) => `${nodeId}: ${why}`),
      },
    ];
  },
  async (tx) => checkBooks(tx),
  async (tx) => {
    const rows = await tx.sql<{ id: bigint; name: string; subscriber: string; lastError: string | null }>(
      `select e.id, e.name, d.subscriber, d."lastError" from kernel.event_delivery d join kernel.outbox_event e on e.id = d."eventId"
        where d."deadAt" is not null and d."processedAt" is null order by e.id limit 20`,
    );
    const [count] = await tx.sql<{ n: number }>(`select count(*)::int as n from kernel.event_delivery`);
    return [
      {
        name: "no event was given up",
        ok: rows.length === 0,
        checked: count?.n ?? 0,
        wrong: rows.map((row) => `${row.name} ${row.id}, ${row.subscriber}: ${row.lastError ?? ""}`),
      },
    ];
  },
];

const showCheck = ({ name, ok, checked, wrong }: Check): string[] => [
  `${ok ? "ok   " : "WRONG"}  ${name} (${checked.toLocaleString("en")} looked at)`,
  ...wrong.map((what) => `         ${what}`),
];

const dbCheck: Command = {
  words: "db check",
  summary: "Recompute counters, assignments, books and document series, and compare.",
  run: async ({ answer }) => {
    const checks: Check[] = [];
    // One transaction each: reading the heap changes planner settings, and none should hold a snapshot for all of them.
    for (const question of QUESTIONS) checks.push(...(await transaction(LOOK, question)));
    const ok = checks.every((check) => check.ok);
    answer.give({ ok, checks }, [...checks.flatMap(showCheck), ok ? "Everything holds." : "Something does not hold; the lines above say what."], ok);
  },
};

const auditVerify: Command = {
  words: "audit verify",
  summary: "Recompute the hash chain of every audit trail.",
  run: async ({ answer }) => {
    const chains = await transaction(LOOK, verifyAllChains);
    const ok = chains.every((chain) => chain.ok);
    const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
    answer.give(
      { ok, chains },
      [
        ...chains
          .filter((chain) => !chain.ok)
          .map(({ chain, firstBad }) => `WRONG  ${chain}: entry ${firstBad?.sequence ?? "?"}, ${firstBad?.reason ?? "unknown"}`),
        `${entries.toLocaleString("en")} entries in ${chains.length} chains${ok ? ", unbroken." : "."}`,
      ],
      ok,
    );
  },
};

export const checkCommands: readonly Command[] = [dbCheck, auditVerify];
