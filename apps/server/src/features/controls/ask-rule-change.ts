import type { Reader } from '../../platform/auth/index.ts';
import type { RuleChange } from '../screening/index.ts';
import { askWithin } from './ask-lowering.ts';
import { onRecord, type ControlParts } from './control-parts.ts';
import type { ChangeBody } from './lowering-evidence.ts';
import type { Lowering, LoweringAct } from './lowering.ts';

/** A change of screening that waits for its second person, with the boxes that would fall out. */
export interface AskedChange {
  readonly lowering: Lowering;
  readonly body: ChangeBody;
}

/**
 * Asks for another policy or rule set. Every one is a lowering, also where no box falls out today: who
 * wants one box to pass next week changes the rule this week.
 */
export function askRuleChange(
  parts: ControlParts,
  reader: Reader,
  change: RuleChange,
  reason: string,
): Promise<AskedChange> {
  return onRecord(parts, reader, 'lowering/ask-change', null, async () => {
    // Judged outside the transaction that asks: it takes locks on every box, and it is taken back.
    const { version, fallen, exempts } = await parts.fallOut(change);
    const act: LoweringAct =
      change.kind === 'policy' ? 'change-policy' : exempts.length > 0 ? 'whitelist' : 'change-rules';
    const body: ChangeBody = { change: change.kind, version, document: change.document, fallen, exempts };
    const lowering = await parts.db.transaction((tx) =>
      askWithin(tx, parts, reader, { act, subject: version, body, reason }),
    );
    return { lowering, body };
  });
}
