import '../theme/chart.css';
import Feature from 'ol/Feature.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import TopoJSON from 'ol/format/TopoJSON.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import { circular, fromExtent } from 'ol/geom/Polygon.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat, transformExtent } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, RegularShape, Stroke, Style, Text } from 'ol/style.js';
import { between } from '@havenwacht/domain';
import type { Position } from '@havenwacht/domain';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import detailUrl from '../../coast/detail.json?url';
import worldUrl from '../../coast/world.json?url';
import { onThemeChange } from '../theme/theme-choice.ts';
import { chartColours } from './chart-colours.ts';
import type { ChartColours } from './chart-colours.ts';
import type { ChartLine, ChartMark } from './chart-content.ts';

/** The part of the sea with a detailed coast, as in `coast/build-coast.ts`: west, south, east, north. */
const detailBox = [-5.5, 48.5, 10.5, 56];
const format = new TopoJSON();

async function land(url: string): Promise<Feature[]> {
  const answer = await fetch(url);
  return format.readFeatures(await answer.json(), {
    dataProjection: 'EPSG:4326',
    featureProjection: 'EPSG:3857',
  }) as Feature[];
}

const flat = ({ lat, lon }: Position): number[] => fromLonLat([lon, lat]);

/** A way drawn along the globe, cut in two where it crosses the 180th meridian. */
function wayLines(way: readonly Position[]): LineString[] {
  const parts: number[][][] = [[]];
  let lastLon: number | null = null;
  way.forEach((point, index) => {
    const before = way[index - 1];
    const steps = before === undefined ? 1 : 12;
    for (let step = 1; step <= steps; step++) {
      const at = before === undefined ? point : between(before, point, step / steps);
      if (lastLon !== null && Math.abs(at.lon - lastLon) > 180) parts.push([]);
      parts.at(-1)!.push(flat(at));
      lastLon = at.lon;
    }
  });
  return parts.filter((part) => part.length > 1).map((part) => new LineString(part));
}

function markStyle(mark: ChartMark, selected: boolean, colours: ChartColours, near: boolean): Style[] {
  const fill = new Fill({ color: mark.ghost === true ? colours.surface : colours[mark.tone] });
  const stroke = new Stroke({
    color: mark.ghost === true ? colours[mark.tone] : colours.surface,
    width: 1.5,
    ...(mark.ghost === true ? { lineDash: [3, 2] } : {}),
  });
  const image =
    mark.kind === 'vessel'
      ? new RegularShape({ points: 3, radius: 8, fill, stroke })
      : new Circle({ radius: mark.kind === 'port' ? 6 : 5, fill, stroke });
  const named = selected || mark.kind === 'port' || near;
  const text = named
    ? new Text({
        text: mark.label,
        font: `${selected ? '600 ' : ''}12px ${getComputedStyle(document.body).fontFamily}`,
        offsetX: 12,
        textAlign: 'left',
        fill: new Fill({ color: colours.text }),
        stroke: new Stroke({ color: colours.surface, width: 3 }),
        declutterMode: selected ? 'none' : 'declutter',
      })
    : undefined;
  const style = new Style({
    image,
    ...(text ? { text } : {}),
    zIndex: selected ? 10 : mark.kind === 'port' ? 5 : 1,
  });
  if (!selected) return [style];
  const ring = new Circle({ radius: 13, stroke: new Stroke({ color: colours.focus, width: 3 }) });
  return [new Style({ image: ring, zIndex: 9 }), style];
}

/**
 * A chart of the sea without any tile server: land of Natural Earth, detailed between the Channel and
 * the German Bight. It shows nothing that doesn't also stand in a list beside it.
 *
 * Arrow keys pan and + and − zoom while it has the focus; the buttons do the same for a pointer that
 * can't drag.
 */
