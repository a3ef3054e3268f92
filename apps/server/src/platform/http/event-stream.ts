import type { Server } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app.ts';

export interface EventStream {
  /** Sends one event; `data` becomes JSON. Does nothing once the stream is closed. */
  send(event: string, data: unknown, id?: string | number): void;
  /** Resolves when the reader has gone, was too slow, or the node shuts down. */
  readonly closed: Promise<void>;
  close(): void;
}

export interface EventStreamOptions {
  /** A comment line so often keeps proxies from closing the connection. Default 15 s. */
  readonly heartbeatMs?: number;
  /** Bytes that may wait for a slow reader before it is cut off. Default 1 MiB. */
  readonly maxWaitingBytes?: number;
}

/** The open streams of each server, each with the session it was opened in. */
const streams = new WeakMap<Server, Map<EventStream, string | null>>();

function streamsOf(server: Server): Map<EventStream, string | null> {
  const known = streams.get(server) ?? new Map<EventStream, string | null>();
  streams.set(server, known);
  return known;
}

/**
 * Answers a request with server-sent events.
 *
 * A reader that is too slow is cut off rather than waited for or fed with gaps; its browser connects
 * again by itself and asks for the present state.
 *
 * ```ts
 * app.get('/api/v1/live', (request, reply) => {
 *   const stream = openEventStream(request, reply);
 *   const unlisten = news.on((revision) => stream.send('revision', { revision }));
 *   void stream.closed.then(unlisten);
 * });
 * ```
 */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  options: EventStreamOptions = {},
): EventStream {
  const maxWaitingBytes = options.maxWaitingBytes ?? 1_048_576;
  const { raw } = reply;
  const open = streamsOf(request.server.server);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.setHeader('content-type', 'text/event-stream; charset=utf-8');
  raw.setHeader('cache-control', 'no-store');
  raw.setHeader('x-accel-buffering', 'no');
  raw.writeHead(200);
  raw.flushHeaders();
  request.raw.socket.setNoDelay(true);

  let isOpen = true;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(heartbeat);
    open.delete(stream);
    resolve();
  };
  const write = (text: string): void => {
    if (!isOpen) return;
    raw.write(text);
    if (raw.writableLength > maxWaitingBytes) {
      end();
      raw.destroy();
    }
  };
  const heartbeat = setInterval(() => write(':\n\n'), options.heartbeatMs ?? 15_000).unref();
  const stream: EventStream = {
    send(event, data, id) {
      const name = id === undefined ? '' : `id: ${id}\n`;
      write(`${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    closed,
    close() {
      end();
      raw.end();
    },
  };
  open.set(stream, request.reader?.session ?? null);
  raw.once('close', end);
  raw.once('error', end);
  write('retry: 2000\n\n');
  return stream;
}

/** Ends the streams when the node shuts down: they would stay open for ever. */
export function closeEventStreamsWith(app: App): void {
  app.addHook('preClose', async () => {
    for (const stream of streamsOf(app.server).keys()) stream.close();
  });
}

/** The sessions that have a stream open. */
export function streamSessions(app: App): readonly string[] {
  return [...new Set(streamsOf(app.server).values())].filter((session) => session !== null);
}

/** Ends the streams of these sessions; the browser's next try is refused like any other request. */
export function closeStreamsOf(app: App, sessions: readonly string[]): void {
  for (const [stream, session] of streamsOf(app.server))
    if (session !== null && sessions.includes(session)) stream.close();
}
