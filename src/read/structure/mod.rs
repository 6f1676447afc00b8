//! Blocks -> paragraphs: what each block is, its label, and how deep it lies.

pub(in crate::read) mod block;
pub(in crate::read) mod calls;
pub(in crate::read) mod furniture;
pub(in crate::read) mod label;
mod levels;
mod marked_label;
pub(in crate::read) mod masthead;
mod plan;

use crate::draft::{
    Anchor, Change, Diff, Finding, Kind, Label, Number, Paragraph, Severity, Style, View, Wording,
};
use block::{Block, Inline, Remark, ends_sentence};
use calls::CallLikeness;
use furniture::is_furniture;
use label::Printed;
use levels::Levels;
use marked_label::{ChangedLabel, is_marked_apart, label_as_marked, leads, whole_change};
use plan::{Plan, is_lettered_heading, opens_proposal};

/// A paragraph and what the later passes want to know about its label.
#[derive(Debug, Default)]
pub(in crate::read) struct Read {
    pub(in crate::read) paragraphs: Vec<Paragraph>,
    pub(in crate::read) findings: Vec<Finding>,
    /// Per paragraph: how its label is printed.
    pub(in crate::read) prints: Vec<Print>,
}

/// How a label is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::read) struct Print {
    /// The label's signs are struck.
    pub(in crate::read) struck: bool,
    /// Two labels in one, the new one first, where the signs themselves tell: `c)h)`.
    pub(in crate::read) pair: Option<(String, String)>,
}

/// What a format knows of its blocks.
pub(in crate::read) trait Source {
    /// The words of a block, with their marks.
    fn words(&self, index: usize, block: &Block<'_>) -> Inline;
    /// What the marks on the words do not say.
    fn remark(&self, index: usize) -> Option<Remark>;
    /// The label that the format itself gives a block, in each view; nothing where labels are typed.
    fn label(&self, _index: usize) -> Option<Diff<Option<String>>> {
        None
    }
    /// Whether headings look like headings: what is neither marked as one nor bold is none.
    fn shows_headings(&self) -> bool {
        false
    }
    /// Whether every mark is as it was made, and a block is a paragraph: nothing was lost on the way.
    fn is_exact(&self) -> bool;
}

/// Reads all blocks.
pub(in crate::read) fn read(blocks: &[Block<'_>], source: &impl Source) -> Read {
    let mut plan = Plan::of(blocks);
    plan.hashed |= source.shows_headings();
    let mut reader = Reader {
        source,
        plan,
        out: Read::default(),
        levels: Levels::default(),
        in_call: false,
        remark: None,
    };
    for (i, block) in blocks.iter().enumerate() {
        reader.remark = source.remark(i);
        reader.block(i, block, blocks.get(i + 1));
    }
    turn_last_lines_into_notes(&mut reader.out.paragraphs);
    reader.out
}

struct Reader<'s, S> {
    source: &'s S,
    plan: Plan,
    out: Read,
    levels: Levels,
    in_call: bool,
    /// What is known of the block that is being read.
    remark: Option<Remark>,
}

impl<S: Source> Reader<'_, S> {
    fn block(&mut self, i: usize, block: &Block<'_>, next: Option<&Block<'_>>) {
        if is_furniture(block) {
            return self.push_plain(Kind::Furniture, block);
        }
        let note = label::note(&block.text).filter(|(sign, _)| !self.follows_clause(sign));
        if let Some((sign, at)) = note.or_else(|| self.next_note(&block.text)) {
            return self.note(i, block, sign, at);
        }
        let inline = self.source.words(i, block);
        self.report(&inline, block);
        if block.hashes > 0 {
            let level = block.hashes - 1;
            return match self.source.label(i) {
                Some(text) => self.numbered_heading(block, inline, text, level),
                None => self.heading(block, inline, level),
            };
        }
        if i < self.plan.body {
            return self.push(Kind::Masthead, block, inline, None, 0);
        }
        if self.plan.organs.contains(&i) {
            self.in_call = false;
            self.levels.clear();
            return self.push(Kind::Organ, block, inline, None, 0);
        }
        if opens_proposal(inline.words.all()) {
            return self.heading(block, inline, 1);
        }
        if self.is_continuation(block) {
            return self.join(block, &inline);
        }
        if self.is_call(block, next) {
            self.levels.clear();
            self.in_call = true;
            return self.push(Kind::Call, block, inline, None, 0);
        }
        if self.is_heading(block, &inline, next) {
            return self.heading(block, inline, 1);
        }
        if let Some(label) = self.source.label(i) {
            return self.numbered(block, inline, label);
        }
        self.clause(block, inline);
    }

