import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "./return-path";

const ORIGIN = "https://console.example";
const goes = (value: unknown): string => returnPath(value, ORIGIN);

describe("the return path after signing in", () => {
  it("is the full path, query and fragment on this site", () => {
    for (const own of [
      "/fjordlys/overview",
      "/fjordlys/reserve?nodes=1&for=1d&site=is-keflavik-1a",
      "/a/b?x=%2F%2Fevil.example#part",
      "/a?next=https://evil.example/",
      "/%09/evil.example",
    ])
      expect(goes(own)).toBe(own);
    expect(goes("/한빛/개요?q=서울")).toBe("/%ED%95%9C%EB%B9%9B/%EA%B0%9C%EC%9A%94?q=%EC%84%9C%EC%9A%B8");
    expect(goes(`${ORIGIN}/a?b#c`)).toBe("/a?b#c");
  });

  it("never leaves the site", () => {
    const foreign = [
      "//evil.example/x",
      "/\t/evil.example/x",
      "\t//evil.example",
      "/\n/evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "https://evil.example",
      "https:evil.example",
      "javascript:alert(1)",
      "data:text/html,x",
      "/..//evil.example",
      "/.//evil.example",
      `${ORIGIN}//evil.example`,
      "/%2e%2e//evil.example",
      "https://console.example@evil.example/",
      "https://console.example.evil/",
      "http://console.example/",
      "///evil.example",
      "/\u2028/x",
      " ",
      "",
      null,
      undefined,
      ["/a"],
      "/".repeat(3_000),
    ];
    for (const value of foreign) expect([value, new URL(goes(value), ORIGIN).origin]).toEqual([value, ORIGIN]);
    for (const value of ["//evil.example/x", "/\t/evil.example/x", `${ORIGIN}//evil.example`, "https://evil.example", null]) expect(goes(value)).toBe("/");
  });

  it("holds for every string, and is idempotent", () => {
    const piece = fc.oneof(
      fc.constantFrom("/", "\\", "\t", "\n", "\r", "\0", ".", "..", ":", "@", "?", "#", "%09", "%2f", "%5c", "evil.example", "https:", "javascript:", ORIGIN),
      fc.string({ maxLength: 4, unit: "binary" }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 9 }).map((parts) => parts.join("")),
        (value) => {
          const path = goes(value);
          expect(path.startsWith("/")).toBe(true);
          expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
          expect(path).not.toMatch(/[\u0000-\u001f\u007f]/);
          expect(goes(path)).toBe(path);
          // A link to the sign-in page carries the path in its query, and it must come out unchanged.
          expect(new URL(signInPath(path), ORIGIN).searchParams.get("callbackUrl")).toBe(path);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
