// The section that is read is marked in the outline.

import { all } from './dom.js';

/**
 * The section that a part of the sheet belongs to, by the id of its first part.
 * @param {HTMLElement} section
 */
export const groupOf = (section) => section.dataset.of ?? section.id;

let watcher = new IntersectionObserver(() => {});

/** Watches the sections of the sheet that is on the page now. */
export function watchSections() {
  watcher.disconnect();
  /** @type {Set<string>} */
  const seen = new Set();
  const entries = new Map(all('.outline a').map((link) => [/** @type {HTMLAnchorElement} */ (link).hash, link]));
  const sections = all('.sheet section');
  watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) seen.add(target.id);
      else seen.delete(target.id);
    }
    const first = sections.find((section) => seen.has(section.id));
    for (const [hash, link] of entries) {
      if (first && hash === `#${groupOf(first)}`) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }, { rootMargin: '-15% 0px -55% 0px' });
  for (const section of sections) watcher.observe(section);
}
