import { useEffect, useRef } from 'react';

/** Whether a page has been shown before this one: only then the heading takes the focus. */
let shownBefore = false;

/** The heading of a page: names the window, and takes the focus after a change of page. */
export function PageTitle({ name, focus = true }: { name: string; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${name} · Havenwacht`;
  }, [name]);
  useEffect(() => {
    if (shownBefore && focus) heading.current?.focus({ preventScroll: true });
    shownBefore = true;
  }, [focus]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {name}
    </h1>
  );
}
