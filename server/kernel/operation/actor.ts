// Who acts, and through which door. The union is closed and attribution is total: nothing happens without a label, an
// id, a surface and, where there is one, an address.
import type { MemberRole } from "@/lib/permissions";
import { randomId } from "../process/random";

/** The door a call came through. */
export type Surface = "console" | "api" | "mcp" | "cli" | "worker" | "signals" | "webhook" | "demo" | "test";

/** A person. `role` follows from the organisation they act for; null when they act only for themselves. */
export interface UserActor {
  kind: "user";
  id: string;
  label: string;
  role: MemberRole | "operator" | null;
  organisationId: string | null;
  projectId: null;
  readOnly: false;
}

/** A program with a key: of one organisation, perhaps of one project; or a staff key. */
export interface ApiKeyActor {
  kind: "apiKey";
  id: string;
  label: string;
  role: MemberRole | "operator";
  organisationId: string | null;
  projectId: string | null;
  readOnly: boolean;
}

/** A non-human member of an organisation. */
export interface AgentActor {
  kind: "agent";
  id: string;
  label: string;
  role: MemberRole;
  organisationId: string;
  projectId: string | null;
  readOnly: boolean;
}

/** A job of ours, for the network or on behalf of one organisation. */
export interface SystemActor {
  kind: "system";
  id: string;
  label: string;
  role: "system";
  organisationId: string | null;
  projectId: null;
  readOnly: false;
}

/** A verified message from outside, e.g. of a payment provider. */
export interface WebhookActor {
  kind: "webhook";
  id: string;
  label: string;
  role: "system";
  organisationId: string | null;
  projectId: null;
  readOnly: false;
}

/** A node, probe or collector: may only send signals. */
export interface NodeActor {
  kind: "node";
  id: string;
  label: string;
  role: "node";
  organisationId: null;
  projectId: null;
  readOnly: false;
}

export type Actor = UserActor | ApiKeyActor | AgentActor | SystemActor | WebhookActor | NodeActor;

/** What a door knows about a call. `actor` is null when nobody signed in. */
export interface Caller {
  actor: Actor | null;
  surface: Surface;
  /** Network address of the caller; null for our own jobs. */
  address: string | null;
  requestId: string;
  idempotencyKey?: string | undefined;
}

/** A call by one of our own jobs: for the whole network, or for one organisation. */
export function systemCaller(job: string, organisationId: string | null = null, surface: Surface = "worker"): Caller {
  return {
    actor: { kind: "system", id: `job:${job}`, label: job, role: "system", organisationId, projectId: null, readOnly: false },
    surface,
    address: null,
    requestId: randomId("req"),
  };
}

/** What is written down about who did it. Total: also for nobody. */
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
