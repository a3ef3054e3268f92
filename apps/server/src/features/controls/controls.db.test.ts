import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { defaultLadders } from '@havenwacht/planning';
import {
  aContainer,
  aGateReport,
  aManifest,
  aQuayReport,
  hour,
  type Voyage,
} from '../../../test/a-message.ts';
import { aNode, dossierOf, now, type TestNode } from '../../../test/a-node.ts';
import type { Reader, Act } from '../../platform/auth/index.ts';
import type { Blobs } from '../../platform/blobs/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { newKey } from '../../platform/secrets/index.ts';
import { addKnower } from './add-knower.ts';
import { approveControl } from './approve-control.ts';
import { askLowering } from './ask-lowering.ts';
import { setCodes } from './confirm-codes.ts';
import type { Colleague, ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { decideLowering } from './decide-lowering.ts';
import { finishControl } from './finish-control.ts';
import { keepEvidence } from './keep-evidence.ts';
import type { Lowering, LoweringAct } from './lowering.ts';
import { loweringStore } from './lowering-store.ts';
import { openTask } from './open-task.ts';
import { overdueControls } from './overdue-controls.ts';
import { presentControl, presentLowering } from './present-control.ts';
import { proposeControl } from './propose-control.ts';
import { readLowering } from './read-lowering.ts';
import { recordResult } from './record-result.ts';
import { planExposure, sealControl } from './seal-control.ts';
import { takeEffects } from './take-effect.ts';
import { unexplainedReleases } from './unexplained-releases.ts';

const unitOf: Readonly<Record<string, string>> = {
  p_analyst: 'pre-arrival',
  p_planner: 'control-room',
  p_second: 'scan-room',
};
const aReader = (person: string, ...roles: string[]): Reader => ({
  person,
  roles,
  groups: unitOf[person] === undefined ? [] : [unitOf[person]],
  ports: ['NLVLI'],
  session: `s_${person}`,
  steppedUpAt: null,
  purpose: null,
});
const analyst = aReader('p_analyst', 'analyst');
const planner = aReader('p_planner', 'planner');
const officerOf = (person: string): Reader => aReader(person, 'officer');
const administrator = aReader('p_admin', 'administrator');
const stranger = aReader('p_stranger', 'officer');
const second = aReader('p_second', 'analyst');

const roster: Readonly<Record<string, readonly Colleague[]>> = {
  'team-lead': [{ person: 'p_lead', unit: 'quay' }],
  officer: [
    { person: 'p_officer1', unit: 'quay' },
    { person: 'p_officer2', unit: 'quay' },
    { person: 'p_officer3', unit: 'quay' },
  ],
  terminal: [],
  'second-person': [
    { person: 'p_analyst', unit: 'pre-arrival' },
    { person: 'p_colleague', unit: 'pre-arrival' },
    { person: 'p_second', unit: 'scan-room' },
    { person: 'p_unitless', unit: '' },
  ],
};

let node: TestNode;
let acts: Act[];
let lowered: Lowering[];
let dice: number;
let disclosureLag: number;
let clockFound: string | null = null;
let parts: ControlParts;

before(async () => {
  node = await aNode();
  const kept = new Map<string, number>();
  parts = {
    db: node.db,
    blobs: {
      async write(bytes: AsyncIterable<Uint8Array>) {
        let size = 0;
        for await (const block of bytes) size += block.length;
        const hash = String(kept.size + 1).padStart(64, '0');
        kept.set(hash, size);
        return { hash, bytes: size, fresh: true };
      },
    } as unknown as Blobs,
    now: () => node.clock.now(),
    disclosureNow: () => node.clock.now() - disclosureLag,
    nodeKey: newKey(),
    newId: opaqueId,
    randomBelow: (below) => (dice >= 0 ? dice % below : randomInt(below)),
    recordAct: (_tx, act) => {
      acts.push(act);
      return Promise.resolve();
    },
    colleagues: (_tx, part) => Promise.resolve(roster[part] ?? []),
    ladders: defaultLadders,
    settleLowering: (_tx, lowering, approved) => {
      if (approved) lowered.push(lowering);
      return Promise.resolve();
    },
    fallOut: () => Promise.resolve({ version: 'x', fallen: [], exempts: [] }),
    clockFinding: () => Promise.resolve(clockFound),
    isWitnessed: false,
    drawsWithOthers: false,
  };
});
after(() => node.close());

let serial = 200_000;

/** A box that is expected in six hours, and a way to let it be discharged. */
async function aBox(): Promise<{
  readonly number: string;
  readonly visit: string;
  discharge(): Promise<void>;
}> {
  acts = [];
  lowered = [];
  dice = -1;
  disclosureLag = 0;
  node.clock.set(now);
  serial += 1;
  const number = aContainer(serial);
  const voyage: Voyage = {
    imo: '9074729',
    vessel: 'SYNTHETIC ONE',
    voyage: `${serial}W`,
    port: 'NLVLI',
    eta: now + 6 * hour,
  };
  await node.take({
    [`${serial}.edi`]: aManifest({
      at: now - 10 * hour,
      voyage,
      document: `QZMAN${serial}`,
      boxes: [{ number, type: '45R1' }],
      bills: [
        {
          number: `QZB${serial}`,
          boxes: [number],
          goods: 'BANANAS',
          consignee: 'SIM FRUIT BV',
          grossKg: 20_000,
        },
      ],
    }),
  });
  const { id } = await dossierOf(node, number);
  return {
    number,
    visit: id,
    async discharge() {
      await node.take({
        [`${serial}-d.edi`]: aQuayReport({
          at: node.clock.now() - hour / 4,
          voyage,
          document: `QZQ${serial}`,
          event: 'discharge',
          boxes: [{ number, type: '45R1', happenedAt: node.clock.now() - hour / 4 }],
        }),
      });
    },
  };
}

async function sealed(): Promise<{ readonly id: string; readonly box: Awaited<ReturnType<typeof aBox>> }> {
  const box = await aBox();
  const { id } = await proposeControl(parts, analyst, {
    visit: box.visit,
    method: 'scan',
    reason: 'seal silent for 41 minutes',
    place: 'Quay 12',
    lane: 'scanner',
    plannedAt: now + 8 * hour,
  });
  await approveControl(parts, planner, id);
  await sealControl(parts, planner, id);
  return { id, box };
}

const refused = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};
const someBytes = async function* (): AsyncGenerator<Uint8Array> {
  yield new Uint8Array([1, 2, 3]);
};

