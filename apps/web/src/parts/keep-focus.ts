/**
 * Sees to it that the focus is never nowhere. When the button or line that has it is taken away, the
 * nearest part around it that is still there gets it, so that the keyboard goes on from the same place;
 * a button that is out of use while its answer is awaited gets it back.
 */
export function keepFocus(): void {
  /** What has the focus, and everything around it, from the inside out. */
  let around: Element[] = [];
  let waits = false;
  document.addEventListener('focusin', ({ target }) => {
    waits = false;
    around = [];
    for (let element = target as Element | null; element; element = element.parentElement)
      around.push(element);
  });
  const isOutOfUse = (element: Element | undefined) => element?.matches(':disabled') === true;
  new MutationObserver(() => {
    const [own] = around;
    waits ||= isOutOfUse(own);
    if (document.activeElement !== document.body || !own) return;
    if (own.isConnected) {
      if (waits && !isOutOfUse(own)) (own as HTMLElement).focus();
      return;
    }
    const near = around.find(({ isConnected }) => isConnected);
    if (!(near instanceof HTMLElement) || near.matches('#root, body')) return;
    if (near.tabIndex < 0) {
      near.tabIndex = -1;
      near.addEventListener('blur', () => near.removeAttribute('tabindex'), { once: true });
    }
    near.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
}
