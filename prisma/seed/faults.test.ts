import { describe, expect, it } from "vitest";
import { parseInstant, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "@/lib/period";
import { applicationErrorsOf, categoryShares, type Fault, faultsOf, HISTORY_DAYS, HOURS_BETWEEN_FAULTS } from "./faults";
import { feels, siteEventsOf } from "./site-events";
import { sites } from "./sites";

const now = parseInstant("2026-11-22T14:32:00Z");
const midnight = parseInstant("2026-11-22T00:00:00Z");
const NODES = 20_000;
const DAYS = 400;

/** Faults that begin within 400 days, after the first month of history. */
const from = midnight - (HISTORY_DAYS - 30) * SECONDS_PER_DAY;
const until = from + DAYS * SECONDS_PER_DAY;
const fleet: Fault[] = Array.from({ length: NODES }, (_, index) => faultsOf(`node-${index}`, from, until, now)).flat();
const begun = fleet.filter((fault) => fault.start >= from);

describe("faults of nodes", () => {
  it("come once in 5,720 node-hours", () => {
    const hours = (NODES * DAYS * 24) / begun.length;
    expect(Math.abs(hours / HOURS_BETWEEN_FAULTS - 1)).toBeLessThan(0.03);
  });

  it("have the trace's repair times", () => {
    const hours = begun.map((fault) => (fault.end - fault.start) / SECONDS_PER_HOUR).sort((a, b) => a - b);
    const quantile = (probability: number): number => hours[Math.floor(probability * hours.length)] ?? 0;
    expect(Math.abs(quantile(0.5) / 20 - 1)).toBeLessThan(0.05);
    expect(Math.abs(quantile(0.75) / 76 - 1)).toBeLessThan(0.06);
    expect(Math.abs(quantile(0.9) / 312 - 1)).toBeLessThan(0.08);
    expect(Math.abs(hours.reduce((sum, value) => sum + value, 0) / hours.length / 133 - 1)).toBeLessThan(0.04);
  });

  it("leave a single node available 97.68 % of the time", () => {
    const lost = fleet.reduce((sum, fault) => sum + Math.min(fault.end, until) - Math.max(fault.start, from), 0);
    expect(Math.abs(1 - lost / (NODES * DAYS * SECONDS_PER_DAY) - 0.9768)).toBeLessThan(0.002);
  });

  it("have the trace's causes, with the matching symptoms", () => {
    expect(Object.values(categoryShares).reduce((sum, share) => sum + share, 0)).toBe(100);
    for (const [category, share] of Object.entries(categoryShares)) {
      const found = (begun.filter((fault) => fault.category === category).length / begun.length) * 100;
      expect(Math.abs(found - share)).toBeLessThan(0.8);
    }
    for (const fault of begun) {
      expect(fault.xid !== null).toBe(fault.behaviour === "xid_fatal");
      expect(fault.throughputPercent !== null).toBe(fault.behaviour === "degraded");
      if (fault.xid !== null) expect([48, 64, 74, 79, 95, 119, 120]).toContain(fault.xid);
    }
  });

  it("do not depend on the window, on other nodes or on the load date", () => {
    const whole = faultsOf("node-7", from, until + 900 * SECONDS_PER_DAY, now);
    expect(whole.length).toBeGreaterThan(2);
    expect([...whole].sort((a, b) => a.start - b.start)).toEqual(whole);
    const [first] = whole;
    if (!first) throw new Error("node-7 has no fault");
    expect(faultsOf("node-7", first.start, first.start + 1, now)).toEqual([first]);
    expect(faultsOf("node-7", first.end, first.end + 1, now)).toEqual([]);
    const shift = 12 * SECONDS_PER_DAY;
    const later = faultsOf("node-7", from + shift, until + 900 * SECONDS_PER_DAY + shift, now + shift);
    expect(later.map((fault) => fault.start - shift)).toEqual(whole.map((fault) => fault.start));
    for (const [index, fault] of whole.slice(1).entries()) expect(fault.start).toBeGreaterThanOrEqual(whole[index]?.end ?? 0);
  });
});

describe("application errors", () => {
  it("are rare, and the same for any window that contains them", () => {
    const year = Array.from({ length: 60 }, (_, index) => applicationErrorsOf(`node-${index}`, from, until, now)).flat();
    expect(year.length).toBeGreaterThan(200);
    expect(year.length).toBeLessThan(420);
    const [error] = applicationErrorsOf("node-3", from, until, now);
    if (!error) throw new Error("node-3 reported nothing");
    expect(applicationErrorsOf("node-3", error.at, error.at + 1, now)).toEqual([error]);
  });
});

describe("events of sites", () => {
  it("include the story's dark site, to the minute", () => {
    const day = midnight - 39 * SECONDS_PER_DAY;
    const dark = siteEventsOf("no-oslo-1a", day, day + SECONDS_PER_DAY, now).filter((event) => event.kind === "dark");
    expect(dark).toHaveLength(1);
    expect(dark[0]).toMatchObject({ start: day + 3 * 3600 + 12 * 60, end: day + 3 * 3600 + 58 * 60, nodeShare: 1 });
  });

  it("hit sites seldom and for minutes", () => {
    const events = sites.flatMap((site) => siteEventsOf(site.id, from, until, now));
    const feeds = events.filter((event) => event.kind === "feed_loss").length;
    const carriers = events.filter((event) => event.kind === "carrier_loss").length;
    const siteDays = sites.length * DAYS;
    expect(Math.abs(siteDays / feeds / 500 - 1)).toBeLessThan(0.2);
    expect(Math.abs(siteDays / carriers / 180 - 1)).toBeLessThan(0.15);
    for (const event of events) expect(event.end).toBeGreaterThan(event.start);
  });

  it("affect the same share of nodes when a carrier is lost", () => {
    const event = sites.flatMap((site) => siteEventsOf(site.id, from, until, now)).find((candidate) => candidate.kind === "carrier_loss");
    if (!event) throw new Error("No carrier was ever lost");
    const felt = Array.from({ length: 4_000 }, (_, index) => feels(event, `node-${index}`)).filter(Boolean).length / 4_000;
    expect(Math.abs(felt - event.nodeShare)).toBeLessThan(0.03);
  });
});
