//! Brackets that hold more than a clause.
//!
//! A sign that found no partner in its clause may have one in another, if it stands where such a
//! bracket begins or ends: an opening sign at the start of its clause (`1. [Parties shall`), or
//! where a list or another sentence follows it (`[, inter alia:`); a closing sign at the end. No
//! bracket leaves the option it opened in, nor the item of a list that it opened in; it leaves its
//! section only if it holds whole clauses. Every other sign is a stray, which swallows nothing.

use super::scan::{Pair, Scan, Sign, pop, take_last};
use crate::draft::outline::is_annex;
use crate::draft::{Draft, Kind, Outline, Paragraph, Style, View};
use crate::vocabulary;

/// Sections that a bracket may run on into after the one it opens in, if no heading is in it.
const REACH: usize = 2;
/// Clauses that a bracket may run on into which closes before the full stop of the last: `[a; 2.
/// b];`.
const FEW: usize = 6;

/// What a clause leaves without partner, with the paragraphs that the clause is made of.
#[derive(Debug, Default)]
pub(super) struct Leftover {
    pub(super) first: Option<usize>,
    pub(super) last: usize,
    /// Signs that nothing in the clause closes.
    pub(super) opens: Vec<Sign>,
    /// Signs that close nothing in the clause.
    pub(super) closes: Vec<Sign>,
}

impl Leftover {
    /// Whether a paragraph is the rest of the same sentence: one before it broke off, and it begins
    /// in small letters.
    pub(super) fn goes_on_in(&self, draft: &Draft, index: usize, view: View) -> bool {
        let paragraph = &draft.paragraphs[index];
        if self.first.is_none() {
            return false;
        }
        if !paragraph.begins_in(view) {
            return true;
        }
        let before = &draft.paragraphs[self.last];
        paragraph.kind == Kind::Clause
            && before.kind == Kind::Clause
            && paragraph.label_in(view).is_none()
            && before.place_in(view) == paragraph.place_in(view)
            && breaks_off(before, view)
            && first_letter(paragraph, view).is_some_and(|(_, c)| c.is_lowercase())
    }
}

/// Whether no full stop, comma or the like ends a paragraph.
fn breaks_off(paragraph: &Paragraph, view: View) -> bool {
    last_sign(paragraph, view).is_some_and(char::is_alphanumeric)
}

/// The last character but for brackets and typefaces.
fn last_sign(paragraph: &Paragraph, view: View) -> Option<char> {
    let mut last = None;
    for run in paragraph.words.runs_in(view) {
        let bare = run.text.trim_end_matches(is_wrapping);
        last = bare.chars().next_back().or(last);
    }
    last
}

/// The first letter or digit, and where it stands.
fn first_letter(paragraph: &Paragraph, view: View) -> Option<(usize, char)> {
    paragraph.words.runs_in(view).find_map(|run| {
        let mut chars = run.text.char_indices();
        let (at, c) = chars.find(|(_, c)| c.is_alphanumeric())?;
        Some((run.start + at, c))
    })
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "[]［］【】*_>”“\"'’»«".contains(c)
}

/// How far a bracket may reach, by where it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Over whole clauses: it opens at the start of one, before words that it holds.
    Clauses,
    /// Over sections: it opens in the words that open a section, or on a line of its own.
    Sections,
    /// To the end of the clause with its list: a colon or another sentence follows it.
    List,
    /// Over the next items: it opens at the end of one, `[; and`.
    NextItems,
}

/// A run of opening signs that waits for its partners.
#[derive(Debug)]
struct Open {
    sign: Sign,
    reach: Reach,
    depth: u8,
    section: usize,
    /// How many clauses with a label had begun.
    labelled: usize,
    /// The option it opens in.
    option: Option<usize>,
    /// The pair at the end of its clause that it may take over, and how many signs there were.
    instead: Option<usize>,
    signs: usize,
    /// Whether it stands in the first clause of its section, or before the label of its clause.
    is_first: bool,
}

/// Where a closing sign stands.
#[derive(Debug, Clone, Copy)]
struct Close {
    /// What it closes ends with the full stop, or it stands alone: `…session.]`, not `…session].`.
    is_after_stop: bool,
    is_last_of_section: bool,
}

