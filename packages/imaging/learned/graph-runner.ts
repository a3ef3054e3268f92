import type { Tensor } from './graph.ts';

/** What runs ONNX graphs. */
export interface GraphRunner {
  /** Name and version, for the card of a model. */
  readonly name: string;
  open(model: Uint8Array): Promise<OpenGraph>;
}

export interface OpenGraph {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  close(): Promise<void>;
}

interface RuntimeTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** As much of onnxruntime-node as is used: it is optional, so its types may not be here either. */
interface Runtime {
  readonly Tensor: new (type: 'float32', values: Float32Array, dims: readonly number[]) => RuntimeTensor;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: Readonly<Record<string, unknown>>,
    ): Promise<{
      run(inputs: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
      release(): Promise<void>;
    }>;
  };
  readonly env: { readonly versions: { readonly node?: string; readonly common?: string } };
}

/**
 * onnxruntime on this machine, `null` where it is not installed or does not load: the learned analyser then
 * answers "not evaluated".
 *
 * One thread: a sum over several is added up in another order each time, and training would not repeat.
 */
export async function openGraphRunner(
  load: () => Promise<unknown> = () => import('onnxruntime-node'),
): Promise<GraphRunner | null> {
  const runtime = await loadRuntime(load);
  if (runtime === null) return null;
  const { Tensor, InferenceSession, env } = runtime;
  return {
    name: `onnxruntime-node ${env.versions.node ?? env.versions.common ?? ''}`.trim(),
    async open(model) {
      const session = await InferenceSession.create(model, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        logSeverityLevel: 3,
      });
      return {
        async run(inputs) {
          const given = Object.fromEntries(
            Object.entries(inputs).map(([name, { dims, values }]) => [
              name,
              new Tensor('float32', values, dims),
            ]),
          );
          const answers = await session.run(given);
          return Object.fromEntries(
            Object.entries(answers).map(([name, { dims, data }]) => [
              name,
              { dims, values: data as Float32Array },
            ]),
          );
        },
        close: () => session.release(),
      };
    },
  };
}

async function loadRuntime(load: () => Promise<unknown>): Promise<Runtime | null> {
  try {
    const loaded = (await load()) as Runtime & { readonly default?: Runtime };
    return loaded.default ?? loaded;
  } catch {
    return null;
  }
}
