import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import type { Scopes } from '../../platform/scope/index.ts';
import { rolesThatSee } from '../people/index.ts';
import { listCases } from './identity-view.ts';
import { caseSchema, presentCase } from './present-case.ts';

/** The contradictions that are open, or were. */
export function identityRoutes(app: App, parts: { readonly scopes: Scopes }): void {
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
        response: { 200: z.object({ total: z.int(), from: z.int(), items: z.array(caseSchema) }) },
      },
      config: { access: { roles: rolesThatSee('identity-case') } },
    },
    async (request) => {
      const scope = parts.scopes(readerOf(request));
      const { state, from, limit } = request.query;
      const { total, items } = await listCases(scope, {
        ...(state === undefined ? {} : { state }),
        from,
        limit,
      });
      await scope.record({ kind: 'look', act: 'identity-case/list', subject: null, content: items });
      return { total, from, items: items.map((one) => presentCase(scope.reader, one)) };
    },
  );
}
