// What other modules may know of capacity: contracts and their states, never the counters themselves.
export { reservationConfirmed } from "./events";
export { type FoundReservation, findProject, findReservation, listReservationRows, markReservation, reservationContract } from "./reservation-rows";
export { type BindableNode, bindNodes, pickSpare } from "./binding";
export { parseSshPublicKey } from "./ssh-key";
export { writeTrackRecords } from "./track-records";
export { checkCounters } from "./check-counters";
