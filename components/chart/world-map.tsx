import { cache } from "react";
import Link from "next/link";
import { plural } from "../format/text";
import { insetLand, worldLand } from "./land";
import { type Dot, INSET, insetProjection, layDots, layLabels, type MapSite, needsInset, WORLD, worldProjection } from "./map-layout";

export type { MapSite } from "./map-layout";

let world: { projection: ReturnType<typeof worldProjection>; land: string } | undefined;
const theWorld = () => {
  if (world === undefined) {
    const projection = worldProjection();
    world = { projection, land: worldLand(projection) };
  }
  return world;
};

const closer = cache((key: string) => {
  const sites = JSON.parse(key) as MapSite[];
  const projection = insetProjection(sites);
  return { projection, ...insetLand(projection, INSET) };
});

type WorldMapProps = {
  sites: readonly MapSite[];
  /** Says what the map shows: "Free H100 nodes; seven regions match". */
  label: string;
  /** Which of the two is shown at 390 px. */
  view?: "world" | "matches";
};

/** Sites on an Equal Earth map, area by free nodes; where matches crowd, a closer view beside it. Server-rendered; the list beside it says the same in words. */
export function WorldMap({ sites, label, view = "world" }: WorldMapProps) {
  const { projection, land } = theWorld();
  const dots = layDots(sites, projection);
  const isCrowded = needsInset(dots);
  const matches = sites.filter((site) => site.kind !== "other");
  const showsInset = isCrowded || (view === "matches" && matches.length > 0);
  return (
    <div className={`overflow-hidden border-b border-rule bg-sea max-sm:-mx-4 ${showsInset ? "sm:grid sm:grid-cols-[548fr_272fr]" : ""}`}>
      <svg viewBox={`0 0 ${WORLD.width} ${WORLD.height}`} width="100%" role="group" aria-label={label} className={`${showsInset ? "" : "max-h-[380px]"} ${view === "matches" ? "max-sm:hidden" : ""}`}>
        <path d={land} transform="scale(.5)" className="fill-land" />
        <Dots dots={dots} />
      </svg>
      {showsInset ? <Inset sites={matches} label={label} hidden={view === "world"} /> : null}
    </div>
  );
}

function Inset({ sites, label, hidden }: { sites: MapSite[]; label: string; hidden: boolean }) {
  const places = sites.map(({ key, longitude, latitude }) => ({ key, name: "", longitude, latitude, free: 0, kind: "matching" as const }));
  const { projection, land, graticule } = closer(JSON.stringify(places));
  const dots = layDots(sites, projection, 1.45);
  return (
    <svg viewBox={`0 0 ${INSET.width} ${INSET.height}`} width="100%" role="group" aria-label={`${label}, closer`} className={hidden ? "max-sm:hidden" : undefined}>
      <path d={land} transform="scale(.5)" className="fill-land" />
      <path d={graticule} transform="scale(.5)" fill="none" strokeWidth="1.2" strokeOpacity=".5" className="stroke-rule-mid" />
      <Dots dots={dots} quiet />
      {layLabels(dots, INSET).map((text) => (
        <text key={text.key} x={text.x} y={text.y} textAnchor={text.anchor} className="pointer-events-none fill-ink stroke-sea" style={{ fontSize: 11.5, fontWeight: text.strong ? 700 : 500, paintOrder: "stroke", strokeWidth: 2.5 }}>
          {text.text}
        </text>
      ))}
      <rect x=".5" y=".5" width={INSET.width - 1} height={INSET.height - 1} fill="none" className="stroke-rule-mid" />
    </svg>
  );
}

const LOOK = {
  selected: "fill-accent stroke-sea",
  matching: "fill-chart stroke-sea",
  other: "fill-sea stroke-ink-3",
} as const;

function Dots({ dots, quiet = false }: { dots: Dot[]; quiet?: boolean }) {
  return dots.map(({ site, x, y, radius }) => {
    const circle = (
      <circle key={site.key} cx={x} cy={y} r={radius} strokeWidth={site.kind === "other" ? 1 : 1.2} fillOpacity={site.kind === "other" ? 0.65 : 1} strokeOpacity={site.kind === "other" ? 0.8 : 1} className={LOOK[site.kind]}>
        <title>{`${site.name}, ${plural(site.free, "node")} free`}</title>
      </circle>
    );
    // One tab stop a site: the closer view repeats the same sites, so its dots are for the pointer only.
    return site.href === undefined ? (
      circle
    ) : (
      <Link key={site.key} href={site.href} scroll={false} aria-label={`${site.name}, ${plural(site.free, "node")} free`} tabIndex={quiet ? -1 : undefined} prefetch={false}>
        {circle}
      </Link>
    );
  });
}

/** The legend under the map. */
export function MapKeys({ other = "Free, outside your filters" }: { other?: string }) {
  return (
    <div className="keys pt-1.5 pb-[7px]">
      <span className="flex items-center gap-[5px]">
        <i className="block size-2.5 rounded-full bg-accent" />
        Selected
      </span>
      <span className="flex items-center gap-[5px]">
        <i className="block size-2.5 rounded-full bg-chart" />
        Matches your filters
      </span>
      <span className="flex items-center gap-[5px]">
        <i className="block size-2.5 rounded-full border border-ink-3" />
        {other}
      </span>
      <span className="max-sm:hidden">Area grows with free nodes</span>
    </div>
  );
}
