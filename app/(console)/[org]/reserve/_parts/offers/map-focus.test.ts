import { describe, expect, it } from "vitest";
import { boxText, mapFocus } from "./map-focus";

const search = { map: null, near: null, country: null, region: null, residency: null };
const seoul = { longitude: 126.98, latitude: 37.57, matches: true };
const oslo = { longitude: 10.75, latitude: 59.91, matches: true };
const lagos = { longitude: 3.4, latitude: 6.5, matches: false };
const sites = [seoul, oslo, lagos];

describe("what the map shows", () => {
  it("is the world until something is searched for", () => {
    expect(mapFocus(search, sites)).toEqual({ view: "world", focus: null });
    expect(mapFocus({ ...search, country: ["KR"] }, [{ ...oslo, matches: false }, seoul])).toMatchObject({ view: "matches", focus: [{ longitude: 126.98 }] });
    expect(mapFocus({ ...search, near: "seoul", map: "world" }, sites)).toEqual({ view: "world", focus: null });
  });
  it("is the place that distances are measured from, with the nearest matches around it", () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ longitude: 127 + index, latitude: 37, matches: true }));
    const { view, focus } = mapFocus({ ...search, near: "seoul" }, [...many, oslo]);
    expect([view, focus?.length, focus?.[0]?.longitude, Math.max(...(focus ?? []).map((place) => place.longitude))]).toEqual(["near", 9, 126.98, 134]);
    // Across the date line counts as near, too.
    expect(mapFocus({ ...search, near: "0,179.9" }, [{ longitude: -179, latitude: 0, matches: true }, ...many]).focus?.[1]?.longitude).toBe(-179);
  });
  it("is a box that was opened, but not a malformed one", () => {
    expect(boxText([seoul, oslo])).toBe("10.75,37.57,126.98,59.91");
    expect(mapFocus({ ...search, map: boxText([seoul, oslo]) }, sites)).toEqual({
      view: "box",
      focus: [
        { longitude: 10.75, latitude: 37.57 },
        { longitude: 126.98, latitude: 59.91 },
      ],
    });
    for (const map of ["1,2,3", "200,0,210,10", "20,10,10,20", "a,b,c,d", "matches of none"])
      expect(mapFocus({ ...search, map }, [])).toEqual({ view: "world", focus: null });
  });
});