/// Pairs what clauses leave over.
pub(super) struct Across<'a> {
    draft: &'a Draft,
    view: View,
    outline: &'a Outline,
    section: usize,
    labelled: usize,
    open: Vec<Open>,
    /// Options that the text is in, with their depth: outer ones first.
    options: Vec<(usize, u8)>,
    /// The last option of a row, of which the next may come.
    row: Option<usize>,
    /// The last clause with a label of each depth.
    items: [usize; DEPTHS],
    /// Signs above the text, and closing signs that could be their partners.
    above: Vec<Sign>,
    at_ends: Vec<Sign>,
}

impl<'a> Across<'a> {
    pub(super) fn of(draft: &'a Draft, view: View, outline: &'a Outline) -> Self {
        Self {
            draft,
            view,
            outline,
            section: 0,
            labelled: 0,
            open: Vec::new(),
            options: Vec::new(),
            row: None,
            items: [0; DEPTHS],
            above: Vec::new(),
            at_ends: Vec::new(),
        }
    }

    /// Takes what the next clause leaves over.
    pub(super) fn take(&mut self, clause: Leftover, out: &mut Scan) {
        let Some(first) = clause.first else { return };
        let paragraph = &self.draft.paragraphs[first];
        if paragraph.kind == Kind::Masthead {
            return self.above.extend(clause.opens);
        }
        self.enter(first, out);
        if !clause.closes.is_empty() {
            self.close(&clause, out);
        }
        if !clause.opens.is_empty() {
            self.open(&clause, out);
        }
    }

    /// What has no partner in the end. A sign above the text closes where the text ends.
    pub(super) fn finish(mut self, out: &mut Scan) {
        while !self.open.is_empty() {
            self.leave_last(out);
        }
        while let (Some(last), Some(open)) = (self.at_ends.pop(), pop(&mut self.above)) {
            let close = Sign { count: 1, ..last };
            let Some(stray) = out.strays.iter_mut().rfind(|stray| **stray == last) else {
                break;
            };
            stray.count -= 1;
            stray.at += stray.len;
            out.pairs.push(Pair { open, close });
        }
        out.strays.retain(|stray| stray.count > 0);
    }

    /// Follows the text into its next clause: sections, items of lists and options end there, and
    /// what is open in them.
    fn enter(&mut self, first: usize, out: &mut Scan) {
        let before = self.section;
        while self
            .outline
            .sections
            .get(self.section)
            .is_some_and(|s| s.paragraphs.end <= first)
        {
            self.section += 1;
        }
        if self.section != before {
            self.options.clear();
            self.row = None;
            self.items = [0; DEPTHS];
        }
        let paragraph = &self.draft.paragraphs[first];
        let depth = *paragraph.depth.get(self.view);
        let option = option_at(paragraph, self.view);
        let is_labelled = paragraph.kind == Kind::Clause && paragraph.label_in(self.view).is_some();
        if is_labelled || option.is_some() {
            self.labelled += 1;
            self.items[usize::from(depth).min(DEPTHS - 1)] = self.labelled;
            self.options.retain(|(_, outer)| *outer < depth);
        }
        // The next of a row of options ends what is open since the one before it.
        let row = option.filter(|value| *value > 1).and(self.row);
        while let Some(open) = self.open.last() {
            let is_since = |row| open.sign.paragraph > row || open.option.is_some_and(|o| o >= row);
            let is_over = self.is_dead(open) || row.is_some_and(is_since);
            if !is_over {
                break;
            }
            self.leave_last(out);
        }
        if option.is_some() {
            self.options.push((first, depth));
            self.row = Some(first);
        }
    }

    /// Gives up what was opened last. Of `[The harbours [shall act.]` the closing sign, behind the
    /// stop, is the partner of the sign at the start of the sentence, and the one in its middle is
    /// the stray.
    fn leave_last(&mut self, out: &mut Scan) {
        let Some(open) = self.open.pop() else { return };
        let mut left = open.sign;
        let instead = open.instead.filter(|_| open.signs == left.count);
        if let Some(at) = instead {
            take_over(&mut left, at, out);
        }
        if left.count > 0 {
            out.strays.push(left);
        }
    }

