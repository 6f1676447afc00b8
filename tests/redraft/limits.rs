//! Past every limit there is a cheaper way, never a wrong answer: drafts that are larger than
//! anybody writes, or made of one thing again and again.

use crate::command::redraft;
use crate::generated;
use crate::laws::{nothing_changed, views_are_the_drafts};
use proptest::prelude::*;
use redraft::brackets::register;
use redraft::compare::{self, compare};
use redraft::draft::{Diff, Draft, Holder, Kind, Outcome, Paragraph, Place, Redline, View};
use redraft::read;

fn draft(text: &str) -> Draft {
    read::read(text.as_bytes(), "made.md", None).unwrap()
}

/// Clauses, numbered from 1, each with what it says.
fn clauses(count: usize, says: impl Fn(usize) -> String) -> String {
    let clause = |n: usize| format!("{n} {}\n\n", says(n));
    "resolves\n\n".to_owned() + &(1..=count).map(clause).collect::<String>()
}

fn compared(older: &Draft, newer: &Draft) -> Redline {
    views_are_the_drafts(older, newer).unwrap();
    compare(older, newer, &compare::Options::default())
}

fn count(redline: &Redline, outcome: Outcome) -> usize {
    let rows = redline.clauses.iter();
    rows.filter(|row| row.outcome == outcome).count()
}

#[test]
fn many_equal_clauses_are_equal() {
    for clauses_each in [500, 501, 2_000] {
        let text = clauses(clauses_each, |_| "to report again;".to_owned());
        nothing_changed(&draft(&text)).unwrap();
    }
    let text = clauses(501, |_| "to report again;".to_owned());
    redraft("compare a.md a.md").file("a.md", &text).exits(0);
}

#[test]
fn one_more_of_many_equal_clauses_is_one_more() {
    let older = draft(&clauses(700, |_| "to report again;".to_owned()));
    let newer = draft(&clauses(701, |_| "to report again;".to_owned()));
    let redline = compared(&older, &newer);
    assert_eq!(count(&redline, Outcome::Unchanged), 700);
    assert_eq!(count(&redline, Outcome::Inserted), 1);
}

#[test]
fn many_equal_rows_of_a_table_are_equal() {
    let cell = |row: u32, cell: u32| Paragraph {
        place: Some(Box::new(Diff::same(Place::new(&[
            (Holder::Table, 1),
            (Holder::Row, row),
            (Holder::Cell, cell),
        ])))),
        ..Paragraph::plain(Kind::Clause, "to be announced")
    };
    let rows = (1..=600).flat_map(|row| [cell(row, 1), cell(row, 2)]);
    nothing_changed(&Draft {
        paragraphs: rows.collect(),
        ..Draft::default()
    })
    .unwrap();
}

/// Tables in tables, deeper than anybody sets them.
#[test]
fn very_deep_tables_are_compared_to_the_bottom() {
    let deep = |text: &str| {
        let steps: Vec<(Holder, u32)> = (0..40)
            .flat_map(|_| [(Holder::Table, 1), (Holder::Row, 1), (Holder::Cell, 1)])
            .collect();
        let place = Some(Box::new(Diff::same(Place::new(&steps))));
        let one = |text: &str| Paragraph {
            place: place.clone(),
            ..Paragraph::plain(Kind::Clause, text)
        };
        Draft {
            paragraphs: vec![
                one("that States meet each year;"),
                one(text),
                one("and report."),
            ],
            ..Draft::default()
        }
    };
    let (older, newer) = (
        deep("that they act at once;"),
        deep("that they act together;"),
    );
    let redline = compared(&older, &newer);
    assert_eq!(redline.draft.paragraphs.len(), 3);
    nothing_changed(&older).unwrap();
}

const CITIES: [&str; 4] = ["Rome", "Doha", "Geneva", "Busan"];

