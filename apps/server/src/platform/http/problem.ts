import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HavenwachtError } from '../havenwacht-error.ts';

/** An RFC 9457 problem. `code` is stable and is what a program should look at. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong, after RFC 9457.' });

export type Problem = z.output<typeof problemSchema>;

export const problemType = 'application/problem+json';

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'Sign in first',
  403: 'Not permitted',
  404: 'Not found',
  409: 'In conflict with the present state',
  412: 'Changed in the meantime',
  413: 'Too large',
  415: 'Unknown kind of content',
  422: 'Not possible with this content',
  429: 'Too many tries',
  503: 'Not available now',
};

/**
 * What the reader is told about an error. Only a {@link HavenwachtError} and the request's own
 * faults speak for themselves; anything else is "internal" and goes to the log.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  return problem(asRefusal(error, requestId), `urn:havenwacht:request:${requestId}`);
}

function asRefusal(error: unknown, requestId: string): HavenwachtError {
  if (error instanceof HavenwachtError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = (error as { validationContext?: string }).validationContext ?? 'body';
    const faults = error.validation.map(({ instancePath, message }) => ({
      at: `${at}${instancePath.replaceAll('/', '.')}`,
      message: message ?? '',
    }));
    const words = faults.map((fault) => `${fault.at}: ${fault.message}`).join('; ');
    return new HavenwachtError('request/invalid', 400, words, { details: { faults } });
  }
  const status = (error as FastifyError | null)?.statusCode ?? 500;
  const words = error instanceof Error ? error.message : '';
  switch (status) {
    case 413:
      return new HavenwachtError('request/too-large', 413, words);
    case 415:
      return new HavenwachtError('request/content-type', 415, words);
    case 400:
      return new HavenwachtError('request/invalid', 400, words);
    default:
      return new HavenwachtError(
        'internal',
        500,
        `Something went wrong here; the log tells more under ${requestId}.`,
      );
  }
}

function problem({ code, status, message, details }: HavenwachtError, instance: string): Problem {
  return {
    type: `urn:havenwacht:error:${code}`,
    title: titles[status] ?? 'Something went wrong here',
    status,
    code,
    detail: message,
    instance,
    ...(Object.keys(details).length === 0 ? {} : { details: { ...details } }),
  };
}
