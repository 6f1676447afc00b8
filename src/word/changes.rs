//! The tracked changes of a Word file one by one, as rows, and the file with some of them accepted
//! or rejected.

use super::held::hold;
use super::numbered::{Changes, spots};
use super::{inert, tracked};
use crate::changes::{self, Found, Places, What};
use crate::compare;
use crate::docx::Error;
use crate::docx::atoms::words_of;
use crate::docx::document::Document;
use crate::docx::numbered::Numbered;
use crate::docx::resolve::Verdict;
use crate::docx::tracked::is_property_change;
use crate::docx::xml::Element;
use crate::draft::{
    Change, ChangeKind, Class, Draft, Finding, Holder, Origin, TrackedChange, View, Wording,
};
use crate::read::{self, Marks};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A Word file with its tracked changes, and those made by hand, as rows. One row may be several
/// marks of the file: a replaced word, a row of a table, both halves of a move.
pub struct TrackedFile<'b> {
    given: &'b [u8],
    marks: Marks,
    /// The file without what acts by itself, its marks tracked.
    bytes: Vec<u8>,
    numbered: Changes,
    list: List,
    findings: Vec<Finding>,
}

impl<'b> TrackedFile<'b> {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it is no Word file, or a broken one.
    pub fn read(bytes: &'b [u8], marks: Marks) -> Result<Self, Error> {
        let (inert, mut findings) = inert(bytes)?;
        let (tracked, assumed) = tracked(&inert, marks)?;
        findings.extend(assumed);
        let numbered = Changes::of(&Document::open(&tracked)?)?;
        let list = List::of(&tracked, &numbered)?;
        Ok(Self {
            given: bytes,
            marks,
            bytes: tracked.into_owned(),
            numbered,
            list,
            findings,
        })
    }

    /// Its changes, in the order of the text.
    #[must_use]
    pub fn changes(&self) -> &[TrackedChange] {
        &self.list.rows
    }

    /// What acts by itself and was left out, and what was assumed of marks made by hand.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The file with some changes accepted (`Revised`) or rejected (`Base`), as `choose` says of
    /// each row; the others stay tracked.
    ///
    /// # Errors
    /// Where what was written does not hold up.
    pub fn settle(
        &self,
        choose: &dyn Fn(&TrackedChange) -> Option<View>,
    ) -> Result<Vec<u8>, Error> {
        let mut verdicts: HashMap<usize, View> = HashMap::new();
        for (row, marks) in self.list.rows.iter().zip(&self.list.marks) {
            if let Some(view) = choose(row) {
                verdicts.extend(marks.iter().map(|number| (*number, view)));
            }
        }
        // What is accepted changes nothing in the newer text, what is rejected nothing in the
        // older.
        let accepted = self.written(&|number| {
            let verdict = verdicts.get(&number).copied();
            verdict.filter(|view| *view == View::Revised)
        })?;
        hold((self.given, self.marks), &accepted, &[View::Revised])?;
        let settled = self.written(&|number| verdicts.get(&number).copied())?;
        hold((&accepted, Marks::Tracked), &settled, &[View::Base])?;
        numbered_apart(settled)
    }

    /// The file with some of its marks accepted or rejected.
    fn written(&self, choose: &dyn Fn(usize) -> Option<View>) -> Result<Vec<u8>, Error> {
        let verdict = |number| match choose(number) {
            Some(View::Revised) => Verdict::Accept,
            Some(View::Base) => Verdict::Reject,
            None => Verdict::Leave,
        };
        let settled = self.numbered.settled(&verdict)?;
        if settled.is_empty() {
            return Ok(self.bytes.clone());
        }
        let mut document = Document::open(&self.bytes)?;
        let before = document.shown()?;
        document.put(settled, &before)?;
        document.package.write()
    }
}

/// The file with a number of its own for each change that stays (ECMA-376 part 1, 17.13.5): other
/// programs give several one.
pub(super) fn numbered_apart(file: Vec<u8>) -> Result<Vec<u8>, Error> {
    let mut document = Document::open(&file)?;
    match document.number_apart() {
        true => document.package.write(),
        false => Ok(file),
    }
}

/// The changes of a file as rows, and the numbers of the marks that each row is.
struct List {
    rows: Vec<TrackedChange>,
    marks: Vec<BTreeSet<usize>>,
}

/// A row in the making: the paragraph that it stands in, what it says, its marks.
struct Row {
    paragraph: usize,
    found: Found,
    marks: BTreeSet<usize>,
}

