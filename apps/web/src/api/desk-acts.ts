import type {
  Acted,
  ActResult,
  ConsoleSettings,
  ControlMethod,
  FrozenSelection,
  SavedView,
} from './node-answers.ts';
import { askNode } from './problem.ts';

const base = '/api/v1';

function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
  return askNode<T>(`${base}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

export type ActBody =
  | { readonly kind: 'assign' | 'release' }
  | {
      readonly kind: 'propose';
      readonly method: ControlMethod;
      readonly reason: string;
      readonly wantedAt: string | null;
    }
  | { readonly kind: 'dismiss' | 'note'; readonly reason: string }
  | { readonly kind: 'contest'; readonly signal: string; readonly code: string; readonly reason: string };

/** What is acted on: visits by id, or everything a filter shows, of which `first` takes the top. */
export type Chosen =
  { readonly visits: readonly string[] } | { readonly filter: string; readonly first: number | null };

/** Has the node freeze a selection and count it. @throws {Problem} `triage/too-many`, `triage/nothing-selected` */
export function freezeSelection(chosen: Chosen): Promise<FrozenSelection> {
  return send('POST', '/selections', chosen);
}

/** One act on one visit. */
export function actOnVisit(visit: string, body: ActBody): Promise<Acted> {
  return send('POST', `/visits/${encodeURIComponent(visit)}/acts`, body);
}

/** One act on every visit of a frozen selection; the count is the one that was shown and confirmed. */
export function actOnSelection(selection: FrozenSelection, body: ActBody): Promise<Acted> {
  return send('POST', `/selections/${encodeURIComponent(selection.id)}/acts`, {
    ...body,
    count: selection.count,
  });
}

/** Takes back one's own act. @throws {Problem} `triage/too-late` */
export function undoAct(
  reference: string,
): Promise<{ readonly at: string; readonly results: readonly ActResult[] }> {
  return send('POST', `/acts/${encodeURIComponent(reference)}/undo`, {});
}

export function saveView(view: Omit<SavedView, 'id' | 'own'>): Promise<SavedView> {
  return send('POST', '/views', view);
}

export function changeView({ id, name, filter, shared }: SavedView): Promise<SavedView> {
  return send('PUT', `/views/${encodeURIComponent(id)}`, { name, filter, shared });
}

export function removeView(id: string): Promise<void> {
  return send('DELETE', `/views/${encodeURIComponent(id)}`);
}

export function saveSettings(settings: ConsoleSettings): Promise<ConsoleSettings> {
  return send('PUT', '/settings', settings);
}

export function rememberDossier(id: string): Promise<void> {
  return send('PUT', `/recent-dossiers/${encodeURIComponent(id)}`, {});
}
