//! What is proved of a redline as a Word file before it is handed over.

use super::Seen;
use super::machinery::Machinery;
use crate::difference::{in_view, instead};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::draft::{Diff, Draft, Holder, Kind, Object, Paragraph, View};
use std::collections::BTreeSet;

/// Headers or footers that only one file has: no tracked change can bring one or take it away.
pub(super) fn lone_page_ends(files: &Diff<Seen>) -> Vec<Holder> {
    let pages = |draft: &Draft, holder: Holder| -> BTreeSet<u32> {
        let places = draft.paragraphs.iter();
        let places = places.filter_map(|p| p.place_in(View::Revised));
        let firsts = places.filter_map(|place| place.steps().first());
        let numbers = firsts.filter(|(h, _)| *h == holder);
        numbers.map(|(_, number)| *number).collect()
    };
    [Holder::Header, Holder::Footer]
        .into_iter()
        .filter(|holder| pages(&files.old.draft, *holder) != pages(&files.new.draft, *holder))
        .collect()
}

/// Reads what was written: with all changes taken back it must say what the older file says, with
/// all taken up what the newer one says. As a redline and in both texts it must be as whole as the
/// two files are, each `brought` with the changes that it carries.
pub(super) fn prove(
    redline: Document<'_>,
    wanted: &Diff<Seen>,
    brought: &[Machinery],
    look: Look,
) -> Result<(), Error> {
    let left_out = lone_page_ends(wanted);
    let own = [&wanted.old.machinery, &wanted.new.machinery];
    let sources: Vec<&Machinery> = own.into_iter().chain(brought).collect();
    let worse = |found: &Machinery| found.worse_than(&sources);
    if let Some(what) = worse(&Machinery::of(&redline)) {
        return Err(Error::NotProved(format!("in the redline {what}")));
    }
    let source = redline.into_source();
    for view in [View::Base, View::Revised] {
        let document = source.clone().document()?;
        let (wanted, found) = (wanted.get(view), super::seen_in(document, view)?);
        let what = difference(&wanted.draft, &found.draft, &left_out)
            .or_else(|| other_note(&wanted.draft, &found.draft))
            .or_else(|| other_section(&wanted.sections, &found.sections, look))
            .or_else(|| worse(&found.machinery).map(str::to_owned));
        if let Some(what) = what {
            return Err(Error::NotProved(in_view(view, &what)));
        }
    }
    Ok(())
}

/// The first note that only one draft has. A note that comes back stands behind the others in its
/// part, so that the order of notes says nothing; that of their signs is compared with the text.
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

/// Whether what the older text looked like is to be held, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Held,
    /// Changes of nothing but the look were left out.
    LeftOut,
}

/// The first section that is not what it should be.
fn other_section(wanted: &[String], found: &[String], look: Look) -> Option<String> {
    if wanted.len() != found.len() {
        let (wanted, found) = (wanted.len(), found.len());
        return Some(format!("it has {found} sections instead of {wanted}"));
    }
    if look == Look::LeftOut {
        return None;
    }
    let k = (0..wanted.len()).find(|k| wanted[*k] != found[*k])?;
    Some(format!("the pages of its section {} are others", k + 1))
}

/// The first thing that two drafts do not both say. Blank paragraphs are left out, and notes, which
/// `other_note` sees.
pub(super) fn difference(wanted: &Draft, found: &Draft, left_out: &[Holder]) -> Option<String> {
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
