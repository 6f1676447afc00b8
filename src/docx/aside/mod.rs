//! Tracked changes set aside: a part as it was before them, with a sign wherever one stands, and
//! the way back.
//!
//! Two files that carry changes already are compared as they were before those; the signs go
//! through the comparison like bookmarks, and in the end each gives its change back, under its own
//! author. `set` puts the signs, `back` takes them, `earlier` says what becomes of the older file's
//! changes.

mod back;
mod earlier;
mod set;

use super::atoms::Line;
use super::document::Document;
use super::error::Error;
use super::joint::joint_tag;
use super::own_ids;
use super::sign::{WHOLE, is_kept_sign};
use super::xml::Element;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hasher;

/// The changes of two files, set aside.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    saved: Vec<Saved>,
    /// How many of them are the older file's: they come first.
    older: usize,
    /// Whether it is the older file whose changes are being set aside: of those only what came and
    /// went is kept.
    is_older: bool,
    /// Whether words that an earlier change took away and a new one takes away, too, are both
    /// authors'.
    is_joint: bool,
    /// Paragraphs with signs, and what they were without.
    paragraphs: HashMap<String, String>,
    /// Whole parts of the newer file, likewise, by their names.
    parts: HashMap<String, Diffed>,
}

/// A part of the newer file with signs and as it was.
#[derive(Debug)]
struct Diffed {
    with_signs: String,
    original: String,
}

/// What a sign stands for, as XML.
#[derive(Debug, Clone)]
enum Saved {
    /// Something that was not there before: runs, a paragraph, a row. With its text.
    Kept { raw: String, text: String },
    /// The start tag of a deletion that goes round the runs with this sign.
    Gone(String),
    /// The mark of a paragraph's end, a row, a cell, a numbering.
    Mark(String),
    /// Properties that were others before: as they are now, with the change that says what they
    /// were.
    Was(String),
    /// A formula with changes inside, as it is now: it stays or goes as a whole.
    Whole(String),
    /// An end of a paragraph that was not there before: the start tag and the properties of the
    /// paragraph that it ends.
    Break(String),
}

impl Saved {
    /// What the sign is called: it is an element of no vocabulary that a file can have.
    const fn name(&self) -> &'static str {
        match self {
            Self::Kept { .. } => "redraft:kept",
            Self::Gone(_) => "redraft:gone",
            Self::Mark(_) => "redraft:mark",
            Self::Was(_) => "redraft:was",
            Self::Whole(_) => WHOLE,
            Self::Break(_) => "redraft:break",
        }
    }

    fn raw(&self) -> &str {
        match self {
            Self::Kept { raw, .. }
            | Self::Gone(raw)
            | Self::Mark(raw)
            | Self::Was(raw)
            | Self::Whole(raw)
            | Self::Break(raw) => raw,
        }
    }
}

/// Whether everything that changes had brought to the older paragraph, changes have brought to the
/// newer one, too.
pub(crate) fn brings_the_same(older: &Line<'_>, newer: &Line<'_>) -> bool {
    let brought = |line: &Line<'_>| -> Vec<String> {
        let signs = line.atoms.iter().filter(|a| is_kept_sign(a.raw));
        signs
            .filter_map(|sign| Element::of_tag(sign.raw).attribute("says"))
            .map(Cow::into_owned)
            .collect()
    };
    let mut news = brought(newer);
    brought(older).iter().all(|old| {
        let found = news.iter().position(|new| new == old);
        found.map(|at| news.swap_remove(at)).is_some()
    })
}

impl Aside {
    /// For changes of several people that are laid on one text: what two of them take away is both
    /// of theirs.
    pub(crate) fn joint() -> Self {
        Self {
            is_joint: true,
            ..Self::default()
        }
    }

    /// Sets the changes of a file aside, in its package; the older file comes first.
    pub(crate) fn set(&mut self, document: &mut Document<'_>, is_older: bool) -> Result<(), Error> {
        self.is_older = is_older;
        let mut parts = Vec::new();
        // What stands in boxes is set aside with the paragraphs that they stand in.
        for story in document.stories.iter().filter(|s| s.host.is_none()) {
            let with_signs = set::aside(self, &story.body).map_err(|e| e.in_part(&story.name))?;
            parts.push((story.name.clone(), story.body.xml.clone(), with_signs));
        }
        for (name, original, with_signs) in parts {
            if let Some(xml) = &with_signs {
                document.package.set(&name, xml.clone().into_bytes());
            }
            if !is_older {
                let with_signs = with_signs.unwrap_or_else(|| original.clone());
                let diffed = Diffed {
                    with_signs,
                    original,
                };
                self.parts.insert(name, diffed);
            }
        }
        if is_older {
            self.older = self.saved.len();
        }
        Ok(())
    }

