/** How contraband travels in the latent model. */
export type Method = 'rip-off' | 'in-goods' | 'structure' | 'switch' | 'undeclared';

export type SignKind =
  | 'seal-changed'
  | 'seal-amended-late'
  | 'clone-two-places'
  | 'gated-out-twice'
  | 'one-edit-twin'
  | 'type-changed'
  | 'undeclared-box'
  | 'overlanded'
  | 'empty-weighs'
  | 'wrong-set-point'
  | 'wrong-box-for-goods'
  | 'generic-goods'
  | 'first-seen-consignee'
  | 'first-seen-shipper'
  | 'first-seen-notify'
  | 'consignee-changed-late'
  | 'goods-changed-late'
  | 'discharge-port-changed-late'
  | 'transhipment-hides-origin'
  | 'vgm-mismatch'
  | 'tare-mismatch'
  | 'several-bills'
  | 'bill-count-off'
  | 'reachable-position'
  | 'long-dwell'
  | 'out-of-pattern-origin'
  | 'unusual-goods';

export interface SignModel {
  readonly kind: SignKind;
  /** P(sign | box loaded by that method); what is not named has `elsewhere`. */
  readonly byMethod: Partial<Readonly<Record<Method, number>>>;
  /** P(sign | loaded by another method). */
  readonly elsewhere: number;
  /** P(sign | nothing hidden). */
  readonly honest: number;
  /** What an honest box shows, in words for truth.json. */
  readonly benign: string;
  /** Visible only after discharge. */
  readonly late: boolean;
  /** Names of the signals of `@havenwacht/risk` that are expected to fire. */
  readonly signals: readonly string[];
  /** The same for its harmless twin; a graded signal may stay under its threshold there. */
  readonly benignSignals: readonly string[];
}

/**
 * Rates of the generative model. All of them are assumptions, chosen so that no sign decides alone;
 * README.md says so.
 */
