import { ports as knownPorts } from '@havenwacht/domain';
import { openThrowAwayNode, type OpenNode } from '../open-node.ts';
import { manualClock } from '../platform/clock/clock.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { exitCode } from './exit-code.ts';
import { handed, inputFiles, type InputFile } from './input-files.ts';
import { printRanking } from './print-ranking.ts';
import type { Terminal } from './terminal.ts';

const window = 500;

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('<path...>', 'files, or folders with all below them')
    .option('--ports <codes>', 'UN/LOCODEs with commas, or all; default: the ports of NL and BE')
    .option('--as-of <instant>', 'judge as at this instant, RFC 3339; default: the latest statement')
    .option('--top <n>', 'how many rows to print for people', '40')
    .addHelpText('before', 'Example: havenwacht screen inbox/\n')
    .addHelpText(
      'after',
      '\nReads the files into a throw-away database and prints container visits in rank order. Ends with 3 when something was quarantined.',
    )
    .action(async (paths: readonly string[], options: { ports?: string; asOf?: string; top: string }) => {
      await screen(paths, options, terminal());
    });
};

async function screen(
  paths: readonly string[],
  options: { readonly ports?: string; readonly asOf?: string; readonly top: string },
  out: Terminal,
): Promise<void> {
  const asOf = options.asOf === undefined ? null : Date.parse(options.asOf);
  if (asOf !== null && Number.isNaN(asOf)) {
    throw new HavenwachtError(
      'screen/as-of',
      400,
      `${options.asOf} is no RFC 3339 instant, as in 2026-11-16T12:00:00Z.`,
    );
  }
  const files = await inputFiles(paths);
  if (files.length === 0)
    throw new HavenwachtError('screen/nothing-to-read', 404, 'There is no file to read there.');
  const clock = manualClock(asOf ?? Date.now());
  const node = await openThrowAwayNode({ ports: portsOf(options.ports), clock, list: 'all' });
  try {
    const { pathOf, quarantined } = await readAll(node, files, out);
    clock.set(asOf ?? (await latestStatement(node)) ?? Date.now());
    await node.settle();
    await printAll(node, pathOf, Number(options.top) || 40, out);
    for (const path of quarantined) out.say(`quarantined: ${path}`);
    if (quarantined.length > 0) out.exitCode = exitCode.someRejected;
  } finally {
    await node.close();
  }
}

function portsOf(codes: string | undefined): readonly string[] {
  if (codes === 'all') return knownPorts.map((port) => port.code);
  if (codes === undefined) {
    return knownPorts
      .filter((port) => port.country === 'NL' || port.country === 'BE')
      .map((port) => port.code);
  }
  const named = codes.split(',').map((code) => code.trim().toUpperCase());
  const wrong = named.find((code) => !/^[A-Z]{2}[A-Z2-9]{3}$/.test(code));
  if (wrong !== undefined)
    throw new HavenwachtError('screen/ports', 400, `${wrong} is no UN/LOCODE, as in NLVLI.`);
  return named;
}

async function readAll(
  node: OpenNode,
  files: readonly InputFile[],
  out: Terminal,
): Promise<{ readonly pathOf: ReadonlyMap<string, string>; readonly quarantined: readonly string[] }> {
  const bar = out.progress('reading');
  const pathOf = new Map<string, string>();
  const quarantined: string[] = [];
  const received = await node.receive(handed(files), 'cli', (done) => bar.update(done, files.length));
  for (const [index, { file }] of received.entries()) {
    const path = files[index]?.path ?? file.name;
    if (!pathOf.has(file.id)) pathOf.set(file.id, path);
    if (file.verdict === 'quarantined') quarantined.push(path);
  }
  bar.end();
  return { pathOf, quarantined };
}

/** The instant nearly all statements were made before; a few wrong years don't move it. */
async function latestStatement(node: OpenNode): Promise<number | null> {
  const [row] = await node.db.query<{ at: number | null }>(
    'select percentile_disc(0.995) within group (order by stated_at) as at from message',
  );
  return row?.at ?? null;
}

async function printAll(
  node: OpenNode,
  pathOf: ReadonlyMap<string, string>,
  top: number,
  out: Terminal,
): Promise<void> {
  const { total } = await node.list({ from: 0, limit: 1 });
  if (total === 0) {
    out.say(
      `No container comes ashore in ${node.about.ports.join(', ')}. Name other ports with --ports, or --ports all.`,
    );
    return;
  }
  if (!out.json) {
    const { items } = await node.list({ from: 0, limit: top });
    await printRanking(items, out);
    if (total > items.length) out.say(`${total - items.length} more; --top or --json gives them.`);
    return;
  }
  for (let from = 0; from < total; from += window) {
    const { rows } = await node.ranking({ from, limit: window });
    for (const row of rows) {
      await out.line({
        rank: row.rank,
        container: row.container,
        visit: { port: row.port, vesselImo: row.vessel_imo, voyage: row.voyage },
        score: row.score,
        probability: row.probability,
        band: row.band,
        selectedBy: row.selected_by,
        reasons: row.reasons.map(({ signal, code, weight, text, sources }) => ({
          signal,
          code,
          weight,
          text,
          sources: sources.map(({ file, offset }) => ({
            file: pathOf.get(file) ?? file,
            sha256: file,
            offset,
          })),
        })),
        notEvaluated: row.not_evaluated,
      });
    }
  }
}
