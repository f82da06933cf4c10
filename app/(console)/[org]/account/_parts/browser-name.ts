// The order matters: Edge and Opera also say Chrome, and Chrome also says Safari.
const BROWSERS: readonly (readonly [says: RegExp, name: string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
// The order matters: Android also says Linux, and iPhones say Mac OS X.
const SYSTEMS: readonly (readonly [says: RegExp, name: string])[] = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** "Firefox on Windows", from a User-Agent header, as far as it is recognised. */
export function browserName(userAgent: string | null): string {
  if (userAgent === null) return "Unknown browser";
  const browser = BROWSERS.find(([says]) => says.test(userAgent))?.[1] ?? "Unknown browser";
  const system = SYSTEMS.find(([says]) => says.test(userAgent))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}
