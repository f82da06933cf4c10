// Typesetting. The compiler is native code with fonts of 13 MB, so it is loaded by the first document of a process and
// kept; pages and doors never load it.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { NodeCompiler, NodeError } from "@myriaddreamin/typst-ts-node-compiler";
import { type PdfModel } from "./pdf-model";

const TEMPLATE = "server/billing/documents/invoice.typ";
const FONTS = [
  "noto-sans/400Regular/NotoSans_400Regular.ttf",
  "noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
  "noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf",
  "noto-sans-kr/600SemiBold/NotoSansKR_600SemiBold.ttf",
];
/** Layouts of that many documents ago are forgotten; the fonts and the template stay. */
const CACHE_DOCUMENTS = 2;

/** The nearest folder upwards that holds the template: the repository, whether this runs as source or bundled in dist/. */
function projectRoot(): string {
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; ; folder = path.dirname(folder)) {
      if (existsSync(path.join(folder, TEMPLATE))) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  throw new Error(`${TEMPLATE} is in no folder above this process: start it inside the repository`);
}

interface Press { compiler: NodeCompiler; template: string }
let press: Promise<Press> | undefined;

async function openPress(): Promise<Press> {
  const { NodeCompiler: Compiler } = await import("@myriaddreamin/typst-ts-node-compiler");
  const root = projectRoot();
  const fontBlobs = FONTS.map((font) => readFileSync(path.join(root, "node_modules/@expo-google-fonts", font)));
  return { compiler: Compiler.create({ workspace: root, fontArgs: [{ fontBlobs }] }), template: readFileSync(path.join(root, TEMPLATE), "utf8") };
}

/**
 * Typesets an invoice: PDF, A4, tagged. The same model gives the same bytes.
 * @throws Error with the typesetter's diagnostics; a warning is an error too, because a missing font is only warned of
 */
export async function typesetInvoice(model: PdfModel): Promise<{ bytes: Uint8Array; pages: number }> {
  const { compiler, template } = await (press ??= openPress());
  const compiled = compiler.compile({ mainFileContent: template, inputs: { invoice: JSON.stringify(model).normalize("NFC") } });
  const found: NodeError | null = compiled.takeError() ?? compiled.takeWarnings();
  const { result } = compiled;
  if (found || !result) throw new Error(`invoice ${model.number} could not be typeset: ${JSON.stringify(found ? compiler.fetchDiagnostics(found) : "no document")}`);
  const bytes = compiler.pdf(result, { pdfTags: true });
  compiler.evictCache(CACHE_DOCUMENTS);
  return { bytes, pages: result.numOfPages };
}
