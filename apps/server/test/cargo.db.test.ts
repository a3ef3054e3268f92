import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  aContainer,
  aDischargeOrder,
  aGateReport,
  aManifest,
  aQuayReport,
  aStowPlan,
  aVerifiedMass,
  day,
  hour,
  type Voyage,
} from './a-message.ts';
import { aNode, dossierAt, dossierOf, now, rowsOf, said, type TestNode } from './a-node.ts';

let node: TestNode;
before(async () => {
  node = await aNode();
});
after(() => node.close());

const arrival = now + 3 * day;

test('an amendment is a later claim with its speaker and the minutes before arrival, and the earlier one stays', async () => {
  const number = aContainer(100001);
  const voyage: Voyage = {
    imo: '9074729',
    vessel: 'SYNTHETIC ONE',
    voyage: '101W',
    port: 'NLVLI',
    eta: arrival,
  };
  const manifest = (at: number, goods: string, consignee: string, change: '9' | '4'): string =>
    aManifest({
      at,
      voyage,
      function: change,
      document: 'QZMAN101',
      boxes: [{ number, type: '45R1' }],
      bills: [{ number: 'QZB101', boxes: [number], goods, consignee, grossKg: 20_000 }],
    });
  await node.take({ 'a.edi': manifest(now - 10 * day, 'BANANAS', 'SIM FRUIT BV', '9') });
  const before = await dossierOf(node, number);
  assert.deepEqual(said(before, 'consignee'), [['QZCARRIER', 'SIM FRUIT BV']]);
  assert.equal(before.amendedAt, null);

  await node.take({ 'b.edi': manifest(now - hour, 'FROZEN SHRIMPS', 'SIM SEAFOOD BV', '4') });
  const after = await dossierOf(node, number);
  assert.deepEqual(said(after, 'consignee'), [
    ['QZCARRIER', 'SIM FRUIT BV'],
    ['QZCARRIER', 'SIM SEAFOOD BV'],
  ]);
  const goods = after.facts.find((fact) => fact.field === 'goods')!;
  assert.deepEqual(
    goods.claims.map((claim) => claim.minutesToArrival),
    [13 * 24 * 60, 3 * 24 * 60 + 60],
  );
  assert.deepEqual(
    goods.claims.map((claim) => claim.current),
    [false, true],
  );
  assert.equal(goods.disagree, false, 'a sender that changes its mind does not disagree with itself');
  assert.equal(after.amendedAt, new Date(now - hour).toISOString());
  assert.equal(after.consignee, 'SIM SEAFOOD BV');
});

test('two senders that disagree are both in sight, and the field says so', async () => {
  const number = aContainer(100002);
  const voyage: Voyage = {
    imo: '9074731',
    vessel: 'SYNTHETIC TWO',
    voyage: '102W',
    port: 'NLRTM',
    eta: arrival,
  };
  await node.take({
    'manifest.edi': aManifest({
      at: now - 5 * day,
      voyage,
      boxes: [{ number, type: '22G1' }],
      bills: [{ number: 'QZB102', boxes: [number], goods: 'COFFEE' }],
    }),
    'plan.edi': aStowPlan({
      at: now - 4 * day,
      sender: 'QZOTHER',
      voyage,
      boxes: [{ number, type: '45R1' }],
    }),
  });
  const dossier = await dossierOf(node, number);
  const type = dossier.facts.find((fact) => fact.field === 'sizeType')!;
  assert.equal(type.disagree, true);
  assert.deepEqual(said(dossier, 'sizeType'), [
    ['QZCARRIER', '22G1'],
    ['QZOTHER', '45R1'],
  ]);
  assert.equal(dossier.facts.find((fact) => fact.field === 'loadPort')!.disagree, false);
});

test('every fact names the byte it was read from', async () => {
  const number = aContainer(100003);
  const text = aManifest({
    at: now - 5 * day,
    voyage: { imo: '9074743', vessel: 'SYNTHETIC THREE', voyage: '103W', port: 'NLVLI', eta: arrival },
    boxes: [{ number, type: '45R1', grossKg: 23_456, seals: [['QZ778899', 'CA']] }],
    bills: [{ number: 'QZB103', boxes: [number], goods: 'COFFEE', consignee: 'SIM COFFEE BV' }],
  });
  await node.take({ 'manifest.edi': text });
  const dossier = await dossierOf(node, number);
  const values = {
    sizeType: '45R1',
    seals: 'QZ778899',
    'weight.declared-gross': '23456',
    bills: 'QZB103',
    consignee: 'SIM COFFEE BV',
    goods: 'COFFEE',
    loadPort: 'ECGYE',
    dischargePort: 'NLVLI',
  };
  for (const [field, value] of Object.entries(values)) {
    const { offset } = dossier.facts.find((fact) => fact.field === field)!.claims[0]!.source;
    assert.equal(text.slice(offset, offset + value.length), value, field);
  }
});