impl List {
    fn of(bytes: &[u8], changes: &Changes) -> Result<Self, Error> {
        let with_numbers = changes.written(bytes)?;
        let document = Document::open(&with_numbers)?;
        let (draft, marks) = read::docx::draft_by_change(&document, Marks::Tracked)?;
        let mut rows: Vec<Row> = Vec::new();
        for found in changes::collect(&draft) {
            let of = |origin: u32| {
                marks
                    .get(usize::try_from(origin).ok()?.checked_sub(1)?)
                    .copied()
            };
            let marks: BTreeSet<usize> = found
                .parts
                .iter()
                .filter_map(|part| of(part.origin)?)
                .collect();
            // What no mark of the file stands for follows from others: a label that Word counts.
            if !marks.is_empty() {
                let paragraph = found.parts.iter().map(|part| part.paragraph).min();
                let paragraph = paragraph.unwrap_or(0);
                rows.push(Row {
                    paragraph,
                    found,
                    marks,
                });
            }
        }
        for row in &mut rows {
            changes.with_their_groups(&mut row.marks);
        }
        let told: BTreeSet<usize> = rows.iter().flat_map(|row| &row.marks).copied().collect();
        let others = Others::of(&document, &draft, changes);
        let others = others.collect(told, &mut rows)?;
        rows.extend(others);
        rows.sort_by_key(|row| row.paragraph);
        let rows = joined(rows, changes);
        let mut found: Vec<Found> = Vec::with_capacity(rows.len());
        let mut marks = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(row.found);
            marks.push(row.marks);
        }
        changes::number(&mut found);
        Ok(Self {
            rows: found.into_iter().map(|found| found.row).collect(),
            marks,
        })
    }
}

/// Makes one row of those that cannot be settled without each other: they share a mark, as
/// the cells of a row that came, or are the halves of a move.
fn joined(rows: Vec<Row>, changes: &Changes) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut by_mark: HashMap<usize, usize> = HashMap::new();
    for row in rows {
        let is_move = changes.are_of_a_move(&row.marks);
        let known: BTreeSet<usize> = row
            .marks
            .iter()
            .filter_map(|mark| by_mark.get(mark).copied())
            .collect();
        let Some(first) = known.first().copied() else {
            by_mark.extend(row.marks.iter().map(|mark| (*mark, out.len())));
            out.push(row);
            continue;
        };
        by_mark.extend(row.marks.iter().map(|mark| (*mark, first)));
        out[first].add(row, is_move);
        // It may hold together rows that had nothing in common before.
        for other in known.into_iter().skip(1) {
            let marks = std::mem::take(&mut out[other].marks);
            by_mark.extend(marks.iter().map(|mark| (*mark, first)));
            let paragraph = out[other].paragraph;
            let found = out[other].found.clone();
            out[first].add(
                Row {
                    paragraph,
                    found,
                    marks,
                },
                is_move,
            );
        }
    }
    out.retain(|row| !row.marks.is_empty());
    for row in out
        .iter_mut()
        .filter(|row| row.found.row.kind == ChangeKind::Moved)
    {
        row.say_what_moving_changed();
    }
    out
}

impl Row {
    /// Words that only moved are neither gone nor new.
    fn say_what_moving_changed(&mut self) {
        let row = &mut self.found.row;
        let (old, new) = (Wording::plain(&*row.before), Wording::plain(&*row.after));
        (row.classes, row.words) = compare::classes_of(&compare::words(&old, &new));
    }

    fn add(&mut self, other: Self, is_move: bool) {
        let (own, row) = (&mut self.found.row, other.found.row);
        if is_move {
            own.kind = ChangeKind::Moved;
        }
        for view in [View::Base, View::Revised] {
            if own.address.get(view).is_none() {
                own.address.get_mut(view).clone_from(row.address.get(view));
                own.section.get_mut(view).clone_from(row.section.get(view));
            }
        }
        append(&mut own.before, &row.before);
        append(&mut own.after, &row.after);
        let classes: BTreeSet<Class> = own.classes.iter().chain(&row.classes).copied().collect();
        own.classes = classes.into_iter().collect();
        own.words.old += row.words.old;
        own.words.new += row.words.new;
        self.found.parts.extend(other.found.parts);
        self.marks.extend(other.marks);
    }
}

/// Adds what is said elsewhere; what was said last is not said again.
fn append(text: &mut String, more: &str) {
    if text == more
        || text
            .strip_suffix(more)
            .is_some_and(|before| before.ends_with(BETWEEN))
    {
        return;
    }
    if !text.is_empty() && !more.is_empty() {
        text.push_str(BETWEEN);
    }
    text.push_str(more);
}

/// Between words of several places.
const BETWEEN: &str = " | ";

/// The marks that no row tells of: those within a paragraph that came or went whole, those of the
/// look alone, and words that came and went.
struct Others<'d> {
    document: &'d Document<'d>,
    draft: &'d Draft,
    changes: &'d Changes,
    spots: HashMap<(usize, usize), Vec<usize>>,
    places: Places,
    /// The first paragraph of each table, by its number.
    tables: HashMap<u32, usize>,
}

impl<'d> Others<'d> {
    fn of(document: &'d Document<'d>, draft: &'d Draft, changes: &'d Changes) -> Self {
        let mut tables = HashMap::new();
        for k in 0..document.spots.len() {
            if let Some(table) = table_of(document, k) {
                tables.entry(table).or_insert(k);
            }
        }
        Self {
            document,
            draft,
            changes,
            spots: spots(document),
            places: Places::of(draft),
            tables,
        }
    }

