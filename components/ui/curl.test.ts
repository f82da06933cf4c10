import { expect, it } from "vitest";
import { toCurl } from "./curl";

it("writes a call that a shell parses back unchanged", () => {
  const text = toCurl("https://berth.example", { method: "POST", path: "/quotes", body: { name: "Tomás' cluster" }, idempotent: true });
  expect(text.split("\n")).toEqual([
    "curl -sS -X POST 'https://berth.example/api/v1/quotes' \\",
    '  -H "Authorization: Bearer $BERTH_API_KEY" \\',
    '  -H "Idempotency-Key: $(uuidgen)" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"name":"Tomás'\\'' cluster"}'`,
  ]);
});

it("has neither body nor key for a read", () => {
  expect(toCurl("https://b.example", { method: "GET", path: "/offers?nodes=4" })).not.toContain("-d");
});
