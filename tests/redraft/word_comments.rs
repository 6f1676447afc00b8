//! Comments of Word files: read as findings, brought over with the words that go, never by halves.

use crate::word::{cases, document, main_part, with_parts};
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

/// A file with two comments on its words, the second of which answers the first and is settled.
fn with_thread(body: &str, ids: [&str; 2], said: [&str; 2]) -> Vec<u8> {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let comment = |number: usize, text: &str| {
        format!(
            "<w:comment w:id=\"{number}\" w:author=\"Delegation\"><w:p w14:paraId=\"{}\"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>",
            ids[number]
        )
    };
    let comments = format!(
        "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\">{}{}</w:comments>",
        comment(0, said[0]),
        comment(1, said[1])
    );
    let states = format!(
        "<w15:commentsEx xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"><w15:commentEx w15:paraId=\"{}\" w15:done=\"0\"/>\
         <w15:commentEx w15:paraId=\"{}\" w15:paraIdParent=\"{}\" w15:done=\"1\"/></w15:commentsEx>",
        ids[0], ids[1], ids[0]
    );
    let kinds = [
        ("comments", RELATED),
        (
            "commentsExtended",
            "http://schemas.microsoft.com/office/2011/relationships",
        ),
    ];
    let change = |name: &str, text: String| {
        match name {
        "[Content_Types].xml" => kinds.iter().fold(text, |text, (kind, _)| {
            let line = format!("<Override PartName=\"/word/{kind}.xml\" ContentType=\"{OFFICE}.{kind}+xml\"/></Types>");
            text.replace("</Types>", &line)
        }),
        "word/_rels/document.xml.rels" => kinds.iter().fold(text, |text, (kind, url)| {
            let line = format!("<Relationship Id=\"x{kind}\" Type=\"{url}/{kind}\" Target=\"{kind}.xml\"/></Relationships>");
            text.replace("</Relationships>", &line)
        }),
        _ => text,
    }
    };
    let parts = [
        ("word/comments.xml", comments.as_str()),
        ("word/commentsExtended.xml", states.as_str()),
    ];
    with_parts(&document(body), change, &parts)
}

/// The ids of the paragraphs of a file's comments, by what they say, and what is told of them.
fn threads(file: &[u8]) -> (Vec<String>, String) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let comments = read("word/comments.xml");
    let ids = comments.split("paraId=\"").skip(1);
    let ids = ids.map(|rest| rest[..rest.find('"').unwrap()].to_owned());
    (ids.collect(), read("word/commentsExtended.xml"))
}

#[test]
fn what_answers_and_is_settled_stays_so() {
    let on = |number: u32, inner: &str| {
        format!(
            "<w:commentRangeStart w:id=\"{number}\"/>{inner}<w:commentRangeEnd w:id=\"{number}\"/><w:r><w:commentReference w:id=\"{number}\"/></w:r>"
        )
    };
    let r = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let p = |inner: String| format!("<w:p>{inner}</w:p>");
    let thread = on(0, &on(1, &r("shall report")));
    let older = with_thread(
        &p(r("States ") + &thread + &r(" each year.")),
        ["00000A01", "00000A02"],
        ["Why this word?", "The Council said so."],
    );
    // The newer file has none, or others whose paragraphs have the same ids.
    let newer = document(&p(r("States should inform each year.")));
    let redline = word::compare(&older, &newer, &Options::default())
        .unwrap()
        .bytes;
    let (ids, told) = threads(&redline);
    assert_eq!(ids, ["00000A01", "00000A02"]);
    assert!(told.contains("w15:paraId=\"00000A02\" w15:paraIdParent=\"00000A01\" w15:done=\"1\""));
    assert!(told.contains("w15:paraId=\"00000A01\" w15:done=\"0\""));
    let newer = with_thread(
        &p(r("States should inform each year.") + &thread.replace("shall report", "As always.")),
        ["00000A02", "00000A03"],
        ["Really?", "Yes."],
    );
    let redline = word::compare(&older, &newer, &Options::default())
        .unwrap()
        .bytes;
    let (ids, told) = threads(&redline);
    assert_eq!(ids, ["00000A02", "00000A03", "00000A01", "40000000"]);
    let answer = "w15:paraId=\"40000000\" w15:paraIdParent=\"00000A01\" w15:done=\"1\"";
    assert!(told.contains(answer), "{told}");
}
