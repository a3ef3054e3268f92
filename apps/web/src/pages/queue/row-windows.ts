/**
 * Which windows of a long list a stretch of rows needs, as window numbers in order.
 *
 * @param first first row of the stretch, from 0
 * @param last last row, included
 * @param ahead rows fetched beyond both ends, before they are seen
 * @param total rows of the whole list; at least one window is asked for, even of an empty list
 * @example windowsFor({ first: 90, last: 110, ahead: 0, size: 100, total: 5000 }) // [0, 1]
 * @example windowsFor({ first: 180, last: 195, ahead: 20, size: 100, total: 5000 }) // [1, 2]
 * @example windowsFor({ first: 0, last: 20, ahead: 20, size: 100, total: 0 }) // [0]
 */
export function windowsFor(of: {
  first: number;
  last: number;
  ahead: number;
  size: number;
  total: number;
}): number[] {
  const highest = Math.max(0, Math.ceil(of.total / of.size) - 1);
  const clamp = (row: number) => Math.min(highest, Math.max(0, Math.floor(row / of.size)));
  const from = clamp(of.first - of.ahead);
  const to = clamp(of.last + of.ahead);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

/**
 * Where the row in focus stands after the list has changed.
 *
 * The focus stays with the container, not with the place: when the row at its place is another one
 * now, it is looked for among the rows that are loaded. A row that is gone leaves the focus at its
 * place, within the list.
 *
 * @param rowAt id of a loaded row, `undefined` where nothing is loaded
 * @param loaded places that are loaded
 */
export function followFocus(
  focus: { readonly index: number; readonly id: string | null },
  total: number,
  rowAt: (index: number) => string | undefined,
  loaded: Iterable<number>,
): { readonly index: number; readonly id: string | null } {
  const index = Math.max(0, Math.min(focus.index, total - 1));
  const here = rowAt(index);
  if (here === undefined || here === focus.id) return index === focus.index ? focus : { ...focus, index };
  if (focus.id !== null)
    for (const place of loaded) if (rowAt(place) === focus.id) return { index: place, id: focus.id };
  return { index, id: here };
}
