-- The application works as berth_app, which owns nothing. Row security is the second line behind every query's own filter:
-- a transaction sees the organisation it was opened for (berth.organisation), or, for the network's own work, all of them
-- (berth.network = 'on'). Only the kernel opens transactions.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'berth_app') THEN CREATE ROLE berth_app NOLOGIN NOBYPASSRLS; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'berth_settlement') THEN CREATE ROLE berth_settlement NOLOGIN NOBYPASSRLS; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server creates them at the same moment
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT berth_app, berth_settlement TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  -- A superuser may become any role without being a member; concurrent grants of the same membership collide harmlessly.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE; END IF;
END $$;

GRANT USAGE ON SCHEMA public TO berth_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO berth_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO berth_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO berth_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO berth_app;
REVOKE UPDATE, DELETE ON "AuditEvent", "LedgerEntry", "LedgerTransfer" FROM berth_app;
CREATE SCHEMA IF NOT EXISTS pgboss AUTHORIZATION berth_app;

-- The hidden side is another role's.
GRANT USAGE ON SCHEMA settlement TO berth_settlement;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA settlement TO berth_settlement;
ALTER DEFAULT PRIVILEGES IN SCHEMA settlement GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO berth_settlement;

CREATE FUNCTION berth_network() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('berth.network', true) = 'on' $$;
CREATE FUNCTION berth_organisation() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('berth.organisation', true) $$;

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Project','Member','ApiKey','Quote','Reservation','Cluster','DeliveryPhase','Assignment','Replacement','ClusterEvent','SshKey',
    'SlaReport','SlaMonth','BillingProfile','UsageRecord','MonthClose','Invoice','InvoiceLine','CreditNote','Payment','Document','LedgerAccount','LedgerTransfer','LedgerEntry',
    'AuditChain','AuditEvent','IdempotencyKey','OutboxEvent']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO berth_app USING ("organisationId" = berth_organisation() OR berth_network()) WITH CHECK ("organisationId" = berth_organisation() OR berth_network())', t);
  END LOOP;
END $$;

-- An incident without an organisation concerns a whole site: everybody may read it, only the network writes it.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Incident','IncidentEntry'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO berth_app USING ("organisationId" IS NULL OR "organisationId" = berth_organisation() OR berth_network()) WITH CHECK ("organisationId" = berth_organisation() OR berth_network())', t);
  END LOOP;
END $$;

ALTER TABLE "Organisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Organisation" TO berth_app USING (id = berth_organisation() OR berth_network()) WITH CHECK (berth_network());

-- People are seen by those they work with.
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "User" TO berth_app
  USING (berth_network() OR EXISTS (SELECT FROM "Member" m WHERE m."userId" = "User".id AND m."organisationId" = berth_organisation()))
  WITH CHECK (berth_network());
ALTER TABLE "Session" ENABLE ROW LEVEL SECURITY;
CREATE POLICY network ON "Session" TO berth_app USING (berth_network()) WITH CHECK (berth_network());
