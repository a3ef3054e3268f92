import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsReefer, temperatureRangeFor } from './carriage-temperature.ts';

const contains = (hs: string, celsius: number) => {
  const range = temperatureRangeFor(hs);
  return range !== null && celsius >= range.minC && celsius <= range.maxC;
};

test('temperatureRangeFor() holds the set points of the fresh trade', () => {
  for (const [hs, celsius] of [
    ['0803', 13.3],
    ['08039010', 13.9],
    ['0303', -20],
    ['0202', -18],
    ['0804300000', 7.5],
    ['080440', 5],
    ['080450', 10],
    ['0805', 4],
    ['080550', 10],
    ['0806', -0.5],
    ['0808', 0],
    ['0810', 0],
    ['0603', 2],
    ['0201', -1.4],
    ['0811', -18],
    ['0710', -20],
    ['2105', -25],
    ['070960', 8],
    ['080720', 10],
    ['2009', -18],
  ] as const) {
    assert.equal(contains(hs, celsius), true, `${hs} ${String(celsius)}`);
  }
});

test('temperatureRangeFor() refuses set points at which the goods would be lost', () => {
  for (const [hs, celsius] of [
    ['0803', -18],
    ['0803', 5],
    ['0303', 13.3],
    ['0202', 2],
    ['0806', 13],
    ['0808', -18],
    ['0603', 14],
    ['080430', -18],
    ['0811', 0],
    ['2105', 4],
    ['0207', 13],
  ] as const) {
    assert.equal(contains(hs, celsius), false, `${hs} ${String(celsius)}`);
  }
});

test('temperatureRangeFor() knows nothing of dry goods, chapters and words', () => {
  for (const hs of ['8471', '08', '', 'BANANAS', '080620', '803'])
    assert.equal(temperatureRangeFor(hs), null, hs);
});

test('needsReefer() tells goods that must be cooled from those that can and those that are dry', () => {
  for (const hs of ['0803', '0202', '0303', '0806', '080610', '0810', '2105'])
    assert.equal(needsReefer(hs), true, hs);
  for (const hs of ['0703', '2009', '1806', '080620', '0901', '1801', '8471', '', '08']) {
    assert.equal(needsReefer(hs), false, hs);
  }
});
