import { formatAmount, formatInstant } from "../format/text";
import type { SpendInput } from "./spend";
import { SpendDrawing } from "./spend-drawing";

const HEIGHT = 250;

/** Cumulative spend of a month against its budget, with a dashed forecast. */
export function SpendChart({ label, ...input }: SpendInput & { label: string }) {
  const all = [...input.spent, ...input.forecast];
  return (
    <figure aria-label={label}>
      <SpendDrawing input={input} height={HEIGHT} />
      <div className="sr-only">
        <table>
          <caption>
            {label}, {input.currency}
            {input.budget === undefined ? "" : `, budget ${formatAmount(input.budget)}`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Until, UTC</th>
              <th scope="col">Cumulative</th>
            </tr>
          </thead>
          <tbody>
            {all.map((point, index) => (
              <tr key={`${point.at} ${index}`}>
                <td>{formatInstant(point.at)}</td>
                <td>
                  {formatAmount(point.amount)}
                  {index >= input.spent.length ? " forecast" : ""}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
