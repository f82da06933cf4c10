// Current names for the ids in log entries, where they still exist.
import type { AuditEventContract } from "@/lib/contracts/identity";
import type { Api } from "@/server/doors/console/caller";

const MOST = 200;

/** Reads one list per kind of id that occurs. */
export async function namesOf({ clusters, billing, identity }: Api, entries: readonly AuditEventContract[]): Promise<Map<string, string>> {
  const ids = entries.flatMap(({ target, detail }) => [target, ...Object.values(detail).filter((value) => typeof value === "string")]);
  const has = (prefix: string) => ids.some((id) => id.startsWith(prefix));
  const [running, invoices, projects, members, keys] = await Promise.all([
    has("clu_") ? clusters.cluster.list({ ended: true, limit: MOST }) : null,
    has("inv_") ? billing.invoice.list({ limit: MOST }) : null,
    has("prj_") ? identity.project.list({ limit: MOST }) : null,
    has("usr_") ? identity.member.list({ limit: MOST }) : null,
    has("key_") ? identity.apiKey.list({ limit: MOST }) : null,
  ]);
  const named = [...(running?.data ?? []), ...(projects?.data ?? []), ...(members?.data ?? []), ...(keys?.data ?? [])].map(({ id, name }): [string, string] => [
    id,
    name,
  ]);
  const actors = entries.flatMap(({ actor }): [string, string][] => (actor.kind === "user" ? [[actor.id, actor.name]] : []));
  return new Map([...actors, ...named, ...(invoices?.data ?? []).map(({ id, number, title }): [string, string] => [id, number ?? `Draft, ${title}`])]);
}
