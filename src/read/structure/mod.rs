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
pub(in crate::read) mod parts;
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
    Anchor, Change, Diff, Finding, Kind, Label, Number, Paragraph, Run, Severity, View, Wording,
};
use block::{Block, Inline, Joint, Remark};
use candidates::{House, Role};
use marked_label::{ChangedLabel, label_as_marked, leads, whole_change};
use parts::Parts;
use search::Reading;
use unit::{LabelState, Unit};

/// A paragraph and what the later passes want to know about its label.
#[derive(Debug, Default)]
pub(in crate::read) struct Read {
    pub(in crate::read) paragraphs: Vec<Paragraph>,
    pub(in crate::read) findings: Vec<Finding>,
    /// How the labels of some paragraphs are printed, in order; the others as labels are.
    prints: Vec<(usize, Print)>,
}

impl Read {
    /// How the label of a paragraph is printed, if otherwise than labels are.
    pub(in crate::read) fn print(&self, paragraph: usize) -> Option<&Print> {
        let found = self.prints.binary_search_by_key(&paragraph, |(at, _)| *at);
        found.ok().map(|at| &self.prints[at].1)
    }
}

/// How a label is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::read) struct Print {
    /// The label's signs are struck.
    pub(in crate::read) struck: bool,
    /// Two labels in one, the new one first, where the signs themselves tell: `c)h)`.
    pub(in crate::read) pair: Option<Box<(String, String)>>,
}

