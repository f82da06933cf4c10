// What other modules may know of capacity: contracts and their states, never the counters themselves.
export { reservationConfirmed } from "./events";
export { type FoundReservation, type ReservationState, type ReservedSshKey, findReservation, markReservation } from "./reservation-rows";
export { type BindableNode, type Binding, bindNodes, pickSpare } from "./binding";
export { type SshKeyProblem, type SshPublicKey, parseSshPublicKey } from "./ssh-key";
export { type TrackRecord, writeTrackRecords } from "./track-records";
export { type CounterCheck, checkCounters } from "./check-counters";