    fn report(&mut self, inline: &Inline, block: &Block<'_>) {
        let place = |at: usize| {
            inline
                .anchors
                .iter()
                .rev()
                .find(|a| a.at as usize <= at)
                .map_or((block.places[0].1, 0), |a| (a.line, a.column))
        };
        for at in &inline.unpaired {
            let (line, column) = place(*at);
            self.out.findings.push(
                Finding::new(
                    Severity::Warning,
                    "mark-unpaired",
                    line,
                    column,
                    "a mark here has no partner; it is read as text",
                )
                .with_help("close it, or write a backslash before it"),
            );
        }
        for (at, text) in &inline.comments {
            let (line, column) = place(*at);
            self.out.findings.push(Finding::new(
                Severity::Note,
                "comment",
                line,
                column,
                format!("comment: {text}"),
            ));
        }
        for (at, target) in &inline.links {
            let (line, column) = place(*at);
            self.out.findings.push(Finding::new(
                Severity::Note,
                "link",
                line,
                column,
                format!("link to {target} left out of the words"),
            ));
        }
    }

    fn push_plain(&mut self, kind: Kind, block: &Block<'_>) {
        let mut text = String::new();
        if let Some(sign) = block.bullet {
            text.push(sign);
            text.push(' ');
        }
        text.push_str(&block.text);
        let mut paragraph = Paragraph::plain(kind, &text);
        paragraph.line = Diff::same(block.places[0].1);
        paragraph.anchors = anchors(block);
        self.add(paragraph, Print::default());
    }

    fn note(&mut self, i: usize, block: &Block<'_>, sign: &str, at: usize) {
        let mut inline = self.source.words(i, block);
        self.report(&inline, block);
        // The sign is read again from the words: marks before it are gone there.
        let all = inline.words.all();
        let end = if all.starts_with(sign) {
            at.min(all.len())
        } else {
            0
        };
        let bare = sign.trim_end_matches(':').trim_matches(['[', ']']);
        let has_sign = end > 0 && inline.words.all().is_char_boundary(end);
        if has_sign {
            cut(&mut inline, 0..end);
        } else if let Some(rest) = inline.words.all().strip_prefix(bare) {
            let end = bare.len() + (rest.len() - rest.trim_start().len());
            cut(&mut inline, 0..end);
        }
        let label = Label::plain(sign);
        self.push(Kind::Note, block, inline, Some(label), 0);
    }

    /// Whether a bare number is the next one after the clause just before it: "142 See to it that…" after clause 141.
    fn follows_clause(&self, sign: &str) -> bool {
        let last = self.out.paragraphs.last();
        let last = last.filter(|p| p.kind == Kind::Clause);
        let label = last.and_then(|p| p.label_in(View::Revised)?.parse::<u32>().ok());
        label.is_some_and(|label| sign.parse() == Ok(label + 1))
    }

