// Valid cluster names, and a first suggestion.

/** The same rule as the operation's. */
export const CLUSTER_NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;
export const CLUSTER_NAME_RULE = "Lower-case letters, digits and hyphens, 1 to 40 characters.";

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** "h100-oslo" for h100-sxm.8x in Oslo. */
export function proposedName({ nodeType, city }: { nodeType: string; city: string }): string {
  const gpu = plain(nodeType.split(/[-.]/)[0] ?? "");
  return [gpu, plain(city)].filter(Boolean).join("-").slice(0, 40).replace(/-+$/, "") || "cluster";
}