test('a control goes from proposal to closed, and each learns his part at his time', async () => {
  const { id, box } = await sealed();
  await assert.rejects(openTask(parts, officerOf('p_lead'), id, null), refused('controls/not-found'));
  node.clock.set(now + 8 * hour - 25 * 60_000);
  const task = await openTask(parts, officerOf('p_lead'), id, null);
  assert.deepEqual(
    [task.place, task.method, task.container, task.reason, task.object, task.moreOnArrival],
    ['Quay 12', 'scan', null, null, null, true],
  );
  node.clock.set(now + 8 * hour);
  await box.discharge();
  assert.equal((await openTask(parts, officerOf('p_lead'), id, null)).container, null);
  const atBox = await openTask(parts, officerOf('p_lead'), id, box.number);
  assert.equal(atBox.container, box.number);
  assert.equal(atBox.reason, null);
  const { sha256 } = await keepEvidence(parts, officerOf('p_lead'), id, 'image', someBytes());
  await recordResult(parts, officerOf('p_lead'), id, {
    outcome: 'nothing',
    evidence: [sha256],
    kg: null,
    concealment: null,
  });
  await finishControl(parts, planner, id, 'judge');
  await finishControl(parts, planner, id, 'close');
  assert.equal((await controlStore(node.db, planner, node.clock.now()).byId(id))?.state, 'closed');
  const steps = await controlStore(node.db, planner, node.clock.now()).steps(id);
  assert.deepEqual(
    steps.map(({ step }) => step),
    ['propose', 'approve', 'seal', 'disclose', 'carry-out', 'judge', 'close'],
  );
  assert.ok(acts.filter(({ kind, act }) => kind === 'look' && act === 'control/open').length === 3);
});

