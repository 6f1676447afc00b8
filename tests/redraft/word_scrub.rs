//! Word files that say nothing any more of who worked on them.

use crate::command::{fixture, redraft};
use crate::word::{bytes, cases, lines, real_files};
use redraft::draft::{Draft, Finding, View};
use redraft::read;
use redraft::word::{self, SCRUBBED};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

const VIEWS: [View; 2] = [View::Base, View::Revised];
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MS: &str = "http://schemas.microsoft.com/office";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Links from one part: (type, target).
fn links(all: &[(String, &str)]) -> String {
    let mut out = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (k, (kind, target)) in all.iter().enumerate() {
        let mode = match target.contains(':') {
            true => " TargetMode=\"External\"",
            false => "",
        };
        let _ = write!(
            out,
            "<Relationship Id=\"r{k}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>"
        );
    }
    out + "</Relationships>"
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let time = zip::DateTime::from_date_and_time(2026, 3, 2, 10, 20, 30).unwrap();
    let options = zip::write::SimpleFileOptions::default().last_modified_time(time);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A file that tells all it can: two people, their marks, their machines. Its prefixes are not
/// those that Word uses.
fn talkative() -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"{PACKAGE}.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Override PartName=\"/docProps/custom.xml\" ContentType=\"application/x.custom+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let body = "<y:p y:rsidR=\"00A1\" y:rsidRDefault=\"00A2\"><y:proofErr y:type=\"spellStart\"/><y:r y:rsidRPr=\"00A3\"><y:lastRenderedPageBreak/><y:t>1. to act </y:t></y:r>\
        <y:ins y:id=\"7\" y:author=\"Ann &amp; Co\" y:date=\"2026-03-02T10:00:00Z\"><y:r><y:t>now</y:t></y:r></y:ins>\
        <y:del y:id=\"8\" y:author=\"Bert\"><y:r><y:delText>later</y:delText></y:r></y:del>\
        <y:moveFromRangeStart y:id=\"9\" y:author=\"Bert\" y:date=\"2026-03-02T10:00:00Z\" y:name=\"m\"/><y:moveFromRangeEnd y:id=\"9\"/>\
        <y:permStart y:id=\"4\" y:ed=\"HOUSE\\bert\"/><y:permEnd y:id=\"4\"/>\
        <y:commentRangeStart y:id=\"0\"/><y:r><y:t>;</y:t></y:r><y:commentRangeEnd y:id=\"0\"/><y:r><y:commentReference y:id=\"0\"/></y:r></y:p>\
        <y:sdt><y:sdtPr><y:dataBinding y:xpath=\"/q:coreProperties[1]/d:creator[1]\" y:storeItemID=\"{1}\"/></y:sdtPr><y:sdtContent><y:p><y:r><y:t>By Ann.</y:t></y:r></y:p></y:sdtContent></y:sdt>\
        <y:sdt><y:sdtPr><y:dataBinding y:xpath=\"/q:coreProperties[1]/d:title[1]\" y:storeItemID=\"{1}\"/></y:sdtPr><y:sdtContent><y:p><y:r><y:t>A text</y:t></y:r></y:p></y:sdtContent></y:sdt>\
        <y:p><y:fldSimple y:instr=\" AUTHOR \"><y:r><y:t>Ann</y:t></y:r></y:fldSimple></y:p>";
    let part = |root: &str, inner: &str| {
        format!(
            "<y:{root} xmlns:y=\"{W}\" xmlns:z=\"{R}\" xmlns:p=\"{MS}/word/2010/wordml\">{inner}</y:{root}>"
        )
    };
    let settings = "<y:attachedTemplate z:id=\"r0\"/><y:docVars><y:docVar y:name=\"a\" y:val=\"Ann\"/><y:docVar y:name=\"b\" y:val=\"\"/></y:docVars><y:rsids><y:rsidRoot y:val=\"00A1\"/><y:rsid y:val=\"00A2\"/></y:rsids><p:docId p:val=\"1F\"/>";
    packed(&[
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            links(&[
                (format!("{R}/officeDocument"), "word/document.xml"),
                (
                    format!("{PACKAGE}/relationships/metadata/core-properties"),
                    "docProps/core.xml",
                ),
                (format!("{R}/extended-properties"), "docProps/app.xml"),
                (format!("{R}/custom-properties"), "docProps/custom.xml"),
                (
                    format!("{PACKAGE}/relationships/metadata/thumbnail"),
                    "docProps/thumbnail.jpeg",
                ),
            ]),
        ),
        (
            "docProps/core.xml",
            format!(
                "<q:coreProperties xmlns:q=\"{PACKAGE}/metadata/core-properties\" xmlns:d=\"http://purl.org/dc/elements/1.1/\" xmlns:t=\"http://purl.org/dc/terms/\"><d:title>A text</d:title><d:creator>Ann</d:creator><q:lastModifiedBy>Bert</q:lastModifiedBy><q:revision>9</q:revision><t:created>2026-03-02T10:00:00Z</t:created></q:coreProperties>"
            ),
        ),
        (
            "docProps/app.xml",
            format!(
                "<Properties xmlns=\"{R}\"/>",
            )
            .replace("relationships", "extended-properties")
            .replace("/>", "><Template>C:\\Users\\Ann\\t.dotm</Template><TotalTime>12</TotalTime><Pages>1</Pages><Company>House</Company><Manager></Manager></Properties>"),
        ),
        (
            "docProps/custom.xml",
            "<Properties><property name=\"Owner\">Ann</property></Properties>".to_owned(),
        ),
        ("docProps/thumbnail.jpeg", "picture".to_owned()),
        (
            "word/document.xml",
            part("document", &format!("<y:body>{body}</y:body>")),
        ),
        (
            "word/_rels/document.xml.rels",
            links(&[
                (format!("{R}/comments"), "comments.xml"),
                (format!("{R}/settings"), "settings.xml"),
                (format!("{MS}/2011/relationships/people"), "people.xml"),
                (format!("{R}/customXml"), "../customXml/item1.xml"),
            ]),
        ),
        (
            "word/comments.xml",
            part(
                "comments",
                "<y:comment y:id=\"0\" y:author=\"Bert\" y:initials=\"B\" y:date=\"2026-03-02T10:00:00Z\"><y:p><y:r><y:t>Why?</y:t></y:r></y:p></y:comment>",
            ),
        ),
        ("word/settings.xml", part("settings", settings)),
        (
            "word/_rels/settings.xml.rels",
            links(&[(
                format!("{R}/attachedTemplate"),
                "file:///C:/Users/Ann/t.dotm",
            )]),
        ),
        (
            "word/people.xml",
            format!(
                "<n:people xmlns:n=\"{MS}/word/2012/wordml\"><n:person n:author=\"Ann\"/><n:person n:author=\"Bert\"/></n:people>"
            ),
        ),
        (
            "customXml/item1.xml",
            format!("<x:properties xmlns:x=\"{MS}/2006/metadata/properties\">Ann</x:properties>"),
        ),
    ])
}

