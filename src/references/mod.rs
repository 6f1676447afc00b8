//! Draft -> its internal cross-references: "resolves 1, 3 and 4 above", "paragraph 4 above", "Article 4, paragraph 2".
//!
//! Forms: ITU resolutions cite a section call and labels; UN resolutions cite "paragraph 4 above", "subparagraphs (b) to
//! (d)" (UN Editorial Manual). A reference to another document says so: "of the Tunis Agenda", "of its resolution".

mod grammar;

use crate::draft::{Draft, Kind, Outline, Section, View};
use grammar::{Mention, Target, mentions};
use std::ops::Range;

/// One label that a text refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The paragraph that refers.
    pub paragraph: usize,
    /// The label in its words, in bytes of the view's text.
    pub range: Range<usize>,
    /// The label as it stands there: `3`, `b)`, `(d)`.
    pub label: String,
    /// What is cited, in full: `resolves 3`.
    pub cited: String,
    /// Whether it is a clause of this draft.
    pub scope: Scope,
    /// The paragraph it means, where there is just one with that label.
    pub target: Option<usize>,
}

/// Which document a reference is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This draft.
    Internal,
    /// Another document.
    External,
    /// The words do not say.
    Undecided,
}

/// Finds the references in an unmarked draft.
#[must_use]
pub fn find(draft: &Draft) -> Vec<Reference> {
    let outline = Outline::of(draft, View::Revised);
    let mut calls: Vec<&str> = outline
        .sections
        .iter()
        .filter(|s| {
            s.head
                .is_some_and(|h| draft.paragraphs[h].kind == Kind::Call)
        })
        .map(|s| s.name.as_str())
        .collect();
    calls.sort_by_key(|call| std::cmp::Reverse(call.len()));
    calls.dedup();
    let index = Index {
        draft,
        outline: &outline,
    };
    let mut out = Vec::new();
    for (paragraph, one) in draft.paragraphs.iter().enumerate() {
        if matches!(one.kind, Kind::Clause | Kind::Note) {
            for mention in mentions(one.words.all(), &calls) {
                out.push(index.resolve(paragraph, mention));
            }
        }
    }
    out
}

struct Index<'a> {
    draft: &'a Draft,
    outline: &'a Outline,
}

impl Index<'_> {
    fn resolve(&self, paragraph: usize, mention: Mention) -> Reference {
        let found = match &mention.target {
            Target::Call(name) => self.in_sections(|s| s.name == *name, &mention.label, 0),
            Target::Paragraph => self.numbered(paragraph, &mention.label),
            Target::SubParagraph => self.below(paragraph, &mention.label),
            Target::Article => self.article(&mention.label),
            Target::ParagraphOf(article) => {
                let name = format!("Article {article}");
                self.in_sections(|s| s.name == name, &mention.label, 0)
            }
        };
        let only = if let [one] = found[..] {
            Some(one)
        } else {
            None
        };
        // "paragraph 4" of nothing: of this draft, if it is said to be above or below.
        Reference {
            paragraph,
            range: mention.range,
            cited: mention.cited,
            label: mention.label,
            scope: mention.scope,
            target: only.filter(|_| mention.scope != Scope::External),
        }
    }

    fn in_sections(&self, wanted: impl Fn(&Section) -> bool, label: &str, depth: u8) -> Vec<usize> {
        let sections = self.outline.sections.iter().filter(|s| wanted(s));
        sections
            .flat_map(|s| self.labelled(s.paragraphs.clone(), label, Some(depth)))
            .collect()
    }

    /// The clauses in `range` with a label, at a depth or at any.
    fn labelled(&self, range: Range<usize>, label: &str, depth: Option<u8>) -> Vec<usize> {
        let bare = bare(label);
        range
            .filter(|i| {
                let p = &self.draft.paragraphs[*i];
                p.kind == Kind::Clause
                    && depth.is_none_or(|d| p.depth.new == d)
                    && p.label_in(View::Revised)
                        .is_some_and(|l| self::bare(l) == bare)
            })
            .collect()
    }

    /// "paragraph 4": of the same article, where the draft has articles; else of the whole text.
    fn numbered(&self, from: usize, label: &str) -> Vec<usize> {
        let section = self.outline.section_of(from);
        let is_article = section.is_some_and(|s| s.name.starts_with("Article "));
        match section {
            Some(section) if is_article => {
                self.labelled(section.paragraphs.clone(), label, Some(0))
            }
            _ => self.labelled(0..self.draft.paragraphs.len(), label, Some(0)),
        }
    }

    /// "subparagraph (b)": among the sub-clauses of the same clause.
    fn below(&self, from: usize, label: &str) -> Vec<usize> {
        let paragraphs = &self.draft.paragraphs;
        let start = (0..=from)
            .rev()
            .find(|i| paragraphs[*i].depth.new == 0 && paragraphs[*i].kind == Kind::Clause)
            .unwrap_or(from);
        let end = (from + 1..paragraphs.len())
            .find(|i| paragraphs[*i].depth.new == 0 && paragraphs[*i].kind != Kind::Note)
            .unwrap_or(paragraphs.len());
        self.labelled(start..end, label, None)
    }

    fn article(&self, label: &str) -> Vec<usize> {
        let name = format!("Article {label}");
        let heads = self
            .outline
            .sections
            .iter()
            .filter(|s| s.name == name)
            .filter_map(|s| s.head);
        heads.collect()
    }
}

/// A label without its punctuation: `b` for `b)`, `(b)` and `b.`.
pub(crate) fn bare(label: &str) -> &str {
    label.trim_matches(['(', ')', '.', ':', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn found(text: &str) -> Vec<(String, Scope, Option<usize>)> {
        let draft = read(text.as_bytes(), "x", None).unwrap();
        find(&draft)
            .into_iter()
            .map(|r| (r.cited, r.scope, r.target))
            .collect()
    }

    #[test]
    fn calls_and_labels() {
        let text = "resolves\n\n1 to act;\n\n2 to meet;\n\n3 to rest,\n\ninstructs the Council\n\nto see to resolves 1, 2 and 3 above, and resolves 7 below,\n";
        let internal = |cited: &str, target| (cited.to_owned(), Scope::Internal, target);
        assert_eq!(
            found(text),
            [
                internal("resolves 1", Some(1)),
                internal("resolves 2", Some(2)),
                internal("resolves 3", Some(3)),
                internal("resolves 7", None)
            ]
        );
    }

    #[test]
    fn other_documents_are_told_apart() {
        let text = "The General Assembly,\n\nRecalling the past,\n\n1. Decides to act, as said in paragraph 2 below;\n\n2. Recalls paragraph 1 of its resolution 65/141, paragraphs 34 to 37 of the Tunis Agenda and paragraph 1 above.\n";
        let scopes: Vec<Scope> = found(text).into_iter().map(|(_, scope, _)| scope).collect();
        use Scope::{External, Internal};
        assert_eq!(scopes, [Internal, External, External, External, Internal]);
    }
}
