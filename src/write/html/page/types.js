// The shapes of the data: what feeds the page (src/json/report.rs publishes it), and what the page makes of it.
// Nothing but types; this file never reaches the page.

/**
 * @typedef {object} Report Many drafts of one text. Drafts are named by their number, from 1.
 * @property {1} redraft
 * @property {'report'} kind
 * @property {string} title
 * @property {Draft[]} drafts
 * @property {Piece[]} pieces all that ever stood in any draft, in reading order
 * @property {Between[]} [redlines] what the comparison of any two drafts says; of long and many drafts, not of all
 * @property {Clause[]} clauses
 * @property {PassageLife[]} lives
 * @property {{ name: string, open: Count[] }[]} sections
 * @property {Count[]} open
 * @property {References} references
 */

/**
 * @typedef {object} Draft
 * @property {string} name
 * @property {string} [symbol]
 * @property {string} [date]
 * @property {string} [note]
 * @property {string} source
 * @property {Passage[]} passages
 * @property {number} words
 * @property {Link[]} [links]
 * @property {{ severity: string, code: string, line: number, message: string }[]} [findings]
 */

/**
 * @typedef {object} Link A label in the words of a draft that names a clause of the same draft.
 * @property {Spot} at
 * @property {string} label
 * @property {number[]} clauses the pieces that have it; of several, the words may tell which side they are on
 * @property {'above' | 'below'} [direction]
 */

/** @typedef {[piece: number, at: number]} Spot a place in a draft, in UTF-16 code units */

/**
 * @typedef {object} Passage
 * @property {'text' | 'alternative' | 'option' | 'placeholder' | 'status-note' | 'unmatched'} kind
 * @property {number} depth
 * @property {string} [by] whose text it is, or who thinks something of it: `EU`, `CL/PE propose; US oppose`
 * @property {Spot} from
 * @property {Spot} to
 * @property {number} words
 * @property {number} clauses
 * @property {number} life
 * @property {number} section
 * @property {string[]} [turns]
 */

/** @typedef {{ passages: number, notes: number, words: number, depth: number }} Count what stands open */

/**
 * @typedef {object} PassageLife
 * @property {number} from
 * @property {number} since
 * @property {string} opening
 * @property {number} [until]
 * @property {'open' | 'lifted' | 'reworded' | 'dropped' | 'merged'} outcome
 * @property {string} [words] what stands in its place
 * @property {string} [address]
 */

/** @typedef {{ from: number, until?: number }} Life the first draft it stands in, and the first it no longer does */

/**
 * @typedef {object} Piece
 * @property {number} clause
 * @property {number} from
 * @property {number} [until]
 * @property {Face[]} faces
 * @property {Thread[]} threads
 */

/**
 * @typedef {object} Face What a paragraph is from some draft on, apart from its words.
 * @property {number} from
 * @property {string} kind
 * @property {number} [depth]
 * @property {string} [label]
 * @property {number} [lead] how many opening brackets at the start of its words are printed before the label
 * @property {number} [confidence]
 * @property {string} address
 * @property {string} section
 */

/**
 * @typedef {object} Thread Words that came and went together.
 * @property {string} text
 * @property {number} from
 * @property {number} [until]
 * @property {number} [origin]
 * @property {{ from: number, style: string[] }[]} [styles]
 */

/**
 * @typedef {object} Between The redline from one draft to another. A number stands for so many paragraphs that are the same.
 * @property {number} from
 * @property {number} to
 * @property {(number | BetweenRow)[]} rows
 */

/**
 * @typedef {object} BetweenRow A paragraph of a redline: how many UTF-16 code units of its words stay, go or come.
 * @property {Change} change
 * @property {{ id: number, half: Change }} [moved]
 * @property {string} [outcome] nothing for the place that a moved clause left
 * @property {boolean} [renumbered]
 * @property {string[]} [classes]
 * @property {string} [part_of] of a part of a clause that was split, or merged: how the whole is cited in the other draft
 * @property {[Change, number][]} [words] none where all come, or go, with a paragraph that begins in one draft
 */

/** @typedef {{ steps: Step[] }} Clause */

/**
 * @typedef {object} Step What one draft did to a clause.
 * @property {number} draft
 * @property {string} event
 * @property {boolean} [renumbered]
 * @property {string[]} [classes]
 * @property {{ inserted: number, deleted: number }} words
 * @property {number} [kin]
 */

/**
 * @typedef {object} References
 * @property {CitedClauses[]} clauses
 * @property {CitedDocument[]} documents
 * @property {Finding[]} findings
 */

/**
 * @typedef {object} CitedClauses
 * @property {string} address
 * @property {string} printed
 * @property {string} status
 * @property {(string | null)[]} names
 * @property {string[]} means
 * @property {string | null} [should_be]
 */

/** @typedef {{ form: string, mentions: { source: string, address: string, printed: string }[] }} CitedDocument */

/** @typedef {{ address: string, code: string, line: number, message: string, help?: string | null }} Finding */

/** @typedef {'kept' | 'inserted' | 'deleted'} Change */

/**
 * @typedef {object} Run
 * @property {string} text
 * @property {Change} change
 * @property {string} style typefaces, in the newer draft where it stands there
 * @property {string} was typefaces in the older draft where it stands there
 */

/**
 * @template T
 * @typedef {{ old: T, new: T }} Both
 */

/**
 * @typedef {object} Row A paragraph of the redline between two drafts.
 * @property {Both<number | null>} piece the piece that it is in each draft
 * @property {number} clause
 * @property {Change} change of the paragraph's own mark
 * @property {Both<Face | null>} face
 * @property {Run[]} runs
 * @property {{ id: number, half: Change } | null} moved
 * @property {string} outcome unchanged, amended, inserted, deleted, moved, split, merged
 * @property {boolean} renumbered
 * @property {string[]} classes
 * @property {Both<string | null>} address
 */

export {};
