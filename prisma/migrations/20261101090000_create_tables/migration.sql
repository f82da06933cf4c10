-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "settlement";

-- CreateEnum
CREATE TYPE "SeriesKind" AS ENUM ('invoice', 'credit_note');

-- CreateEnum
CREATE TYPE "InvoiceState" AS ENUM ('draft', 'finalised', 'sent', 'partly_paid', 'paid', 'overdue', 'credited');

-- CreateEnum
CREATE TYPE "QuoteState" AS ENUM ('held', 'accepted', 'expired', 'released');

-- CreateEnum
CREATE TYPE "PaymentSchedule" AS ENUM ('upfront', 'monthly_advance', 'deposit_25');

-- CreateEnum
CREATE TYPE "ReservationState" AS ENUM ('scheduled', 'provisioning', 'active', 'ended', 'cancelled');

-- CreateEnum
CREATE TYPE "ClusterState" AS ENUM ('arriving', 'up', 'degraded', 'down', 'maintenance', 'ended');

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('owner', 'admin', 'engineer', 'finance', 'viewer');

-- CreateEnum
CREATE TYPE "ApiKeyKind" AS ENUM ('customer', 'node', 'operator');

-- CreateTable
CREATE TABLE "LegalEntity" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "taxId" TEXT NOT NULL,
    "bankName" TEXT NOT NULL,
    "iban" TEXT NOT NULL,
    "bic" TEXT NOT NULL,

    CONSTRAINT "LegalEntity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DocumentSeries" (
    "legalEntityId" TEXT NOT NULL,
    "kind" "SeriesKind" NOT NULL,
    "year" INTEGER NOT NULL,
    "nextNumber" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "DocumentSeries_pkey" PRIMARY KEY ("legalEntityId","kind","year")
);

-- CreateTable
CREATE TABLE "BillingProfile" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "legalName" TEXT NOT NULL,
    "addressLines" TEXT[],
    "country" CHAR(2) NOT NULL,
    "taxId" TEXT,
    "apEmail" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "netDays" INTEGER NOT NULL DEFAULT 30,
    "purchaseOrderRequired" BOOLEAN NOT NULL DEFAULT false,
    "legalEntityId" TEXT NOT NULL,

    CONSTRAINT "BillingProfile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageRecord" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "reservationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "projectId" TEXT,
    "month" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(0) NOT NULL,
    "endAt" TIMESTAMPTZ(0) NOT NULL,
    "nodes" INTEGER NOT NULL,
    "nodeSeconds" BIGINT NOT NULL,
    "gpuSeconds" BIGINT NOT NULL,
    "charged" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "UsageRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonthClose" (
    "organisationId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "follows" TEXT,
    "closedAt" TIMESTAMPTZ(3) NOT NULL,
    "finalisedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MonthClose_pkey" PRIMARY KEY ("organisationId","month")
);

