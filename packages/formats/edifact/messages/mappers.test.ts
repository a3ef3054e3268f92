import assert from 'node:assert/strict';
import test from 'node:test';
import type {
  CargoRow,
  ConsignmentRow,
  ContainerRow,
  MessageRow,
  MovementRow,
  UnreadRow,
  VoyageRow,
} from '../../cargo-row.ts';
import { mapBytes, rowsOf } from './rows-of.ts';

function ofKind<K extends CargoRow['kind']>(
  rows: readonly CargoRow[],
  kind: K,
): Extract<CargoRow, { kind: K }>[] {
  return rows.filter((row): row is Extract<CargoRow, { kind: K }> => row.kind === kind);
}
const containers = (rows: readonly CargoRow[]): ContainerRow[] => ofKind(rows, 'container');
const consignments = (rows: readonly CargoRow[]): ConsignmentRow[] => ofKind(rows, 'consignment');
const movements = (rows: readonly CargoRow[]): MovementRow[] => ofKind(rows, 'movement');
const unread = (rows: readonly CargoRow[]): UnreadRow[] => ofKind(rows, 'unread');
const voyage = (rows: readonly CargoRow[]): VoyageRow | undefined => ofKind(rows, 'voyage')[0];
const message = (rows: readonly CargoRow[]): MessageRow | undefined => ofKind(rows, 'message')[0];

test('a type that is not mapped gives no rows and is named', () => {
  const mapped = mapBytes(
    new TextEncoder().encode(
      "UNB+UNOA:2+A+B+260101:0000+1'UNH+1+ORDERS:D:96A:UN'BGM+220+1+9'UNT+3+1'UNZ+1+1'",
    ),
  );
  assert.deepEqual([mapped.rows, mapped.unmapped], [[], ['ORDERS']]);
});

test('a message without BGM, or cut off after UNH, still gives its message row', () => {
  assert.equal(message(rowsOf('BAPLIE', ''))?.type, 'BAPLIE');
  const cut = mapBytes(
    new TextEncoder().encode(
      "UNB+UNOA:2+A+B+260101:0000+1'UNH+1+CODECO:D:95B:UN'BGM+34+1+9'EQD+CN+QZXU2000008+22G1",
    ),
  );
  assert.equal(cut.rows[0]?.kind, 'message');
});

for (const [code, action] of [
  ['9', 'original'],
  ['5', 'replace'],
  ['4', 'change'],
  ['2', 'change'],
  ['1', 'cancel'],
  ['3', 'cancel'],
] as const)
  // prettier-ignore
  test(`function ${code} of BGM is read as ${action} on the message and on its rows`, () => {
    const rows = rowsOf('CUSCAR', `BGM+785+X+${code}\nCNI+1\nRFF+BM:QZXB1`);
    assert.deepEqual([message(rows)?.function, consignments(rows)[0]?.action], [action, action]);
  });

test('an unknown message function is "other" and reported', () => {
  const rows = rowsOf('CUSCAR', 'BGM+785+X+77');
  assert.equal(message(rows)?.function, 'other');
  assert.deepEqual(unread(rows).map(({ what, reason, text }) => ({ what, reason, text })), [{ what: 'BGM+785', reason: 'unknown-code', text: '77' }]); // prettier-ignore
});

test('a second BGM is reported as out of place', () => {
  assert.equal(unread(rowsOf('BAPLIE', 'BGM++A+9\nBGM++B+9'))[0]?.reason, 'out-of-place');
});

test('BAPLIE: a cell before the equipment and equipment before the cell give the same row', () => {
  const place = (rows: CargoRow[]): unknown => {
    const { number, stow, weights, calls } = containers(rows)[1]!;
    return {
      number,
      stow,
      kg: weights.map(({ kg }) => kg),
      ports: calls.map(({ role, port }) => [role, port]),
    };
  };
  const cellFirst = rowsOf(
    'BAPLIE',
    `TDT+20+1
    LOC+147+0010182::5\nEQD+CN+QZXU2000008+22G1+++5
    LOC+147+0371582::5\nMEA+WT++KGM:26700\nLOC+9+CRMOB\nLOC+11+NLRTM\nEQD+CN+QZXU2000013+22G1+++5`,
  );
  const boxFirst = rowsOf(
    'BAPLIE',
    `TDT+20+1
    EQD+CN+QZXU2000008+22G1+++5\nLOC+147+0010182::5
    EQD+CN+QZXU2000013+22G1+++5\nLOC+147+0371582::5\nMEA+AAE+G+KGM:26700\nLOC+9+CRMOB\nLOC+11+NLRTM`,
  );
  assert.deepEqual(place(cellFirst), place(boxFirst));
});

