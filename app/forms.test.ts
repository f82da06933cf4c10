// The browser itself sends a form that is submitted before its scripts have loaded. Unless the form says otherwise it
// uses GET, which puts everything typed into the address, the history and every log on the way.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const files = ["app", "components"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .map((file) => path.join(folder, file)),
);

interface Form {
  where: string;
  attributes: Map<string, string>;
  fileText: string;
}

function formsOf(file: string): Form[] {
  const fileText = readFileSync(path.join(root, file), "utf8");
  const source = ts.createSourceFile(file, fileText, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: Form[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) && /^(form|Form)$/.test(node.tagName.getText())) {
      const attributes = new Map<string, string>();
      for (const one of node.attributes.properties) if (ts.isJsxAttribute(one)) attributes.set(one.name.getText(), one.initializer?.getText() ?? "");
      found.push({ where: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, attributes, fileText });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("forms before their scripts have loaded", () => {
  const forms = files.flatMap(formsOf);

  it("are found", () => {
    expect(forms.length).toBeGreaterThan(10);
  });

  it.each(forms.map((form) => [form.where, form] as const))("%s puts nothing but a search into the address", (_where, { attributes, fileText }) => {
    if (attributes.get("method") === `"post"`) return;
    // A search belongs in the address: it declares that, and never holds a secret.
    expect(attributes.has("action"), 'method="post", or the action of a search').toBe(true);
    expect(fileText).not.toMatch(/type="password"|autoComplete="(current|new)-password"/);
  });
});
