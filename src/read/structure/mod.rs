//! Blocks -> paragraphs: what each block is, its label, and how deep it lies.

pub(in crate::read) mod block;
pub(in crate::read) mod calls;
mod candidates;
mod closing;
mod contents;
pub(in crate::read) mod costs;
pub(in crate::read) mod furniture;
mod headings;
pub(in crate::read) mod label;
mod marked_label;
pub(in crate::read) mod masthead;
mod search;
mod series;
mod split;
mod state;
mod trellis;
mod unit;
mod unsure;
mod why;

use crate::draft::Why;
use crate::draft::paragraph::place_in;
use crate::draft::{
    Anchor, Change, Diff, Finding, Kind, Label, Number, Paragraph, Severity, View, Wording,
};
use block::{Block, Inline, Joint, Remark};
use candidates::{House, Role};
use marked_label::{ChangedLabel, label_as_marked, leads, whole_change};
use search::Reading;
use unit::{LabelState, Unit};

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
    /// How deep a clause lies, where the format itself says so.
    fn depth(&self, _index: usize, _block: &Block<'_>) -> Option<Diff<u8>> {
        None
    }
    /// Whether the format itself says that a page added a block.
    fn is_of_page(&self, _index: usize) -> bool {
        false
    }
    /// How the end of a paragraph and the start of what goes on with it belong together.
    fn joint(&self, _before: &str, _after: &str) -> Joint {
        Joint::Space
    }
    /// Whether marks stand among the words of a block, as signs of their own.
    fn has_marks_in_text(&self) -> bool {
        true
    }
    /// Whether headings look like headings: what is neither marked as one nor bold is none.
    fn shows_headings(&self) -> bool {
        false
    }
    /// Whether every mark is as it was made, and a block is a paragraph: nothing was lost on the way.
    fn is_exact(&self) -> bool;
}

