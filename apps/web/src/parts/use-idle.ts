import { useEffect, useRef, useState } from 'react';

/** A screen nobody has touched for this long is blurred: who walks by reads nothing. */
const blurAfterMs = 60_000;
/** Words before the lock, this long. */
const warnBeforeMs = 60_000;

/**
 * Watches whether somebody is there: blurs after a minute, warns a minute before the lock, and locks.
 *
 * @param locksAfterSeconds how long nobody may be there
 * @param lock called once when that time is over
 */
export function useIdle(
  locksAfterSeconds: number,
  lock: () => void,
): { readonly blurred: boolean; readonly warning: boolean; readonly stay: () => void } {
  const [state, setState] = useState<'here' | 'blurred' | 'warning'>('here');
  const seenAt = useRef(Date.now());
  const onLock = useRef(lock);
  useEffect(() => {
    onLock.current = lock;
  });
  useEffect(() => {
    let locked = false;
    const seen = () => {
      seenAt.current = Date.now();
      locked = false;
      setState('here');
    };
    const look = () => {
      const away = Date.now() - seenAt.current;
      const limit = locksAfterSeconds * 1000;
      if (away >= limit) {
        if (!locked) onLock.current();
        locked = true;
      } else if (away >= limit - warnBeforeMs) setState('warning');
      else if (away >= blurAfterMs) setState('blurred');
    };
    const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focusin'] as const;
    for (const kind of kinds) window.addEventListener(kind, seen, { passive: true, capture: true });
    const timer = setInterval(look, 1000);
    return () => {
      clearInterval(timer);
      for (const kind of kinds) window.removeEventListener(kind, seen, { capture: true });
    };
  }, [locksAfterSeconds]);
  const stay = () => {
    seenAt.current = Date.now();
    setState('here');
  };
  return { blurred: state !== 'here', warning: state === 'warning', stay };
}
