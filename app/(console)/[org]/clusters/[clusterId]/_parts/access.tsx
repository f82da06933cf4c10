import { Download } from "lucide-react";
import { formatInstant, plural } from "@/components/format/text";
import { Code } from "@/components/ui/code";
import { ButtonLink } from "@/components/ui/button";
import { KeyValue } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { ClusterDetail } from "@/lib/contracts/clusters";
import { AddKey } from "./add-key";
import { RemoveKey } from "./remove-key";

/** "SHA256:q7Ju…9xA": people compare the ends. */
const shortFingerprint = (fingerprint: string): string => (fingerprint.length > 22 ? `${fingerprint.slice(0, 11)}…${fingerprint.slice(-3)}` : fingerprint);

export function Access({ organisation, cluster, mayManage }: { organisation: string; cluster: ClusterDetail; mayManage: boolean }) {
  const { keys, command } = cluster.access;
  const isOpen = cluster.handedOverAt !== null && cluster.state !== "ended";
  return (
    <section>
      <SectionHead end={plural(keys.length, "key")}>Access</SectionHead>
      <div className="border-t-[1.5px] border-rule-ink">
        {isOpen ? (
          <Code text={command} what="command" />
        ) : (
          <p className="pt-1.5 text-ink-2">
            {cluster.state === "ended" ? "The nodes have gone back; there is nothing left to reach." : "The way in opens at hand-over, for the keys below."}
          </p>
        )}
        {keys.length === 0 ? (
          <p className="mt-2 text-ink-2">No SSH keys yet. Add one to log in to the nodes.</p>
        ) : (
          <div className="mt-1.5">
            <KeyValue
              pairs={keys.map((key) => ({
                key: key.fingerprint,
                name: <span className="break-all">{key.name}</span>,
                value: (
                  <span className="inline-flex items-center gap-1.5">
                    <span className="ident" title={`${key.fingerprint}, added ${formatInstant(key.createdAt, "date")}`}>
                      {shortFingerprint(key.fingerprint)}
                    </span>
                    {mayManage && cluster.state !== "ended" ? <RemoveKey clusterId={cluster.id} clusterName={cluster.name} sshKey={key} /> : null}
                  </span>
                ),
              }))}
            />
          </div>
        )}
        <div className="no-print mt-2.5 flex flex-wrap gap-1.5">
          {isOpen ? (
            <ButtonLink size="small" plain download href={`/${organisation}/clusters/${cluster.id}/ssh-config`}>
              <Download aria-hidden="true" />
              SSH config
            </ButtonLink>
          ) : null}
          {mayManage && cluster.state !== "ended" ? <AddKey clusterId={cluster.id} clusterName={cluster.name} /> : null}
        </div>
      </div>
    </section>
  );
}
