// Positions of a quay's slots. Slots of one kind become one path, so that 302 sites are a handful of elements.

export type BerthState = "up" | "degraded" | "down" | "maintenance" | "unknown" | "arriving" | "busy" | "free" | "held" | "new";

/** The drawn kinds: slots that are filled, outlined or crossed. */
export type BerthLayer =
  | "up"
  | "busy"
  | "held"
  | "degraded"
  | "foot"
  | "dot"
  | "maintenance"
  | "outline-free"
  | "outline-degraded"
  | "outline-down"
  | "outline-arriving"
  | "outline-unknown"
  | "cross";

export type BerthSize = { width: number; height: number; gap: number; pier: number; pierGap: number; perRow: number };
const BERTH_SIZE: BerthSize = { width: 6, height: 10, gap: 2, pier: 8, pierGap: 5, perRow: 999 };

export type BerthLayout = { width: number; height: number; quays: { x: number; y: number; width: number }[]; layers: { kind: BerthLayer; d: string }[] };

const rect = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h${-width}z`;

/** Rows of `perRow` slots, each under a quay line; piers of `pier` slots are `pierGap` apart. Pixels. */
export function layBerths(states: readonly BerthState[], given: Partial<BerthSize> = {}): BerthLayout {
  const size = { ...BERTH_SIZE, ...given };
  const rowHeight = size.height + 8;
  const paths = new Map<BerthLayer, string>();
  const add = (kind: BerthLayer, d: string) => paths.set(kind, (paths.get(kind) ?? "") + d);
  const quays: BerthLayout["quays"] = [];
  let x = 0;
  let row = 0;
  let width = 0;
  states.forEach((state, index) => {
    const column = index % size.perRow;
    if (index > 0 && column === 0) {
      quays.push({ x: 0, y: row * rowHeight, width: x - size.gap });
      row += 1;
      x = 0;
    } else if (column > 0 && column % size.pier === 0) {
      x += size.pierGap;
    }
    drawSlot(add, state, x, row * rowHeight + 3, size);
    x += size.width + size.gap;
    width = Math.max(width, x - size.gap);
  });
  if (states.length > 0) quays.push({ x: 0, y: row * rowHeight, width: x - size.gap });
  return { width, height: (row + 1) * rowHeight - 4, quays, layers: [...paths].map(([kind, d]) => ({ kind, d })) };
}

function drawSlot(add: (kind: BerthLayer, d: string) => void, state: BerthState, x: number, y: number, { width: w, height: h }: BerthSize): void {
  const outline = `M${x + 0.5} ${y - 1.5}v${h + 0.5}h${w - 1}v${-(h + 0.5)}`;
  switch (state) {
    case "up":
    case "busy":
    case "held":
      return add(state, rect(x, y, w, h));
    case "free":
      return add("outline-free", outline);
    case "new":
      add("up", rect(x, y, w, h - 3));
      return add("foot", rect(x, y + h - 2, w, 2));
    case "degraded":
      add("outline-degraded", outline);
      return add("degraded", rect(x, y + h * 0.4, w, h * 0.6));
    case "down":
      add("outline-down", outline);
      return add("cross", `M${x + 1} ${y + 1}l${w - 2} ${h - 3}m0 ${-(h - 3)}l${-(w - 2)} ${h - 3}`);
    case "maintenance":
      return add("maintenance", rect(x + 0.5, y, w - 1, h - 0.5));
    case "arriving":
      add("outline-arriving", outline);
      return add("dot", rect(x + w / 2 - 1, y + h / 2 - 1, 2, 2));
    case "unknown":
      return add("outline-unknown", outline);
  }
}

/** `[["busy", 16], ["free", 24]]` expanded to one state per slot. */
export function berthRuns(runs: readonly (readonly [BerthState, number])[]): BerthState[] {
  return runs.flatMap(([state, count]) => Array.from({ length: Math.max(0, count) }, () => state));
}
