import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultRuleSet, signals } from '@havenwacht/risk';

const locales = join(import.meta.dirname, '..', '..', 'web', 'src', 'locales');
const languages = readdirSync(locales, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const identity = /^identity-case\//;
const named = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

for (const language of languages) {
  const catalogue = JSON.parse(readFileSync(join(locales, language, 'reasons.json'), 'utf8')) as Record<
    string,
    string
  >;

  test(`every reason a signal can give has a sentence in ${language}, filled with the same values`, () => {
    const wordings = signals.flatMap(({ wordings }) => Object.entries(wordings));
    assert.ok(wordings.length > 60);
    for (const [code, wording] of wordings) {
      const sentence = catalogue[code];
      assert.ok(sentence !== undefined, `${code} has no sentence`);
      // The ledger words its own cases, in one text.
      if (!identity.test(code))
        for (const name of named(sentence)) assert.ok(named(wording).includes(name), code);
    }
  });

  test(`every rule that a node starts with has a sentence in ${language}`, () => {
    for (const { id, then } of defaultRuleSet.rules) {
      assert.ok(language === 'en' || then.texts?.[language] !== undefined, id);
    }
  });
}
