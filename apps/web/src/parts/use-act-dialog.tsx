import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { actOnVisit } from '../api/desk-acts.ts';
import { sessionQuery } from '../api/session.ts';
import type { ActWish } from './act-dialog.tsx';
import { lastAct } from './last-act.ts';

const ActDialog = lazy(async () => ({ default: (await import('./act-dialog.tsx')).ActDialog }));

/**
 * Opens the dialog of an act; taking one visit on oneself asks nothing and goes at once. Who plans and is
 * not of the desk proposes nothing to himself: he is led to where a control is planned.
 */
export function useActDialog(onDone?: () => void): {
  readonly ask: (wish: ActWish) => void;
  readonly give: (visit: string) => void;
  readonly dialog: ReactNode;
  readonly problem: unknown;
} {
  const [wish, setWish] = useState<ActWish>();
  const [problem, setProblem] = useState<unknown>();
  const navigate = useNavigate();
  const roles = useQuery(sessionQuery).data?.roles ?? [];
  const plans =
    roles.includes('planner') && !roles.some((role) => role === 'analyst' || role === 'team-lead');
  const direct = useCallback((visit: string, kind: 'assign' | 'release') => {
    setProblem(undefined);
    actOnVisit(visit, { kind }).then((acted) => lastAct.answered(kind, acted), setProblem);
  }, []);
  const ask = useCallback(
    (next: ActWish) => {
      if (next.kind === 'assign' && 'visit' in next.target) direct(next.target.visit.id, 'assign');
      else if (next.kind === 'propose' && plans && 'visit' in next.target)
        void navigate({ to: '/controls', search: { plan: next.target.visit.id } });
      else setWish(next);
    },
    [direct, navigate, plans],
  );
  const give = useCallback((visit: string) => direct(visit, 'release'), [direct]);
  const dialog = wish && (
    <Suspense>
      <ActDialog
        wish={wish}
        onClose={(done) => {
          setWish(undefined);
          if (done) onDone?.();
        }}
      />
    </Suspense>
  );
  return { ask, give, dialog, problem };
}
