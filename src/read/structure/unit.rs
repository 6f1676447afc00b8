//! One block, or a part of one, as it looks by itself: its words, the ways to read its label, and
//! what speaks for what. Nothing here knows what stands around it.

use super::block::{Block, Inline, ListLevel, Remark, ends_sentence};
use super::calls::{self, CallLikeness};
use super::label::{self, Printed};
use super::marked_label::{ChangedLabel, is_marked_apart};
use super::parts::Parts;
use super::series::{self, Mark, Shape};
use super::{Role, Source, closing, contents, furniture, needs_more, split};
use crate::draft::{Anchor, Change, Number, Paragraph, Style, Wording};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A block, or a part of one.
#[derive(Debug)]
pub(super) struct Unit {
    /// The block that it is, or is a part of.
    pub(super) block: usize,
    pub(super) inline: Inline,
    /// It does not begin its block.
    pub(super) is_part: bool,
    pub(super) indent: u16,
    pub(super) bullet: Option<char>,
    /// The bytes of that list sign in the words; 0 where the format has taken it off.
    pub(super) sign_length: u32,
    /// The label that its words begin with, as printed.
    pub(super) printed: Option<PrintedLabel>,
    /// Every way to read its label.
    pub(super) labels: SmallVec<[LabelReading; 1]>,
    pub(super) facts: Facts,
    rare: Option<Box<Rare>>,
}

/// What few units have: a draft may have a million of them.
#[derive(Debug, Default)]
struct Rare {
    /// The sign of a note that it begins with.
    note: Option<Box<str>>,
    /// The two labels that are printed in one, the new one first.
    pair: Option<(String, String)>,
    /// What the page added, as it is printed.
    page: Option<Paragraph>,
}

/// Where a label stands among the words, and where those after it begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrintedLabel {
    lead: u32,
    end: u32,
    rest: u32,
}

impl PrintedLabel {
    fn of(found: &Printed<'_>) -> Self {
        Self {
            lead: short(found.lead),
            end: short(found.lead + found.text.len()),
            rest: short(found.rest),
        }
    }

    /// The label, of the words that it stands in.
    pub(super) fn text(self, words: &str) -> &str {
        words.get(self.lead()..self.end as usize).unwrap_or("")
    }

    pub(super) const fn lead(self) -> usize {
        self.lead as usize
    }

    pub(super) const fn rest(self) -> usize {
        self.rest as usize
    }
}

fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// One way to read a label.
#[derive(Debug, Clone)]
pub(super) struct LabelReading {
    pub(super) mark: Option<Mark>,
    pub(super) state: LabelState,
    /// Names a part of the draft by a word: `Article 4`.
    pub(super) is_worded: bool,
}

/// How much of a label can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LabelState {
    /// All of it.
    Whole,
    /// Not all of it; it counts as the next one.
    Damaged,
    /// It is two numbers in one: the new one and the old one.
    Cut(u32, u32),
}

