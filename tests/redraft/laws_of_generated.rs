//! The laws, over drafts made up at random.

use crate::generated;
use crate::laws::{happens_again, nothing_changed, views_are_the_drafts};
use crate::read_back::lines;
use proptest::prelude::*;
use redraft::brackets::register;
use redraft::clean::{Brackets, Options, clean};
use redraft::compare;
use redraft::draft::{Diff, Draft, View};
use redraft::json;
use redraft::read::{self, Format};
use redraft::write::{critic, html, markdown, outline, table, terminal};

/// A text as a draft; an empty one where it is refused.
fn read(text: &str, format: Option<Format>) -> Draft {
    read::read(text.as_bytes(), "made up", format).unwrap_or_default()
}

/// What everyone does with a draft. None of it may panic.
fn use_it(draft: &Draft) {
    write_it(draft);
    for view in [View::Base, View::Revised] {
        let _ = register(draft, view);
        for brackets in [Brackets::Keep, Brackets::Text, Brackets::Drop] {
            for renumber in [false, true] {
                let options = Options {
                    view,
                    renumber,
                    brackets,
                };
                let cleaned = clean(draft, &options);
                assert!(!cleaned.is_marked());
            }
        }
    }
}

/// Every writer of drafts and redlines. A draft compared with itself is a redline, too.
fn write_it(draft: &Draft) {
    let register = register(draft, View::Revised);
    let redline = compare::compare(draft, draft, &compare::Options::default());
    let names = Diff {
        old: "older".to_owned(),
        new: "newer".to_owned(),
    };
    let mut out = String::new();
    for width in [None, Some(20), Some(80)] {
        let options = outline::Options {
            width,
            colour: width.is_some(),
        };
        outline::draft(draft, &register, options, &mut out).unwrap();
        let options = terminal::Options {
            width,
            colour: width.is_some(),
            context: width.map(|_| 1),
            only: Vec::new(),
            names: names.clone(),
        };
        terminal::redline(&redline, &options, &mut out).unwrap();
    }
    markdown::draft(draft, &mut out).unwrap();
    markdown::redline(&redline, &mut out).unwrap();
    critic::redline(&redline, &mut out).unwrap();
    html::redline(&redline, &register, &html::Options::named(&names), &mut out).unwrap();
    table::stat(&redline, &mut out).unwrap();
    table::register(&register, 80, &mut out).unwrap();
    table::register_csv(&register, &mut out).unwrap();
    table::register_markdown(&register, &mut out).unwrap();
    let mut bytes = Vec::new();
    json::draft(draft, &mut bytes).unwrap();
    json::redline(&redline, &mut bytes).unwrap();
    json::register(&register, &mut bytes).unwrap();
}

/// A draft written down and read again says the same in both views.
#[track_caller]
fn reads_back(
    draft: &Draft,
    write: fn(&Draft, &mut dyn std::fmt::Write) -> std::fmt::Result,
) -> Result<(), TestCaseError> {
    let mut text = String::new();
    write(draft, &mut text).unwrap();
    let again = read(&text, None);
    for view in [View::Base, View::Revised] {
        prop_assert_eq!(lines(&again, view), lines(draft, view), "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_1_texts(a in generated::text(), b in generated::text()) {
        prop_assert_eq!(views_are_the_drafts(&read(&a, None), &read(&b, None)), Ok(()));
    }

    #[test]
    fn law_1_drafts(a in generated::draft(), b in generated::draft()) {
        prop_assert_eq!(views_are_the_drafts(&a, &b), Ok(()));
    }

    #[test]
    fn law_1_amended_drafts((a, b) in generated::pair()) {
        prop_assert_eq!(views_are_the_drafts(&a, &b), Ok(()));
        prop_assert_eq!(views_are_the_drafts(&b, &a), Ok(()));
    }

    #[test]
    fn law_2_texts(a in generated::text()) {
        prop_assert_eq!(nothing_changed(&read(&a, None).view(View::Revised)), Ok(()));
    }

    #[test]
    fn law_2_drafts(a in generated::draft()) {
        prop_assert_eq!(nothing_changed(&a), Ok(()));
    }

    #[test]
    fn law_3_json((a, b) in generated::pair()) {
        let redline = compare::compare(&a, &b, &compare::Options::default());
        let mut out = Vec::new();
        json::redline(&redline, &mut out).unwrap();
        let again = read::read(&out, "made up", None).unwrap();
        prop_assert!(again.says_the_same_as(&redline.draft));
    }

    #[test]
    fn law_3_markdown(a in generated::typed_text(), b in generated::typed_text()) {
        let (a, b) = (read(&a, None).view(View::Revised), read(&b, None).view(View::Revised));
        reads_back(&compare::compare(&a, &b, &compare::Options::default()).draft, markdown::draft)?;
    }

    #[test]
    fn law_3_criticmarkup(a in generated::typed_text(), b in generated::typed_text()) {
        let (a, b) = (read(&a, None).view(View::Revised), read(&b, None).view(View::Revised));
        reads_back(&compare::compare(&a, &b, &compare::Options::default()).draft, critic::draft)?;
    }

    #[test]
    fn law_6_amended_drafts((a, b) in generated::pair()) {
        prop_assert_eq!(happens_again(&a, &b), Ok(()));
    }

    #[test]
    fn law_7_texts_in_every_format(text in generated::text()) {
        for format in [None, Some(Format::Text), Some(Format::Markdown), Some(Format::CriticMarkup), Some(Format::Json)] {
            use_it(&read(&text, format));
        }
    }

    #[test]
    fn law_7_drafts((a, b) in generated::pair()) {
        use_it(&a);
        use_it(&redraft::compare::compare(&a, &b, &redraft::compare::Options::default()).draft);
    }

    #[test]
    fn law_7_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(draft) = read::read(&bytes, "made up", None) {
            use_it(&draft);
        }
    }
}

/// Long runs of one thing, that make careless readers slow: none of it is held to the clock, but it
/// must end.
#[test]
fn law_7_much_of_one_thing() {
    for piece in [
        "[",
        "]",
        "[]",
        "~~",
        "~~a~~",
        "<ins>",
        "{++",
        "{~~a~>",
        "**",
        "* ",
        "1 a\n\n",
        "a) b\n\n",
        "resolves\n\n",
        "[a\n\n",
        "a ",
        "\n",
        "((",
        "- ",
        "1.1.",
        "> ",
        "|",
        "`",
        "&amp;",
        "é",
    ] {
        let text = piece.repeat(20_000);
        use_it(&read(&text, None));
    }
}

/// The same for references: chains of them, and many clauses of one label that all cite each other.
#[test]
fn law_7_many_references() {
    for piece in [
        "§",
        "paragraph 1 and ",
        "resolves 1, ",
        "Article 1.1, ",
        "resolution 1/2 and ",
        "第1、",
        "resolves\n\n1 see resolves 1 above;\n\n",
        "1. see paragraph 1 (a) below;\n\n(a) paragraph 2 above;\n\n",
    ] {
        let draft = read(&piece.repeat(1_000), None);
        let _ = redraft::references::report(std::slice::from_ref(&draft));
        let _ = redraft::check::check(&draft, None);
    }
}
