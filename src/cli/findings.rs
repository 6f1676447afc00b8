//! What readers and commands noticed, on standard error: `file:line:column: warning: …`.

use redraft::draft::Finding;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// More than these are not printed: a delegate wants the redline, `show` lists them all.
const AT_MOST: usize = 6;

/// Prints the findings of one draft.
pub(crate) fn report(source: &str, findings: &[Finding]) {
    // Standard error that cannot be written leaves nobody to tell.
    let _ = io::stderr().write_all(told(source, findings).as_bytes());
}

/// The findings in words: the gravest ones where there are too many, in the order of the draft.
fn told(source: &str, findings: &[Finding]) -> String {
    let mut gravest: Vec<usize> = (0..findings.len()).collect();
    gravest.sort_by_key(|&i| std::cmp::Reverse(findings[i].severity));
    gravest.truncate(AT_MOST);
    gravest.sort_unstable();
    let mut text = String::new();
    for index in gravest {
        let finding = &findings[index];
        // The place stands right after the name of the file, as compilers write it, so that editors can jump there.
        let gap = if finding.line > 0 { "" } else { " " };
        let _ = writeln!(text, "{source}:{gap}{finding}");
    }
    if findings.len() > AT_MOST {
        let more = findings.len() - AT_MOST;
        let _ = writeln!(text, "… and {more} more (redraft show lists them)");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use redraft::draft::Severity;

    #[test]
    fn the_place_can_be_jumped_to() {
        let finding = Finding::new(
            Severity::Warning,
            "label-misread",
            43,
            3,
            "the label may be b)",
        );
        let nowhere = Finding::new(Severity::Note, "encoding", 0, 0, "read as Windows-1252");
        assert_eq!(
            told("draft.md", &[finding, nowhere]),
            "draft.md:43:3: warning: the label may be b) [label-misread]\n\
             draft.md: note: read as Windows-1252 [encoding]\n"
        );
    }

    #[test]
    fn errors_are_never_crowded_out() {
        let mut many = vec![Finding::new(Severity::Note, "n", 1, 1, "a trifle"); 30];
        many.push(Finding::new(Severity::Error, "e", 9, 1, "a grave matter"));
        let text = told("d", &many);
        assert!(text.contains("a grave matter") && text.contains("… and 25 more"));
        assert_eq!(text.lines().count(), 7);
    }
}
