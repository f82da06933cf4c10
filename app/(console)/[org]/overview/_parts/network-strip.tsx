import Link from "next/link";
import type { ReactNode } from "react";
import { AreaDocks } from "@/app/_parts/page/area-docks";
import { formatInstant } from "@/components/format/text";
import { SectionHead } from "@/components/ui/section-head";
import type { NetworkStatus } from "@/lib/contracts/reliability";

/** Every site of the network by area, one slot each. */
export function NetworkStrip({ network, live }: { network: NetworkStatus; live: ReactNode }) {
  return (
    <section className="mt-[26px]">
      <SectionHead
        remark={`${network.sitesUp} of ${network.sites} sites up, in ${network.countries} countries, one mark per site`}
        end={
          <>
            {live}
            <span className="max-sm:hidden">
              {network.lastSignalAt === null ? "No signal yet" : `Signals each minute, last ${formatInstant(network.lastSignalAt, "time")}`}{" "}
            </span>
            <Link href="/status">Public status page</Link>
          </>
        }
      >
        Network
      </SectionHead>
      <AreaDocks areas={network.areas} />
    </section>
  );
}
