import '../../theme/review.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  scanQuery,
  scansQuery,
  type JudgeAnswer,
  type ScanInFull,
  type ScanRegion,
  type ScanTrial,
} from '../../api/scans.ts';
import { sessionQuery } from '../../api/session.ts';
import { NoSuchPage } from '../../parts/frame.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { regionAround, type Tool } from '../../parts/scan-viewer/drawing.ts';
import { imageQuality } from '../../parts/scan-viewer/image-quality.ts';
import type { Place } from '../../parts/scan-viewer/ruler.ts';
import { ScanViewer, type ViewerShape } from '../../parts/scan-viewer/scan-viewer.tsx';
import { useViewedScan } from '../../parts/scan-viewer/use-viewed-scan.ts';
import {
  firstView,
  fittedWindow,
  presets,
  wholeView,
  within,
  zoomedAt,
  type PairMode,
  type ViewState,
} from '../../parts/scan-viewer/view-state.ts';
import {
  attenuationOf,
  hasColours,
  highChannel,
  type ViewedScan,
} from '../../parts/scan-viewer/viewed-scan.ts';
import { useFormats } from '../../parts/use-formats.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { JudgePanel } from './judge-panel.tsx';
import { OpinionList } from './opinion-list.tsx';
import { ReferenceList } from './reference-list.tsx';
import { RegionList } from './region-list.tsx';
import { ScanFacts } from './scan-facts.tsx';
import { ScanReadout } from './scan-readout.tsx';
import { usePair } from './use-pair.ts';
import { ViewerControls } from './viewer-controls.tsx';

/** One scan: seen, compared with the one before, and judged. */
export function ReviewPage() {
  const { id } = useParams({ from: '/scans/$id' });
  const roles = useQuery(sessionQuery).data?.roles ?? [];
  // A team lead has the list and no images: nothing is asked of the node that it would refuse him.
  return roles.includes('image-analyst') ? <Review key={id} id={id} /> : <NoSuchPage />;
}

function Review({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(scanQuery(id));
  if (query.data) return <ScanReview scan={query.data} />;
  return (
    <div className="page review">
      <div className="page-bar">
        <PageTitle name={t('review.title')} />
      </div>
      {query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={8} label={t('review.loading')} />
      )}
    </div>
  );
}

