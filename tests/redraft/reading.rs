//! How drafts are read: each case is a draft that went wrong once, a few lines that stand for their
//! kind, with the right value.

use crate::command::redraft;
use redraft::clean::{self, Options};
use redraft::compare;
use redraft::draft::{Addresses, Draft, Kind, View};
use redraft::read;
use std::path::Path;

#[track_caller]
fn draft(name: &str) -> Draft {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/reading")
        .join(name);
    read::read(&std::fs::read(path).unwrap(), name, None).unwrap()
}

#[track_caller]
fn text(text: &str) -> Draft {
    read::read(text.as_bytes(), "draft", None).unwrap()
}

/// Each paragraph that is no furniture: what it is cited by, and its first words.
fn told(draft: &Draft) -> Vec<String> {
    let addresses = Addresses::of(draft, View::Revised);
    let paragraphs = draft.paragraphs.iter().enumerate();
    paragraphs
        .filter(|(_, p)| !matches!(p.kind, Kind::Furniture | Kind::Blank))
        .map(|(i, p)| {
            let words = p.labelled_text(View::Revised);
            let words: Vec<&str> = words.split_whitespace().take(4).collect();
            match p.kind {
                Kind::Heading => format!("heading: {}", words.join(" ")),
                Kind::Organ => format!("organ: {}", words.join(" ")),
                _ => format!("{}: {}", addresses.get(i), words.join(" ")),
            }
        })
        .collect()
}

#[track_caller]
fn renumbered(draft: &Draft) -> Vec<String> {
    let options = Options {
        renumber: true,
        ..Options::default()
    };
    let clean = clean::clean(draft, &options);
    clean
        .paragraphs
        .iter()
        .map(|p| p.labelled_text(View::Revised))
        .collect()
}

#[track_caller]
fn is_left_alone(draft: &Draft) {
    let plain: Vec<String> = draft
        .view(View::Revised)
        .paragraphs
        .iter()
        .map(|p| p.labelled_text(View::Revised))
        .collect();
    assert_eq!(renumbered(draft), plain);
}

#[track_caller]
fn compared(older: &str, newer: &str) -> redraft::draft::Redline {
    compare::compare(&draft(older), &draft(newer), &compare::Options::default())
}

#[test]
fn numbers_run_on_over_headings() {
    let read = draft("01b-roman-headings-tabs.txt");
    assert_eq!(
        told(&read)[3..],
        [
            "PP1: Recalling its decision on",
            "heading: I. Adoption",
            "OP1: 1. Decides to adopt",
            "OP2: 2. Requests the secretariat",
            "heading: II. Printing",
            "OP3: 3. Invites the harbours",
            "OP4: 4. Decides to return",
        ]
    );
    is_left_alone(&read);
    let rules = draft("15-headings-with-numerals-checked.txt");
    let headings = told(&rules)
        .into_iter()
        .filter(|line| line.starts_with("heading"));
    assert_eq!(
        headings.collect::<Vec<_>>(),
        [
            "heading: I. Scope",
            "heading: II. Lamps",
            "heading: A. Colour"
        ]
    );
    is_left_alone(&rules);
}

#[test]
fn running_numbers_outrank_the_indent() {
    for name in [
        "02-indent-beats-series.txt",
        "03-docx-un-levels.docx",
        "03b-docx-ind-right-only.docx",
    ] {
        let read = draft(name);
        let numbered = read.paragraphs.iter().filter(|p| {
            p.kind == Kind::Clause
                && p.label_in(View::Revised)
                    .is_some_and(|label| label.starts_with(char::is_numeric))
        });
        assert!(
            numbered.clone().count() == 4 && numbered.clone().all(|p| p.depth.new == 0),
            "{name}"
        );
        is_left_alone(&read);
    }
}

#[test]
fn a_preamble_is_one_whoever_speaks() {
    let read = draft("06-organ-and-preamble-in-one-line.older.txt");
    assert_eq!(
        told(&read)[1..],
        [
            "organ: The General Assembly,",
            "PP1: Recalling its resolution 5/1",
            "PP2: Noting that lamps are",
            "PP3: Stressing that harbours shall",
            "OP1: 1. Decides to adopt",
            "OP2: 2. Decides to meet",
        ]
    );
    for (older, newer) in [
        (
            "06-organ-and-preamble-in-one-line.older.txt",
            "06-organ-and-preamble-in-one-line.newer.txt",
        ),
        (
            "07-organ-unknown.ru.older.txt",
            "07-organ-unknown.ru.newer.txt",
        ),
    ] {
        let redline = compared(older, newer);
        assert_eq!(redline.summary.amended, 1, "{older}");
    }
    let spoken = [
        "LA ASAMBLEA GENERAL,\n\nRecordando su resolución,\n\n1. Decide actuar;\n\n2. Pide un informe.\n",
        "安全理事会，\n\n回顾其决议，\n\n1. 决定采取行动；\n\n2. 请秘书长报告。\n",
        "We, the Heads of State and Government,\n\nRecalling the past,\n\n1. Decide to act;\n\n2. Ask for a report.\n",
        "Вечный союз портов,\n\nнапоминая о прошлом,\n\n1. решает действовать;\n\n2. просит доклад.\n",
    ];
    for spoken in spoken {
        let told = told(&text(spoken));
        assert!(
            told[1].starts_with("PP1") && told[2].starts_with("OP1"),
            "{told:#?}"
        );
    }
}

