import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertStep, type Control, type TakenStep } from './control-store.ts';
import { stateAfter, type ControlState, type ControlStep } from './control.ts';
import { credentialOf } from './credential-of.ts';
import { asShown } from './shown-control.ts';

/** A step that may be taken, with the control locked until the transaction ends. */
export interface ControlAtStep {
  readonly control: Control;
  readonly steps: readonly TakenStep[];
  readonly now: number;
  /** Writes the step and puts it on record. @param content what is put on record of it */
  take(content: unknown): Promise<void>;
}

/**
 * Looks whether a reader can take a step of a control from the state it is in.
 *
 * @throws {HavenwachtError} `controls/not-found` when he may not know of it, `controls/state` when it is not its turn
 */
export async function atStep(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  id: string,
  step: ControlStep,
): Promise<ControlAtStep> {
  const now = parts.now();
  const store = controlStore(tx, reader, now);
  const control = await store.byId(id, true);
  if (control === null) throw noSuchControl();
  const to: ControlState | null = stateAfter(step, control.state);
  if (to === null || control.looksCancelled) {
    const { state } = asShown(control);
    throw new HavenwachtError('controls/state', 409, `A ${state} control can't ${words[step]}.`);
  }
  return {
    control,
    steps: await store.steps(id),
    now,
    async take(content) {
      const { person } = reader;
      const credential = credentialOf(reader);
      await insertStep(tx, id, { step, from: control.state, to, person, credential, at: now });
      await parts.recordAct(tx, {
        kind: 'change',
        act: `control/${step}`,
        subject: id,
        by: reader,
        at: now,
        content,
      });
      await tx.news('control-changed', { control: id });
    },
  };
}

const words: Readonly<Record<ControlStep, string>> = {
  propose: 'be proposed',
  approve: 'be approved',
  seal: 'be sealed',
  disclose: 'be disclosed',
  'carry-out': 'take a result',
  judge: 'be judged',
  close: 'be closed',
  replan: 'be planned anew',
  cancel: 'be cancelled',
};
