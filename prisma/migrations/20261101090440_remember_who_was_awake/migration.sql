-- When a recurring look was last taken: who slept himself cannot call others blind.
CREATE TABLE "TelemetryLook" (
    "name" TEXT NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TelemetryLook_pkey" PRIMARY KEY ("name")
);
