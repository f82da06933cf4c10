import type { Metadata } from "next";
import { refusalOf } from "@/app/_parts/client/refusal";
import { formatInstant } from "@/components/format/text";
import { BarePage } from "@/components/shell/bare-page";
import { SignOutButton } from "@/components/shell/sign-out-button";
import { ThemeButton } from "@/components/shell/theme-button";
import { ButtonLink } from "@/components/ui/button";
import { signInPath } from "@/lib/return-path";
import { visitor } from "@/app/_parts/page/read";
import { api } from "@/server/doors/console/caller";
import { AcceptButton } from "./_parts/accept-button";
import { RegisterForm } from "./_parts/register-form";

export const metadata: Metadata = { title: "Invitation", robots: { index: false }, referrer: "no-referrer" };

const ROLE = { owner: "an owner", admin: "an admin", engineer: "an engineer", finance: "finance", viewer: "a viewer" } as const;

type Props = { params: Promise<{ token: string }> };

/** The invitation, or why it cannot be read. */
async function invitationOf(token: string) {
  try {
    return { invitation: await (await api()).identity.invitation.get({ token }), refusal: null };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return { invitation: null, refusal };
  }
}

/** What the invitation is for, and the button that accepts it. */
export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const [{ invitation, refusal }, person] = await Promise.all([invitationOf(token), visitor()]);
  const home = invitation?.slug ? `/${invitation.slug}/overview` : "/operator";
  return (
    <BarePage actions={<ThemeButton />}>
      <section className="mx-auto w-full max-w-[404px] px-7 pt-[76px] pb-12 max-sm:px-4 max-sm:pt-8">
        {invitation === null ? (
          <>
            <h1>{refusal.code === "rate_limited" ? "Too many tries" : "This invitation is not open"}</h1>
            <p className="mt-1.5 text-ink-2">
              {refusal.code === "rate_limited" ? refusal.detail : "It was used or withdrawn, has expired, or the link is incomplete."}{" "}
              {refusal.code === "rate_limited" ? null : "Ask who invited you for a new link."}
            </p>
            <p className="mt-5">
              <ButtonLink href="/sign-in">Sign in</ButtonLink>
            </p>
          </>
        ) : (
          <>
            <h1>Join {invitation.organisation}</h1>
            <p className="mt-1.5 text-ink-2">
              {invitation.invitedBy} invites <span className="font-semibold [overflow-wrap:anywhere]">{invitation.email}</span>
              {invitation.role === null ? " to the network’s staff" : ` as ${ROLE[invitation.role]}`}. The link is open until{" "}
              {formatInstant(invitation.expiresAt)}.
            </p>
            {person === null ? (
              <>
                <RegisterForm token={token} email={invitation.email} name={invitation.name ?? ""} home={home} organisation={invitation.organisation} />
                {invitation.slug === null ? null : (
                  <p className="mt-5 text-ink-2">
                    Is there an account for {invitation.email} already? <a href={signInPath(`/invitation/${token}`)}>Sign in to join with it</a>
                  </p>
                )}
              </>
            ) : person.email === invitation.email ? (
              <AcceptButton token={token} home={home} organisation={invitation.organisation} />
            ) : (
              <div className="mt-[22px] grid justify-items-start gap-3">
                <p>You are signed in as {person.email}. The invitation is for another address.</p>
                <SignOutButton />
              </div>
            )}
          </>
        )}
      </section>
    </BarePage>
  );
}
