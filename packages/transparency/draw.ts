import { sha512 } from '@noble/hashes/sha2.js';
import { fromHex, joinBytes, toHex } from './bytes.ts';
import { compactRange } from './compact-range.ts';
import { readVerifierKey, writeVerifierKey, type VerifierKey, type VerifyEd25519 } from './note-key.ts';
import { refused, type ReadResult } from './read-result.ts';
import { readNote, signNote, verifySignature, writeNote } from './signed-note.ts';
import { certain, systematicSample } from './systematic-sample.ts';
import { treeHash, type Sha256 } from './tree-hash.ts';
import { verifyVrf } from './vrf.ts';

/**
 * A draw that nobody can steer and everybody can check, in three steps.
 *
 * 1. **Commit.** Candidates, probabilities, model version and the parties' keys are frozen in a text
 *    that the organiser signs, before any party has computed anything. {@link commitDraw}
 * 2. **Roster.** The parties that answer are listed; who does not is absent, with a reason. Nobody has
 *    seen any output yet, so nobody can stay away because of one. At least two have to be there.
 * 3. **Prove.** Each party on the roster computes its VRF over commitment and roster. A key has one
 *    output for a message, so there is nothing to choose. A party proves one roster a commitment: one
 *    that is dropped afterwards changes the message, and the proofs of the others no longer hold.
 *
 * A party that is on the roster and withholds its proof leaves no draw at all: the commitment is void,
 * that is recorded with its name, and a new commitment names the void one. What it can gain that way is
 * to trade one draw that it alone has seen for another that nobody has; see docs/adr/0010-log-of-acts.md.
 */
export interface DrawCommitment {
  /** What is drawn, and for when: one line. */
  readonly context: string;
  /** Version of the model and rules that gave the probabilities: one line. */
  readonly model: string;
  /** RFC 3339. */
  readonly at: string;
  /** Hash of the commitment that became void before this one, hexadecimal; null = none. */
  readonly replaces: string | null;
  /** Rising by `id`, each once. */
  readonly candidates: readonly DrawCandidate[];
  /** Who takes part: two or more, each with a key for {@link proveVrf}. */
  readonly parties: readonly DrawParty[];
}

export interface DrawCandidate {
  readonly id: string;
  /** Billionths, 0 to 1,000,000,000. */
  readonly probability: number;
}

