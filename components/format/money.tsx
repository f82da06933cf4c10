import { formatAmount, formatRate, isNegative, type MoneyText } from "./text";

type MoneyProps = MoneyText & {
  /** Invisible ")" after positive amounts so that digits align in a column; on unless the figure is in a sentence. */
  inline?: boolean;
  /** A "+" before positives, for differences. */
  signed?: boolean;
  /** The code after the amount, where no heading or label names the currency. */
  named?: boolean;
  className?: string;
};

/** An amount in accounting form: grouped, parentheses for negatives, digits aligned. */
export function Money({ amount, currency, inline = false, signed = false, named = false, className = "" }: MoneyProps) {
  const negative = isNegative(amount);
  const isZero = !/[1-9]/.test(amount);
  const align = inline ? undefined : signed && !isZero && !negative ? "signed" : "column";
  return (
    <span className={`money ${className}`} data-align={align} data-negative={negative ? "" : undefined}>
      {negative ? <span className="sr-only">minus </span> : null}
      {inline && signed && !negative && !isZero ? "+" : null}
      {formatAmount(amount)}
      {named ? <span className="text-ink-3"> {currency}</span> : <span className="sr-only"> {currency}</span>}
    </span>
  );
}

/**
 * A rate per GPU-hour with four decimals, so that a column of them aligns; without decimals for a currency without a
 * minor unit.
 */
export function Rate({ rate, currency }: { rate: string; currency?: string }) {
  return <span className="whitespace-nowrap">{formatRate(rate, currency)}</span>;
}
