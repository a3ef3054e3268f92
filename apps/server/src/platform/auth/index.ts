export type { Access } from './access.ts';
export { guardRoutes, noReaders, type Asking, type Readers } from './guard-routes.ts';
export { readerOf, signInNeeded, type Reader } from './reader.ts';
export { cookieValues, endedSessionCookie, sessionCookie } from './session-cookie.ts';
