// The starting point of a purchase: the catalogue, and how the organisation buys.
import { type TaxTreatment, sellerFor, taxTreatment } from "@/lib/tax";
import type { Instant } from "@/lib/period";
import { CATALOGUE_VERSION, type Catalogue, catalogueAt } from "@/server/catalog";
import type { Buyer } from "@/server/identity";
import { OperationError } from "@/server/kernel/operation/errors";
import type { Tx } from "@/server/kernel/database/db";

const STANDING = `
  SELECT ${CATALOGUE_VERSION} AS version, b.country, b."taxId", b.currency, b."purchaseOrderRequired"
    FROM (SELECT 1) AS one LEFT JOIN identity.buyer b ON b."organisationId" = $1`;

interface Standing {
  catalogue: Catalogue;
  buyer: Buyer | null;
}

/** Read once per transaction: the policy and the handler of one operation ask the same question. */
const readAlready = new WeakMap<Tx, { organisationId: string; standing: Promise<Standing> }>();

/**
 * The starting point of every price, in one round trip: the catalogue, and how the caller buys; null without a billing
 * profile.
 */
export function standingOf(tx: Tx, organisationId: string): Promise<Standing> {
  const known = readAlready.get(tx);
  if (known?.organisationId === organisationId) return known.standing;
  const standing = readStanding(tx, organisationId);
  readAlready.set(tx, { organisationId, standing });
  return standing;
}

async function readStanding(tx: Tx, organisationId: string): Promise<Standing> {
  const [row] = await tx.sql<{ version: string; country: string | null } & Omit<Buyer, "country">>(STANDING, [organisationId], "capacity_standing");
  if (!row) throw new Error("a statement without a table returned no row");
  const { version, country, ...profile } = row;
  return { catalogue: await catalogueAt(tx, version), buyer: country === null ? null : { country, ...profile } };
}

/** @throws OperationError invalid_state without a billing profile: nobody could be invoiced. */
export async function buyingStandingOf(tx: Tx, organisationId: string): Promise<{ catalogue: Catalogue; buyer: Buyer }> {
  const { catalogue, buyer } = await standingOf(tx, organisationId);
  if (buyer) return { catalogue, buyer };
  throw new OperationError("invalid_state", "Your organisation has no billing profile yet, so nothing can be quoted.", {
    suggestion: "Ask an admin or finance member to fill in the billing profile.",
  });
}

export function taxOf(buyer: Buyer, at: Instant): TaxTreatment {
  return taxTreatment({ seller: sellerFor(buyer.country), buyer, at });
}
