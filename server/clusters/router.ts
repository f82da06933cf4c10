import { addSshKey } from "./add-ssh-key";
import { advanceDelivery } from "./advance-delivery";
import { getCluster } from "./get-cluster";
import { getSshConfig } from "./get-ssh-config";
import { listClusters } from "./list-clusters";
import { listEvents } from "./list-events";
import { listNodes } from "./list-nodes";
import { noteHealth } from "./note-health";
import { reportFault } from "./report-fault";
import { requestReplacement } from "./request-replacement";
import { stepCluster } from "./step-cluster";

export const router = {
  cluster: { list: listClusters, get: getCluster, step: stepCluster },
  node: { list: listNodes, replace: requestReplacement, noteHealth },
  event: { list: listEvents },
  sshConfig: { get: getSshConfig },
  sshKey: { add: addSshKey },
  faultReport: { create: reportFault },
  delivery: { advance: advanceDelivery },
};
