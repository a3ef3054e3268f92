import { headingsFor, hsHeading } from '@havenwacht/domain';
import { fired, notEvaluated, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { standing } from '../voices.ts';

/**
 * The words name goods of one chapter and the code beside them is of another. Headings of one chapter
 * are near enough: fresh and dried, whole and cut are often mixed up.
 */
export const goodsVsCode: Signal = {
  name: 'goods-vs-code',
  about: 'A goods description that names other goods than its code.',
  group: 'goods',
  wordings: {
    'goods-vs-code/other-goods': '"{description}" names goods of heading {named}, the code is of {heading}.',
  },
  evaluate(subject, policy) {
    const compared = standing(subject.goods, ({ bill }) => bill).flatMap((claim) => {
      const heading = hsHeading(claim.value.hs ?? '');
      const named = heading === null ? [] : headingsFor(claim.value.description);
      return heading === null || named.length === 0 ? [] : [{ claim, heading, named }];
    });
    if (compared.length === 0) return notEvaluated('a goods code beside words that name goods');
    const other = compared.find(
      ({ heading, named }) => !named.some((name) => name.slice(0, 2) === heading.slice(0, 2)),
    );
    if (other === undefined) return fired([]);
    const { claim, heading, named } = other;
    const params = { description: claim.value.description, named: named.join(', '), heading };
    const { weight } = policy.signals['goods-vs-code'];
    return fired([reasonOf(goodsVsCode, 'goods-vs-code/other-goods', weight, params, [claim])]);
  },
};
