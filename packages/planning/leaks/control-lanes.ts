import type { ControlMethod } from './disclosure-ladder.ts';

/** A means of control that takes one job after the other: a scanner, a team, a boat. */
export interface Lane {
  readonly name: string;
  readonly methods: readonly ControlMethod[];
  /** Controls it can do in an hour. */
  readonly perHour: number;
}

/** The lanes a node starts with. How much each can do is a policy value that a port replaces by its own. */
export const defaultLanes: readonly Lane[] = [
  { name: 'scanner', methods: ['scan'], perHour: 4 },
  { name: 'search', methods: ['open'], perHour: 1 },
  { name: 'dog', methods: ['dog'], perHour: 2 },
  { name: 'dive', methods: ['hull-dive'], perHour: 1 },
  { name: 'rov', methods: ['rov'], perHour: 1 },
  { name: 'drone', methods: ['drone'], perHour: 2 },
  { name: 'desk', methods: ['documents'], perHour: 6 },
];