test('BAPLIE: ports by LOC+6 and LOC+12 mean what LOC+9 and LOC+11 mean', () => {
  const rows = rowsOf(
    'BAPLIE:1:911:UN:SMDG15',
    'LOC+147+020484::5\nLOC+6+ECGYE\nLOC+12+NLVLI\nEQD+CN+QZXU2000008+4532+++5',
  );
  assert.deepEqual(containers(rows)[0]?.calls.map(({ role, port }) => [role, port]), [['load', 'ECGYE'], ['discharge', 'NLVLI']]); // prettier-ignore
});

test('BAPLIE: a cell in six digits is written with three digits of bay', () => {
  assert.equal(containers(rowsOf('BAPLIE', 'LOC+147+020484::5\nEQD+CN+QZXU2000008'))[0]?.stow, '0020484');
});

test('BAPLIE: a cell that is no cell is reported and the container stays', () => {
  const rows = rowsOf('BAPLIE', 'LOC+147+DECK::5\nEQD+CN+QZXU2000008');
  assert.deepEqual(
    [containers(rows)[0]?.number, containers(rows)[0]?.stow, unread(rows)[0]?.text],
    ['QZXU2000008', undefined, 'DECK'],
  );
});

test('BAPLIE: the filler RFF+BM:1 is no bill and is reported once for all', () => {
  const rows = rowsOf(
    'BAPLIE',
    'LOC+147+0010182\nRFF+BM:1\nEQD+CN+QZXU2000008\nLOC+147+0010184\nRFF+BM:1\nEQD+CN+QZXU2000013',
  );
  assert.deepEqual(
    containers(rows).map(({ bills }) => bills),
    [[], []],
  );
  assert.deepEqual(
    unread(rows).map(({ text }) => text),
    ['1 stands for no bill, 2 times'],
  );
});

test('BAPLIE: a date of the next port goes to the next port, whichever order the head has', () => {
  const together = voyage(
    rowsOf(
      'BAPLIE',
      'TDT+20+1\nLOC+5+CRMOB\nLOC+61+NLRTM\nDTM+133:202602010830:203\nDTM+132:202602161800:203',
    ),
  );
  const apart = voyage(
    rowsOf(
      'BAPLIE',
      'TDT+20+1\nLOC+5+CRMOB\nDTM+133:202602010830:203\nLOC+61+NLRTM\nDTM+132:202602161800:203',
    ),
  );
  const dates = (row: VoyageRow | undefined): unknown =>
    row?.calls.map(({ port, eta, etd }) => ({ port, eta, etd }));
  assert.deepEqual(dates(together), dates(apart));
  assert.equal(apart?.calls[1]?.eta, Date.UTC(2026, 1, 16, 18));
});

for (const [sent, celsius] of [
  ['-18:CEL', -18],
  ['013-:CEL', -13],
  ['5,5:CEL', 5.5],
  ['0:FAH', -17.8],
  ['-0:CEL', 0],
] as const)
  // prettier-ignore
  test(`a set temperature written ${sent} is ${celsius} °C`, () => {
    assert.equal(containers(rowsOf('BAPLIE', `LOC+147+0010182\nTMP+2+${sent}\nEQD+CN+QZXU2000008`))[0]?.setTemperatureC, celsius);
  });

