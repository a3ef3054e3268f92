import { normaliseContainerNumber } from '@havenwacht/domain';
import { z } from 'zod';
import { readerOf, type Reader } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { openTask } from './open-task.ts';
import { taskSchema } from './present-control.ts';
import { takeAlong } from './take-along.ts';
import { itemKinds, takeItem } from './take-item.ts';
import { taskInbox } from './task-inbox.ts';
import { alongFrom, keptUntil, ownTasks } from './task-store.ts';

const participants = ['analyst', 'image-analyst', 'planner', 'officer', 'team-lead'] as const;
const access = { roles: participants };

const params = z.object({ id: z.string().regex(/^[a-z]_[A-Za-z0-9_-]{22}$/) });
const itemId = z.string().regex(/^[A-Za-z0-9_-]{16,40}$/);
/** Epoch milliseconds of a phone's clock, whatever it shows. */
const clock = z.coerce.number().int().min(0).max(4_102_444_800_000);
const instant = (at: number): string => new Date(at).toISOString();
const tags = ['tasks'];

/** A photograph of a phone and more. */
const mostItemBytes = 40 * 1024 * 1024;

const openedTaskSchema = taskSchema.extend({
  expiresAt: z.string(),
  inbox: z.string(),
  alongFrom: z.string().nullable(),
});

/** A person's own tasks, as a phone shows them with and without network. */
export function tasksRoutes(app: App, parts: ControlParts): void {
  const now = (): number => Math.min(parts.now(), parts.disclosureNow());

  app.get(
    '/api/v1/tasks',
    {
      schema: {
        tags,
        summary:
          'That the reader has something to do and from when; what it is, each task tells when it is opened',
        response: {
          200: z.object({
            items: z.array(z.object({ id: z.string(), opensAt: z.string(), isOpen: z.boolean() })),
            asOf: z.string(),
          }),
        },
      },
      config: { access },
    },
    async (request) => {
      const at = now();
      const tasks = await ownTasks(parts.db, readerOf(request), at);
      // Nothing but the moment: how long a task lies before its control would tell the method.
      const items = tasks.map(({ id, opensAt }) => ({
        id,
        opensAt: instant(opensAt),
        isOpen: opensAt <= at,
      }));
      return { items, asOf: instant(at) };
    },
  );

  app.post(
    '/api/v1/tasks/:id/open',
    {
      schema: {
        tags,
        summary: 'Open a task as far as its time has come, with what a phone needs to keep it for a while',
        params,
        body: z.object({ container: z.string().max(40).nullable().default(null) }),
        response: { 200: openedTaskSchema },
      },
      config: { access },
    },
    async (request) => {
      const { container } = request.body;
      const reader = readerOf(request);
      const { id } = request.params;
      const number = container === null ? null : normaliseContainerNumber(container);
      const task = await openTask(parts, reader, id, number);
      return { ...task, ...(await keeping(reader, id, task.time)) };
    },
  );

  app.post(
    '/api/v1/tasks/:id/along',
    {
      schema: {
        tags,
        summary:
          'Take a task to a place without network; what opens on arrival is closed with the number of the box',
        params,
        body: z.object({ clock }),
        response: { 200: z.object({ salt: z.string(), rounds: z.number(), sealed: z.string() }) },
      },
      config: { access },
    },
    async (request) => takeAlong(parts, readerOf(request), request.params.id, request.body.clock),
  );

  app.post(
    '/api/v1/tasks/:id/items/:item',
    {
      schema: {
        tags,
        summary: 'Hand over what a phone kept; the body is closed for the inbox of the task',
        params: params.extend({ item: itemId }),
        consumes: ['application/octet-stream'],
        querystring: z.object({ kind: z.enum(itemKinds), clock }),
        response: { 200: z.object({ isRight: z.boolean() }) },
      },
      config: { rawBody: true, access },
    },
    async (request) => {
      const { id, item } = request.params;
      const { kind, clock: deviceNow } = request.query;
      const sealed = await collect(request.raw);
      return { isRight: await takeItem(parts, readerOf(request), id, { item, kind, deviceNow, sealed }) };
    },
  );

  async function keeping(
    reader: Reader,
    id: string,
    time: string | null,
  ): Promise<Pick<z.infer<typeof openedTaskSchema>, 'expiresAt' | 'inbox' | 'alongFrom'>> {
    const at = now();
    const control = await controlStore(parts.db, reader, at).byId(id);
    if (control === null) throw new Error('a task was opened and is not there');
    return {
      expiresAt: instant(keptUntil(control, at)),
      inbox: taskInbox(parts.nodeKey, id).publicKey,
      alongFrom: time === null ? null : instant(alongFrom(control)),
    };
  }
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let size = 0;
  for await (const block of body) {
    size += block.length;
    if (size > mostItemBytes) {
      throw new HavenwachtError(
        'request/too-large',
        413,
        `A body of more than ${mostItemBytes} bytes is not taken.`,
      );
    }
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}
