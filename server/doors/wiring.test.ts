import { expect, it } from "vitest";
import "./wiring";
import { lookAgain } from "@/server/signals/reducer/changes";

it("registers the listener for node changes, for a worker that imports no registry", async () => {
  const looked = async () => lookAgain({} as Parameters<typeof lookAgain>[0]);
  await expect(looked()).rejects.not.toThrow("nobody listens");
});
