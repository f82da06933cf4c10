// The state of the network in one sentence. Pure.
import type { NetworkStatus } from "@/lib/contracts/reliability";

const SAYS = {
  down: ["is down", "are down"],
  degraded: ["is degraded", "are degraded"],
  maintenance: ["is in maintenance", "are in maintenance"],
  unknown: ["is not seen", "are not seen"],
} as const;

/** With more places than this, they are only counted. */
const MAX_NAMED = 3;

/** "299 of 302 sites are up. Lagos is down, Amsterdam is degraded, Columbus is in maintenance." */
export function statusSentence({ sites, sitesUp, notUp }: Pick<NetworkStatus, "sites" | "sitesUp" | "notUp">): string {
  if (sites === 0) return "No site is in service yet.";
  if (sitesUp === sites) return `All ${sites} sites are up.`;
  const parts = (["down", "degraded", "maintenance", "unknown"] as const).flatMap((state) => {
    const cities = notUp.filter((site) => site.state === state).map((site) => site.city);
    if (cities.length === 0) return [];
    const [one, many] = SAYS[state];
    if (cities.length > MAX_NAMED) return [`${cities.length} ${many}`];
    return [`${cities.length === 1 ? cities[0] : `${cities.slice(0, -1).join(", ")} and ${cities.at(-1)}`} ${cities.length === 1 ? one : many}`];
  });
  return `${sitesUp} of ${sites} sites are up. ${parts.join(", ")}.`;
}
