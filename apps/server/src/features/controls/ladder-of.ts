import type { DisclosureLadder } from '@havenwacht/planning';

/** Played by the office, not by somebody who is drawn: they come to know when they propose, sign or plan. */
const office = ['planner', 'approver'];

/**
 * The ladder by which a control's team learns, with as many officers as were asked for.
 *
 * @param officers beside the lead; `null` = as many as the ladder says
 */
export function ladderOf(ladder: DisclosureLadder, officers: number | null): DisclosureLadder {
  return ladder
    .filter(({ part }) => !office.includes(part))
    .map((step) => (step.part === 'officer' && officers !== null ? { ...step, people: officers } : step));
}
