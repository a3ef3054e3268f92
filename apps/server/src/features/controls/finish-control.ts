import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertStep } from './control-store.ts';
import { stateAfter } from './control.ts';
import { credentialOf } from './credential-of.ts';

/** Judges a result, by somebody else than who carried it out; or closes what is judged. */
export function finishControl(
  parts: ControlParts,
  reader: Reader,
  id: string,
  step: 'judge' | 'close',
): Promise<void> {
  return attempt(parts, reader, `control/${step}`, id, async (tx) => {
    const now = parts.now();
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id, true);
    if (control === null) throw noSuchControl();
    const to = stateAfter(step, control.state);
    if (to === null)
      throw new HavenwachtError('controls/state', 409, `A ${control.state} control can't ${step}.`);
    const carriedOut = (await store.steps(id)).find((one) => one.step === 'carry-out');
    if (step === 'judge' && carriedOut?.person === reader.person) {
      throw new HavenwachtError('controls/same-person', 403, 'Who carried a control out does not judge it.');
    }
    await insertStep(tx, id, {
      step,
      from: control.state,
      to,
      person: reader.person,
      credential: credentialOf(reader),
      at: now,
    });
    await parts.recordAct(tx, {
      kind: 'change',
      act: `control/${step}`,
      subject: id,
      by: reader,
      at: now,
      content: {},
    });
  });
}
