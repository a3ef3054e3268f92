import type { Lettering } from './message-text.ts';

/**
 * The synthetic world: places are real UN/LOCODEs, everything that acts (carriers, vessels,
 * companies, terminals' senders) is invented and says so in its name. `riskWeight` is the share of
 * the latent model of README.md, an assumption and no statement about a country.
 */
export type OwnPort = 'NLVLI' | 'NLRTM' | 'BEANR';

export const ownPorts: readonly OwnPort[] = ['NLVLI', 'NLRTM', 'BEANR'];

export interface Origin {
  readonly port: string;
  readonly country: string;
  readonly riskWeight: number;
  readonly tongue: 'es' | 'pt' | 'en' | 'fr';
}

export const origins: readonly Origin[] = [
  { port: 'ECGYE', country: 'EC', riskWeight: 5, tongue: 'es' },
  { port: 'ECPSJ', country: 'EC', riskWeight: 4, tongue: 'es' },
  { port: 'ECPBO', country: 'EC', riskWeight: 6, tongue: 'es' },
  { port: 'COTRB', country: 'CO', riskWeight: 5, tongue: 'es' },
  { port: 'COCTG', country: 'CO', riskWeight: 4, tongue: 'es' },
  { port: 'COSMR', country: 'CO', riskWeight: 4, tongue: 'es' },
  { port: 'CRMOB', country: 'CR', riskWeight: 3.5, tongue: 'es' },
  { port: 'PAMIT', country: 'PA', riskWeight: 3, tongue: 'es' },
  { port: 'PABLB', country: 'PA', riskWeight: 3, tongue: 'es' },
  { port: 'PECLL', country: 'PE', riskWeight: 2, tongue: 'es' },
  { port: 'BRSSZ', country: 'BR', riskWeight: 3, tongue: 'pt' },
  { port: 'BRPNG', country: 'BR', riskWeight: 3, tongue: 'pt' },
  { port: 'DOCAU', country: 'DO', riskWeight: 2.5, tongue: 'es' },
  { port: 'SRPBM', country: 'SR', riskWeight: 4, tongue: 'en' },
  { port: 'ARBUE', country: 'AR', riskWeight: 1, tongue: 'es' },
  { port: 'CLSAI', country: 'CL', riskWeight: 0.7, tongue: 'es' },
  { port: 'CIABJ', country: 'CI', riskWeight: 1.2, tongue: 'fr' },
  { port: 'SLFNA', country: 'SL', riskWeight: 4, tongue: 'en' },
  { port: 'GHTEM', country: 'GH', riskWeight: 1, tongue: 'en' },
  { port: 'ZACPT', country: 'ZA', riskWeight: 0.5, tongue: 'en' },
  { port: 'CNSHA', country: 'CN', riskWeight: 0.1, tongue: 'en' },
  { port: 'CNNGB', country: 'CN', riskWeight: 0.1, tongue: 'en' },
  { port: 'CNYTN', country: 'CN', riskWeight: 0.15, tongue: 'en' },
  { port: 'SGSIN', country: 'SG', riskWeight: 0.1, tongue: 'en' },
  { port: 'INNSA', country: 'IN', riskWeight: 0.2, tongue: 'en' },
  { port: 'USNYC', country: 'US', riskWeight: 0.8, tongue: 'en' },
  { port: 'USHOU', country: 'US', riskWeight: 0.9, tongue: 'en' },
  { port: 'USSAV', country: 'US', riskWeight: 0.7, tongue: 'en' },
  { port: 'TRMER', country: 'TR', riskWeight: 0.9, tongue: 'en' },
  { port: 'EGALY', country: 'EG', riskWeight: 0.3, tongue: 'en' },
  { port: 'ESALG', country: 'ES', riskWeight: 0.6, tongue: 'es' },
  { port: 'GBFXT', country: 'GB', riskWeight: 0.15, tongue: 'en' },
  { port: 'IEDUB', country: 'IE', riskWeight: 0.1, tongue: 'en' },
  { port: 'SEGOT', country: 'SE', riskWeight: 0.05, tongue: 'en' },
  { port: 'FIHEL', country: 'FI', riskWeight: 0.05, tongue: 'en' },
];

const originByPort = new Map(origins.map((origin) => [origin.port, origin]));

