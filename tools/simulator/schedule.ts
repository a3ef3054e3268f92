import { hourMs } from './message-text.ts';
import type { Call, VoyagePlan } from './voyage.ts';

/** Manifest of a load port: 25 hours before loading there begins. */
export function manifestAt(load: Call): number {
  return load.arrival - 25 * hourMs;
}

/** Stow plan of a load port: an hour after departure. */
export function stowPlanAt(load: Call): number {
  return load.departure + hourMs;
}

/** The last stow plan before the first European call. */
export function lastStowPlanAt(plan: VoyagePlan): number {
  const last = plan.loads.at(-1);
  return last === undefined ? 0 : stowPlanAt(last);
}

/** Status of loading, seals seen included: five hours after departure. */
export function statusAt(load: Call): number {
  return load.departure + 5 * hourMs;
}

/** Discharge order to the terminal: 30 hours before arrival. */
export function orderAt(call: Call): number {
  return call.arrival - 30 * hourMs;
}

const gateBatchHours = 12;

/** Gate reports go out every twelve hours. */
export function gateReportAt(happenedAt: number): number {
  const step = gateBatchHours * hourMs;
  return (Math.floor(happenedAt / step) + 1) * step;
}

const dischargeBatchHours = 6;

/** Discharge reports go out every six hours while the vessel is worked. */
export function dischargeReportAt(call: Call, dischargedAt: number): number {
  const step = dischargeBatchHours * hourMs;
  return call.arrival + (Math.floor((dischargedAt - call.arrival) / step) + 1) * step;
}
