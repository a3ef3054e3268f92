import { HavenwachtError } from '../havenwacht-error.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The route takes bytes of any content type and reads them itself, from `request.raw`; it limits
     * their size itself too.
     */
    rawBody?: boolean;
  }
}

/**
 * How bodies are read: JSON up to the body limit, and nothing else; a route with
 * `config: { rawBody: true }` gets its body unread.
 */
export function readBodies(app: App): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request, payload, done) => {
    if (request.routeOptions.config.rawBody === true) {
      done(null, payload);
      return;
    }
    collect(payload, request.routeOptions.bodyLimit).then(
      (text) => parseJson(request, text, done),
      (error: Error) => done(error),
    );
  });
  app.addContentTypeParser('*', (request, payload, done) => {
    if (request.routeOptions.config.rawBody === true) done(null, payload);
    else done(new HavenwachtError('request/content-type', 415, 'Send the body as application/json.'));
  });
}

async function collect(payload: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const blocks: Buffer[] = [];
  let size = 0;
  for await (const block of payload) {
    size += block.length;
    if (size > limit) {
      throw new HavenwachtError('request/too-large', 413, `A body of more than ${limit} bytes is not taken.`);
    }
    blocks.push(block);
  }
  return Buffer.concat(blocks).toString('utf8');
}
