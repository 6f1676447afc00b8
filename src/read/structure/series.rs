//! Series of labels that are open at a place, and what it costs a label to go on with one or to
//! begin one.
//!
//! Series bind the readings of a draft together: 3 goes on with 2 over headings and sub-lists, (a)
//! begins under its chapeau, an annex begins anew. They outrank the layout: Word's list level
//! first, then the series, then the indent.

use super::block::ListLevel;
use super::costs::{Against, Doubts};
use crate::draft::{Number, Script};
use rustc_hash::FxHasher;
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

/// Deeper than this no draft nests; what claims to is put here.
const DEEPEST: u8 = 40;
/// As many series are open at most; a deeper one takes the place of the innermost.
const MOST_OPEN: usize = DEEPEST as usize;
/// Of the open series of one style, so many are looked at, the innermost first.
const MOST_ALIKE: usize = 4;

/// The open series, outermost first.
pub(super) type Stack = SmallVec<[Open; 4]>;

/// An open series, as far as its last label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Open {
    pub(super) mark: Mark,
    pub(super) indent: u16,
    pub(super) depth: u8,
}

/// What counts of a label within a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mark {
    /// The signs around the numeral and its script: labels of one series share them.
    style: u32,
    /// The same without the signs around it: series whose signs wander.
    script: u32,
    /// The numerals before the last: 3 in `3.2`.
    above: u32,
    pub(super) value: u32,
    has_suffix: bool,
    rank: u8,
    pub(super) shape: Shape,
    /// The place that the format gives it in a list of its own.
    list: Option<ListLevel>,
}

/// What is peculiar to a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// One numeral: `1.`, `(a)`.
    Plain,
    /// Several numerals: `3.2`.
    Compound,
    /// `PP4`, `OP2`.
    Part,
    /// `Option 1`.
    Option,
    /// A list sign without a number.
    Bullet,
}

impl Mark {
    /// The mark of a label; `list` as the format gives it.
    pub(super) fn of(number: &Number, list: Option<ListLevel>) -> Self {
        let last = number.last();
        let script = last.map_or(Script::Open, |n| n.script);
        let is_option = number.is_option();
        let shape = match () {
            () if is_option => Shape::Option,
            () if number.is_part_of_resolution() => Shape::Part,
            () if number.numerals.len() > 1 => Shape::Compound,
            () => Shape::Plain,
        };
        let is_spelled = matches!(shape, Shape::Part | Shape::Option) || number.open.ends_with(' ');
        let close = if is_spelled { "" } else { number.close.trim() };
        let open = if is_option {
            "option"
        } else {
            number.open.trim()
        };
        let numerals = number.numerals.len();
        // "Chapitre premier" comes before "Chapitre II".
        let counted = if is_spelled { Script::Decimal } else { script };
        Self {
            style: hash(&(open, close, numerals, counted)),
            script: hash(&(numerals, script)),
            above: hash(&number.numerals[..numerals.saturating_sub(1)]),
            value: last.map_or(0, |n| n.value),
            has_suffix: !number.suffix.is_empty(),
            rank: rank(number, script),
            shape,
            list,
        }
    }

    /// The mark of a list sign.
    pub(super) const fn bullet(list: Option<ListLevel>) -> Self {
        Self {
            style: 0,
            script: 0,
            above: 0,
            value: 1,
            has_suffix: false,
            rank: 7,
            shape: Shape::Bullet,
            list,
        }
    }

    /// The levels of two labels that the format numbers in one list.
    fn levels(self, other: Self) -> Option<(u8, u8)> {
        let (own, other) = (self.list?, other.list?);
        (own.list == other.list).then_some((own.level, other.level))
    }

    /// How far in a label like this stands as a rule.
    pub(super) const fn rank(self) -> u8 {
        self.rank
    }

    /// What labels of one series share.
    pub(super) const fn style(self) -> u32 {
        self.style
    }

    /// Whether it ends in `bis`, `ter`, `alt`.
    pub(super) const fn has_suffix(self) -> bool {
        self.has_suffix
    }

    /// What the label `self` costs as the one after `last` in a series of one style; none if it
    /// cannot be.
    pub(super) fn after(self, last: Self) -> Doubts {
        let doubts = Doubts::NONE;
        let doubts = doubts.and_if(self.value == 0, Against::OpenNumber);
        if self.above != last.above {
            return doubts.and_if(self.value != 1, Against::Gap);
        }
        if self.shape == Shape::Bullet || self.value == last.value + 1 || self.value == 0 {
            doubts
        } else if self.value == last.value {
            doubts.and_if(!self.has_suffix && !last.has_suffix, Against::Repeated)
        } else if self.value < last.value {
            doubts.and(Against::Backward)
        } else if self.value - last.value > 5 {
            doubts.and(Against::WideGap)
        } else {
            doubts.and(Against::Gap)
        }
    }
}

