import type { TFunction } from 'i18next';
import { placesFor } from './places.ts';

/**
 * Leads once through what the frame offers to somebody with these roles. Escape ends it at any step;
 * nothing has to be done to go on.
 */
export async function startTour(roles: readonly string[], t: TFunction): Promise<void> {
  const [{ driver }] = await Promise.all([import('driver.js'), import('../theme/tour.css')]);
  const stops = [
    ...placesFor(roles).map(({ to, name }) => ({ element: `.rail-link[href="${to}"]`, id: name as string })),
    { element: '.clock', id: 'clock' },
    { element: '.live-control', id: 'live' },
    { element: '.sheet-button', id: 'keys' },
  ].filter(({ element }) => document.querySelector(element) !== null);
  const tour = driver({
    animate: false,
    allowClose: true,
    overlayOpacity: 0.6,
    showProgress: true,
    progressText: '{{current}} / {{total}}',
    nextBtnText: t('tour.next'),
    prevBtnText: t('tour.previous'),
    doneBtnText: t('tour.done'),
    // The library writes a header and a footer; in a dialog they would be a second banner and a second page end.
    onPopoverRender({ title, footer, closeButton }) {
      closeButton.setAttribute('aria-label', t('sheet.close'));
      title.setAttribute('role', 'presentation');
      footer.setAttribute('role', 'group');
    },
    steps: stops.map(({ element, id }) => ({
      element,
      popover: { title: t(`tour.stops.${id}.title`), description: t(`tour.stops.${id}.text`) },
    })),
  });
  tour.drive();
}
