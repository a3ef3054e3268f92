import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ScanImage } from '../scan-image.ts';
import type { Tensor } from './graph.ts';
import { openGraphRunner } from './graph-runner.ts';
import { openJudge } from './judge-image.ts';
import { openLearnedAnalyser } from './learned-analyser.ts';
import { learnedWeights } from './learned-weights.ts';
import { logImage, type LogImage } from './log-channels.ts';
import { answerSide, channels, firstWeights, patchSide, trainingStep, weightShapes } from './network.ts';
import { drawThreat, insertThreat } from './project-threat.ts';
import { drawProjection, projectInto } from './project-into.ts';
import { normalFrom, seeded } from './seeded.ts';
import { drawBatch, trainNetwork } from './train-network.ts';
import { readWeights, writeWeights, type WeightsFile } from './weights-file.ts';

const runner = await openGraphRunner();
const skip = runner === null ? 'onnxruntime-node is not here' : false;

/** Goods of even depth with grain, as one sees behind a wall. No scan: only something to project onto. */
function grain(seed: number, columns = 128, rows = 96): LogImage {
  const normal = normalFrom(seeded(seed));
  const plane = (mean: number, sigma: number): Float32Array =>
    Float32Array.from({ length: columns * rows }, () => mean + sigma * normal());
  return { columns, rows, bin: 1, planes: [plane(0.6, 0.02), plane(0.12, 0.01)] };
}

const one = (value: number): Tensor => ({ dims: [], values: Float32Array.of(value) });

test('the gradients in the graph are those of the loss, by differences', { skip }, async () => {
  const batch = 2;
  const graph = await runner!.open(trainingStep(batch, true));
  after(() => graph.close());
  const random = seeded(4);
  const normal = normalFrom(random);
  const start = firstWeights(normal);
  // Biases of 0 and an answer near 0 would leave half of the gradients too small to compare.
  const weights = Object.fromEntries(
    Object.entries(start).map(([name, { dims, values }]) => [
      name,
      { dims, values: name.endsWith('.bias') ? values.map(() => 0.1 * normal()) : values },
    ]),
  );
  const momenta = Object.fromEntries(
    Object.entries(weights).map(([name, { dims, values }]) => [
      `${name}.momentum`,
      { dims, values: new Float32Array(values.length) },
    ]),
  );
  const numbers = (length: number, draw: () => number): Float32Array => Float32Array.from({ length }, draw);
  const given = {
    patches: {
      dims: [batch, channels, patchSide, patchSide],
      values: numbers(batch * channels * patchSide ** 2, normal),
    },
    truth: {
      dims: [batch, 1, answerSide, answerSide],
      values: numbers(batch * answerSide ** 2, () => (random() < 0.3 ? 1 : 0)),
    },
    weighting: {
      dims: [batch, 1, answerSide, answerSide],
      values: new Float32Array(batch * answerSide ** 2).fill(1 / (batch * answerSide ** 2)),
    },
  };
  const run = (changed: Readonly<Record<string, Tensor>>) =>
    graph.run({ ...given, rate: one(0.1), ...weights, ...momenta, ...changed });
  const lossAt = async (name: string, change: Float32Array, by: number): Promise<number> => {
    const { dims, values } = weights[name]!;
    const moved = values.map((value, i) => value + by * change[i]!);
    return (await run({ [name]: { dims, values: moved } }))['loss']!.values[0]!;
  };
  const answer = await run({});
  for (const name of Object.keys(weightShapes)) {
    const gradient = answer[`gradient.${name}`]!.values;
    const length = Math.hypot(...gradient);
    assert.ok(length > 1e-5, `${name} has a gradient`);
    // Along a random direction, and along the gradient itself, where no error can hide among many entries.
    for (const direction of [gradient.map((value) => value / length), numbers(gradient.length, normal)]) {
      const size = Math.hypot(...direction);
      const unit = direction.map((value) => value / size);
      const step = 4e-3;
      const slope = ((await lossAt(name, unit, step)) - (await lossAt(name, unit, -step))) / (2 * step);
      const told = unit.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
      assert.ok(Math.abs(slope - told) < 0.03 * length + 1e-4, `${name}: ${told} is told, ${slope} found`);
    }
    const next = answer[`next.${name}`]!.values;
    const expected = weights[name]!.values.map((value, i) => value - 0.1 * gradient[i]!);
    next.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, name));
  }
});

