import type { Graph, Value } from './graph.ts';

/**
 * Kernels of 4 × 4, two pixels apart, one beyond the edge: they halve an even image exactly, so that the
 * way back is the same step transposed, with no pixel over.
 */
const halving = { kernel_shape: [4, 4], strides: [2, 2], pads: [1, 1, 1, 1] } as const;

/**
 * Writes a computation into a graph and remembers how to go back through it, so that the gradient of its
 * end is written into the same graph by ordinary operators.
 *
 * The gradient of a convolution with respect to its input is the transposed convolution with the same
 * kernels; with respect to its kernels it is the convolution of the input with the gradient, images and
 * channels changed over and the stride as dilation. Values are images × channels × rows × columns.
 */
export class Tape {
  readonly graph: Graph;
  readonly #back: (() => void)[] = [];
  readonly #gradients = new Map<Value, Value>();
  readonly #fixed: ReadonlySet<Value>;

  /** @param fixed values that no gradient is wanted of, such as the images */
  constructor(graph: Graph, fixed: readonly Value[] = []) {
    this.graph = graph;
    this.#fixed = new Set(fixed);
  }

  /** Half as many rows and columns. Kernels: outputs × inputs × 4 × 4. */
  halve(input: Value, kernels: Value, bias: Value): Value {
    const { graph } = this;
    const output = graph.node('Conv', [input, kernels, bias], halving);
    this.#back.push(() => {
      const gradient = this.gradientOf(output);
      this.#add(input, () => graph.node('ConvTranspose', [gradient, kernels], halving));
      this.#add(kernels, () => this.#kernelGradient(input, gradient));
      this.#add(bias, () => this.#biasGradient(gradient));
    });
    return output;
  }

  /** Twice as many rows and columns. Kernels: inputs × outputs × 4 × 4. */
  double(input: Value, kernels: Value, bias: Value): Value {
    const { graph } = this;
    const output = graph.node('ConvTranspose', [input, kernels, bias], halving);
    this.#back.push(() => {
      const gradient = this.gradientOf(output);
      this.#add(input, () => graph.node('Conv', [gradient, kernels], halving));
      this.#add(kernels, () => this.#kernelGradient(gradient, input));
      this.#add(bias, () => this.#biasGradient(gradient));
    });
    return output;
  }

  /** One number a pixel from all its channels. Kernels: 1 × inputs × 1 × 1. */
  weigh(input: Value, kernels: Value, bias: Value): Value {
    const { graph } = this;
    const output = graph.node('Conv', [input, kernels, bias], { kernel_shape: [1, 1] });
    this.#back.push(() => {
      const gradient = this.gradientOf(output);
      this.#add(input, () => graph.node('Mul', [gradient, kernels]));
      this.#add(kernels, () => {
        const met = graph.node('Mul', [input, gradient]);
        return graph.node('ReduceSum', [met, graph.integers([0, 2, 3])], { keepdims: 1 });
      });
      this.#add(bias, () => this.#biasGradient(gradient));
    });
    return output;
  }

  rectify(input: Value): Value {
    const { graph } = this;
    const output = graph.node('Relu', [input]);
    this.#back.push(() => {
      const above = graph.node('Cast', [graph.node('Greater', [input, graph.scalar(0)])], { to: 1 });
      this.#add(input, () => graph.node('Mul', [this.gradientOf(output), above]));
    });
    return output;
  }

  add(one: Value, other: Value): Value {
    const output = this.graph.node('Add', [one, other]);
    this.#back.push(() => {
      this.#add(one, () => this.gradientOf(output));
      this.#add(other, () => this.gradientOf(output));
    });
    return output;
  }

  /**
   * Weighted cross entropy between logits and a truth of 0 and 1, summed; written so that no logit
   * overflows: max(z, 0) − z·y + ln(1 + exp(−|z|)).
   */
  crossEntropy(logits: Value, truth: Value, weighting: Value): Value {
    const { graph } = this;
    const fit = graph.node('Sub', [graph.node('Relu', [logits]), graph.node('Mul', [logits, truth])]);
    const small = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [logits])])]);
    const rest = graph.node('Log', [graph.node('Add', [small, graph.scalar(1)])]);
    const each = graph.node('Mul', [graph.node('Add', [fit, rest]), weighting]);
    this.#back.push(() => {
      const miss = graph.node('Sub', [graph.node('Sigmoid', [logits]), truth]);
      this.#add(logits, () => graph.node('Mul', [miss, weighting]));
    });
    return graph.node('ReduceSum', [each], { keepdims: 0 });
  }

  /** Writes the way back, last step first. Afterwards {@link gradientOf} knows every value on it. */
  goBack(): void {
    for (const step of this.#back.toReversed()) step();
  }

  gradientOf(value: Value): Value {
    const gradient = this.#gradients.get(value);
    if (gradient === undefined) throw new Error(`nothing leads back to ${value}`);
    return gradient;
  }

  #add(value: Value, write: () => Value): void {
    if (this.#fixed.has(value)) return;
    const gradient = write();
    const known = this.#gradients.get(value);
    this.#gradients.set(value, known === undefined ? gradient : this.graph.node('Add', [known, gradient]));
  }

  /** From the finer image and the gradient at the coarser one: coarser × finer × 4 × 4. */
  #kernelGradient(fine: Value, coarse: Value): Value {
    const { graph } = this;
    const changedOver = (value: Value): Value => graph.node('Transpose', [value], { perm: [1, 0, 2, 3] });
    const { strides: dilations, pads } = halving;
    return changedOver(graph.node('Conv', [changedOver(fine), changedOver(coarse)], { dilations, pads }));
  }

  #biasGradient(gradient: Value): Value {
    return this.graph.node('ReduceSum', [gradient, this.graph.integers([0, 2, 3])], { keepdims: 0 });
  }
}
