import { beginInterchange, dayMs, hourMs, type Lettering, type TrailerFault } from './message-text.ts';
import { writeBaplie } from './messages/baplie.ts';
import { writeCuscar } from './messages/cuscar.ts';
import { arrivalNotices, tnt22, tnt3, vgmDeclarations } from './messages/dcsa.ts';
import { statusesOf, writeIftmin, writeIftsta, writeVermas } from './messages/shipper-messages.ts';
import {
  gateMoveOf,
  gateOutOf,
  writeCoarri,
  writeCodeco,
  writeCoprar,
  type GateMove,
} from './messages/terminal-messages.ts';
import type { Quirk } from './messages/vessel-segments.ts';
import type { InterchangeText } from './message-text.ts';
import type { Random } from './random.ts';
import { dischargeReportAt, gateReportAt, manifestAt, orderAt, statusAt, stowPlanAt } from './schedule.ts';
import { terminalOf, type Box, type Call, type Voyage } from './voyage.ts';

/** One file that is going to be written: when it is sent, what it is, how its text comes about. */
export interface MessageJob {
  readonly at: number;
  /** For the file name: BAPLIE, CUSCAR, …, TNT, VGM, ARRIVAL-NOTICE. */
  readonly type: string;
  readonly format: 'edi' | 'json';
  readonly lettering: Lettering | null;
  /** May arrive hours late without hiding a sign. */
  readonly mayBeLate: boolean;
  compose(reference: string, quirk: Quirk, fault: TrailerFault, at: number): string;
}

const terminalLetterings: readonly Lettering[] = [
  { syntax: 'UNOA:2', serviceString: 'none', lineEnd: '', decimalMark: '.' },
  { syntax: 'UNOC:3', serviceString: 'none', lineEnd: '\n', decimalMark: '.' },
  { syntax: 'UNOA:1', serviceString: 'same-line', lineEnd: '\r\n', decimalMark: '.' },
];

function letteringOf(terminal: string): Lettering {
  return terminalLetterings[
    terminal.charCodeAt(terminal.length - 1) % terminalLetterings.length
  ] as Lettering;
}

function customsOf(port: string): string {
  return port.startsWith('BE') ? 'BESIMCUSTOMS' : 'NLSIMCUSTOMS';
}

function ediJob(
  at: number,
  type: string,
  lettering: Lettering,
  sender: string,
  recipient: string,
  write: (text: InterchangeText, quirk: Quirk, reference: string, at: number) => void,
  mayBeLate = false,
): MessageJob {
  return {
    at,
    type,
    format: 'edi',
    lettering,
    mayBeLate,
    compose: (reference, quirk, fault, sentAt) => {
      const text = beginInterchange(lettering, { sender, recipient, at: sentAt, reference }, fault);
      write(text, quirk, reference, at);
      return text.end();
    },
  };
}

function jsonJob(at: number, type: string, compose: () => string): MessageJob {
  return { at, type, format: 'json', lettering: null, mayBeLate: false, compose };
}

function groupBy<K, T>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * All messages about a voyage.
 *
 * @param ownPorts ports whose customs are told
 * @param signed boxes that carry a planted sign: no sample leaves them out
 * @param until gate moves after it are not told
 */
