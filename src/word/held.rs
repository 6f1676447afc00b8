//! Holds each step that writes a Word file to what it began with: what acts by itself goes, marks
//! made by hand are tracked, changes are taken up or back, words are changed. What counts are the
//! letters that are typed in the file. How paragraphs are read, and what Word counts by itself,
//! is no matter here.

use crate::difference::{in_view, instead, plain};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::draft::{Holder, OBJECT, Object, View, Wording};
use crate::read::{self, Marks};
use std::collections::BTreeMap;

/// Holds a file to the one that it was made from: these views of both must have the same letters.
pub(super) fn hold(
    (before, marks): (&[u8], Marks),
    after: &[u8],
    views: &[View],
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    let (before, after) = (Document::open(before)?, Document::open(after)?);
    hold_documents((&before, marks), &after, views)
}

/// The same for files that were opened already.
pub(super) fn hold_documents(
    (before, marks): (&Document<'_>, Marks),
    after: &Document<'_>,
    views: &[View],
) -> Result<(), Error> {
    let wanted = read::docx::typed(before, marks)?;
    let found = read::docx::typed(after, Marks::Tracked)?;
    for view in views {
        let of = |words: &[Wording]| -> Vec<String> {
            words.iter().map(|w| w.text(*view).into_owned()).collect()
        };
        let wanted = Typed::of(before, of(&wanted));
        let found = Typed::of(after, of(&found));
        if let Some(what) = found.differs(&wanted) {
            return Err(Error::NotProved(in_view(*view, &what)));
        }
    }
    Ok(())
}

/// Holds a file without marks to the texts that the paragraphs of the one before it should have.
/// Those that should have none may be gone.
pub(super) fn hold_rewritten(
    before: &Document<'_>,
    wanted: Vec<String>,
    written: &[u8],
) -> Result<(), Error> {
    let document = Document::open(written)?;
    let mut found = Vec::with_capacity(document.spots.len());
    for spot in &document.spots {
        found.push(document.line(spot)?.text());
    }
    let found = Typed::of(&document, found);
    match found.differs(&Typed::of(before, wanted)) {
        Some(what) => Err(Error::NotProved(format!("in the new text {what}"))),
        None => Ok(()),
    }
}

/// What is typed in a file.
#[derive(Debug, Default)]
struct Typed {
    /// The paragraphs in the order of reading.
    text: Vec<String>,
    /// Footnotes and endnotes, each whole. In no order: that of their signs is held in the text.
    notes: Vec<String>,
    /// How many signs of notes lead to none.
    missing: usize,
}

impl Typed {
    fn of(document: &Document<'_>, texts: Vec<String>) -> Self {
        let mut out = Self {
            missing: document.missing_notes(),
            ..Self::default()
        };
        let mut notes: BTreeMap<(bool, u32), String> = BTreeMap::new();
        for (spot, text) in document.spots.iter().zip(texts) {
            match spot.place.steps().first() {
                Some((holder @ (Holder::Footnote | Holder::Endnote), number)) => notes
                    .entry((*holder == Holder::Footnote, *number))
                    .or_default()
                    .push_str(&text),
                _ => out.text.push(text),
            }
        }
        out.notes = notes.into_values().collect();
        out.notes.sort_by_cached_key(|note| letters(note));
        out
    }

    /// The first thing that it says otherwise. Notes whose signs went may have gone with them; each
    /// sign that stands has its note.
    fn differs(&self, wanted: &Self) -> Option<String> {
        let of_notes = || {
            let told = |note: &String| (letters(note), note.clone());
            let mut left: Vec<_> = wanted.notes.iter().map(told).collect();
            let own: Vec<_> = self.notes.iter().map(told).collect();
            if self.missing <= wanted.missing {
                // Both stand in order.
                let mut found = own.iter().peekable();
                left.retain(|(wanted, _)| {
                    while found.next_if(|(found, _)| found < wanted).is_some() {}
                    found.next_if(|(found, _)| found == wanted).is_some()
                });
            }
            let other = (0..own.len().max(left.len()))
                .find(|k| own.get(*k).map(|n| &n.0) != left.get(*k).map(|n| &n.0))?;
            let shown = |all: &[(String, String)]| all.get(other).map(|(_, text)| plain(text));
            let told = instead(shown(&own).as_deref(), shown(&left).as_deref());
            Some(format!("among its notes {told}"))
        };
        first(&self.text, &wanted.text).or_else(of_notes)
    }
}

/// The first place at which two texts differ, letter by letter, wherever their paragraphs end: a
/// change that joins two is the business of who takes it up.
fn first(found: &[String], wanted: &[String]) -> Option<String> {
    let (mut found, mut wanted) = (each_letter(found), each_letter(wanted));
    loop {
        let (one, other) = (found.next(), wanted.next());
        let letter = |of: Option<(&String, u8)>| of.map(|(_, letter)| letter);
        if letter(one) != letter(other) {
            let shown = |of: Option<(&String, u8)>| of.map(|(text, _)| plain(text));
            return Some(instead(shown(one).as_deref(), shown(other).as_deref()));
        }
        one?;
    }
}

/// The letters of a text, byte by byte, each with the paragraph that it stands in.
fn each_letter(paragraphs: &[String]) -> impl Iterator<Item = (&String, u8)> {
    paragraphs.iter().flat_map(|text| {
        let letters = letters(text).into_bytes().into_iter();
        letters.map(move |letter| (text, letter))
    })
}

/// A text by its letters: without white space, and with one sign for whatever is no letter, as a
/// picture that lost a link is not the same to the byte.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OBJECT) {
        out.push_str(&rest[..at]);
        out.push('\u{fffd}');
        let len = Object::at_start(&rest[at..]).map_or(OBJECT.len_utf8(), |(_, len)| len);
        rest = &rest[at + len..];
    }
    out.push_str(rest);
    out.retain(|c| !c.is_whitespace());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::ObjectKind;
    use crate::write::docx::{Author, draft};

    fn file(text: &str) -> Vec<u8> {
        let meant = read::read(text.as_bytes(), "meant", Some(read::Format::Markdown)).unwrap();
        draft(&meant, &Author::default()).unwrap()
    }

    #[test]
    fn a_step_that_changes_a_word_is_refused() {
        let before = file("1. to act <ins>now</ins>;\n\n2. to meet.\n");
        for (after, base, revised) in [
            ("1. to act now;\n\n2. to meet.\n", false, true),
            ("1. to act;\n\n2. to meet.\n", true, false),
            ("1. to act now;\n\n3. to meet.\n", false, false),
            ("1. to act now;\n", false, false),
        ] {
            let holds = |view| hold((&before, Marks::Tracked), &file(after), &[view]).is_ok();
            assert_eq!(
                (holds(View::Base), holds(View::Revised)),
                (base, revised),
                "{after}"
            );
        }
        let refused = hold(
            (&before, Marks::Tracked),
            &file("1. to go now;\n\n2. to meet.\n"),
            &[View::Revised],
        );
        let told = refused.unwrap_err().to_string();
        assert!(
            told.contains("“1. to go now;” instead of “1. to act now;”"),
            "{told}"
        );
    }

    #[test]
    fn where_paragraphs_end_is_not_held_and_letters_are() {
        let texts = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            first(&texts(&["a b", "", "c"]), &texts(&["a", "b c"])),
            None
        );
        assert!(first(&texts(&["ab"]), &texts(&["ab", "c"])).is_some());
        assert!(first(&texts(&["ab", "c"]), &texts(&["ab", "d"])).is_some());
    }

    #[test]
    fn each_sign_that_stands_has_its_note() {
        let said = |notes: &[&str], missing| Typed {
            missing,
            text: Vec::new(),
            notes: notes.iter().map(|n| (*n).to_owned()).collect(),
        };
        let wanted = said(&["See A.", "See B."], 0);
        assert_eq!(said(&["See A."], 0).differs(&wanted), None);
        assert!(said(&["See A."], 1).differs(&wanted).is_some());
        assert!(said(&["See"], 0).differs(&wanted).is_some());
    }

    #[test]
    fn letters_are_what_is_held() {
        let object = |kind| Object { kind, key: 7 }.to_text();
        let (picture, embedded) = (object(ObjectKind::Picture), object(ObjectKind::Embedded));
        assert_eq!(
            letters(&format!("a b{picture}c")),
            letters(&format!("a\u{a0}b {embedded}c"))
        );
        assert_ne!(letters("a"), letters("A"));
    }
}
