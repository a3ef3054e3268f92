import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { checkAlone } from './check-alone.ts';
import { checkCycles } from './check-cycles.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkDocLinks } from './check-doc-links.ts';
import { checkErrorsPage } from './check-errors-page.ts';
import { checkExamples } from './check-examples.ts';
import { checkFormat } from './check-format.ts';
import { checkLint } from './check-lint.ts';
import { checkNames } from './check-names.ts';
import { checkSchema, migratedSchema } from './check-schema.ts';
import { checkTypes } from './check-types.ts';
import { checkUnused } from './check-unused.ts';
import type { Check } from './finding.ts';

const house = resolve(import.meta.dirname, '..', '..');

const checks = {
  alone: checkAlone,
  cycles: checkCycles,
  dependencies: checkDependencies,
  'doc-links': checkDocLinks,
  examples: checkExamples,
  format: checkFormat,
  lint: checkLint,
  names: checkNames,
  types: checkTypes,
  unused: checkUnused,
} satisfies Record<string, Check>;
type CheckName = keyof typeof checks;

/** Files by path from the root of the small house. */
type Files = Readonly<Record<string, string>>;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const room = (name: string, rest: object) =>
  json({ name: `@havenwacht/${name}`, version: '0.1.0', type: 'module', ...rest });

function dependencyTable(): string {
  const names = ['@types/node', '@types/pg', 'eslint', 'node', 'pg', 'prettier', 'typescript-eslint'];
  const rows = [['Package', 'Licence'], ['-', '-'], ...names.map((name) => [`\`${name}\``, 'MIT'])];
  const lines = rows.map(([name = '', licence = '']) => {
    const fill = name === '-' ? '-' : ' ';
    return `| ${name.padEnd(19, fill)} | ${licence.padEnd(7, fill)} |\n`;
  });
  return `# Dependencies\n\n${lines.join('')}`;
}

/** A house with one brick in every room, held by the real configuration and the real checks. */
const cleanHouse: Files = {
  'package.json': json({
    name: 'small-house',
    type: 'module',
    devDependencies: {
      '@types/node': '1.0.0',
      node: '1.0.0',
      prettier: '1.0.0',
      'typescript-eslint': '1.0.0',
      eslint: '1.0.0',
    },
  }),
  'README.md':
    '# Small house\n\nSee [the sources](docs/sources.md#iso-6346) and [below](#the-end).\n\n## The end\n',
  'docs/adr/0007-dependencies.md': dependencyTable(),
  'docs/sources.md': '# Sources\n\n## ISO 6346\n',
  'packages/domain/package.json': room('domain', { exports: { '.': './index.ts' } }),
  'packages/domain/index.ts': "export { double } from './double.ts';\n",
  'packages/domain/double.ts': `/**
 * Twice a number.
 *
 * @see docs/sources.md#iso-6346
 * @example double(2) // 4
 * @example double(Symbol('x')) // throws
 */
export function double(value: number): number {
  return 2 * value;
}
`,
  'packages/formats/package.json': room('formats', {
    exports: { '.': './index.ts' },
    dependencies: { '@havenwacht/domain': '*' },
  }),
  'packages/formats/index.ts':
    "import { double } from '@havenwacht/domain';\n\nexport const four = double(2);\n",
  'packages/risk/package.json': room('risk', {
    exports: { '.': './index.ts' },
    dependencies: { '@havenwacht/domain': '*' },
  }),
  'packages/risk/index.ts': "import { double } from '@havenwacht/domain';\n\nexport const six = double(3);\n",
  'packages/imaging/package.json': room('imaging', { exports: { '.': './index.ts' } }),
  'packages/imaging/index.ts': 'export const ten = 10;\n',
  'packages/planning/package.json': room('planning', { exports: { '.': './index.ts' } }),
  'packages/planning/index.ts': 'export const eleven = 11;\n',
  'packages/transparency/package.json': room('transparency', { exports: { '.': './index.ts' } }),
  'packages/transparency/index.ts': 'export const twelve = 12;\n',
  'tools/simulator/package.json': room('simulator', {
    exports: { '.': './index.ts' },
    dependencies: { '@havenwacht/domain': '*' },
  }),
  'tools/simulator/index.ts':
    "import { double } from '@havenwacht/domain';\n\nexport const eight = double(4);\n",
  'apps/server/package.json': room('server', {
    dependencies: { '@havenwacht/risk': '*', pg: '1.0.0' },
    devDependencies: { '@types/pg': '1.0.0' },
  }),
  'apps/server/src/platform/db/index.ts':
    "import { Pool } from 'pg';\n\nexport const openPool = (): Pool => new Pool();\n",
  'apps/server/src/features/intake/index.ts': "export { keepFile } from './keep-file.ts';\n",
  'apps/server/src/features/intake/keep-file.ts':
    'export async function keepFile(): Promise<number> {\n  return await Promise.resolve(1);\n}\n',
  'apps/server/src/features/cargo/index.ts': "export { keepFile as keepCargo } from '../intake/index.ts';\n",
  'apps/server/src/features/screening/index.ts': "export { six as score } from '@havenwacht/risk';\n",
  'apps/server/src/compose.ts': `import { keepCargo } from './features/cargo/index.ts';
import { score } from './features/screening/index.ts';
import { openPool } from './platform/db/index.ts';

export const node = { keepCargo, score, openPool };
`,
  'apps/server/src/main.ts': "import { node } from './compose.ts';\n\nawait node.keepCargo();\n",
  'bench/run.ts': "console.log('no benchmark');\n",
  'apps/web/package.json': room('web', { dependencies: { '@havenwacht/domain': '*' } }),
  'apps/web/src/main.tsx':
    "import { double } from '@havenwacht/domain';\n\ndocument.title = String(double(5));\n",
};

