// For the registry test: what each verb needs and an input it accepts.
import { formatInstant, toInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { now } from "@/server/kernel/process/clock";
import { sample, type Samples } from "@/server/kernel/testing";
import { detectBlindness } from "./collectors/detect-blindness";
import { recordSignals } from "./door/record-signals";
import { detectSilence } from "./watch/detect-silence";

export const samples: Samples = {
  "signals.signal.record": sample(recordSignals, async () => {
    const { poolIds } = await testNetwork();
    return { signals: [{ pool: poolIds[0], source: "collector", kind: "heartbeat", ok: true, observedAt: formatInstant(toInstant(now())) }] };
  }),
  "signals.silence.detect": sample(detectSilence, async () => ({})),
  "signals.blindness.detect": sample(detectBlindness, async () => ({})),
};
