// Asks Postgres for a statement's columns without running it, through Parse and Describe of the extended protocol.
import type pg from "pg";

export interface Column {
  name: string;
  /** pg_type.oid */
  type: number;
  /** pg_class.oid and pg_attribute.attnum when the column is an unchanged column of a table or view; otherwise 0. */
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

/**
 * Parses a statement on a connection and returns its columns; none for one that returns no rows. Rejects when Postgres
 * does.
 */
export function describe(client: pg.Client, text: string): Promise<Column[]> {
  return new Promise((resolve, reject) => {
    let columns: Column[] = [];
    // pg calls these as the answers arrive; it does not request anything it does not know.
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
