import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextInput } from '../../parts/text-input.tsx';
import type { Result } from './own-tasks.ts';

const outcomes = ['nothing', 'found', 'not-possible'] as const;

/** What the control came to. Chosen first, recorded with a second press. */
export function ResultForm({
  hasEvidence,
  onResult,
}: {
  hasEvidence: boolean;
  onResult: (result: Result) => void;
}) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Result['outcome'] | null>(null);
  const [kg, setKg] = useState('');
  const [concealment, setConcealment] = useState('');
  const mass = Number(kg.replace(',', '.'));
  const isMass = kg.trim() !== '' && Number.isFinite(mass) && mass >= 0 && mass <= 100_000;
  const found = outcome === 'found';
  return (
    <section className="task-part" aria-labelledby="task-result">
      <h2 id="task-result">{t('task.result')}</h2>
      {!hasEvidence && <p id="task-result-why">{t('task.needsEvidence')}</p>}
      <div className="task-buttons">
        {outcomes.map((one) => (
          <button
            key={one}
            type="button"
            className="button task-large"
            disabled={!hasEvidence}
            aria-pressed={outcome === one}
            aria-describedby={hasEvidence ? undefined : 'task-result-why'}
            onClick={() => setOutcome(one)}
          >
            {t(`task.outcomes.${one}`)}
          </button>
        ))}
      </div>
      {outcome !== null && hasEvidence && (
        <form
          className="task-reading"
          onSubmit={(event) => {
            event.preventDefault();
            if (found && !isMass) return;
            const place = concealment.trim();
            onResult({ outcome, kg: found ? mass : null, concealment: found && place !== '' ? place : null });
          }}
        >
          {found && (
            <>
              <TextInput
                label={t('task.kg')}
                value={kg}
                onChange={setKg}
                invalid={kg !== '' && !isMass}
                hint={t('task.kgHint')}
              />
              <TextInput label={t('task.concealment')} value={concealment} onChange={setConcealment} />
            </>
          )}
          <button type="submit" className="button button-main task-large" disabled={found && !isMass}>
            {t('task.record', { outcome: t(`task.outcomes.${outcome}`) })}
          </button>
        </form>
      )}
    </section>
  );
}
