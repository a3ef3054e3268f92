import { randomBytes } from 'node:crypto';
import {
  certain,
  commitDraw,
  drawMessage,
  fromHex,
  makeDraw,
  proveVrf,
  readNote,
  systematicSample,
  toHex,
  verifyDraw,
  vrfPublicKey,
  writeDraw,
  type DrawCommitment,
  type VerifierKey,
} from '@havenwacht/transparency';
import { theNode } from '../../platform/auth/index.ts';
import { sha256, verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import type { Querying, Transaction } from '../../platform/db/index.ts';
import { controlVisit, loweredBoxes, type ControlParts, type LoweredBox } from '../controls/index.ts';
import { inDraw, settleDraw, shareCandidates, takeIntoDraw } from '../screening/index.ts';
import { attends, proofOf, type OtherParty } from './ask-parties.ts';
import { candidateName, drawPatienceMs, redrawChance, type Draw } from './draw.ts';
import {
  dropLowered,
  endDraw,
  insertDraw,
  lastEnded,
  loweredIn,
  notTakenIn,
  openDraws,
  setAbsent,
  setProblem,
  takeLowered,
} from './draw-store.ts';

/** What a node draws with. */
export interface DrawParts {
  readonly controls: ControlParts;
  /** The node's name and key as a party, and the key it signs commitments with. */
  readonly name: string;
  readonly seed: Uint8Array;
  readonly organiser: { readonly verifier: VerifierKey; readonly sign: (message: Uint8Array) => Uint8Array };
  /** None: the node draws lowered boxes alone, and the share is the screening's own. */
  readonly others: readonly OtherParty[];
  /** Waits until the log holds what was recorded, so that a commitment is in it before anybody proves. */
  readonly logged: () => Promise<unknown>;
}

/** Boxes that arrive within this are drawn from. */
const aheadMs = 36 * 3_600_000;
/** What was lowered longer ago than this is not drawn any more. */
const loweredWithinMs = 30 * 86_400_000;

/** Goes on with draws that are open, then makes those that are due. */
export async function runDraws(parts: DrawParts): Promise<void> {
  const { db } = parts.controls;
  for (const draw of await openDraws(db)) await goOn(parts, draw);
  const open = new Set((await openDraws(db)).map(({ kind, port, day }) => `${kind} ${port} ${day}`));
  if (parts.others.length > 0) {
    const now = parts.controls.now();
    for (const share of await shareCandidates(db, { from: now, until: now + aheadMs })) {
      if (open.has(`share ${share.port} ${share.day}`)) continue;
      await commit(parts, {
        kind: 'share',
        port: share.port,
        day: share.day,
        context: `share ${share.port} ${share.day}`,
        model: share.model,
        chances: new Map(share.visits),
        take: (tx, id) => takeIntoDraw(tx, id, share.visits),
      });
    }
  }
  if (!open.has('lowered null null')) await drawLowered(parts);
}

async function drawLowered(parts: DrawParts): Promise<void> {
  const { db } = parts.controls;
  const all = await lowered(parts, db);
  const fresh = await notTakenIn(
    db,
    all.map(({ source }) => source),
  );
  const boxes = all.filter(({ source }) => fresh.has(source));
  if (boxes.length === 0) return;
  await commit(parts, {
    kind: 'lowered',
    port: null,
    day: null,
    context: `lowered until ${new Date(parts.controls.now()).toISOString()}`,
    model: `override ${redrawChance.override}, release ${redrawChance.release}`,
    chances: chancesOf(boxes),
    take: (tx, id) =>
      takeLowered(
        tx,
        id,
        boxes.map(({ source }) => source),
      ),
  });
}

const lowered = ({ controls }: DrawParts, tx: Querying): Promise<readonly LoweredBox[]> =>
  loweredBoxes(tx, controls, controls.now() - loweredWithinMs);

/** A box that was lowered twice is one candidate, with the higher chance. */
function chancesOf(boxes: readonly LoweredBox[]): ReadonlyMap<string, number> {
  const chances = new Map<string, number>();
  for (const { visit, kind } of boxes) {
    chances.set(visit, Math.max(chances.get(visit) ?? 0, redrawChance[kind]));
  }
  return chances;
}

/** Freezes a draw: signed, in the log with its candidates, before any party is called. */
async function commit(
  parts: DrawParts,
  wanted: Pick<Draw, 'kind' | 'port' | 'day' | 'context' | 'model'> & {
    readonly chances: ReadonlyMap<string, number>;
    readonly take: (tx: Transaction, id: string) => Promise<void>;
  },
): Promise<void> {
  const { controls, organiser } = parts;
  const { kind, port, day, context, model } = wanted;
  const id = controls.newId('d');
  const at = controls.now();
  const candidates = [...wanted.chances]
    .map(([visit, chance]) => [candidateName(controls.nodeKey, id, visit), chance] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const all = [{ name: parts.name, key: vrfPublicKey(parts.seed) }, ...parts.others];
  const parties = all.map(({ name, key }) => [name, toHex(key)] as const);
  const draw = await controls.db.transaction(async (tx) => {
    const before = await lastEnded(tx, { kind, port, day });
    const replaces = before?.state === 'void' ? hashOf(before.commitment) : null;
    const frozen = { id, kind, port, day, at, context, model, replaces, candidates, parties };
    const commitment =
      parts.others.length === 0
        ? ''
        : commitDraw(sha256, commitmentOf(frozen), organiser.verifier, organiser.sign);
    await insertDraw(tx, { ...frozen, commitment });
    await wanted.take(tx, id);
    const content = { context, model, candidates, parties, commitment };
    await controls.recordAct(tx, {
      kind: 'change',
      act: 'draw/commit',
      subject: id,
      by: theNode,
      at,
      content,
    });
    return { ...frozen, commitment };
  });
  await parts.logged();
  await goOn(parts, { ...draw, state: 'committed', absent: null, drawn: null, bundle: null, problem: null });
}

/** Takes an open draw as far as it goes; a crash between any two steps leaves it to the next run. */
async function goOn(parts: DrawParts, draw: Draw): Promise<void> {
  if (draw.commitment === '') return force(parts, draw, 'no other party is connected');
  const others = draw.parties.slice(1).map(([name, key]) => {
    const url = parts.others.find((one) => one.name === name && toHex(one.key) === key)?.url ?? null;
    return { name, key: fromHex(key) ?? new Uint8Array(0), url };
  });
  const absent = draw.absent ?? (await callRoll(parts, draw, others));
  if (absent === null) return;
  const away = new Set(absent.map(([name]) => name));
  const present = draw.parties.map(([name]) => name).filter((name) => !away.has(name));
  const note = readNote(draw.commitment);
  if (!note.ok) return endAs(parts, draw, 'the commitment can’t be read');
  const { text } = note.value;
  const proofs = new Map([[parts.name, proveVrf(parts.seed, drawMessage(text, present))]]);
  for (const party of others) {
    if (away.has(party.name)) continue;
    const proof =
      party.url === null
        ? 'it is no party any more'
        : await proofOf({ ...party, url: party.url }, draw.commitment, present);
    if (typeof proof === 'string') return late(parts, draw, `${party.name} withholds its proof: ${proof}`);
    proofs.set(party.name, proof);
  }
  let bundle: string;
  try {
    const missing = absent.map(([party, reason]) => ({ party, reason }));
    bundle = writeDraw(
      makeDraw(sha256, commitmentOf(draw), parts.organiser.verifier, draw.commitment, missing, proofs),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return late(parts, draw, error.message);
  }
  const verified = verifyDraw(sha256, verifyEd25519, bundle);
  if (!verified.ok) return late(parts, draw, verified.problem);
  await settle(parts, draw, { state: 'made', drawn: verified.value.drawn, bundle, problem: null });
}

/** Calls the others. Who does not answer is absent, on record and told; with fewer than two there is no draw yet. */
async function callRoll(
  parts: DrawParts,
  draw: Draw,
  others: readonly { readonly name: string; readonly key: Uint8Array; readonly url: string | null }[],
): Promise<Draw['absent']> {
  const absent: (readonly [string, string])[] = [];
  for (const party of others) {
    const why =
      party.url === null
        ? 'it is no party any more'
        : await attends({ ...party, url: party.url }, draw.commitment);
    if (why !== null) absent.push([party.name, why.replace(/\p{Cc}/gu, ' ').slice(0, 200)]);
  }
  if (draw.parties.length - absent.length < 2) {
    await late(parts, draw, absent.map(([name, why]) => `${name}: ${why}`).join('; '));
    return null;
  }
  await parts.controls.db.transaction(async (tx) => {
    await setAbsent(tx, draw.id, absent);
    for (const [party, reason] of absent) await tellAbsent(tx, parts, draw, `${party}: ${reason}`);
  });
  return absent;
}

/** What keeps a draw from being made is told at once; after an hour it ends. */
async function late(parts: DrawParts, draw: Draw, problem: string): Promise<void> {
  if (parts.controls.now() >= draw.at + drawPatienceMs) return endAs(parts, draw, problem);
  if (draw.problem !== null) return;
  await parts.controls.db.transaction(async (tx) => {
    await setProblem(tx, draw.id, problem.slice(0, 1_000));
    await tellAbsent(tx, parts, draw, problem);
  });
}

async function tellAbsent(tx: Transaction, { controls }: DrawParts, draw: Draw, why: string): Promise<void> {
  const at = controls.now();
  await controls.recordAct(tx, {
    kind: 'refusal',
    act: 'draw/absent',
    subject: draw.id,
    by: theNode,
    at,
    content: { why },
  });
  await tx.news('integrity-alert', { alert: 'draw-absent', draw: draw.id });
}

/** A party that attended and withheld voids the draw once; the second time, or where too few were there, the node draws alone. */
async function endAs(parts: DrawParts, draw: Draw, problem: string): Promise<void> {
  if (draw.absent === null || draw.replaces !== null) return force(parts, draw, problem);
  const { controls } = parts;
  const at = controls.now();
  await controls.db.transaction(async (tx) => {
    const end = { state: 'void', drawn: null, bundle: null, problem, at } as const;
    if (!(await endDraw(tx, draw.id, end))) return;
    if (draw.kind === 'share') await settleDraw(tx, draw.id, null);
    else await dropLowered(tx, draw.id);
    await controls.recordAct(tx, {
      kind: 'refusal',
      act: 'draw/void',
      subject: draw.id,
      by: theNode,
      at,
      content: { problem },
    });
    await tx.news('integrity-alert', { alert: 'draw-void', draw: draw.id });
  });
}

/** The node draws alone: nobody can check it, so whatever was lowered against the screening is controlled. */
async function force(parts: DrawParts, draw: Draw, problem: string): Promise<void> {
  const isAlone = draw.commitment === '';
  const chances = draw.candidates.map(([, chance]) =>
    !isAlone && draw.kind === 'lowered' && chance === redrawChance.override ? certain : chance,
  );
  const drawn = systematicSample(chances, new Uint8Array(randomBytes(64))).map(
    (index) => draw.candidates[index]?.[0] ?? '',
  );
  await settle(parts, draw, { state: 'forced', drawn, bundle: null, problem });
}

/** Ends a draw with what was drawn, and puts it into effect, in one transaction. */
async function settle(
  parts: DrawParts,
  draw: Draw,
  end: {
    readonly state: 'made' | 'forced';
    readonly drawn: readonly string[];
    readonly bundle: string | null;
    readonly problem: string | null;
  },
): Promise<void> {
  const { controls } = parts;
  const at = controls.now();
  const names = new Set(end.drawn);
  const isDrawn = (visit: string): boolean => names.has(candidateName(controls.nodeKey, draw.id, visit));
  await controls.db.transaction(async (tx) => {
    if (!(await endDraw(tx, draw.id, { ...end, at }))) return;
    if (draw.kind === 'share') {
      await settleDraw(tx, draw.id, (await inDraw(tx, draw.id)).filter(isDrawn));
    } else {
      const taken = await loweredIn(tx, draw.id);
      const boxes = (await lowered(parts, tx)).filter(({ source }) => taken.has(source));
      for (const visit of new Set(boxes.map((box) => box.visit).filter(isDrawn))) {
        await controlVisit(tx, controls, visit, 'drawn among lowered boxes');
      }
    }
    await controls.recordAct(tx, {
      kind: 'change',
      act: `draw/${end.state}`,
      subject: draw.id,
      by: theNode,
      at,
      content: end,
    });
    // Where nobody else takes part that is how the node is set up, and no failure of today.
    if (end.state === 'forced' && draw.commitment !== '') {
      await tx.news('integrity-alert', { alert: 'draw-forced', draw: draw.id });
    }
  });
}

function commitmentOf(
  draw: Pick<Draw, 'context' | 'model' | 'at' | 'replaces' | 'candidates' | 'parties'>,
): DrawCommitment {
  return {
    context: draw.context,
    model: draw.model,
    at: new Date(draw.at).toISOString(),
    replaces: draw.replaces,
    candidates: draw.candidates.map(([id, probability]) => ({ id, probability })),
    parties: draw.parties.map(([name, key]) => ({ name, key: fromHex(key) ?? new Uint8Array(0) })),
  };
}

function hashOf(commitment: string): string {
  return toHex(sha256(new TextEncoder().encode(commitment)));
}