test('who proposes does not approve, neither by the interface nor in the database', async () => {
  const box = await aBox();
  const both = aReader('p_both', 'analyst', 'planner');
  const { id } = await proposeControl(parts, both, {
    visit: box.visit,
    method: 'open',
    reason: 'weight above manifest',
    place: 'Quay 1',
    lane: 'team',
    plannedAt: now + 7 * hour,
  });
  await assert.rejects(approveControl(parts, both, id), refused('controls/same-person'));
  assert.ok(acts.some(({ kind, act }) => kind === 'refusal' && act === 'control/approve'));
  await assert.rejects(
    node.db.execute(
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at)
       values ($1, 2, 'approve', 'proposed', 'approved', 'p_both', 's', now())`,
      [id],
    ),
    /who proposes does not approve/,
  );
});

test('no result while the ship is at sea, by whatever way it is written', async () => {
  const { id, box } = await sealed();
  node.clock.set(now + 8 * hour);
  const lead = officerOf('p_lead');
  await openTask(parts, lead, id, box.number);
  const { sha256 } = await keepEvidence(parts, lead, id, 'image', someBytes());
  await assert.rejects(
    recordResult(parts, lead, id, { outcome: 'nothing', evidence: [sha256], kg: null, concealment: null }),
    (error: Error & { code?: string }) =>
      error.code === 'controls/rule' && /before arrival/.test(error.message),
  );
  assert.equal((await controlStore(node.db, planner, node.clock.now()).byId(id))?.state, 'disclosed');
  assert.ok(acts.some(({ kind, act }) => kind === 'refusal' && act === 'control/result'));
});

test('no result without evidence, and none with evidence that nobody handed over', async () => {
  const { id, box } = await sealed();
  node.clock.set(now + 8 * hour);
  await box.discharge();
  const lead = officerOf('p_lead');
  await openTask(parts, lead, id, box.number);
  const result = { outcome: 'nothing', kg: null, concealment: null } as const;
  await assert.rejects(
    recordResult(parts, lead, id, { ...result, evidence: [] }),
    refused('controls/no-evidence'),
  );
  await assert.rejects(
    recordResult(parts, lead, id, { ...result, evidence: ['f'.repeat(64)] }),
    (error: Error) => /without evidence/.test(error.message),
  );
});

test('who did not stand at the box records no result, and who carried out does not judge', async () => {
  const { id, box } = await sealed();
  node.clock.set(now + 8 * hour);
  await box.discharge();
  const lead = officerOf('p_lead');
  await openTask(parts, lead, id, null);
  const { sha256 } = await keepEvidence(parts, lead, id, 'image', someBytes());
  const result = { outcome: 'nothing', evidence: [sha256], kg: null, concealment: null } as const;
  await assert.rejects(recordResult(parts, planner, id, result), refused('controls/not-at-box'));
  await assert.rejects(recordResult(parts, lead, id, result), refused('controls/not-at-box'));
  await openTask(parts, lead, id, box.number);
  await recordResult(parts, lead, id, result);
  const leadAndPlanner: Reader = { ...lead, roles: ['officer', 'planner'] };
  await assert.rejects(finishControl(parts, leadAndPlanner, id, 'judge'), refused('controls/same-person'));
});

test('a sealed control is not there for others, the administrator first', async () => {
  const { id } = await sealed();
  node.clock.set(now + 8 * hour);
  for (const reader of [administrator, stranger, { ...planner, person: 'p_elsewhere', ports: ['NLRTM'] }]) {
    await assert.rejects(openTask(parts, reader, id, null), refused('controls/not-found'));
    assert.deepEqual(
      await controlStore(node.db, reader, node.clock.now()).list({ from: 0, until: now + 99 * hour }),
      [],
    );
    assert.deepEqual(await controlStore(node.db, reader, node.clock.now()).knowers(id), []);
  }
  const dump = JSON.stringify(await node.db.query('select * from control where id = $1', [id]));
  for (const secret of ['Quay 12', 'silent', 'scan"']) assert.ok(!dump.includes(secret), secret);
});

test('numbers can not be tried until one fits', async () => {
  const { id, box } = await sealed();
  node.clock.set(now + 8 * hour);
  const lead = officerOf('p_lead');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    assert.equal((await openTask(parts, lead, id, aContainer(900_000 + attempt))).container, null);
  }
  await assert.rejects(openTask(parts, lead, id, box.number), refused('controls/too-many-numbers'));
  assert.equal(acts.filter(({ act }) => act === 'control/wrong-box').length, 5);
});

test('a clock that is set forward discloses nothing early', async () => {
  const { id } = await sealed();
  node.clock.set(now + 8 * hour);
  disclosureLag = 8 * hour;
  await assert.rejects(openTask(parts, officerOf('p_lead'), id, null), refused('controls/not-found'));
});

test('sealing is refused when too many would know for too long', async () => {
  const box = await aBox();
  const { id } = await proposeControl(parts, analyst, {
    visit: box.visit,
    method: 'scan',
    reason: 'late change of consignee',
    place: 'Quay 3',
    lane: 'scanner',
    plannedAt: now + 30 * hour,
  });
  await approveControl(parts, planner, id);
  const plan = await planExposure(parts, planner, id);
  assert.ok(plan.exposure > 59 && plan.exposure < 63, String(plan.exposure));
  await assert.rejects(sealControl(parts, planner, id), refused('controls/too-exposed'));
});

test('somebody is added beside the ladder with a reason, by a planner, and it is logged', async () => {
  const { id } = await sealed();
  const wanted = { person: 'p_stranger', items: ['place'], fromAt: now, reason: 'diver on call' } as const;
  await assert.rejects(addKnower(parts, analyst, id, wanted), refused('controls/not-found'));
  await addKnower(parts, planner, id, wanted);
  const task = await openTask(parts, stranger, id, null);
  assert.deepEqual([task.place, task.method, task.container], ['Quay 12', null, null]);
  assert.ok(acts.some(({ act, subject }) => act === 'control/add-knower' && subject === id));
});

const aWish = (subject: string, act: LoweringAct = 'cancel', body: object = {}) =>
  ({ act, subject, body, reason: 'ship diverted' }) as const;

test('a control is cancelled by two persons of two units who saw the same, and by nobody else', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(id));
  assert.equal(lowering.secondPerson, 'p_second');
  assert.equal((await controlStore(node.db, planner, now).byId(id))?.state, 'sealed');
  dice = 99;
  const approval = { decision: 'approved', evidenceHash: lowering.evidenceHash, code: '482913' } as const;
  await assert.rejects(decideLowering(parts, analyst, lowering.id, approval), refused('controls/not-drawn'));
  await assert.rejects(
    decideLowering(parts, stranger, lowering.id, approval),
    refused('controls/no-lowering'),
  );
  await assert.rejects(
    decideLowering(parts, second, lowering.id, { ...approval, evidenceHash: 'f'.repeat(64) }),
    refused('controls/other-evidence'),
  );
  await assert.rejects(
    decideLowering(parts, second, lowering.id, { ...approval, code: '000000' }),
    refused('controls/wrong-code'),
  );
  await decideLowering(parts, second, lowering.id, approval);
  assert.equal((await controlStore(node.db, planner, now).byId(id))?.state, 'cancelled');
  await assert.rejects(decideLowering(parts, second, lowering.id, approval), refused('controls/decided'));
});

test('an approval under duress looks the same, is void, and tells the integrity officer', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(id));
  await decideLowering(parts, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code: '482914',
  });
  assert.equal((await controlStore(node.db, planner, now).byId(id))?.state, 'sealed');
  assert.ok(acts.some(({ act, subject }) => act === 'lowering/approved' && subject === lowering.id));
  const seen = await controlStore(node.db, { ...analyst, ports: null }, now).byId(id);
  assert.equal(seen === null ? null : presentControl(seen).state, 'cancelled');
  const own = await loweringStore(node.db, second).byId(lowering.id);
  assert.equal(own === null ? null : presentLowering(second, own).effect, 'done');
  const integrity = aReader('p_integrity', 'integrity');
  const overseen = await loweringStore(node.db, integrity).byId(lowering.id);
  assert.equal(overseen === null ? null : presentLowering(integrity, overseen).effect, 'void');
  const alerts = await node.db.query("select body from event where kind = 'integrity-alert'");
  assert.equal(alerts.length, 1);
});

test('a request lapses, and without a second person of another unit nothing is lowered', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(id));
  node.clock.advance(5 * hour);
  await assert.rejects(
    decideLowering(parts, second, lowering.id, {
      decision: 'approved',
      evidenceHash: lowering.evidenceHash,
      code: '482913',
    }),
    refused('controls/lapsed'),
  );
  node.clock.set(now);
  const alone: ControlParts = {
    ...parts,
    colleagues: () =>
      Promise.resolve([
        { person: 'p_colleague', unit: 'pre-arrival' },
        { person: 'p_analyst', unit: 'pre-arrival' },
      ]),
  };
  assert.equal((await askLowering(alone, analyst, aWish(id))).secondPerson, null);
});

test('a share of lowered boxes is controlled all the same, and who lowered one can not see or sign it', async () => {
  const box = await aBox();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(box.visit, 'dismiss'));
  dice = 19;
  await decideLowering(parts, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code: '482913',
  });
  assert.equal(lowered.length, 1);
  const drawn = (await controlStore(node.db, planner, now).list({ from: now, until: now + 2 * hour })).filter(
    ({ origin, plannedAt }) => origin === 'lowering' && plannedAt === now + hour,
  );
  const [control] = drawn;
  assert.ok(control !== undefined);
  await assert.rejects(
    approveControl(parts, { ...second, roles: ['planner'] }, control.id),
    refused('controls/not-found'),
  );
  await assert.rejects(askLowering(parts, planner, aWish(control.id)), refused('controls/drawn'));
  await assert.rejects(
    node.db.execute(
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at)
       values ($1, 1, 'cancel', 'proposed', 'cancelled', 'p_x', 's', now())`,
      [control.id],
    ),
    /not taken back/,
  );
  const other = await aBox();
  const kept = await askLowering(parts, analyst, aWish(other.visit, 'dismiss'));
  dice = 20;
  await decideLowering(parts, second, kept.id, {
    decision: 'approved',
    evidenceHash: kept.evidenceHash,
    code: '482913',
  });
  const after = await controlStore(node.db, planner, now).list({ from: now, until: now + 2 * hour });
  assert.equal(after.length, 1);
});

