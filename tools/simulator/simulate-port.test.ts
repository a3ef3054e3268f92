import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isCheckDigitValid, isImoNumberValid, isSyntheticContainer, portByCode } from '@havenwacht/domain';
import type { CargoRow } from '@havenwacht/formats';
import { readDcsa } from '@havenwacht/formats/dcsa';
import {
  checkEdifactBytes,
  createMapper,
  EdifactReader,
  graverVerdict,
  type Verdict,
} from '@havenwacht/formats/edifact';
import { signModels } from './signs.ts';
import { simulatePort, type SimulationOptions } from './simulate-port.ts';
import type { Truth } from './truth.ts';
import { deliveries, origins, services } from './world.ts';

interface Simulated {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly truth: Truth;
  readonly hash: string;
}

function simulate(options: SimulationOptions): Simulated {
  const pieces = new Map<string, Uint8Array[]>();
  const hash = createHash('sha256');
  for (const { path, bytes } of simulatePort(options)) {
    hash.update(path).update(bytes);
    const list = pieces.get(path);
    if (list === undefined) pieces.set(path, [bytes]);
    else list.push(bytes);
  }
  const files = new Map([...pieces].map(([path, list]) => [path, Buffer.concat(list)]));
  const truth = JSON.parse(files.get('truth.json')?.toString('utf8') ?? '') as Truth;
  return { files, truth, hash: hash.digest('hex') };
}

