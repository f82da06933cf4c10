-- An invoice carries its title, the event it was made for (the same one never makes a second), when a draft becomes
-- final and when AP is reminded next: due rows that a tick picks up.
ALTER TABLE "Invoice" ADD COLUMN "title" TEXT NOT NULL DEFAULT '',
ADD COLUMN "sourceReference" TEXT,
ADD COLUMN "finaliseAt" TIMESTAMPTZ(3),
ADD COLUMN "nextReminderAt" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "Invoice_organisationId_sourceReference_key" ON "Invoice"("organisationId", "sourceReference");
CREATE INDEX "Invoice_finaliseAt_idx" ON "Invoice"("finaliseAt");
CREATE INDEX "Invoice_nextReminderAt_idx" ON "Invoice"("nextReminderAt");
-- The list's own order: newest first, drafts by the day they were drawn up.
CREATE INDEX "Invoice_list" ON "Invoice" ("organisationId", (COALESCE("issuedAt", "createdAt")) DESC, id DESC);

-- A bank's reference is unique to the customer that paid, not to the world. What was matched stands beside what came in.
DROP INDEX "Payment_externalReference_key";
CREATE UNIQUE INDEX "Payment_organisationId_externalReference_key" ON "Payment"("organisationId", "externalReference");
ALTER TABLE "Payment" ADD COLUMN "appliedMinor" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_applied_within" CHECK ("appliedMinor" BETWEEN 0 AND "amountMinor");

-- A rendered document is what was sent: it never changes.
CREATE TRIGGER "Document_append_only" BEFORE UPDATE OR DELETE ON "Document" FOR EACH ROW EXECUTE FUNCTION berth_refuse_change();

-- The title, the tax and the reference a payer was given are as final as the amounts.
CREATE OR REPLACE FUNCTION berth_finalised_invoice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.number IS NOT NULL THEN RAISE EXCEPTION 'invoice % is final', OLD.number USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN OLD;
  END IF;
  IF OLD.number IS NOT NULL AND (NEW.number, NEW.kind, NEW.title, NEW."organisationId", NEW."billingProfileId", NEW."legalEntityId", NEW.currency, NEW."periodStart", NEW."periodEnd", NEW."issuedAt", NEW."dueAt",
      NEW."subtotalMinor", NEW."taxMinor", NEW."totalMinor", NEW."taxCategory", NEW."taxRateBasisPoints", NEW."taxNote", NEW."purchaseOrders", NEW."paymentReference", NEW.parties)
     IS DISTINCT FROM (OLD.number, OLD.kind, OLD.title, OLD."organisationId", OLD."billingProfileId", OLD."legalEntityId", OLD.currency, OLD."periodStart", OLD."periodEnd", OLD."issuedAt", OLD."dueAt",
      OLD."subtotalMinor", OLD."taxMinor", OLD."totalMinor", OLD."taxCategory", OLD."taxRateBasisPoints", OLD."taxNote", OLD."purchaseOrders", OLD."paymentReference", OLD.parties) THEN
    RAISE EXCEPTION 'invoice % is final', OLD.number USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
