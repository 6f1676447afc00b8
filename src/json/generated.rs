//! Drafts and redlines made up at random: anything the model allows, sensible or not.

use crate::draft::{
    Change, Class, ClauseChange, Diff, Draft, Finding, Kind, Label, Masthead, Move, Origin,
    Outcome, Paragraph, Place, Redline, Severity, Style, Summary, Wording,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A marked draft. Its origins are all different, as numbers of origins are given by what they say.
pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    (
        vec(paragraph(), 0..24),
        option::weighted(0.1, (1..80u8, 1..9u8)),
        masthead(),
        vec(origin(), 3),
        vec(finding(), 0..3),
        text(),
    )
        .prop_map(
            |(mut paragraphs, stairs, masthead, mut origins, findings, source)| {
                paragraphs.extend(stairs.into_iter().flat_map(down_the_stairs));
                for (number, origin) in (1..).zip(&mut origins) {
                    origin.date = Some(format!("{number} October 2014"));
                }
                Draft {
                    masthead,
                    paragraphs,
                    origins,
                    findings,
                    source: source + ".",
                }
            },
        )
}

/// Clauses that lie deeper and deeper: deeper than JSON can be nested.
fn down_the_stairs((count, step): (u8, u8)) -> Vec<Paragraph> {
    let stairs = (0..count).map(|i| Paragraph {
        depth: Diff::same(i.saturating_mul(step)),
        ..Paragraph::plain(Kind::Clause, "and so on,")
    });
    stairs.collect()
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let moved = (1..5u32, change()).prop_map(|(id, half)| Move { id, half });
    (
        (
            (kind(), option::weighted(0.1, kind())),
            change(),
            option::weighted(0.2, moved),
        ),
        (diff(prop_oneof![9 => 0..4u8, 1 => any::<u8>()]), place()),
        option::of(label()),
        words(),
        diff(prop_oneof![0..900u32, Just(0), Just(u32::MAX)]),
        numbers(),
    )
        .prop_map(
            |(((kind, older_kind), change, moved), (depth, place), label, words, line, origin)| {
                Paragraph {
                    kind,
                    older_kind,
                    change,
                    origin,
                    moved,
                    depth,
                    place,
                    label: label.map(Box::new),
                    words,
                    line,
                    anchors: Box::default(),
                }
            },
        )
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => Just(Kind::Clause),
        4 => select(vec![
            Kind::FrontMatter,
            Kind::Masthead,
            Kind::Organ,
            Kind::Heading,
            Kind::Call,
            Kind::Closing,
            Kind::Note,
            Kind::Furniture,
            Kind::Blank,
        ]),
    ]
}

fn place() -> impl Strategy<Value = Option<Box<Diff<Place>>>> {
    let one = || {
        select(vec!["", "table 1/row 2/cell 1", "footnote 3"])
            .prop_map(|place| place.parse().unwrap())
    };
    option::weighted(0.2, diff(one()).prop_map(Box::new))
}

fn label() -> impl Strategy<Value = Label> {
    let printed = option::of(select(vec!["c)h)", "2110", "[66"]));
    let text = select(vec![
        "1",
        "2.",
        "a)",
        "(i)",
        "3 bis",
        "OP5 alt",
        "–",
        "[4][2].",
        "Article 4",
        "",
    ]);
    (
        diff(option::of(text)),
        diff(prop_oneof![4 => Just(0u8), 1 => any::<u8>()]),
        printed,
        0f32..=1.0,
        diff(numbers()),
    )
        .prop_map(|(text, lead, printed, confidence, origin)| Label {
            text: text.map(|side| side.map(Into::into)),
            lead,
            printed: printed.map(Into::into),
            confidence,
            origin,
        })
}

fn words() -> impl Strategy<Value = Wording> {
    let run = (
        text(),
        change(),
        option::weighted(0.3, diff(style())),
        numbers(),
    );
    vec(run, 0..6).prop_map(|runs| {
        let mut words = Wording::default();
        for (text, change, style, origin) in runs {
            words.push_from(&text, change, style.unwrap_or_default(), origin);
        }
        words
    })
}

/// Numbers of origins, most of them of none.
fn numbers() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![3 => Just(0), 1 => 0..4u32]
}

fn style() -> impl Strategy<Value = Style> + Clone {
    select(vec![
        Style::PLAIN,
        Style::ITALIC,
        Style::BOLD | Style::SUPERSCRIPT,
        Style::UNDERLINE | Style::SUBSCRIPT | Style::SMALL_CAPS,
    ])
}

fn change() -> impl Strategy<Value = Change> {
    select(vec![Change::Kept, Change::Inserted, Change::Deleted])
}

fn diff<T: Clone + std::fmt::Debug>(
    side: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Diff<T>> {
    prop_oneof![
        side.clone().prop_map(Diff::same),
        (side.clone(), side).prop_map(|(old, new)| Diff { old, new }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(vec!["resolves", "that States shall act; ", "[shall][should]", "\"a\\b\"\n", "قرر ", "\u{0}\u{1f}\u{2028}"])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn masthead() -> impl Strategy<Value = Masthead> {
    let field = || option::of(text());
    (field(), field(), field(), field()).prop_map(|(symbol, date, title, organ)| Masthead {
        symbol,
        date,
        title,
        organ,
    })
}

fn origin() -> impl Strategy<Value = Origin> {
    option::of(text()).prop_map(|author| Origin { author, date: None })
}

fn finding() -> impl Strategy<Value = Finding> {
    let severity = select(vec![Severity::Note, Severity::Warning, Severity::Error]);
    (severity, any::<u32>(), any::<u32>(), text(), text()).prop_map(
        |(severity, line, column, message, help)| {
            Finding::new(severity, "label-misread", line, column, message).with_help(help)
        },
    )
}

/// A redline with rows that point anywhere.
pub(crate) fn redline() -> impl Strategy<Value = Redline> {
    let rows = || vec(row(), 0..6);
    (draft(), rows(), rows(), rows()).prop_map(|(draft, clauses, sections, others)| {
        let mut summary = Summary::default();
        clauses.iter().for_each(|row| summary.count(row));
        Redline {
            draft,
            clauses,
            sections,
            others,
            summary,
        }
    })
}

fn row() -> impl Strategy<Value = ClauseChange> {
    let address = || option::of(select(vec!["resolves 1", "PP4"]).prop_map(Into::into));
    let outcome = select(vec![
        Outcome::Unchanged,
        Outcome::Amended,
        Outcome::Inserted,
        Outcome::Deleted,
        Outcome::Moved,
        Outcome::Split,
        Outcome::Merged,
    ]);
    (
        (address(), address(), address()),
        outcome,
        any::<bool>(),
        proptest::sample::subsequence(Class::ALL.to_vec(), 0..3),
        0..30usize,
        diff(0..900u32),
    )
        .prop_map(
            |((old, new, moved_from), outcome, renumbered, classes, paragraph, words)| {
                ClauseChange {
                    old,
                    new,
                    outcome,
                    renumbered,
                    classes,
                    moved_from,
                    paragraph,
                    words,
                }
            },
        )
}
