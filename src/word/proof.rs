//! What is proved of a Word file before it is handed over, and what was not compared.
//!
//! A file goes through several steps: what acts by itself goes, marks made by hand are tracked,
//! changes are taken up, words are changed. Each step that writes is held to what it began with.

use crate::difference::{in_view, instead, plain};
use crate::docx::Error;
use crate::docx::atoms::Mark;
use crate::docx::document::Document;
use crate::docx::xml::Element;
use crate::draft::{
    Diff, Draft, Finding, Holder, Kind, OBJECT, Object, ObjectKind, Paragraph, Severity, View,
};
use crate::read::{self, Marks};
use std::collections::{BTreeMap, HashSet};

/// Headers or footers that only one file has: no tracked change can bring one or take it away.
fn lone_page_ends(drafts: &Diff<Draft>) -> Vec<Holder> {
    let count = |draft: &Draft, holder: Holder| {
        let places = draft
            .paragraphs
            .iter()
            .filter_map(|p| p.place_in(View::Revised));
        places
            .filter_map(|place| place.steps().first())
            .filter(|(h, _)| *h == holder)
            .map(|(_, n)| *n)
            .max()
    };
    [Holder::Header, Holder::Footer]
        .into_iter()
        .filter(|holder| count(&drafts.old, *holder) != count(&drafts.new, *holder))
        .collect()
}

