// Two organisations that differ in nothing but the years before and after this month: nine running clusters each. Rows are
// inserted, not lived through, so the guards of the tables are off meanwhile; what they guard is kept by construction
// (a node of its own for every reservation).
import pg from "pg";

/** As many reservations as the attack on a demo left behind in an hour. */
export const MANY = 11_751;
export const FEW = 9;
const RUNNING = 9;
/** How many days the history goes back; half of the remaining reservations lie ahead. */
const DAYS = 720;

/** The first nine run; of the others every second one was over when the month began, and the rest begin after it. */
const made = (reservations: number) => `
  create temporary table made on commit drop as
  select i, n.id as node, n."poolId" as pool, p."siteId" as site, s."regionId" as region, p."nodeTypeId" as type, t."gpuCount" as gpus,
         case when i <= ${RUNNING} then 'up' when i % 2 = 0 then 'ended' else 'arriving' end as state,
         b.at as start, b.at + b.length as "end", least(b.at, now() - make_interval(mins => i)) - interval '1 day' as made
    from generate_series(1, ${reservations}) i
    join (select id, "poolId", row_number() over (order by id) as r from "Node" n
           where not watched and not exists (select from "Assignment" a where a."nodeId" = n.id)) n on n.r = i
    join "Pool" p on p.id = n."poolId" join "Site" s on s.id = p."siteId" join "NodeType" t on t.id = p."nodeTypeId"
    cross join lateral (
      select case when i <= ${RUNNING} then date_trunc('hour', now()) - interval '20 days'
                  when i % 2 = 0 then date_trunc('month', now()) - interval '3 days' - make_interval(hours => i * ${DAYS} * 24 / ${reservations})
                  else date_trunc('month', now()) + interval '1 month' + make_interval(hours => i * ${DAYS} * 24 / ${reservations}) end as at,
             case when i <= ${RUNNING} then interval '40 days' else interval '3 days' end as length) b`;

