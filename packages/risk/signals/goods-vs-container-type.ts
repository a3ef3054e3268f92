import { decodeSizeType, plausibleKinds } from '@havenwacht/domain';
import { goodsCodesOf } from '../goods-codes-of.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { latest } from '../voices.ts';

/**
 * Goods in a kind of container that such goods are not seen in. Dry goods in a reefer that is switched
 * off are an ordinary way back; a reefer with a set temperature runs, and counts.
 */
export const goodsVsContainerType: Signal = {
  name: 'goods-vs-container-type',
  about: 'Goods in a kind of container that such goods are not seen in.',
  group: 'goods',
  wordings: {
    'goods-vs-container-type/implausible': '"{description}" ({code}) in a container of kind {kind}.',
    'goods-vs-container-type/dry-goods-cooled':
      '"{description}" ({code}) in a reefer that is set to {setC} °C.',
  },
  evaluate(subject, policy) {
    const sizeType = latest(subject.sizeType);
    const kind = sizeType === undefined ? null : (decodeSizeType(sizeType.value)?.kind ?? null);
    if (sizeType === undefined || kind === null) return notEvaluated('kind of container');
    const goods = goodsCodesOf(subject);
    if (goods.length === 0) return notEvaluated('a goods code, or words that name goods');
    const set = subject.setTemperatureC.findLast(({ value }) => Number.isFinite(value));
    const isSwitchedOff = kind === 'reefer' && set === undefined;
    const { weight } = policy.signals['goods-vs-container-type'];
    for (const { claim, codes } of goods) {
      const kinds = new Set(codes.flatMap((code) => plausibleKinds(code)));
      if (kinds.size === 0 || kinds.has(kind) || (isSwitchedOff && kinds.has('general'))) continue;
      const params = { description: claim.value.description, code: codes.join(', '), kind };
      const reason =
        kind === 'reefer' && set !== undefined
          ? reasonOf(
              goodsVsContainerType,
              'goods-vs-container-type/dry-goods-cooled',
              weight,
              { ...params, setC: set.value },
              [claim, sizeType, set],
            )
          : reasonOf(goodsVsContainerType, 'goods-vs-container-type/implausible', weight, params, [
              claim,
              sizeType,
            ]);
      return fired([reason]);
    }
    return quiet;
  },
};
