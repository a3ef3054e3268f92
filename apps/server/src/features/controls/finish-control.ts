import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { atStep } from './take-step.ts';

/** Judges a result, by somebody else than who carried it out; or closes what is judged. */
export function finishControl(
  parts: ControlParts,
  reader: Reader,
  id: string,
  step: 'judge' | 'close',
): Promise<void> {
  return attempt(parts, reader, `control/${step}`, id, async (tx) => {
    const { steps, take } = await atStep(tx, parts, reader, id, step);
    const carriedOut = steps.find((one) => one.step === 'carry-out');
    if (step === 'judge' && carriedOut?.person === reader.person) {
      throw new HavenwachtError('controls/same-person', 403, 'Who carried a control out does not judge it.');
    }
    await take({});
  });
}
