import { isIP } from 'node:net';
import { HavenwachtError } from '../havenwacht-error.ts';
import type { App } from './app.ts';

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Keeps other sites' pages from using the node through a reader's browser: a name that is not the
 * node's own (DNS rebinding) and writes that another origin sends are refused.
 *
 * @param hosts names the node is called by besides those of loopback; IP addresses are always taken
 */
export function guardOrigin(app: App, hosts: readonly string[]): void {
  const known = new Set([...loopback, ...hosts.map((host) => host.toLowerCase())]);
  app.addHook('onRequest', async (request) => {
    const host = hostOf(`http://${request.headers.host ?? ''}`);
    // Said twice, a proxy in front and the node may each believe another one.
    const isSaidTwice =
      request.raw.rawHeaders.filter((one, at) => at % 2 === 0 && /^host$/i.test(one)).length > 1;
    if (host === null || isSaidTwice || (!known.has(host) && isIP(host) === 0)) {
      throw new HavenwachtError(
        'request/host',
        403,
        'This node is not called by that name; add it to HAVENWACHT_HOSTS.',
      );
    }
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const origin = request.headers.origin;
    const site = request.headers['sec-fetch-site'];
    const foreign = origin !== undefined && hostOf(origin) !== host;
    if (foreign || site === 'cross-site' || site === 'same-site') {
      throw new HavenwachtError('request/origin', 403, 'Another site may not write to this node.');
    }
  });
}

/** `http://Port.example:80` → `port.example`; null when it is no address. */
function hostOf(address: string): string | null {
  try {
    return new URL(address).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return null;
  }
}