fn hash(what: &(impl Hash + ?Sized)) -> u32 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    // The lower half is the one that is well mixed.
    u32::try_from(hasher.finish() & u64::from(u32::MAX)).unwrap_or(0)
}

/// Whether a label names its part by a word: `Article 4`, `第三条`.
pub(super) fn is_worded(number: &Number) -> bool {
    number.open.ends_with(' ') && number.open.starts_with(char::is_alphabetic)
        || number.open == "第"
}

/// How far in a label of this script stands as a rule: roman capitals outermost, small roman
/// numerals innermost.
fn rank(number: &Number, script: Script) -> u8 {
    let is_enclosed = matches!(number.open.as_str(), "(" | "（");
    match script {
        _ if !number.open.is_empty() && !is_enclosed => 0,
        Script::UpperRoman => 1,
        Script::UpperLatin => 2,
        Script::Chinese if !is_enclosed => 3,
        Script::Decimal | Script::ArabicIndic | Script::FullWidth | Script::Open
            if !is_enclosed =>
        {
            3
        }
        Script::Chinese => 4,
        Script::LowerLatin | Script::Cyrillic | Script::Arabic => 5,
        Script::LowerRoman => 6,
        _ => 5,
    }
}

/// What is known where a label stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) indent: u16,
    /// The paragraph before ends in a colon.
    pub(super) announced: bool,
    /// A heading has come since the last label.
    pub(super) after_heading: bool,
    /// No label has come yet.
    pub(super) is_first: bool,
}

/// One way to put a label among the open series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    /// The series it goes on with, or the number of series that stay open above the one it begins.
    at: usize,
    begins: bool,
    pub(super) depth: u8,
    pub(super) doubts: Doubts,
}

impl Placement {
    /// Whether a series begins here.
    pub(super) const fn begins(self) -> bool {
        self.begins
    }

    /// The open series after it.
    pub(super) fn apply(self, stack: &mut Stack, mark: Mark, indent: u16) {
        stack.truncate(self.at + usize::from(!self.begins));
        if self.begins {
            let depth = self.depth;
            stack.push(Open {
                mark,
                indent,
                depth,
            });
        } else if let Some(open) = stack.last_mut() {
            open.indent = indent;
            open.mark = Mark {
                list: mark.list.or(open.mark.list),
                ..mark
            };
        }
    }
}

/// Every way to put a label among the open series that is worth a look.
pub(super) fn placements(stack: &[Open], mark: Mark, around: Around) -> SmallVec<[Placement; 4]> {
    let mut out: SmallVec<[Placement; 4]> = SmallVec::new();
    if mark.shape == Shape::Part || follows_preamble(stack, mark) {
        let same = stack.first().filter(|open| open.mark.style == mark.style);
        let doubts = same.map_or(Doubts::NONE, |open| {
            if mark.value == 1 && open.mark.value > 1 && !mark.has_suffix {
                Doubts::NONE.and(cost_of_beginning_again(around.after_heading))
            } else {
                mark.after(open.mark)
            }
        });
        out.push(Placement {
            at: 0,
            begins: true,
            depth: 0,
            doubts,
        });
        return out;
    }
    for (at, open) in stack.iter().enumerate().rev() {
        let Some(doubts) = goes_on(open, at, mark, around) else {
            continue;
        };
        out.push(Placement {
            at,
            begins: false,
            depth: open.depth,
            doubts,
        });
        if doubts == Doubts::NONE && mark.value != 1 {
            return out;
        }
        if out.len() == MOST_ALIKE {
            break;
        }
    }
    out.push(below(stack, mark, around));
    if let Some(beside) = beside(stack, mark, around) {
        out.push(beside);
    }
    out
}

/// What it costs a series to begin again.
const fn cost_of_beginning_again(after_heading: bool) -> Against {
    if after_heading {
        Against::BeginsAfterHeading
    } else {
        Against::BeginsAgain
    }
}