/// Reads all blocks: the cheapest reading of the whole draft.
pub(in crate::read) fn read(blocks: &[Block<'_>], source: &impl Source) -> Read {
    let mut units = unit::units(blocks, source);
    let search::Cheapest { readings, unsure } = search::read(&units, house(blocks, &units, source));
    let unsure = unsure::findings(&units, &readings, &unsure);
    let mut builder = Builder {
        blocks,
        source,
        out: Read::default(),
        remark: None,
        depth: None,
        last_text: None,
    };
    for (unit, reading) in units.iter_mut().zip(readings) {
        builder.unit(unit, reading);
    }
    turn_last_lines_into_notes(&mut builder.out.paragraphs);
    builder.out.findings.extend(unsure);
    builder.out
}

/// Tells why each block is read as it is.
pub(in crate::read) fn why(blocks: &[Block<'_>], source: &impl Source) -> Vec<Why> {
    let units = unit::units(blocks, source);
    let choices = search::explain(&units, house(blocks, &units, source));
    why::of(&units, &choices)
}

/// What the whole draft shows.
fn house(blocks: &[Block<'_>], units: &[Unit], source: &impl Source) -> House {
    House {
        marks_headings: source.shows_headings() || blocks.iter().any(|b| b.hashes > 0),
        is_exact: source.is_exact(),
        has_contents: units.iter().any(|unit| unit.facts.opens_contents),
    }
}

/// Makes paragraphs of units as they were read.
struct Builder<'s, 'b, S> {
    blocks: &'s [Block<'b>],
    source: &'s S,
    out: Read,
    /// What is known of the block that is being read.
    remark: Option<Remark>,
    depth: Option<Diff<u8>>,
    /// The last paragraph that is text, which a continuation goes on with.
    last_text: Option<usize>,
}

impl<S: Source> Builder<'_, '_, S> {
    fn unit(&mut self, unit: &mut Unit, reading: Reading) {
        let block = &self.blocks[unit.block];
        let role = reading.role;
        self.remark = (!unit.is_part)
            .then(|| self.source.remark(unit.block))
            .flatten();
        self.depth = self.source.depth(unit.block, block);
        // Where every mark is as it was made, what the page added has marks, too.
        let is_plain = !self.source.is_exact() || block.bullet.is_some();
        if role == Role::Furniture && is_plain {
            return self.push_plain(Kind::Furniture, block);
        }
        let inline = std::mem::take(&mut unit.inline);
        self.report(&inline, block);
        match role {
            Role::Furniture => return self.push(Kind::Furniture, inline, None, 0),
            Role::Continuation => return self.join(unit, inline),
            Role::Contents => self.push(Kind::Furniture, inline, None, 0),
            Role::Masthead => self.push(Kind::Masthead, inline, None, 0),
            Role::Organ => self.push(Kind::Organ, inline, None, 0),
            Role::Call => self.push(Kind::Call, inline, None, 0),
            Role::Closing => self.push(Kind::Closing, inline, None, 0),
            Role::Note => return self.note(unit, inline),
            Role::Heading => self.heading(unit, reading, inline),
            Role::Clause => self.clause(unit, reading, inline),
            Role::Words => {
                // What the format numbers is no part of the words: it would be lost.
                let label = self.source.label(unit.block).map(given);
                self.push(Kind::Clause, inline, label, reading.depth);
            }
        }
        if role != Role::Contents {
            self.last_text = self.out.paragraphs.len().checked_sub(1);
        }
    }

    fn report(&mut self, inline: &Inline, block: &Block<'_>) {
        let place = |at: usize| {
            let found = place_in(&inline.anchors, inline.words.all(), at);
            found.unwrap_or((block.places[0].1, 0))
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
        if let (Some(last), more @ 1..) = (inline.unpaired.last(), inline.unpaired_more) {
            let (line, column) = place(*last);
            let message = format!("{more} more marks behind this one have no partner");
            let severity = Severity::Warning;
            self.out.findings.push(Finding::new(
                severity,
                "mark-unpaired",
                line,
                column,
                message,
            ));
        }
        for (line, column, text) in &inline.comments {
            self.out.findings.push(Finding::new(
                Severity::Note,
                "comment",
                *line,
                *column,
                format!("comment: {text}"),
            ));
        }
        for (line, column, target) in &inline.links {
            self.out.findings.push(Finding::new(
                Severity::Note,
                "link",
                *line,
                *column,
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

    fn note(&mut self, unit: &Unit, mut inline: Inline) {
        let sign = match &unit.note {
            Some(sign) => sign.to_string(),
            None => unit.facts.number.to_string(),
        };
        // The sign is read again from the words: marks before it are gone there.
        let all = inline.words.all();
        let bare = sign.trim_end_matches(':').trim_matches(['[', ']']);
        let after = |sign: &str| {
            let rest = all.strip_prefix(sign)?;
            Some(all.len() - rest.trim_start().len())
        };
        let end = after(&sign).or_else(|| after(bare)).unwrap_or(0);
        let mut label = Label::plain(&sign);
        if end > 0 && all.is_char_boundary(end) {
            let taken = self.take_label(&mut inline, 0..end);
            label = self.label(&sign, &taken, Diff::same(0));
            if let Some((new, end)) = second_sign(&label, &inline.words) {
                label.text.new = Some(new.into());
                self.take_label(&mut inline, 0..end);
            }
        }
        self.push(Kind::Note, inline, Some(label), 0);
    }

    /// The paragraph before goes on: its words and these are one.
    fn join(&mut self, unit: &Unit, inline: Inline) {
        let Some(at) = self.last_text else {
            return self.push(Kind::Clause, inline, None, 0);
        };
        let is_apart = at + 1 < self.out.paragraphs.len() || unit.facts.after_blank;
        let paragraph = &mut self.out.paragraphs[at];
        let end = paragraph.words.all().len();
        match self.source.joint(paragraph.words.all(), inline.words.all()) {
            Joint::Space if end > 0 => paragraph.words.push(" ", Change::Kept),
            Joint::Space | Joint::Hyphen => {}
            Joint::Parted => {
                paragraph.words.take(end - 1..end);
            }
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
        if is_apart {
            let (line, column) = inline
                .anchors
                .first()
                .map_or((0, 0), |a| (a.line, a.column));
            self.out.findings.push(Finding::new(
                Severity::Note,
                "joined-across-break",
                line,
                column,
                "this line goes on with the paragraph before the break",
            ));
        }
    }

    fn heading(&mut self, unit: &Unit, reading: Reading, mut inline: Inline) {
        let level = reading.depth;
        if let Some(text) = self
            .source
            .label(unit.block)
            .filter(|_| unit.facts.has_given_label)
        {
            return self.push(Kind::Heading, inline, Some(given(text)), level);
        }
        let printed = unit.printed.as_ref().filter(|_| reading.label.is_some());
        // `#` makes a heading of anything: a number without a sign after it is part of its words.
        let printed = printed.filter(|printed| {
            Number::parse(&printed.text).is_some_and(|number| {
                !number.open.is_empty() && !["(", "（"].contains(&number.open.as_str())
                    || number.close == "."
                    || unit.facts.hashes == 0
            })
        });
        let label = printed.map(|printed| {
            let taken = self.take_label(&mut inline, printed.lead..printed.rest);
            self.label(&printed.text, &taken, leads(&inline.words, printed.lead))
        });
        self.push(Kind::Heading, inline, label, level);
    }

    fn clause(&mut self, unit: &Unit, reading: Reading, mut inline: Inline) {
        let depth = reading.depth;
        if let Some(sign) = unit.bullet.filter(|_| reading.label.is_none()) {
            let label = if unit.sign_length == 0 {
                Label::plain(&sign.to_string())
            } else {
                let taken = self.take_label(&mut inline, 0..unit.sign_length);
                self.label(&sign.to_string(), &taken, Diff::same(0))
            };
            return self.push(Kind::Clause, inline, Some(label), depth);
        }
        if let Some(text) = self.source.label(unit.block) {
            return self.push(Kind::Clause, inline, Some(given(text)), depth);
        }
        if let Some(changed) = ChangedLabel::at_start(&inline.words) {
            let lead = leads(&inline.words, changed.signs.start);
            self.take_label(&mut inline, changed.signs);
            let label = Label {
                text: Diff {
                    old: Some(changed.old.into()),
                    new: Some(changed.new.into()),
                },
                lead,
                ..Label::plain("")
            };
            return self.push(Kind::Clause, inline, Some(label), depth);
        }
        let Some(printed) = &unit.printed else {
            return self.push(Kind::Clause, inline, None, depth);
        };
        let taken = self.take_label(&mut inline, printed.lead..printed.rest);
        let label = self.label(&printed.text, &taken, leads(&inline.words, printed.lead));
        let cut = reading.label.and_then(|k| unit.labels.get(usize::from(k)));
        let pair = match cut.map(|label| &label.state) {
            Some(LabelState::Cut(new, old)) => Some((new.to_string(), old.to_string())),
            _ => printed.pair.as_deref().cloned(),
        };
        let print = Print {
            struck: label.text.new.is_none(),
            pair,
        };
        self.push_printed(Kind::Clause, inline, Some(label), depth, print);
    }

    /// Takes a typed label out of the words. What is split off or merged has its label in one text
    /// only: in the other the same signs are words of the paragraph before it, and stay among the
    /// words.
    fn take_label(&self, inline: &mut Inline, range: std::ops::Range<usize>) -> Wording {
        let taken = cut(inline, range.clone());
        let stands = |view| !taken.text(view).trim().is_empty();
        let (other, change) = match self.remark {
            Some(Remark::Mark(Change::Inserted)) => (View::Base, Change::Deleted),
            Some(Remark::Mark(Change::Deleted)) => (View::Revised, Change::Inserted),
            _ if range.start == 0 || !self.source.is_exact() => return taken,
            // White space behind a bracket, in the text without the label.
            _ if !stands(View::Base) => (View::Base, Change::Deleted),
            _ if !stands(View::Revised) => (View::Revised, Change::Inserted),
            _ => return taken,
        };
        let words = taken.view(other).all_as(change);
        put(inline, range.start, &words);
        taken
    }

    /// A label with the marks of its signs. Where all marks are as they were made, each text has
    /// what stands of it there.
    fn label(&self, text: &str, signs: &Wording, lead: Diff<u8>) -> Label {
        let mut label = label_as_marked(text, signs, lead);
        if self.source.is_exact() && signs.is_marked() {
            let of = |view| {
                let text = signs.text(view);
                let text = text.trim();
                (!text.is_empty()).then(|| text.into())
            };
            label.text = Diff {
                old: of(View::Base),
                new: of(View::Revised),
            };
        }
        label
    }

    fn push(&mut self, kind: Kind, inline: Inline, label: Option<Label>, depth: u8) {
        self.push_printed(kind, inline, label, depth, Print::default());
    }

    fn push_printed(
        &mut self,
        kind: Kind,
        inline: Inline,
        label: Option<Label>,
        depth: u8,
        print: Print,
    ) {
        let line = inline.anchors.first().map_or(0, |anchor| anchor.line);
        let given_depth = self.depth.take().filter(|_| kind == Kind::Clause);
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
                depth: given_depth.unwrap_or(Diff::same(depth)),
                place: None,
                label,
                words: inline.words,
                line: Diff::same(line),
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

/// The new sign of a note whose old one went: `~~[^2]:~~<ins>[^1]:</ins> See…`, and where it ends.
fn second_sign(label: &Label, words: &Wording) -> Option<(String, usize)> {
    let first = words.runs().next().filter(|_| label.text.new.is_none())?;
    let sign = label::note(words.all())?;
    let is_alone = first.change == Change::Inserted && first.text.trim_end() == sign;
    let rest = &words.all()[sign.len()..];
    let gap = rest.len() - rest.trim_start().len();
    is_alone.then(|| (sign.to_owned(), sign.len() + gap))
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

/// Puts words in at a place, and moves the anchors after it.
fn put(inline: &mut Inline, at: usize, words: &Wording) {
    if words.is_empty() {
        return;
    }
    let after = inline.words.take(at..inline.words.all().len());
    for part in [words, &after] {
        for run in part.runs() {
            inline
                .words
                .push_from(run.text, run.change, run.style, run.origin);
        }
    }
    let len = u32::try_from(words.all().len()).unwrap_or(u32::MAX);
    let place = inline.anchors.partition_point(|a| (a.at as usize) < at);
    let first = inline.anchors.get(place).copied();
    for anchor in &mut inline.anchors[place..] {
        anchor.at = anchor.at.saturating_add(len);
    }
    if let Some(first) = first {
        inline.anchors.insert(place, first);
    }
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
