//! What readers and commands noticed, on standard error: `file:line:column: warning: …`.

use super::trouble::Trouble;
use redraft::draft::{Finding, Severity};
use redraft::write::screen;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// More warnings of the reader than these are only counted: a delegate wants the redline, `show`
/// lists them all.
const AT_MOST: usize = 3;

/// Prints what a command could not decide: all of it.
pub(crate) fn report(source: &str, findings: &[Finding]) {
    print(&lines(source, findings.iter()));
}

/// Prints what the reader noticed: what bears on the whole file, and how much else there is.
pub(crate) fn report_reading(source: &str, findings: &[Finding]) {
    print(&told(source, findings));
}

/// Says why a command could not be carried out.
pub(crate) fn complain(trouble: &Trouble) {
    print(&format!(
        "redraft: {}\n",
        screen::line(&trouble.to_string())
    ));
}

/// Writes lines to standard error, each of which went through [`screen::line`].
pub(crate) fn print(text: &str) {
    // Standard error that cannot be written leaves nobody to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

fn told(source: &str, findings: &[Finding]) -> String {
    let warnings = findings
        .iter()
        .filter(|f| f.severity == Severity::Warning)
        .count();
    let is_told = |finding: &Finding| match finding.severity {
        Severity::Error => true,
        // Letters may be wrong or lost from end to end.
        _ if finding.code == "encoding" => true,
        Severity::Warning => warnings <= AT_MOST,
        Severity::Note => false,
    };
    let mut text = lines(source, findings.iter().filter(|f| is_told(f)));
    let rest = findings.iter().filter(|f| !is_told(f)).count();
    if rest > 0 {
        let noun = if rest == 1 { "finding" } else { "findings" };
        let _ = writeln!(
            text,
            "{}: {rest} {noun} of the reader (redraft show lists them)",
            screen::line(source)
        );
    }
    text
}

/// The place stands right after the name of the file, as compilers write it, so that editors can
/// jump there.
fn lines<'a>(source: &str, findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut text = String::new();
    for finding in findings {
        let gap = if finding.line > 0 { "" } else { " " };
        let line = format!("{source}:{gap}{finding}");
        let _ = writeln!(text, "{}", screen::line(&line));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut many = vec![Finding::new(Severity::Warning, "n", 1, 1, "a trifle"); 30];
        many.push(Finding::new(Severity::Error, "e", 9, 1, "a grave matter"));
        assert_eq!(
            told("d", &many),
            "d:9:1: error: a grave matter [e]\nd: 30 findings of the reader (redraft show lists them)\n"
        );
    }
}
