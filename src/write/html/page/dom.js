// Elements out of plain text: what a draft says can never become markup, since nothing here reads markup.

import { vocabulary } from './vocabulary.js';

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with its attributes and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] those that are null or false are left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  attach(node, attributes, children);
  return node;
}

/**
 * An element of a drawing.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...Child} children
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  attach(node, attributes, children);
  return node;
}

/**
 * @param {Element} node
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {Child[]} children
 */
function attach(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (typeof child === 'string' && child.includes('\u{fffc}')) node.append(...things(child));
    else if (child) node.append(child);
  }
}

/**
 * A text in which things are named; their signs stay, so that words keep their places.
 * @param {string} text
 */
function things(text) {
  return text.split(/(\u{fffc}[\u{f0000}-\u{f7fff}]{6}(?:(?:[\u{f8000}-\u{f8fff}][\u{f9000}-\u{f97ff}])*\u{fa000})?)/u).filter(Boolean).map((part) => {
    const kind = part.startsWith('\u{fffc}') ? (part.codePointAt(1) ?? 0) - 0xf0000 : -1;
    return kind in vocabulary.things ? el('span', { class: 'thing', title: said(part) || vocabulary.things[kind] }, document.createTextNode(part)) : document.createTextNode(part);
  });
}

/**
 * What a thing says, a formula: after its seven characters, two for each of its own, and an end.
 * @param {string} thing
 */
function said(thing) {
  const units = Array.from(thing).slice(7, -1).map((unit) => unit.codePointAt(0) ?? 0);
  let words = '';
  for (let k = 0; k + 1 < units.length; k += 2) words += String.fromCodePoint(((units[k] ?? 0) - 0xf8000) << 11 | ((units[k + 1] ?? 0) - 0xf9000));
  return words;
}

/**
 * The element of the page with this id. The page is ours: it is there.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * The elements that a selector finds.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export function all(selector, within = document) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];
}

/**
 * A count and its noun.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
