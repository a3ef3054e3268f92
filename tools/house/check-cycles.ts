import { runAlone, type Finding } from './finding.ts';
import { readModuleGraph, type Module } from './module-graph.ts';

/**
 * Import cycles, types included: files in a cycle can only be understood, moved and tested together.
 * Reports each knot (strongly connected group) once, by one shortest way round.
 */
export async function checkCycles(root: string): Promise<readonly Finding[]> {
  const { modules } = await readModuleGraph(root);
  return knots(modules).map((knot) => {
    const way = shortestWayRound(modules, knot);
    const [first = '', second = ''] = way;
    const line = modules.get(first)?.links.find(({ target }) => target === second)?.line;
    const rest = knot.size > way.length - 1 ? ` (${knot.size} files in this knot)` : '';
    return {
      file: first,
      ...(line === undefined ? {} : { line }),
      message: `import cycle: ${way.join(' → ')}${rest}`,
      remedy: 'move what both need into a file of its own, or hand it in as an argument',
    };
  });
}

/** Tarjan's algorithm; only groups of two or more files, or a file that imports itself. */
function knots(modules: ReadonlyMap<string, Module>): readonly ReadonlySet<string>[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: Set<string>[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.size - 1);
    stack.push(file);
    onStack.add(file);
    for (const next of targetsOf(modules, file)) {
      if (!index.has(next)) visit(next);
      if (onStack.has(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = new Set(stack.splice(stack.indexOf(file)));
    for (const member of group) onStack.delete(member);
    if (group.size > 1 || targetsOf(modules, file).includes(file)) found.push(group);
  };
  for (const file of modules.keys()) if (!index.has(file)) visit(file);
  return found;
}

function targetsOf(modules: ReadonlyMap<string, Module>, file: string): readonly string[] {
  const targets = modules.get(file)?.links.flatMap(({ target, named }) => (named ? [] : [target])) ?? [];
  return targets.filter((target): target is string => target !== undefined && modules.has(target));
}

function shortestWayRound(
  modules: ReadonlyMap<string, Module>,
  knot: ReadonlySet<string>,
): readonly string[] {
  const ways = [...knot].sort().map((start) => {
    const before = new Map<string, string>();
    const queue = [start];
    for (const file of queue) {
      for (const next of targetsOf(modules, file)) {
        if (!knot.has(next)) continue;
        if (next === start) {
          const way = [start, file];
          for (let at = file; at !== start; at = way.at(-1) ?? start) way.push(before.get(at) ?? start);
          return file === start ? [start, start] : way.reverse();
        }
        if (!before.has(next)) {
          before.set(next, file);
          queue.push(next);
        }
      }
    }
    return [start];
  });
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

if (import.meta.main) await runAlone(checkCycles);
