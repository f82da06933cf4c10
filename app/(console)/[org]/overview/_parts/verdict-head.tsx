import Link from "next/link";
import { Status } from "@/components/ui/status";
import type { Column, Verdict } from "./verdict";

/** The current situation in one sentence, with the three sources it is derived from. */
export function VerdictHead({ verdict, organisation }: { verdict: Verdict; organisation: string }) {
  return (
    <section className="grid items-end gap-x-9 gap-y-[22px] pb-[18px] xl:grid-cols-[minmax(0,1.05fr)_minmax(0,1.4fr)]">
      <div>
        <p className="mb-[5px] text-ink-3">Status</p>
        <h1 className="max-w-[19em]">
          {verdict.sentence.map((part, index) =>
            typeof part === "string" ? (
              part
            ) : (
              <Link key={index} href={`/${organisation}/clusters/${part.id}`} className="whitespace-nowrap no-underline hover:underline">
                {part.name}
              </Link>
            ),
          )}
        </h1>
      </div>
      <div className="grid sm:grid-cols-3">
        <Place title="Your workloads" column={verdict.workloads} />
        <Place title="Your clusters" column={verdict.clusters} />
        <Place title="Our network" column={verdict.network} />
      </div>
    </section>
  );
}

function Place({ title, column }: { title: string; column: Column }) {
  return (
    <div className="border-rule-mid max-sm:border-t max-sm:border-rule max-sm:py-2 sm:border-l sm:px-3.5">
      <h2 className="font-ui text-ui leading-[1.4] font-semibold tracking-normal">{title}</h2>
      <Status state={column.state}>{column.word}</Status>
      <p className="mt-[3px] text-note leading-[1.4] text-ink-2">{column.text}</p>
    </div>
  );
}
