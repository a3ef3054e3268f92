import { decodeSizeType, needsReefer, temperatureRangeFor } from '@havenwacht/domain';
import { goodsCodesOf } from '../goods-codes-of.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { latest } from '../voices.ts';

/** Colder or warmer than any cargo is carried: a slip of unit or sign. */
const COLDEST_C = -90;
const WARMEST_C = 60;

/**
 * A set temperature outside the range at which such goods travel, by more than the policy's tolerance;
 * or goods that have to be cooled in a reefer that the stow plan gives no temperature.
 *
 * A temperature within the range clears nothing.
 */
export const goodsVsTemperature: Signal = {
  name: 'goods-vs-temperature',
  about: 'A set temperature at which such goods do not travel, or none for goods that have to be cooled.',
  group: 'goods',
  wordings: {
    'goods-vs-temperature/outside':
      '"{description}" set to {setC} °C; such goods travel at {minC} to {maxC} °C.',
    'goods-vs-temperature/unset': '"{description}" has to be cooled, and the stow plan sets no temperature.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['goods-vs-temperature'];
    const goods = goodsCodesOf(subject);
    if (goods.length === 0) return notEvaluated('a goods code, or words that name goods');
    const set = subject.setTemperatureC.findLast(({ value }) => value >= COLDEST_C && value <= WARMEST_C);
    if (set === undefined) {
      const cooled = goods.find(({ codes }) => codes.every(needsReefer));
      if (cooled === undefined) return quiet;
      const sizeType = latest(subject.sizeType);
      const isReefer = sizeType !== undefined && decodeSizeType(sizeType.value)?.isReefer === true;
      const planned = subject.lists.stowPlan.on;
      if (sizeType === undefined || planned.length === 0) return notEvaluated('set temperature');
      if (!isReefer) return quiet;
      const params = { description: cooled.claim.value.description };
      const stands = [cooled.claim, sizeType, ...planned];
      return fired([
        reasonOf(goodsVsTemperature, 'goods-vs-temperature/unset', settings.unset, params, stands),
      ]);
    }
    for (const { claim, codes } of goods) {
      const ranges = codes.map(temperatureRangeFor).filter((range) => range !== null);
      // Words that may mean dry goods too say nothing about a temperature.
      if (ranges.length === 0 || ranges.length < codes.length) continue;
      const minC = Math.min(...ranges.map((range) => range.minC));
      const maxC = Math.max(...ranges.map((range) => range.maxC));
      const outside = Math.max(minC - set.value, set.value - maxC);
      if (outside <= settings.toleranceC) continue;
      const params = { description: claim.value.description, setC: set.value, minC, maxC };
      return fired([
        reasonOf(goodsVsTemperature, 'goods-vs-temperature/outside', settings.outside, params, [claim, set]),
      ]);
    }
    return quiet;
  },
};
