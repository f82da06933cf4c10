import { describe, expect, it } from "vitest";
import { acceptsJson, asksForVersion, entityTags, evaluate } from "./preconditions";

describe("conditional requests", () => {
  it("parse lists, weak tags and the star", () => {
    expect(entityTags('"a", W/"b" ,"c,d"')).toEqual(['"a"', 'W/"b"', '"c,d"']);
    expect(entityTags(" * ")).toBe("*");
    expect(entityTags("unquoted")).toEqual([]);
    expect(entityTags('""')).toEqual(['""']);
  });

  it.each([
    [{}, "send"],
    [{ "if-none-match": '"v1"' }, "not_modified"],
    [{ "if-none-match": 'W/"v1"' }, "not_modified"],
    [{ "if-none-match": '"v0", W/"v1"' }, "not_modified"],
    [{ "if-none-match": "*" }, "not_modified"],
    [{ "if-none-match": '"v0"' }, "send"],
    [{ "if-none-match": "v1" }, "send"],
    [{ "if-match": '"v0", "v1"' }, "send"],
    [{ "if-match": "*" }, "send"],
    [{ "if-match": 'W/"v1"' }, "failed"],
    [{ "if-match": '"v0"', "if-none-match": '"v1"' }, "failed"],
  ])("of %j: %s", (headers, outcome) => {
    expect(evaluate(headers, '"v1"')).toBe(outcome);
  });

  it("on a change cannot name a version", () => {
    expect([{}, { "if-match": "*" }, { "if-match": '"v1"' }].map(asksForVersion)).toEqual([false, false, true]);
  });
});

it("return JSON where it is acceptable", () => {
  for (const accept of [
    undefined,
    "",
    "*/*",
    "application/json",
    "Application/JSON; q=0.3",
    "text/html, */*;q=0.1",
    "application/*",
    "application/problem+json",
    "application/xml, application/json;q=0.5",
  ])
    expect(acceptsJson({ accept }), accept).toBe(true);
  for (const accept of ["application/xml", "text/html", "application/json;q=0", "application/json;q=0, */*", "*/*;q=0.0", "image/*"])
    expect(acceptsJson({ accept }), accept).toBe(false);
});
