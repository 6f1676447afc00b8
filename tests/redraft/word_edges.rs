//! Small Word files for what real ones have at their edges: headers, sections, notes, styles, rows.

use crate::command::redraft;
use crate::word::document;
use redraft::draft::View;
use redraft::read;
use redraft::word::{self, Compared, Options, Selection};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A Word file of a body and other parts: (kind, content), as ("header", …).
pub(crate) fn file(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{KIND}.document.main+xml\"/>"
    );
    let mut links = String::new();
    let mut all = Vec::new();
    for (kind, content) in parts {
        let root = match *kind {
            "header" => "hdr",
            kind => kind,
        };
        let _ = write!(
            types,
            "<Override PartName=\"/word/{kind}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>"
        );
        let _ = write!(
            links,
            "<Relationship Id=\"r{kind}\" Type=\"{R}/{kind}\" Target=\"{kind}.xml\"/>"
        );
        all.push((
            format!("word/{kind}.xml"),
            format!("<w:{root} xmlns:w=\"{W}\">{content}</w:{root}>"),
        ));
    }
    let relationships = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let main = format!(
        "<Relationship Id=\"r1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/>"
    );
    all.extend([
        ("[Content_Types].xml".to_owned(), types + "</Types>"),
        ("_rels/.rels".to_owned(), relationships(&main)),
        (
            "word/_rels/document.xml.rels".to_owned(),
            relationships(&links),
        ),
        (
            "word/document.xml".to_owned(),
            format!(
                "<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{body}</w:body></w:document>"
            ),
        ),
    ]);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in all {
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn compared(older: &[u8], newer: &[u8]) -> Compared {
    word::compare(older, newer, &Options::default()).unwrap()
}

fn taken(bytes: &[u8], view: View) -> String {
    let clean = word::resolve(bytes, view, &Selection::default()).unwrap().0;
    part(&clean, "word/document.xml")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn table(widths: &[&str], rows: &[&[&str]]) -> String {
    let mut out = String::from("<w:tbl><w:tblPr/><w:tblGrid>");
    for width in widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in rows {
        let cells: String = row
            .iter()
            .map(|text| format!("<w:tc><w:tcPr/>{}</w:tc>", p(text)))
            .collect();
        let _ = write!(out, "<w:tr>{cells}</w:tr>");
    }
    out + "</w:tbl>"
}

const LIGHTS: &str = "Urges Member States to keep their coasts lit from dusk to dawn";

#[test]
fn the_table_of_a_header_is_not_that_of_the_text() {
    let header = [(
        "header",
        &*table(&["100"], &[&["International Union of Lights"]]),
    )];
    let body = |end: &str| {
        let inner = table(&["200", "300"], &[&["Lights", "Buoys"]]) + &p(&format!("{LIGHTS}{end}"));
        file(&inner, &header)
    };
    let redline = compared(&body(";"), &body(", every night;"));
    assert!(!part(&redline.bytes, "word/document.xml").contains("tblGridChange"));
}

#[test]
fn what_went_after_a_table_is_no_part_of_its_new_row() {
    let older = table(&["200"], &[&["Lights of the north"]])
        + &p("Thanks the pilots of the south")
        + &p(LIGHTS);
    let newer = table(&["200"], &[&["Lights of the north"], &["Buoys"]]) + &p(LIGHTS);
    let (older, newer) = (file(&older, &[]), file(&newer, &[]));
    for (older, newer) in [(&older, &newer), (&newer, &older)] {
        let redline = compared(older, newer).bytes;
        let base = taken(&redline, View::Base);
        let text = |xml: &str| {
            xml.split("<w:t>")
                .skip(1)
                .map(|t| t[..t.find('<').unwrap()].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(text(&base), text(&part(older, "word/document.xml")));
    }
}

#[test]
fn a_section_in_the_middle_has_its_old_margins_back() {
    let body = |left: &str| {
        let section = format!("<w:sectPr><w:pgMar w:left=\"{left}\"/></w:sectPr>");
        file(
            &format!(
                "<w:p><w:pPr>{section}</w:pPr><w:r><w:t>{LIGHTS}</w:t></w:r></w:p>{}<w:sectPr/>",
                p("Thanks all")
            ),
            &[],
        )
    };
    let redline = compared(&body("1440"), &body("1111"));
    assert!(redline.is_changed);
    assert!(taken(&redline.bytes, View::Base).contains("w:left=\"1440\""));
    assert!(taken(&redline.bytes, View::Revised).contains("w:left=\"1111\""));
}

#[test]
fn a_paragraph_with_a_note_stays_byte_for_byte() {
    let note = "<w:footnote w:id=\"2\"><w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:r><w:t>annex.</w:t></w:r></w:p></w:footnote>";
    let clause = format!(
        "<w:p><w:r><w:t xml:space=\"preserve\">{LIGHTS}</w:t></w:r><w:r><w:t>,</w:t></w:r><w:r><w:footnoteReference w:id=\"2\" /></w:r></w:p>"
    );
    let body = |more: &str| {
        file(
            &(clause.clone() + more + &p("Decides to meet again")),
            &[("footnotes", note)],
        )
    };
    let same = compared(&body(""), &body(""));
    assert!(!same.is_changed && same.bytes == body(""));
    let redline = compared(&body(""), &body(&p("Thanks all the pilots"))).bytes;
    let xml = part(&redline, "word/document.xml");
    assert!(xml.contains(&clause), "{xml}");
    assert!(part(&redline, "word/footnotes.xml").contains(note));
}

#[test]
fn a_note_that_comes_back_brings_its_style() {
    let styles =
        "<w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:name w:val=\"note\"/></w:style>";
    let note = "<w:footnote w:id=\"1\"><w:p><w:pPr><w:pStyle w:val=\"Note\"/></w:pPr><w:r><w:t>See annex.</w:t></w:r></w:p></w:footnote>";
    let older = file(
        &format!(
            "<w:p><w:r><w:t>{LIGHTS}</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
        ),
        &[("styles", styles), ("footnotes", note)],
    );
    let newer = file(&p(LIGHTS), &[("styles", "")]);
    let redline = compared(&older, &newer).bytes;
    assert!(part(&redline, "word/styles.xml").contains("w:styleId=\"Note\""));
}

#[test]
fn a_style_that_numbers_brings_its_list() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"Item\"><w:name w:val=\"item\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let older = file(
        &format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Item\"/></w:pPr><w:r><w:t>{LIGHTS}</w:t></w:r></w:p>"
        ),
        &[("styles", styles), ("numbering", numbering)],
    );
    let newer = file(&p("Thanks all"), &[("styles", "")]);
    let redline = compared(&older, &newer).bytes;
    let draft = read::read(&redline, "redline.docx", None).unwrap();
    let label = draft.paragraphs.iter().find_map(|p| p.label_in(View::Base));
    assert_eq!(label, Some("1."));
}

#[test]
fn lists_that_count_on_from_each_other_still_do() {
    let item = |list: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let older = [item(1, "Urges States to act;"), item(2, "Invites reports.")].concat();
    let older = file(&older, &[("numbering", numbering)]);
    let newer = file(&p("The meeting rose at noon."), &[]);
    let redline = compared(&older, &newer).bytes;
    let base = word::resolve(&redline, View::Base, &Selection::default())
        .unwrap()
        .0;
    let draft = read::read(&base, "older.docx", None).unwrap();
    let labels: Vec<&str> = draft
        .paragraphs
        .iter()
        .filter_map(|p| p.label_in(View::Revised))
        .collect();
    assert_eq!(labels, ["1.", "2."]);
    let written = part(&redline, "word/numbering.xml");
    assert_eq!(written.matches("<w:abstractNum ").count(), 1, "{written}");
}

#[test]
fn bookmarks_of_a_merged_paragraph_stand_in_it_once() {
    let mark = "<w:bookmarkStart w:id=\"7\" w:name=\"here\"/>";
    let first = "Requests the Secretary-General to publish the tables of tides of all oceans";
    let last = "and thanks the surveyors who drew the charts in all weathers";
    let older = file(&(p(first) + &p(last)), &[]);
    let newer = file(
        &format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">{first} </w:t></w:r>{mark}<w:r><w:t>{last}</w:t></w:r><w:bookmarkEnd w:id=\"7\"/></w:p>"
        ),
        &[],
    );
    let redline = compared(&older, &newer).bytes;
    assert_eq!(part(&redline, "word/document.xml").matches(mark).count(), 1);
}