test('a withdrawn bill leaves the list, and comes back when it is sent again', async () => {
  const number = aContainer(100004);
  const voyage: Voyage = {
    imo: '9074755',
    vessel: 'SYNTHETIC FOUR',
    voyage: '104W',
    port: 'NLVLI',
    eta: arrival,
  };
  const bill = { number: 'QZB104', boxes: [number], goods: 'COFFEE', consignee: 'SIM COFFEE BV' };
  await node.take({ 'a.edi': aManifest({ at: now - 5 * day, document: 'QZMAN104', voyage, bills: [bill] }) });
  const { id } = await dossierOf(node, number);
  await node.take({
    'b.edi': aManifest({
      at: now - 4 * day,
      document: 'QZMAN104',
      function: '1',
      voyage,
      bills: [{ ...bill, boxes: [], goods: undefined as never }],
    }),
  });
  assert.deepEqual(await rowsOf(node, number), []);
  assert.equal((await dossierAt(node, id)).standing, 'withdrawn');
  await node.take({
    'c.edi': aManifest({
      at: now - 3 * day,
      document: 'QZMAN104',
      voyage,
      bills: [{ ...bill, consignee: 'SIM LATER BV' }],
    }),
  });
  assert.equal((await dossierOf(node, number)).consignee, 'SIM LATER BV');
});

test('a document that is cancelled as a whole takes everything it said with it', async () => {
  const [own, other] = [aContainer(100005), aContainer(100006)];
  const voyage: Voyage = {
    imo: '9074767',
    vessel: 'SYNTHETIC FIVE',
    voyage: '105W',
    port: 'NLVLI',
    eta: arrival,
  };
  const manifest = (document: string, number: string): string =>
    aManifest({
      at: now - 5 * day,
      document,
      voyage,
      boxes: [{ number, type: '22G1' }],
      bills: [{ number: `QZB${document}`, boxes: [number], goods: 'TEA' }],
    });
  await node.take({ 'a.edi': manifest('QZMAN105', own), 'b.edi': manifest('QZMAN106', other) });
  assert.equal((await rowsOf(node, own)).length, 1);
  await node.take({
    'c.edi': aManifest({ at: now - 4 * day, document: 'QZMAN105', function: '1', voyage, bills: [] }),
  });
  assert.deepEqual(await rowsOf(node, own), []);
  assert.equal((await rowsOf(node, other)).length, 1, 'the other document of the voyage stands');
});

test('a port of discharge that changes to a foreign one diverts the visit', async () => {
  const number = aContainer(100007);
  const voyage: Voyage = {
    imo: '9074779',
    vessel: 'SYNTHETIC SIX',
    voyage: '107W',
    port: 'NLVLI',
    eta: arrival,
  };
  const bill = { number: 'QZB107', boxes: [number], goods: 'BANANAS' };
  await node.take({ 'a.edi': aManifest({ at: now - 5 * day, document: 'QZMAN107', voyage, bills: [bill] }) });
  const { id } = await dossierOf(node, number);
  await node.take({
    'b.edi': aManifest({
      at: now - day,
      document: 'QZMAN107',
      function: '4',
      voyage,
      bills: [{ ...bill, dischargePort: 'BEANR' }],
    }),
  });
  assert.deepEqual(await rowsOf(node, number), []);
  const dossier = await dossierAt(node, id);
  assert.equal(dossier.standing, 'diverted');
  assert.deepEqual(said(dossier, 'dischargePort'), [
    ['QZCARRIER', 'NLVLI'],
    ['QZCARRIER', 'BEANR'],
  ]);
});

test('a port of discharge that changes to another port of the node moves the visit there', async () => {
  const number = aContainer(100008);
  const voyage: Voyage = {
    imo: '9074781',
    vessel: 'SYNTHETIC SEVEN',
    voyage: '108W',
    port: 'NLVLI',
    eta: arrival,
  };
  const bill = { number: 'QZB108', boxes: [number], goods: 'BANANAS' };
  await node.take({ 'a.edi': aManifest({ at: now - 5 * day, document: 'QZMAN108', voyage, bills: [bill] }) });
  const first = await dossierOf(node, number);
  await node.take({
    'b.edi': aManifest({
      at: now - day,
      document: 'QZMAN108',
      function: '4',
      voyage: { ...voyage, port: 'NLRTM', eta: arrival + day },
      bills: [{ ...bill, dischargePort: 'NLRTM' }],
    }),
  });
  const second = await dossierOf(node, number);
  assert.equal(second.port, 'NLRTM');
  assert.equal((await dossierAt(node, first.id)).standing, 'diverted');
  assert.deepEqual(
    second.otherVisits.map((one) => one.id),
    [first.id],
  );
});