/// What a unit looks like by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) hashes: u8,
    pub(super) is_furniture: bool,
    pub(super) is_rule: bool,
    /// The format gives it its label.
    pub(super) has_given_label: bool,
    pub(super) after_blank: bool,
    pub(super) is_long: bool,
    pub(super) is_short: bool,
    pub(super) ends: bool,
    pub(super) ends_in_comma: bool,
    pub(super) ends_in_colon: bool,
    pub(super) needs_more: bool,
    pub(super) begins_small: bool,
    pub(super) begins_capital: bool,
    /// The words after the label begin with a small letter.
    pub(super) goes_on_small: bool,
    pub(super) is_known_call: bool,
    pub(super) is_call_shape: bool,
    pub(super) opens_preamble: bool,
    pub(super) opens_paragraph: bool,
    pub(super) is_organ: bool,
    pub(super) is_organ_shape: bool,
    pub(super) opens_proposal: bool,
    pub(super) opens_draft: bool,
    /// Who speaks stands just below, at most with other lines of a title between.
    pub(super) before_organ: bool,
    /// A heading stands just before that is a label and nothing else: "Article 4".
    pub(super) after_lone_heading: bool,
    /// `I`, `II`: a roman numeral alone on its line.
    pub(super) is_lone_numeral: bool,
    pub(super) is_annex: bool,
    /// Short, begins with a capital, ends without a sign.
    pub(super) is_heading_shape: bool,
    pub(super) is_heading_before_list: bool,
    /// The words after the label could be a heading.
    pub(super) rest_is_heading: bool,
    pub(super) rest_is_short: bool,
    pub(super) is_bold: bool,
    pub(super) is_doubtful: bool,
    pub(super) is_bare_number: bool,
    /// A tab parts its label from the words.
    pub(super) is_tabbed: bool,
    /// It stands in the older text alone: its label belongs to other series than those of the newer
    /// one.
    pub(super) is_gone: bool,
    /// The draft has strikes: two numbers may be printed in one, the new one and the old one.
    pub(super) may_be_cut: bool,
    /// Its label is struck, or stands after a bracket: a number is a label there.
    pub(super) is_marked_label: bool,
    /// Our own writer marked its label apart from the words.
    pub(super) is_own_label: bool,
    /// What it is, where the format says so.
    pub(super) role: Option<Role>,
    /// It begins with a label that is no part of running text.
    pub(super) begins_clause: bool,
    pub(super) begins_list: bool,
    /// Nothing follows the label.
    pub(super) is_label_alone: bool,
    /// Nothing but figures follows the label.
    pub(super) rest_is_number: bool,
    /// A row of a table drawn in text: `| Lamps | 12 |`.
    pub(super) is_row: bool,
    pub(super) is_closing: bool,
    pub(super) is_contents: bool,
    pub(super) opens_contents: bool,
    /// The number of a note, where a bare number begins it.
    pub(super) number: u32,
}

/// Takes all blocks apart into units; blocks are freed as units come of them.
pub(super) fn units(blocks: Parts<Block<'_>>, source: &impl Source) -> Parts<Unit> {
    let mut out = Parts::default();
    let has_strikes = source.has_strikes(&blocks);
    let mut blocks = blocks.into_iter().enumerate().peekable();
    while let Some((index, block)) = blocks.next() {
        let inline = source.words(index, &block);
        let mut places = Vec::new();
        if !source.is_exact() && block.hashes == 0 && !block.is_of_page {
            places = split::places(inline.words.all());
        }
        let of = |inline, bare: &str| Unit::of(index, &block, inline, bare, source, has_strikes);
        if places.is_empty() {
            let bare = if source.has_marks_in_text() {
                block.bare()
            } else {
                Cow::Borrowed(block.text.as_ref())
            };
            let next = blocks.peek().map(|(_, next)| next.bare());
            let is_organ = organ(&bare, &next.unwrap_or_default());
            out.push(of(inline, &bare).with_organ(is_organ));
            continue;
        }
        let mut parts = parted(inline, &places).into_iter();
        let Some(first) = parts.next() else { continue };
        let bare = first.words.all().to_owned();
        let next = parts.as_slice().first();
        let is_organ = organ(&bare, next.map_or("", |part| part.words.all()));
        out.push(of(first, &bare).with_organ(is_organ));
        for part in parts {
            let bare = part.words.all().to_owned();
            let mut unit = of(part, &bare);
            unit.is_part = true;
            unit.facts.after_blank = false;
            out.push(unit);
        }
    }
    mark_contents(&mut out);
    mark_titles(&mut out);
    mark_subtitles(&mut out);
    out
}