/** The origin of a port of this world. */
export function originOf(port: string): Origin {
  const origin = originByPort.get(port);
  if (origin === undefined) throw new RangeError(`no such origin: ${port}`);
  return origin;
}

export interface Commodity {
  readonly name: string;
  /** HS 2022, six digits. */
  readonly hs: string;
  readonly box: 'reefer' | 'dry' | 'high-cube' | 'open-top';
  /** Set temperature in °C that suits the goods; `null` for what needs none. */
  readonly setC: number | null;
  readonly netKg: number;
  readonly netSpread: number;
  readonly packageCode: string;
  readonly packageKg: number;
  readonly riskWeight: number;
  readonly from: readonly string[];
  readonly texts: Readonly<Record<'en' | 'es' | 'pt' | 'fr', readonly string[]>>;
  readonly dangerous?: { readonly imdgClass: string; readonly unNumber: string };
}

const latin = [
  'ECGYE',
  'ECPSJ',
  'ECPBO',
  'COTRB',
  'COCTG',
  'COSMR',
  'CRMOB',
  'PAMIT',
  'PABLB',
  'DOCAU',
  'SRPBM',
];
const asia = ['CNSHA', 'CNNGB', 'CNYTN', 'SGSIN', 'INNSA'];
const northAmerica = ['USNYC', 'USHOU', 'USSAV'];

