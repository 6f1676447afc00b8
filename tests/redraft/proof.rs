//! What was written reads back as what was meant, whatever it was made from: drafts with marks of
//! their own, made up at random and out of what went wrong.

use crate::{generated, made};
use proptest::prelude::*;
use redraft::compare;
use redraft::draft::{Change, Draft, Kind, Object, ObjectKind, View};
use redraft::handover::{self, Form, Options};
use redraft::read::{self, Format};

/// A format can hold a draft, and proves it.
fn is_held(draft: &Draft, form: Form) -> Result<(), TestCaseError> {
    if let Err(error) = handover::draft(draft, form, &Options::default()) {
        let unproved = Options {
            unproved: true,
            ..Options::default()
        };
        let bytes = handover::draft(draft, form, &unproved).unwrap();
        let shown = match form {
            Form::Docx => String::new(),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        prop_assert!(false, "{form:?}: {error}\n{shown}\n{draft:#?}");
    }
    Ok(())
}

fn case(text: &str) -> Draft {
    read::read(text.as_bytes(), "case", None).unwrap()
}

/// The redline of two drafts, written in each format and read again.
fn read_again(older: &Draft, newer: &Draft) -> Vec<(Form, Draft)> {
    let redline = compare::compare(older, newer, &compare::Options::default());
    let again = |form: Form| {
        let file = handover::redline(&redline, form, &Options::default()).unwrap();
        (form, read::read(&file, "again", None).unwrap())
    };
    FORMS.map(again).to_vec()
}

/// The same three tests for each format: drafts with marks of their own, redlines, texts with marks
/// in them.
macro_rules! holds {
    ($form:ident, $marked:ident, $redlines:ident, $texts:ident) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

            #[test]
            fn $marked(draft in generated::marked_draft()) {
                is_held(&draft, Form::$form)?;
            }

            #[test]
            fn $redlines((a, b) in generated::pair()) {
                is_held(&compare::compare(&a, &b, &compare::Options::default()).draft, Form::$form)?;
            }

            #[test]
            fn $texts(text in generated::text()) {
                if let Ok(draft) = read::read(text.as_bytes(), "made up", None) {
                    is_held(&draft, Form::$form)?;
                    is_held(&draft.view(View::Revised), Form::$form)?;
                }
            }
        }
    };
}

const FORMS: [Form; 4] = [Form::Markdown, Form::CriticMarkup, Form::Json, Form::Docx];

