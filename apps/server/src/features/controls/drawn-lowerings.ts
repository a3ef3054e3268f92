import { sql, type Querying } from '../../platform/db/index.ts';
import { openItems, type SealedObject } from './compartment.ts';
import { visitOf } from './control-all-the-same.ts';
import type { ControlParts } from './control-parts.ts';
import type { Control } from './control-store.ts';
import type { LoweringRow } from './lowering-store.ts';

/**
 * Of these lowerings the ones whose box is controlled all the same. No row says so: the controls that the
 * node itself proposed are opened for it, and only the integrity officer is told.
 */
export async function drawnLowerings(
  tx: Querying,
  parts: Pick<ControlParts, 'nodeKey'>,
  lowerings: readonly LoweringRow[],
): Promise<ReadonlySet<string>> {
  const [oldest] = lowerings.map(({ askedAt }) => askedAt).sort((a, b) => a - b);
  if (oldest === undefined) return new Set();
  const controls = await tx.query<Pick<Control, 'id' | 'wrappedKey' | 'sealed' | 'createdAt'>>(
    sql`select id, wrapped_key as "wrappedKey", sealed, created_at as "createdAt" from control where origin = 'lowering'
        and created_at >= to_timestamp(${oldest}::float8 / 1000.0)`,
  );
  const madeAt = new Map(
    controls.map((control) => {
      const { visit } = JSON.parse(
        openItems(parts.nodeKey, control, ['object']).object ?? '{}',
      ) as SealedObject;
      return [visit, control.createdAt];
    }),
  );
  const drawn = new Set<string>();
  for (const lowering of lowerings) {
    if (lowering.effect === null || lowering.effect === 'none') continue;
    const visit = await visitOf(tx, parts, lowering);
    const at = visit === null ? undefined : madeAt.get(visit);
    if (at !== undefined && at >= (lowering.effectAt ?? 0)) drawn.add(lowering.id);
  }
  return drawn;
}
