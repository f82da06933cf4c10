import { addMember } from "./membership/add-member";
import { addStaff } from "./people/add-staff";
import { closeSession } from "./sign-in/close-session";
import { createApiKey } from "./keys/create-api-key";
import { createNodeKey } from "./keys/create-node-key";
import { createOperatorKey } from "./keys/create-operator-key";
import { createOrganisation } from "./organisations/create-organisation";
import { createProject } from "./projects/create-project";
import { exportAuditEvents } from "./audit-log/export-audit-events";
import { getMe } from "./people/get-me";
import { listApiKeys } from "./keys/list-api-keys";
import { listAuditEvents } from "./audit-log/list-audit-events";
import { listNetworkKeys } from "./keys/list-network-keys";
import { listMembers } from "./membership/list-members";
import { listOrganisations } from "./organisations/list-organisations";
import { listProjects } from "./projects/list-projects";
import { openSession } from "./sign-in/open-session";
import { revokeApiKey } from "./keys/revoke-api-key";
import { revokeNetworkKey } from "./keys/revoke-network-key";
import { setPassword } from "./people/set-password";

export const router = {
  me: { get: getMe },
  session: { open: openSession, close: closeSession },
  password: { set: setPassword },
  organisation: { create: createOrganisation, list: listOrganisations },
  project: { create: createProject, list: listProjects },
  member: { add: addMember, list: listMembers },
  staff: { add: addStaff },
  apiKey: { create: createApiKey, list: listApiKeys, revoke: revokeApiKey },
  nodeKey: { create: createNodeKey },
  operatorKey: { create: createOperatorKey },
  networkKey: { list: listNetworkKeys, revoke: revokeNetworkKey },
  auditEvent: { list: listAuditEvents, export: exportAuditEvents },
};
