import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedLine, Dossier, MessageRef, ShownLine } from '../../api/node-answers.ts';
import { versionsQuery } from '../../api/queries.ts';
import { Choice } from '../../parts/choice.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { versionedDocuments } from './message-versions.ts';

/** Equal lines shown before and after a difference. */
const around = 2;

/** Two versions of one document, segment beside segment, with the changed elements marked. */
export function VersionTable({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const documents = versionedDocuments(dossier.messages);
  const [at, setAt] = useState('0');
  const chosen = documents[Number(at)] ?? documents[0];
  const [pair, setPair] = useState<{ document: string; earlier: number; later: number }>();
  if (!chosen) return <p className="soft">{t('versions.none')}</p>;
  const last = chosen.versions.length - 1;
  const { earlier, later } = pair?.document === chosen.document ? pair : { earlier: last - 1, later: last };
  const name = (message: MessageRef, index: number) =>
    `${index + 1} · ${formats.utc(message.statedAt ?? message.receivedAt)} UTC · ${t(
      `functions.${message.function}`,
      { ns: 'codes', defaultValue: message.function },
    )}`;
  const options = chosen.versions.map((message, index) => ({
    value: String(index),
    label: name(message, index),
  }));
  return (
    <>
      <div className="version-choice">
        {documents.length > 1 && (
          <Choice
            label={t('versions.document')}
            value={String(documents.indexOf(chosen))}
            onChoose={setAt}
            options={documents.map(({ type, document, sender }, index) => ({
              value: String(index),
              label: `${type} ${document} (${sender})`,
            }))}
          />
        )}
        {documents.length === 1 && (
          <span>
            <b>{chosen.type}</b> {chosen.document} <span className="soft">{chosen.sender}</span>
          </span>
        )}
        <Choice
          label={t('versions.earlier')}
          value={String(earlier)}
          onChoose={(value) => setPair({ document: chosen.document, earlier: Number(value), later })}
          options={options}
        />
        <span aria-hidden="true">→</span>
        <Choice
          label={t('versions.later')}
          value={String(later)}
          onChoose={(value) => setPair({ document: chosen.document, earlier, later: Number(value) })}
          options={options}
        />
      </div>
      <Compared
        key={`${at} ${earlier} ${later}`}
        visit={dossier.id}
        earlier={chosen.versions[earlier]!}
        later={chosen.versions[later]!}
      />
    </>
  );
}

function Compared({ visit, earlier, later }: { visit: string; earlier: MessageRef; later: MessageRef }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const query = useQuery(versionsQuery(visit, earlier, later));
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={5} label={t('versions.loading')} />;
  const { comparable, lines } = query.data;
  if (!comparable) return <p className="unknown-text">{t('versions.unlike')}</p>;
  const differs = lines.filter(({ kind }) => kind !== 'same').length;
  const near = (index: number) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same');
  // Runs of equal lines away from any difference are folded into one row.
  const rows: { from: number; to: number; folded: boolean }[] = [];
  lines.forEach((_, index) => {
    const folded = !near(index);
    const before = rows.at(-1);
    if (folded && before?.folded) before.to = index;
    else rows.push({ from: index, to: index, folded });
  });
  return (
    <>
      <p role="status" className="soft">
        {differs === 0
          ? t('versions.same')
          : t('versions.differs', {
              count: differs,
              shown: formats.count(differs),
              all: formats.count(lines.length),
            })}
      </p>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t('versions.label')}>
        <table className="versions">
          <thead>
            <tr>
              <th scope="col">{t('versions.earlier')}</th>
              <th scope="col">{t('versions.later')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, to, folded }) =>
              folded && !open.has(from) ? (
                <tr key={from} className="folded">
                  <td colSpan={2}>
                    <button
                      type="button"
                      className="text-button"
                      onClick={() => setOpen(new Set([...open, from]))}
                    >
                      {t('versions.folded', { count: to - from + 1, shown: formats.count(to - from + 1) })}
                    </button>
                  </td>
                </tr>
              ) : (
                <Fragment key={from}>
                  {lines.slice(from, to + 1).map((line, step) => (
                    <Row key={step} line={line} earlier={earlier} later={later} />
                  ))}
                </Fragment>
              ),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ line, earlier, later }: { line: ComparedLine; earlier: MessageRef; later: MessageRef }) {
  const { t } = useTranslation();
  return (
    <tr className={`version-${line.kind}`}>
      <Side line={line.earlier} file={earlier.file} word={line.kind === 'gone' ? t('versions.gone') : ''} />
      <Side line={line.later} file={later.file} word={line.kind === 'new' ? t('versions.new') : ''} />
    </tr>
  );
}

function Side({ line, file, word }: { line: ShownLine | null; file: string; word: string }) {
  if (line === null) return <td className="side-absent">–</td>;
  return (
    <td>
      <Link
        to="/files/$hash"
        params={{ hash: file }}
        search={{ offset: line.offset }}
        className="segment-tag"
      >
        {line.tag}
      </Link>
      {line.elements.map(({ text, changed }, index) => (
        <Fragment key={index}>
          <span className="soft">+</span>
          {changed ? <mark>{text || '∅'}</mark> : text}
        </Fragment>
      ))}
      {word && <span className="side-word"> {word}</span>}
    </td>
  );
}
