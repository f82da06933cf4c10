// The interface of capacity for other modules: contracts and their states, never the counters.
export { reservationConfirmed } from "./events";
export {
  type FoundReservation,
  findProject,
  findReservation,
  listReservationRows,
  markReservation,
  reservationContract,
} from "./reservations/reservation-rows";
export { type BindableNode, bindNodes, pickSpare } from "./counters/binding";
export { parseSshPublicKey } from "./reservations/ssh-key";
export { writeTrackRecords } from "./search/track-records";
export { takenNow } from "./counters/taken-now";
export { checkCounters } from "./counters/check-counters";
