import { headingsFor, readHsCode } from '@havenwacht/domain';
import type { ContainerCase } from './container-case.ts';
import { standing } from './voices.ts';

/** Goods that stand, with the codes that they may have. */
export interface CodedGoods {
  readonly claim: ContainerCase['goods'][number];
  /** The code as stated, four digits or more; else the headings that the words name; never empty. */
  readonly codes: readonly string[];
}

/** Goods that stand and whose code is stated or can be told from the words; the others are left out. */
export function goodsCodesOf(subject: ContainerCase): readonly CodedGoods[] {
  return standing(subject.goods, ({ bill }) => bill).flatMap((claim) => {
    const stated = readHsCode(claim.value.hs ?? '');
    const codes = stated !== null && stated.length >= 4 ? [stated] : headingsFor(claim.value.description);
    return codes.length === 0 ? [] : [{ claim, codes }];
  });
}
