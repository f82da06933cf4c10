-- The demo's story hangs on the instant it was loaded for, and whoever moves its clock asks the others to rest.
ALTER TABLE "DemoClock" ADD COLUMN "anchorAt" TIMESTAMPTZ(3), ADD COLUMN "pausedUntil" TIMESTAMPTZ(3);
