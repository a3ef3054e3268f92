import '../../theme/intake.css';
import '../../theme/yard.css';
import { portByCode } from '@havenwacht/domain';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../../api/queries.ts';
import { seesSegregation } from '../../api/segregation.ts';
import { sessionQuery } from '../../api/session.ts';
import { ashoreQuery, waterQuery } from '../../api/water-query.ts';
import type { AshoreBlock, BandCounts, WaterVessel } from '../../api/water-query.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import type { ChartLine, ChartMark } from '../../parts/chart-content.ts';
import { Countdown, Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useNow } from '../../parts/use-now.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { estimatePosition } from './estimate-position.ts';
import { SegregationPanel } from './segregation-panel.tsx';
import type { EstimatedPosition } from './estimate-position.ts';

const SeaChart = lazy(async () => ({ default: (await import('../../parts/sea-chart.tsx')).SeaChart }));

const portName = (code: string): string => portByCode(code)?.name ?? code;
const sum = ({ a, b, c, d }: BandCounts): number => a + b + c + d;
/** The highest band that has any container: the colour of the mark. */
const toneOf = ({ a, b, c }: BandCounts): ChartMark['tone'] =>
  a > 0 ? 'a' : b > 0 ? 'b' : c > 0 ? 'c' : 'd';

/** Counts of the two highest bands, and of all. */
function Counts({ bands }: { bands: BandCounts }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <span className="band-counts">
      {(['a', 'b'] as const).map((band) =>
        bands[band] > 0 ? (
          <span key={band} className="band-count">
            <BandMark band={band === 'a' ? 'A' : 'B'} t={t} /> {formats.count(bands[band])}
          </span>
        ) : null,
      )}
      <span className="soft">{t('yard.open', { count: sum(bands), shown: formats.count(sum(bands)) })}</span>
    </span>
  );
}

function VesselLine(props: {
  vessel: WaterVessel;
  position: EstimatedPosition | null;
  selected: boolean;
  onSelect: () => void;
}) {
  const { t } = useTranslation();
  const { vessel, position, selected } = props;
  return (
    <li className="yard-line" id={`line-${vessel.call}`}>
      <button type="button" className="yard-pick" aria-pressed={selected} onClick={props.onSelect}>
        <span className="yard-name">
          <b>{vessel.name ?? t('visit.noVessel')}</b> <span className="soft">{vessel.voyage}</span>
        </span>
        <span className="yard-when">
          <Countdown at={vessel.arrivalAt} actual={vessel.arrivalActual} />
        </span>
        <span className="yard-way">
          {vessel.fromPort === null ? t('yard.fromUnknown') : portName(vessel.fromPort)} →{' '}
          {portName(vessel.port)}
        </span>
        <Counts bands={vessel.bands} />
      </button>
      {selected && (
        <div className="yard-detail">
          <p>
            {t(vessel.arrivalActual ? 'dossier.arrived' : 'dossier.arrival')}:{' '}
            <Instant at={vessel.arrivalAt} />
          </p>
          {vessel.departedAt !== null && (
            <p>
              {t(vessel.departedActual ? 'yard.departed' : 'yard.departs')}:{' '}
              <Instant at={vessel.departedAt} />
            </p>
          )}
          <p className={position?.overdue === true ? 'soon' : 'soft'}>
            {position === null
              ? t('yard.positionUnknown')
              : position.overdue
                ? t('yard.overdue')
                : t(`yard.positionBy.${position.by}`)}
          </p>
          <Link className="open-link" to="/queue" search={{ port: vessel.port, q: vessel.name ?? '' }}>
            {t('yard.toQueue')}
          </Link>
        </div>
      )}
    </li>
  );
}

const blockId = ({ port, terminal, block }: AshoreBlock): string =>
  `ashore-${port}-${terminal ?? ''}-${block ?? ''}`;

function Boxes({ block }: { block: AshoreBlock }) {
  const { t } = useTranslation();
  const query = useQuery(ashoreQuery(block));
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={3} label={t('yard.loading')} />;
  return (
    <ul className="yard-boxes">
      {query.data.items.map(({ visit, container, band, since }) => (
        <li key={visit}>
          <BandMark band={band} t={t} />
          <Link to="/visits/$id" params={{ id: visit }} className="mono">
            {container}
          </Link>
          <Instant at={since} />
        </li>
      ))}
    </ul>
  );
}

function BlockLine({
  block,
  selected,
  onSelect,
}: {
  block: AshoreBlock;
  selected: boolean;
  onSelect: () => void;
}) {
  const { t } = useTranslation();
  return (
    <li className="yard-line">
      <button type="button" className="yard-pick" aria-pressed={selected} onClick={onSelect}>
        <span className="yard-name">
          <b>{portName(block.port)}</b>{' '}
          <span className="soft">{block.terminal ?? t('yard.terminalUnknown')}</span>
        </span>
        <span className="yard-when soft">
          {t('yard.since')} <Instant at={block.since} />
        </span>
        <span className={block.block === null ? 'yard-way unknown-text' : 'yard-way'}>
          {block.block === null ? t('yard.blockUnknown') : t('yard.block', { block: block.block })}
        </span>
        <Counts bands={block.bands} />
      </button>
      {selected && (
        <div className="yard-detail">
          <Boxes block={block} />
        </div>
      )}
    </li>
  );
}

