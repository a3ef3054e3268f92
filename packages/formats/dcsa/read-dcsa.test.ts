import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { CargoRow, ContainerRow, MovementRow, UnreadRow } from '../cargo-row.ts';
import { dcsaFindingKinds, readDcsa } from './index.ts';
import type { DcsaReport } from './index.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(document: unknown): { report: DcsaReport; rows: CargoRow[]; bytes: Uint8Array } {
  const rows: CargoRow[] = [];
  const bytes =
    document instanceof Uint8Array
      ? document
      : bytesOf(typeof document === 'string' ? document : JSON.stringify(document, null, 1));
  return { report: readDcsa(bytes, (row) => rows.push(row)), rows, bytes };
}
const movements = (rows: readonly CargoRow[]): MovementRow[] =>
  rows.filter((row): row is MovementRow => row.kind === 'movement');
const unread = (rows: readonly CargoRow[]): UnreadRow[] =>
  rows.filter((row): row is UnreadRow => row.kind === 'unread');

const event2 = {
  eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e4',
  eventCreatedDateTime: '2026-02-17T01:00:00Z',
  eventType: 'EQUIPMENT',
  eventClassifierCode: 'ACT',
  eventDateTime: '2026-02-17T00:10:00+01:00',
  equipmentEventTypeCode: 'DISC',
  equipmentReference: 'QZXU2000008',
  ISOEquipmentCode: '45R1',
  emptyIndicatorCode: 'LADEN',
  eventLocation: { UNLocationCode: 'NLRTM', facilityCode: 'QZRTM' },
  transportCall: { importVoyageNumber: '0124N', exportVoyageNumber: '0125S', modeOfTransport: 'VESSEL', vessel: { vesselIMONumber: '9074729' } },
  documentReferences: [{ documentReferenceType: 'TRD', documentReferenceValue: 'QZXB0001' }, { documentReferenceType: 'BKG', documentReferenceValue: 'QZBK1' }],
  seals: [{ sealNumber: 'QZ000111', sealSource: 'CUS' }],
}; // prettier-ignore

const event3 = {
  eventRouting: { originatingParty: { partyCode: 'QZX' } },
  eventID: 'evt-1',
  eventDateTime: '2026-02-17T00:10:00Z',
  eventUpdatedDateTime: '2026-02-17T01:00:00Z',
  eventClassification: {
    eventTypeCode: 'EQUIPMENT',
    eventClassifierCode: 'ACT',
    equipmentEventTypeCode: 'GTOT',
  },
  equipmentDetails: { equipmentReference: 'QZXU2000008', seals: [{ number: 'QZ1', source: 'SHI' }] },
};

test('an equipment event of 2.2 gives a complete movement', () => {
  const { report, rows } = read([event2]);
  assert.equal(report.verdict, 'accepted');
  const [row] = movements(rows);
  const { at: _at, offset: _offset, ...said } = row!;
  assert.deepEqual(
    { ...said, seals: said.seals.map(({ number, issuer }) => ({ number, issuer })) },
    {
      kind: 'movement',
      container: 'QZXU2000008',
      event: 'discharge',
      classifier: 'actual',
      seals: [{ number: 'QZ000111', issuer: 'customs' }],
      weights: [],
      bills: ['QZXB0001'],
      bookings: ['QZBK1'],
      code: 'DISC',
      happenedAt: Date.UTC(2026, 1, 16, 23, 10),
      sizeType: '45R1',
      load: 'full',
      port: 'NLRTM',
      terminal: 'QZRTM',
      mode: 'sea',
      vesselImo: '9074729',
      voyage: '0124N',
      eventId: '3cecb101-7a1a-43a4-9d62-e88a131651e4',
      statedAt: Date.UTC(2026, 1, 17, 1),
    },
  );
});

