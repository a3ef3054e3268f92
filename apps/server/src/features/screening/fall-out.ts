import type { Database, Transaction } from '../../platform/db/index.ts';
import { drawSeed } from './draw-seed.ts';
import { exemptionsOf } from './exemptions-of.ts';
import { documentInForce, policyInForce, storePolicy, storeRuleSet } from './policy-store.ts';
import type { RandomShare } from './reband.ts';
import { rescreen } from './rescreen.ts';

/** A policy or a rule set that somebody wants to store. */
export interface RuleChange {
  readonly kind: 'policy' | 'rules';
  readonly document: unknown;
}

/** A box that is less likely to be controlled under a change, and how it stands before and after. */
export interface FallenBox {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly from: string;
  readonly to: string;
}

export interface FallOut {
  readonly version: string;
  readonly fallen: readonly FallenBox[];
  /** What rules leave out that the ones in force do not, as `field=value`. */
  readonly exempts: readonly string[];
}

interface Standing {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly band: string;
  readonly mandatory: boolean;
  readonly selected: boolean;
}

/** Stores the document of a change under its version. @returns the version */
export async function storeChange(tx: Transaction, change: RuleChange, now: number): Promise<string> {
  const store = change.kind === 'policy' ? storePolicy : storeRuleSet;
  return (await store(tx, change.document, now)).version;
}

/**
 * The open boxes that a change would let fall: into a lower band, out of a rule that demands a control,
 * or off the selection. Found by judging every box with the change in force, in a transaction that is
 * taken back; a change that begins later is judged as of then. The whole list, highest first.
 *
 * @throws {HavenwachtError} what storing the document would: `screening/bad-policy`, `screening/bad-rules`,
 *   `screening/version-exists`
 */
export async function fallOut(
  db: Database,
  change: RuleChange,
  {
    asOf,
    list,
    share,
  }: { readonly asOf: number; readonly list: 'open' | 'all'; readonly share: RandomShare['share'] },
): Promise<FallOut> {
  let found: FallOut | null = null;
  try {
    await db.transaction(async (tx) => {
      const known = exemptionsOf(await documentInForce(tx, 'rule_set', asOf));
      const before = new Map((await standings(tx)).map((one) => [one.visit, one]));
      const version = await storeChange(tx, change, asOf);
      const { validFrom } = change.document as { readonly validFrom: string };
      const inForce = await policyInForce(tx, Math.max(asOf, Date.parse(validFrom)));
      const containers = await tx.query<{ container: string }>('select distinct container from visit');
      await rescreen(
        tx,
        containers.map(({ container }) => container),
        inForce,
        { asOf, list, share: { seed: await drawSeed(tx), share } },
      );
      const fallen = (await standings(tx)).flatMap((after) => {
        const stood = before.get(after.visit);
        return stood !== undefined && fell(stood, after) ? [asFallen(stood, after)] : [];
      });
      const exempts =
        change.kind === 'policy' ? [] : [...exemptionsOf(change.document)].filter((one) => !known.has(one));
      found = { version, fallen, exempts };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return found ?? { version: '', fallen: [], exempts: [] };
}

class TakenBack extends Error {}

function standings(tx: Transaction): Promise<readonly Standing[]> {
  return tx.query<Standing>(
    `select visit_id as visit, container, port, band, mandatory, selected_by is not null as selected
     from screening where is_open order by mandatory desc, band, score desc, visit_id`,
  );
}

function fell(before: Standing, after: Standing): boolean {
  return (
    after.band > before.band || (before.mandatory && !after.mandatory) || (before.selected && !after.selected)
  );
}

function asFallen(before: Standing, after: Standing): FallenBox {
  const words = ({ band, mandatory }: Standing): string => (mandatory ? `${band} by rule` : band);
  const { visit, container, port } = after;
  return { visit, container, port, from: words(before), to: words(after) };
}
