// Which dot an arrow key moves to. Pure.
export type Direction = "left" | "right" | "up" | "down";

type Point = { x: number; y: number };

/** Sideways distance counts this many times as much as distance ahead. */
const ASIDE = 2;

/** The nearest point in a direction, weighting sideways distance; null when there is none. */
export function nextInDirection(points: readonly Point[], from: number, direction: Direction): number | null {
  const here = points[from];
  if (here === undefined) return null;
  let best: { index: number; cost: number } | null = null;
  for (const [index, point] of points.entries()) {
    const [dx, dy] = [point.x - here.x, point.y - here.y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    if (index === from || ahead <= 0 || aside > ahead * ASIDE) continue;
    const cost = ahead + aside * ASIDE;
    if (best === null || cost < best.cost) best = { index, cost };
  }
  return best?.index ?? null;
}