for (const [code, event] of [
  ['LOAD', 'load'],
  ['DISC', 'discharge'],
  ['GTIN', 'gate-in'],
  ['GTOT', 'gate-out'],
  ['STUF', 'stuffed'],
  ['STRP', 'stripped'],
  ['PICK', 'picked-up'],
  ['DROP', 'dropped-off'],
  ['INSP', 'inspected'],
  ['RSEA', 'resealed'],
  ['RMVD', 'seal-removed'],
  ['CUSS', 'customs-scan'],
  ['CUSI', 'customs-inspection'],
  ['CUSR', 'customs-released'],
  ['CROS', 'other'],
  ['AVPU', 'other'],
  ['AVDO', 'other'],
] as const)
  // prettier-ignore
  test(`the code ${code} is read as ${event} in 2.2 and in 3, and is kept`, () => {
    const two = movements(read([{ ...event2, equipmentEventTypeCode: code }]).rows)[0];
    const three = movements(read({ events: [{ ...event3, eventClassification: { ...event3.eventClassification, equipmentEventTypeCode: code } }] }).rows)[0]; // prettier-ignore
    assert.deepEqual([two?.event, two?.code, three?.event, three?.code], [event, code, event, code]);
  });

for (const [code, classifier] of [
  ['PLN', 'planned'],
  ['EST', 'estimated'],
  ['ACT', 'actual'],
] as const)
  // prettier-ignore
  test(`the classifier ${code} is read as ${classifier}`, () => {
    assert.equal(movements(read([{ ...event2, eventClassifierCode: code }]).rows)[0]?.classifier, classifier);
  });

test('each event has its own message row with id, sender and time', () => {
  const { rows } = read({ events: [event3, { ...event3, eventID: 'evt-2' }] });
  const messages = rows.flatMap((row) =>
    row.kind === 'message' ? [[row.reference, row.sender, row.version, row.statedAt]] : [],
  );
  assert.deepEqual(messages, [['evt-1', 'QZX', '3', Date.UTC(2026, 1, 17, 1)], ['evt-2', 'QZX', '3', Date.UTC(2026, 1, 17, 1)]]); // prettier-ignore
  assert.equal(rows[0]?.kind, 'message');
});

test('an event with metadata and payload is read like the flat one', () => {
  const { eventID, eventUpdatedDateTime, ...rest } = event3;
  const { rows, report } = read({ events: [{ metadata: { eventID, eventUpdatedDateTime, eventType: 'EQUIPMENT', retractedEventID: 'evt-0' }, payload: rest }] }); // prettier-ignore
  assert.deepEqual([movements(rows)[0]?.container, movements(rows)[0]?.event, movements(rows)[0]?.retracts], ['QZXU2000008', 'gate-out', 'evt-0']); // prettier-ignore
  assert.equal(report.verdict, 'accepted');
  assert.equal(rows[0]?.kind === 'message' && rows[0].function, 'cancel');
});

test('a transport event gives the voyage with its call, estimated or actual', () => {
  const transport = { ...event2, eventType: 'TRANSPORT', transportEventTypeCode: 'ARRI', equipmentReference: undefined, equipmentEventTypeCode: undefined }; // prettier-ignore
  const call = (classifier: string): unknown => {
    const row = read([{ ...transport, eventClassifierCode: classifier }]).rows.find(
      ({ kind }) => kind === 'voyage',
    );
    const first = row?.kind === 'voyage' ? row.calls[0] : undefined;
    return [first?.port, first?.eta !== undefined, first?.ata !== undefined];
  };
  assert.deepEqual(
    [call('EST'), call('ACT')],
    [
      ['NLRTM', true, false],
      ['NLRTM', false, true],
    ],
  );
});

test('containers named as references of a transport event each get a movement', () => {
  const { rows } = read([{ ...event2, eventType: 'TRANSPORT', transportEventTypeCode: 'DEPA', equipmentReference: undefined, references: [{ referenceType: 'EQ', referenceValue: 'QZXU2000008' }, { referenceType: 'EQ', referenceValue: 'QZXU2000013' }] }]); // prettier-ignore
  assert.deepEqual(movements(rows).map(({ container, event }) => [container, event]), [['QZXU2000008', 'departed'], ['QZXU2000013', 'departed']]); // prettier-ignore
});

