import type { Dossier, SourceRef, VisitAct } from '../../api/node-answers.ts';

export const momentKinds = ['movement', 'call', 'seal', 'booking', 'message', 'identity', 'act'] as const;
export type MomentKind = (typeof momentKinds)[number];

/** One thing that happened, was said, or is expected, on the one line of time of a dossier. */
export interface Moment {
  readonly kind: MomentKind;
  /** Epoch milliseconds; `null` where nobody said when. */
  readonly at: number | null;
  /** What the line says: a word of the catalogue, with the values it names. */
  readonly word: string;
  readonly detail: string;
  /** True for what changes or takes back something said before. */
  readonly amends: boolean;
  /** Planned or estimated, not seen to have happened. */
  readonly expected: boolean;
  readonly source: SourceRef | null;
  readonly act: VisitAct | null;
}

const bookings = new Set(['IFTMIN', 'IFTMBF', 'IFTMBC', 'IFTMBP', 'COPRAR']);
const originals = new Set(['original', 'new', '']);

/**
 * Everything a dossier knows with a moment, in one order: movements, what was said of the arrival,
 * seals, bookings, messages and their amendments, identity cases, and what people did.
 *
 * Seals and arrivals stand where they were stated; the arrival itself where it is expected. What has no
 * moment comes last.
 */
export function timelineOf(dossier: Dossier, acts: readonly VisitAct[]): readonly Moment[] {
  const moments: Moment[] = [];
  const add = (kind: MomentKind, at: string | null, word: string, over: Partial<Moment> = {}): void =>
    void moments.push({
      kind,
      at: at === null ? null : Date.parse(at),
      word,
      detail: '',
      amends: false,
      expected: false,
      source: null,
      act: null,
      ...over,
    });
  for (const one of dossier.movements) {
    add('movement', one.at, `events.${one.event}`, {
      detail: [one.port, one.terminal, one.statedBy].filter(Boolean).join(' · '),
      expected: one.classifier !== 'actual',
      source: one.source,
    });
  }
  if (dossier.arrivalAt !== null) {
    add('call', dossier.arrivalAt, 'moments.call', {
      detail: [dossier.port, dossier.vesselName, dossier.voyage].filter(Boolean).join(' · '),
      expected: !dossier.arrivalActual,
    });
  }
  for (const { field, claims } of dossier.facts) {
    if (field !== 'seals' && field !== 'arrival') continue;
    for (const [index, claim] of claims.entries()) {
      add(field === 'seals' ? 'seal' : 'call', claim.statedAt, `moments.${field}`, {
        detail: [claim.display, claim.statedBy].filter(Boolean).join(' · '),
        amends: claims.slice(0, index).some((before) => before.statedBy === claim.statedBy),
        source: claim.source,
      });
    }
  }
  for (const message of dossier.messages) {
    add(
      bookings.has(message.type) ? 'booking' : 'message',
      message.statedAt ?? message.receivedAt,
      'moments.message',
      {
        detail: [message.type, message.reference, message.sender].filter(Boolean).join(' · '),
        amends: !originals.has(message.function),
        source: { file: message.file, offset: message.offset },
      },
    );
  }
  for (const one of dossier.identityCases) {
    add('identity', one.openedAt, `identityKinds.${one.kind}`, { source: one.sources[0] ?? null });
  }
  for (const act of acts) add('act', act.at, `acts.${act.kind}`, { detail: act.reason, act });
  const rank = (moment: Moment): number => moment.at ?? Number.POSITIVE_INFINITY;
  return moments.sort(
    (a, b) => rank(a) - rank(b) || momentKinds.indexOf(a.kind) - momentKinds.indexOf(b.kind) || 0,
  );
}
