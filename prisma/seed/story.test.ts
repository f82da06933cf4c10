import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { parseInstant, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "@/lib/period";
import { instantOf } from "./moments";
import { organisations, sshKeyOf, staff } from "./organisations";
import { paymentsOf } from "./payments";
import { type Pool, poolOf, pools } from "./pools";
import { siteOf } from "./sites";
import { maintenance, reservations, storyFaults } from "./story";
import { storyDemand, WITHHELD_FROM_DAY, WITHHELD_UNTIL_DAY, withholdingOf, withholdings } from "./withholding";

const now = parseInstant("2026-11-22T14:32:00Z");

describe("organisations", () => {
  it("have valid tax ids", () => {
    const digits = (slug: string): number[] => {
      const text = organisations.find((organisation) => organisation.slug === slug)?.billing.taxId.replace(/\D/g, "") ?? "";
      return [...text].map(Number);
    };
    const norway = digits("fjordlys");
    const weighted = [3, 2, 7, 6, 5, 4, 3, 2].reduce((sum, weight, index) => sum + weight * (norway[index] ?? 0), 0);
    expect(norway).toHaveLength(9);
    expect((11 - (weighted % 11)) % 11).toBe(norway[8]);
    const korea = digits("hanbit");
    const sum = [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce((total, weight, index) => total + weight * (korea[index] ?? 0), 0) + Math.floor(((korea[8] ?? 0) * 5) / 10);
    expect(korea).toHaveLength(10);
    expect((10 - (sum % 10)) % 10).toBe(korea[9]);
  });

  it("e-mail nobody real", () => {
    const addresses = organisations.flatMap((organisation) => [organisation.billing.apEmail, ...organisation.people.map((person) => person.email)]);
    for (const address of [...addresses, ...staff.map((person) => person.email)]) expect(address).toMatch(/^[a-z]+@[a-z]+\.example$/);
  });

  it("lets only members with keys for their own projects act", () => {
    for (const organisation of organisations) {
      const people = organisation.people.map((person) => person.email);
      const projects = organisation.projects.map((project) => project.slug);
      for (const key of organisation.apiKeys) {
        expect(people).toContain(key.createdBy);
        expect(key.createdDaysAgo).toBeLessThan(organisation.joinedDaysAgo);
        if (key.project !== undefined) expect(projects).toContain(key.project);
      }
    }
    expect(sshKeyOf("ingrid@fjordlys.example")).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43} ingrid@fjordlys\.example$/);
  });
});

