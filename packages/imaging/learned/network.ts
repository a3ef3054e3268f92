import { Graph, type Tensor, type Value } from './graph.ts';
import { Tape } from './tape.ts';

/** Pixels on a side of a patch that the network is trained on, and of its answer. */
export const patchSide = 64;
export const answerSide = 16;
/** What the network sees of a pixel: see `log-channels.ts`. */
export const channels = 2;

interface Layer {
  readonly step: 'halve' | 'double' | 'weigh';
  readonly from: number;
  readonly to: number;
}

/**
 * Down to an eighth and up to a quarter, where the answer adds what was seen on the way down. An answer of
 * one number per 4 × 4 pixels: at 1 cm a pixel a brick covers fifteen of them.
 */
const layers = {
  half: { step: 'halve', from: channels, to: 8 },
  quarter: { step: 'halve', from: 8, to: 12 },
  eighth: { step: 'halve', from: 12, to: 16 },
  up: { step: 'double', from: 16, to: 12 },
  answer: { step: 'weigh', from: 12, to: 1 },
} as const satisfies Readonly<Record<string, Layer>>;

/** The numbers that training changes, by layer, in this order. */
export type Weights = Readonly<Record<string, Tensor>>;

/** Shape of every tensor of weights. */
export const weightShapes: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  Object.entries(layers).flatMap(([name, { step, from, to }]) => [
    [
      `${name}.kernels`,
      step === 'weigh' ? [to, from, 1, 1] : step === 'halve' ? [to, from, 4, 4] : [from, to, 4, 4],
    ],
    [`${name}.bias`, [to]],
  ]),
);

/**
 * Weights to begin with: normal, with the variance that keeps the scale of a signal through rectified
 * layers (He and others, 2015); biases 0, but the last one says that threats are rare.
 *
 * @param normal draws from the standard normal distribution
 */
export function firstWeights(normal: () => number): Weights {
  return Object.fromEntries(
    Object.entries(weightShapes).map(([name, dims]) => {
      const values = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
      if (name === 'answer.bias') values.fill(-3);
      else if (name.endsWith('.kernels')) {
        const inputs = dims[name.startsWith('up') ? 0 : 1]! * dims[2]! * dims[3]!;
        // Transposed with stride 2, each output is met by a quarter of the kernel.
        const met = name.startsWith('up') ? inputs / 4 : inputs;
        for (let i = 0; i < values.length; i++) values[i] = normal() * Math.sqrt(2 / met);
      }
      return [name, { dims, values }];
    }),
  );
}

/** The logits. Weights are inputs of the graph under their own names. */
function forward(tape: Tape, patches: Value): Value {
  const layer = (name: keyof typeof layers, input: Value): Value =>
    tape[layers[name].step](input, `${name}.kernels`, `${name}.bias`);
  const half = tape.rectify(layer('half', patches));
  const quarter = tape.rectify(layer('quarter', half));
  const eighth = tape.rectify(layer('eighth', quarter));
  const up = tape.rectify(layer('up', eighth));
  return layer('answer', tape.add(up, quarter));
}

/**
 * One step of training as an ONNX model: patches, truth and weights go in, the loss and the next weights
 * come out.
 *
 * Inputs: `patches` batch × 2 × 64 × 64, `truth` and `weighting` batch × 1 × 16 × 16 (the weighting sums to
 * 1), `rate`, and for every tensor of weights itself and its `….momentum`. Outputs: `loss`, and the next of
 * each under the name with `next.` before it. Stochastic gradient descent with a momentum of 0.9.
 *
 * @param gradients also gives `gradient.…` of every tensor of weights, for checking them
 */
export function trainingStep(batch: number, gradients = false): Uint8Array {
  const graph = new Graph();
  const tape = new Tape(graph, ['patches']);
  const patches = graph.input('patches', [batch, channels, patchSide, patchSide]);
  const truth = graph.input('truth', [batch, 1, answerSide, answerSide]);
  const weighting = graph.input('weighting', [batch, 1, answerSide, answerSide]);
  const rate = graph.input('rate', []);
  for (const [name, dims] of Object.entries(weightShapes)) graph.input(name, dims);
  const loss = tape.crossEntropy(forward(tape, patches), truth, weighting);
  graph.output('loss', loss, []);
  tape.goBack();
  for (const [name, dims] of Object.entries(weightShapes)) {
    const gradient = tape.gradientOf(name);
    if (gradients) graph.output(`gradient.${name}`, gradient, dims);
    const momentum = graph.input(`${name}.momentum`, dims);
    const moved = graph.node('Add', [graph.node('Mul', [momentum, graph.scalar(0.9)]), gradient]);
    const next = graph.node('Sub', [name, graph.node('Mul', [moved, rate])]);
    graph.output(`next.${name}.momentum`, moved, dims);
    graph.output(`next.${name}`, next, dims);
  }
  return graph.write('training-step');
}

/**
 * The network for judging, as an ONNX model: `patches` of any size whose sides are multiples of 8, and
 * `chance`, 0 … 1 per 4 × 4 pixels. Weights are inputs, so that one model serves every version of them.
 */
export function judgingModel(): Uint8Array {
  const graph = new Graph();
  const tape = new Tape(graph);
  const patches = graph.input('patches', ['images', channels, 'rows', 'columns']);
  for (const [name, dims] of Object.entries(weightShapes)) graph.input(name, dims);
  const logits = forward(tape, patches);
  graph.output('chance', graph.node('Sigmoid', [logits]), ['images', 1, 'quarterRows', 'quarterColumns']);
  return graph.write('judging');
}
