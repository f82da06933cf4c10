// The whole journey of a small tenant under a moved clock: quoted, reserved, delivered, failed, replaced, measured,
// credited, invoiced. Run twice, it must leave the same rows.
import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { recount, type Served, type Sold, type Stood } from "../testing/recount";
import type { Disorder, SmallLife } from "../testing/small-life";

const owner = process.env.MIGRATION_DATABASE_URL;

/**
 * What a life leaves behind, except deliberately secret or random values: keys, passwords, audit entries about them.
 */
const TABLES = [
  "Quote",
  "Reservation",
  "Cluster",
  "Assignment",
  "Replacement",
  "Repair",
  "ClusterEvent",
  "NodeState",
  "Incident",
  "IncidentEntry",
  "SlaReport",
  "UsageRecord",
  "SlaMonth",
  "MonthClose",
  "Invoice",
  "InvoiceLine",
  "Payment",
  "CreditNote",
  "LedgerAccount",
  "LedgerEntry",
];

/** Ids are drawn in the order in which handlers run, and the simulator draws its measured figures by them. */
const ID = /\b([a-z]{3})_[0-9A-Z]{26}/g;
const DRAWN = ["acceptance"];

/** Any order, a third of the deliveries later, and of those that were handled some once more. */
async function disorder(seed: number): Promise<Disorder & { repeated: () => number }> {
  const { transaction } = await import("@/server/kernel/database/db");
  const { everything } = await import("@/server/kernel/testing");
  const { drainOutbox } = await import("@/server/kernel/events/outbox");
  let state = seed;
  const draw = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  let repeated = 0;
  const arrange: Disorder["arrange"] = (round) => {
    const mixed = round.filter(() => draw(3) > 0).map((key) => ({ key, at: draw(1 << 20) }));
    return mixed.length === 0 ? round : mixed.sort((a, b) => a.at - b.at).map(({ key }) => key);
  };
  const lived = async (): Promise<void> => {
    repeated += await transaction(everything, (tx) =>
      tx.exec(`update "EventDelivery" set "processedAt" = null where "processedAt" is not null and ("eventId" * 7919 + length(subscriber)) % 11 = $1`, [
        draw(11),
      ]),
    );
    await drainOutbox(null, arrange);
  };
  return { arrange, lived, repeated: () => repeated };
}

/** Crashes between events and between instants, once there is something to lose. */
async function crashing(seed: number): Promise<Disorder> {
  const { Crash, START } = await import("../testing/small-life");
  const { now } = await import("@/server/kernel/process/clock");
  let state = seed;
  const crashNow = (): boolean => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 5 === 0 && now().getTime() / 1000 > START;
  return {
    // What a round leaves out stays undelivered when the process dies.
    arrange: (round) => {
      if (!crashNow()) return round;
      if (round.length < 2) throw new Crash();
      return round.slice(0, 1);
    },
    lived: () => (crashNow() ? Promise.reject(new Crash()) : Promise.resolve()),
  };
}

interface Lived {
  life: SmallLife;
  client: pg.Client;
  digest: string;
  /** Every row without its ids, sorted. */
  figures: string[];
  /** Deliveries that were handled more than once. */
  repeated: number;
}

/** Runs a life in its own database, with freshly loaded modules. */
async function live(seed?: number, crashes = false): Promise<Lived> {
  vi.resetModules();
  await useOwnDatabase(owner);
  vi.stubEnv("BERTH_DEMO", "1");
  const { smallLife, closeDatabase } = await import("../testing/small-life");
  const mixed = seed === undefined || crashes ? undefined : await disorder(seed);
  const life = await smallLife(seed !== undefined && crashes ? await crashing(seed) : mixed);
  await closeDatabase();
  const client = new pg.Client({ connectionString: process.env.MIGRATION_DATABASE_URL });
  await client.connect();
  const hash = createHash("sha256");
  const figures: string[] = [];
  for (const table of TABLES) {
    const { rows } = await client.query<{ row: string; bare: string }>(
      `select t::text as row, (to_jsonb(t) - $1::text[])::text as bare from "${table}" t order by 1`,
      [DRAWN],
    );
    hash.update(`${table} ${rows.length}\n${rows.map(({ row }) => row).join("\n")}\n`);
    figures.push(...rows.map(({ bare }) => `${table} ${bare.replace(ID, "$1")}`).sort());
  }
  return { life, client, digest: hash.digest("hex"), figures, repeated: mixed?.repeated() ?? 0 };
}