/// Clauses alike but for a city, which is another one in most of them: each goes on with itself.
#[test]
fn clauses_alike_but_for_a_word_go_on_past_any_number() {
    let number = 501;
    let with = |shift: usize| {
        let city = move |n: usize| CITIES[(n * 7 + n / 3 + shift * (n % 4)) % CITIES.len()];
        draft(&clauses(number, |n| {
            format!(
                "that States should act together and report on what was done in {};",
                city(n)
            )
        }))
    };
    let redline = compared(&with(0), &with(1));
    let paired = count(&redline, Outcome::Unchanged) + count(&redline, Outcome::Amended);
    assert!(paired * 100 >= number * 97, "{paired} of {number}");
}

/// The older text of a draft keeps all its spaces, the newer one loses that beside struck words:
/// for every command.
#[test]
fn there_is_one_newer_text() {
    let text = "1. to act ~~now~~ here;\n\n2. to go;\n";
    let clean = redraft("clean a.md").file("a.md", text).exits(0);
    assert!(clean.stdout.contains("to act here;"), "{clean}");
    redraft("compare a.md clean.md")
        .file("a.md", text)
        .file("clean.md", &clean.stdout)
        .exits(0);
    let draft = draft(text);
    let newer = draft.view(View::Revised);
    assert_eq!(newer.paragraphs[0].words.all(), "to act here;");
    assert_eq!(
        draft.view(View::Base).paragraphs[0].words.all(),
        "to act now here;"
    );
}

/// A bracket that opens in every clause and closes at the end: the register points into the text.
#[test]
fn a_register_of_nested_passages_is_small() {
    let opened = |count: usize| {
        let open = clauses(count, |_| "[to act".to_owned());
        let draft = draft(&(open + &"]".repeat(count)));
        let register = register(&draft, View::Revised);
        let lengths = register
            .all()
            .map(|p| (p.text.len(), p.clauses.len(), p.words));
        lengths.collect::<Vec<_>>()
    };
    let told = opened(3_000);
    assert_eq!(told.len(), 3_000);
    // The first holds all the others, and all words are counted, however deep.
    assert!(told[0].0 > 3_000 * 10 && told[0].1 >= 3_000);
    let words: Vec<usize> = told.iter().map(|(_, _, words)| *words).collect();
    assert!(words.windows(2).all(|pair| pair[0] > pair[1]), "{words:?}");
}

#[test]
fn a_text_of_nothing_but_lines_is_refused() {
    redraft("show many.txt")
        .file("many.txt", "a\n".repeat(500_000))
        .exits(2)
        .complains(
            "redraft: many.txt has 500000 lines in 1.0 MB of text: that is no draft; at most 45000 are \
             read in so much, so give it in parts, or without what holds no words\n",
        );
    redraft("show many.md")
        .file("many.md", "~~".repeat(500_000))
        .exits(2)
        .warns("marks in 1.0 MB of text: that is no draft");
    redraft("show many.txt")
        .file("many.txt", "[".repeat(500_000))
        .exits(2)
        .warns("500000 brackets in 0.5 MB of text: that is no draft");
}

/// What a draft may have a hundred thousand of takes little memory beside its words.
#[test]
fn what_there_is_most_of_is_small() {
    use redraft::draft::{CitedClauses, Paragraph, Passage};
    assert!(size_of::<Paragraph>() <= 128, "{}", size_of::<Paragraph>());
    assert!(size_of::<Passage>() <= 232, "{}", size_of::<Passage>());
    assert!(
        size_of::<CitedClauses>() <= 136,
        "{}",
        size_of::<CitedClauses>()
    );
}

/// A list of references ends somewhere, and says so.
#[test]
fn references_that_are_left_out_are_counted() {
    let text = format!(
        "resolves\n\n1 that {}and act.\n",
        "resolves 1, ".repeat(20_010)
    );
    let told = redraft::references::list(&[draft(&text)]);
    assert_eq!(told.clauses.len(), 20_000);
    let omitted = told.findings.iter().map(|found| &found.finding);
    let omitted: Vec<_> = omitted.filter(|f| f.code == "reference-omitted").collect();
    assert_eq!(omitted.len(), 1);
    assert!(omitted[0].message.starts_with("from here on, 10 citations"));
    assert_eq!((omitted[0].line, omitted[0].column), (3, 240_008));
}

