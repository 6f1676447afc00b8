//! Drafts made up at random: texts that look like resolutions, and drafts as the model allows them.

use proptest::collection::vec;
use proptest::prelude::*;
use redraft::draft::{Change, Diff, Draft, Kind, Label, Move, Paragraph, Style, Wording};

/// A text that looks like a draft: calls, labels, stock phrases, brackets, marks, and now and then
/// anything at all.
pub(crate) fn text() -> impl Strategy<Value = String> {
    vec(block(), 0..14).prop_map(|blocks| blocks.concat())
}

/// A text as people type it: calls, labelled clauses, brackets, nothing that could be taken for a
/// mark.
pub(crate) fn typed_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "that ",
        "the ",
        "States ",
        "shall ",
        "should ",
        "not ",
        "report ",
        "[in full] ",
        "[shall][should] ",
        "[not decided] ",
        "of ",
        "resolution 66/184 ",
        "resolves 1 and 2 above ",
        "2010 ",
        "Busan ",
        "ten ",
        "États ",
        "государства ",
        "snake_case ",
        "5*3 ",
        "(a~b) ",
        "<x> ",
        "{y} ",
        "C:\\temp ",
    ]);
    let clause = vec(word, 1..16).prop_map(|words| format!("that {}take part;", words.concat()));
    let clauses = vec(clause, 1..6).prop_map(|clauses| {
        let numbered = clauses.iter().zip(1..);
        numbered
            .map(|(clause, n)| format!("{n} {clause}\n\n"))
            .collect::<String>()
    });
    let call = prop::sample::select(vec![
        "recalling",
        "considering",
        "resolves",
        "instructs the Secretary-General",
    ]);
    let section = (call, clauses).prop_map(|(call, clauses)| format!("{call}\n\n{clauses}"));
    vec(section, 1..5).prop_map(|sections| sections.concat())
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => call().prop_map(|call| format!("{call}\n\n")),
        6 => (label(), sentence()).prop_map(|(label, sentence)| format!("{label}{sentence}\n\n")),
        1 => sentence().prop_map(|sentence| format!("{sentence}\n")),
        1 => Just("The General Assembly,\n\n".to_owned()),
        1 => Just("\n1 A/RES/66/184.\n".to_owned()),
        1 => any::<String>().prop_map(|text| text + "\n"),
    ]
}

fn call() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "recalling",
        "considering",
        "resolves",
        "*resolves further*",
        "instructs the Secretary-General",
        "[noting",
        "décide",
        "решает",
        "يقرر",
        "做出决议",
    ])
}

fn label() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "1 ",
        "2 ",
        "3 ",
        "4. ",
        "a) ",
        "b) ",
        "- c) ",
        "(i) ",
        "(ii) ",
        "~~c)h)~~ ",
        "~~32~~ ",
        "[d) ",
        "3 bis ",
        "[4][2]. ",
        "OP5 alt ",
        "– ",
        "• ",
    ])
}

fn sentence() -> impl Strategy<Value = String> {
    vec(word(), 0..24).prop_map(|words| words.concat())
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "that ",
        "the ",
        "the ",
        "States ",
        "shall ",
        "should ",
        "not ",
        "also ",
        "further ",
        "[",
        "] ",
        "[shall][should] ",
        "[not decided] ",
        "~~",
        "~~old~~",
        "<ins>",
        "</ins> ",
        "<ins>new</ins> ",
        "**",
        "*",
        "of ",
        "resolution ",
        "66/184 ",
        "resolves 1 and 2 above ",
        "A/C.2/59/3, ",
        "2010 ",
        "Busan ",
        "ten ",
        "; ",
        ", ",
        ". ",
        "\n",
        "{++",
        "++}",
        "{--",
        "--} ",
        "{~~a~>b~~} ",
        "États ",
        "государства ",
        "الدول ",
        "各国",
        "e\u{301}",
        "\u{a0}",
        "\t",
        "👩‍⚖️",
        "\\",
        "&amp; ",
        "`",
    ])
}