/// All names of parts and all their texts, in one, without the types.
fn everything(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let _ = writeln!(out, "\n== {}", file.name().unwrap());
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
    out
}

fn told(findings: &[Finding], code: &str) -> Vec<String> {
    let of_code = findings.iter().filter(|found| found.code == code);
    of_code.map(|found| found.message.to_string()).collect()
}

#[test]
fn nothing_tells_who_worked_on_a_file() {
    let file = talkative();
    let (scrubbed, findings) = word::scrub(&file).unwrap();
    let all = everything(&scrubbed);
    // The words say "Ann", too, and stay.
    let all = all.replace("By Ann.", "").replace("<w:t>Ann</w:t>", "");
    for gone in [
        "Ann",
        "Bert",
        "Company",
        "2026",
        "initials",
        "00A",
        "rsid",
        "docVar",
        "docId",
        "lastRendered",
        "proofErr",
        "attachedTemplate",
        "dotm",
        "TotalTime",
        "revision",
        "people",
        "custom.xml",
        "customXml",
        "thumbnail",
        "coreProperties[1]/d:creator",
    ] {
        assert!(!all.contains(gone), "{gone} in {all}");
    }
    for stays in [
        "author=\"Author 1\"",
        "author=\"Author 2\"",
        "A text</d:title>",
        "coreProperties[1]/d:title",
        "<Pages>1</Pages>",
        "1970-01-01T00:00:00Z",
        "Why?",
    ] {
        assert!(all.contains(stays), "no {stays} in {all}");
    }
    assert_eq!(
        told(&findings, SCRUBBED),
        [
            "1 × author of a comment",
            "3 × author of a change",
            "3 × date of a comment or a change",
            "2 × person among those who worked on the file",
            "1 × person who may edit a range",
            "7 × property of the file: author, company, how often it was saved, template, time of editing, when it was made, who saved it last",
            "1 × property of the file that somebody added",
            "2 × document variable",
            "1 × link to a template",
            "1 × link from a content control to a property that is gone",
            "1 × part about the file by a server",
            "1 × small picture of the first page",
            "5 × number of an editing session (rsid)",
            "1 × number that tells copies of the file from others",
            "1 × mark of the spelling check",
            "1 × mark of where a page ended on a screen",
            "13 × time at which a part was packed",
        ]
    );
    assert_eq!(
        told(&findings, "scrub-left"),
        ["1 × field that shows such things (AUTHOR): its words stay as they are"]
    );
}

