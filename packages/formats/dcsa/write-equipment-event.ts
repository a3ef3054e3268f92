/** A status of a container that customs gives to a carrier. */
export interface EquipmentStatus {
  /** A UUID; the same status keeps it. */
  readonly id: string;
  /** CUSS = selected for scan, CUSI = selected for inspection, CUSR = released. */
  readonly code: 'CUSS' | 'CUSI' | 'CUSR';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly madeAt: number;
  readonly container: string;
  /** UN/LOCODE. */
  readonly port: string;
  readonly load: 'full' | 'empty' | null;
}

/**
 * Writes an equipment event of DCSA Track & Trace 2.2, as a list of one.
 *
 * CUSS and CUSI tell a carrier, and through it its customers, that a control is coming: who calls this
 * decides when that may be.
 *
 * @returns the bytes of a JSON document
 * @see docs/sources.md#dcsa-track-and-trace
 * @example JSON.parse(new TextDecoder().decode(writeEquipmentEvent({ id: '00000000-0000-4000-8000-000000000000', code: 'CUSS', at: 0, madeAt: 0, container: 'QZXU2000008', port: 'NLVLI', load: null })))[0].equipmentEventTypeCode // 'CUSS'
 */
export function writeEquipmentEvent(status: EquipmentStatus): Uint8Array {
  const { id, code, at, madeAt, container, port, load } = status;
  return new TextEncoder().encode(
    JSON.stringify([
      {
        eventID: id,
        eventType: 'EQUIPMENT',
        eventCreatedDateTime: new Date(madeAt).toISOString(),
        eventDateTime: new Date(at).toISOString(),
        eventClassifierCode: 'ACT',
        equipmentEventTypeCode: code,
        equipmentReference: container,
        ...(load === null ? {} : { emptyIndicatorCode: load === 'empty' ? 'EMPTY' : 'LADEN' }),
        eventLocation: { UNLocationCode: port },
      },
    ]),
  );
}
