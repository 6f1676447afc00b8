//! Addresses: how people cite a clause.

use super::outline::is_annex;
use super::{Draft, Kind, Label, Number, Outline, Paragraph, Place, Section, View};
use crate::vocabulary;

/// The address of every paragraph of a draft in one view: `resolves 3`, `considering c)`, `PP4`,
/// `OP7 (a)(i)`, `Article 4.2(a)`.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// All of them, one after the other.
    text: String,
    /// Where each one ends.
    ends: Vec<usize>,
}

impl Addresses {
    /// Works out all addresses.
    #[must_use]
    pub fn of(draft: &Draft, view: View) -> Self {
        let outline = Outline::of(draft, view);
        Self::within(draft, view, &outline)
    }

    /// Works out all addresses, given the outline of the same view.
    #[must_use]
    pub fn within(draft: &Draft, view: View, outline: &Outline) -> Self {
        let is_un = draft
            .paragraphs
            .iter()
            .any(|p| p.kind == Kind::Organ && p.begins_in(view));
        let mut out = Self {
            text: String::new(),
            ends: Vec::with_capacity(draft.paragraphs.len()),
        };
        let mut preambular = 0;
        let mut unnumbered = 0;
        let mut operative = false;
        let mut annexed = false;
        // The article that headings without label are parts of.
        let mut article: Option<String> = None;
        for section in &outline.sections {
            let opens = section.head.map(|head| draft.paragraphs[head].kind);
            annexed = opens != Some(Kind::Organ)
                && (annexed || opens == Some(Kind::Heading) && is_annex(&section.name));
            let mut scheme = Scheme::of(section, draft, is_un && !annexed, view);
            if opens == Some(Kind::Organ) || annexed {
                article = None;
            } else if scheme.article {
                article = Some(section.cited());
            } else if let Some(article) = article.as_ref().filter(|_| is_part(section, draft, view))
            {
                scheme.lie_under(article, begins_again(section, draft, view));
            }
            for paragraph in &draft.paragraphs[section.paragraphs.clone()] {
                let address = if paragraph.kind == Kind::Organ {
                    (preambular, unnumbered, operative) = (0, 0, false);
                    "organ".to_owned()
                } else if !paragraph.begins_in(view) || paragraph.kind != Kind::Clause {
                    scheme.other(paragraph, view)
                } else if let Some(place) = held(paragraph, view) {
                    place.to_string()
                } else {
                    let is_numbered =
                        paragraph.depth.get(view) == &0 && is_decimal(paragraph.label_in(view));
                    let is_operative = is_numbered
                        || paragraph.label_in(view).is_some_and(|l| {
                            vocabulary::without_operative_mark(l).is_some() && is_whole(l)
                        });
                    if scheme.preambular && is_operative && !operative {
                        operative = true;
                        unnumbered = 0;
                        "operative part".clone_into(&mut scheme.section);
                        scheme.several_unlabelled = true;
                    }
                    let is_bare = scheme.preambular
                        && paragraph.label_in(view).is_none()
                        && *paragraph.depth.get(view) == 0;
                    // Some organs do not number what they decide.
                    if is_bare && (unnumbered > 0 || !operative && decides(paragraph, view)) {
                        operative = true;
                        unnumbered += 1;
                        scheme.parents.clear();
                        let address = format!("OP{unnumbered}");
                        scheme.parents.push((0, address.clone()));
                        address
                    } else if is_bare && !operative {
                        preambular += 1;
                        scheme.parents.clear();
                        format!("PP{preambular}")
                    } else {
                        scheme.clause(paragraph, view)
                    }
                };
                out.push(&address);
            }
        }
        out
    }

    fn push(&mut self, address: &str) {
        self.text.push_str(address);
        self.ends.push(self.text.len());
    }

    /// The address of paragraph `index`; empty if there is no such paragraph.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(index).copied());
        range
            .and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or("")
    }
}

/// Whether a section has a heading without label: in an article, it is a part of the article.
fn is_part(section: &Section, draft: &Draft, view: View) -> bool {
    let head = section.head.and_then(|head| draft.paragraphs.get(head));
    head.is_some_and(|head| head.kind == Kind::Heading && head.label_in(view).is_none())
}

/// Whether the numbers of a section begin again, instead of going on over its heading.
fn begins_again(section: &Section, draft: &Draft, view: View) -> bool {
    let paragraphs = &draft.paragraphs[section.paragraphs.clone()];
    let numbered =
        |p: &&Paragraph| p.kind == Kind::Clause && p.begins_in(view) && *p.depth.get(view) == 0;
    let mut labels = paragraphs
        .iter()
        .filter(numbered)
        .filter_map(|p| p.label_in(view));
    let first = labels
        .next()
        .and_then(Number::parse)
        .and_then(|number| number.last());
    first.is_some_and(|first| first.value == 1)
}

/// Whether a paragraph without number decides something: "Adopts the plan;", "Décide de se réunir."
fn decides(paragraph: &Paragraph, view: View) -> bool {
    let text = paragraph.words.text(view);
    let end = text.trim_end_matches(|c: char| "]*_~ \u{a0}".contains(c));
    vocabulary::opens_operative(&text)
        && !(vocabulary::opens_preambular(&text) && end.ends_with([',', '،', '，']))
        && end.ends_with([';', '.', ':', '؛', '。', '；', '：'])
}

/// The place of a paragraph in a table, if that is all it can be cited by.
fn held(paragraph: &Paragraph, view: View) -> Option<&Place> {
    paragraph
        .place_in(view)
        .filter(|_| paragraph.label_in(view).is_none())
}

