export { followLive } from './live-news.ts';
export { watchRoutes } from './watch-routes.ts';
