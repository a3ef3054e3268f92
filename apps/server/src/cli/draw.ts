import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  commitDraw,
  drawMessage,
  fromHex,
  makeDraw,
  proveVrf,
  readVerifierKey,
  toHex,
  verifyDraw,
  vrfPublicKey,
  writeCommitment,
  writeDraw,
  writeVerifierKey,
  type DrawCommitment,
} from '@havenwacht/transparency';
import { z } from 'zod';
import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openNodeKey } from '../features/watch/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { sha256, verifyEd25519 } from '../platform/crypto/native-crypto.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { exitCode } from './exit-code.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const candidateLine = z.object({ id: z.string(), probability: z.number() });
const keyFile = z.object({ name: z.string(), seed: hex(32) });
/** What the organiser gives to the parties: the draw as it was frozen, with the signed commitment. */
const frozenFile = z.object({
  draw: z.object({
    context: z.string(),
    model: z.string(),
    at: z.string(),
    replaces: z.string().nullable(),
    candidates: z.array(candidateLine),
    parties: z.array(z.object({ name: z.string(), key: hex(32) })),
  }),
  organiser: z.string(),
  commitment: z.string(),
});
const proofFile = z.object({ party: z.string(), proof: hex(80) });

export const declare: DeclareCommand = (command, terminal) => {
  command
    .command('key')
    .description('make a key with which a party takes part in draws')
    .argument('<file>', 'the key file to write; must not exist')
    .requiredOption('--name <name>', 'the name of the party')
    .addHelpText('before', 'Example: havenwacht draw key be.key --name be\n')
    .action(async (file: string, { name }: { readonly name: string }) => {
      const seed = new Uint8Array(randomBytes(32));
      await writeFile(file, `${JSON.stringify({ name, seed: toHex(seed) })}\n`, { flag: 'wx', mode: 0o600 });
      await tell(
        terminal(),
        { party: name, key: toHex(vrfPublicKey(seed)) },
        `${name}:${toHex(vrfPublicKey(seed))}`,
      );
    });
  command
    .command('commit')
    .description('freeze candidates, probabilities and parties, signed with the key of the log')
    .argument('<file>', 'candidates, one JSON object a line: {"id": "…", "probability": billionths}')
    .requiredOption('--context <text>', 'what is drawn and for when')
    .requiredOption('--model <text>', 'version of the model and rules that gave the probabilities')
    .requiredOption('--party <name:key...>', 'who takes part, as `draw key` printed it')
    .option('--replaces <file>', 'a commitment that became void, because a party withheld its proof')
    .requiredOption('--out <file>', 'the frozen draw to write; must not exist')
    .addHelpText(
      'before',
      'Example: havenwacht draw commit day.ndjson --context "NLVLI 2026-03-02" --model p3 --party nl:… be:… --out day.frozen\n',
    )
    .action(async (file: string, options: CommitOptions) => {
      const out = terminal();
      const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
      const candidates = lines
        .map((line, index) => parse(candidateLine, line, `${file}:${index + 1}`))
        .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
      const frozen = {
        context: options.context,
        model: options.model,
        at: new Date(systemClock.now()).toISOString(),
        replaces: options.replaces === undefined ? null : toHex(sha256(await readFile(options.replaces))),
        candidates,
        parties: options.party.map((text) => {
          const cut = text.lastIndexOf(':');
          return { name: text.slice(0, cut), key: text.slice(cut + 1) };
        }),
      };
      const { dataFolder, country } = checkConfig(readEnv());
      const { verifier, sign } = await openNodeKey(join(dataFolder, 'keys'), 'note', country, false);
      const commitment = orUsage(() => commitDraw(sha256, asDraw(frozen), verifier, sign));
      const organiser = writeVerifierKey(verifier);
      const text = `${JSON.stringify({ draw: frozen, organiser, commitment })}\n`;
      await writeFile(options.out, text, { flag: 'wx' });
      await tell(out, { file: options.out, candidates: candidates.length, organiser }, commitment.trimEnd());
    });
  command
    .command('prove')
    .description('a party’s answer to a frozen draw; a party answers one roster a draw')
    .argument('<frozen>', 'what `draw commit` wrote')
    .requiredOption('--key <file>', 'the party’s key file')
    .option('--absent <name...>', 'parties that are not on the roster')
    .requiredOption('--out <file>', 'the proof to write; must not exist')
    .addHelpText('before', 'Example: havenwacht draw prove day.frozen --key be.key --out be.proof\n')
    .action(async (file: string, options: ProveOptions) => {
      const { draw, organiser, commitment } = parse(frozenFile, await readFile(file, 'utf8'), file);
      const text = orUsage(() => writeCommitment(sha256, asDraw(draw)));
      if (!commitment.startsWith(`${text}\n`) || !readVerifierKey(sha256, organiser).ok) {
        throw new HavenwachtError(
          'verification/draw',
          422,
          'The commitment is to another draw than this file holds.',
        );
      }
      const { name, seed } = parse(keyFile, await readFile(options.key, 'utf8'), options.key);
      const present = draw.parties
        .map((one) => one.name)
        .filter((one) => !(options.absent ?? []).includes(one));
      const proof = toHex(proveVrf(fromHex(seed) ?? new Uint8Array(0), drawMessage(text, present)));
      await writeFile(options.out, `${JSON.stringify({ party: name, proof })}\n`, { flag: 'wx' });
      await tell(
        terminal(),
        { party: name, file: options.out },
        `${options.out}: ${name} of ${present.join(', ')}`,
      );
    });
  command
    .command('make')
    .description('put a draw together from the proofs of all parties on the roster')
    .argument('<frozen>', 'what `draw commit` wrote')
    .argument('<proof...>', 'what the parties wrote')
    .option('--absent <name=reason...>', 'parties that are not on the roster, and why')
    .requiredOption('--out <file>', 'the draw to write; must not exist')
    .addHelpText('before', 'Example: havenwacht draw make day.frozen nl.proof be.proof --out day.draw.json\n')
    .addHelpText('after', '\nEnds with 8 when a proof is missing or does not hold.')
    .action(async (file: string, proofFiles: readonly string[], options: MakeOptions) => {
      const { draw, organiser, commitment } = parse(frozenFile, await readFile(file, 'utf8'), file);
      const key = readVerifierKey(sha256, organiser);
      if (!key.ok)
        throw new HavenwachtError('verification/draw', 422, `The draw is not usable: ${key.problem}.`);
      const proofs = new Map<string, Uint8Array>();
      for (const name of proofFiles) {
        const { party, proof } = parse(proofFile, await readFile(name, 'utf8'), name);
        proofs.set(party, fromHex(proof) ?? new Uint8Array(0));
      }
      const absent = (options.absent ?? []).map((text) => {
        const cut = text.indexOf('=');
        if (cut < 1)
          throw new HavenwachtError('draw/bad-input', 400, '--absent takes a name, =, and the reason.');
        return { party: text.slice(0, cut), reason: text.slice(cut + 1) };
      });
      let made: string;
      try {
        made = writeDraw(makeDraw(sha256, asDraw(draw), key.value, commitment, absent, proofs));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new HavenwachtError('verification/draw', 422, `There is no draw: ${error.message}.`);
      }
      const found = verifyDraw(sha256, verifyEd25519, made);
      if (!found.ok)
        throw new HavenwachtError('verification/draw', 422, `There is no draw: ${found.problem}.`);
      await writeFile(options.out, made, { flag: 'wx' });
      const { drawn, candidates } = found.value;
      await tell(terminal(), { ok: true, entries: candidates, drawn }, drawn.join('\n'));
    });
  command
    .command('verify')
    .description('check a draw from the commitment to the sample; needs no node and no network')
    .argument('<file>', 'what `draw make` wrote')
    .option('--organiser <key>', 'the organiser’s verifier key, as known from elsewhere')
    .option('--party <name:key...>', 'keys of the parties, as known from elsewhere')
    .addHelpText(
      'before',
      'Example: havenwacht draw verify day.draw.json --organiser "$(cat organiser.key)"\n',
    )
    .addHelpText('after', '\nEnds with 8 when anything does not hold.')
    .action(async (file: string, options: VerifyOptions) => {
      const out = terminal();
      const found = verifyDraw(sha256, verifyEd25519, await readFile(file, 'utf8'), {
        ...(options.organiser === undefined ? {} : { organiser: options.organiser.trim() }),
        ...(options.party === undefined
          ? {}
          : {
              parties: new Map(
                options.party.map((text) => [
                  text.slice(0, text.lastIndexOf(':')),
                  text.slice(text.lastIndexOf(':') + 1),
                ]),
              ),
            }),
      });
      if (!found.ok) {
        out.exitCode = exitCode.verificationFailed;
        await tell(
          out,
          { ok: false, entries: 0, problem: found.problem },
          `${basename(file)}: ${found.problem}`,
        );
        return;
      }
      const { candidates, ...value } = found.value;
      const trust =
        options.organiser === undefined ? '; the organiser’s key was not compared with a known one' : '';
      const away = value.absent.map(({ party, reason }) => `; ${party} was absent: ${reason}`).join('');
      await tell(
        out,
        { ok: true, entries: candidates, ...value },
        `${basename(file)}: ${value.drawn.length} of ${candidates} drawn, ${value.context}${away}${trust}`,
      );
    });
};

