-- Indexes that the Prisma schema cannot express: over part of a table or over an expression.
CREATE INDEX "OutboxEvent_new" ON "OutboxEvent" (id) WHERE "relayedAt" IS NULL;
CREATE INDEX "EventDelivery_waiting" ON "EventDelivery" (subscriber, "eventId") WHERE "processedAt" IS NULL;

-- What an organisation holds at this moment is counted before each quote.
CREATE INDEX "Quote_held" ON "Quote" ("organisationId", "expiresAt") WHERE state = 'held';

-- The invoice list's own order: newest first, drafts by the day they were drawn up.
CREATE INDEX "Invoice_list" ON "Invoice" ("organisationId", (COALESCE("issuedAt", "createdAt")) DESC, id DESC);

-- The last 90 days of every site are read without walking through the years before them.
CREATE INDEX "NodeState_recent" ON "NodeState" ((COALESCE("endAt", 'infinity'::timestamptz)));
-- The clusters of a month are found without those that ended before it or are still to come.
CREATE INDEX "Cluster_served" ON "Cluster" ("organisationId", "endedAt") WHERE "handedOverAt" IS NOT NULL;

CREATE INDEX "Node_watched" ON "Node" ("poolId") WHERE watched;
-- A node is in the workshop once.
CREATE UNIQUE INDEX "Repair_open" ON "Repair" ("nodeId") WHERE "closedAt" IS NULL;

-- One open invitation per address and organisation.
CREATE UNIQUE INDEX "Invitation_open" ON "Invitation" (coalesce("organisationId", ''), email) WHERE "acceptedAt" IS NULL AND "withdrawnAt" IS NULL;
