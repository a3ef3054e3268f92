import type { Querying } from '../../platform/db/index.ts';
import type { ControlMethod } from './triage-act.ts';

/** What the desk would like to see controlled, and nobody has taken back. */
export interface StandingProposal {
  readonly reference: string;
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly method: ControlMethod;
  readonly reason: string;
  readonly wantedAt: number | null;
  readonly roles: readonly string[];
  readonly at: number;
}

/** The desk's proposals for open visits of these ports, the oldest first. @param ports null = all */
export function standingProposals(
  tx: Querying,
  ports: readonly string[] | null,
): Promise<readonly StandingProposal[]> {
  return tx.query<StandingProposal & Record<string, unknown>>(
    `select t.reference, t.visit_id as visit, t.container, t.port, t.details->>'method' as method, t.reason,
       (t.details->>'wantedAt')::float8 as "wantedAt", t.roles, t.at
     from triage_act t join screening s on s.visit_id = t.visit_id
     where t.kind = 'propose' and t.state = 'recorded' and s.is_open and ($1::text[] is null or t.port = any($1))
     order by t.at, t.visit_id limit 200`,
    [ports],
  );
}