#[test]
fn the_words_and_whose_changes_are_whose_stay() {
    let file = talkative();
    let scrubbed = word::scrub(&file).unwrap().0;
    for view in VIEWS {
        assert_eq!(lines(&scrubbed, view), lines(&file, view));
    }
    let draft = read::read(&scrubbed, "scrubbed.docx", None).unwrap();
    let comments = draft
        .findings
        .iter()
        .filter(|found| found.code == "comment");
    let comments: Vec<&str> = comments.map(|found| found.message.as_str()).collect();
    assert_eq!(comments, ["Author 2 comments on “;”: “Why?”"]);
    let changes = word::TrackedFile::read(&scrubbed, read::Marks::Tracked).unwrap();
    let whose: Vec<_> = changes
        .changes()
        .iter()
        .map(|one| (one.author.as_deref(), one.date.as_deref()))
        .collect();
    assert!(whose.contains(&(Some("Author 1"), None)), "{whose:?}");
    assert!(whose.contains(&(Some("Author 2"), None)), "{whose:?}");
}

#[test]
fn what_was_scrubbed_says_nothing_a_second_time() {
    let once = word::scrub(&talkative()).unwrap().0;
    let (twice, findings) = word::scrub(&once).unwrap();
    assert_eq!(told(&findings, SCRUBBED), Vec::<String>::new());
    assert!(once == twice);
}

#[test]
fn one_author_needs_no_number_and_nobody_stays_nobody() {
    let file = |author: &str| {
        crate::word::document(&format!(
            "<w:p><w:ins w:id=\"1\" w:author=\"{author}\"><w:r><w:t>a</w:t></w:r></w:ins><w:ins w:id=\"2\" w:author=\"\"><w:r><w:t>b</w:t></w:r></w:ins></w:p>"
        ))
    };
    let scrubbed = word::scrub(&file("Ann")).unwrap().0;
    let xml = crate::word::main_part(&scrubbed);
    assert!(xml.contains("w:id=\"1\" w:author=\"Author\""), "{xml}");
    assert!(xml.contains("w:id=\"2\" w:author=\"\""), "{xml}");
    let same = word::scrub(&file("Author")).unwrap().1;
    assert!(
        !told(&same, SCRUBBED)
            .iter()
            .any(|one| one.contains("author"))
    );
}

/// The people that changes are by.
fn authors(draft: &Draft) -> BTreeSet<&str> {
    let all = draft.origins.iter();
    all.filter_map(|one| one.author.as_deref()).collect()
}

/// Every case and every real file says the same as before in both texts, and whoever reads it is
/// told no name.
#[test]
fn real_files_read_the_same() {
    let mut all: Vec<(String, Vec<u8>)> = cases()
        .into_iter()
        .flat_map(|(name, older, newer)| [(name.clone(), older), (name, newer)])
        .collect();
    for folder in ["accept-reject", "pairs"] {
        let files = real_files(folder).into_iter();
        all.extend(files.map(|path| (path.display().to_string(), bytes(&path))));
    }
    for (name, file) in all {
        let Ok(draft) = read::read(&file, &name, None) else {
            continue;
        };
        let (scrubbed, _) = word::scrub(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        for view in VIEWS {
            assert_eq!(
                lines(&scrubbed, view),
                lines(&file, view),
                "{name} {view:?}"
            );
        }
        let again = read::read(&scrubbed, &name, None).unwrap();
        assert_eq!(authors(&again).len(), authors(&draft).len(), "{name}");
        let text = everything(&scrubbed);
        for sign in ["w:rsidR", "<w:rsid", "w:proofErr", "lastRenderedPageBreak"] {
            assert!(!text.contains(sign), "{name}: {sign}");
        }
        let authors = authors(&again);
        let are_neutral = authors.iter().all(|author| author.starts_with("Author"));
        assert!(are_neutral, "{name}: {authors:?}");
    }
}

#[test]
fn the_command_scrubs_with_all_its_options() {
    for (options, code, stays) in [
        ("", 0, false),
        ("--view base --brackets text --renumber", 0, false),
        ("--author Bert", 0, false),
        ("--accept 1", 0, true),
        ("--author Nobody", 1, true),
    ] {
        let outcome = redraft("clean in.docx --scrub -o out.docx")
            .file("in.docx", talkative())
            .arguments(options)
            .exits(code)
            .warns("note: 1 × author of a comment [scrubbed]");
        let all = everything(&outcome.wrote_bytes("out.docx"));
        assert!(!all.contains("Bert"), "{options}: {all}");
        assert_eq!(all.contains("<w:del "), stays, "{options}: {all}");
    }
}

#[test]
fn only_word_files_are_scrubbed() {
    let complaint = "redraft: --scrub is for Word files, which say who worked on them: it needs one, and writes one; name it with -o FILE.docx\n";
    redraft("clean - --scrub")
        .stdin("1. to act;\n")
        .exits(2)
        .complains(complaint);
    redraft("clean - --scrub -o out.docx")
        .stdin("1. to act;\n")
        .exits(2)
        .complains(complaint);
    let word = fixture("word/10-newer-tracked-by-two.2-newer.docx");
    redraft("clean --scrub --to text")
        .argument(&word)
        .exits(2)
        .complains(complaint);
}
