import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatCircleKm } from './great-circle-km.ts';
import { portByCode, ports } from './ports.ts';
import { readUnLocode } from './un-locode.ts';

/** South, north, west, east of the coasts of each country in the table, drawn wide. */
const BOXES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  AE: [24, 26.2, 53, 56.6],
  AG: [16.9, 17.8, -62, -61.6],
  AL: [39.6, 42, 19, 20],
  AO: [-18, -4.3, 11.6, 14],
  AR: [-55.2, -27, -69, -56],
  AU: [-39, -27, 115, 154],
  AW: [12.4, 12.7, -70.1, -69.8],
  BB: [13, 13.4, -59.7, -59.4],
  BD: [21, 23, 89, 92.5],
  BE: [51, 51.4, 2.5, 4.5],
  BG: [42, 43.8, 27.3, 28.7],
  BH: [25.5, 26.4, 50.3, 50.9],
  BJ: [6.2, 6.6, 1.6, 2.8],
  BR: [-33, 0, -61, -34.5],
  BS: [20.9, 27, -79.5, -72.7],
  BZ: [15.9, 18.5, -89, -87.8],
  CA: [43, 55, -131, -59],
  CD: [-6, -5.5, 12.3, 13.6],
  CG: [-5.1, -3.6, 11, 12.5],
  CI: [4.3, 5.5, -7.6, -3],
  CL: [-56, -17.5, -76, -70],
  CM: [2.2, 4.8, 8.5, 10],
  CN: [18, 41, 108, 124],
  CO: [1.4, 12, -79, -71.5],
  CR: [8, 11, -86, -82.5],
  CU: [19.8, 23.3, -85, -74],
  CV: [14.7, 17.3, -25.5, -22.6],
  CW: [12, 12.5, -69.3, -68.6],
  CY: [34.5, 35.8, 32.2, 34.7],
  DE: [53.3, 54.9, 6.5, 14.5],
  DJ: [11, 12.8, 42.5, 43.5],
  DK: [54.5, 57.8, 8, 15.3],
  DM: [15.2, 15.7, -61.5, -61.2],
  DO: [17.5, 20, -72, -68.3],
  DZ: [35, 37.2, -2.3, 8.7],
  EC: [-3.5, 1.5, -81.1, -79.5],
  EE: [57.5, 59.8, 21.7, 28.3],
  EG: [27, 31.7, 25, 36],
  ES: [27.5, 43.9, -18.3, 4.5],
  FI: [59.7, 66, 19, 28],
  FJ: [-19.3, -16, 177, 180],
  FR: [41.3, 51.2, -5.2, 9.7],
  GA: [-4, 1.1, 8.6, 10.5],
  GB: [49.8, 61, -8.2, 2],
  GD: [11.9, 12.6, -61.9, -61.3],
  GE: [41.5, 43.5, 41, 42],
  GF: [4, 5.8, -54.2, -51.6],
  GH: [4.7, 6, -3.2, 1.2],
  GM: [13, 13.9, -16.9, -15.5],
  GN: [9, 11, -15.2, -13.2],
  GP: [15.8, 16.6, -62, -60.9],
  GQ: [0.9, 3.9, 8.4, 10.1],
  GR: [34.8, 41, 19.3, 28.3],
  GT: [13.7, 16, -92.3, -88.2],
  GW: [10.8, 12.4, -16.8, -15.2],
  GY: [5.9, 8.5, -60, -56.9],
  HK: [22.1, 22.6, 113.8, 114.5],
  HN: [13, 16.6, -89, -83.1],
  HR: [42.3, 45.6, 13.4, 18.6],
  HT: [18, 20.1, -74.5, -71.6],
  ID: [-11, 6, 95, 141],
  IE: [51.3, 55.5, -10.7, -5.9],
  IL: [29.4, 33.2, 34.2, 35.2],
  IN: [8, 23.2, 68, 89],
  IQ: [29.8, 30.6, 47.7, 48.7],
  IR: [25, 30.6, 48, 61.7],
  IS: [63.3, 66.6, -24.6, -13.4],
  IT: [36.5, 45.9, 7.4, 18.6],
  JM: [17.7, 18.6, -78.4, -76.1],
  JO: [29.3, 29.6, 34.9, 35.1],
  JP: [24, 45.6, 123, 146],
  KE: [-4.8, -1.6, 39, 41.7],
  KH: [10.3, 11.7, 102.8, 104.5],
  KN: [17, 17.5, -62.9, -62.5],
  KR: [33, 38.7, 125.9, 130],
  KW: [28.5, 30.2, 47.6, 48.8],
  LB: [33, 34.7, 35, 36.1],
  LC: [13.6, 14.2, -61.1, -60.8],
  LK: [5.8, 9.9, 79.6, 82],
  LR: [4.3, 7, -11.6, -7.5],
  LT: [55.2, 56.1, 20.9, 21.4],
  LV: [56, 58, 20.9, 24.6],
  LY: [30.2, 33.3, 9.4, 25.2],
  MA: [27.6, 36, -13.3, -1.9],
  ME: [41.8, 42.6, 18.4, 19.4],
  MG: [-25.7, -11.9, 43, 50.6],
  MM: [9.9, 21, 92, 98.7],
  MQ: [14.3, 14.9, -61.3, -60.8],
  MR: [16, 21.4, -17.1, -15.9],
  MT: [35.7, 36.1, 14.1, 14.6],
  MU: [-20.6, -19.9, 57.2, 57.9],
  MX: [14.5, 32.6, -118, -86.6],
  MY: [1.2, 7.4, 99.6, 119.3],
  MZ: [-26.9, -10.4, 32.4, 40.9],
  NA: [-29, -17.2, 11.7, 16.5],
  NG: [4.2, 6.6, 2.7, 8.6],
  NI: [11, 15, -87.7, -83],
  NL: [51.2, 53.5, 3.3, 7.2],
  NO: [57.9, 71.2, 4.5, 31.2],
  NZ: [-47.4, -34.3, 166.3, 178.7],
  OM: [16.6, 26.4, 52, 60],
  PA: [7.1, 9.7, -83.1, -77.1],
  PE: [-18.4, -3.3, -81.4, -70.3],
  PF: [-28, -7.8, -155, -134],
  PG: [-11.7, -1, 140.8, 156],
  PH: [4.6, 19.5, 116.9, 126.7],
  PK: [23.6, 25.6, 61.6, 68.2],
  PL: [53.3, 54.9, 14.1, 19.8],
  PR: [17.9, 18.6, -67.4, -65.2],
  PT: [32.6, 41.9, -31.3, -8],
  PY: [-27.6, -19.3, -62.7, -54.2],
  QA: [24.4, 26.2, 50.7, 51.7],
  RE: [-21.4, -20.8, 55.2, 55.9],
  RO: [43.7, 45.5, 28, 29.8],
  RU: [42, 70, 19.6, 180],
  SA: [16.3, 29.5, 34.5, 50.9],
  SD: [18, 22.1, 36.9, 38.6],
  SE: [55.3, 65.9, 10.9, 24.2],
  SG: [1.1, 1.5, 103.6, 104.1],
  SI: [45.4, 45.7, 13.4, 13.9],
  SL: [6.9, 9.1, -13.4, -11.4],
  SN: [12.3, 16.7, -17.6, -16],
  SO: [-1.7, 12, 41, 51.5],
  SR: [5.3, 6.1, -57.2, -53.9],
  SV: [13, 14, -90.2, -87.6],
  SX: [18, 18.1, -63.2, -63],
  SY: [34.6, 36, 35.5, 36.2],
  TG: [6.1, 6.3, 1.1, 1.7],
  TH: [6, 14, 98, 103],
  TN: [33.1, 37.6, 8.6, 11.7],
  TR: [35.8, 42.2, 25.6, 41.7],
  TT: [10, 11.4, -62, -60.5],
  TW: [21.8, 25.4, 119.9, 122.1],
  TZ: [-11.8, -4.6, 38.6, 40.6],
  UA: [44.3, 47.4, 28.1, 38.3],
  US: [24.4, 49.1, -125, -66.9],
  UY: [-35.1, -30, -58.5, -53],
  VC: [12.5, 13.4, -61.5, -61.1],
  VE: [8, 12.3, -72, -59.7],
  VN: [8.3, 21.6, 104.7, 109.5],
  YE: [12.5, 16.5, 42.5, 53.2],
  ZA: [-34.9, -26.8, 16.4, 33],
};