/** Where the containers are: vessels on their way on a chart, stacks ashore, and the same as a list. */
export function YardPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const query = useQuery(waterQuery);
  const node = useQuery(nodeQuery).data;
  const roles = useQuery(sessionQuery).data?.roles ?? [];
  const [selected, setSelected] = useState<string | null>(null);
  const [zones, setZones] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const water = query.data;

  const vessels = useMemo(
    () => (water?.vessels ?? []).map((vessel) => ({ vessel, position: estimatePosition(vessel, minute) })),
    [water, minute],
  );
  const { marks, lines } = useMemo(() => {
    const marks: ChartMark[] = [];
    const lines: ChartLine[] = [];
    for (const { port, bands } of water?.ports ?? []) {
      const at = portByCode(port);
      if (at !== undefined)
        marks.push({ id: `port-${port}`, kind: 'port', at, label: at.name, tone: toneOf(bands) });
    }
    for (const { vessel, position } of vessels) {
      if (position === null) continue;
      const label = vessel.name ?? vessel.voyage ?? '';
      const ghost = position.overdue || position.by === 'speed';
      marks.push({
        id: vessel.call,
        kind: 'vessel',
        at: position.at,
        label,
        tone: toneOf(vessel.bands),
        ghost,
      });
      lines.push({ id: vessel.call, way: position.way, estimated: true });
    }
    return { marks, lines };
  }, [water, vessels]);
  const zonePlaces = useMemo(
    () => (zones ? (node?.ports ?? []).flatMap((code) => portByCode(code) ?? []) : []),
    [zones, node?.ports],
  );

  const pick = (id: string) => setSelected((old) => (old === id ? null : id));
  const pickOnChart = (id: string) => {
    setSelected(id);
    document.getElementById(`line-${id}`)?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts('yard', {
    list: () => list.current?.querySelector<HTMLElement>('.yard-pick')?.focus(),
    zones: () => setZones((on) => !on),
  });

  const unplaced = vessels.filter(({ position }) => position === null).length;
  return (
    <div className="page yard">
      <div className="page-bar">
        <PageTitle name={t('nav.yard')} />
        <p className="count" role="status">
          {water
            ? t('yard.vessels', { count: vessels.length, shown: formats.count(vessels.length) })
            : t('queue.counting')}
        </p>
        <label className="yard-zones">
          <input
            type="checkbox"
            checked={zones}
            onChange={(event) => setZones(event.currentTarget.checked)}
          />
          {t('yard.zones')}
        </label>
      </div>
      {water === undefined ? (
        query.error ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonLines lines={8} label={t('yard.loading')} />
        )
      ) : water.vessels.length + water.blocks.length === 0 ? (
        <EmptyNotice title={t('yard.empty')}>{t('yard.emptyNext')}</EmptyNotice>
      ) : (
        <div className="yard-halves">
          <div className="panel yard-chart">
            <Suspense fallback={<SkeletonLines lines={6} label={t('chart.loading')} />}>
              <SeaChart
                label={t('yard.chart')}
                lines={lines}
                marks={marks}
                zones={zonePlaces}
                selected={selected}
                onSelect={pickOnChart}
                start="marks"
              />
            </Suspense>
            <p className="chart-note">
              {t('yard.estimated')}
              {unplaced > 0 && (
                <> {t('yard.unplaced', { count: unplaced, shown: formats.count(unplaced) })}</>
              )}
            </p>
          </div>
          <div className="yard-lists" ref={list}>
            <section className="panel" aria-labelledby="yard-ports">
              <h2 id="yard-ports">{t('yard.ports')}</h2>
              <ul>
                {water.ports.map(({ port, bands }) => (
                  <li key={port} className="yard-line">
                    <button
                      type="button"
                      className="yard-pick yard-port"
                      aria-pressed={selected === `port-${port}`}
                      onClick={() => pick(`port-${port}`)}
                    >
                      <b>{portName(port)}</b> <span className="mono soft">{port}</span>
                      <Counts bands={bands} />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
            <section className="panel" aria-labelledby="yard-vessels">
              <h2 id="yard-vessels">{t('yard.byArrival')}</h2>
              <ul>
                {vessels.map(({ vessel, position }) => (
                  <VesselLine
                    key={vessel.call}
                    vessel={vessel}
                    position={position}
                    selected={selected === vessel.call}
                    onSelect={() => pick(vessel.call)}
                  />
                ))}
              </ul>
            </section>
            {seesSegregation(roles) && <SegregationPanel />}
            <section className="panel" aria-labelledby="yard-ashore">
              <h2 id="yard-ashore">{t('yard.ashore')}</h2>
              {water.blocks.length === 0 ? (
                <p className="soft yard-none">{t('yard.noneAshore')}</p>
              ) : (
                <ul>
                  {water.blocks.map((block) => (
                    <BlockLine
                      key={blockId(block)}
                      block={block}
                      selected={selected === blockId(block)}
                      onSelect={() => pick(blockId(block))}
                    />
                  ))}
                </ul>
              )}
            </section>
          </div>
        </div>
      )}
    </div>
  );
}
