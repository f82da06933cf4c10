import { addMember } from "./add-member";
import { addStaff } from "./add-staff";
import { closeSession } from "./close-session";
import { createApiKey } from "./create-api-key";
import { createNodeKey } from "./create-node-key";
import { createOrganisation } from "./create-organisation";
import { createProject } from "./create-project";
import { exportAuditEvents } from "./export-audit-events";
import { getMe } from "./get-me";
import { listApiKeys } from "./list-api-keys";
import { listAuditEvents } from "./list-audit-events";
import { listMembers } from "./list-members";
import { listOrganisations } from "./list-organisations";
import { listProjects } from "./list-projects";
import { openSession } from "./open-session";
import { revokeApiKey } from "./revoke-api-key";
import { setPassword } from "./set-password";

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
  auditEvent: { list: listAuditEvents, export: exportAuditEvents },
};
