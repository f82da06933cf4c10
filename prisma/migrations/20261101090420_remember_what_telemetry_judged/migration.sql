-- A point signal (XID, reset, throughput) is the same whoever saw it.
ALTER TABLE "SignalRun" ALTER COLUMN "source" DROP NOT NULL;

-- Why a watched node is as it is: whether time alone may change it is asked of every node by every tick.
ALTER TABLE "NodeWatch" ADD COLUMN "reason" TEXT NOT NULL DEFAULT 'collectors_blind';

-- Whether bandwidth was kept is decided with the month.
ALTER TABLE "SlaReport" ADD COLUMN "bandwidthSamples" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "bandwidthShort" INTEGER NOT NULL DEFAULT 0;

-- The next incident number of a year.
CREATE TABLE "IncidentSeries" (
    "year" INTEGER NOT NULL,
    "nextNumber" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "IncidentSeries_pkey" PRIMARY KEY ("year")
);

-- An organisation's month whose reports are decided. The row makes deciding twice change nothing.
CREATE TABLE "SlaMonth" (
    "organisationId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlaMonth_pkey" PRIMARY KEY ("organisationId", "month")
);
ALTER TABLE "SlaMonth" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "SlaMonth" TO berth_app USING ("organisationId" = berth_organisation() OR berth_network()) WITH CHECK ("organisationId" = berth_organisation() OR berth_network());

-- The last 90 days of every site are read without walking through the years before them.
CREATE INDEX "NodeState_recent" ON "NodeState" ((COALESCE("endAt", 'infinity'::timestamptz)));
CREATE INDEX "Node_watched" ON "Node" ("poolId") WHERE watched;
CREATE INDEX "Incident_site" ON "Incident" ("siteId", "openedAt");
CREATE INDEX "Repair_open" ON "Repair" ("nodeId") WHERE "closedAt" IS NULL;
