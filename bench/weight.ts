// What a browser downloads before Overview works: the scripts of the production build, as they travel.
import { gzipSync } from "node:zlib";
import { type DemoInstance, Visitor } from "./demo-instance";
import type { Row } from "./row";

const SCRIPT = /<script[^>]+src="([^"]+\.js)[^"]*"/g;
const LIMIT = 230_000;

export async function weight({ port, email, organisation }: DemoInstance): Promise<Row[]> {
  const visitor = new Visitor(port);
  await visitor.signIn(email);
  const html = (await visitor.get(`/${organisation}/overview`)).body.toString();
  let bytes = 0;
  for (const path of new Set([...html.matchAll(SCRIPT)].flatMap(([, found]) => found ?? []))) bytes += gzipSync((await visitor.get(path)).body).length;
  visitor.leave();
  return [
    {
      work: "Overview, scripts of its document, gzipped",
      peer: "at most",
      peerFigure: `${LIMIT / 1000} kB`,
      berthFigure: `${(bytes / 1000).toFixed(0)} kB`,
      ratio: bytes / LIMIT,
      better: "lower",
      target: `≤ ${LIMIT / 1000} kB`,
      reached: bytes <= LIMIT,
    },
  ];
}
