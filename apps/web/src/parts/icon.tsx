const paths = {
  queue: 'M4 6h2M4 12h2M4 18h2M9 6h11M9 12h11M9 18h11',
  intake: 'M12 3v11m0 0 4-4m-4 4-4-4M4 15v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4',
  identity:
    'M8 4H5a1 1 0 0 0-1 1v3M16 4h3a1 1 0 0 1 1 1v3M8 20H5a1 1 0 0 1-1-1v-3M16 20h3a1 1 0 0 0 1-1v-3M9 9v1M15 9v1M9 15c2 1.5 4 1.5 6 0',
  yard: 'M3 13h18l-2.5 6.5h-13zM6 13V8h5v5M11 13V5h6v8M3 22c1.5 0 1.5-1 3-1s1.5 1 3 1 1.5-1 3-1 1.5 1 3 1 1.5-1 3-1 1.5 1 3 1',
  controls: 'M4 4h16v4H4zM4 12h9v4H4zM16 12h4v4h-4zM4 20h6M14 20h6',
  scans: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10M7 9.5h3M14 9.5h3M7 14.5h6',
  oversight:
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  task: 'M9 4h6v3H9zM9 5H6v15h12V5h-3M9 13.5l2 2 4-4',
  portal: 'M3 20h18M5 20V9l7-5 7 5v11M9 20v-7h6v7',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.4c2.1.8 3.5 2.7 3.5 5.6',
  account: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4.5v15l12-7.5z',
  up: 'M12 19V5m0 0-5 5m5-5 5 5',
  down: 'M12 5v14m0 0 5-5m-5 5-5-5',
  back: 'M19 12H5m0 0 6-6m-6 6 6 6',
  warning: 'M12 4 2.8 20h18.4zM12 10v4.5m0 2.6v.4',
  question: 'M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1m0 3v.4',
  close: 'M6 6l12 12M18 6 6 18',
  chevron: 'M6 9.5l6 6 6-6',
  star: 'M12 3.8l2.5 5.4 5.9.7-4.4 4 1.2 5.8L12 16.8l-5.2 2.9 1.2-5.8-4.4-4 5.9-.7z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  window: 'M4 5h16v14H4zM4 9h16M13 14h4m0 0v-2m0 2-3-3',
  split: 'M12 4v6m0 0-6 10M12 10l6 10',
  check: 'M5 12.5 10 18 19 7',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20',
} as const;

/** A line drawing of 24 × 24 units in the colour of the text; says nothing to a screen reader. */
export function Icon({ name, size = 16 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
