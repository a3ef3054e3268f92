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
      texts: {
        nl: 'Lege reefer uit een land waar lading in het koelaggregaat wordt gestopt.',
        fr: 'Reefer vide d’un pays où des charges sont placées dans le groupe frigorifique.',
        es: 'Reefer vacío de un país donde se ocultan cargas en la unidad de refrigeración.',
        'pt-BR': 'Reefer vazio de um país onde cargas são escondidas na unidade de refrigeração.',
      },
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
      texts: {
        nl: 'Reefer uit de regio: kijk in het koelaggregaat.',
        fr: 'Reefer de la région : regarder dans le groupe frigorifique.',
        es: 'Reefer de la región: mire en la unidad de refrigeración.',
        'pt-BR': 'Reefer da região: verifique a unidade de refrigeração.',
      },
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
      texts: {
        nl: 'Fruit uit de regio voor een importeur met minder dan vijf bezoeken.',
        fr: 'Fruits de la région pour un importateur avec moins de cinq passages.',
        es: 'Fruta de la región para un importador con menos de cinco visitas.',
        'pt-BR': 'Fruta da região para um importador com menos de cinco visitas.',
      },
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
    then: {
      action: 'add-log-odds',
      weight: 0.6,
      text: 'Bill to order, and nobody known to notify.',
      texts: {
        nl: 'Cognossement aan order, en geen bekende om te verwittigen.',
        fr: 'Connaissement à ordre, et personne de connu à notifier.',
        es: 'Conocimiento a la orden, y nadie conocido a quien notificar.',
        'pt-BR': 'Conhecimento à ordem, e ninguém conhecido a notificar.',
      },
    },
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
      texts: {
        nl: 'Schroot of houtskool uit de regio: een scan ziet weinig.',
        fr: 'Ferraille ou charbon de bois de la région : un scan voit peu.',
        es: 'Chatarra o carbón vegetal de la región: un escáner ve poco.',
        'pt-BR': 'Sucata ou carvão vegetal da região: um escâner vê pouco.',
      },
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
    then: {
      action: 'add-log-odds',
      weight: 0.3,
      text: 'The party to notify is in the region of departure.',
      texts: {
        nl: 'De te verwittigen partij zit in de regio van vertrek.',
        fr: 'La partie à notifier se trouve dans la région de départ.',
        es: 'La parte a notificar está en la región de salida.',
        'pt-BR': 'A parte a notificar está na região de partida.',
      },
    },
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
      texts: {
        nl: 'Goederen aangegeven als meer dan een ton zwaarder dan container en goederen samen volgens de VGM.',
        fr: 'Marchandises déclarées plus d’une tonne plus lourdes que conteneur et marchandises vérifiés.',
        es: 'Mercancía declarada más de una tonelada más pesada que contenedor y mercancía verificados.',
        'pt-BR':
          'Mercadoria declarada mais de uma tonelada mais pesada que contêiner e mercadoria verificados.',
      },
    },
  },
  {
    id: 'overlanded-full',
    owner,
    ...since,
    note: 'A full box landed without an order is looked into, whatever else is known.',
    when: all(is('isOverlanded'), { test: 'not', of: oneOf('load', 'EMPTY') }),
    then: {
      action: 'must-control',
      text: 'Overlanded: a full box without an order is always controlled.',
      texts: {
        nl: 'Te veel gelost: een volle container zonder losopdracht wordt altijd gecontroleerd.',
        fr: 'Débarqué en trop : un conteneur plein sans ordre est toujours contrôlé.',
        es: 'Descargado de más: un contenedor lleno sin orden se controla siempre.',
        'pt-BR': 'Descarregado a mais: um contêiner cheio sem ordem é sempre controlado.',
      },
    },
  },
  {
    id: 'named-by-partner-and-contradicted',
    owner,
    ...since,
    note: 'A partner names the box and the identity ledger contradicts itself about it.',
    when: all(over(field('partnerHits'), 0), over(field('identityCases'), 0)),
    then: {
      action: 'must-control',
      text: 'Named by a partner, and its identity is contradicted.',
      texts: {
        nl: 'Genoemd door een partner, en de identiteit wordt tegengesproken.',
        fr: 'Nommé par un partenaire, et son identité est contredite.',
        es: 'Nombrado por un socio, y su identidad se contradice.',
        'pt-BR': 'Indicado por um parceiro, e a sua identidade é contradita.',
      },
    },
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
