import { reportAcceptance } from "./acceptance/report-acceptance";
import { addSshKey } from "./access/add-ssh-key";
import { advanceDelivery } from "./delivery/advance-delivery";
import { closeRepair } from "./repair/close-repair";
import { countClusters } from "./cluster/count-clusters";
import { getCluster } from "./cluster/get-cluster";
import { getStanding } from "./cluster/get-standing";
import { getSshConfig } from "./access/get-ssh-config";
import { listClusters } from "./cluster/list-clusters";
import { listEvents } from "./cluster/list-events";
import { listNodes } from "./assignments/list-nodes";
import { listRepairs } from "./repair/list-repairs";
import { noteHealth } from "./repair/note-health";
import { openRepair } from "./repair/open-repair";
import { removeSshKey } from "./access/remove-ssh-key";
import { reportFault } from "./repair/report-fault";
import { advanceReplacements } from "./replacement/advance-replacements";
import { requestReplacement } from "./replacement/request-replacement";
import { stepCluster } from "./delivery/step-cluster";
import { stepReplacement } from "./replacement/step-replacement";

export const router = {
  cluster: { list: listClusters, count: countClusters, get: getCluster, step: stepCluster },
  standing: { get: getStanding },
  node: { list: listNodes, replace: requestReplacement, noteHealth },
  event: { list: listEvents },
  sshConfig: { get: getSshConfig },
  sshKey: { add: addSshKey, remove: removeSshKey },
  faultReport: { create: reportFault },
  acceptance: { report: reportAcceptance },
  replacement: { step: stepReplacement, advance: advanceReplacements },
  repair: { list: listRepairs, open: openRepair, close: closeRepair },
  delivery: { advance: advanceDelivery },
};