#[test]
fn a_change_of_nothing_but_the_look_is_a_change() {
    let body = |properties: &str| {
        file(
            &format!("<w:p>{properties}<w:r><w:t>{LIGHTS}</w:t></w:r></w:p>"),
            &[],
        )
    };
    let redline = compared(&body(""), &body("<w:pPr><w:jc w:val=\"right\"/></w:pPr>"));
    assert!(redline.is_changed);
    assert!(!compared(&body(""), &body("")).is_changed);
}

#[test]
fn a_prefix_that_only_the_older_file_declares_is_declared() {
    let list = |more: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"0\"{more}><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
        )
    };
    let item = format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{LIGHTS}</w:t></w:r></w:p>"
    );
    let older = with_root(
        &file(&item, &[("numbering", &list(" x:y=\"0\""))]),
        "word/numbering.xml",
    );
    let newer = file(&p("Thanks all"), &[("numbering", "")]);
    let numbering = part(&compared(&older, &newer).bytes, "word/numbering.xml");
    assert!(
        numbering.contains("x:y=\"0\"") && numbering.contains("xmlns:x=\"urn:x\""),
        "{numbering}"
    );
}

/// The file with one of its parts written otherwise.
fn edited(bytes: &[u8], name: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for k in 0..archive.len() {
        let mut from = archive.by_index(k).unwrap();
        let own = from.name().unwrap().into_owned();
        let mut text = String::new();
        from.read_to_string(&mut text).unwrap();
        if own == name {
            text = edit(&text);
        }
        out.start_file(own, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The file with a prefix declared at the root of one part.
fn with_root(bytes: &[u8], name: &str) -> Vec<u8> {
    edited(bytes, name, |text| {
        text.replacen(" xmlns:w=", " xmlns:x=\"urn:x\" xmlns:w=", 1)
    })
}

#[test]
fn a_file_with_other_prefixes_is_read_and_written_like_others() {
    let other = |bytes: Vec<u8>| {
        edited(&bytes, "word/document.xml", |xml| {
            let xml = xml.replace("<w:", "<ns0:").replace("</w:", "</ns0:");
            xml.replace(" w:", " ns0:")
                .replace("xmlns:w=", "xmlns:ns0=")
        })
    };
    let older = other(file(&p(LIGHTS), &[]));
    let newer = other(file(&(p("Recalls its resolution 1") + &p(LIGHTS)), &[]));
    let redline = compared(&older, &newer);
    assert!(redline.is_changed);
    let before = taken(&redline.bytes, View::Base);
    assert_eq!(before, part(&file(&p(LIGHTS), &[]), "word/document.xml"));
}

/// A paragraph that ends a section of two columns.
fn last_of_columns(text: &str) -> String {
    let run = match text {
        "" => String::new(),
        text => format!("<w:r><w:t>{text}</w:t></w:r>"),
    };
    format!(
        "<w:p><w:pPr><w:jc w:val=\"both\"/><w:sectPr><w:cols w:num=\"2\"/></w:sectPr></w:pPr>{run}</w:p>"
    )
}

#[test]
fn a_section_break_comes_and_goes_with_the_end_of_a_paragraph() {
    let end = "<w:sectPr><w:cols w:num=\"1\"/></w:sectPr>";
    let text = "Requests the Secretary-General to report on lights";
    let joint = file(&(p(LIGHTS) + &p(text) + end), &[]);
    for ending in [
        last_of_columns(LIGHTS),
        last_of_columns("Urges all Member States to keep their coasts lit until dawn"),
        p(LIGHTS) + &last_of_columns(""),
    ] {
        let broken = file(&(ending + &p(text) + end), &[]);
        for (older, newer) in [(&joint, &broken), (&broken, &joint)] {
            let redline = compared(older, newer).bytes;
            for (view, file) in [(View::Base, older), (View::Revised, newer)] {
                let (taken, wanted) = (taken(&redline, view), part(file, "word/document.xml"));
                let count = |xml: &str, what: &str| xml.matches(what).count();
                for what in ["<w:sectPr", "<w:p>", "<w:cols w:num=\"2\"/>", "<w:jc"] {
                    assert_eq!(
                        count(&taken, what),
                        count(&wanted, what),
                        "{what} of {taken}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_table_of_contents_comes_back_with_its_instruction() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let contents = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>\
         <w:p>{}<w:r><w:instrText xml:space=\"preserve\"> TOC \\o </w:instrText></w:r>{}<w:r><w:t>Lights\t1</w:t></w:r></w:p>\
         <w:p><w:r><w:t>Buoys\t2</w:t></w:r></w:p><w:p>{}</w:p></w:sdtContent></w:sdt>",
        field("begin"),
        field("separate"),
        field("end")
    );
    let (without, with) = (file(&p(LIGHTS), &[]), file(&(contents + &p(LIGHTS)), &[]));
    for (older, newer, has) in [
        (&with, &without, View::Base),
        (&without, &with, View::Revised),
    ] {
        let redline = compared(older, newer).bytes;
        for view in [View::Base, View::Revised] {
            let text = taken(&redline, view);
            assert_eq!(text.contains("TOC"), view == has, "{text}");
            assert_eq!(
                text.matches("fldChar ").count(),
                if view == has { 3 } else { 0 }
            );
        }
    }
}

#[test]
fn a_field_that_goes_on_in_the_next_paragraph_comes_and_goes() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let code = "<w:r><w:instrText xml:space=\"preserve\"> DATE </w:instrText></w:r>";
    let (begin, shown, end) = (field("begin"), field("separate"), field("end"));
    let (dated, day) = (text("Dated"), text("25 March"));
    let apart = format!("<w:p>{dated}{begin}{code}{shown}</w:p><w:p>{day}{end}</w:p>");
    let together = format!("<w:p>{dated}</w:p><w:p>{begin}{code}{shown}{day}{end}</w:p>");
    let empty = format!(
        "<w:p>{dated}{begin}{code}{shown}{}</w:p><w:p>{end}</w:p>",
        text("")
    );
    let [one, other, third] = [apart, together, empty].map(|body| file(&body, &[]));
    for (older, newer) in [
        (&one, &other),
        (&other, &one),
        (&other, &third),
        (&third, &other),
    ] {
        let redline = compared(older, newer).bytes;
        for (view, wanted) in [(View::Base, older), (View::Revised, newer)] {
            let parted = |xml: &str| -> Vec<usize> {
                let paragraphs = xml.split("</w:p>");
                paragraphs.map(|p| p.matches("fldChar ").count()).collect()
            };
            let wanted = part(wanted, "word/document.xml");
            assert_eq!(parted(&taken(&redline, view)), parted(&wanted));
        }
    }
}

/// A Word file of the cases that went wrong; none, and said so, where they are not there.
fn case(name: &str) -> Option<Vec<u8>> {
    let cases = crate::fixtures::shared().join("cases");
    let file = cases.join(format!("{name}.docx"));
    let found = std::fs::read(&file).ok();
    if found.is_none() {
        println!("skipped: {} is not there", file.display());
    }
    found
}

/// What the proof of a step once refused, though nothing was lost: labels that are words in the
/// other text, a paragraph joined to a table, one note cited twice.
#[test]
fn steps_that_lose_nothing_are_not_refused() {
    for name in ["trust/join", "trust/spl", "word/ptbl2", "word/fe_ren"] {
        let Some(file) = case(name) else { return };
        for view in [View::Base, View::Revised] {
            if let Err(error) = word::resolve(&file, view, &Selection::default()) {
                panic!("{name}, {view:?}: {error}");
            }
        }
    }
}

/// A field says what a reference says: its paragraph stays, and that is told.
#[test]
fn a_paragraph_with_a_field_is_left_and_told() {
    let Some(file) = case("word/fe_ren") else {
        return;
    };
    let options = redraft::clean::Options {
        renumber: true,
        ..redraft::clean::Options::default()
    };
    let (_, findings) = word::clean(&file, &options, redraft::read::Marks::Tracked).unwrap();
    let codes: Vec<&str> = findings.iter().map(|f| f.code.as_ref()).collect();
    assert!(codes.contains(&"field-left"), "{codes:?}");
    assert!(!codes.contains(&"reference-mended"), "{codes:?}");
}

/// Pairs whose redline was once refused: a header or a footer all of whose words change, a new
/// clause between the halves of a split.
#[test]
fn every_pair_has_a_redline() {
    for name in [
        "05-footer-blank-line",
        "10-split-with-new-between",
        "14-header-symbol-and-date",
    ] {
        let (Some(older), Some(newer)) = (
            case(&format!("word/{name}.1-older")),
            case(&format!("word/{name}.2-newer")),
        ) else {
            return;
        };
        let redline = word::compare(&older, &newer, &word::Options::default());
        let bytes = redline
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .bytes;
        for (view, file) in [(View::Base, &older), (View::Revised, &newer)] {
            let texts = |file: &[u8]| -> Vec<String> {
                let (plain, _) = word::resolve(file, view, &Selection::default()).unwrap();
                let draft = redraft::read::read(&plain, "plain.docx", None).unwrap();
                let paragraphs = draft.paragraphs.iter();
                let texts = paragraphs.map(|p| p.labelled_text(View::Revised));
                texts.filter(|text| !text.trim().is_empty()).collect()
            };
            assert_eq!(texts(&bytes), texts(file), "{name}, {view:?}");
        }
    }
}

/// Words that A brought and B took away stand in neither text (ECMA-376 part 1, 17.13.5).
#[test]
fn what_came_and_went_stands_in_no_text() {
    let Some(file) = case("word/e829") else {
        return;
    };
    let draft = redraft::read::read(&file, "e829.docx", None).unwrap();
    for view in [View::Base, View::Revised] {
        let draft = draft.view(view);
        let text: String = draft.paragraphs.iter().map(|p| p.words.all()).collect();
        assert_eq!(
            text.split_whitespace().collect::<Vec<_>>(),
            ["A", "B"],
            "{view:?}"
        );
    }
}

/// The parts of a file that hold a word.
fn parts_with(file: &[u8], word: &str) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    names
        .filter(|name| part(file, name).contains(word))
        .collect()
}

/// What was withdrawn is nowhere in the file: not in comments, notes, or pictures.
#[test]
fn a_clean_file_holds_nothing_of_what_was_withdrawn() {
    let Some(file) = case("word/residue") else {
        return;
    };
    assert_eq!(parts_with(&file, "ithdrawn").len(), 3);
    for (view, left) in [(View::Base, 3), (View::Revised, 0)] {
        let (clean, _) = word::resolve(&file, view, &Selection::default()).unwrap();
        let found = parts_with(&clean, "ithdrawn");
        assert_eq!(found.len(), left, "{found:?}");
    }
}

/// The same where words are taken out that no change marks: brackets, dropped with their text.
#[test]
fn dropped_brackets_leave_no_note_behind() {
    let text = "1. to act [now<sup>1</sup>];\n\n2. to meet.\n\n1 See Withdrawn A/C.2/59/3\n";
    let draft = redraft::read::read(text.as_bytes(), "a.md", None).unwrap();
    let file = redraft::write::docx::draft(&draft, &word::Author::default()).unwrap();
    assert_eq!(parts_with(&file, "Withdrawn"), ["word/footnotes.xml"]);
    let options = redraft::clean::Options {
        brackets: redraft::clean::Brackets::Drop,
        ..redraft::clean::Options::default()
    };
    let (clean, _) = word::clean(&file, &options, redraft::read::Marks::Tracked).unwrap();
    assert!(parts_with(&clean, "to act;").contains(&"word/document.xml".to_owned()));
    assert_eq!(parts_with(&clean, "Withdrawn"), Vec::<String>::new());
}

/// What a person sees before each paragraph, in one view.
fn labels(bytes: &[u8], view: View) -> Vec<String> {
    let draft = read::read(bytes, "x.docx", None).unwrap();
    let labels = draft.paragraphs.iter().map(|p| p.label_in(view));
    labels.map(|label| label.unwrap_or("").to_owned()).collect()
}

const LISTS: &str = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
                     <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>";

#[test]
fn a_style_may_name_the_level_alone() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"Clause\"><w:name w:val=\"Clause\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"Sub\"><w:name w:val=\"Sub\"/><w:basedOn w:val=\"Clause\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let body: String = ["Clause", "Sub", "Sub", "Clause"]
        .iter()
        .map(|style| {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>to light lamps</w:t></w:r></w:p>")
        })
        .collect();
    let file = file(&body, &[("styles", styles), ("numbering", LISTS)]);
    assert_eq!(labels(&file, View::Revised), ["1.", "(a)", "(b)", "2."]);
}

#[test]
fn a_number_that_came_was_not_there_before() {
    let item = |mark: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/>{mark}</w:numPr></w:pPr><w:r><w:t>to light lamps</w:t></w:r></w:p>"
        )
    };
    let body = item("") + &item("<w:ins w:id=\"7\" w:author=\"Freedonia\"/>") + &item("");
    let file = file(&body, &[("numbering", LISTS)]);
    assert_eq!(labels(&file, View::Base), ["1.", "", "2."]);
    assert_eq!(labels(&file, View::Revised), ["1.", "2.", "3."]);
}

fn ended(change: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:rPr><w:{change} w:id=\"1\" w:author=\"F\"/></w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn a_paragraph_that_was_parted_before_a_space_was_no_glued_word() {
    let first = ended("ins", "1. Lamps shall be lit at dusk.");
    let second =
        "<w:p><w:r><w:t xml:space=\"preserve\"> They shall be put out at dawn.</w:t></w:r></w:p>";
    let draft = read::read(&file(&(first + second), &[]), "x.docx", None).unwrap();
    let base: String = draft
        .paragraphs
        .iter()
        .map(|p| p.labelled_text(View::Base))
        .collect();
    assert!(base.contains("dusk. They"), "{base}");
}

#[test]
fn no_mark_joins_across_a_table() {
    let body = ended("del", "kept text") + &table(&["200"], &[&["x"]]) + &p("End.");
    let draft = read::read(&file(&body, &[]), "x.docx", None).unwrap();
    for paragraph in &draft.paragraphs {
        assert!(paragraph.begins_in(View::Base) && paragraph.begins_in(View::Revised));
    }
    assert!(draft.findings.iter().all(|f| f.code != "paragraph-joined"));
}

#[test]
fn a_note_without_a_paragraph_is_a_note() {
    let sign = "<w:p><w:r><w:t>Lamps shall be lit</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>";
    let with = |note: &str| file(sign, &[("footnotes", note)]);
    let empty = with("<w:footnote w:id=\"1\"/>");
    let full = with(&format!(
        "<w:footnote w:id=\"1\">{}</w:footnote>",
        p("See chart 4.")
    ));
    for (older, newer) in [(&empty, &full), (&full, &empty)] {
        let redline = compared(older, newer).bytes;
        let notes = part(&redline, "word/footnotes.xml");
        let document = part(&redline, "word/document.xml");
        for sign in document.split("<w:footnoteReference w:id=\"").skip(1) {
            let id = &sign[..sign.find('"').unwrap()];
            assert!(
                notes.contains(&format!("<w:footnote w:id=\"{id}\"")),
                "{notes}"
            );
        }
    }
}

#[test]
fn what_went_from_an_empty_text_stands_before_its_section() {
    let section = "<w:sectPr><w:pgSz w:w=\"11906\"/></w:sectPr>";
    let (some, none) = (p("1. First clause;") + section, section.to_owned());
    let (some, none) = (file(&some, &[]), file(&none, &[]));
    for (older, newer) in [(&some, &none), (&none, &some)] {
        let xml = part(&compared(older, newer).bytes, "word/document.xml");
        assert!(xml.find("First clause") < xml.find("<w:sectPr"), "{xml}");
    }
}

#[test]
fn a_font_for_letters_that_are_not_there_is_no_change() {
    let run = |properties: &str, text: &str| {
        file(
            &format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"),
            &[],
        )
    };
    let marks = |text: &str, properties: &str| {
        let redline = compared(&run("", text), &run(properties, text));
        part(&redline.bytes, "word/document.xml")
            .matches("<w:rPrChange")
            .count()
    };
    for properties in [
        "<w:rFonts w:cs=\"Arial\"/>",
        "<w:rFonts w:eastAsia=\"SimSun\"/>",
        "<w:szCs w:val=\"20\"/>",
        "<w:bCs/>",
    ] {
        assert_eq!(marks("Lamps are lit.", properties), 0, "{properties}");
    }
    let arabic = "\u{642}\u{631}\u{627}\u{631}";
    assert_eq!(marks(arabic, "<w:rFonts w:cs=\"Arial\"/>"), 1);
    assert_eq!(
        marks("\u{6761}\u{7d04}", "<w:rFonts w:eastAsia=\"SimSun\"/>"),
        1
    );
    assert_eq!(marks("Lamps are lit.", "<w:rFonts w:ascii=\"Arial\"/>"), 1);
    assert_eq!(marks("Lamps are lit.", "<w:rtl/><w:szCs w:val=\"20\"/>"), 1);
}

/// How many paragraphs a body has, and how many of its words are marked.
fn economy(redline: &[u8]) -> (usize, usize) {
    let xml = part(redline, "word/document.xml");
    let marked = ["<w:ins ", "<w:del "].map(|mark| xml.matches(mark).count());
    (xml.matches("<w:p>").count(), marked.iter().sum())
}

#[test]
fn a_clause_comes_between_the_halves_of_another() {
    let (first, second) = (
        "Urges ports to measure tides daily and to publish them.",
        "It also invites ferries to report shoals at once.",
    );
    let last = p("2. Decides to meet again.");
    let one = p(&format!("1. {first} {second}")) + &last;
    let three = p(&format!("1. {first}"))
        + &p("2. Reaffirms that lamps matter;")
        + &p(&format!("3. {second}"))
        + &p("4. Decides to meet again.");
    let (one, three) = (file(&one, &[]), file(&three, &[]));
    for (older, newer) in [(&one, &three), (&three, &one)] {
        let redline = compared(older, newer).bytes;
        // Two ends of paragraphs, the clause, the space, its label, and the last one's.
        assert_eq!(economy(&redline), (4, 7));
        let count = |xml: &str| xml.matches("</w:p>").count();
        for (view, source) in [(View::Base, older), (View::Revised, newer)] {
            let wanted = count(&part(source, "word/document.xml"));
            assert_eq!(count(&taken(&redline, view)), wanted);
        }
    }
}

#[test]
fn where_all_is_replaced_no_paragraph_is_left_over() {
    let texts = [
        vec!["Alpha beta gamma delta."],
        vec!["Quays need lamps everywhere tonight."],
        vec!["Pilots board at noon.", "Charts cost little money now."],
    ];
    let whole = |texts: &[&str]| texts.iter().map(|t| p(t)).collect::<String>();
    let cell = |texts: &[&str]| {
        format!(
            "<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>{}</w:tc><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>{}",
            p(LIGHTS),
            whole(texts),
            p("End.")
        )
    };
    for (one, other) in [(0, 1), (0, 2), (2, 0)] {
        for body in [&whole as &dyn Fn(&[&str]) -> String, &cell] {
            let (older, newer) = (
                file(&body(&texts[one]), &[]),
                file(&body(&texts[other]), &[]),
            );
            let redline = compared(&older, &newer).bytes;
            for (view, source) in [(View::Base, &older), (View::Revised, &newer)] {
                let count =
                    |xml: &str| xml.matches("</w:p>").count() + xml.matches("<w:p/>").count();
                let wanted = count(&part(source, "word/document.xml"));
                assert_eq!(
                    count(&taken(&redline, view)),
                    wanted,
                    "{one} {other} {view:?}"
                );
            }
        }
    }
}

#[test]
fn as_few_clauses_as_possible_move() {
    let long = "Stresses that pilots of vessels above five hundred tons must be trained and certified in all official languages of the Organization before they enter the straits;";
    let short = [
        "Notes the steady work of harbour masters;",
        "Welcomes the new charts of the straits;",
    ];
    let body = |all: [&str; 3]| file(&all.map(p).concat(), &[]);
    let older = body([short[0], short[1], long]);
    let newer = body([long, short[0], short[1]]);
    for (older, newer) in [(&older, &newer), (&newer, &older)] {
        let xml = part(&compared(older, newer).bytes, "word/document.xml");
        assert_eq!(xml.matches("<w:moveFromRangeStart").count(), 1);
    }
}

/// What a formula says is read as people type it, and its change is one of substance.
#[test]
fn a_formula_says_what_it_says() {
    let clause = |sign: &str| {
        let part =
            |name: &str, text: &str| format!("<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>");
        let half = format!("<m:f>{}{}</m:f>", part("num", "a+b"), part("den", "2"));
        document(&format!(
            "<w:p xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><w:r><w:t xml:space=\"preserve\">1. Decides that the levy be </w:t></w:r><m:oMath>{half}<m:r><m:t> {sign} c</m:t></m:r></m:oMath><w:r><w:t>;</w:t></w:r></w:p>"
        ))
    };
    let compare = |to: &str| {
        redraft(&format!("compare older.docx newer.docx {to}"))
            .file("older.docx", clause("≤"))
            .file("newer.docx", clause("≥"))
            .exits(1)
    };
    let marked = compare("--to text --only substance");
    assert!(
        marked.stdout.contains("[-⟨(a+b)/2 ≤ c⟩-]{+⟨(a+b)/2 ≥ c⟩+}"),
        "{}",
        marked.stdout
    );
    let page = compare("-o page.html").wrote("page.html");
    assert!(page.contains("title=\"(a+b)/2 ≥ c\""));
    compare("-o redline.docx");
}