test('the database lets nobody move a control, or change what was signed', async () => {
  const { id } = await sealed();
  for (const [statement, message] of [
    ["update control set state = 'closed' where id = $1", /moves by a step/],
    ["update control set planned_at = planned_at + interval '1 day' where id = $1", /moves by a step/],
    ["update control set origin = 'draw' where id = $1", /does not change/],
    ['delete from control where id = $1', /only ever added/],
    ["update control_step set person = 'p_x' where control_id = $1", /only ever added/],
    ['delete from control_knower where control_id = $1', /only ever added/],
  ] as const) {
    await assert.rejects(node.db.execute(statement, [id]), message, statement);
  }
});

test('a risky box that leaves by the gate without a word is on the list of the integrity officer', async () => {
  const box = await aBox();
  await box.discharge();
  await node.db.execute("update screening set band = 'A' where visit_id = $1", [box.visit]);
  node.clock.set(now + 9 * hour);
  await node.take({
    'gate.edi': aGateReport({
      at: now + 8 * hour,
      document: 'QZGATE',
      event: 'gate-out',
      port: 'NLVLI',
      boxes: [{ number: box.number, type: '45R1', happenedAt: now + 8 * hour }],
    }),
  });
  await node.db.execute("update screening set band = 'A' where visit_id = $1", [box.visit]);
  const window = { from: now, until: now + 24 * hour };
  const seen = await unexplainedReleases(node.db, aReader('p_integrity', 'integrity'), window);
  assert.deepEqual(
    seen.map(({ container, leftAt }) => [container, leftAt]),
    [[box.number, now + 8 * hour]],
  );
  for (const role of ['analyst', 'planner', 'administrator']) {
    assert.deepEqual(await unexplainedReleases(node.db, aReader('p_x', role), window), [], role);
  }
  const elsewhere = { ...aReader('p_integrity', 'integrity'), ports: ['NLRTM'] };
  assert.deepEqual(await unexplainedReleases(node.db, elsewhere, window), []);
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  dice = 99;
  const lowering = await askLowering(parts, analyst, aWish(box.visit, 'dismiss'));
  dice = 99;
  await decideLowering(parts, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code: '482913',
  });
  assert.deepEqual(await unexplainedReleases(node.db, aReader('p_integrity', 'integrity'), window), []);
});

