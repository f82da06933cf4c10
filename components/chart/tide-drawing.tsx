"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { formatInstant } from "../format/text";
import { type State, Status } from "../ui/status";
import { dateAt, describeMark, layTide, type PackedTide, stateAt, type TideLayout, type TideShape, type TideSize } from "./tide";

const FILL: Record<TideShape, string> = {
  up: "fill-up-fill",
  degraded: "fill-deg-fill",
  down: "fill-down-fill",
  maintenance: "fill-[url(#hatch)]",
  unknown: "fill-unk-fill",
  none: "fill-rule-mid",
};

type Place = { mark: number; x: number; y: number };

/** The drawing with its tooltip: the pointer or the arrow keys select a day, Enter opens its evidence. */
export function TideDrawing({
  tide,
  size,
  label,
  focusable = true,
  text,
  className = "",
}: {
  tide: PackedTide;
  size: TideSize;
  label: string;
  focusable?: boolean;
  text?: string;
  className?: string;
}) {
  const router = useRouter();
  const svg = useRef<SVGSVGElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const layout = layTide(tide, size);
  const last = tide.marks.length - 1;

  const show = (mark: number) => {
    const bounds = svg.current?.getBoundingClientRect();
    if (bounds === undefined || mark < 0 || mark > last) return setPlace(null);
    const scale = bounds.width / layout.width;
    setPlace({ mark, x: bounds.left + scale * (layout.left + mark * layout.step + size.mark / 2), y: bounds.bottom });
  };
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    // The drawing may be shown smaller than it was laid out.
    const x = (event.clientX - bounds.left) * (layout.width / bounds.width);
    show(Math.floor((x - layout.left + size.gap / 2) / layout.step));
  };
  const open = (mark: number) => {
    const href = tide.notes[mark]?.href;
    if (href !== undefined) router.push(href);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = place?.mark ?? last + 1;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last, PageUp: at - 7, PageDown: at + 7 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      show(Math.min(last, Math.max(0, next)));
    } else if (event.key === "Escape") {
      setPlace(null);
    } else if (event.key === "Enter" && place !== null) {
      event.preventDefault();
      open(place.mark);
    }
  };

  return (
    <span
      className={`tide inline-block align-top ${className}`}
      tabIndex={focusable && last >= 0 ? 0 : undefined}
      role="group"
      aria-label={focusable ? `${label}. Arrow keys choose a day.` : label}
      onKeyDown={onKey}
      onBlur={() => setPlace(null)}
    >
      <svg
        ref={svg}
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        aria-hidden="true"
        onPointerMove={onPointer}
        onPointerLeave={() => setPlace(null)}
        onClick={() => place && open(place.mark)}
        className={`h-auto max-w-full ${place !== null && tide.notes[place.mark]?.href ? "cursor-pointer" : ""}`}
      >
        <Marks layout={layout} detail={size.scale === true} />
        {text === undefined || !hasRoomBefore(tide, layout.step, text) ? null : (
          <text className="chart-text" x={layout.left + 4} y={layout.waterline - 8}>
            {text}
          </text>
        )}
        {place === null ? null : (
          <rect
            x={layout.left + place.mark * layout.step - 2.5}
            y={0.75}
            width={size.mark + 5}
            height={layout.waterline + size.below + 2}
            fill="none"
            strokeWidth="1.5"
            className="stroke-ink"
          />
        )}
      </svg>
      {place === null ? null : createPortal(<TideTip tide={tide} place={place} />, document.body)}
      <span className="sr-only" role="status">
        {place === null ? "" : `${dayText(tide, place.mark)}: ${describeMark(tide, place.mark)}. ${tide.notes[place.mark]?.note ?? ""}`}
      </span>
    </span>
  );
}

/** Whether a text fits on the empty days a drawing starts with, at maximum character width. */
function hasRoomBefore(tide: PackedTide, step: number, text: string): boolean {
  const empty = /^n*/.exec(tide.marks)?.[0].length ?? 0;
  return 4 + text.length * 6 <= empty * step;
}

function Marks({ layout, detail }: { layout: TideLayout; detail: boolean }) {
  return (
    <>
      {layout.scale.map((line) => (
        <g key={line.label}>
          <line
            x1={layout.left}
            x2={layout.width}
            y1={Math.round(line.y) + 0.5}
            y2={Math.round(line.y) + 0.5}
            strokeDasharray="1 3"
            className="stroke-rule-mid"
          />
          <text className="chart-text" x={layout.left - 7} y={line.y + 3.5} textAnchor="end">
            {line.label}
          </text>
        </g>
      ))}
      {layout.months.map((x) => (
        <path key={x} d={`M${x} 0V${layout.height - (layout.ticks.length > 0 ? 18 : 0)}`} className="stroke-rule" />
      ))}
      {layout.shapes.map((shape) => (
        <path key={shape.kind} d={shape.d} className={FILL[shape.kind]} />
      ))}
      <rect
        x={layout.left}
        y={layout.waterline - 0.5}
        width={Math.max(0, layout.width - layout.left)}
        height={detail ? 1.5 : 1}
        className="fill-ink"
        fillOpacity={detail ? 1 : 0.55}
      />
      {layout.names.map((name) => (
        <text key={name.text} className="chart-name" x={name.x} y={name.y} textAnchor={name.anchor}>
          {name.text}
        </text>
      ))}
      {layout.ticks.map((tick) => (
        <text key={tick.label} className="chart-text" x={tick.x} y={layout.height - 3} textAnchor={tick.anchor}>
          {tick.label}
        </text>
      ))}
    </>
  );
}

const TIP_WIDTH = 280;

function TideTip({ tide, place }: { tide: PackedTide; place: Place }) {
  const state = stateAt(tide, place.mark);
  const shown: State = state === "none" ? "unknown" : state;
  const note = tide.notes[place.mark];
  const left = Math.min(Math.max(8, place.x - 62), window.innerWidth - TIP_WIDTH - 8);
  const below = place.y + 130 < window.innerHeight;
  return (
    <div
      className="over-page pointer-events-none fixed z-50 px-3 py-2"
      style={{ left, width: TIP_WIDTH, ...(below ? { top: place.y + 8 } : { bottom: window.innerHeight - place.y + 80 }) }}
      aria-hidden="true"
    >
      <div className="font-semibold">{dayText(tide, place.mark)}, UTC</div>
      <Status state={shown} className="mt-0.5 whitespace-normal">
        {describeMark(tide, place.mark)}
      </Status>
      {note?.note === undefined ? null : <p className="mt-[3px] text-ink-2">{note.note}</p>}
      {note?.href === undefined ? null : <p className="note mt-[3px]">Enter opens the evidence.</p>}
    </div>
  );
}

function dayText(tide: PackedTide, mark: number): string {
  const first = `${dateAt(tide, mark)}T00:00:00Z`;
  if (tide.step === 1) return formatInstant(first, "long-date");
  const end = new Date(Date.parse(first) + (tide.step - 1) * 86_400_000).toISOString();
  return `${formatInstant(first, "day")} to ${formatInstant(end, "date")}`;
}
