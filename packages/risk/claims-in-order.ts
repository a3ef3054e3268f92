import type { Claim, Claims } from '@havenwacht/domain';
import type { ContainerCase } from './container-case.ts';

/**
 * The case with all claims oldest first, those of one instant in the order of their bytes. The same
 * claims in any order give the same case; a case in order comes back as it is.
 */
export function claimsInOrder(subject: ContainerCase): ContainerCase {
  const changed: [string, unknown][] = [];
  for (const [key, value] of Object.entries(subject)) {
    if (!isClaims(value) || isInOrder(value)) continue;
    changed.push([key, value.toSorted(compareClaims)]);
  }
  const lists = listsInOrder(subject.lists);
  if (changed.length === 0 && lists === subject.lists) return subject;
  return { ...subject, lists, ...(Object.fromEntries(changed) as Partial<ContainerCase>) };
}

function listsInOrder(lists: ContainerCase['lists']): ContainerCase['lists'] {
  const { stowPlan, manifest, dischargeOrder, dischargeReport } = lists;
  const all = [stowPlan.on, manifest.on, dischargeOrder.on, dischargeReport.on, dischargeReport.overlanded];
  if (all.every(isInOrder)) return lists;
  return {
    stowPlan: { ...stowPlan, on: stowPlan.on.toSorted(compareClaims) },
    manifest: { ...manifest, on: manifest.on.toSorted(compareClaims) },
    dischargeOrder: { ...dischargeOrder, on: dischargeOrder.on.toSorted(compareClaims) },
    dischargeReport: {
      ...dischargeReport,
      on: dischargeReport.on.toSorted(compareClaims),
      overlanded: dischargeReport.overlanded.toSorted(compareClaims),
    },
  };
}

function isClaims(value: unknown): value is Claims<unknown> {
  return Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' && 'statedAt' in value[0];
}

function isInOrder(claims: Claims<unknown>): boolean {
  for (let index = 1; index < claims.length; index++) {
    const before = claims[index - 1]!;
    const after = claims[index]!;
    if (before.statedAt < after.statedAt) continue;
    if (compareClaims(before, after) > 0) return false;
  }
  return true;
}

/** A total order but for claims of one byte, which say one thing. A time that is no number comes first. */
function compareClaims(a: Claim<unknown>, b: Claim<unknown>): number {
  return (
    compare(timeOf(a), timeOf(b)) ||
    compare(a.source.file, b.source.file) ||
    a.source.offset - b.source.offset ||
    compare(a.statedBy, b.statedBy) ||
    compare(a.kind, b.kind)
  );
}

function timeOf({ statedAt }: Claim<unknown>): number {
  return Number.isNaN(statedAt) ? Number.NEGATIVE_INFINITY : statedAt;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
