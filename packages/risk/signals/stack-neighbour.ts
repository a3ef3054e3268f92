import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

const hourMs = 3_600_000;

/**
 * Stood beside a box that was in reach for too long, or that somebody had been at: what was taken out of
 * that one may lie in this one. The alarm that weighs most speaks.
 *
 * Weight: logOdds · reach · 2^(−hours since the alarm / halfLifeHours), values of the policy by which boxes
 * are set apart. It only ever adds, and fades; the reach falls with the distance in the stack. The policy of screening bounds it.
 */
export const stackNeighbour: Signal = {
  name: 'stack-neighbour',
  about: 'Stood in the stack beside a box that was in reach for too long or was tampered with.',
  group: 'access',
  wordings: {
    'stack-neighbour/exposed':
      'Stood beside {beside} in the stack, which was in reach for too long {hours} hours ago.',
    'stack-neighbour/intrusion':
      'Stood beside {beside} in the stack, at which somebody had been {hours} hours ago.',
  },
  evaluate({ stackAlarms, asOf }, policy) {
    const { max } = policy.signals['stack-neighbour'];
    if (stackAlarms === null) return notEvaluated('places in the stack');
    const [heaviest] = stackAlarms
      .filter(({ at }) => at <= asOf)
      .map((alarm) => ({
        ...alarm,
        hours: (asOf - alarm.at) / hourMs,
        weight: Math.min(
          max,
          alarm.logOdds * alarm.reach * 2 ** (-(asOf - alarm.at) / (alarm.halfLifeHours * hourMs)),
        ),
      }))
      .filter(({ weight }) => weight >= 0.05)
      .sort((a, b) => b.weight - a.weight || (a.beside < b.beside ? -1 : 1));
    if (heaviest === undefined) return quiet;
    const { weight, about, beside, hours, source } = heaviest;
    const code = about === 'intrusion' ? 'stack-neighbour/intrusion' : 'stack-neighbour/exposed';
    return fired([reasonOf(stackNeighbour, code, weight, { beside, hours: Math.floor(hours) }, [source])]);
  },
};
