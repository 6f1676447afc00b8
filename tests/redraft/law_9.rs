//! Law 9: there is one redline. For any drafts and any i < j, rows, words, classes and counts of
//! `compare i j`, of `history --between i..j` and of what a report holds for i and j are equal;
//! over made-up and real chains.

use crate::fixtures;
use crate::generated;
use proptest::prelude::*;
use redraft::brackets;
use redraft::compare::{self, compare};
use redraft::draft::history::{Event, History, Revision, Step, Story};
use redraft::draft::{
    Change, Class, ClauseChange, Count, Diff, Draft, Outcome, Paragraph, PassageKind, Redline, View,
};
use redraft::history::{redline, story};
use redraft::json::between::{Row, Rows};
use redraft::report::{Teller, Told};

/// The comparison of two files, that knows of no drafts between them.
fn direct(older: &Draft, newer: &Draft) -> Redline {
    compare(older, newer, &compare::Options::default())
}

/// In how many places two tellings of one redline are at odds: none, if the law holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Odds {
    rows: usize,
    words: usize,
    classes: usize,
    counts: usize,
}

impl Odds {
    fn between(one: &Redline, other: &Redline) -> Self {
        let mut out = Self::default();
        let lists = |redline: &Redline| {
            [
                redline.clauses.clone(),
                redline.sections.clone(),
                redline.others.clone(),
            ]
        };
        for (ones, others) in lists(one).iter().zip(&lists(other)) {
            out.rows += ones.len().abs_diff(others.len());
            for (a, b) in ones.iter().zip(others) {
                let same_row = face(a) == face(b);
                out.rows += usize::from(!same_row);
                let words = |redline: &Redline, row: &ClauseChange| {
                    redline.draft.paragraphs[row.paragraph].words.clone()
                };
                let same_words = a.words == b.words && words(one, a) == words(other, b);
                out.words += usize::from(same_row && !same_words);
                out.classes += usize::from(same_row && a.classes != b.classes);
            }
        }
        out.rows += usize::from(out.rows == 0 && one.draft.paragraphs != other.draft.paragraphs);
        out.counts += usize::from(one.summary != other.summary);
        out
    }
}

/// A row apart from its words and classes.
fn face(row: &ClauseChange) -> ClauseChange {
    ClauseChange {
        classes: Vec::new(),
        words: Diff::default(),
        ..row.clone()
    }
}

fn told(drafts: &[Draft], view: View) -> Told {
    let mut teller = Teller::default();
    for draft in drafts {
        teller.add(draft, Revision::of(draft, view));
    }
    teller.finish()
}

/// Whether a step tells what a row does.
fn is_told(step: Option<&Step>, row: &ClauseChange) -> bool {
    let Some(step) = step else {
        return row.outcome == Outcome::Unchanged && !row.renumbered && row.classes.is_empty();
    };
    let is_same_event = match row.outcome {
        Outcome::Unchanged => matches!(step.event, Event::Renumbered | Event::Amended),
        Outcome::Amended => step.event == Event::Amended,
        Outcome::Inserted => matches!(step.event, Event::Introduced | Event::Restored),
        Outcome::Deleted => step.event == Event::Deleted,
        Outcome::Moved => step.event == Event::Moved,
        Outcome::Split => matches!(step.event, Event::Split | Event::SplitOff),
        Outcome::Merged => matches!(step.event, Event::Merged | Event::MergedInto),
    };
    let mut classes = row.classes.clone();
    classes.sort_unstable();
    classes.dedup();
    is_same_event
        && step.renumbered == row.renumbered
        && step.words == row.words
        && step.classes().collect::<Vec<Class>>() == classes
}

/// For each paragraph of the redline from draft `k - 1` to draft `k`, the lineage that it is.
fn lineages(history: &History, redline: &Redline, k: u32) -> Vec<u32> {
    let mut older = history.standing(k - 1).map(|one| one.lineage());
    let mut newer = history.standing(k).map(|one| one.lineage());
    let paragraphs = redline.draft.paragraphs.iter();
    let of = |paragraph: &Paragraph| {
        let old = paragraph.begins_in(View::Base).then(|| older.next());
        let new = paragraph.begins_in(View::Revised).then(|| newer.next());
        new.or(old).flatten().unwrap()
    };
    paragraphs.map(of).collect()
}