function linesOf(simulated: Simulated, path: string): Record<string, unknown>[] {
  const text = simulated.files.get(path)?.toString('utf8') ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function messagesOf(simulated: Simulated): [string, Buffer][] {
  return [...simulated.files]
    .filter(([path]) => path.startsWith('messages/'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function rowsOf(bytes: Buffer): CargoRow[] {
  const rows: CargoRow[] = [];
  let parties = { sender: '', recipient: '' };
  let mapper: ReturnType<typeof createMapper> = null;
  const reader = new EdifactReader({
    interchangeStart: ({ sender, recipient }) => {
      parties = { sender, recipient };
    },
    messageStart: (header) => {
      mapper = createMapper({ ...header, ...parties }, (row) => rows.push(row));
      assert.notEqual(mapper, null, `no mapper for ${header.type}`);
    },
    segment: (segment) => mapper?.segment(segment),
    messageEnd: () => mapper?.end(),
  });
  reader.push(bytes);
  reader.end();
  return rows;
}

const day = simulate({ seed: 1, boxes: 1500 });
const defectOf = new Map(day.truth.defects.map((defect) => [defect.file, defect]));

test('the same seed gives the same bytes, another seed others', () => {
  const first = simulate({ seed: 7, boxes: 120 });
  assert.equal(simulate({ seed: 7, boxes: 120 }).hash, first.hash);
  assert.notEqual(simulate({ seed: 8, boxes: 120 }).hash, first.hash);
  assert.notEqual(simulate({ seed: 7, boxes: 121 }).hash, first.hash);
});

test('simulatePort() refuses options that make no sense before it makes anything', () => {
  const bad: SimulationOptions[] = [
    { seed: -1 },
    { seed: 0.5 },
    { seed: 1, boxes: -5 },
    { seed: 1, boxes: 0 },
    { seed: 1, boxes: 1.5 },
    { seed: 1, boxes: 2_000_000 },
    { seed: 1, days: 0 },
    { seed: 1, days: 91 },
    { seed: 1, ports: ['DEHAM'] },
    { seed: 1, ports: [] },
    { seed: 1, loadedShare: -0.1 },
    { seed: 1, loadedShare: 0.5 },
    { seed: 1, start: 'tomorrow' },
    { seed: 1, start: '2026-13-45' },
  ];
  for (const options of bad) assert.throws(() => simulatePort(options), RangeError, JSON.stringify(options));
});

test('file names sort into the order of sending and truth.json is about the files that exist', () => {
  const paths = messagesOf(day).map(([path]) => path);
  for (const path of paths) assert.match(path, /^messages\/\d{8}T\d{6}Z-\d{6}-[A-Z-]+-SIM\d{8}\.(edi|json)$/);
  assert.equal(paths.length, day.truth.counts.messageFiles);
  for (const { file } of day.truth.defects) assert.ok(day.files.has(file), file);
  assert.equal(day.truth.synthetic, true);
  assert.ok(day.truth.start < day.truth.now && day.truth.now < day.truth.end);
  assert.match(day.files.get('README.txt')?.toString('utf8') ?? '', /SYNTHETIC/);
});

test('messages lie on both sides of now, gate moves after discharge and manifests before loading', () => {
  const now = day.truth.now.replace(/[-:]/g, '');
  const names = messagesOf(day).map(([path]) => path.slice('messages/'.length));
  assert.ok(names.some((name) => name < now) && names.some((name) => name > now));
  const discharged = new Map<string, number>();
  const loaded = new Map<string, number>();
  const manifested = new Map<string, number>();
  for (const [path, bytes] of messagesOf(day)) {
    const kind = defectOf.get(path)?.kind;
    if (!path.endsWith('.edi') || (kind !== undefined && kind !== 'same-bytes-twice')) continue;
    for (const row of rowsOf(bytes)) {
      if (
        row.kind === 'movement' &&
        row.event === 'discharge' &&
        row.classifier === 'actual' &&
        path.includes('COARRI')
      ) {
        discharged.set(row.container, row.happenedAt ?? 0);
      } else if (row.kind === 'movement' && row.event === 'load' && row.vesselImo !== undefined) {
        loaded.set(row.container, row.happenedAt ?? 0);
      } else if (row.kind === 'consignment' && row.action === 'original' && !manifested.has(row.bill)) {
        const sentAt = Date.parse(
          path.slice(9, 25).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
        );
        for (const { number } of row.containers) if (!manifested.has(number)) manifested.set(number, sentAt);
      }
    }
  }
  let gates = 0;
  let sentInTime = 0;
  const unplanned = new Set(
    day.truth.planted.filter(({ kind }) => kind === 'clone-two-places').map(({ container }) => container),
  );
  for (const [path, bytes] of messagesOf(day)) {
    if (!path.includes('CODECO') || defectOf.has(path)) continue;
    for (const row of rowsOf(bytes)) {
      if (row.kind !== 'movement' || row.event !== 'gate-out' || unplanned.has(row.container)) continue;
      const at = discharged.get(row.container);
      if (at === undefined) continue;
      gates += 1;
      assert.ok((row.happenedAt ?? 0) > at, `${row.container} leaves before it lands`);
    }
  }
  const late = new Set(
    day.truth.planted
      .filter(({ kind }) => /undeclared|port-changed/.test(kind))
      .map(({ container }) => container),
  );
  for (const [container, at] of loaded) {
    const sentAt = manifested.get(container);
    if (sentAt === undefined || late.has(container)) continue;
    sentInTime += 1;
    assert.ok(
      at - sentAt >= 24 * 3_600_000,
      `${container} manifested ${(at - sentAt) / 3_600_000} h before loading`,
    );
  }
  assert.ok(gates > 500 && sentInTime > 20, `${gates} gates, ${sentInTime} loadings`);
});

test('every container number is valid and synthetic, except where a defect or a planted twin says so', () => {
  const excused = new Set(
    day.truth.planted
      .filter(({ kind }) => kind === 'one-edit-twin')
      .map(({ container }) => container.slice(0, 10)),
  );
  let seen = 0;
  for (const [path, bytes] of messagesOf(day)) {
    const kind = defectOf.get(path)?.kind;
    if (
      kind === 'mistyped-container' ||
      kind === 'truncated' ||
      kind === 'nul-bytes' ||
      kind === 'hard-wrapped'
    )
      continue;
    for (const match of bytes.toString('latin1').matchAll(/\b([A-Z]{3}U) ?([0-9]{7})\b/g)) {
      const number = `${match[1] ?? ''}${match[2] ?? ''}`;
      seen += 1;
      assert.ok(isSyntheticContainer(number), `${number} in ${path}`);
      assert.ok(isCheckDigitValid(number) || excused.has(number.slice(0, 10)), `${number} in ${path}`);
    }
  }
  assert.ok(seen > 10_000);
});

test('vessels have valid IMO numbers from the unused stretch', () => {
  for (const { vesselImo } of day.truth.planted) {
    assert.ok(isImoNumberValid(vesselImo) && vesselImo.startsWith('30'), vesselImo);
  }
});

test('every port of the world stands in the port table', () => {
  const codes = new Set([
    ...origins.map((origin) => origin.port),
    ...services.flatMap((service) => [
      ...service.calls,
      ...service.loads.map((load) => load.port),
      ...(service.hub?.from ?? []),
    ]),
  ]);
  for (const code of codes) assert.ok(portByCode(code) !== undefined && portByCode(code) !== null, code);
  assert.ok(
    Object.values(deliveries)
      .flat()
      .every((code) => /^[A-Z]{5}$/.test(code)),
  );
});

test('the real reader gives every EDIFACT file the verdict that truth.json expects', () => {
  const verdicts = new Map<Verdict, number>();
  for (const [path, bytes] of messagesOf(day)) {
    if (!path.endsWith('.edi')) continue;
    const reports = checkEdifactBytes(bytes);
    const verdict = reports.map((report) => report.verdict).reduce<Verdict>(graverVerdict, 'accepted');
    const expected = defectOf.get(path)?.expectedVerdict ?? 'accepted';
    assert.equal(
      verdict,
      expected,
      `${path} ${defectOf.get(path)?.kind ?? 'sound'} ${JSON.stringify(reports[0]?.findings[0])}`,
    );
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  assert.deepEqual([...verdicts.keys()].sort(), ['accepted', 'quarantined', 'warning']);
});

test('the mappers read the messages and leave little unread', () => {
  const types = new Map<string, number>();
  let rows = 0;
  let unread = 0;
  const kinds = new Set<string>();
  for (const [path, bytes] of messagesOf(day)) {
    const expected = defectOf.get(path)?.expectedVerdict ?? 'accepted';
    if (expected === 'quarantined') continue;
    if (path.endsWith('.json')) {
      let found = 0;
      readDcsa(bytes, (row) => {
        if (row.kind === 'unread') assert.equal(row.reason, 'not-mapped', `${row.what} ${row.text}`);
        else found += 1;
      });
      assert.ok(found > 1, path);
      continue;
    }
    for (const row of rowsOf(bytes)) {
      rows += 1;
      if (row.kind === 'message')
        types.set(`${row.type} ${row.version}`, (types.get(`${row.type} ${row.version}`) ?? 0) + 1);
      if (row.kind === 'unread') {
        unread += 1;
        kinds.add(`${row.what} ${row.reason}`);
      }
    }
  }
  assert.ok(unread / rows < 0.01, `${unread} of ${rows}: ${[...kinds].join('; ')}`);
  for (const type of ['BAPLIE', 'CUSCAR', 'COPRAR', 'COARRI', 'CODECO', 'VERMAS', 'IFTMIN', 'IFTSTA']) {
    assert.ok(
      [...types.keys()].some((key) => key.startsWith(type)),
      `${type} missing in ${[...types.keys()].join(', ')}`,
    );
  }
  for (const dialect of [/BAPLIE.*911/, /BAPLIE.*95B/, /BAPLIE.*13B/, /CUSCAR.*95B/, /CUSCAR.*16A/]) {
    assert.ok(
      [...types.keys()].some((key) => dialect.test(key)),
      `${String(dialect)} in ${[...types.keys()].join(', ')}`,
    );
  }
});

test('every kind of sign is planted at least once from 1,500 boxes on, with its harmless twin', () => {
  for (const seed of [1, 2, 3]) {
    const { truth } = seed === 1 ? day : simulate({ seed, boxes: 1500 });
    for (const { kind } of signModels) {
      for (const variant of ['suspicious', 'benign']) {
        assert.ok(
          truth.planted.some((one) => one.kind === kind && one.variant === variant),
          `${kind} ${variant}, seed ${seed}`,
        );
      }
    }
    assert.deepEqual(truth.counts.kindsLeftOut, []);
    assert.equal(truth.counts.boxes, 1500);
  }
});

test('a small simulation works, also for one port, and names what it can not show', () => {
  for (const boxes of [1, 9, 60]) assert.equal(simulate({ seed: 3, boxes }).truth.counts.boxes, boxes);
  const { truth } = simulate({ seed: 3, boxes: 1500, ports: ['NLVLI'] });
  assert.deepEqual(truth.ports, ['NLVLI']);
  assert.ok(truth.planted.every(({ port }) => port === 'NLVLI'));
  assert.ok(truth.counts.kindsLeftOut.includes('discharge-port-changed-late'));
});

test('planted signs are in the messages as truth.json says', () => {
  const manifested = new Set<string>();
  const stowed = new Set<string>();
  const overlanded = new Set<string>();
  const gatedOut = new Map<string, Set<number>>();
  const sealsBefore = new Map<string, Set<string>>();
  const sealsAfter = new Map<string, Set<string>>();
  const collect = (
    map: Map<string, Set<string>>,
    key: string,
    values: readonly { number: string }[],
  ): void => {
    const set = map.get(key) ?? new Set<string>();
    for (const { number } of values) set.add(number);
    map.set(key, set);
  };
  for (const [path, bytes] of messagesOf(day)) {
    if (!path.endsWith('.edi') || defectOf.get(path)?.expectedVerdict === 'quarantined') continue;
    for (const row of rowsOf(bytes)) {
      if (row.kind === 'consignment' && path.includes('CUSCAR'))
        for (const { number } of row.containers) manifested.add(number);
      if (row.kind === 'container' && path.includes('BAPLIE')) stowed.add(row.number);
      if (row.kind === 'container' && row.exception === 'overlanded') overlanded.add(row.number);
      if (row.kind === 'container' && path.includes('CUSCAR')) collect(sealsBefore, row.number, row.seals);
      if (row.kind === 'container' && path.includes('COARRI')) collect(sealsAfter, row.number, row.seals);
      if (row.kind === 'movement' && row.event === 'gate-out') {
        const set = gatedOut.get(row.container) ?? new Set<number>();
        gatedOut.set(row.container, set.add(row.happenedAt ?? 0));
      }
    }
  }
  let checked = 0;
  for (const { container, kind, variant } of day.truth.planted) {
    if (variant !== 'suspicious') continue;
    if (kind === 'undeclared-box') {
      assert.ok(stowed.has(container) && !manifested.has(container), `${container} ${kind}`);
      checked += 1;
    } else if (kind === 'overlanded') {
      assert.ok(overlanded.has(container) && !manifested.has(container), `${container} ${kind}`);
      checked += 1;
    } else if (kind === 'gated-out-twice') {
      assert.ok((gatedOut.get(container)?.size ?? 0) >= 2, `${container} ${kind}`);
      checked += 1;
    } else if (kind === 'seal-changed') {
      const before = sealsBefore.get(container);
      const after = sealsAfter.get(container);
      if (before === undefined || after === undefined || after.size === 0) continue;
      assert.ok(
        [...after].some((seal) => !before.has(seal)),
        `${container} ${kind}`,
      );
      checked += 1;
    }
  }
  assert.ok(checked >= 4);
});

test('yields agree with planted cases and benign twins are never loaded', () => {
  const loaded = new Map(day.truth.yields.map((one) => [one.container, one.kg]));
  assert.equal(loaded.size, day.truth.counts.loaded);
  for (const { container, narcotics, kg, variant } of day.truth.planted) {
    assert.equal(narcotics, loaded.has(container), container);
    assert.equal(kg, loaded.get(container) ?? 0);
    if (variant === 'benign') assert.equal(narcotics, false);
  }
});

test('the year before has visits of every trade and controls with finds among them', () => {
  const visits = linesOf(day, 'past-visits.ndjson');
  const outcomes = linesOf(day, 'outcomes.ndjson');
  assert.equal(visits.length, day.truth.counts.pastVisits);
  assert.equal(outcomes.length, day.truth.counts.pastControls);
  for (const line of [...visits, ...outcomes]) {
    assert.ok(isCheckDigitValid(String(line['container'])));
    assert.ok(String(line['arrivalAt']) < day.truth.start);
    assert.match(String(line['consignee']), /^SIM /);
  }
  assert.ok(
    outcomes.some((line) => line['found'] === true) &&
      outcomes.some((line) => line['selectedBy'] === 'random'),
  );
  assert.ok(outcomes.every((line) => (line['found'] === true) === Number(line['kg']) > 0));
});

test('planted first-seen consignees are new and other consignees are not', () => {
  const known = new Set(linesOf(day, 'past-visits.ndjson').map((line) => String(line['consignee'])));
  const fresh = new Set(
    day.truth.planted
      .filter(({ kind }) => /consignee|several-bills/.test(kind))
      .map(({ container }) => container),
  );
  let honest = 0;
  for (const [path, bytes] of messagesOf(day)) {
    if (!path.includes('CUSCAR') || !path.endsWith('.edi') || defectOf.has(path)) continue;
    for (const row of rowsOf(bytes)) {
      if (row.kind !== 'consignment' || row.containers.some(({ number }) => fresh.has(number))) continue;
      const name = row.parties.find(({ role }) => role === 'consignee')?.name ?? '';
      if (name === '' || /LINE|LIJNDIENST|NAVIERA|FEEDERS/.test(name)) continue;
      honest += 1;
      assert.ok(known.has(name), `${name} in ${path}`);
    }
  }
  assert.ok(honest > 300);
});

test('signs tell something about what is loaded, and not everything', () => {
  // The best a reader of the signs alone can do: add up log-likelihood ratios of the model itself.
  const { truth } = simulate({ seed: 11, boxes: 8000, loadedShare: 0.02 });
  const ratio = new Map(
    signModels.map((model) => {
      const rates = Object.values(model.byMethod);
      const loaded = (rates.reduce((sum, rate) => sum + rate, 0) + model.elsewhere * (5 - rates.length)) / 5;
      return [model.kind, Math.log(loaded / model.honest)];
    }),
  );
  const score = new Map<string, number>();
  const forced = new Set<string>();
  for (const { container, kind, forced: isForced } of truth.planted) {
    if (isForced) forced.add(container);
    score.set(container, (score.get(container) ?? 0) + (ratio.get(kind) ?? 0));
  }
  const loaded = new Set(
    truth.yields.map(({ container }) => container).filter((container) => !forced.has(container)),
  );
  const positives = [...loaded].map((container) => score.get(container) ?? 0);
  const negatives = [...score]
    .filter(([container]) => !loaded.has(container) && !forced.has(container))
    .map(([, value]) => value);
  const silent = truth.counts.boxes - negatives.length - positives.length - forced.size;
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
    wins += silent * (positive > 0 ? 1 : positive === 0 ? 0.5 : 0);
  }
  const auc = wins / (positives.length * (negatives.length + silent));
  assert.ok(positives.length > 80, `${positives.length} loaded`);
  assert.ok(auc > 0.75 && auc < 0.95, `AUC ${auc.toFixed(3)}`);
});
