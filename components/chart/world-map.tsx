import { cache } from "react";
import Link from "next/link";
import { plural } from "../format/text";
import { closerLand, worldLand } from "./land";
import { MapKeyboard } from "./map-keyboard";
import {
  canBeParted,
  type Cluster,
  closerProjection,
  clusterDots,
  type Dot,
  fitsCloser,
  FRAME,
  layDots,
  layLabels,
  type MapSite,
  type Place,
  worldProjection,
} from "./map-layout";

export type { MapSite, Place } from "./map-layout";

type Ground = { projection: ReturnType<typeof worldProjection>; land: string; graticule: string | null };

let world: Ground | undefined;
function theWorld(): Ground {
  if (world === undefined) {
    const projection = worldProjection();
    world = { projection, land: worldLand(projection), graticule: null };
  }
  return world;
}

const closer = cache((key: string): Ground => {
  const projection = closerProjection(JSON.parse(key) as Place[]);
  return { projection, ...closerLand(projection, FRAME) };
});

type WorldMapProps = {
  sites: readonly MapSite[];
  /** Describes the map: "Free H100 nodes; seven regions match". */
  label: string;
  /** What the view is fitted to; null shows the whole world. */
  focus: readonly Place[] | null;
  /** Where distances are measured from, marked on the map. */
  near?: (Place & { name: string }) | null;
  /** Where a click on merged sites goes: the same page with a close-up of them. */
  hrefCloser: (places: readonly Place[]) => string;
};

const WORLD_SCALE = 1.25;
const CLOSER_SCALE = 1.9;

/**
 * Sites by area of free nodes: the world, or the part of it in question. Overlapping matches are one dot with their
 * number, which opens a close-up. One tab stop, arrow keys move from dot to dot. Rendered on the server; the list below
 * says the same in words.
 */
export function WorldMap({ sites, label, focus, near = null, hrefCloser }: WorldMapProps) {
  const isCloser = focus !== null && fitsCloser(focus);
  const { projection, land, graticule } = isCloser ? closer(JSON.stringify(focus.map(({ longitude, latitude }) => ({ longitude, latitude })))) : theWorld();
  const dots = layDots(sites, projection, isCloser ? CLOSER_SCALE : WORLD_SCALE).filter(inFrame);
  const others = dots.filter((dot) => dot.site.kind === "other");
  const clusters = clusterDots(dots.filter((dot) => dot.site.kind !== "other"));
  const alone = clusters.flatMap((cluster) => (cluster.dots.length === 1 ? cluster.dots : []));
  const first = clusters.find((cluster) => cluster.isSelected) ?? clusters[0];
  const from = near === null ? null : projection([near.longitude, near.latitude]);
  return (
    <MapKeyboard className="overflow-hidden border-b border-rule bg-sea max-sm:-mx-4">
      <svg
        viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
        width="100%"
        role="group"
        aria-label={`${label}. Arrow keys move between sites.`}
        className="max-h-[400px]"
      >
        <path d={land} transform="scale(.5)" className="fill-land" />
        {graticule === null ? null : <path d={graticule} transform="scale(.5)" fill="none" strokeWidth="1.2" strokeOpacity=".5" className="stroke-rule-mid" />}
        {others.map((dot) => (
          <SiteDot key={dot.site.key} dot={dot} />
        ))}
        {from === null ? null : <NearMark x={from[0]} y={from[1]} name={near?.name ?? ""} />}
        {clusters.map((cluster) => (
          <Crowd key={cluster.key} cluster={cluster} isTabStop={cluster === first} hrefCloser={hrefCloser} />
        ))}
        {isCloser
          ? layLabels(alone, FRAME).map((text) => (
              <text
                key={text.key}
                x={text.x}
                y={text.y}
                textAnchor={text.anchor}
                className="pointer-events-none fill-ink stroke-sea"
                style={{ fontSize: 12, fontWeight: text.strong ? 700 : 500, paintOrder: "stroke", strokeWidth: 2.5 }}
              >
                {text.text}
              </text>
            ))
          : null}
      </svg>
    </MapKeyboard>
  );
}

const inFrame = ({ x, y }: Dot): boolean => x >= 0 && x <= FRAME.width && y >= 0 && y <= FRAME.height;

const LOOK = {
  selected: "fill-accent stroke-sea",
  matching: "fill-chart stroke-sea",
  other: "fill-sea stroke-ink-3",
} as const;

const siteText = ({ site }: Dot): string => `${site.name}, ${plural(site.free, "node")} free`;

function SiteDot({ dot }: { dot: Dot }) {
  const { site, x, y, radius } = dot;
  const isOther = site.kind === "other";
  return (
    <circle
      cx={x}
      cy={y}
      r={radius}
      strokeWidth={isOther ? 1 : 1.2}
      fillOpacity={isOther ? 0.65 : 1}
      strokeOpacity={isOther ? 0.8 : 1}
      className={LOOK[site.kind]}
    >
      <title>{siteText(dot)}</title>
    </circle>
  );
}

/** One site, or several merged ones: the dot shows their number and opens a close-up. */
function Crowd({ cluster, isTabStop, hrefCloser }: { cluster: Cluster; isTabStop: boolean; hrefCloser: (places: readonly Place[]) => string }) {
  const { dots, isSelected, x, y } = cluster;
  const [only] = dots;
  const sites = dots.map((dot) => dot.site);
  if (only === undefined) return null;
  const parts = dots.length > 1 && canBeParted(sites);
  const href = parts ? hrefCloser(sites) : (sites.find((site) => site.kind !== "selected") ?? only.site).href;
  if (href === undefined) return <SiteDot dot={only} />;
  const text =
    dots.length === 1
      ? siteText(only)
      : `${plural(dots.length, "site")} around ${only.site.name}, ${plural(
          sites.reduce((sum, site) => sum + site.free, 0),
          "node",
        )} free${parts ? "; look closer" : ""}`;
  const radius = 7.5 + Math.min(7, Math.sqrt(dots.length) * 1.6);
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-label={text}
      aria-current={isSelected ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-x={x}
      data-y={y}
      className="no-underline"
    >
      {dots.length === 1 ? (
        <>
          <circle cx={only.x} cy={only.y} r={Math.max(12, only.radius)} fill="transparent" />
          <SiteDot dot={only} />
        </>
      ) : (
        <>
          <circle cx={x} cy={y} r={radius} strokeWidth={isSelected ? 3 : 1.2} className={isSelected ? "fill-chart stroke-accent" : "fill-chart stroke-sea"}>
            <title>{text}</title>
          </circle>
          <text x={x} y={y + 4} textAnchor="middle" className="pointer-events-none fill-sea" style={{ fontSize: 11.5, fontWeight: 700 }}>
            {dots.length}
          </text>
        </>
      )}
    </Link>
  );
}

/** A cross where distances are measured from. */
function NearMark({ x, y, name }: { x: number; y: number; name: string }) {
  return (
    <g className="stroke-ink" strokeWidth="1.6">
      <title>{`Distances are from ${name}`}</title>
      <path d={`M${x - 7} ${y}h14M${x} ${y - 7}v14`} />
    </g>
  );
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
      <span className="max-sm:hidden">Area grows with free nodes; a number counts sites that lie close together</span>
    </div>
  );
}