export interface DrawParty {
  readonly name: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export interface DrawAbsence {
  readonly party: string;
  readonly reason: string;
}

/** Everything about a draw, to be checked anywhere without a network. */
export interface DrawBundle {
  readonly format: 'havenwacht-draw-1';
  readonly context: string;
  readonly model: string;
  readonly at: string;
  readonly replaces: string | null;
  /** Id and billionths. */
  readonly candidates: readonly (readonly [string, number])[];
  /** Name and key, hexadecimal. */
  readonly parties: readonly (readonly [string, string])[];
  /** Verifier key of the organiser. */
  readonly organiser: string;
  /** The signed commitment. */
  readonly commitment: string;
  /** Name and reason. */
  readonly absent: readonly (readonly [string, string])[];
  /** Name and proof, hexadecimal, in the order of the parties. */
  readonly proofs: readonly (readonly [string, string])[];
  /** Hexadecimal. */
  readonly seed: string;
  readonly drawn: readonly string[];
}

const fewestParties = 2;

/**
 * The text that is signed: the candidates are in it as the root of a Merkle tree, so one of them can be
 * shown later without the others.
 *
 * @throws {RangeError} for candidates out of order or twice, probabilities that are no billionths, fewer
 *   than two parties, or a text of more than one line
 */
export function writeCommitment(sha256: Sha256, draw: DrawCommitment): string {
  const problem = problemOf(draw);
  if (problem !== null) throw new RangeError(problem);
  const hash = treeHash(sha256);
  const range = compactRange(hash);
  const sum = draw.candidates.reduce((total, { probability }) => total + probability, 0);
  for (const { id, probability } of draw.candidates) {
    range.append(hash.leaf(new TextEncoder().encode(JSON.stringify([id, probability]))));
  }
  return [
    'havenwacht-draw-1',
    `context ${draw.context}`,
    `model ${draw.model}`,
    `at ${draw.at}`,
    `replaces ${draw.replaces ?? 'nothing'}`,
    `candidates ${draw.candidates.length} ${toHex(range.root())}`,
    `expected ${sum} of ${certain}`,
    ...draw.parties.map(({ name, key }) => `party ${toHex(key)} ${name}`),
    '',
  ].join('\n');
}

/** Freezes a draw: the signed commitment, to be given to every party and kept in the log. */
export function commitDraw(
  sha256: Sha256,
  draw: DrawCommitment,
  key: VerifierKey,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const text = writeCommitment(sha256, draw);
  return writeNote({ text, signatures: [signNote(text, key, sign)] });
}

/**
 * What the parties on the roster prove over: the commitment, and who is there.
 *
 * @param present names, in the order of the parties
 */
export function drawMessage(commitmentText: string, present: readonly string[]): Uint8Array {
  return sha512(
    new TextEncoder().encode(`havenwacht-draw-1 roster\n${JSON.stringify([commitmentText, present])}`),
  );
}

/**
 * Puts a draw together once every party on the roster has proved.
 *
 * @param proofs by name of the party
 * @throws {RangeError} when a proof is missing or does not hold, or when fewer than two are there
 */
export function makeDraw(
  sha256: Sha256,
  draw: DrawCommitment,
  organiser: VerifierKey,
  commitment: string,
  absent: readonly DrawAbsence[],
  proofs: ReadonlyMap<string, Uint8Array>,
): DrawBundle {
  const text = writeCommitment(sha256, draw);
  const away = new Set(absent.map(({ party }) => party));
  const present = draw.parties.filter(({ name }) => !away.has(name));
  const outputs = outputsOf(text, present, (name) => proofs.get(name));
  if (!outputs.ok) throw new RangeError(outputs.problem);
  const seed = seedOf(text, present, outputs.value);
  return {
    format: 'havenwacht-draw-1',
    context: draw.context,
    model: draw.model,
    at: draw.at,
    replaces: draw.replaces,
    candidates: draw.candidates.map(({ id, probability }) => [id, probability]),
    parties: draw.parties.map(({ name, key }) => [name, toHex(key)]),
    organiser: writeVerifierKey(organiser),
    commitment,
    absent: absent.map(({ party, reason }) => [party, reason]),
    proofs: present.map(({ name }) => [name, toHex(proofs.get(name)!)]),
    seed: toHex(seed),
    drawn: drawnFrom(draw.candidates, seed),
  };
}

/** The one way a bundle is written; {@link verifyDraw} takes no other spelling. */
export function writeDraw(bundle: DrawBundle): string {
  const {
    format,
    context,
    model,
    at,
    replaces,
    candidates,
    parties,
    organiser,
    commitment,
    absent,
    proofs,
    seed,
    drawn,
  } = bundle;
  const line = {
    format,
    context,
    model,
    at,
    replaces,
    parties,
    organiser,
    commitment,
    absent,
    proofs,
    seed,
    drawn,
  };
  return `${JSON.stringify({ ...line, candidates })}\n`;
}

/** What a draw that holds says of itself. */
export interface VerifiedDraw {
  readonly context: string;
  readonly model: string;
  readonly at: string;
  readonly candidates: number;
  readonly drawn: readonly string[];
  readonly absent: readonly DrawAbsence[];
  /** Verifier key of the organiser; whoever checks has to know it from elsewhere. */
  readonly organiser: string;
  readonly parties: readonly { readonly name: string; readonly key: string }[];
}

/**
 * Checks a draw from beginning to end: the commitment's signature, that it commits to exactly these
 * candidates, probabilities, model and keys, every party's proof, the seed, and the sample. Any byte
 * that is changed, also where JSON would not mind, is refused.
 *
 * @param known keys that are known from elsewhere: without them the bundle is only checked in itself,
 *   and whoever made up all of it passes
 */
export function verifyDraw(
  sha256: Sha256,
  verify: VerifyEd25519,
  text: string,
  known: { readonly organiser?: string; readonly parties?: ReadonlyMap<string, string> } = {},
): ReadResult<VerifiedDraw> {
  const bundle = readDraw(text);
  if (!bundle.ok) return bundle;
  const { value } = bundle;
  const key = readVerifierKey(sha256, value.organiser);
  if (!key.ok) return key;
  if (known.organiser !== undefined && known.organiser !== value.organiser) {
    return refused('the organiser’s key is not the one that is known');
  }
  for (const [name, hex] of value.parties) {
    if (known.parties !== undefined && known.parties.get(name) !== hex) {
      return refused(`the key of ${name} is not the one that is known`);
    }
  }
  const draw: DrawCommitment = {
    ...value,
    candidates: value.candidates.map(([id, probability]) => ({ id, probability })),
    parties: value.parties.map(([name, hex]) => ({ name, key: fromHex(hex) ?? new Uint8Array(0) })),
  };
  const problem = problemOf(draw);
  if (problem !== null) return refused(problem);
  const note = readNote(value.commitment);
  if (!note.ok) return note;
  if (note.value.text !== writeCommitment(sha256, draw)) {
    return refused('the signed commitment is to other candidates, probabilities, model or keys');
  }
  if (note.value.signatures.length !== 1 || !verifySignature(note.value, key.value, verify)) {
    return refused('the commitment is not signed by the organiser');
  }
  if (writeNote(note.value) !== value.commitment)
    return refused('the commitment is not written as a note is');
  const away = new Set(value.absent.map(([name]) => name));
  const present = draw.parties.filter(({ name }) => !away.has(name));
  const isRoster =
    away.size === value.absent.length &&
    present.length + away.size === draw.parties.length &&
    value.proofs.length === present.length &&
    present.every(({ name }, index) => value.proofs[index]?.[0] === name);
  if (!isRoster) return refused('proofs and absences are not one for each party');
  const outputs = outputsOf(
    note.value.text,
    present,
    (_, index) => fromHex(value.proofs[index]![1]) ?? undefined,
  );
  if (!outputs.ok) return outputs;
  const seed = seedOf(note.value.text, present, outputs.value);
  if (toHex(seed) !== value.seed) return refused('the seed is not the one of the proofs');
  const drawn = drawnFrom(draw.candidates, seed);
  if (JSON.stringify(drawn) !== JSON.stringify(value.drawn)) {
    return refused('the drawn candidates are not the ones of the seed');
  }
  return {
    ok: true,
    value: {
      context: draw.context,
      model: draw.model,
      at: draw.at,
      candidates: draw.candidates.length,
      drawn,
      absent: value.absent.map(([party, reason]) => ({ party, reason })),
      organiser: value.organiser,
      parties: value.parties.map(([name, hex]) => ({ name, key: hex })),
    },
  };
}

/** Reads the shape of a bundle and insists on its one spelling. */
function readDraw(text: string): ReadResult<DrawBundle> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refused('this is no JSON');
  }
  if (!isBundle(parsed)) return refused('this is no draw of the format havenwacht-draw-1');
  return writeDraw(parsed) === text
    ? { ok: true, value: parsed }
    : refused('this is not the one spelling of a draw');
}

