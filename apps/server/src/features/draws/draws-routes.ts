import { verifyDraw } from '@havenwacht/transparency';
import { z } from 'zod';
import { readerOf, type Access, type RecordAct } from '../../platform/auth/index.ts';
import { sha256, verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import type { Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { bytesAs, type App } from '../../platform/http/index.ts';
import { attendDraw, proveDraw, type DrawParty } from './answer-draw.ts';
import { drawById, latestDraws } from './draw-store.ts';
import type { Draw } from './draw.ts';

const access: Access = { roles: ['integrity', 'auditor', 'data-protection'] };
const tags = ['draws'];
const id = z.object({ id: z.string().regex(/^d_[A-Za-z0-9_-]{22}$/) });
const mostListed = 200;

const drawSchema = z.object({
  id: z.string(),
  kind: z.enum(['share', 'lowered']),
  state: z.enum(['committed', 'made', 'void', 'forced']),
  at: z.string(),
  context: z.string(),
  model: z.string(),
  candidates: z.number(),
  drawn: z.number().nullable(),
  parties: z.array(z.object({ name: z.string(), present: z.boolean().nullable() })),
  /** `null` where there is no bundle to verify. */
  verified: z.boolean().nullable(),
  problem: z.string().nullable(),
});

const asked = z.object({ commitment: z.string().min(1).max(20_000) });

/** The node's draws for those who oversee them, and its answers as a party of others'. */
export function drawsRoutes(
  app: App,
  parts: {
    readonly db: Database;
    readonly now: () => number;
    readonly recordAct: RecordAct;
    /** The verifier key this node's commitments are signed with. */
    readonly organiser: () => Promise<string>;
    /** `null` when this node takes part in nobody's draws. */
    readonly party: DrawParty | null;
  },
): void {
  const { db, recordAct, now } = parts;
  /** What was found of a bundle, by its hash: a bundle is 20,000 lines and the list is asked for often. */
  const found = new Map<string, boolean>();
  const isVerified = (bundle: string, organiser: string): boolean => {
    const hash = Buffer.from(sha256(new TextEncoder().encode(bundle))).toString('hex');
    const known = found.get(hash) ?? verifyDraw(sha256, verifyEd25519, bundle, { organiser }).ok;
    if (found.size > 1_000) found.clear();
    found.set(hash, known);
    return known;
  };

  app.get(
    '/api/v1/draws',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The node’s draws, newest first: how many took part and were drawn, who was there',
        response: { 200: z.array(drawSchema) },
      },
    },
    async () => {
      const organiser = await parts.organiser();
      const draws = await latestDraws(db, mostListed);
      return draws.map((draw) => presentDraw(draw, (bundle) => isVerified(bundle, organiser)));
    },
  );

  app.get(
    '/api/v1/draws/:id/bundle',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A draw as `havenwacht draw verify` checks it, offline',
        params: id,
        response: { 200: bytesAs('application/json') },
      },
    },
    async (request, reply) => {
      const draw = await drawById(db, request.params.id);
      if (draw?.bundle == null) {
        throw new HavenwachtError(
          'draws/no-bundle',
          404,
          'There is no such draw, or nothing of it to verify.',
        );
      }
      const by = readerOf(request);
      const content = { bundle: draw.bundle };
      await recordAct(db, { kind: 'look', act: 'draw/bundle', subject: draw.id, by, at: now(), content });
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${draw.id}.draw.json"`)
        .send(Buffer.from(draw.bundle));
    },
  );

  const { party } = parts;
  if (party === null) return;
  const open: Access = 'public';
  app.post(
    '/api/v1/draws/party/attend',
    {
      config: { access: open },
      schema: {
        tags,
        summary: 'Take part in another node’s draw, as its signed commitment asks',
        body: asked,
        response: { 200: z.object({ name: z.string(), key: z.string() }) },
      },
    },
    (request) => Promise.resolve(attendDraw(party, request.body.commitment)),
  );
  app.post(
    '/api/v1/draws/party/prove',
    {
      config: { access: open },
      schema: {
        tags,
        summary: 'This node’s proof over a commitment and its roster; one roster a commitment',
        body: asked.extend({ present: z.array(z.string().min(1).max(200)).max(50) }),
        response: { 200: z.object({ party: z.string(), proof: z.string() }) },
      },
    },
    (request) => proveDraw(party, request.body.commitment, request.body.present),
  );
}

function presentDraw(draw: Draw, isVerified: (bundle: string) => boolean): z.infer<typeof drawSchema> {
  const { id: name, kind, state, context, model, candidates, parties, absent, drawn, bundle, problem } = draw;
  const away = new Set((absent ?? []).map(([party]) => party));
  return {
    id: name,
    kind,
    state,
    at: new Date(draw.at).toISOString(),
    context,
    model,
    candidates: candidates.length,
    drawn: drawn === null ? null : drawn.length,
    parties: parties.map(([party]) => ({ name: party, present: absent === null ? null : !away.has(party) })),
    verified: bundle === null ? null : isVerified(bundle),
    problem,
  };
}
