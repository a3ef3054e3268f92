import { Buffer } from 'node:buffer';
import { createCompanyRegister, createLanes } from './companies.ts';
import { dealDefects, retryAfterMs } from './defects.ts';
import { historyDays, noNumbersUsed, pastYear } from './history.ts';
import { voyageJobs, type MessageJob } from './message-jobs.ts';
import { dayMs, hourMs, instantBasic, instantText } from './message-text.ts';
import { plantSigns, type ForcedSign, type PlantedSign } from './plant-signs.ts';
import { createRandom, type Random } from './random.ts';
import { readme } from './readme-text.ts';
import type { PlantedCase, SimulationCounts, Truth } from './truth.ts';
import { signModel, signModels } from './signs.ts';
import { lanesByOrigin, loadVoyage, meanRisk, planVoyages, type Box, type World } from './voyage.ts';
import { ownPorts, type OwnPort } from './world.ts';

export interface SimulationOptions {
  /** Whole number, 0 to 2^53-1. */
  readonly seed: number;
  /** Container visits, 1 to 1,000,000. Default 1,500. */
  readonly boxes?: number;
  /** 1 to 90, default 1: arrivals from 2 days before to 4 days after `now`; a further day adds half a day at both ends. */
  readonly days?: number;
  /** Default all three. */
  readonly ports?: readonly string[];
  /** RFC 3339 date or date-time, UTC, default 2026-11-16; `now` is half of `days` later. */
  readonly start?: string;
  /** Share of boxes that carry contraband before the forced cases, 0 to 0.05. Default 0.003. */
  readonly loadedShare?: number;
}

/** A file of the simulation, or the next piece of one: a path that comes again continues the file. */
export interface SimulatedFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Checked {
  readonly seed: number;
  readonly boxes: number;
  readonly ports: readonly OwnPort[];
  readonly loadedShare: number;
  readonly now: number;
  readonly start: number;
  readonly end: number;
}

function within(name: string, value: number, low: number, high: number, whole: boolean): void {
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    throw new RangeError(
      `${name} must be ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}, got ${value}`,
    );
  }
}

function check(options: SimulationOptions): Checked {
  const {
    seed,
    boxes = 1500,
    days = 1,
    ports = ownPorts,
    loadedShare = 0.003,
    start = '2026-11-16',
  } = options;
  within('seed', seed, 0, Number.MAX_SAFE_INTEGER, true);
  within('boxes', boxes, 1, 1_000_000, true);
  within('days', days, 1, 90, true);
  within('loadedShare', loadedShare, 0, 0.05, false);
  const chosen = ownPorts.filter((port) => ports.includes(port));
  const unknown = ports.filter((port) => !ownPorts.includes(port as OwnPort));
  if (unknown.length > 0)
    throw new RangeError(`ports must be among ${ownPorts.join(', ')}, got ${unknown.join(', ')}`);
  if (chosen.length === 0) throw new RangeError(`ports must name at least one of ${ownPorts.join(', ')}`);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(start) || Number.isNaN(Date.parse(start))) {
    throw new RangeError(
      `start must be a date such as 2026-11-16 or an instant such as 2026-11-16T00:00:00Z, got ${start}`,
    );
  }
  const now = Date.parse(start) + days * 12 * hourMs;
  const more = ((days - 1) / 2) * dayMs;
  return {
    seed,
    boxes,
    ports: chosen,
    loadedShare,
    now,
    start: now - 2 * dayMs - more,
    end: now + 4 * dayMs + more,
  };
}

/** Kinds to show at least so often, those that only a discharged box can show first. */
function forcedSigns(boxes: number): ForcedSign[] {
  const suspicious = boxes >= 1500 ? Math.max(1, Math.round(boxes / 8000)) : 1;
  const benign = boxes >= 1500 ? Math.max(1, Math.round(boxes / 12_000)) : 1;
  const signs = signModels.flatMap(({ kind, late }) => [
    ...Array.from({ length: suspicious }, () => ({ kind, late, variant: 'suspicious' as const })),
    ...Array.from({ length: benign }, () => ({ kind, late, variant: 'benign' as const })),
  ]);
  signs.sort((a, b) => Number(b.late) - Number(a.late));
  return boxes >= 1500 ? signs : signs.slice(0, Math.ceil((signs.length * boxes) / 1500));
}