export const commodities: readonly Commodity[] = [
  {
    name: 'bananas',
    hs: '080390',
    box: 'reefer',
    setC: 13.3,
    netKg: 20800,
    netSpread: 0.03,
    packageCode: 'CT',
    packageKg: 19.3,
    riskWeight: 2.2,
    from: [...latin.filter((port) => port !== 'PABLB'), 'CIABJ'],
    texts: {
      en: ['FRESH CAVENDISH BANANAS IN CARTONS', 'Fresh green bananas, 43 lb boxes'],
      es: [
        'CAJAS DE BANANO CAVENDISH FRESCO',
        'Banano fresco tipo Cavendish 22XU',
        'CJAS BANANO ECUATORIANO PREMIUM',
      ],
      pt: ['BANANA FRESCA EM CAIXAS'],
      fr: ['BANANES FRAICHES EN CARTONS'],
    },
  },
  {
    name: 'pineapples',
    hs: '080430',
    box: 'reefer',
    setC: 7.5,
    netKg: 21200,
    netSpread: 0.04,
    packageCode: 'CT',
    packageKg: 12.5,
    riskWeight: 2,
    from: ['CRMOB', 'PAMIT', 'CIABJ', 'GHTEM', 'ECGYE', 'DOCAU'],
    texts: {
      en: ['FRESH PINEAPPLES MD2 IN CARTONS'],
      es: ['PIÑA FRESCA MD2 CAJAS', 'Pina dorada fresca calibre 7'],
      pt: ['ABACAXI FRESCO'],
      fr: ['ANANAS FRAIS EN CARTONS'],
    },
  },
  {
    name: 'avocados',
    hs: '080440',
    box: 'reefer',
    setC: 5.5,
    netKg: 21500,
    netSpread: 0.04,
    packageCode: 'CT',
    packageKg: 4.2,
    riskWeight: 1.4,
    from: ['PECLL', 'COCTG', 'DOCAU', 'CLSAI', 'ZACPT'],
    texts: {
      en: ['FRESH HASS AVOCADOS'],
      es: ['PALTA HASS FRESCA', 'Aguacate hass fresco cajas 4 kg'],
      pt: ['ABACATE'],
      fr: ['AVOCATS'],
    },
  },
  {
    name: 'citrus',
    hs: '080510',
    box: 'reefer',
    setC: 4,
    netKg: 22500,
    netSpread: 0.04,
    packageCode: 'CT',
    packageKg: 15,
    riskWeight: 0.8,
    from: ['ZACPT', 'EGALY', 'ARBUE', 'TRMER', 'ESALG'],
    texts: {
      en: ['FRESH ORANGES VALENCIA IN CARTONS'],
      es: ['NARANJAS FRESCAS'],
      pt: ['LARANJAS'],
      fr: ['ORANGES'],
    },
  },
  {
    name: 'frozen shrimp',
    hs: '030617',
    box: 'reefer',
    setC: -20,
    netKg: 21000,
    netSpread: 0.06,
    packageCode: 'CT',
    packageKg: 12,
    riskWeight: 1.8,
    from: ['ECGYE', 'ECPSJ', 'INNSA', 'PECLL'],
    texts: {
      en: ['FROZEN VANNAMEI SHRIMP HLSO'],
      es: ['CAMARON CONGELADO ENTERO', 'Camarón vannamei congelado cola'],
      pt: ['CAMARAO CONGELADO'],
      fr: ['CREVETTES'],
    },
  },
  {
    name: 'frozen fish',
    hs: '030389',
    box: 'reefer',
    setC: -20,
    netKg: 23500,
    netSpread: 0.05,
    packageCode: 'CT',
    packageKg: 20,
    riskWeight: 1,
    from: ['PECLL', 'SLFNA', 'ARBUE', 'CNNGB', 'SRPBM'],
    texts: {
      en: ['FROZEN WHOLE FISH'],
      es: ['PESCADO CONGELADO ENTERO'],
      pt: ['PEIXE CONGELADO'],
      fr: ['POISSON CONGELE'],
    },
  },
  {
    name: 'frozen poultry',
    hs: '020714',
    box: 'reefer',
    setC: -18,
    netKg: 25500,
    netSpread: 0.03,
    packageCode: 'CT',
    packageKg: 15,
    riskWeight: 1.3,
    from: ['BRPNG', 'BRSSZ', 'ARBUE'],
    texts: {
      en: ['FROZEN CHICKEN CUTS'],
      es: ['POLLO CONGELADO'],
      pt: ['CORTES CONGELADOS DE FRANGO', 'Peito de frango congelado'],
      fr: ['VOLAILLE'],
    },
  },
  {
    name: 'coffee',
    hs: '090111',
    box: 'dry',
    setC: null,
    netKg: 19200,
    netSpread: 0.05,
    packageCode: 'BG',
    packageKg: 60,
    riskWeight: 2,
    from: ['BRSSZ', 'COCTG', 'CRMOB', 'PECLL', 'INNSA'],
    texts: {
      en: ['GREEN COFFEE BEANS IN BAGS'],
      es: ['CAFE VERDE EN GRANO SACOS 60 KG', 'Café excelso sacos'],
      pt: ['CAFÉ VERDE EM GRÃO', 'CAFE CRU EM GRAO SACAS 60KG'],
      fr: ['CAFE VERT'],
    },
  },
  {
    name: 'cocoa',
    hs: '180100',
    box: 'dry',
    setC: null,
    netKg: 24800,
    netSpread: 0.03,
    packageCode: 'BG',
    packageKg: 65,
    riskWeight: 1.6,
    from: ['CIABJ', 'GHTEM', 'ECGYE', 'DOCAU', 'SLFNA', 'COSMR'],
    texts: {
      en: ['COCOA BEANS IN JUTE BAGS'],
      es: ['CACAO EN GRANO SACOS'],
      pt: ['CACAU EM GRÃO'],
      fr: ['FEVES DE CACAO EN SACS'],
    },
  },
  {
    name: 'sugar',
    hs: '170199',
    box: 'dry',
    setC: null,
    netKg: 26000,
    netSpread: 0.02,
    packageCode: 'BG',
    packageKg: 50,
    riskWeight: 1.6,
    from: ['BRSSZ', 'COCTG', 'DOCAU'],
    texts: {
      en: ['REFINED SUGAR IN BAGS'],
      es: ['AZUCAR REFINADA SACOS 50 KG'],
      pt: ['AÇÚCAR REFINADO SACAS'],
      fr: ['SUCRE'],
    },
  },
  {
    name: 'paper pulp',
    hs: '470329',
    box: 'high-cube',
    setC: null,
    netKg: 25000,
    netSpread: 0.04,
    packageCode: 'BL',
    packageKg: 250,
    riskWeight: 1.1,
    from: ['BRSSZ', 'BRPNG', 'CLSAI', 'FIHEL', 'SEGOT', 'USSAV'],
    texts: {
      en: ['BLEACHED EUCALYPTUS PULP IN BALES'],
      es: ['CELULOSA BLANQUEADA'],
      pt: ['CELULOSE BRANQUEADA EM FARDOS'],
      fr: ['PATE A PAPIER'],
    },
  },
  {
    name: 'timber',
    hs: '440729',
    box: 'high-cube',
    setC: null,
    netKg: 24000,
    netSpread: 0.06,
    packageCode: 'BE',
    packageKg: 900,
    riskWeight: 1.8,
    from: ['BRPNG', 'SRPBM', 'GHTEM', 'CIABJ', 'COTRB', 'PABLB', 'FIHEL', 'SEGOT'],
    texts: {
      en: ['SAWN TROPICAL TIMBER IN BUNDLES'],
      es: ['MADERA ASERRADA TECA'],
      pt: ['MADEIRA SERRADA EM AMARRADOS'],
      fr: ['BOIS SCIE'],
    },
  },
  {
    name: 'scrap metal',
    hs: '740400',
    box: 'dry',
    setC: null,
    netKg: 24500,
    netSpread: 0.1,
    packageCode: 'BL',
    packageKg: 600,
    riskWeight: 2.2,
    from: ['COCTG', 'BRSSZ', 'SLFNA', 'DOCAU', 'PABLB', 'GHTEM'],
    texts: {
      en: ['COPPER SCRAP IN BALES', 'Aluminium scrap loose'],
      es: ['CHATARRA DE COBRE', 'Chatarra compactada'],
      pt: ['SUCATA DE COBRE'],
      fr: ['FERRAILLE'],
    },
  },
  {
    name: 'chemicals',
    hs: '291814',
    box: 'dry',
    setC: null,
    netKg: 20000,
    netSpread: 0.08,
    packageCode: 'DR',
    packageKg: 200,
    riskWeight: 0.5,
    from: [...asia, ...northAmerica, 'BRSSZ'],
    texts: {
      en: ['CITRIC ACID IN DRUMS', 'Industrial chemicals n.o.s.'],
      es: ['QUIMICOS INDUSTRIALES'],
      pt: ['PRODUTOS QUIMICOS'],
      fr: ['PRODUITS CHIMIQUES'],
    },
  },
  {
    name: 'paint',
    hs: '320890',
    box: 'dry',
    setC: null,
    netKg: 16000,
    netSpread: 0.1,
    packageCode: 'DR',
    packageKg: 25,
    riskWeight: 0.4,
    from: [...northAmerica, 'TRMER', 'CNSHA', 'GBFXT'],
    texts: { en: ['PAINT, UN1263, CLASS 3'], es: ['PINTURAS'], pt: ['TINTAS'], fr: ['PEINTURES'] },
    dangerous: { imdgClass: '3', unNumber: '1263' },
  },
  {
    name: 'machinery',
    hs: '843149',
    box: 'high-cube',
    setC: null,
    netKg: 14000,
    netSpread: 0.25,
    packageCode: 'CS',
    packageKg: 700,
    riskWeight: 0.7,
    from: [...asia, ...northAmerica, 'TRMER', 'GBFXT', 'SEGOT', 'BRSSZ'],
    texts: {
      en: ['PARTS OF EARTH MOVING MACHINERY', 'Machinery parts in cases'],
      es: ['REPUESTOS DE MAQUINARIA'],
      pt: ['PEÇAS DE MÁQUINAS'],
      fr: ['PIECES DE MACHINES'],
    },
  },
  {
    name: 'electronics',
    hs: '847130',
    box: 'high-cube',
    setC: null,
    netKg: 9500,
    netSpread: 0.2,
    packageCode: 'CT',
    packageKg: 9,
    riskWeight: 0.1,
    from: ['CNSHA', 'CNNGB', 'CNYTN', 'SGSIN'],
    texts: {
      en: ['PORTABLE COMPUTERS AND ACCESSORIES', 'Notebook computers'],
      es: ['COMPUTADORES'],
      pt: ['COMPUTADORES'],
      fr: ['ORDINATEURS'],
    },
  },
  {
    name: 'furniture',
    hs: '940360',
    box: 'high-cube',
    setC: null,
    netKg: 9000,
    netSpread: 0.2,
    packageCode: 'CT',
    packageKg: 28,
    riskWeight: 0.4,
    from: ['CNSHA', 'CNNGB', 'CNYTN', 'INNSA', 'BRPNG', 'TRMER'],
    texts: {
      en: ['WOODEN FURNITURE KNOCKED DOWN'],
      es: ['MUEBLES DE MADERA'],
      pt: ['MÓVEIS DE MADEIRA'],
      fr: ['MEUBLES'],
    },
  },
  {
    name: 'garments',
    hs: '610910',
    box: 'high-cube',
    setC: null,
    netKg: 8000,
    netSpread: 0.2,
    packageCode: 'CT',
    packageKg: 14,
    riskWeight: 0.2,
    from: ['CNSHA', 'INNSA', 'TRMER', 'EGALY', 'CNYTN'],
    texts: { en: ['COTTON T-SHIRTS'], es: ['CAMISETAS DE ALGODON'], pt: ['CAMISETAS'], fr: ['TEE-SHIRTS'] },
  },
  {
    name: 'tiles',
    hs: '690721',
    box: 'dry',
    setC: null,
    netKg: 25000,
    netSpread: 0.03,
    packageCode: 'PX',
    packageKg: 1200,
    riskWeight: 0.7,
    from: ['TRMER', 'ESALG', 'BRSSZ', 'INNSA', 'CNYTN'],
    texts: {
      en: ['CERAMIC TILES ON PALLETS'],
      es: ['BALDOSAS CERAMICAS EN PALETS'],
      pt: ['REVESTIMENTO CERAMICO'],
      fr: ['CARRELAGE'],
    },
  },
  {
    name: 'resin',
    hs: '390120',
    box: 'high-cube',
    setC: null,
    netKg: 24750,
    netSpread: 0.02,
    packageCode: 'BG',
    packageKg: 25,
    riskWeight: 0.4,
    from: ['USHOU', 'USSAV', 'SGSIN', 'BRSSZ', 'EGALY'],
    texts: {
      en: ['POLYETHYLENE RESIN IN BAGS'],
      es: ['RESINA DE POLIETILENO'],
      pt: ['RESINA DE POLIETILENO'],
      fr: ['RESINE'],
    },
  },
  {
    name: 'wine',
    hs: '220421',
    box: 'dry',
    setC: null,
    netKg: 15500,
    netSpread: 0.08,
    packageCode: 'CT',
    packageKg: 8,
    riskWeight: 0.4,
    from: ['CLSAI', 'ARBUE', 'ZACPT', 'ESALG'],
    texts: {
      en: ['BOTTLED WINE IN CARTONS'],
      es: ['VINO TINTO EMBOTELLADO'],
      pt: ['VINHO'],
      fr: ['VIN EN BOUTEILLES'],
    },
  },
  {
    name: 'dairy and whisky',
    hs: '220830',
    box: 'dry',
    setC: null,
    netKg: 16000,
    netSpread: 0.1,
    packageCode: 'CT',
    packageKg: 12,
    riskWeight: 0.1,
    from: ['IEDUB', 'GBFXT'],
    texts: { en: ['IRISH WHISKEY IN CARTONS'], es: ['WHISKY'], pt: ['UISQUE'], fr: ['WHISKY'] },
  },
];

