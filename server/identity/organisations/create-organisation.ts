import { z } from "zod";
import { country, line } from "@/lib/contracts/common";
import { organisation } from "@/lib/contracts/identity";
import { isReservedSlug } from "@/lib/slugs";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/** Creates an organisation. Errors: conflict when the slug is taken. */
export const createOrganisation = command({
  name: "identity.organisation.create",
  summary: "Open an organisation.",
  input: z.object({
    name: line(120),
    slug: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "Lower-case letters, digits and hyphens, 1 to 40 characters.")
      .refine((slug) => !isReservedSlug(slug), "This name is an address of the console itself."),
    country,
  }),
  output: organisation,
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  rest: { method: "POST", path: "/organisations", status: 201, door: "operator" },
  audit: { subject: (_input, output) => output.id },
  idempotency: "required",
  handler: async (ctx, input) => {
    const id = ctx.id("org");
    const { slug, name, country } = input;
    const made = await ctx.tx.exec(
      `insert into "Organisation" (id, slug, name, country, "createdAt") values ($1, $2, $3, $4, $5) on conflict (slug) do nothing`,
      [id, slug, name, country, ctx.now],
    );
    if (made === 0) {
      throw new OperationError("conflict", `The short name ${input.slug} is taken.`, { suggestion: "Choose another short name." });
    }
    return { id, slug, name, country };
  },
});
