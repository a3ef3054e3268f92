import type { CargoRow } from './cargo-row.ts';
import { readDcsa } from './dcsa/index.ts';
import { createMapper, EdifactReader, type MessageMapper } from './edifact/index.ts';
import { readMessages } from './edifact/messages/fixtures/read-messages.ts';
import { mutated, randomSizes, seeded } from './edifact/mutate.ts';
import { validateRow } from './validate-row.ts';

export interface RowsFuzzed {
  readonly inputs: number;
  readonly rows: number;
  readonly unread: number;
  readonly implausible: number;
  readonly slowestMs: number;
}

/** What breaks segments, numbers, dates, references and places; each is put in as bytes. */
const segments = [
  ["EQD+CN+QXZU1234567+45R1+++5'", "LOC+147+0120384::5'", "LOC+9+ECGYE:139:6'", "DTM+137:20240115:102'"],
  ["MEA+VGM++KGM:99999999999'", "MEA+WT++LBR:1,5'", "TMP+2+-18,5:CEL'", "SEL+NONE+CA'", "GID+1+9:CT'"],
  ["NAD+CN+++A B C+S+T++1+NL'", "CNI+1+B'", "RFF+BM:X'", "UNT+1+1'", "BGM+85++9'", "TDT+20+1+1+++:172:20'"],
  ['+', ':', "'", '?', '++', '::', '99999999999999999999', '-', '20261399', '\xff', '\0', '\n', 'é', ' '],
].flat();
const json = ['{', '}', '[', ']', ',', ':', '"', '\\u0000', '\\', 'null', 'true', '-1e999', '1E+400']
  .concat(['"events":[', '{"a":', '"2026-13-45T99:99:99Z"', '"\\ud800"', '\xff', '\xc3\x28', '0000', '"'])
  .concat(['"eventID":1,', '"equipmentReference":"', '"VGM":{"weight":', '['.repeat(300), ' ']);
const documents = [
  {
    events: [
      {
        eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e4',
        eventCreatedDateTime: '2026-01-09T14:12:56Z',
        eventType: 'EQUIPMENT',
        eventClassifierCode: 'ACT',
        eventDateTime: '2026-01-12T07:41:00+01:00',
        equipmentEventTypeCode: 'LOAD',
        equipmentReference: 'QXZU1234567',
        ISOEquipmentCode: '45R1',
        emptyIndicatorCode: 'LADEN',
        transportCall: { UNLocationCode: 'ECGYE', modeOfTransport: 'VESSEL', exportVoyageNumber: '1W' },
        seals: [{ sealNumber: 'QX1234567', sealSource: 'CAR' }],
      },
    ],
  },
  {
    VGMDeclarations: [
      {
        declarationDateTime: '2026-01-09T14:12:56Z',
        VGM: { weight: { value: 23_450, unit: 'KGM' }, method: 'METHOD1' },
        equipmentDetails: { equipmentReference: 'QXZU1234567' },
      },
    ],
  },
  {
    arrivalNotices: [
      {
        issueDateTime: '2026-01-09T14:12:56Z',
        transportDocumentReference: 'QZB1',
        documentParties: [{ party: { partyName: 'SIM FRUIT BV' }, partyFunction: 'CN' }],
        utilizedTransportEquipments: [{ equipment: { equipmentReference: 'QXZU1234567' }, seals: [] }],
        consignmentItems: [{ descriptionOfGoods: ['BANANAS'], cargoItems: [] }],
      },
    ],
  },
];

/**
 * Reads mutated messages of every kind into rows: EDIFACT in one block and in random blocks, one input in
 * four a DCSA document.
 *
 * @throws when an input makes a reader, a mapper or the validation throw, gives other rows in other
 *   blocks, or a row at an offset outside the input
 */
export function fuzzRows(count: number, seed: number): RowsFuzzed {
  const random = seeded(seed);
  const messages = readMessages();
  const texts = documents.map((document) => new TextEncoder().encode(JSON.stringify(document)));
  let rows = 0;
  let unread = 0;
  let implausible = 0;
  let slowestMs = 0;
  for (let i = 0; i < count; i++) {
    const isDcsa = i % 4 === 3;
    const input = isDcsa ? mutated(texts, json, random) : mutated(messages, segments, random);
    const started = performance.now();
    try {
      const read = isDcsa ? dcsaRows(input) : edifactRows(input, [input.length]);
      if (!isDcsa) {
        const parts = edifactRows(input, randomSizes(input.length, random));
        if (JSON.stringify(read) !== JSON.stringify(parts)) throw new Error('other rows in other blocks');
      }
      for (const row of read) {
        rows += 1;
        if (row.kind === 'unread') unread += 1;
        if (!(row.offset >= 0 && row.offset <= input.length)) throw new Error(`offset ${row.offset}`);
        implausible += validateRow(row).length;
      }
    } catch (error) {
      const shown = [...input].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      throw new Error(`input ${i} of seed ${seed}: ${shown}`, { cause: error });
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
  }
  return { inputs: count, rows, unread, implausible, slowestMs };
}

function edifactRows(input: Uint8Array, sizes: readonly number[]): readonly CargoRow[] {
  const rows: CargoRow[] = [];
  let mapper: MessageMapper | null = null;
  const reader = new EdifactReader({
    messageStart(header, { sender, recipient }) {
      mapper = createMapper({ ...header, sender, recipient }, (row) => rows.push(row));
    },
    segment: (segment) => mapper?.segment(segment),
    messageEnd() {
      mapper?.end();
      mapper = null;
    },
  });
  for (let at = 0, i = 0; at < input.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    reader.push(input.slice(at, at + size));
    at += size;
  }
  reader.end();
  return rows;
}

function dcsaRows(input: Uint8Array): readonly CargoRow[] {
  const rows: CargoRow[] = [];
  readDcsa(input, (row) => rows.push(row));
  return rows;
}
