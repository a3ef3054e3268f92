import type { Tensor } from './graph.ts';
import type { GraphRunner } from './graph-runner.ts';
import type { LogImage } from './log-channels.ts';
import {
  answerSide,
  channels,
  firstWeights,
  patchSide,
  trainingStep,
  weightShapes,
  type Weights,
} from './network.ts';
import { drawThreat, insertThreat } from './project-threat.ts';
import { normalFrom, seeded } from './seeded.ts';

export interface TrainingPlan {
  readonly seed: number;
  readonly steps: number;
  /** Patches a step; half of them carry a threat. */
  readonly batch: number;
  /** Learning rate at the start; it falls to a twentieth as half a cosine. */
  readonly rate: number;
}

/** A batch as the training step takes it. */
interface Batch {
  readonly patches: Tensor;
  readonly truth: Tensor;
  readonly weighting: Tensor;
}

/**
 * Trains the network on clean images into which threats are projected.
 *
 * Nothing but the plan and the images decides what comes out: the same ones give the same weights, on
 * machines with the same instruction set and the same version of the runner.
 *
 * @param backgrounds clean images; every threat is projected, so no seizure has to leave its country
 * @param onStep is told the loss of each step
 */
export async function trainNetwork(
  runner: GraphRunner,
  backgrounds: readonly LogImage[],
  plan: TrainingPlan,
  onStep: (step: number, loss: number) => void = () => {},
): Promise<Weights> {
  const random = seeded(plan.seed);
  let weights = firstWeights(normalFrom(random));
  let momenta: Record<string, Tensor> = Object.fromEntries(
    Object.entries(weights).map(([name, { dims, values }]) => [
      `${name}.momentum`,
      { dims, values: new Float32Array(values.length) },
    ]),
  );
  const graph = await runner.open(trainingStep(plan.batch));
  try {
    for (let step = 0; step < plan.steps; step++) {
      const fall = (1 + Math.cos((Math.PI * step) / plan.steps)) / 2;
      const rate = { dims: [], values: Float32Array.of(plan.rate * (0.05 + 0.95 * fall)) };
      const answer = await graph.run({
        ...drawBatch(backgrounds, plan.batch, random),
        rate,
        ...weights,
        ...momenta,
      });
      const taken = (names: readonly string[]): Record<string, Tensor> =>
        Object.fromEntries(names.map((name) => [name, answer[`next.${name}`]!]));
      weights = taken(Object.keys(weightShapes));
      momenta = taken(Object.keys(momenta));
      const loss = answer['loss']!.values[0]!;
      if (!Number.isFinite(loss))
        throw new RangeError(`the loss of step ${step} is ${loss}: the rate is too high`);
      onStep(step, loss);
    }
  } finally {
    await graph.close();
  }
  return weights;
}

/**
 * Patches from random places, mirrored at random, half of them with a threat.
 *
 * The truth of an answer pixel is whether a threat adds more than 2 g/cm² over it on average; a pixel at its
 * rim (0.2 to 2) counts neither way. Pixels with and without have the same weight together.
 */
export function drawBatch(backgrounds: readonly LogImage[], size: number, random: () => number): Batch {
  const patchLength = channels * patchSide * patchSide;
  const answerLength = answerSide * answerSide;
  const patches = new Float32Array(size * patchLength);
  const truth = new Float32Array(size * answerLength);
  const weighting = new Float32Array(size * answerLength).fill(1);
  for (let n = 0; n < size; n++) {
    const patch = patches.subarray(n * patchLength, (n + 1) * patchLength);
    cutPatch(backgrounds[Math.floor(random() * backgrounds.length)]!, patch, random);
    if (n % 2 === 1) continue;
    const threat = drawThreat(random);
    insertThreat(patch, threat);
    const side = patchSide / answerSide;
    for (let cell = 0; cell < answerLength; cell++) {
      const [row, column] = [Math.floor(cell / answerSide) * side, (cell % answerSide) * side];
      let sum = 0;
      for (let y = row; y < row + side; y++) {
        for (let x = column; x < column + side; x++) sum += threat.arealDensity[y * patchSide + x]!;
      }
      const mean = sum / (side * side);
      if (mean > 2) truth[n * answerLength + cell] = 1;
      else if (mean > 0.2) weighting[n * answerLength + cell] = 0;
    }
  }
  balance(truth, weighting);
  return {
    patches: { dims: [size, channels, patchSide, patchSide], values: patches },
    truth: { dims: [size, 1, answerSide, answerSide], values: truth },
    weighting: { dims: [size, 1, answerSide, answerSide], values: weighting },
  };
}

function cutPatch(image: LogImage, patch: Float32Array, random: () => number): void {
  const { columns, rows, planes } = image;
  if (columns < patchSide || rows < patchSide) {
    throw new RangeError(`a background of ${columns} × ${rows} has no patch of ${patchSide}`);
  }
  const left = Math.floor(random() * (columns - patchSide + 1));
  const top = Math.floor(random() * (rows - patchSide + 1));
  const mirrored = random() < 0.5;
  planes.forEach((plane, channel) => {
    for (let y = 0; y < patchSide; y++) {
      const from = plane.subarray((top + y) * columns + left, (top + y) * columns + left + patchSide);
      const at = (channel * patchSide + y) * patchSide;
      patch.set(from, at);
      if (mirrored) patch.subarray(at, at + patchSide).reverse();
    }
  });
}

/** Half of the weight for what has a threat, half for what has none; 1 in all. */
function balance(truth: Float32Array, weighting: Float32Array): void {
  let [withThreat, without] = [0, 0];
  weighting.forEach((weight, i) => (truth[i] === 1 ? (withThreat += weight) : (without += weight)));
  const share = withThreat === 0 ? 1 : 0.5;
  weighting.forEach((weight, i) => {
    weighting[i] = truth[i] === 1 ? (weight * 0.5) / withThreat : (weight * share) / without;
  });
}