    /// A bare number that goes on with the notes just before it.
    fn next_note<'a>(&self, text: &'a str) -> Option<(&'a str, usize)> {
        let last = self
            .out
            .paragraphs
            .last()
            .filter(|p| p.kind == Kind::Note)?;
        let number: u32 = last.label_in(View::Revised)?.parse().ok()?;
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_next = text[..digits].parse() == Ok(number + 1) && text[digits..].starts_with(' ');
        is_next.then(|| (&text[..digits], digits + 1))
    }

    /// The paragraph that text after a page break could go on with: the last one that is no note or furniture.
    fn unfinished(&self) -> Option<usize> {
        let at = self
            .out
            .paragraphs
            .iter()
            .rposition(|p| !matches!(p.kind, Kind::Note | Kind::Furniture))?;
        let paragraph = &self.out.paragraphs[at];
        let text = paragraph.words.all();
        (paragraph.kind == Kind::Clause && text.len() > 40 && !ends_sentence(text)).then_some(at)
    }

    /// Whether the page, or its notes, stands just before.
    fn is_after_page(&self) -> bool {
        let last = self.out.paragraphs.last();
        last.is_some_and(|p| matches!(p.kind, Kind::Note | Kind::Furniture))
    }

    /// A page break may part a paragraph: the first half has no end, the second begins in lower case.
    fn is_continuation(&self, block: &Block<'_>) -> bool {
        let text = block.bare();
        let first = text.chars().next();
        let goes_on = |at: usize| {
            first.is_some_and(char::is_lowercase)
                || self.is_after_page()
                    && (needs_more(self.out.paragraphs[at].words.all()) || ends_sentence(&text))
        };
        !self.source.is_exact()
            && block.bullet.is_none()
            && !block.is_labelled
            && self.unfinished().is_some_and(goes_on)
            && label::at_start(&text).is_none()
            && calls::call_likeness(&text) != CallLikeness::Known
    }

    fn join(&mut self, block: &Block<'_>, inline: &Inline) {
        let Some(at) = self.unfinished() else { return };
        let paragraph = &mut self.out.paragraphs[at];
        if !paragraph.words.all().ends_with('-') {
            paragraph.words.push(" ", Change::Kept);
        }
        let base = u32::try_from(paragraph.words.all().len()).unwrap_or(u32::MAX);
        let mut anchors = std::mem::take(&mut paragraph.anchors).into_vec();
        anchors.extend(inline.anchors.iter().map(|a| Anchor {
            at: a.at + base,
            ..*a
        }));
        paragraph.anchors = anchors.into_boxed_slice();
        for run in inline.words.runs() {
            paragraph.words.push_styled(run.text, run.change, run.style);
        }
        self.out.findings.push(Finding::new(
            Severity::Note,
            "joined-across-break",
            block.places[0].1,
            block.places[0].2,
            "this line goes on with the paragraph before the break",
        ));
    }

    fn previous_ended(&self) -> bool {
        self.out
            .paragraphs
            .iter()
            .rev()
            .find(|p| !matches!(p.kind, Kind::Note | Kind::Furniture))
            .is_none_or(|p| {
                p.kind != Kind::Clause || p.words.all().len() < 40 || ends_sentence(p.words.all())
            })
    }

    fn is_call(&self, block: &Block<'_>, next: Option<&Block<'_>>) -> bool {
        let text = block.bare();
        let likeness = calls::call_likeness(&text);
        if likeness == CallLikeness::None
            || block.bullet.is_some()
            || block.is_labelled
            || label::at_start(&text)
                .is_some_and(|l| likeness == CallLikeness::Shape || !label::is_doubtful(l.text))
        {
            return false;
        }
        match likeness {
            CallLikeness::Known => next.is_some_and(|n| {
                n.after_blank || label::starts_clause(&n.bare()) || block.after_blank
            }),
            CallLikeness::Shape => {
                self.previous_ended()
                    && block.after_blank
                    && next.is_some_and(|n| begins_list(&n.bare()))
            }
            CallLikeness::None => false,
        }
    }

    fn is_heading(&self, block: &Block<'_>, inline: &Inline, next: Option<&Block<'_>>) -> bool {
        let text = inline.words.all();
        if block.bullet.is_some() || block.is_labelled || next.is_none() {
            return false;
        }
        if is_lettered_heading(text) && block.after_blank {
            return self.previous_ended();
        }
        if let Some(found) = label::at_start(text) {
            let is_clause = Number::parse(found.text)
                .is_some_and(|n| n.is_option() || n.is_part_of_resolution());
            let is_part = !is_clause
                && (found.text.starts_with(char::is_alphabetic) && found.text.contains(' ')
                    || found.text.starts_with('第'));
            let rest = text[found.rest..].trim_start_matches([']', ' ']);
            return is_part
                && Number::parse(found.text).is_some()
                && rest.len() <= 100
                && !ends_sentence(rest);
        }
        let is_bold = inline
            .words
            .runs()
            .all(|r| r.style.new.contains(Style::BOLD));
        if self.plan.hashed {
            return is_bold && calls::is_heading(text, true);
        }
        let before_list = next.is_some_and(|n| label::at_start(&n.bare()).is_some());
        calls::is_heading(text, before_list || is_bold) && self.previous_ended() && !self.in_call
    }

    fn heading(&mut self, block: &Block<'_>, mut inline: Inline, level: u8) {
        let label = label::at_start(inline.words.all()).and_then(|found| {
            let number = Number::parse(found.text)?;
            let is_part = !number.open.is_empty() && !["(", "（"].contains(&number.open.as_str())
                || number.close == ".";
            is_part.then(|| (found.text.to_owned(), found.lead, found.rest))
        });
        let label = label.map(|(text, lead, rest)| {
            let taken = cut(&mut inline, lead..rest);
            label_as_marked(&text, &taken, leads(&inline.words, lead))
        });
        self.levels.clear();
        self.in_call = false;
        self.push(Kind::Heading, block, inline, label, level);
    }

    /// A clause whose label the format gives.
    fn numbered(&mut self, block: &Block<'_>, inline: Inline, text: Diff<Option<String>>) {
        let readings = text.new.as_ref().or(text.old.as_ref());
        let readings = readings.map_or_else(Vec::new, |label| Number::readings(label));
        let depth = self.levels.place(&readings, block.indent);
        let label = given(text);
        self.push(Kind::Clause, block, inline, Some(label), depth);
    }

    /// A heading whose label the format gives.
    fn numbered_heading(
        &mut self,
        block: &Block<'_>,
        inline: Inline,
        text: Diff<Option<String>>,
        level: u8,
    ) {
        self.levels.clear();
        self.in_call = false;
        self.push(Kind::Heading, block, inline, Some(given(text)), level);
    }

    fn clause(&mut self, block: &Block<'_>, mut inline: Inline) {
        if let Some(changed) = ChangedLabel::at_start(&inline.words) {
            let number = Number::parse(&changed.new);
            let depth = number.map_or(0, |n| self.levels.place(&[n], block.indent));
            let lead = leads(&inline.words, changed.signs.start);
            cut(&mut inline, changed.signs);
            let label = Label {
                text: Diff {
                    old: Some(changed.old.into()),
                    new: Some(changed.new.into()),
                },
                lead,
                ..Label::plain("")
            };
            return self.push(Kind::Clause, block, inline, Some(label), depth);
        }
        let found = label::at_start(inline.words.all())
            .and_then(|found| self.accept(&found, &inline.words, block.indent));
        let Some(found) = found else {
            return self.unlabelled(block, inline);
        };
        let taken = cut(&mut inline, found.lead..found.rest);
        let label = label_as_marked(&found.text, &taken, leads(&inline.words, found.lead));
        let print = Print {
            struck: label.text.new.is_none(),
            pair: found.pair,
        };
        self.push_printed(Kind::Clause, block, inline, Some(label), found.depth, print);
    }

    /// Decides whether what looks like a label is one here, and how deep it puts the clause.
    fn accept(&mut self, found: &Printed<'_>, words: &Wording, indent: u16) -> Option<Accepted> {
        let text = words.all();
        // A strike says that a number is a label where strikes are all that is left of marks; our own marks, if it has one
        // for itself.
        let first = words.runs().next().map(|r| r.change);
        let struck = if self.source.is_exact() {
            is_marked_apart(words, found.text)
        } else {
            first == Some(Change::Deleted)
        };
        let accepted = |depth, pair| Accepted {
            lead: found.lead,
            rest: found.rest,
            text: found.text.to_owned(),
            depth,
            pair,
        };
        if let Some((new, old)) = &found.pair {
            let depth = self.levels.place_beside(&Number::readings(new), indent);
            return Some(accepted(depth, Some((new.clone(), old.clone()))));
        }
        let readings = Number::readings(found.text);
        if readings.is_empty() {
            return Some(accepted(self.levels.place_beside(&[], indent), None));
        }
        if label::is_doubtful(found.text) {
            let expected = self.levels.expected(&readings[0], indent);
            let value = readings[0].last().map_or(0, |n| n.value);
            let fits = |reading: &Number| {
                let value = reading.last().map_or(0, |n| n.value);
                match self.levels.expected(reading, indent) {
                    Some(next) => value >= next && value < next.saturating_add(9),
                    None => {
                        value == 1
                            || self.in_call
                                && value < 400
                                && !text[found.rest..].starts_with(char::is_uppercase)
                    }
                }
            };
            let fits = readings.iter().any(fits);
            if !fits {
                let next = expected.unwrap_or(1);
                let cut = label::cuts(found.text)
                    .into_iter()
                    .find(|(new, old)| *new >= next && *new < next + 5 && old <= new);
                if let Some((new, old)) = cut {
                    let depth = self
                        .levels
                        .place_beside(&[readings[0].renumbered(new)], indent);
                    return Some(accepted(depth, Some((new.to_string(), old.to_string()))));
                }
                if !(struck || found.lead > 0) || value > 400 {
                    return None;
                }
                return Some(accepted(self.levels.place_beside(&readings, indent), None));
            }
        }
        Some(accepted(self.levels.place(&readings, indent), None))
    }

    fn unlabelled(&mut self, block: &Block<'_>, inline: Inline) {
        if let Some(sign) = block.bullet {
            let depth = self.levels.place_bullet(block.indent);
            let label = Label::plain(&sign.to_string());
            return self.push(Kind::Clause, block, inline, Some(label), depth);
        }
        let first = inline.words.all().chars().next();
        if let Some(sign) = first.filter(|c| "–—•·‣▪".contains(*c)) {
            let rest = &inline.words.all()[sign.len_utf8()..];
            let gap = rest.len() - rest.trim_start().len();
            if gap > 0 {
                let mut inline = inline;
                let taken = cut(&mut inline, 0..sign.len_utf8() + gap);
                let depth = self.levels.place_bullet(block.indent);
                let label = label_as_marked(&sign.to_string(), &taken, Diff::same(0));
                return self.push(Kind::Clause, block, inline, Some(label), depth);
            }
        }
        let depth = self.levels.place_unlabelled(block.indent);
        self.push(Kind::Clause, block, inline, None, depth);
    }

    fn push(
        &mut self,
        kind: Kind,
        block: &Block<'_>,
        inline: Inline,
        label: Option<Label>,
        depth: u8,
    ) {
        self.push_printed(kind, block, inline, label, depth, Print::default());
    }

    fn push_printed(
        &mut self,
        kind: Kind,
        block: &Block<'_>,
        inline: Inline,
        label: Option<Label>,
        depth: u8,
        print: Print,
    ) {
        let (change, moved) = match self.remark.take() {
            Some(Remark::Mark(change)) => (change, None),
            Some(Remark::Moved(moved)) => (moved.half, Some(moved)),
            None => (whole_change(&inline.words, label.as_ref()), None),
        };
        let label = label.map(|mut label| {
            // A paragraph that is inserted or deleted whole has its label on one side only.
            match change {
                Change::Inserted => label.text.old = None,
                Change::Deleted => label.text.new = None,
                Change::Kept => {}
            }
            Box::new(label)
        });
        self.add(
            Paragraph {
                kind,
                older_kind: None,
                change,
                moved,
                depth: Diff::same(depth),
                place: None,
                label,
                words: inline.words,
                line: Diff::same(block.places[0].1),
                anchors: inline.anchors.into_boxed_slice(),
            },
            print,
        );
    }

    fn add(&mut self, paragraph: Paragraph, print: Print) {
        self.out.paragraphs.push(paragraph);
        self.out.prints.push(print);
    }
}

