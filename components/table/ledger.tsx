import Link from "next/link";
import { type CSSProperties, Fragment, type ReactNode } from "react";

/**
 * Where a cell goes when the row becomes a card at 390 px. One cell per place; any number of `full`, `pair` and
 * `hidden`.
 */
export type CardPlace = "name" | "state" | "line" | "side" | "mark" | "record" | "foot" | "figure" | "pick" | "full" | "pair" | "hidden";

export type ColumnLook = {
  /** Right-aligned figures. */
  align?: "right";
  /** A hairline before the column, to open a group of figures. */
  rule?: boolean;
  width?: string;
  card?: CardPlace;
};

export type LedgerColumn<T> = ColumnLook & {
  key: string;
  head: ReactNode;
  /** Plain text of `head` where that is not text: names the column on cards and for screen readers. */
  name?: string;
  cell: (row: T, index: number) => ReactNode;
  /** This cell names the row. */
  isRowHead?: boolean;
  /** Set when the column is sortable: the link and the current direction. */
  sort?: { href: string; direction: "ascending" | "descending" | null };
};

export type RowLook = "selected" | "gone" | "group" | "sum" | "plain" | "open";

type LedgerProps<T> = {
  /** Tells screen readers what the table lists. */
  label: string;
  columns: LedgerColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  rowLook?: (row: T) => RowLook | undefined;
  /** Where Enter goes on a row (with RowKeys around the table). */
  rowHref?: (row: T) => string | undefined;
  /** A full-width row after this one: an expanded line. */
  rowAfter?: (row: T) => ReactNode;
  /** close: rows of two lines with drawings; tight: many one-line rows. */
  density?: "normal" | "close" | "tight";
  /** Cards at 390 px; off for tables with a few short columns. */
  cards?: boolean;
  sticky?: boolean;
  /** Custom rows after the rest: LedgerRow with LedgerCell. */
  foot?: ReactNode;
  className?: string;
};

const lookAttributes = (look: ColumnLook) => ({ "data-align": look.align, "data-rule": look.rule ? "" : undefined, "data-card": look.card });

/** The ledger table, rendered on the server. At 390 px its rows become cards, using `card` of each column. */
export function Ledger<T>(props: LedgerProps<T>) {
  const { label, columns, rows, rowKey, rowLook, rowHref, rowAfter, density = "normal", cards = true, sticky = false, foot, className = "" } = props;
  const picks = columns.some((column) => column.card === "pick");
  return (
    <div className={`ledger-scroll ${className}`}>
      <table
        role="table"
        className="ledger"
        aria-label={label}
        data-cards={cards ? (picks ? "pick" : "yes") : undefined}
        data-density={density}
        data-sticky={sticky ? "" : undefined}
      >
        <LedgerHead columns={columns} />
        <tbody role="rowgroup">
          {rows.map((row, index) => {
            const key = rowKey(row);
            return (
              <Fragment key={key}>
                <tr role="row" data-row={rowLook?.(row)} data-href={rowHref?.(row)} data-key={key}>
                  {columns.map((column) => {
                    const Cell = column.isRowHead ? "th" : "td";
                    const role = column.isRowHead ? { scope: "row", role: "rowheader" } : { role: "cell" };
                    return (
                      <Cell
                        key={column.key}
                        {...lookAttributes(column)}
                        {...role}
                        data-pick={column.card === "pick" ? "" : undefined}
                        data-label={nameOf(column)}
                      >
                        {column.cell(row, index)}
                      </Cell>
                    );
                  })}
                </tr>
                {rowAfter?.(row)}
              </Fragment>
            );
          })}
          {foot}
        </tbody>
      </table>
    </div>
  );
}

function nameOf<T>(column: LedgerColumn<T>): string | undefined {
  return column.name ?? (typeof column.head === "string" ? column.head : undefined);
}

function LedgerHead<T>({ columns }: { columns: LedgerColumn<T>[] }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map((column) => (
          <th
            key={column.key}
            role="columnheader"
            scope="col"
            {...lookAttributes(column)}
            data-pick={column.card === "pick" ? "" : undefined}
            aria-sort={column.sort === undefined ? undefined : (column.sort.direction ?? "none")}
            style={column.width === undefined ? undefined : { width: column.width }}
          >
            {column.sort === undefined ? (
              column.head === "" && column.name !== undefined ? (
                <span className="sr-only">{column.name}</span>
              ) : (
                column.head
              )
            ) : (
              <SortLink {...column.sort}>{column.head}</SortLink>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SortLink({ href, direction, children }: { href: string; direction: "ascending" | "descending" | null; children: ReactNode }) {
  return (
    <Link href={href} scroll={false}>
      {children}
      {direction === null ? null : <span aria-hidden="true"> {direction === "ascending" ? "↑" : "↓"}</span>}
    </Link>
  );
}

/** A row outside the columns: groups with subtotals, sums, expanded lines. */
export function LedgerRow({ look, children, id }: { look?: RowLook; children: ReactNode; id?: string }) {
  return (
    <tr role="row" id={id} data-row={look}>
      {children}
    </tr>
  );
}

export function LedgerCell({
  children,
  span,
  label,
  style,
  ...look
}: ColumnLook & { children?: ReactNode; span?: number; label?: string; style?: CSSProperties }) {
  return (
    <td role="cell" colSpan={span} style={style} data-label={label} {...lookAttributes(look)}>
      {children}
    </td>
  );
}