/// What was compared as a whole only, or not at all.
pub(super) fn coverage(drafts: &Diff<Draft>) -> Vec<Finding> {
    let mut out = Vec::new();
    let note = |code, message: String| Finding::new(Severity::Note, code, 0, 0, message);
    for holder in lone_page_ends(drafts) {
        let name = holder.as_str();
        out.push(note(
            "not-compared",
            format!("the files do not have the same {name}s; the newer one's are kept as they are"),
        ));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for paragraph in &drafts.new.paragraphs {
        let text = paragraph.words.all();
        for (at, _) in text.match_indices(OBJECT) {
            if let Some((object, _)) = Object::at_start(&text[at..])
                && matches!(
                    object.kind,
                    ObjectKind::Picture | ObjectKind::Embedded | ObjectKind::Formula
                )
            {
                *counts.entry(object.kind.as_str()).or_default() += 1;
            }
        }
    }
    for (name, count) in counts {
        out.push(note(
            "compared-whole",
            format!("{count} × {name}: kept, inserted or deleted as a whole; what is in it was not compared word by word"),
        ));
    }
    out
}

/// Reads what was written: with all changes taken back it must say what the older file says, with all taken up what the
/// newer one says.
pub(super) fn prove(
    bytes: &[u8],
    drafts: &Diff<Draft>,
    sections: &Diff<Vec<String>>,
) -> Result<(), Error> {
    for view in [View::Base, View::Revised] {
        let (draft, found) = super::view(bytes, view)?;
        let what = difference(drafts.get(view), &draft, &lone_page_ends(drafts));
        let what = what
            .or_else(|| other_note(drafts.get(view), &draft))
            .or_else(|| other_section(sections.get(view), &found));
        if let Some(what) = what {
            return Err(Error::NotProved(in_view(view, &what)));
        }
    }
    Ok(())
}

/// Holds a file to the one that it was made from: these views must say the same, letter by letter,
/// but for the labels that Word counts, which no step writes.
pub(super) fn hold(
    (before, marks): (&[u8], Marks),
    after: &[u8],
    views: &[View],
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    let (before, after) = (Document::open(before)?, Document::open(after)?);
    let wanted = read::docx::draft(&before, marks)?;
    let found = read::docx::draft(&after, Marks::Tracked)?;
    let counted = (
        counted_labels(&before, &wanted)?,
        counted_labels(&after, &found)?,
    );
    for view in views {
        // A draft shows words that came and went as deleted ones, which is what they are in the
        // newer text alone.
        if *view == View::Base && has_passing_words(&before)? {
            continue;
        }
        let wanted = Said::of(&wanted.view(*view), |p| counted.0.contains(&p.line.new));
        let found = Said::of(&found.view(*view), |p| counted.1.contains(&p.line.new));
        if let Some(what) = found.differs(&wanted) {
            return Err(Error::NotProved(in_view(*view, &what)));
        }
    }
    Ok(())
}

/// Whether a file has words that came by one change and went by another.
fn has_passing_words(document: &Document<'_>) -> Result<bool, Error> {
    let brings = |tag: &Element<'_>| matches!(tag.name, "w:ins" | "w:moveTo");
    for spot in &document.spots {
        let marks = document.line(spot)?.marks;
        let outer = |mark: &Mark<'_>| marks.get(mark.parent as usize).map(|m| brings(&m.tag));
        let passes = |mark: &Mark<'_>| outer(mark).is_some_and(|o| o != brings(&mark.tag));
        if marks.iter().any(passes) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Holds a file whose words were changed without a trace to what it is to say. What Word counts
/// (`counted`, by line of `wanted`) is its own to say.
pub(super) fn prove_rewritten(
    wanted: &Draft,
    counted: &HashSet<u32>,
    written: &[u8],
) -> Result<(), Error> {
    let document = Document::open(written)?;
    let found = read::docx::draft(&document, Marks::Tracked)?;
    let now = counted_labels(&document, &found)?;
    let found = Said::of(&found, |p| now.contains(&p.line.new));
    let what = found.differs(&Said::of(wanted, |p| counted.contains(&p.line.new)));
    what.map_or(Ok(()), |what| {
        let told = format!("it should say what the clean text says, but {what}");
        Err(Error::NotProved(told))
    })
}

/// The paragraphs of a file whose labels are not typed in it, by line: Word counts them, or there
/// are none.
pub(super) fn counted_labels(
    document: &Document<'_>,
    draft: &Draft,
) -> Result<HashSet<u32>, Error> {
    let mut out = HashSet::new();
    for (paragraph, spot) in draft.paragraphs.iter().zip(&document.spots) {
        let typed = document.line(spot)?.text();
        if letters(&typed) == letters(paragraph.words.all()) {
            out.insert(paragraph.line.old.max(paragraph.line.new));
        }
    }
    Ok(out)
}

/// A paragraph: its letters, by which it is held, and its text as it is told.
type Told = (String, String);

/// What a draft says, paragraph by paragraph.
struct Said {
    text: Vec<Told>,
    /// In no order: it says nothing, and that of their signs is compared with the text.
    notes: Vec<Told>,
    /// How many signs of notes stand in the text.
    signs: usize,
}

impl Said {
    /// What an unmarked draft says; without the labels of paragraphs that `is_counted`.
    fn of(draft: &Draft, is_counted: impl Fn(&Paragraph) -> bool) -> Self {
        let told = |p: &&Paragraph| {
            let text = match p.kind == Kind::Note || is_counted(p) {
                true => p.words.text(View::Revised).into_owned(),
                false => p.labelled_text(View::Revised),
            };
            (letters(&text), text)
        };
        let (notes, text): (Vec<&Paragraph>, Vec<&Paragraph>) =
            draft.paragraphs.iter().partition(|p| p.kind == Kind::Note);
        let signs = text.iter().map(|p| note_signs(p.words.all())).sum();
        let all = |paragraphs: Vec<&Paragraph>| -> Vec<Told> {
            // A heading may be nothing but its label.
            let all = paragraphs.iter().map(told);
            all.filter(|(letters, _)| !letters.is_empty()).collect()
        };
        let mut notes = all(notes);
        notes.sort();
        Self {
            text: all(text),
            notes,
            signs,
        }
    }

    /// The first thing that it says otherwise. Notes whose signs went may have gone with them; each
    /// sign that stands has its note.
    fn differs(&self, wanted: &Self) -> Option<String> {
        let of_notes = || {
            let mut left = wanted.notes.clone();
            if self.notes.len() >= self.signs {
                // Both stand in order.
                let mut found = self.notes.iter().peekable();
                left.retain(|note| {
                    while found.next_if(|found| *found < note).is_some() {}
                    found.next_if_eq(&note).is_some()
                });
            }
            Some(format!("among its notes {}", first(&self.notes, &left)?))
        };
        first(&self.text, &wanted.text).or_else(of_notes)
    }
}

fn note_signs(text: &str) -> usize {
    let is_sign = |at: usize| {
        let object = Object::at_start(&text[at..]);
        object.is_some_and(|(o, _)| matches!(o.kind, ObjectKind::Footnote | ObjectKind::Endnote))
    };
    let places = text.match_indices(OBJECT);
    places.filter(|(at, _)| is_sign(*at)).count()
}

/// The first paragraph that is another.
fn first(found: &[Told], wanted: &[Told]) -> Option<String> {
    fn letters(all: &[Told], k: usize) -> Option<&str> {
        all.get(k).map(|(letters, _)| letters.as_str())
    }
    let mut all = 0..found.len().max(wanted.len());
    let k = all.find(|k| letters(found, *k) != letters(wanted, *k))?;
    let shown = |all: &[Told]| all.get(k).map(|(_, text)| plain(text));
    Some(instead(shown(found).as_deref(), shown(wanted).as_deref()))
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

/// The first note that only one draft has. A note that comes back stands behind the others in its part, so that the order of
/// notes says nothing; that of their signs is compared with the text.
fn other_note(wanted: &Draft, found: &Draft) -> Option<String> {
    let notes = |draft: &Draft| {
        let notes = draft.paragraphs.iter().filter(|p| p.kind == Kind::Note);
        let mut texts: Vec<String> = notes
            .map(|p| p.words.text(View::Revised).into_owned())
            .collect();
        texts.retain(|text| !text.trim().is_empty());
        texts.sort();
        texts
    };
    let (wants, finds) = (notes(wanted), notes(found));
    let k = (0..wants.len().max(finds.len())).find(|k| wants.get(*k) != finds.get(*k))?;
    let text = |texts: &[String]| texts.get(k).map(|t| Object::shown(t).into_owned());
    let (want, find) = (text(&wants), text(&finds));
    let told = instead(find.as_deref(), want.as_deref());
    Some(format!("among its notes {told}"))
}

/// The first section that is not what it should be.
fn other_section(wanted: &[String], found: &[String]) -> Option<String> {
    if wanted.len() != found.len() {
        let (wanted, found) = (wanted.len(), found.len());
        return Some(format!("it has {found} sections instead of {wanted}"));
    }
    let k = (0..wanted.len()).find(|k| wanted[*k] != found[*k])?;
    Some(format!("the pages of its section {} are others", k + 1))
}

/// The first thing that two drafts do not both say. Blank paragraphs are left out, and notes, which `other_note` sees.
fn difference(wanted: &Draft, found: &Draft, left_out: &[Holder]) -> Option<String> {
    let is_told = |p: &&Paragraph| {
        let holder = p
            .place_in(View::Revised)
            .and_then(|place| place.steps().first());
        !p.words.is_empty()
            && p.kind != Kind::Note
            && holder.is_none_or(|(holder, _)| !left_out.contains(holder))
    };
    let mut wants = wanted.paragraphs.iter().filter(is_told);
    let mut finds = found.paragraphs.iter().filter(is_told);
    loop {
        let (want, find) = (wants.next(), finds.next());
        if want.is_none() && find.is_none() {
            return None;
        }
        let text = |p: Option<&Paragraph>| p.map(|p| p.labelled_text(View::Revised));
        let (want, find) = (text(want), text(find));
        if want != find {
            let shown = |text: Option<String>| text.map(|t| Object::shown(&t).into_owned());
            let (want, find) = (shown(want), shown(find));
            return Some(instead(find.as_deref(), want.as_deref()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn words_that_were_changed_without_a_trace_are_held() {
        let meant = |text: &str| {
            read::read(text.as_bytes(), "meant", Some(read::Format::Markdown)).unwrap()
        };
        let written = file("1. to act;\n\n2. to meet.\n");
        let prove = |text: &str| prove_rewritten(&meant(text), &HashSet::new(), &written);
        assert!(prove("1. to act;\n\n2. to meet.\n").is_ok());
        assert!(prove("1. to act;\n\n2. to go.\n").is_err());
        assert!(prove("1. to act;\n\n3. to meet.\n").is_err());
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
