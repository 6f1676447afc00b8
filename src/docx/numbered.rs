//! Numbers on the tracked changes of a part, so that each can be told from all others while they
//! are read and chosen, and the part without them again.
//!
//! The number is an attribute of the element that is the change. It is ours alone and is never in a
//! file that is handed over.

use super::tracked::{is_change, is_property_change};
use super::xml::{Element, Tag, tags};
use std::borrow::Cow;
use std::collections::HashMap;

/// The attribute that holds the number.
const NUMBER: &str = "redraft:change";

/// A tracked change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numbered {
    /// The name of its element: `w:ins`, `w:pPrChange`.
    pub(crate) name: String,
    pub(crate) author: String,
    pub(crate) date: String,
}

/// The changes of a file, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) all: Vec<Numbered>,
    /// For each, one that it cannot be settled without; itself, where it is the first of
    /// those that hang together: the halves of a move with all their marks, the ends of a range,
    /// the parts of a field.
    with: Vec<usize>,
    /// Whether it is half of a move.
    moved: Vec<bool>,
    /// Moves have names that hold for all parts of a file: the first change of each.
    moves: HashMap<String, usize>,
}

impl Numbers {
    /// The first of the changes that this one hangs together with.
    pub(crate) fn first_of(&self, number: usize) -> usize {
        let mut at = number;
        while let Some(with) = self.with.get(at).copied().filter(|with| *with != at) {
            at = with;
        }
        at
    }

    /// Whether a change is half of a move.
    pub(crate) fn is_of_a_move(&self, number: usize) -> bool {
        self.moved.get(number).copied().unwrap_or(false)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        let (first, then) = (one.min(other), one.max(other));
        self.with[then] = first;
    }

    /// Joins a change to the move of this name.
    fn join_move(&mut self, name: &str, number: usize) {
        self.moved[number] = true;
        match self.moves.get(name) {
            Some(first) => self.join(*first, number),
            None => {
                self.moves.insert(name.to_owned(), number);
            }
        }
    }

    fn push(&mut self, element: &Element<'_>) -> usize {
        let said = |name| element.attribute(name).map(Cow::into_owned);
        let number = self.all.len();
        let names_nobody = element.name == "w:tblGridChange";
        self.all.push(Numbered {
            name: element.name.to_owned(),
            author: said("w:author").unwrap_or_default(),
            date: said("w:date").unwrap_or_default(),
        });
        self.with.push(number);
        self.moved.push(false);
        // The change of a grid stands behind that of its table (17.13.5.33).
        let of_table = number.checked_sub(1).filter(|before| {
            names_nobody
                && self
                    .all
                    .get(*before)
                    .is_some_and(|one| one.name == "w:tblPrChange")
        });
        if let Some(before) = of_table {
            self.take_author(number, before);
        }
        number
    }

    /// A change that has no place for an author is by the one of another: ends of ranges, grids.
    fn take_author(&mut self, number: usize, from: usize) {
        let Some(Numbered { author, date, .. }) = self.all.get(from).cloned() else {
            return;
        };
        if let Some(own) = self.all.get_mut(number) {
            (own.author, own.date) = (author, date);
        }
    }

    /// A part with a number on each of its changes.
    pub(crate) fn put_on(&mut self, xml: &str) -> String {
        let mut out = String::with_capacity(xml.len());
        let mut copied = 0;
        let mut open = Open::default();
        for tag in tags(xml) {
            if tag.is_end() {
                open.close(tag.name());
                continue;
            }
            if !is_numbered(tag.name()) {
                open.meet(&tag, self);
                continue;
            }
            let element = tag.element();
            let number = self.push(&element);
            let after_name = tag.at + 1 + element.name.len();
            out.push_str(&xml[copied..after_name]);
            out.push_str(&format!(" {NUMBER}=\"{number}\""));
            copied = after_name;
            open.change(&element, number, self);
        }
        out.push_str(&xml[copied..]);
        out
    }
}

fn is_numbered(name: &str) -> bool {
    is_change(name) || is_property_change(name)
}

/// The number of a change, where it has one.
pub(crate) fn number_of(change: &Element<'_>) -> Option<usize> {
    change.attribute(NUMBER)?.parse().ok()
}