-- CreateTable
CREATE TABLE "Invoice" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "billingProfileId" TEXT NOT NULL,
    "legalEntityId" TEXT NOT NULL,
    "number" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'month',
    "title" TEXT NOT NULL DEFAULT '',
    "sourceReference" TEXT,
    "state" "InvoiceState" NOT NULL DEFAULT 'draft',
    "currency" CHAR(3) NOT NULL,
    "periodStart" TIMESTAMPTZ(0) NOT NULL,
    "periodEnd" TIMESTAMPTZ(0) NOT NULL,
    "issuedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "finaliseAt" TIMESTAMPTZ(3),
    "nextReminderAt" TIMESTAMPTZ(3),
    "subtotalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "paidMinor" BIGINT NOT NULL DEFAULT 0,
    "taxCategory" TEXT NOT NULL,
    "taxRateBasisPoints" INTEGER NOT NULL,
    "taxNote" TEXT,
    "purchaseOrders" TEXT[],
    "paymentReference" TEXT,
    "parties" JSONB NOT NULL,
    "correctsId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InvoiceLine" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "reservationId" TEXT,
    "quoteId" TEXT,
    "clusterId" TEXT,
    "projectId" TEXT,
    "slaReportId" TEXT,
    "meteredSeconds" BIGINT,
    "gpuSeconds" BIGINT,
    "rateMicros" BIGINT,
    "amountMinor" BIGINT NOT NULL,
    "taxCategory" TEXT NOT NULL,
    "taxRateBasisPoints" INTEGER NOT NULL,
    "taxNote" TEXT,
    "detail" JSONB,

    CONSTRAINT "InvoiceLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CreditNote" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "appliedMinor" BIGINT NOT NULL DEFAULT 0,
    "reason" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CreditNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "invoiceId" TEXT,
    "currency" CHAR(3) NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "appliedMinor" BIGINT NOT NULL DEFAULT 0,
    "allocatedMinor" BIGINT NOT NULL DEFAULT 0,
    "method" TEXT NOT NULL,
    "externalReference" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerAccount" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "jurisdiction" TEXT NOT NULL DEFAULT '',
    "currency" CHAR(3) NOT NULL,
    "balanceMinor" BIGINT NOT NULL DEFAULT 0,
    "lastSequence" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "LedgerAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerTransfer" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "sourceReference" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LedgerTransfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "transferId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "balanceAfterMinor" BIGINT NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PoolMonth" (
    "poolId" TEXT NOT NULL,
    "month" INTEGER NOT NULL,
    "free" SMALLINT[],
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "PoolMonth_pkey" PRIMARY KEY ("poolId","month")
);

-- CreateTable
CREATE TABLE "Withholding" (
    "id" TEXT NOT NULL,
    "poolId" TEXT NOT NULL,
    "nodes" INTEGER NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Withholding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SiteTrackRecord" (
    "siteId" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "availabilityPercent" TEXT,
    "marks" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SiteTrackRecord_pkey" PRIMARY KEY ("siteId")
);