    /// Gives a change a number and its sign. The sign carries the largest number that the change
    /// uses itself, so that new changes get others.
    fn sign(&mut self, saved: Saved) -> String {
        let largest = crate::docx::largest_id(saved.raw());
        let says = match &saved {
            Saved::Kept { text, .. } => {
                let mut hasher = FxHasher::default();
                hasher.write(text.as_bytes());
                let ids = own_ids::of_hidden(saved.raw());
                format!(" says=\"{:x}\"{ids}", hasher.finish())
            }
            _ => String::new(),
        };
        let sign = format!(
            "<{} n=\"{}\" w:id=\"{largest}\"{says}/>",
            saved.name(),
            self.saved.len()
        );
        self.saved.push(saved);
        sign
    }

    /// The start tag of the deletion that this sign stands for, which stands within `outer`, a new
    /// one.
    fn gone(&self, number: usize, outer: Option<&str>) -> Option<String> {
        let own = self.saved.get(number)?.raw();
        Some(match outer.filter(|_| self.is_joint) {
            Some(new) => joint_tag(own, new),
            None => own.to_owned(),
        })
    }

    /// The mark that a sign stands for.
    fn mark_of(&self, sign: &Element<'_>) -> Option<&str> {
        match self.of_sign(sign)?.1 {
            Saved::Mark(raw) => Some(raw),
            _ => None,
        }
    }

    /// What a sign stands for, and its number.
    fn of_sign(&self, sign: &Element<'_>) -> Option<(usize, &Saved)> {
        let number = sign.attribute("n")?.parse::<usize>().ok()?;
        Some((number, self.saved.get(number)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::body::Body;

    /// A body with signs, and what comes back of it.
    fn there_and_back(inner: &str) -> (String, String) {
        let body = Body::of(format!("<w:body>{inner}</w:body>")).unwrap();
        let mut aside = Aside::default();
        let signs = set::aside(&mut aside, &body).unwrap().unwrap_or_default();
        aside.paragraphs.clear();
        let mut ids = crate::docx::ids::Ids::above(1000);
        let back = back::part(&aside, &signs, &mut ids, &mut back::Left::default()).unwrap();
        let bare = |xml: &str| xml["<w:body>".len()..xml.len() - "</w:body>".len()].to_owned();
        (bare(&signs), bare(&back))
    }

    const INS: &str = "<w:ins w:id=\"7\" w:author=\"A\"><w:r><w:t>new </w:t></w:r></w:ins>";
    const DEL: &str = "<w:del w:id=\"8\" w:author=\"B\"><w:r><w:rPr><w:b/></w:rPr><w:delText>old </w:delText></w:r></w:del>";

    #[test]
    fn words_leave_signs_and_come_back() {
        let p = format!("<w:p>{INS}<w:r><w:t>kept</w:t></w:r>{DEL}</w:p>");
        let (signs, back) = there_and_back(&p);
        assert_eq!(
            signs,
            "<w:p><redraft:kept n=\"0\" w:id=\"7\" says=\"d98a68f102866ad9\"/><w:r><w:t>kept</w:t></w:r><w:r><w:rPr><w:b/><redraft:gone n=\"1\" w:id=\"8\"/></w:rPr><w:t>old </w:t></w:r></w:p>"
        );
        assert_eq!(back, p);
    }

    #[test]
    fn a_paragraph_split_by_a_change_is_one_before() {
        let p = "<w:p><w:pPr><w:jc/><w:rPr><w:ins w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>";
        let (signs, back) = there_and_back(p);
        assert_eq!(signs.matches("<w:p>").count(), 1, "{signs}");
        assert_eq!(back, p);
    }

    #[test]
    fn a_paragraph_and_a_row_that_came_are_signs() {
        let p = format!(
            "<w:p><w:pPr><w:rPr><w:ins w:id=\"1\"/></w:rPr></w:pPr>{INS}</w:p><w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr><w:tr><w:trPr><w:ins w:id=\"9\"/></w:trPr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:p/>"
        );
        let (signs, back) = there_and_back(&p);
        assert_eq!(signs.matches("<redraft:kept").count(), 2, "{signs}");
        assert_eq!(signs.matches("<w:tr>").count(), 1, "{signs}");
        assert_eq!(back, p);
    }

    #[test]
    fn properties_are_what_they_were_and_come_back() {
        let p = "<w:p><w:pPr><w:jc w:val=\"left\"/><w:rPr><w:del w:id=\"4\"/></w:rPr><w:pPrChange w:id=\"1\"><w:pPr><w:ind/></w:pPr></w:pPrChange></w:pPr>\
                 <w:r><w:rPr><w:b/><w:rPrChange w:id=\"2\"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>x</w:t></w:r></w:p>";
        let (signs, back) = there_and_back(p);
        assert!(signs.contains("<w:pPr><w:ind/>"), "{signs}");
        assert!(signs.contains("<w:rPr><w:i/><redraft:was"), "{signs}");
        assert_eq!(back, p);
    }
}
