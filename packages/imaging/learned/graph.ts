import { ProtobufWriter } from './protobuf-writer.ts';

/** Numbers with a shape; row-major, the last dimension runs fastest. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** The name of a value in a graph. */
export type Value = string;

type Attribute = number | string | readonly number[];

interface FloatAttribute {
  readonly float: number;
}

/** A dimension: a size, or a name where any size will do. */
type Dimension = number | string;

/**
 * An ONNX graph that grows node by node and is then written as the bytes of a model.
 *
 * Operator set 13, because every runtime since 2020 reads it.
 *
 * @see docs/sources.md#onnx
 */
export class Graph {
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];
  #values = 0;

  input(name: string, dims: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, dims));
    return name;
  }

  output(name: string, value: Value, dims: readonly Dimension[]): void {
    this.#nodes.push(node('Identity', [value], [name], {}));
    this.#outputs.push(valueInfo(name, dims));
  }

  /** One node with one output; its value. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute | FloatAttribute>> = {},
  ): Value {
    const output = this.#fresh();
    this.#nodes.push(node(operator, inputs, [output], attributes));
    return output;
  }

  scalar(value: number): Value {
    return this.#constant(float32, [], new Uint8Array(Float32Array.of(value).buffer));
  }

  integers(values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(int64, [values.length], bytes);
  }

  /** The model as bytes. */
  write(name: string): Uint8Array {
    const graph = new ProtobufWriter();
    for (const one of this.#nodes) graph.message(1, one);
    graph.text(2, name);
    for (const one of this.#constants) graph.message(5, one);
    for (const one of this.#inputs) graph.message(11, one);
    for (const one of this.#outputs) graph.message(12, one);
    return new ProtobufWriter()
      .integer(1, 8)
      .text(2, 'havenwacht')
      .message(7, graph)
      .message(8, new ProtobufWriter().text(1, '').integer(2, 13)).bytes;
  }

  #fresh(): Value {
    this.#values += 1;
    return `v${this.#values}`;
  }

  #constant(type: number, dims: readonly number[], raw: Uint8Array): Value {
    const name = this.#fresh();
    const tensor = new ProtobufWriter();
    for (const dim of dims) tensor.integer(1, dim);
    this.#constants.push(tensor.integer(2, type).text(8, name).block(9, raw));
    return name;
  }
}

const float32 = 1;
const int64 = 7;

function node(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  attributes: Readonly<Record<string, Attribute | FloatAttribute>>,
): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.text(1, input);
  for (const output of outputs) writer.text(2, output);
  writer.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) writer.message(5, attribute(name, value));
  return writer;
}

function attribute(name: string, value: Attribute | FloatAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return writer.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return writer.text(4, value).integer(20, 3);
  if ('float' in value) return writer.float(2, value.float).integer(20, 1);
  for (const one of value) writer.integer(8, one);
  return writer.integer(20, 7);
}

function valueInfo(name: string, dims: readonly Dimension[]): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const dim of dims) {
    const one = new ProtobufWriter();
    shape.message(1, typeof dim === 'number' ? one.integer(1, dim) : one.text(2, dim));
  }
  const tensor = new ProtobufWriter().integer(1, float32).message(2, shape);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
