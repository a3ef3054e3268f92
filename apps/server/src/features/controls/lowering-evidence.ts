import { posteriorOf, type DisclosedItem } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { listedVisits } from '../screening/index.ts';
import { candidatesAt } from './candidates.ts';
import { openItems } from './compartment.ts';
import { evidenceHashOf } from './control-card-view.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { controlStore, insertKnowers } from './control-store.ts';
import { objectOf } from './open-task.ts';
import { loweringStore, type LoweringRow } from './lowering-store.ts';

/** What the second person looks at before he decides. */
export interface LoweringEvidence {
  readonly lowering: LoweringRow;
  /** What the asker saw, as it was kept. */
  readonly seen: unknown;
  /** Whether what was kept is still what both sign over. */
  readonly holds: boolean;
  readonly container: string | null;
  readonly port: string | null;
  readonly band: string | null;
  readonly reasons: readonly { readonly signal: string; readonly code: string }[];
  /** What the control is about, where it is one that is to be cancelled. */
  readonly content: Readonly<Partial<Record<Exclude<DisclosedItem, 'object'>, string>>>;
}

/** What somebody has to know of a control to judge whether it may be cancelled. */
const neededToJudge = ['time', 'method', 'object', 'reason'] as const;

/**
 * Shows who asked and who was drawn the same evidence. To judge whether a control is to be cancelled the
 * drawn person has to learn what it is: from then on he counts as one who knows.
 */
export function loweringEvidence(parts: ControlParts, reader: Reader, id: string): Promise<LoweringEvidence> {
  return attempt(parts, reader, 'lowering/look', id, async (tx) => {
    const now = parts.now();
    const lowering = await loweringStore(tx, reader).byId(id);
    if (lowering === null || ![lowering.askedBy, lowering.secondPerson].includes(reader.person)) {
      throw new HavenwachtError('controls/no-lowering', 404, 'There is no such request.');
    }
    const { seen = {} } = lowering.body as { readonly seen?: object };
    const waits = lowering.decision === null && now <= lowering.expiresAt;
    const store = controlStore(tx, reader, now);
    const control = lowering.act === 'cancel' && waits ? await store.byId(lowering.subject) : null;
    if (control !== null && lowering.secondPerson === reader.person) {
      const known = await store.knowers(control.id);
      if (!known.some(({ person, items }) => person === reader.person && items.includes('object'))) {
        await insertKnowers(tx, control.id, [
          {
            person: reader.person,
            part: 'second-person',
            items: neededToJudge,
            fromAt: now,
            onArrival: false,
            posterior: posteriorOf(neededToJudge, await candidatesAt(tx, control.port)),
            reason: lowering.reason,
            addedBy: lowering.askedBy,
          },
        ]);
        await tx.news('control-changed', { control: control.id });
      }
    }
    const own = control === null ? [] : await store.knowers(control.id);
    const knows = own.some(({ person, items }) => person === reader.person && items.includes('object'));
    const sealed = control !== null && knows ? control : null;
    const { object: _, ...content } = sealed === null ? {} : openItems(parts.nodeKey, sealed, neededToJudge);
    const visit =
      sealed !== null ? objectOf(parts, sealed).visit : lowering.act === 'cancel' ? null : lowering.subject;
    const [listed] = visit === null ? [] : await listedVisits(tx, reader.ports, [visit]);
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'lowering/look',
      subject: id,
      by: reader,
      at: now,
      content: { evidenceHash: lowering.evidenceHash },
    });
    return {
      lowering,
      seen,
      holds: evidenceHashOf(seen) === lowering.evidenceHash,
      container: listed?.container ?? null,
      port: listed?.port ?? control?.port ?? null,
      band: listed?.band ?? null,
      reasons: (listed?.reasons ?? []).map(({ signal, code }) => ({ signal, code })),
      content,
    };
  });
}
