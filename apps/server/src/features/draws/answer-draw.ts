import {
  drawMessage,
  proveVrf,
  readNote,
  toHex,
  verifySignature,
  vrfPublicKey,
  type VerifierKey,
} from '@havenwacht/transparency';
import { theNode, type RecordAct } from '../../platform/auth/index.ts';
import { sha256, verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import { sql, type Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** What this node takes part in others' draws with. */
export interface DrawParty {
  readonly db: Database;
  readonly now: () => number;
  readonly recordAct: RecordAct;
  readonly name: string;
  readonly seed: Uint8Array;
  /** Whose draws it takes part in: the verifier keys of their logs. */
  readonly organisers: readonly VerifierKey[];
}

/** Says that this node takes part in a draw, where it knows the organiser and is one of the parties. */
export function attendDraw(
  party: DrawParty,
  commitment: string,
): { readonly name: string; readonly key: string } {
  read(party, commitment);
  return { name: party.name, key: toHex(vrfPublicKey(party.seed)) };
}

/**
 * Proves as a party. One roster a commitment: asked for another one it refuses, so that nobody can be
 * dropped once the outputs are known. Asked for the same again it gives the same proof.
 *
 * @throws {HavenwachtError} `draws/not-ours`, `draws/other-roster`, `draws/bad-roster`
 */
export async function proveDraw(
  party: DrawParty,
  commitment: string,
  present: readonly string[],
): Promise<{ readonly party: string; readonly proof: string }> {
  const { text, organiser, names } = read(party, commitment);
  const isRoster =
    present.length >= 2 &&
    present.includes(party.name) &&
    JSON.stringify(present) === JSON.stringify(names.filter((name) => present.includes(name)));
  if (!isRoster) {
    throw new HavenwachtError(
      'draws/bad-roster',
      422,
      'This is no roster of the draw with this party on it.',
    );
  }
  const hash = toHex(sha256(new TextEncoder().encode(text)));
  const roster = JSON.stringify(present);
  return party.db.transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`draw ${hash}`}, 0))`);
    const [known] = await tx.query<{ roster: string; proof: string }>(
      sql`select roster, proof from draw_answer where commitment = ${hash}`,
    );
    if (known !== undefined && known.roster !== roster) {
      throw new HavenwachtError(
        'draws/other-roster',
        409,
        'This party has proved another roster of this draw.',
      );
    }
    if (known !== undefined) return { party: party.name, proof: known.proof };
    const proof = toHex(proveVrf(party.seed, drawMessage(text, present)));
    const at = party.now();
    await tx.execute(
      sql`insert into draw_answer (commitment, organiser, roster, proof, at)
          values (${hash}, ${organiser}, ${roster}, ${proof}, to_timestamp(${at}::float8 / 1000.0))`,
    );
    const content = { text, present };
    await party.recordAct(tx, { kind: 'change', act: 'draw/prove', subject: hash, by: theNode, at, content });
    return { party: party.name, proof };
  });
}

/** The commitment, where an organiser this node knows signed it and the node is one of its parties. */
function read(
  party: DrawParty,
  commitment: string,
): { readonly text: string; readonly organiser: string; readonly names: readonly string[] } {
  const note = readNote(commitment);
  const signer = note.ok
    ? party.organisers.find((key) => verifySignature(note.value, key, verifyEd25519))
    : undefined;
  const lines = note.ok ? note.value.text.split('\n') : [];
  const own = `party ${toHex(vrfPublicKey(party.seed))} ${party.name}`;
  if (!note.ok || signer === undefined || lines[0] !== 'havenwacht-draw-1' || !lines.includes(own)) {
    throw new HavenwachtError('draws/not-ours', 403, 'This node is no party of this draw.');
  }
  const names = lines
    .filter((line) => line.startsWith('party '))
    .map((line) => line.slice('party '.length + 65));
  return { text: note.value.text, organiser: signer.name, names };
}
