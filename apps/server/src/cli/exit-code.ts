import { HavenwachtError } from '../platform/havenwacht-error.ts';

/** What a command ends with; the contract of the command line. */
export const exitCode = {
  done: 0,
  unexpected: 1,
  usage: 2,
  /** Some input was rejected; the rest was taken. */
  someRejected: 3,
  notPermitted: 4,
  notFound: 5,
  conflict: 6,
  dependencyDown: 7,
  verificationFailed: 8,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const byStatus: Readonly<Record<number, ExitCode>> = {
  400: exitCode.usage,
  401: exitCode.notPermitted,
  403: exitCode.notPermitted,
  404: exitCode.notFound,
  409: exitCode.conflict,
  412: exitCode.conflict,
  413: exitCode.usage,
  422: exitCode.usage,
  503: exitCode.dependencyDown,
};

/** The exit code that says of an error what its HTTP status would say. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof HavenwachtError) {
    if (error.code.startsWith('verification/')) return exitCode.verificationFailed;
    return byStatus[error.status] ?? exitCode.unexpected;
  }
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOENT') return exitCode.notFound;
  if (code === 'EACCES' || code === 'EPERM') return exitCode.notPermitted;
  return exitCode.unexpected;
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder',
  EACCES: 'This may not be read or written by this user',
  EPERM: 'This may not be done by this user',
  EISDIR: 'This is a folder',
  ENOTDIR: 'A part of the path is no folder',
  ENOSPC: 'The disk is full',
};

/** What an error says to a person: the system's own codes in words. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const words = systemWords[code ?? ''];
  if (words === undefined) return error.message;
  return path === undefined ? `${words}.` : `${words}: ${path}`;
}