#[test]
fn the_first_article_may_be_named_by_a_word() {
    let read = draft("08-article-premier.fr.txt");
    assert_eq!(told(&read)[0], "heading: Article premier");
    assert_eq!(told(&read)[3], "heading: Article 2");
    is_left_alone(&read);
}

#[test]
fn notes_at_the_foot_of_a_page_are_no_clauses() {
    let read = draft("09a-pdf-layout-footnotes.txt");
    assert_eq!(
        told(&read)[2..],
        [
            "organ: The General Assembly,",
            "PP1: Recalling its resolution 5/1",
            "PP2: Noting that lamps are",
            "note 1: 1 Harbour Papers, vol.",
            "PP3: Noting also that tides",
            "OP1: 1. Decides to adopt",
            "OP2: 2. Requests the Secretary-General",
            "OP3: 3. Decides to meet",
        ]
    );
    let redline = compared(
        "09g-page-furniture.older.txt",
        "09g-page-furniture.newer.txt",
    );
    let summary = redline.summary;
    assert_eq!(
        (summary.amended, summary.inserted, summary.deleted),
        (0, 0, 0)
    );
}

#[test]
fn lines_are_joined_to_clauses_as_a_reader_joins_them() {
    let wrapped = draft("09b-wrapped-line-ends-in-comma.txt");
    assert_eq!(told(&wrapped).len(), 3);
    assert!(renumbered(&wrapped)[1].ends_with("lit until the morning;"));
    let alone = draft("09c-label-alone-on-its-line.txt");
    assert_eq!(
        told(&alone)[2..],
        [
            "OP1: 1. Decides to adopt",
            "OP2: 2. Requests the secretariat"
        ]
    );
    let signed = draft("09f-numbered-after-note-sign.txt");
    assert_eq!(told(&signed).len(), 3);
}

#[test]
fn a_list_may_begin_again_under_a_colon() {
    let read = draft("11-list-restarts-after-colon.md");
    let depths: Vec<u8> = read
        .paragraphs
        .iter()
        .filter(|p| p.kind == Kind::Clause)
        .map(|p| p.depth.new)
        .collect();
    assert_eq!(depths, [0, 0, 1, 1, 0]);
    is_left_alone(&read);
}

#[test]
fn run_in_clauses_have_labels_of_their_own() {
    assert_eq!(
        told(&draft("run-in-clauses.md"))[2..],
        [
            "resolves 1: 1 that lamps shall",
            "resolves 2: 2 that bells shall",
            "resolves 3: 3 that logs shall",
            "resolves 4: 4 that, where resolves",
        ]
    );
    assert_eq!(
        told(&draft("article-inline.md"))[4..6],
        [
            "heading: Article 2 Bells.",
            "Article 2: The Parties shall ring"
        ]
    );
    let run_in = text(
        "The Assembly,\n\n1. Decides: (a) to light the lamps;\n\n(b) to ring the bells;\n\n2. Decides to meet.\n",
    );
    let addresses: Vec<String> = told(&run_in).into_iter().skip(1).collect();
    assert_eq!(
        addresses,
        [
            "OP1: 1. Decides:",
            "OP1 (a): (a) to light the",
            "OP1 (b): (b) to ring the",
            "OP2: 2. Decides to meet."
        ]
    );
    // A reference in a sentence is no list.
    let sentence = text(
        "The Assembly,\n\n1. Decides to act under paragraph 3: (b) of its rules stands;\n\n2. Decides to meet.\n",
    );
    assert_eq!(told(&sentence).len(), 3);
}

#[test]
fn labels_whose_space_was_lost_are_labels() {
    let glued = told(&draft("glued-label.md"));
    assert_eq!(glued[2], "OP1bis: 1bis. Requests the keepers");
    assert_eq!(glued[4], "OP2quinquies: 2quinquies. Encourages the pilots");
    assert_eq!(glued[5], "OP3: 3. Welcomes the new");
    let unresolved = draft("unres.md");
    assert_eq!(told(&unresolved)[3], "OP1 bis: [EU: 1 bis. Urges");
}

