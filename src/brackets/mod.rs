//! Draft -> register of unresolved passages.
//!
//! `scan` finds the signs and their partners; `kinds` says what a bracket holds; here they become
//! passages, nested, each with the address, the line and the words. Nothing is stored beside the
//! draft: a register is computed from a view.

mod across;
mod attribution;
mod kinds;
mod notes;
mod options;
mod parties;
mod scan;

pub(crate) use attribution::attribution;
pub use scan::{Pair, Scan, Sign, scan, scan_struck};

use std::ops::{Range, RangeInclusive};

use crate::draft::places::Places;
use crate::draft::{
    Addresses, Draft, Kind, Outline, Paragraph, Passage, PassageKind, Register, View,
};
use crate::vocabulary;

/// Whether what stands between two signs is a note about the text and no text.
pub(crate) fn is_note(inside: &str) -> bool {
    kinds::of(inside, false) == PassageKind::StatusNote
}

/// The place of an option in its row, by its label: 2 for "Option 2" and "Вариант 2".
pub(crate) fn option_value(label: &str) -> Option<u32> {
    options::whole(label).map(|label| label.value)
}

/// A register holds at most this many passages; a draft has some thousands at most.
const MOST_PASSAGES: usize = 200_000;
/// Deeper passages are listed beside each other, and their words are cut short.
const DEEPEST: u32 = 48;
/// How much of a passage too deep, or too long for its depth, is kept.
const SHORT: usize = 400;

/// Every unresolved passage of one view of a draft: brackets, options, placeholders, status notes,
/// stray signs.
///
/// ```
/// use redraft::{brackets, draft::{PassageKind, View}, read};
/// let draft = read::read(b"resolves\n\n1 that States [shall][should] act [not decided];\n", "x", None)?;
/// let register = brackets::register(&draft, View::Revised);
/// let kinds: Vec<PassageKind> = register.passages.iter().map(|p| p.kind).collect();
/// assert_eq!(kinds, [PassageKind::Alternative, PassageKind::Alternative, PassageKind::StatusNote]);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn register(draft: &Draft, view: View) -> Register {
    let outline = Outline::of(draft, view);
    let maker = Maker {
        draft,
        view,
        addresses: Addresses::within(draft, view, &outline),
        outline,
        places: Places::of(draft),
    };
    maker.make()
}

struct Maker<'a> {
    draft: &'a Draft,
    view: View,
    outline: Outline,
    addresses: Addresses,
    places: Places<'a>,
}

