// Text for a search: on chips, in the heading, above an empty result.
import { formatInstant, plural } from "@/components/format/text";
import { formatInstant as instantText, parseInstant, SECONDS_PER_HOUR } from "@/lib/period";
import { isFixed, latestStartOf, type Search } from "./search";

/** 336 to "14 days", 36 to "36 hours". */
export const hoursText = (hours: number): string => (hours % 24 === 0 ? plural(hours / 24, "day") : plural(hours, "hour"));

/** "H100-SXM5-80GB" to "H100 SXM5", "RTX-PRO-6000-96GB" to "RTX PRO 6000": the name people use. */
export const modelText = (gpuModel: string): string => gpuModel.replace(/-\d+GB$/, "").replaceAll("-", " ");

/** Midnight is shown without the hour. */
const momentText = (at: string): string => formatInstant(at, at.includes("T00:00:00") ? "day" : "short");

export function windowText(search: Search, now: string): string {
  if (isFixed(search)) {
    const { from, to } = search;
    const end = to ?? (from === null ? null : instantText(parseInstant(from) + search.for * SECONDS_PER_HOUR));
    return `${from === null ? "…" : momentText(from)} to ${end === null ? "…" : momentText(end)}`;
  }
  const latest = momentText(latestStartOf(search, now));
  return search.earliest === null
    ? `${hoursText(search.for)}, any start before ${latest}`
    : `${hoursText(search.for)}, from ${momentText(search.earliest)} to ${latest}`;
}

const COUNTRY = new Intl.DisplayNames("en", { type: "region" });

/** "KR" to "South Korea"; an unknown code is shown as is. */
export function countryText(code: string): string {
  try {
    return COUNTRY.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** Two by name, the rest counted. */
export function listText(values: readonly string[]): string {
  const [first = "", second, ...others] = values;
  if (second === undefined) return first;
  return others.length === 0 ? `${first}, ${second}` : `${first}, ${second} and ${others.length} more`;
}

const RESIDENCY: Readonly<Record<string, string>> = { EEA: "EEA", UK: "United Kingdom" };
export const residencyText = (code: string): string => RESIDENCY[code] ?? countryText(code);

export const FABRIC = { infiniband: "InfiniBand", ethernet: "Ethernet" } as const;

/** Attestations a site can hold, by their codes in the catalogue. */
export const ATTESTATIONS: Readonly<Record<string, string>> = {
  iso27001: "ISO 27001",
  soc2: "SOC 2",
  "pci-dss": "PCI DSS",
  gdpr: "GDPR",
  hipaa: "HIPAA",
  iso50001: "ISO 50001",
  c5: "BSI C5",
  "isms-p": "ISMS-P",
};
export const attestationText = (code: string): string => ATTESTATIONS[code] ?? code;
