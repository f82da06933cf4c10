import { describe, expect, it } from "vitest";
import { shown } from "./log";

describe("an error in the log", () => {
  it("names the failure without the row or the connection, including those of its causes", () => {
    const cause = Object.assign(new Error("null value in column"), {
      code: "23502",
      detail: "Failing row contains (usr_1, ingrid@fjordlys.example, scrypt$…).",
      client: { password: "secret" },
      count: 7n,
    });
    const text = JSON.stringify(shown(new Error("the command failed", { cause })));
    expect(text).toContain("the command failed");
    expect(text).toContain("null value in column");
    expect(text).not.toMatch(/ingrid|scrypt|secret/);
    expect(JSON.stringify(shown(cause))).toContain("23502");
  });

  it("prints an error that refers to itself", () => {
    const error: Error & { self?: unknown } = new Error("a circle");
    error.self = { error };
    expect(JSON.stringify(shown(error))).toContain("a circle");
  });
});
