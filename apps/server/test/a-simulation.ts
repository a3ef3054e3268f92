import { simulatePort, type SimulationOptions, type Truth } from '@havenwacht/simulator';
import type { Handed } from '../src/features/intake/index.ts';
import { inBlocks } from './a-message.ts';

/** A small simulated port in memory: files in the order they were sent, and the truth. */
export interface Simulation {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly sentAt: number }[];
  readonly history: Simulation['files'];
  readonly truth: Truth;
}

/** Simulates a port; the same options give the same bytes. */
export function aSimulation(options: SimulationOptions): Simulation {
  const pieces = new Map<string, Uint8Array[]>();
  for (const { path, bytes } of simulatePort(options)) pieces.set(path, [...(pieces.get(path) ?? []), bytes]);
  const whole = (path: string): Uint8Array => Buffer.concat(pieces.get(path) ?? []);
  const all = [...pieces.keys()].map((path) => ({
    name: path.split('/').at(-1)!,
    bytes: whole(path),
    sentAt: sentAt(path),
  }));
  return {
    files: all.filter((file) => file.sentAt > 0).sort((a, b) => (a.name < b.name ? -1 : 1)),
    history: all.filter((file) => file.name.endsWith('.ndjson')),
    truth: JSON.parse(Buffer.from(whole('truth.json')).toString()) as Truth,
  };
}

/** Files of a simulation as they are handed to a node: received when they were sent. */
export function asHanded(files: Simulation['files']): readonly Handed[] {
  return files.map(({ name, bytes, sentAt: receivedAt }) => ({
    name,
    bytes: () => inBlocks(bytes),
    ...(receivedAt > 0 ? { receivedAt } : {}),
  }));
}

function sentAt(path: string): number {
  const parts = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(path)?.slice(1).map(Number);
  return parts === undefined ? 0 : Date.UTC(parts[0]!, parts[1]! - 1, parts[2], parts[3], parts[4], parts[5]);
}
