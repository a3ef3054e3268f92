import type { Random } from './random.ts';
import { commodities, originOf, origins, type Commodity, type Origin } from './world.ts';

/** An invented company. Every name begins with SIM. */
export interface Company {
  readonly name: string;
  readonly id: string;
  readonly street: string;
  readonly city: string;
  readonly country: string;
}

/** A standing trade of one consignee: what, from where, from whom. */
export interface Lane {
  readonly commodity: Commodity;
  readonly origin: Origin;
  readonly consignee: Company;
  readonly shippers: readonly Company[];
  readonly notify: Company;
  /** Bills a box of this lane usually has. */
  readonly usualBills: 1 | 2 | 4;
  /** Factor of the latent model: more than 1 for a consignee whose trade has been taken over. */
  readonly frontFactor: number;
  readonly weight: number;
}

const syllables = [
  'KA', 'LO', 'MI', 'REN', 'TAS', 'VU', 'DOR', 'FEL', 'GAN', 'HES', 'JIL', 'NOR', 'PEX', 'QUO', 'SUN', 'WIR', 'YAM', 'ZED', 'BRI', 'COL',
]; // prettier-ignore

const trades: Readonly<Record<string, readonly string[]>> = {
  reefer: ['FRUIT', 'FRESH', 'FOODS', 'PRODUCE', 'COLD TRADE'],
  dry: ['COMMODITIES', 'TRADING', 'IMPORT', 'SUPPLY', 'MATERIALS'],
  'high-cube': ['IMPORT', 'GOODS', 'INDUSTRIES', 'TRADING', 'PARTS'],
  'open-top': ['METALS', 'RECYCLING'],
};

const homes = [
  { country: 'NL', form: 'BV', cities: ['VLISSINGEN', 'ROTTERDAM', 'BARENDRECHT', 'VENLO'] },
  { country: 'BE', form: 'NV', cities: ['ANTWERPEN', 'GENT', 'LIEGE'] },
  { country: 'DE', form: 'GMBH', cities: ['DUISBURG', 'KOELN'] },
  { country: 'FR', form: 'SARL', cities: ['LILLE'] },
] as const;

const forms: Readonly<Record<string, string>> = { es: 'SA', pt: 'LTDA', en: 'LTD', fr: 'SARL' };

/** Makes companies whose names never repeat. */
export interface CompanyRegister {
  european(trade: string, random: Random): Company;
  abroad(origin: Origin, trade: string, random: Random): Company;
  count(): number;
}

/** Starts a register of invented companies. Names are unique within it. */
export function createCompanyRegister(): CompanyRegister {
  let made = 0;
  const stem = (): string => {
    // A number in base 20 read as syllables, spread so that neighbours do not look alike.
    let rest = (made * 7919 + 4211) % 160_000;
    made += 1;
    let text = '';
    for (let i = 0; i < 4; i += 1) {
      text += syllables[rest % 20] ?? '';
      rest = Math.floor(rest / 20);
    }
    return text;
  };
  const word = (trade: string, random: Random): string => random.pick(trades[trade] ?? ['TRADING']);
  return {
    european: (trade, random) => {
      const home = random.weighted(homes, (one) => (one.country === 'NL' ? 5 : one.country === 'BE' ? 4 : 1));
      const name = `SIM ${stem()} ${word(trade, random)} ${home.form}`;
      return {
        name,
        id: `${home.country}SIM${String(made).padStart(8, '0')}`,
        street: `SIMULATIESTRAAT ${random.between(1, 400)}`,
        city: random.pick(home.cities),
        country: home.country,
      };
    },
    abroad: (origin, trade, random) => ({
      name: `SIM ${stem()} EXPORT ${word(trade, random)} ${forms[origin.tongue] ?? 'LTD'}`,
      id: `${origin.country}SIM${String(made).padStart(8, '0')}`,
      street: `CALLE SIMULADA ${random.between(1, 900)}`,
      city: origin.port.slice(2),
      country: origin.country,
    }),
    count: () => made,
  };
}

/**
 * The standing trades of the world. There are more of them the more boxes move, so that a consignee
 * has about 12 boxes in the simulated days.
 *
 * @param boxes container visits of the run
 * @param frontShare share of consignees whose trade has been taken over, 0–1
 */
export function createLanes(
  boxes: number,
  frontShare: number,
  register: CompanyRegister,
  random: Random,
): readonly Lane[] {
  const wanted = Math.max(60, Math.min(6000, Math.round(boxes / 8)));
  const lanes: Lane[] = [];
  let turn = 0;
  while (lanes.length < wanted) {
    // The first rounds give every port a trade; after that chance decides.
    const first = origins[turn % origins.length];
    const port = turn < origins.length * 2 && first !== undefined ? first.port : random.pick(origins).port;
    turn += 1;
    const suited = commodities.filter((one) => one.from.includes(port));
    const commodity = random.pick(suited.length > 0 ? suited : commodities);
    const origin = originOf(port);
    const consignee = register.european(commodity.box, random);
    const frontFactor = random.chance(frontShare) ? 12 : 1;
    const usualBills = random.weighted([1, 2, 4] as const, (bills) =>
      bills === 1 ? 20 : bills === 2 ? 2 : 1,
    );
    const notify = random.chance(0.6) ? consignee : register.european('dry', random);
    const shippers = Array.from({ length: random.between(1, 3) }, () =>
      register.abroad(origin, commodity.box, random),
    );
    lanes.push({
      commodity,
      origin,
      consignee,
      shippers,
      notify,
      usualBills,
      frontFactor,
      weight: random.around(1, 0.8),
    });
    // Some consignees trade from a second port of the same country or in a second commodity.
    if (random.chance(0.25)) {
      const other = random.pick(origins.filter((one) => one.country === origin.country));
      const second = commodities.filter((one) => one.from.includes(other.port));
      if (second.length > 0) {
        const goods = random.pick(second);
        lanes.push({
          commodity: goods, origin: other, consignee, shippers, notify, usualBills, frontFactor, weight: random.around(0.6, 0.5),
        }); // prettier-ignore
      }
    }
  }
  return lanes;
}
