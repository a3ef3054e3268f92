/** What reading a text that somebody else wrote gives: the value, or in one sentence why not. */
export type ReadResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function refused(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