test('a shipment event keeps its code and the bill it is about', () => {
  const { rows } = read([{ ...event2, eventType: 'SHIPMENT', shipmentEventTypeCode: 'ISSU', equipmentReference: undefined, equipmentEventTypeCode: undefined, documentReferences: undefined, documentTypeCode: 'TRD', documentID: 'QZXB9' }]); // prettier-ignore
  assert.deepEqual(movements(rows).map(({ container, event, code, bills }) => [container, event, code, bills]), [['', 'other', 'ISSU', ['QZXB9']]]); // prettier-ignore
});

test('an opened door of the IoT standard is a movement with the code DRO', () => {
  const { rows } = read({ events: [{ ...event3, eventClassification: { eventTypeCode: 'IOT', eventClassifierCode: 'ACT', iotEventTypeCode: 'DETC' }, iotDetails: { iotEventCode: 'DRO' } }] }); // prettier-ignore
  assert.deepEqual([movements(rows)[0]?.event, movements(rows)[0]?.code], ['other', 'DRO']);
});

test('a reefer event carries the set temperature, negative as sent', () => {
  const { rows } = read({ events: [{ ...event3, eventClassification: { eventTypeCode: 'REEFER', eventClassifierCode: 'ACT', reeferEventTypeCode: 'MEAS' }, reeferDetails: { temperatureUnit: 'CEL', internalSetpointTemperature: -18.5 } }] }); // prettier-ignore
  assert.equal(movements(rows)[0]?.setTemperatureC, -18.5);
});

test('a fault in one event is found there, its other values and the other events are taken', () => {
  const { report, rows } = read([{ ...event2, eventDateTime: 'yesterday', equipmentReference: 7 }, { ...event2, eventID: '3cecb101-7a1a-43a4-9d62-e88a131651e5' }]); // prettier-ignore
  assert.equal(report.verdict, 'warning');
  assert.deepEqual([...new Set(report.findings.map(({ code }) => code))].sort(), [
    'dcsa/bad-value',
    'dcsa/missing',
  ]);
  assert.deepEqual(movements(rows).map(({ container, port, happenedAt }) => [container, port, happenedAt !== undefined]), [['', 'NLRTM', false], ['QZXU2000008', 'NLRTM', true]]); // prettier-ignore
});

test('an id that stands twice is found and both events are taken', () => {
  const { report, rows } = read([event2, event2]);
  assert.deepEqual(
    [report.findings.map(({ code }) => code), movements(rows).length],
    [['dcsa/duplicate-event'], 2],
  );
});

test('a VGM declaration gives method, time, weigher and tare, a retracted one cancels', () => {
  const declaration = {
    declarationReference: 'QZV1',
    declarationDateTime: '2026-01-20T20:39:00Z',
    VGM: { weight: { value: 26.714, unit: 'TNE' }, method: 'SM2', dateTime: '2026-01-20T09:00:00Z' },
    equipmentDetails: { equipmentReference: 'QZXU2000008', tareWeight: { value: 4700, unit: 'KGM' } },
    weighingParty: { partyName: 'SYNTHETIC WEIGHBRIDGE', address: { countryCode: 'NL' } },
  };
  const { rows, report } = read({ VGMDeclarations: [declaration, { ...declaration, isRetracted: true }] });
  assert.equal(report.verdict, 'accepted');
  const [first, second] = rows.filter((row): row is ContainerRow => row.kind === 'container');
  assert.deepEqual(first?.weights.map(({ kg, method, weighedAt }) => [kg, method, weighedAt]), [[26714, 'vgm-2', Date.UTC(2026, 0, 20, 9)], [4700, 'tare', undefined]]); // prettier-ignore
  assert.deepEqual(
    first?.parties?.map(({ role, name, country }) => [role, name, country]),
    [['weigher', 'SYNTHETIC WEIGHBRIDGE', 'NL']],
  );
  assert.equal(second?.action, 'cancel');
});