function ScanReview({ scan }: { scan: ScanInFull }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [regions, setRegions] = useState<readonly ScanRegion[]>([]);
  const [revealed, setRevealed] = useState<ScanTrial | null>(null);
  const trial = revealed ?? scan.trial ?? null;
  const [overlay, setOverlay] = useState(true);
  const [references, setReferences] = useState(false);
  const shows = scan.state === 'open' || scan.state === 'judged';
  const { scan: viewed, problem, retry } = useViewedScan(shows ? scan : null, null);
  const waiting = useQuery(scansQuery('open')).data ?? [];
  const own = scan.judgements.length;
  const mayJudge =
    shows &&
    trial === null &&
    (own === 0 ? scan.state === 'open' : own === 1 && scan.opinionsHidden === null);

  const judged = (answer: Extract<JudgeAnswer, { readonly recorded: true }>): void => {
    setRevealed(answer.trial);
    setRegions([]);
    void client.invalidateQueries({ queryKey: ['scan', scan.id] });
    void client.invalidateQueries({ queryKey: ['scans'] });
  };
  const goTo = (step: 1 | -1) => (): void => {
    const at = waiting.findIndex((one) => one.id === scan.id);
    const next = waiting[at < 0 ? 0 : at + step];
    if (next !== undefined && next.id !== scan.id)
      void navigate({ to: '/scans/$id', params: { id: next.id } });
  };
  useShortcuts('scan', {
    nextScan: goTo(1),
    previousScan: goTo(-1),
    overlay: () => setOverlay((on) => !on),
    references: () => setReferences((on) => !on),
  });

  const shapes = useMemo<readonly ViewerShape[]>(
    () => [
      ...regions.map((region, index) => ({ kind: 'own' as const, region, label: String(index + 1) })),
      ...(overlay
        ? scan.opinions.flatMap(({ analyser, country, regions: seen }) =>
            seen.map((region) => ({
              kind: 'opinion' as const,
              region,
              label: `${country} ${t(`review.analysers.${analyser}`, { defaultValue: analyser })}`,
            })),
          )
        : []),
      ...(trial === null
        ? []
        : [{ kind: 'trial' as const, region: trial.region, label: t('review.trialShape') }]),
    ],
    [regions, overlay, scan.opinions, trial, t],
  );
  const position = waiting.findIndex((one) => one.id === scan.id);
  const name = scan.container ?? t('review.noNumber');
  return (
    <div className="page review">
      <div className="page-bar">
        <PageTitle name={t('review.named', { container: name })} />
        <p className="count" role="status">
          {position < 0
            ? t(`review.states.${scan.state}`, { defaultValue: scan.state })
            : t('review.position', { at: position + 1, of: waiting.length })}
        </p>
        <Link className="open-link" to="/scans">
          {t('review.toList')}
        </Link>
        <button type="button" className="button" disabled={position <= 0} onClick={goTo(-1)}>
          {t('review.previous')}
        </button>
        <button
          type="button"
          className="button"
          disabled={waiting.length === 0 || position === waiting.length - 1}
          onClick={goTo(1)}
        >
          {t('review.next')}
        </button>
      </div>
      {trial !== null && <TrialNotice trial={trial} />}
      <div className="review-halves">
        <div className="review-picture">
          {!shows ? (
            <EmptyNotice title={t('review.notJudged')}>
              {t(`review.why.${scan.state}`, { defaultValue: t('review.why.forgotten') })}
            </EmptyNotice>
          ) : problem !== null ? (
            <ProblemNotice error={problem} onRetry={retry} />
          ) : viewed === null ? (
            <SkeletonLines lines={10} label={t('review.loadingPixels')} />
          ) : (
            <Picture
              id={scan.id}
              name={name}
              scan={viewed}
              shapes={shapes}
              regions={regions}
              onRegions={setRegions}
            />
          )}
        </div>
        <div className="review-side">
          <ScanFacts scan={scan} />
          {mayJudge && (
            <JudgePanel
              id={scan.id}
              notClear={
                scan.numberCheck === 'differs' || scan.numberCheck === 'lanes-swapped'
                  ? t('review.wrongContainer')
                  : null
              }
              regions={regions}
              again={own > 0}
              onJudged={judged}
            />
          )}
          {scan.judgements.length > 0 && (
            <section className="panel" aria-labelledby="judged-head">
              <h2 id="judged-head">{t('review.judged')}</h2>
              <JudgedList scan={scan} />
            </section>
          )}
          {shows && trial === null && (
            <section className="panel" aria-labelledby="opinions-head">
              <h2 id="opinions-head">{t('review.opinions')}</h2>
              <OpinionList scan={scan} overlay={overlay} onOverlay={setOverlay} />
            </section>
          )}
          {shows && (
            <section className="panel" aria-labelledby="references-head">
              <h2 id="references-head">{t('review.references')}</h2>
              <button
                type="button"
                className="button"
                aria-expanded={references}
                onClick={() => setReferences((on) => !on)}
              >
                <kbd>R</kbd> {t(references ? 'review.hideReferences' : 'review.showReferences')}
              </button>
              {references && <ReferenceList id={scan.id} />}
            </section>
          )}
        </div>
      </div>
    </div>
  );
}