#[test]
fn operative_verbs_without_numbers_are_operative() {
    assert_eq!(
        told(&draft("14-unnumbered-operative.txt"))[1..],
        [
            "PP1: Recalling its resolution on",
            "PP2: Noting that tides rise",
            "OP1: Adopts the tide tables,",
            "OP2: Decides that each harbour",
            "OP3: Invites States to report.",
        ]
    );
    assert_eq!(
        told(&draft("14b-closing-line.md"))[2..],
        [
            "OP1: Decides to adopt the",
            "closing: 12th plenary meeting",
            "closing: 18 November 2016",
            "closing: --------------------",
        ]
    );
}

#[test]
fn several_decisions_in_one_file_are_several_drafts() {
    let one = |number: u32| {
        format!(
            "Decision {number}/HC.2\nTide tables of the harbours in the north\n\tThe Conference of the Harbours,\n\tRecalling its decision 1/HC.1,\n\
             \t1.\tDecides to adopt the tables;\n\t2.\tDecides to return to paragraph 1 above.\n\t8th plenary meeting\n15 December 2041\n"
        )
    };
    let read = text(&[one(1), one(2), one(3)].concat());
    let headings: Vec<String> = told(&read)
        .into_iter()
        .filter(|line| line.starts_with("heading: Decision"))
        .collect();
    assert_eq!(headings.len(), 2, "{:#?}", told(&read));
    is_left_alone(&read);
}

#[test]
fn a_list_that_begins_again_does_not_nest() {
    let once = "1. The harbours shall keep lamps:\n\n(a) at the mole;\n\n(b) at the pier.\n\n";
    let read = text(&format!(
        "The Assembly,\n\nRecalling the past,\n\n{}",
        once.repeat(30)
    ));
    let depths: Vec<u8> = read.paragraphs.iter().map(|p| p.depth.new).collect();
    assert!(depths.iter().all(|depth| *depth <= 1), "{depths:?}");
}

#[test]
fn a_table_of_contents_needs_no_page_numbers() {
    let read = text(
        "Contents\n\nI. Scope\n\nII. Lamps\n\nI. Scope\n\n1. Harbours shall keep lamps.\n\nII. Lamps\n\n\
         2. Lamps shall be lit.\n",
    );
    assert_eq!(
        told(&read),
        [
            "heading: I. Scope",
            "para 1: 1. Harbours shall keep",
            "heading: II. Lamps",
            "para 2: 2. Lamps shall be",
        ]
    );
    is_left_alone(&read);
}

#[test]
fn what_pages_print_over_a_table_of_contents_begins_none() {
    let read = text(
        "Contents\n\nI. Scope\n\nContents\n\nII. Lamps\n\nIII. Bells\n\nI. Scope\n\n1. Harbours shall keep \
         lamps.\n\nContents\n\nII. Lamps\n\n2. Lamps shall be lit.\n\nContents\n\nIII. Bells\n\n3. Bells shall \
         be rung.\n",
    );
    assert_eq!(
        told(&read),
        [
            "heading: I. Scope",
            "para 1: 1. Harbours shall keep",
            "heading: II. Lamps",
            "para 2: 2. Lamps shall be",
            "heading: III. Bells",
            "para 3: 3. Bells shall be",
        ]
    );
}

#[test]
fn clauses_below_the_word_contents_are_no_table() {
    let part = "Contents\n\n1. The report shall contain [an overview].\n\n2. The report is due\n\n";
    let read = text(&format!(
        "DRAFT AGREEMENT\n\nArticle 5\n\n{part}3. The secretariat checks it.\n\nArticle 6\n\n{part}3. \
         Nobody checks it.\n"
    ));
    assert_eq!(
        told(&read),
        [
            "masthead: DRAFT AGREEMENT",
            "heading: Article 5",
            "heading: Contents",
            "Article 5.1: 1. The report shall",
            "Article 5.2: 2. The report is",
            "Article 5.3: 3. The secretariat checks",
            "heading: Article 6",
            "heading: Contents",
            "Article 6.1: 1. The report shall",
            "Article 6.2: 2. The report is",
            "Article 6.3: 3. Nobody checks it.",
        ]
    );
}

