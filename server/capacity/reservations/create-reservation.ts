import type { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";
import { createReservationInput, reservation } from "@/lib/contracts/capacity";
import { toInstant } from "@/lib/period";
import { isUniqueViolation } from "@/server/kernel/database/sql-state";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { buyingStandingOf } from "../quotes/buyer";
import { reservationConfirmed } from "../events";
import { invalid } from "../quotes/quote-request";
import { isHeld } from "../quotes/quote-rules";
import { lockQuote, setQuoteState } from "../quotes/quote-rows";
import type { QuoteRow } from "../quotes/quote-shape";
import { type FoundReservation, type ReservedSshKey, insertReservation, reservationContract } from "./reservation-rows";
import { projectFor } from "./project-for";
import { parseSshPublicKeys } from "./ssh-key";

export const createReservation = command({
  name: "capacity.reservation.create",
  summary: "Confirms a held quote: the contract is made, delivery is scheduled and what is due now is invoiced.",
  input: createReservationInput,
  output: reservation,
  permission: "capacity.reserve",
  tenancy: "project",
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  rate: "write",
  rest: { method: "POST", path: "/reservations", status: 201 },
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    const sshKeys = readKeys(input.sshKeys);
    const { catalogue, buyer } = await buyingStandingOf(tx, organisationId);
    const purchaseOrder = input.purchaseOrder || null;
    if (buyer.purchaseOrderRequired && !purchaseOrder)
      throw new OperationError("po_required", "Your organisation asks for a purchase order on every reservation.");
    const quote = await lockQuote(tx, ctx, input.quoteId);
    assertHeld(quote, ctx.now);
    const projectId = await projectFor(ctx, input.project, quote.projectId ?? ctx.projectId);
    const nodeType = catalogue.nodeTypes.get(quote.nodeTypeId);
    if (!nodeType) throw new Error(`quote ${quote.id} names a node type that is gone`);
    await setQuoteState(tx, quote, "accepted");
    // The held nodes stay counted: from here on they belong to the reservation.
    const row: FoundReservation = {
      id: ctx.id("res"),
      organisationId,
      projectId,
      quoteId: quote.id,
      clusterId: ctx.id("clu"),
      name: input.name,
      poolId: quote.poolId,
      siteId: quote.siteId,
      regionId: quote.regionId,
      nodeTypeId: quote.nodeTypeId,
      gpusPerNode: nodeType.gpuCount,
      nodes: quote.nodes,
      startAt: quote.startAt,
      endAt: quote.endAt,
      slaPlanId: quote.slaPlanId,
      paymentSchedule: quote.paymentSchedule,
      currency: quote.currency,
      rateMicros: quote.rateMicros,
      totalMinor: quote.totalMinor,
      purchaseOrder,
      sshKeys,
      state: "scheduled",
      createdBy: ctx.actor.id,
      createdByLabel: ctx.actor.label,
      createdAt: ctx.now,
      subtotalMinor: quote.subtotalMinor,
      taxMinor: quote.taxMinor,
      taxNote: quote.terms.taxNote,
      promisedAt: new Date(quote.terms.terms.delivery.promisedAt),
    };
    await insertReservation(tx, row).catch((error: unknown) => Promise.reject(isUniqueViolation(error, "Reservation_live_name") ? nameTaken(row.name) : error));
    await ctx.emit(reservationConfirmed({ reservationId: row.id }, organisationId));
    const output = reservationContract(row);
    ctx.audited({
      quote: quote.id,
      name: row.name,
      project: projectId,
      purchaseOrder,
      total: `${output.total.amount} ${output.total.currency}`,
      sshKeys: sshKeys.length,
    });
    return output;
  },
});

const nameTaken = (name: string): OperationError =>
  new OperationError("conflict", `Your organisation has a cluster named ${name} already, running or scheduled.`, {
    suggestion: "Choose another name; SSH hosts and files are named by it.",
    errors: [{ pointer: "/name", message: `${name} is the name of another cluster; choose another one.` }],
  });

function assertHeld(quote: QuoteRow, now: Date): void {
  if (quote.state === "accepted") throw new OperationError("quote_used", `Quote ${quote.id} was already confirmed.`);
  if (quote.state === "held" && isHeld(toInstant(quote.expiresAt), toInstant(now))) return;
  if (quote.state === "released") {
    throw new OperationError("quote_expired", `Quote ${quote.id} was released, so its capacity is free again. No money moved.`, {
      suggestion: "Take a new quote; price and capacity may have changed.",
    });
  }
  throw new OperationError(
    "quote_expired",
    `Quote ${quote.id} was held until ${quote.expiresAt.toISOString()}. No money moved, and its capacity is free again.`,
    {
      suggestion: "Take a new quote with the same node type, site, nodes and window; price and capacity may have changed.",
    },
  );
}

/**
 * The keys of all texts without duplicates. A text can hold several, as an authorized_keys file does.
 * @throws OperationError validation_failed naming each invalid key
 */
function readKeys(given: z.output<typeof createReservationInput>["sshKeys"]): ReservedSshKey[] {
  const errors: FieldError[] = [];
  const byFingerprint = new Map<string, ReservedSshKey>();
  for (const [index, key] of given.entries()) {
    const { name, publicKey: text } = typeof key === "string" ? { name: undefined, publicKey: key } : key;
    const pointer = `/sshKeys/${index}${typeof key === "string" ? "" : "/publicKey"}`;
    for (const read of parseSshPublicKeys(text)) {
      if ("problem" in read) errors.push({ pointer, message: read.problem });
      else byFingerprint.set(read.fingerprint, { name: name ?? (read.comment || read.algorithm), publicKey: read.publicKey, fingerprint: read.fingerprint });
    }
  }
  const keys = [...byFingerprint.values()];
  if (keys.length > MAX_KEYS) errors.push({ pointer: "/sshKeys", message: `There are ${keys.length} keys; at most ${MAX_KEYS} are taken.` });
  if (errors.length > 0) throw invalid(errors);
  return keys;
}

const MAX_KEYS = 50;
