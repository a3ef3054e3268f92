import type { Claim, Claims } from '@havenwacht/domain';
import { decodeSizeType } from '@havenwacht/domain';
import type { ContainerCase } from './container-case.ts';
import type { ScreeningPolicy } from './policy.ts';
import { latest } from './voices.ts';

export type WeightClaim = ContainerCase['weights'][number];
type Method = WeightClaim['value']['method'];

/** A mass that is expected: mean, standard deviation and how likely this expectation is among others. */
export interface ExpectedMass {
  readonly kg: number;
  readonly sigmaKg: number;
  readonly share: number;
}

/** The empty mass that a box should have, how sure that is, and who says so. */
export interface ExpectedTare {
  readonly kg: number;
  readonly sigmaKg: number;
  readonly from: 'stated' | 'last-known' | 'size-type';
  readonly stands: readonly Claim<unknown>[];
}

/** Masses outside are slips of the unit and no evidence: no box on a ship weighs 100 t. */
const HIGHEST_KG = 100_000;

const VGM_METHODS: readonly Method[] = ['vgm', 'vgm-1', 'vgm-2'];

/** The newest readable mass that was found by one of these methods. */
export function latestWeight(
  claims: Claims<WeightClaim['value']>,
  methods: readonly Method[],
): WeightClaim | undefined {
  return claims.findLast(
    ({ value }) => methods.includes(value.method) && value.kg > 0 && value.kg <= HIGHEST_KG,
  );
}

/** The newest verified gross mass, by whatever method. */
export function latestVgm(claims: Claims<WeightClaim['value']>): WeightClaim | undefined {
  return latestWeight(claims, VGM_METHODS);
}

/**
 * The best statement of box and goods together: weighed, else verified, else declared by a message
 * that counts the box in.
 */
export function bestTotal(claims: Claims<WeightClaim['value']>): WeightClaim | undefined {
  return (
    latestWeight(claims, ['weighed']) ??
    latestVgm(claims) ??
    latestWeight(
      claims.filter(({ kind }) => includesTare(kind)),
      ['declared-gross'],
    )
  );
}

/** Whether a declared gross mass of this kind of message always counts the box in. */
export function includesTare(kind: WeightClaim['kind']): boolean {
  return kind !== 'manifest' && kind !== 'instruction' && kind !== 'arrival-notice';
}

/** Standard deviation of one weighing, from the policy's share and floor for its method. */
export function sigmaKgOf(weight: WeightClaim['value'], { weighing }: ScreeningPolicy): number {
  const { share, floorKg } = weighing.sigma[weight.method];
  return Math.max(floorKg, share * weight.kg);
}

/**
 * Empty mass of the box: as stated, else as last known, else the middle of what its size and type
 * weigh, whose range is taken as two standard deviations either way.
 *
 * @returns `null` when none of them is known
 */
export function expectedTare(
  subject: ContainerCase,
  policy: ScreeningPolicy,
  among: readonly ExpectedTare['from'][] = ['stated', 'last-known', 'size-type'],
): ExpectedTare | null {
  const stated = latestWeight(subject.weights, ['tare']);
  if (stated !== undefined && among.includes('stated')) {
    return {
      kg: stated.value.kg,
      sigmaKg: sigmaKgOf(stated.value, policy),
      from: 'stated',
      stands: [stated],
    };
  }
  const lastKg = subject.history.container?.lastTareKg ?? 0;
  if (lastKg > 0 && lastKg <= HIGHEST_KG && among.includes('last-known')) {
    const sigmaKg = sigmaKgOf({ kg: lastKg, method: 'tare' }, policy);
    return { kg: lastKg, sigmaKg, from: 'last-known', stands: [] };
  }
  const size = latest(subject.sizeType);
  const range = size === undefined ? null : (decodeSizeType(size.value)?.tareKg ?? null);
  if (size === undefined || range === null || !among.includes('size-type')) return null;
  return {
    kg: (range.min + range.max) / 2,
    sigmaKg: (range.max - range.min) / 4,
    from: 'size-type',
    stands: [size],
  };
}

/** Middle of what boxes of a size and type weigh empty, in kilograms; `null` when the code does not say. */
export function expectedTareOfKind(sizeType: string): number | null {
  const range = decodeSizeType(sizeType)?.tareKg ?? null;
  return range === null ? null : (range.min + range.max) / 2;
}

/**
 * Log-likelihood ratio (natural logarithm) of "something is wrong with the mass" against "only
 * weighing error", for one observed mass.
 *
 * With e the expectations (a mixture, because a declared mass may or may not count the box in),
 * s² = σ_observed² + σ_e² and x the observed mass:
 *
 * - only error:  f0(x) = Σ_e share_e · R(x − e, s)
 * - wrong:       f1(x) = (1 − o) · Σ_e share_e Σ_j π_j · R(x − e − m_j, √(s² + (v·m_j)²))
 *                        + o · Σ_e share_e · N(x − e, √(s² + O²))
 * - error:       R(d, s) = (1 − ε) · N(d, s) + ε · N(d, w·s), a Gaussian mixture with heavy tails
 *
 * m_j, π_j and v are the masses a hidden load may have, their shares and spread; o and O stand for another load altogether, ε and w
 * for outliers; all are policy values. The result is finite, can be negative, and is in the unit of
 * the score.
 *
 * @see docs/sources.md#weighing-model
 */
export function weightLogRatio(
  observed: { readonly kg: number; readonly sigmaKg: number },
  expectations: readonly ExpectedMass[],
  { weighing }: ScreeningPolicy,
): number {
  const { addedLoads, addedLoadSpread, otherLoadShare, otherLoadKg, outlierShare, outlierWidth } = weighing;
  const robust = (difference: number, sigma: number) =>
    logSum([
      Math.log(1 - outlierShare) + logNormal(difference, sigma),
      Math.log(outlierShare) + logNormal(difference, sigma * outlierWidth),
    ]);
  const error: number[] = [];
  const wrong: number[] = [];
  for (const { kg, sigmaKg, share } of expectations) {
    if (share === 0) continue;
    const sigma = Math.hypot(observed.sigmaKg, sigmaKg);
    const difference = observed.kg - kg;
    error.push(Math.log(share) + robust(difference, sigma));
    if (otherLoadShare > 0) {
      wrong.push(Math.log(share * otherLoadShare) + logNormal(difference, Math.hypot(sigma, otherLoadKg)));
    }
    for (const load of addedLoads) {
      const part = share * (1 - otherLoadShare) * load.share;
      const width = Math.hypot(sigma, addedLoadSpread * load.kg);
      if (part > 0) wrong.push(Math.log(part) + robust(difference - load.kg, width));
    }
  }
  return error.length === 0 || wrong.length === 0 ? 0 : logSum(wrong) - logSum(error);
}

/** Logarithm of the normal density; kilograms to the minus one cancels in a ratio. */
function logNormal(difference: number, sigma: number): number {
  const z = difference / sigma;
  return -0.5 * z * z - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
}

function logSum(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0));
}
