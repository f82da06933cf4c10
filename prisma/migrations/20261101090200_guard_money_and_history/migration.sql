-- The ledger and the audit trail are append-only, and finalised documents never change, for any role.

CREATE FUNCTION berth_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER "LedgerEntry_append_only" BEFORE UPDATE OR DELETE ON "LedgerEntry" FOR EACH ROW EXECUTE FUNCTION berth_refuse_change();
CREATE TRIGGER "LedgerTransfer_append_only" BEFORE UPDATE OR DELETE ON "LedgerTransfer" FOR EACH ROW EXECUTE FUNCTION berth_refuse_change();
CREATE TRIGGER "LedgerEntry_no_truncate" BEFORE TRUNCATE ON "LedgerEntry" FOR EACH STATEMENT EXECUTE FUNCTION berth_refuse_change();
-- A rendered document is what was sent, so it never changes.
CREATE TRIGGER "Document_append_only" BEFORE UPDATE OR DELETE ON "Document" FOR EACH ROW EXECUTE FUNCTION berth_refuse_change();
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION berth_refuse_change();
CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION berth_refuse_change();

-- The entries of a transfer sum to zero, checked at commit.
CREATE FUNCTION berth_transfer_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unbalanced text;
BEGIN
  SELECT string_agg(currency || ' ' || total::text, ', ') INTO unbalanced FROM (
    SELECT a.currency, sum(e."amountMinor") AS total FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId"
    WHERE e."transferId" = NEW."transferId" GROUP BY a.currency HAVING sum(e."amountMinor") <> 0) s;
  IF unbalanced IS NOT NULL THEN
    RAISE EXCEPTION 'transfer % does not balance: %', NEW."transferId", unbalanced USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "LedgerEntry_balances" AFTER INSERT ON "LedgerEntry" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION berth_transfer_is_balanced();

-- A numbered invoice keeps its number, title, parties, period, tax, amounts and payment reference; only its later
-- status can change.
CREATE FUNCTION berth_finalised_invoice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.number IS NOT NULL THEN RAISE EXCEPTION 'invoice % is final', OLD.number USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN OLD;
  END IF;
  IF OLD.number IS NOT NULL AND (NEW.number, NEW.kind, NEW.title, NEW."organisationId", NEW."billingProfileId", NEW."legalEntityId", NEW.currency, NEW."periodStart", NEW."periodEnd", NEW."issuedAt", NEW."dueAt",
      NEW."subtotalMinor", NEW."taxMinor", NEW."totalMinor", NEW."taxCategory", NEW."taxRateBasisPoints", NEW."taxNote", NEW."purchaseOrders", NEW."paymentReference", NEW.parties, NEW."correctsId")
     IS DISTINCT FROM (OLD.number, OLD.kind, OLD.title, OLD."organisationId", OLD."billingProfileId", OLD."legalEntityId", OLD.currency, OLD."periodStart", OLD."periodEnd", OLD."issuedAt", OLD."dueAt",
      OLD."subtotalMinor", OLD."taxMinor", OLD."totalMinor", OLD."taxCategory", OLD."taxRateBasisPoints", OLD."taxNote", OLD."purchaseOrders", OLD."paymentReference", OLD.parties, OLD."correctsId") THEN
    RAISE EXCEPTION 'invoice % is final', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Invoice_final_stays" BEFORE UPDATE OR DELETE ON "Invoice" FOR EACH ROW EXECUTE FUNCTION berth_finalised_invoice_stays();

CREATE FUNCTION berth_finalised_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE invoice_number text;
BEGIN
  SELECT number INTO invoice_number FROM "Invoice" WHERE id = COALESCE(NEW."invoiceId", OLD."invoiceId");
  IF invoice_number IS NOT NULL THEN RAISE EXCEPTION 'invoice % is final', invoice_number USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER "InvoiceLine_final_stays" BEFORE INSERT OR UPDATE OR DELETE ON "InvoiceLine" FOR EACH ROW EXECUTE FUNCTION berth_finalised_line_stays();

-- The closed months of an organisation form one chain: each follows the month before it, and no month has two
-- successors.
ALTER TABLE "MonthClose"
  ADD CONSTRAINT "MonthClose_in_order" FOREIGN KEY ("organisationId", follows) REFERENCES "MonthClose" ("organisationId", month),
  ADD CONSTRAINT "MonthClose_one_chain" UNIQUE NULLS NOT DISTINCT ("organisationId", follows),
  ADD CONSTRAINT "MonthClose_no_gap" CHECK (left(month, 4)::int * 12 + right(month, 2)::int = left(follows, 4)::int * 12 + right(follows, 2)::int + 1);

-- No money is set against invoices twice.
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_applied_once" CHECK ("appliedMinor" >= 0 AND "allocatedMinor" >= 0 AND "appliedMinor" + "allocatedMinor" <= "amountMinor");
ALTER TABLE "CreditNote" ADD CONSTRAINT "CreditNote_applied_once" CHECK ("appliedMinor" >= 0 AND "appliedMinor" <= "totalMinor");
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_paid_once" CHECK (number IS NULL OR "paidMinor" BETWEEN least("totalMinor", 0) AND greatest("totalMinor", 0));
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_positive" CHECK ("amountMinor" > 0);
ALTER TABLE "CatalogueVersion" ADD CONSTRAINT "CatalogueVersion_one_row" CHECK (id = 1);
ALTER TABLE "DemoClock" ADD CONSTRAINT "DemoClock_one_row" CHECK (id = 1);
ALTER TABLE "DemoStory" ADD CONSTRAINT "DemoStory_one_row" CHECK (id = 1);
