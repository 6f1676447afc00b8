//! Draft -> findings: what a drafter would mend before the text is handed in.
//!
//! Each file looks for one kind of thing. A check says nothing of what may be meant: text in
//! brackets, options and alternatives are not decided yet, and a practice that the draft keeps
//! throughout is no mistake.

mod brackets;
mod codes;
mod conference;
mod holes;
mod labels;
mod marks;
mod numbering;
mod punctuation;
mod repeated;

pub use codes::CODES;

use crate::brackets::{Scan, scan};
use crate::draft::lists::{List, lists};
use crate::draft::outline::{part_of, parts};
use crate::draft::{Addresses, Draft, Finding, Found, Number, Outline, View};
use crate::references;
use crate::vocabulary;
use std::borrow::Cow;
use std::ops::Range;

/// What to hold a draft against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The draft whose text the marks should start from; its revised view counts.
    pub base: &'a Draft,
    /// The checked draft with its marks as they are printed: no strike was read as anything but a
    /// strike.
    pub printed: &'a Draft,
}

/// Everything that is wrong with a draft, in reading order: its revised view, and with a base its
/// marks.
///
/// ```
/// use redraft::{check, read};
/// let draft = read::read(b"resolves\n\n1 to act;\n\n3 to meet [soon;\n", "x", None)?;
/// let codes: Vec<String> = check::check(&draft, None).into_iter().map(|f| f.finding.code).collect();
/// assert_eq!(codes, ["numbering-gap", "bracket-unmatched", "punctuation-end"]);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn check(draft: &Draft, against: Option<Against<'_>>) -> Vec<Found> {
    let plain = if draft.is_marked() {
        Cow::Owned(draft.view(View::Revised))
    } else {
        Cow::Borrowed(draft)
    };
    let plain = plain.as_ref();
    let subject = Subject::of(plain);
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    findings.extend(numbering::findings(&subject));
    findings.extend(labels::findings(&subject));
    findings.extend(brackets::findings(&subject));
    findings.extend(repeated::findings(&subject));
    findings.extend(punctuation::findings(&subject));
    findings.extend(conference::findings(&subject));
    let mut out: Vec<Found> = findings
        .into_iter()
        .map(|(paragraph, finding)| Found {
            source: plain.source.clone(),
            address: subject.addresses.get(paragraph).to_owned(),
            finding,
        })
        .collect();
    // References are looked up in tables of their own.
    drop(subject);
    let told = match against {
        Some(against) => references::list(&[against.base.clone(), plain.clone()]),
        None => references::list(std::slice::from_ref(plain)),
    };
    out.extend(
        told.findings
            .into_iter()
            .filter(|f| f.source == plain.source),
    );
    out.extend(of_strikes(draft));
    if let Some(against) = against {
        out.extend(marks::findings(&against));
    }
    out.sort_by_key(|f| (f.finding.line, f.finding.column));
    out
}

/// What the marks of a draft leave behind, whatever text it started from: holes in the revised
/// text, numbers that stand twice or out of order in the older one.
///
/// ```
/// use redraft::{check, read};
/// let draft = read::read(b"resolves\n\n1 to report with the ~~Board~~, in May.\n", "x", None)?;
/// assert_eq!(check::of_strikes(&draft)[0].finding.code, "hole");
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn of_strikes(draft: &Draft) -> Vec<Found> {
    if !draft.is_marked() {
        return Vec::new();
    }
    let addresses = Addresses::of(draft, View::Revised);
    let mut out: Vec<Found> = holes::findings(draft)
        .into_iter()
        .map(|(paragraph, finding)| Found {
            source: draft.source.clone(),
            address: addresses.get(paragraph).to_owned(),
            finding,
        })
        .collect();
    let base = draft.view(View::Base);
    let subject = Subject::of(&base);
    let numbers = numbering::findings(&subject).into_iter();
    // What the older text leaves out may stand elsewhere: many drafts are excerpts.
    let numbers = numbers.filter(|(_, finding)| finding.code != "numbering-gap");
    out.extend(numbers.map(|(paragraph, finding)| Found {
        source: draft.source.clone(),
        address: subject.addresses.get(paragraph).to_owned(),
        finding: Finding {
            code: "numbering-base".to_owned(),
            message: format!("in the older text, {}", finding.message),
            help: "see whether the strike on the label is right".to_owned(),
            ..finding
        },
    }));
    out.sort_by_key(|f| (f.finding.line, f.finding.column));
    out
}

/// An unmarked draft, and what several checks look at.
struct Subject<'a> {
    draft: &'a Draft,
    outline: Outline,
    addresses: Addresses,
    /// The drafts that the file holds, in a row: each has numbers of its own.
    parts: Vec<Range<usize>>,
    brackets: Scan,
    /// Whether each paragraph, or its beginning or end, is not decided: in brackets, or under an
    /// option.
    open: Vec<bool>,
}

