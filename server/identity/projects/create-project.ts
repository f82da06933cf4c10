import { z } from "zod";
import { line, money, slug } from "@/lib/contracts/common";
import { project } from "@/lib/contracts/identity";
import { exponentOf, fromContract } from "@/lib/money";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { budgetCurrency } from "../organisations/buyer";

/** The maximum of the database column: 8 bytes. */
const MAX_MINOR = 2n ** 63n - 1n;

/**
 * A budget in minor units of the currency the organisation is billed in. Zero is a valid budget: nothing can be spent.
 */
function budgetIn(currency: string | null, budget: { amount: string; currency: string }): bigint {
  const wrong = (pointer: string, message: string) =>
    new OperationError("validation_failed", "The budget does not fit the organisation.", { errors: [{ pointer, message }] });
  if (currency === null)
    throw new OperationError("invalid_state", "Budgets wait for a billing profile.", {
      suggestion: "Open the project without a budget, or ask for the billing profile to be filled in first.",
    });
  if (budget.currency !== currency) throw wrong("/monthlyBudget/currency", `must be ${currency}, the currency this organisation is billed in`);
  if ((budget.amount.split(".")[1] ?? "").length > exponentOf(currency))
    throw wrong("/monthlyBudget/amount", `must have at most ${exponentOf(currency)} decimals`);
  const { minor } = fromContract(budget);
  if (minor < 0n || minor > MAX_MINOR)
    throw wrong("/monthlyBudget/amount", minor < 0n ? "must not be negative; zero means that nothing is to be spent" : "is more than an amount can be");
  return minor;
}

/**
 * Creates a project, a cost centre of the organisation. Errors: conflict when its short name is taken;
 * validation_failed for a budget in another currency.
 */
export const createProject = command({
  name: "identity.project.create",
  summary: "Open a project.",
  input: z.object({
    name: line(120),
    slug: slug,
    costCentre: line(40).optional(),
    monthlyBudget: money.optional(),
  }),
  output: project,
  permission: "projects.manage",
  tenancy: "organisation",
  rate: "write",
  rest: { method: "POST", path: "/projects", status: 201 },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const { organisationId } = ctx;
    const budgetMinor = input.monthlyBudget ? budgetIn(await budgetCurrency(ctx.tx, organisationId), input.monthlyBudget) : null;
    const { name, slug } = input;
    const id = ctx.id("prj");
    const costCentre = input.costCentre ?? null;
    const made = await ctx.tx.exec(
      `insert into "Project" (id, "organisationId", slug, name, "costCentre", "budgetMinor", "createdAt") values ($1, $2, $3, $4, $5, $6, $7)
       on conflict ("organisationId", slug) do nothing`,
      [id, organisationId, slug, name, costCentre, budgetMinor, ctx.now],
    );
    if (made === 0) {
      throw new OperationError("conflict", `The short name ${input.slug} is taken.`, { suggestion: "Choose another short name." });
    }
    return { id, slug, name, costCentre };
  },
});