test('a mass in tonnes or pounds is given in kilograms, an unknown unit is reported', () => {
  const rows = rowsOf(
    'COPRAR',
    'BGM+43+1+9\nEQD+CN+QZXU2000008\nMEA+AAE+G+TNE:12,5\nMEA+AAE+VGM+LBR:1000\nMEA+AAE+T+XXX:1',
  );
  assert.deepEqual(containers(rows)[0]?.weights.map(({ kg, method }) => [kg, method]), [[12500, 'declared-gross'], [453.592, 'vgm']]); // prettier-ignore
  assert.deepEqual(
    unread(rows).map(({ reason, text }) => [reason, text]),
    [['bad-value', 'XXX']],
  );
});

test('a bad date, a bad mass and a bad port are reported and the rest of the row stays', () => {
  const rows = rowsOf(
    'CODECO',
    'BGM+34+1+9\nEQD+CN+QZXU2000008+22G1+++5\nDTM+7:20261345:102\nMEA+AAE+G+KGM:12X\nLOC+165+ROTTERDAM\nSEL+QZ1+CA',
  );
  const [row] = movements(rows);
  assert.deepEqual([row?.container, row?.happenedAt, row?.weights, row?.port, row?.seals.length], ['QZXU2000008', undefined, [], undefined, 1]); // prettier-ignore
  assert.deepEqual(
    unread(rows).map(({ what, reason, text }) => [what, reason, text]),
    [
      ['DTM+7', 'bad-value', '20261345'],
      ['MEA+AAE', 'bad-value', '12X'],
      ['LOC+165', 'bad-value', 'ROTTERDAM'],
    ],
  );
});

test('a seal without issuer has none, and an unknown issuer is reported', () => {
  const rows = rowsOf('COARRI', 'BGM+44+1+9\nEQD+CN+QZXU2000008\nSEL+QZ1\nSEL+QZ2+CU\nSEL+QZ3+QQ');
  assert.deepEqual(containers(rows)[0]?.seals.map(({ number, issuer }) => [number, issuer]), [['QZ1', undefined], ['QZ2', 'customs'], ['QZ3', undefined]]); // prettier-ignore
  assert.deepEqual(
    unread(rows).map(({ what, reason, text }) => [what, reason, text]),
    [['SEL', 'unknown-code', 'QQ']],
  );
});

test('equipment that is no container is reported with all segments of its group', () => {
  const rows = rowsOf('COPRAR', 'BGM+43+1+9\nEQD+CH+QZXZ1234567\nMEA+AAE+G+KGM:1\nEQD+CN+QZXU2000008');
  assert.deepEqual(
    containers(rows).map(({ number }) => number),
    ['QZXU2000008'],
  );
  assert.deepEqual(
    unread(rows).map(({ what }) => what),
    ['EQD+CH', 'MEA+AAE'],
  );
});

test('a number of units that differs from the count is reported', () => {
  const rows = rowsOf('COPRAR', 'BGM+43+1+9\nEQD+CN+QZXU2000008\nCNT+16:3');
  assert.equal(unread(rows)[0]?.text, '3 units declared, 1 read');
});

for (const [body, statement] of [
  ['BGM+43+1+9', 'discharge-order'],
  ['BGM+45+1+9', 'load-order'],
  ['BGM+999+1+9\nFTX+OSI++L', 'load-order'],
  ['BGM+999+1+9\nTDT+20+1\nLOC+9+NLRTM', 'load-order'],
  ['BGM+999+1+9\nTDT+20+1\nLOC+11+NLRTM', 'discharge-order'],
] as const)
  test(`COPRAR with ${body.replaceAll('\n', ', ')} is a ${statement}`, () => {
    const rows = rowsOf('COPRAR', `${body}\nEQD+CN+QZXU2000008`);
    assert.equal(message(rows)?.statement, statement);
    assert.deepEqual(unread(rows), []);
  });

test('COPRAR that says neither load nor discharge is taken as a discharge order and reported', () => {
  const rows = rowsOf('COPRAR', 'BGM+999+1+9\nEQD+CN+QZXU2000008');
  assert.deepEqual([message(rows)?.statement, unread(rows)[0]?.reason], ['discharge-order', 'unknown-code']);
});

