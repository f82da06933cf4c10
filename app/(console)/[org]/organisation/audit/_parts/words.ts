// Text for each action. The operation's code is shown beside it, because filters and programs use it.

const DONE: Readonly<Record<string, string>> = {
  "billing.advance.create": "Invoiced in advance",
  "billing.document.render": "Invoice PDF created",
  "billing.invoice.finalise": "Issued an invoice",
  "billing.invoice.remind": "Reminder sent",
  "reliability.slaReport.revise": "Revised the SLA reports of a month",
  "billing.month.close": "Closed a month",
  "billing.month.revise": "Revised the bill of a month",
  "billing.payment.record": "Recorded a payment",
  "billing.profile.set": "Set the billing profile",
  "capacity.quote.create": "Requested a quote",
  "capacity.quote.release": "Quote released",
  "capacity.quote.expire": "Quote expired",
  "capacity.reservation.create": "Reserved a cluster",
  "clusters.cluster.step": "Cluster state changed",
  "clusters.faultReport.create": "Reported a fault",
  "clusters.node.replace": "Requested a node replacement",
  "clusters.sshKey.add": "Added an SSH key",
  "identity.apiKey.create": "Created an API key",
  "identity.apiKey.revoke": "Revoked an API key",
  "identity.invitation.accept": "Accepted an invitation",
  "identity.invitation.register": "Opened an account by an invitation",
  "identity.invitation.resend": "Made a new invitation link",
  "identity.invitation.withdraw": "Withdrew an invitation",
  "identity.member.change": "Changed a member’s role",
  "identity.member.invite": "Invited a member",
  "identity.member.leave": "Left the organisation",
  "identity.member.remove": "Removed a member",
  "identity.organisation.create": "Opened the organisation",
  "identity.password.change": "Changed their password",
  "identity.passwordReset.create": "Made a password reset link",
  "identity.passwordReset.use": "Set a new password by a link",
  "identity.project.create": "Added a project",
  "identity.session.close": "Signed out",
  "identity.session.end": "Ended a session",
  "identity.session.open": "Signed in",
  "identity.session.refuse": "Sign-in refused",
  "reliability.slaReport.decide": "Decided SLA reports",
};

const DOWNLOADS: Readonly<Record<string, string>> = {
  "billing.invoice.csv": "Downloaded an invoice’s lines",
  "billing.invoice.export": "Downloaded the list of invoices",
  "billing.invoice.pdf": "Downloaded an invoice",
  "clusters.sshConfig.get": "Downloaded an SSH configuration",
  "identity.auditEvent.export": "Downloaded the audit log",
  "identity.download.record": "Downloaded a list",
  "reliability.incident.evidence": "Downloaded evidence of an incident",
};

const REFUSED = ".refused";
const DOWNLOADED = ".downloaded";

export const KIND_WORDS = { change: "Changes", download: "Downloads", refusal: "Refusals", signIn: "Sign-ins" } as const;

/** "Requested a quote"; an operation without text of its own by its code: "quote create". */
export function actionWords(action: string): string {
  if (action.endsWith(REFUSED)) return `Refused: ${actionWords(action.slice(0, -REFUSED.length)).replace(/^./, (first) => first.toLowerCase())}`;
  if (action.endsWith(DOWNLOADED)) return DOWNLOADS[action.slice(0, -DOWNLOADED.length)] ?? "Downloaded a file";
  return DONE[action] ?? action.split(".").slice(1).join(" ");
}

const SURFACES: Readonly<Record<string, string>> = {
  console: "Console",
  api: "API",
  mcp: "MCP",
  cli: "Command line",
  worker: "System",
  signals: "Signals",
  webhook: "Webhook",
  demo: "Demo",
  test: "Test",
};

export const surfaceWord = (surface: string): string => SURFACES[surface] ?? surface;

/** Our jobs act under one name; the title says which job it was. */
export const actorName = (actor: { kind: string; name: string }): string => (actor.kind === "system" ? "Berth" : actor.name);

/** Shown after the name of an actor who is not a person. */
export const actorRemark = (kind: string): string | null => (kind === "user" ? null : kind === "apiKey" ? "API key" : kind);

/** "capacity.quote" and its operations, for the filter by action. */
export const ACTION_CHOICES: readonly { value: string; label: string }[] = [
  { value: "identity.session", label: "Signing in and out" },
  { value: "identity.member", label: "Members" },
  { value: "identity.invitation", label: "Invitations" },
  { value: "identity.apiKey", label: "API keys" },
  { value: "identity.project", label: "Projects" },
  { value: "capacity.quote", label: "Quotes" },
  { value: "capacity.reservation", label: "Reservations" },
  { value: "clusters.", label: "Clusters" },
  { value: "billing.invoice", label: "Invoices" },
  { value: "billing.payment", label: "Payments" },
  { value: "billing.month", label: "Month ends" },
  { value: "reliability.", label: "SLA reports" },
];