test('a dismissal signed under duress looks done on the desk, and the box is controlled for certain', async () => {
  const box = await aBox();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(box.visit, 'dismiss'));
  const before = await controlStore(node.db, planner, now).list({ from: now, until: now + 2 * hour });
  dice = 99;
  await decideLowering(parts, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code: '482914',
  });
  assert.equal(lowered.length, 1);
  const after = await controlStore(node.db, planner, now).list({ from: now, until: now + 2 * hour });
  assert.equal(after.length, before.length + 1);
});

test('two additions of one person at one moment are both kept', async () => {
  const { id } = await sealed();
  const wanted = { person: 'p_stranger', fromAt: now, reason: 'diver on call' } as const;
  await addKnower(parts, planner, id, { ...wanted, items: ['place'] });
  await addKnower(parts, planner, id, { ...wanted, items: ['time'] });
  const task = await openTask(parts, stranger, id, null);
  assert.ok(task.place !== null && task.time !== null);
});

const approve = (lowering: Lowering, code = '482913') =>
  decideLowering(parts, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code,
  });
const stateOf = async (id: string) => (await controlStore(node.db, planner, now).byId(id))?.state;

test('asking again and again draws no other second person while a request stands', async () => {
  const { id } = await sealed();
  const seconds = ['p_s1', 'p_s2', 'p_s3', 'p_s4'].map((person) => ({ person, unit: 'scan-room' }));
  const many: ControlParts = { ...parts, colleagues: () => Promise.resolve(seconds) };
  const drawn = new Set<string | null>();
  for (dice = 0; dice < 8; dice += 1) drawn.add((await askLowering(many, analyst, aWish(id))).secondPerson);
  assert.deepEqual([...drawn], ['p_s1']);
  node.clock.advance(5 * hour);
  dice = 2;
  assert.equal((await askLowering(many, analyst, aWish(id))).secondPerson, 'p_s3');
});

