import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generatedPort } from './generated-port.ts';
import { pages } from './screens.ts';
import type { FixtureNode } from './fixture-node.ts';

test('every address of the console stands in the list of screens, so that every check looks at it', () => {
  const source = readFileSync(join(import.meta.dirname, '../src/routes.tsx'), 'utf8');
  const routes = [...source.matchAll(/path: '(\/[^']+)'/g)].map(([, path]) => path!);
  assert.ok(routes.length > 10);
  const node = { port: generatedPort(10) } as FixtureNode;
  const looked = new Set(pages.map(({ path }) => path(node).split('?')[0]!));
  const matches = (route: string) =>
    [...looked].some((path) => new RegExp(`^${route.replace(/\$\w+/, '[^/]+')}$`).test(path));
  assert.deepEqual(
    routes.filter((route) => !matches(route)),
    [],
  );
});
