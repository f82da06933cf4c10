// The month's spend for drawing: cumulative until now, forecast after it. Floats are only for drawing; the text is the
// contract's own.
import { formatAmount, formatInstant } from "../format/text";

export type SpendPoint = {
  at: string;
  /** Cumulative, as the contract's decimal string. */
  amount: string;
};

export type SpendInput = {
  /** Start and end of the month, UTC. */
  start: string;
  end: string;
  now: string;
  spent: SpendPoint[];
  /** From now to the end of the month; its last point is the forecast figure. */
  forecast: SpendPoint[];
  budget?: string;
  currency: string;
};

export type SpendRow = { day: number; spent?: number; forecast?: number; when: string; told: string };

export type PreparedSpend = {
  rows: SpendRow[];
  days: number;
  nowDay: number;
  budget?: number;
  ticks: number[];
  top: number;
  steps: number[];
  forecastText?: string;
};

const DAY_MS = 86_400_000;

/** The first round number at or above: 1, 2, 2.5 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * 0.999999) ?? 10;
  return lead * power;
}

export function prepareSpend(input: SpendInput): PreparedSpend {
  const start = new Date(input.start).getTime();
  const dayOf = (at: string) => (new Date(at).getTime() - start) / DAY_MS;
  const days = Math.round(dayOf(input.end));
  const row = (point: SpendPoint, kind: "spent" | "forecast"): SpendRow => ({
    day: dayOf(point.at),
    [kind]: Number(point.amount),
    when: formatInstant(point.at),
    told: `${formatAmount(point.amount)} ${input.currency}`,
  });
  const rows = [...input.spent.map((point) => row(point, "spent")), ...input.forecast.map((point) => row(point, "forecast"))].sort((a, b) => a.day - b.day);
  // The forecast starts at the last measured point, so that the two lines meet.
  const joint = rows.findLast((entry) => entry.spent !== undefined);
  if (joint !== undefined && input.forecast.length > 0) joint.forecast = joint.spent;
  const budget = input.budget === undefined ? undefined : Number(input.budget);
  const most = Math.max(0, budget ?? 0, ...rows.map((entry) => entry.spent ?? entry.forecast ?? 0));
  const step = roundUp((most * 1.08) / 3);
  const top = Math.max(step, Math.ceil((most * 1.04) / step) * step);
  const last = input.forecast.at(-1);
  return {
    rows,
    days,
    nowDay: dayOf(input.now),
    budget,
    ticks: [0, 7, 14, 21, days - 1],
    top,
    steps: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step),
    forecastText: last === undefined ? undefined : formatAmount(last.amount),
  };
}

/** 200000 to "200k", 1500000 to "1.5M": axis labels only. */
export function axisText(value: number): string {
  if (value === 0) return "0";
  const [size, unit] = value >= 1e9 ? [1e9, "bn"] : value >= 1e6 ? [1e6, "M"] : value >= 1e3 ? [1e3, "k"] : [1, ""];
  return `${Number((value / size).toFixed(1))}${unit}`;
}
