// Who acts, and through which door. The union is closed and attribution is total: nothing happens without a label, an
// id, a surface and, where there is one, an address.
import { Access, accessBy, grant } from "@/lib/permissions";
import { randomId } from "../process/random";

/** The door a call came through. */
export type Surface = "console" | "api" | "cli" | "worker" | "signals" | "demo" | "test";

interface Acting {
  id: string;
  label: string;
  /** What the actor can do, and on which resources (lib/permissions.ts). */
  access: Access;
}

/** A person acting for one of their organisations, for the network's staff, or for themselves. */
export interface UserActor extends Acting {
  kind: "user";
}

/** A program with a key: of one organisation, optionally of one project; or a staff key. */
export interface ApiKeyActor extends Acting {
  kind: "apiKey";
  /** Can call queries only. */
  readOnly: boolean;
}

/** One of our own jobs, for the network or on behalf of one organisation. */
export interface SystemActor extends Acting {
  kind: "system";
}

/** A node, probe or collector: can only send signals, for its pools and as its sources. */
export interface NodeActor extends Acting {
  kind: "node";
  sources: readonly string[];
}

export type Actor = UserActor | ApiKeyActor | SystemActor | NodeActor;

/** What a door knows about a call. `actor` is null when nobody signed in. */
export interface Caller {
  actor: Actor | null;
  surface: Surface;
  /** The caller's network address; null for our own jobs. */
  address: string | null;
  requestId: string;
  idempotencyKey?: string | undefined;
}

const NETWORK_ACCESS = accessBy("system", { kind: "network" });

/** A call by one of our own jobs, for the whole network or for one organisation. */
export function systemCaller(job: string, organisationId: string | null = null, surface: Surface = "worker"): Caller {
  const access = organisationId === null ? NETWORK_ACCESS : new Access([grant("system", { kind: "organisation", organisationId }), ...NETWORK_ACCESS.grants]);
  return { actor: { kind: "system", id: `job:${job}`, label: job, access }, surface, address: null, requestId: randomId("req") };
}

/** Our own follow-up to a failed call, such as recording the failure, with that call's door, address and id. */
export const onBehalfOf = (caller: Caller, job: string): Caller => ({
  ...systemCaller(job, null, caller.surface),
  address: caller.address,
  requestId: caller.requestId,
});

/** The attribution written to the audit trail. Total: also for anonymous callers. */
export interface Attribution {
  actorKind: Actor["kind"] | "anonymous";
  actorId: string;
  actorLabel: string;
  surface: Surface;
  address: string | null;
}

export function attributionOf(caller: Caller): Attribution {
  const { actor, surface, address } = caller;
  return actor
    ? { actorKind: actor.kind, actorId: actor.id, actorLabel: actor.label, surface, address }
    : { actorKind: "anonymous", actorId: "anonymous", actorLabel: "Not signed in", surface, address };
}
