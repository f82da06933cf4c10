// Budgets are in the currency an organisation is billed in and never negative, checked at the door before anything is
// summed.
import { afterAll, describe, expect, it } from "vitest";
import { createProject } from "@/server/identity/projects/create-project";
import { closeDatabase } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { testTenant } from "@/server/kernel/testing";
import { billing } from "../router";
import { setProfile } from "./set-profile";
import { systemCaller } from "@/server/kernel/operation/actor";

afterAll(closeDatabase);

describe("a project's budget", () => {
  it.each([
    ["1000000", "KRW", "/monthlyBudget/currency"],
    ["5.00", "EUR", "/monthlyBudget/currency"],
    ["-5.00", "USD", "/monthlyBudget/amount"],
    ["1.234", "USD", "/monthlyBudget/amount"],
    ["92233720368547758.08", "USD", "/monthlyBudget/amount"],
  ])("of %s %s is refused at %s", async (amount, currency, pointer) => {
    const tenant = await testTenant();
    const made = await run(createProject, tenant.as("admin"), { name: "V", slug: "v", monthlyBudget: { amount, currency } }).catch((error: unknown) => error);
    expect(made).toBeInstanceOf(OperationError);
    expect(made).toMatchObject({ code: "validation_failed", errors: [{ pointer }] });
  });

  it("of zero means that nothing can be spent, and is shown", async () => {
    const tenant = await testTenant();
    await run(createProject, tenant.as("admin"), { name: "V", slug: "v", monthlyBudget: { amount: "0", currency: "USD" } });
    expect((await run(billing.spend.get, tenant.as("viewer"), {})).budget).toEqual({ amount: "0.00", currency: "USD" });
  });
});

describe("a billing profile", () => {
  const set = async (over: { legalName?: string; addressLines?: string[]; country?: string }) => {
    const tenant = await testTenant();
    return run(setProfile, systemCaller("a test", tenant.organisationId, "test"), {
      legalName: "Test",
      addressLines: ["1"],
      country: "NO",
      apEmail: "ap@test.example",
      currency: "USD",
      ...over,
    }).then(
      () => "taken",
      (error: unknown) => (error instanceof OperationError ? error.errors : error),
    );
  };

  it.each([
    "株式会社髙島計算",
    "上海某某科技有限公司",
    "臺灣股份有限公司",
    "شركة الاختبار",
    "חברת הבדיקה",
    "บริษัท ทดสอบ จำกัด",
    "Công ty Thử nghiệm",
    "주식회사 한빛",
    "Þórður Ærøskøbing",
    "ΑΤΤΙΚΗ ΑΕ",
    "ТОВ Приклад",
  ])("in the script of %s is accepted", async (legalName) => expect(await set({ legalName })).toBe("taken"));

  it("with characters that no document can print is refused, naming them", async () => {
    expect(await set({ legalName: "Rocket 🚀 AS" })).toMatchObject([
      { pointer: "/legalName", message: 'holds "🚀" (U+1F680), which our documents cannot print' },
    ]);
    expect(await set({ addressLines: ["Fine", "தமிழ்"] })).toMatchObject([{ pointer: "/addressLines/1" }]);
    expect(await set({ country: "ZZ" })).toMatchObject([{ pointer: "/country" }]);
  });
});