impl Maker<'_> {
    fn make(&self) -> Register {
        let found = scan(self.draft, self.view);
        let mut out = Register::default();
        let mut flat: Vec<Passage> = Vec::new();
        let total = found.pairs.len() + found.strays.len();
        out.omitted = total.saturating_sub(MOST_PASSAGES);
        let mut enclosing: Vec<(usize, usize)> = Vec::new();
        for (k, pair) in found.pairs.iter().enumerate().take(MOST_PASSAGES) {
            let end = (pair.close.paragraph, pair.close.at);
            while enclosing.last().is_some_and(|last| *last < end) {
                enclosing.pop();
            }
            let depth = u32::try_from(enclosing.len() + 1).unwrap_or(u32::MAX);
            flat.push(self.pair(
                pair,
                depth,
                is_beside(self.draft, &found.pairs, k, self.view),
                false,
            ));
            enclosing.push(end);
        }
        let room = MOST_PASSAGES.saturating_sub(flat.len());
        flat.extend(found.strays.iter().take(room).map(|sign| self.stray(sign)));
        out.words_in_brackets = flat
            .iter()
            .filter(|p| p.depth == 1 && counts_words(p.kind))
            .map(|p| p.words)
            .sum();
        flat.extend(self.struck());
        flat.extend(self.notes_in_other_signs());
        flat.extend(self.labels());
        flat.extend(self.options());
        flat.sort_by(|a, b| a.span[0].cmp(&b.span[0]).then(b.span[1].cmp(&a.span[1])));
        out.passages = nest(flat);
        // Labels are counted in passages alone: where everything is in brackets, that is more than
        // the words of the text.
        out.words_in_all = self.words_in_all().max(out.words_in_brackets);
        out
    }

    fn words_in_all(&self) -> usize {
        self.draft
            .paragraphs
            .iter()
            .filter(|p| {
                matches!(
                    p.kind,
                    Kind::Clause | Kind::Call | Kind::Heading | Kind::Organ
                )
            })
            .map(|p| p.words.text(self.view).split_whitespace().count())
            .sum()
    }

    fn pair(&self, pair: &Pair, depth: u32, beside: bool, struck: bool) -> Passage {
        let start = (pair.open.paragraph, pair.open.at);
        let end = (pair.close.paragraph, pair.close.at + pair.close.len);
        let text = if depth > DEEPEST {
            self.text(start, self.cut_short(start, end), struck)
        } else {
            self.text(start, end, struck)
        };
        let close = text.len().saturating_sub(pair.close.len);
        let inside = text.get(pair.open.len..close).unwrap_or("");
        let kind = kinds::of(inside, beside);
        let by = attribution(inside).map(|found| found.by.to_owned());
        // Ten thousand brackets within each other do not name ten thousand clauses each.
        let told = if depth > DEEPEST { start } else { end };
        let is_long = depth > DEEPEST || depth > 8 && text.len() > 100_000;
        let mut passage = self.passage(start, told, kind, text);
        if told.0 < end.0 {
            passage.clauses.extend(self.clauses(end.0..=end.0));
        }
        passage.span = [start, end];
        passage.by = by;
        passage.depth = depth;
        passage.struck = struck;
        let paragraph = &self.draft.paragraphs[start.0];
        passage.label = (start.1 < paragraph.lead_in(self.view))
            .then(|| paragraph.label_in(self.view).map(str::to_owned))
            .flatten();
        if is_long {
            shorten(&mut passage.text);
        }
        passage
    }

    /// Where the text of a passage too deep is cut, so that ten thousand brackets within each other
    /// cost little.
    fn cut_short(&self, start: (usize, usize), end: (usize, usize)) -> (usize, usize) {
        let all = self.draft.paragraphs[start.0].words.all();
        let last = if start.0 == end.0 { end.1 } else { all.len() };
        let short = (start.1 + SHORT * 2..last).find(|at| all.is_char_boundary(*at));
        (start.0, short.unwrap_or(last))
    }

    fn stray(&self, sign: &Sign) -> Passage {
        let start = (sign.paragraph, sign.at);
        let shown = sign.count.min(40) * sign.len;
        let text = self.draft.paragraphs[sign.paragraph]
            .words
            .all()
            .get(sign.at..sign.at + shown)
            .unwrap_or("")
            .to_owned();
        let end = (sign.paragraph, sign.at + sign.count * sign.len);
        let mut passage = self.passage(start, end, PassageKind::Unmatched, text);
        passage.words = 0;
        if sign.count > 40 {
            passage.text.push_str(&format!("… ({} signs)", sign.count));
        }
        passage
    }

    /// Brackets in text that the view leaves out, so that every sign of the source is accounted
    /// for.
    fn struck(&self) -> Vec<Passage> {
        let found = scan_struck(self.draft, self.view);
        let pairs = found
            .pairs
            .iter()
            .map(|pair| self.pair(pair, 1, false, true));
        let strays = found.strays.iter().map(|sign| Passage {
            struck: true,
            ..self.stray(sign)
        });
        pairs.chain(strays).take(MOST_PASSAGES).collect()
    }

    /// Status notes in round brackets or braces, or as a line of their own: `(pending decision
    /// COM5)`, `{Placement proposal: …}`, "Suggested for closure".
    fn notes_in_other_signs(&self) -> Vec<Passage> {
        let mut out = Vec::new();
        for (index, paragraph) in self.draft.paragraphs.iter().enumerate() {
            // A line in bold letters is read as a heading.
            let is_clause = paragraph.kind == Kind::Clause;
            if !(is_clause || paragraph.kind == Kind::Heading) || !paragraph.begins_in(self.view) {
                continue;
            }
            let spans = match own_line(paragraph) {
                Some(span) => vec![span],
                None if !is_clause => continue,
                None => {
                    let all = paragraph.words.all();
                    enclosed_notes(all)
                        .into_iter()
                        .chain(last_note(all))
                        .collect()
                }
            };
            for span in spans {
                let mut runs = paragraph.words.runs_in(self.view);
                if runs.any(|r| (r.start..r.start + r.text.len()).contains(&span.start)) {
                    let (start, end) = ((index, span.start), (index, span.end));
                    let text = self.text(start, end, false);
                    out.push(self.passage(start, end, PassageKind::StatusNote, text));
                }
            }
        }
        out
    }

    /// Labels that depend on which brackets stay: `[4][2].`
    fn labels(&self) -> Vec<Passage> {
        let has = |p: &Paragraph| {
            p.label_in(self.view)
                .is_some_and(|l| l.starts_with('[') && !l.starts_with("[^"))
        };
        let paragraphs = self.draft.paragraphs.iter().enumerate();
        paragraphs
            .filter(|(_, p)| p.begins_in(self.view) && p.kind != Kind::Note && has(p))
            .map(|(index, p)| {
                let label = p.label_in(self.view).unwrap_or("").to_owned();
                let mut passage = self.passage(
                    (index, 0),
                    (index, 0),
                    PassageKind::Alternative,
                    label.clone(),
                );
                passage.label = Some(label);
                passage.words = 0;
                passage
            })
            .collect()
    }

    /// Block alternatives: "Option 1" and what lies below it.
    fn options(&self) -> Vec<Passage> {
        const LONGEST: usize = 100_000;
        let mut out = Vec::new();
        let paragraphs = &self.draft.paragraphs;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let Some(label) = self.option_label(paragraph) else {
                continue;
            };
            let last = self.last_of_option(index, label.value);
            let end = (last, paragraphs[last].words.all().len());
            let mut text = self.text((index, 0), end, false);
            if let Some(own) = self.own_option_label(paragraph) {
                text = format!("{own} {text}");
            }
            if text.len() > LONGEST {
                shorten(&mut text);
            }
            let mut passage = self.passage((index, 0), end, PassageKind::Option, text);
            passage.label = Some(label.printed);
            out.push(passage);
        }
        out
    }

    /// The last clause below an option. "7. Option 1:" alone on its line holds the paragraphs below
    /// it that have no label.
    fn last_of_option(&self, index: usize, value: u32) -> usize {
        let paragraphs = &self.draft.paragraphs;
        let paragraph = &paragraphs[index];
        let depth = *paragraph.depth.get(self.view);
        let is_bare = options::is_bare(paragraph, self.view);
        let stands_in_words = self.own_option_label(paragraph).is_none();
        let option = |p: &Paragraph| options::label(p, self.view).map(|label| label.value);
        let goes_on = |p: &Paragraph| match p.kind {
            Kind::Note => true,
            // The next of "7. Option 1: …" may stand below clause 7.
            Kind::Clause if *p.depth.get(self.view) > depth => {
                !stands_in_words || option(p).is_none_or(|next| next <= value)
            }
            Kind::Clause => is_bare && p.label_in(self.view).is_none() && option(p).is_none(),
            _ => false,
        };
        let below = paragraphs.iter().enumerate().skip(index + 1);
        let below = below.take_while(|(_, p)| goes_on(p));
        let clauses = below.filter(|(_, p)| p.kind == Kind::Clause);
        clauses.last().map_or(index, |(last, _)| last)
    }

    /// The label of a clause, if it is that of an option.
    fn own_option_label<'p>(&self, paragraph: &'p Paragraph) -> Option<&'p str> {
        let label = paragraph.label_in(self.view)?;
        options::is_label(label).then_some(label)
    }

    fn option_label(&self, paragraph: &Paragraph) -> Option<options::Label> {
        if paragraph.kind != Kind::Clause || !paragraph.begins_in(self.view) {
            return None;
        }
        options::label(paragraph, self.view)
    }

    fn passage(
        &self,
        start: (usize, usize),
        end: (usize, usize),
        kind: PassageKind,
        text: String,
    ) -> Passage {
        let (line, column) = self.places.place_of(start.0, start.1);
        let clauses = self.clauses(start.0..=end.0);
        let words = text
            .split(|c: char| c.is_whitespace() || c == '[' || c == ']')
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .count();
        Passage {
            address: self.addresses.get(start.0).to_owned(),
            section: self
                .outline
                .section_of(start.0)
                .map_or_else(String::new, crate::draft::Section::cited),
            line,
            column,
            kind,
            depth: 1,
            label: None,
            by: None,
            words,
            text,
            clauses,
            struck: false,
            children: Vec::new(),
            span: [start, end],
        }
    }

    /// The addresses of clauses.
    fn clauses(&self, paragraphs: RangeInclusive<usize>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for index in paragraphs {
            let address = self.addresses.get(index);
            let is_new = out.last().is_none_or(|last| last != address);
            if self.draft.paragraphs[index].kind == Kind::Clause && !address.is_empty() && is_new {
                out.push(address.to_owned());
            }
        }
        out
    }

    /// The text from one place to another, with the labels of the paragraphs that begin in between.
    /// The label of the first is no part of it: `[d) to act]` is `[to act]`.
    fn text(&self, start: (usize, usize), end: (usize, usize), struck: bool) -> String {
        let mut out = String::new();
        for index in start.0..=end.0 {
            let paragraph = &self.draft.paragraphs[index];
            if index > start.0 && (!paragraph.begins_in(self.view) || paragraph.kind == Kind::Note)
            {
                continue;
            }
            if index > start.0 {
                out.push('\n');
            }
            let from = if index == start.0 { start.1 } else { 0 };
            let to = if index == end.0 { end.1 } else { usize::MAX };
            let mut label = paragraph
                .label_in(self.view)
                .filter(|_| index > start.0)
                .map(|l| (paragraph.lead_in(self.view), l));
            for run in paragraph
                .words
                .runs()
                .filter(|r| struck || r.change.stands_in(self.view))
            {
                let run_end = run.start + run.text.len();
                let (a, b) = (from.clamp(run.start, run_end), to.clamp(run.start, run_end));
                if let Some((lead, text)) = label.filter(|(lead, _)| (a..b).contains(lead)) {
                    out.push_str(&run.text[a - run.start..lead - run.start]);
                    out.push_str(text);
                    out.push(' ');
                    out.push_str(&run.text[lead - run.start..b - run.start]);
                    label = None;
                } else {
                    out.push_str(&run.text[a - run.start..b - run.start]);
                }
            }
            if let Some((_, text)) =
                label.filter(|(lead, _)| *lead == 0 && paragraph.words.is_empty())
            {
                out.push_str(text);
            }
        }
        out
    }
}

