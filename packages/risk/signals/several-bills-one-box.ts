import type { ContainerCase } from '../container-case.ts';
import { fired, notEvaluated, reasonOf } from '../reason.ts';
import type { Reason, Signal } from '../signal.ts';

type BillClaim = ContainerCase['bills'][number];

/** Two or more master bills for one box on one visit, or a great many house bills. */
export const severalBillsOneBox: Signal = {
  name: 'several-bills-one-box',
  about: 'More than one master bill for the box, or many house bills.',
  group: 'bills',
  wordings: {
    'several-bills-one-box/masters': '{count} master bills name this box: {bills}.',
    'several-bills-one-box/houses': '{count} house bills share this box.',
  },
  evaluate({ bills }, policy) {
    const settings = policy.signals['several-bills-one-box'];
    if (bills.length === 0) return notEvaluated('bills');
    const masters = new Map<string, BillClaim>();
    const houses = new Map<string, BillClaim>();
    for (const claim of bills) {
      const { bill, level, masterBill } = claim.value;
      const master = level === 'master' ? bill : masterBill;
      if (master !== null) keepFirst(masters, master, claim);
      if (level === 'house') keepFirst(houses, bill, claim);
    }
    const reasons: Reason[] = [];
    if (masters.size > 1) {
      const numbers = [...masters.values()].map(({ value }) => value.masterBill ?? value.bill);
      const params = { count: masters.size, bills: numbers.slice(0, 3).join(', ') };
      reasons.push(
        reasonOf(severalBillsOneBox, 'several-bills-one-box/masters', settings.masters, params, [
          ...masters.values(),
        ]),
      );
    }
    if (houses.size >= settings.manyHouses) {
      const params = { count: houses.size };
      reasons.push(
        reasonOf(severalBillsOneBox, 'several-bills-one-box/houses', settings.houses, params, [
          ...houses.values(),
        ]),
      );
    }
    return fired(reasons);
  },
};

function keepFirst(claims: Map<string, BillClaim>, bill: string, claim: BillClaim): void {
  const key = bill.toUpperCase().replace(/[^A-Z0-9]+/g, '');
  if (key !== '' && !claims.has(key)) claims.set(key, claim);
}