    /// Whether a bracket that is still open can close no more.
    fn is_dead(&self, open: &Open) -> bool {
        let sections = self.section - open.section;
        let in_option = open
            .option
            .is_some_and(|option| self.options.iter().all(|(inside, _)| *inside != option));
        in_option
            || match open.reach {
                Reach::Sections => false,
                Reach::Clauses if sections == 0 => self.left(open, open.depth),
                Reach::Clauses => sections > if open.is_first { REACH } else { 1 },
                Reach::List => sections > 0 || self.left(open, open.depth + 1),
                Reach::NextItems => {
                    sections > 0
                        || self.left(open, open.depth)
                        || self.labelled - open.labelled > FEW
                }
            }
    }

    /// Whether a clause with a label less deep than `depth` began after a sign.
    fn left(&self, open: &Open, depth: u8) -> bool {
        let outer = &self.items[..usize::from(depth).min(DEPTHS)];
        outer.iter().any(|item| *item > open.labelled)
    }

    /// Closes what is open by the signs at the end of a clause.
    fn close(&mut self, clause: &Leftover, out: &mut Scan) {
        let end = end_of_text(&self.draft.paragraphs[clause.last], self.view);
        let is_last_of_section = self.is_last_of_section(clause.last);
        for run in &clause.closes {
            let mut left = *run;
            if run.paragraph == clause.last && run.at >= end {
                let close = Close {
                    is_after_stop: self.is_after_stop(run),
                    is_last_of_section,
                };
                while left.count > 0 && self.close_one(&left, close, out) {
                    left.count -= 1;
                    left.at += left.len;
                }
                if close.is_after_stop && is_last_of_section && left.count > 0 && self.ends_text() {
                    self.at_ends = vec![left];
                }
            }
            if left.count > 0 {
                out.strays.push(left);
            }
        }
    }

    fn close_one(&mut self, first: &Sign, close: Close, out: &mut Scan) -> bool {
        while self.open.last().is_some_and(|open| self.is_dead(open)) {
            self.leave_last(out);
        }
        let Some(top) = self.open.last().filter(|open| self.fits(open, close)) else {
            return false;
        };
        let is_used_up = top.sign.count == 1;
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        open.sign.count -= 1;
        let open = Sign {
            at: open.sign.at + open.sign.count * open.sign.len,
            count: 1,
            ..open.sign
        };
        let close = Sign { count: 1, ..*first };
        out.pairs.push(Pair { open, close });
        if is_used_up {
            self.open.pop();
        }
        true
    }

    /// Whether a sign at the end of the clause read now may close a bracket.
    fn fits(&self, open: &Open, close: Close) -> bool {
        let sections = self.section - open.section;
        let opens_heading = |section: usize| {
            let head = self.outline.sections.get(section).and_then(|s| s.head);
            head.is_some_and(|head| self.draft.paragraphs[head].kind == Kind::Heading)
        };
        match open.reach {
            Reach::List | Reach::NextItems => true,
            Reach::Sections => sections == 0 || close.is_after_stop || close.is_last_of_section,
            Reach::Clauses if sections == 0 => {
                close.is_after_stop
                    || !self.left(open, open.depth + 1)
                    || self.labelled - open.labelled <= FEW
            }
            Reach::Clauses => {
                close.is_after_stop && (close.is_last_of_section || !opens_heading(self.section))
            }
        }
    }

    /// Whether the words before a closing sign end with a stop, or no stop follows it.
    fn is_after_stop(&self, sign: &Sign) -> bool {
        let words = self.draft.paragraphs[sign.paragraph].words.all();
        let before = words[..sign.at]
            .chars()
            .rev()
            .take(LOOK)
            .find(|c| !is_wrapping(*c));
        let after = &words[sign.at + sign.len * sign.count..];
        before.is_none_or(is_stop) || !after.chars().take(LOOK).any(is_stop)
    }

    fn is_last_of_section(&self, last: usize) -> bool {
        let Some(section) = self.outline.sections.get(self.section) else {
            return false;
        };
        let mut after =
            self.draft.paragraphs[last + 1..section.paragraphs.end.max(last + 1)].iter();
        after.all(|p| p.kind != Kind::Clause || !p.begins_in(self.view))
    }

    /// Whether nothing but annexes follows the section read now.
    fn ends_text(&self) -> bool {
        let after = self.outline.sections.get(self.section + 1);
        after.is_none_or(|section| is_annex(&section.name))
    }

