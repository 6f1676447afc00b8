// Labels taken apart and put together again: `3 bis`, `(iv)`, `OP5 alt`, `Article 4`. Pure.
// src/draft/number.rs and label_grammar.rs do the same for the command; tests/page holds the two together.

import { vocabulary } from './vocabulary.js';

/** @typedef {'decimal' | 'arabic-indic' | 'full-width' | 'lower' | 'upper' | 'lower-roman' | 'upper-roman' | 'cyrillic' | 'arabic' | 'chinese' | 'open'} Script */

/** @typedef {{ script: Script, value: number }} Numeral */

/**
 * @typedef {object} Label
 * @property {string} open what stands before the numerals: `(`, `OP`, `Article `, `第`
 * @property {Numeral[]} numerals outermost first: two in `3.1`
 * @property {string} suffix `bis`, `ter`, `alt 2`, with the space or the dot before it
 * @property {string} close what stands after: `)`, `.`, `:`, `条`
 */

const ALPHABETS = /** @type {const} */ ([
  ['cyrillic', 'абвгдежзиклмнопрстуфхцчшщэюя'],
  ['arabic', 'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ'],
]);
const CHINESE = '一二三四五六七八九十';

/** The digits of each script, by the code of its zero. */
const ZEROS = /** @type {const} */ ([['decimal', 0x30], ['arabic-indic', 0x660], ['full-width', 0xff10]]);

