-- The application works as berth_app, which owns nothing. Row security is the second line of defence behind every
-- query's own filter: a transaction sees the organisation it was opened for (berth.organisation), the projects its
-- caller is limited to (berth.projects), the acting person (berth.user) or, for the network's own work, everything
-- (berth.network = 'on'). Only the kernel opens transactions.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'berth_app') THEN CREATE ROLE berth_app NOLOGIN NOBYPASSRLS; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'berth_settlement') THEN CREATE ROLE berth_settlement NOLOGIN NOBYPASSRLS; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server creates them at the same moment
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT berth_app, berth_settlement TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  -- A superuser can assume any role without being a member; concurrent grants of the same membership collide
  -- harmlessly.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE; END IF;
END $$;

GRANT USAGE ON SCHEMA public TO berth_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO berth_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO berth_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO berth_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO berth_app;
REVOKE UPDATE, DELETE ON "AuditEvent", "LedgerEntry", "LedgerTransfer" FROM berth_app;
CREATE SCHEMA IF NOT EXISTS pgboss AUTHORIZATION berth_app;

-- The inner side belongs to another role.
GRANT USAGE ON SCHEMA settlement TO berth_settlement;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA settlement TO berth_settlement;
ALTER DEFAULT PRIVILEGES IN SCHEMA settlement GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO berth_settlement;

CREATE FUNCTION berth_network() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('berth.network', true) = 'on' $$;
CREATE FUNCTION berth_organisation() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('berth.organisation', true) $$;
-- The acting person; null for programs and jobs.
CREATE FUNCTION berth_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('berth.user', true), '') $$;
-- Null: not limited to projects, so the whole organisation is visible. An empty array sees none.
CREATE FUNCTION berth_projects() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('berth.projects', true), '')::text[] $$;

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Buyer','Project','Member','Invitation','ApiKey','Quote','Reservation','Cluster','DeliveryPhase','Assignment','Replacement','ClusterEvent','SshKey',
    'SlaReport','SlaMonth','SlaCredit','BillingProfile','UsageRecord','MonthClose','Invoice','InvoiceLine','CreditNote','Payment','Document','LedgerAccount','LedgerTransfer','LedgerEntry',
    'AuditChain','AuditEvent','IdempotencyKey','OutboxEvent','EventDelivery']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO berth_app USING ("organisationId" = berth_organisation() OR berth_network()) WITH CHECK ("organisationId" = berth_organisation() OR berth_network())', t);
  END LOOP;
END $$;

-- An incident without an organisation affects a whole site: everybody can read it, only the network writes it.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Incident','IncidentEntry'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO berth_app USING ("organisationId" IS NULL OR "organisationId" = berth_organisation() OR berth_network()) WITH CHECK ("organisationId" = berth_organisation() OR berth_network())', t);
  END LOOP;
END $$;

-- Members limited to projects see those and what belongs to them. Here row security is the rule itself, not only the
-- second line of defence, so queries need not repeat it.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Reservation','UsageRecord'] LOOP
    EXECUTE format('CREATE POLICY project ON %I AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network() OR "projectId" = ANY (berth_projects()))', t);
  END LOOP;
END $$;
CREATE POLICY project ON "Project" AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network() OR id = ANY (berth_projects()));
-- A person with several projects need not say which one a quote is for; until it is confirmed only they see it. Once
-- confirmed for a project, it is visible with its reservation, whoever took it.
CREATE POLICY project ON "Quote" AS RESTRICTIVE TO berth_app
  USING (berth_projects() IS NULL OR berth_network() OR "projectId" = ANY (berth_projects()) OR ("projectId" IS NULL AND "createdBy" = berth_user())
    OR EXISTS (SELECT FROM "Reservation" r WHERE r."quoteId" = "Quote".id));
CREATE POLICY project ON "Cluster" AS RESTRICTIVE TO berth_app
  USING (berth_projects() IS NULL OR berth_network() OR EXISTS (SELECT FROM "Reservation" r WHERE r.id = "Cluster"."reservationId"));
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['DeliveryPhase','Assignment','Replacement','ClusterEvent','SshKey','SlaReport'] LOOP
    EXECUTE format('CREATE POLICY project ON %1$I AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network() OR EXISTS (SELECT FROM "Cluster" c WHERE c.id = %1$I."clusterId"))', t);
  END LOOP;
END $$;
CREATE POLICY project ON "SlaCredit" AS RESTRICTIVE TO berth_app
  USING (berth_projects() IS NULL OR berth_network() OR EXISTS (SELECT FROM "Reservation" r WHERE r.id = "SlaCredit"."reservationId"));
CREATE POLICY project ON "Incident" AS RESTRICTIVE TO berth_app
  USING (berth_projects() IS NULL OR berth_network() OR "organisationId" IS NULL OR EXISTS (SELECT FROM "Cluster" c WHERE c.id = "Incident"."clusterId"));
CREATE POLICY project ON "IncidentEntry" AS RESTRICTIVE TO berth_app
  USING (berth_projects() IS NULL OR berth_network() OR "organisationId" IS NULL OR EXISTS (SELECT FROM "Incident" i WHERE i.id = "IncidentEntry"."incidentId"));
-- Rows that only the whole organisation can see. Audit entries, events and idempotency keys are written by every
-- command.
CREATE POLICY project ON "ApiKey" AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network());
CREATE POLICY project ON "Invitation" AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network());
CREATE POLICY project ON "Member" AS RESTRICTIVE TO berth_app USING (berth_projects() IS NULL OR berth_network() OR "userId" = berth_user());

-- People see their own account, sessions and memberships, the organisations they belong to, and their colleagues.
CREATE POLICY self ON "Member" FOR SELECT TO berth_app USING ("userId" = berth_user());
ALTER TABLE "Organisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Organisation" TO berth_app
  USING (id = berth_organisation() OR berth_network() OR EXISTS (SELECT FROM "Member" m WHERE m."organisationId" = "Organisation".id AND m."userId" = berth_user()))
  WITH CHECK (berth_network());
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "User" TO berth_app
  USING (berth_network() OR id = berth_user() OR EXISTS (SELECT FROM "Member" m WHERE m."userId" = "User".id AND m."organisationId" = berth_organisation()))
  WITH CHECK (berth_network() OR id = berth_user());
ALTER TABLE "Session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PasswordReset" ENABLE ROW LEVEL SECURITY;
CREATE POLICY network ON "PasswordReset" TO berth_app USING (berth_network()) WITH CHECK (berth_network());
ALTER TABLE "SignInThrottle" ENABLE ROW LEVEL SECURITY;
CREATE POLICY network ON "SignInThrottle" TO berth_app USING (berth_network()) WITH CHECK (berth_network());
ALTER TABLE "DueFailure" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EventSubscription" ENABLE ROW LEVEL SECURITY;
CREATE POLICY network ON "EventSubscription" TO berth_app USING (berth_network()) WITH CHECK (berth_network());
CREATE POLICY network ON "DueFailure" TO berth_app USING (berth_network()) WITH CHECK (berth_network());
CREATE POLICY self ON "Session" TO berth_app USING ("userId" = berth_user() OR berth_network()) WITH CHECK ("userId" = berth_user() OR berth_network());
