import { expect, test } from "vitest";
import type { NetworkStatus } from "@/lib/contracts/reliability";
import { statusSentence } from "./sentence";

const at = (city: string, state: NetworkStatus["notUp"][number]["state"]) => ({ city, state }) as NetworkStatus["notUp"][number];

test.each<[string, Parameters<typeof statusSentence>[0]]>([
  ["All 302 sites are up.", { sites: 302, sitesUp: 302, notUp: [] }],
  [
    "299 of 302 sites are up. Lagos is down, Amsterdam is degraded, Columbus is in maintenance.",
    { sites: 302, sitesUp: 299, notUp: [at("Lagos", "down"), at("Amsterdam", "degraded"), at("Columbus", "maintenance")] },
  ],
  ["300 of 302 sites are up. Lagos and Oslo are down.", { sites: 302, sitesUp: 300, notUp: [at("Lagos", "down"), at("Oslo", "down")] }],
  ["298 of 302 sites are up. 4 are not seen.", { sites: 302, sitesUp: 298, notUp: ["a", "b", "c", "d"].map((city) => at(city, "unknown")) }],
  ["No site is in service yet.", { sites: 0, sitesUp: 0, notUp: [] }],
])("%s", (expected, status) => expect(statusSentence(status)).toBe(expected));
