import { formatAmount, formatInstant } from "../format/text";
import { axisText, prepareSpend, type SpendInput, type SpendRow } from "./spend";

const DAY_MS = 86_400_000;
/** Space for the figures on the left, and for the days below. */
const LEFT_PX = 44;
const FOOT_PX = 24;
const TOP_PX = 10;
/** From this share of the month on, a name fits before today. */
const LATE_SHARE = 0.4;

/**
 * Drawn on the server, without a script: lines in an SVG that stretches to the column, text beside it in HTML so that
 * it does not stretch. A day shows its exact amount on hover.
 */
export function SpendDrawing({ input, height }: { input: SpendInput; height: number }) {
  const spend = prepareSpend(input);
  const start = new Date(input.start).getTime();
  const dayText = (day: number) => {
    const date = new Date(start + day * DAY_MS).toISOString();
    return day === 0 ? formatInstant(date, "day") : String(new Date(date).getUTCDate());
  };
  const x = (day: number) => `${((100 * day) / spend.days).toFixed(2)}%`;
  const y = (amount: number) => 100 - (100 * amount) / spend.top;
  const line = (of: "spent" | "forecast") =>
    spend.rows.flatMap((row) => (row[of] === undefined ? [] : [`${row.day.toFixed(3)},${y(row[of] ?? 0).toFixed(3)}`]));
  const spent = line("spent");
  const forecast = line("forecast");
  const end = spend.rows.at(-1);
  const isLate = spend.nowDay > spend.days * LATE_SHARE;
  return (
    <div className="relative text-label text-ink-3" style={{ height }} aria-hidden="true">
      <div className="absolute" style={{ left: LEFT_PX, right: 12, top: TOP_PX, bottom: FOOT_PX }}>
        {spend.steps.map((step) => (
          <div key={step} className={`absolute w-full border-t ${step === 0 ? "border-rule-ink" : "border-rule"}`} style={{ top: `${y(step)}%` }}>
            <span className="absolute right-full -translate-y-1/2 pr-1.5 whitespace-nowrap">{axisText(step)}</span>
          </div>
        ))}
        <svg className="absolute inset-0 size-full overflow-visible" viewBox={`0 0 ${spend.days} 100`} preserveAspectRatio="none" fill="none">
          {spent.length === 0 ? null : <polygon points={`0,100 ${spent.join(" ")} ${spent.at(-1)?.split(",")[0] ?? 0},100`} className="fill-chart-wash" />}
          {spend.budget === undefined ? null : (
            <line x1="0" x2={spend.days} y1={y(spend.budget)} y2={y(spend.budget)} className="stroke-ink" strokeWidth="1.2" vectorEffect="non-scaling-stroke" />
          )}
          <polyline points={spent.join(" ")} className="stroke-chart" strokeWidth="1.8" vectorEffect="non-scaling-stroke" />
          <polyline points={forecast.join(" ")} className="stroke-chart" strokeWidth="1.5" strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
          <line x1={spend.nowDay} x2={spend.nowDay} y1="0" y2="100" className="stroke-accent" strokeWidth="1.2" vectorEffect="non-scaling-stroke" />
        </svg>
        {spend.budget === undefined ? null : (
          <span className="absolute left-1 -translate-y-full pb-0.5 font-semibold text-ink" style={{ top: `${y(spend.budget)}%` }}>
            Budget {formatAmount(input.budget ?? "0")}
          </span>
        )}
        <span className="absolute bottom-1 -translate-x-full pr-1 font-semibold text-accent" style={{ left: x(spend.nowDay) }}>
          now
        </span>
        {end?.forecast === undefined ? null : (
          <>
            <i
              className="absolute size-[7px] -translate-1/2 rounded-full border-[1.5px] border-chart bg-sheet"
              style={{ left: x(end.day), top: `${y(end.forecast)}%` }}
            />
            {/* Above the line before today, where there is room and no line crosses the text. */}
            <span
              className="absolute px-1 text-right leading-[1.3]"
              style={{
                right: isLate ? `calc(${100 - (100 * spend.nowDay) / spend.days}% + 4px)` : 0,
                bottom: `calc(${100 - y(end.forecast)}% ${isLate ? "- 10px" : "+ 10px"})`,
              }}
            >
              Forecast
              <br />
              <b className="font-semibold text-ink">{spend.forecastText}</b>
            </span>
          </>
        )}
        <div className="absolute inset-0">
          {spend.rows.map((row, index) => (
            <Slot key={`${row.day} ${index}`} row={row} from={index === 0 ? 0 : (spend.rows[index - 1]?.day ?? 0)} days={spend.days} />
          ))}
        </div>
        {spend.ticks.map((tick) => (
          <span key={tick} className="absolute top-full -translate-x-1/2 pt-1 whitespace-nowrap" style={{ left: x(tick) }}>
            {dayText(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The hover area of a point, which shows its amount. */
function Slot({ row, from, days }: { row: SpendRow; from: number; days: number }) {
  return (
    <i
      className="absolute inset-y-0 border-r border-transparent hover:border-rule-mid"
      style={{ left: `${(100 * from) / days}%`, width: `${(100 * Math.max(0, row.day - from)) / days}%` }}
      title={`${row.spent === undefined ? "Forecast for " : ""}${row.when} UTC: ${row.told}`}
    />
  );
}
