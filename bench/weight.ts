// What a browser downloads before Overview works: scripts and preloaded fonts of the production build, as they travel.
import { gzipSync } from "node:zlib";
import { type DemoInstance, Visitor } from "./demo-instance";
import type { Row } from "./row";

const SCRIPT = /<script[^>]+src="([^"]+\.js)[^"]*"/g;
const FONT = /<link[^>]+href="([^"]+\.woff2)[^"]*"/g;

const LIMITS = { scripts: 230_000, fonts: 120_000 };

/** Fonts travel as they are: they are compressed already. */
async function bytesOf(visitor: Visitor, html: string, files: RegExp, isCompressed: boolean): Promise<number> {
  const paths = new Set([...html.matchAll(files)].flatMap(([, path]) => path ?? []));
  let bytes = 0;
  for (const path of paths) {
    const { body } = await visitor.get(path);
    bytes += isCompressed ? body.length : gzipSync(body).length;
  }
  return bytes;
}

export async function weight({ port, email, organisation }: Pick<DemoInstance, "port" | "email" | "organisation">): Promise<Row[]> {
  const visitor = new Visitor(port);
  await visitor.signIn(email);
  const html = (await visitor.get(`/${organisation}/overview`)).body.toString();
  const found = { scripts: await bytesOf(visitor, html, SCRIPT, false), fonts: await bytesOf(visitor, html, FONT, true) };
  visitor.leave();
  return (["scripts", "fonts"] as const).map((kind): Row => {
    const limit = LIMITS[kind];
    return {
      work: `Overview, ${kind === "scripts" ? "scripts of its document, gzipped" : "fonts it preloads"}`,
      peer: "at most",
      peerFigure: `${limit / 1000} kB`,
      berthFigure: `${(found[kind] / 1000).toFixed(0)} kB`,
      ratio: found[kind] / limit,
      better: "lower",
      target: `≤ ${limit / 1000} kB`,
      reached: found[kind] <= limit,
    };
  });
}