/// Notes at the end of a draft look like one more list: "1 These include…", "2 …", after a clause without label. They
/// are notes if the text has their signs: "developing countries1,".
fn turn_last_lines_into_notes(paragraphs: &mut [Paragraph]) {
    let number = |p: &Paragraph| -> Option<u32> {
        matches!(p.kind, Kind::Clause | Kind::Note)
            .then(|| p.label_in(View::Revised)?.parse().ok())?
    };
    let mut start = paragraphs.len();
    while start > 0
        && number(&paragraphs[start - 1])
            .is_some_and(|n| start == paragraphs.len() || number(&paragraphs[start]) == Some(n + 1))
    {
        start -= 1;
    }
    let Some(first) = paragraphs.get(start).and_then(number) else {
        return;
    };
    let after_unlabelled = start > 0
        && paragraphs[start - 1].kind == Kind::Clause
        && paragraphs[start - 1].label.is_none();
    let has_sign = |p: &Paragraph| {
        let words = p.words.all();
        words.match_indices('1').any(|(at, _)| {
            words[..at].ends_with(|c: char| c.is_alphabetic() || ",.;".contains(c))
                && !words[at + 1..].starts_with(|c: char| c.is_alphanumeric())
        })
    };
    let known = paragraphs[start..].iter().any(|p| p.kind == Kind::Note);
    if first == 1 && after_unlabelled && (known || paragraphs[..start].iter().any(has_sign)) {
        for paragraph in &mut paragraphs[start..] {
            paragraph.kind = Kind::Note;
            paragraph.depth = Diff::same(0);
        }
    }
}

