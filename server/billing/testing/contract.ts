// A past or current contract with its cluster, nodes and their history, as the modules below leave it. Rows are
// inserted directly, because billing starts where those modules have finished.
import { type Instant, lengthOf, mergeIntervals, parseInstant, subtractIntervals, toDate } from "@/lib/period";
import { chargeFor, roundHalfAwayFromZero } from "@/lib/money";
import { gpuSecondsOf } from "@/lib/quantity";
import { randomId } from "@/server/kernel/process/random";
import { type TestTenant } from "@/server/kernel/testing";
import { prisma } from "@/server/kernel/testing/prisma";

interface Span {
  start: string;
  end: string;
}

export interface ContractWish extends Span {
  name?: string;
  nodes?: number;
  currency?: string;
  /** Default 2.35 per GPU-hour; a node has 8 GPUs. */
  rateMicros?: bigint;
  paymentSchedule?: "upfront" | "monthly_advance" | "deposit_25";
  purchaseOrder?: string | null;
  /** Default: at the start. */
  handedOverAt?: string;
  /** Down time of the nth node. */
  down?: (Span & { node: number })[];
  /** Announced work on the nth node. */
  work?: (Span & { node: number })[];
  /** The whole site with every node down, as an incident. */
  dark?: Span;
  /** A month's SLA report with this credit. */
  report?: { month: string; creditPercent: number; reason?: string };
}

export interface TestContract {
  reservationId: string;
  clusterId: string;
  quoteId: string;
  slaReportId: string | null;
}

const GPUS = 8;
const instant = (text: string): Instant => parseInstant(text);
const date = (text: string): Date => toDate(instant(text));

export async function testContract(tenant: TestTenant, wish: ContractWish): Promise<TestContract> {
  const { name = "pretrain-7", nodes = 2, currency = "USD", rateMicros = 2_350_000n, paymentSchedule = "deposit_25", purchaseOrder = "PO-2026-0418" } = wish;
  const { organisationId, projectId } = tenant;
  const window = { start: instant(wish.start), end: instant(wish.end) };
  const [startAt, endAt] = [date(wish.start), date(wish.end)];
  const ids = { quoteId: randomId("qte"), reservationId: randomId("res"), clusterId: randomId("clu") };
  const siteId = `site-${ids.clusterId}`;
  const nodeIds = Array.from({ length: nodes }, () => randomId("nod"));
  const subtotalMinor = roundHalfAwayFromZero(
    chargeFor({ rateMicrosPerGpuHour: rateMicros, gpuSeconds: gpuSecondsOf({ nodes, gpusPerNode: GPUS, seconds: lengthOf(window) }), currency }),
  );
  const place = { poolId: `${siteId}:t`, siteId, regionId: "no-oslo-1", nodeTypeId: "h100-sxm.8x" };
  const terms = { nodes, startAt, endAt, slaPlanId: "enterprise", paymentSchedule, currency, rateMicros, totalMinor: subtotalMinor };
  const handedOver = date(wish.handedOverAt ?? wish.start);
  const slaReportId = wish.report ? randomId("sla") : null;
  const db = prisma();
  const plan = {
    id: "enterprise",
    name: "Enterprise",
    targetPercent: "99.99",
    degradedWeightHalves: 1,
    maintenanceAllowanceSeconds: 14_400,
    priceFactorBasisPoints: 0,
  };
  await db.slaPlan.createMany({ data: [plan], skipDuplicates: true });
  await db.region.createMany({
    data: [{ id: place.regionId, city: "Oslo", country: "NO", countryName: "Norway", area: "Europe", residency: "EEA", latitude: 59.91, longitude: 10.75 }],
    skipDuplicates: true,
  });
  await db.quote.create({
    data: {
      id: ids.quoteId,
      organisationId,
      ...place,
      ...terms,
      listRateMicros: rateMicros,
      lines: [],
      terms: {},
      subtotalMinor,
      taxMinor: 0n,
      state: "accepted",
      createdBy: "a test",
      createdAt: startAt,
      expiresAt: startAt,
    },
  });
  await db.reservation.create({
    data: {
      id: ids.reservationId,
      organisationId,
      projectId,
      quoteId: ids.quoteId,
      clusterId: ids.clusterId,
      name,
      ...place,
      ...terms,
      gpusPerNode: GPUS,
      purchaseOrder,
      sshKeys: [],
      state: "active",
      createdBy: "a test",
      createdByLabel: "Ingrid Solheim",
      createdAt: startAt,
    },
  });
  await db.cluster.create({
    data: {
      id: ids.clusterId,
      organisationId,
      reservationId: ids.reservationId,
      name,
      state: "up",
      promisedAt: startAt,
      deliveryStartsAt: startAt,
      handedOverAt: handedOver,
      createdAt: startAt,
    },
  });
  await db.assignment.createMany({
    data: nodeIds.map((nodeId, index) => ({
      id: randomId("asg"),
      organisationId,
      clusterId: ids.clusterId,
      nodeId,
      berth: index + 1,
      startAt: handedOver,
      endAt,
      beganAs: "delivered",
    })),
  });
  const down = [...(wish.down ?? []), ...(wish.dark ? nodeIds.map((_, node) => ({ node, start: wish.dark?.start ?? "", end: wish.dark?.end ?? "" })) : [])];
  const spans = (given: readonly (Span & { node: number })[], node: number) =>
    given.filter((each) => each.node === node).map(({ start, end }) => ({ start: instant(start), end: instant(end) }));
  const downOf = (node: number) => spans(down, node);
  const workOn = (node: number) => spans(wish.work ?? [], node);
  await db.nodeState.createMany({
    data: nodeIds.flatMap((nodeId, node) => [
      ...workOn(node).map((span) => ({ nodeId, startAt: toDate(span.start), endAt: toDate(span.end), state: "maintenance", reason: "maintenance" })),
      ...downOf(node).map((span) => ({ nodeId, startAt: toDate(span.start), endAt: toDate(span.end), state: "down", reason: "silent" })),
      ...subtractIntervals([window], mergeIntervals([...downOf(node), ...workOn(node)])).map((span) => ({
        nodeId,
        startAt: toDate(span.start),
        endAt: toDate(span.end),
        state: "up",
        reason: "healthy",
      })),
    ]),
  });
  if (wish.dark) {
    const [openedAt, resolvedAt] = [date(wish.dark.start), date(wish.dark.end)];
    await db.incident.create({
      data: { id: randomId("inc"), number: `INC-${ids.clusterId}`, siteId, kind: "site_dark", title: "Site dark", openedAt, detectedAt: openedAt, resolvedAt },
    });
  }
  if (wish.report && slaReportId) {
    const { month, creditPercent, reason = "availability 99.89695 %, below 99.99 %" } = wish.report;
    await db.slaReport.create({
      data: {
        id: slaReportId,
        organisationId,
        clusterId: ids.clusterId,
        month,
        slaPlanId: "enterprise",
        targetPercent: "99.99",
        contractedSeconds: 1,
        downSeconds: 0,
        degradedSeconds: 0,
        maintenanceSeconds: 0,
        unknownSeconds: 0,
        availabilityPercent: "99.89695",
        creditPercent,
        reason,
        intervals: [],
        decidedAt: endAt,
      },
    });
  }
  return { ...ids, slaReportId };
}