describe("reservations of the story", () => {
  it("refer to existing people, projects and pools, in the order they were made", () => {
    expect(new Set(reservations.map((reservation) => reservation.name)).size).toBe(reservations.length);
    const quoted = reservations.map((reservation) => instantOf(reservation.quotedAt, now));
    expect([...quoted].sort((a, b) => a - b)).toEqual(quoted);
    for (const reservation of reservations) {
      const organisation = organisations.find((candidate) => candidate.slug === reservation.organisation);
      expect(organisation?.people.map((person) => person.email)).toContain(reservation.by);
      expect(organisation?.projects.map((project) => project.slug)).toContain(reservation.project);
      if (organisation?.billing.purchaseOrderRequired) expect(reservation.purchaseOrder).toBeDefined();
      expect(poolOf(reservation.siteId, reservation.nodeTypeId).nodeCount).toBeGreaterThanOrEqual(reservation.nodes);
      expect(reservation.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);
      expect(reservation.confirmedAfterMinutes).toBeLessThan(15);
      const joined = -(organisation?.joinedDaysAgo ?? 0) * SECONDS_PER_DAY + now;
      expect(instantOf(reservation.quotedAt, now)).toBeGreaterThan(joined);
    }
  });

  it("follow the rules of a quote: whole hours, ahead of the start, paid up front for at most 31 days", () => {
    for (const reservation of reservations) {
      const start = instantOf(reservation.startAt, now);
      expect(start % SECONDS_PER_HOUR).toBe(0);
      expect(start - instantOf(reservation.quotedAt, now)).toBeGreaterThan(12 * SECONDS_PER_HOUR);
      if (reservation.paymentSchedule === "upfront") expect(reservation.termDays).toBeLessThanOrEqual(31);
    }
  });

  it("are today as the mocks show them", () => {
    const running = reservations.filter((reservation) => {
      const start = instantOf(reservation.startAt, now);
      return reservation.organisation === "fjordlys" && start + reservation.termDays * SECONDS_PER_DAY > now;
    });
    expect(
      running.map((reservation) => `${reservation.name} ${reservation.nodes}×${reservation.nodeTypeId} ${siteOf(reservation.siteId).name}`).sort(),
    ).toEqual([
      "eval-b200 4×b200-sxm.8x Luleå 1",
      "infer-eu 12×l40s.8x Amsterdam 1",
      "infer-sg 6×l40s.8x Singapore 1",
      "posttrain-2 8×h200-sxm.8x Seoul 1",
      "pretrain-7 16×h100-sxm.8x Oslo 1",
      "render-mtl 4×rtx-pro-6000.8x Montréal 1",
    ]);
  });

  it("have faults and maintenance only where and when they apply", () => {
    for (const fault of storyFaults) {
      const reservation = reservations.find((candidate) => candidate.name === fault.reservation);
      if (!reservation) throw new Error(`No reservation ${fault.reservation}`);
      const start = instantOf(reservation.startAt, now);
      const at = instantOf(fault.at, now);
      expect(fault.berth).toBeLessThanOrEqual(reservation.nodes);
      expect(at).toBeGreaterThan(start);
      expect(at).toBeLessThan(start + reservation.termDays * SECONDS_PER_DAY);
      expect(fault.xid !== null).toBe(fault.behaviour === "xid_fatal");
      expect(fault.throughputPercent !== null).toBe(fault.behaviour === "degraded");
    }
    for (const window of maintenance) {
      expect(siteOf(window.siteId).id).toBe(window.siteId);
      expect(instantOf(window.startAt, now) - instantOf(window.announcedAt, now)).toBeGreaterThanOrEqual(72 * SECONDS_PER_HOUR);
    }
  });

  it("refuse a malformed time of day", () => {
    expect(() => instantOf({ day: 0, at: "24:00" }, now)).toThrow(RangeError);
    expect(instantOf({ day: -1, at: "23:59:30" }, now)).toBe(parseInstant("2026-11-21T23:59:30Z"));
    expect(instantOf({ minutesFromNow: -51 }, now)).toBe(now - 51 * 60);
  });
});

describe("payments", () => {
  const monthly = (organisation: "fjordlys" | "hanbit", issued: string) =>
    paymentsOf({ organisation, reference: `NL-${issued}`, issuedAt: parseInstant(`${issued}T00:00:00Z`), monthly: true }, now);

  it("leave the newest invoice open, the one before half paid, and settle the rest", () => {
    expect(monthly("fjordlys", "2026-11-02").every((payment) => payment.receivedAt > now)).toBe(true);
    const [first, second, ...none] = monthly("fjordlys", "2026-10-02");
    expect(none).toEqual([]);
    expect(first?.receivedAt).toBeLessThan(now);
    expect(second?.receivedAt).toBeGreaterThan(now);
    expect((first?.basisPoints ?? 0) + (second?.basisPoints ?? 0)).toBe(10_000);
    for (const month of ["2025-12-02", "2026-03-02", "2026-09-02"]) {
      for (const organisation of ["fjordlys", "hanbit"] as const) {
        const [payment] = monthly(organisation, month);
        expect(payment?.basisPoints).toBe(10_000);
        expect(payment?.receivedAt).toBeLessThan(now);
        expect(payment?.receivedAt).toBeGreaterThan(parseInstant(`${month}T00:00:00Z`));
      }
    }
    expect(monthly("fjordlys", "2026-12-02")[0]?.receivedAt).toBeGreaterThan(parseInstant("2026-12-10T00:00:00Z"));
  });
});

