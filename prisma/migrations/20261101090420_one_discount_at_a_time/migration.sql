-- Of two discounts with one threshold nobody could say which one holds.
ALTER TABLE "DiscountTier" ADD CONSTRAINT "DiscountTier_one_at_a_time"
  EXCLUDE USING gist (kind WITH =, threshold WITH =, tstzrange("validFrom", "validUntil") WITH &&);