/// The law, over all pairs of a chain.
fn holds(drafts: &[Draft], view: View) -> Result<(), String> {
    let told = told(drafts, view);
    let history = &told.history;
    let drafts: Vec<Draft> = drafts.iter().map(|draft| draft.view(view)).collect();
    for j in 1..drafts.len() {
        for i in 0..j {
            let expected = direct(&drafts[i], &drafts[j]);
            let between = redline(history, i as u32, j as u32);
            let odds = Odds::between(&expected, &between);
            if odds != Odds::default() {
                return Err(format!("{i} -> {j}: history: {odds:?}"));
            }
            if i + 1 == j {
                steps_are_rows(history, &expected, j as u32)?;
            }
        }
    }
    what_is_open_is_counted_once(&told, &drafts)?;
    let Some([before, last]) = drafts.last_chunk() else {
        return Ok(());
    };
    let odds = Odds::between(&direct(before, last), &told.redline);
    if odds != Odds::default() {
        return Err(format!("the report: {odds:?}"));
    }
    published_rows_are_rows(&told, &drafts)
}

/// What stands open in a draft is one number, whoever is asked: the register of the draft, that of
/// a redline to it, the burn-down, what leads from draft to draft, the report and the JSON of it.
fn what_is_open_is_counted_once(told: &Told, drafts: &[Draft]) -> Result<(), String> {
    let report = redraft::json::report::of(&told.material());
    let burn_down = &told.lives.burn_down;
    for (k, draft) in drafts.iter().enumerate() {
        let open = brackets::register(draft, View::Revised).open();
        let mut sections = Count::default();
        for row in &burn_down.sections {
            sections.passages += row.counts[k].passages;
            sections.notes += row.counts[k].notes;
            sections.words += row.counts[k].words;
            sections.depth = sections.depth.max(row.counts[k].depth);
        }
        let notes = |one: &&redraft::json::report::Passage| one.kind == PassageKind::StatusNote;
        let published = &report.drafts[k].passages;
        let notes = published.iter().filter(notes).count() as u32;
        let flow = burn_down.flow[k];
        let told = [burn_down.total[k], sections, report.open[k]];
        let listed = (published.len() as u32 - notes, notes);
        if told != [open; 3] || listed != (open.passages, open.notes) {
            return Err(format!("draft {k}: {told:?}, {listed:?} for {open:?}"));
        }
        if flow.open != open.passages || flow.before + flow.begun() != flow.open + flow.ended() {
            return Err(format!("draft {k}: {flow:?} for {open:?}"));
        }
    }
    let Some(last) = drafts.last() else {
        return Ok(());
    };
    let (beside, alone) = (
        told.register().open(),
        brackets::register(last, View::Revised).open(),
    );
    match beside == alone {
        true => Ok(()),
        false => Err(format!("in the redline {beside:?}, alone {alone:?}")),
    }
}

/// What the JSON of a report publishes of every two drafts, read as anybody would, is what their
/// comparison says.
fn published_rows_are_rows(told: &Told, drafts: &[Draft]) -> Result<(), String> {
    let report = redraft::json::report::of(&told.material());
    let all = drafts.len() * (drafts.len() - 1);
    if report.redlines.len() != all && all < 20 {
        return Err(format!("{} redlines of {all}", report.redlines.len()));
    }
    for between in &report.redlines {
        let at = |draft: u32| &drafts[draft as usize - 1];
        let redline = direct(at(between.from), at(between.to));
        let mut rows = between.rows.iter().flat_map(|rows| match rows {
            Rows::Same(count) => vec![None; *count as usize],
            Rows::One(row) => vec![Some(&**row)],
        });
        let mut meant: Vec<Option<&ClauseChange>> = vec![None; redline.draft.paragraphs.len()];
        for row in [&redline.clauses, &redline.sections, &redline.others]
            .into_iter()
            .flatten()
        {
            meant[row.paragraph] = Some(row);
        }
        for (paragraph, row) in redline.draft.paragraphs.iter().zip(meant) {
            let Some(found) = rows.next() else {
                return Err(format!(
                    "{} -> {}: a row is missing",
                    between.from, between.to
                ));
            };
            if !says(found, paragraph, row) {
                return Err(format!("{found:?} is not {paragraph:?}, {row:?}"));
            }
        }
        if rows.next().is_some() {
            return Err(format!(
                "{} -> {}: a row too many",
                between.from, between.to
            ));
        }
    }
    Ok(())
}

