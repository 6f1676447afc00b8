//! Drafts of other houses: how their parts, labels, brackets and pages are told. The texts are
//! ours; the forms are those of councils, conferences of parties, treaties, compilations and scans.

use redraft::brackets;
use redraft::clean::{self, Brackets, Options};
use redraft::draft::{Addresses, Draft, Kind, View};
use redraft::{check, read, references};

#[track_caller]
fn draft(text: &str) -> Draft {
    read::read(text.as_bytes(), "draft", None).unwrap()
}

/// The addresses of the clauses, in order.
#[track_caller]
fn addresses(text: &str) -> Vec<String> {
    let draft = draft(text);
    let all = Addresses::of(&draft, View::Revised);
    let clauses = draft.paragraphs.iter().enumerate();
    clauses
        .filter(|(_, p)| p.kind == Kind::Clause)
        .map(|(i, _)| all.get(i).to_owned())
        .collect()
}

#[track_caller]
fn lines(draft: &Draft) -> Vec<String> {
    let paragraphs = draft.paragraphs.iter();
    paragraphs.map(|p| p.labelled_text(View::Revised)).collect()
}

#[track_caller]
fn renumbered(text: &str) -> Vec<String> {
    let options = Options {
        renumber: true,
        ..Options::default()
    };
    lines(&clean::clean(&draft(text), &options))
}

#[track_caller]
fn codes(text: &str) -> Vec<String> {
    check::check(&draft(text), None)
        .into_iter()
        .map(|found| found.finding.code)
        .collect()
}

#[test]
fn paragraphs_of_a_compilation_are_cited_as_they_are_labelled() {
    let text = "The Council,\n\nPP1 Guided by the rules,\n\nPP2 bis [Recalling the past,]\n\nOP1 Urges States:\n\n(a) to act;\n\n\
                OP1.bis Invites donors;\n\nOP2 Requests a report on OP1 (a). (OP2, agreed)\n";
    assert_eq!(
        addresses(text),
        ["PP1", "PP2 bis", "OP1", "OP1 (a)", "OP1.bis", "OP2"]
    );
    let new = renumbered(text);
    assert!(
        new.iter().any(|line| line.starts_with("PP2 [Recalling")),
        "{new:#?}"
    );
    assert!(
        new.iter().any(|line| line.starts_with("OP3 Requests")),
        "{new:#?}"
    );
    assert_eq!(codes(text), Vec::<String>::new());
}

#[test]
fn an_article_has_its_title_on_the_next_line() {
    let text = "Article 9\nScope\n\n1. This Treaty applies to bridges.\n\n2. It applies to ferries.\n\nArticle 10\nDuties\n\n\
                1. Parties shall act under article 9, paragraph 2, and under paragraph 2 of this Article.\n\n2. Parties shall report.\n";
    assert_eq!(
        addresses(text),
        ["Article 9.1", "Article 9.2", "Article 10.1", "Article 10.2"]
    );
    assert_eq!(codes(text), Vec::<String>::new());
    // An excerpt stays what it is.
    assert_eq!(renumbered(text)[0], "Article 9");
    let found = references::report(&[draft(text)]);
    assert_eq!(found.findings.len(), 0);
}

#[test]
fn alternatives_named_by_letters_hold_what_hangs_under_them() {
    let text = "Article 3\nSubject\n\nAlternative A\n\n3.1 It applies to maps.\n\nAlternative B\n\n3.1 It applies to charts:\n\n\
                (a) old ones;\n\n(b) new ones.\n";
    assert_eq!(
        addresses(text),
        [
            "Article 3 Alternative A",
            "Article 3.1",
            "Article 3 Alternative B",
            "Article 3.1",
            "Article 3.1(a)",
            "Article 3.1(b)"
        ]
    );
    assert!(renumbered(text).contains(&"3.1 It applies to charts:".to_owned()));
}

#[test]
fn paragraphs_run_on_across_headings_and_begin_anew_in_an_annex() {
    let text = "The Conference,\n\nRecalling the past,\n\n1. Decides to act;\n\n2. Notes the plan.\n\nI. Waters\n\n4. Agrees to meet.\n\n\
                Annex\n\n1. Water is wet.\n\n2. It flows.\n";
    assert_eq!(
        addresses(text),
        ["PP1", "OP1", "OP2", "OP4", "Annex 1", "Annex 2"].map(|a| a.replace("Annex ", "para "))
    );
    let new = renumbered(text);
    assert!(new.contains(&"3. Agrees to meet.".to_owned()), "{new:#?}");
    assert!(new.contains(&"1. Water is wet.".to_owned()), "{new:#?}");
}

