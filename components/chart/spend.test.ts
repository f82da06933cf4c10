import { expect, it } from "vitest";
import { axisText, prepareSpend, roundUp } from "./spend";

const input = {
  start: "2026-11-01T00:00:00Z",
  end: "2026-12-01T00:00:00Z",
  now: "2026-11-22T14:32:00Z",
  spent: [
    { at: "2026-11-01T00:00:00Z", amount: "0.00" },
    { at: "2026-11-22T14:32:00Z", amount: "348703.30" },
  ],
  forecast: [{ at: "2026-12-01T00:00:00Z", amount: "491491.20" }],
  budget: "520000.00",
  currency: "USD",
};

it("joins the forecast to actual spend and keeps room above the budget", () => {
  const spend = prepareSpend(input);
  expect(spend.rows).toHaveLength(3);
  expect(spend.rows[1]).toMatchObject({ spent: 348703.3, forecast: 348703.3, told: "348,703.30 USD" });
  expect(spend.forecastText).toBe("491,491.20");
  expect(spend.top).toBeGreaterThan(520_000);
  expect(spend.steps[0]).toBe(0);
  expect(spend.steps.at(-1)).toBe(spend.top);
  expect(spend.days).toBe(30);
});

it("draws an empty month without a budget", () => {
  const spend = prepareSpend({ ...input, spent: [], forecast: [], budget: undefined });
  expect(spend.rows).toEqual([]);
  expect(spend.top).toBeGreaterThan(0);
});

it("rounds steps and shortens axis labels", () => {
  expect(roundUp(187_200)).toBe(200_000);
  expect(roundUp(0)).toBe(1);
  expect(axisText(200_000)).toBe("200k");
  expect(axisText(1_500_000)).toBe("1.5M");
});