describe("withholding", () => {
  const blocks = new Map(pools.map((pool) => [pool.id, { rows: withholdingOf(pool), demand: storyDemand(pool) }]));
  const busyOn = (pool: Pool, day: number): number => {
    const { rows = [], demand = new Int16Array() } = blocks.get(pool.id) ?? {};
    const withheld = rows.filter((row) => row.fromHour < (day + 1) * 24 && row.untilHour > day * 24);
    return withheld.reduce((sum, row) => sum + row.nodes, 0) + (demand[day - WITHHELD_FROM_DAY] ?? 0);
  };

  it("never takes what the story needs, nor more than 95 % of a pool", () => {
    const seen = [WITHHELD_FROM_DAY, -30, -15, -7, -1, 0, 1, 3, 7, 14, 30, 60, 90, 120, WITHHELD_UNTIL_DAY - 1];
    const overfull = pools.filter((pool) => seen.some((day) => busyOn(pool, day) > pool.nodeCount * 0.95));
    expect(overfull).toEqual([]);
    const inStory = new Set(reservations.map((reservation) => `${reservation.siteId}:${reservation.nodeTypeId}`));
    for (const pool of pools.filter((candidate) => inStory.has(candidate.id))) {
      for (let day = WITHHELD_FROM_DAY; day < WITHHELD_UNTIL_DAY; day += 1) expect(busyOn(pool, day)).toBeLessThanOrEqual(pool.nodeCount * 0.95);
    }
    for (const row of withholdings()) {
      expect(row.nodes).toBeGreaterThan(0);
      expect(row.untilHour).toBeGreaterThan(row.fromHour);
      expect(row.fromHour).toBeGreaterThanOrEqual(WITHHELD_FROM_DAY * 24);
      expect(row.untilHour).toBeLessThanOrEqual(WITHHELD_UNTIL_DAY * 24);
    }
  });

  it("keeps pools at least two fifths busy, and each differently", () => {
    const shares = pools.map((pool) => busyOn(pool, 0) / pool.nodeCount);
    // Only pools in which a visitor must find room can be emptier.
    expect(shares.filter((share) => share < 0.4).length).toBeLessThan(8);
    expect(shares.filter((share) => share < 0.6).length).toBeGreaterThan(200);
    expect(shares.filter((share) => share > 0.8).length).toBeGreaterThan(100);
  });

  it("leaves nodes near Seoul for a visitor", () => {
    for (const nodeTypeId of ["h100-sxm.8x", "h200-sxm.8x"] as const) {
      const pool = poolOf("kr-seoul-1a", nodeTypeId);
      for (let day = 0; day < 60; day += 1) expect(pool.nodeCount - busyOn(pool, day)).toBeGreaterThanOrEqual(8);
    }
  });
});

describe("determinism", () => {
  /** The digest of all data, from freshly loaded modules. */
  async function digest(): Promise<string> {
    vi.resetModules();
    const [network, prices, story, people, hardware, breakdowns, siteEvents, kept] = await Promise.all([
      import("./pools"),
      import("./prices"),
      import("./story"),
      import("./organisations"),
      import("./owners"),
      import("./faults"),
      import("./site-events"),
      import("./withholding"),
    ]);
    const { sites, regions } = await import("./sites");
    const from = now - 400 * SECONDS_PER_DAY;
    const everything = [
      regions,
      sites,
      network.pools,
      { ...prices },
      { ...story },
      { ...people },
      hardware.owners,
      kept.withholdings(),
      network.pools.map((pool) => breakdowns.faultsOf(`${pool.id}/1`, from, now, now)),
      sites.map((site) => siteEvents.siteEventsOf(site.id, from, now, now)),
    ];
    const text = JSON.stringify(everything, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    return createHash("sha256").update(text).digest("hex");
  }

  it("produces the same network on every run", async () => {
    expect(await digest()).toBe(await digest());
  });
});
