// An id is a prefix naming the kind of thing and 26 characters of Crockford base32: 48 bits of milliseconds, then 80
// random bits. Ids sort by creation time, and the prefix shows what they name.

/** Every prefix and the noun it names. */
export const ID_PREFIXES = {
  org: "organisation",
  prj: "project",
  usr: "user",
  mem: "member",
  ivt: "invitation",
  pwr: "password reset",
  inv: "invoice",
  agt: "agent",
  key: "API key",
  ssh: "SSH key",
  qte: "quote",
  chq: "change quote",
  res: "reservation",
  wth: "withheld capacity",
  clu: "cluster",
  asg: "assignment",
  rpl: "replacement",
  rpr: "repair",
  nod: "node",
  sta: "node state",
  sig: "signal",
  inc: "incident",
  ine: "incident entry",
  mnt: "maintenance window",
  sla: "SLA report",
  usg: "usage record",
  bpr: "billing profile",
  lin: "invoice line",
  crn: "credit note",
  pay: "payment",
  doc: "document",
  acc: "ledger account",
  trf: "ledger transfer",
  ent: "ledger entry",
  prc: "price",
  bdg: "budget",
  wat: "capacity watch",
  whk: "webhook",
  evt: "event",
  aud: "audit entry",
  own: "hardware owner",
  bnd: "bond",
  req: "request",
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BODY = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * `qte_01KAB…`: a new id.
 * @param milliseconds epoch milliseconds, at most 48 bits
 * @param random 10 random bytes
 */
export function makeId(prefix: IdPrefix, milliseconds: number, random: Uint8Array): string {
  let body = "";
  let rest = milliseconds;
  for (let i = 0; i < 10; i++) {
    body = ALPHABET.charAt(rest % 32) + body;
    rest = Math.floor(rest / 32);
  }
  let bits = 0;
  let held = 0;
  for (const byte of random) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      body += ALPHABET.charAt((held >> bits) & 31);
    }
  }
  return `${prefix}_${body}`;
}

/** Whether `text` has the form of an id with that prefix. Nothing is looked up. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && BODY.test(text.slice(prefix.length + 1));
}

/** The noun an id names, or null if the text is not one of our ids. */
export function nounOfId(text: string): string | null {
  const at = text.indexOf("_");
  const prefix = text.slice(0, at);
  return at > 0 && Object.hasOwn(ID_PREFIXES, prefix) && BODY.test(text.slice(at + 1)) ? ID_PREFIXES[prefix as IdPrefix] : null;
}
