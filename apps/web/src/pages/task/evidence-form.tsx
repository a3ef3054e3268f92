import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextInput } from '../../parts/text-input.tsx';
import { bytesOf, type Bytes } from './bytes.ts';
import type { MadeEvidence } from './own-tasks.ts';
import type { ItemKind } from './phone-store.ts';

/** More than this is not kept on a phone; the node refuses it too. */
const mostBytes = 32 * 1024 * 1024;

/** What is kept of the control: photographs, papers, readings. */
export function EvidenceForm({
  made,
  onEvidence,
}: {
  made: readonly MadeEvidence[];
  onEvidence: (kind: ItemKind, bytes: Bytes) => void;
}) {
  const { t } = useTranslation();
  const [reading, setReading] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const keep = async (kind: ItemKind, file: File): Promise<void> => {
    setTooLarge(file.size > mostBytes || file.size === 0);
    if (file.size > 0 && file.size <= mostBytes) onEvidence(kind, new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <section className="task-part" aria-labelledby="task-evidence">
      <h2 id="task-evidence">{t('task.evidence')}</h2>
      <p className="soft">{t('task.evidenceCount', { count: made.length })}</p>
      <div className="task-buttons">
        <FileButton kind="seal-photo" camera onFile={keep} />
        <FileButton kind="image" camera onFile={keep} />
        <FileButton kind="document" onFile={keep} />
      </div>
      {tooLarge && <p role="alert">{t('task.badFile')}</p>}
      <form
        className="task-reading"
        onSubmit={(event) => {
          event.preventDefault();
          if (reading.trim() === '') return;
          onEvidence('reading', bytesOf(reading.trim()));
          setReading('');
        }}
      >
        <TextInput
          label={t('task.reading')}
          value={reading}
          hint={t('task.readingHint')}
          onChange={setReading}
        />
        <button type="submit" className="button">
          {t('task.keepReading')}
        </button>
      </form>
    </section>
  );
}

function FileButton({
  kind,
  camera = false,
  onFile,
}: {
  kind: ItemKind;
  camera?: boolean;
  onFile: (kind: ItemKind, file: File) => Promise<void>;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="task-file">
      <input
        id={id}
        type="file"
        className="hidden-text"
        {...(camera ? { accept: 'image/*', capture: 'environment' } : {})}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) void onFile(kind, file);
        }}
      />
      <label htmlFor={id} className="button">
        {t(`task.make.${kind}`)}
      </label>
    </div>
  );
}
