import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim, currentOwner, prepareDirectory, readSecrets, release, startMark } from "./data-directory";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "berth-data-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("the owner of a data directory", () => {
  it("keeps others out while it lives, and says where it serves", async () => {
    const other = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    try {
      await expect.poll(() => startMark(other.pid ?? 0)).not.toBeNull();
      writeFileSync(
        path.join(directory, "owner.json"),
        JSON.stringify({ pid: other.pid, started: startMark(other.pid ?? 0), command: "`npm run up`", address: "http://localhost:3000" }),
      );
      expect(() => claim(directory, "`npm run berth`")).toThrow(/already running at http:\/\/localhost:3000 .*BERTH_DATA_DIR/);
    } finally {
      other.kill("SIGKILL");
    }
    await expect.poll(() => currentOwner(directory)).toBeNull();
    claim(directory, "`npm run berth`");
    release(directory);
  });

  it("does not count when its number now belongs to a later process", () => {
    writeFileSync(path.join(directory, "owner.json"), JSON.stringify({ pid: process.ppid, started: "before", command: "`npm run up`" }));
    expect(currentOwner(directory)).toBeNull();
  });

  it("does not count when the file is truncated", () => {
    writeFileSync(path.join(directory, "owner.json"), '{"pid":12');
    expect(currentOwner(directory)).toBeNull();
  });
});

describe("the data directory", () => {
  it("reports how much space is missing and how to use another directory", () => {
    expect(() => prepareDirectory(directory, 1e12)).toThrow(/MB are free .* set BERTH_DATA_DIR/);
  });

  it("reports when it cannot be written", () => {
    const file = path.join(directory, "file");
    writeFileSync(file, "");
    expect(() => prepareDirectory(path.join(file, "below"), 1)).toThrow(/cannot be written \(ENOTDIR\)/);
  });

  it("creates the secret once, readable only by its owner", () => {
    const first = readSecrets(directory);
    expect(readSecrets(directory)).toEqual(first);
    expect(first.BERTH_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(readFileSync(path.join(directory, "secrets.json"), "utf8")).toContain(first.BERTH_SECRET);
  });
});