interface CommitOptions {
  readonly context: string;
  readonly model: string;
  readonly party: readonly string[];
  readonly replaces?: string;
  readonly out: string;
}

interface ProveOptions {
  readonly key: string;
  readonly absent?: readonly string[];
  readonly out: string;
}

interface MakeOptions {
  readonly absent?: readonly string[];
  readonly out: string;
}

interface VerifyOptions {
  readonly organiser?: string;
  readonly party?: readonly string[];
}

async function tell(
  out: { readonly json: boolean; line(value: object): Promise<void>; print(text: string): Promise<void> },
  value: object,
  words: string,
): Promise<void> {
  if (out.json) await out.line(value);
  else await out.print(words);
}

function asDraw(draw: z.output<typeof frozenFile>['draw']): DrawCommitment {
  return {
    ...draw,
    parties: draw.parties.map(({ name, key }) => ({ name, key: fromHex(key) ?? new Uint8Array(0) })),
  };
}

function parse<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HavenwachtError('draw/bad-input', 400, `${where} is no JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HavenwachtError(
    'draw/bad-input',
    400,
    `${where}: ${parsed.error.issues[0]?.message ?? 'not usable'}.`,
  );
}

function orUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new HavenwachtError('draw/bad-input', 400, `${error.message}.`);
    throw error;
  }
}
