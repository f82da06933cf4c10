-- Indexes that the Prisma schema cannot express: over part of a table or over an expression.
CREATE INDEX "OutboxEvent_new" ON "OutboxEvent" (id) WHERE "relayedAt" IS NULL;
CREATE INDEX "EventDelivery_waiting" ON "EventDelivery" (subscriber, "eventId") WHERE "processedAt" IS NULL;

-- Current holds of an organisation are counted before each quote.
CREATE INDEX "Quote_held" ON "Quote" ("organisationId", "expiresAt") WHERE state = 'held';

-- The order of the invoice list: newest first, drafts by their creation day.
CREATE INDEX "Invoice_list" ON "Invoice" ("organisationId", (COALESCE("issuedAt", "createdAt")) DESC, id DESC);

-- Reads the last 90 days of every site without scanning the years before them.
CREATE INDEX "NodeState_recent" ON "NodeState" ((COALESCE("endAt", 'infinity'::timestamptz)));
-- The clusters of a month are found without those that ended before it or are still to come.
CREATE INDEX "Cluster_served" ON "Cluster" ("organisationId", "endedAt") WHERE "handedOverAt" IS NOT NULL;

CREATE INDEX "Node_watched" ON "Node" ("poolId") WHERE watched;
-- A node has at most one open repair.
CREATE UNIQUE INDEX "Repair_open" ON "Repair" ("nodeId") WHERE "closedAt" IS NULL;

-- One open invitation per address and organisation.
CREATE UNIQUE INDEX "Invitation_open" ON "Invitation" (coalesce("organisationId", ''), email) WHERE "acceptedAt" IS NULL AND "withdrawnAt" IS NULL;
