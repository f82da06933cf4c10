#!/usr/bin/env node
// Stands in for Prisma's native schema engine: the same command line and JSON-RPC protocol, driven by the WebAssembly
// build of the same engine over @prisma/adapter-pg. Prisma downloads the native binary from a host that many machines
// cannot reach; prisma.config.ts points the Prisma command line here instead. Development only: migrations are applied
// by migrate.ts, which needs no engine.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const options = readArguments(process.argv.slice(2));
if (options.version) {
  process.stdout.write("schema-engine-cli wasm\n");
  process.exit(0);
}
if (options.subcommand) await runSubcommand(options.subcommand);

/** The binary's flags: repeated --datamodels, --datasource as JSON, and `cli <subcommand>`; others take one value and are ignored. */
function readArguments(argv) {
  const read = { datamodels: [], datasource: undefined, subcommand: undefined, version: argv[0] === "--version" };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--datamodels") read.datamodels.push(argv[++i]);
    else if (argv[i] === "--datasource") read.datasource = JSON.parse(argv[++i]);
    else if (argv[i] === "cli") read.subcommand = argv[++i];
    else if (argv[i].startsWith("--")) i++;
  }
  return read;
}

function log(level, message, extra = {}) {
  const line = { timestamp: new Date().toISOString(), level, fields: { message, ...extra }, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The URL without `?schema=`, which is Prisma's own and not a Postgres parameter; optionally on another database. */
function plainUrl(url, database) {
  const plain = new URL(url);
  if (database !== undefined) plain.pathname = `/${database}`;
  plain.searchParams.delete("schema");
  return plain.toString();
}

function databaseName(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @param {string} statement Runs on the maintenance database of the same server. */
function administer(statement) {
  return withClient(plainUrl(options.datasource.url, "postgres"), (client) => client.query(statement));
}

async function runSubcommand(subcommand) {
  const { url } = options.datasource;
  const name = pg.escapeIdentifier(databaseName(url));
  try {
    if (subcommand === "can-connect-to-database") await withClient(plainUrl(url), () => undefined);
    else if (subcommand === "create-database") await administer(`CREATE DATABASE ${name}`);
    else if (subcommand === "drop-database") await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    process.exit(0);
  } catch (error) {
    const codes = { "3D000": "P1003", ECONNREFUSED: "P1001", "28P01": "P1000", 28000: "P1000" };
    const code = codes[error.code] ?? "P1011";
    const message = code === "P1003" ? `Database \`${databaseName(url)}\` does not exist on the database server` : error.message || String(error.code);
    process.stderr.write("\n");
    log("ERROR", message, { error_code: code, is_panic: false });
    process.exit(1);
  }
}

/** adapter-pg refuses catalog types below OID 16384 that it has no mapping for; the engine reads "char" (18). */
const CATALOG_TYPES = { 18: ColumnTypeEnum.Character };
const TEXT_OID = 25;

/** The adapter's own OID → column type table, queried with catalog types disguised as text. */
async function columnTypes(adapter, fields) {
  const disguised = fields.map((field) => (field.dataTypeID in CATALOG_TYPES ? { ...field, dataTypeID: TEXT_OID } : field));
  const stub = { performIO: async () => ({ fields: disguised, rows: [] }), pgOptions: undefined };
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  const result = await queryable.queryRaw.call(stub, { sql: "", args: [], argTypes: [] });
  return result.columnTypes;
}

function adapt(adapter) {
  const perform = adapter.performIO.bind(adapter);
  adapter.queryRaw = async (query) => {
    const { fields, rows } = await perform(query);
    const known = await columnTypes(adapter, fields);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field, i) => CATALOG_TYPES[field.dataTypeID] ?? known[i]),
      rows,
    };
  };
  // adapter-pg splits scripts on ";", which breaks functions and DO blocks; the native engine sends the script whole.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

class AdapterFactory extends PrismaPg {
  constructor(url) {
    super({ connectionString: plainUrl(url), max: 1 }, { schema: new URL(url).searchParams.get("schema") ?? "public" });
  }

  async connect() {
    return adapt(await super.connect());
  }

  async connectToShadowDb() {
    if (options.datasource?.shadowDatabaseUrl) return new AdapterFactory(options.datasource.shadowDatabaseUrl).connect();
    // PrismaPg's own version merges a database name that its connection string then overrides.
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    await administer(`CREATE DATABASE "${name}"`);
    const adapter = await new AdapterFactory(plainUrl(options.datasource.url, name)).connect();
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    };
    return adapter;
  }
}

async function instantiate() {
  const wasm = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": glue });
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => log("ERROR", message) };
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const models = options.datamodels.length > 0 ? options.datamodels.map((file) => [file, readFileSync(file, "utf8")]) : undefined;
  const forward = (line) => {
    if (line.startsWith("{")) process.stderr.write(`${line}\n`);
    else log("INFO", line);
  };
  const factory = new AdapterFactory(options.datasource?.url ?? "postgresql://127.0.0.1:1/none");
  return glue.SchemaEngine.new({ datamodels: models }, forward, bindMigrationAwareSqlAdapterFactory(factory));
}

let engine;
let prints = 0;
const answer = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

async function call(method, params) {
  const url = options.datasource?.url;
  if (method === "createDatabase") {
    await administer(`CREATE DATABASE ${pg.escapeIdentifier(databaseName(url))}`);
    return { databaseName: databaseName(url) };
  }
  if (method === "ensureConnectionValidity") {
    await withClient(plainUrl(url), () => undefined);
    return {};
  }
  engine ??= instantiate();
  const named = method === "getDatabaseVersion" ? "version" : method;
  const result = await (await engine)[named](params);
  if (method === "diff" && result?.stdout != null) {
    answer({ id: ++prints, method: "print", params: { content: result.stdout } });
    return { exitCode: result.exitCode, stdout: null };
  }
  return result ?? {};
}

async function handle(line) {
  if (line.trim() === "") return;
  const { id, method, params } = JSON.parse(line);
  if (!method) return; // a response to one of our print requests
  try {
    answer({ id, result: await call(method, params) });
  } catch (error) {
    const message = error?.message ?? String(error);
    answer({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta ?? null } } });
  }
}

let queue = Promise.resolve();
const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on("line", (line) => {
  queue = queue.then(() => handle(line));
});
lines.on("close", () => queue.then(() => process.exit(0)));
