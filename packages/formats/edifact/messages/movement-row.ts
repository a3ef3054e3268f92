import type { MovementEvent, MovementRow } from '../../cargo-row.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import type { EquipmentDraft } from './equipment-mapper.ts';
import { noteList } from './equipment-mapper.ts';

/** A movement that carries all that its equipment group said. */
export function movementRow(box: EquipmentDraft, event: MovementEvent): Draft<MovementRow> {
  const at: Offsets = {};
  if (box.number !== '') at['container'] = box.numberAt;
  const row: Draft<MovementRow> = {
    kind: 'movement',
    offset: box.offset,
    at,
    container: box.number,
    event,
    classifier: 'actual',
    seals: box.seals,
    weights: box.weights,
    bills: box.bills,
  };
  if (!Number.isNaN(box.happenedAt)) {
    row.happenedAt = box.happenedAt;
    at['happenedAt'] = box.happenedAtOffset;
  }
  if (box.sizeType !== '') {
    row.sizeType = box.sizeType;
    at['sizeType'] = box.sizeTypeAt;
  }
  if (box.load !== '') {
    row.load = box.load;
    at['load'] = box.loadAt;
  }
  if (box.operator !== '') {
    row.operator = box.operator;
    at['operator'] = box.operatorAt;
  }
  if (box.stow !== '') {
    row.position = box.stow;
    at['position'] = box.stowAt;
  }
  if (!Number.isNaN(box.setTemperatureC)) {
    row.setTemperatureC = box.setTemperatureC;
    at['setTemperatureC'] = box.setTemperatureAt;
  }
  if (box.goodsText !== '') {
    row.goodsText = box.goodsText;
    at['goodsText'] = box.goodsTextAt;
  }
  if (box.hs !== '') {
    row.hs = box.hs;
    at['hs'] = box.hsAt;
  }
  if (box.exception !== undefined) {
    row.exception = box.exception;
    at['exception'] = box.exceptionAt;
  }
  if (box.bills.length > 0) noteList(at, 'bills', box.billsAt);
  if (box.bookings.length > 0) {
    row.bookings = box.bookings;
    noteList(at, 'bookings', box.bookingsAt);
  }
  if (box.calls.length > 0) row.calls = box.calls;
  if (box.dangerous.length > 0) row.dangerous = box.dangerous;
  if (box.parties.length > 0) row.parties = box.parties;
  return row;
}
