import Link from "next/link";
import { formatInstant } from "../format/text";
import { boundsOf, type Lane, type LaneState, layLane, linePath, placeOf } from "./lanes";
import { epochOf, timeTicks } from "./time-axis";

export type { Lane, LaneSpan, LaneState } from "./lanes";

export type LaneMarker = { at: string; label: string; href?: string };
export type LaneSeries = {
  label: string;
  unit: string;
  /** Instants and values; null is a gap and stays one. */
  points: [string, number | null][];
  /** Drawn as an ink line with its name. */
  promise?: { value: number; label: string };
};

const FILL: Record<LaneState, string> = {
  up: "bg-up-fill",
  degraded: "bg-deg-fill",
  down: "bg-down-fill",
  maintenance: "lane-hatch",
  unknown: "bg-unk-fill",
  arriving: "bg-rule-mid",
  idle: "bg-rule",
};

type StateLanesProps = {
  label: string;
  start: string;
  end: string;
  lanes: Lane[];
  markers?: LaneMarker[];
  series?: LaneSeries[];
  /** The now line, when now is within the range. */
  now?: string;
};

/**
 * States of several things along one range, with incidents marked across all of them and measured lines below on the
 * same axis.
 */
export function StateLanes({ label, start, end, lanes, markers = [], series = [], now }: StateLanesProps) {
  const ticks = timeTicks(epochOf(start), epochOf(end));
  const nowAt = now === undefined ? null : placeOf(now, start, end);
  return (
    <figure aria-label={label} className="lanes">
      <div className="lanes-grid" aria-hidden="true">
        {ticks.map((tick) => (
          <i key={tick.at} className="lanes-tick" style={{ left: `${tick.share * 100}%` }} />
        ))}
        {nowAt === null ? null : <i className="lanes-now" style={{ left: `${nowAt}%` }} />}
        {markers.map((marker) => {
          const at = placeOf(marker.at, start, end);
          return at === null ? null : <i key={marker.label} className="lanes-marker" style={{ left: `${at}%` }} />;
        })}
      </div>
      {lanes.map((lane) => (
        <LaneRow key={lane.key} lane={lane} start={start} end={end} />
      ))}
      {markers.length === 0 ? null : (
        <div className="lanes-row">
          <span />
          <div className="relative h-[18px]">
            {markers.map((marker) => {
              const at = placeOf(marker.at, start, end);
              if (at === null) return null;
              const side = at > 48 ? { right: `calc(${100 - at}% + 6px)` } : { left: `calc(${at}% + 6px)` };
              return (
                <span key={marker.label} className="absolute top-0.5 text-label font-semibold whitespace-nowrap" style={side}>
                  {marker.href === undefined ? marker.label : <Link href={marker.href}>{marker.label}</Link>}
                </span>
              );
            })}
          </div>
        </div>
      )}
      {series.map((line) => (
        <SeriesRow key={line.label} line={line} start={start} end={end} />
      ))}
      <div className="lanes-row" aria-hidden="true">
        <span />
        <div className="lanes-axis">
          {ticks.map((tick) => (
            <span key={tick.at} style={{ left: `${tick.share * 100}%` }}>
              {tick.label}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

function LaneRow({ lane, start, end }: { lane: Lane; start: string; end: string }) {
  const spans = layLane(lane, start, end);
  return (
    <div className="lanes-row">
      <span className="lanes-label">
        {lane.label}
        {lane.remark === undefined ? null : <span className="text-ink-3">, {lane.remark}</span>}
      </span>
      <div className="lane">
        {spans.map((span, index) => (
          <span key={index} className={`lane-span ${FILL[span.state]}`} style={{ left: `${span.from}%`, width: `${span.width}%` }} title={span.told}>
            {span.text === undefined ? null : <span className="lane-text">{span.text}</span>}
          </span>
        ))}
        <ul className="sr-only">
          {spans.map((span, index) => (
            <li key={index}>{span.told}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function SeriesRow({ line, start, end }: { line: LaneSeries; start: string; end: string }) {
  const { low, high } = boundsOf(
    line.points.map(([, value]) => value),
    line.promise?.value,
  );
  const from = epochOf(start);
  const span = epochOf(end) - from;
  const points = line.points.map(([at, value]): [number, number | null] => [(epochOf(at) - from) / span, value]).filter(([share]) => share >= 0 && share <= 1);
  const shown = points.filter(([, value]) => value !== null).length;
  const promiseTop = line.promise === undefined ? null : (1 - (line.promise.value - low) / (high - low)) * 100;
  const last = line.points.findLast(([, value]) => value !== null);
  return (
    <div className="lanes-row mt-2.5">
      <span className="lanes-label">
        {line.label}
        <span className="block text-ink-3">{line.unit}</span>
      </span>
      <div
        className="lane-line"
        role="img"
        aria-label={`${line.label}, ${line.unit}: ${shown === 0 ? "no samples" : `${shown} samples, last ${last?.[1] ?? ""} at ${formatInstant(last?.[0] ?? end)}`}${line.promise === undefined ? "" : `; ${line.promise.label}`}`}
      >
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
          <path d={linePath(points, low, high)} fill="none" strokeWidth="1.5" vectorEffect="non-scaling-stroke" className="stroke-chart" />
        </svg>
        {promiseTop === null ? null : (
          <>
            <i className="absolute inset-x-0 block border-t border-ink" style={{ top: `${promiseTop}%` }} />
            <span
              className="absolute right-2 text-label font-semibold"
              style={promiseTop > 55 ? { bottom: `calc(${100 - promiseTop}% + 2px)` } : { top: `calc(${promiseTop}% + 2px)` }}
            >
              {line.promise?.label}
            </span>
          </>
        )}
        {shown === 0 ? <span className="absolute inset-0 grid place-items-center text-small text-ink-3">No samples in this range</span> : null}
      </div>
    </div>
  );
}