/// Marks the lines below "Contents" that come again further down: entries of a table of contents
/// without page numbers. The first line that does not come again ends it. A file may hold several
/// drafts, each with a table of its own; a page may print "Contents" over each of its parts, and
/// over what is none.
fn mark_contents(units: &mut Parts<Unit>) {
    let starts = units.iter().enumerate();
    let starts: Vec<usize> = starts
        .filter(|(_, unit)| unit.facts.opens_contents)
        .map(|(at, _)| at)
        .collect();
    let Some(first) = starts.first() else { return };
    let lines = Lines::of(units, *first);
    let tops = first_below(units, &starts);
    let openings = starts.iter().zip(&tops).filter_map(|(start, below)| {
        let again = lines.again(units, *below)?;
        // Parts of the same name that begin alike are no table of each other.
        tops.binary_search(&again)
            .is_err()
            .then_some((*start, again))
    });
    let openings: Vec<(usize, usize)> = openings.collect();
    let mut done = 0;
    for (k, (start, again)) in openings.iter().enumerate() {
        if *start < done {
            continue;
        }
        // The table of the next draft stands below what this one names.
        let next = openings[k + 1..].partition_point(|(start, _)| start < again);
        let end = openings
            .get(k + 1 + next)
            .map_or(units.len(), |next| next.0);
        done = start + 1;
        let mut entries = Vec::new();
        while done < end {
            let is_entry = lines.again(units, done).is_some_and(|again| again < end);
            if !is_of_page(&units[done]) {
                if !is_entry {
                    break;
                }
                entries.push(done);
            }
            done += 1;
        }
        // One line that comes again may do so by chance.
        if entries.len() > 1 {
            entries
                .iter()
                .for_each(|at| units[*at].facts.is_contents = true);
        }
    }
    // Without any entry, the word is a heading like others: an article about what a report holds.
    if !units.iter().any(|unit| unit.facts.is_contents) {
        for start in starts {
            units[start].facts.opens_contents = false;
        }
    }
}

/// What stands first below each of the units `starts`, but for what is of the page; both in order.
fn first_below(units: &Parts<Unit>, starts: &[usize]) -> Vec<usize> {
    let mut first = units.len();
    let mut out = Vec::with_capacity(starts.len());
    let mut starts = starts.iter().rev().peekable();
    for at in (0..units.len()).rev() {
        if starts.next_if(|start| **start == at).is_some() {
            out.push(first);
        }
        if !is_of_page(&units[at]) {
            first = at;
        }
    }
    out.reverse();
    out
}

/// Whether a line may be an entry of a table of contents: it is no sentence, and nothing in it is
/// open.
fn may_be_entry(unit: &Unit) -> bool {
    let text = unit.inline.words.all().trim_end();
    !text.ends_with(['.', ';', ':', ',', '。', '；', '：', '،', '؛']) && !text.contains(['[', ']'])
}

/// Whether a page added it, or printed it over a part of the table.
const fn is_of_page(unit: &Unit) -> bool {
    unit.facts.is_furniture || unit.facts.opens_contents
}

/// Where short lines stand, by what they say.
struct Lines(FxHashMap<String, Vec<usize>>);

impl Lines {
    fn of(units: &Parts<Unit>, from: usize) -> Self {
        let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, unit) in units.iter().enumerate().skip(from) {
            if unit.facts.is_short && !is_of_page(unit) && may_be_entry(unit) {
                let entry = contents::entry(unit.inline.words.all());
                places.entry(entry).or_default().push(at);
            }
        }
        Self(places)
    }

    /// Where a short line comes again.
    fn again(&self, units: &Parts<Unit>, at: usize) -> Option<usize> {
        let unit = units.get(at).filter(|unit| may_be_entry(unit))?;
        let entry = contents::entry(unit.inline.words.all());
        let places = self.0.get(&entry)?;
        let here = places.partition_point(|place| *place < at);
        (places.get(here) == Some(&at)).then_some(())?;
        places.get(here + 1).copied()
    }
}

/// Marks the lines above each one that names who speaks: where a draft is not the first of its
/// file, they are its title.
fn mark_titles(units: &mut Parts<Unit>) {
    const LINES: usize = 3;
    for at in 0..units.len() {
        if !units[at].facts.is_organ {
            continue;
        }
        for above in (at.saturating_sub(LINES)..at).rev() {
            let facts = &mut units[above].facts;
            if facts.ends || facts.is_closing || !facts.begins_capital || facts.is_organ {
                break;
            }
            facts.before_organ = true;
        }
    }
}

/// Marks the lines below headings that are a label and nothing else: "Article 4", and "Definitions"
/// below it.
fn mark_subtitles(units: &mut Parts<Unit>) {
    for at in 1..units.len() {
        let above = &units[at - 1];
        let is_worded = above.labels.iter().any(|label| label.is_worded);
        units[at].facts.after_lone_heading =
            above.facts.is_label_alone && is_worded || above.facts.is_lone_numeral;
    }
}

