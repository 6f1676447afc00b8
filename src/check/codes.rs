//! The kinds of finding, by their stable names.

use crate::draft::{Code, Severity};

const fn code(name: &'static str, title: &'static str, severity: Severity) -> Code {
    Code {
        name,
        title,
        severity,
    }
}

use Severity::{Note, Warning};

/// Every kind of finding that a check can have.
pub const CODES: [Code; 24] = [
    code("numbering-gap", "A number is left out", Warning),
    code("numbering-duplicate", "A number stands twice", Warning),
    code(
        "numbering-order",
        "A number is lower than the one before",
        Warning,
    ),
    code(
        "numbering-base",
        "A number of the older text that stands twice or out of order",
        Warning,
    ),
    code(
        "label-style-mixed",
        "Labels of one list in different styles",
        Warning,
    ),
    code(
        "bracket-unmatched",
        "A bracket without its partner",
        Warning,
    ),
    code(
        "clause-repeated",
        "Two clauses say nearly the same",
        Warning,
    ),
    code(
        "punctuation-end",
        "A clause does not end as its place in the list asks",
        Warning,
    ),
    code(
        "punctuation-and",
        "“and” where the list does not end, or none where it does",
        Note,
    ),
    code(
        "reference-dangling",
        "A reference to a clause that is not there",
        Warning,
    ),
    code(
        "reference-direction",
        "“above” for below, or “below” for above",
        Warning,
    ),
    code("reference-self", "A clause that refers to itself", Warning),
    code(
        "reference-stale",
        "A reference that did not follow its clause",
        Warning,
    ),
    code(
        "reference-shortened",
        "A list of references that leaves out what it named",
        Note,
    ),
    code(
        "reference-omitted",
        "So many references that some are not told",
        Warning,
    ),
    code(
        "document-cited-two-ways",
        "One document under two numbers",
        Warning,
    ),
    code("document-two-dates", "One document with two dates", Warning),
    code(
        "document-other-conference",
        "“Of this conference” after a document of another",
        Warning,
    ),
    code("hole", "Words missing where something was struck", Warning),
    code(
        "change-unmarked",
        "Text that changed without a mark",
        Warning,
    ),
    code("mark-idle", "A mark on text that did not change", Warning),
    code("mark-inverted", "Text struck that is new", Warning),
    code("marks-missing", "A changed text without any marks", Warning),
    code("base-unrelated", "The base is another text", Warning),
];

/// How much a kind of finding matters.
pub(super) fn severity(name: &str) -> Severity {
    CODES
        .iter()
        .find(|code| code.name == name)
        .map_or(Severity::Warning, |code| code.severity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        let answers = |name: &str| CODES.iter().filter(|c| c.answers_to(name)).count();
        assert_eq!(answers("numbering-gap"), 1);
        assert_eq!(answers("numbering"), 4);
        assert_eq!(answers("num"), 0);
    }
}
