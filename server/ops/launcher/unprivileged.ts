// Postgres refuses to run as root. As root we start it in a user namespace, where root's files stay readable, else
// under an unprivileged account; as any other user it just runs.
import { spawnSync } from "node:child_process";
import { Failure } from "./failure";

export interface Account {
  /** The command line to start instead of `binary args`. */
  wrap(binary: string, args: string[]): [command: string, args: string[]];
  /** User and group to start it as; absent when they are this process's own. */
  ids?: { uid: number; gid: number };
}

const NAMESPACE = ["--user", "--map-user=65534", "--map-group=65534"];

export function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return { wrap: (binary, args) => [binary, args] };
  if (spawnSync("unshare", [...NAMESPACE, "true"]).status === 0) {
    return { wrap: (binary, args) => ["unshare", [...NAMESPACE, binary, ...args]] };
  }
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((option) => spawnSync("id", [option, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) {
      return { wrap: (binary, args) => [binary, args], ids: { uid: Number(uid.stdout), gid: Number(gid.stdout) } };
    }
  }
  throw new Failure(
    "Postgres does not run as root and this system has no account without rights to run it as. Run the command as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}