test('COARRI: an overlanded unit moved, a shortlanded one did not', () => {
  const rows = rowsOf(
    'COARRI',
    'BGM+44+1+9\nEQD+CN+QZXU2000008\nFTX+AAI+++OVERLANDED\nEQD+CN+QZXU2000013\nFTX+AAI+++SHORTLANDED',
  );
  assert.deepEqual(
    containers(rows).map(({ exception }) => exception),
    ['overlanded', 'shortlanded'],
  );
  assert.deepEqual(
    movements(rows).map(({ container, event }) => [container, event]),
    [['QZXU2000008', 'discharge']],
  );
});

test('COARRI: seals and masses are on the container row only', () => {
  const rows = rowsOf('COARRI', 'BGM+46+1+9\nEQD+CN+QZXU2000008\nSEL+QZ1+CA\nMEA+AAE+G+KGM:5\nRFF+BM:B');
  assert.deepEqual([movements(rows)[0]?.event, movements(rows)[0]?.seals, movements(rows)[0]?.weights, movements(rows)[0]?.bills], ['load', [], [], []]); // prettier-ignore
  assert.deepEqual(
    [containers(rows)[0]?.seals.length, containers(rows)[0]?.weights.length, containers(rows)[0]?.bills],
    [1, 1, ['B']],
  );
});

test('CODECO with an unknown document code keeps the code and the event "other"', () => {
  const [row] = movements(rowsOf('CODECO', 'BGM+888+1+9\nEQD+CN+QZXU2000008'));
  assert.deepEqual([row?.event, row?.code], ['other', '888']);
});

test('VERMAS: the method goes to the verified mass, not to the tare', () => {
  const rows = rowsOf(
    'VERMAS:D:16A:UN',
    'BGM+749+1+9\nEQD+CN+QZXU2000008\nMEA+AAE+VGM+KGM:9000\nMEA+AAE+T+KGM:2200\nDOC+SM2:VGM:306',
  );
  assert.deepEqual(containers(rows)[0]?.weights.map(({ kg, method }) => [kg, method]), [[9000, 'vgm-2'], [2200, 'tare']]); // prettier-ignore
});

test('VERMAS: a method without a verified mass is reported', () => {
  assert.equal(unread(rowsOf('VERMAS', 'EQD+CN+QZXU2000008\nDOC+SM1:VGM:306'))[0]?.what, 'DOC+SM1');
});

test('IFTSTA: a date behind a place that is not understood is not given to the place before it', () => {
  const rows = rowsOf(
    'IFTSTA',
    'STS+1+X\nLOC+9+CRMOB\nLOC+29+DEDUI\nDTM+132:202602230600:203\nEQD+CN+QZXU2000008',
  );
  assert.equal(movements(rows)[0]?.calls?.[0]?.eta, undefined);
  assert.deepEqual(
    unread(rows).map(({ what }) => what),
    ['LOC+29', 'DTM+132'],
  );
});

test('IFTSTA: a status that names no unit is about the unit of the head', () => {
  assert.equal(
    movements(rowsOf('IFTSTA', 'RFF+EQ:QZXU2000008\nCNI+1\nSTS+1+X'))[0]?.container,
    'QZXU2000008',
  );
});

test('IFTSTA: a unit that only the head names, with statuses about others, is reported', () => {
  const rows = rowsOf('IFTSTA', 'RFF+EQ:QZXU2000008\nSTS+1+X\nEQD+CN+QZXU2000013');
  assert.deepEqual(
    unread(rows).map(({ what, text }) => [what, text]),
    [['RFF+EQ', 'QZXU2000008']],
  );
});

test('CUSCAR: a bill alone is a master, a bill under a master bill is a house bill', () => {
  const rows = rowsOf(
    'CUSCAR',
    'CNI+1\nRFF+BM:B1\nCNI+2\nRFF+MB:M2\nRFF+BM:B2\nCNI+3\nRFF+MB:M3\nCNI+4\nRFF+BM:M4\nRFF+HWB:H4',
  );
  assert.deepEqual(
    consignments(rows).map(({ bill, level, masterBill }) => [bill, level, masterBill]),
    [
      ['B1', 'master', undefined],
      ['B2', 'house', 'M2'],
      ['M3', 'master', undefined],
      ['H4', 'house', 'M4'],
    ],
  );
});

