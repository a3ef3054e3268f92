import type { Condition, NumberExpression } from './condition.ts';
import type { Rule, RuleSet } from './rule-set.ts';

const since = { validFrom: '2024-01-01T00:00:00Z', validTo: null };
const owner = 'targeting desk';

const all = (...of: Condition[]): Condition => ({ test: 'all', of });
const any = (...of: Condition[]): Condition => ({ test: 'any', of });
const is = (field: string, value = true): Condition => ({ test: 'is', field, value });
const oneOf = (field: string, ...values: string[]): Condition => ({ test: 'in', field, values });
const words = (field: string, value: string): Condition => ({ test: 'text', field, how: 'words', value });
const over = (left: NumberExpression, right: NumberExpression): Condition => ({
  test: 'compare',
  left,
  op: '>',
  right,
});
const under = (left: NumberExpression, right: NumberExpression): Condition => ({
  test: 'compare',
  left,
  op: '<',
  right,
});
const field = (name: string): NumberExpression => ({ field: name });

const cocaCountries = ['BO', 'BR', 'CO', 'CR', 'DO', 'EC', 'GT', 'PA', 'PE', 'PY', 'SR', 'VE'];

const rules: readonly Rule[] = [
  {
    id: 'empty-reefer-from-the-region',
    owner,
    ...since,
    note: 'Empties stay in scope: hatches of cooling units were opened at empty depots, and loads ride in them.',
    when: all(is('isReefer'), oneOf('load', 'EMPTY'), oneOf('originCountry', ...cocaCountries)),
    then: {
      action: 'add-log-odds',
      weight: 0.6,
      text: 'Empty reefer from a country where loads are put into the cooling unit.',
    },
  },
  {
    id: 'reefer-cooling-unit',
    owner,
    ...since,
    note: 'The cooling system was the most frequent hiding place in the Netherlands in 2023.',
    when: all(is('isReefer'), oneOf('load', 'FULL'), oneOf('originCountry', ...cocaCountries)),
    then: {
      action: 'add-log-odds',
      weight: 0.3,
      text: 'Reefer from the region: look into the cooling unit.',
    },
  },
  {
    id: 'fruit-to-a-new-importer',
    owner,
    ...since,
    note: 'Most finds in containers were among fruit; a new importer of fruit from the region is worth a look.',
    when: all(
      oneOf('hsHeading', '0803', '0804', '0805', '0807', '0810'),
      oneOf('originCountry', ...cocaCountries),
      under(field('consigneeVisits'), 5),
    ),
    then: {
      action: 'add-log-odds',
      weight: 0.7,
      text: 'Fruit from the region to an importer with under five visits.',
    },
  },
  {
    id: 'to-order-with-unknown-notify',
    owner,
    ...since,
    note: 'A bill to order hides who receives; the notify party is then all there is.',
    when: all(
      { test: 'text', field: 'consigneeName', how: 'starts-with', value: 'TO ORDER' },
      any({ test: 'not', of: { test: 'exists', field: 'notifyName' } }, under(field('notifyVisits'), 1)),
    ),
    then: { action: 'add-log-odds', weight: 0.6, text: 'Bill to order, and nobody known to notify.' },
  },
  {
    id: 'scrap-and-charcoal',
    owner,
    ...since,
    note: 'Heavy bulk goods that scans see poorly through, from the region.',
    when: all(
      oneOf('originCountry', ...cocaCountries),
      any(
        oneOf('hsHeading', '4402', '7204', '7404', '7602'),
        words('goodsText', 'CHARCOAL'),
        words('goodsText', 'SCRAP'),
      ),
    ),
    then: {
      action: 'add-log-odds',
      weight: 0.5,
      text: 'Scrap or charcoal from the region: a scan sees little.',
    },
  },
  {
    id: 'notify-elsewhere',
    owner,
    ...since,
    note: 'Three countries among shipper, consignee and notify party.',
    when: all(
      { test: 'exists', field: 'consigneeCountry' },
      {
        test: 'count',
        of: 'parties',
        where: all(oneOf('role', 'NOTIFY'), oneOf('country', ...cocaCountries)),
        op: '>=',
        value: 1,
      },
      { test: 'not', of: oneOf('consigneeCountry', ...cocaCountries) },
    ),
    then: { action: 'add-log-odds', weight: 0.3, text: 'The party to notify is in the region of departure.' },
  },
  {
    id: 'goods-heavier-than-box',
    owner,
    ...since,
    note: 'Goods alone declared over the verified mass of goods and box.',
    when: over({ calc: 'subtract', of: [field('goodsGrossKg'), field('vgmKg')] }, 1000),
    then: {
      action: 'add-log-odds',
      weight: 0.4,
      text: 'Goods declared over a tonne heavier than box and goods verified.',
    },
  },
  {
    id: 'overlanded-full',
    owner,
    ...since,
    note: 'A full box landed without an order is looked into, whatever else is known.',
    when: all(is('isOverlanded'), { test: 'not', of: oneOf('load', 'EMPTY') }),
    then: { action: 'must-control', text: 'Overlanded: a full box without an order is always controlled.' },
  },
  {
    id: 'named-by-partner-and-contradicted',
    owner,
    ...since,
    note: 'A partner names the box and the identity ledger contradicts itself about it.',
    when: all(over(field('partnerHits'), 0), over(field('identityCases'), 0)),
    then: { action: 'must-control', text: 'Named by a partner, and its identity is contradicted.' },
  },
];

/**
 * Rules to start from: policy values with their ground, none learned. An administration replaces them
 * by its own; `parseRuleSet` checks those.
 */
export const defaultRuleSet: RuleSet = {
  version: 'default-2026-11',
  owner,
  ...since,
  rules,
};
