import { beforeAll, describe, expect, it, vi } from "vitest";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { TimeIsTaken, withExclusiveTime, workBetweenMoves } from "./pause";

beforeAll(async () => {
  await useOwnDatabase(process.env.MIGRATION_DATABASE_URL);
}, 60_000);

/** Work that only notes when it runs. */
function work() {
  const state = { running: false, starts: 0 };
  const start = async () => {
    state.running = true;
    state.starts += 1;
    return {
      stop: async () => {
        state.running = false;
      },
    };
  };
  return { state, start };
}

describe("moving the clock", () => {
  it("waits until everybody pauses, keeps them paused, and resumes them afterwards", async () => {
    const [first, second] = [work(), work()];
    const kept = [await workBetweenMoves(first.start), await workBetweenMoves(second.start)];
    try {
      await vi.waitFor(() => expect([first.state.running, second.state.running]).toEqual([true, true]), { timeout: 10_000 });
      await withExclusiveTime(async () => {
        expect([first.state.running, second.state.running]).toEqual([false, false]);
        await expect(withExclusiveTime(() => Promise.resolve())).rejects.toThrow(TimeIsTaken);
        expect([first.state.starts, second.state.starts]).toEqual([1, 1]);
      });
      await vi.waitFor(() => expect([first.state.starts, second.state.starts]).toEqual([2, 2]), { timeout: 10_000 });
    } finally {
      for (const one of kept) await one.stop();
    }
    expect([first.state.running, second.state.running]).toEqual([false, false]);
  }, 40_000);

  it("releases time when moving it fails", async () => {
    await expect(withExclusiveTime(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(withExclusiveTime(() => Promise.resolve("moved"))).resolves.toBe("moved");
  });
});
