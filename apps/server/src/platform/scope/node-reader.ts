import type { Reader } from '../auth/index.ts';

/**
 * The node itself, as it reads for its own work and for the command line of its administrator. It is
 * this one object: no request can make a reader that is it.
 */
export const nodeReader: Reader = Object.freeze({
  person: 'node',
  roles: [],
  groups: [],
  ports: null,
  session: null,
  steppedUpAt: null,
  purpose: null,
});
