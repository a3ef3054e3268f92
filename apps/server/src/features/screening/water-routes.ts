import { z } from 'zod';
import type { Database } from '../../platform/db/index.ts';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { rolesThatSee } from '../people/index.ts';
import { ashoreSchema, presentAshore, presentWater, waterSchema } from './present-water.ts';
import { ashoreView, waterView } from './water-view.ts';

const place = z.object({
  port: z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/),
  terminal: z.string().min(1).max(40).optional(),
  block: z.string().min(1).max(10).optional(),
});

/** Vessels on their way, and what stands ashore. */
export function waterRoutes(app: App, parts: { readonly db: Database; readonly now: () => number }): void {
  const { db, now } = parts;

  app.get(
    '/api/v1/water',
    {
      config: { access: { roles: rolesThatSee('water') } },
      schema: {
        tags: ['screening'],
        summary: 'Vessels by estimated arrival, and containers ashore by block',
        response: { 200: waterSchema },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const at = now();
      return presentWater(reader, await waterView(db, { ports: reader.ports, now: at }), at);
    },
  );

  app.get(
    '/api/v1/water/ashore',
    {
      config: { access: { roles: rolesThatSee('ashore') } },
      schema: {
        tags: ['screening'],
        summary: 'The containers that stand in one place ashore',
        querystring: place,
        response: { 200: ashoreSchema },
      },
    },
    async (request) => {
      const { port, terminal = null, block = null } = request.query;
      const reader = readerOf(request);
      return presentAshore(
        reader,
        await ashoreView(db, { ports: reader.ports, now: now(), port, terminal, block }),
      );
    },
  );
}
