-- What each module lets the others read: a schema named like the module, in it a view per thing it says. A statement names
-- the tables of its own module and the views of modules below it; server/ops/statements holds that. A view chooses columns of
-- one table under their own names and nothing more, so the planner reads the table as if it had been named. It runs with the
-- rights of who asks (security_invoker), so row security hides behind it what it hides of the table. It grants SELECT alone:
-- nobody locks or writes through it.
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
COMMENT ON VIEW kernel.audit_event IS 'What was done, by whom, each entry bound to the one before it.';
CREATE VIEW kernel.outbox_event WITH (security_invoker = on) AS
  SELECT id, name, "organisationId", "createdAt", "relayedAt" FROM "OutboxEvent";
COMMENT ON VIEW kernel.outbox_event IS 'What happened, written with the decision itself.';
CREATE VIEW kernel.event_delivery WITH (security_invoker = on) AS
  SELECT "eventId", subscriber, "organisationId", attempts, "processedAt", "deadAt", "lastError" FROM "EventDelivery";
COMMENT ON VIEW kernel.event_delivery IS 'An event on its way to one subscriber.';
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
COMMENT ON VIEW identity.person IS 'Somebody who may sign in.';
CREATE VIEW identity.member WITH (security_invoker = on) AS
  SELECT "organisationId", "userId", role, "projectIds" FROM "Member";
COMMENT ON VIEW identity.member IS 'Who acts for an organisation, and as what.';

CREATE VIEW catalog.region WITH (security_invoker = on) AS
  SELECT id, city, country, "countryName", area, residency FROM "Region";
COMMENT ON VIEW catalog.region IS 'Where a customer buys.';
CREATE VIEW catalog.site WITH (security_invoker = on) AS
  SELECT id, "regionId", name, "joinedAt", "leavesAt" FROM "Site";
COMMENT ON VIEW catalog.site IS 'A data centre of a region.';
CREATE VIEW catalog.node_type WITH (security_invoker = on) AS
  SELECT id, "gpuModel", "gpuCount", "fabricKind", "committedGbps" FROM "NodeType";
COMMENT ON VIEW catalog.node_type IS 'The shape of a server, and the bandwidth committed for it.';
CREATE VIEW catalog.pool WITH (security_invoker = on) AS
  SELECT id, "siteId", "nodeTypeId", "nodeCount", "spareCount" FROM "Pool";
COMMENT ON VIEW catalog.pool IS 'The nodes of one type at one site: how many are sold and how many stand by.';
CREATE VIEW catalog.node WITH (security_invoker = on) AS
  SELECT id, "poolId", ordinal, serial, watched, "retiredAt" FROM "Node";
COMMENT ON VIEW catalog.node IS 'A numbered server of a pool.';
CREATE VIEW catalog.sla_plan WITH (security_invoker = on) AS
  SELECT id, name, "targetPercent", "degradedWeightHalves", "maintenanceAllowanceSeconds", "dedicatedSpares" FROM "SlaPlan";
COMMENT ON VIEW catalog.sla_plan IS 'A promise of reliability and how it is measured.';

CREATE VIEW catalog.version WITH (security_invoker = on) AS
  SELECT id, version FROM "CatalogueVersion";
COMMENT ON VIEW catalog.version IS 'What the catalogue is now: changed with every load of the network.';

CREATE VIEW capacity.contract WITH (security_invoker = on) AS
  SELECT id, "organisationId", "projectId", "quoteId", "clusterId", name, "poolId", "siteId", "regionId", "nodeTypeId", "gpusPerNode", nodes, "startAt", "endAt",
    "slaPlanId", "paymentSchedule", currency, "rateMicros", "totalMinor", "purchaseOrder", state, "createdByLabel",
    "createdAt" FROM "Reservation";
COMMENT ON VIEW capacity.contract IS 'What was sold: so many nodes of a pool, for a term, at a rate, under a plan.';
CREATE VIEW capacity.track_record WITH (security_invoker = on) AS
  SELECT "siteId", days, "availabilityPercent", marks, "computedAt" FROM "SiteTrackRecord";
COMMENT ON VIEW capacity.track_record IS 'How a site did lately, as offers show it.';

CREATE VIEW clusters.cluster WITH (security_invoker = on) AS
  SELECT id, "organisationId", "reservationId", name, state, "promisedAt", "deliveryStartsAt", "handedOverAt", "endedAt", "createdAt" FROM "Cluster";
COMMENT ON VIEW clusters.cluster IS 'What serves a contract: its state, when it was promised, handed over and ended.';
CREATE VIEW clusters.service WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", "nodeId", berth, "startAt", "endAt", "beganAs", "endedAs" FROM "Assignment";
COMMENT ON VIEW clusters.service IS 'Which node served which berth of a cluster, from when to when.';
CREATE VIEW clusters.replacement WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", "nodeId", "spareNodeId", cause, "requestedAt", "dueAt", "finishedAt" FROM "Replacement";
COMMENT ON VIEW clusters.replacement IS 'A failed node that gives way to a spare.';
CREATE VIEW clusters.repair WITH (security_invoker = on) AS
  SELECT id, "nodeId", category, fault, "openedAt", "closedAt", outcome, checks FROM "Repair";