test('dialects of voyage number and vessel meet in one visit', async () => {
  const number = aContainer(100009);
  const common = { voyage: '0123W', port: 'NLVLI', eta: arrival };
  await node.take({
    'plan.edi': aStowPlan({
      at: now - 9 * day,
      sender: 'QZA',
      voyage: { ...common, callSign: 'QZSY8', vessel: 'SYNTHETIC EIGHT' },
      boxes: [{ number }],
    }),
  });
  await node.take({
    'manifest.edi': aManifest({
      at: now - 8 * day,
      sender: 'QZB',
      voyage: { ...common, imo: '9074793', vessel: 'Synthetic Eight', voyage: '123 w' },
      bills: [{ number: 'QZB109', boxes: [number], goods: 'BANANAS' }],
    }),
  });
  await node.take({
    'order.edi': aDischargeOrder({
      at: now - 2 * day,
      sender: 'QZC',
      voyage: { ...common, vessel: 'SYNTHETIC  EIGHT', voyage: '0123-W' },
      boxes: [{ number }],
    }),
  });
  await node.take({
    'vgm.edi': aVerifiedMass({
      at: now - 10 * day,
      voyage: { ...common, imo: '9074793', vessel: 'SYNTHETIC EIGHT' },
      boxes: [{ number, vgmKg: 19_000 }],
    }),
  });
  await node.take({
    'report.edi': aQuayReport({
      event: 'discharge',
      at: now - hour,
      voyage: { ...common, callSign: 'QZSY8', eta: undefined as never, ata: now - 3 * hour },
      boxes: [{ number, happenedAt: now - 2 * hour }],
    }),
  });
  const dossier = await dossierOf(node, number);
  assert.deepEqual(
    dossier.messages.map((message) => message.type),
    ['VERMAS', 'BAPLIE', 'CUSCAR', 'COPRAR', 'COARRI'],
  );
  assert.equal(dossier.arrivalActual, true);
  assert.equal(dossier.arrivalAt, new Date(now - 3 * hour).toISOString());
  assert.match(dossier.vesselName ?? '', /^SYNTHETIC +EIGHT$/i);
});

test('an estimate that comes after the actual arrival does not replace it', async () => {
  const number = aContainer(100010);
  const voyage: Voyage = { imo: '9074808', vessel: 'SYNTHETIC NINE', voyage: '110W', port: 'NLVLI' };
  await node.take({
    'a.edi': aDischargeOrder({
      at: now - 2 * hour,
      voyage: { ...voyage, ata: now - 3 * hour },
      boxes: [{ number }],
    }),
    'b.edi': aDischargeOrder({
      at: now - hour,
      sender: 'QZLATE',
      voyage: { ...voyage, eta: now + day },
      boxes: [{ number }],
    }),
  });
  const dossier = await dossierOf(node, number);
  assert.equal(dossier.arrivalAt, new Date(now - 3 * hour).toISOString());
});

test('a container that left the port by land leaves the list, and its record stays', async () => {
  const number = aContainer(100011);
  const voyage: Voyage = {
    imo: '9074810',
    vessel: 'SYNTHETIC TEN',
    voyage: '111W',
    port: 'NLVLI',
    ata: now - 3 * day,
  };
  await node.take({ 'a.edi': aDischargeOrder({ at: now - 3 * day, voyage, boxes: [{ number }] }) });
  const { id } = await dossierOf(node, number);
  await node.take({
    'b.edi': aGateReport({
      event: 'gate-out',
      at: now - hour,
      port: 'NLVLI',
      boxes: [{ number, happenedAt: now - 2 * hour }],
    }),
  });
  assert.deepEqual(await rowsOf(node, number), []);
  assert.equal((await dossierAt(node, id)).open, false);
});

test('a container for a port of somebody else makes no visit', async () => {
  const number = aContainer(100012);
  await node.take({
    'a.edi': aStowPlan({
      at: now - day,
      voyage: { imo: '9074822', vessel: 'SYNTHETIC ELEVEN', voyage: '112W', port: 'NLVLI', eta: arrival },
      boxes: [{ number, dischargePort: 'DEHAM' }],
    }),
  });
  assert.deepEqual(await rowsOf(node, number), []);
});
