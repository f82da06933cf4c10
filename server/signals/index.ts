// The interface of signals for modules above.
export { SILENCE_SECONDS, THROUGHPUT_SECONDS } from "./door/runs";
export { readMeasured } from "./door/throughput";
export { LATE_SECONDS } from "./door/signals-rules";
export { type ChangeListener, isUnreachable, listenToChanges } from "./reducer/changes";
export { ANNOUNCEMENT_SECONDS } from "./reducer/reducer";
export { readServing, readServingAt, type Serving, type Work } from "./reducer/serving-rows";
export { planWork } from "./watch/planned-work";
