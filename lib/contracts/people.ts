import { z } from "zod";
import { email, instant, line, reference, secret, texts } from "./common";
import { role } from "./identity";

/** Normalised, because people paste addresses in many forms. */
export const emailAddress = email;
/** What is typed at sign-in. Not validated as an address, so the answer reveals nothing about which addresses exist. */
export const typedEmail = line(254).toLowerCase().register(texts, { kind: "line" });
/** Set only by its owner. Only the length is checked; which characters to use is the owner's choice. */
export const newPassword = secret(10);
export const personName = line(120);
/** The secret in a link. */
export const linkToken = z.string().regex(/^[\w-]{43}$/, "is not of a link of ours");
/** Projects by id or short name; an empty list means the whole organisation. */
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
/** `link` works once and is shown only in this answer; the inviter passes it on. */
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
