import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../api/node-answers.ts';
import { nodeQuery } from '../../api/queries.ts';
import { sendFile } from '../../api/send-file.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { VerdictMark } from '../../parts/verdict-mark.tsx';

interface Sending {
  readonly key: number;
  readonly name: string;
  readonly share: number;
  readonly done?: { readonly id: string; readonly verdict: Verdict; readonly known: boolean };
  readonly error?: unknown;
}

let nextKey = 1;

/** Takes files by drop or by the file chooser and sends them one after the other. */
export function FileDrop() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sendings, setSendings] = useState<readonly Sending[]>([]);

  const send = async (files: readonly File[]) => {
    const batch = files.map((file) => ({ file, key: nextKey++ }));
    setSendings((old) =>
      [...batch.map(({ file, key }) => ({ key, name: file.name, share: 0 })), ...old].slice(0, 20),
    );
    const change = (key: number, to: Partial<Sending>) =>
      setSendings((old) => old.map((each) => (each.key === key ? { ...each, ...to } : each)));
    for (const { file, key } of batch) {
      try {
        const { item, known } = await sendFile(file, (share) => change(key, { share }));
        change(key, { done: { ...item, known } });
      } catch (error) {
        change(key, { error });
      }
    }
    void client.invalidateQueries({ queryKey: ['files'] });
    void client.invalidateQueries({ queryKey: nodeQuery.queryKey });
  };

  return (
    <section className="drop-part" aria-label={t('intake.upload')}>
      {/* A place to drop on; the button inside does the same by keyboard. */}
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void send([...event.dataTransfer.files]);
        }}
      >
        <Icon name="intake" size={20} />
        <span>{t('intake.dropHere')}</span>
        <button type="button" className="text-button" onClick={() => chooser.current?.click()}>
          {t('intake.choose')}
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={t('intake.choose')}
          onChange={(event) => {
            void send([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {sendings.length > 0 && (
        <ul className="sendings" role="status">
          {sendings.map((sending) => (
            <li key={sending.key}>
              <span className="breakable">{sending.name}</span>
              {sending.error ? (
                <ProblemNotice error={sending.error} />
              ) : sending.done ? (
                <span>
                  <VerdictMark state={sending.done.verdict} />{' '}
                  {sending.done.known && <span className="soft">{t('intake.known')} </span>}
                  <Link to="/files/$hash" params={{ hash: sending.done.id }} search={{}}>
                    {t('intake.look')}
                  </Link>
                </span>
              ) : (
                <progress
                  value={sending.share}
                  aria-label={t('intake.sending', { name: sending.name })}
                  className="sending-bar"
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