test('training finds what it is to find, and the same seed gives the same weights', { skip }, async () => {
  const backgrounds = [grain(1), grain(2)];
  const losses: number[] = [];
  const plan = { seed: 3, steps: 60, batch: 8, rate: 0.05 };
  const weights = await trainNetwork(runner!, backgrounds, plan, (_, loss) => losses.push(loss));
  assert.equal(losses.length, 60);
  assert.ok(losses.at(-1)! < losses[0]! / 2, `${losses[0]} → ${losses.at(-1)}`);
  assert.deepEqual(await trainNetwork(runner!, backgrounds, plan), weights);

  const { judge, close } = await openJudge(runner!, weights);
  after(close);
  const clean = grain(9, 600, 96);
  const loaded = grain(9, 600, 96);
  for (let y = 40; y < 70; y++) {
    for (let x = 300; x < 340; x++) {
      loaded.planes[0][y * 600 + x]! += 0.5;
      loaded.planes[1][y * 600 + x]! += 0.2;
    }
  }
  const [quiet, found] = [await judge(clean, 0.5), await judge(loaded, 0.5)];
  assert.ok(found.score > quiet.score);
  const best = found.regions[0]!;
  assert.ok(best.x < 340 && best.x + best.width > 300 && best.y < 70 && best.y + best.height > 40);
});

test('training stops when the loss is no number any more', { skip }, async () => {
  const plan = { seed: 3, steps: 40, batch: 4, rate: 1e9 };
  await assert.rejects(trainNetwork(runner!, [grain(1)], plan), /the rate is too high/);
});

test('openGraphRunner() gives null where onnxruntime does not load', async () => {
  assert.equal(await openGraphRunner(() => Promise.reject(new Error('no such library'))), null);
});

test('drawThreat() draws masses that its areal density adds up to, and the edges stay inside', () => {
  const random = seeded(8);
  for (let i = 0; i < 200; i++) {
    const { massKg, arealDensity } = drawThreat(random);
    const sum = arealDensity.reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum / 1000 - massKg) < 1e-3);
    assert.ok(massKg > 0.1 && massKg < 51);
  }
});

test('insertThreat() adds depth, never below what was there, and leaves a missing low energy alone', () => {
  const patch = new Float32Array(channels * patchSide ** 2);
  const arealDensity = new Float32Array(patchSide ** 2);
  arealDensity[5] = 20;
  patch[patchSide ** 2 + 6] = 0.1;
  insertThreat(patch, { arealDensity, massKg: 0.02 });
  assert.ok(Math.abs(patch[5]! - (20 * 0.04894) / 2) < 1e-6);
  assert.equal(patch[patchSide ** 2 + 5], 0);
  assert.equal(patch.filter((value) => value !== 0).length, 2);
  assert.throws(() => insertThreat(new Float32Array(3), { arealDensity, massKg: 0 }), RangeError);
});

test('a projection darkens its region in every channel, and nothing else', () => {
  const size = { columns: 400, rows: 200, columnPitchMm: 5, rowPitchMm: 5 };
  const about = [
    { nominalMV: 6, darkLevel: 100 },
    { nominalMV: 4, darkLevel: 100 },
  ];
  const plain = about.map(() => new Uint16Array(400 * 200).fill(40_100));
  for (let seed = 0; seed < 30; seed++) {
    const projection = drawProjection(size, seed);
    assert.deepEqual(drawProjection(size, seed), projection);
    const { x, y, width, height } = projection.region;
    assert.ok(x >= 0 && y >= 0 && x + width <= 400 && y + height <= 200);
    const [high, low] = projectInto(plain, about, projection);
    const middle = (y + (height >> 1)) * 400 + x + (width >> 1);
    assert.ok(low![middle]! < high![middle]! && high![middle]! < 39_000);
    high!.forEach((sample, i) => {
      const [column, row] = [i % 400, Math.floor(i / 400)];
      const inside = column >= x - 2 && column < x + width + 2 && row >= y - 2 && row < y + height + 2;
      if (!inside && sample < 39_000) assert.fail(`seed ${seed}: ${sample} at ${column},${row}`);
    });
  }
  assert.ok(plain[0]!.every((sample) => sample === 40_100));
  assert.throws(() => drawProjection({ ...size, columns: 100 }, 1), RangeError);
});

test('drawBatch() weighs pixels with and without a threat alike, and marks only half of the patches', () => {
  const { truth, weighting } = drawBatch([grain(1)], 16, seeded(2));
  let [withThreat, without] = [0, 0];
  weighting.values.forEach((weight, i) =>
    truth.values[i] === 1 ? (withThreat += weight) : (without += weight),
  );
  assert.ok(Math.abs(withThreat - 0.5) < 1e-4 && Math.abs(without - 0.5) < 1e-4);
  for (let n = 1; n < 16; n += 2) {
    const cells = truth.values.subarray(n * answerSide ** 2, (n + 1) * answerSide ** 2);
    assert.ok(cells.every((value) => value === 0));
  }
  assert.throws(() => drawBatch([grain(1, 40, 40)], 2, seeded(2)), /no patch/);
});

