import type { Signal } from './signal.ts';
import { billCountVsHistory } from './signals/bill-count-vs-history.ts';
import { changedDischargePort } from './signals/changed-discharge-port.ts';
import { consigneeChanged } from './signals/consignee-changed.ts';
import { consigneeFirstSeen } from './signals/consignee-first-seen.ts';
import { consigneeRecord } from './signals/consignee-record.ts';
import { corridor } from './signals/corridor.ts';
import { dwell } from './signals/dwell.ts';
import { emptyThatWeighs } from './signals/empty-that-weighs.ts';
import { goodsGeneric } from './signals/goods-generic.ts';
import { goodsVsCode } from './signals/goods-vs-code.ts';
import { goodsVsContainerType } from './signals/goods-vs-container-type.ts';
import { goodsVsTemperature } from './signals/goods-vs-temperature.ts';
import { identityCase } from './signals/identity-case.ts';
import { lateAmendment } from './signals/late-amendment.ts';
import { notifyFirstSeen } from './signals/notify-first-seen.ts';
import { overlanded } from './signals/overlanded.ts';
import { partnerHit } from './signals/partner-hit.ts';
import { partyOutOfPattern } from './signals/party-out-of-pattern.ts';
import { riskCountry } from './signals/risk-country.ts';
import { sealMismatch } from './signals/seal-mismatch.ts';
import { severalBillsOneBox } from './signals/several-bills-one-box.ts';
import { shipperFirstSeen } from './signals/shipper-first-seen.ts';
import { shipperRecord } from './signals/shipper-record.ts';
import { stackNeighbour } from './signals/stack-neighbour.ts';
import { stowNotManifest } from './signals/stow-not-manifest.ts';
import { stowReachableAtSea } from './signals/stow-reachable-at-sea.ts';
import { transhipmentHidesOrigin } from './signals/transhipment-hides-origin.ts';
import { weightDeclaredVsTare } from './signals/weight-declared-vs-tare.ts';
import { weightVgmVsDeclared } from './signals/weight-vgm-vs-declared.ts';
import { weightVgmVsWeighed } from './signals/weight-vgm-vs-weighed.ts';

/** Every signal, in the order in which they are evaluated and listed. */
export const signals: readonly Signal[] = [
  corridor,
  riskCountry,
  transhipmentHidesOrigin,
  consigneeFirstSeen,
  shipperFirstSeen,
  notifyFirstSeen,
  consigneeRecord,
  shipperRecord,
  partyOutOfPattern,
  goodsGeneric,
  goodsVsContainerType,
  goodsVsTemperature,
  goodsVsCode,
  weightDeclaredVsTare,
  weightVgmVsDeclared,
  weightVgmVsWeighed,
  emptyThatWeighs,
  lateAmendment,
  consigneeChanged,
  changedDischargePort,
  sealMismatch,
  stowNotManifest,
  overlanded,
  identityCase,
  stowReachableAtSea,
  dwell,
  stackNeighbour,
  severalBillsOneBox,
  billCountVsHistory,
  partnerHit,
];