#[test]
fn what_could_as_well_be_read_otherwise_is_told() {
    let told = |draft: &Draft| -> Vec<String> {
        let findings = draft.findings.iter();
        let unsure = findings.filter(|finding| finding.code == "reading-unsure");
        unsure.map(|finding| finding.message.clone()).collect()
    };
    let sure =
        "The Assembly,\n\nRecalling the past,\n\n1. Decides to act;\n\n2. Decides to meet.\n";
    assert_eq!(told(&text(sure)), [] as [&str; 0]);
    let unsure = "The Assembly,\n\nRecalling the past,\n\n1. Decides to act;\n\nLamps of the pier\n\n\
                  The lamps shall be lit.\n";
    assert_eq!(
        told(&text(unsure)),
        [
            "this is read as a paragraph without label, depth 0; it could as well be a heading, level 2"
        ]
    );
}

#[test]
fn rows_of_a_table_in_text_are_not_joined() {
    let read = text(
        "Annex\n\n\t| Act | Who | When |\n\t| Keep lamps | Harbours | 2031 |\n\t|  | Ports | 2032 |\n\t|  | Ships | 2033 |\n",
    );
    let rows = read
        .paragraphs
        .iter()
        .filter(|p| p.words.all().starts_with('|'));
    assert_eq!(rows.count(), 4);
}

#[test]
fn one_bad_byte_spoils_no_other() {
    let text =
        "резолюция принимает решение\n\n1. что государства действуют ? и дальше;\n\n2. и далее.\n";
    let spoilt = |b| if b == b'?' { 0xff } else { b };
    let bytes: Vec<u8> = text.bytes().map(spoilt).collect();
    let found = "3:30: warning: FF is no character of UTF-8; it stands as \u{fffd} [encoding]";
    redraft("show a.txt")
        .file("a.txt", &bytes)
        .exits(0)
        .says("что государства действуют \u{fffd} и дальше")
        .says(found);
    redraft("compare a.txt b.txt")
        .file("a.txt", &bytes)
        .file("b.txt", text)
        .exits(1)
        .warns(&format!("a.txt:{found}"));
}

#[test]
fn a_line_ends_however_a_program_ends_it() {
    let lines = [
        "The Board,",
        "",
        "Recalling the past,",
        "",
        "1. Decides to act;",
        "",
        "2. Decides to meet.",
    ];
    let draft = |end: &str| {
        redraft("show a.txt --to json")
            .file("a.txt", lines.join(end))
            .exits(0)
            .stdout
    };
    let usual = draft("\n");
    for end in ["\r\n", "\r", "\u{b}", "\u{2028}", "\u{2029}"] {
        assert_eq!(draft(end), usual, "{end:?}");
    }
    // In JSON it is a sign like others.
    let json = usual.replace("to act", "to\u{2028}act");
    let outcome = redraft("show a.json --to json")
        .file("a.json", &json)
        .exits(0);
    assert!(outcome.stdout.contains("to\u{2028}act"), "{outcome}");
}

#[test]
fn wide_encodings_are_read() {
    let text = "The Board,\n\n1. Decides to act;\n\n2. Décide d’agir.\n";
    let units = text.chars().flat_map(|c| u32::from(c).to_le_bytes());
    let bytes: Vec<u8> = [0xff, 0xfe, 0, 0].into_iter().chain(units).collect();
    redraft("clean a.txt")
        .file("a.txt", bytes)
        .exits(0)
        .says("2. Décide d’agir.")
        .warns("note: read as UTF-32LE");
}

#[test]
fn parties_in_the_plural_open_preambular_paragraphs() {
    let read = text(
        "PRÉAMBULE Les Parties au présent Accord, Rappelant les phares, Désireuses de les allumer, \
         Respectueuses des ports, Attachées à la mer, Aspirant à la paix,\n\nArticle premier\n\n\
         Les phares sont allumés.\n",
    );
    let preamble = told(&read)
        .into_iter()
        .filter(|line| line.starts_with("PP"));
    assert_eq!(preamble.count(), 5);
}

#[test]
fn comments_and_links_are_told_where_they_begin() {
    let read =
        text("1. act <!-- note --> now ~~at once~~;\n\n2. see [the site](http://x.y/z) now;\n");
    let places: Vec<(u32, u32)> = read.findings.iter().map(|f| (f.line, f.column)).collect();
    assert_eq!(places, [(1, 8), (3, 8)]);
}

#[test]
fn a_backslash_alone_makes_no_markdown() {
    let read = text("1. Notes the file C:\\(old) and item;\n");
    assert!(
        read.paragraphs[0]
            .words
            .all()
            .contains("C:\\(old) and item")
    );
}

#[test]
fn lines_may_end_as_on_other_machines() {
    for end in ["\r\n", "\r", "\u{85}", "\u{2028}"] {
        let read = text(&["The Assembly,", "1. to go;", "2. to stay."].join(end));
        assert_eq!(told(&read).len(), 3, "{end:?}");
    }
}