    /// Adds marks to the rows of their paragraphs, and makes rows of the others.
    fn collect(&self, told: BTreeSet<usize>, rows: &mut [Row]) -> Result<Vec<Row>, Error> {
        let wholes = wholes(self.draft, rows);
        let mut seen = told;
        let mut others: BTreeMap<(usize, &str, u8), Row> = BTreeMap::new();
        self.changes.each(&mut |number, element, place| {
            let Some(change) = self.changes.all().get(number) else {
                return;
            };
            if !seen.insert(number) {
                return;
            }
            let spots = self.spots.get(&place).map_or(&[][..], Vec::as_slice);
            let own = |k: &usize| wholes.get(&(*k, change_of(&change.name), change.author.clone()));
            if let Some(row) = spots.iter().find_map(own) {
                rows[*row].marks.insert(number);
                return;
            }
            let first = spots.first().copied().unwrap_or(0);
            self.add(number, change, element, first, &mut others);
        })?;
        let mut others: Vec<Row> = others.into_values().collect();
        for row in &mut others {
            self.changes.with_their_groups(&mut row.marks);
        }
        Ok(others)
    }

    /// Adds a mark to the row of its kind, author and paragraph.
    fn add<'c>(
        &self,
        number: usize,
        change: &'c Numbered,
        element: &Element<'_>,
        spot: usize,
        others: &mut BTreeMap<(usize, &'c str, u8), Row>,
    ) {
        let kind = other_kind(change, element);
        let looks = looks(&change.name);
        let table = table_of(self.document, spot).filter(|_| looks == TABLE);
        let first = table.and_then(|table| self.tables.get(&table));
        let spot = first.copied().unwrap_or(spot);
        let paragraph = spot.min(self.draft.paragraphs.len().saturating_sub(1));
        let text = match kind {
            ChangeKind::Formatted => format!("({looks})"),
            _ => words_of(element),
        };
        let row = others
            .entry((paragraph, change.author.as_str(), kind as u8))
            .or_insert_with(|| Row::plain(&self.places, self.draft, paragraph, kind, change));
        let said = match change_of(&change.name) {
            Change::Deleted => &mut row.found.row.before,
            _ => &mut row.found.row.after,
        };
        append(said, &text);
        row.marks.insert(number);
    }
}

/// The table that a paragraph stands in.
fn table_of(document: &Document<'_>, spot: usize) -> Option<u32> {
    let place = &document.spots.get(spot)?.place;
    match place.steps().first() {
        Some((Holder::Table, number)) => Some(*number),
        _ => None,
    }
}

/// The rows of paragraphs that came or went whole, by paragraph, what became of it, and author.
fn wholes(draft: &Draft, rows: &[Row]) -> HashMap<(usize, Change, String), usize> {
    let mut out = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let is_whole = |kind| {
            matches!(
                kind,
                ChangeKind::Inserted | ChangeKind::Deleted | ChangeKind::Moved
            )
        };
        if !is_whole(row.found.row.kind) {
            continue;
        }
        let begins = row
            .found
            .parts
            .iter()
            .filter(|part| part.what == What::Beginning);
        for part in begins {
            let change = draft.paragraphs[part.paragraph].change;
            let author = row.found.row.author.clone().unwrap_or_default();
            out.entry((part.paragraph, change, author)).or_insert(at);
        }
    }
    out
}

impl Row {
    /// A row without words.
    fn plain(
        places: &Places,
        draft: &Draft,
        paragraph: usize,
        kind: ChangeKind,
        change: &Numbered,
    ) -> Self {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let origin = Origin {
            author: known(&change.author),
            date: known(&change.date),
        };
        let mut row = places.row(draft, paragraph, kind, origin);
        if kind != ChangeKind::Withdrawn {
            row.classes = vec![Class::Editorial];
        }
        Self {
            paragraph,
            found: Found {
                row,
                parts: Vec::new(),
            },
            marks: BTreeSet::new(),
        }
    }
}

fn change_of(name: &str) -> Change {
    match name {
        "w:del" | "w:moveFrom" => Change::Deleted,
        "w:ins" | "w:moveTo" => Change::Inserted,
        _ => Change::Kept,
    }
}

fn other_kind(change: &Numbered, element: &Element<'_>) -> ChangeKind {
    let is_of_words = !is_property_change(&change.name) && change_of(&change.name) != Change::Kept;
    let said = words_of(element);
    match change_of(&change.name) {
        _ if !is_of_words || said.is_empty() => ChangeKind::Formatted,
        // White space at the ends of a paragraph is the page's, and no words of a draft.
        Change::Deleted if said.trim().is_empty() => ChangeKind::Deleted,
        _ if said.trim().is_empty() => ChangeKind::Inserted,
        _ => ChangeKind::Withdrawn,
    }
}

/// What is looked at of a text by marks of this name, where none of its words is.
fn looks(name: &str) -> &'static str {
    match name {
        "w:pPrChange" => "paragraph",
        "w:rPrChange" => "characters",
        "w:sectPrChange" => "page",
        "w:numberingChange" => "numbering",
        "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" => "mark without words",
        name if name.starts_with("w:customXml") => "markup",
        _ => TABLE,
    }
}

/// The look of a table, its rows and cells.
const TABLE: &str = "table";