COMMENT ON VIEW clusters.repair IS 'When a node was in the workshop, serving nobody.';
CREATE VIEW clusters.acceptance_result WITH (security_invoker = on) AS
  SELECT "nodeId", at FROM "AcceptanceResult";
COMMENT ON VIEW clusters.acceptance_result IS 'That a node was tested before it serves.';
CREATE VIEW clusters.event WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", at, kind, text, "nodeId", "incidentId" FROM "ClusterEvent";
COMMENT ON VIEW clusters.event IS 'What happened to a cluster, as its owner is told.';

CREATE VIEW signals.node_state WITH (security_invoker = on) AS
  SELECT "nodeId", "startAt", "endAt", state, reason, code FROM "NodeState";
COMMENT ON VIEW signals.node_state IS 'How a node was, interval by interval; the open one has no end.';
CREATE VIEW signals.watched_node WITH (security_invoker = on) AS
  SELECT "nodeId", "poolId", state, reason FROM "NodeWatch";
COMMENT ON VIEW signals.watched_node IS 'How each watched node is now.';
CREATE VIEW signals.watched_pool WITH (security_invoker = on) AS
  SELECT "poolId", "watchedUntil" FROM "PoolWatch";
COMMENT ON VIEW signals.watched_pool IS 'Up to when the collectors of a pool were heard.';
CREATE VIEW signals.planned_work WITH (security_invoker = on) AS
  SELECT id, "siteId", title, "announcedAt", "startAt", "endAt", "cancelledAt" FROM "MaintenanceWindow";
COMMENT ON VIEW signals.planned_work IS 'Work announced for a site.';
CREATE VIEW signals.observation WITH (security_invoker = on) AS
  SELECT "nodeId", source, kind, ok, code, value, "fromAt", "untilAt" FROM "SignalRun";
COMMENT ON VIEW signals.observation IS 'What was heard of a node in the last 72 hours.';

CREATE VIEW reliability.incident WITH (security_invoker = on) AS
  SELECT id, number, "organisationId", "siteId", "clusterId", "nodeId", kind, title, "openedAt", "detectedAt", "resolvedAt", "mergedIntoId" FROM "Incident";
COMMENT ON VIEW reliability.incident IS 'Something customers felt: of a cluster, or of a whole site.';
CREATE VIEW reliability.sla_report WITH (security_invoker = on) AS
  SELECT id, "organisationId", "clusterId", month, revision, "slaPlanId", "targetPercent", "contractedSeconds", "downSeconds", "degradedSeconds",
    "maintenanceSeconds", "unknownSeconds", "availabilityPercent", "availabilityPercentIncludingMaintenance", "lateSeconds", "bandwidthSamples",
    "bandwidthShort", "creditPercent", reason, "decidedAt" FROM "SlaReport";
COMMENT ON VIEW reliability.sla_report IS 'What was decided of the month of a cluster, and the credit it gives.';
CREATE VIEW reliability.decided_month WITH (security_invoker = on) AS
  SELECT "organisationId", month, "decidedAt" FROM "SlaMonth";
COMMENT ON VIEW reliability.decided_month IS 'A month of an organisation whose reports are decided.';

CREATE VIEW billing.invoice WITH (security_invoker = on) AS
  SELECT id, "organisationId", number, kind, title, state, currency, "periodStart", "periodEnd", "issuedAt", "dueAt", "totalMinor", "paidMinor",
    "createdAt" FROM "Invoice";
COMMENT ON VIEW billing.invoice IS 'A document that asks for money or gives it back.';
CREATE VIEW billing.invoice_line WITH (security_invoker = on) AS
  SELECT id, "organisationId", "invoiceId", kind, "reservationId", "clusterId", "amountMinor" FROM "InvoiceLine";
COMMENT ON VIEW billing.invoice_line IS 'One amount of an invoice and what it is for.';
CREATE VIEW billing.payment WITH (security_invoker = on) AS
  SELECT id, "organisationId", "invoiceId", currency, "amountMinor", method, "externalReference", "receivedAt" FROM "Payment";
COMMENT ON VIEW billing.payment IS 'Money that came in.';
CREATE VIEW billing.closed_month WITH (security_invoker = on) AS
  SELECT "organisationId", month, "closedAt", "finalisedAt" FROM "MonthClose";
COMMENT ON VIEW billing.closed_month IS 'A month of an organisation that is closed.';

DO $$ DECLARE module text; BEGIN
  FOREACH module IN ARRAY ARRAY['kernel', 'identity', 'catalog', 'capacity', 'clusters', 'signals', 'reliability', 'billing'] LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO berth_app', module);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO berth_app', module);
  END LOOP;
END $$;