/// A paragraph that is nothing but a note, without label and without brackets.
fn own_line(paragraph: &Paragraph) -> Option<Range<usize>> {
    const LONGEST: usize = 80;
    let all = paragraph.words.all();
    let is_plain =
        all.len() <= LONGEST && paragraph.label.is_none() && !all.contains(['[', '{', '(']);
    (is_plain && notes::is_line(&all.to_lowercase())).then_some(0..all.len())
}

/// Notes in round brackets or braces.
fn enclosed_notes(all: &str) -> Vec<Range<usize>> {
    const MOST: usize = 1000;
    let opens = all.match_indices(['(', '{']).take(MOST);
    let found = opens.filter_map(|(at, open)| {
        let len = all[at..].find(if open == "(" { ')' } else { '}' })?;
        is_enclosed_note(open, &all[at + 1..at + len]).then_some(at..at + len + 1)
    });
    found.collect()
}

/// A note behind the last stop of a clause: "to act; AGREED ad ref".
fn last_note(all: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 60;
    let end = all.trim_end_matches([' ', '.', ';']).len();
    let stop = all[..end].rfind([';', '.', '؛', '；', '。']);
    let stop = stop.filter(|stop| end - stop <= LONGEST)?;
    let tail = all[stop..end].trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_whole = !tail.contains(['[', ']', '(', ')', '{', '}']);
    (is_whole && notes::is_plain(&tail.to_lowercase())).then_some(end - tail.len()..end)
}