/** What the distance between two ports must be in kilometres, within a tolerance for the choice of quay. */
const DISTANCES: readonly [string, string, number, number][] = [
  ['NLRTM', 'BEANR', 77, 5],
  ['NLVLI', 'BEANR', 46, 5],
  ['NLVLI', 'NLTNZ', 17, 4],
  ['NLTNZ', 'BEGNE', 20, 4],
  ['BEANR', 'BEZEE', 77, 5],
  ['PAMIT', 'PABLB', 56, 6],
  ['PAMIT', 'PACTB', 2.5, 2],
  ['CRLIO', 'CRMOB', 6, 4],
  ['ECGYE', 'ECPSJ', 60, 10],
  ['ECGYE', 'ECPBO', 110, 10],
  ['BRSSZ', 'BRPNG', 283, 15],
  ['COCTG', 'COTRB', 295, 15],
  ['DOCAU', 'DOHAI', 41, 5],
  ['SGSIN', 'MYTPP', 25, 8],
  ['HKHKG', 'CNYTN', 30, 10],
  ['GBFXT', 'NLRTM', 188, 10],
  ['ESALG', 'MAPTM', 29, 8],
  ['EGPSD', 'EGSOK', 178, 10],
  ['USLAX', 'USLGB', 5, 4],
  ['ZACPT', 'ZADUR', 1270, 30],
  ['NLRTM', 'USNYC', 5880, 60],
  ['NLRTM', 'SGSIN', 10530, 100],
  ['CNSHA', 'USLAX', 10450, 100],
  ['AUSYD', 'NZAKL', 2160, 40],
  ['FJSUV', 'PFPPT', 3400, 60],
];