/// Whether a line names who speaks: somebody known; somebody, known or not.
fn organ(bare: &str, next: &str) -> (bool, bool) {
    const LONGEST: usize = 300;
    const MOST_WORDS: usize = 28;
    let end = bare.trim_end_matches(['*', '_', ' ']);
    if bare.len() > LONGEST || !end.ends_with([',', '،', '，']) {
        return (false, false);
    }
    let opens = calls::opens_preamble(next) || calls::call_likeness(next) == CallLikeness::Known;
    let is_followed = opens
        || next.starts_with(['*', '['])
        || next.chars().next().is_some_and(|c| !c.is_lowercase());
    let words = bare.split_whitespace().take(MOST_WORDS + 1).count();
    let is_shape = opens && words <= MOST_WORDS && !calls::opens_preamble(bare);
    (is_followed && calls::is_organ(bare, next), is_shape)
}

/// What the page added, as it is printed. Where every mark is as it was made, it has marks, too:
/// then it is read as other words are.
fn page(block: &Block<'_>, facts: Facts, source: &impl Source) -> Option<Paragraph> {
    let is_of_page = facts.is_furniture || facts.role == Some(Role::Furniture);
    let is_plain = !source.is_exact() || block.bullet.is_some();
    (is_of_page && is_plain).then(|| block.printed())
}

/// The sign of a note that text begins with, also where Markdown has it escaped.
fn note(bare: &str, words: &str) -> Option<Box<str>> {
    let text = if bare.starts_with('\\') { words } else { bare };
    label::note(text).map(Into::into)
}

impl Unit {
    fn with_organ(mut self, (is_organ, is_shape): (bool, bool)) -> Self {
        self.facts.is_organ = is_organ;
        self.facts.is_organ_shape = is_shape && self.facts.begins_capital && self.printed.is_none();
        self
    }

    fn of(
        index: usize,
        block: &Block<'_>,
        inline: Inline,
        bare: &str,
        source: &impl Source,
        has_strikes: bool,
    ) -> Self {
        let role = source.kinds(index).map(|kinds| Role::of(kinds.new));
        let facts = Facts {
            hashes: block.hashes,
            after_blank: block.after_blank,
            has_given_label: block.is_labelled,
            role,
            is_furniture: role.is_none_or(|role| role == Role::Furniture)
                && (furniture::is_furniture(block)
                    || source.is_of_page(index)
                    || source.is_exact() && furniture::is_marked_furniture(&inline.words)),
            is_rule: (block.is_of_page || source.is_exact()) && furniture::is_rule(&block.text),
            ..Facts::default()
        };
        let rare = Rare {
            note: note(bare, inline.words.all()),
            pair: None,
            page: page(block, facts, source),
        };
        let is_rare = rare.note.is_some() || rare.page.is_some();
        let mut unit = Self {
            block: index,
            is_part: false,
            indent: block.indent,
            bullet: block.bullet,
            sign_length: 0,
            printed: None,
            labels: SmallVec::new(),
            facts,
            rare: is_rare.then(|| Box::new(rare)),
            inline,
        };
        if unit.facts.is_furniture {
            return unit;
        }
        unit.facts.is_gone = source.is_exact() && is_gone(source.remark(index), &unit.inline);
        unit.read_list_sign();
        unit.facts.may_be_cut = has_strikes;
        unit.read_label(index, block, source);
        unit.look(block, bare);
        unit
    }

    /// The label that its words begin with, another one in each text. Where the format says what a
    /// paragraph is, a tab stands behind its label.
    pub(super) fn changed_label(&self, words: &Wording) -> Option<ChangedLabel> {
        let found = ChangedLabel::at_start(words)?;
        let (signs, rest) = words.all().split_at_checked(found.signs.end)?;
        let is_apart = signs.ends_with('\t') || rest.is_empty();
        (self.facts.role.is_none() || is_apart).then_some(found)
    }

    /// The sign of a note that it begins with.
    pub(super) fn note(&self) -> Option<&str> {
        self.rare.as_ref()?.note.as_deref()
    }

