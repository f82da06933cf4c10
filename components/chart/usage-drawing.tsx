"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatAmount } from "../format/text";
import { axisText } from "./spend";

/** A UTC day, as `2026-11-03`, and its usage: a decimal text in the chart's currency. */
export interface UsageDay {
  day: string;
  amount: string;
}

const TEXT = { fontSize: 11, fill: "var(--color-ink-3)" } as const;

/** Only the height of a bar is a floating-point number; the figure shown is the text itself. */
export function UsageDrawing({ days, currency, height }: { days: readonly UsageDay[]; currency: string; height: number }) {
  const rows = days.map(({ day, amount }) => ({ day, amount, value: Number(amount) }));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={rows} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-rule)" />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => String(Number(day.slice(8)))}
          tick={TEXT}
          tickLine={false}
          axisLine={{ stroke: "var(--color-rule-ink)" }}
          minTickGap={12}
          height={24}
        />
        <YAxis tickFormatter={axisText} tick={TEXT} tickLine={false} axisLine={false} width={52} />
        <Bar dataKey="value" fill="var(--color-chart)" isAnimationActive={false} maxBarSize={28} />
        <Tooltip content={<Tip currency={currency} />} cursor={{ fill: "var(--color-chart-wash)" }} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}

function Tip({ active, payload, currency }: { active?: boolean; payload?: readonly { payload?: UsageDay }[]; currency: string }) {
  const row = payload?.[0]?.payload;
  if (active !== true || row === undefined) return null;
  return (
    <div className="over-page px-3 py-2">
      <div className="text-small text-ink-3">{row.day}, UTC</div>
      <div className="font-semibold">
        {formatAmount(row.amount)} {currency}
      </div>
    </div>
  );
}
