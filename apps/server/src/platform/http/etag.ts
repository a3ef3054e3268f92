import { createHash } from 'node:crypto';
import type { App } from './app.ts';

/**
 * The browser keeps none of it (`no-store` stands): what one reader saw must not lie on the disk for the
 * next one. The tag is for programs, which keep what they need themselves.
 *
 * Gives GET answers under /api an ETag of their content, and answers 304 when the reader has it
 * already. A route that sets its own ETag keeps it.
 */
export function answerWithETag(app: App): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (request.method !== 'GET' || reply.statusCode !== 200 || !request.url.startsWith('/api/'))
      return payload;
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (isText && !reply.hasHeader('etag')) {
      reply.header('etag', `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`);
    }
    const etag = reply.getHeader('etag');
    if (typeof etag !== 'string') return payload;
    if (!matches(request.headers['if-none-match'], etag)) return payload;
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    if (!isText && payload !== null && typeof payload === 'object')
      (payload as { destroy?: () => void }).destroy?.();
    return null;
  });
}

/** Weak comparison after RFC 9110. */
function matches(wanted: string | undefined, etag: string): boolean {
  if (wanted === undefined) return false;
  if (wanted.trim() === '*') return true;
  const strong = (one: string): string => one.trim().replace(/^W\//, '');
  return wanted.split(',').some((one) => strong(one) === strong(etag));
}
