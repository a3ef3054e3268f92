import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waterView } from '../src/features/screening/water-view.ts';
import { aContainer, aDischargeOrder, aGateReport, aQuayReport, aStowPlan, day, hour } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { signedIn } from './signed-in.ts';

interface Bands {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

interface Water {
  readonly asOf: string;
  readonly ports: readonly { readonly port: string; readonly bands: Bands }[];
  readonly vessels: readonly {
    readonly name: string;
    readonly port: string;
    readonly arrivalAt: string;
    readonly arrivalActual: boolean;
    readonly fromPort: string | null;
    readonly departedAt: string | null;
    readonly bands: Bands;
  }[];
  readonly blocks: readonly {
    readonly port: string;
    readonly terminal: string | null;
    readonly block: string | null;
    readonly since: string;
    readonly bands: Bands;
  }[];
}

interface Ashore {
  readonly total: number;
  readonly items: readonly { readonly container: string; readonly visit: string; readonly since: string }[];
}

const sum = (bands: Bands): number => bands.a + bands.b + bands.c + bands.d;
const [onWater, alsoOnWater, onQuay, moved, gone, elsewhere] = [1, 2, 3, 4, 5, 6].map((n) =>
  aContainer(410_000 + n),
) as [string, string, string, string, string, string];

describe('water and yard', () => {
  let node: TestNode;
  before(async () => {
    node = await aNode({ ports: ['NLVLI', 'NLRTM'] });
    const coming = {
      imo: '9074729',
      vessel: 'SYNTHETIC ONE',
      voyage: '41W',
      port: 'NLVLI',
      eta: now + 4 * day,
    };
    const there = { imo: '9839272', vessel: 'SYNTHETIC TWO', voyage: '42W', port: 'NLRTM', ata: now - day };
    await node.take({
      'plan.edi': aStowPlan({
        at: now - 9 * day,
        voyage: { ...coming, loadPort: 'ECGYE', departed: now - 10 * day },
        boxes: [{ number: onWater }, { number: alsoOnWater, stow: '0030182' }],
      }),
      'order.edi': aDischargeOrder({
        at: now - 2 * day,
        voyage: there,
        boxes: [onQuay, moved, gone].map((number) => ({ number })),
      }),
      'other.edi': aDischargeOrder({
        at: now - 2 * day,
        voyage: { ...coming, voyage: '41E', port: 'NLRTM', eta: now + 6 * day },
        boxes: [{ number: elsewhere }],
      }),
      'quay.edi': aQuayReport({
        at: now - 20 * hour,
        event: 'discharge',
        voyage: there,
        boxes: [onQuay, moved, gone].map((number, n) => ({ number, happenedAt: now - (22 - n) * hour })),
      }),
      'in.edi': aGateReport({
        at: now - 9 * hour,
        event: 'gate-in',
        port: 'NLRTM',
        boxes: [{ number: moved, happenedAt: now - 10 * hour, stow: '0120304' }],
      }),
      'out.edi': aGateReport({
        at: now - 5 * hour,
        event: 'gate-out',
        port: 'NLRTM',
        boxes: [{ number: gone, happenedAt: now - 6 * hour }],
      }),
    });
  });
  after(() => node?.close());

  const water = async (): Promise<Water> => (await node.get<Water>('/api/v1/water')).body;

  test('a vessel stands with its port of departure, its instants and its open containers', async () => {
    const { vessels, asOf } = await water();
    assert.equal(asOf, new Date(now).toISOString());
    const coming = vessels.find(({ port }) => port === 'NLVLI')!;
    assert.deepEqual(
      [coming.name, coming.fromPort, coming.departedAt, coming.arrivalAt, coming.arrivalActual],
      [
        'SYNTHETIC ONE',
        'ECGYE',
        new Date(now - 10 * day).toISOString(),
        new Date(now + 4 * day).toISOString(),
        false,
      ],
    );
    assert.equal(sum(coming.bands), 2);
    assert.deepEqual(
      vessels.map(({ arrivalAt }) => arrivalAt),
      [...vessels.map(({ arrivalAt }) => arrivalAt)].sort(),
    );
  });

  test('what was discharged stands ashore, in its block where a message states one; what left does not', async () => {
    const { blocks } = await water();
    assert.deepEqual(
      blocks.map(({ port, block, bands, since }) => [port, block, sum(bands), since]),
      [
        ['NLRTM', '012', 1, new Date(now - 21 * hour).toISOString()],
        ['NLRTM', null, 1, new Date(now - 22 * hour).toISOString()],
      ],
    );
    const list = async (query: string): Promise<readonly string[]> =>
      (await node.get<Ashore>(`/api/v1/water/ashore?${query}`)).body.items.map(({ container }) => container);
    assert.deepEqual(await list('port=NLRTM&block=012'), [moved]);
    assert.deepEqual(await list('port=NLRTM'), [onQuay]);
    assert.deepEqual(await list('port=NLVLI'), []);
    assert.deepEqual(await list('port=NLRTM&terminal=QXX'), []);
  });

  test('the counts of the ports are those of the open visits', async () => {
    const { ports } = await water();
    assert.deepEqual(
      ports.map(({ port, bands }) => [port, sum(bands)]),
      [
        ['NLRTM', 3],
        ['NLVLI', 2],
      ],
    );
  });

  test('a reader of one port finds nothing of another, not even in a count', async () => {
    const seen = await waterView(node.db, { ports: ['NLVLI'], now });
    assert.deepEqual(
      [seen.ports.map(({ port }) => port), seen.vessels.map(({ port }) => port), seen.blocks],
      [['NLVLI'], ['NLVLI'], []],
    );
    const none = await waterView(node.db, { ports: [], now });
    assert.deepEqual(none, { ports: [], vessels: [], blocks: [] });
  });

  test('over HTTP the ports of the reader hold, and without a role for cases there is no such address', async () => {
    const flushing = await signedIn(node, ['analyst'], { ports: ['NLVLI'] });
    const { body } = await node.get<Water>('/api/v1/water', flushing.headers);
    assert.deepEqual([body.ports.map(({ port }) => port), body.blocks], [['NLVLI'], []]);
    const { body: ashore } = await node.get<Ashore>('/api/v1/water/ashore?port=NLRTM', flushing.headers);
    assert.deepEqual(ashore, { total: 0, items: [] });
    for (const role of ['press', 'administrator', 'terminal'] as const) {
      const { headers } = await signedIn(node, [role]);
      assert.equal((await node.get('/api/v1/water', headers)).status, 404, role);
    }
  });

  test('a place that is none is refused', async () => {
    for (const query of ['', 'port=nlrtm', 'port=NLRTM&block=', "port=NLRTM'--"])
      assert.equal((await node.get(`/api/v1/water/ashore?${query}`)).status, 400, query);
  });
});
