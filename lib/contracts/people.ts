import { z } from "zod";
import { email, instant, line, reference, secret, texts } from "./common";
import { role } from "./identity";

/** As people paste it, brought to one form. */
export const emailAddress = email;
/** What is typed to sign in: nobody is told whether it could be an address. */
export const typedEmail = line(254).toLowerCase().register(texts, { kind: "line" });
/** Set by its owner alone. Length is what counts; what a person can type is theirs to choose. */
export const newPassword = secret(10);
export const personName = line(120);
/** The secret of a link. */
export const linkToken = z.string().regex(/^[\w-]{43}$/, "is not of a link of ours");
/** Projects by id or short name; none named: the whole organisation. */
const projects = z.array(reference()).max(50);

export const inviteInput = z.strictObject({ email: emailAddress, name: personName.optional(), role, projects: projects.default([]) });
export const invitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: role.nullable(),
  projects: z.array(z.string()),
  state: z.enum(["invited", "accepted", "withdrawn", "expired"]),
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
});
export type InvitationContract = z.output<typeof invitation>;
/** `link` opens once, is shown in this answer only and is handed to the person by who invites. */
export const invitationWithLink = invitation.extend({ link: z.string() });
export const openInvitation = z.object({
  organisation: z.string(),
  slug: z.string().nullable(),
  email: z.string(),
  name: z.string().nullable(),
  role: role.nullable(),
  invitedBy: z.string(),
  expiresAt: instant,
});
export const registerInput = z.strictObject({ token: linkToken, name: personName, password: newPassword });
export const changeMemberInput = z.strictObject({ id: reference(), role: role.optional(), projects: projects.optional() });

export const signInSession = z.object({
  id: z.string(),
  browser: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
});