/// A draft as the model allows it, without marks.
pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    vec(paragraph(), 0..14).prop_map(|paragraphs| Draft {
        paragraphs,
        source: "made up".to_owned(),
        ..Draft::default()
    })
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let kind = prop::sample::select(vec![
        Kind::Clause,
        Kind::Clause,
        Kind::Clause,
        Kind::Call,
        Kind::Heading,
        Kind::Organ,
        Kind::Note,
        Kind::Masthead,
        Kind::Furniture,
        Kind::FrontMatter,
    ]);
    let label = prop::option::of(prop::sample::select(vec![
        "1",
        "2",
        "3",
        "a)",
        "b)",
        "(i)",
        "3 bis",
        "OP5 alt",
        "–",
        "[4][2].",
        "1.1",
        "Article 4",
    ]));
    (kind, 0..4u8, label, 0..3u8, vec(run(), 0..8)).prop_map(|(kind, depth, label, lead, runs)| {
        let mut words = Wording::default();
        let lead = if label.is_some() { lead } else { 0 };
        words.push(&"[".repeat(usize::from(lead)), Change::Kept);
        for (text, style) in runs {
            words.push_styled(text, Change::Kept, Diff::same(style));
        }
        Paragraph {
            kind,
            depth: Diff::same(depth),
            label: label.map(|text| {
                Box::new(Label {
                    lead: Diff::same(lead),
                    ..Label::plain(text)
                })
            }),
            words,
            ..Paragraph::default()
        }
    })
}