export function SeaChart(props: {
  label: string;
  lines: readonly ChartLine[];
  marks: readonly ChartMark[];
  /** Circles around places, 25 km wide. */
  zones?: readonly Position[];
  selected?: string | null;
  onSelect?: (id: string) => void;
  /** What the first look holds: all marks, or the detailed part. */
  start: 'marks' | 'detail';
}) {
  const { t } = useTranslation();
  const hint = useId();
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const chart = useRef<{ map: OlMap; draw: () => void; show: (what: 'marks' | 'detail') => void } | null>(
    null,
  );

  useEffect(() => {
    latest.current = props;
    chart.current?.draw();
  });

  useEffect(() => {
    const source = () => new VectorSource<Feature>({ wrapX: true });
    const [world, water, detail, zones, lines, marks] = [
      source(),
      source(),
      source(),
      source(),
      source(),
      source(),
    ];
    let colours = chartColours();
    const landStyle = () => new Style({ fill: new Fill({ color: colours.land }) });
    // World land under the box would cover its estuaries: the sea is painted over it first.
    water.addFeature(new Feature(fromExtent(transformExtent(detailBox, 'EPSG:4326', 'EPSG:3857'))));
    const worldLayer = new VectorLayer({ source: world });
    const waterLayer = new VectorLayer({ source: water, visible: false });
    const detailLayer = new VectorLayer({ source: detail });
    const zoneLayer = new VectorLayer({ source: zones });
    const view = new View({
      center: fromLonLat([3, 50]),
      zoom: 3,
      minZoom: 0,
      maxZoom: 13,
      enableRotation: false,
    });
    const lineLayer = new VectorLayer({
      source: lines,
      style: (feature) => {
        const line = feature.get('line') as ChartLine;
        const picked = latest.current.selected === line.id;
        return new Style({
          stroke: new Stroke({
            color: picked ? colours.focus : colours.soft,
            width: picked ? 3 : 1.25,
            ...(line.estimated ? { lineDash: [5, 5] } : {}),
          }),
          zIndex: picked ? 2 : 1,
        });
      },
    });
    const markLayer = new VectorLayer({
      source: marks,
      declutter: true,
      style: (feature, resolution) => {
        const mark = feature.get('mark') as ChartMark;
        return markStyle(mark, latest.current.selected === mark.id, colours, resolution < 1500);
      },
    });
    const map = new OlMap({
      target: holder.current!,
      view,
      controls: [],
      layers: [worldLayer, waterLayer, detailLayer, zoneLayer, lineLayer, markLayer],
    });

    const dress = () => {
      colours = chartColours();
      holder.current?.style.setProperty('background', colours.sea);
      worldLayer.setStyle(landStyle());
      detailLayer.setStyle(landStyle());
      waterLayer.setStyle(new Style({ fill: new Fill({ color: colours.sea }) }));
      zoneLayer.setStyle(
        new Style({ stroke: new Stroke({ color: colours.line, width: 1.5, lineDash: [2, 4] }) }),
      );
      for (const each of [lineLayer, markLayer]) each.changed();
    };
    const draw = () => {
      const now = latest.current;
      lines.clear();
      for (const line of now.lines)
        for (const part of wayLines(line.way)) {
          const feature = new Feature(part);
          feature.set('line', line);
          lines.addFeature(feature);
        }
      marks.clear();
      for (const mark of now.marks) {
        const feature = new Feature(new Point(flat(mark.at)));
        feature.set('mark', mark);
        marks.addFeature(feature);
      }
      zones.clear();
      for (const { lat, lon } of now.zones ?? [])
        zones.addFeature(new Feature(circular([lon, lat], 25_000, 48).transform('EPSG:4326', 'EPSG:3857')));
    };
    const show = (what: 'marks' | 'detail') => {
      const all = what === 'marks' && !marks.isEmpty() ? marks.getExtent() : null;
      const extent = all ?? transformExtent([1.5, 50.6, 6.2, 52.6], 'EPSG:4326', 'EPSG:3857');
      map.updateSize();
      view.fit(extent, { size: map.getSize() ?? [400, 300], padding: [40, 60, 40, 40], maxZoom: 9 });
    };
    let gone = false;
    void Promise.all([land(worldUrl), land(detailUrl)]).then(([wide, fine]) => {
      if (gone) return;
      world.addFeatures(wide);
      detail.addFeatures(fine);
      waterLayer.setVisible(true);
      map.once('rendercomplete', () => holder.current?.setAttribute('data-drawn', 'true'));
    });
    map.on('click', (event) => {
      const found = map.forEachFeatureAtPixel(
        event.pixel,
        (feature) => feature.get('mark') as ChartMark | undefined,
        {
          hitTolerance: 6,
        },
      );
      if (found) latest.current.onSelect?.(found.id);
    });
    map.on('pointermove', (event) => {
      const over = map.hasFeatureAtPixel(event.pixel, {
        layerFilter: (layer) => layer === markLayer,
        hitTolerance: 6,
      });
      if (holder.current) holder.current.style.cursor = over ? 'pointer' : '';
    });
    dress();
    draw();
    show(latest.current.start);
    chart.current = { map, draw, show };
    const undress = onThemeChange(() => requestAnimationFrame(dress));
    const forced = matchMedia('(forced-colors: active)');
    forced.addEventListener('change', dress);
    return () => {
      gone = true;
      undress();
      forced.removeEventListener('change', dress);
      map.setTarget(undefined);
      chart.current = null;
    };
  }, []);

  const zoom = (by: number) => {
    const view = chart.current?.map.getView();
    view?.adjustZoom(by);
  };
  return (
    <div className="chart">
      <div
        ref={holder}
        className="chart-map"
        role="application"
        tabIndex={0}
        aria-label={props.label}
        aria-describedby={hint}
      />
      <p id={hint} className="hidden-text">
        {t('chart.hint')}
      </p>
      <div className="chart-buttons">
        <button type="button" className="button" aria-label={t('chart.nearer')} onClick={() => zoom(1)}>
          +
        </button>
        <button type="button" className="button" aria-label={t('chart.farther')} onClick={() => zoom(-1)}>
          −
        </button>
        <button type="button" className="button" onClick={() => chart.current?.show('marks')}>
          {t('chart.all')}
        </button>
        <button type="button" className="button" onClick={() => chart.current?.show('detail')}>
          {t('chart.coast')}
        </button>
      </div>
    </div>
  );
}