export function* voyageJobs(
  voyage: Voyage,
  ownPorts: readonly string[],
  signed: ReadonlySet<Box>,
  until: number,
  random: Random,
): Generator<MessageJob> {
  const { plan } = voyage;
  const { carrier } = plan;
  const sender = `${carrier.code}SIM`;
  const nothing = { sealsOf: new Map<never, never>(), setOf: new Map<never, never>() };

  for (const [index, load] of plan.loads.entries()) {
    const here = voyage.boxes.filter((box) => box.load === load);
    if (here.length === 0) continue;
    const weighed = here.filter((box) => box.full && (signed.has(box) || random.chance(0.9)));
    const weighedAt = load.departure - 20 * hourMs;
    if (weighed.length > 0) {
      if (carrier.vgm === 'VGM')
        yield jsonJob(weighedAt, 'VGM', () => vgmDeclarations(voyage, load, weighed, weighedAt));
      else {
        yield ediJob(
          weighedAt,
          'VERMAS',
          carrier.lettering,
          sender,
          'SIMPORTS',
          (text, _quirk, reference, at) => writeVermas(text, voyage, load, weighed, at, reference),
          true,
        );
      }
    }

    const instructed = voyage.bills.filter(
      (bill) => bill.parts[0]?.box.load === load && bill.parts[0].box.full && random.chance(0.03),
    );
    if (instructed.length > 0) {
      const at = load.arrival - random.between(72, 130) * hourMs;
      yield ediJob(
        at,
        'IFTMIN',
        carrier.lettering,
        sender,
        'SIMPORTS',
        (text, quirk) => writeIftmin(text, voyage, instructed, at, quirk),
        true,
      );
    }

    for (const port of ownPorts) {
      const bills = voyage.bills.filter((bill) => {
        const box = bill.parts[0]?.box;
        return (
          box !== undefined && box.load === load && box.podFirst === port && box.manifestedAt === 'normal'
        );
      });
      if (bills.length === 0) continue;
      const sentAt = manifestAt(load);
      yield ediJob(
        sentAt,
        'CUSCAR',
        carrier.lettering,
        sender,
        customsOf(port),
        (text, quirk, reference, at) =>
          writeCuscar(text, voyage, { load, port, bills, code: '9', ...nothing }, at, reference, quirk),
      );
      if (random.chance(0.1)) {
        yield ediJob(
          sentAt + 7 * hourMs,
          'CUSCAR',
          carrier.lettering,
          sender,
          customsOf(port),
          (text, quirk, reference, at) =>
            writeCuscar(text, voyage, { load, port, bills, code: '5', ...nothing }, at, reference, quirk),
        );
      }
    }

    if (index >= plan.loads.length - 2) {
      const loaded = plan.loads.slice(0, index + 1);
      const aboard = [...voyage.boxes, ...voyage.otherBoxes].filter(
        (box) => box.onStowPlan && loaded.includes(box.load),
      );
      const next = plan.loads[index + 1] ?? (plan.calls[0] as Call);
      yield ediJob(
        stowPlanAt(load),
        'BAPLIE',
        carrier.lettering,
        sender,
        'SIMPORTS',
        (text, quirk, reference, at) => writeBaplie(text, voyage, load, next, aboard, at, reference, quirk),
      );
    }

    const told = here.filter((box) => box.tellEvents || random.chance(0.12));
    const statuses = told.flatMap((box) => statusesOf(box));
    if (statuses.length > 0) {
      const at = statusAt(load);
      if (carrier.events === 'none') {
        yield ediJob(at, 'IFTSTA', carrier.lettering, sender, 'SIMPORTS', (text, quirk, reference) =>
          writeIftsta(text, voyage, statuses, at, reference, quirk),
        );
      } else if (carrier.events === 'tnt-3') yield jsonJob(at, 'TNT', () => tnt3(voyage, load, statuses, at));
      else yield jsonJob(at, 'TNT', () => tnt22(voyage, load, statuses, at));
    }
  }

  for (const amendment of voyage.amendments) {
    if (!ownPorts.includes(amendment.port)) continue;
    yield ediJob(
      amendment.at,
      'CUSCAR',
      carrier.lettering,
      sender,
      customsOf(amendment.port),
      (text, quirk, reference, at) =>
        writeCuscar(text, voyage, { ...amendment, load: null }, at, reference, quirk),
    );
  }

  const called = new Set<string>();
  for (const [index, call] of plan.calls.entries()) {
    called.add(call.port);
    const next = plan.calls[index + 1];
    if (next !== undefined && plan.boxesByPort.has(next.port)) {
      const staying = [...voyage.boxes, ...voyage.otherBoxes].filter(
        (box) => box.onStowPlan && !called.has(box.pod),
      );
      yield ediJob(
        stowPlanAt(call),
        'BAPLIE',
        carrier.lettering,
        sender,
        'SIMPORTS',
        (text, quirk, reference, at) => writeBaplie(text, voyage, call, next, staying, at, reference, quirk),
      );
    }
    if (!plan.boxesByPort.has(call.port)) continue;
    yield* callJobs(voyage, call, signed, until, random);
  }

  for (const event of voyage.gateEvents) {
    const terminal = terminalOf(event.port, plan.service);
    yield ediJob(
      event.sentAt,
      'CODECO',
      letteringOf(terminal),
      terminal,
      customsOf(event.port),
      (text, quirk, reference) =>
        writeCodeco(
          text,
          null,
          event.port,
          terminal,
          event.direction,
          event.code,
          [gateMoveOf(event)],
          reference,
          quirk,
        ),
    );
  }
}

