import { HavenwachtError } from '../havenwacht-error.ts';

/** What an address without a route answers, and a route that is not for the one who asks. */
export function nothingThere(url: string): HavenwachtError {
  return new HavenwachtError('request/not-found', 404, `There is nothing at ${url.split('?')[0]}.`);
}
