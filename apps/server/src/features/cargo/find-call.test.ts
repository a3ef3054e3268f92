import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCall, type PortCall } from './find-call.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 2, 1);
const call = (over: Partial<PortCall>): PortCall => ({
  id: 'c_1',
  vesselKey: 'imo:9000001',
  port: 'NLVLI',
  voyageKey: '12W',
  arrivalAt: now + 5 * day,
  firstStatedAt: now,
  ...over,
});

test('findCall() finds the call by its voyage number', () => {
  const words = { port: 'NLVLI', voyageKey: '12W', arrivalAt: null, statedAt: now };
  assert.equal(findCall(words, [call({})])?.id, 'c_1');
});

test('findCall() takes two voyage numbers with near arrivals as one call', () => {
  const words = { port: 'NLVLI', voyageKey: '12E', arrivalAt: now + 6 * day, statedAt: now };
  assert.equal(findCall(words, [call({})])?.id, 'c_1');
});

test('findCall() keeps another voyage weeks later apart', () => {
  const words = { port: 'NLVLI', voyageKey: '14W', arrivalAt: now + 40 * day, statedAt: now + 30 * day };
  assert.equal(findCall(words, [call({})]), null);
});

test('findCall() keeps the same voyage number of another year apart', () => {
  const words = { port: 'NLVLI', voyageKey: '12W', arrivalAt: now + 365 * day, statedAt: now + 350 * day };
  assert.equal(findCall(words, [call({})]), null);
});

test('findCall() keeps another port apart', () => {
  const words = { port: 'BEANR', voyageKey: '12W', arrivalAt: null, statedAt: now };
  assert.equal(findCall(words, [call({})]), null);
});

test('findCall() gives a statement without voyage number to the nearest call it can speak of', () => {
  const words = { port: 'NLVLI', voyageKey: null, arrivalAt: null, statedAt: now + 34 * day };
  const calls = [call({}), call({ id: 'c_2', voyageKey: '14W', arrivalAt: now + 40 * day })];
  assert.equal(findCall(words, calls)?.id, 'c_2');
});
