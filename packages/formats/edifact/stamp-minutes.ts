/**
 * A moment as EDIFACT format 203 writes it: CCYYMMDDHHMM, in UTC.
 *
 * @param at epoch milliseconds
 * @example stampMinutes(0) // '197001010000'
 */
export function stampMinutes(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace(/[-:T]/g, '');
}
