CREATE TABLE "CatalogueVersion" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" TEXT NOT NULL,

    CONSTRAINT "CatalogueVersion_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "CatalogueVersion_one_row" CHECK (id = 1)
);

CREATE TABLE "SiteTrackRecord" (
    "siteId" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "availabilityPercent" TEXT,
    "marks" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SiteTrackRecord_pkey" PRIMARY KEY ("siteId")
);