fn is_enclosed_note(open: &str, inside: &str) -> bool {
    const LONGEST: usize = 120;
    let bare = inside.trim();
    if open == "{" && bare.len() > 3 && bare.contains(' ') {
        return true;
    }
    if bare.len() <= 3 || bare.len() > LONGEST {
        return false;
    }
    let low = bare.to_lowercase();
    notes::is_pending(&low) || notes::is_plain(&low)
}

const fn counts_words(kind: PassageKind) -> bool {
    !matches!(
        kind,
        PassageKind::StatusNote | PassageKind::Unmatched | PassageKind::Option
    )
}

fn shorten(text: &mut String) {
    let cut = (SHORT..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    if cut < text.len() {
        text.truncate(cut);
        text.push('…');
    }
}

/// Whether another bracket stands right beside a pair: `[shall][should]`, `[shall] [should]`.
fn is_beside(draft: &Draft, pairs: &[Pair], k: usize, view: View) -> bool {
    let pair = &pairs[k];
    if pair.open.paragraph != pair.close.paragraph {
        return false;
    }
    let words = &draft.paragraphs[pair.open.paragraph].words;
    let all = words.all();
    let before = all[..pair.open.at].trim_end_matches([' ', '/']);
    let after = all[pair.close.at + pair.close.len..].trim_start_matches([' ', '/']);
    let inside = &all[pair.open.at + pair.open.len..pair.close.at];
    // "[within its means,] [and by law]": one goes on where the other ends.
    let goes_on = |text: &str| {
        let joints = vocabulary::joints().iter();
        let begins = |joint: &str| text.strip_prefix(joint).is_some_and(|t| t.starts_with(' '));
        text.starts_with([',', ';']) || { joints }.any(|joint| begins(joint))
    };
    let ends_open = |text: &str| text.ends_with([',', ';']);
    let closes_before = before.ends_with(']')
        && !before.ends_with("]]")
        && !ends_open(&before[..before.len() - 1])
        && !goes_on(inside);
    let opens_after = after.starts_with('[')
        && !after.starts_with("[^")
        && !goes_on(&after[1..])
        && !ends_open(inside);
    if !closes_before && !opens_after {
        return false;
    }
    // "; ] [": two texts in a row, not a choice between them.
    let is_clause =
        inside.trim_end().ends_with([';', '.']) || words.text(view).len() == inside.len() + 2;
    !is_clause
}

/// Puts passages into the passages that hold them. `flat` is sorted by start, longer ones first.
fn nest(flat: Vec<Passage>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    let mut open: Vec<Passage> = Vec::new();
    for passage in flat {
        while open.last().is_some_and(|last| !holds(last, &passage)) {
            close(&mut open, &mut out);
        }
        // An option holds paragraphs, not a bracket's words: brackets stay on their own.
        if passage.kind == PassageKind::Option || open.len() >= DEEPEST as usize {
            out.push(passage);
        } else {
            open.push(passage);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut out);
    }
    out.sort_by(|a, b| a.span[0].cmp(&b.span[0]).then(b.span[1].cmp(&a.span[1])));
    out
}

fn holds(outer: &Passage, inner: &Passage) -> bool {
    outer.span[0] <= inner.span[0]
        && inner.span[1] <= outer.span[1]
        && outer.kind != PassageKind::Unmatched
        && outer.struck == inner.struck
}

fn close(open: &mut Vec<Passage>, out: &mut Vec<Passage>) {
    if let Some(done) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => out.push(done),
        }
    }
}
