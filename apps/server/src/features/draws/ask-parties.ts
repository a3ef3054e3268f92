import { fromHex, toHex } from '@havenwacht/transparency';

/** Another party of this node's draws, and where it is reached. */
export interface OtherParty {
  readonly name: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Address of its node, without a path. */
  readonly url: string;
}

const answerWithinMs = 10_000;
const longestAnswer = 2_000;

/** Asks a party whether it takes part. @returns why not, `null` when it does */
export async function attends(party: OtherParty, commitment: string): Promise<string | null> {
  const answer = await send(party, 'attend', { commitment });
  if (typeof answer === 'string') return answer;
  return answer['key'] === toHex(party.key) ? null : 'it answers with another key than it is known by';
}

/** Asks a party that attends for its proof. @returns the proof, or why there is none */
export async function proofOf(
  party: OtherParty,
  commitment: string,
  present: readonly string[],
): Promise<Uint8Array | string> {
  const answer = await send(party, 'prove', { commitment, present });
  if (typeof answer === 'string') return answer;
  const { proof } = answer;
  return (typeof proof === 'string' ? fromHex(proof) : null) ?? 'its answer is no proof';
}

async function send(
  { url }: OtherParty,
  what: 'attend' | 'prove',
  body: object,
): Promise<Readonly<Record<string, unknown>> | string> {
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/api/v1/draws/party/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'havenwacht-csrf': '1' },
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) {
      text += decoder.decode(part as Uint8Array, { stream: true });
      if (text.length > longestAnswer) return 'its answer is too long';
    }
    if (answer.status !== 200) return `it answered ${answer.status}`;
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const cause =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : '';
    return `it can't be reached: ${cause}`;
  }
}
