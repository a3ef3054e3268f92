import type { App } from './app.ts';
import { docsStyle, renderDocs } from './render-docs.ts';

/** `/openapi.json`, and `/docs`: the same to read, without scripts and from this node alone. */
export function registerDocs(app: App): void {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(renderDocs(app.swagger())),
  );
  app.get('/docs/style.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(docsStyle),
  );
}
