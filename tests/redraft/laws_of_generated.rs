//! The laws, over drafts made up at random.

use crate::generated;
use crate::laws::{happens_again, nothing_changed, views_are_the_drafts};
use proptest::prelude::*;
use redraft::brackets::register;
use redraft::clean::{Brackets, Options, clean};
use redraft::draft::{Draft, View};
use redraft::read::{self, Format};

/// A text as a draft; an empty one where it is refused.
fn read(text: &str, format: Option<Format>) -> Draft {
    read::read(text.as_bytes(), "made up", format).unwrap_or_default()
}

/// What everyone does with a draft. None of it may panic.
fn use_it(draft: &Draft) {
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

/// Long runs of one thing, that make careless readers slow: none of it is held to the clock, but it must end.
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
