/**
 * Appends to a Merkle tree: ours one entry at a time with the root known after each, the peers over the
 * whole list at once. And what ten million entries leave in memory.
 *
 *     node bench/log.ts SIDE ENTRIES
 *
 * runs one side once and prints its figure.
 */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { compactRange, toHex, treeHash } from '@havenwacht/transparency';
import { median, type Bench } from './bench-line.ts';

interface SideResult {
  readonly appendsPerCpuSecond: number;
  readonly root: string;
  /** Heap and buffers in use after a collection, by how many entries there were; null where not looked at. */
  readonly memoryMb: Readonly<Record<number, number>> | null;
}

const rounds = 3;
const peers = createRequire(new URL('./peers/package.json', import.meta.url));
const entry = (index: number): Buffer =>
  Buffer.from(
    `{"v":1,"at":"2026-03-02T06:00:00.000Z","kind":"look","act":"visit/read","subject":"v_${index}","person":"p_${index % 400}","roles":["analyst"],"session":"s_1","purpose":null,"content":"${'0'.repeat(64)}"}`,
  );

export const bench: Bench = {
  name: 'log',
  about: 'appends to the log a second, against @transmute/rfc9162 and merkletreejs; memory at 10 million',
  async *run({ quick }) {
    const entries = quick ? 20_000 : 200_000;
    for (const name of ['@transmute/rfc9162', 'merkletreejs'] as const) {
      const ours = await measure('ours', entries);
      const peer = await measure(name, entries);
      if (name === '@transmute/rfc9162' && peer.root !== ours.root)
        throw new Error(`${name} has another root`);
      yield {
        bench: 'log',
        case: `${entries} appends`,
        ours: ours.figure,
        peer: { name, version: versionOf(name), figure: peer.figure },
        unit: 'appends per CPU-second',
        ratio: ours.figure / peer.figure,
        limit: 50_000,
        note:
          name === 'merkletreejs'
            ? 'another tree: it does not tell leaves from nodes; whole list at once, native SHA-256'
            : 'same root; whole list at once, its own WebCrypto hashing',
      };
    }
    const most = quick ? 1_000_000 : 10_000_000;
    const { memoryMb } = await runApart('ours-memory', most);
    const earlier = Object.entries(memoryMb!).map(([entries, mb]) => `${mb} MB after ${entries}`);
    yield {
      bench: 'log',
      case: `memory in use after ${most} appends`,
      ours: memoryMb![most]!,
      peer: null,
      unit: 'MB',
      ratio: null,
      note: `${earlier.join(', ')}; the tree alone, in a process of its own after a collection`,
    };
  },
};

function versionOf(name: string): string {
  const path = new URL(`./peers/node_modules/${name}/package.json`, import.meta.url);
  return (peers(path.pathname) as { version: string }).version;
}

async function measure(
  side: string,
  entries: number,
): Promise<{ readonly figure: number; readonly root: string }> {
  const results: SideResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`log: ${side}, round ${round + 1} of ${rounds}\n`);
    results.push(await runApart(side, entries));
  }
  return { figure: median(results.map((one) => one.appendsPerCpuSecond)), root: results[0]!.root };
}

async function runApart(side: string, entries: number): Promise<SideResult> {
  const parameters = ['--expose-gc', import.meta.filename, side, String(entries)];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as SideResult;
}

const trees = treeHash((bytes) => hash('sha256', bytes, 'buffer'));

function memoryInUse(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1e5) / 10;
}

function appendAll(entries: Iterable<Uint8Array>): string {
  const range = compactRange(trees);
  for (const one of entries) range.append(trees.leaf(one));
  return toHex(range.root());
}

const sides: Readonly<Record<string, (entries: readonly Buffer[]) => string | Promise<string>>> = {
  ours: (entries) => appendAll(entries),
  async '@transmute/rfc9162'(entries) {
    const { CoMETRE } = peers('@transmute/rfc9162') as {
      CoMETRE: {
        RFC9162_SHA256: {
          leaf(one: Uint8Array): Promise<Uint8Array>;
          root(leaves: readonly Uint8Array[]): Promise<Uint8Array>;
        };
      };
    };
    const { leaf, root } = CoMETRE.RFC9162_SHA256;
    const leaves: Uint8Array[] = [];
    for (const one of entries) leaves.push(await leaf(one));
    return toHex(new Uint8Array(await root(leaves)));
  },
  merkletreejs(entries) {
    const { MerkleTree } = peers('merkletreejs') as {
      MerkleTree: new (
        leaves: readonly Buffer[],
        hashing: (data: Buffer) => Buffer,
        options: object,
      ) => { getRoot(): Buffer };
    };
    const sha256 = (data: Buffer): Buffer => hash('sha256', data, 'buffer');
    return new MerkleTree(entries, sha256, { hashLeaves: true }).getRoot().toString('hex');
  },
};

async function runSide(name: string, count: number): Promise<SideResult> {
  if (name === 'ours-memory') {
    const range = compactRange(trees);
    const looks = new Set([0.1, 0.3, 1].map((share) => Math.round(count * share)));
    const memoryMb: Record<number, number> = {};
    const before = process.cpuUsage();
    while (range.size < count) {
      range.append(trees.leaf(entry(range.size)));
      if (looks.has(range.size)) memoryMb[range.size] = memoryInUse();
    }
    const { user, system } = process.cpuUsage(before);
    return { appendsPerCpuSecond: count / ((user + system) / 1e6), root: toHex(range.root()), memoryMb };
  }
  const entries = Array.from({ length: count }, (_, index) => entry(index));
  await sides[name]!(entries.slice(0, 2_000));
  const before = process.cpuUsage();
  const root = await sides[name]!(entries);
  const { user, system } = process.cpuUsage(before);
  return { appendsPerCpuSecond: count / ((user + system) / 1e6), root, memoryMb: null };
}

if (import.meta.main) {
  const [name = '', count = '0'] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await runSide(name, Number(count))));
}