test('CUSCAR: several house bills in one CNI are consignments under the same master', () => {
  const rows = rowsOf('CUSCAR', 'CNI+1\nRFF+MB:M\nRFF+HWB:H1\nGID+1+1:PK\nRFF+HWB:H2\nGID+1+2:PK');
  assert.deepEqual(consignments(rows).map(({ bill, masterBill, goods }) => [bill, masterBill, goods[0]?.packages]), [['H1', 'M', 1], ['H2', 'M', 2]]); // prettier-ignore
});

test('CUSCAR: a consignment without any bill is kept and reported', () => {
  const rows = rowsOf('CUSCAR', 'CNI+1\nGID+1+1:PK');
  assert.deepEqual(
    [consignments(rows)[0]?.bill, unread(rows)[0]?.text],
    ['', 'the consignment names no bill'],
  );
});

test('CUSCAR: goods split over containers keep packages and mass of each part', () => {
  const [row] = consignments(
    rowsOf(
      'CUSCAR',
      'CNI+1\nRFF+BM:B\nGID+1+30:CT\nMEA+AAE+G+KGM:300\nSGP+QZXU2000008+10\nMEA+AAE+G+KGM:100\nSGP+QZXU2000013+20\nMEA+AAE+G+KGM:200',
    ),
  );
  assert.deepEqual(row?.containers.map(({ number, packages, grossKg }) => [number, packages, grossKg]), [['QZXU2000008', 10, 100], ['QZXU2000013', 20, 200]]); // prettier-ignore
  assert.deepEqual(
    [row?.goods[0]?.grossKg, row?.goods[0]?.containers],
    [300, ['QZXU2000008', 'QZXU2000013']],
  );
});

test('CUSCAR: GIS of D.95B and GEI of D.16A give the same processing indicator', () => {
  const codes = (line: string): unknown =>
    consignments(rowsOf('CUSCAR', `CNI+1\nRFF+BM:B\n${line}`))[0]?.processing?.map(({ code }) => code);
  assert.deepEqual([codes('GIS+23'), codes('GEI+5+23')], [['23'], ['23']]);
});

test('CUSCAR: equipment inside a consignment carries its bill', () => {
  assert.deepEqual(
    containers(rowsOf('CUSCAR', 'CNI+1\nRFF+BM:B\nEQD+CN+QZXU2000008\nCNI+2\nRFF+BM:C'))[0]?.bills,
    ['B'],
  );
});

test('a code that is the name of an object property is a code like any other', () => {
  const rows = rowsOf(
    'IFTSTA',
    'NAD+constructor+X\nSTS+1+__proto__\nLOC+toString+NLRTM\nEQD+CN+QZXU2000008\nSEL+1+hasOwnProperty\nMEA+AAE+valueOf+KGM:1',
  );
  assert.deepEqual([movements(rows)[0]?.event, movements(rows)[0]?.code], ['other', '__proto__']);
});

test('an association code in the wrong element of UNH is in the version of the message', () => {
  const bytes = new TextEncoder().encode(
    "UNB+UNOA:2+A+B+260101:0000+1'UNH+1+BAPLIE:D:95B:UN+ITG10'BGM++1+9'UNT+3+1'UNZ+1+1'",
  );
  assert.equal(message(mapBytes(bytes).rows)?.version, 'D95B ITG10');
});

test('CUSCAR: a bill with the number 1 is a bill', () => {
  assert.equal(consignments(rowsOf('CUSCAR', 'CNI+1\nRFF+BM:1'))[0]?.bill, '1');
});

test('names of persons in CTA and COM are reported without being repeated', () => {
  const rows = unread(rowsOf('VERMAS', 'NAD+TB\nCTA+IC+:SYNTHETIC PERSON\nCOM+person@example.org:EM'));
  assert.deepEqual(
    rows.map(({ what, text }) => [what, text]),
    [
      ['CTA+IC', 'about a person; not repeated here'],
      ['COM', 'about a person; not repeated here'],
    ],
  );
});