/** Texts that say nothing about the goods. */
export const genericTexts: readonly string[] = [
  'SAID TO CONTAIN GENERAL CARGO',
  'CONSOLIDATED CARGO',
  'FREIGHT OF ALL KINDS',
  'MERCANCIA GENERAL',
  'CARGA GERAL',
  'PARTS',
  'GOODS AS PER INVOICE',
];

export type BaplieDialect = '1.5' | '2.2' | '3.1';

export interface Carrier {
  /** Three letters that begin with Q; no liner code that was known does. */
  readonly code: string;
  readonly name: string;
  readonly lettering: Lettering;
  readonly baplie: BaplieDialect;
  readonly cuscar: 'D95B' | 'D16A';
  /** Event API the carrier offers; `none` means status by IFTSTA. */
  readonly events: 'none' | 'tnt-2.2' | 'tnt-3';
  readonly vgm: 'VERMAS' | 'VGM';
  /** LOC qualifiers for load and discharge port in the stow plan. */
  readonly stowPorts: '9/11' | '6/12';
  /** 'AAE' = MEA+AAE+VGM, 'short' = MEA+VGM, 'weight' = MEA+WT. */
  readonly stowWeight: 'AAE' | 'short' | 'weight';
  readonly oldSizeTypes: boolean;
  readonly sixDigitCells: boolean;
  readonly blankInNumber: boolean;
}

