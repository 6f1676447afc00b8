//! Sections, read off the sequence of paragraphs.

use super::{Draft, Kind, Label, Paragraph, View};
use crate::vocabulary;
use std::collections::HashMap;
use std::ops::Range;

/// The sections of a draft in one view.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The sections, in reading order; together they cover every paragraph.
    pub sections: Vec<Section>,
}

/// A section: its call, heading or organ, and the paragraphs up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The paragraph that opens it; none for what stands before the first.
    pub head: Option<usize>,
    /// Its paragraphs, the opening one included.
    pub paragraphs: Range<usize>,
    /// What people cite it by: the call, the heading's label, or the heading.
    pub name: String,
    /// Which section of this name it is, from 1: the same call can stand twice.
    pub ordinal: u32,
}

impl Outline {
    /// The sections of `draft` in `view`. A section whose opening paragraph does not stand in the view is part of
    /// the one before it.
    #[must_use]
    pub fn of(draft: &Draft, view: View) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut open = |head: Option<usize>, start: usize, name: String| {
            let ordinal = seen.entry(name.to_lowercase()).or_default();
            *ordinal += 1;
            Section {
                head,
                paragraphs: start..start,
                name,
                ordinal: *ordinal,
            }
        };
        for (i, paragraph) in draft.paragraphs.iter().enumerate() {
            let goes_on = sections.last().is_some_and(|last| {
                last.paragraphs.len() == 1 && goes_on(draft, last, paragraph, view)
            });
            if paragraph.kind.opens_section() && paragraph.begins_in(view) && !goes_on {
                sections.push(open(Some(i), i, section_name(paragraph, view)));
            } else if sections.is_empty() {
                sections.push(open(None, 0, String::new()));
            }
            if let Some(last) = sections.last_mut() {
                last.paragraphs.end = i + 1;
            }
        }
        Self { sections }
    }

    /// The section that paragraph `index` belongs to.
    #[must_use]
    pub fn section_of(&self, index: usize) -> Option<&Section> {
        let after = self
            .sections
            .partition_point(|s| s.paragraphs.start <= index);
        after.checked_sub(1).and_then(|i| self.sections.get(i))
    }
}

/// Whether a paragraph is one head with the one before it: the organ speaks after a heading "Preamble"; the title of an
/// article stands on the line below "Article 4".
fn goes_on(draft: &Draft, section: &Section, paragraph: &Paragraph, view: View) -> bool {
    if paragraph.kind == Kind::Organ {
        return vocabulary::is_preamble_word(&section.name);
    }
    let head = section.head.and_then(|i| draft.paragraphs.get(i));
    paragraph.kind == Kind::Heading
        && paragraph.label_in(view).is_none()
        && head.is_some_and(|head| {
            head.kind == Kind::Heading
                && head.label_in(view).is_some_and(is_worded)
                && !head.words.text(view).contains(char::is_alphanumeric)
        })
}

/// Whether a heading opens an annex, which has rules and numbers of its own.
pub(crate) fn is_annex(name: &str) -> bool {
    vocabulary::is_annex_word(name)
}

/// `Article 4`, `第三条`: labels that name a part of the draft by themselves.
fn is_worded(label: &str) -> bool {
    label.contains(' ') || label.starts_with(vocabulary::counted_before())
}

impl Section {
    /// The name, with `#2` where it is not the first of its name.
    #[must_use]
    pub fn cited(&self) -> String {
        match self.ordinal {
            0 | 1 => self.name.clone(),
            n => format!("{}#{n}", self.name),
        }
    }
}

/// What a call or heading is cited by: no brackets, no colon, single spaces.
fn section_name(paragraph: &Paragraph, view: View) -> String {
    let mut text = paragraph.words.text(view);
    if let (Kind::Heading, Some(label)) = (paragraph.kind, paragraph.label_in(view)) {
        // "Article 4 (adaptation)" is cited as Article 4, "I. Introduction" by both.
        if is_worded(label) {
            return Label::cited(label).to_owned();
        }
        text = format!("{label} {text}").into();
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let name = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_end_matches([':', ',']);
    match paragraph.kind {
        Kind::Organ => "preamble".to_owned(),
        _ => name.to_owned(),
    }
}
