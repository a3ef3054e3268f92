import { isGenericDescription } from '@havenwacht/domain';
import { fired, notEvaluated, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { standing } from '../voices.ts';

/**
 * A bill whose descriptions, by every sender that describes it, leave open what the goods are. One
 * sender that names the goods is enough to keep quiet; among the goods of one sender a generic item
 * beside a named one is not, because anything may be declared as it.
 */
export const goodsGeneric: Signal = {
  name: 'goods-generic',
  about: 'Goods described in words that fit any load, or not at all.',
  group: 'goods',
  wordings: {
    'goods-generic/generic': 'Bill {bill} describes goods as "{description}", which says nothing.',
    'goods-generic/generic-no-bill': 'Goods are described as "{description}", which says nothing.',
    'goods-generic/blank': 'Bill {bill} names goods without any description.',
    'goods-generic/blank-no-bill': 'Goods are named without any description.',
  },
  evaluate(subject, policy) {
    if (subject.goods.length === 0) return notEvaluated('goods description');
    const { weight } = policy.signals['goods-generic'];
    const byBill = Map.groupBy(
      standing(subject.goods, ({ bill }) => bill),
      ({ value }) => value.bill,
    );
    for (const [bill, claims] of byBill) {
      const generic = claims.filter(({ value }) => isGenericDescription(value.description));
      const [first] = generic;
      const voices = new Set(claims.map(voiceOf));
      if (first === undefined || new Set(generic.map(voiceOf)).size < voices.size) continue;
      const description = first.value.description.trim();
      const code = `goods-generic/${description === '' ? 'blank' : 'generic'}${bill === '' ? '-no-bill' : ''}`;
      // Several bills do not add up: the box is opened once.
      return fired([reasonOf(goodsGeneric, code, weight, { bill, description }, generic)]);
    }
    return fired([]);
  },
};

function voiceOf({ statedBy, kind }: { readonly statedBy: string; readonly kind: string }): string {
  return `${statedBy}\n${kind}`;
}