/// The part without the numbers.
pub(crate) fn bare(xml: &str) -> String {
    let sign = format!(" {NUMBER}=\"");
    let mut out = String::with_capacity(xml.len());
    let mut copied = 0;
    for tag in tags(xml).filter(|tag| is_numbered(tag.name()) && !tag.is_end()) {
        let after_name = tag.at + 1 + tag.name().len();
        if !xml[after_name..].starts_with(&sign) {
            continue;
        }
        let from = after_name + sign.len();
        let Some(length) = xml[from..].find('"') else {
            continue;
        };
        out.push_str(&xml[copied..after_name]);
        copied = from + length + 1;
    }
    out.push_str(&xml[copied..]);
    out
}

/// What is open at a place of a part.
#[derive(Default)]
struct Open {
    /// Changes that go round what stands there, and their names.
    changes: Vec<(usize, &'static str)>,
    /// The ranges that began, by the kind of range and their number, and the change that began
    /// each.
    ranges: HashMap<(&'static str, String), usize>,
    /// The moves that are open, by whether words came: their number and name, the last one opened.
    moves: [Vec<(String, String)>; 2],
    /// Marks of the paragraph that is being read, which stand before the range they belong to.
    waiting: [Vec<usize>; 2],
    /// The fields that are open: the first change that each hangs together with, and whether its
    /// code is being read.
    fields: Vec<(Option<usize>, bool)>,
}

impl Open {
    /// Goes past what is no change itself: a paragraph begins, or a field has a sign or its code.
    fn meet(&mut self, tag: &Tag<'_>, numbers: &mut Numbers) {
        let element = match tag.name() {
            "w:p" => return self.waiting = Default::default(),
            "w:fldChar" | "w:instrText" | "w:delInstrText" => tag.element(),
            _ => return,
        };
        match element.attribute("w:fldCharType").as_deref() {
            Some("begin") => {
                self.fields.push((None, true));
                self.join_field(numbers);
            }
            Some("end") => {
                self.join_field(numbers);
                self.fields.pop();
            }
            Some(_) => {
                self.join_field(numbers);
                if let Some((_, is_code)) = self.fields.last_mut() {
                    *is_code = false;
                }
            }
            // The result of a field is text like any other.
            None if self.fields.last().is_some_and(|(_, is_code)| *is_code) => {
                self.join_field(numbers);
            }
            None => {}
        }
    }

    /// The change that is open, if any, hangs together with the field that is open.
    fn join_field(&mut self, numbers: &mut Numbers) {
        let (Some((change, _)), Some((first, _))) = (self.changes.last(), self.fields.last_mut())
        else {
            return;
        };
        numbers.join(*first.get_or_insert(*change), *change);
    }

    /// Goes past the start of a change.
    fn change(&mut self, element: &Element<'_>, number: usize, numbers: &mut Numbers) {
        if let Some(kind) = range_kind(element.name) {
            return self.range(kind, element, number, numbers);
        }
        let around = ["w:ins", "w:del", "w:moveFrom", "w:moveTo"];
        let around = around.into_iter().find(|name| *name == element.name);
        if let Some(name) = around.filter(|_| !element.raw.ends_with("/>")) {
            self.changes.push((number, name));
        }
        let Some(side) = side(element.name) else {
            return;
        };
        match self.moves[side].last() {
            Some((_, name)) => numbers.join_move(name, number),
            None => self.waiting[side].push(number),
        }
    }

    /// Goes past the end of a change.
    fn close(&mut self, name: &str) {
        self.changes.pop_if(|(_, open)| *open == name);
    }

    /// A range begins or ends.
    fn range(
        &mut self,
        kind: &'static str,
        element: &Element<'_>,
        number: usize,
        numbers: &mut Numbers,
    ) {
        let id = element.attribute("w:id").unwrap_or_default().into_owned();
        if !element.name.ends_with("Start") {
            if let Some(start) = self.ranges.get(&(kind, id.clone())) {
                numbers.take_author(number, *start);
                numbers.join(*start, number);
            }
            if let Some(side) = side(element.name) {
                self.moves[side].retain(|(open, _)| *open != id);
            }
            return;
        }
        self.ranges.insert((kind, id.clone()), number);
        if let Some(side) = side(element.name) {
            let name = element.attribute("w:name").unwrap_or_default().into_owned();
            numbers.join_move(&name, number);
            for mark in self.waiting[side].drain(..) {
                numbers.join_move(&name, mark);
            }
            self.moves[side].push((id, name));
        }
    }
}

/// The kind of range that a tag begins or ends.
fn range_kind(name: &str) -> Option<&'static str> {
    const KINDS: [&str; 6] = [
        "w:moveFromRange",
        "w:moveToRange",
        "w:customXmlInsRange",
        "w:customXmlDelRange",
        "w:customXmlMoveFromRange",
        "w:customXmlMoveToRange",
    ];
    let kind = name.strip_suffix("Start").or(name.strip_suffix("End"))?;
    KINDS.into_iter().find(|known| *known == kind)
}

/// Which half of a move something belongs to: 0 where words went, 1 where they came.
fn side(name: &str) -> Option<usize> {
    match name {
        "w:moveFrom" | "w:moveFromRangeStart" | "w:moveFromRangeEnd" => Some(0),
        "w:moveTo" | "w:moveToRangeStart" | "w:moveToRangeEnd" => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_numbered_and_the_numbers_taken_off() {
        let xml = "<w:p><w:pPr><w:rPr><w:ins w:id=\"1\" w:author=\"A\"/></w:rPr></w:pPr>\
                   <w:del w:id=\"2\" w:author=\"B\" w:date=\"2026-01-02\"><w:r><w:delText>x</w:delText></w:r></w:del>\
                   <w:r><w:rPr><w:b/><w:rPrChange w:id=\"3\"><w:rPr/></w:rPrChange></w:rPr><w:t>w:ins</w:t></w:r></w:p>";
        let mut numbers = Numbers::default();
        let with = numbers.put_on(xml);
        let names: Vec<&str> = numbers.all.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["w:ins", "w:del", "w:rPrChange"]);
        let deleted = &numbers.all[1];
        assert_eq!((&*deleted.author, &*deleted.date), ("B", "2026-01-02"));
        assert!(
            with.contains("<w:del redraft:change=\"1\" w:id=\"2\""),
            "{with}"
        );
        assert_eq!(bare(&with), xml);
    }

    #[test]
    fn halves_of_a_move_and_their_marks_hang_together() {
        let half = |side: &str, id: &str| {
            format!(
                "<w:p><w:pPr><w:rPr><w:move{side} w:id=\"9\"/></w:rPr></w:pPr>\
                 <w:move{side}RangeStart w:id=\"{id}\" w:name=\"m\"/><w:move{side} w:id=\"8\"><w:r/></w:move{side}>\
                 <w:move{side}RangeEnd w:id=\"{id}\"/></w:p>"
            )
        };
        let (from, to) = (half("From", "1"), half("To", "2"));
        let xml = format!("{from}{to}<w:moveTo w:id=\"7\"/>");
        let mut numbers = Numbers::default();
        numbers.put_on(&xml);
        let first: Vec<usize> = (0..9).map(|number| numbers.first_of(number)).collect();
        assert_eq!(first, [0, 0, 0, 0, 0, 0, 0, 0, 8]);
        assert!(numbers.is_of_a_move(0) && !numbers.is_of_a_move(8));
    }

    #[test]
    fn the_parts_of_a_field_hang_together_and_its_result_does_not() {
        let ins = |inner: &str| format!("<w:ins w:id=\"1\"><w:r>{inner}</w:r></w:ins>");
        let sign = |kind: &str| ins(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
        let xml = [
            ins("<w:t>before</w:t>"),
            sign("begin"),
            ins("<w:instrText>REF a</w:instrText>"),
            sign("separate"),
            ins("<w:t>3</w:t>"),
            sign("end"),
            ins("<w:t>after</w:t>"),
        ];
        let mut numbers = Numbers::default();
        numbers.put_on(&format!("<w:p>{}</w:p>", xml.concat()));
        let first: Vec<usize> = (0..7).map(|number| numbers.first_of(number)).collect();
        assert_eq!(first, [0, 1, 1, 1, 4, 1, 6]);
    }
}