/// What it costs to go on with an open series, if the label can.
fn goes_on(open: &Open, at: usize, mark: Mark, around: Around) -> Option<Doubts> {
    let is_same = open.mark.style == mark.style;
    let is_kin = !is_same
        && open.mark.script == mark.script
        && open.mark.above == mark.above
        && mark.value == open.mark.value + 1
        && open.mark.shape == mark.shape
        && open.mark.rank.abs_diff(mark.rank) <= 2;
    if !is_same && !is_kin
        || mark
            .levels(open.mark)
            .is_some_and(|(one, other)| one != other)
    {
        return None;
    }
    let begins_again = mark.value == 1 && !mark.has_suffix && open.mark.value > 1;
    let begins_again = begins_again && mark.above == open.mark.above && mark.shape == Shape::Plain;
    let doubts = if mark.shape == Shape::Option {
        Doubts::NONE
    } else if begins_again {
        Doubts::NONE.and(cost_of_beginning_again(around.after_heading && at == 0))
    } else {
        mark.after(open.mark)
    };
    let is_indented = mark.list.is_none() && open.indent.abs_diff(around.indent) > 1;
    Some(
        doubts
            .and_if(is_kin, Against::OtherStyle)
            .and_if(is_indented && !around.after_heading, Against::OtherIndent)
            .and_if(
                around.after_heading && at > 0 && !begins_again,
                Against::ResumesOverHeading,
            ),
    )
}

/// A list that begins under the innermost open series, or where none is open.
fn below(stack: &[Open], mark: Mark, around: Around) -> Placement {
    // The format's own level says what lies above.
    let is_above = |open: &Open| {
        mark.levels(open.mark)
            .is_some_and(|(own, other)| other < own)
    };
    let is_beside = |open: &Open| {
        mark.levels(open.mark)
            .is_some_and(|(own, other)| other >= own)
    };
    let above = stack.iter().rposition(is_above);
    let at = above.map_or_else(
        || stack.iter().position(is_beside).unwrap_or(stack.len()),
        |above| above + 1,
    );
    let at = at.min(MOST_OPEN - 1);
    let top = at.checked_sub(1).and_then(|top| stack.get(top));
    let depth = top.map_or(0, |top| (top.depth + 1).min(DEEPEST));
    let begins_late = mark.value > 1 && mark.shape != Shape::Option;
    let mut doubts = Doubts::NONE;
    if begins_late {
        let late = if around.is_first {
            Against::BeginsLateAtStart
        } else {
            Against::BeginsLate
        };
        doubts = doubts.and(late);
    }
    if let Some(top) = top.filter(|_| above.is_none() && mark.shape != Shape::Option) {
        let is_deeper = around.indent > top.indent + 1;
        let is_under_option = top.mark.shape == Shape::Option;
        let is_own = stack[..at].iter().any(|open| open.mark.style == mark.style);
        doubts = doubts
            .and_if(!around.announced && !is_under_option, Against::BeginsBelow)
            .and_if(around.indent + 1 < top.indent, Against::BeginsFurtherOut)
            .and_if(
                is_own && !(is_deeper && around.announced),
                Against::BeginsBelowItsOwnStyle,
            )
            .and_if(
                mark.rank <= top.mark.rank && !is_deeper && !is_under_option,
                Against::BeginsBelowAgainstRank,
            )
            .and_if(
                around.after_heading && !is_deeper,
                Against::ResumesOverHeading,
            );
    }
    Placement {
        at,
        begins: true,
        depth,
        doubts,
    }
}

/// A series that begins beside the open one it is like: after letters come numbers, in a section or
/// after a heading.
fn beside(stack: &[Open], mark: Mark, around: Around) -> Option<Placement> {
    if mark.list.is_some() || stack.is_empty() || mark.shape == Shape::Option {
        return None;
    }
    // Beside the outermost series that it does not lie under.
    let at = stack
        .iter()
        .position(|open| mark.rank <= open.mark.rank && open.mark.style != mark.style)?;
    // Where its own series is open further out, it goes on with that or begins again.
    if stack[..at].iter().any(|open| open.mark.style == mark.style) {
        return None;
    }
    let depth = stack[at].depth;
    let doubts = Doubts::NONE
        .and(if around.after_heading && at == 0 {
            Against::BeginsAfterHeading
        } else {
            Against::BeginsBeside
        })
        .and_if(mark.value > 1, Against::BeginsLate);
    Some(Placement {
        at,
        begins: true,
        depth,
        doubts,
    })
}

/// Whether a plain number follows labelled preambular paragraphs: `1.` after `PP7`.
fn follows_preamble(stack: &[Open], mark: Mark) -> bool {
    mark.shape == Shape::Plain
        && mark.rank == 3
        && stack
            .first()
            .is_some_and(|open| open.mark.shape == Shape::Part)
}

