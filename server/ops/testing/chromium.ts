// Finds a Chromium for the browser tests: Playwright's, else that of @sparticuz/chromium, else the system's.
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { chromium as playwright } from "@playwright/test";
import { Failure } from "../launcher/failure";

export interface Browser {
  executable: string;
  /** Environment variables its process needs. */
  environment: Record<string, string>;
}

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export async function findBrowser(): Promise<Browser> {
  const installed = playwright.executablePath();
  if (existsSync(installed)) return { executable: installed, environment: {} };
  if (process.platform === "linux" && process.arch === "x64") return unpack();
  const system = SYSTEM.find((file) => existsSync(file));
  if (system !== undefined) return { executable: system, environment: {} };
  throw new Failure("There is no Chromium for the browser tests. Install one with `npx playwright install chromium` and run the tests again.");
}

/** The packaged fonts are Latin only and found only where AWS puts them; the demo also has Korean names. */
function addFonts(folder: string): void {
  const fonts = path.join(folder, "fonts");
  const korean = createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf");
  copyFileSync(korean, path.join(fonts, path.basename(korean)));
  const lines = [fonts, "/usr/share/fonts"].map((directory) => `<dir>${directory}</dir>`);
  writeFileSync(
    path.join(fonts, "fonts.conf"),
    `<?xml version="1.0"?>\n<fontconfig>${lines.join("")}<cachedir>${path.join(folder, "fonts-cache")}</cachedir></fontconfig>\n`,
  );
}

/**
 * Unpacks the packaged browser with the libraries a bare system lacks, once per account. The package does so only when
 * it believes it runs in AWS Lambda, and always into the system's temporary folder; environment variables set both.
 */
async function unpack(): Promise<Browser> {
  const folder = path.join(tmpdir(), `berth-chromium-${userInfo().uid}`);
  const complete = path.join(folder, "complete");
  const kept = {
    AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV,
    TMPDIR: process.env.TMPDIR,
    LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
    FONTCONFIG_PATH: process.env.FONTCONFIG_PATH,
  };
  if (!existsSync(complete)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    Object.assign(process.env, { AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x", TMPDIR: folder });
    const { default: packaged } = await import("@sparticuz/chromium");
    const executable = await packaged.executablePath();
    if (!existsSync(complete)) addFonts(folder);
    writeFileSync(complete, "");
    const libraries = [path.join(folder, "al2023/lib"), kept.LD_LIBRARY_PATH].filter((item) => item !== undefined).join(":");
    return { executable, environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: path.join(folder, "fonts") } };
  } finally {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
