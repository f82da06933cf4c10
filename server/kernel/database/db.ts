// The database interface for all modules: one transaction per operation, in one scope.
export { moveDemoClock } from "./demo-clock";
export { asNetwork, execWithCommit, type Tx, within } from "./open-transaction";
export { closeDatabase, poolUse, separatePool, waitForDisk } from "./pool";
export { PoolerRefused } from "./pooler";
export { assertRole } from "./role";
export type { Scope } from "./scope";
export { readSharing, SharedReading } from "./shared-reading";
export { transaction } from "./transaction";
export { writingRefused } from "./sql-state";
