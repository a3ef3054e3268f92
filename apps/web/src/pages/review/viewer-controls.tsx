import { useTranslation } from 'react-i18next';
import { Choice } from '../../parts/choice.tsx';
import { tools, type Tool } from '../../parts/scan-viewer/drawing.ts';
import { limits, presets, type PairMode, type ViewState } from '../../parts/scan-viewer/view-state.ts';
import { hasColours, type ViewedPair, type ViewedScan } from '../../parts/scan-viewer/viewed-scan.ts';
import { RangeField } from './range-field.tsx';

const flickerRates = [0, 0.5, 1, 2] as const;
const pairModes = ['off', 'beside', 'swipe', 'flicker', 'difference'] as const satisfies readonly PairMode[];

/** Everything of the picture that keys and drags change, as controls that say their numbers. */
export function ViewerControls(props: {
  scan: ViewedScan;
  pair: ViewedPair | null;
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  onPreset: (index: number) => void;
  onWhole: () => void;
  tool: Tool;
  onTool: (tool: Tool) => void;
  rate: number;
  onRate: (rate: number) => void;
}) {
  const { t } = useTranslation();
  const { scan, view, onView } = props;
  const hasLow = scan.channels.some(({ energy }) => energy === 'low');
  const colours = hasColours(scan);
  const shown = (['high', 'low', 'colour'] as const).filter(
    (one) => one === 'high' || (one === 'low' ? hasLow : colours),
  );
  const number = (name: 'window' | 'level' | 'localContrast' | 'zoom', step: number, ratio = false) => (
    <RangeField
      label={t(`review.fields.${name}`)}
      value={view[name]}
      range={limits[name]}
      step={step}
      ratio={ratio}
      onChange={(value) => onView({ [name]: value })}
    />
  );
  return (
    <div className="viewer-controls">
      <fieldset className="preset-row">
        <legend>{t('review.presets')}</legend>
        {presets.map(({ id }, index) => (
          <button
            key={id}
            type="button"
            className="button"
            disabled={id === 'material' && !colours}
            onClick={() => props.onPreset(index)}
          >
            <kbd>{index + 1}</kbd> {t(`review.preset.${id}`)}
          </button>
        ))}
      </fieldset>
      <fieldset className="choice-row">
        <legend>{t('review.picture')}</legend>
        <Choice
          label={t('review.shown')}
          value={view.shown}
          options={shown.map((value) => ({ value, label: t(`review.channel.${value}`) }))}
          onChoose={(value) => onView({ shown: value })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={view.inverted}
            onChange={(event) => onView({ inverted: event.currentTarget.checked })}
          />
          {t('review.inverted')}
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={view.loupe}
            onChange={(event) => onView({ loupe: event.currentTarget.checked })}
          />
          {t('review.loupe')}
        </label>
        {!colours && <span className="soft">{t('review.noColours')}</span>}
        <button type="button" className="button" onClick={props.onWhole}>
          {t('review.wholeScan')}
        </button>
      </fieldset>
      <fieldset className="choice-row">
        <legend>{t('review.tool')}</legend>
        {tools.map((tool) => (
          <label key={tool} className="check">
            <input
              type="radio"
              name="scan-tool"
              checked={props.tool === tool}
              onChange={() => props.onTool(tool)}
            />
            {t(`review.tools.${tool}`)}
          </label>
        ))}
      </fieldset>
      {props.pair !== null && (
        <fieldset className="choice-row">
          <legend>{t('review.pair')}</legend>
          {pairModes.map((mode) => (
            <label key={mode} className="check">
              <input
                type="radio"
                name="scan-pair"
                checked={view.pair === mode}
                disabled={props.pair?.warp === null && mode !== 'off' && mode !== 'beside'}
                onChange={() => onView({ pair: mode })}
              />
              {t(`review.pairModes.${mode}`)}
            </label>
          ))}
          {view.pair === 'swipe' && (
            <RangeField
              label={t('review.fields.swipe')}
              value={view.swipe}
              range={limits.swipe}
              step={0.01}
              onChange={(swipe) => onView({ swipe })}
            />
          )}
          {view.pair === 'flicker' && (
            <>
              <Choice
                label={t('review.fields.rate')}
                value={String(props.rate)}
                options={flickerRates.map((rate) => ({
                  value: String(rate),
                  label: rate === 0 ? t('review.byHand') : t('review.perSecond', { rate }),
                }))}
                onChoose={(rate) => props.onRate(Number(rate))}
              />
              <button
                type="button"
                className="button"
                onClick={() => onView({ earlierShown: !view.earlierShown })}
              >
                {t(view.earlierShown ? 'review.showsEarlier' : 'review.showsLater')}
              </button>
            </>
          )}
          {view.pair === 'difference' && (
            <RangeField
              label={t('review.fields.range')}
              unit="g/cm²"
              value={view.range}
              range={limits.range}
              step={0.5}
              ratio
              onChange={(range) => onView({ range })}
            />
          )}
        </fieldset>
      )}
      <details className="number-fields" open>
        <summary>{t('review.numbers')}</summary>
        <div className="field-row">
          {number('window', 0.01, true)}
          {number('level', 0.01)}
          {number('localContrast', 0.1)}
          {number('zoom', 0.01, true)}
          <RangeField
            label={t('review.fields.x')}
            value={view.x}
            range={[0, scan.columns]}
            step={1}
            onChange={(x) => onView({ x })}
          />
          <RangeField
            label={t('review.fields.y')}
            value={view.y}
            range={[0, scan.rows]}
            step={1}
            onChange={(y) => onView({ y })}
          />
          <RangeField
            plain
            label={t('review.fields.cursorX')}
            value={view.cursor[0]}
            range={[0, scan.columns]}
            step={1}
            onChange={(x) => onView({ cursor: [x, view.cursor[1]] })}
          />
          <RangeField
            plain
            label={t('review.fields.cursorY')}
            value={view.cursor[1]}
            range={[0, scan.rows]}
            step={1}
            onChange={(y) => onView({ cursor: [view.cursor[0], y] })}
          />
        </div>
      </details>
    </div>
  );
}