test('what has become riskier since it was asked is not approved', async () => {
  const box = await aBox();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const lowering = await askLowering(parts, analyst, aWish(box.visit, 'dismiss'));
  await node.db.execute('update screening set score = score + 1 where visit_id = $1', [box.visit]);
  await assert.rejects(approve(lowering), refused('controls/evidence-changed'));
  await decideLowering(parts, second, lowering.id, {
    decision: 'refused',
    evidenceHash: lowering.evidenceHash,
    code: '482913',
  });
  const before = await alertsOf('asked-again');
  await askLowering(parts, analyst, aWish(box.visit, 'dismiss'));
  assert.equal(await alertsOf('asked-again'), before + 1);
});

const alertsOf = async (alert: string): Promise<number> =>
  (await node.db.query("select 1 from event where kind = 'integrity-alert' and body->>'alert' = $1", [alert]))
    .length;

test('a control is put off by two persons only, and who would have learned of it at the old moment does not', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const later = new Date(now + 10 * hour).toISOString();
  for (const plannedAt of [new Date(now + 7 * hour).toISOString(), 'soon', undefined]) {
    await assert.rejects(
      askLowering(parts, analyst, aWish(id, 'postpone', { plannedAt })),
      refused('controls/not-later'),
    );
  }
  const lowering = await askLowering(parts, analyst, aWish(id, 'postpone', { plannedAt: later }));
  assert.equal(await stateOf(id), 'sealed');
  await assert.rejects(
    node.db.execute(
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at, planned_at, resealed)
       values ($1, 4, 'replan', 'sealed', 'approved', 'p_planner', 's', now(), now() + interval '1 year', '{}')`,
      [id],
    ),
    /lowered by two persons/,
  );
  await approve(lowering);
  const control = await controlStore(node.db, planner, now).byId(id);
  assert.deepEqual([control?.state, control?.plannedAt], ['approved', now + 10 * hour]);
  node.clock.set(now + 8 * hour);
  await assert.rejects(openTask(parts, officerOf('p_lead'), id, null), refused('controls/not-found'));
  await sealControl(parts, planner, id);
  node.clock.set(now + 10 * hour - 25 * 60_000);
  assert.equal((await openTask(parts, officerOf('p_lead'), id, null)).time, later);
  await assert.rejects(
    askLowering(
      parts,
      analyst,
      aWish(id, 'postpone', { plannedAt: new Date(now + 12 * hour).toISOString() }),
    ),
    refused('controls/state'),
  );
});

test('a control gets a lighter method by two persons, never a heavier one so', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  for (const method of ['open', 'scan', 'x-ray']) {
    await assert.rejects(
      askLowering(parts, analyst, aWish(id, 'downgrade', { method })),
      refused('controls/not-lighter'),
    );
  }
  await approve(await askLowering(parts, analyst, aWish(id, 'downgrade', { method: 'documents' })));
  assert.equal(await stateOf(id), 'approved');
  assert.equal((await openTask(parts, analyst, id, null)).method, 'documents');
});

test('a postponement signed under duress looks postponed to the two who signed, and is not', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const plannedAt = new Date(now + 11 * hour).toISOString();
  await approve(await askLowering(parts, analyst, aWish(id, 'postpone', { plannedAt })), '482914');
  const seen = await controlStore(node.db, analyst, now).byId(id);
  assert.ok(seen !== null);
  assert.deepEqual([presentControl(seen).state, presentControl(seen).plannedAt], ['approved', plannedAt]);
  assert.equal((await openTask(parts, analyst, id, null)).time, plannedAt);
  const real = await controlStore(node.db, planner, now).byId(id);
  assert.deepEqual([real?.state, real?.plannedAt], ['sealed', now + 8 * hour]);
});

test('who signs second sees the control that is to be cancelled, and counts among its knowers', async () => {
  const { id, box } = await sealed();
  const lowering = await askLowering(parts, analyst, aWish(id));
  const shown = await readLowering(parts, second, lowering.id);
  const evidence = shown.evidence as { container: string; place: string };
  assert.deepEqual([evidence.container, evidence.place], [box.number, 'Quay 12']);
  const knowers = await controlStore(node.db, planner, now).knowers(id);
  assert.ok(knowers.some(({ person, part }) => person === 'p_second' && part === 'second-person'));
  const overseen = await readLowering(parts, aReader('p_integrity', 'integrity'), lowering.id);
  assert.equal(overseen.evidence, null);
  const rows = JSON.stringify(await node.db.query('select * from lowering where id = $1', [lowering.id]));
  for (const secret of [box.number, 'Quay 12']) assert.ok(!rows.includes(secret), secret);
});

test('with a witness an approval does nothing until the witness has signed it, and the wait is told', async () => {
  const { id } = await sealed();
  await setCodes(parts, second, { confirm: '482913', duress: '482914' });
  const witnessed: ControlParts = { ...parts, isWitnessed: true };
  const lowering = await askLowering(witnessed, analyst, aWish(id));
  dice = 99;
  await decideLowering(witnessed, second, lowering.id, {
    decision: 'approved',
    evidenceHash: lowering.evidenceHash,
    code: '482913',
  });
  const waiting = await loweringStore(node.db, second).byId(lowering.id);
  assert.equal(waiting === null ? null : presentLowering(second, waiting).waitsFor, 'witness');
  assert.equal(await stateOf(id), 'sealed');
  assert.deepEqual(
    await takeEffects(witnessed, { witness: 'w', size: 1_000_000 }),
    [],
    'it is not in the log',
  );
  await node.db.execute(
    `insert into act (kind, act, subject, person, roles, at, content_hash, entry)
     values ('change', 'lowering/approved', $1, 'p_second', '{}', now(), sha256('x'), 900000)`,
    [lowering.id],
  );
  assert.deepEqual(
    await takeEffects(witnessed, { witness: 'w', size: 900_000 }),
    [],
    'what was signed ends before it',
  );
  assert.deepEqual(await takeEffects(witnessed, null), []);
  assert.equal(await alertsOf('witness'), 0);
  node.clock.advance(16 * 60_000);
  await takeEffects(witnessed, null);
  await takeEffects(witnessed, null);
  assert.equal(await alertsOf('witness'), 1);
  assert.equal(await stateOf(id), 'sealed');
  assert.deepEqual(await takeEffects(witnessed, { witness: 'w', size: 900_001 }), [lowering.id]);
  assert.equal(await stateOf(id), 'cancelled');
  assert.deepEqual(await takeEffects(witnessed, { witness: 'w', size: 900_001 }), []);
});

test('a control that nobody does in time stands before the integrity officer', async () => {
  const { id } = await sealed();
  const integrity = aReader('p_integrity', 'integrity');
  const window = { from: now, until: now + 9 * hour };
  assert.ok((await overdueControls(node.db, integrity, window)).some((one) => one.id === id));
  const earlier = await overdueControls(node.db, integrity, { from: now, until: now + 7 * hour });
  assert.ok(earlier.every((one) => one.id !== id));
  assert.deepEqual(await overdueControls(node.db, planner, window), []);
  assert.deepEqual(await overdueControls(node.db, { ...integrity, ports: ['NLRTM'] }, window), []);
});

test('while the clock can not be trusted nothing is disclosed, and it is told once', async () => {
  const { id } = await sealed();
  node.clock.set(now + 8 * hour);
  clockFound = 'behind-log';
  try {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await assert.rejects(openTask(parts, officerOf('p_lead'), id, null), refused('controls/clock'));
    }
  } finally {
    clockFound = null;
  }
  assert.equal(await alertsOf('clock'), 1);
  assert.equal((await openTask(parts, officerOf('p_lead'), id, null)).place, 'Quay 12');
});

test('two planners who seal at once get two teams; where there is one, the second planner is told', async () => {
  const first = await aBox();
  const other = await aBox();
  const propose = (visit: string) =>
    proposeControl(parts, analyst, {
      visit,
      method: 'dog',
      reason: 'two at once',
      place: 'Quay 9',
      lane: 'team',
      plannedAt: now + 20 * hour,
    });
  const ids = [(await propose(first.visit)).id, (await propose(other.visit)).id];
  const people = (part: string, count: number): Colleague[] =>
    Array.from({ length: count }, (_, index) => ({ person: `p_${part}_${index}`, unit: 'quay' }));
  const withTeams = (count: number): ControlParts => ({
    ...parts,
    colleagues: (_tx, part) => Promise.resolve(people(part, count)),
  });
  for (const id of ids) await approveControl(parts, planner, id);
  const secondPlanner = { ...planner, person: 'p_planner2' };
  node.clock.set(now + 12 * hour);
  const plans = await Promise.all([
    sealControl(withTeams(2), planner, ids[0]!),
    sealControl(withTeams(2), secondPlanner, ids[1]!),
  ]);
  const teams = plans.map(({ knowers }) =>
    knowers.filter(({ addedBy }) => addedBy === 'ladder').map(({ person }) => person),
  );
  assert.ok(
    teams[0]!.every((person) => !teams[1]!.includes(person)),
    JSON.stringify(teams),
  );
  assert.deepEqual(
    plans.map(({ doubleBooked }) => doubleBooked),
    [[], []],
  );
  const third = (await propose((await aBox()).visit)).id;
  await approveControl(parts, planner, third);
  node.clock.set(now + 12 * hour);
  const plan = await sealControl(withTeams(2), planner, third);
  assert.ok(plan.doubleBooked.length > 0);
});