export const signModels: readonly SignModel[] = [
  { kind: 'seal-changed', byMethod: { 'rip-off': 0.5, switch: 0.2 }, elsewhere: 0.02, honest: 0.003, benign: 'one character of the seal was misread', late: false, signals: ['seal-mismatch', 'identity-case'], benignSignals: ['seal-mismatch'] },
  { kind: 'seal-amended-late', byMethod: { 'rip-off': 0.15, switch: 0.1 }, elsewhere: 0.02, honest: 0.002, benign: 'the seal number was completed after loading', late: false, signals: ['late-amendment', 'seal-mismatch'], benignSignals: [] },
  { kind: 'clone-two-places', byMethod: { switch: 0.35 }, elsewhere: 0.002, honest: 0.0003, benign: 'a gate typed the wrong number and took it back', late: false, signals: ['identity-case'], benignSignals: [] },
  { kind: 'gated-out-twice', byMethod: { switch: 0.3 }, elsewhere: 0.005, honest: 0.0005, benign: 'the gate corrected the time of the same move', late: true, signals: ['identity-case'], benignSignals: [] },
  { kind: 'one-edit-twin', byMethod: { switch: 0.35 }, elsewhere: 0.002, honest: 0.0005, benign: 'the stow plan mistyped a number', late: false, signals: ['identity-case'], benignSignals: ['identity-case', 'stow-not-manifest'] },
  { kind: 'type-changed', byMethod: { switch: 0.25 }, elsewhere: 0.005, honest: 0.0015, benign: 'the discharge order had the wrong type', late: false, signals: ['identity-case'], benignSignals: ['identity-case'] },
  { kind: 'undeclared-box', byMethod: { undeclared: 0.55 }, elsewhere: 0.002, honest: 0.0008, benign: 'the manifest was completed late', late: false, signals: ['stow-not-manifest', 'overlanded'], benignSignals: [] },
  { kind: 'overlanded', byMethod: { undeclared: 0.35 }, elsewhere: 0.002, honest: 0.0008, benign: 'overcarried, manifested for the next port', late: true, signals: ['overlanded'], benignSignals: ['overlanded'] },
  { kind: 'empty-weighs', byMethod: { structure: 0.6, undeclared: 0.2 }, elsewhere: 0, honest: 0.01, benign: 'dunnage left inside', late: false, signals: ['empty-that-weighs'], benignSignals: [] },
  { kind: 'wrong-set-point', byMethod: { 'in-goods': 0.2, structure: 0.25 }, elsewhere: 0.05, honest: 0.003, benign: 'typing error, put right in an amendment', late: false, signals: ['goods-vs-temperature'], benignSignals: ['goods-vs-temperature'] },
  { kind: 'wrong-box-for-goods', byMethod: { 'in-goods': 0.15 }, elsewhere: 0.01, honest: 0.001, benign: 'a reefer used as a dry box on its way back', late: false, signals: ['goods-vs-container-type'], benignSignals: [] },
  { kind: 'generic-goods', byMethod: { 'in-goods': 0.25, undeclared: 0.2 }, elsewhere: 0.05, honest: 0.025, benign: 'groupage of a regular consolidator', late: false, signals: ['goods-generic'], benignSignals: ['goods-generic'] },
  { kind: 'first-seen-consignee', byMethod: { 'in-goods': 0.35 }, elsewhere: 0.06, honest: 0.025, benign: 'an honest newcomer', late: false, signals: ['consignee-first-seen'], benignSignals: ['consignee-first-seen'] },
  { kind: 'first-seen-shipper', byMethod: { 'in-goods': 0.3 }, elsewhere: 0.06, honest: 0.03, benign: 'an honest new supplier', late: false, signals: ['shipper-first-seen'], benignSignals: ['shipper-first-seen'] },
  { kind: 'first-seen-notify', byMethod: { 'in-goods': 0.2 }, elsewhere: 0.04, honest: 0.02, benign: 'another customs agent', late: false, signals: ['notify-first-seen'], benignSignals: ['notify-first-seen'] },
  { kind: 'consignee-changed-late', byMethod: { 'in-goods': 0.2, switch: 0.1 }, elsewhere: 0.02, honest: 0.002, benign: 'the legal form was put right', late: false, signals: ['consignee-changed', 'late-amendment'], benignSignals: [] },
  { kind: 'goods-changed-late', byMethod: { 'in-goods': 0.15 }, elsewhere: 0.02, honest: 0.004, benign: 'spelling put right', late: false, signals: ['late-amendment'], benignSignals: [] },
  { kind: 'discharge-port-changed-late', byMethod: { 'in-goods': 0.12, 'rip-off': 0.12 }, elsewhere: 0.03, honest: 0.001, benign: 'changed early, before the last load port', late: false, signals: ['changed-discharge-port', 'late-amendment'], benignSignals: ['changed-discharge-port'] },
  { kind: 'transhipment-hides-origin', byMethod: { 'in-goods': 0.25, 'rip-off': 0.2 }, elsewhere: 0.05, honest: 0.008, benign: 'the carrier names the hub only, the goods name the origin', late: false, signals: ['transhipment-hides-origin'], benignSignals: [] },
  { kind: 'vgm-mismatch', byMethod: { 'in-goods': 0.35, structure: 0.1, undeclared: 0.2 }, elsewhere: 0.05, honest: 0.005, benign: 'the declared mass leaves out the pallets', late: false, signals: ['weight-vgm-vs-declared'], benignSignals: [] },
  { kind: 'tare-mismatch', byMethod: { structure: 0.4 }, elsewhere: 0.01, honest: 0.002, benign: 'the tare of a box repaired since', late: false, signals: ['weight-declared-vs-tare'], benignSignals: [] },
  { kind: 'several-bills', byMethod: { 'in-goods': 0.12 }, elsewhere: 0.03, honest: 0.03, benign: 'regular groupage', late: false, signals: ['several-bills-one-box'], benignSignals: [] },
  { kind: 'bill-count-off', byMethod: { 'in-goods': 0.15 }, elsewhere: 0.02, honest: 0.004, benign: 'one order split over two buyers', late: false, signals: ['bill-count-vs-history'], benignSignals: [] },
  { kind: 'reachable-position', byMethod: { 'rip-off': 0.4 }, elsewhere: 0.05, honest: 0.01, benign: 'chance of the stow', late: false, signals: ['stow-reachable-at-sea'], benignSignals: ['stow-reachable-at-sea'] },
  { kind: 'long-dwell', byMethod: { 'rip-off': 0.2 }, elsewhere: 0.03, honest: 0.008, benign: 'a missed connection', late: false, signals: ['dwell'], benignSignals: [] },
  { kind: 'out-of-pattern-origin', byMethod: { 'in-goods': 0.2, 'rip-off': 0.05 }, elsewhere: 0.03, honest: 0.003, benign: 'a one-off replacement order', late: false, signals: ['party-out-of-pattern'], benignSignals: ['party-out-of-pattern'] },
  { kind: 'unusual-goods', byMethod: { 'in-goods': 0.2 }, elsewhere: 0.03, honest: 0.004, benign: 'a regular consignee tries another product', late: false, signals: ['party-out-of-pattern'], benignSignals: ['party-out-of-pattern'] },
]; // prettier-ignore

const byKind = new Map(signModels.map((model) => [model.kind, model]));

/** The rates of one sign. */
export function signModel(kind: SignKind): SignModel {
  const model = byKind.get(kind);
  if (model === undefined) throw new RangeError(`no such sign: ${kind}`);
  return model;
}

/** Share of each method among loaded boxes and the median of what it carries, kg. */
export const methods: readonly {
  readonly method: Method;
  readonly share: number;
  readonly medianKg: number;
  readonly spread: number;
}[] = [
  { method: 'rip-off', share: 0.42, medianKg: 70, spread: 0.7 },
  { method: 'in-goods', share: 0.32, medianKg: 600, spread: 0.9 },
  { method: 'structure', share: 0.12, medianKg: 45, spread: 0.6 },
  { method: 'switch', share: 0.08, medianKg: 350, spread: 0.7 },
  { method: 'undeclared', share: 0.06, medianKg: 300, spread: 0.8 },
];

/** Share of loaded boxes whose senders leave few traces, and by how much their signs are rarer. */
export const carefulShare = 0.35;
export const carefulFactor = 0.25;