test('logImage() averages transmission to a centimetre and takes the ratio to air', () => {
  const samples = Uint16Array.of(100, 100, 50, 50, 100, 100, 50, 50);
  const image = logImage({
    columns: 4,
    rows: 2,
    pitchMm: 5,
    high: { samples, airLevel: 100, darkLevel: 0 },
    low: { samples: samples.map((value) => (value === 50 ? 25 : value)), airLevel: 100, darkLevel: 0 },
  });
  assert.deepEqual([image.columns, image.rows, image.bin], [2, 1, 2]);
  const close = (value: number, to: number): boolean => Math.abs(value - to) < 1e-6;
  assert.ok(close(image.planes[0][1]!, Math.LN2 / 2) && close(image.planes[1][1]!, Math.LN2));
  const dark = { samples: new Uint16Array(8), airLevel: 100, darkLevel: 0 };
  assert.ok(
    logImage({ columns: 4, rows: 2, pitchMm: 5, high: dark, low: dark }).planes[0].every(
      (value) => value === 4,
    ),
  );
  assert.throws(() =>
    logImage({ columns: 4, rows: 2, pitchMm: 5, high: { samples, airLevel: 0, darkLevel: 0 }, low: null }),
  );
});

test('weights come back from their file as they were; a file with other sizes is refused', () => {
  const weights = firstWeights(normalFrom(seeded(1)));
  const file: WeightsFile = {
    model: 'projected-threats',
    version: '1',
    seed: 1,
    steps: 0,
    batch: 0,
    rate: 0,
    runner: '',
    trainedOn: '',
    tensors: writeWeights(weights),
  };
  assert.deepEqual(readWeights(file), weights);
  assert.throws(() => readWeights({ ...file, tensors: {} }), RangeError);
  const spoilt = { ...file.tensors, 'half.bias': btoa('\xff'.repeat(32)) };
  assert.throws(() => readWeights({ ...file, tensors: spoilt }), RangeError);
});

test('the analyser answers with a score, and says why where it can not look', { skip }, async () => {
  const analyser = await openLearnedAnalyser(learnedWeights, 0.5);
  after(() => analyser.close());
  const [columns, rows] = [400, 300];
  const channel = (energy: 'high' | 'low', nominalMV: number): ScanImage['channels'][number] => ({
    energy,
    nominalMV,
    airLevel: 60_000,
    darkLevel: 100,
    samples: new Uint16Array(columns * rows).fill(30_000),
  });
  const image: ScanImage = {
    columns,
    rows,
    container: null,
    scanner: { id: '', manufacturer: '', model: '' },
    acquiredAt: null,
    lane: null,
    direction: null,
    channels: [channel('high', 6), channel('low', 4)],
    geometry: {
      sourceDistanceMm: 5_000,
      side: 'left',
      laneOffsetMm: 0,
      columnPitchMm: 5,
      rowPitchMm: 5,
      sourceHeightMm: 500,
      tiltDegrees: 0,
    },
  };
  const answer = await analyser.judge(image);
  assert.ok(answer.outcome === 'judged' && answer.score >= 0 && answer.score <= 1);
  const reasonOf = async (over: Partial<ScanImage>): Promise<string> => {
    const refused = await analyser.judge({ ...image, ...over });
    return refused.outcome === 'not-evaluated' ? refused.reason : 'judged';
  };
  assert.match(await reasonOf({ geometry: null }), /no geometry/);
  assert.match(await reasonOf({ channels: [channel('high', 6)] }), /one energy/);
  const small = { ...channel('high', 6), samples: new Uint16Array(100 * 100).fill(9_000) };
  assert.match(
    await reasonOf({ columns: 100, rows: 100, channels: [small, { ...small, energy: 'low' }] }),
    /smaller/,
  );
});

test('without onnxruntime every answer is "not evaluated", with the reason', async () => {
  const analyser = await openLearnedAnalyser(learnedWeights, 0.5, () => Promise.resolve(null));
  const answer = await analyser.judge({} as ScanImage);
  assert.deepEqual(
    answer.outcome === 'not-evaluated' && answer.reason,
    'onnxruntime is not installed on this node',
  );
  await analyser.close();
});

test('the weights that come with this version are whole, and told with what made them', () => {
  assert.equal(learnedWeights.model, 'projected-threats');
  assert.ok(Object.values(readWeights(learnedWeights)).every(({ values }) => values.length > 0));
  assert.ok(learnedWeights.steps > 0 && learnedWeights.trainedOn.includes('simulated'));
});
