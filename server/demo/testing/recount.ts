// What a contract of one month comes to, counted second by second from raw rows: written from docs/sla-and-billing.md
// alone, with nothing of the modules it checks. For a contract in US dollars under the Enterprise plan with a deposit.

interface Span {
  /** Seconds since 1970; half-open. */
  start: number;
  until: number;
}

export interface Sold extends Span {
  nodes: number;
  gpusPerNode: number;
  rateMicros: string;
}

export interface Served extends Span {
  nodeId: string;
}

export interface Stood extends Served {
  state: string;
}

interface Recount {
  report: {
    contractedSeconds: number;
    downSeconds: number;
    degradedSeconds: number;
    unknownSeconds: number;
    availabilityPercent: string;
    creditPercent: number;
  };
  usageMinor: bigint;
  creditMinor: bigint;
  depositMinor: bigint;
}

const TIERS = [
  { below: 9_500_000n, percent: 100 },
  { below: 9_900_000n, percent: 30 },
  { below: 9_999_000n, percent: 10 },
];

/** Half away from zero, of amounts that are not negative. */
const rounded = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

const covers = (span: Span, second: number): boolean => span.start <= second && second < span.until;

/** @throws RangeError unless exactly one contract is given */
export function recount([sold, ...others]: readonly Sold[], served: readonly Served[], stood: readonly Stood[]): Recount {
  if (!sold || others.length > 0) throw new RangeError("one contract is counted");
  const seconds = { contracted: 0, down: 0, degraded: 0, unknown: 0, charged: 0 };
  const own = stood.filter(({ nodeId }) => served.some((each) => each.nodeId === nodeId));
  for (let second = sold.start; second < sold.until; second += 1) {
    const states = served
      .filter((each) => covers(each, second))
      .map(({ nodeId }) => own.find((each) => each.nodeId === nodeId && covers(each, second))?.state ?? "unknown");
    const count = (state: string): number => states.filter((each) => each === state).length;
    const [unknown, degraded, up] = [count("unknown"), count("degraded"), count("up")];
    seconds.contracted += sold.nodes;
    seconds.unknown += unknown;
    seconds.degraded += degraded;
    // A seat that nobody serves is down like one whose node is.
    seconds.down += sold.nodes - unknown - degraded - up;
    seconds.charged += degraded + up;
  }
  const watched = seconds.contracted - seconds.unknown;
  // Enterprise counts half of a degraded second. Parts of a hundred thousandth of a percent, rounded down.
  const share = (BigInt(2 * (watched - seconds.down) - seconds.degraded) * 10_000_000n) / BigInt(2 * watched);
  const creditPercent = TIERS.find(({ below }) => share < below)?.percent ?? 0;
  const perGpuSecond = [BigInt(sold.rateMicros) * BigInt(sold.gpusPerNode) * 100n, 3_600_000_000n] as const;
  const usageMinor = rounded(BigInt(seconds.charged) * perGpuSecond[0], perGpuSecond[1]);
  const priceMinor = rounded(BigInt(sold.nodes * (sold.until - sold.start)) * perGpuSecond[0], perGpuSecond[1]);
  return {
    report: {
      contractedSeconds: seconds.contracted,
      downSeconds: seconds.down,
      degradedSeconds: seconds.degraded,
      unknownSeconds: seconds.unknown,
      availabilityPercent: `${share / 100_000n}.${String(share % 100_000n).padStart(5, "0")}`,
      creditPercent,
    },
    usageMinor,
    creditMinor: rounded(usageMinor * BigInt(creditPercent), 100n),
    depositMinor: rounded(priceMinor * 25n, 100n),
  };
}