const rows = (slug: string, email: string, keyHash: string) => [
  `insert into "Organisation" (id, slug, name, country, "createdAt") values ('org_' || ${slug}, ${slug}, ${slug}, 'NO', now() - interval '${DAYS + 10} days')`,
  `insert into "Project" (id, "organisationId", slug, name, "costCentre", "createdAt") values ('prj_' || ${slug}, 'org_' || ${slug}, 'training', 'Training', 'CC-1', now() - interval '${DAYS + 10} days')`,
  `insert into "Member" (id, "organisationId", "userId", role, "createdAt") select 'mem_' || ${slug}, 'org_' || ${slug}, id, 'owner', now() from "User" where email = ${email}`,
  `insert into "ApiKey" (id, kind, "organisationId", name, role, "readOnly", hash, "lastFour", "createdBy", "createdAt")
   values ('key_' || ${slug}, 'customer', 'org_' || ${slug}, 'bench', 'owner', true, ${keyHash}, 'last', 'bench', now())`,
  `insert into "Buyer" ("organisationId", country, currency, "purchaseOrderRequired") values ('org_' || ${slug}, 'NO', 'USD', false)`,
  `insert into "BillingProfile" (id, "organisationId", "legalName", "addressLines", country, "apEmail", currency, "legalEntityId")
   values ('bpr_' || ${slug}, 'org_' || ${slug}, ${slug}, array['Storgata 1'], 'NO', 'ap@' || ${slug} || '.example', 'USD', 'NL')`,
  `insert into "Quote" (id, "organisationId", "poolId", "siteId", "regionId", "nodeTypeId", nodes, "startAt", "endAt", "slaPlanId", "paymentSchedule", currency,
                        "listRateMicros", "rateMicros", lines, terms, "subtotalMinor", "taxMinor", "totalMinor", state, "createdBy", "createdAt", "expiresAt")
   select 'qte_' || ${slug} || i, 'org_' || ${slug}, pool, site, region, type, 1, start, "end", 'enterprise', 'monthly_advance', 'USD', 2000000, 2000000, '[]', '{}', 100000, 0, 100000,
          'accepted', 'bench', made, made + interval '10 minutes' from made`,
  `insert into "Reservation" (id, "organisationId", "projectId", "quoteId", "clusterId", name, "poolId", "siteId", "regionId", "nodeTypeId", "gpusPerNode", nodes, "startAt", "endAt", "slaPlanId",
                              "paymentSchedule", currency, "rateMicros", "totalMinor", "sshKeys", state, "createdBy", "createdByLabel", "createdAt")
   select 'res_' || ${slug} || i, 'org_' || ${slug}, 'prj_' || ${slug}, 'qte_' || ${slug} || i, 'clu_' || ${slug} || i, 'run-' || i, pool, site, region, type, gpus, 1, start, "end", 'enterprise',
          'monthly_advance', 'USD', 2000000, 100000, '[]', (case state when 'up' then 'active' when 'ended' then 'ended' else 'scheduled' end)::"ReservationState", 'bench', 'Bench', made from made`,
  `insert into "Cluster" (id, "organisationId", "reservationId", name, state, "promisedAt", "deliveryStartsAt", "handedOverAt", "endedAt", "createdAt")
   select 'clu_' || ${slug} || i, 'org_' || ${slug}, 'res_' || ${slug} || i, 'run-' || i, state::"ClusterState", start, start - interval '1 hour', case when state <> 'arriving' then start end,
          case when state = 'ended' then "end" end, made from made`,
  `insert into "Assignment" (id, "organisationId", "clusterId", "nodeId", berth, "startAt", "endAt", "beganAs", "endedAs", health, "healthReason", "healthSince")
   select 'asg_' || ${slug} || i, 'org_' || ${slug}, 'clu_' || ${slug} || i, node, 1, start, "end", 'delivered', case when state = 'ended' then 'ended' end, 'up', 'good', start
     from made where state <> 'arriving'`,
  `insert into "NodeState" ("nodeId", "startAt", state, reason) select node, start - interval '1 hour', 'up', 'good' from made where state <> 'arriving'`,
  `insert into "ClusterEvent" (id, "organisationId", "clusterId", at, kind, text) select 'evt_' || ${slug} || i, 'org_' || ${slug}, 'clu_' || ${slug} || i, start, 'handed_over', 'Handed over.' from made where state <> 'arriving'`,
  // One node in forty failed for half an hour, and the customer was informed.
  `insert into "Incident" (id, number, "organisationId", "siteId", "clusterId", "nodeId", kind, title, "openedAt", "detectedAt", "resolvedAt")
   select 'inc_' || ${slug} || i, 'INC-' || ${slug} || '-' || i, 'org_' || ${slug}, site, 'clu_' || ${slug} || i, node, 'node_down', 'Node is down', start + interval '1 day', start + interval '1 day 2 minutes', start + interval '1 day 30 minutes'
     from made where state = 'ended' and i % 40 = 0`,
  `insert into "SlaReport" (id, "organisationId", "clusterId", month, "slaPlanId", "targetPercent", "contractedSeconds", "downSeconds", "degradedSeconds", "maintenanceSeconds", "unknownSeconds",
                            "availabilityPercent", "availabilityPercentIncludingMaintenance", "creditPercent", reason, intervals, "decidedAt")
   select 'sla_' || ${slug} || i || m.month, 'org_' || ${slug}, 'clu_' || ${slug} || i, m.month, 'enterprise', '99.99', 259200, 0, 0, 0, 0, '100.00000', '100.00000', 0, 'met', '[]', "end" + interval '40 days'
     from made cross join lateral (select to_char(start, 'YYYY-MM') as month union select to_char("end" - interval '1 second', 'YYYY-MM')) m
    where state <> 'arriving' and m.month < to_char(now(), 'YYYY-MM')`,
  `insert into "SlaMonth" ("organisationId", month, "decidedAt", "lookedAt") select distinct 'org_' || ${slug}, month, now(), now() from "SlaReport" where "organisationId" = 'org_' || ${slug}`,
  `insert into "MonthClose" ("organisationId", month, follows, "closedAt", "finalisedAt")
   select "organisationId", month, lag(month) over (order by month), now(), now() from "SlaMonth" where "organisationId" = 'org_' || ${slug}`,
  `insert into "Invoice" (id, "organisationId", "billingProfileId", "legalEntityId", number, kind, title, state, currency, "periodStart", "periodEnd", "issuedAt", "dueAt",
                          "subtotalMinor", "taxMinor", "totalMinor", "paidMinor", "taxCategory", "taxRateBasisPoints", "purchaseOrders", parties, "createdAt")
   select 'inv_' || ${slug} || month, 'org_' || ${slug}, 'bpr_' || ${slug}, 'NL', ${slug} || '-' || month, 'month', month, 'paid', 'USD', b.start, b.start + interval '1 month', b.start + interval '1 month 1 day',
          b.start + interval '2 months', 100000, 0, 100000, 100000, 'O', 0, '{}', '{}', b.start + interval '1 month'
     from "SlaMonth" cross join lateral (select (month || '-01')::timestamp at time zone 'UTC' as start) b where "organisationId" = 'org_' || ${slug}`,
  `insert into "InvoiceLine" (id, "organisationId", "invoiceId", ordinal, kind, description, "reservationId", "quoteId", "clusterId", "projectId", "meteredSeconds", "gpuSeconds", "rateMicros", "amountMinor",
                              "taxCategory", "taxRateBasisPoints")
   select 'lin_' || ${slug} || i || s.month, 'org_' || ${slug}, 'inv_' || ${slug} || s.month, row_number() over (partition by s.month order by i), 'usage', 'run-' || i, 'res_' || ${slug} || i, 'qte_' || ${slug} || i, 'clu_' || ${slug} || i,
          'prj_' || ${slug}, 259200, 259200, 2000000, 14400, 'O', 0
     from made join "SlaReport" s on s."clusterId" = 'clu_' || ${slug} || i`,
  `insert into "UsageRecord" (id, "organisationId", "reservationId", "clusterId", "projectId", month, "startAt", "endAt", nodes, "nodeSeconds", "gpuSeconds", charged, reason)
   select 'usg_' || ${slug} || i || s.month, 'org_' || ${slug}, 'res_' || ${slug} || i, 'clu_' || ${slug} || i, 'prj_' || ${slug}, s.month, b."from", b."to", 1, 0, 0, true, 'served'
     from made join "SlaReport" s on s."clusterId" = 'clu_' || ${slug} || i
     cross join lateral (select (s.month || '-01')::timestamp at time zone 'UTC' as at) m
     cross join lateral (select greatest(start, m.at) as "from", least("end", m.at + interval '1 month') as "to") b`,
];

interface Made {
  slug: string;
  reservations: number;
  /** A person of the demo who owns it. */
  email: string;
  /** The stored hash of its read-only key. */
  keyHash: string;
}

/** An organisation of a demo with this many reservations. `owner` owns the tables. */
export async function insertOrganisation(owner: pg.Client, { slug, reservations, email, keyHash }: Made): Promise<void> {
  const statements = [made(reservations), ...rows(...([slug, email, keyHash].map((text) => pg.escapeLiteral(text)) as [string, string, string]))];
  await owner.query("begin; set local session_replication_role = replica; set local timezone = 'UTC'");
  for (const statement of statements) await owner.query(statement);
  await owner.query("commit; analyze");
}
