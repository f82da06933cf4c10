import { acceptInvitation } from "./invitations/accept-invitation";
import { changeMember } from "./membership/change-member";
import { changePassword } from "./people/change-password";
import { closeSession } from "./sign-in/close-session";
import { createApiKey } from "./keys/create-api-key";
import { createNodeKey } from "./keys/create-node-key";
import { createOperatorKey } from "./keys/create-operator-key";
import { createOrganisation } from "./organisations/create-organisation";
import { createPasswordReset } from "./people/create-password-reset";
import { createProject } from "./projects/create-project";
import { endSession } from "./sign-in/end-session";
import { exportAuditEvents } from "./audit-log/export-audit-events";
import { getInvitation } from "./invitations/get-invitation";
import { getMe } from "./people/get-me";
import { inviteMember } from "./invitations/invite-member";
import { inviteStaff } from "./invitations/invite-staff";
import { leaveOrganisation } from "./membership/leave-organisation";
import { listApiKeys } from "./keys/list-api-keys";
import { listAuditEvents } from "./audit-log/list-audit-events";
import { listInvitations } from "./invitations/list-invitations";
import { listMembers } from "./membership/list-members";
import { listNetworkKeys } from "./keys/list-network-keys";
import { listOrganisations } from "./organisations/list-organisations";
import { listProjects } from "./projects/list-projects";
import { listSessions } from "./sign-in/list-sessions";
import { openSession } from "./sign-in/open-session";
import { refuseSession } from "./sign-in/refuse-session";
import { register } from "./invitations/register";
import { removeMember } from "./membership/remove-member";
import { resendInvitation } from "./invitations/resend-invitation";
import { revokeApiKey } from "./keys/revoke-api-key";
import { revokeNetworkKey } from "./keys/revoke-network-key";
import { sweepSignIns } from "./sign-in/sweep-sign-ins";
import { recordDownload } from "./audit-log/record-download";
import { usePasswordReset } from "./people/use-password-reset";
import { withdrawInvitation } from "./invitations/withdraw-invitation";

export const router = {
  me: { get: getMe },
  session: { open: openSession, refuse: refuseSession, close: closeSession, list: listSessions, end: endSession, sweep: sweepSignIns },
  password: { change: changePassword },
  passwordReset: { create: createPasswordReset, use: usePasswordReset },
  organisation: { create: createOrganisation, list: listOrganisations },
  project: { create: createProject, list: listProjects },
  member: { invite: inviteMember, list: listMembers, change: changeMember, remove: removeMember, leave: leaveOrganisation },
  invitation: { list: listInvitations, resend: resendInvitation, withdraw: withdrawInvitation, get: getInvitation, accept: acceptInvitation, register },
  staff: { invite: inviteStaff },
  apiKey: { create: createApiKey, list: listApiKeys, revoke: revokeApiKey },
  nodeKey: { create: createNodeKey },
  operatorKey: { create: createOperatorKey },
  networkKey: { list: listNetworkKeys, revoke: revokeNetworkKey },
  auditEvent: { list: listAuditEvents, export: exportAuditEvents },
  download: { record: recordDownload },
};