export const carriers: readonly Carrier[] = [
  {
    code: 'QAL',
    name: 'SIM ALBATROS LINES',
    lettering: { syntax: 'UNOA:2', serviceString: 'none', lineEnd: '', decimalMark: '.' },
    baplie: '2.2',
    cuscar: 'D95B',
    events: 'none',
    vgm: 'VERMAS',
    stowPorts: '9/11',
    stowWeight: 'short',
    oldSizeTypes: false,
    sixDigitCells: false,
    blankInNumber: false,
  },
  {
    code: 'QBO',
    name: 'SIM BOREAS CONTAINER LINE',
    lettering: { syntax: 'UNOC:3', serviceString: 'same-line', lineEnd: '\r\n', decimalMark: '.' },
    baplie: '3.1',
    cuscar: 'D16A',
    events: 'tnt-3',
    vgm: 'VGM',
    stowPorts: '9/11',
    stowWeight: 'AAE',
    oldSizeTypes: false,
    sixDigitCells: false,
    blankInNumber: false,
  },
  {
    code: 'QCO',
    name: 'SIM CORMORANT LIJNDIENST',
    lettering: { syntax: 'UNOA:1', serviceString: 'same-line', lineEnd: '\n', decimalMark: ',' },
    baplie: '1.5',
    cuscar: 'D95B',
    events: 'none',
    vgm: 'VERMAS',
    stowPorts: '6/12',
    stowWeight: 'weight',
    oldSizeTypes: true,
    sixDigitCells: true,
    blankInNumber: true,
  },
  {
    code: 'QDE',
    name: 'SIM DELFIN NAVIERA',
    lettering: { syntax: 'UNOB:2', serviceString: 'own-line', lineEnd: '\r\n', decimalMark: '.' },
    baplie: '2.2',
    cuscar: 'D16A',
    events: 'tnt-2.2',
    vgm: 'VGM',
    stowPorts: '6/12',
    stowWeight: 'weight',
    oldSizeTypes: false,
    sixDigitCells: false,
    blankInNumber: false,
  },
  {
    code: 'QEI',
    name: 'SIM EIDER FEEDERS',
    lettering: { syntax: 'UNOC:3', serviceString: 'none', lineEnd: '\n', decimalMark: '.' },
    baplie: '3.1',
    cuscar: 'D95B',
    events: 'tnt-2.2',
    vgm: 'VERMAS',
    stowPorts: '9/11',
    stowWeight: 'AAE',
    oldSizeTypes: false,
    sixDigitCells: false,
    blankInNumber: false,
  },
];

