-- Capacity is counted; these constraints make overselling impossible to represent.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- No hour of a pool can be promised more often than it has nodes. This CHECK is the authority.
ALTER TABLE "PoolMonth" ADD CONSTRAINT "PoolMonth_never_oversold" CHECK (0 <= ALL (free));
ALTER TABLE "PoolMonth" ADD CONSTRAINT "PoolMonth_month" CHECK (month BETWEEN 202001 AND 209912 AND month % 100 BETWEEN 1 AND 12);
-- Every hold rewrites the row, so leave room for it on its page.
ALTER TABLE "PoolMonth" SET (fillfactor = 60);
CREATE SEQUENCE "PoolMonth_version";

ALTER TABLE "Pool" ADD CONSTRAINT "Pool_counts" CHECK ("nodeCount" >= 0 AND "spareCount" >= 0 AND "nodeCount" <= 32767 AND "leadSeconds" >= 0);
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_window" CHECK ("endAt" > "startAt" AND nodes > 0);
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_whole_hours" CHECK (date_trunc('hour', "startAt", 'UTC') = "startAt" AND date_trunc('hour', "endAt", 'UTC') = "endAt");
-- Hosts, downloads and pages are named after the cluster: one live reservation has a name at a time.
CREATE UNIQUE INDEX "Reservation_live_name" ON "Reservation" ("organisationId", name) WHERE state IN ('scheduled', 'provisioning', 'active');
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_window" CHECK ("endAt" > "startAt" AND nodes > 0);
-- Failed hardware returns only after a person records the outcome and the checks it passed.
ALTER TABLE "Repair" ADD CONSTRAINT "Repair_closed_by_somebody" CHECK (("closedAt" IS NULL) = ("closedBy" IS NULL)
  AND ("closedAt" IS NULL) = (outcome IS NULL) AND ("closedAt" IS NULL) = (cardinality(checks) = 0));
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_window" CHECK ("endAt" >= "startAt");

-- Second line of defence: one node never serves two clusters at a time. Not trusted alone, because an index can lose an
-- entry; `berth db check` reads the heap.
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_one_cluster_at_a_time"
  EXCLUDE USING gist ("nodeId" WITH =, tstzrange("startAt", "endAt") WITH &&);

-- One list rate at a time per node type, region and currency.
ALTER TABLE "PriceBookEntry" ADD CONSTRAINT "PriceBookEntry_one_rate_at_a_time"
  EXCLUDE USING gist ("nodeTypeId" WITH =, "regionId" WITH =, currency WITH =, tstzrange("validFrom", "validUntil") WITH &&);

-- A node has one state at a time, and one open interval.
ALTER TABLE "NodeState" ADD CONSTRAINT "NodeState_window" CHECK ("endAt" IS NULL OR "endAt" > "startAt");
CREATE UNIQUE INDEX "NodeState_one_open" ON "NodeState" ("nodeId") WHERE "endAt" IS NULL;
CREATE INDEX "NodeState_not_up" ON "NodeState" ("nodeId", "startAt") INCLUDE ("endAt", state) WHERE state <> 'up';
ALTER TABLE "NodeWatch" SET (fillfactor = 50);

-- With two discounts for one threshold it would be undecidable which one applies.
ALTER TABLE "DiscountTier" ADD CONSTRAINT "DiscountTier_one_at_a_time"
  EXCLUDE USING gist (kind WITH =, threshold WITH =, tstzrange("validFrom", "validUntil") WITH &&);
