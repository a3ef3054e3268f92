/**
 * What every refusal and failure of the node is made of.
 *
 * `code` is stable (`intake/not-quarantined`); `message` is safe for the reader and says what to do;
 * `details` may go to the reader too; `cause` goes to the log only.
 *
 * ```ts
 * throw new HavenwachtError('intake/not-quarantined', 409, 'This file is not in quarantine.');
 * ```
 */
export class HavenwachtError extends Error {
  readonly code: string;
  /** HTTP status; the command line derives its exit code from it. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HavenwachtError';
    this.code = code;
    this.status = status;
    this.details = options.details ?? {};
  }
}
