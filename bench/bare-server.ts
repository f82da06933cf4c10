// The floor for an authorised read: bare Node and pg, one prepared statement, no authorisation at all.
import http from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

http
  .createServer((request, response) => {
    const id = request.url?.split("/").at(-1) ?? "";
    pool.query({ name: "one", text: `select id, slug, name, "costCentre" from "Project" where id = $1`, values: [id] }).then(
      ({ rows }) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: rows, nextCursor: null })),
      () => response.writeHead(500).end(),
    );
  })
  .listen(Number(process.env.PORT), "127.0.0.1", () => process.stdout.write("ready\n"));
