-- What each module publishes: a schema named after the module, with one view per published table. A statement can name
-- the tables of its own module and the views of modules below it; server/ops/statements enforces that. A view selects
-- columns of one table under their own names and nothing more, so the planner treats it like the table. It runs with
-- the caller's rights (security_invoker), so row security applies to it as to the table. It grants only SELECT: nobody
-- locks or writes through it.
CREATE SCHEMA kernel;
CREATE SCHEMA identity;
CREATE SCHEMA catalog;
CREATE SCHEMA capacity;
CREATE SCHEMA clusters;
CREATE SCHEMA signals;
CREATE SCHEMA reliability;
CREATE SCHEMA billing;

CREATE VIEW kernel.audit_event WITH (security_invoker = on) AS
  SELECT id, chain, sequence, "organisationId", "occurredAt", "actorKind", "actorId", "actorLabel", action, subject, surface, address, "requestId",
    detail, "previousHash", hash FROM "AuditEvent";
COMMENT ON VIEW kernel.audit_event IS 'An action and its actor, each entry chained to the one before.';
CREATE VIEW kernel.outbox_event WITH (security_invoker = on) AS
  SELECT id, name, "organisationId", "createdAt", "relayedAt" FROM "OutboxEvent";
COMMENT ON VIEW kernel.outbox_event IS 'An event, written with the decision it reports.';
CREATE VIEW kernel.event_delivery WITH (security_invoker = on) AS
  SELECT "eventId", subscriber, "organisationId", attempts, "processedAt", "deadAt", "lastError" FROM "EventDelivery";
COMMENT ON VIEW kernel.event_delivery IS 'An event addressed to one subscriber.';
CREATE VIEW kernel.demo_clock WITH (security_invoker = on) AS
  SELECT id, "offsetSeconds", "movedAt" FROM "DemoClock";
COMMENT ON VIEW kernel.demo_clock IS 'How far the time of the demo runs ahead.';

CREATE VIEW identity.organisation WITH (security_invoker = on) AS
  SELECT id, slug, name, country, "createdAt" FROM "Organisation";
COMMENT ON VIEW identity.organisation IS 'A customer.';
CREATE VIEW identity.buyer WITH (security_invoker = on) AS
  SELECT "organisationId", country, "taxId", currency, "purchaseOrderRequired" FROM "Buyer";
COMMENT ON VIEW identity.buyer IS 'How an organisation buys: its country, tax number and currency, and whether it needs a purchase order.';
CREATE VIEW identity.project WITH (security_invoker = on) AS
  SELECT id, "organisationId", slug, name, "costCentre", "budgetMinor", "createdAt", "archivedAt" FROM "Project";
COMMENT ON VIEW identity.project IS 'A cost centre of an organisation, with its monthly budget.';
CREATE VIEW identity.person WITH (security_invoker = on) AS
  SELECT id, email, name, staff FROM "User";
COMMENT ON VIEW identity.person IS 'A person who can sign in.';
CREATE VIEW identity.member WITH (security_invoker = on) AS
  SELECT "organisationId", "userId", role, "projectIds" FROM "Member";
COMMENT ON VIEW identity.member IS 'Who acts for an organisation, in which role.';

CREATE VIEW catalog.region WITH (security_invoker = on) AS
  SELECT id, city, country, "countryName", area, residency FROM "Region";
COMMENT ON VIEW catalog.region IS 'Where a customer buys.';
CREATE VIEW catalog.site WITH (security_invoker = on) AS
  SELECT id, "regionId", name, "joinedAt", "leavesAt" FROM "Site";
COMMENT ON VIEW catalog.site IS 'A data centre of a region.';
CREATE VIEW catalog.node_type WITH (security_invoker = on) AS
  SELECT id, "gpuModel", "gpuCount", "fabricKind", "committedGbps" FROM "NodeType";
COMMENT ON VIEW catalog.node_type IS 'The configuration of a server, and its committed bandwidth.';
CREATE VIEW catalog.pool WITH (security_invoker = on) AS
  SELECT id, "siteId", "nodeTypeId", "nodeCount", "spareCount" FROM "Pool";
COMMENT ON VIEW catalog.pool IS 'The nodes of one type at one site: how many are sold and how many are spares.';
CREATE VIEW catalog.node WITH (security_invoker = on) AS
  SELECT id, "poolId", ordinal, serial, watched, "retiredAt" FROM "Node";
COMMENT ON VIEW catalog.node IS 'A numbered server of a pool.';
CREATE VIEW catalog.sla_plan WITH (security_invoker = on) AS
  SELECT id, name, "targetPercent", "degradedWeightHalves", "maintenanceAllowanceSeconds", "dedicatedSpares" FROM "SlaPlan";
COMMENT ON VIEW catalog.sla_plan IS 'A reliability promise and how it is measured.';

CREATE VIEW catalog.version WITH (security_invoker = on) AS
  SELECT id, version FROM "CatalogueVersion";
COMMENT ON VIEW catalog.version IS 'The catalogue''s version, changed by every load of the network.';

CREATE VIEW capacity.contract WITH (security_invoker = on) AS
  SELECT id, "organisationId", "projectId", "quoteId", "clusterId", name, "poolId", "siteId", "regionId", "nodeTypeId", "gpusPerNode", nodes, "startAt", "endAt",
    "slaPlanId", "paymentSchedule", currency, "rateMicros", "totalMinor", "purchaseOrder", state, "createdByLabel",
    "createdAt" FROM "Reservation";
COMMENT ON VIEW capacity.contract IS 'What was sold: a number of nodes of a pool, for a term, at a rate, under a plan.';
CREATE VIEW capacity.track_record WITH (security_invoker = on) AS
  SELECT "siteId", days, "availabilityPercent", marks, "computedAt" FROM "SiteTrackRecord";
