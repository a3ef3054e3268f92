import '../../theme/source.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileBytes } from '../../api/node-answers.ts';
import { fileBytesQuery, fileQuery } from '../../api/queries.ts';
import { Icon } from '../../parts/icon.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { cutAtMark, splitControls } from './mark-segment.ts';

/** Before and after the one with the byte. */
const segmentsShown = 20;

/** The bytes a statement was read from, in the message they came in. */
export function SourcePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const router = useRouter();
  const { hash } = useParams({ from: '/files/$hash' });
  const { offset } = useSearch({ from: '/files/$hash' });
  const around = offset ?? 0;
  const file = useQuery(fileQuery(hash));
  const bytes = useQuery({ ...fileBytesQuery(hash, around, segmentsShown), placeholderData: (old) => old });
  const [typed, setTyped] = useState(String(around));
  useEffect(() => setTyped(String(around)), [around]);
  const go = (to: number) => void navigate({ to: '/files/$hash', params: { hash }, search: { offset: to } });
  const asked = Number(typed);
  const good = typed.trim() !== '' && Number.isSafeInteger(asked) && asked >= 0;
  const size = bytes.data?.bytes;

  return (
    <div className="page source">
      <div className="page-bar">
        <button
          type="button"
          className="text-button"
          onClick={() =>
            router.history.canGoBack() ? router.history.back() : void navigate({ to: '/intake' })
          }
        >
          <Icon name="back" size={14} /> {t('dossier.back')}
        </button>
        <PageTitle name={t('source.title')} />
      </div>
      {file.error && bytes.error ? (
        <ProblemNotice
          error={file.error}
          onRetry={() => {
            void file.refetch();
            void bytes.refetch();
          }}
        />
      ) : (
        <div className="source-columns">
          <section className="panel source-view" aria-label={t('source.bytes')}>
            <form
              className="source-steps"
              onSubmit={(event) => {
                event.preventDefault();
                if (good) go(asked);
              }}
            >
              <button
                type="button"
                className="button"
                disabled={!bytes.data || bytes.data.from === 0}
                onClick={() => bytes.data && go(Math.max(0, bytes.data.from - 1))}
              >
                <Icon name="up" size={14} /> {t('source.earlier')}
              </button>
              <button
                type="button"
                className="button"
                disabled={!bytes.data || (size !== undefined && bytes.data.to >= size)}
                onClick={() => bytes.data && go(bytes.data.to)}
              >
                <Icon name="down" size={14} /> {t('source.later')}
              </button>
              <input
                className="field source-offset"
                aria-label={t('source.offset')}
                aria-invalid={!good}
                aria-describedby={good ? undefined : 'bad-offset'}
                inputMode="numeric"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <button type="submit" className="button">
                {t('source.go')}
              </button>
              {!good && (
                <span id="bad-offset" className="danger-text" role="alert">
                  {t('source.badOffset')}
                </span>
              )}
              {bytes.data && (
                <span className="soft source-range">
                  {t('source.range', {
                    from: formats.count(bytes.data.from),
                    to: formats.count(bytes.data.to),
                    all: formats.count(bytes.data.bytes),
                  })}
                </span>
              )}
            </form>
            {bytes.data ? (
              <Segments bytes={bytes.data} />
            ) : bytes.error ? (
              <ProblemNotice error={bytes.error} onRetry={() => void bytes.refetch()} />
            ) : (
              <SkeletonLines lines={16} label={t('source.loading')} />
            )}
          </section>
          <section className="panel source-file" aria-label={t('source.file')}>
            <h2>{t('source.file')}</h2>
            {file.data ? (
              <>
                <dl className="pairs">
                  <dt>{t('intake.name')}</dt>
                  <dd className="breakable">{file.data.name}</dd>
                  <dt>SHA-256</dt>
                  <dd className="mono breakable hash">{hash}</dd>
                  <dt>{t('intake.size')}</dt>
                  <dd>
                    {formats.bytes(file.data.bytes)}{' '}
                    <span className="soft">
                      {t('source.byteCount', {
                        count: file.data.bytes,
                        shown: formats.count(file.data.bytes),
                      })}
                    </span>
                  </dd>
                  <dt>{t('intake.verdict')}</dt>
                  <dd>
                    <VerdictMark state={file.data.state} />
                  </dd>
                  <dt>{t('intake.type')}</dt>
                  <dd>{file.data.type || '–'}</dd>
                  <dt>{t('intake.receivedAt')}</dt>
                  <dd>
                    <Instant at={file.data.receivedAt} />
                  </dd>
                </dl>
                <p>
                  <a href={`/api/v1/files/${hash}/raw`} download>
                    {t('source.download')}
                  </a>
                </p>
                <h3>
                  {t('intake.findings')} ({formats.count(file.data.findings.length)})
                </h3>
                {file.data.findings.length === 0 ? (
                  <p className="soft">{t('intake.noFindings')}</p>
                ) : (
                  <ul className="plain-list">
                    {file.data.findings.map((finding, index) => (
                      <li key={index}>
                        <Link
                          to="/files/$hash"
                          params={{ hash }}
                          search={{ offset: finding.offset }}
                          className="source-link"
                        >
                          @{formats.count(finding.offset)}
                        </Link>{' '}
                        <code>{finding.code}</code>
                        <p lang="en">{finding.text}</p>
                      </li>
                    ))}
                  </ul>
                )}
                {file.data.unread.length > 0 && (
                  <>
                    <h3>{t('source.unread')}</h3>
                    <ul className="plain-list">
                      {file.data.unread.map((unread) => (
                        <li key={`${unread.what} ${unread.reason}`}>
                          <Link
                            to="/files/$hash"
                            params={{ hash }}
                            search={{ offset: unread.firstOffset }}
                            className="source-link"
                          >
                            @{formats.count(unread.firstOffset)}
                          </Link>{' '}
                          <code>{unread.what}</code>{' '}
                          <span className="soft">
                            {t(`unread.${unread.reason}`, { ns: 'codes', defaultValue: unread.reason })} ×{' '}
                            {formats.count(unread.count)}
                          </span>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
                {file.data.interchanges.length > 0 && <h3>{t('source.interchanges')}</h3>}
                <ul className="plain-list">
                  {file.data.interchanges.map((interchange, index) => (
                    <li key={`${interchange.control} ${index}`}>
                      <p>
                        {interchange.sender} → {interchange.recipient}{' '}
                        <span className="soft">{interchange.control}</span>
                      </p>
                      <ul className="message-list">
                        {interchange.messages.slice(0, 50).map((message, at) => (
                          <li key={at}>
                            {message.type}{' '}
                            <span className="soft">
                              {message.version} {message.reference}
                            </span>{' '}
                            {t('source.segments', {
                              count: message.segments,
                              shown: formats.count(message.segments),
                            })}
                          </li>
                        ))}
                      </ul>
                    </li>
                  ))}
                </ul>
              </>
            ) : file.error ? (
              <ProblemNotice error={file.error} onRetry={() => void file.refetch()} />
            ) : (
              <SkeletonLines lines={8} label={t('source.loading')} />
            )}
          </section>
        </div>
      )}
    </div>
  );
}

/** Text of bytes; a control is written by its name, as few fonts have its picture. */
function Bytes({ text, tag = '' }: { text: string; tag?: string }) {
  return splitControls(text).map((part, index) =>
    part.control ? (
      <span key={index} className="control">
        {part.text}
      </span>
    ) : tag !== '' && part.text.startsWith(tag) ? (
      <span key={index}>
        <b>{tag}</b>
        {part.text.slice(tag.length)}
      </span>
    ) : (
      part.text
    ),
  );
}

function Segments({ bytes }: { bytes: FileBytes }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    // Some browsers give a promise here; an effect may not return one.
    void mark.current?.scrollIntoView({ block: 'center' });
  }, [bytes]);
  let first = true;
  return (
    // The listing scrolls by itself, so the keyboard has to reach it.
    <div className="segments" role="region" aria-label={t('source.listing')} tabIndex={0}>
      <ol>
        {bytes.segments.map((segment) => {
          const cut = cutAtMark(segment, bytes.marked);
          const here = cut !== null && first;
          if (here) first = false;
          return (
            <li key={segment.offset} className={cut ? 'segment segment-marked' : 'segment'}>
              <span className="segment-offset">{formats.count(segment.offset)}</span>
              <code lang="zxx">
                {cut ? (
                  <>
                    <Bytes text={cut.before} />
                    <mark ref={here ? mark : undefined}>
                      <Bytes text={cut.marked} />
                    </mark>
                    <Bytes text={cut.after} />
                  </>
                ) : (
                  <Bytes text={segment.text} tag={segment.tag} />
                )}
              </code>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
