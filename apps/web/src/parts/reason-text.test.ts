import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TFunction } from 'i18next';
import { formatsFor } from './formats.ts';
import { reasonText } from './reason-text.ts';

const catalogue: Record<string, string> = {
  'weight/vgm-over-declared': 'VGM {kg} kg boven de aangifte, {minutes} voor aankomst',
};
const t = ((key: string) => catalogue[key] ?? '') as unknown as TFunction;
const dutch = formatsFor('nl');
const base = { signal: 'weight-vgm', weight: 1.2, text: 'VGM is 2140 kg over the declared mass' };

test('reasonText() fills the translated sentence with the values of the reason', () => {
  const reason = { ...base, code: 'weight/vgm-over-declared', params: { kg: 2140, minutes: 540 } };
  assert.deepEqual(reasonText(reason, t, dutch, 'nl'), {
    text: 'VGM 2.140 kg boven de aangifte, 9 u voor aankomst',
    lang: 'nl',
  });
});

test('reasonText() falls back to the English sentence, marked as English, for an unknown code', () => {
  const reason = { ...base, code: 'weight/other', params: {} };
  assert.deepEqual(reasonText(reason, t, dutch, 'nl'), { text: base.text, lang: 'en' });
});

test('reasonText() refuses a translation that would leave a gap', () => {
  const reason = { ...base, code: 'weight/vgm-over-declared', params: { kg: 2140 } };
  assert.equal(reasonText(reason, t, dutch, 'nl').lang, 'en');
});

test('reasonText() names what happened to a container as the catalogue of codes does', () => {
  const words: Record<string, string> = {
    'identity-case/impossible-sequence': '{nextEvent} direct na {event} in {port}.',
    'events.gate-out': 'Gate uit',
  };
  const of = ((key: string, { defaultValue }: { defaultValue: string }) =>
    words[key] ?? defaultValue) as unknown as TFunction;
  const said = {
    code: 'identity-case/impossible-sequence',
    text: 'discharge directly after gate-out in NLVLI',
    params: { event: 'gate-out', nextEvent: 'discharge', port: 'NLVLI' },
  };
  assert.deepEqual(reasonText(said, of, dutch, 'nl'), {
    text: 'discharge direct na Gate uit in NLVLI.',
    lang: 'nl',
  });
});

test('reasonText() takes the sentence that came along in the language of the reader, else the English one', () => {
  const reason = { ...base, code: 'rule/own', params: {}, texts: { nl: 'Lege reefer uit de regio.' } };
  assert.deepEqual(reasonText(reason, t, dutch, 'nl'), { text: 'Lege reefer uit de regio.', lang: 'nl' });
  assert.deepEqual(reasonText(reason, t, dutch, 'fr'), { text: base.text, lang: 'en' });
});