-- CreateTable
CREATE TABLE "Quote" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "projectId" TEXT,
    "poolId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "nodeTypeId" TEXT NOT NULL,
    "nodes" INTEGER NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "slaPlanId" TEXT NOT NULL,
    "paymentSchedule" "PaymentSchedule" NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "listRateMicros" BIGINT NOT NULL,
    "rateMicros" BIGINT NOT NULL,
    "lines" JSONB NOT NULL,
    "terms" JSONB NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "state" "QuoteState" NOT NULL DEFAULT 'held',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reservation" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "projectId" TEXT,
    "quoteId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "poolId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "nodeTypeId" TEXT NOT NULL,
    "gpusPerNode" INTEGER NOT NULL,
    "nodes" INTEGER NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "slaPlanId" TEXT NOT NULL,
    "paymentSchedule" "PaymentSchedule" NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rateMicros" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "purchaseOrder" TEXT,
    "sshKeys" JSONB NOT NULL,
    "state" "ReservationState" NOT NULL DEFAULT 'scheduled',
    "createdBy" TEXT NOT NULL,
    "createdByLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Region" (
    "id" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "countryName" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "residency" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "Region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Site" (
    "id" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "compliance" TEXT[],
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "leavesAt" TIMESTAMPTZ(3),

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NodeType" (
    "id" TEXT NOT NULL,
    "gpuModel" TEXT NOT NULL,
    "gpuCount" INTEGER NOT NULL,
    "gpuMemoryGb" INTEGER NOT NULL,
    "vcpus" INTEGER NOT NULL,
    "ramGib" INTEGER NOT NULL,
    "nvme" TEXT NOT NULL,
    "fabric" TEXT NOT NULL,
    "fabricKind" TEXT NOT NULL,
    "committedGbps" INTEGER NOT NULL,

    CONSTRAINT "NodeType_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pool" (
    "id" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "nodeTypeId" TEXT NOT NULL,
    "nodeCount" INTEGER NOT NULL,
    "spareCount" INTEGER NOT NULL,
    "leadSeconds" INTEGER NOT NULL DEFAULT 3600,

    CONSTRAINT "Pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Node" (
    "id" TEXT NOT NULL,
    "poolId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "serial" TEXT NOT NULL,
    "watched" BOOLEAN NOT NULL DEFAULT false,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "Node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaPlan" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "targetPercent" TEXT NOT NULL,
    "degradedWeightHalves" INTEGER NOT NULL,
    "maintenanceAllowanceSeconds" INTEGER NOT NULL,
    "priceFactorBasisPoints" INTEGER NOT NULL,
    "dedicatedSpares" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SlaPlan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceBookEntry" (
    "id" TEXT NOT NULL,
    "nodeTypeId" TEXT NOT NULL,
    "regionId" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rateMicros" BIGINT NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3),

    CONSTRAINT "PriceBookEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DiscountTier" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "threshold" INTEGER NOT NULL,
    "basisPoints" INTEGER NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3),

    CONSTRAINT "DiscountTier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReferencePrice" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "offering" TEXT NOT NULL,
    "gpuModel" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rateMicros" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "asOf" DATE NOT NULL,
    "blockDaysAtMost" INTEGER,

    CONSTRAINT "ReferencePrice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CatalogueVersion" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" TEXT NOT NULL,

    CONSTRAINT "CatalogueVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "reservationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" "ClusterState" NOT NULL DEFAULT 'arriving',
    "promisedAt" TIMESTAMPTZ(3) NOT NULL,
    "deliveryStartsAt" TIMESTAMPTZ(3) NOT NULL,
    "handedOverAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "acceptance" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryPhase" (
    "clusterId" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "detail" JSONB,

    CONSTRAINT "DeliveryPhase_pkey" PRIMARY KEY ("clusterId","ordinal")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "berth" INTEGER NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "beganAs" TEXT NOT NULL,
    "endedAs" TEXT,
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "healthReason" TEXT,
    "healthSince" TIMESTAMPTZ(3),

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Replacement" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "assignmentId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "spareNodeId" TEXT,
    "cause" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Replacement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NodeCondition" (
    "nodeId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "code" INTEGER,
    "since" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "NodeCondition_pkey" PRIMARY KEY ("nodeId")
);

-- CreateTable
CREATE TABLE "Repair" (
    "id" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedBy" TEXT,
    "outcome" TEXT,
    "note" TEXT,
    "checks" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "Repair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AcceptanceResult" (
    "nodeId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "gpusTested" INTEGER,
    "gpusPassed" INTEGER,
    "diagnosticsLevel" INTEGER,
    "bandwidthGbps" DOUBLE PRECISION,
    "allReduceGigabytesPerSecond" DOUBLE PRECISION,
    "allReduceNodes" INTEGER,
    "fault" TEXT,

    CONSTRAINT "AcceptanceResult_pkey" PRIMARY KEY ("nodeId","at")
);

-- CreateTable
CREATE TABLE "ClusterEvent" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "nodeId" TEXT,
    "incidentId" TEXT,

    CONSTRAINT "ClusterEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SshKey" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SshKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DemoStory" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "anchorAt" TIMESTAMPTZ(3),
    "livingAt" TIMESTAMPTZ(3),
    "pausedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "DemoStory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Buyer" (
    "organisationId" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "taxId" TEXT,
    "currency" CHAR(3) NOT NULL,
    "purchaseOrderRequired" BOOLEAN NOT NULL,

    CONSTRAINT "Buyer_pkey" PRIMARY KEY ("organisationId")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "costCentre" TEXT,
    "budgetMinor" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "staff" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "projectIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" "MemberRole",
    "projectIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tokenHash" TEXT NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasswordReset" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PasswordReset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "blockedUntil" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "sessionToken" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "browser" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "kind" "ApiKeyKind" NOT NULL DEFAULT 'customer',
    "organisationId" TEXT,
    "projectId" TEXT,
    "name" TEXT NOT NULL,
    "role" "MemberRole",
    "readOnly" BOOLEAN NOT NULL DEFAULT false,
    "poolIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sources" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "hash" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditChain" (
    "chain" TEXT NOT NULL,
    "organisationId" TEXT,
    "sequence" BIGINT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditChain_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "organisationId" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorLabel" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "address" TEXT,
    "requestId" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "organisationId" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "answer" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("organisationId","actorId","key")
);

-- CreateTable
CREATE TABLE "OutboxEvent" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "organisationId" TEXT,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "relayedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OutboxEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EventSubscription" (
    "subscriber" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EventSubscription_pkey" PRIMARY KEY ("subscriber")
);

-- CreateTable
CREATE TABLE "EventDelivery" (
    "eventId" BIGINT NOT NULL,
    "subscriber" TEXT NOT NULL,
    "organisationId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "processedAt" TIMESTAMPTZ(3),
    "deadAt" TIMESTAMPTZ(3),
    "lastError" TEXT,

    CONSTRAINT "EventDelivery_pkey" PRIMARY KEY ("eventId","subscriber")
);

-- CreateTable
CREATE TABLE "DueFailure" (
    "work" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "lastError" TEXT NOT NULL,
    "failedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DueFailure_pkey" PRIMARY KEY ("work","key")
);

-- CreateTable
CREATE TABLE "DemoClock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offsetSeconds" BIGINT NOT NULL DEFAULT 0,
    "movedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DemoClock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "organisationId" TEXT,
    "siteId" TEXT NOT NULL,
    "clusterId" TEXT,
    "nodeId" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "detectedAt" TIMESTAMPTZ(3) NOT NULL,
    "resolvedAt" TIMESTAMPTZ(3),
    "mergedIntoId" TEXT,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentEntry" (
    "id" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "organisationId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "IncidentEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaReport" (
    "id" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "slaPlanId" TEXT NOT NULL,
    "targetPercent" TEXT NOT NULL,
    "contractedSeconds" INTEGER NOT NULL,
    "downSeconds" INTEGER NOT NULL,
    "degradedSeconds" INTEGER NOT NULL,
    "maintenanceSeconds" INTEGER NOT NULL,
    "unknownSeconds" INTEGER NOT NULL,
    "availabilityPercent" TEXT,
    "availabilityPercentIncludingMaintenance" TEXT,
    "lateSeconds" INTEGER NOT NULL DEFAULT 0,
    "bandwidthSamples" INTEGER NOT NULL DEFAULT 0,
    "bandwidthShort" INTEGER NOT NULL DEFAULT 0,
    "creditPercent" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "intervals" JSONB NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlaReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlaMonth" (
    "organisationId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlaMonth_pkey" PRIMARY KEY ("organisationId","month")
);

-- CreateTable
CREATE TABLE "SlaCredit" (
    "organisationId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "reservationId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "invoiceNumber" TEXT,
    "currency" CHAR(3) NOT NULL,
    "baseMinor" BIGINT,
    "creditMinor" BIGINT NOT NULL,

    CONSTRAINT "SlaCredit_pkey" PRIMARY KEY ("organisationId","month","reservationId")
);

-- CreateTable
CREATE TABLE "IncidentSeries" (
    "year" INTEGER NOT NULL,
    "nextNumber" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "IncidentSeries_pkey" PRIMARY KEY ("year")
);

-- CreateTable
CREATE TABLE "settlement"."Owner" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlement"."PoolOwner" (
    "poolId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,

    CONSTRAINT "PoolOwner_pkey" PRIMARY KEY ("poolId")
);

-- CreateTable
CREATE TABLE "settlement"."Bond" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "postedMinor" BIGINT NOT NULL,
    "forfeitedMinor" BIGINT NOT NULL DEFAULT 0,
    "postedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Bond_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NodeWatch" (
    "nodeId" TEXT NOT NULL,
    "poolId" TEXT NOT NULL,
    "agentFrom" BIGINT,
    "agentLast" BIGINT,
    "agentSteady" BOOLEAN,
    "probe1From" BIGINT,
    "probe1Last" BIGINT,
    "probe1Steady" BOOLEAN,
    "probe2From" BIGINT,
    "probe2Last" BIGINT,
    "probe2Steady" BOOLEAN,
    "probe3From" BIGINT,
    "probe3Last" BIGINT,
    "probe3Steady" BOOLEAN,
    "unsettled" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'unknown',
    "reason" TEXT NOT NULL DEFAULT 'collectors_blind',
    "expectedFrom" TIMESTAMPTZ(0),
    "lookedAt" TIMESTAMPTZ(3),

    CONSTRAINT "NodeWatch_pkey" PRIMARY KEY ("nodeId")
);

-- CreateTable
CREATE TABLE "SignalRun" (
    "id" BIGSERIAL NOT NULL,
    "nodeId" TEXT NOT NULL,
    "source" TEXT,
    "kind" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "code" INTEGER,
    "value" DOUBLE PRECISION,
    "fromAt" TIMESTAMPTZ(0) NOT NULL,
    "untilAt" TIMESTAMPTZ(0) NOT NULL,
    "steady" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "SignalRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PoolWatch" (
    "poolId" TEXT NOT NULL,
    "watchedUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PoolWatch_pkey" PRIMARY KEY ("poolId")
);

-- CreateTable
CREATE TABLE "ThroughputMonth" (
    "nodeId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "slots" int4multirange NOT NULL,

    CONSTRAINT "ThroughputMonth_pkey" PRIMARY KEY ("nodeId","month")
);

-- CreateTable
CREATE TABLE "CollectorGap" (
    "poolId" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(0) NOT NULL,
    "endAt" TIMESTAMPTZ(0),

    CONSTRAINT "CollectorGap_pkey" PRIMARY KEY ("poolId","startAt")
);

-- CreateTable
CREATE TABLE "MaintenanceWindow" (
    "id" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "announcedAt" TIMESTAMPTZ(3) NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "endAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "MaintenanceWindow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NodeState" (
    "nodeId" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(0) NOT NULL,
    "endAt" TIMESTAMPTZ(0),
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "code" INTEGER,

    CONSTRAINT "NodeState_pkey" PRIMARY KEY ("nodeId","startAt")
);

-- CreateTable
CREATE TABLE "SignalLook" (
    "name" TEXT NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignalLook_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "BillingProfile_organisationId_id_key" ON "BillingProfile"("organisationId", "id");

-- CreateIndex
CREATE INDEX "UsageRecord_organisationId_month_idx" ON "UsageRecord"("organisationId", "month");

-- CreateIndex
CREATE UNIQUE INDEX "UsageRecord_reservationId_startAt_charged_reason_key" ON "UsageRecord"("reservationId", "startAt", "charged", "reason");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_number_key" ON "Invoice"("number");

-- CreateIndex
CREATE INDEX "Invoice_organisationId_issuedAt_idx" ON "Invoice"("organisationId", "issuedAt");

-- CreateIndex
CREATE INDEX "Invoice_finaliseAt_idx" ON "Invoice"("finaliseAt");

-- CreateIndex
CREATE INDEX "Invoice_nextReminderAt_idx" ON "Invoice"("nextReminderAt");

-- CreateIndex
CREATE INDEX "Invoice_state_dueAt_idx" ON "Invoice"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_organisationId_id_key" ON "Invoice"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_organisationId_kind_periodStart_id_key" ON "Invoice"("organisationId", "kind", "periodStart", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_organisationId_sourceReference_key" ON "Invoice"("organisationId", "sourceReference");

-- CreateIndex
CREATE INDEX "InvoiceLine_organisationId_reservationId_idx" ON "InvoiceLine"("organisationId", "reservationId");

-- CreateIndex
CREATE UNIQUE INDEX "InvoiceLine_invoiceId_ordinal_key" ON "InvoiceLine"("invoiceId", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "CreditNote_number_key" ON "CreditNote"("number");

-- CreateIndex
CREATE INDEX "CreditNote_organisationId_issuedAt_idx" ON "CreditNote"("organisationId", "issuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "CreditNote_organisationId_id_key" ON "CreditNote"("organisationId", "id");

-- CreateIndex
CREATE INDEX "Payment_organisationId_receivedAt_idx" ON "Payment"("organisationId", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_organisationId_externalReference_key" ON "Payment"("organisationId", "externalReference");

-- CreateIndex
CREATE UNIQUE INDEX "Document_invoiceId_kind_key" ON "Document"("invoiceId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerAccount_organisationId_kind_jurisdiction_currency_key" ON "LedgerAccount"("organisationId", "kind", "jurisdiction", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerTransfer_sourceReference_key" ON "LedgerTransfer"("sourceReference");

-- CreateIndex
CREATE INDEX "LedgerTransfer_organisationId_occurredAt_idx" ON "LedgerTransfer"("organisationId", "occurredAt");

-- CreateIndex
CREATE INDEX "LedgerEntry_transferId_idx" ON "LedgerEntry"("transferId");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerEntry_accountId_sequence_key" ON "LedgerEntry"("accountId", "sequence");

-- CreateIndex
CREATE INDEX "PoolMonth_version_idx" ON "PoolMonth"("version");

-- CreateIndex
CREATE INDEX "Withholding_poolId_startAt_idx" ON "Withholding"("poolId", "startAt");

-- CreateIndex
CREATE INDEX "Quote_state_expiresAt_idx" ON "Quote"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "Quote_organisationId_createdAt_idx" ON "Quote"("organisationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Quote_organisationId_id_key" ON "Quote"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_quoteId_key" ON "Reservation"("quoteId");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_clusterId_key" ON "Reservation"("clusterId");

-- CreateIndex
CREATE INDEX "Reservation_organisationId_startAt_endAt_idx" ON "Reservation"("organisationId", "startAt", "endAt");

-- CreateIndex
CREATE INDEX "Reservation_organisationId_siteId_endAt_idx" ON "Reservation"("organisationId", "siteId", "endAt");

-- CreateIndex
CREATE INDEX "Reservation_state_endAt_idx" ON "Reservation"("state", "endAt");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_organisationId_id_key" ON "Reservation"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_organisationId_quoteId_key" ON "Reservation"("organisationId", "quoteId");

-- CreateIndex
CREATE INDEX "Site_regionId_idx" ON "Site"("regionId");

-- CreateIndex
CREATE INDEX "Pool_nodeTypeId_idx" ON "Pool"("nodeTypeId");

-- CreateIndex
CREATE UNIQUE INDEX "Pool_siteId_nodeTypeId_key" ON "Pool"("siteId", "nodeTypeId");

-- CreateIndex
CREATE UNIQUE INDEX "Node_serial_key" ON "Node"("serial");

-- CreateIndex
CREATE UNIQUE INDEX "Node_poolId_ordinal_key" ON "Node"("poolId", "ordinal");

-- CreateIndex
CREATE INDEX "PriceBookEntry_nodeTypeId_currency_validFrom_idx" ON "PriceBookEntry"("nodeTypeId", "currency", "validFrom");

-- CreateIndex
CREATE UNIQUE INDEX "DiscountTier_kind_threshold_validFrom_key" ON "DiscountTier"("kind", "threshold", "validFrom");

-- CreateIndex
CREATE INDEX "ReferencePrice_gpuModel_idx" ON "ReferencePrice"("gpuModel");

-- CreateIndex
CREATE UNIQUE INDEX "Cluster_reservationId_key" ON "Cluster"("reservationId");

-- CreateIndex
CREATE INDEX "Cluster_organisationId_createdAt_idx" ON "Cluster"("organisationId", "createdAt");

-- CreateIndex
CREATE INDEX "Cluster_organisationId_state_idx" ON "Cluster"("organisationId", "state");

-- CreateIndex
CREATE INDEX "Cluster_state_idx" ON "Cluster"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Cluster_organisationId_id_key" ON "Cluster"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Cluster_organisationId_reservationId_key" ON "Cluster"("organisationId", "reservationId");

-- CreateIndex
CREATE INDEX "DeliveryPhase_finishedAt_dueAt_idx" ON "DeliveryPhase"("finishedAt", "dueAt");

-- CreateIndex
CREATE INDEX "Assignment_nodeId_startAt_idx" ON "Assignment"("nodeId", "startAt");

-- CreateIndex
CREATE INDEX "Assignment_organisationId_clusterId_startAt_idx" ON "Assignment"("organisationId", "clusterId", "startAt");

-- CreateIndex
CREATE INDEX "Replacement_organisationId_clusterId_idx" ON "Replacement"("organisationId", "clusterId");

-- CreateIndex
CREATE INDEX "Replacement_finishedAt_dueAt_idx" ON "Replacement"("finishedAt", "dueAt");

-- CreateIndex
CREATE INDEX "Repair_nodeId_openedAt_idx" ON "Repair"("nodeId", "openedAt");

-- CreateIndex
CREATE INDEX "ClusterEvent_organisationId_clusterId_at_idx" ON "ClusterEvent"("organisationId", "clusterId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "SshKey_clusterId_fingerprint_key" ON "SshKey"("clusterId", "fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_slug_key" ON "Organisation"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Project_organisationId_id_key" ON "Project"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Project_organisationId_slug_key" ON "Project"("organisationId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_organisationId_userId_key" ON "Member"("organisationId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_organisationId_createdAt_idx" ON "Invitation"("organisationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "PasswordReset_tokenHash_key" ON "PasswordReset"("tokenHash");

-- CreateIndex
CREATE INDEX "PasswordReset_userId_idx" ON "PasswordReset"("userId");

-- CreateIndex
CREATE INDEX "SignInThrottle_updatedAt_idx" ON "SignInThrottle"("updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Session_sessionToken_key" ON "Session"("sessionToken");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_organisationId_createdAt_idx" ON "ApiKey"("organisationId", "createdAt");

-- CreateIndex
CREATE INDEX "AuditEvent_organisationId_occurredAt_idx" ON "AuditEvent"("organisationId", "occurredAt");

-- CreateIndex
CREATE INDEX "AuditEvent_organisationId_subject_idx" ON "AuditEvent"("organisationId", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_chain_sequence_key" ON "AuditEvent"("chain", "sequence");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "OutboxEvent_createdAt_idx" ON "OutboxEvent"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_number_key" ON "Incident"("number");

-- CreateIndex
CREATE INDEX "Incident_organisationId_openedAt_idx" ON "Incident"("organisationId", "openedAt");

-- CreateIndex
CREATE INDEX "Incident_clusterId_openedAt_idx" ON "Incident"("clusterId", "openedAt");

-- CreateIndex
CREATE INDEX "Incident_nodeId_resolvedAt_idx" ON "Incident"("nodeId", "resolvedAt");

-- CreateIndex
CREATE INDEX "Incident_siteId_openedAt_idx" ON "Incident"("siteId", "openedAt");

-- CreateIndex
CREATE INDEX "IncidentEntry_incidentId_at_idx" ON "IncidentEntry"("incidentId", "at");

-- CreateIndex
CREATE INDEX "SlaReport_organisationId_month_clusterId_revision_idx" ON "SlaReport"("organisationId", "month" DESC, "clusterId", "revision" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "SlaReport_clusterId_month_revision_key" ON "SlaReport"("clusterId", "month", "revision");

-- CreateIndex
CREATE INDEX "PoolOwner_ownerId_idx" ON "settlement"."PoolOwner"("ownerId");

-- CreateIndex
CREATE INDEX "Bond_ownerId_idx" ON "settlement"."Bond"("ownerId");

-- CreateIndex
CREATE INDEX "NodeWatch_poolId_idx" ON "NodeWatch"("poolId");

-- CreateIndex
CREATE INDEX "SignalRun_nodeId_fromAt_idx" ON "SignalRun"("nodeId", "fromAt");

-- CreateIndex
CREATE INDEX "SignalRun_untilAt_idx" ON "SignalRun"("untilAt");

-- CreateIndex
CREATE INDEX "MaintenanceWindow_siteId_startAt_idx" ON "MaintenanceWindow"("siteId", "startAt");

-- CreateIndex
CREATE INDEX "NodeState_state_startAt_idx" ON "NodeState"("state", "startAt");

-- AddForeignKey
ALTER TABLE "BillingProfile" ADD CONSTRAINT "BillingProfile_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InvoiceLine" ADD CONSTRAINT "InvoiceLine_organisationId_invoiceId_fkey" FOREIGN KEY ("organisationId", "invoiceId") REFERENCES "Invoice"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Document" ADD CONSTRAINT "Document_organisationId_invoiceId_fkey" FOREIGN KEY ("organisationId", "invoiceId") REFERENCES "Invoice"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_transferId_fkey" FOREIGN KEY ("transferId") REFERENCES "LedgerTransfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "LedgerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PoolMonth" ADD CONSTRAINT "PoolMonth_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_organisationId_projectId_fkey" FOREIGN KEY ("organisationId", "projectId") REFERENCES "Project"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_organisationId_projectId_fkey" FOREIGN KEY ("organisationId", "projectId") REFERENCES "Project"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_organisationId_quoteId_fkey" FOREIGN KEY ("organisationId", "quoteId") REFERENCES "Quote"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Site" ADD CONSTRAINT "Site_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pool" ADD CONSTRAINT "Pool_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pool" ADD CONSTRAINT "Pool_nodeTypeId_fkey" FOREIGN KEY ("nodeTypeId") REFERENCES "NodeType"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Node" ADD CONSTRAINT "Node_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PriceBookEntry" ADD CONSTRAINT "PriceBookEntry_nodeTypeId_fkey" FOREIGN KEY ("nodeTypeId") REFERENCES "NodeType"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PriceBookEntry" ADD CONSTRAINT "PriceBookEntry_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_organisationId_reservationId_fkey" FOREIGN KEY ("organisationId", "reservationId") REFERENCES "Reservation"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryPhase" ADD CONSTRAINT "DeliveryPhase_organisationId_clusterId_fkey" FOREIGN KEY ("organisationId", "clusterId") REFERENCES "Cluster"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_organisationId_clusterId_fkey" FOREIGN KEY ("organisationId", "clusterId") REFERENCES "Cluster"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClusterEvent" ADD CONSTRAINT "ClusterEvent_organisationId_clusterId_fkey" FOREIGN KEY ("organisationId", "clusterId") REFERENCES "Cluster"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SshKey" ADD CONSTRAINT "SshKey_organisationId_clusterId_fkey" FOREIGN KEY ("organisationId", "clusterId") REFERENCES "Cluster"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PasswordReset" ADD CONSTRAINT "PasswordReset_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EventDelivery" ADD CONSTRAINT "EventDelivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "OutboxEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentEntry" ADD CONSTRAINT "IncidentEntry_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement"."PoolOwner" ADD CONSTRAINT "PoolOwner_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "settlement"."Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement"."Bond" ADD CONSTRAINT "Bond_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "settlement"."Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