/// Whether a published row says what became of a paragraph; where there is none, the paragraph is
/// as it was.
fn says(found: Option<&Row>, paragraph: &Paragraph, row: Option<&ClauseChange>) -> bool {
    let Some(found) = found else {
        let is_same = |row: &ClauseChange| row.outcome == Outcome::Unchanged && !row.renumbered;
        return paragraph.change == Change::Kept
            && !paragraph.words.is_marked()
            && row.is_some_and(is_same);
    };
    let mut words: Vec<(Change, u32)> = Vec::new();
    for run in paragraph.words.runs() {
        let units = run.text.encode_utf16().count() as u32;
        match words.last_mut() {
            Some((change, sum)) if *change == run.change => *sum += units,
            _ => words.push((run.change, units)),
        }
    }
    let is_here = paragraph
        .moved
        .is_some_and(|one| one.half == Change::Inserted);
    let is_whole = !is_here && words.len() == 1 && words[0].0 == paragraph.change;
    let same_words = match &*found.words {
        [] => words.is_empty() || is_whole,
        told => told == words,
    };
    // How it is cited where a paragraph begins, the pieces say.
    let part_of = row.and_then(|row| match paragraph.change {
        Change::Inserted if !is_here => row.old.as_deref(),
        Change::Deleted => row.new.as_deref(),
        _ => None,
    });
    let told = (found.outcome, found.renumbered, &*found.classes);
    let meant = row.map_or((None, false, &[][..]), |row| {
        (Some(row.outcome), row.renumbered, &*row.classes)
    });
    told == meant
        && same_words
        && found.part_of.as_deref() == part_of
        && found.change == paragraph.change
        && found.moved == paragraph.moved
}

/// What a history says that draft `k` did is what the redline says.
fn steps_are_rows(history: &History, redline: &Redline, k: u32) -> Result<(), String> {
    let lineages = lineages(history, redline, k);
    for row in [&redline.clauses, &redline.sections, &redline.others]
        .into_iter()
        .flatten()
    {
        let lineage = lineages[row.paragraph];
        let step = history.lineages[lineage as usize].step_in(k);
        if !is_told(step, row) {
            return Err(format!(
                "draft {k}, lineage {lineage}: {step:?} for {row:?}"
            ));
        }
    }
    if history.summary(k) != redline.summary {
        let (got, want) = (history.summary(k), redline.summary);
        return Err(format!("draft {k}: {got:?} for {want:?}"));
    }
    Ok(())
}

/// The story of a clause shows what a draft did to its words as the redline does.
fn stories_are_rows(drafts: &[Draft]) -> Result<(), String> {
    let history = redraft::history::history(drafts);
    let stories: Vec<Story> = (0..history.lineages.len() as u32)
        .map(|lineage| story(&history, lineage))
        .collect();
    for k in 1..history.len() {
        let redline = redline(&history, k - 1, k);
        let lineages = lineages(&history, &redline, k);
        for (paragraph, lineage) in redline.draft.paragraphs.iter().zip(lineages) {
            let state = &stories[lineage as usize].states[k as usize];
            let event = state.step.map(|step| step.event);
            // A clause that took in another, or came back, is told of with more than one row says
            // of it.
            let is_told = match event {
                Some(Event::Merged | Event::MergedInto | Event::Restored) => false,
                _ => paragraph.begins_in(View::Revised),
            };
            if is_told && state.words != paragraph.words {
                let (got, want) = (&state.words, &paragraph.words);
                return Err(format!("draft {k}, {event:?}: {got:?} for {want:?}"));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn law_9_stories_of_made_up_chains(drafts in generated::chain()) {
        stories_are_rows(&drafts).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn law_9_made_up_chains(drafts in generated::chain()) {
        holds(&drafts, View::Revised).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn law_9_drafts_with_nothing_in_common(drafts in prop::collection::vec(generated::draft(), 0..4)) {
        holds(&drafts, View::Revised).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn law_9_drafts_that_are_marked(drafts in prop::collection::vec(generated::marked_draft(), 0..4)) {
        for view in [View::Base, View::Revised] {
            holds(&drafts, view).map_err(TestCaseError::fail)?;
        }
    }
}

/// The chains of real drafts.
fn chains() -> Vec<(&'static str, Vec<Draft>)> {
    let of = |folder: &str, sources: Vec<fixtures::Source>| -> Vec<Draft> {
        let all = sources.iter().filter(|source| source.name.contains(folder));
        all.filter_map(fixtures::Source::draft).collect()
    };
    let mut out = vec![("res140 of the fixtures", of("/res140/", fixtures::all()))];
    for folder in ["itu-res140", "paris-agreement", "corpus/seeds"] {
        out.push((folder, of(folder, fixtures::corpus())));
    }
    out
}

#[test]
fn law_9_real_chains() {
    for (name, drafts) in chains() {
        // Where no draft carries changes, both views are one.
        let is_marked = drafts.iter().any(Draft::is_marked);
        let views = [View::Revised, View::Base];
        for view in views.into_iter().take(1 + usize::from(is_marked)) {
            if let Err(error) = holds(&drafts, view) {
                panic!("{name}, {view:?}: {error}");
            }
        }
    }
}