interface Breach {
  readonly wall: string;
  readonly files: Files;
  /** Which checks see it, in the first file of the breach and nowhere else. */
  readonly seenBy: readonly CheckName[];
}

const features = 'apps/server/src/features';

/** One breach a wall. Each file is also imported by a test of its room, so that it does not count as unused. */
const breaches: readonly Breach[] = [
  {
    wall: 'web stands on domain only',
    files: { 'apps/web/src/web-risk.ts': "export { six as webRisk } from '@havenwacht/risk';\n" },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'risk does not stand on formats',
    files: {
      'packages/risk/risk-formats.ts': "export { four as riskFormats } from '@havenwacht/formats';\n",
    },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'a package is imported by name, not by path',
    files: { 'packages/risk/risk-hop.ts': "export { double as riskHop } from '../domain/index.ts';\n" },
    seenBy: ['lint'],
  },
  {
    wall: 'no path leads into a room that this one does not stand on',
    files: {
      'packages/formats/formats-jump.ts':
        "export { eight as formatsJump } from '../../tools/simulator/index.ts';\n",
    },
    seenBy: ['lint', 'types'],
  },
  {
    wall: 'nothing is imported past an exports map',
    files: {
      'packages/risk/risk-deep.ts': "export { double as riskDeep } from '@havenwacht/domain/double.ts';\n",
    },
    seenBy: ['types'],
  },
  {
    wall: 'an import type is held by the table too',
    files: {
      'packages/domain/domain-type.ts':
        "export type DomainType = import('@havenwacht/risk').Six;\nexport const domainType = 1;\n",
    },
    seenBy: ['lint', 'types', 'unused'],
  },
  {
    wall: 'a package does no I/O',
    files: { 'packages/domain/domain-fs.ts': "export { readFileSync as domainFs } from 'node:fs';\n" },
    seenBy: ['lint'],
  },
  {
    wall: 'a package does no I/O through import() either',
    files: { 'packages/domain/domain-net.ts': "export const domainNet = () => import('node:net');\n" },
    seenBy: ['lint'],
  },
  {
    wall: 'a package takes no dependency from outside the house',
    files: { 'packages/formats/formats-outsider.ts': "export { Pool as formatsOutsider } from 'pg';\n" },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'a package is given its randomness',
    files: { 'packages/risk/risk-random.ts': 'export const riskRandom = () => Math.random();\n' },
    seenBy: ['lint'],
  },
  {
    wall: 'a package is given the time',
    files: { 'packages/risk/risk-clock.ts': 'export const riskClock = () => new Date();\n' },
    seenBy: ['lint'],
  },
  {
    wall: 'the simulator stands on formats in tests only',
    files: {
      'tools/simulator/simulator-formats.ts':
        "export { four as simulatorFormats } from '@havenwacht/formats';\n",
    },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'a feature imports upstream only',
    files: {
      [`${features}/cargo/cargo-down.ts`]: "export { score as cargoDown } from '../screening/index.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'a feature shows its index only',
    files: {
      [`${features}/screening/screening-inside.ts`]:
        "export { keepFile as screeningInside } from '../intake/keep-file.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'platform knows no feature',
    files: {
      'apps/server/src/platform/platform-feature.ts':
        "export { score as platformFeature } from '../features/screening/index.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'a feature knows no wiring',
    files: {
      [`${features}/screening/screening-compose.ts`]:
        "export { node as screeningCompose } from '../../compose.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'only compose.ts gathers features',
    files: {
      'apps/server/src/second-compose.ts': `import { keepFile } from './features/intake/index.ts';
import { score } from './features/screening/index.ts';

export const secondCompose = { keepFile, score };
`,
    },
    seenBy: ['lint'],
  },
  {
    wall: 'the command line sees the index of a feature only',
    files: {
      'apps/server/src/cli/command-inside.ts':
        "export { keepFile as commandInside } from '../features/intake/keep-file.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'only platform and migrations open the database',
    files: { [`${features}/cargo/cargo-pool.ts`]: "export { Pool as cargoPool } from 'pg';\n" },
    seenBy: ['lint'],
  },
  {
    wall: 'what answers a reader does not hold the database',
    files: {
      [`${features}/screening/screening-view.ts`]:
        "export { openPool as screeningView } from '../../platform/db/index.ts';\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'only the command line starts the simulator',
    files: {
      [`${features}/cargo/cargo-simulator.ts`]:
        "export { eight as cargoSimulator } from '@havenwacht/simulator';\n",
    },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'exports have names',
    files: {
      'packages/domain/domain-default.ts':
        'export const domainDefault = 1;\n\nexport default domainDefault;\n',
    },
    seenBy: ['lint', 'unused'],
  },
  {
    wall: 'no promise is left alone',
    files: {
      'apps/server/src/platform/platform-floating.ts':
        'export function platformFloating(work: () => Promise<void>): void {\n  work();\n}\n',
    },
    seenBy: ['lint'],
  },
  {
    wall: 'no enum',
    files: { 'packages/domain/domain-enum.ts': 'export enum domainEnum {\n  one,\n}\n' },
    seenBy: ['lint', 'types'],
  },
  {
    wall: 'an index may be empty',
    files: {
      'packages/domain/domain-index.ts':
        'export const domainIndex = (list: readonly string[]): string => list[0];\n',
    },
    seenBy: ['types'],
  },
  {
    wall: 'no test is switched off',
    files: {
      'packages/domain/only.test.ts': "import { test } from 'node:test';\n\ntest.only('one', () => {});\n",
    },
    seenBy: ['lint'],
  },
  {
    wall: 'no import cycle',
    files: {
      'packages/domain/ring-one.ts':
        "import { ringTwo } from './ring-two.ts';\n\nexport const ringOne = (): number => ringTwo();\n",
      'packages/domain/ring-two.ts':
        "import type { RingThree } from './ring-three.ts';\n\nexport const ringTwo = (): RingThree => 1;\n",
      'packages/domain/ring-three.ts':
        "import { ringOne } from './ring-one.ts';\n\nexport type RingThree = number;\nexport const ringThree = ringOne;\n",
    },
    seenBy: ['cycles'],
  },
  {
    wall: 'no export without a user',
    files: {
      'packages/domain/domain-idle.ts': 'export const domainIdle = 1;\nexport const nobodyWantsMe = 2;\n',
    },
    seenBy: ['unused'],
  },
  {
    wall: 'no file without a user',
    files: { 'apps/server/src/platform/left-behind.test-data.ts': 'const left = 1;\n\nexport { left };\n' },
    seenBy: ['unused', 'names'],
  },
  {
    wall: 'a dependency is pinned and has a line',
    files: {
      'packages/formats/package.json': room('formats', {
        exports: { '.': './index.ts' },
        dependencies: { '@havenwacht/domain': '*', 'fast-check': '^4.0.0' },
      }),
    },
    seenBy: ['dependencies', 'unused'],
  },
  {
    wall: 'names say what is inside',
    files: { 'packages/domain/domain-utils.ts': 'export const domainUtils = 1;\n' },
    seenBy: ['names'],
  },
  {
    wall: 'a link in a document leads somewhere',
    files: { 'docs/lost-file.md': 'See [this](gone.md).\n' },
    seenBy: ['doc-links'],
  },
  {
    wall: 'an anchor in a document leads to a heading',
    files: { 'docs/lost-heading.md': 'See [this](../README.md#gone).\n' },
    seenBy: ['doc-links'],
  },
  {
    wall: 'a source that a docstring names is in the list',
    files: {
      'packages/domain/domain-source.ts':
        '/** @see docs/sources.md#iso-0000 */\nexport const domainSource = 1;\n',
    },
    seenBy: ['doc-links'],
  },
  {
    wall: 'an example in a docstring holds',
    files: {
      'packages/domain/domain-example.ts':
        '/** @example domainExample() // 2 */\nexport const domainExample = () => 1;\n',
    },
    seenBy: ['examples'],
  },
  {
    wall: 'an example says its result',
    files: {
      'packages/domain/domain-silent.ts':
        '/** @example domainSilent() */\nexport const domainSilent = () => 1;\n',
    },
    seenBy: ['examples'],
  },
  {
    wall: 'files are formatted',
    files: { 'packages/domain/domain-format.ts': 'export const domainFormat   =  1;\n' },
    seenBy: ['format'],
  },
  {
    wall: 'the project speaks of itself alone',
    files: { 'docs/machine.md': 'The files lie in /home/someone/havenwacht.\n' },
    seenBy: ['alone'],
  },
];

/** `packages/risk/risk-hop.ts` → `riskHop`. */
const exportOf = (path: string) =>
  (path.split('/').at(-1) ?? '')
    .replace(/\.ts$/, '')
    .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A test for each room that uses what the breaches export. */
async function users(): Promise<Files> {
  const byRoom = new Map<string, string[]>();
  for (const path of breaches.flatMap(({ files }) => Object.keys(files))) {
    if (!path.endsWith('.ts') || path.includes('.test')) continue;
    const home = path.startsWith('apps/') ? path.split('/', 3).join('/') : path.split('/', 2).join('/');
    byRoom.set(home, [...(byRoom.get(home) ?? []), path]);
  }
  const style = await resolveConfig(import.meta.filename);
  const tests = [...byRoom].map(async ([home, paths]) => {
    const imports = paths.map(
      (path) => `import { ${exportOf(path)} } from './${path.slice(home.length + 1)}';\n`,
    );
    const text = `${imports.join('')}console.log(${paths.map(exportOf).join(', ')});\n`;
    return [`${home}/users.test.ts`, await format(text, { ...style, parser: 'typescript' })];
  });
  return Object.fromEntries(await Promise.all(tests)) as Files;
}

const made: string[] = [];
after(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function build(...layers: readonly Files[]): string {
  const root = mkdtempSync(join(tmpdir(), 'small-house-'));
  made.push(root);
  const configuration = [
    'tsconfig.base.json',
    'tsconfig.json',
    'eslint.config.js',
    'prettier.config.js',
    '.prettierignore',
  ];
  const rooms = [
    'packages/domain',
    'packages/formats',
    'packages/risk',
    'packages/imaging',
    'packages/planning',
    'packages/transparency',
    'tools/simulator',
    'tools/house',
    'apps/server',
    'apps/web',
    'bench',
  ];
  const brought = [...configuration, ...rooms.map((name) => `${name}/tsconfig.json`)];
  for (const file of [
    ...brought,
    'tools/house/arrow.ts',
    'tools/house/is-test-file.ts',
    'tools/house/arrow-rule.ts',
  ]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(house, file), join(root, file));
  }
  for (const [path, text] of layers.flatMap((files) => Object.entries(files))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  linkPackages(root);
  return root;
}

/** The installed packages of the real house, with the small house's own rooms in place of the real ones. */
function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules/@havenwacht'), { recursive: true });
  for (const name of readdirSync(join(house, 'node_modules'))) {
    if (name !== '@havenwacht' && name !== '.cache') {
      symlinkSync(join(house, 'node_modules', name), join(root, 'node_modules', name));
    }
  }
  for (const path of [
    'packages/domain',
    'packages/formats',
    'packages/risk',
    'tools/simulator',
    'apps/server',
  ]) {
    symlinkSync(join(root, path), join(root, 'node_modules/@havenwacht', path.split('/').at(-1) ?? ''));
  }
}

/** `check file` for each finding, once, sorted. */
async function seen(root: string): Promise<{ readonly places: readonly string[]; readonly told: string }> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) =>
      (await check(root)).map((finding) => ({ ...finding, place: `${name} ${finding.file}` })),
    ),
  );
  const all = found.flat();
  return {
    places: [...new Set(all.map(({ place }) => place))].sort(),
    told: all.map(({ place, line, message }) => `${place}:${line} ${message}`).join('\n'),
  };
}

test('a clean house passes every check', async () => {
  const { places, told } = await seen(build(cleanHouse));
  assert.deepEqual(places, [], told);
});

test('every wall sees its breach, and no other check does', async (t) => {
  const root = build(cleanHouse, await users(), ...breaches.map(({ files }) => files));
  const { places, told } = await seen(root);
  for (const { wall, files, seenBy } of breaches) {
    await t.test(wall, () => {
      const wanted = seenBy.map((check) => `${check} ${Object.keys(files)[0]}`).sort();
      const here = places.filter((place) => Object.keys(files).some((file) => place.endsWith(` ${file}`)));
      assert.deepEqual(here, wanted, told);
    });
  }
  await t.test('nothing else is reported', () => {
    const planted = breaches.flatMap(({ files }) => Object.keys(files));
    assert.deepEqual(
      places.filter((place) => !planted.some((file) => place.endsWith(` ${file}`))),
      [],
      told,
    );
  });
});

test('the page of codes has to say what the code says', async () => {
  const root = build(cleanHouse, {
    'packages/domain/format-error.ts': "throw new FormatError('seal/shape', text, 'letters');\n",
    'packages/formats/finding.ts':
      "export const someFindingKinds = { 'some/odd': { verdict: 'warning', meaning: 'Odd.' } };\n",
    'apps/server/src/platform/refuse.ts':
      "throw new HavenwachtError('node/full', 507, `No room for ${bytes} bytes.`);\n",
  });
  execFileSync(process.execPath, [join(import.meta.dirname, 'check-errors-page.ts'), '--write'], {
    cwd: root,
  });
  assert.deepEqual(await checkErrorsPage(root), []);
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  assert.match(page, /`seal\/shape`: expected letters/);
  assert.match(page, /`some\/odd` \(warning\): Odd\./);
  assert.match(page, /`node\/full` \(507\): No room for … bytes\./);

  writeFileSync(
    join(root, 'apps/server/src/platform/refuse.ts'),
    "throw new HavenwachtError('node/late', 503, 'Late.');\n",
  );
  assert.deepEqual(
    (await checkErrorsPage(root)).map(({ file }) => file),
    ['docs/errors.md'],
  );

  writeFileSync(
    join(root, 'apps/server/src/platform/refuse.ts'),
    "throw new HavenwachtError(code, 503, 'Late.');\n",
  );
  const unreadable = (await checkErrorsPage(root)).map(({ file, message }) => `${file} ${message}`);
  assert.ok(
    unreadable.includes('apps/server/src/platform/refuse.ts the code of this error is not a literal'),
  );
});

test('the schema manifest has to say what the migrations make', async () => {
  const root = build(cleanHouse);
  for (const folder of ['apps/server/src/platform', 'apps/server/migrations']) {
    cpSync(join(house, folder), join(root, folder), { recursive: true });
  }
  const schema = structuredClone(await migratedSchema(root)) as Record<
    string,
    { columns: Record<string, string> }
  >;
  const manifest = join(root, 'apps/server/migrations/schema.json');
  writeFileSync(manifest, JSON.stringify(schema));
  assert.deepEqual(await checkSchema(root), []);

  const [table = ''] = Object.keys(schema);
  const [column = ''] = Object.keys(schema[table]?.columns ?? {});
  delete schema[table]?.columns[column];
  writeFileSync(manifest, JSON.stringify(schema));
  const findings = await checkSchema(root);
  assert.equal(findings.length, 1);
  assert.match(
    findings[0]?.message ?? '',
    new RegExp(`^column ${table}\\.${column} is ".*" in the database and "absent"`),
  );
});
