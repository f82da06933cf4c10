// Pages with the demo's data beside a page of the same build that reads none, and the same pages and lists of an
// organisation with years of reservations beside one with few: the time to the first byte and to the last.
import { makeApiKey } from "@/server/kernel/process/secrets";
import { type DemoInstance, type Timing, Visitor } from "./demo-instance";
import { FEW, insertOrganisation, MANY } from "./organisations";
import { ms, type Row } from "./row";

const WARM_UP = 15;
const ROUNDS = 41;
/** Rendered for each visitor, and reads nothing. */
const TRIVIAL = "/sign-in";

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const middle = (timings: readonly Timing[]): Timing => ({ first: median(timings.map(({ first }) => first)), end: median(timings.map(({ end }) => end)) });

/** Each call once per round, so that all meet the same noise; returns the median of each. */
async function inTurns(calls: readonly (() => Promise<Timing>)[]): Promise<Timing[]> {
  const timings: Timing[][] = calls.map(() => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [index, call] of calls.entries()) {
      const timing = await call();
      if (round >= WARM_UP) timings[index]?.push(timing);
    }
  }
  return timings.map(middle);
}

async function firstCluster(visitor: Visitor, organisation: string): Promise<string> {
  const [path] = new RegExp(`/${organisation}/clusters/clu_\\w+`).exec((await visitor.get(`/${organisation}/clusters`)).body.toString()) ?? [];
  if (path === undefined) throw new Error(`${organisation} has no cluster`);
  return path;
}

/** Overview, Reserve, Invoices and a cluster of the demo. */
export async function pages({ port, email, organisation }: DemoInstance): Promise<Row[]> {
  const visitor = new Visitor(port);
  await visitor.signIn(email);
  const named = [
    ["Overview", `/${organisation}/overview`],
    ["Reserve", `/${organisation}/reserve`],
    ["Invoices", `/${organisation}/billing`],
    ["Cluster", await firstCluster(visitor, organisation)],
  ] as const;
  const [trivial, ...timings] = await inTurns([TRIVIAL, ...named.map(([, path]) => path)].map((path) => () => visitor.get(path)));
  visitor.leave();
  if (!trivial) throw new Error("nothing was measured");
  return named.flatMap(([name], index) =>
    (["first", "end"] as const).map((point): Row => {
      const figure = timings[index]?.[point] ?? Number.NaN;
      const ratio = figure / trivial[point];
      return {
        work: `${name}, with the demo's data, p50 to the ${point === "first" ? "first byte" : "end"}`,
        peer: "page without data",
        peerFigure: ms(trivial[point]),
        berthFigure: ms(figure),
        ratio,
        better: "lower",
        target: "≤ 3×",
        reached: ratio <= 3,
      };
    }),
  );
}

/** What many reservations cost compared with few: pages and lists. */
export async function growth({ port, email, owner }: DemoInstance): Promise<Row[]> {
  const visitor = new Visitor(port);
  await visitor.signIn(email);
  const keys = { few: makeApiKey(), many: makeApiKey() };
  await insertOrganisation(owner, { slug: "few", reservations: FEW, email, keyHash: keys.few.hash });
  await insertOrganisation(owner, { slug: "many", reservations: MANY, email, keyHash: keys.many.hash });
  const page = (path: string) => (slug: "few" | "many") => visitor.get(`/${slug}/${path}`);
  const list = (path: string) => (slug: "few" | "many") => visitor.get(`/api/v1/${path}`, { authorization: `Bearer ${keys[slug].key}`, cookie: "" });
  const works = [
    ["Overview", page("overview")],
    ["Reliability", page("reliability")],
    ["/spend", list("spend")],
    ["/clusters?limit=9", list("clusters?limit=9")],
    ["/sla-reports?limit=9", list("sla-reports?limit=9")],
  ] as const;
  const timings = await inTurns(works.flatMap(([, call]) => [() => call("few"), () => call("many")]));
  visitor.leave();
  return works.map(([name], index): Row => {
    const [few, many] = [timings[index * 2]?.end ?? Number.NaN, timings[index * 2 + 1]?.end ?? Number.NaN];
    return {
      work: `${name} of an organisation with ${MANY.toLocaleString("en")} reservations`,
      peer: `with ${FEW}`,
      peerFigure: ms(few),
      berthFigure: ms(many),
      ratio: many / few,
      better: "lower",
      target: "≤ 1.5×",
      reached: many / few <= 1.5,
    };
  });
}
