import type { TaskContent } from '../src/pages/task/own-tasks.ts';

const minute = 60_000;
/** The generator of P-256: a point like any other. */
const inbox = 'BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU';

/** The tasks of the reader of a fixture node: `later` is only a moment yet, the others can be opened. */
export const fixtureTasks = ['later', 'ready', 'at-box'] as const;

const idOf = (name: string): string => `c_${name}`.padEnd(24, '0');

/** What a fixture node says of tasks; `undefined` when it is asked for something else. */
export function answerTasks(
  id: string | undefined,
  part: string | undefined,
  listed: readonly string[],
  clock: string,
): unknown {
  const at = (minutes: number): string => new Date(Date.parse(clock) + minutes * minute).toISOString();
  if (id === undefined) {
    const items = listed.map((name) => ({
      id: idOf(name),
      opensAt: at(name === 'later' ? 25 : -15),
      isOpen: name !== 'later',
    }));
    return { items, asOf: clock };
  }
  if (part === 'items') return { isRight: true };
  if (part !== 'open') return undefined;
  const atBox = id === idOf('at-box');
  const content: TaskContent = {
    id,
    state: 'disclosed',
    part: 'team-lead',
    place: 'Quay 12',
    time: at(10),
    method: 'hull-dive',
    container: atBox ? 'ZZZU0000013' : null,
    reason: null,
    moreAt: null,
    moreOnArrival: !atBox,
    expiresAt: at(130),
    inbox,
    alongFrom: at(-5),
  };
  return content;
}