holds!(Markdown, markdown_drafts, markdown_redlines, markdown_texts);
holds!(CriticMarkup, critic_drafts, critic_redlines, critic_texts);
holds!(Json, json_drafts, json_redlines, json_texts);
holds!(Docx, word_drafts, word_redlines, word_texts);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// The drafts of the fuzz targets: every field that a writer looks at, with any text.
    #[test]
    fn drafts_out_of_bytes(bytes in prop::collection::vec(byte(), 0..400)) {
        for form in [Form::Markdown, Form::CriticMarkup, Form::Json] {
            is_held(&made::draft(&bytes), form)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn word_drafts_out_of_bytes(bytes in prop::collection::vec(byte(), 0..200)) {
        is_held(&made::draft(&bytes), Form::Docx)?;
    }
}

/// Signs that mean something in one of the formats, and any other byte.
fn byte() -> impl Strategy<Value = u8> {
    let signs = prop::sample::select(b"[](){}*~+-=_<>!|\\#^:.0123456789 \n\tabc".to_vec());
    prop_oneof![2 => signs, 1 => 0_u8..8, 1 => any::<u8>()]
}

/// What the fuzz targets found once.
#[test]
fn what_fuzzing_found() {
    for (target, form) in [
        ("write_markdown", Form::Markdown),
        ("write_critic", Form::CriticMarkup),
        ("write_json", Form::Json),
        ("write_fresh", Form::Docx),
    ] {
        let folder = format!("{}/fuzz/regressions/{target}", env!("CARGO_MANIFEST_DIR"));
        let Ok(files) = std::fs::read_dir(folder) else {
            continue;
        };
        for file in files {
            made::holds(&std::fs::read(file.unwrap().path()).unwrap(), form);
        }
    }
}

/// What went wrong, written in each format, and both of its texts.
#[test]
fn cases() {
    for (older, newer) in [
        // A lead of another length in each text.
        ("1. Urges States to act;", "[1. Invites States to act;]"),
        // A merger into the clause before, whose label stays among the words.
        ("1. to act;\n\n[6. to meet]", "1. to act; [6. to meet]"),
        // A clause that moved and lost its label.
        (
            "1. Urges States to meet;\n\n2. Invites the regional commissions to exchange their reports on all of these matters each year;",
            "2. Invites the regional commissions to exchange their reports on all of these matters each year;\n\nUrges States to meet;",
        ),
        // One sign, two notes.
        (
            "**1.** to act[^1] and go[^2];\n\n[^1]: Old note.\n\n[^2]: Second note.",
            "**1.** to act[^1] and go;\n\n[^1]: Second note.",
        ),
        // A note that is used twice stays where it is.
        (
            "**1.** to act[^1] and go[^1];\n\n[^1]: A note.",
            "**1.** to act[^1];\n\n[^1]: A note.",
        ),
    ] {
        let (older, newer) = (case(older), case(newer));
        for (form, again) in read_again(&older, &newer) {
            let labels = |draft: &Draft, view| -> Vec<Option<String>> {
                let view = draft.view(view).paragraphs.into_iter();
                let body = view.filter(|p| p.kind != redraft::draft::Kind::Note);
                body.map(|p| p.label_in(View::Revised).map(str::to_owned))
                    .collect()
            };
            for (view, meant) in [(View::Base, &older), (View::Revised, &newer)] {
                assert_eq!(
                    labels(&again, view),
                    labels(meant, View::Revised),
                    "{form:?} {view:?}"
                );
            }
        }
    }
}

/// Word counts footnotes itself: each sign has its own, in each text.
#[test]
fn notes_become_footnotes() {
    let older = case("**1.** to act[^1] and go[^2];\n\n[^1]: Old note.\n\n[^2]: Second note.");
    let newer = case("**1.** to act[^1] and go;\n\n[^1]: Second note.");
    let redline = compare::compare(&older, &newer, &compare::Options::default());
    let file = handover::redline(&redline, Form::Docx, &Options::default()).unwrap();
    for (view, notes) in [
        (View::Base, vec!["Old note.", "Second note."]),
        (View::Revised, vec!["Second note."]),
    ] {
        let clean = redraft::word::resolve(&file, view, &redraft::word::Selection::default())
            .unwrap()
            .0;
        let draft = read::read(&clean, "clean", None).unwrap();
        let is_note = |p: &&redraft::draft::Paragraph| p.kind == redraft::draft::Kind::Note;
        let found: Vec<&str> = draft
            .paragraphs
            .iter()
            .filter(is_note)
            .map(|p| p.words.all())
            .collect();
        assert_eq!(found, notes, "{view:?}");
    }
}

/// A text that reads otherwise without its marks says that it is to be taken as it stands.
#[test]
fn clean_text_that_reads_otherwise() {
    let draft = read::read(
        b"1. to act:\n\n    5\\*3 **~~** is C:\\temp\n",
        "star.md",
        Some(Format::Markdown),
    )
    .unwrap();
    let clean = draft.view(View::Revised);
    for form in FORMS {
        let file = handover::draft(&clean, form, &Options::default()).unwrap();
        let again = read::read(&file, "again", None).unwrap();
        let lines = |draft: &Draft| crate::read_back::lines(draft, View::Revised);
        assert_eq!(lines(&again), lines(&clean), "{form:?}");
    }
}

/// A thing that a note holds stands in the footnote by its name, as it does in the text.
#[test]
fn things_in_footnotes_are_named() {
    let picture = Object {
        kind: ObjectKind::Picture,
        key: 7,
    };
    let mut draft = read::read(b"**1.** to act[^1];\n\n[^1]: See.\n", "case", None).unwrap();
    let note = draft.paragraphs.iter_mut().find(|p| p.kind == Kind::Note);
    note.unwrap().words.push(&picture.to_text(), Change::Kept);
    let file = handover::draft(&draft, Form::Docx, &Options::default()).unwrap();
    let again = read::read(&file, "again", None).unwrap();
    let note = again.paragraphs.iter().find(|p| p.kind == Kind::Note);
    assert_eq!(note.unwrap().words.all().trim(), "See.⟨picture⟩");
}

/// White space and all, each text of a redline stands in every file.
#[test]
fn redlines_hold_the_white_space_of_both_texts() {
    for (older, newer) in [
        // A label for the sign of a list.
        (
            "49. The Board of Bergen will meet in Oslo.",
            "- The Board of Bergen will meet in Rome.",
        ),
        // A label that became words, before words that begin like a label.
        (
            "1. to act.\n\nh) (WTDC-25) at 5 % of cost",
            "1. to act.\n\n## h) (WTDC-25) at 5 % of cost",
        ),
        // What was split off begins like a label in the older text.
        (
            "to meet and to report on roads.\n\n(e) shall consult all members of the Sector",
            "to meet and to report on roads.\n\n4. to report every year shall consult all members of the Sector",
        ),
        // A note that is none in the newer text, and a clause that is a note there.
        (
            "to act.\n\n[^8]: Records of the Conference, volume one",
            "to act.\n\n    8 Records of the Conference, volume one",
        ),
        // A call that is a heading in the other text, between clauses.
        (
            "Recognizing\n\n1. to act;\n\n## Recognizing\n\n2. to meet;",
            "Recognizing\n\nRecognizing\n\n2. to meet;",
        ),
        // A word that is no call where nothing follows it.
        (
            "1. to act:\n\n(a) now;\n\nrecalling\n\nRequests",
            "1. to act:\n\n(a) now;\n\nrecalling",
        ),
        // A clause below another that is a heading now, of the level that it had as a clause.
        (
            "resolves\n\n1. to act:\n\n(i) Roads",
            "resolves\n\n1. to act:\n\n## (i) Roads",
        ),
        // A label, and nothing else, that goes and comes as words.
        ("resolves\n\n4\n\nto act", "4\n\nto act"),
        // A note before its sign.
        (
            "Recognizing\n\n[^1]: a form of roads",
            "[^1]: Agenda\n\nRecognizing\n\n{++c)++} [^1] a form of roads",
        ),
    ] {
        let (older, newer) = (case(older), case(newer));
        for (form, again) in read_again(&older, &newer) {
            for (view, meant) in [(View::Base, &older), (View::Revised, &newer)] {
                let text = |draft: &Draft, view| {
                    let mut out = String::new();
                    redraft::write::text::draft(draft, view, &mut out).unwrap();
                    out
                };
                let (found, meant) = (text(&again, view), text(meant, View::Revised));
                assert_eq!(found, meant, "{form:?} {view:?}");
            }
        }
    }
}
