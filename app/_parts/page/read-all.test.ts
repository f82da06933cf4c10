import { expect, it } from "vitest";
import { readAll } from "./read-all";

it("reads every page of a list", async () => {
  const rows = Array.from({ length: 450 }, (_, index) => index);
  const list = ({ limit, cursor }: { limit: number; cursor: string | undefined }) => {
    const from = Number(cursor ?? 0);
    const to = from + limit;
    return Promise.resolve({ data: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null });
  };
  expect(await readAll(list)).toEqual(rows);
});
