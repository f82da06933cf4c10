import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { root } from "./data-directory";

const start = path.join(root, "server/ops/launcher/start.mjs");

/** Runs start.mjs in a process that reports another Node version. */
const startedBy = (version: string): Promise<{ code: number; err: string }> =>
  new Promise((resolve) => {
    const pretend = `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} }); process.argv[2] = "nothing"; import(${JSON.stringify(pathToFileURL(start).href)});`;
    const child = execFile(process.execPath, ["-e", pretend], (_error, _out, err) => resolve({ code: child.exitCode ?? -1, err }));
  });

describe("the first step of every command", () => {
  it.each(["12.22.12", "18.20.8", "20.18.3", "21.7.3", "22.11.0", "23.11.1"])("refuses Node %s in one line with the fix", async (version) => {
    const { code, err } = await startedBy(version);
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^Berth needs Node [^\\n]*; this is ${version.replaceAll(".", "\\.")}\\. Install [^\\n]*\\n$`));
  });

  it.each(["20.19.0", "22.12.0", "24.0.0", "26.1.0"])("accepts Node %s, as package.json does", async (version) => {
    const { err } = await startedBy(version);
    expect(err).toContain("start.mjs takes one of");
  });

  it("requires the version in package.json", () => {
    const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe("^20.19 || ^22.12 || >=24");
  });
});