/// A draft with marks of its own: words, labels, leads and whole paragraphs that came, went, were
/// split off, merged, moved.
pub(crate) fn marked_draft() -> impl Strategy<Value = Draft> {
    vec(marked_paragraph(), 0..10).prop_map(|paragraphs| Draft {
        paragraphs: paired_moves(paragraphs),
        source: "made up".to_owned(),
        ..Draft::default()
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop::sample::select(vec![
        Change::Kept,
        Change::Kept,
        Change::Inserted,
        Change::Deleted,
    ])
}

/// A paragraph whose words carry marks; its own mark is one of theirs, or another.
fn marked_paragraph() -> impl Strategy<Value = Paragraph> {
    let runs = vec((run(), change()), 0..6);
    let label = prop::option::of(prop::sample::select(vec!["1", "2.", "(a)", "3 bis", "–"]));
    let moved = prop::option::weighted(0.1, prop::bool::ANY);
    (paragraph(), runs, change(), change(), label, moved).prop_map(
        |(mut paragraph, runs, own, whole, older, moved)| {
            for ((text, style), change) in runs {
                let change = if whole == Change::Kept { change } else { whole };
                paragraph.words.push_styled(text, change, Diff::same(style));
            }
            if let Some(label) = paragraph.label.as_mut() {
                label.text.old = older.map(Into::into);
            }
            paragraph.change = if whole == Change::Kept { own } else { whole };
            if whole == Change::Kept && own == Change::Kept {
                paragraph.moved = moved.map(|is_new| Move {
                    id: 0,
                    half: if is_new {
                        Change::Inserted
                    } else {
                        Change::Deleted
                    },
                });
            }
            paragraph
        },
    )
}

/// Both halves of each move, the one behind the other; a half without words says nothing of a move.
fn paired_moves(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut out = Vec::new();
    let mut id = 0;
    for mut paragraph in paragraphs {
        let Some(moved) = paragraph.moved.take() else {
            out.push(paragraph);
            continue;
        };
        id += 1;
        let half = |half: Change| Paragraph {
            change: half,
            moved: Some(Move { id, half }),
            words: paragraph.words.all_as(half),
            ..paragraph.clone()
        };
        let other = match moved.half {
            Change::Inserted => Change::Deleted,
            _ => Change::Inserted,
        };
        out.push(half(moved.half));
        out.push(half(other));
    }
    out
}

fn run() -> impl Strategy<Value = (&'static str, Style)> {
    let text = prop_oneof![
        8 => word(),
        1 => prop::sample::select(vec!["", " ", "  ", "\u{2003}", "\u{200f}", "\u{0}", "é", "ﬁ"]),
        4 => prop::sample::select(vec![
            "that States should exchange tide tables in a form that machines can read; ",
            "to report every second year on the state of the footpaths, ",
            "recalling its resolution 66/184 of 22 December 2011 ",
        ]),
    ];
    let style = prop::sample::select(vec![
        Style::PLAIN,
        Style::PLAIN,
        Style::PLAIN,
        Style::ITALIC,
        Style::BOLD | Style::SUPERSCRIPT,
    ]);
    (text, style)
}

/// What can happen to a draft between two meetings.
#[derive(Debug, Clone)]
enum Amendment {
    Delete(usize),
    Insert(usize, Paragraph),
    Move(usize, usize),
    Merge(usize),
    Split(usize, usize),
    Reword(usize, usize, &'static str),
    Relabel(usize),
}

/// A draft and what became of it: pairs that have something in common.
pub(crate) fn pair() -> impl Strategy<Value = (Draft, Draft)> {
    (draft(), vec(amendment(), 0..6)).prop_map(|(older, amendments)| {
        let mut newer = older.clone();
        for amendment in amendments {
            amend(&mut newer.paragraphs, amendment);
        }
        (older, newer)
    })
}

/// A draft and what became of it in up to eight meetings; now and then, all goes back to an earlier
/// draft.
pub(crate) fn chain() -> impl Strategy<Value = Vec<Draft>> {
    let meeting = (
        vec(amendment(), 0..5),
        prop::option::weighted(0.15, 0..9usize),
    );
    (draft(), vec(meeting, 0..8)).prop_map(|(first, meetings)| {
        let mut chain = vec![first];
        for (amendments, back_to) in meetings {
            let back = back_to.and_then(|at| chain.get(at));
            let mut next = back.unwrap_or(&chain[chain.len() - 1]).clone();
            for amendment in amendments {
                amend(&mut next.paragraphs, amendment);
            }
            chain.push(next);
        }
        chain
    })
}

/// A draft, and copies of it that two to six people changed.
pub(crate) fn copies() -> impl Strategy<Value = (Draft, Vec<Draft>)> {
    let hands = vec(vec(amendment(), 0..6), 2..7);
    (draft(), hands).prop_map(|(base, hands)| {
        let copies = hands.into_iter().map(|amendments| {
            let mut copy = base.clone();
            for amendment in amendments {
                amend(&mut copy.paragraphs, amendment);
            }
            copy
        });
        let copies = copies.collect();
        (base, copies)
    })
}

fn amendment() -> impl Strategy<Value = Amendment> {
    let at = 0..14usize;
    prop_oneof![
        at.clone().prop_map(Amendment::Delete),
        (at.clone(), paragraph()).prop_map(|(at, new)| Amendment::Insert(at, new)),
        (at.clone(), at.clone()).prop_map(|(from, to)| Amendment::Move(from, to)),
        at.clone().prop_map(Amendment::Merge),
        (at.clone(), 0..200usize).prop_map(|(at, place)| Amendment::Split(at, place)),
        (at.clone(), 0..200usize, word())
            .prop_map(|(at, place, word)| Amendment::Reword(at, place, word)),
        at.prop_map(Amendment::Relabel),
    ]
}

fn amend(paragraphs: &mut Vec<Paragraph>, amendment: Amendment) {
    let count = paragraphs.len();
    match amendment {
        Amendment::Insert(at, new) => paragraphs.insert(at.min(count), new),
        Amendment::Delete(at) if at < count => drop(paragraphs.remove(at)),
        Amendment::Move(from, to) if from < count => {
            let moved = paragraphs.remove(from);
            paragraphs.insert(to.min(count - 1), moved);
        }
        Amendment::Merge(at) if at + 1 < count => {
            let second = paragraphs.remove(at + 1);
            let words = second.words;
            paragraphs[at].words.push(" ", Change::Kept);
            paragraphs[at]
                .words
                .append_view(&words, redraft::draft::View::Revised);
        }
        Amendment::Split(at, place) if at < count => {
            let mut second = paragraphs[at].clone();
            (paragraphs[at].words, second.words) = cut(&second.words, place);
            second.label = None;
            paragraphs.insert(at + 1, second);
        }
        Amendment::Reword(at, place, word) if at < count => {
            let (mut before, after) = cut(&paragraphs[at].words, place);
            before.push(word, Change::Kept);
            before.append_view(&after, redraft::draft::View::Revised);
            paragraphs[at].words = before;
        }
        Amendment::Relabel(at)
            if at < count && paragraphs[at].lead_in(redraft::draft::View::Revised) == 0 =>
        {
            paragraphs[at].label = Some(Box::new(Label::plain("9")));
        }
        _ => {}
    }
}

/// The words before and after character `place`. A label's opening brackets stay in front.
fn cut(words: &Wording, place: usize) -> (Wording, Wording) {
    let (mut before, mut after) = (Wording::default(), Wording::default());
    let lead = words.all().chars().take_while(|c| *c == '[').count();
    let mut seen = 0;
    for run in words.runs() {
        let split = run
            .text
            .char_indices()
            .nth(place.max(lead).saturating_sub(seen))
            .map_or(run.text.len(), |(at, _)| at);
        before.push_styled(&run.text[..split], Change::Kept, run.style);
        after.push_styled(&run.text[split..], Change::Kept, run.style);
        seen += run.text.chars().count();
    }
    (before, after)
}
