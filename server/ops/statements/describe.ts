// What Postgres says of a statement without running it: its columns, by the extended protocol's Parse and Describe.
import type pg from "pg";

export interface Column {
  name: string;
  /** pg_type.oid */
  type: number;
  /** pg_class.oid and pg_attribute.attnum where the column is one of a table or view, unchanged; 0 otherwise. */
  table: number;
  attribute: number;
}

interface Wire {
  parse(query: { name: string; text: string; types: number[] }): void;
  describe(what: { type: "S"; name: string }): void;
  sync(): void;
}

interface WireColumn {
  name: string;
  dataTypeID: number;
  tableID: number;
  columnID: number;
}

/** Parses a statement on a connection and answers its columns; none for one that returns no rows. Rejects what Postgres refuses. */
export function describe(client: pg.Client, text: string): Promise<Column[]> {
  return new Promise((resolve, reject) => {
    let columns: Column[] = [];
    // pg calls these as the answers arrive; what it does not know of is not asked for.
    const request = {
      submit(wire: Wire) {
        wire.parse({ name: "", text, types: [] });
        wire.describe({ type: "S", name: "" });
        wire.sync();
      },
      handleRowDescription({ fields }: { fields: WireColumn[] }) {
        columns = fields.map((field) => ({ name: field.name, type: field.dataTypeID, table: field.tableID, attribute: field.columnID }));
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(columns),
    };
    client.query(request as unknown as pg.Submittable);
  });
}
