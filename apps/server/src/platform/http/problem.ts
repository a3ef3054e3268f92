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
  405: 'Not possible here',
  409: 'In conflict with the present state',
  412: 'Changed in the meantime',
  413: 'Too large',
  415: 'Unknown kind of content',
  422: 'Not possible with this content',
  429: 'Too many requests',
  431: 'Header too large',
  503: 'Not available now',
};

/** Codes for what the HTTP layer itself refuses. */
const requestCodes: Readonly<Record<number, string>> = {
  404: 'request/not-found',
  405: 'request/method',
  413: 'request/too-large',
  415: 'request/content-type',
  431: 'request/header-too-large',
};

/**
 * What the reader is told about an error. Only a {@link HavenwachtError} and the request's own
 * faults speak for themselves; anything else is "internal" and goes to the log.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  const instance = `urn:havenwacht:request:${requestId}`;
  if (error instanceof HavenwachtError) {
    return problem(error.status, error.code, error.message, instance, error.details);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = (error as { validationContext?: string }).validationContext ?? 'body';
    const faults = error.validation.map(({ instancePath, message }) => ({
      at: `${at}${instancePath.replaceAll('/', '.')}`,
      message: message ?? '',
    }));
    const words = faults.map((fault) => `${fault.at}: ${fault.message}`).join('; ');
    return problem(400, 'request/invalid', words, instance, { faults });
  }
  const status = (error as FastifyError | null)?.statusCode;
  if (error instanceof Error && status !== undefined && status >= 400 && status < 500) {
    return problem(status, requestCodes[status] ?? 'request/invalid', error.message, instance);
  }
  return problem(500, 'internal', `Something went wrong here; the log tells more under ${requestId}.`, instance);
}

function problem(
  status: number,
  code: string,
  detail: string,
  instance: string,
  details: Readonly<Record<string, unknown>> = {},
): Problem {
  return {
    type: `urn:havenwacht:error:${code}`,
    title: titles[status] ?? 'Something went wrong here',
    status,
    code,
    detail,
    instance,
    ...(Object.keys(details).length === 0 ? {} : { details: { ...details } }),
  };
}
