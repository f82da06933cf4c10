import { detectBlindness } from "./collectors/detect-blindness";
import { recordSignals } from "./door/record-signals";
import { detectSilence } from "./watch/detect-silence";

export const router = {
  signal: { record: recordSignals },
  silence: { detect: detectSilence },
  blindness: { detect: detectBlindness },
};