    /// The two labels that are printed in one, the new one first.
    pub(super) fn pair(&self) -> Option<&(String, String)> {
        self.rare.as_ref()?.pair.as_ref()
    }

    /// Takes out what the page added, as it is printed.
    pub(super) fn take_page(&mut self) -> Option<Paragraph> {
        self.rare.as_mut()?.page.take()
    }

    /// `– to act;`: a dash or a bullet in the words. An asterisk may be the sign of a note.
    fn read_list_sign(&mut self) {
        let words = self.inline.words.all();
        let is_sign = |c: &char| "–—•·‣▪●○-+".contains(*c) || *c == '*' && self.note().is_none();
        let sign = words.chars().next().filter(is_sign);
        let (None, Some(sign), false) = (self.bullet, sign, self.facts.has_given_label) else {
            return;
        };
        let rest = &words[sign.len_utf8()..];
        let gap = rest.len() - rest.trim_start().len();
        if gap > 0 && gap < rest.len() {
            self.bullet = Some(sign);
            self.sign_length = short(sign.len_utf8() + gap);
        }
    }

    fn read_label(&mut self, index: usize, block: &Block<'_>, source: &impl Source) {
        if self.sign_length > 0 {
            return;
        }
        let words = &self.inline.words;
        if let Some(label) = self.inline.label_text() {
            self.labels.extend(whole_readings(&label, None));
            return;
        }
        if let Some(given) = source.label(index) {
            let text = given.new.as_deref().or(given.old.as_deref()).unwrap_or("");
            self.labels.extend(whole_readings(text, block.list));
            return;
        }
        if let Some(changed) = self.changed_label(words) {
            let number = Number::parse(&changed.new);
            self.labels
                .extend(number.map(|number| reading(&number, None)));
            return;
        }
        let Some(found) = label::at_start(words.all()) else {
            return;
        };
        let role = self.facts.role;
        let after = &words.all()[found.lead + found.text.len()..];
        let is_tabbed = after.starts_with('\t') || role.is_some() && after.is_empty();
        if role.is_some_and(|role| role != Role::Clause || !is_tabbed) {
            return;
        }
        let is_first_struck = words.runs().next().map(|r| r.change) == Some(Change::Deleted);
        let is_struck = if source.is_exact() {
            is_marked_apart(words, found.text)
        } else {
            is_first_struck
        };
        self.facts.is_marked_label = is_struck || found.lead > 0;
        self.facts.is_doubtful = label::is_doubtful(found.text);
        self.facts.is_bare_number = label::is_bare_number(found.text);
        self.facts.is_tabbed = is_tabbed;
        self.facts.is_own_label = is_struck && source.is_exact() && source.has_marks_in_text();
        self.labels = readings(&found, self.facts);
        self.facts.goes_on_small = words.all()[found.rest..].starts_with(char::is_lowercase);
        self.printed = Some(PrintedLabel::of(&found));
        if let Some(pair) = found.pair {
            self.rare.get_or_insert_default().pair = Some(pair);
        }
    }

    fn look(&mut self, block: &Block<'_>, bare: &str) {
        let text = self.inline.words.all();
        let rest = self.printed.map_or(text, |printed| &text[printed.rest()..]);
        let rest = rest.trim_start_matches([']', ' ']);
        let is_labelled = block.is_labelled || !self.labels.is_empty();
        let facts = &mut self.facts;
        facts.look_at_ends(text, bare);
        facts.look_at_words(text, bare, is_labelled);
        facts.look_at_lines(text, rest, is_labelled);
        facts.rest_is_short = is_at_most(rest, SHORT_TITLE);
        facts.rest_is_heading = rest.is_empty()
            || facts.rest_is_short && !ends_sentence(rest) && !rest.starts_with(char::is_lowercase);
        facts.rest_is_number = self.printed.is_some()
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_digit() || c == ' ');
        // An option alone on its line holds all that stands below it.
        let is_option = |label: &LabelReading| label.mark.is_some_and(|m| m.shape == Shape::Option);
        facts.is_label_alone =
            self.printed.is_some() && rest.is_empty() && !self.labels.iter().any(is_option);
        let mut runs = self.inline.words.runs();
        facts.is_bold = !text.is_empty() && runs.all(|r| r.style.new.contains(Style::BOLD));
        let has_pair = self.rare.as_ref().is_some_and(|rare| rare.pair.is_some());
        let is_firm =
            |printed: PrintedLabel| has_pair || !label::is_bare_number(printed.text(text));
        facts.begins_clause = block.is_labelled || self.printed.is_some_and(is_firm);
        let is_first = |label: &LabelReading| label.mark.is_some_and(|mark| mark.value == 1);
        facts.begins_list = self.labels.iter().any(is_first);
    }
}