describe("a small tenant's life", () => {
  let first: Awaited<ReturnType<typeof live>>;
  const rows = async <Row extends object>(text: string): Promise<Row[]> => (await first.client.query<Row>(text)).rows;

  beforeAll(async () => {
    first = await live();
  }, 120_000);
  afterAll(() => first.client.end());

  it("leaves node conditions as their histories say", async () => {
    const conditions = await rows(`select "nodeId", state, reason, since from "NodeCondition" order by 1`);
    expect(conditions.length).toBeGreaterThan(0);
    expect(await rows(`select "nodeId", state, reason, "startAt" as since from "NodeState" where "endAt" is null order by 1`)).toEqual(conditions);
  });

  it("has its cluster delivered before the promised hour", async () => {
    const [cluster] = await rows<{ handedOverAt: Date; promisedAt: Date; endedAt: Date; state: string }>(
      `select "handedOverAt", "promisedAt", "endedAt", state::text from "Cluster"`,
    );
    expect(cluster?.handedOverAt.getTime()).toBeLessThanOrEqual(cluster?.promisedAt.getTime() ?? 0);
    expect(cluster).toMatchObject({ state: "ended", endedAt: new Date("2026-10-31T00:00:00Z") });
  });

  it("has a failed node replaced by a spare within five minutes, and repaired", async () => {
    const [replaced] = await rows<{ finishedAt: Date; cause: string }>(
      `select "finishedAt", cause from "Replacement" where "requestedAt" >= to_timestamp(${first.life.failedAt}) order by "requestedAt" limit 1`,
    );
    expect(replaced?.cause).toBe("xid");
    expect((replaced?.finishedAt.getTime() ?? 0) / 1000 - first.life.failedAt).toBeLessThan(300);
    const [repair] = await rows<{ openedAt: Date; closedAt: Date | null }>(`select "openedAt", "closedAt" from "Repair" where category = 'xid'`);
    expect((repair?.closedAt?.getTime() ?? 0) / 1000 - first.life.failedAt).toBeGreaterThan(2_000 * 60 - 120);
    const [incident] = await rows<{ title: string; openedAt: Date; resolvedAt: Date }>(
      `select title, "openedAt", "resolvedAt" from "Incident" where kind = 'node_down'`,
    );
    expect(incident).toMatchObject({ openedAt: new Date(first.life.failedAt * 1000), resolvedAt: replaced?.finishedAt });
    expect(incident?.title).toContain("XID 79");
  });

  it("has its lost seconds counted exactly and credited by their tier", async () => {
    const [served] = await rows<{ down: number }>(
      `select extract(epoch from "finishedAt" - to_timestamp(${first.life.failedAt}))::int as down from "Replacement" where cause = 'xid'`,
    );
    const [report] = await rows<{ contractedSeconds: number; downSeconds: number; creditPercent: number }>(
      `select "contractedSeconds", "downSeconds", "creditPercent" from "SlaReport" where month = '2026-10' and revision = 1`,
    );
    expect(report).toMatchObject({ contractedSeconds: 2 * 7 * 86_400, downSeconds: served?.down, creditPercent: 10 });
  });

  it("has a numbered invoice whose total equals what the ledger says is owed, and its document", async () => {
    const [invoice] = await rows<{ id: string; number: string; totalMinor: string; state: string }>(
      `select id, number, "totalMinor", state::text from "Invoice" where kind = 'month'`,
    );
    expect(invoice?.number).toBe("NL-2026-000002");
    const [booked] = await rows<{
      amount: string;
    }>(`select sum(e."amountMinor") as amount from "LedgerEntry" e join "LedgerTransfer" t on t.id = e."transferId"
      join "LedgerAccount" a on a.id = e."accountId"
      where t."sourceReference" = 'document:${invoice?.id}' and a.kind = 'receivable'`);
    expect(booked?.amount).toBe(invoice?.totalMinor);
    const [owed] = await rows<{ invoices: string; ledger: string }>(
      `select (select sum("totalMinor" - "paidMinor") from "Invoice" where number is not null) as invoices, (select sum("balanceMinor") from "LedgerAccount"
        where kind = 'receivable') as ledger`,
    );
    expect(owed?.ledger).toBe(owed?.invoices);
    const lines = await rows<{ kind: string; amountMinor: string }>(
      `select kind, "amountMinor" from "InvoiceLine" where "invoiceId" = '${invoice?.id}' order by ordinal`,
    );
    expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["usage", "credit"]));
    const usage = BigInt(lines.find(({ kind }) => kind === "usage")?.amountMinor ?? 0);
    expect(-BigInt(lines.find(({ kind }) => kind === "credit")?.amountMinor ?? 0)).toBe((usage + 5n) / 10n);
    const [pdf] = await rows<{ bytes: Buffer; sha256: string }>(`select bytes, sha256 from "Document" where "invoiceId" = '${invoice?.id}' and kind = 'pdf'`);
    expect(pdf?.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(
      createHash("sha256")
        .update(pdf?.bytes ?? "")
        .digest("hex"),
    ).toBe(pdf?.sha256);
  });

  it("has every figure and amount as an independent count of seconds gives it, also after the late fault", async () => {
    const told = recount(
      await rows<Sold>(
        `select nodes, "gpusPerNode", "rateMicros", extract(epoch from "startAt")::int as start, extract(epoch from r."endAt")::int as until from "Reservation" r`,
      ),
      await rows<Served>(
        `select "nodeId", extract(epoch from "startAt")::int as start, extract(epoch from "endAt")::int as until from "Assignment" where "endAt" > "startAt"`,
      ),
      await rows<Stood>(
        `select "nodeId", state::text, extract(epoch from "startAt")::int as start, coalesce(extract(epoch from "endAt")::int, 2147483647) as until from "NodeState"`,
      ),
    );
    const reports = await rows(
      `select revision, "contractedSeconds", "downSeconds", "degradedSeconds", "unknownSeconds", "availabilityPercent", "creditPercent" from "SlaReport" order by revision`,
    );
    expect(reports).toHaveLength(2);
    expect(reports[1]).toEqual({ revision: 2, ...told.report });
    expect(told.report.creditPercent).toBe(30);
    const lines = await rows<{ kind: string; amount: string }>(
      `select l.kind, sum(l."amountMinor")::text as amount from "InvoiceLine" l join "Invoice" i on i.id = l."invoiceId" where i.number is not null group by l.kind`,
    );
    const sum = (...kinds: string[]): bigint => lines.reduce((all, line) => all + (kinds.includes(line.kind) ? BigInt(line.amount) : 0n), 0n);
    expect(sum("usage", "usage_correction")).toBe(told.usageMinor);
    expect(sum("credit", "credit_correction")).toBe(-told.creditMinor);
    expect(sum("deposit")).toBe(told.depositMinor);
    expect(sum("deposit", "deposit_applied", "deposit_returned")).toBe(0n);
    const [all] = await rows<{ total: string; paid: string }>(
      `select (select sum("totalMinor") from "Invoice" where number is not null) as total, (select sum("amountMinor") from "Payment" where method <> 'account_credit') as paid`,
    );
    expect(BigInt(all?.total ?? 0)).toBe(told.usageMinor - told.creditMinor);
    const notes = await rows<{ total: string }>(`select sum("totalMinor" - "appliedMinor")::text as total from "CreditNote"`);
    expect(BigInt(all?.paid ?? 0) - BigInt(all?.total ?? 0)).toBe(BigInt(notes[0]?.total ?? 0));
    expect(BigInt(notes[0]?.total ?? 0)).toBeGreaterThan(0n);
    expect(first.life.wrong).toEqual([]);
  });

  it("leaves nothing pending, nothing refused and no node assigned twice", async () => {
    expect(first.life.tally.refused).toBe(0);
    expect(
      await rows(`select name from "OutboxEvent" where "relayedAt" is null union all select subscriber from "EventDelivery" where "processedAt" is null`),
    ).toEqual([]);
    expect(
      await rows(
        `select 1 from "Assignment" a join "Assignment" b on a."nodeId" = b."nodeId" and a.id < b.id and a."startAt" < b."endAt" and b."startAt" < a."endAt"`,
      ),
    ).toEqual([]);
  });

  it("has the same outcome when repeated", async () => {
    const again = await live();
    await again.client.end();
    expect(again.life.tally.signals).toBe(first.life.tally.signals);
    expect(again.digest).toBe(first.digest);
  }, 120_000);

  it.each(Array.from({ length: 6 }, (_, i) => i + 1))(
    "comes out the same when its events are delivered in any order, late and more than once (seed %i)",
    async (seed) => {
      const again = await live(seed);
      await again.client.end();
      expect(again.repeated).toBeGreaterThan(10);
      expect(again.figures.filter((row) => !first.figures.includes(row))).toEqual([]);
      expect(again.figures).toEqual(first.figures);
    },
    120_000,
  );

  it.each([1, 2, 3, 4])(
    "has the same outcome when it crashes again and again (seed %i)",
    async (seed) => {
      const again = await live(seed, true);
      await again.client.end();
      expect(again.life.crashes).toBeGreaterThan(2);
      expect(again.figures).toEqual(first.figures);
    },
    120_000,
  );
});
