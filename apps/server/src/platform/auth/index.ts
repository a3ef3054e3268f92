export type { Access } from './access.ts';
export { nobody, theNode, type Act, type RecordAct } from './act.ts';
export { guardRoutes, noReaders, tellTurnedAway, type Asking, type Readers } from './guard-routes.ts';
export { readerOf, type Reader } from './reader.ts';
export { cookieValues, endedSessionCookie, sessionCookie, sessionToken } from './session-cookie.ts';
