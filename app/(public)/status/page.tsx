import type { Metadata } from "next";
import { areaStanding } from "@/app/_parts/page/area-docks";
import { read, visitor } from "@/app/_parts/page/read";
import { Berths } from "@/components/chart/berths";
import { Instant } from "@/components/format/instant";
import { formatDuration, formatInstant, formatShare, plural } from "@/components/format/text";
import { BarePage } from "@/components/shell/bare-page";
import { ThemeButton } from "@/components/shell/theme-button";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { ButtonLink } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { NetworkStatus } from "@/lib/contracts/reliability";
import { api } from "@/server/doors/console/caller";
import { statusSentence } from "./_parts/sentence";

export const metadata: Metadata = { title: "Network status", description: "Which sites of the Berth network are up now, region by region, and what is not." };

/** Public. It names sites, never customers. */
export default async function StatusPage() {
  const [network, person] = await Promise.all([read(async () => (await api()).reliability.networkStatus.get({})), visitor()]);
  return (
    <BarePage
      remark="Network status"
      actions={
        <>
          <ThemeButton />
          <ButtonLink size="small" href={person === null ? "/sign-in" : "/"}>
            {person === null ? "Sign in" : "Console"}
          </ButtonLink>
        </>
      }
    >
      <div className="mx-auto w-full max-w-[1180px] px-7 pt-[34px] pb-11 max-md:px-4 max-md:py-[22px]">
        <p className="mb-[5px] text-ink-3">Network status, {formatInstant(network.at, "full")}</p>
        <h1 className="max-w-[23em]">{statusSentence(network)}</h1>
        <p className="mt-2 text-ink-2">
          Every node of a site reports each minute and three independent probes test it; the majority decides.{" "}
          {network.lastSignalAt === null ? "No signal has come in yet." : `The last signal came at ${formatInstant(network.lastSignalAt, "seconds")} UTC.`}
        </p>
        <section className="mt-[26px]">
          <SectionHead remark={`${plural(network.sites, "site")} in ${plural(network.countries, "country", "countries")}, one mark per site`}>
            Regions
          </SectionHead>
          <div className="border-t-[1.5px] border-rule-ink">
            {network.areas.map((area) => (
              <AreaRow key={area.area} area={area} notUp={network.notUp} />
            ))}
          </div>
        </section>
        <section className="mt-[30px]">
          <SectionHead remark={network.notUp.length === 0 ? undefined : network.notUp.length}>Now</SectionHead>
          <NotUp network={network} />
        </section>
        <p className="note mt-7">
          Programs read it at <span className="ident">/api/v1/network-status</span>, without a key.
        </p>
      </div>
    </BarePage>
  );
}

function AreaRow({ area, notUp }: { area: NetworkStatus["areas"][number]; notUp: NetworkStatus["notUp"] }) {
  const { state, word } = areaStanding(area);
  const places = notUp.filter((site) => site.area === area.area).map((site) => site.city);
  return (
    <div className="grid grid-cols-[minmax(172px,1fr)_618px_110px] max-lg:grid-cols-[minmax(172px,1fr)_auto_110px] items-center gap-4 border-b border-rule py-2.5 max-md:grid-cols-[1fr_auto]">
      <div>
        <h3>{area.area}</h3>
        <Status state={state}>{word}</Status>
        <div className="note mt-px">
          {area.up} of {area.sites} sites
          {places.length === 0 ? "" : `, ${places.slice(0, 3).join(", ")}${places.length > 3 ? ` and ${places.length - 3} more` : ""}`}
        </div>
      </div>
      <div className="max-md:order-3 max-md:col-span-2">
        <Berths
          states={area.states}
          width={7}
          gap={2}
          height={12}
          pierGap={6}
          perRow={area.sites > 24 ? 64 : 24}
          className="max-md:hidden"
          label={`${area.up} of ${area.sites} sites up in ${area.area}`}
        />
        <Berths
          states={area.states}
          width={4}
          gap={2}
          height={9}
          pierGap={4}
          perRow={40}
          className="md:hidden"
          label={`${area.up} of ${area.sites} sites up in ${area.area}`}
        />
      </div>
      <div className="text-right">
        <span className="font-semibold">{area.sites === 0 ? "none" : formatShare(area.up / area.sites)}</span>
        <div className="note">of sites up now</div>
      </div>
    </div>
  );
}

function NotUp({ network }: { network: NetworkStatus }) {
  if (network.notUp.length === 0) {
    return (
      <div className="border-t-[1.5px] border-rule-ink">
        <Empty title="Nothing is wrong">A site that is down, degraded or in maintenance appears here within two minutes.</Empty>
      </div>
    );
  }
  return (
    <Ledger
      label="Sites that are not up"
      rows={network.notUp}
      rowKey={(site) => site.id}
      columns={[
        {
          key: "site",
          head: "Site",
          isRowHead: true,
          card: "name",
          cell: (site) => (
            <>
              <span className="font-semibold">{site.city}</span>, {site.country} <span className="ident text-ink-3">{site.id}</span>
            </>
          ),
        },
        { key: "state", head: "State", card: "state", cell: (site) => <Status state={site.state} /> },
        { key: "area", head: "Area", card: "line", cell: (site) => <span className="text-ink-2">{site.area}</span> },
        {
          key: "since",
          head: "Since, UTC",
          card: "mark",
          rule: true,
          cell: (site) => (site.since === null ? <span className="text-ink-3">now</span> : <Instant at={site.since} now={network.at} />),
        },
        {
          key: "for",
          head: "For",
          align: "right",
          card: "record",
          cell: (site) => (site.since === null ? "" : formatDuration((Date.parse(network.at) - Date.parse(site.since)) / 1000)),
        },
      ]}
    />
  );
}
