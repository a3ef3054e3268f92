/** A terminal that handles containers. */
export interface Terminal {
  /** Unique within its port. */
  readonly code: string;
  readonly name: string;
  /** Who gave the code: the SMDG terminal list, or this house where that list has none. */
  readonly codeBy: 'smdg' | 'house';
}

const smdg = (code: string, name: string): Terminal => ({ code, name, codeBy: 'smdg' });
const house = (code: string, name: string): Terminal => ({ code, name, codeBy: 'house' });

/** Terminals that handle containers, by UN/LOCODE of their port, for the ports this house looks at most. */
export const terminalTable: Readonly<Record<string, readonly Terminal[]>> = {
  NLRTM: [
    smdg('NLMVII', 'APM Terminals Maasvlakte II'),
    smdg('RWG', 'Rotterdam World Gateway'),
    smdg('DDE', 'ECT Delta Dedicated East'),
    smdg('DDN', 'ECT Delta Dedicated North'),
    smdg('DBF', 'ECT Delta Barge Feeder'),
    smdg('EMX', 'ECT Euromax'),
    smdg('HPD2', 'Hutchison Ports Delta II'),
    smdg('KRM', 'Rotterdam Container Terminal (QTerminals Kramer)'),
    smdg('RSN', 'QTerminals Kramer City Terminal'),
    smdg('RSZ', 'Rotterdam Shortsea Terminals'),
    smdg('UMTR', 'Uniport Waalhaven'),
    smdg('MATR', 'Matrans Rotterdam'),
    smdg('NLSBH', 'Steinweg Beatrixhaven'),
    smdg('RTMB', 'Barge Center Waalhaven'),
    smdg('RBC', 'RBC Terminal'),
    smdg('5049', 'Waalhaven Botlek Terminal'),
    smdg('CTTR', 'CTT Rotterdam'),
    smdg('BDP', 'Broekman Distriport'),
  ],
  NLVLI: [smdg('KBV', 'Kloosterboer Vlissingen'), smdg('VZT', 'Verbrugge Zeeland Terminals')],
  NLMOE: [smdg('MCT', 'Moerdijk Container Terminals')],
  NLAMS: [smdg('ACT', 'TMA Terminal Amsterdam'), smdg('CTVA', 'CTVrede Amsterdam')],
  BEANR: [
    smdg('K1742', 'MSC PSA European Terminal, Deurganck Dock west'),
    smdg('K1718', 'MSC PSA European Terminal, Deurganck Dock east'),
    smdg('1700', 'Antwerp Gateway (DP World)'),
    smdg('K869', 'PSA Europa Terminal'),
    smdg('K913', 'PSA Noordzee Terminal'),
    smdg('ACOT', 'Antwerp Container Terminal'),
    smdg('AET', 'Antwerp Euroterminal'),
    smdg('BNFW', 'Belgian New Fruit Wharf'),
    smdg('K400', 'Associated Terminal Operators'),
    smdg('K420', 'Churchill Terminal (Nova Natie)'),
    smdg('K524', 'Euroports Containers 524'),
  ],
  BEZEE: [smdg('CSPZ', 'CSP Zeebrugge'), smdg('PSAZ', 'PSA Zeebrugge')],
  BEGNE: [
    house('ITG', 'Interface Terminal Gent'),
    house('STUK', 'Stukwerkers Havenbedrijf'),
    house('DFDSG', 'DFDS Mercatordok'),
  ],
  CRMOB: [smdg('APMT', 'APM Terminals Moín'), smdg('TMOIN', 'Terminal Gastón Kogan (JAPDEVA)')],
  CRLIO: [smdg('JAPDE', 'Terminal Hernán Garrón (JAPDEVA)')],
  PAMIT: [smdg('MIT', 'Manzanillo International Terminal')],
  PAONX: [smdg('CCT', 'Colon Container Terminal')],
  PACTB: [smdg('PCPPC', 'Panama Ports Company Cristóbal')],
  PABLB: [smdg('PPCBL', 'Panama Ports Company Balboa')],
  PAROD: [smdg('PPIT', 'PSA Panama International Terminal')],
  ECGYE: [
    smdg('CONTE', 'Contecon Guayaquil'),
    smdg('TPG', 'Terminal Portuario de Guayaquil'),
    smdg('BANA', 'Bananapuerto (Naportec)'),
    smdg('FERPOR', 'Fertisa'),
  ],
  ECPSJ: [smdg('DPWPSJ', 'DP World Posorja')],
  ECPBO: [smdg('ECPBO', 'Yilport Puerto Bolívar')],
  BRSSZ: [
    smdg('BTP', 'Brasil Terminal Portuário'),
    smdg('SSA', 'Santos Brasil (Tecon Santos)'),
    smdg('EMBRA', 'DP World Santos'),
    smdg('ECOS', 'Ecoporto Santos'),
  ],
  BRPNG: [smdg('TCP', 'Terminal de Contêineres de Paranaguá')],
  COTRB: [
    smdg('TURBO', 'Turbo anchorage (lighters)'),
    house('NCOLO', 'Nueva Colonia (lighters)'),
    house('ZUNGO', 'Zungo (lighters)'),
    house('PANT', 'Puerto Antioquia'),
  ],
  COCTG: [
    smdg('SPRC', 'Sociedad Portuaria Regional de Cartagena'),
    smdg('TCC', 'Contecar'),
    smdg('CTGTM', 'Compas Cartagena'),
  ],
  COSMR: [smdg('SMIT', 'Santa Marta International Terminal')],
  PECLL: [smdg('APMCLL', 'APM Terminals Callao'), smdg('DPCLL', 'DP World Callao')],
  PEPAI: [smdg('TPE', 'Terminales Portuarios Euroandinos')],
  DOCAU: [smdg('DPCAU', 'DP World Caucedo')],
  DOHAI: [smdg('HIT', 'Haina International Terminals')],
  DEHAM: [
    smdg('CTA', 'HHLA Container Terminal Altenwerder'),
    smdg('CTB', 'HHLA Container Terminal Burchardkai'),
    smdg('CTT', 'HHLA Container Terminal Tollerort'),
    smdg('EGH', 'Eurogate Hamburg'),
  ],
  DEBRV: [
    smdg('EGB', 'Eurogate Bremerhaven'),
    smdg('MSCBH', 'MSC Gate'),
    smdg('NTB', 'North Sea Terminal Bremerhaven'),
  ],
  ESALG: [smdg('APM', 'APM Terminals Algeciras'), smdg('TTI', 'Total Terminal International')],
};