function* callJobs(
  voyage: Voyage,
  call: Call,
  signed: ReadonlySet<Box>,
  until: number,
  random: Random,
): Generator<MessageJob> {
  const { plan } = voyage;
  const { carrier } = plan;
  const lettering = letteringOf(call.terminal);
  const here = voyage.boxes.filter((box) => box.pod === call.port);
  if (here.length === 0) return;
  if (carrier.events !== 'none') {
    const noticed = voyage.bills.filter((bill) => {
      const box = bill.parts[0]?.box;
      return (
        box !== undefined &&
        box.full &&
        box.podFirst === call.port &&
        box.manifestedAt === 'normal' &&
        random.chance(0.2)
      );
    });
    const at = call.arrival - 3 * dayMs;
    if (noticed.length > 0)
      yield jsonJob(at, 'ARRIVAL-NOTICE', () => arrivalNotices(voyage, call.port, noticed, at));
  }
  const ordered = here.filter((box) => box.onOrder);
  yield ediJob(
    orderAt(call),
    'COPRAR',
    carrier.lettering,
    `${carrier.code}SIM`,
    call.terminal,
    (text, quirk, reference) => writeCoprar(text, voyage, call, ordered, reference, quirk),
  );

  const landed = here.filter((box) => box.dischargedAt < until);
  for (const [at, boxes] of groupBy(landed, (box) => dischargeReportAt(call, box.dischargedAt))) {
    yield ediJob(at, 'COARRI', lettering, call.terminal, customsOf(call.port), (text, quirk, reference) =>
      writeCoarri(text, voyage, call, boxes, reference, quirk),
    );
  }

  const gone = landed.filter((box) => box.landed !== 'shortlanded' && box.gateOutAt < until);
  for (const [at, boxes] of groupBy(gone, (box) => gateReportAt(box.gateOutAt))) {
    yield ediJob(
      at,
      'CODECO',
      lettering,
      call.terminal,
      customsOf(call.port),
      (text, quirk, reference) =>
        writeCodeco(
          text,
          voyage,
          call.port,
          call.terminal,
          'out',
          '9',
          boxes.map((box) => gateOutOf(box, voyage, quirk)),
          reference,
          quirk,
        ),
      true,
    );
  }

  const back = gone.filter((box) => box.full && !signed.has(box) && random.chance(0.04));
  const returns = back.map((box): GateMove => ({
    ...gateOutOf(box, voyage, {}), full: false, seals: [], grossKg: box.tareKg, at: box.gateOutAt + random.between(26, 90) * hourMs,
  })); // prettier-ignore
  for (const [at, moves] of groupBy(
    returns.filter((move) => move.at < until),
    (move) => gateReportAt(move.at),
  )) {
    yield ediJob(
      at,
      'CODECO',
      lettering,
      call.terminal,
      customsOf(call.port),
      (text, quirk, reference) =>
        writeCodeco(text, voyage, call.port, call.terminal, 'in', '9', moves, reference, quirk),
      true,
    );
  }
}