impl<'a> Subject<'a> {
    fn of(draft: &'a Draft) -> Self {
        let outline = Outline::of(draft, View::Revised);
        let brackets = scan(draft, View::Revised);
        Self {
            addresses: Addresses::within(draft, View::Revised, &outline),
            open: open(draft, &outline, &brackets),
            parts: parts(draft, View::Revised),
            outline,
            draft,
            brackets,
        }
    }

    /// A finding at the beginning of a paragraph.
    fn at(
        &self,
        paragraph: usize,
        code: &'static str,
        message: String,
        help: String,
    ) -> (usize, Finding) {
        self.within(paragraph, 0, code, message, help)
    }

    /// A finding at a byte of a paragraph's words.
    fn within(
        &self,
        paragraph: usize,
        offset: usize,
        code: &'static str,
        message: String,
        help: String,
    ) -> (usize, Finding) {
        let one = &self.draft.paragraphs[paragraph];
        let (line, column) = if offset == 0 {
            (one.line.new.max(one.line.old), 0)
        } else {
            one.place_of(offset)
        };
        let severity = codes::severity(code);
        (
            paragraph,
            Finding::new(severity, code, line, column, message).with_help(help),
        )
    }

    /// Which of the drafts in the file a paragraph belongs to.
    fn part(&self, paragraph: usize) -> usize {
        part_of(&self.parts, paragraph)
    }

    /// The lists of clauses and headings, without lines of a table of contents.
    fn lists(&self) -> Vec<List> {
        let is_clause = |i: usize| !is_contents_line(self.draft.paragraphs[i].words.all());
        let mut lists = lists(self.draft);
        for list in &mut lists {
            let both = std::mem::take(&mut list.members).into_iter();
            let both = both.zip(std::mem::take(&mut list.numbers));
            (list.members, list.numbers) = both.filter(|(i, _)| is_clause(*i)).unzip();
        }
        lists.retain(|list| !list.members.is_empty());
        lists
    }

    fn label(&self, paragraph: usize) -> &str {
        self.draft.paragraphs[paragraph]
            .label_in(View::Revised)
            .unwrap_or("")
    }
}

/// The words around a place, for a message.
fn around(text: &str, at: usize) -> String {
    const REACH: usize = 24;
    let start = text[..at]
        .char_indices()
        .rev()
        .nth(REACH)
        .map_or(0, |(i, _)| i);
    let end = text[at..]
        .char_indices()
        .nth(REACH)
        .map_or(text.len(), |(i, _)| at + i);
    let (before, after) = (
        if start > 0 { "…" } else { "" },
        if end < text.len() { "…" } else { "" },
    );
    format!("“{before}{}{after}”", text[start..end].trim())
}

/// Paragraphs that are not decided: a bracket opens, closes or lies over them whole; an option is
/// theirs.
fn open(draft: &Draft, outline: &Outline, brackets: &Scan) -> Vec<bool> {
    let mut out = vec![false; draft.paragraphs.len()];
    // Where the words of each paragraph begin and end, without the signs round them.
    let words: Vec<(usize, usize)> = draft
        .paragraphs
        .iter()
        .map(|p| words_of(p.words.all()))
        .collect();
    for pair in &brackets.pairs {
        let (start, end) = (pair.open.paragraph, pair.close.paragraph);
        // A bracket round all words of a clause, or over several clauses.
        let is_round = pair.open.at < words[start].0 && words[end].1 <= pair.close.at;
        if start != end || is_round {
            out[start..=end].fill(true);
        }
    }
    // A clause that begins with a bracket is not decided, though nobody can say where that ends.
    for sign in brackets.strays.iter().filter(|sign| sign.opens) {
        out[sign.paragraph] |= sign.at < words[sign.paragraph].0;
    }
    for section in &outline.sections {
        let mut option: Option<u8> = None;
        for i in section.paragraphs.clone() {
            let paragraph = &draft.paragraphs[i];
            let label = paragraph.label_in(View::Revised).unwrap_or("");
            if vocabulary::opens_option(label)
                || vocabulary::opens_option(paragraph.words.all().trim_start_matches(['[', ' ']))
            {
                option = Some(paragraph.depth.new);
            }
            out[i] |= option.is_some() || is_alternative(label);
        }
    }
    out
}

/// `Capacity-building under the Convention⇥77⇥16`: a line of the contents, with its page.
fn is_contents_line(text: &str) -> bool {
    let last = text.trim_end().rsplit_once('\t');
    last.is_some_and(|(_, page)| !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit()))
}

/// Where the first word of a text begins, and where its last one ends.
fn words_of(text: &str) -> (usize, usize) {
    let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    (start, end)
}

/// `[4][2].`, `3 alt`: a label that waits for a decision.
fn is_alternative(label: &str) -> bool {
    match Number::parse(label) {
        Some(number) => vocabulary::has_alternative(&number.suffix),
        None => label.starts_with('['),
    }
}
