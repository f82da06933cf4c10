// Due work of this module.
import type { Tick } from "@/server/kernel/due/jobs";
import { detectBlindness } from "./collectors/detect-blindness";
import { detectSilence } from "./watch/detect-silence";

export const ticks: readonly Tick[] = [
  // Due whenever signals arrived, so it has no instant.
  { verb: detectSilence, everySeconds: 20 },
  // Never due by itself: a moved clock hears collectors in spans, and live it runs by its interval.
  { verb: detectBlindness, everySeconds: 20, nextDueAt: () => Promise.resolve(null) },
];
