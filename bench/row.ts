/** One line of the benchmark: Berth beside a peer or floor that did the same work in the same run. */
export interface Row {
  work: string;
  peer: string;
  peerFigure: string;
  berthFigure: string;
  /** Berth divided by peer; above 1 Berth used more (time) or did more (rates), as `better` says. */
  ratio: number;
  better: "lower" | "higher";
  /** The target: for the ratio, or for the figure in words. */
  target: string;
  reached: boolean;
}

export function print(rows: readonly Row[]): void {
  const cells = rows.map((r) => [r.work, r.berthFigure, `${r.peerFigure} ${r.peer}`, `${r.ratio.toFixed(2)}×`, r.target, r.reached ? "reached" : "MISSED"]);
  const head = ["work", "Berth", "beside it", "ratio", "target", ""];
  const width = head.map((title, i) => Math.max(title.length, ...cells.map((cell) => cell[i]?.length ?? 0)));
  const line = (cell: readonly string[]) =>
    cell
      .map((text, i) => text.padEnd(width[i] ?? 0))
      .join("  ")
      .trimEnd();
  process.stdout.write(`${[line(head), ...cells.map(line)].join("\n")}\n`);
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
