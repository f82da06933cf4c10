import { formatInstant } from "@/components/format/text";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";

/** The link of an invitation, for the inviter to pass on. It is never shown again. */
export function InvitationLink({ email, link, expiresAt, onClose }: { email: string; link: string; expiresAt: string; onClose: () => void }) {
  return (
    <div className="mt-3 grid gap-3" role="status">
      <p>
        Send this link to <b className="break-all">{email}</b>. It is shown only once and expires on {formatInstant(expiresAt, "full")} UTC.
      </p>
      <Code text={link} what="the invitation link" />
      <div className="flex justify-end">
        <Button kind="solid" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
