// Compares the declared type of a statement's rows with the actual one.
import type pg from "pg";
import ts from "typescript";
import type { Column } from "./describe";
import type { Property } from "./statements";

/** The TypeScript type of each Postgres type, with the parsers of server/kernel/database/pool.ts. */
const KINDS: Readonly<Record<string, Kind>> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  float4: "number",
  float8: "number",
  oid: "number",
  int8: "bigint",
  numeric: "string",
  text: "string",
  varchar: "string",
  bpchar: "string",
  name: "string",
  uuid: "string",
  date: "string",
  timestamptz: "Date",
  timestamp: "Date",
  json: "json",
  jsonb: "json",
  bytea: "bytes",
  void: "string",
  _text: "string[]",
  _varchar: "string[]",
  _bpchar: "string[]",
  _int2: "number[]",
  _int4: "number[]",
  _float8: "number[]",
  _bool: "boolean[]",
  _timestamptz: "Date[]",
  _date: "string[]",
};
type Scalar = "boolean" | "number" | "bigint" | "string" | "Date";
type Kind = Scalar | "json" | "bytes" | `${Scalar}[]`;

interface PostgresType {
  name: string;
  labels: string[] | null;
}

export interface Catalogue {
  types: ReadonlyMap<number, PostgresType>;
  /** Columns of tables and published views, "relation.attribute" → whether it can be null. */
  nullable: ReadonlyMap<string, boolean>;
}

export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const types = await client.query<{ oid: number; name: string; labels: string[] | null }>(
    `select t.oid, t.typname as name, (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels
      from pg_type t`,
  );
  const columns = await client.query<{ key: string; nullable: boolean }>(
    // A view column carries no NOT NULL, so it is looked up in the view's one table under the same name.
    `select a.attrelid || '.' || a.attnum as key, not coalesce(behind.attnotnull, a.attnotnull) as nullable
       from pg_attribute a join pg_class c on c.oid = a.attrelid
       left join lateral (select b.attnotnull from pg_rewrite r join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass
         and d.refclassid = 'pg_class'::regclass
                            join pg_attribute b on b.attrelid = d.refobjid and b.attnum = d.refobjsubid
                           where r.ev_class = c.oid and c.relkind = 'v' and b.attrelid <> c.oid and b.attname = a.attname limit 1) behind on true
      where c.relkind in ('r', 'p', 'v') and a.attnum > 0`,
  );
  return { types: new Map(types.rows.map((row) => [row.oid, row])), nullable: new Map(columns.rows.map((row) => [row.key, row.nullable])) };
}

/** What is wrong with the row type of a statement, as sentences; empty when it is right. */
export function compareRow(checker: ts.TypeChecker, catalogue: Catalogue, text: string, row: readonly Property[], columns: readonly Column[]): string[] {
  return row.flatMap((property) => {
    const column = columns.find((each) => each.name === property.name);
    if (!column) return property.optional ? [] : [`there is no column ${property.name}`];
    const type = catalogue.types.get(column.type);
    const said = checker.typeToString(property.type);
    if (!type) return [`${property.name} has a type that the catalogue lacks`];
    const bare = checker.getNonNullableType(property.type);
    const wrong = type.labels ? enumProblem(bare, type.labels) : kindProblem(checker, bare, type.name);
    if (wrong) return [`${property.name} is said to be ${said}, and ${wrong}`];
    // To Postgres a list column can be null; Prisma's schema says it cannot, and nothing writes null there.
    const isList = type.name.startsWith("_");
    const mayBeNull = !isList && (catalogue.nullable.get(`${column.table}.${column.attribute}`) ?? false);
    const isUnknown = (property.type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0;
    if (mayBeNull && bare === property.type && !isUnknown && !isFiltered(text, column.name))
      return [`${property.name} is said to be ${said}, and its column may be null`];
    return [];
  });
}

/** The statement itself excludes rows where that column is null, directly or by a stricter condition. */
const isFiltered = (text: string, column: string): boolean =>
  new RegExp(`"?${column}"?( is not null| *(=|<=|>=|<|>))|starts_with\\("?${column}"?,`, "i").test(text);

const membersOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

function enumProblem(type: ts.Type, labels: readonly string[]): string | null {
  for (const member of membersOf(type)) {
    if (member.isStringLiteral() && !labels.includes(member.value)) return `the enum has no ${member.value}`;
    if (!(member.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Unknown))) return "is an enum, which comes as text";
  }
  return null;
}

function kindProblem(checker: ts.TypeChecker, type: ts.Type, name: string): string | null {
  if (type.flags & ts.TypeFlags.Unknown) return null;
  const kind = KINDS[name];
  if (kind === undefined) return `is ${name}, for which no JavaScript type is declared`;
  const fits =
    kind === "json"
      ? isJson(checker, type, 0)
      : kind === "bytes"
        ? isNamed(type, ["Buffer", "Uint8Array"])
        : kind.endsWith("[]")
          ? isArrayOf(checker, type, kind.slice(0, -2) as Scalar)
          : isScalar(checker, type, kind as Scalar);
  return fits ? null : `is ${name}, which comes as ${kind}`;
}

const isNamed = (type: ts.Type, names: readonly string[]): boolean => names.includes(type.symbol?.name ?? "");

const isArrayOf = (checker: ts.TypeChecker, type: ts.Type, kind: Scalar): boolean => {
  const element = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  return element !== undefined && isScalar(checker, checker.getNonNullableType(element), kind);
};

function isScalar(checker: ts.TypeChecker, type: ts.Type, kind: Scalar): boolean {
  if (kind === "Date") return isNamed(type, ["Date"]);
  const wanted = { boolean: checker.getBooleanType(), number: checker.getNumberType(), bigint: checker.getBigIntType(), string: checker.getStringType() }[kind];
  return checker.isTypeAssignableTo(type, wanted);
}

/** JSON has no instants and no bigints, so inside it they are text and numbers. */
function isJson(checker: ts.TypeChecker, type: ts.Type, depth: number): boolean {
  if (depth > 4) return true;
  return membersOf(type).every((member) => {
    if (member.flags & ts.TypeFlags.BigIntLike || isNamed(member, ["Date", "Buffer", "Map", "Set"])) return false;
    if (!(member.flags & ts.TypeFlags.Object)) return true;
    if (checker.isArrayType(member) || checker.isTupleType(member))
      return checker.getTypeArguments(member as ts.TypeReference).every((element) => isJson(checker, element, depth + 1));
    return checker.getPropertiesOfType(member).every((each) => isJson(checker, checker.getTypeOfSymbol(each), depth + 1));
  });
}
