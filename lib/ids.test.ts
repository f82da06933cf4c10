import { describe, expect, it } from "vitest";
import { ID_PREFIXES, isId, makeId, nounOfId } from "./ids";

const bytes = (value: number) => new Uint8Array(10).fill(value);

describe("ids", () => {
  it("have a prefix and 26 characters, and sort by creation time", () => {
    const ids = [0, 1, 31, 32, 1_763_800_000_000, 1_763_800_000_001].map((at) => makeId("qte", at, bytes(255)));
    for (const id of ids) expect(id).toMatch(/^qte_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect([...ids].sort()).toEqual(ids);
  });

  it("keep every random bit", () => {
    const seen = new Set(
      Array.from({ length: 80 }, (_, bit) =>
        makeId(
          "org",
          0,
          Uint8Array.from({ length: 10 }, (_, at) => (at === bit >> 3 ? 1 << (bit & 7) : 0)),
        ),
      ),
    );
    expect(seen.size).toBe(80);
    expect(makeId("org", 0, bytes(255))).toBe(`org_0000000000${"Z".repeat(16)}`);
  });

  it("are distinguished from other text", () => {
    const id = makeId("clu", 1_763_800_000_000, bytes(7));
    expect(isId("clu", id)).toBe(true);
    expect(isId("qte", id)).toBe(false);
    for (const wrong of ["clu_", id.toLowerCase(), `${id}0`, id.slice(0, -1), id.replace("clu_", "")]) expect(isId("clu", wrong)).toBe(false);
    expect(nounOfId(id)).toBe("cluster");
    for (const wrong of ["", "clu", "toString_x", id.replace("clu", "zzz")]) expect(nounOfId(wrong)).toBeNull();
  });

  it("have three-letter prefixes, one per noun", () => {
    for (const prefix of Object.keys(ID_PREFIXES)) expect(prefix).toMatch(/^[a-z]{3}$/);
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(Object.keys(ID_PREFIXES).length);
  });
});
