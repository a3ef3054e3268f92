import type { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { countAsKnower, evidenceOf, type LoweringEvidence } from './lowering-evidence.ts';
import { lowersControl } from './lowering.ts';
import { loweringStore, type LoweringRow } from './lowering-store.ts';
import { presentLowering, type loweringInFullSchema } from './present-control.ts';

type Evidence = NonNullable<z.infer<typeof loweringInFullSchema>['evidence']>;

/** Boxes of a change that are named; all of them are counted, and hashed. */
const mostNamed = 500;

/**
 * One request as its reader may know it. The two who sign get the evidence; of a control they know from
 * then on, and are counted among its knowers. It is a look, and on record.
 */
export function readLowering(
  parts: ControlParts,
  reader: Reader,
  id: string,
): Promise<z.infer<typeof loweringInFullSchema>> {
  return attempt(parts, reader, 'lowering/read', id, async (tx) => {
    const now = parts.now();
    const lowering = await loweringStore(tx, reader).byId(id);
    if (lowering === null)
      throw new HavenwachtError('controls/no-lowering', 404, 'There is no such request.');
    const signs = isOpen(lowering) && [lowering.askedBy, lowering.secondPerson].includes(reader.person);
    const evidence = signs ? await evidenceOf(tx, parts, lowering) : null;
    if (signs && lowersControl(lowering.act)) {
      const part = lowering.askedBy === reader.person ? 'asker' : 'second-person';
      await countAsKnower(tx, lowering.subject, reader.person, part, now);
    }
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'lowering/read',
      subject: id,
      by: reader,
      at: now,
      content: evidence,
    });
    return {
      ...presentLowering(reader, lowering),
      evidence: evidence === null ? null : presentEvidence(reader, evidence),
    };
  });
}

/** What is decided is evidence no longer: of a control nobody learns more by it. */
function isOpen({ decision }: LoweringRow): boolean {
  return decision === null;
}

/** Boxes of another port than the reader's are counted and not named. */
function presentEvidence({ ports }: Reader, evidence: LoweringEvidence): Evidence {
  if (evidence.about === 'visit') return { ...evidence, reasons: [...evidence.reasons] };
  if (evidence.about === 'control') return evidence;
  const { fallen, ...change } = evidence;
  const named = fallen.filter(({ port }) => ports === null || ports.includes(port)).slice(0, mostNamed);
  return {
    ...change,
    exempts: [...change.exempts],
    fallen: { count: fallen.length, boxes: named.map((box) => ({ ...box })) },
  };
}