function JudgedList({ scan }: { scan: ScanInFull }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <ul className="plain-list">
      {scan.judgements.map(({ round, verdict, seconds, note, opinionsShown }, index) => (
        <li key={index}>
          <b>{t(`review.verdicts.${verdict}`)}</b>{' '}
          <span className="soft">
            {t('review.round', { round })} · {t('review.seconds', { seconds: formats.number(seconds) })} ·{' '}
            {t(opinionsShown ? 'review.withOpinions' : 'review.withoutOpinions')}
          </span>
          {note !== '' && <p>{note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** That it was a test, and how it went. Nothing follows from it. */
function TrialNotice({ trial: { found, massKg } }: { trial: ScanTrial }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className="notice notice-trial" role="status">
      <div>
        <p className="notice-title">{t(found ? 'review.trialFound' : 'review.trialMissed')}</p>
        <p>{t('review.trialText', { kg: formats.number(massKg) })}</p>
      </div>
    </div>
  );
}

/** The viewer with its controls, its numbers, and the scan before. */
function Picture(props: {
  id: string;
  name: string;
  scan: ViewedScan;
  shapes: readonly ViewerShape[];
  regions: readonly ScanRegion[];
  onRegions: (regions: readonly ScanRegion[]) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { scan, regions, onRegions } = props;
  const readoutId = useId();
  const [view, setView] = useState<ViewState>({ ...firstView, cursor: [scan.columns / 2, scan.rows / 2] });
  const [tool, setTool] = useState<Tool>('window');
  const [ruler, setRuler] = useState<readonly [Place, Place] | null>(null);
  const [rate, setRate] = useState<number>(() =>
    window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 1,
  );
  const [wantsPair, setWantsPair] = useState(false);
  const [painter, setPainter] = useState<'webgl2' | 'canvas' | null>(null);
  const { answer, pair, problem, retry } = usePair(props.id, wantsPair);
  const onView = useCallback(
    (change: Partial<ViewState> | ((view: ViewState) => Partial<ViewState>)) =>
      setView((old) => ({ ...old, ...(typeof change === 'function' ? change(old) : change) })),
    [],
  );
  const addRegion = useCallback(
    (region: ScanRegion) => onRegions([...regions, region]),
    [regions, onRegions],
  );

  // What is first looked at is the picture: the scan before is asked for once it is painted.
  useEffect(() => {
    if (painter !== null) setWantsPair(true);
  }, [painter]);
  useEffect(() => {
    if (view.pair !== 'flicker' || rate === 0) return undefined;
    const timer = setInterval(() => onView((old) => ({ earlierShown: !old.earlierShown })), 1000 / rate);
    return () => clearInterval(timer);
  }, [view.pair, rate, onView]);

  const preset = (index: number): void => {
    const chosen = presets[index];
    if (chosen === undefined || (chosen.id === 'material' && !hasColours(scan))) return;
    onView({ ...chosen.set, ...(chosen.id === 'fitted' ? fittedWindow(sampled(scan)) : {}) });
  };
  const whole = (): void => {
    const box = document.querySelector('.scan-frame')?.getBoundingClientRect();
    if (box) onView(wholeView(scan, box));
  };
  const setPair = (mode: PairMode) => (): void => {
    if (pair === null || (pair.warp === null && mode !== 'beside')) return;
    if (mode === 'flicker' && view.pair === 'flicker') onView({ earlierShown: !view.earlierShown });
    else onView({ pair: view.pair === mode ? 'off' : mode });
  };
  useShortcuts('scan', {
    ...Object.fromEntries(presets.map((_, index) => [`preset${index + 1}`, () => preset(index)])),
    invert: () => onView({ inverted: !view.inverted }),
    loupe: () => onView({ loupe: !view.loupe }),
    colour: () => {
      if (hasColours(scan)) onView({ shown: view.shown === 'colour' ? 'high' : 'colour' });
    },
    localContrast: () => onView({ localContrast: view.localContrast > 0 ? 0 : 2 }),
    windowWider: () => onView({ window: within('window', view.window * 1.1) }),
    windowNarrower: () => onView({ window: within('window', view.window / 1.1) }),
    levelHigher: () => onView({ level: within('level', view.level + view.window / 20) }),
    levelLower: () => onView({ level: within('level', view.level - view.window / 20) }),
    zoomIn: () =>
      onView(
        zoomedAt(view, 1.25, [(view.cursor[0] - view.x) * view.zoom, (view.cursor[1] - view.y) * view.zoom]),
      ),
    zoomOut: () => onView(zoomedAt(view, 0.8, [0, 0])),
    whole,
    toolWindow: () => setTool('window'),
    toolPan: () => setTool('pan'),
    toolBox: () => setTool('box'),
    toolPolygon: () => setTool('polygon'),
    toolRuler: () => setTool('ruler'),
    pairBeside: setPair('beside'),
    pairSwipe: setPair('swipe'),
    pairFlicker: setPair('flicker'),
    pairDifference: setPair('difference'),
  });

  const qualities = useMemo(() => scan.channels.map(imageQuality), [scan]);
  const worst = (name: 'saturated' | 'dark'): number => Math.max(...qualities.map((one) => one[name]));
  const comparison = answer?.comparison ?? null;
  return (
    <>
      {qualities.some(({ empty }) => empty) && <QualityBar text={t('review.quality.empty')} />}
      {qualities.some(({ eightBits }) => eightBits) && <QualityBar text={t('review.quality.eightBits')} />}
      {worst('saturated') > 0.001 && (
        <QualityBar text={t('review.quality.saturated', { share: formats.percent(worst('saturated')) })} />
      )}
      {worst('dark') > 0.02 && (
        <QualityBar text={t('review.quality.dark', { share: formats.percent(worst('dark')) })} />
      )}
      {!scan.calibrated && <QualityBar text={t('review.quality.notTold')} />}
      {painter === 'canvas' && <QualityBar text={t('review.noWebgl')} />}
      <ScanViewer
        scan={scan}
        pair={pair}
        view={view}
        onView={onView}
        tool={tool}
        onRegion={addRegion}
        ruler={ruler}
        onRuler={(measured) => setRuler(measured)}
        shapes={props.shapes}
        label={t('review.canvas', {
          container: props.name,
          columns: formats.count(scan.columns),
          rows: formats.count(scan.rows),
        })}
        hint={t('review.canvasHint')}
        describedBy={readoutId}
        lost={t('review.lost')}
        onPainter={setPainter}
      />
      <ScanReadout id={readoutId} scan={scan} view={view} ruler={ruler} />
      <PairState answer={answer} problem={problem} onRetry={retry} comparison={comparison} />
      <ViewerControls
        scan={scan}
        pair={pair}
        view={view}
        onView={onView}
        onPreset={preset}
        onWhole={whole}
        tool={tool}
        onTool={setTool}
        rate={rate}
        onRate={setRate}
      />
      <RegionList
        regions={regions}
        scan={scan}
        onRegions={onRegions}
        onAdd={() => {
          const half = Math.max(4, Math.min(scan.columns, scan.rows) / 16);
          addRegion(
            regionAround(
              [
                [Math.max(0, view.cursor[0] - half), Math.max(0, view.cursor[1] - half)],
                [Math.min(scan.columns, view.cursor[0] + half), Math.min(scan.rows, view.cursor[1] + half)],
              ],
              scan,
              false,
            ),
          );
        }}
      />
    </>
  );
}

function QualityBar({ text }: { text: string }) {
  return (
    <p className="bar bar-warning" role="status">
      {text}
    </p>
  );
}

/** What became of comparing with the scan before; that it can't be done is an answer. */
function PairState(props: {
  answer: ReturnType<typeof usePair>['answer'];
  comparison: NonNullable<ReturnType<typeof usePair>['answer']>['comparison'];
  problem: unknown;
  onRetry: () => void;
}) {
  const { t } = useTranslation();
  const { answer, comparison } = props;
  if (props.problem !== null) return <ProblemNotice error={props.problem} onRetry={props.onRetry} />;
  return (
    <p className="pair-state" role="status">
      {answer === undefined ? (
        t('review.comparing')
      ) : comparison === null ? (
        <span className="soft">{t('review.noEarlier')}</span>
      ) : comparison.comparable ? (
        <>
          {t('review.comparable')} {t(`review.relations.${comparison.relation ?? 'same'}`)}
        </>
      ) : (
        <>
          <b className="unknown-text">{t('review.cannotCompare')}</b>{' '}
          <span lang="en" className="soft">
            {comparison.reason}
          </span>
        </>
      )}
    </p>
  );
}

/** Attenuations of every so many pixels, enough to set a window by. */
function sampled(scan: ViewedScan): readonly number[] {
  const channel = scan.channels[highChannel(scan)]!;
  const step = Math.max(1, Math.floor(channel.samples.length / 20_000));
  const found: number[] = [];
  for (let at = 0; at < channel.samples.length; at += step) {
    const depth = attenuationOf(channel.samples[at]!, channel);
    // Open air around the container would pull the window over.
    if (depth > 0.05) found.push(depth);
  }
  return found;
}