#[test]
fn russian_arabic_and_chinese_labels() {
    let russian = "Генеральная Ассамблея,\n\nссылаясь на свои резолюции,\n\n1. призывает государства:\n\na) действовать;\n\n\
                   1 бис. предлагает помочь;\n\n2. просит доклад.\n";
    assert_eq!(
        addresses(russian),
        ["PP1", "OP1", "OP1 a)", "OP1 бис", "OP2"]
    );
    let arabic = "إن الجمعية العامة،\n\nإذ تشير إلى قراراتها،\n\n١ - تحث الدول:\n\n(أ) على العمل؛\n\n٢ - تطلب تقريرا عن الفقرة ١ (أ) أعلاه.\n";
    assert_eq!(addresses(arabic), ["PP1", "OP١", "OP١ (أ)", "OP٢"]);
    assert_eq!(codes(arabic), Vec::<String>::new());
    let chinese = "决议草案\n\n一、目的\n\n（一）查明桥梁；\n\n（二）培训人员。\n\n十一、其他\n";
    assert_eq!(addresses(chinese), ["一", "一 （一）", "一 （二）", "十一"]);
}

#[test]
fn whose_text_it_is_goes_with_the_brackets() {
    let text = "1. Urges States [EU: and cities] to act [US: , as appropriate]; [Russian Federation: delete]\n\n2. Notes [no text].\n";
    let register = brackets::register(&draft(text), View::Revised);
    let by: Vec<Option<&str>> = register.passages.iter().map(|p| p.by.as_deref()).collect();
    assert_eq!(
        by,
        [Some("EU"), Some("US"), Some("Russian Federation"), None]
    );
    let options = Options {
        brackets: Brackets::Text,
        ..Options::default()
    };
    let clean = lines(&clean::clean(&draft(text), &options));
    assert_eq!(
        clean,
        [
            "1. Urges States and cities to act, as appropriate;",
            "2. Notes."
        ]
    );
}

#[test]
fn conclusions_stand_before_the_decision_that_they_propose() {
    let text = "Draft conclusions\n\n1. The Body welcomed the report.\n\n2. It agreed to go on.\n\nAnnex\n\n[Draft decision -/CP.31\n\n\
                The Conference of the Parties,\n\nRecalling the past,\n\n1. Decides to act;\n\n2. Requests a report.]\n";
    let register = brackets::register(&draft(text), View::Revised);
    assert_eq!(register.passages.len(), 1);
    assert!(register.words_in_brackets <= register.words_in_all);
    assert_eq!(
        addresses(text)[..2],
        ["para 1", "para 2"].map(|a| a.replace("para ", "OP"))
    );
}

#[test]
fn pages_part_no_clause() {
    let text = "A/80/L.7\n\nThe General Assembly,\n\nRecalling the past,\n\n1. Encourages all States to keep open at least one\n\n\
                25-01234 (E)\n*2501234*        1/2\nA/80/L.7\n\noffice in each valley;\n\n2. Decides to meet.\n\n2/2        25-01234\n";
    let read = draft(text);
    let clause = read
        .paragraphs
        .iter()
        .find(|p| p.label_in(View::Revised) == Some("1."));
    assert_eq!(
        clause.map(|p| p.words.all()),
        Some("Encourages all States to keep open at least one office in each valley;")
    );
    let furniture = read
        .paragraphs
        .iter()
        .filter(|p| p.kind == Kind::Furniture)
        .count();
    assert_eq!(furniture, 4);
    assert_eq!(codes(text), Vec::<String>::new());
}

#[test]
fn proposals_follow_each_other_in_one_document() {
    let text = "ADD EUR/12A3/1\n\nDRAFT NEW RESOLUTION\n\nThe Plenipotentiary Conference (Doha, 2026),\n\nconsidering\n\na) that boats sail;\n\n\
                b) that they sink,\n\nresolves\n\n1 to act;\n\n2 to report.\n\nReasons: Boats sink.\n\nSUP EUR/12A3/2\n\nRESOLUTION 199 (Busan, 2014)\n\nReasons: Done.\n";
    assert_eq!(codes(text), Vec::<String>::new());
    let notes = draft(text)
        .paragraphs
        .iter()
        .filter(|p| p.kind == Kind::Note)
        .count();
    assert_eq!(notes, 2);
}
