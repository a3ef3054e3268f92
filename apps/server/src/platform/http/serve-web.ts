import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from './app.ts';
import { nothingThere } from './nothing-there.ts';

/** Addresses that are never a screen, so that a program gets a problem and no page. */
const notScreens = /^\/(api|docs|openapi\.json|healthz|readyz|metrics)(\/|\?|$)/;

/**
 * Serves the built screens: files as they are, any other address of a screen as `index.html`.
 * Files under `/assets/` carry a hash in their name and are kept by browsers for a year.
 */
export async function serveWeb(app: App, folder: string | null): Promise<void> {
  if (folder !== null) {
    await app.register(fastifyStatic, {
      root: folder,
      serve: false,
      cacheControl: false,
      decorateReply: true,
      preCompressed: true,
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (folder === null || !isRead || notScreens.test(request.url)) throw nothingThere(request.url);
    const file = await existingFile(folder, request.url);
    if (file !== null) return sendFile(reply, file);
    const isPage = (request.headers.accept ?? '').includes('text/html');
    if (!isPage) throw nothingThere(request.url);
    if (await isFile(join(folder, 'index.html'))) return sendFile(reply, 'index.html');
    return reply.code(503).type('text/html; charset=utf-8').send(notBuilt);
  });
}

function sendFile(reply: FastifyReply, file: string): FastifyReply {
  const lasting = file.startsWith('assets/');
  reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
  return reply.sendFile(file, { cacheControl: false });
}

/** The path below the folder when the address names a file in it. */
async function existingFile(folder: string, url: string): Promise<string | null> {
  let path: string;
  try {
    path = normalize(decodeURIComponent(url.split('?')[0] ?? '').replace(/^\/+/, ''));
  } catch {
    return null;
  }
  const steps = path.split(sep);
  if (path === '.' || path.includes('\0') || steps.some((step) => step.startsWith('.'))) return null;
  return (await isFile(join(folder, path))) ? steps.join('/') : null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Havenwacht</title>
<h1>The screens are not built yet</h1>
<p>The node runs, and its interface answers: see <a href="/docs">the documentation of the interface</a>.</p>
<p>Build the screens with <code>npm run build --workspace apps/web</code> and load this page again.</p>
</html>
`;
