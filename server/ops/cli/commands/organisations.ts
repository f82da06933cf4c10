// Creating organisations and admitting people and programs.
import { MEMBER_ROLES, type MemberRole } from "@/lib/permissions";
import { billing } from "@/server/billing/router";
import { router as identity } from "@/server/identity/router";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command, organisationNamed, organisations, wholeNumber } from "./command";

function roleOf(text: string | undefined): MemberRole {
  const role = MEMBER_ROLES.find((known) => known === text);
  if (!role) throw new Failure(`--role is "${text ?? ""}"; it must be one of ${MEMBER_ROLES.join(", ")}.`);
  return role;
}

const createOrganisation: Command = {
  words: "org create",
  summary: "Open an organisation; with --currency also its billing profile, without which it can take no quote.",
  options: {
    slug: { value: "acme", help: "short name in addresses", required: true },
    name: { value: '"Acme Inc."', help: "name", required: true },
    country: { value: "NO", help: "country, ISO 3166-1; decides who sells and which tax applies", required: true },
    currency: { value: "USD", help: "currency it is billed in" },
    "legal-name": { value: "text", help: "name on invoices; default: the name" },
    address: { value: '"Street 1; City"', help: "address on invoices, lines divided by semicolons" },
    "tax-id": { value: "id", help: "VAT or tax number" },
    "ap-email": { value: "ap@acme.example", help: "where invoices go" },
    "net-days": { value: "30", help: "days until an invoice is due" },
    "po-required": { help: "ask for a purchase order on every reservation" },
  },
  run: async ({ options, answer }) => {
    const { slug = "", name = "", country = "", currency } = options;
    if (currency !== undefined && options["ap-email"] === undefined) throw new Failure("--ap-email is needed with --currency: invoices have to go somewhere.");
    // Both or neither: an organisation whose profile was refused would block the next attempt.
    const organisation = await transaction({ organisationId: null, network: true, readOnly: false }, async (tx, now) => {
      const { output } = await identity.organisation.create.execute(byCommandLine(), { slug, name, country }, { tx, now });
      if (currency !== undefined) {
        const profile = {
          legalName: options["legal-name"] ?? name,
          addressLines: (options.address ?? name)
            .split(";")
            .map((line) => line.trim())
            .filter(Boolean),
          country,
          taxId: options["tax-id"] ?? null,
          apEmail: options["ap-email"] ?? "",
          currency,
          netDays: wholeNumber("net-days", options["net-days"]),
          purchaseOrderRequired: options["po-required"] === "true",
        };
        await billing.profile.set.execute(byCommandLine(output.id), profile, { tx, now });
      }
      return output;
    });
    answer.give(organisation, [`${organisation.slug}  ${organisation.id}`]);
  },
};

const listOrganisations: Command = {
  words: "org list",
  summary: "All organisations.",
  run: async ({ answer }) => {
    const data = await organisations();
    const width = Math.max(0, ...data.map(({ slug }) => slug.length));
    answer.give(
      { data },
      data.map(({ id, slug, name }) => `${slug.padEnd(width)}  ${id}  ${name}`),
    );
  },
};

const inviteUser: Command = {
  words: "user invite",
  summary: "Invite a person to an organisation, or without one to the network's staff; prints the link to hand over.",
  options: {
    organisation: { value: "acme", help: "id or short name; none: staff" },
    email: { value: "who@acme.example", help: "address", required: true },
    name: { value: '"Who It Is"', help: "name" },
    role: { value: MEMBER_ROLES.join("|"), help: "what they may do; not for staff" },
  },
  run: async ({ options, answer }) => {
    const { email = "", name, organisation, role } = options;
    if (organisation === undefined && role !== undefined) throw new Failure("--role is of an organisation. Add --organisation with its short name.");
    const invitation =
      organisation === undefined
        ? await run(identity.staff.invite, byCommandLine(), { email, name })
        : await run(identity.member.invite, byCommandLine((await organisationNamed(organisation)).id), { email, name, role: roleOf(role) });
    answer.give(invitation, [invitation.link, `Hand it to ${invitation.email}. It opens once, until ${invitation.expiresAt}, and is shown this once.`]);
  },
};

const resetPassword: Command = {
  words: "user reset-password",
  summary: "Make a link by which a person who forgot theirs sets a new password; using it signs them out everywhere.",
  options: { email: { value: "who@acme.example", help: "address of the account", required: true } },
  run: async ({ options, answer }) => {
    const { email = "" } = options;
    const { link, expiresAt } = await run(identity.passwordReset.create, byCommandLine(), { email });
    answer.give({ email, link, expiresAt }, [link, `Hand it to ${email} once you know who asks. It opens once, until ${expiresAt}, and is shown this once.`]);
  },
};

const createApiKey: Command = {
  words: "api-key create",
  summary: "Make an API key; it is shown once.",
  options: {
    organisation: { value: "acme", help: "id or short name", required: true },
    role: { value: MEMBER_ROLES.join("|"), help: "what it may do", required: true },
    name: { value: "text", help: "what it is for; default: the role" },
    project: { value: "slug", help: "the only project it may act in" },
    "read-only": { help: "it may change nothing" },
    expires: { value: "2027-01-01T00:00:00Z", help: "when it ends" },
  },
  run: async ({ options, answer }) => {
    const { id: organisationId } = await organisationNamed(options.organisation ?? "");
    const role = roleOf(options.role);
    const { id, key } = await run(identity.apiKey.create, byCommandLine(organisationId), {
      name: options.name ?? `${role}, from the command line`,
      role,
      project: options.project,
      readOnly: options["read-only"] === "true",
      expiresAt: options.expires,
    });
    answer.give({ id, key }, [key, `It is shown this once; its id is ${id}.`]);
  },
};

export const organisationCommands: readonly Command[] = [createOrganisation, listOrganisations, inviteUser, resetPassword, createApiKey];
