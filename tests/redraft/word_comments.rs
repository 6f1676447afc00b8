//! Comments of Word files: read as findings, brought over with the words that go, never by halves.

use crate::word::{cases, main_part};
use redraft::draft::View;
use redraft::read;
use redraft::word::{self, Options, Selection};

fn comments(bytes: &[u8]) -> Vec<String> {
    let draft = read::read(bytes, "x.docx", None).unwrap();
    let told = draft.findings.iter().filter(|f| f.code == "comment");
    told.map(|f| format!("{}:{}: {}", f.line, f.column, f.message))
        .collect()
}

#[test]
fn comments_come_back_with_the_words_they_stand_on() {
    let (_, older, newer) = cases()
        .into_iter()
        .find(|(n, _, _)| n.starts_with("17"))
        .unwrap();
    assert_eq!(
        comments(&older),
        [
            "1:39: Delegation of Freedonia on 2026-03-03 comments on “by night”: “Is this not obvious?”",
            "2:4: Delegation of Ruritania on 2026-03-02 comments on “Invites reports”: “We would rather not.”",
            "3:15: Delegation of Ruritania on 2026-03-02 comments on “meet again”: “When?”",
        ]
    );
    let redline = word::compare(&older, &newer, &Options::default())
        .unwrap()
        .bytes;
    let taken = |view| {
        word::resolve(&redline, view, &Selection::default())
            .unwrap()
            .0
    };
    assert_eq!(comments(&redline), comments(&older));
    assert_eq!(comments(&taken(View::Base)), comments(&older));
    assert_eq!(comments(&taken(View::Revised)), comments(&newer));
}

#[test]
fn no_comment_is_there_by_halves() {
    for (name, older, newer) in cases() {
        for (one, other) in [(&older, &newer), (&newer, &older)] {
            let redline = word::compare(one, other, &Options::default())
                .unwrap()
                .bytes;
            for view in [None, Some(View::Base), Some(View::Revised)] {
                let file = match view {
                    Some(view) => {
                        word::resolve(&redline, view, &Selection::default())
                            .unwrap()
                            .0
                    }
                    None => redline.clone(),
                };
                let xml = main_part(&file);
                let count = |tag: &str| xml.matches(tag).count();
                let starts = count("<w:commentRangeStart");
                assert_eq!(starts, count("<w:commentRangeEnd"), "{name} {view:?}");
                assert_eq!(starts, count("<w:commentReference"), "{name} {view:?}");
            }
        }
    }
}

#[test]
fn a_section_comes_back_with_the_paragraph_that_ended_it() {
    let (_, older, newer) = cases()
        .into_iter()
        .find(|(n, _, _)| n.starts_with("20"))
        .unwrap();
    for (one, other, wanted) in [(&older, &newer, [2, 1]), (&newer, &older, [1, 2])] {
        let redline = word::compare(one, other, &Options::default())
            .unwrap()
            .bytes;
        let sections = |view| {
            let file = word::resolve(&redline, view, &Selection::default())
                .unwrap()
                .0;
            main_part(&file).matches("<w:pgSz").count()
        };
        assert_eq!([sections(View::Base), sections(View::Revised)], wanted);
    }
}
