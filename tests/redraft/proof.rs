//! What was written reads back as what was meant, whatever it was made from: drafts with marks of their own, made up at
//! random and out of what went wrong.

use crate::generated;
use proptest::prelude::*;
use redraft::compare;
use redraft::draft::{Draft, View};
use redraft::handover::{self, Form, Options};
use redraft::read;

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

/// The same three tests for each format: drafts with marks of their own, redlines, texts with marks in them.
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

holds!(Markdown, markdown_drafts, markdown_redlines, markdown_texts);
holds!(CriticMarkup, critic_drafts, critic_redlines, critic_texts);
holds!(Json, json_drafts, json_redlines, json_texts);
holds!(Docx, word_drafts, word_redlines, word_texts);
