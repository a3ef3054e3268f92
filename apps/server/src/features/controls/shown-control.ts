import type { Control, Knower, TakenStep } from './control-store.ts';

/** A control as it has to look to its reader, who may have signed under duress. */
export function asShown(control: Control): Control {
  const { looksCancelled, looksReplanned, state, plannedAt } = control;
  if (looksCancelled) return { ...control, state: 'cancelled' };
  if (looksReplanned === null) return control;
  const moment = looksReplanned.plannedAt === undefined ? plannedAt : Date.parse(looksReplanned.plannedAt);
  return { ...control, plannedAt: moment, state: state === 'sealed' ? 'approved' : state };
}

/** Of what was lowered no signatures are shown: where it only has to look so, there are none. */
export function shownSteps(control: Control, steps: readonly TakenStep[]): readonly TakenStep[] {
  const isLowered =
    asShown(control).state === 'cancelled' ||
    control.looksReplanned !== null ||
    steps.some(({ step }) => step === 'replan');
  return isLowered ? [] : steps;
}

/** Who knows of it: without the cast, where it has to look as if that were still to be drawn. */
export function shownKnowers<Some extends Pick<Knower, 'addedBy'>>(
  control: Control,
  knowers: readonly Some[],
): readonly Some[] {
  const isUndrawn = asShown(control).state === 'approved' && control.state === 'sealed';
  return isUndrawn ? knowers.filter(({ addedBy }) => addedBy !== 'ladder') : knowers;
}
