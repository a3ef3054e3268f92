import { pino, type DestinationStream, type Logger } from 'pino';

/** Structured log lines. `log.info({ file: id }, 'file taken')`. */
export type Log = Logger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const secretNames = [
  'password',
  'adminPassword',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'privateKey',
];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
const setCookie = ['["set-cookie"]', '*["set-cookie"]', '*.*["set-cookie"]'];

/**
 * The node's log: JSON lines on stderr, so that stdout stays data. Values under names that hold
 * secrets are taken out, and so are passwords in database addresses.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
}): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...secretPaths, ...setCookie], censor: '[secret]' },
      serializers: { error: describeError, err: describeError },
      hooks: {
        // The last word over every line: an address with a password may hide in any text.
        streamWrite: (line) =>
          line.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s@"]+@/gi, '$1:[secret]@'),
      },
    },
    options.destination ?? process.stderr,
  );
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, details } = error as { code?: unknown; details?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(details === undefined ? {} : { details }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
