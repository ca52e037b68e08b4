// Tells when a field is seen somewhere else or otherwise than before: it or
// something above it scrolled, the window or the field changed its size, fonts
// came, the page moved it. No polling: an observer whose frame is the field's
// own box fires when the field leaves that box.

import { rootsOf } from "../platform.ts";

/** Calls back, at most once a frame, after each such change. */
export function follow(element: Element, moved: () => void, signal: AbortSignal): void {
  let asked = false;
  const ask = () => {
    if (asked || signal.aborted) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (!signal.aborted) moved();
    });
  };
  const options = { signal, passive: true } as const;
  // scroll does not leave a shadow root, so each root on the way up is heard.
  for (const root of rootsOf(element)) root.addEventListener("scroll", ask, { ...options, capture: true });
  for (const root of rootsOf(element)) {
    root.addEventListener("transitionend", ask, { ...options, capture: true });
    root.addEventListener("animationend", ask, { ...options, capture: true });
  }
  addEventListener("resize", ask, options);
  visualViewport?.addEventListener("resize", ask, options);
  document.fonts.addEventListener("loadingdone", ask, options);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ask, options);

  const resized = new ResizeObserver(ask);
  resized.observe(element);
  const shifted = watchShift(element, ask);
  signal.addEventListener("abort", () => {
    resized.disconnect();
    shifted();
  }, { once: true });
}

/** Fires when the element leaves the box it has now; then watches the new box. */
function watchShift(element: Element, moved: () => void): () => void {
  let observer: IntersectionObserver | null = null;
  const watch = () => {
    observer?.disconnect();
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const inset = [top, clientWidth - right, clientHeight - bottom, left].map((side) => `${-Math.floor(side)}px`);
    let first = true;
    let before = 0;
    observer = new IntersectionObserver(
      ([entry]) => {
        const ratio = entry?.intersectionRatio ?? 0;
        if (first) {
          first = false;
          before = ratio;
          return;
        }
        if (Math.abs(ratio - before) < 0.001) return;
        moved();
        watch();
      },
      { root: element.ownerDocument, rootMargin: inset.join(" "), threshold: steps },
    );
    observer.observe(element);
  };
  watch();
  return () => observer?.disconnect();
}

/** Fine enough that a shift by a line of text crosses one. */
const steps = Array.from({ length: 101 }, (_, step) => step / 100);
