import { readUnLocode } from '@havenwacht/domain';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { standing } from '../voices.ts';

/**
 * In the stow plan for this port and in no manifest. A box whose port of discharge is another one
 * stays aboard and needs no manifest here. A box that any message calls empty weighs less: empties
 * are listed loosely.
 */
export const stowNotManifest: Signal = {
  name: 'stow-not-manifest',
  about: 'A box in the stow plan for this port that no manifest names.',
  group: 'lists',
  wordings: {
    'stow-not-manifest/full': 'In the stow plan for {port} and in no manifest.',
    'stow-not-manifest/empty': 'An empty in the stow plan for {port} and in no manifest.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['stow-not-manifest'];
    const { stowPlan, manifest } = subject.lists;
    if (!stowPlan.received) return notEvaluated('stow plan');
    if (!manifest.received) return notEvaluated('manifest');
    if (stowPlan.on.length === 0 || manifest.on.length > 0) return quiet;
    const { port } = subject.visit;
    const discharge = standing(subject.dischargePort);
    const isForHere = discharge.some(({ value }) => (readUnLocode(value) ?? value) === port);
    if (discharge.length > 0 && !isForHere) return quiet;
    const empty = subject.load.filter(({ value }) => value === 'empty');
    const code = empty.length > 0 ? 'stow-not-manifest/empty' : 'stow-not-manifest/full';
    const weight = empty.length > 0 ? settings.empty : settings.full;
    const stands = [...stowPlan.on, ...discharge, ...empty];
    return fired([reasonOf(stowNotManifest, code, weight, { port }, stands)]);
  },
};
