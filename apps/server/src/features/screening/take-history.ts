import { partyKey } from '@havenwacht/domain';
import type { Transaction } from '../../platform/db/index.ts';

/** A line of history that can't be taken, and why. */
export interface RefusedLine {
  readonly offset: number;
  readonly text: string;
}

interface Line {
  readonly offset: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const roles = ['consignee', 'shipper', 'notify'] as const;

/**
 * Takes lines of history: past visits (`bills` is a number) and past controls (`found` is a boolean).
 * A line that is neither, or lacks what it needs, is refused with its offset; the others are taken.
 */
export async function takeHistory(
  tx: Transaction,
  file: string,
  lines: readonly Line[],
): Promise<readonly RefusedLine[]> {
  const refused: RefusedLine[] = [];
  const visits: { line: Line; container: string; port: string; at: number }[] = [];
  const controls: { line: Line; container: string; port: string; at: number; controlledAt: number }[] = [];
  for (const line of lines) {
    const container = word(line.body['container']);
    const port = word(line.body['port']);
    const at = instant(line.body['arrivalAt']);
    if (['bills', 'tareKg', 'kg'].some((name) => isOutOfRange(line.body[name]))) {
      refused.push({ offset: line.offset, text: 'a number is larger than anything of its kind can be' });
    } else if (container === null || port === null || at === null) {
      refused.push({ offset: line.offset, text: 'a line of history needs container, port and arrivalAt' });
    } else if (typeof line.body['found'] === 'boolean') {
      const controlledAt = instant(line.body['controlledAt']);
      if (
        controlledAt === null ||
        !['rule', 'model', 'random', 'tip'].includes(String(line.body['selectedBy']))
      ) {
        refused.push({
          offset: line.offset,
          text: 'a past control needs controlledAt and why it was selected',
        });
      } else controls.push({ line, container, port, at, controlledAt });
    } else if (roles.some((role) => word(line.body[role]) !== null)) {
      visits.push({ line, container, port, at });
    } else {
      refused.push({ offset: line.offset, text: 'neither a past control nor a past visit' });
    }
  }
  const keys = new Map<string, string>();
  const key = (value: unknown): string | null => {
    const name = word(value);
    if (name === null) return null;
    const known = keys.get(name) ?? partyKey(name);
    keys.set(name, known);
    return known;
  };
  await tx.execute(
    `insert into past_visit (container, port, arrival_at, origin, load_port, bills, tare_kg, heading, consignee_key,
       shipper_key, notify_key, file, at_byte)
     select c, p, to_timestamp(a / 1000.0), o, l, b, t, h, k1, k2, k3, $1, x
     from unnest($2::text[], $3::text[], $4::float8[], $5::text[], $6::text[], $7::int[], $8::int[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::bigint[])
       as u(c, p, a, o, l, b, t, h, k1, k2, k3, x)
     on conflict do nothing`,
    [
      file,
      visits.map((one) => one.container),
      visits.map((one) => one.port),
      visits.map((one) => one.at),
      visits.map((one) => country(one.line.body['origin'])),
      visits.map((one) => word(one.line.body['loadPort'])),
      visits.map((one) => whole(one.line.body['bills'])),
      visits.map((one) => whole(one.line.body['tareKg'])),
      visits.map((one) => heading(one.line.body['hs'])),
      visits.map((one) => key(one.line.body['consignee'])),
      visits.map((one) => key(one.line.body['shipper'])),
      visits.map((one) => key(one.line.body['notify'])),
      visits.map((one) => one.line.offset),
    ],
  );
  await tx.execute(
    `insert into past_control (container, port, arrival_at, origin, consignee_key, shipper_key, notify_key,
       selected_by, method, controlled_at, found, kg, file, at_byte)
     select c, p, to_timestamp(a / 1000.0), o, k1, k2, k3, s, m, to_timestamp(w / 1000.0), f, kg, $1, x
     from unnest($2::text[], $3::text[], $4::float8[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::text[], $11::float8[], $12::boolean[], $13::float8[], $14::bigint[])
       as u(c, p, a, o, k1, k2, k3, s, m, w, f, kg, x)
     on conflict do nothing`,
    [
      file,
      controls.map((one) => one.container),
      controls.map((one) => one.port),
      controls.map((one) => one.at),
      controls.map((one) => country(one.line.body['origin'])),
      controls.map((one) => key(one.line.body['consignee'])),
      controls.map((one) => key(one.line.body['shipper'])),
      controls.map((one) => key(one.line.body['notify'])),
      controls.map((one) => String(one.line.body['selectedBy'])),
      controls.map((one) => word(one.line.body['method'])),
      controls.map((one) => one.controlledAt),
      controls.map((one) => one.line.body['found'] === true),
      controls.map((one) => (typeof one.line.body['kg'] === 'number' ? one.line.body['kg'] : null)),
      controls.map((one) => one.line.offset),
    ],
  );
  await keepScores(tx, controls);
  // What was learned changes what every visit is compared with.
  await tx.news('policy-changed', { file });
  return refused;
}

/**
 * Keeps what each controlled visit scored before its control. A score that was given later may know the
 * outcome already and teaches nothing.
 */
async function keepScores(
  tx: Transaction,
  controls: readonly {
    readonly container: string;
    readonly port: string;
    readonly at: number;
    readonly controlledAt: number;
  }[],
): Promise<void> {
  await tx.execute(
    `insert into screened_control (container, port, arrival_at, controlled_at, policy_version, raw_log_odds,
       random_probability)
     select distinct on (c, p, a, w) c, p, to_timestamp(a / 1000.0), to_timestamp(w / 1000.0), s.policy_version,
       s.raw_log_odds, s.random_probability
     from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) as u(c, p, a, w)
     join screening s on s.container = c and s.port = p and s.screened_at < to_timestamp(w / 1000.0)
       and abs(extract(epoch from s.arrival_at) - a / 1000.0) < 3 * 86400
     order by c, p, a, w, abs(extract(epoch from s.arrival_at) - a / 1000.0), s.visit_id
     on conflict do nothing`,
    [
      controls.map((one) => one.container),
      controls.map((one) => one.port),
      controls.map((one) => one.at),
      controls.map((one) => one.controlledAt),
    ],
  );
}

const word = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.replaceAll('\0', '').slice(0, 500) : null;
const most = 2_000_000_000;
const whole = (value: unknown): number | null =>
  typeof value === 'number' && Math.abs(value) <= most ? Math.round(value) : null;
const isOutOfRange = (value: unknown): boolean => typeof value === 'number' && !(Math.abs(value) <= most);
const country = (value: unknown): string | null => word(value)?.slice(0, 2).toUpperCase() ?? null;
const heading = (value: unknown): string | null => word(value)?.slice(0, 4) ?? null;

function instant(value: unknown): number | null {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  // Years 1970 to 2200; anything else is a slip.
  return at >= 0 && at < 7_258_118_400_000 ? at : null;
}
