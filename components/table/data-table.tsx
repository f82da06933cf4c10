"use client";

import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  type RowData,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import Link from "next/link";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { ColumnChoice } from "./column-choice";
import { useKeptColumns } from "./kept-columns";
import type { LedgerColumn, RowLook } from "./ledger";
import { RowKeys } from "./row-keys";

const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

export type DataColumn<T> = LedgerColumn<T> & {
  /** Present when the column sorts here, among the rows at hand. Lists of many pages sort by `sort` (links) instead. */
  sortValue?: (row: T) => string | number;
  /** May be hidden by the reader. */
  optional?: boolean;
};

type DataTableProps<T> = {
  label: string;
  columns: DataColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  rowHref?: (row: T) => string | undefined;
  rowLook?: (row: T) => RowLook | undefined;
  /** A tick on each row; `bulk` draws what can be done with the chosen ones. */
  bulk?: (chosen: T[], clear: () => void) => ReactNode;
  /** Names a row's tick: "Choose NL-2026-000287". */
  rowName?: (row: T) => string;
  /** Keeps the reader's choice of columns in this browser under this key. */
  columnsKey?: string;
  density?: "normal" | "close" | "tight";
};

/** A ledger whose rows are sorted, chosen and walked by keyboard in the browser: j, k, Enter, x, and / for the page's search. */
export function DataTable<T extends RowData>({ label, columns, rows, rowKey, rowHref, rowLook, bulk, rowName, columnsKey, density = "normal" }: DataTableProps<T>) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const [columnVisibility, showColumn] = useKeptColumns(columnsKey);
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return columns.map((column) =>
      helper.accessor((row: T): unknown => column.sortValue?.(row) ?? "", { id: column.key, enableSorting: column.sortValue !== undefined, sortFn: "alphanumeric" }),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowKey,
    state: { sorting, rowSelection, columnVisibility },
    onSortingChange: setSorting,
    onRowSelectionChange: setRowSelection,
    enableRowSelection: bulk !== undefined,
  });

  const visible = columns.filter((column) => columnVisibility[column.key] !== false);
  const chosen = table.getSelectedRowModel().rows.map((row) => row.original);
  const clear = () => setRowSelection({});

  return (
    <div>
      {columnsKey === undefined ? null : (
        <ColumnChoice
          columns={columns.filter((column) => column.optional).map((column) => ({ key: column.key, name: nameOf(column), shown: columnVisibility[column.key] !== false }))}
          onChange={showColumn}
        />
      )}
      {bulk === undefined ? null : (
        <div role="status" className={chosen.length === 0 ? "sr-only" : "mb-2 flex flex-wrap items-center gap-2 bg-sunk px-2.5 py-[7px]"}>
          {chosen.length === 0 ? "Nothing chosen" : bulk(chosen, clear)}
        </div>
      )}
      <RowKeys className="ledger-scroll">
        <table role="table" className="ledger" aria-label={label} data-cards={bulk === undefined ? "yes" : "pick"} data-density={density}>
          <thead role="rowgroup">
            <tr role="row">
              {bulk === undefined ? null : (
                <th role="columnheader" scope="col" data-pick="">
                  <Tick label="Choose all" checked={table.getIsAllRowsSelected()} part={table.getIsSomeRowsSelected()} onChange={() => table.toggleAllRowsSelected()} />
                </th>
              )}
              {visible.map((column) => {
                const direction = directionOf(column, sorting);
                return (
                  <th
                    key={column.key}
                    role="columnheader"
                    scope="col"
                    data-align={column.align}
                    data-rule={column.rule ? "" : undefined}
                    aria-sort={direction === undefined ? undefined : (direction ?? "none")}
                    style={column.width === undefined ? undefined : { width: column.width }}
                  >
                    <HeadOf column={column} direction={direction ?? null} onSort={() => table.getColumn(column.key)?.toggleSorting()} />
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {table.getRowModel().rows.map((row, index) => (
              <tr key={row.id} role="row" data-key={row.id} data-href={rowHref?.(row.original)} data-row={row.getIsSelected() ? "selected" : rowLook?.(row.original)} aria-selected={bulk === undefined ? undefined : row.getIsSelected()}>
                {bulk === undefined ? null : (
                  <td role="cell" data-pick="" data-card="pick">
                    <Tick label={`Choose ${rowName?.(row.original) ?? row.id}`} checked={row.getIsSelected()} onChange={() => row.toggleSelected()} />
                  </td>
                )}
                {visible.map((column) => {
                  const Cell = column.isRowHead ? "th" : "td";
                  const role = column.isRowHead ? { scope: "row", role: "rowheader" } : { role: "cell" };
                  return (
                    <Cell key={column.key} {...role} data-align={column.align} data-rule={column.rule ? "" : undefined} data-card={column.card} data-label={nameOf(column)}>
                      {column.cell(row.original, index)}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </RowKeys>
    </div>
  );
}

type Direction = "ascending" | "descending" | null;

/** undefined when the column does not sort at all. */
function directionOf<T>(column: DataColumn<T>, sorting: SortingState): Direction | undefined {
  if (column.sort !== undefined) return column.sort.direction;
  if (column.sortValue === undefined) return undefined;
  const own = sorting.find((entry) => entry.id === column.key);
  return own === undefined ? null : own.desc ? "descending" : "ascending";
}

function HeadOf<T>({ column, direction, onSort }: { column: DataColumn<T>; direction: Direction; onSort: () => void }) {
  const arrow = direction === null ? null : <span aria-hidden="true"> {direction === "ascending" ? "↑" : "↓"}</span>;
  if (column.sort !== undefined) {
    return (
      <Link href={column.sort.href} scroll={false}>
        {column.head}
        {arrow}
      </Link>
    );
  }
  if (column.sortValue !== undefined) {
    return (
      <button type="button" className="ledger-sort" onClick={onSort}>
        {column.head}
        {arrow}
      </button>
    );
  }
  return column.head === "" && column.name !== undefined ? <span className="sr-only">{column.name}</span> : column.head;
}

function Tick({ label, checked, part = false, onChange }: { label: string; checked: boolean; part?: boolean; onChange: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = part && !checked;
  }, [part, checked]);
  return <input ref={box} type="checkbox" className="tick" aria-label={label} checked={checked} onChange={onChange} />;
}

function nameOf<T>(column: DataColumn<T>): string {
  return column.name ?? (typeof column.head === "string" ? column.head : column.key);
}