/// Whether a text ends in a word after which another must come: "of the", "and", "de la".
fn needs_more(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or("");
    crate::vocabulary::word(&last.to_lowercase()).unfinished
}

/// A label as the format gives it.
fn given(text: Diff<Option<String>>) -> Label {
    Label {
        text: text.map(|label| label.map(String::into_boxed_str)),
        ..Label::plain("")
    }
}

/// A label that is one here.
struct Accepted {
    lead: usize,
    rest: usize,
    text: String,
    depth: u8,
    pair: Option<(String, String)>,
}

/// Takes a range out of the words and moves the anchors after it.
fn cut(inline: &mut Inline, range: std::ops::Range<usize>) -> Wording {
    let taken = inline.words.take(range.clone());
    let (start, end) = (range.start, range.start + taken.all().len());
    let Some(first) = inline
        .anchors
        .iter()
        .rev()
        .find(|a| a.at as usize <= end)
        .copied()
    else {
        return taken;
    };
    inline
        .anchors
        .retain(|a| (a.at as usize) < start || a.at as usize > end);
    for anchor in &mut inline.anchors {
        if anchor.at as usize >= end {
            anchor.at -= u32::try_from(end - start).unwrap_or(0);
        }
    }
    let skipped = u32::try_from(
        taken
            .all()
            .get((first.at as usize).saturating_sub(start)..)
            .unwrap_or("")
            .chars()
            .count(),
    )
    .unwrap_or(0);
    let at = u32::try_from(start).unwrap_or(u32::MAX);
    let place = inline.anchors.partition_point(|a| a.at < at);
    inline.anchors.insert(
        place,
        Anchor {
            at,
            line: first.line,
            column: first.column + skipped,
        },
    );
    taken
}

fn anchors(block: &Block<'_>) -> Box<[Anchor]> {
    block
        .places
        .iter()
        .map(|(at, line, column)| Anchor {
            at: *at,
            line: *line,
            column: *column,
        })
        .collect()
}

/// Whether a block begins a list: `a)`, `1`, `(i)`.
fn begins_list(text: &str) -> bool {
    label::at_start(text).is_some_and(|found| {
        Number::readings(found.text)
            .iter()
            .any(|n| n.last().is_some_and(|last| last.value == 1))
    })
}
