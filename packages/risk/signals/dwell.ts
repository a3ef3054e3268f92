import type { Claim } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

interface Stay {
  readonly port: string;
  readonly days: number;
  readonly isHere: boolean;
  readonly stands: readonly Claim<unknown>[];
}

const DAY_MS = 86_400_000;

/**
 * Time in one place without moving: between two actual movements in the same port, or since the
 * last one in this port as long as the box has not left through the gate.
 *
 * Weight: perDoubling · (1 + log2(days / usualDays)) from `usualDays` on, within the policy's bound.
 */
export const dwell: Signal = {
  name: 'dwell',
  about: 'A long stay in one port between movements, or a long wait here.',
  group: 'access',
  wordings: {
    'dwell/on-the-way': '{days} days in {port} between movements; usual are up to {usualDays}.',
    'dwell/waiting-here': 'Waiting in {port} for {days} days; usual are up to {usualDays}.',
  },
  evaluate(subject, policy) {
    const { usualDays, perDoubling, max } = policy.signals.dwell;
    const stays = staysOf(subject);
    if (stays.length === 0) return notEvaluated('two dated movements in one port');
    const longest = stays.reduce((best, stay) => (stay.days > best.days ? stay : best));
    if (longest.days <= usualDays) return quiet;
    const doublings = usualDays === 0 ? Number.POSITIVE_INFINITY : Math.log2(longest.days / usualDays);
    const weight = Math.min(max, perDoubling * (1 + doublings));
    const code = longest.isHere ? 'dwell/waiting-here' : 'dwell/on-the-way';
    const params = { port: longest.port, days: Math.floor(longest.days), usualDays };
    return fired([reasonOf(dwell, code, weight, params, longest.stands)]);
  },
};

function staysOf(subject: ContainerCase): readonly Stay[] {
  const moves = subject.movements
    .flatMap((claim) => {
      const { classifier, at, port, event } = claim.value;
      const isDated = classifier === 'actual' && at !== null && Math.abs(at) <= 8.64e15 && port !== null;
      return isDated ? [{ claim, at, port, event }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const stays: Stay[] = [];
  for (const [index, move] of moves.entries()) {
    const next = moves[index + 1];
    const isHere = move.port === subject.visit.port;
    if (next !== undefined && next.port === move.port) {
      const days = (next.at - move.at) / DAY_MS;
      stays.push({ port: move.port, days, isHere: false, stands: [move.claim, next.claim] });
    } else if (next === undefined && isHere && !isGateOut(move.event)) {
      const days = (subject.asOf - move.at) / DAY_MS;
      if (days >= 0) stays.push({ port: move.port, days, isHere, stands: [move.claim] });
    }
  }
  return stays;
}

function isGateOut(event: string): boolean {
  return /^(gtot|gate.?out|picked.?up|delivered)/i.test(event);
}
