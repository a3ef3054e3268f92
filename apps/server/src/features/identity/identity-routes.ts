import { z } from 'zod';
import type { Database } from '../../platform/db/index.ts';
import type { App } from '../../platform/http/index.ts';
import { caseRoles } from '../people/index.ts';
import { listCases, type IdentityCase } from './identity-store.ts';

/** The contradictions that are open, or were. */
export function identityRoutes(app: App, parts: { readonly db: Database }): void {
  app.get(
    '/api/v1/identity-cases',
    {
      schema: {
        tags: ['identity'],
        summary: 'Container numbers of which not all that is said can be true',
        querystring: z.object({
          state: z.enum(['open', 'closed']).optional(),
          from: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      config: { access: { roles: caseRoles } },
    },
    async (request) => {
      const { state, from, limit } = request.query;
      const { total, items } = await listCases(parts.db, {
        ...(state === undefined ? {} : { state }),
        from,
        limit,
      });
      return { total, from, items: items.map(presentCase) };
    },
  );
}

/** The only way an identity case leaves the node. */
export function presentCase({ params: { wording, ...params }, ...one }: IdentityCase) {
  return {
    ...one,
    code: `identity-case/${wording}`,
    params,
    openedAt: new Date(one.openedAt).toISOString(),
    closedAt: one.closedAt === null ? null : new Date(one.closedAt).toISOString(),
  };
}