export interface Service {
  readonly code: string;
  readonly carrier: string;
  /** Load ports in sailing order with the days from departure there to the first European call. */
  readonly loads: readonly { readonly port: string; readonly daysBefore: number }[];
  /** Port where boxes from elsewhere are taken over, and where those come from. */
  readonly hub: { readonly port: string; readonly from: readonly string[] } | null;
  /** European calls in order; own ports and others. */
  readonly calls: readonly string[];
  /** Boxes of one voyage for the own ports together, relative to other services. */
  readonly size: number;
  /** Voyages relative to other services. */
  readonly frequency: number;
  readonly emptyShare: number;
}

export const services: readonly Service[] = [
  {
    code: 'WCX',
    carrier: 'QAL',
    size: 0.8,
    frequency: 3,
    emptyShare: 0.02,
    calls: ['NLVLI', 'BEANR', 'DEHAM'],
    loads: [
      { port: 'PECLL', daysBefore: 22 },
      { port: 'ECGYE', daysBefore: 17 },
      { port: 'ECPSJ', daysBefore: 16 },
      { port: 'PAMIT', daysBefore: 12 },
    ],
    hub: { port: 'PAMIT', from: ['ECGYE', 'ECPBO', 'PECLL', 'CLSAI'] },
  },
  {
    code: 'CAX',
    carrier: 'QDE',
    size: 0.7,
    frequency: 3,
    emptyShare: 0.02,
    calls: ['NLVLI', 'NLRTM', 'GBFXT'],
    loads: [
      { port: 'COTRB', daysBefore: 15 },
      { port: 'COCTG', daysBefore: 14 },
      { port: 'CRMOB', daysBefore: 12 },
      { port: 'DOCAU', daysBefore: 9 },
    ],
    hub: { port: 'DOCAU', from: ['SRPBM', 'COSMR', 'PABLB'] },
  },
  {
    code: 'PAX',
    carrier: 'QBO',
    size: 1.1,
    frequency: 2,
    emptyShare: 0.02,
    calls: ['NLRTM', 'BEANR', 'FRLEH'],
    loads: [
      { port: 'ECGYE', daysBefore: 19 },
      { port: 'PABLB', daysBefore: 14 },
      { port: 'COCTG', daysBefore: 12 },
    ],
    hub: { port: 'COCTG', from: ['COSMR', 'COTRB', 'ECPBO', 'PECLL'] },
  },
  {
    code: 'SAX',
    carrier: 'QBO',
    size: 1.4,
    frequency: 2,
    emptyShare: 0.04,
    calls: ['NLRTM', 'BEANR', 'DEHAM'],
    loads: [
      { port: 'ARBUE', daysBefore: 21 },
      { port: 'BRPNG', daysBefore: 17 },
      { port: 'BRSSZ', daysBefore: 15 },
    ],
    hub: { port: 'BRSSZ', from: ['ARBUE', 'BRPNG'] },
  },
  {
    code: 'BRX',
    carrier: 'QCO',
    size: 0.8,
    frequency: 2,
    emptyShare: 0.03,
    calls: ['NLVLI', 'BEANR'],
    loads: [
      { port: 'BRPNG', daysBefore: 17 },
      { port: 'BRSSZ', daysBefore: 15 },
      { port: 'SRPBM', daysBefore: 10 },
    ],
    hub: null,
  },
  {
    code: 'WAX',
    carrier: 'QCO',
    size: 0.6,
    frequency: 2,
    emptyShare: 0.1,
    calls: ['BEANR', 'NLVLI', 'NLRTM'],
    loads: [
      { port: 'GHTEM', daysBefore: 13 },
      { port: 'CIABJ', daysBefore: 11 },
      { port: 'SLFNA', daysBefore: 9 },
    ],
    hub: { port: 'CIABJ', from: ['GHTEM', 'ZACPT'] },
  },
  {
    code: 'FEX',
    carrier: 'QBO',
    size: 3,
    frequency: 2,
    emptyShare: 0.01,
    calls: ['NLRTM', 'BEANR', 'DEHAM'],
    loads: [
      { port: 'CNSHA', daysBefore: 34 },
      { port: 'CNNGB', daysBefore: 32 },
      { port: 'CNYTN', daysBefore: 29 },
      { port: 'SGSIN', daysBefore: 24 },
    ],
    hub: { port: 'SGSIN', from: ['INNSA', 'CNYTN'] },
  },
  {
    code: 'USX',
    carrier: 'QDE',
    size: 1.2,
    frequency: 2,
    emptyShare: 0.06,
    calls: ['BEANR', 'NLRTM', 'GBFXT'],
    loads: [
      { port: 'USHOU', daysBefore: 16 },
      { port: 'USSAV', daysBefore: 12 },
      { port: 'USNYC', daysBefore: 10 },
    ],
    hub: { port: 'USSAV', from: ['PABLB', 'COCTG'] },
  },
  {
    code: 'MEX',
    carrier: 'QAL',
    size: 1,
    frequency: 2,
    emptyShare: 0.06,
    calls: ['BEANR', 'NLRTM', 'NLVLI'],
    loads: [
      { port: 'TRMER', daysBefore: 12 },
      { port: 'EGALY', daysBefore: 10 },
      { port: 'ESALG', daysBefore: 5 },
    ],
    hub: { port: 'ESALG', from: ['ECGYE', 'BRSSZ', 'ZACPT', 'CIABJ', 'DOCAU'] },
  },
  {
    code: 'SSX',
    carrier: 'QEI',
    size: 0.4,
    frequency: 4,
    emptyShare: 0.3,
    calls: ['NLRTM', 'NLVLI', 'BEANR'],
    loads: [
      { port: 'FIHEL', daysBefore: 5 },
      { port: 'SEGOT', daysBefore: 3.5 },
      { port: 'IEDUB', daysBefore: 2.5 },
      { port: 'GBFXT', daysBefore: 1.5 },
    ],
    hub: null,
  },
];

/** Inland places where goods go. */
export const deliveries: Readonly<Record<string, readonly string[]>> = {
  NLVLI: ['NLVLI', 'NLTNZ', 'NLRTM', 'DEDUI'],
  NLRTM: ['NLRTM', 'NLVEN', 'DEDUI', 'NLTLB'],
  BEANR: ['BEANR', 'BELGG', 'DEDUI', 'FRLIL'],
};
