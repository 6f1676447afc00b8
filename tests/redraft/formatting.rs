//! Changes of nothing but formatting: told in every format, and left out where nobody wants them.

use crate::command::{Run, redraft};
use crate::fixtures;
use crate::word::{bytes, cases, document, lines, main_part, real_files};
use redraft::draft::View;
use redraft::word::{self, Options};

const FORMATS: [&str; 7] = [
    "terminal", "text", "markdown", "critic", "json", "html", "docx",
];

/// Runs and a paragraph that say the same and look different.
fn pairs() -> [(&'static str, Vec<u8>, Vec<u8>); 5] {
    let run = |look: &str| {
        let text = "<w:t>Invites States to act.</w:t>";
        document(&format!(
            "<w:p><w:r><w:rPr>{look}</w:rPr>{text}</w:r></w:p>"
        ))
    };
    let paragraph = |look: &str| {
        let text = "<w:r><w:t>Invites States to act.</w:t></w:r>";
        document(&format!("<w:p><w:pPr>{look}</w:pPr>{text}</w:p>"))
    };
    let table = |look: &str| {
        let cell = "<w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc>";
        document(&format!(
            "<w:tbl><w:tblPr>{look}</w:tblPr><w:tr>{cell}</w:tr></w:tbl><w:p/>"
        ))
    };
    let page = |look: &str| {
        let text = "<w:p><w:r><w:t>Invites States to act.</w:t></w:r></w:p>";
        let section =
            format!("<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"{look}\"/></w:sectPr></w:pPr></w:p>");
        document(&format!("{text}{section}{text}"))
    };
    let size = |number: u8| format!("<w:sz w:val=\"{number}\"/>");
    [
        ("typeface", run("<w:b/>"), run("<w:i/>")),
        ("size", run(&size(20)), run(&size(24))),
        (
            "paragraph",
            paragraph(""),
            paragraph("<w:jc w:val=\"center\"/>"),
        ),
        ("table", table(""), table("<w:jc w:val=\"center\"/>")),
        ("page", page("1"), page("2")),
    ]
}

fn compared(older: &[u8], newer: &[u8], format: &str) -> Run {
    redraft("compare a.docx b.docx -o out --to")
        .file("a.docx", older)
        .file("b.docx", newer)
        .argument(format)
}

#[test]
fn changes_of_formatting_are_told_in_every_format() {
    for (_, older, newer) in pairs() {
        for format in FORMATS {
            compared(&older, &newer, format)
                .exits(1)
                .warns("1 × change of formatting: a Word file shows it")
                .warns("[formatting-changed]");
        }
    }
}

#[test]
fn changes_of_formatting_are_left_out_of_every_format() {
    for (what, older, newer) in pairs() {
        for format in FORMATS {
            let outcome = compared(&older, &newer, format)
                .argument("--no-formatting")
                .exits(0)
                .warns("1 × change of formatting left out");
            assert!(!outcome.stderr.contains("formatting-changed"), "{outcome}");
            if format == "docx" {
                assert!(outcome.wrote_bytes("out") == newer, "{what}");
            } else if format != "html" {
                let told = outcome.wrote("out");
                assert!(!told.contains("editorial"), "{what}: {told}");
            }
        }
    }
}

#[test]
fn real_cases_have_one_exit_code_in_every_format() {
    let folder = fixtures::shared().join("cases/word");
    for (older, newer) in [
        ("h1a.docx", "h1c.docx"),
        (
            "16-complex-script-font-only.1-older.docx",
            "16-complex-script-font-only.2-newer.docx",
        ),
    ] {
        let [older, newer] = [older, newer].map(|name| folder.join(name));
        if !older.exists() {
            println!("SKIPPED: {} is not there", older.display());
            continue;
        }
        let (older, newer) = (bytes(&older), bytes(&newer));
        for options in ["", "--no-formatting"] {
            let codes = FORMATS.map(|format| {
                compared(&older, &newer, format)
                    .arguments(options)
                    .ends()
                    .code
            });
            assert_eq!(codes, [codes[0]; 7], "{options}");
        }
    }
}

fn without_formatting() -> Options {
    Options {
        no_formatting: true,
        ..Options::default()
    }
}

#[test]
fn words_are_marked_and_their_look_is_not() {
    let file = |words: &str, look: &str| {
        document(&format!(
            "<w:p><w:pPr>{look}</w:pPr><w:r><w:rPr>{look}<w:b/></w:rPr><w:t>Invites </w:t></w:r><w:r><w:t>{words}</w:t></w:r></w:p>"
        ))
    };
    let (older, newer) = (
        file("States to act.", ""),
        file("States to meet.", "<w:keepNext/>"),
    );
    let compared = word::compare(&older, &newer, &without_formatting()).unwrap();
    let xml = main_part(&compared.bytes);
    assert!(xml.contains("<w:del ") && xml.contains("<w:ins "), "{xml}");
    assert!(!xml.contains("PrChange"), "{xml}");
    assert!(compared.is_changed);
    assert_eq!(
        lines(&compared.bytes, View::Base),
        lines(&older, View::Base)
    );
    assert_eq!(
        lines(&compared.bytes, View::Revised),
        lines(&newer, View::Revised)
    );
}

/// Lists and levels are structure: a paragraph that came into a list shows it.
#[test]
fn structure_is_still_proved() {
    let mut files: Vec<(String, Vec<u8>, Vec<u8>)> = cases();
    let pairs = real_files("pairs");
    files.extend(pairs.windows(2).step_by(4).map(|pair| {
        let name = pair[0].display().to_string();
        (name, bytes(&pair[0]), bytes(&pair[1]))
    }));
    for (name, older, newer) in files {
        for (older, newer) in [(&older, &newer), (&newer, &older)] {
            let compared = word::compare(older, newer, &without_formatting())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let plain = word::compare(older, newer, &Options::default()).unwrap();
            let xml = main_part(&compared.bytes);
            for sign in ["<w:rPrChange", "<w:sectPrChange", "<w:tblPrChange"] {
                assert!(!xml.contains(sign), "{name}: {sign}");
            }
            for view in [View::Base, View::Revised] {
                let wanted = lines(&plain.bytes, view);
                assert_eq!(lines(&compared.bytes, view), wanted, "{name} {view:?}");
            }
        }
    }
}

/// Changes that others made are not ours to leave out.
#[test]
fn changes_of_formatting_that_stand_already_stay() {
    let file = |look: &str, words: &str| {
        document(&format!(
            "<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id=\"3\" w:author=\"Ann\"><w:rPr/></w:rPrChange></w:rPr><w:t>Invites</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\"> {words}</w:t></w:r></w:p>"
        ))
    };
    let options = Options {
        keep_existing: true,
        ..without_formatting()
    };
    let (older, newer) = (file("", "all"), file("<w:i/>", "all"));
    let compared = word::compare(&older, &newer, &options).unwrap();
    assert!(compared.bytes == newer && !compared.is_changed);
    let newer = file("<w:i/>", "some");
    let xml = main_part(&word::compare(&older, &newer, &options).unwrap().bytes);
    assert!(
        xml.contains("<w:del ") && xml.contains("w:author=\"Ann\""),
        "{xml}"
    );
    assert_eq!(xml.matches("<w:rPrChange").count(), 1, "{xml}");
}

#[test]
fn typefaces_of_text_are_left_out() {
    for format in ["text", "markdown", "json", "html"] {
        let run = || {
            redraft("compare a.md b.md -o out --to")
                .file("a.md", "resolves\n\n1 to *act* soon;\n\n2 to **meet**.\n")
                .file("b.md", "resolves\n\n1 to **act** soon;\n\n2 to **meet**.\n")
                .argument(format)
        };
        run().exits(1);
        run()
            .argument("--no-formatting")
            .exits(0)
            .warns("b.md: note: 1 × change of typeface left out [formatting-left-out]");
    }
}
