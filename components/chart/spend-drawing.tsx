"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatAmount, formatInstant } from "../format/text";
import { axisText, prepareSpend, type SpendInput, type SpendRow } from "./spend";

const TEXT = { fontSize: 11, fill: "var(--color-ink-3)" } as const;
const NAME = { fontSize: 11, fill: "var(--color-ink)", fontWeight: 600 } as const;

export function SpendDrawing({ input, height }: { input: SpendInput; height: number }) {
  const spend = prepareSpend(input);
  const dayText = (day: number) => {
    const date = new Date(new Date(input.start).getTime() + day * 86_400_000).toISOString();
    return day === 0 ? formatInstant(date, "day") : String(new Date(date).getUTCDate());
  };
  const end = spend.rows.at(-1);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={spend.rows} margin={{ top: 10, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-rule)" />
        <XAxis dataKey="day" type="number" domain={[0, spend.days]} ticks={spend.ticks} tickFormatter={dayText} tick={TEXT} tickLine={false} axisLine={{ stroke: "var(--color-rule-ink)" }} height={24} />
        <YAxis domain={[0, spend.top]} ticks={spend.steps} tickFormatter={axisText} tick={TEXT} tickLine={false} axisLine={false} width={44} />
        <Area dataKey="spent" type="linear" stroke="var(--color-chart)" strokeWidth={2} fill="var(--color-chart-wash)" fillOpacity={1} isAnimationActive={false} dot={false} activeDot={{ r: 3, fill: "var(--color-chart)", stroke: "var(--color-sheet)" }} />
        <Line dataKey="forecast" type="linear" stroke="var(--color-chart)" strokeWidth={1.5} strokeDasharray="3 3" isAnimationActive={false} dot={false} activeDot={{ r: 3, fill: "var(--color-sheet)", stroke: "var(--color-chart)" }} />
        {spend.budget === undefined ? null : (
          <ReferenceLine y={spend.budget} stroke="var(--color-ink)" label={{ value: `Budget ${formatAmount(input.budget ?? "")}`, position: "insideTopLeft", dy: -16, ...NAME }} />
        )}
        <ReferenceLine x={spend.nowDay} stroke="var(--color-accent)" strokeWidth={1.2} label={{ value: "now", position: "insideBottomRight", fontSize: 11, fontWeight: 600, fill: "var(--color-accent)" }} />
        {end?.forecast === undefined ? null : (
          <ReferenceDot x={end.day} y={end.forecast} r={3} fill="var(--color-sheet)" stroke="var(--color-chart)" strokeWidth={1.5} label={<ForecastName text={spend.forecastText ?? ""} />} />
        )}
        <Tooltip content={<Tip />} cursor={{ stroke: "var(--color-rule-mid)" }} isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Under the end of the dashed line, right-aligned: the line rises to it, so there is room below; where it rises steeply the letters stand before it. */
function ForecastName({ text, viewBox }: { text: string; viewBox?: { x?: number; y?: number; width?: number } }) {
  const x = (viewBox?.x ?? 0) + (viewBox?.width ?? 0);
  const y = (viewBox?.y ?? 0) + 44;
  return (
    <g textAnchor="end" stroke="var(--color-sheet)" strokeWidth="4" strokeLinejoin="round" paintOrder="stroke">
      <text className="chart-text" x={x} y={y}>
        Forecast
      </text>
      <text className="chart-name" x={x} y={y + 14}>
        {text}
      </text>
    </g>
  );
}

function Tip({ active, payload }: { active?: boolean; payload?: readonly { payload?: SpendRow }[] }) {
  const row = payload?.[0]?.payload;
  if (active !== true || row === undefined) return null;
  return (
    <div className="over-page px-3 py-2">
      <div className="text-small text-ink-3">{row.spent === undefined ? `Forecast for ${row.when}` : row.when} UTC</div>
      <div className="font-semibold">{row.told}</div>
    </div>
  );
}
