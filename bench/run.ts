// `node bench/run.ts [--quick] [NAME…]`: runs benchmarks one after the other, a JSON line a case on stdout.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench-line.ts';
import { installPeers } from './install-peers.ts';

const usage = `Example: node bench/run.ts --quick edifact rules

Runs the named benchmarks, all of them when none is named.
  --quick   small inputs: shows that it runs, measures little
  --list    names and what they measure
`;

/** Files beside this one that export a benchmark. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .filter((file) => /^export const bench\b/m.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
  .map((file) => file.slice(0, -3))
  .sort();

process.exitCode = await main();

async function main(): Promise<number> {
  const options = {
    quick: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`No benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}\n`);
    return 2;
  }
  const wanted = positionals.length > 0 ? positionals : names;
  if (values.list === true) {
    for (const name of wanted) process.stdout.write(`${name.padEnd(12)} ${(await load(name)).about}\n`);
    return 0;
  }
  if (!installPeers())
    process.stderr.write('Some peers could not be installed; their figures are missing.\n');
  for (const name of wanted) {
    process.stderr.write(`${name}\n`);
    for await (const line of (await load(name)).run({ quick: values.quick === true })) {
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }
  return 0;
}

async function load(name: string): Promise<Bench> {
  return ((await import(`./${name}.ts`)) as { readonly bench: Bench }).bench;
}
