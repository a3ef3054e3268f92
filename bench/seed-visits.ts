import type { OpenNode } from '@havenwacht/server/open-node';

/**
 * Fills a node's ranked list with visits that no message announced: synthetic numbers, names and
 * scores in the widths and shares that screened ones have, the same for the same count.
 */
export async function seedVisits(db: OpenNode['db'], count: number): Promise<void> {
  await db.execute(
    `insert into vessel (key, imo, name)
     select 'imo:' || n, n::text, 'SYNTHETIC VESSEL ' || n from generate_series(1, 60) n`,
  );
  await db.execute(
    `insert into port_call (id, vessel_key, port, voyage, arrival_at, first_stated_at)
     select 'c_' || n, 'imo:' || (n % 60 + 1), (array['NLVLI', 'NLRTM', 'BEANR'])[n % 3 + 1], 'V' || n,
       timestamptz '2026-03-02 06:00Z' + n * interval '53 minutes', timestamptz '2026-02-20 06:00Z'
     from generate_series(1, 240) n`,
  );
  await db.execute(
    `insert into visit (id, container, call_id, port, first_stated_at)
     select 'v_' || md5(n::text), 'ZZZU' || lpad(n::text, 7, '0'), c.id, c.port, c.first_stated_at
     from generate_series(1, $1::int) n join port_call c on c.id = 'c_' || (n % 240 + 1)`,
    [count],
  );
  await db.execute(
    `insert into screening (visit_id, container, port, is_open, standing, vessel_imo, vessel_name, voyage, arrival_at,
       arrival_actual, size_type, load, origin, load_port, goods, consignee, score, probability, raw_log_odds,
       mandatory_rules, band, selected_by, reasons, signals, not_evaluated, quiet, identity_cases, amended_at,
       policy_version, rule_set_version, calibration, prior, screened_at, revision, search)
     select v.id, v.container, v.port, true, 'expected', vessel.imo, vessel.name, c.voyage, c.arrival_at,
       false, '45R1', case when d.n % 6 = 0 then 'empty' else 'full' end, o.origin, o.origin || 'GYE', g.goods, p.party,
       d.score, d.score / 12, d.score, case when d.n % 211 = 0 then '{mandatory-rule}' else '{}'::text[] end,
       (array['A', 'B', 'C', 'D', 'D', 'D', 'D', 'D'])[d.n % 8 + 1],
       (array['rule', 'model', 'random', null, null, null])[d.n % 6 + 1], r.reasons, r.signals,
       '[{"signal": "dwell", "missing": "no discharge yet"}, {"signal": "partner-hit", "missing": "no partner"}]',
       '{corridor,dwell,late-amendment,risk-country,seal-mismatch,stow-not-manifest}', (d.n % 40 = 0)::int, null, 'default', 'default',
       '{"method": "none", "rows": 0}', '{"probability": 0.01}', timestamptz '2026-03-01 06:00Z', d.n % 50 + 1,
       lower(concat_ws(' ', v.container, vessel.name, c.voyage, p.party, g.goods, o.origin || 'GYE'))
     from visit v join port_call c on c.id = v.call_id join vessel on vessel.key = c.vessel_key
     cross join lateral (select substr(v.container, 5)::int as n,
       (('x' || substr(md5(v.id), 1, 8))::bit(32)::bigint % 100000) / 10000.0 as score) d
     cross join lateral (select (array['EC', 'BR', 'CO', 'CR', 'PA', 'TR', 'CN', 'US'])[d.n * 7 % 8 + 1] as origin) o
     cross join lateral (select (array['FRESH BANANAS CAVENDISH', 'GROUND COFFEE', 'USED MACHINERY PARTS', 'FROZEN SHRIMP',
       'CERAMIC TILES', 'SCRAP METAL', 'TIMBER BOARDS', 'ORANGE JUICE CONCENTRATE'])[d.n * 5 % 8 + 1] || ' ' || d.n % 97 || ' CARTONS ON PALLETS' as goods) g
     cross join lateral (select 'SYNTHETIC IMPORT ' || d.n % 4000 || ' BV' as party) p
     cross join lateral (
       select jsonb_agg(jsonb_build_object('signal', s, 'code', s || '/fired', 'weight', 0.7,
           'text', 'The words of a reason of ordinary length about ' || p.party || ' and what it ordered before',
           'params', jsonb_build_object('party', p.party, 'count', d.n % 9),
           'sources', jsonb_build_array(jsonb_build_object('file', md5(v.id) || md5(s), 'offset', d.n), jsonb_build_object('file', md5(s) || md5(v.id), 'offset', d.n * 3)))) as reasons,
         array_agg(s) as signals
       from unnest((array['corridor', 'goods-generic', 'consignee-first-seen', 'seal-mismatch', 'late-amendment', 'dwell'])[1 + d.n % 3 : 3 + d.n % 4]) s
     ) r`,
  );
  await db.execute(
    `insert into listed_visit (visit_id, container, port, mandatory, score, band, selected_by, load, origin, arrival_at,
       vessel_name, signals, search)
     select visit_id, container, port, mandatory, score, band, selected_by, load, origin, arrival_at, vessel_name,
       signals, search from screening`,
  );
  await db.execute('analyze vessel, port_call, visit, screening, listed_visit');
}
