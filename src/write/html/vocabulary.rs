//! The words that the page reads labels and days by, and those for things: a module of its script,
//! made of the vocabulary and the model.

use super::bundle::Module;
use crate::draft::ObjectKind;
use crate::vocabulary;
use serde_json::json;
use std::sync::LazyLock;

/// The module `vocabulary`, which stands before those that import it. In Node, `page/vocabulary.js`
/// stands in for it.
pub(crate) fn module() -> &'static Module {
    static MODULE: LazyLock<Module> = LazyLock::new(|| ("vocabulary", text()));
    &MODULE
}

fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let words = json!({
            "labels": vocabulary::label_words(),
            "options": vocabulary::option_stems(),
            "suffixes": suffixes(),
            "alternatives": vocabulary::alternative_marks(),
            "annexes": vocabulary::annex_words(),
            "counts": vocabulary::ordinal_words(),
            "counted": { "before": vocabulary::counted_before(), "after": vocabulary::counted_headings() },
            "ordinals": vocabulary::ordinal_endings(),
            "things": ObjectKind::ALL.map(ObjectKind::as_str),
            "months": vocabulary::months(),
            "names": (1..=12).filter_map(vocabulary::name_of_month).collect::<Vec<_>>(),
        });
        // No text of a page may end the script it stands in.
        let words = words.to_string().replace('<', "\\u003c");
        format!("export const vocabulary = {words};\n")
    });
    &TEXT
}

/// The suffixes that count, the longest first.
fn suffixes() -> Vec<&'static str> {
    let counted = vocabulary::suffixes()
        .iter()
        .filter(|(_, place)| *place > 0);
    let mut words: Vec<&str> = counted.map(|(word, _)| *word).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_one_line_that_a_bundle_can_take_in() {
        let (name, text) = module();
        assert_eq!(*name, "vocabulary");
        assert!(text.starts_with("export const vocabulary = {") && text.ends_with("};\n"));
        assert_eq!(text.lines().count(), 1);
        assert!(text.contains("\"quater\"") && text.contains("\"décembre\":12"));
    }
}
