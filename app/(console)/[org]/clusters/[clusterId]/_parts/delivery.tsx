import { formatDuration, formatInstant, plural } from "@/components/format/text";
import { KeyValue, type Pair } from "@/components/ui/key-value";
import { LongJob } from "@/components/ui/long-job";
import { SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { ClusterDetail } from "@/lib/contracts/clusters";

/** Whether the promised date was kept, and what was measured before hand-over. */
export function DeliveryRecord({ delivery }: { delivery: ClusterDetail["delivery"] }) {
  const { acceptance, earlySeconds, phases } = delivery;
  const done = phases.filter((phase) => phase.state === "done").length;
  const pairs: Pair[] = [
    { key: "promised", name: "Promised", value: stamp(delivery.promisedAt) },
    { key: "handed", name: "Handed over", value: delivery.handedOverAt === null ? "not yet" : stamp(delivery.handedOverAt) },
    {
      key: "phases",
      name: `Phases, ${(phases.at(0)?.name ?? "first").toLowerCase()} to ${(phases.at(-1)?.name ?? "last").toLowerCase()}`,
      value: `${done} of ${phases.length} done`,
    },
    ...(acceptance === null
      ? []
      : [
          {
            key: "allreduce",
            name: `All-reduce, ${plural(acceptance.nodes, "node")}`,
            value: orNot(acceptance.allReduceGigabytesPerSecond, (speed) => `${speed} GB/s`),
          },
          { key: "diagnostics", name: "Diagnostics", value: orNot(acceptance.diagnosticsLevel, (level) => `level ${level}`) },
          { key: "first", name: "Nodes passed at first try", value: orNot(acceptance.nodesPassedAtFirstTry, (count) => `${count} of ${acceptance.nodes}`) },
        ]),
  ];
  return (
    <section>
      <SectionHead end={earlySeconds === null ? undefined : earlyText(earlySeconds)}>Delivery</SectionHead>
      <KeyValue ruled pairs={pairs} />
      {acceptance === null ? null : (
        <details className="mt-2">
          <summary>
            Acceptance report, {plural(acceptance.checks.length, "check")}, {formatInstant(acceptance.acceptedAt, "date")}
          </summary>
          <ul className="mt-1">
            {acceptance.checks.map((check) => (
              <li key={check.name} className="flex items-baseline justify-between gap-3 border-b border-rule py-1 text-note">
                <Status state={check.passed === null ? "unknown" : check.passed ? "up" : "down"} className="whitespace-normal">
                  {check.name}
                </Status>
                <span className="text-right text-ink-2">{check.figure}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** A figure no node reported is absent, and said to be. */
const orNot = (figure: number | null, text: (figure: number) => string): string => (figure === null ? "not measured" : text(figure));

const stamp = (at: string) => (
  <time dateTime={at} title={formatInstant(at, "exact")}>
    {formatInstant(at, "date")} {formatInstant(at, "time")}
  </time>
);

function earlyText(seconds: number): string {
  if (Math.abs(seconds) < 60) return "on time";
  return `${formatDuration(seconds)} ${seconds > 0 ? "early" : "late"}`;
}

/** A delivery in progress: its phases as bars that fill, with counts and the promised hour. */
export function DeliveryProgress({ cluster, now }: { cluster: ClusterDetail; now: string }) {
  const { delivery } = cluster;
  const running = delivery.phases.find((phase) => phase.state === "running");
  const waits = Date.parse(delivery.startsAt) > Date.parse(now);
  const left = (Date.parse(delivery.promisedAt) - Date.parse(now)) / 1000;
  const title = running === undefined ? (waits ? "Delivery has not begun" : "Preparing") : running.name;
  const remark = waits
    ? `begins ${formatInstant(delivery.startsAt, "short", now)} UTC, in ${formatDuration((Date.parse(delivery.startsAt) - Date.parse(now)) / 1000)}`
    : running?.dueAt == null
      ? undefined
      : `should be done by ${formatInstant(running.dueAt, "time")} UTC`;
  return (
    <section aria-label="Delivery">
      <SectionHead
        remark={`${cluster.nodes} × ${cluster.nodeType} to ${cluster.city}`}
        end={
          left >= 0
            ? `Promised ${formatInstant(delivery.promisedAt, "short", now)}, in ${formatDuration(left)}`
            : `Promised ${formatInstant(delivery.promisedAt, "short", now)}, ${formatDuration(left)} ago`
        }
      >
        Delivery
      </SectionHead>
      <div className="ruled-top">
        <LongJob
          title={title}
          remark={remark}
          phases={delivery.phases.map((phase, index) => ({ key: phase.name, name: `${index + 1} ${phase.name}`, done: phase.done, total: phase.total }))}
        >
          GPU time is metered from hand-over. A node that fails a test is swapped before the phase goes on; a late hand-over earns a credit per started hour.
        </LongJob>
      </div>
    </section>
  );
}
