//! The sections of all drafts as rows of one table.

use super::ground::Ground;
use crate::draft::history::History;
use crate::draft::lives::SectionRow;
use crate::draft::{Kind, Paragraph, Section, View};

/// The sections so far.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// The rows in reading order.
    order: Vec<usize>,
}

struct Row {
    row: SectionRow,
    /// The lineage of its heading in the last draft it stands in; none for what stands before the
    /// first.
    lineage: Option<u32>,
    key: String,
    draft: u32,
}

/// Whether a row goes on with a section.
type Test = fn(&Row, &Here) -> bool;

/// A section of one draft.
struct Here {
    lineage: Option<u32>,
    name: String,
    title: Option<Box<str>>,
    first: usize,
}

impl Rows {
    /// Enters the sections of a draft. Returns the row of each paragraph.
    pub(super) fn add(&mut self, here: &Ground, history: &History) -> Vec<u32> {
        let sections = sections(here, history);
        let mut rows: Vec<Option<usize>> = vec![None; sections.len()];
        let mut taken = vec![false; self.rows.len()];
        // By its heading, then by its name: a heading that was written anew is still Article 9.
        let by_heading = |row: &Row, section: &Here| {
            row.lineage == section.lineage && row.key == key(&section.name)
        };
        let by_name = |row: &Row, section: &Here| row.key == key(&section.name);
        let by_lineage =
            |row: &Row, section: &Here| row.lineage.is_some() && row.lineage == section.lineage;
        let tests: [Test; 3] = [by_heading, by_lineage, by_name];
        for is_same in tests {
            for (section, found) in sections
                .iter()
                .zip(&mut rows)
                .filter(|(_, found)| found.is_none())
            {
                let mut all = self.rows.iter().enumerate();
                if let Some((at, _)) = all.find(|(at, row)| !taken[*at] && is_same(row, section)) {
                    *found = Some(at);
                    taken[at] = true;
                }
            }
        }
        let mut last = 0;
        let mut of = vec![0; here.pieces.len()];
        let starts = sections.iter().map(|s| s.first).chain([here.pieces.len()]);
        let ends: Vec<usize> = starts.skip(1).collect();
        for ((section, found), end) in sections.into_iter().zip(rows).zip(ends) {
            let at = found.unwrap_or_else(|| self.insert(last));
            last = self
                .order
                .iter()
                .position(|row| *row == at)
                .map_or(0, |place| place + 1);
            let row = &mut self.rows[at];
            row.row.names.resize(here.draft as usize, None);
            row.row.names.push(Some(section.name.as_str().into()));
            row.row.title = section.title.or(row.row.title.take());
            row.lineage = section.lineage;
            row.key = key(&section.name);
            row.draft = here.draft;
            of[section.first..end].fill(u32::try_from(at).unwrap_or(u32::MAX));
        }
        of
    }

    fn insert(&mut self, place: usize) -> usize {
        self.rows.push(Row {
            row: SectionRow::default(),
            lineage: None,
            key: String::new(),
            draft: 0,
        });
        self.order.insert(place, self.rows.len() - 1);
        self.rows.len() - 1
    }

    /// All rows in reading order, and the place of each by its number.
    pub(super) fn finish(mut self, drafts: u32) -> (Vec<SectionRow>, Vec<u32>) {
        let mut places = vec![0; self.rows.len()];
        let mut rows = Vec::with_capacity(self.rows.len());
        for (place, number) in (0..).zip(&self.order) {
            places[*number] = place;
            let mut row = std::mem::take(&mut self.rows[*number].row);
            row.names.resize(drafts as usize, None);
            rows.push(row);
        }
        (rows, places)
    }
}

fn key(name: &str) -> String {
    name.to_lowercase()
}

/// The sections of a draft. Where it has articles, the headings within an article are no sections
/// of their own.
fn sections(here: &Ground, history: &History) -> Vec<Here> {
    let all = &here.outline.sections;
    let head_of = |section: &Section| here.whole.paragraphs.get(section.head?);
    let is_article = |head: Option<&Paragraph>| {
        head.is_some_and(|head| {
            let label = head.label_in(View::Revised);
            head.kind == Kind::Heading
                && label.is_some_and(|l| l.starts_with(char::is_alphabetic) && l.contains(' '))
        })
    };
    let mut out = Vec::new();
    let mut has_articles = false;
    for section in all {
        let head = head_of(section);
        let is_article = is_article(head);
        has_articles |= is_article;
        if has_articles && !is_article {
            continue;
        }
        let head = head.filter(|_| is_article);
        out.push(Here {
            lineage: section.head.map(|at| history.own(here.pieces[at]).lineage),
            name: section.cited(),
            title: head.and_then(|head| title(&head.words.text(View::Revised))),
            first: section.paragraphs.start,
        });
    }
    out
}

/// What a heading says beside its label: `(transparency)`.
fn title(words: &str) -> Option<Box<str>> {
    let bare = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || "[]*.:".contains(c));
    (!bare.is_empty() && bare.chars().count() <= 80).then(|| bare.into())
}