/** @type {[number, string][]} */
const ROMAN = [[1000, 'm'], [900, 'cm'], [500, 'd'], [400, 'cd'], [100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'], [10, 'x'], [9, 'ix'], [5, 'v'], [4, 'iv'], [1, 'i']];

const NO_LETTER = '(?!\\p{Alphabetic})';
/** One of some words, as a part of a pattern. */
const oneOf = (/** @type {string[]} */ words) => words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
const isOptionWord = (/** @type {string} */ text) => vocabulary.options.some((word) => text.toLowerCase().startsWith(word));
const WORDS = oneOf(vocabulary.labels);
const SPACED = oneOf(vocabulary.labels.filter((word) => word.endsWith(' ')));
const OPTIONS = oneOf(vocabulary.labels.filter(isOptionWord));
const ONCE = `(?:${oneOf(vocabulary.suffixes)}|(?:${oneOf(vocabulary.alternatives)})(?:[ \\t]*[0-9]+)?)${NO_LETTER}`;
const SUFFIX = `(?: *${ONCE}(?:[ \\t]+${ONCE})?)?`;
const COUNT = `(?:${oneOf(vocabulary.counts.map(([word]) => word))})${NO_LETTER}`;
const DIGITS = '(?:[0-9]+|[\\u0660-\\u0669]+|[\\uff10-\\uff19]+)';
const OPEN = `[xX]${NO_LETTER}`;
const MORE = `\\.(?:${DIGITS}|${OPEN})`;
const NUMBERED = `${DIGITS}(?:${MORE})*|${OPEN}|${COUNT}`;
const LOCAL = ALPHABETS.map(([, signs]) => signs).join('');
/** Other forms of Arabic letters, and the stroke that draws one out: `هـ)`. */
const ARABIC_FORMS = 'ا\\ufee9-\\ufeec';
const ONE = `(${DIGITS}|[A-Za-z]{1,6}(?![A-Za-z])|[${CHINESE}]{1,3}|[${LOCAL}${ARABIC_FORMS}]ـ?)`;

const shape = (/** @type {string} */ pattern) => new RegExp(`^${pattern}$`, 'iu');
const one = (/** @type {string} */ text) => [numeral(text)];
/**
 * The shapes of labels, in the order in which they are tried: before the numerals, the numerals, the suffix, after; and how
 * the numerals are read.
 * @type {[RegExp, (text: string) => (Numeral | null)[]][]}
 */
const SHAPES = [
  [shape(`((?:${OPTIONS})[ \\t]*)([A-Z]{1,8}${NO_LETTER}|[${CHINESE}]{1,3}|${NUMBERED})(\\.${ONCE}|${SUFFIX})(::|[ \\u00a0\\u202f][:：]|[:.)：]?)`), afterWord],
  [shape(`((?:${WORDS})[ \\t]*)(${NUMBERED})(\\.${ONCE}|${SUFFIX})([:.)：]?)`), afterWord],
  [shape(`((?:${SPACED})[ \\t]*)([A-Z]{1,8}${NO_LETTER})(\\.${ONCE}|${SUFFIX})([:.)：]?)`), afterWord],
  [shape(`(${vocabulary.counted.before})(${DIGITS}|[${CHINESE}]{1,3})()(${oneOf(vocabulary.counted.after)})`), one],
  [shape(`(\\()${ONE}(${SUFFIX})(\\))`), one],
  [shape(`(（)${ONE}(${SUFFIX})(）)`), one],
  [shape(`()${ONE}(${SUFFIX})([ \\t]*[)）])`), one],
  [shape(`()(${DIGITS}(?:${MORE})+)(${SUFFIX})([.:]?)`), dotted],
  [shape(`()(${DIGITS})(\\.${ONCE})(\\.?)`), one],
  [shape(`()${ONE}(${SUFFIX})([.。．、])`), one],
  [shape(`()(${DIGITS})()([ \\t]+\\.)`), one],
  [shape(`()(${DIGITS})(${SUFFIX})([ \\t]*[-–—])`), one],
  [shape(`()(${DIGITS})(${SUFFIX})([:：]?)`), one],
];

/** @param {number} value */
function roman(value) {
  let [left, out] = [value, ''];
  for (const [worth, signs] of ROMAN) {
    while (left >= worth) {
      out += signs;
      left -= worth;
    }
  }
  return out;
}

/**
 * `七`, `十`, `十二`, `三十四`.
 * @param {number} value
 */
function chinese(value) {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  if (tens > 9 || !value) return String(value);
  return `${tens > 1 ? CHINESE[tens - 1] : ''}${tens ? '十' : ''}${ones ? CHINESE[ones - 1] : ''}`;
}

const COUNTS = new Map(vocabulary.counts.map(([word, value]) => [word.toLowerCase(), value]));
/** The numbers below 100, by how they are written. */
const ROMANS = new Map(Array.from({ length: 99 }, (_, k) => [roman(k + 1), k + 1]));
const HAN = new Map(Array.from({ length: 99 }, (_, k) => [chinese(k + 1), k + 1]));

/**
 * A number in digits, all of one script. "07" is none.
 * @param {string} text
 * @returns {Numeral | null}
 */
function decimal(text) {
  const codes = [...text].map((sign) => sign.charCodeAt(0));
  const [script, zero] = ZEROS.find(([, first]) => codes[0] >= first && codes[0] < first + 10) ?? ZEROS[0];
  if (codes[0] === zero || codes.some((code) => code < zero || code > zero + 9)) return null;
  const value = codes.reduce((sum, code) => sum * 10 + code - zero, 0);
  return value < 10_000_000 ? { script, value } : null;
}

/**
 * @param {string} text
 * @returns {Numeral | null}
 */
function numeral(text) {
  if (ZEROS.some(([, zero]) => text.charCodeAt(0) >= zero && text.charCodeAt(0) < zero + 10)) return decimal(text);
  const han = HAN.get(text);
  if (han !== undefined) return { script: 'chinese', value: han };
  const letter = text.replace(/ـ$/, '').replace(/[\ufee9-\ufeec]/, 'ه').replace('ا', 'أ');
  for (const [script, signs] of ALPHABETS) {
    const isDrawn = script !== 'arabic' && text.endsWith('ـ');
    if (letter && !isDrawn && signs.includes(letter)) return { script, value: [...signs].indexOf(letter) + 1 };
  }
  const [isLower, isUpper] = [/^[a-z]+$/.test(text), /^[A-Z]+$/.test(text)];
  if (!isLower && !isUpper) return null;
  const low = text.toLowerCase();
  const place = low.charCodeAt(0) - 96;
  if (low.length === 1) return { script: isLower ? 'lower' : 'upper', value: place };
  const value = ROMANS.get(low);
  if (value !== undefined) return { script: isLower ? 'lower-roman' : 'upper-roman', value };
  return isLower && low.length === 2 && low[0] === low[1] ? { script: 'lower', value: place + 26 } : null;
}

/**
 * What stands after a word: `4`, `3.1`, `x`, `IV`, `B`, `premier`. "Annex C" follows Annex B.
 * @param {string} text
 * @returns {(Numeral | null)[]}
 */
function afterWord(text) {
  const [count, value, han] = [COUNTS.get(text.toLowerCase()), ROMANS.get(text.toLowerCase()), HAN.get(text)];
  // It keeps its word as long as it is the first.
  if (count !== undefined) return [{ script: 'decimal', value: count }];
  if (han !== undefined) return [{ script: 'chinese', value: han }];
  if (/^[IVXLC]{2,}$|^[IV]$/.test(text) && value !== undefined) return [{ script: 'upper-roman', value }];
  if (/^[A-HJ-T]$/.test(text)) return [{ script: 'upper', value: text.charCodeAt(0) - 64 }];
  return dotted(text);
}

/**
 * `4`, `3.1`, `3.x`.
 * @param {string} text
 * @returns {(Numeral | null)[]}
 */
function dotted(text) {
  return text.split('.').map((part) => (/^[xX]$/.test(part) ? { script: 'open', value: 0 } : decimal(part)));
}

/** @type {Map<string, Label[]>} a text has few labels that differ */
const known = new Map();

/**
 * Every way to read a label: `i)` is the letter, or the roman one.
 * @param {string} label
 */
export function readings(label) {
  const found = known.get(label) ?? read(label);
  known.set(label, found);
  return found;
}

/**
 * @param {string} label
 * @returns {Label[]}
 */
function read(label) {
  for (const [pattern, numeralsOf] of SHAPES) {
    const found = label.match(pattern);
    if (!found) continue;
    const [, open, text, suffix, close] = found;
    const told = numeralsOf(text);
    const numerals = told.filter((each) => each !== null);
    if (numerals.length !== told.length) continue;
    /** @type {Label} */
    const plain = { open, numerals, suffix, close };
    const { script } = last(plain);
    const value = ROMANS.get(text.toLowerCase());
    // "Part X" is the tenth, or one whose number is still open.
    if (script === 'open' && open.endsWith(' ') && text === 'X') return [plain, { ...plain, numerals: [{ script: 'upper-roman', value: 10 }] }];
    if (value === undefined || (script !== 'lower' && script !== 'upper')) return [plain];
    return [plain, { ...plain, numerals: [{ script: `${script}-roman`, value }] }];
  }
  return [];
}

/**
 * A label taken apart, the letter before the roman numeral; null where it is none.
 * @param {string} label
 */
export const parse = (label) => readings(label)[0] ?? null;

/**
 * The numeral that counts within the sequence that a label belongs to.
 * @param {Label} label
 */
export const last = ({ numerals }) => numerals[numerals.length - 1];

/**
 * Whether two labels belong to the same kind of sequence.
 * @param {Label} one
 * @param {Label} other
 */
export function sameStyle(one, other) {
  return one.numerals.length === other.numerals.length
    && last(one).script === last(other).script
    && one.open === other.open && one.close === other.close;
}

/**
 * The same label with another value in its last place, without `bis`, `ter` or `alt`.
 * @param {Label} label
 * @param {number} value
 * @returns {Label}
 */
export function renumbered(label, value) {
  return { ...label, suffix: '', numerals: [...label.numerals.slice(0, -1), { ...last(label), value }] };
}

/**
 * Whether it is the label of a block alternative: `Option 1`, `Alternative B`.
 * @param {string} label
 */
export const isOptionLabel = (label) => isOptionWord(parse(label)?.open ?? '');

/** @param {Label} label */
export const render = (label) => `${label.open}${label.numerals.map(rendered).join('.')}${label.suffix}${label.close}`;

/** @param {Numeral} numeral */
function rendered({ script, value }) {
  const letters = (/** @type {number} */ first) => (value ? String.fromCharCode(first + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1) : '');
  const digits = (/** @type {number} */ zero) => String(value).replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
  switch (script) {
    case 'lower': return letters(97);
    case 'upper': return letters(65);
    case 'lower-roman': return roman(value);
    case 'upper-roman': return roman(value).toUpperCase();
    case 'chinese': return chinese(value);
    case 'open': return 'x';
    case 'cyrillic':
    case 'arabic': return [...ALPHABETS.find(([name]) => name === script)?.[1] ?? ''][value - 1] ?? String(value);
    default: return digits(ZEROS.find(([name]) => name === script)?.[1] ?? 0x30);
  }
}

/**
 * A label without its punctuation: `b` for `b)`, `(b)` and `b.`.
 * @param {string} label
 */
export const bare = (label) => label.replace(/^[()（）.:．、\-–— ]+|[()（）.:．、\-–— ]+$/g, '');
