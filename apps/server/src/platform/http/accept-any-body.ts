import type { App } from './create-app.ts';

/**
 * Makes the routes of a plugin take bodies of any content type as a stream of bytes in
 * `request.body`. The route limits the size itself, e.g. with `blobs.put(stream, { maxBytes })`.
 *
 * ```ts
 * await app.register(async (raw: App) => {
 *   acceptAnyBody(raw);
 *   raw.post('/api/v1/files', async (request) => take(request.body as Readable));
 * });
 * ```
 */
export function acceptAnyBody(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}