test('an arrival notice gives the voyage, each container with seals, and the consignment with its goods', () => {
  const { rows, report } = read({
    arrivalNotices: [
      {
        issueDateTime: '2026-02-10T00:00:00Z',
        carrierCode: 'QZXU',
        transportDocumentReference: 'QZXB1',
        documentParties: [{ partyFunction: 'CN', partyName: 'SYNTHETIC IMPORT BV' }, { partyFunction: 'N1', partyName: 'SYNTHETIC NOTIFY' }],
        transport: { portOfLoading: { UNLocationCode: 'ECGYE' }, portOfDischarge: { UNLocationCode: 'NLRTM' }, portOfDischargeArrivalDate: { value: '2026-02-16', classifier: 'EST' }, legs: [{ vesselVoyage: { vesselName: 'SYNTHETIC REEFER', carrierImportVoyageNumber: '0124N' } }] },
        utilizedTransportEquipments: [{ equipment: { equipmentReference: 'QZXU2000008', ISOEquipmentCode: '45R1' }, seals: [{ number: 'QZ1' }] }],
        consignmentItems: [{ descriptionOfGoods: ['BANANAS'], HSCodes: ['080390'], cargoItems: [{ equipmentReference: 'QZXU2000008', cargoGrossWeight: { value: 26700, unit: 'KGM' }, outerPackaging: { packageCode: 'CT', numberOfPackages: 1080 } }] }],
      },
    ],
  }); // prettier-ignore
  assert.equal(report.verdict, 'accepted');
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['message', 'voyage', 'container', 'consignment'],
  );
  const last = rows[3];
  assert.ok(last?.kind === 'consignment');
  assert.deepEqual([last.bill, last.parties.map(({ role }) => role), last.goods[0]?.hs, last.goods[0]?.grossKg, last.containers[0]?.packages], ['QZXB1', ['consignee', 'notify'], '080390', 26700, 1080]); // prettier-ignore
  assert.equal(last.calls[1]?.eta, Date.UTC(2026, 1, 16));
});

test('every property is read or reported, and a property about a person is not repeated', () => {
  const { rows } = read([
    { ...event2, colour: 'red', nested: { a: 1, b: [true] }, contactDetails: { name: 'SYNTHETIC PERSON' } },
  ]);
  assert.deepEqual(
    unread(rows).map(({ what, text }) => [what, text]),
    [
      ['[0].transportCall.exportVoyageNumber', '0125S'],
      ['[0].colour', 'red'],
      ['[0].nested', '{ "a": 1, "b": [ true ] }'],
      ['[0].contactDetails', 'about a person; not repeated here'],
    ],
  );
});

test('the bytes at each offset start with the value', () => {
  const { rows, bytes } = read(
    '\uFEFF' +
      JSON.stringify({ events: [event3, event2] }, null, 2).replaceAll('QZXU2000008', 'qzxu 200000-8'),
  );
  let checked = 0;
  for (const row of rows) {
    if (row.kind === 'unread') continue;
    for (const [name, offset] of Object.entries(row.at)) {
      const [key, index] = name.split('.') as [string, string | undefined];
      const list = (row as unknown as Record<string, unknown>)[key];
      const stated = index === undefined ? list : (list as unknown[])[Number(index)];
      const text = new TextDecoder().decode(bytes.subarray(offset, offset + 60));
      if (['classifier', 'load', 'mode'].includes(key)) assert.match(text, /^[A-Z]{3,}/);
      else if (typeof stated === 'number') assert.match(text, /^2026-/);
      else assert.ok(text.toUpperCase().replace(/[\s-]/g, '').startsWith(String(stated).toUpperCase().replace(/-/g, '')), `${name} ${text}`); // prettier-ignore
      checked++;
    }
  }
  assert.ok(checked > 25);
});

