import { formatInstant, formatMinutes } from "../format/text";
import { packTide, TIDE_DETAIL, TIDE_DETAIL_NARROW, TIDE_SMALL, type TideDay, type TideSize } from "./tide";
import { TideDrawing } from "./tide-drawing";

export type { TideDay } from "./tide";

/**
 * Uptime in a list: 2 px per day with 1 px between. `everyDays={2}` fits 90 days in the space of 45.
 * `focusable={false}` in long lists, where a tab stop on each row would be a burden; the row must then say it in words.
 */
export function TideMarks({
  days,
  label,
  everyDays = 1,
  focusable = true,
}: {
  days: readonly TideDay[];
  label: string;
  everyDays?: number;
  focusable?: boolean;
}) {
  return <TideDrawing tide={packTide(days, everyDays)} size={TIDE_SMALL} label={label} focusable={focusable} />;
}

type DetailProps = {
  days: readonly TideDay[];
  label: string;
  /** On the waterline where nothing was measured yet: "Not yet handed over". */
  text?: string;
  /** Off in stacked rows: only the last one shows the dates. */
  ticks?: boolean;
  scale?: boolean;
  /** Mark width on wide screens, in whole pixels: 7 for a full page, 6 beside a panel. */
  mark?: 5 | 6 | 7;
};

/** 90 days at full size: scale of 1, 10 and 60 minutes, months, named losses; at 390 px redrawn at 2 px, the losses as a list. */
export function TideMarksDetail({ days, label, text, ticks = true, scale = true, mark = 7 }: DetailProps) {
  const tide = packTide(days);
  const wide: TideSize = { ...TIDE_DETAIL, mark, ticks, scale, months: true };
  const narrow: TideSize = { ...TIDE_DETAIL_NARROW, ticks, scale };
  const lost = days.filter((day) => day.lostSeconds > 0);
  const measured = days.filter((day) => day.state !== "none");
  return (
    <div>
      {/* Made a little smaller where the page is narrow: the last days are the ones people look for. */}
      <TideDrawing tide={tide} size={wide} label={label} text={text} className="max-w-full max-sm:hidden" />
      <TideDrawing tide={tide} size={narrow} label={label} text={text} className="sm:hidden" />
      {/* Always for screen readers; for everyone where names find no room beside the marks. */}
      <div className={`mt-2 ${lost.length === 0 ? "sr-only" : "sm:sr-only"}`}>
        <table className="w-full">
          <caption className="sr-only">
            {label}: {measured.length} days measured, {lost.length} with minutes lost; every other measured day lost none
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Day, UTC</th>
              <th scope="col">Minutes lost</th>
            </tr>
          </thead>
          <tbody>
            {lost.map((day) => (
              <tr key={day.date} className="border-b border-rule">
                <th scope="row" className="py-1 text-left font-normal">
                  {formatInstant(`${day.date}T00:00:00Z`, "day")}
                  {day.note === undefined ? null : `, ${day.note}`}
                </th>
                <td className="py-1 text-right whitespace-nowrap">{formatMinutes(day.lostSeconds)} min</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The legend of tide marks; states only. */
export function TideKeys() {
  return (
    <span className="keys">
      <Key className="bg-up-fill">Up</Key>
      <Key className="bg-deg-fill">Degraded</Key>
      <Key className="bg-down-fill">Down</Key>
      <span className="flex items-center gap-[5px]">
        <svg width="9" height="11" aria-hidden="true">
          <rect width="9" height="11" fill="url(#hatch)" />
        </svg>
        Maintenance
      </span>
      <span>· no data</span>
      <span className="max-sm:hidden">Below the line: minutes lost, 1 to 60</span>
    </span>
  );
}

function Key({ className, children }: { className: string; children: string }) {
  return (
    <span className="flex items-center gap-[5px]">
      <i className={`block h-[11px] w-[7px] ${className}`} />
      {children}
    </span>
  );
}