/// More bytes than these no line of a masthead has, and no heading.
const LONG: usize = 320;
/// Letters of a short line.
const SHORT: usize = 160;
/// Letters of the longest title.
const SHORT_TITLE: usize = 240;

impl Facts {
    /// How the text begins and ends.
    fn look_at_ends(&mut self, text: &str, bare: &str) {
        let end = text.trim_end_matches(|c: char| "*_~]) \u{a0}\"”’»".contains(c));
        let first = bare.trim_start_matches(['*', '_', '[', '~', '"', '“', '«', ' ']);
        let first = first.chars().next();
        self.is_long = text.len() > LONG;
        self.is_short = is_at_most(text, SHORT);
        self.is_row = text.len() > 1 && text.starts_with('|') && text.ends_with('|');
        self.ends = self.is_row || ends_sentence(text);
        self.ends_in_comma = end.ends_with([',', '،', '，', ';', '；', '؛']);
        self.ends_in_colon = end.ends_with([':', '：', '—', '–']);
        self.needs_more = !self.ends && needs_more(text);
        self.begins_small = first.is_some_and(char::is_lowercase);
        self.begins_capital = first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    }

    /// What its first words are. Nothing but its label tells of a clause that has a firm one.
    fn look_at_words(&mut self, text: &str, bare: &str, is_labelled: bool) {
        self.number = leading_number(text);
        self.opens_proposal = opens_proposal(text);
        if is_labelled && !self.is_doubtful {
            return;
        }
        let likeness = calls::call_likeness(bare);
        self.is_known_call = likeness == CallLikeness::Known;
        self.is_call_shape = likeness == CallLikeness::Shape;
        self.opens_preamble = calls::opens_preamble(bare);
        self.opens_paragraph = !self.opens_preamble && calls::opens_paragraph(bare);
    }

    /// What it is as a short line: a heading, a closing line, an entry of a table of contents.
    fn look_at_lines(&mut self, text: &str, rest: &str, is_labelled: bool) {
        if text.len() > LONG * 2 {
            return;
        }
        self.is_heading_before_list = calls::is_heading(text, true);
        self.is_heading_shape = self.is_heading_before_list && calls::is_heading(text, false);
        self.is_contents = contents::is_entry(text);
        self.opens_contents = contents::opens(text);
        self.is_annex = crate::draft::outline::is_annex(text.trim_start_matches(['[', '*', ' ']));
        if self.ends && self.ends_in_comma {
            return;
        }
        self.opens_draft = closing::opens_draft(text) || closing::opens_draft(rest);
        self.is_closing = (!is_labelled || self.is_doubtful) && closing::is_closing(text);
        self.is_lone_numeral = !is_labelled && is_lone_numeral(text);
    }
}

/// Whether a text has at most so many letters.
fn is_at_most(text: &str, letters: usize) -> bool {
    text.len() <= letters
        || text.len() <= letters * 4 && !text.is_ascii() && text.chars().count() <= letters
}

/// Whether a block whose marks are exact stands in the older text alone.
fn is_gone(remark: Option<Remark>, inline: &Inline) -> bool {
    match remark {
        Some(Remark::Mark(change)) => change == Change::Deleted,
        Some(Remark::Moved(moved)) => moved.half == Change::Deleted,
        None => {
            !inline.words.is_empty() && inline.words.runs().all(|run| run.change == Change::Deleted)
        }
    }
}

