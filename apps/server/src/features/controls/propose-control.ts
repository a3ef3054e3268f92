import { posteriorOf, type ControlMethod, type DisclosedItem } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { visitStandings } from '../screening/index.ts';
import { sealContent, type SeenStanding } from './compartment.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { insertControl, insertKnowers, insertStep } from './control-store.ts';
import type { ControlOrigin } from './control.ts';
import { credentialOf } from './credential-of.ts';

export interface Proposal {
  readonly visit: string;
  readonly method: ControlMethod;
  readonly reason: string;
  readonly place: string;
  readonly lane: string;
  /** Epoch milliseconds, UTC. */
  readonly plannedAt: number;
  /** Officers beside the lead; left out or `null` = as many as the ladder of the method says. */
  readonly officers?: number | null;
}

/** Person-hours above which a control is not sealed without being planned anew. */
export const exposureLimit = 40;

/** Everything that can be learned about a control: what its proposer knows. */
export const allItems: readonly DisclosedItem[] = ['place', 'time', 'method', 'object', 'reason'];

/** Proposes a control of a visit; its content is sealed at once, and who proposes knows it. */
export function proposeControl(
  parts: ControlParts,
  reader: Reader,
  proposal: Proposal,
): Promise<{ readonly id: string }> {
  return attempt(parts, reader, 'control/propose', proposal.visit, async (tx) => {
    const now = parts.now();
    if (proposal.plannedAt <= now) {
      throw new HavenwachtError('controls/past', 422, 'The moment of a control lies in the future.');
    }
    const ports = reader.ports;
    const [visit] = await tx.query<{ container: string; port: string }>(
      sql`select container, port from visit where id = ${proposal.visit}
          and ${ports === null ? sql`true` : sql`port = any(${ports}::text[])`}`,
    );
    if (visit === undefined) {
      throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
    }
    const [standing] = await visitStandings(tx, ports, [proposal.visit]);
    const id = await writeControl(tx, parts, {
      ...proposal,
      ...visit,
      ...(standing === undefined
        ? {}
        : { seen: { rank: standing.rank, band: standing.band, score: standing.score } }),
      origin: 'proposal',
      by: reader.person,
    });
    const candidates = await candidatesAt(tx, visit.port);
    await insertKnowers(tx, id, [
      {
        person: reader.person,
        part: 'proposer',
        items: allItems,
        fromAt: now,
        onArrival: false,
        posterior: posteriorOf(allItems, candidates),
        reason: null,
        addedBy: reader.person,
      },
    ]);
    await insertStep(tx, id, {
      step: 'propose',
      from: 'proposed',
      to: 'proposed',
      person: reader.person,
      credential: credentialOf(reader),
      at: now,
    });
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'control/propose',
      subject: id,
      by: reader,
      at: now,
      content: proposal,
    });
    await tx.news('control-changed', { control: id });
    return { id };
  });
}

/** Writes a control with its content sealed. */
export async function writeControl(
  tx: Transaction,
  parts: ControlParts,
  control: Proposal & {
    readonly container: string;
    readonly port: string;
    readonly origin: ControlOrigin;
    readonly by: string;
    readonly seen?: SeenStanding;
  },
): Promise<string> {
  const id = parts.newId('c');
  await insertControl(tx, {
    id,
    origin: control.origin,
    port: control.port,
    lane: control.lane,
    plannedAt: control.plannedAt,
    createdAt: parts.now(),
    exposureLimit,
    content: sealContent(parts.nodeKey, id, { ...control, time: control.plannedAt }),
  });
  return id;
}
