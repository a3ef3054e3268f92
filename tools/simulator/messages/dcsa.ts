import { instantText } from '../message-text.ts';
import type { Bill, Box, Call, Voyage } from '../voyage.ts';
import { callAt } from './vessel-segments.ts';
import type { BoxStatus } from './shipper-messages.ts';

const sealSources = { CA: 'CAR', SH: 'SHI', CU: 'CUS' } as const;

/** A UUID-shaped identifier that depends on its text only. */
function eventId(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
  const all = hex(a) + hex(b) + hex(a ^ b) + hex(Math.imul(a, 31) ^ b);
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-8${all.slice(17, 20)}-${all.slice(20, 32)}`;
}

function sealsOf(box: Box, atLoad: boolean): { sealNumber: string; sealSource: string }[] {
  return (atLoad ? box.sealsAtLoad : box.seals).map((seal) => ({
    sealNumber: seal.number,
    sealSource: sealSources[seal.issuer],
  }));
}

function reseals(boxes: readonly Box[]): Box[] {
  return boxes.filter((box) => box.resealedAt !== null);
}

/** Track & trace 2.2: an array of equipment and transport events. */
export function tnt22(voyage: Voyage, load: Call, statuses: readonly BoxStatus[], at: number): string {
  const { plan } = voyage;
  const first = plan.calls[0] as Call;
  const vessel = {
    vesselIMONumber: plan.vessel.imo, vesselName: plan.vessel.name, vesselFlag: plan.vessel.flag, vesselCallSignNumber: plan.vessel.callSign,
    vesselOperatorCarrierCode: plan.carrier.code, vesselOperatorCarrierCodeListProvider: 'SMDG',
  }; // prettier-ignore
  const transportCall = (call: Call, sequence: number): object => ({
    transportCallID: eventId(`${plan.vessel.imo}${plan.number}${call.port}`), carrierServiceCode: plan.service.code, exportVoyageNumber: plan.number,
    importVoyageNumber: plan.number, transportCallSequenceNumber: sequence, UNLocationCode: call.port, facilityCode: call.terminal.slice(0, 6),
    facilityCodeListProvider: 'SMDG', facilityTypeCode: 'POTE', modeOfTransport: 'VESSEL', vessel,
  }); // prettier-ignore
  const base = (key: string, type: string, classifier: string, when: number): object => ({
    eventID: eventId(`${key}${plan.number}${at}`), eventCreatedDateTime: instantText(at), eventType: type, eventClassifierCode: classifier, eventDateTime: instantText(when),
  }); // prettier-ignore
  const events: object[] = [
    {
      ...base(`DEPA${load.port}`, 'TRANSPORT', 'ACT', load.departure),
      transportEventTypeCode: 'DEPA',
      transportCall: transportCall(load, 1),
    },
    {
      ...base(`ARRI${first.port}`, 'TRANSPORT', 'EST', first.arrival),
      transportEventTypeCode: 'ARRI',
      transportCall: transportCall(first, 2),
    },
  ];
  for (const status of statuses) {
    const { box } = status;
    events.push({
      ...base(`${status.code}${box.number}${status.at}`, 'EQUIPMENT', 'ACT', status.at),
      equipmentEventTypeCode: status.code, equipmentReference: box.number, ISOEquipmentCode: box.sizeType,
      emptyIndicatorCode: box.full ? 'LADEN' : 'EMPTY',
      eventLocation: { UNLocationCode: status.port },
      ...(status.thisVoyage ? { transportCall: transportCall(load, 1) } : {}),
      documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: box.booking }],
      seals: sealsOf(box, status.thisVoyage),
    }); // prettier-ignore
  }
  for (const box of reseals(statuses.filter((status) => status.thisVoyage).map((status) => status.box))) {
    events.push({
      ...base(`RSEA${box.number}`, 'EQUIPMENT', 'ACT', box.resealedAt ?? at),
      equipmentEventTypeCode: 'RSEA', equipmentReference: box.number, ISOEquipmentCode: box.sizeType,
      emptyIndicatorCode: 'LADEN', eventLocation: { UNLocationCode: box.load.port },
      documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: box.booking }],
      seals: sealsOf(box, true),
    }); // prettier-ignore
  }
  return `${JSON.stringify(events)}\n`;
}

/** Track & trace 3: one object with events. */
export function tnt3(voyage: Voyage, load: Call, statuses: readonly BoxStatus[], at: number): string {
  const { plan } = voyage;
  const first = plan.calls[0] as Call;
  const eventRouting = {
    originatingParty: {
      partyCode: plan.carrier.code,
      codeListProvider: 'SMDG',
      codeListName: 'LCL',
      partyFunction: 'CA',
    },
  };
  const transportDetails = (call: Call, sequence: number): object => ({
    transportCall: {
      transportCallReference: eventId(`${plan.vessel.imo}${plan.number}${call.port}`), transportCallSequenceNumber: sequence, modeOfTransport: 'VESSEL',
      serviceCodeOrReference: { carrierServiceCode: plan.service.code },
      exportVoyageNumberOrReference: { carrierVoyageNumber: plan.number }, importVoyageNumberOrReference: { carrierVoyageNumber: plan.number },
      vesselTransport: { vesselIMONumber: plan.vessel.imo, vesselName: plan.vessel.name, vesselFlag: plan.vessel.flag, vesselCallSign: plan.vessel.callSign },
    },
  }); // prettier-ignore
  const base = (key: string, when: number): object => ({
    eventRouting, eventID: eventId(`${key}${plan.number}${at}`), eventDateTime: instantText(when), eventUpdatedDateTime: instantText(at),
  }); // prettier-ignore
  const events: object[] = [
    {
      ...base(`DEPA${load.port}`, load.departure), eventLocation: { UNLocationCode: load.port, facilityTypeCode: 'POTE' },
      eventClassification: { eventTypeCode: 'TRANSPORT', eventClassifierCode: 'ACT', transportEventTypeCode: 'DEPA' }, transportDetails: transportDetails(load, 1),
    },
    {
      ...base(`ARRI${first.port}`, first.arrival), eventLocation: { UNLocationCode: first.port, facilityTypeCode: 'POTE' },
      eventClassification: { eventTypeCode: 'TRANSPORT', eventClassifierCode: 'EST', transportEventTypeCode: 'ARRI' }, transportDetails: transportDetails(first, 2),
    },
  ]; // prettier-ignore
  const equipment = (code: string, box: Box, when: number, port: string, thisVoyage: boolean): object => ({
    ...base(`${code}${box.number}${when}`, when),
    eventLocation: { UNLocationCode: port, facilityTypeCode: 'POTE' },
    eventClassification: { eventTypeCode: 'EQUIPMENT', eventClassifierCode: 'ACT', equipmentEventTypeCode: code },
    equipmentDetails: {
      equipmentReference: box.number, ISOEquipmentCode: box.sizeType, emptyIndicatorCode: box.full ? 'LADEN' : 'EMPTY', movementType: 'EXPORT',
      seals: sealsOf(box, thisVoyage).map((seal) => ({ number: seal.sealNumber, source: seal.sealSource })),
    },
    shipmentDetails: { documentReference: { typeCode: 'BKG', reference: box.booking } },
    ...(thisVoyage ? { transportDetails: transportDetails(load, 1) } : {}),
  }); // prettier-ignore
  for (const status of statuses)
    events.push(equipment(status.code, status.box, status.at, status.port, status.thisVoyage));
  for (const box of reseals(statuses.filter((status) => status.thisVoyage).map((status) => status.box))) {
    events.push(equipment('RSEA', box, box.resealedAt ?? at, box.load.port, true));
  }
  return `${JSON.stringify({ events })}\n`;
}

/** VGM declarations of one load port. */
export function vgmDeclarations(voyage: Voyage, load: Call, boxes: readonly Box[], at: number): string {
  const { plan } = voyage;
  const party = {
    partyCode: plan.carrier.code,
    codeListProvider: 'SMDG',
    codeListName: 'LCL',
    partyFunction: 'CA',
  };
  return `${JSON.stringify({
    VGMDeclarations: boxes.map((box) => ({
      routingDetails: { originatingParty: party, destinationParty: party },
      declarationReference: `VGM-${box.booking}-${box.number}`,
      declarationDateTime: instantText(at),
      VGM: {
        weight: { value: box.vgmKg, unit: 'KGM' }, method: box.vgmMethod, dateTime: instantText(box.gateInAt - 3_600_000),
        location: { UNLocationCode: load.port },
      },
      equipmentDetails: {
        equipmentReference: box.number, ISOEquipmentCode: box.sizeType, isShipperOwned: false,
        seals: box.seals.map((seal) => ({ number: seal.number, source: sealSources[seal.issuer] })),
        tareWeight: { value: box.declaredTareKg, unit: 'KGM' },
      },
      shipmentDetails: { carrierBookingReference: box.booking },
      vesselVoyageDetails: {
        carrierCode: plan.carrier.code, carrierCodeListProvider: 'SMDG', exportVoyageNumberOrReference: { carrierVoyageNumber: plan.number },
        portOfLoading: { UNLocationCode: load.port }, portOfDischarge: { UNLocationCode: box.podFirst }, vesselName: plan.vessel.name,
      },
      responsibleParty: { partyName: plan.carrier.name },
    })),
  })}\n`; // prettier-ignore
}

/** Arrival notices of one call. */
export function arrivalNotices(voyage: Voyage, port: string, bills: readonly Bill[], at: number): string {
  const { plan } = voyage;
  const call = callAt(plan, port);
  const party = (partyFunction: string, company: Bill['consignee']): object => ({
    partyFunction, partyName: company.name, address: { street: company.street, city: company.city, countryCode: company.country },
  }); // prettier-ignore
  return `${JSON.stringify({
    arrivalNotices: bills.map((bill) => ({
      issueDateTime: instantText(at), carrierCode: plan.carrier.code, carrierCodeListProvider: 'SMDG', deliveryTypeAtDestination: 'CY',
      transportDocumentReference: bill.number,
      documentParties: [party('OS', bill.shipper), party('CN', bill.consignee), party('N1', bill.notify)],
      transport: {
        portOfLoading: { UNLocationCode: bill.parts[0]?.box.load.port },
        portOfDischarge: { UNLocationCode: port, facility: { facilityCode: call.terminal, facilityCodeListProvider: 'SMDG' } },
        portOfDischargeArrivalDate: { value: instantText(call.arrival).slice(0, 10), classifier: 'EST' },
        legs: [{ vesselVoyage: { vesselName: plan.vessel.name, vesselIMONumber: plan.vessel.imo, carrierImportVoyageNumber: plan.number } }],
      },
      utilizedTransportEquipments: bill.parts.map(({ box }) => ({
        equipment: { equipmentReference: box.number, ISOEquipmentCode: box.sizeType },
        seals: box.seals.map((seal) => ({ number: seal.number })),
      })),
      consignmentItems: [
        {
          descriptionOfGoods: [bill.goodsText], ...(bill.hs === '' ? {} : { HSCodes: [bill.hs] }),
          cargoItems: bill.parts.map((part) => ({
            equipmentReference: part.box.number, cargoGrossWeight: { value: part.kg, unit: 'KGM' },
            outerPackaging: { packageCode: bill.packageCode, numberOfPackages: part.packages },
          })),
        },
      ],
    })),
  })}\n`; // prettier-ignore
}
