import { expect, test } from "vitest";
import type { NetworkSite } from "@/lib/contracts/network";
import { isSoldOut, readDesk, sitesOf } from "./filters";

const site = (name: string, state: NetworkSite["state"], delivered = 10, area = "Europe") =>
  ({ id: `xx-${name.toLowerCase()}-1a`, name, state, area, country: "SE", delivered, reserved: 0 }) as NetworkSite;
const sites = [site("Oslo 1", "up"), site("Luleå 1", "down"), site("Lagos 1", "maintenance", 12, "Middle East and Africa"), site("Bergen 1", "up", 99)];
const names = (query: string) => sitesOf(sites, readDesk(new URLSearchParams(query))).map((one) => one.name);

test("sorts the worst first, then by name", () => {
  expect(names("")).toEqual(["Luleå 1", "Lagos 1", "Bergen 1", "Oslo 1"]);
  expect(names("sort=delivered")[0]).toBe("Bergen 1");
});

test("filters by state, area and words, ignoring accents", () => {
  expect(names("state=up")).toEqual(["Bergen 1", "Oslo 1"]);
  expect(names("area=Middle East and Africa")).toEqual(["Lagos 1"]);
  expect(names("q=lulea")).toEqual(["Luleå 1"]);
  expect(names("q=nowhere")).toEqual([]);
});

test("a site is sold out when no node for sale is free, whatever takes it", () => {
  const of = (delivered: number, spares: number, free: number) => isSoldOut({ delivered, spares, free });
  expect([of(10, 2, 0), of(10, 2, 1), of(2, 2, 0), of(10, 0, 0)]).toEqual([true, false, false, true]);
});
