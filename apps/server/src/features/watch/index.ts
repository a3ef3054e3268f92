export { followLive } from './live-news.ts';
export {
  checkBlobs,
  checkClock,
  checkDatabase,
  checkDataFolder,
  checkDisk,
  checkFeeds,
  checkMigrations,
  checkNews,
  checkRuntime,
  type Checkup,
} from './checkup.ts';
export { healthRoutes } from './health-routes.ts';
export { clockFinding } from './clock-finding.ts';
export { hashContent, recordAct, recordActs } from './act.ts';
export { createActLog, type ActLog } from './act-log.ts';
export {
  collectCosignatures,
  cosignedCheckpoint,
  cosignedSize,
  type Witness,
} from './collect-cosignatures.ts';
export { openNodeKey, type NodeKey } from './log-key.ts';
export { looksRoutes } from './looks-routes.ts';
export { raiseLookAlerts } from './unexplained-looks.ts';
export { logFolder } from './log-folder.ts';
export { logRoutes } from './log-routes.ts';
export { verifyLog } from './verify-log.ts';
export { watchRoutes } from './watch-routes.ts';
export { witnessCheckpoint } from './witness-checkpoint.ts';
