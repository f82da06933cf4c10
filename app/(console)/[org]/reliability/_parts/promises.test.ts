import { expect, test } from "vitest";
import { type Promises, promisesSentence } from "./promises";

const row = (name: string, leftSeconds: number): Promises["tightest"][number] => ({
  clusterId: `clu_${name}`,
  clusterName: name,
  targetPercent: "99.99",
  month: {
    contractedSeconds: 1_000_000,
    downSeconds: 0,
    degradedSeconds: 0,
    maintenanceSeconds: 0,
    unknownSeconds: 0,
    lostSeconds: 0,
    availabilityPercent: "99.98781",
    availabilityPercentIncludingMaintenance: "99.98781",
    budgetSeconds: 260,
    budgetLeftSeconds: leftSeconds,
    budgetMinutes: 260 / 60,
    budgetLeftMinutes: leftSeconds / 60,
    bandwidth: { samples: 0, short: 0, sharePercent: null },
  },
});
const say = (rows: Promises["tightest"], isRunning = true, losing: string[] = []) =>
  promisesSentence({
    isRunning,
    clusters: rows.length,
    overspent: rows.filter((one) => one.month.budgetLeftSeconds < 0).length,
    tightest: [...rows].sort((a, b) => a.month.budgetLeftSeconds - b.month.budgetLeftSeconds),
    losing: new Set(losing),
  })
    .map((part) => (typeof part === "string" ? part : part.name))
    .join("");

test.each<[string, string]>([
  [
    "All 5 clusters are within SLA. infer-eu has 0.53 minutes of downtime budget left and is losing more.",
    say([row("a", 260), row("infer-eu", 32), row("b", 260), row("c", 200), row("d", 100)], true, ["clu_infer-eu"]),
  ],
  ["All 2 clusters are within SLA.", say([row("a", 260), row("b", 100)])],
  ["a is within SLA.", say([row("a", 260)])],
  ["a is within SLA. a has 0.53 minutes of downtime budget left.", say([row("a", 32)])],
  ["1 of 2 clusters is within SLA. b is 2.00 minutes over its downtime budget; the credit is applied automatically.", say([row("a", 260), row("b", -120)])],
  ["1 of 2 clusters is within SLA. b is 2.00 minutes over its downtime budget; the credit is applied automatically.", say([row("a", 3), row("b", -120)])],
  ["1 of 2 clusters met the SLA. b: 99.98781 % of 99.99 %.", say([row("a", 3), row("b", -120)], false)],
  ["All 2 clusters met the SLA.", say([row("a", 3), row("b", 260)], false)],
  ["No SLA runs yet this month.", say([])],
  ["No SLA ran in this month.", say([], false)],
])("%s", (expected, said) => expect(said).toBe(expected));
