import { verifyDraw, writeVerifierKey } from '@havenwacht/transparency';
import { z } from 'zod';
import { readerOf, type RecordAct } from '../../platform/auth/index.ts';
import { sha256, verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import type { App } from '../../platform/http/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { ActLog } from './act-log.ts';

/** A draw of 20,000 candidates is about 2 MB; more is no draw of a port's day. */
const longestBundle = 16 * 1_048_576;

const verdict = z.object({
  ok: z.boolean(),
  /** What does not hold; `null` = everything does. */
  problem: z.string().nullable(),
  context: z.string().nullable(),
  model: z.string().nullable(),
  at: z.string().nullable(),
  candidates: z.number(),
  drawn: z.array(z.string()),
  absent: z.array(z.object({ party: z.string(), reason: z.string() })),
  organiser: z.string().nullable(),
  /** Whether the organiser's key was compared with one that is known from elsewhere. */
  compared: z.enum(['given', 'this-node']).nullable(),
  parties: z.array(z.object({ name: z.string(), key: z.string() })),
});

/** Checks a draw that somebody hands over; `havenwacht draw verify` does the same without a node. */
export function drawRoutes(
  app: App,
  {
    db,
    now,
    log,
    recordAct,
  }: {
    readonly db: Database;
    readonly now: () => number;
    readonly log: ActLog;
    readonly recordAct: RecordAct;
  },
): void {
  app.post(
    '/api/v1/draws/verification',
    {
      schema: {
        tags: ['log'],
        summary: 'Check a draw from the commitment to the sample; nothing of it is kept',
        body: z.object({
          bundle: z.string().min(1),
          organiser: z.string().trim().max(300).nullable().default(null),
        }),
        response: { 200: verdict },
      },
      bodyLimit: longestBundle,
      config: { access: { roles: ['auditor', 'integrity'] } },
    },
    async (request): Promise<z.infer<typeof verdict>> => {
      const { bundle, organiser } = request.body;
      const own = log.key();
      const ownKey = own === null ? null : writeVerifierKey(own);
      const found = verifyDraw(
        sha256,
        verifyEd25519,
        bundle,
        organiser === null || organiser === '' ? {} : { organiser },
      );
      await recordAct(db, {
        kind: 'look',
        act: 'draw/verify',
        subject: null,
        by: readerOf(request),
        at: now(),
        content: { bundle: Buffer.from(sha256(Buffer.from(bundle))).toString('hex'), ok: found.ok },
      });
      if (!found.ok) return { ...nothing, problem: found.problem };
      const { absent, parties, drawn, ...said } = found.value;
      const compared = organiser
        ? ('given' as const)
        : said.organiser === ownKey
          ? ('this-node' as const)
          : null;
      return {
        ok: true,
        problem: null,
        ...said,
        drawn: [...drawn],
        absent: absent.map((one) => ({ ...one })),
        parties: parties.map((one) => ({ ...one })),
        compared,
      };
    },
  );
}

const nothing: Omit<z.infer<typeof verdict>, 'problem'> = {
  ok: false,
  context: null,
  model: null,
  at: null,
  candidates: 0,
  drawn: [],
  absent: [],
  organiser: null,
  compared: null,
  parties: [],
};
