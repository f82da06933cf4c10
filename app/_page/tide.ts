// Daily marks of the contracts as the drawings take them.
import type { TideDay as Drawn } from "@/components/chart/tide-marks";
import type { TideDay } from "@/lib/contracts/capacity";

export const tideDaysOf = (days: readonly TideDay[]): Drawn[] => days.map(({ day, state, minutesLost }) => ({ date: day, state, lostSeconds: Math.round(minutesLost * 60) }));
