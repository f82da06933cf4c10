import { Berths } from "@/components/chart/berths";
import { STATE_WORD, type State, Status } from "@/components/ui/status";
import type { NetworkStatus } from "@/lib/contracts/reliability";

type Area = NetworkStatus["areas"][number];

const WORST: readonly State[] = ["down", "unknown", "degraded", "maintenance"];

/** "Up", or the worst state with its count: "1 in maintenance". */
export function areaStanding({ states }: Pick<Area, "states">): { state: State; word: string } {
  for (const state of WORST) {
    const count = states.filter((one) => one === state).length;
    if (count > 0)
      return {
        state,
        word: state === "maintenance" ? `${count} in maintenance` : state === "unknown" ? `${count} not seen` : `${count} ${STATE_WORD[state].toLowerCase()}`,
      };
  }
  return { state: "up", word: "Up" };
}

/** Slots per row: large areas wrap into few rows, small ones stay on one. */
const perRow = (sites: number): number => (sites > 64 ? 40 : sites > 24 ? 32 : 24);

/** The areas of the network side by side, one slot per site. */
export function AreaDocks({ areas }: { areas: readonly Area[] }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-[26px] gap-y-3.5 border-t-[1.5px] border-rule-ink pt-2.5 max-sm:flex-col">
      {areas.map((area) => {
        const { state, word } = areaStanding(area);
        return (
          <div key={area.area}>
            <div className="mb-[7px] text-note leading-[1.45]">
              <h3 className="text-note">{area.area}</h3>
              <Status state={state} className="text-small">
                {word}
              </Status>
              <div className="text-small text-ink-2">
                <b className="font-semibold">{area.up}</b> of {area.sites}
              </div>
            </div>
            <Berths
              states={area.states}
              width={4}
              gap={2}
              height={8}
              pierGap={4}
              perRow={perRow(area.sites)}
              label={`${area.up} of ${area.sites} sites up in ${area.area}`}
            />
          </div>
        );
      })}
    </div>
  );
}