function isBundle(value: unknown): value is DrawBundle {
  if (typeof value !== 'object' || value === null) return false;
  const bundle = value as Partial<Record<keyof DrawBundle, unknown>>;
  const texts = [bundle.context, bundle.model, bundle.at, bundle.organiser, bundle.commitment, bundle.seed];
  return (
    bundle.format === 'havenwacht-draw-1' &&
    texts.every((one) => typeof one === 'string') &&
    (bundle.replaces === null || typeof bundle.replaces === 'string') &&
    isPairs(bundle.candidates, 'number') &&
    [bundle.parties, bundle.absent, bundle.proofs].every((one) => isPairs(one, 'string')) &&
    Array.isArray(bundle.drawn) &&
    bundle.drawn.every((one) => typeof one === 'string')
  );
}

function isPairs(value: unknown, second: 'string' | 'number'): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair: unknown) =>
        Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === second,
    )
  );
}

function problemOf({ context, model, at, replaces, candidates, parties }: DrawCommitment): string | null {
  const lines = [context, model, ...parties.map(({ name }) => name)];
  if (lines.some((line) => line === '' || !line.isWellFormed() || /\p{Cc}/u.test(line))) {
    return 'context, model and names are lines that are not empty';
  }
  if (Number.isNaN(Date.parse(at)) || new Date(at).toISOString() !== at)
    return 'the time is not RFC 3339 in UTC';
  if (replaces !== null && !/^[0-9a-f]{64}$/.test(replaces))
    return 'what is replaced is not named by its hash';
  if (candidates.some(({ id }) => id === '' || !id.isWellFormed())) return 'a candidate has no id';
  if (candidates.some(({ id }, index) => index > 0 && id <= candidates[index - 1]!.id)) {
    return 'the candidates are not in rising order, each once';
  }
  if (candidates.some(({ probability: one }) => !Number.isInteger(one) || one < 0 || one > certain)) {
    return 'a probability is not a whole number of billionths';
  }
  if (parties.length < fewestParties) return 'a draw needs at least two parties';
  const names = new Set(parties.map(({ name }) => name));
  const keys = new Set(parties.map(({ key }) => toHex(key)));
  if (names.size < parties.length || keys.size < parties.length) return 'a party or a key is there twice';
  return parties.every(({ key }) => key.length === 32) ? null : 'the key of a party is not 32 bytes';
}

/** What each party on the roster proves; the key of one counts for that one only. */
function outputsOf(
  text: string,
  present: readonly DrawParty[],
  proofOf: (name: string, index: number) => Uint8Array | undefined,
): ReadResult<readonly Uint8Array[]> {
  if (present.length < fewestParties) return refused('fewer than two parties are there');
  const message = drawMessage(
    text,
    present.map(({ name }) => name),
  );
  const outputs: Uint8Array[] = [];
  for (const [index, { name, key }] of present.entries()) {
    const proof = proofOf(name, index);
    const output = proof === undefined ? null : verifyVrf(key, message, proof);
    if (output === null) return refused(`the proof of ${name} is missing or does not hold`);
    outputs.push(output);
  }
  return { ok: true, value: outputs };
}

function seedOf(text: string, present: readonly DrawParty[], outputs: readonly Uint8Array[]): Uint8Array {
  return sha512(
    joinBytes(
      drawMessage(
        text,
        present.map(({ name }) => name),
      ),
      ...outputs,
    ),
  );
}

function drawnFrom(candidates: readonly DrawCandidate[], seed: Uint8Array): readonly string[] {
  return systematicSample(
    candidates.map(({ probability }) => probability),
    seed,
  ).map((index) => candidates[index]!.id);
}