function cased(sign: PlantedSign, vesselImo: string, voyage: string): PlantedCase {
  const { box, kind, variant, note, visibleAt, forced } = sign;
  return {
    container: box.number, port: box.pod, vesselImo, voyage, kind, variant, note,
    signals: variant === 'suspicious' ? signModel(kind).signals : signModel(kind).benignSignals,
    narcotics: box.narcoticsKg > 0, kg: box.narcoticsKg, visibleAt: instantText(visibleAt), forced,
  }; // prettier-ignore
}

/**
 * Simulates the ports: message files, the year before, and the truth about them.
 *
 * The same options give the same bytes. Messages are made voyage by voyage; sorting their paths gives
 * the order of receipt. Messages after `now` (in truth.json) are those of the days to come. Memory holds
 * one voyage, the companies and the list of planted cases.
 *
 * @param options see {@link SimulationOptions}
 * @returns files in order of making; `truth.json` and `README.txt` come last
 * @throws {RangeError} when an option is outside its range or a port is not known
 * @example simulatePort({ seed: 1, boxes: 20 }).next().value.path.startsWith('messages/') // true
 */
export function simulatePort(
  options: SimulationOptions,
): Generator<SimulatedFile, SimulationCounts, undefined> {
  return run(check(options));
}

function* run(options: Checked): Generator<SimulatedFile, SimulationCounts, undefined> {
  const { seed, boxes, ports, loadedShare, now, start, end } = options;
  const random = createRandom(seed, 'port');
  const register = createCompanyRegister();
  const lanes = createLanes(boxes, 0.02, register, random.fork('lanes'));
  const byOrigin = lanesByOrigin(lanes);
  const plans = planVoyages(boxes, ports, start, end, random.fork('plans'));
  const world: World = {
    lanes, register, loadedPerRisk: loadedShare / meanRisk(plans, byOrigin), nextNumber: noNumbersUsed(), bill: 0, booking: 0, seal: 1000,
  }; // prettier-ignore
  const earlierTares = new Map<string, number>();
  const planted: PlantedCase[] = [];
  const yields: Truth['yields'][number][] = [];
  const writer = createFileWriter(random.fork('defects'));
  let waiting = forcedSigns(boxes);
  let boxesSoFar = 0;

  for (const plan of plans) {
    const ownRandom = random.fork(`voyage-${plan.index}`);
    const voyage = loadVoyage(plan, byOrigin, world, ownRandom);
    boxesSoFar += voyage.boxes.length;
    const share =
      plan.index === plans.length - 1
        ? waiting.length
        : Math.ceil(
            (waiting.length * voyage.boxes.length * 1.6) / (boxes - boxesSoFar + voyage.boxes.length),
          );
    const { signs, unplaced } = plantSigns(
      voyage,
      world,
      waiting.slice(0, share),
      0.5,
      earlierTares,
      ownRandom.fork('signs'),
    );
    waiting = [...waiting.slice(share), ...unplaced];
    const signed = new Set<Box>();
    for (const sign of signs) {
      signed.add(sign.box);
      planted.push(cased(sign, plan.vessel.imo, plan.number));
    }
    for (const box of voyage.boxes) {
      if (box.narcoticsKg > 0) {
        yields.push({
          container: box.number,
          port: box.pod,
          vesselImo: plan.vessel.imo,
          voyage: plan.number,
          kg: box.narcoticsKg,
          method: box.method ?? '',
        });
      }
    }
    for (const job of voyageJobs(voyage, ports, signed, end + 10 * dayMs, ownRandom.fork('messages')))
      yield* writer.write(job);
  }

  const history = { visits: 0, controls: 0, finds: 0 };
  const lines = { visits: [] as string[], outcomes: [] as string[] };
  const wanted = Math.min(60_000, Math.max(6000, boxes * 2));
  for (const { visit, outcome } of pastYear(
    wanted,
    start,
    lanes,
    plans,
    world.loadedPerRisk,
    world.nextNumber,
    earlierTares,
    random.fork('history'),
  )) {
    history.visits += 1;
    lines.visits.push(JSON.stringify(visit));
    if (outcome !== null) {
      history.controls += 1;
      if (outcome.found) history.finds += 1;
      lines.outcomes.push(JSON.stringify(outcome));
    }
    if (lines.visits.length === 4096) yield ndjson('past-visits.ndjson', lines.visits);
  }
  if (lines.visits.length > 0) yield ndjson('past-visits.ndjson', lines.visits);
  yield ndjson('outcomes.ndjson', lines.outcomes);

  const kinds: Record<string, number> = {};
  for (const { kind } of planted) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const counts: SimulationCounts = {
    boxes: boxesSoFar, voyages: plans.length, ...writer.counts(), planted: planted.length, loaded: yields.length, defects: writer.defects.length,
    pastVisits: history.visits, pastControls: history.controls, pastFinds: history.finds, kinds,
    kindsLeftOut: signModels.map((model) => model.kind).filter((kind) => kinds[kind] === undefined),
  }; // prettier-ignore
  const truth: Truth = {
    synthetic: true, seed, now: instantText(now), start: instantText(start), end: instantText(end), ports, loadedShare, counts, planted, yields, defects: writer.defects,
  }; // prettier-ignore
  yield { path: 'truth.json', bytes: Buffer.from(`${JSON.stringify(truth, null, 1)}\n`, 'utf8') };
  yield { path: 'README.txt', bytes: Buffer.from(readme(truth, historyDays), 'utf8') };
  return counts;
}

