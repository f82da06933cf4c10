import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AreaDocks } from "@/app/_parts/page/area-docks";
import { read, visitor } from "@/app/_parts/page/read";
import { formatCount, formatDuration, formatInstant, formatShare, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { Entry, EntryList } from "@/components/ui/decision";
import { FigureStrip } from "@/components/ui/figure-strip";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { Network, NetworkIncident } from "@/lib/contracts/network";
import type { OrganisationContract } from "@/lib/contracts/identity";
import { operatorApi } from "@/server/doors/console/caller";
import { DeadLetterList } from "./_parts/dead-letters";
import { readDesk } from "./_parts/filters";
import { Repairs } from "./_parts/repairs";
import { SiteTable } from "./_parts/site-table";

export async function generateMetadata(): Promise<Metadata> {
  if (!(await visitor())?.staff) notFound();
  return { title: "Operator", description: "Sites, nodes, open incidents and customers of the network." };
}

/** Open repairs listed here; the operator API has all of them. */
const REPAIRS = 20;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OperatorPage({ searchParams }: Props) {
  const desk = await readDesk(searchParams);
  const { network, organisations, repairs, letters } = await read(async () => {
    const { reliability, identity, clusters, kernel } = await operatorApi();
    const [network, organisations, repairs, letters] = await Promise.all([
      reliability.network.get({}),
      identity.organisation.list({ limit: 200 }),
      clusters.repair.list({ state: "open", limit: REPAIRS }),
      kernel.deadLetter.list({}),
    ]);
    return { network, organisations: organisations.data, repairs, letters };
  });
  const { nodes, sites, at } = network;
  const up = sites.filter((site) => site.state === "up").length;
  return (
    <div className="page-pad mx-auto w-full max-w-[1280px]">
      <PageHead above={`The network, ${formatInstant(at, "full")}`} title={sentence(network)} />
      <FigureStrip
        label="The network now"
        figures={[
          {
            label: "Sites up",
            value: formatCount(up),
            unit: `of ${formatCount(sites.length)}`,
            note: `in ${plural(network.countries, "country", "countries")}`,
          },
          { label: "Nodes delivered", value: formatCount(nodes.delivered), note: `${formatCount(nodes.spares)} of them spares` },
          { label: "Healthy", value: formatCount(nodes.healthy), note: `${shareOf(nodes.healthy, nodes.delivered)} of what is delivered` },
          { label: "Reserved", value: formatCount(nodes.reserved), note: `${shareOf(nodes.reserved, nodes.delivered - nodes.spares)} of what is for sale` },
          {
            label: "Free",
            value: formatCount(nodes.free),
            note: `${formatCount(nodes.withheld)} withheld, ${formatCount(nodes.held)} held for quotes`,
          },
          {
            label: "In use",
            value: formatCount(nodes.inUse),
            note: network.lastSignalAt === null ? "no signal yet" : `last signal ${formatInstant(network.lastSignalAt, "seconds")}`,
          },
        ]}
      />
      <section className="mt-[26px]">
        <SectionHead remark="one mark per site">Areas</SectionHead>
        <AreaDocks areas={areasOf(network)} />
      </section>
      <div className="mt-[26px] grid gap-x-[30px] gap-y-[26px] lg:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)]">
        <OpenIncidents incidents={network.incidents} at={at} />
        <Organisations organisations={organisations} />
        <Repairs repairs={repairs.data} more={repairs.nextCursor !== null} />
        <DeadLetterList letters={letters} at={at} />
      </div>
      <section className="mt-[26px]" id="sites">
        <SectionHead remark={formatCount(sites.length)}>Sites</SectionHead>
        <SiteTable sites={sites} desk={desk} now={at} />
      </section>
    </div>
  );
}

const shareOf = (part: number, whole: number): string => (whole <= 0 ? "0 %" : formatShare(part / whole));

const REST_WORD = { degraded: "degraded", maintenance: "in maintenance", unknown: "not seen" } as const;

/** Every site is counted once: the parts add up to all sites. */
function sentence({ sites }: Network): string {
  const down = sites.filter((site) => site.state === "down");
  const rest = (["degraded", "maintenance", "unknown"] as const).flatMap((state) => {
    const count = sites.filter((site) => site.state === state).length;
    return count === 0 ? [] : [` ${count} ${count === 1 ? "is" : "are"} ${REST_WORD[state]}.`];
  });
  const head = `${sites.filter((site) => site.state === "up").length} of ${sites.length} sites are up.`;
  const dark =
    down.length === 0
      ? ""
      : down.length > 3
        ? ` ${down.length} are down.`
        : ` ${down.map((site) => site.name).join(" and ")} ${down.length === 1 ? "is" : "are"} down.`;
  return `${head}${dark}${rest.join("")}`;
}

function areasOf({ sites }: Network) {
  const areas = new Map<string, Network["sites"]>();
  for (const site of sites) areas.set(site.area, [...(areas.get(site.area) ?? []), site]);
  return [...areas]
    .map(([area, members]) => ({
      area,
      sites: members.length,
      up: members.filter((site) => site.state === "up").length,
      states: members.map((site) => site.state),
    }))
    .sort((a, b) => b.sites - a.sites);
}

function OpenIncidents({ incidents, at }: { incidents: NetworkIncident[]; at: string }) {
  return (
    <section id="incidents">
      <SectionHead remark={incidents.length}>Open incidents</SectionHead>
      {incidents.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink">
          <Empty title="No incident is open">Failures appear here with the customer they affect.</Empty>
        </div>
      ) : (
        <EntryList>
          {incidents.map((incident) => (
            <Entry
              key={incident.id}
              when={formatInstant(incident.openedAt, incident.openedAt.slice(0, 10) === at.slice(0, 10) ? "time" : "day")}
              title={
                <>
                  {incident.title} <span className="ident font-normal whitespace-nowrap text-ink-3">{incident.number}</span>
                </>
              }
              mark={<Status state={incident.kind === "node_degraded" ? "degraded" : "down"}>Open</Status>}
            >
              {incident.organisation ?? "The whole site"},{" "}
              <Link className="ident" href={`/operator?q=${incident.site}#sites`}>
                {incident.site}
              </Link>
              , for {formatDuration((Date.parse(at) - Date.parse(incident.openedAt)) / 1000)}.
            </Entry>
          ))}
        </EntryList>
      )}
    </section>
  );
}

function Organisations({ organisations }: { organisations: OrganisationContract[] }) {
  return (
    <section id="organisations">
      <SectionHead remark={organisations.length}>Organisations</SectionHead>
      {organisations.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink">
          <Empty title="No organisation yet">
            <span className="ident">npm run berth -- org create</span> makes the first one.
          </Empty>
        </div>
      ) : (
        <Ledger
          label="Organisations"
          rows={organisations}
          rowKey={(one) => one.id}
          cards={false}
          columns={[
            { key: "name", head: "Name", isRowHead: true, cell: (one) => <span className="font-semibold">{one.name}</span> },
            { key: "slug", head: "Short name", cell: (one) => <span className="ident">{one.slug}</span> },
            { key: "country", head: "Country", align: "right", rule: true, cell: (one) => one.country },
          ]}
        />
      )}
    </section>
  );
}