for (const [what, document, code] of [
  ['nothing', '', 'dcsa/empty'],
  ['blanks', ' \n\t', 'dcsa/empty'],
  ['a byte 0', '[1,\u0000]', 'dcsa/nul-byte'],
  ['a document in UTF-16', new Uint8Array([0x5b, 0, 0x5d, 0]), 'dcsa/nul-byte'],
  ['bytes that are not UTF-8', new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]), 'dcsa/not-utf8'],
  ['a cut list', '[{"eventType":"EQUIPMENT"}', 'dcsa/cut-off'],
  ['a cut text', '["abc', 'dcsa/cut-off'],
  ['a cut escape', '["\\u12', 'dcsa/cut-off'],
  ['a cut word', '[tru', 'dcsa/cut-off'],
  ['a trailing comma', '[1,]', 'dcsa/not-json'],
  ['a comment', '[1] // x', 'dcsa/not-json'],
  ['a leading zero', '[01]', 'dcsa/not-json'],
  ['a bare point', '[1.]', 'dcsa/not-json'],
  ['a single quote', "['a']", 'dcsa/not-json'],
  ['a bare line break in a text', '["a\nb"]', 'dcsa/not-json'],
  ['an unknown escape', '["\\x"]', 'dcsa/not-json'],
  ['not a number', '[NaN]', 'dcsa/not-json'],
  ['HTML', '<html></html>', 'dcsa/not-json'],
  ['EDIFACT', "UNB+UNOA:1'", 'dcsa/not-json'],
  ['65 levels', '['.repeat(66) + ']'.repeat(66), 'dcsa/too-deep'],
  ['a hundred thousand brackets', '['.repeat(100_000), 'dcsa/too-deep'],
  ['an empty list', '[]', 'dcsa/not-read'],
  ['a document of another kind', '{"hello":"world"}', 'dcsa/not-read'],
  ['a number', '7', 'dcsa/not-read'],
  ['an error answer', '{"httpMethod":"GET","statusCode":404,"statusCodeText":"Not Found"}', 'dcsa/not-cargo'],
] as const)
  test(`${what} is quarantined as ${code} and gives no row`, () => {
    const { report, rows } = read(document);
    assert.deepEqual([report.verdict, report.findings.at(-1)?.code, rows], ['quarantined', code, []]);
  });

test('a repeated key, a byte order mark and an escaped character 0 are warnings', () => {
  const text =
    '\uFEFF[' +
    JSON.stringify(event2)
      .replace('{', '{"eventID":"3cecb101-7a1a-43a4-9d62-e88a131651e9",')
      .replace('QZ000111', 'QZ\\u0000') +
    ']';
  const { report, rows } = read(text);
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ['dcsa/bom', 'dcsa/duplicate-key', 'dcsa/escaped-nul'],
  );
  assert.equal(movements(rows)[0]?.eventId, '3cecb101-7a1a-43a4-9d62-e88a131651e9');
});

test('every document that JSON.parse takes is scanned to the same verdict, and no other', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((text) => text.slice(0, -1)),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const bytes = bytesOf(text);
        let parses = true;
        try {
          JSON.parse(new TextDecoder().decode(bytes));
        } catch {
          parses = false;
        }
        const { report } = read(bytes);
        const scanned = !report.findings.some(({ code }) => ['dcsa/empty', 'dcsa/not-json', 'dcsa/cut-off', 'dcsa/nul-byte', 'dcsa/not-utf8', 'dcsa/bom'].includes(code)); // prettier-ignore
        assert.equal(scanned, parses || report.findings.some(({ code }) => code === 'dcsa/too-deep'));
      },
    ),
    { numRuns: 600 },
  );
});

test('mutated documents never throw, and every finding has its place in the file', () => {
  const source = [
    ...bytesOf(JSON.stringify({ events: [event3, event2, { ...event3, eventClassification: {} }] })),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(source.length - 1), fc.nat(30), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (edits) => {
        const bytes = [...source];
        for (const [at, length, byte] of edits) {
          if (byte % 3 === 0) bytes.splice(at, length);
          else if (byte % 3 === 1) bytes[Math.min(at, bytes.length - 1)] = byte;
          else bytes.splice(at, 0, ...bytes.slice(at, at + length));
        }
        const { report } = read(Uint8Array.from(bytes));
        for (const { code, offset } of report.findings) {
          assert.ok(Object.hasOwn(dcsaFindingKinds, code));
          assert.ok(offset >= 0 && offset <= bytes.length);
        }
      },
    ),
    { numRuns: 800 },
  );
});
