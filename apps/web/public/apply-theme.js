// Sets the chosen theme before the first paint. A file of its own because the page's
// Content-Security-Policy allows no inline script.
(function () {
  let choice = 'system';
  try {
    choice = localStorage.getItem('havenwacht.theme') || 'system';
  } catch {
    // Storage may be closed to the page; the system's preference then decides.
  }
  const root = document.documentElement;
  if (choice === 'dark' || choice === 'light' || choice === 'contrast') root.dataset.theme = choice;
  else if (matchMedia('(prefers-contrast: more)').matches) root.dataset.theme = 'contrast';
})();