    /// Keeps the signs that the next clauses may close.
    fn open(&mut self, clause: &Leftover, out: &mut Scan) {
        let Some(first) = clause.first else { return };
        let begins = begin_of_text(&self.draft.paragraphs[first], self.view);
        let end = self.pair_at_end(clause, out);
        let last = last_sign(&self.draft.paragraphs[clause.last], self.view);
        let ends_in_colon = matches!(last, Some(':' | '：'));
        for (number, sign) in clause.opens.iter().enumerate() {
            // A sign between it and the pair at the end would stand across; one behind the pair
            // does not hold it.
            let is_around =
                |pair: &Pair| (sign.paragraph, sign.at) < (pair.open.paragraph, pair.open.at);
            let is_last = number + 1 == clause.opens.len();
            let end = end.filter(|at| is_last && is_around(&out.pairs[*at]));
            let Some(reach) = self.reach(sign, first, begins, ends_in_colon) else {
                let mut left = *sign;
                if let Some(at) = end.filter(|at| self.runs_on(&out.pairs[*at])) {
                    take_over(&mut left, at, out);
                }
                out.strays.extend((left.count > 0).then_some(left));
                continue;
            };
            let instead = end.filter(|at| {
                let pair = &out.pairs[*at];
                let is_inside = pair.open.paragraph != first || pair.open.at > begins;
                is_inside && self.is_after_stop(&pair.close) && !self.begins_sentence(&pair.open)
            });
            let open = self.opened(sign, first, reach, instead);
            self.open.push(open);
        }
    }

    /// How far a bracket may reach that opens here; none if it cannot leave its clause.
    fn reach(
        &self,
        sign: &Sign,
        first: usize,
        begins: usize,
        ends_in_colon: bool,
    ) -> Option<Reach> {
        let kind = self.draft.paragraphs[first].kind;
        if sign.paragraph == first && sign.at <= begins {
            let is_wide = begins == usize::MAX || kind.opens_section();
            return Some(if is_wide {
                Reach::Sections
            } else {
                Reach::Clauses
            });
        }
        if self.is_at_end(sign) {
            return Some(Reach::NextItems);
        }
        let holds_list = ends_in_colon || self.begins_sentence(sign);
        holds_list.then_some(Reach::List)
    }

    fn opened(&self, sign: &Sign, first: usize, reach: Reach, instead: Option<usize>) -> Open {
        let paragraph = &self.draft.paragraphs[first];
        let lead = paragraph.lead_in(self.view);
        let mut options = self.options.iter().rev().map(|(option, _)| *option);
        let inner = options.next();
        // A bracket round an option, "[Option 1: …", is in the one that holds it, if any.
        let is_round = inner == Some(first)
            && (sign.at < lead || sign.at < option_start(paragraph, self.view));
        let section = self.outline.sections.get(self.section);
        let head = section.map(|section| section.paragraphs.start);
        Open {
            sign: *sign,
            reach,
            instead,
            signs: sign.count,
            depth: *paragraph.depth.get(self.view),
            section: self.section,
            labelled: self.labelled,
            option: if is_round { options.next() } else { inner },
            is_first: sign.at < lead || head.is_some_and(|head| first <= head + 1),
        }
    }

    /// The pair within a clause that closes at its end, by its place among the pairs.
    fn pair_at_end(&self, clause: &Leftover, out: &Scan) -> Option<usize> {
        let at = out.pairs.len().checked_sub(1)?;
        let close = out.pairs[at].close;
        let end = end_of_text(&self.draft.paragraphs[clause.last], self.view);
        (close.paragraph == clause.last && close.at >= end).then_some(at)
    }

    /// Whether a pair is the last of alternatives in a row and much longer than the one before it:
    /// `[public [means][funds to be given to harbours].` It lost its closing sign, and has that of
    /// what holds it.
    fn runs_on(&self, pair: &Pair) -> bool {
        let words = self.draft.paragraphs[pair.open.paragraph].words.all();
        let close = if pair.close.paragraph == pair.open.paragraph {
            pair.close.at
        } else {
            words.len()
        };
        let own = words[pair.open.at..close].split_whitespace().count();
        let Some(before) = words[..pair.open.at].strip_suffix([']', '］', '】']) else {
            return false;
        };
        let near = before.char_indices().rev().take(MUCH_LONGER * own * 8);
        let start = near
            .filter(|(_, c)| "[［【".contains(*c))
            .map(|(at, _)| at)
            .next();
        let other = start.map_or(usize::MAX, |start| {
            before[start..].split_whitespace().count()
        });
        own / MUCH_LONGER >= other
    }

