import { isCheckDigitValid, normaliseContainerNumber, readContainerNumber } from '@havenwacht/domain';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextInput } from '../../parts/text-input.tsx';
import { numberInCode, qrReader } from './read-qr.ts';

/** The number of the box in front of him: read from its code or typed. */
export function NumberEntry({ onNumber }: { onNumber: (number: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [doubt, setDoubt] = useState<'shape' | 'digit' | 'camera' | null>(null);
  const [reads, setReads] = useState(false);
  const give = (): void => {
    const number = readContainerNumber(text);
    if (number === null) setDoubt('shape');
    // Real boxes carry wrong check digits; a slip of the finger would cost one of five tries.
    else if (!isCheckDigitValid(number) && doubt !== 'digit') setDoubt('digit');
    else onNumber(number);
  };
  return (
    <form
      className="task-number"
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      {reads ? (
        <QrCamera
          onText={(code) => {
            const number = numberInCode(code);
            setReads(false);
            if (number === null) setDoubt('shape');
            else setText(number);
            if (number !== null) onNumber(number);
          }}
          onRefused={() => {
            setReads(false);
            setDoubt('camera');
          }}
          onClose={() => setReads(false)}
        />
      ) : (
        <button type="button" className="button" onClick={() => setReads(true)}>
          {t('task.readCode')}
        </button>
      )}
      <TextInput
        label={t('task.number')}
        value={text}
        invalid={doubt === 'shape' || doubt === 'digit'}
        hint={t('task.numberHint')}
        onChange={(typed) => {
          setText(normaliseContainerNumber(typed));
          setDoubt(null);
        }}
      />
      {doubt !== null && <p role="alert">{t(`task.doubts.${doubt}`)}</p>}
      <button type="submit" className="button button-main">
        {t(doubt === 'digit' ? 'task.openAllTheSame' : 'task.openAtBox')}
      </button>
    </form>
  );
}

function QrCamera(props: { onText: (code: string) => void; onRefused: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const calls = useRef(props);
  useEffect(() => {
    calls.current = props;
  });
  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | null = null;
    const watch = async (): Promise<void> => {
      const [read, opened] = await Promise.all([
        qrReader(),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
      ]);
      stream = opened;
      const element = video.current;
      if (stopped || element === null) return opened.getTracks().forEach((track) => track.stop());
      element.srcObject = opened;
      await element.play();
      while (!stopped) {
        const code = await read(element).catch(() => null);
        if (code !== null && !stopped) return calls.current.onText(code);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    };
    // No camera, no right to it, or an address without https: he types.
    watch().catch(() => {
      if (!stopped) calls.current.onRefused();
    });
    return () => {
      stopped = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <div className="task-camera">
      <video ref={video} muted playsInline aria-label={t('task.camera')} />
      <button type="button" className="button" onClick={props.onClose}>
        {t('task.typeInstead')}
      </button>
    </div>
  );
}
