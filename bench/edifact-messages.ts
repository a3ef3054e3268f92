/**
 * Large cargo messages for measuring: same seed, same text. Owner prefixes end in "U" and are not issued.
 */

export const measuredTypes = ['BAPLIE', 'CUSCAR', 'BAPLIE with lower-case names'] as const;
export type MeasuredType = (typeof measuredTypes)[number];

/**
 * Texts of whole interchanges of one message each, about `megabytes` in all; character set UNOA, which has
 * no lower-case letters: the third type breaks it, as many senders do.
 */
export function* largeMessages(type: MeasuredType, megabytes: number): Generator<string> {
  const random = seeded(type === 'CUSCAR' ? 95 : 22);
  const written = type === 'BAPLIE with lower-case names' ? lowerCase : asIs;
  let length = 0;
  for (let number = 1; length < megabytes * 1e6; number++) {
    const text = type === 'CUSCAR' ? cuscar(number, random) : baplie(number, random, written);
    length += text.length;
    yield text;
  }
}

type Random = (below: number) => number;

const ports = ['COTRB', 'CRMOB', 'PAMIT', 'ECGYE', 'ECPSJ', 'BRSSZ', 'DOCAU', 'COCTG', 'PABLB', 'CLSAI'];
const discharges = ['NLVLI', 'NLRTM', 'BEANR', 'DEHAM', 'GBPME'];
const owners = ['QXZU', 'QWYU', 'QVKU', 'QJHU'];
const sizes = ['45R1', '45G1', '22G1', '42G1', 'L5G1', '22T6'];
const goods = [
  'FRESH BANANAS IN CARTONS',
  'PINEAPPLES, FRESH, CHILLED AT 7 DEGREES',
  'COFFEE, NOT ROASTED, IN BAGS OF 69 KG',
  'FROZEN SHRIMPS (LITOPENAEUS VANNAMEI)',
  'SAWN TIMBER, TECTONA GRANDIS, KILN DRIED',
  'SCRAP METAL / ALUMINIUM',
];
const names = [
  'FRUTAS DEL ISTMO S.A.',
  'NOORDZEE FRUIT B.V.',
  'SCHELDE COLD STORES N.V.',
  'COMERCIAL DE GRANOS LTDA.',
];
const streets = ['KM 4 VIA A LA COSTA', 'HAVENWEG 118', 'KAAI 702', 'AVENIDA CENTRAL 22'];

const asIs = (text: string): string => text;
const lowerCase = (text: string): string => text.toLowerCase();

function baplie(number: number, random: Random, written: (text: string) => string): string {
  const s = [
    `UNB+UNOA:2+QXZ+TERMINAL+240115:1200+B${number}`,
    `UNH+${number}+BAPLIE:D:95B:UN:SMDG22`,
    `BGM++STOW${number}+9`,
    'DTM+137:2401151200:201',
    `TDT+20+${400 + (number % 100)}E+++QXZ:172:20+++9074729:146::${written('SYNTHETIC STAR')}`,
    'LOC+5+CRMOB:139:6',
    'LOC+61+NLVLI:139:6',
    'DTM+133:2401141800:201',
    'DTM+132:2401270600:201',
    `RFF+VON:${400 + (number % 100)}E`,
  ];
  for (let box = 0; box < 6000; box++) {
    const full = random(5) > 0;
    const size = pick(sizes, random);
    s.push(
      `LOC+147+${padded(1 + random(70), 3)}${padded(random(18), 2)}${padded(2 * (1 + random(40)), 2)}::5`,
    );
    if (random(4) === 0) s.push(`FTX+AAA+++${written(pick(goods, random))}`);
    s.push(`MEA+${full ? 'VGM' : 'WT'}++KGM:${full ? 8000 + random(22_000) : 2200 + random(2600)}`);
    if (size === '45R1' && full) s.push(`TMP+2+${random(14)}.${random(10)}:CEL`);
    s.push(`LOC+9+${pick(ports, random)}:139:6`, `LOC+11+${pick(discharges, random)}:139:6`);
    if (random(3) === 0) s.push(`LOC+83+${pick(discharges, random)}:139:6`);
    s.push('RFF+BM:1', `EQD+CN+${boxNumber(random)}+${size}+++${full ? 5 : 4}`, 'NAD+CA+QXZ:172:20');
    if (random(40) === 0) s.push(`DGS+IMD+3+${1000 + random(2500)}+061:CEL`);
  }
  return closed(s, number, `B${number}`);
}

function cuscar(number: number, random: Random): string {
  const s = [
    `UNB+UNOA:2+QXZ+CUSTOMS+240115:1200+C${number}`,
    `UNH+${number}+CUSCAR:D:95B:UN`,
    `BGM+85+MANIFEST${number}+9`,
    'DTM+137:240115:101',
    'NAD+CA+QXZ:172:20',
    `TDT+20+${400 + (number % 100)}E+1++QXZ:172:20+++9074729:146::SYNTHETIC STAR`,
    'LOC+60+NLVLI:139:6',
    'DTM+132:202401270600:203',
  ];
  for (let bill = 1; bill <= 400; bill++) {
    const cartons = 900 + random(300);
    s.push(
      `CNI+${bill}+QXZM${padded(number, 4)}${padded(bill, 5)}`,
      `RFF+BM:QXZM${padded(number, 4)}${padded(bill, 5)}`,
      `CNT+7:${cartons * 18}:KGM`,
      `CNT+8:${cartons}`,
      `LOC+9+${pick(ports, random)}:139:6`,
      `LOC+11+${pick(discharges, random)}:139:6`,
    );
    for (const role of ['CZ', 'CN', 'NI']) {
      s.push(
        `NAD+${role}+++${pick(names, random)}+${pick(streets, random)}+${role === 'CZ' ? 'GUAYAQUIL' : 'VLISSINGEN'}++${1000 + random(8999)}+${role === 'CZ' ? 'EC' : 'NL'}`,
      );
    }
    for (let item = 1; item <= 1 + random(2); item++) {
      const box = boxNumber(random);
      s.push(
        `GID+${item}+${cartons}:CT`,
        `FTX+AAA+++${pick(goods, random)}:STC ${cartons} CARTONS ON PALLETS`,
        `MEA+WT+G+KGM:${cartons * 18}`,
        `SGP+${box}+${cartons}`,
        `MEA+WT+G+KGM:${cartons * 18}`,
        `PCI+28+NO MARKS:LOT ${random(9999)}`,
        'CST+1+08039010:122',
        `EQD+CN+${box}+45R1:102:5+++5`,
        `SEL+QX${padded(random(9_999_999), 7)}+CA`,
      );
    }
  }
  return closed(s, number, `C${number}`);
}

function closed(segments: string[], number: number, control: string): string {
  return `${segments.join("'")}'UNT+${segments.length}+${number}'UNZ+1+${control}'`;
}

function boxNumber(random: Random): string {
  const prefix = `${pick(owners, random)}${padded(random(1_000_000), 6)}`;
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += valueOf(prefix.charCodeAt(i)) * 2 ** i;
  return `${prefix}${(sum % 11) % 10}`;
}

/** Value of a character in the check digit of ISO 6346: letters count from 10 and leave out 11, 22 and 33. */
function valueOf(code: number): number {
  if (code < 0x41) return code - 0x30;
  const place = code - 0x41;
  return 10 + place + (place > 0 ? 1 : 0) + (place > 10 ? 1 : 0) + (place > 20 ? 1 : 0);
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random(items.length)]!;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}
