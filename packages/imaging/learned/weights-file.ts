import { weightShapes, type Weights } from './network.ts';

/** Weights as they are kept: with how they came about, so that they can be made again. */
export interface WeightsFile {
  readonly model: 'projected-threats';
  readonly version: string;
  readonly seed: number;
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  readonly runner: string;
  readonly trainedOn: string;
  /** Numbers of every tensor as 32-bit floating point, little endian, base64. */
  readonly tensors: Readonly<Record<string, string>>;
}

/**
 * Weights out of their file.
 *
 * @throws {RangeError} when a tensor is missing, has another size, or holds what is no number
 */
export function readWeights(file: WeightsFile): Weights {
  return Object.fromEntries(
    Object.entries(weightShapes).map(([name, dims]) => {
      const text = file.tensors[name];
      const bytes =
        text === undefined ? new Uint8Array(0) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const count = dims.reduce((product, dim) => product * dim, 1);
      if (bytes.length !== count * 4)
        throw new RangeError(`${name} has ${bytes.length} bytes, not ${count * 4}`);
      const view = new DataView(bytes.buffer);
      const values = Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * 4, true));
      if (!values.every(Number.isFinite)) throw new RangeError(`${name} holds what is no number`);
      return [name, { dims, values }];
    }),
  );
}

/** Tensors as their file keeps them. */
export function writeWeights(weights: Weights): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { values }]) => {
      const bytes = new Uint8Array(values.length * 4);
      const view = new DataView(bytes.buffer);
      values.forEach((value, i) => view.setFloat32(i * 4, value, true));
      return [name, btoa(String.fromCharCode(...bytes))];
    }),
  );
}
