import assert from 'node:assert/strict';
import type { Answer, TestNode } from './a-node.ts';
import { signedIn, signedInAgain } from './signed-in.ts';

type Body = Record<string, unknown>;

/** Confirmation and duress code of everybody who signs second in a test. */
export const codes = { confirm: '482913', duress: '482914' } as const;

/**
 * Decides a lowering as the second person whom the node drew: sets his codes, opens the evidence, signs.
 *
 * @param code his own, or the duress code
 */
export async function decideAsDrawn(
  node: TestNode,
  lowering: string,
  decision: 'approved' | 'refused' = 'approved',
  code: string = codes.confirm,
): Promise<Answer<Body>> {
  const [row] = await node.db.query<{ second: string | null }>(
    'select second_person as second from lowering where id = $1',
    [lowering],
  );
  assert.ok(row?.second, 'a second person was drawn');
  const { headers } = await signedInAgain(node, row.second);
  const set = await node.send('PUT', '/api/v1/own-codes', codes, { ...headers });
  assert.equal(set.status, 200, JSON.stringify(set.body));
  const seen = await node.get<Body>(`/api/v1/lowerings/${lowering}`, { ...headers });
  assert.equal(seen.status, 200, JSON.stringify(seen.body));
  const { evidenceHash } = seen.body;
  return node.post<Body>(
    `/api/v1/lowerings/${lowering}/decide`,
    { decision, evidenceHash, code },
    { ...headers },
  );
}

/** Asks for another policy or rule set and has the second person agree; waits until it holds. */
export async function changeRules(
  node: TestNode,
  path: 'policies' | 'rule-sets',
  document: unknown,
): Promise<Answer<Body>> {
  await signedIn(node, ['analyst'], { groups: ['review'] });
  const asked = await node.post<Body>(`/api/v1/${path}`, document);
  if (asked.status !== 202) return asked;
  const decided = await decideAsDrawn(node, String(asked.body['lowering']));
  assert.equal(decided.status, 200, JSON.stringify(decided.body));
  await node.settle();
  return asked;
}