#[test]
fn thousands_of_marks_without_partner_are_counted() {
    let text = format!("# A\n\n1. to {}act.\n", "<ins>".repeat(1_000));
    let told: Vec<String> = draft(&text)
        .findings
        .into_iter()
        .filter(|finding| finding.code == "mark-unpaired")
        .map(|finding| finding.message)
        .collect();
    assert_eq!(told.len(), 101);
    assert!(told[100].starts_with("900 more marks"), "{}", told[100]);
}

#[test]
fn no_reference_is_lost_among_many_clauses_of_one_label() {
    // Forty annexes have a paragraph 1; the forty-first means its own.
    let annex =
        |n: usize| format!("## Annex {n}\n\n1. To act.\n\n2. To see to paragraph 1 above.\n\n");
    let text: String = (1..=41).map(annex).collect();
    let told = redraft::references::report(&[draft(&text)]);
    let right = told
        .clauses
        .iter()
        .filter(|one| one.names.iter().all(Option::is_some));
    assert_eq!(right.count(), 41, "{:#?}", told.clauses.last());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A draft with marks of its own and its clean text have no change.
    #[test]
    fn law_2_clean_text_is_what_the_draft_says(text in generated::text()) {
        let draft = read::read(text.as_bytes(), "made up", None).unwrap_or_default();
        let clean = redraft::clean::clean(&draft, &redraft::clean::Options::default());
        let redline = compare(&draft, &clean, &compare::Options::default());
        prop_assert!(!redline.draft.is_marked(), "{text:?}");
    }

    /// Law 1 of drafts with marks of their own, to the last space: both views of the redline,
    /// written and read again, are the clean texts of the two.
    #[test]
    fn law_1_marked_texts_through_json(a in generated::text(), b in generated::text()) {
        let read = |text: &str| read::read(text.as_bytes(), "made up", None).unwrap_or_default();
        let (a, b) = (read(&a), read(&b));
        let redline = compare(&a, &b, &compare::Options::default());
        let mut out = Vec::new();
        redraft::json::redline(&redline, &mut out).unwrap();
        let again = read::read(&out, "made up", None).unwrap();
        for (view, draft) in [(View::Base, &a), (View::Revised, &b)] {
            let cleaned = |draft: &Draft, view| {
                let options = redraft::clean::Options { view, ..Default::default() };
                redraft::clean::clean(draft, &options)
            };
            let (got, want) = (cleaned(&again, view), cleaned(draft, View::Revised));
            prop_assert!(got.says_the_same_as(&want), "{view:?}\n{got:?}\n{want:?}");
        }
    }
}

/// Both again through the command, byte for byte.
#[test]
fn law_1_of_marked_texts_through_the_command() {
    let pairs = [
        (
            "1. to act ~~now~~ here;\n\n2. to  go;\n",
            "1. to act here ;\n\n2. to <ins>all</ins>  go;\n",
        ),
        (
            "resolves\n\n1 [that ~~all~~ States] act ;\n",
            "resolves\n\n1 that  States ~~shall~~ act;\n",
        ),
        ("1. to {++all ++}go {--there --} now\n", "1. to go  now\n"),
    ];
    for (a, b) in pairs {
        let clean = |text: &str| redraft("clean x.md").file("x.md", text).exits(0).stdout;
        let redline = redraft("compare a.md b.md --to json")
            .file("a.md", a)
            .file("b.md", b);
        let redline = redline.exits(1).stdout;
        for (view, text) in [("base", a), ("revised", b)] {
            let got = redraft("clean redline.json --view").argument(view);
            let got = got.file("redline.json", &redline).exits(0).stdout;
            assert_eq!(got, clean(text), "{view} of {a:?} -> {b:?}");
        }
    }
}