fn is_decimal(label: Option<&str>) -> bool {
    label.is_some_and(|l| l.starts_with(char::is_numeric) || l.starts_with('['))
}

/// `OP3 bis`, `PP4 alt`: labels that are addresses already.
fn is_whole(label: &str) -> bool {
    vocabulary::without_mark(label)
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// How clauses of one section are cited.
struct Scheme {
    section: String,
    /// Operative paragraphs are cited as `OP7`, whatever heading they stand under.
    operative: bool,
    preambular: bool,
    /// `Article 4.2`, not `Article 4 2.`.
    article: bool,
    call: bool,
    /// Depth and address of the clauses that enclose the next one.
    parents: Vec<(u8, String)>,
    /// Unlabelled clauses so far: at the section's own level, and below the last labelled clause.
    unlabelled: u32,
    below: u32,
    several_unlabelled: bool,
}

impl Scheme {
    fn of(section: &Section, draft: &Draft, is_un: bool, view: View) -> Self {
        let head = section.head.and_then(|i| draft.paragraphs.get(i));
        let kind = head.map(|p| p.kind);
        let is_article = kind == Some(Kind::Heading)
            && head.is_some_and(|p| {
                p.label_in(view).is_some_and(|l| {
                    l.starts_with(char::is_alphabetic) && (l.contains(' ') || l.starts_with('第'))
                })
            });
        let unlabelled = draft.paragraphs[section.paragraphs.clone()]
            .iter()
            .filter(|p| {
                p.kind == Kind::Clause
                    && p.begins_in(view)
                    && held(p, view).is_none()
                    && p.label_in(view).is_none()
                    && *p.depth.get(view) == 0
            })
            .count();
        Self {
            section: section.cited(),
            operative: is_un && !is_article && kind != Some(Kind::Call),
            preambular: kind == Some(Kind::Organ)
                || is_un && vocabulary::is_preamble_word(&section.name),
            article: is_article,
            call: kind == Some(Kind::Call),
            parents: Vec::new(),
            unlabelled: 0,
            below: 0,
            several_unlabelled: unlabelled > 1,
        }
    }

    /// Cites what stands under a heading without label by the article that it is a part of.
    fn lie_under(&mut self, article: &str, begins_again: bool) {
        (self.operative, self.preambular) = (false, false);
        if begins_again {
            self.section = format!("{article}, {},", self.section);
            self.call = true;
        } else {
            self.section = article.to_owned();
            self.article = true;
        }
    }

    fn clause(&mut self, paragraph: &Paragraph, view: View) -> String {
        let depth = *paragraph.depth.get(view);
        self.parents.retain(|(d, _)| *d < depth);
        let parent = self.parents.last().map(|(_, address)| address.clone());
        let address = match (paragraph.label_in(view), parent) {
            (Some(label), Some(parent)) => self.below(&parent, label),
            (Some(label), None) => self.top(label),
            (None, Some(parent)) => {
                self.below += 1;
                format!("{parent} ¶{}", self.below)
            }
            (None, None) => {
                self.unlabelled += 1;
                let section = if self.section.is_empty() {
                    "text"
                } else {
                    &self.section
                };
                if self.several_unlabelled {
                    format!("{section} ¶{}", self.unlabelled)
                } else {
                    section.to_owned()
                }
            }
        };
        if paragraph.label_in(view).is_some() {
            self.below = 0;
            self.parents.push((depth, address.clone()));
        }
        address
    }

    fn top(&self, label: &str) -> String {
        let bare = Label::cited(label);
        let is_number = is_decimal(Some(label));
        if is_whole(label) {
            bare.to_owned()
        } else if self.operative && is_number {
            format!("OP{bare}")
        } else if self.article && is_number {
            match self.repeated(bare) {
                Some(word) => format!("{word} {bare}"),
                None => format!("{}.{bare}", self.section),
            }
        } else if self.article && label.starts_with('(') {
            format!("{}{label}", self.section)
        } else if self.call || !self.section.is_empty() && !is_number {
            format!("{} {bare}", self.section)
        } else if is_number && !bare.starts_with('[') {
            format!("para {bare}")
        } else {
            bare.to_owned()
        }
    }

    /// "Article", where a paragraph's number has that of its article in it: `4.1` in Article 4.
    fn repeated(&self, label: &str) -> Option<&str> {
        let (word, number) = self.section.split_once(' ')?;
        let rest = label.strip_prefix(number)?;
        rest.starts_with('.').then_some(word)
    }

    fn below(&self, parent: &str, label: &str) -> String {
        let bare = Label::cited(label);
        let closes = parent.ends_with(')');
        if Number::parse(label).is_some_and(|n| n.numerals.len() > 1) {
            return self.top(label);
        }
        if label.starts_with('(') && (closes && parent.contains('(') || self.article) {
            format!("{parent}{label}")
        } else if self.article && is_decimal(Some(label)) && !closes {
            format!("{parent}.{bare}")
        } else {
            format!("{parent} {bare}")
        }
    }

    fn other(&self, paragraph: &Paragraph, view: View) -> String {
        match paragraph.kind {
            Kind::Note => format!("note {}", paragraph.label_in(view).map_or("", Label::cited)),
            Kind::Heading | Kind::Call => self.section.clone(),
            Kind::FrontMatter => "front matter".to_owned(),
            Kind::Masthead => "masthead".to_owned(),
            Kind::Closing => "closing".to_owned(),
            Kind::Furniture | Kind::Blank => "page furniture".to_owned(),
            Kind::Clause | Kind::Organ => String::new(),
        }
    }
}
