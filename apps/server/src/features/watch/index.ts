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
export { hashContent, recordAct, recordActs } from './act.ts';
export { createActLog, type ActLog } from './act-log.ts';
export {
  collectCosignatures,
  cosignedCheckpoint,
  cosignedSize,
  type Witness,
} from './collect-cosignatures.ts';
export { openNodeKey } from './log-key.ts';
export { logFolder } from './log-folder.ts';
export { drawRoutes } from './draw-routes.ts';
export { logRoutes } from './log-routes.ts';
export { rebuildLog } from './rebuild-log.ts';
export { verifyLog } from './verify-log.ts';
export { watchRoutes } from './watch-routes.ts';
export { witnessCheckpoint } from './witness-checkpoint.ts';
