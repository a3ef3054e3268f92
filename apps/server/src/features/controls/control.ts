/**
 * The life of a control.
 *
 * Somebody *proposes* it: a box, a method, a reason, a place and a moment. A second person *approves*; he
 * is never the one who proposed. The planner *seals* it: who takes part is fixed, and with it who learns
 * what from when; from here its content lies encrypted and nobody reads all of it. The first of the team
 * whose time has come *discloses* it by opening his task. Who stands at the box *carries it out*: there is
 * no result before the box has arrived and none without evidence. Somebody else *judges* the result, and
 * it is *closed*.
 *
 * Until it is carried out a proposed control can be *cancelled*, by two persons of two units (see
 * lowering.ts). Until it is disclosed it can be *planned anew*, at a later moment or by a lighter method:
 * that lowers it too and takes the same two. A sealed one is approved again by that: who would have
 * learned of it at the old moment does not, and it is sealed with another cast. A control that was drawn
 * can't be lowered: that is the point of drawing it.
 *
 * The same table stands in the database (the migration of controls), where it holds for everybody.
 */
export type ControlState =
  'proposed' | 'approved' | 'sealed' | 'disclosed' | 'carried-out' | 'judged' | 'closed' | 'cancelled';

export type ControlStep =
  'propose' | 'approve' | 'seal' | 'disclose' | 'carry-out' | 'judge' | 'close' | 'replan' | 'cancel';

/** Where a control comes from: a person's proposal, a draw, or the share drawn among lowered boxes. */
export type ControlOrigin = 'proposal' | 'draw' | 'lowering';

const transitions: Readonly<Record<ControlStep, Readonly<Partial<Record<ControlState, ControlState>>>>> = {
  propose: {},
  approve: { proposed: 'approved' },
  seal: { approved: 'sealed' },
  disclose: { sealed: 'disclosed' },
  'carry-out': { disclosed: 'carried-out' },
  judge: { 'carried-out': 'judged' },
  close: { judged: 'closed' },
  replan: { proposed: 'proposed', approved: 'approved', sealed: 'approved' },
  cancel: { proposed: 'cancelled', approved: 'cancelled', sealed: 'cancelled', disclosed: 'cancelled' },
};

/** The state a step leads to; `null` when it can't be taken from here. */
export function stateAfter(step: ControlStep, from: ControlState): ControlState | null {
  return transitions[step][from] ?? null;
}

/** The steps that can be taken from a state, in the order of the life. */
export function stepsFrom(state: ControlState): readonly ControlStep[] {
  return (Object.keys(transitions) as ControlStep[]).filter((step) => stateAfter(step, state) !== null);
}
