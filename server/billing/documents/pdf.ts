// Typesetting. The compiler is native code with fonts of up to 20 MB per script, so a document loads only the families
// it needs, and loaded ones are cached; pages and doors never load it.
import { readFileSync } from "node:fs";
import type { NodeCompiler, NodeError } from "@myriaddreamin/typst-ts-node-compiler";
import { familiesOf, familyName, fontFiles, printable, projectRoot, templatePath } from "./fonts";
import type { PdfModel } from "./pdf-model";

/** How many documents' layouts are cached; the fonts and the template stay. */
const CACHE_DOCUMENTS = 2;

interface Press {
  compiler: NodeCompiler;
  template: string;
}
const presses = new Map<string, Promise<Press>>();

async function openPress(files: readonly string[]): Promise<Press> {
  const { NodeCompiler: Compiler } = await import("@myriaddreamin/typst-ts-node-compiler");
  const compiler = Compiler.create({ workspace: projectRoot(), fontArgs: [{ fontBlobs: files.map((file) => readFileSync(file)) }] });
  return { compiler, template: readFileSync(templatePath(), "utf8") };
}

function pressFor(files: readonly string[]): Promise<Press> {
  const key = files.join("\n");
  const known = presses.get(key);
  if (known) return known;
  const press = openPress(files);
  presses.set(key, press);
  return press;
}

/**
 * Typesets an invoice: PDF, A4, tagged. The same model gives the same bytes.
 * @throws Error with the typesetter's diagnostics; warnings count too, because a missing font is only a warning
 */
export async function typesetInvoice(model: PdfModel): Promise<{ bytes: Uint8Array; pages: number }> {
  const text = JSON.stringify(model, (_key, value: unknown) => (typeof value === "string" ? printable(value) : value));
  const families = familiesOf(text, model.country);
  const { compiler, template } = await pressFor(families.flatMap(fontFiles));
  const compiled = compiler.compile({ mainFileContent: template, inputs: { invoice: text, fonts: JSON.stringify(families.map(familyName)) } });
  const found: NodeError | null = compiled.takeError() ?? compiled.takeWarnings();
  const { result } = compiled;
  if (found || !result)
    throw new Error(`invoice ${model.number} could not be typeset: ${JSON.stringify(found ? compiler.fetchDiagnostics(found) : "no document")}`);
  const bytes = compiler.pdf(result, { pdfTags: true });
  compiler.evictCache(CACHE_DOCUMENTS);
  return { bytes, pages: result.numOfPages };
}
