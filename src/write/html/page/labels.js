// Labels taken apart and put together again: `3 bis`, `(iv)`, `OP5 alt`, `Article 4`. Pure.
// src/draft/number.rs and label_grammar.rs do the same for the command; tests/page holds the two together.

/** @typedef {'decimal' | 'lower' | 'upper' | 'lower-roman' | 'upper-roman' | 'cyrillic' | 'arabic' | 'chinese' | 'open'} Script */

/** @typedef {{ script: Script, value: number }} Numeral */

/**
 * @typedef {object} Label
 * @property {string} open what stands before the numerals: `(`, `OP`, `Article `
 * @property {Numeral[]} numerals outermost first: two in `3.1`
 * @property {string} suffix `bis`, `ter`, `alt`, with the space before it
 * @property {string} close what stands after: `)`, `.`, `:`
 */

const ALPHABETS = /** @type {const} */ ([
  ['cyrillic', 'абвгдежзиклмнопрстуфхцчшщэюя'],
  ['arabic', 'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ'],
  ['chinese', '一二三四五六七八九十'],
]);

/** @type {[number, string][]} */
const ROMAN = [[1000, 'm'], [900, 'cm'], [500, 'd'], [400, 'cd'], [100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'], [10, 'x'], [9, 'ix'], [5, 'v'], [4, 'iv'], [1, 'i']];

const WORDS = 'Article |Option |Alternative |Annex |Chapter |Section |Part |Rule |Regulation |Appendix |Title |Principle |Goal |Artículo |Opción |Статья |Вариант |المادة |OP |PP |OP|PP';
const ONCE = '(?:bis|ter|quater|quat|quinquies|sexies|septies|octies|alt|مكرر)(?!\\p{L})';
const SUFFIX = `((?: *${ONCE}(?:[ \\t]+${ONCE})?)?)`;
const DIGITS = '[0-9\\u0660-\\u0669]+';
const MANY = `(?:${DIGITS}(?:\\.(?:${DIGITS}|[xX](?!\\p{L})))*|[xX](?!\\p{L}))`;
const LOCAL = ALPHABETS.map(([, signs]) => signs).join('');
const ONE = `(${DIGITS}|[A-Za-z]{1,6}(?![A-Za-z])|[${LOCAL}])`;

const shape = (/** @type {string} */ pattern) => new RegExp(`^${pattern}$`, 'iu');
/** The shapes of labels, in the order in which they are tried: before the numerals, the numerals, the suffix, after. */
const SHAPES = [
  shape(`((?:${WORDS})[ \\t]*)(${MANY}|[IVXLC]+(?!\\p{L})|[A-H])${SUFFIX}([:.)]?)`),
  shape(`(\\()${ONE}${SUFFIX}(\\))`),
  shape(`()${ONE}${SUFFIX}([ \\t]*\\))`),
  shape(`()(${DIGITS}(?:\\.(?:${DIGITS}|[xX](?!\\p{L})))+)${SUFFIX}([.:]?)`),
  shape(`()(${DIGITS})(\\.${ONCE})(\\.?)`),
  shape(`()${ONE}${SUFFIX}([.。．、])`),
  shape(`()(${DIGITS})${SUFFIX}(:?)`),
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

const ROMANS = new Map(Array.from({ length: 99 }, (_, k) => [roman(k + 1), k + 1]));

/**
 * A number in digits, western or Arabic-Indic. "07" is none.
 * @param {string} text
 * @returns {Numeral | null}
 */
function decimal(text) {
  if (!/^[0-9\u0660-\u0669]+$/.test(text) || text.startsWith('0')) return null;
  const value = Number([...text].map((sign) => (sign > '9' ? (sign.codePointAt(0) ?? 0) - 0x660 : sign)).join(''));
  return value < 10_000_000 ? { script: 'decimal', value } : null;
}

/**
 * @param {string} text
 * @returns {Numeral | null}
 */
function numeral(text) {
  if (/^\d|^[\u0660-\u0669]/.test(text)) return decimal(text);
  for (const [script, signs] of ALPHABETS) if (signs.includes(text)) return { script, value: [...signs].indexOf(text) + 1 };
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
 * The numerals after a word: `4`, `3.1`, `x`, `IV`, `B`.
 * @param {string} text
 * @returns {(Numeral | null)[]}
 */
function afterWord(text) {
  if (/^[IVXLC]+$/.test(text) && ROMANS.has(text.toLowerCase())) return [{ script: 'upper-roman', value: ROMANS.get(text.toLowerCase()) ?? 0 }];
  if (/^[A-H]$/.test(text)) return [{ script: 'upper', value: text.charCodeAt(0) - 64 }];
  return dotted(text);
}

/**
 * @param {string} text
 * @returns {(Numeral | null)[]}
 */
const dotted = (text) => text.split('.').map((one) => (/^[xX]$/.test(one) ? { script: 'open', value: 0 } : decimal(one)));

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
  for (const [k, pattern] of SHAPES.entries()) {
    const found = label.match(pattern);
    if (!found) continue;
    const [, open, text, suffix, close] = found;
    const read = k === 0 ? afterWord(text) : k === 3 ? dotted(text) : [numeral(text)];
    const numerals = read.filter((one) => one !== null);
    if (numerals.length !== read.length) continue;
    const last = numerals[numerals.length - 1];
    const value = ROMANS.get(text.toLowerCase());
    /** @type {Label} */
    const plain = { open, numerals, suffix, close };
    if (value === undefined || (last.script !== 'lower' && last.script !== 'upper')) return [plain];
    return [plain, { ...plain, numerals: [{ script: `${last.script}-roman`, value }] }];
  }
  return [];
}

/**
 * A label taken apart, the letter before the roman numeral; null where it is none.
 * @param {string} label
 */
export const parse = (label) => readings(label)[0] ?? null;

/**
 * Whether two labels belong to the same kind of sequence.
 * @param {Label} one
 * @param {Label} other
 */
export function sameStyle(one, other) {
  return one.numerals.length === other.numerals.length
    && one.numerals.at(-1)?.script === other.numerals.at(-1)?.script
    && one.open === other.open && one.close === other.close;
}

/**
 * The same label with another value in its last place, without `bis`, `ter` or `alt`.
 * @param {Label} label
 * @param {number} value
 * @returns {Label}
 */
export function renumbered(label, value) {
  const last = label.numerals.length - 1;
  return { ...label, suffix: '', numerals: label.numerals.map((one, k) => (k === last ? { ...one, value } : one)) };
}

/** @param {Label} label */
export const render = (label) => `${label.open}${label.numerals.map(rendered).join('.')}${label.suffix}${label.close}`;

/** @param {Numeral} numeral */
function rendered({ script, value }) {
  const letters = (/** @type {number} */ first) => (value ? String.fromCharCode(first + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1) : '');
  switch (script) {
    case 'decimal': return String(value);
    case 'lower': return letters(97);
    case 'upper': return letters(65);
    case 'lower-roman': return roman(value);
    case 'upper-roman': return roman(value).toUpperCase();
    case 'open': return 'x';
    default: return [...ALPHABETS.find(([name]) => name === script)?.[1] ?? ''][value - 1] ?? String(value);
  }
}

/**
 * A label without its punctuation: `b` for `b)`, `(b)` and `b.`.
 * @param {string} label
 */
export const bare = (label) => label.replace(/^[().: ]+|[().: ]+$/g, '');
