/**
 * An amendment 40 minutes before arrival: from the file that is handed in to the planner who has a control of
 * one of its boxes. The node is a whole one with its database, asked over HTTP as the screens ask it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, type Bench, type BenchLine } from './bench-line.ts';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
interface BenchNode {
  readonly address: string;
  readonly clock: { now(): number; set(at: number): void };
  start(): Promise<void>;
  receive(files: readonly unknown[], channel: 'folder'): Promise<unknown>;
  settle(): Promise<void>;
  get(path: string, headers: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}
interface Signed {
  readonly headers: Record<string, string>;
}
/** The parts of the server's test tools that are used here; the room exports nothing of them. */
interface Tools {
  aNode(options: { readonly ports: readonly string[]; readonly now: number }): Promise<BenchNode>;
  signedIn(node: BenchNode, roles: readonly string[]): Promise<Signed>;
  aSimulation(options: object): {
    readonly files: readonly { readonly sentAt: number }[];
    readonly history: readonly object[];
    readonly truth: { readonly now: string };
  };
  asHanded(files: readonly object[]): readonly unknown[];
  aContainer(serial: number): string;
  aManifest(options: object): string;
}

const minute = 60_000;
const limitSeconds = 5;
const ports = ['NLVLI', 'NLRTM', 'BEANR'];

export const bench: Bench = {
  name: 'amendment',
  about:
    'from an amended manifest handed in to the news and the difference at the planner who has a control of it',
  async *run({ quick }): AsyncIterable<BenchLine> {
    const tools = await serverTools();
    const [simulated, boxes, rounds] = quick ? [200, 40, 3] : [3_000, 400, 15];
    const { files, history, truth } = tools.aSimulation({ seed: 7, boxes: simulated, ports });
    const now = Date.parse(truth.now);
    const node = await tools.aNode({ ports, now });
    try {
      await node.start();
      const before = files.filter(({ sentAt }) => sentAt <= now);
      await node.receive(tools.asHanded([...history, ...before]), 'folder');
      const numbers = Array.from({ length: boxes }, (_, index) => tools.aContainer(780_000 + index * 7));
      const manifest = (goods: string, round: number): string =>
        tools.aManifest({
          at: node.clock.now() - 1000,
          document: 'QZBENCH',
          voyage: {
            imo: '9074729',
            vessel: 'SYNTHETIC ONE',
            voyage: '1W',
            port: 'NLVLI',
            eta: now + 40 * minute,
          },
          bills: numbers.map((number, index) => ({
            number: `QZB${number}`,
            boxes: [number],
            goods: index === 0 ? goods : 'BANANAS',
            consignee: 'SYNTHETIC FRUIT B.V.',
          })),
          ...(round === 0 ? {} : { function: '5' }),
        });
      const desk = await tools.signedIn(node, ['analyst']);
      const planner = await tools.signedIn(node, ['planner']);
      const hand = async (name: string, text: string): Promise<void> => {
        const { status, body } = await node.post(`/api/v1/files?name=${name}`, text, desk.headers);
        if (status >= 300) throw new Error(`the file was not taken: ${JSON.stringify(body)}`);
      };
      await hand('manifest.edi', manifest('BANANAS', 0));
      await node.settle();
      const listed = await node.get(`/api/v1/visits?q=${numbers[0] ?? ''}`, desk.headers);
      const [{ id: visit } = { id: '' }] = listed.body['items'] as readonly { readonly id: string }[];
      const wish = {
        visit,
        method: 'scan',
        reason: 'measured',
        place: 'scanner',
        lane: 'scanner',
        plannedAt: new Date(now + 120 * minute).toISOString(),
      };
      const control = String((await node.post('/api/v1/controls', wish, planner.headers)).body['id']);
      const news = await follow(node.address, planner.headers);
      const told: number[] = [];
      const shown: number[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        node.clock.set(now + round * 1000);
        const goods = `PINEAPPLES LOT ${round}`;
        const text = manifest(goods, round);
        const heard = news.next(visit);
        const begun = performance.now();
        await hand(`amended-${round}.edi`, text);
        await heard;
        told.push((performance.now() - begun) / 1000);
        const { body } = await node.get(`/api/v1/controls/${control}/card`, planner.headers);
        shown.push((performance.now() - begun) / 1000);
        const changes = body['changes'] as readonly { readonly after: string }[];
        if (!changes.some(({ after }) => after.includes(goods))) {
          throw new Error('the control does not show what the amendment changed');
        }
      }
      news.stop();
      const note = `manifest of ${boxes} bills on a node with ${simulated} simulated boxes, ${rounds} amendments, the slowest`;
      const line = (what: string, seconds: readonly number[]): BenchLine => ({
        bench: 'amendment',
        case: what,
        ours: Math.max(...seconds),
        peer: null,
        unit: 'seconds',
        ratio: null,
        limit: limitSeconds,
        note: `${note}; median ${median(seconds).toFixed(2)} s`,
      });
      yield line('file handed in → news at the planner', told);
      yield line('file handed in → difference on the control', shown);
    } finally {
      await node.close();
    }
  },
};

/** The planner's live channel. */
async function follow(
  address: string,
  headers: Record<string, string>,
): Promise<{ next(visit: string): Promise<void>; stop(): void }> {
  const ended = new AbortController();
  const response = await fetch(new URL('/api/v1/live', address), { headers, signal: ended.signal });
  if (response.body === null) throw new Error('the node has no live channel');
  let waiting: { readonly visit: string; readonly heard: () => void } | null = null;
  const read = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const block of body) {
      text += decoder.decode(block, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (!event.includes('event: revision')) continue;
        const { changed } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{}') as {
          readonly changed?: readonly string[] | null;
        };
        if (waiting !== null && (changed === null || changed?.includes(waiting.visit) === true))
          waiting.heard();
      }
    }
  };
  read(response.body).catch(() => undefined);
  return {
    next: (visit) => new Promise((heard) => void (waiting = { visit, heard })),
    stop: () => ended.abort(),
  };
}

async function serverTools(): Promise<Tools> {
  const room = join(import.meta.dirname, '../apps/server/test');
  const files = ['a-node.ts', 'signed-in.ts', 'a-simulation.ts', 'a-message.ts'];
  const loaded = await Promise.all(
    files.map((file) => import(pathToFileURL(join(room, file)).href) as Promise<object>),
  );
  return Object.assign({}, ...loaded) as Tools;
}
