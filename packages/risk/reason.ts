import type { Claim, Source } from '@havenwacht/domain';
import type { Reason, Signal, SignalAnswer } from './signal.ts';

/** Nothing to say. */
export const quiet: SignalAnswer = { state: 'quiet' };

/** Could not look; `missing` names what would have been needed. */
export function notEvaluated(missing: string): SignalAnswer {
  return { state: 'not-evaluated', missing };
}

/** Fired with these reasons, or quiet when there are none. */
export function fired(reasons: readonly Reason[]): SignalAnswer {
  return reasons.length === 0 ? quiet : { state: 'fired', reasons };
}

/**
 * A reason in one of the signal's wordings.
 *
 * @param code key of `signal.wordings`
 * @param stands the claims, or bytes, that the reason stands on; doubles are left out
 * @throws {RangeError} when the signal has no such wording
 */
export function reasonOf(
  signal: Pick<Signal, 'name' | 'wordings'>,
  code: string,
  weight: number,
  params: Readonly<Record<string, string | number>>,
  stands: readonly (Claim<unknown> | Source)[],
): Reason {
  const wording = signal.wordings[code];
  if (wording === undefined) throw new RangeError(`${signal.name} has no wording ${code}`);
  const sources = distinctSources(stands.map((item) => ('source' in item ? item.source : item)));
  return { signal: signal.name, code, weight, text: fillWording(wording, params), params, sources };
}

/**
 * A wording with its params filled in. A name without a param stays as it is.
 *
 * @example fillWording("{kg} kg over tare", { kg: 310 }) // "310 kg over tare"
 */
export function fillWording(wording: string, params: Readonly<Record<string, string | number>>): string {
  return wording.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** The same sources, each once, in order of first mention. */
export function distinctSources(sources: readonly Source[]): readonly Source[] {
  if (sources.length < 2) return sources;
  const seen = new Set<string>();
  return sources.filter(({ file, offset }) => {
    const key = `${file}@${offset}`;
    return !seen.has(key) && seen.add(key);
  });
}
