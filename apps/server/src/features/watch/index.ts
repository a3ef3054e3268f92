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
export { watchRoutes } from './watch-routes.ts';