function ndjson(path: string, lines: string[]): SimulatedFile {
  const bytes = Buffer.from(lines.length > 0 ? `${lines.join('\n')}\n` : '', 'utf8');
  lines.length = 0;
  return { path, bytes };
}

interface FileWriter {
  write(job: MessageJob): Generator<SimulatedFile>;
  readonly defects: Truth['defects'][number][];
  counts(): Pick<SimulationCounts, 'messageFiles' | 'messageBytes' | 'filesByType'>;
}

function createFileWriter(random: Random): FileWriter {
  const dealer = dealDefects(7, random);
  const defects: Truth['defects'][number][] = [];
  const filesByType: Record<string, number> = {};
  let files = 0;
  let bytesSoFar = 0;
  let sequence = 0;
  const reference = (): string => `SIM${String((sequence += 1)).padStart(8, '0')}`;
  const file = (job: MessageJob, at: number, ref: string, text: string): SimulatedFile => {
    files += 1;
    filesByType[job.type] = (filesByType[job.type] ?? 0) + 1;
    const bytes = Buffer.from(text, job.format === 'json' ? 'utf8' : 'latin1');
    bytesSoFar += bytes.length;
    return {
      path: `messages/${instantBasic(at)}-${String(files).padStart(6, '0')}-${job.type}-${ref}.${job.format}`,
      bytes,
    };
  };
  return {
    defects,
    counts: () => ({ messageFiles: files, messageBytes: bytesSoFar, filesByType }),
    *write(job) {
      const ref = reference();
      let kind = dealer.next(job);
      const at = job.at + (kind?.lateHours ?? 0) * hourMs;
      const sound = job.compose(ref, kind?.quirk ?? {}, kind?.fault ?? {}, at);
      const damaged = kind?.damage?.(sound, random) ?? null;
      if (kind?.damage !== undefined && damaged === null) kind = null;
      const first = file(job, at, ref, damaged ?? sound);
      yield first;
      if (kind === null) return;
      defects.push({ file: first.path, kind: kind.name, expectedVerdict: kind.expectedVerdict });
      if (kind.thenSound) yield file(job, at + retryAfterMs, ref, sound);
      if (kind.again === 'same-bytes') {
        const again = file(job, at + retryAfterMs, ref, sound);
        yield again;
        defects.push({ file: again.path, kind: kind.name, expectedVerdict: kind.expectedVerdict });
      } else if (kind.again === 'other-reference') {
        const other = reference();
        const again = file(job, at + retryAfterMs, other, job.compose(other, {}, {}, at + retryAfterMs));
        yield again;
        defects.push({ file: again.path, kind: kind.name, expectedVerdict: kind.expectedVerdict });
      }
    },
  };
}
