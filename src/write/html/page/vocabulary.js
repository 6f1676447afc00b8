// The words of labels, days and things in all languages. Pure.
// On a page the command puts its own vocabulary in the place of this module (src/write/html/vocabulary.rs); in Node whoever
// runs the modules takes it from a page and leaves it where all modules find it.

/**
 * @typedef {object} Vocabulary
 * @property {string[]} labels the words that labels begin with, with the space after them: `Article `, `OP`
 * @property {string[]} options what the word of a block alternative begins with
 * @property {string[]} suffixes `bis`, `ter`, the longest first
 * @property {string[]} alternatives `alt`
 * @property {string[]} annexes what a heading begins with that opens an annex
 * @property {[string, number][]} counts `premier` and its number
 * @property {{ before: string, after: string[] }} counted `第` and `条`
 * @property {string[]} ordinals `st`, `th`
 * @property {string[]} things what stands among words and is none: `picture`, `formula`, by the number in its sign
 * @property {Record<string, number>} months the number of each month, by all its names in small letters
 * @property {string[]} names what the months are called on the page
 */

export const { vocabulary } = /** @type {{ vocabulary: Vocabulary }} */ (/** @type {unknown} */ (globalThis));
