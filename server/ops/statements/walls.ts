// Table ownership between modules: a statement names the tables of its own module and the views of modules below it. A
// model in prisma/<module>.prisma is a table of that module; a view is in the schema named after its module.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { MODULES } from "../../../.dependency-cruiser.mjs";

export interface Relations {
  /** The module of each table. */
  tables: ReadonlyMap<string, string>;
  /** The module of each published view, by its full name. */
  views: ReadonlyMap<string, string>;
}

export function relationsOf(root: string): Relations {
  const prisma = path.join(root, "prisma");
  const files = (directory: string, suffix: string) =>
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(suffix))
      .map((file) => ({ file, text: readFileSync(path.join(directory, file), "utf8") }));
  return {
    tables: new Map(
      files(prisma, ".prisma").flatMap(({ file, text }) =>
        [...text.matchAll(/^model (\w+)/gm)].map(([, model = ""]) => [model, path.basename(file, ".prisma")] as const),
      ),
    ),
    views: new Map(
      files(path.join(prisma, "migrations"), ".sql").flatMap(({ text }) =>
        [...text.matchAll(/^CREATE VIEW ((\w+)\.\w+)/gm)].map(([, view = "", module = ""]) => [view, module] as const),
      ),
    ),
  };
}

const TABLE = /"([A-Z]\w*)"/g;
const VIEW = /(?<![\w".])([a-z]+\.([a-z_]+))(?![\w.])(?:\s+(?:as\s+)?(\w+))?/g;
const CHANGE = /\b(?:update|insert\s+into|delete\s+from)\s+(?:only\s+)?$/i;
const LOCK = /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b(?:\s+of\s+(\w+(?:\s*,\s*\w+)*))?/gi;

/**
 * Violations in a piece of SQL, each as a sentence without its subject. Tables are capitalised and therefore always
 * quoted, so a fragment is judged like a whole statement.
 */
export function crossings(text: string, module: string, { tables, views }: Relations): string[] {
  // Adapters, tools and the demo are above all modules.
  const rank = MODULES.indexOf(module);
  const named = [...text.matchAll(TABLE)].flatMap(([, table = ""]) => {
    const owner = tables.get(table);
    return owner === undefined || owner === module ? [] : [`names ${table} of ${owner}`];
  });
  const locks = [...text.matchAll(LOCK)].map(([, aliases]) => aliases?.split(/\s*,\s*/));
  const viewed = [...text.matchAll(VIEW)].flatMap(({ 1: view = "", 2: name = "", 3: alias = "", index }) => {
    const owner = views.get(view);
    if (owner === undefined) return [];
    const isLocked = locks.some((aliases) => aliases === undefined || aliases.includes(alias) || aliases.includes(name));
    return [
      ...(rank >= 0 && MODULES.indexOf(owner) > rank ? [`reads ${view} above it`] : []),
      ...(CHANGE.test(text.slice(0, index)) ? [`changes ${view}`] : []),
      ...(isLocked ? [`locks ${view}`] : []),
    ];
  });
  return [...new Set([...named, ...viewed])];
}

/** Violations in every text of a source file, with their lines. */
export function crossingsInFile(fileName: string, source: string, module: string, relations: Relations): { line: number; crossing: string }[] {
  // Parsing is expensive, and most files name no relation at all.
  if (crossings(source, module, relations).length === 0) return [];
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const found: { line: number; crossing: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      for (const crossing of crossings(node.text, module, relations)) found.push({ line, crossing });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