COMMENT ON VIEW capacity.track_record IS 'A site''s recent record, as offers show it.';

CREATE VIEW clusters.cluster WITH (security_invoker = on) AS
  SELECT id, "organisationId", "reservationId", name, state, "promisedAt", "deliveryStartsAt", "handedOverAt", "endedAt", "createdAt" FROM "Cluster";
COMMENT ON VIEW clusters.cluster IS 'The cluster of a contract: its state, and when it was promised, handed over and ended.';
CREATE VIEW clusters.service WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", "nodeId", berth, "startAt", "endAt", "beganAs", "endedAs" FROM "Assignment";
COMMENT ON VIEW clusters.service IS 'Which node served which berth of a cluster, from when to when.';
CREATE VIEW clusters.replacement WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", "nodeId", "spareNodeId", cause, "requestedAt", "dueAt", "finishedAt" FROM "Replacement";
COMMENT ON VIEW clusters.replacement IS 'A failed node and the spare that takes over from it.';
CREATE VIEW clusters.repair WITH (security_invoker = on) AS
  SELECT id, "nodeId", category, fault, "openedAt", "closedAt", outcome, checks FROM "Repair";
COMMENT ON VIEW clusters.repair IS 'The time a node was under repair, serving nobody.';
CREATE VIEW clusters.acceptance_result WITH (security_invoker = on) AS
  SELECT "nodeId", at FROM "AcceptanceResult";
COMMENT ON VIEW clusters.acceptance_result IS 'That a node was tested before it serves.';
CREATE VIEW clusters.event WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", at, kind, text, "nodeId", "incidentId" FROM "ClusterEvent";
COMMENT ON VIEW clusters.event IS 'An event of a cluster, as shown to its owner.';

CREATE VIEW signals.node_state WITH (security_invoker = on) AS
  SELECT "nodeId", "startAt", "endAt", state, reason, code FROM "NodeState";
COMMENT ON VIEW signals.node_state IS 'State of a node, interval by interval; the current one has no end.';
CREATE VIEW signals.watched_node WITH (security_invoker = on) AS
  SELECT "nodeId", "poolId", state, reason FROM "NodeWatch";
COMMENT ON VIEW signals.watched_node IS 'Current state of each watched node.';
CREATE VIEW signals.watched_pool WITH (security_invoker = on) AS
  SELECT "poolId", "watchedUntil" FROM "PoolWatch";
COMMENT ON VIEW signals.watched_pool IS 'How far the collectors of a pool were heard.';
CREATE VIEW signals.planned_work WITH (security_invoker = on) AS
  SELECT id, "siteId", title, "announcedAt", "startAt", "endAt", "cancelledAt" FROM "MaintenanceWindow";
COMMENT ON VIEW signals.planned_work IS 'Work announced for a site.';
CREATE VIEW signals.observation WITH (security_invoker = on) AS
  SELECT "nodeId", source, kind, ok, code, value, "fromAt", "untilAt" FROM "SignalRun";
COMMENT ON VIEW signals.observation IS 'What was heard of a node in the last 72 hours.';

CREATE VIEW reliability.incident WITH (security_invoker = on) AS
  SELECT id, number, "organisationId", "siteId", "clusterId", "nodeId", kind, title, "openedAt", "detectedAt", "resolvedAt", "mergedIntoId" FROM "Incident";
COMMENT ON VIEW reliability.incident IS 'An outage or degradation that affects customers: of a cluster, or of a whole site.';
CREATE VIEW reliability.sla_report WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", month, revision, "slaPlanId", "targetPercent", "contractedSeconds", "downSeconds", "degradedSeconds",
    "maintenanceSeconds", "unknownSeconds", "availabilityPercent", "availabilityPercentIncludingMaintenance", "lateSeconds", "bandwidthSamples",
    "bandwidthShort", "creditPercent", reason, "decidedAt" FROM "SlaReport";
COMMENT ON VIEW reliability.sla_report IS 'The decision on a cluster''s month, and its credit.';
CREATE VIEW reliability.decided_month WITH (security_invoker = on) AS
  SELECT "organisationId", month, "decidedAt" FROM "SlaMonth";
COMMENT ON VIEW reliability.decided_month IS 'An organisation''s month whose reports are decided.';

CREATE VIEW billing.invoice WITH (security_invoker = on) AS
  SELECT id, "organisationId", number, kind, title, state, currency, "periodStart", "periodEnd", "issuedAt", "dueAt", "totalMinor", "paidMinor",
    "createdAt" FROM "Invoice";
COMMENT ON VIEW billing.invoice IS 'A document that requests or returns money.';
CREATE VIEW billing.invoice_line WITH (security_invoker = on) AS
  SELECT id, "organisationId", "invoiceId", kind, "reservationId", "clusterId", "amountMinor" FROM "InvoiceLine";
COMMENT ON VIEW billing.invoice_line IS 'One amount of an invoice and its purpose.';
CREATE VIEW billing.payment WITH (security_invoker = on) AS
  SELECT id, "organisationId", "invoiceId", currency, "amountMinor", method, "externalReference", "receivedAt" FROM "Payment";
COMMENT ON VIEW billing.payment IS 'A payment received.';
CREATE VIEW billing.closed_month WITH (security_invoker = on) AS
  SELECT "organisationId", month, "closedAt", "finalisedAt" FROM "MonthClose";
COMMENT ON VIEW billing.closed_month IS 'A closed month of an organisation.';

DO $$ DECLARE module text; BEGIN
  FOREACH module IN ARRAY ARRAY['kernel', 'identity', 'catalog', 'capacity', 'clusters', 'signals', 'reliability', 'billing'] LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO berth_app', module);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO berth_app', module);
  END LOOP;
END $$;