const NAMED_BY_THE_MISSION =
  `NLRTM NLVLI NLTNZ NLAMS NLMOE BEANR BEZEE BEGNE PABLB PACTB PAMIT PAONX PAROD CRLIO CRMOB ECGYE
  ECPBO ECPSJ BRSSZ BRPNG COCTG COTRB COBUN COSMR COBAQ PECLL PEPAI DOCAU DOHAI SRPBM GYGEO SLFNA TRMER TRIST USNYC USSAV
  ESALG ESVLC ITGIT FRLEH FRDKK DEHAM DEBRV GBLGP GBFXT CNSHA CNNGB CNYTN SGSIN INNSA INMUN AEJEA ZACPT ZADUR KEMBA GHTEM
  CIABJ NGAPP EGALY CLSAI MXVER GTSTC JMKIN TTPOS VEPBL UYMVD ARBUE`.split(/\s+/);

const WITH_TERMINALS =
  `NLRTM BEANR NLVLI BEGNE BEZEE CRMOB PAMIT PABLB PACTB ECGYE ECPSJ BRSSZ BRPNG COTRB`.split(' ');

test('the table of ports holds at least 150, each code once and well formed', () => {
  assert.ok(ports.length >= 150);
  assert.equal(new Set(ports.map((port) => port.code)).size, ports.length);
  for (const port of ports) assert.equal(readUnLocode(port.code), port.code);
});

test('every port lies inside its country', () => {
  for (const { code, name, country, lat, lon } of ports) {
    const box = BOXES[country];
    assert.ok(box, `no box for ${country}`);
    const [south, north, west, east] = box;
    assert.ok(lat >= south && lat <= north && lon >= west && lon <= east, `${code} ${name} ${lat} ${lon}`);
    assert.equal(country, code.slice(0, 2));
  }
});

test('distances between ports are what charts say', () => {
  for (const [from, to, km, tolerance] of DISTANCES) {
    const [a, b] = [portByCode(from), portByCode(to)];
    assert.ok(a && b, `${from} ${to}`);
    const distance = greatCircleKm(a, b);
    assert.ok(Math.abs(distance - km) <= tolerance, `${from}–${to}: ${distance.toFixed(1)} km`);
  }
});

test('every port that the mission and its evidence name is there', () => {
  for (const code of NAMED_BY_THE_MISSION) assert.ok(portByCode(code), code);
});

test('ports that need terminals have them, each code once', () => {
  for (const code of WITH_TERMINALS) assert.ok((portByCode(code)?.terminals ?? []).length > 0, code);
  for (const { code, terminals = [] } of ports) {
    assert.equal(new Set(terminals.map((terminal) => terminal.code)).size, terminals.length, code);
    for (const terminal of terminals) assert.match(terminal.code, /^[A-Z0-9]{2,6}$/, code);
  }
});

test('no terminal hangs on a port that is not in the table', async () => {
  const { terminalTable } = await import('./terminal-table.ts');
  for (const code of Object.keys(terminalTable)) assert.ok(portByCode(code), code);
});

test('portByCode() knows no port for other texts', () => {
  assert.equal(portByCode('nl rtm')?.name, 'Rotterdam');
  for (const text of ['', 'ROTTERDAM', 'NLXXX', '__proto__']) assert.equal(portByCode(text), undefined, text);
});
