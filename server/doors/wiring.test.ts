import { expect, it } from "vitest";
import "./wiring";
import { notifyTimePassed } from "@/server/signals/reducer/changes";

it("registers the listener for node changes, for a worker that imports no registry", async () => {
  const notify = async () => notifyTimePassed({} as Parameters<typeof notifyTimePassed>[0]);
  await expect(notify()).rejects.not.toThrow("nobody listens");
});
