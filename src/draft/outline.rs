//! Sections, read off the sequence of paragraphs.

use super::number::{ARABIC_ZERO, WIDE_ZERO, chinese_value};
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
    /// The sections of `draft` in `view`. A section whose opening paragraph does not stand in the
    /// view is part of the one before it.
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

/// The drafts that one file holds, in a row: each begins with its organ, and with the headings and
/// the masthead right before it. Together they cover every paragraph; most files hold one.
pub(crate) fn parts(draft: &Draft, view: View) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    // Whether the organ of the part has been met, and a clause since.
    let (mut spoken, mut said) = (false, false);
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if !paragraph.begins_in(view) {
            continue;
        }
        match paragraph.kind_in(view) {
            Kind::Organ => {
                if spoken && said {
                    let last = starts.last().copied().unwrap_or(0);
                    starts.push(head_of(draft, last, index));
                }
                (spoken, said) = (true, false);
            }
            Kind::Clause => said = true,
            _ => {}
        }
    }
    let ends = starts.iter().skip(1).copied();
    let ends: Vec<usize> = ends.chain([draft.paragraphs.len()]).collect();
    starts.into_iter().zip(ends).map(|(s, e)| s..e).collect()
}

/// Where the headings and the masthead lines begin that stand right before an organ.
fn head_of(draft: &Draft, after: usize, organ: usize) -> usize {
    let mut start = organ;
    for index in (after + 1..organ).rev() {
        match draft.paragraphs[index].kind {
            Kind::Heading | Kind::Masthead | Kind::FrontMatter => start = index,
            // What the page added may stand among them; before them it belongs to the part before.
            Kind::Furniture | Kind::Blank | Kind::Note => {}
            Kind::Organ | Kind::Call | Kind::Clause | Kind::Closing => break,
        }
    }
    start
}

/// Which of the parts holds paragraph `index`.
pub(crate) fn part_of(parts: &[Range<usize>], index: usize) -> usize {
    parts.partition_point(|part| part.end <= index)
}

/// Whether a paragraph is one head with the one before it: the organ speaks after a heading
/// "Preamble"; the title of an article stands on the line below "Article 4".
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

/// The number of the article that a section is, in plain signs: `4`, `2bis`; none of other
/// sections.
pub(crate) fn article_number(name: &str) -> Option<String> {
    let counted = name.strip_prefix(vocabulary::counted_before());
    if let Some(number) = counted.and_then(|n| n.strip_suffix('条')) {
        return Some(plain_number(number));
    }
    vocabulary::article_number(name).map(plain_number)
}

/// A number in one form for all ways to write it: 1 for "premier" and 一, without spaces.
pub(crate) fn plain_number(number: &str) -> String {
    let low = number.trim().to_lowercase();
    let ordinal = vocabulary::ordinal_word_at(&low);
    if let Some((_, value)) = ordinal.filter(|(word, _)| word.len() == low.len()) {
        return value.to_string();
    }
    if let Some(value) = chinese_value(&low) {
        return value.to_string();
    }
    // Arabic and wide digits.
    let plain = |c: char| {
        let digit = [ARABIC_ZERO, WIDE_ZERO]
            .iter()
            .filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero)))
            .find_map(|digit| char::from_digit(digit, 10));
        digit.unwrap_or(c)
    };
    low.chars().filter(|c| *c != ' ').map(plain).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_in_a_row_are_parts() {
        let kinds = [
            Kind::Masthead,
            Kind::Organ,
            Kind::Clause,
            Kind::Furniture,
            Kind::Heading,
            Kind::Heading,
            Kind::Organ,
            Kind::Organ,
            Kind::Clause,
        ];
        let paragraphs = kinds.map(|kind| Paragraph::plain(kind, "x")).into();
        let draft = Draft {
            paragraphs,
            ..Draft::default()
        };
        let parts = parts(&draft, View::Revised);
        assert_eq!(parts, [0..4, 4..9]);
        assert_eq!(part_of(&parts, 3), 0);
        assert_eq!(part_of(&parts, 4), 1);
        assert_eq!(super::parts(&Draft::default(), View::Revised).len(), 1);
    }

    #[test]
    fn articles_in_six_languages() {
        for (name, number) in [
            ("Article 2 bis", Some("2bis")),
            ("Article premier", Some("1")),
            ("Artículo 5", Some("5")),
            ("Статья 12", Some("12")),
            ("المادة ٣", Some("3")),
            ("第十二条", Some("12")),
            ("Annex 3", None),
            ("preamble", None),
        ] {
            assert_eq!(article_number(name).as_deref(), number, "{name}");
        }
    }
}
