-- A node that fell silent with its whole site has no incident of its own; one told before that was known is part of the site's.
ALTER TABLE "Incident" ADD COLUMN "mergedIntoId" TEXT;
