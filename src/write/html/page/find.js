// Words found in the text, lit without touching it, so that copying, links and a screen reader notice nothing.

/** More places than this are not lit. */
const MOST = 2000;

/** Places that nobody keeps up while the page changes: that would cost more than finding them again. @type {StaticRange[]} */
let found = [];
let at = -1;

const canLight = typeof CSS !== 'undefined' && 'highlights' in CSS;

/**
 * Lights all places where the words stand in some rows.
 * @param {HTMLElement[]} rows
 * @param {string} words in small letters; none puts out the light
 */
export function lightWords(rows, words) {
  found = [];
  at = -1;
  if (canLight) {
    CSS.highlights.delete('found');
    CSS.highlights.delete('found-here');
  }
  if (!words) return 0;
  const inOrder = words ? rows.toSorted((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)) : [];
  for (const row of inOrder) {
    if (found.length >= MOST) break;
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && found.length < MOST; node = walker.nextNode()) {
      const text = (node.nodeValue ?? '').toLowerCase();
      for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
        // A few letters are longer in small: then places do not agree.
        if (text.length !== node.nodeValue?.length) break;
        found.push(new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: from + words.length }));
      }
    }
  }
  if (canLight && found.length) CSS.highlights.set('found', new Highlight(...found));
  return found.length;
}

/**
 * The next place that was found, or the one before, and which it is.
 * @param {1 | -1} by
 * @returns {{ place: Element, number: number, of: number } | null}
 */
export function nextFound(by) {
  if (!found.length) return null;
  at = at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length;
  const range = found[at];
  if (canLight) CSS.highlights.set('found-here', new Highlight(range));
  const place = range.startContainer.parentElement;
  return place && { place, number: at + 1, of: found.length };
}