/// `I`, `XIV`: a roman numeral in capitals, and nothing else.
fn is_lone_numeral(text: &str) -> bool {
    let bare = text.trim_matches(['*', '_', ' ']);
    (1..=6).contains(&bare.len()) && bare.bytes().all(|b| b"IVX".contains(&b))
}

/// `MOD EUR/12A3/1`, `ADD APT/37/2`, `SUP IAP/5/1`: the line that opens a proposal to an ITU
/// conference.
fn opens_proposal(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let symbol = words
        .next()
        .unwrap_or("")
        .trim_matches(['(', ')', '*', '[', ']']);
    if !matches!(symbol, "ADD" | "MOD" | "SUP" | "NOC") {
        return false;
    }
    let number = words.next().unwrap_or("");
    number.matches('/').count() >= 2
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && words.next().is_none()
}

/// The number that a text begins with, where a space comes after it; else 0.
fn leading_number(text: &str) -> u32 {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 || !text[digits..].starts_with(' ') {
        return 0;
    }
    text[..digits].parse().unwrap_or(0)
}

fn reading(number: &Number, list: Option<ListLevel>) -> LabelReading {
    LabelReading {
        mark: Some(Mark::of(number, list)),
        state: LabelState::Whole,
        is_worded: series::is_worded(number) && !number.is_option(),
    }
}

fn whole_readings(text: &str, list: Option<ListLevel>) -> impl Iterator<Item = LabelReading> {
    Number::readings(text)
        .into_iter()
        .map(move |number| reading(&number, list))
}

/// Every way to read a printed label.
fn readings(found: &Printed<'_>, facts: Facts) -> SmallVec<[LabelReading; 1]> {
    let damaged = |mark| LabelReading {
        mark,
        state: LabelState::Damaged,
        is_worded: false,
    };
    if let Some((new, _)) = &found.pair {
        return smallvec::smallvec![damaged(Number::parse(new).map(|n| Mark::of(&n, None)))];
    }
    let numbers = Number::readings(found.text);
    let Some(first) = numbers.first() else {
        return smallvec::smallvec![damaged(None)];
    };
    let mut out: SmallVec<[LabelReading; 1]> =
        numbers.iter().map(|number| reading(number, None)).collect();
    if facts.is_doubtful && facts.may_be_cut {
        for (new, old) in label::cuts(found.text)
            .into_iter()
            .filter(|(new, old)| old <= new)
        {
            out.push(LabelReading {
                mark: Some(Mark::of(&first.renumbered(new), None)),
                state: LabelState::Cut(new, old),
                is_worded: false,
            });
        }
    }
    if facts.is_marked_label && first.last().is_some_and(|n| n.value <= 400) {
        out.push(damaged(Some(Mark::of(first, None))));
    }
    out
}

/// The words of a block, parted at some places.
fn parted(mut inline: Inline, places: &[usize]) -> Vec<Inline> {
    let mut parts = Vec::with_capacity(places.len() + 1);
    for place in places.iter().rev() {
        let end = inline.words.all().len();
        let words = inline.words.take(*place..end);
        let start = u32::try_from(*place).unwrap_or(u32::MAX);
        let before = inline.anchors.iter().rev().find(|a| a.at < start).copied();
        let at = inline.anchors.partition_point(|a| a.at < start);
        let mut anchors: SmallVec<[Anchor; 1]> = inline.anchors.drain(at..).collect();
        for anchor in &mut anchors {
            anchor.at -= start;
        }
        if anchors.first().is_none_or(|a| a.at > 0)
            && let Some(before) = before
        {
            let between = inline.words.all().get(before.at as usize..).unwrap_or("");
            let skipped = u32::try_from(between.chars().count()).unwrap_or(0);
            anchors.insert(
                0,
                Anchor {
                    at: 0,
                    line: before.line,
                    column: before.column + skipped,
                },
            );
        }
        parts.push(Inline {
            words,
            anchors,
            ..Inline::default()
        });
        trim_end(&mut inline);
    }
    parts.push(inline);
    parts.reverse();
    parts
}

/// Takes the white space at the end away, where a part ends.
fn trim_end(inline: &mut Inline) {
    let all = inline.words.all();
    let kept = all.trim_end().len();
    let end = all.len();
    inline.words.take(kept..end);
}
