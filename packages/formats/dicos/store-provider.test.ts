import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutatedCopies } from '../test/mutate-bytes.ts';
import { aDx } from '../test/a-dx.ts';
import { joinBytes } from '../join-bytes.ts';
import { readDx, StoreProvider, writeDx, dicosClass, type ProviderAct } from './index.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const big32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};
const unit = (kind: number, body: Uint8Array): Uint8Array =>
  joinBytes([Uint8Array.of(kind, 0), big32(body.length), body]);
const item = (kind: number, body: Uint8Array): Uint8Array =>
  joinBytes([Uint8Array.of(kind, 0, body.length >> 8, body.length & 255), body]);

function request(
  calling = 'SCANNER',
  called = 'HAVENWACHT',
  sopClass: string = dicosClass.dxForProcessing,
): Uint8Array {
  const context = item(
    0x20,
    joinBytes([
      Uint8Array.of(1, 0, 0, 0),
      item(0x30, ascii(sopClass)),
      item(0x40, ascii('1.2.840.10008.1.2.1')),
    ]),
  );
  const head = joinBytes([
    Uint8Array.of(0, 1, 0, 0),
    ascii(called.padEnd(16)),
    ascii(calling.padEnd(16)),
    new Uint8Array(32),
  ]);
  return unit(
    1,
    joinBytes([
      head,
      item(0x10, ascii('1.2.840.10008.3.1.1.1')),
      context,
      item(0x50, item(0x51, big32(16_384))),
    ]),
  );
}

function value(context: number, control: number, bytes: Uint8Array): Uint8Array {
  return unit(4, joinBytes([big32(bytes.length + 2), Uint8Array.of(context, control), bytes]));
}

function command(elements: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  return joinBytes(
    elements.map(([element, bytes]) => {
      const head = new Uint8Array(8);
      const view = new DataView(head.buffer);
      view.setUint16(2, element, true);
      view.setUint32(4, bytes.length, true);
      return joinBytes([head, bytes]);
    }),
  );
}

const short = (number: number): Uint8Array => Uint8Array.of(number & 255, number >> 8);
const store = (sopClass: string = dicosClass.dxForProcessing): Uint8Array =>
  command([
    [0x0002, ascii(sopClass)],
    [0x0100, short(1)],
    [0x0110, short(7)],
    [0x0800, short(0)],
    [0x1000, ascii('2.25.1001\0')],
  ]);

/** The data set of a file, without its head. */
function dataSet(file: Uint8Array): Uint8Array {
  const length = new DataView(file.buffer).getUint32(140, true);
  return file.slice(144 + length);
}

const aProvider = (mostBytes = 100_000): StoreProvider =>
  new StoreProvider({ title: 'HAVENWACHT', mayCall: (title) => title === 'SCANNER', mostBytes });
const kindOf = (act: ProviderAct | undefined): unknown => (act?.act === 'send' ? act.bytes[0] : act?.act);
/** The value of (0000,0900) in an answer. */
function statusOf(bytes: Uint8Array): number {
  const at = Buffer.from(bytes).indexOf(Uint8Array.of(0, 0, 0, 9, 2, 0, 0, 0));
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(at + 8, true);
}
const kinds = (acts: Iterable<ProviderAct>): readonly unknown[] => [...acts].map(kindOf);

test('an instance in any blocks is handed on as the file it was', () => {
  const dx = aDx();
  const data = dataSet(writeDx(dx));
  const half = data.length >> 1;
  const bytes = joinBytes([
    request(),
    value(1, 3, store()),
    value(1, 0, data.subarray(0, half)),
    value(1, 2, data.subarray(half)),
    unit(5, new Uint8Array(4)),
  ]);
  for (const size of [1, 7, 100, bytes.length]) {
    const provider = aProvider();
    const seen: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const act of provider.push(bytes.slice(at, at + size))) {
        seen.push(kindOf(act));
        if (act.act !== 'store') continue;
        assert.equal(act.instance.callingTitle, 'SCANNER');
        const reading = readDx(joinBytes(act.instance.blocks));
        assert.ok(reading.ok);
        assert.deepEqual(reading.record, dx);
        assert.deepEqual([statusOf(act.answer(true)), statusOf(act.answer(false))], [0, 0xa700]);
      }
    }
    assert.deepEqual(seen, [2, 'store', 6, 'close']);
  }
});