    /// Whether nothing but a link stands after a sign in its clause: `[; and`.
    fn is_at_end(&self, sign: &Sign) -> bool {
        let words = self.draft.paragraphs[sign.paragraph].words.all();
        let after = &words[sign.at + sign.len * sign.count..];
        after.len() <= 12 && after.split(|c: char| !c.is_alphanumeric()).all(is_link)
    }

    /// Whether a sentence ends right before a sign.
    fn begins_sentence(&self, sign: &Sign) -> bool {
        let words = self.draft.paragraphs[sign.paragraph].words.all();
        let mut before = words[..sign.at].chars().rev().take(LOOK);
        before.find(|c| !is_wrapping(*c)).is_some_and(is_full_stop)
    }
}

/// Gives the closing sign of a pair to the last sign of a run; the one that had it is a stray.
fn take_over(run: &mut Sign, pair: usize, out: &mut Scan) {
    let Some(pair) = out.pairs.get_mut(pair) else {
        return;
    };
    if let Some(outer) = take_last(run) {
        out.strays.push(std::mem::replace(&mut pair.open, outer));
    }
}

/// How far is looked for a stop before or after a sign, in characters.
const LOOK: usize = 16;
/// How many times as many words one of two alternatives has that has lost its end.
const MUCH_LONGER: usize = 2;
/// Depths that are told apart.
const DEPTHS: usize = 16;

/// Whether a word may stand between the last two items of a list.
fn is_link(word: &str) -> bool {
    word.is_empty()
        || vocabulary::joints().contains(&word)
        || vocabulary::glued_joints().contains(&word)
}

fn is_full_stop(c: char) -> bool {
    ".!?:;。．：；؟؛".contains(c)
}

fn is_stop(c: char) -> bool {
    is_full_stop(c) || ",،，、".contains(c)
}

/// The number of the option that a paragraph opens: `Option 2:` as its label, or as its first
/// words.
fn option_at(paragraph: &Paragraph, view: View) -> Option<u32> {
    if !matches!(paragraph.kind, Kind::Clause | Kind::Heading) || !paragraph.begins_in(view) {
        return None;
    }
    super::options::label(paragraph, view).map(|label| label.value)
}

/// Where "Option 1" begins, if it stands among the words.
fn option_start(paragraph: &Paragraph, view: View) -> usize {
    first_letter(paragraph, view).map_or(0, |(at, _)| at)
}

/// Up to where a sign stands at the start of a paragraph: the first letter, or that after "Option
/// 1:" or "EU:".
fn begin_of_text(paragraph: &Paragraph, view: View) -> usize {
    const LONGEST: usize = 60;
    let Some((at, _)) = first_letter(paragraph, view) else {
        return usize::MAX;
    };
    let rest = &paragraph.words.all()[at..];
    let Some(bracket) = rest.find(['[', '［', '【']).filter(|end| *end <= LONGEST) else {
        return at;
    };
    let head = rest[..bracket].trim_end_matches(is_wrapping);
    let is_head = head.ends_with([':', '：']) || super::options::is_label(head);
    let next = rest[bracket..].find(char::is_alphanumeric);
    if is_head {
        at + bracket + next.unwrap_or(0)
    } else {
        at
    }
}

/// Where the text of a paragraph ends but for stops, closing signs, signs of notes and remarks in
/// braces.
fn end_of_text(paragraph: &Paragraph, view: View) -> usize {
    let mut end = 0;
    for run in paragraph.words.runs_in(view) {
        if run.style.new.contains(Style::SUPERSCRIPT) {
            continue;
        }
        let bare = without_tail(run.text);
        if !bare.is_empty() {
            end = run.start + bare.len();
        }
    }
    end
}

/// Words without what may follow a closing sign: `.]`, `;”`, `[^3]`, `{to be moved}`.
fn without_tail(text: &str) -> &str {
    let bare = |text: &str| {
        let is_end = |c: char| c.is_whitespace() || ".,;:]>*”\"'’،؛。；］】_".contains(c);
        text.trim_end_matches(is_end).len()
    };
    let mut end = text.len();
    for (open, close) in [("{", '}'), ("[^", ']')] {
        let tail = text[..end].trim_end_matches([' ', '.', '*', ';']);
        if tail.ends_with(close)
            && let Some(at) = tail.rfind(open)
        {
            end = at;
        }
    }
    &text[..bare(&text[..end])]
}
