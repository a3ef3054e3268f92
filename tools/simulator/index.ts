export { createRandom, type Random } from './random.ts';
export { simulatePort } from './simulate-port.ts';
export type { SimulatedFile, SimulationOptions } from './simulate-port.ts';
export type { PlantedCase, SimulationCounts, Truth } from './truth.ts';
export { writeSimulation } from './write-simulation.ts';
export type { SimulationProgress } from './write-simulation.ts';
export type { PastOutcome, PastVisit } from './history.ts';
export type { Method, SignKind } from './signs.ts';
