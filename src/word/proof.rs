//! What is proved of a redline before it is handed over, and what was not compared.

use crate::docx::Error;
use crate::draft::{
    Diff, Draft, Finding, Holder, Kind, OBJECT, Object, ObjectKind, Paragraph, Severity, View,
};
use crate::proof::{in_view, instead};
use std::collections::BTreeMap;

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