/// What a format knows of its blocks.
pub(in crate::read) trait Source {
    /// The words of a block, with their marks.
    fn words(&self, index: usize, block: &Block<'_>) -> Inline;
    /// What the marks on the words do not say.
    fn remark(&self, index: usize) -> Option<Remark>;
    /// Whether any words are struck.
    fn has_strikes(&self, blocks: &Parts<Block<'_>>) -> bool;
    /// The label that the format itself gives a block, in each view; nothing where labels are
    /// typed.
    fn label(&self, _index: usize) -> Option<Diff<Option<String>>> {
        None
    }
    /// What a block is in each text, where the format itself says so: a clause has a label if a tab
    /// parts it from the words.
    fn kinds(&self, _index: usize) -> Option<Diff<Kind>> {
        None
    }
    /// What a block was in the older text, where the format says that and leaves it to its words
    /// what it is now.
    fn older_kind(&self, _index: usize) -> Option<Kind> {
        None
    }
    /// How deep a clause lies, where the format itself says so; its block is set in by `indent`.
    fn depth(&self, _index: usize, _indent: u16) -> Option<Diff<u8>> {
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
    /// Whether every mark is as it was made, and a block is a paragraph: nothing was lost on the
    /// way.
    fn is_exact(&self) -> bool;
}

/// Reads all blocks: the cheapest reading of the whole draft.
pub(in crate::read) fn read(blocks: Parts<Block<'_>>, source: &impl Source) -> Read {
    let units = unit::units(blocks, source);
    let search::Cheapest { readings, unsure } = search::read(&units, house(&units, source));
    let unsure = unsure::findings(&units, &readings, &unsure);
    let mut builder = Builder {
        source,
        out: Read {
            paragraphs: Vec::with_capacity(readings.len()),
            ..Read::default()
        },
        remark: None,
        depth: None,
        kinds: None,
        older_kind: None,
        last_text: None,
    };
    // Units are freed as paragraphs come of them.
    for (mut unit, reading) in units.into_iter().zip(readings) {
        builder.unit(&mut unit, reading);
    }
    turn_last_lines_into_notes(&mut builder.out.paragraphs);
    builder.out.findings.extend(unsure);
    builder.out
}

/// Tells why each block is read as it is.
pub(in crate::read) fn why(blocks: Parts<Block<'_>>, source: &impl Source) -> Vec<Why> {
    let units = unit::units(blocks, source);
    let choices = search::explain(&units, house(&units, source));
    why::of(&units, &choices)
}

/// What the whole draft shows.
fn house(units: &Parts<Unit>, source: &impl Source) -> House {
    House {
        marks_headings: source.shows_headings() || units.iter().any(|unit| unit.facts.hashes > 0),
        is_exact: source.is_exact(),
        has_contents: units.iter().any(|unit| unit.facts.opens_contents),
    }
}

/// Makes paragraphs of units as they were read.
struct Builder<'s, S> {
    source: &'s S,
    out: Read,
    /// What is known of the block that is being read.
    remark: Option<Remark>,
    depth: Option<Diff<u8>>,
    kinds: Option<Diff<Kind>>,
    older_kind: Option<Kind>,
    /// The last paragraph that is text, which a continuation goes on with.
    last_text: Option<usize>,
}

impl<S: Source> Builder<'_, S> {
    fn unit(&mut self, unit: &mut Unit, reading: Reading) {
        let role = reading.role;
        self.remark = (!unit.is_part)
            .then(|| self.source.remark(unit.block))
            .flatten();
        self.depth = self.source.depth(unit.block, unit.indent);
        self.kinds = self.source.kinds(unit.block);
        self.older_kind = self.source.older_kind(unit.block);
        if role == Role::Furniture
            && let Some(page) = unit.take_page()
        {
            return self.add(page, Print::default());
        }
        let mut inline = std::mem::take(&mut unit.inline);
        self.report(&inline);
        if let Some(label) = said_label(&mut inline) {
            return self.labelled(reading, inline, label);
        }
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

    /// A paragraph whose label the format itself has told apart from the words.
    fn labelled(&mut self, reading: Reading, inline: Inline, label: Label) {
        let kind = reading.role.kind();
        let depth = match kind {
            Kind::Heading | Kind::Clause => reading.depth,
            _ => 0,
        };
        // Somebody may have left nothing of it but its tab.
        let label =
            Some(label).filter(|label| label.text.old.is_some() || label.text.new.is_some());
        self.push(kind, inline, label, depth);
        if !matches!(kind, Kind::Note | Kind::Furniture) {
            self.last_text = self.out.paragraphs.len().checked_sub(1);
        }
    }

    fn report(&mut self, inline: &Inline) {
        let place =
            |at: usize| place_in(&inline.anchors, inline.words.all(), at).unwrap_or_default();
        let Some(aside) = &inline.aside else {
            return;
        };
        for at in &aside.unpaired {
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
        if let (Some(last), more @ 1..) = (aside.unpaired.last(), aside.unpaired_more) {
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
        for (line, column, text) in &aside.comments {
            self.out.findings.push(Finding::new(
                Severity::Note,
                "comment",
                *line,
                *column,
                format!("comment: {text}"),
            ));
        }
        for (line, column, target) in &aside.links {
            self.out.findings.push(Finding::new(
                Severity::Note,
                "link",
                *line,
                *column,
                format!("link to {target} left out of the words"),
            ));
        }
    }

    fn note(&mut self, unit: &Unit, mut inline: Inline) {
        let sign = match (unit.note(), unit.facts.number) {
            (Some(sign), _) => sign.to_owned(),
            // The format says that it is one, whatever it begins with.
            (None, 0) => return self.push(Kind::Note, inline, None, 0),
            (None, number) => number.to_string(),
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
        let change = paragraph.change;
        let is_whole = whole_change(&paragraph.words, paragraph.label.as_deref()) == change;
        let end = paragraph.words.all().len();
        match self.source.joint(paragraph.words.all(), inline.words.all()) {
            Joint::Space if end > 0 => {
                let space = between(&paragraph.words, &inline.words);
                paragraph.words.push(" ", space);
            }
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
            let Run {
                text,
                change,
                style,
                origin,
                ..
            } = run;
            paragraph.words.push_from(text, change, style, origin);
        }
        // What came or went whole does so no more where words that stay go on with it.
        if is_whole && whole_change(&paragraph.words, paragraph.label.as_deref()) != change {
            paragraph.change = Change::Kept;
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
        let is_label = |label: &str| Number::parse(label).is_some_and(|n| n.is_label_of_heading());
        if let Some(changed) = unit.changed_label(&inline.words)
            && (unit.facts.hashes == 0
                || inline.words.all()[..changed.signs.end].ends_with('\t')
                || is_label(&changed.old) && is_label(&changed.new))
        {
            let label = self.changed_label(&mut inline, changed);
            return self.push(Kind::Heading, inline, Some(label), level);
        }
        let printed = unit.printed.filter(|_| reading.label.is_some());
        // `#` makes a heading of anything: some numbers are part of its words there.
        let printed = printed.filter(|printed| {
            unit.facts.hashes == 0
                || unit.facts.is_tabbed
                || is_label(printed.text(inline.words.all()))
        });
        let label = printed.map(|printed| {
            let text = printed.text(inline.words.all()).to_owned();
            let taken = self.take_label(&mut inline, printed.lead()..printed.rest());
            self.label(&text, &taken, leads(&inline.words, printed.lead()))
        });
        self.push(Kind::Heading, inline, label, level);
    }

    fn clause(&mut self, unit: &Unit, reading: Reading, mut inline: Inline) {
        let depth = reading.depth;
        if let Some(sign) = unit.bullet.filter(|_| reading.label.is_none()) {
            let label = if unit.sign_length == 0 {
                Label::plain(&sign.to_string())
            } else {
                let taken = self.take_label(&mut inline, 0..unit.sign_length as usize);
                self.label(&sign.to_string(), &taken, Diff::same(0))
            };
            return self.push(Kind::Clause, inline, Some(label), depth);
        }
        if let Some(text) = self.source.label(unit.block) {
            return self.push(Kind::Clause, inline, Some(given(text)), depth);
        }
        if let Some(changed) = unit.changed_label(&inline.words) {
            let label = self.changed_label(&mut inline, changed);
            return self.push(Kind::Clause, inline, Some(label), depth);
        }
        let Some(printed) = unit.printed else {
            return self.push(Kind::Clause, inline, None, depth);
        };
        let text = printed.text(inline.words.all()).to_owned();
        let taken = self.take_label(&mut inline, printed.lead()..printed.rest());
        let label = self.label(&text, &taken, leads(&inline.words, printed.lead()));
        let cut = reading.label.and_then(|k| unit.labels.get(usize::from(k)));
        let pair = match cut.map(|label| &label.state) {
            Some(LabelState::Cut(new, old)) => Some(Box::new((new.to_string(), old.to_string()))),
            _ => unit.pair().cloned().map(Box::new),
        };
        let print = Print {
            struck: label.text.new.is_none(),
            pair,
        };
        self.push_printed(Kind::Clause, inline, Some(label), depth, print);
    }

    /// Takes a label that is another one in the newer text out of the words.
    fn changed_label(&self, inline: &mut Inline, changed: ChangedLabel) -> Label {
        let lead = leads(&inline.words, changed.signs.start);
        let signs = self.take_label(inline, changed.signs);
        Label {
            origin: origin_of(&signs),
            text: Diff {
                old: Some(changed.old.into()),
                new: Some(changed.new.into()),
            },
            lead,
            ..Label::plain("")
        }
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
        label.origin = origin_of(signs);
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
        let older_kind = self.kinds.take().filter(|kinds| kinds.new == kind);
        let older_kind = older_kind.map(|kinds| kinds.old).or(self.older_kind.take());
        let older_kind = older_kind.filter(|old| *old != kind);
        let given_depth = match (self.depth.take(), older_kind) {
            (Some(given), _) if kind == Kind::Clause => Some(given),
            // It lay somewhere as the clause that it was.
            (Some(Diff { old, .. }), Some(Kind::Clause)) => Some(Diff { old, new: depth }),
            _ => None,
        };
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
                older_kind,
                change,
                origin: 0,
                moved,
                depth: given_depth.unwrap_or(Diff::same(depth)),
                place: None,
                label,
                words: inline.words,
                line: Diff::same(line),
                anchors: inline.anchors.as_slice().into(),
            },
            print,
        );
    }

    fn add(&mut self, paragraph: Paragraph, print: Print) {
        if print != Print::default() {
            self.out.prints.push((self.out.paragraphs.len(), print));
        }
        self.out.paragraphs.push(paragraph);
    }
}

/// Notes at the end of a draft look like one more list: "1 These include…", "2 …", after a clause
/// without label. They are notes if the text has their signs: "developing countries1,".
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

/// Takes the label that the format itself tells apart out of the words: each text has what stands
/// of it there.
fn said_label(inline: &mut Inline) -> Option<Label> {
    let range = inline.label()?;
    let lead = leads(&inline.words, range.start);
    let signs = cut(inline, range);
    let of = |view| {
        let text = signs.text(view);
        let text = text.trim();
        (!text.is_empty()).then(|| text.into())
    };
    Some(Label {
        text: Diff {
            old: of(View::Base),
            new: of(View::Revised),
        },
        lead,
        origin: origin_of(&signs),
        ..Label::plain("")
    })
}

/// Who took signs away and who brought others.
fn origin_of(signs: &Wording) -> Diff<u32> {
    let of = |change| signs.runs().find(|run| run.change == change);
    let of = |change| of(change).map_or(0, |run| run.origin);
    Diff {
        old: of(Change::Deleted),
        new: of(Change::Inserted),
    }
}

/// What became of the space between words and those that go on with them: it came or went with
/// both.
fn between(before: &Wording, after: &Wording) -> Change {
    let last = before.runs().last().map(|run| run.change);
    let first = after.runs().next().map(|run| run.change);
    match (last, first) {
        (Some(last), Some(first)) if last == first => last,
        _ => Change::Kept,
    }
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
    let sign = label::note(words.all()).filter(|_| label.text.new.is_none())?;
    // The sign may be set in another typeface than the colon behind it.
    let of_sign = words.runs().take_while(|run| run.start < sign.len());
    let is_alone = of_sign.clone().all(|run| run.change == Change::Inserted)
        && of_sign
            .last()
            .is_some_and(|run| run.text.trim_end().len() == sign.len() - run.start);
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
