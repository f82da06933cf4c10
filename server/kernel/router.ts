import { sweep } from "./due/sweep";
import { discardDeadLetter, listDeadLetters, replayDeadLetter } from "./events/dead-letters";

export const router = {
  retention: { sweep },
  deadLetter: { list: listDeadLetters, replay: replayDeadLetter, discard: discardDeadLetter },
};
