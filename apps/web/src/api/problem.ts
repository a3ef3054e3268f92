/**
 * An answer that is not the one asked for: RFC 9457 problem details, or the network itself.
 *
 * `code` is the node's stable error code; `network/unreachable` when no answer came.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;

  constructor(of: { title: string; status: number; code: string; detail?: string; instance?: string }) {
    super(of.title);
    this.name = 'Problem';
    this.status = of.status;
    this.code = of.code;
    this.detail = of.detail ?? '';
    this.instance = of.instance ?? '';
  }
}

/**
 * Reads problem details out of an answer's body, whatever the body is.
 *
 * @param body the body as text; empty or not JSON is allowed
 */
export function problemFrom(status: number, body: string): Problem {
  let fields: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (parsed !== null && typeof parsed === 'object') fields = parsed as Record<string, unknown>;
  } catch {
    // A proxy's HTML page or nothing at all: the status alone has to tell.
  }
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return new Problem({
    title: text('title') || `HTTP ${status}`,
    status,
    code: text('code') || `http/${status}`,
    detail: text('detail'),
    instance: text('instance'),
  });
}

let given: { readonly at: string; readonly text: string } | null = null;

/** Says why the reader looks at what stands at this address; on another one he is asked again. */
export function givePurpose(text: string): void {
  given = { at: location.pathname, text };
}

function purposeHeader(): Record<string, string> {
  return given?.at === location.pathname ? { 'havenwacht-purpose': encodeURIComponent(given.text) } : {};
}

/** Asks the node and gives the parsed answer. @throws {Problem} for any answer outside 2xx and for no answer. */
export async function askNode<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers: { accept: 'application/json', ...purposeHeader(), ...init.headers },
    });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Problem({ title: 'The node does not answer', status: 0, code: 'network/unreachable' });
  }
  const body = await response.text();
  if (!response.ok) throw problemFrom(response.status, body);
  if (response.status === 204) return undefined as T;
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new Problem({
      title: 'The answer is not JSON',
      status: response.status,
      code: 'network/bad-answer',
    });
  }
}
