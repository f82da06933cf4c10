import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";

it("moves a process's clock by the file's content, also while it runs", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "berth-clock-"));
  try {
    const file = path.join(directory, "seconds");
    writeFileSync(file, "86400");
    const script = `
      import { writeFileSync } from "node:fs";
      const first = [Date.now(), new Date().getTime(), Date.parse("2026-01-01T00:00:00Z"), new Date(0).getTime()];
      writeFileSync(process.env.BERTH_TEST_CLOCK, "172800");
      await new Promise((resolve) => setTimeout(resolve, 150));
      process.stdout.write(JSON.stringify([...first, Date.now()]));`;
    const ran = spawnSync(process.execPath, ["--import", path.join(import.meta.dirname, "moved-clock.mjs"), "--input-type=module", "-e", script], {
      encoding: "utf8",
      env: { ...process.env, BERTH_TEST_CLOCK: file },
    });
    expect(ran.stderr).toBe("");
    const [now = 0, made = 0, parsed, given, later = 0] = JSON.parse(ran.stdout) as number[];
    expect(Math.abs(made - now)).toBeLessThan(5_000);
    expect([parsed, given]).toEqual([Date.UTC(2026, 0, 1), 0]);
    const days = (at: number): number => Math.round((at - Date.now()) / 86_400_000);
    expect([days(now), days(later)]).toEqual([1, 2]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 30_000);
