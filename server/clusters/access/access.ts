// Access for people: through the site's jump host, as the organisation, to a node by its number in the cluster.

const jumpHost = (siteId: string): string => `${siteId}.ssh.berth.example`;
export const nodeName = (ordinal: number): string => `n${String(ordinal).padStart(2, "0")}`;

export const sshCommand = (slug: string, siteId: string, ordinal: number): string => `ssh -J ${slug}@${jumpHost(siteId)} ubuntu@${nodeName(ordinal)}`;

/** An OpenSSH client configuration with one Host per node, named `<cluster>-n01`. */
export function sshConfig(slug: string, cluster: { name: string; siteId: string }, ordinals: readonly number[]): string {
  const jump = `${cluster.name}-jump`;
  const host = (ordinal: number) => `Host ${cluster.name}-${nodeName(ordinal)}\n  HostName ${nodeName(ordinal)}\n  User ubuntu\n  ProxyJump ${jump}\n`;
  return [`Host ${jump}\n  HostName ${jumpHost(cluster.siteId)}\n  User ${slug}\n`, ...ordinals.map(host)].join("\n");
}
