//! What was compared as a whole only, or not at all; what a redline does not show; and what it
//! shows though no word changed. Nothing of it is left untold.

use super::Seen;
use super::proof::lone_page_ends;
use crate::docx::document::Document;
use crate::docx::tracked::{is_change, is_property_change};
use crate::docx::xml::tags;
use crate::draft::{Diff, Draft, Finding, OBJECT, Object, ObjectKind, Severity, View};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

fn note(code: &'static str, message: String) -> Finding {
    Finding::new(Severity::Note, code, 0, 0, message)
}

/// What the finding is called that things were compared, and not what is in them.
pub(super) const COMPARED_WHOLE: &str = "compared-whole";

/// What was compared as a whole only, or not at all.
pub(super) fn coverage(files: &Diff<Seen>) -> Vec<Finding> {
    let mut out = Vec::new();
    for holder in lone_page_ends(files) {
        let name = holder.as_str();
        out.push(note(
            "not-compared",
            format!("the files do not have the same {name}s; the newer one's are kept as they are"),
        ));
    }
    let mut counts = wholes(&files.old.draft);
    for (name, count) in wholes(&files.new.draft) {
        let most = counts.entry(name).or_default();
        *most = count.max(*most);
    }
    for (name, count) in counts {
        out.push(note(
            COMPARED_WHOLE,
            format!("{count} × {name}: kept, inserted or deleted as a whole; what is in it was not compared word by word"),
        ));
    }
    out.extend(holdings(&files.old.holdings, &files.new.holdings));
    out
}

/// How many things a draft has that are compared as a whole, by what they are.
fn wholes(draft: &Draft) -> BTreeMap<&'static str, usize> {
    let mut out: BTreeMap<&str, usize> = BTreeMap::new();
    for text in draft.paragraphs.iter().map(|one| one.words.all()) {
        let things = text.match_indices(OBJECT);
        for (object, _) in things.filter_map(|(at, _)| Object::at_start(&text[at..])) {
            let kinds = [
                ObjectKind::Picture,
                ObjectKind::Embedded,
                ObjectKind::Formula,
            ];
            if kinds.contains(&object.kind) {
                *out.entry(object.kind.as_str()).or_default() += 1;
            }
        }
    }
    out
}

/// What a file has beside its paragraphs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Holdings {
    /// Texts in other formats, which Word takes up when it opens the file (`w:altChunk`).
    chunks: usize,
    /// Content controls.
    controls: usize,
}

impl Holdings {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut out = Self::default();
        let has_any = |xml: &str| xml.contains("<w:altChunk") || xml.contains("<w:sdt");
        for part in document.parts().filter(|part| has_any(&part.body.xml)) {
            for tag in tags(&part.body.xml).filter(|tag| !tag.is_end()) {
                out.chunks += usize::from(tag.name() == "w:altChunk");
                out.controls += usize::from(tag.name() == "w:sdt");
            }
        }
        out
    }
}

fn holdings(old: &Holdings, new: &Holdings) -> impl Iterator<Item = Finding> {
    let chunks = old.chunks.max(new.chunks);
    let chunks = (chunks > 0).then(|| {
        note(
            "not-compared",
            format!("{chunks} × text in another format that Word takes up when it opens the file (altChunk): not read and not compared; the newer file's are kept as they are"),
        )
    });
    let controls = (old.controls + new.controls > 0).then(|| {
        let (olds, news) = (old.controls, new.controls);
        let count = match olds == news {
            true => format!("{news}"),
            false => format!("{olds} before, {news} now"),
        };
        note(
            "controls",
            format!("{count} × content control: the words in it were compared; its settings, and whether one is round whole paragraphs, are the newer file's"),
        )
    });
    chunks.into_iter().chain(controls)
}

/// The changes that a file carried already, if they were settled before it was compared.
pub(super) fn settled_before(name: &str, view: View, changes: &Changes) -> Option<Finding> {
    if changes.count == 0 {
        return None;
    }
    let done = match view {
        View::Base => "rejected",
        View::Revised => "accepted",
    };
    let message = format!(
        "{} × mark of a tracked change in the {name} file{}: {done} before comparing, and not shown",
        changes.count,
        changes.by()
    );
    let found = note("earlier-changes-settled", message);
    Some(found.with_help("with --keep-existing they stay, each under its author"))
}

/// What the finding is called that something looks different.
pub const FORMATTING_CHANGED: &str = "formatting-changed";

/// Changes of nothing but the look, which are tracked and no row of a redline.
pub(super) fn of_look(written: &Document<'_>) -> Option<Finding> {
    let count = Changes::of(written).of_look;
    (count > 0).then(|| {
        let message = format!("{count} × change of formatting: a Word file shows it, no text does");
        note(FORMATTING_CHANGED, message)
    })
}

/// What the finding is called that changes of formatting were left out.
pub const FORMATTING_LEFT_OUT: &str = "formatting-left-out";

/// Says how many changes of nothing but the look are not marked.
pub(super) fn look_left_out(count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        let message = format!("{count} × change of formatting left out: all looks as in the newer file, and no mark says so");
        note(FORMATTING_LEFT_OUT, message)
    })
}

/// The tracked changes of a file.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) count: usize,
    pub(super) of_look: usize,
    authors: BTreeSet<String>,
}

impl Changes {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut out = Self::default();
        for part in document.parts() {
            for tag in tags(&part.body.xml).filter(|tag| !tag.is_end()) {
                let is_of_look = is_property_change(tag.name());
                let is_range = tag.name().contains("Range");
                if is_range || !is_of_look && !is_change(tag.name()) {
                    continue;
                }
                let tag = tag.element();
                out.count += 1;
                out.of_look += usize::from(is_of_look);
                let author = tag.attribute("w:author").filter(|name| !name.is_empty());
                out.authors.extend(author.map(Cow::into_owned));
            }
        }
        out
    }

    /// Who made them.
    fn by(&self) -> String {
        const MOST: usize = 5;
        let names: Vec<&str> = self.authors.iter().take(MOST).map(String::as_str).collect();
        match (names.is_empty(), self.authors.len() > MOST) {
            (true, _) => String::new(),
            (false, false) => format!(" (by {})", names.join(", ")),
            (false, true) => format!(" (by {} and others)", names.join(", ")),
        }
    }
}