/// Puts a damaged label beside the list it must belong to, and gives its depth.
pub(super) fn place_damaged(stack: &mut Stack, mark: Option<Mark>, indent: u16) -> u8 {
    if let Some(mark) = mark {
        let same = stack.iter().rposition(|open| open.mark.style == mark.style);
        if let Some(at) = same {
            stack.truncate(at + 1);
            stack[at].mark = mark;
            return stack[at].depth;
        }
        if stack.is_empty() {
            stack.push(Open {
                mark,
                indent,
                depth: 0,
            });
            return 0;
        }
    }
    match stack.last_mut() {
        Some(open) => {
            open.mark.value = open.mark.value.saturating_add(1);
            open.depth
        }
        None => 0,
    }
}

/// The depth of a clause that is gone: that of its like, or below what is open.
pub(super) fn depth_beside(stack: &[Open], mark: Mark) -> u8 {
    let same = stack
        .iter()
        .rev()
        .find(|open| open.mark.style == mark.style);
    let below = || stack.last().map_or(0, |top| (top.depth + 1).min(DEEPEST));
    same.map_or_else(below, |open| open.depth)
}

/// The value that the next label of a style would have, if such a series is open.
pub(super) fn expected(stack: &[Open], mark: Mark) -> Option<u32> {
    let same = stack
        .iter()
        .rev()
        .find(|open| open.mark.style == mark.style);
    same.map(|open| open.mark.value.saturating_add(1))
}

/// Puts an item of a list without numbers, and gives its depth.
pub(super) fn place_bullet(stack: &mut Stack, mark: Mark, indent: u16) -> u8 {
    if mark.list.is_some() {
        let placement = placements(
            stack,
            mark,
            Around {
                indent,
                ..Around::default()
            },
        );
        if let Some(first) = placement.first().copied() {
            first.apply(stack, mark, indent);
            return first.depth;
        }
    }
    while stack.last().is_some_and(|open| {
        open.mark.shape == Shape::Bullet && open.indent > indent.saturating_add(1)
    }) {
        stack.pop();
    }
    let outer = stack
        .iter()
        .take_while(|open| open.indent <= indent.saturating_add(1))
        .count();
    if outer > 0
        && outer < stack.len()
        && stack[..outer]
            .iter()
            .any(|open| open.mark.shape == Shape::Bullet)
    {
        stack.truncate(outer);
    }
    match stack.last() {
        Some(open) if open.mark.shape == Shape::Bullet && open.indent.abs_diff(indent) <= 1 => {
            open.depth
        }
        top => {
            let depth = top.map_or(0, |open| (open.depth + 1).min(DEEPEST));
            stack.push(Open {
                mark,
                indent,
                depth,
            });
            depth
        }
    }
}

/// The depth of a paragraph without label: below the clause it is indented under, or at the
/// section's own level.
pub(super) fn unlabelled_depth(stack: &[Open], indent: u16) -> u8 {
    match stack.iter().rfind(|open| open.indent <= indent) {
        Some(open) if indent > open.indent || open.mark.shape == Shape::Option => {
            (open.depth + 1).min(DEEPEST)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts labels one after another, each the cheapest way, and gives their depths.
    fn depths(labels: &[(&str, u16)]) -> Vec<u8> {
        let mut stack = Stack::new();
        let mut depths = Vec::new();
        for (label, indent) in labels {
            let around = Around {
                indent: *indent,
                ..Around::default()
            };
            let best = Number::readings(label)
                .iter()
                .map(|number| Mark::of(number, None))
                .flat_map(|mark| {
                    placements(&stack, mark, around)
                        .into_iter()
                        .map(move |p| (p, mark))
                })
                .min_by_key(|(placement, _)| placement.doubts.cost());
            let (placement, mark) = best.unwrap();
            placement.apply(&mut stack, mark, *indent);
            depths.push(placement.depth);
        }
        depths
    }

    #[test]
    fn lists_nest_by_style_and_resume() {
        let labels = ["1", "(i)", "(ii)", "2", "(a)", "(b)", "3"].map(|label| (label, 0));
        assert_eq!(depths(&labels), [0, 1, 1, 0, 1, 1, 0]);
    }

    #[test]
    fn running_numbers_outrank_the_indent() {
        assert_eq!(
            depths(&[("1.", 0), ("2.", 4), ("3.", 4), ("4.", 0)]),
            [0, 0, 0, 0]
        );
        assert_eq!(depths(&[("h)", 0), ("i)", 0)]), [0, 0]);
        assert_eq!(depths(&[("3.1", 0), ("3.2", 0), ("4.1", 0)]), [0, 0, 0]);
    }

    #[test]
    fn preambular_and_operative_paragraphs_lie_under_nothing() {
        let labels = ["PP1", "PP2 bis", "1.", "(a)", "OP2"].map(|label| (label, 0));
        assert_eq!(depths(&labels), [0, 0, 0, 1, 0]);
    }
}