test('a caller, a called title and a class that are not known are refused', () => {
  assert.deepEqual(kinds(aProvider().push(request('STRANGER'))), [3, 'close']);
  assert.deepEqual(kinds(aProvider().push(request('SCANNER', 'OTHER'))), [3, 'close']);
  const provider = aProvider();
  const [answer] = [...provider.push(request('SCANNER', 'HAVENWACHT', '1.2.840.10008.5.1.4.1.1.2'))];
  assert.equal(kindOf(answer), 2);
  // The context was not agreed: using it breaks the protocol.
  assert.deepEqual(kinds(provider.push(value(1, 3, store()))), [7, 'close']);
});

test('an instance that is too large is refused, and the association goes on', () => {
  const provider = aProvider(1_000);
  assert.deepEqual(kinds(provider.push(request())), [2]);
  assert.deepEqual(kinds(provider.push(value(1, 3, store()))), []);
  for (let i = 0; i < 100; i++)
    assert.deepEqual(kinds(provider.push(value(1, 0, new Uint8Array(1_000)))), []);
  const [refused] = [...provider.push(value(1, 2, new Uint8Array(10)))];
  assert.ok(refused?.act === 'send');
  assert.equal(statusOf(refused.bytes), 0xa700, 'out of resources');
  assert.deepEqual(kinds(provider.push(unit(5, new Uint8Array(4)))), [6, 'close']);
});

test('what breaks the protocol aborts the association', () => {
  const after = (...bytes: readonly Uint8Array[]): readonly unknown[] => {
    const provider = aProvider();
    assert.deepEqual(kinds(provider.push(request())), [2]);
    return kinds(provider.push(joinBytes(bytes)));
  };
  const abort = [7, 'close'];
  assert.deepEqual(kinds(aProvider().push(value(1, 3, store()))), abort, 'data before an association');
  assert.deepEqual(kinds(aProvider().push(ascii('GET / HTTP/1.1\r\n'))), abort);
  assert.deepEqual(
    kinds(aProvider().push(Uint8Array.of(1, 0, 255, 255, 255, 255))),
    abort,
    'a unit of 4 GiB',
  );
  assert.deepEqual(after(request()), abort, 'a second request');
  assert.deepEqual(after(value(1, 2, new Uint8Array(4))), abort, 'data without a command');
  assert.deepEqual(after(unit(4, joinBytes([big32(0xffff_ffff), Uint8Array.of(1, 3)]))), abort);
  assert.deepEqual(after(unit(4, joinBytes([big32(1), Uint8Array.of(1)]))), abort);
  assert.deepEqual(after(value(1, 3, Uint8Array.of(0, 0, 0, 1, 255, 255, 255, 255))), abort);
  assert.deepEqual(after(value(1, 3, command([[0x0100, short(0x20)]]))), abort, 'C-FIND');
  assert.deepEqual(after(value(1, 3, store()), value(1, 3, store())), abort, 'a command inside a data set');
  const many = Array.from({ length: 40 }, () => value(1, 1, new Uint8Array(1_000)));
  assert.deepEqual(after(...many), abort, 'a command without end');
});

test('no damaged conversation makes the provider throw', () => {
  const whole = joinBytes([
    request(),
    value(1, 3, store()),
    value(1, 2, dataSet(writeDx(aDx()))),
    unit(5, new Uint8Array(4)),
  ]);
  for (const bytes of mutatedCopies([whole], 4_000, 17)) {
    const provider = aProvider();
    for (let at = 0; at < bytes.length; at += 500)
      for (const act of provider.push(bytes.subarray(at, at + 500))) void act;
  }
});
