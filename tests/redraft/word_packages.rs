//! Word files that carry more than a text: programs under any name, controls, menus, templates on
//! other computers, parts whose names lead out. None of it is carried on, and what was left out is
//! told.

use redraft::clean::Options as Cleaning;
use redraft::draft::{Draft, Finding, View};
use redraft::handover::{self, Form};
use redraft::read::{self, Marks};
use redraft::word::{self, Options, Selection};
use std::io::{Cursor, Read as _, Write as _};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MS: &str = "http://schemas.microsoft.com/office/2006/relationships";

fn relationships(all: &[(&str, &str, &str)]) -> String {
    let links: String = all
        .iter()
        .map(|(id, kind, target)| {
            let mode = match target.contains(':') || target.starts_with('\\') {
                true => " TargetMode=\"External\"",
                false => "",
            };
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>")
        })
        .collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
    )
}

/// A Word file: what its main part holds, more content types, more relationships of the main part
/// and of the package, and more parts.
#[derive(Default)]
struct Made<'a> {
    body: &'a str,
    types: &'a str,
    links: &'a [(&'a str, &'a str, &'a str)],
    of_package: &'a [(&'a str, &'a str, &'a str)],
    parts: &'a [(&'a str, &'a str)],
}

impl Made<'_> {
    fn file(&self) -> Vec<u8> {
        let of_main = format!("{R}/officeDocument");
        let mut of_package = vec![("r1", of_main.as_str(), "word/document.xml")];
        of_package.extend(self.of_package);
        let main = match self.types.contains("/word/document.xml") {
            true => "",
            false => {
                "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
            }
        };
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{main}{}</Types>",
            self.types
        );
        let document = format!(
            "<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body><w:p><w:r><w:t>1. to act;</w:t></w:r></w:p>{}</w:body></w:document>",
            self.body
        );
        let mut parts = vec![
            ("[Content_Types].xml", types),
            ("_rels/.rels", relationships(&of_package)),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", relationships(self.links)),
        ];
        parts.extend(
            self.parts
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned())),
        );
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            out.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }
}

/// All names of parts and all their texts, in one.
fn everything(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        out.push_str(&format!("\n== {}\n", file.name().unwrap()));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
    out
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code.as_ref()).collect()
}

/// What a file has that is not carried on.
fn told_of(file: &[u8]) -> Vec<Finding> {
    word::resolve(file, View::Revised, &Selection::default())
        .unwrap()
        .1
}

/// The file goes three ways: compared, cleaned, with its changes taken up. On none of them is
/// `gone` carried on; the first two say so.
#[track_caller]
fn left_out(made: &Made<'_>, code: &str, gone: &[&str]) {
    let file = made.file();
    let plain = Made::default().file();
    let compared = word::compare(&plain, &file, &Options::default()).unwrap();
    assert!(
        codes(&compared.findings).contains(&code),
        "{:?}",
        codes(&compared.findings)
    );
    let (clean, told) = word::clean(&file, &Cleaning::default(), Marks::Auto).unwrap();
    assert!(codes(&told).contains(&code), "{:?}", codes(&told));
    assert_eq!(codes(&told_of(&file)), [code]);
    let taken = word::resolve(&file, View::Revised, &Selection::default())
        .unwrap()
        .0;
    for bytes in [compared.bytes, clean, taken] {
        let all = everything(&bytes);
        for needle in gone {
            assert!(!all.contains(needle), "{needle} in {all}");
        }
        assert!(told_of(&bytes).is_empty());
        let draft = read::read(&bytes, "again.docx", None).unwrap();
        assert!(
            draft.paragraphs[0]
                .labelled_text(View::Revised)
                .contains("to act;")
        );
    }
}

#[test]
fn macros_under_another_name() {
    let by_type = Made {
        types: "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/><Override PartName=\"/word/Theme.BIN\" ContentType=\"application/vnd.ms-office.vbaProject\"/>",
        parts: &[("word/theme.bin", "PROGRAM")],
        ..Made::default()
    };
    left_out(
        &by_type,
        "macros-left-out",
        &["PROGRAM", "theme.bin", "macroEnabled", "vbaProject"],
    );
    let by_ending = Made {
        types: "<Default Extension=\"dat\" ContentType=\"application/vnd.ms-office.vbaProject\"/>",
        parts: &[("word/media/image1.dat", "PROGRAM")],
        ..Made::default()
    };
    left_out(
        &by_ending,
        "macros-left-out",
        &["PROGRAM", "image1.dat", "vbaProject"],
    );
    let kind = format!("{MS}/vbaProject");
    let data = format!("{MS}/wordVbaData");
    let links = [("r5", kind.as_str(), "fonts.bin")];
    let of_macros = relationships(&[("r1", &data, "more.xml")]);
    let by_link = Made {
        links: &links,
        parts: &[
            ("word/fonts.bin", "PROGRAM"),
            ("word/_rels/fonts.bin.rels", &of_macros),
            ("word/more.xml", "<x>DATA</x>"),
        ],
        ..Made::default()
    };
    left_out(
        &by_link,
        "macros-left-out",
        &["PROGRAM", "DATA", "fonts.bin", "vbaProject"],
    );
}

#[test]
fn controls_leave_what_they_show() {
    let kind = format!("{R}/control");
    let binary = format!("{MS}/activeXControlBinary");
    let of_control = relationships(&[("r1", &binary, "some.bin")]);
    let made = Made {
        body: "<w:p><w:r><w:object><w:pict>SHOWN</w:pict><w:control r:id=\"r9\" w:name=\"Button\"/></w:object></w:r></w:p>",
        links: &[("r9", &kind, "parts/one.xml")],
        parts: &[
            (
                "word/parts/one.xml",
                "<ax:ocx xmlns:ax=\"http://schemas.microsoft.com/office/2006/activeX\">CONTROL</ax:ocx>",
            ),
            ("word/parts/_rels/one.xml.rels", &of_control),
            ("word/parts/some.bin", "PROGRAM"),
        ],
        ..Made::default()
    };
    left_out(
        &made,
        "controls-left-out",
        &["CONTROL", "PROGRAM", "w:control", "\"r9\""],
    );
    let (clean, _) = word::clean(&made.file(), &Cleaning::default(), Marks::Auto).unwrap();
    assert!(everything(&clean).contains("SHOWN"));
}

#[test]
fn menus_and_keys() {
    let ui = format!("{MS}/ui/extensibility");
    let keys = format!("{MS}/keyMapCustomizations");
    let made = Made {
        of_package: &[("r7", &ui, "looks/bar.xml")],
        links: &[("r8", &keys, "letters.xml")],
        parts: &[
            ("looks/bar.xml", "<customUI onLoad=\"BAR\"/>"),
            ("word/letters.xml", "<k>KEYS</k>"),
        ],
        ..Made::default()
    };
    left_out(
        &made,
        "menus-left-out",
        &["BAR", "KEYS", "extensibility", "letters.xml"],
    );
}

#[test]
fn templates_on_other_computers() {
    let settings = format!("{R}/settings");
    let template = format!("{R}/attachedTemplate");
    let text = format!(
        "<w:settings xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:attachedTemplate r:id=\"r1\"/><w:zoom w:percent=\"90\"/></w:settings>"
    );
    for (address, is_remote) in [
        ("https://example.org/t.dotm", true),
        ("\\\\server\\share\\t.dotm", true),
        ("file:///C:\\Templates\\t.dotm", false),
    ] {
        let of_settings = relationships(&[("r1", &template, address)]);
        let made = Made {
            links: &[("r3", &settings, "settings.xml")],
            parts: &[
                ("word/settings.xml", &text),
                ("word/_rels/settings.xml.rels", &of_settings),
            ],
            ..Made::default()
        };
        if is_remote {
            left_out(&made, "remote-left-out", &["t.dotm", "attachedTemplate"]);
        } else {
            // A template of the writer's own computer is nothing but its name.
            assert!(told_of(&made.file()).is_empty());
        }
        let (clean, _) = word::clean(&made.file(), &Cleaning::default(), Marks::Auto).unwrap();
        assert!(everything(&clean).contains("w:zoom"));
    }
}

/// Pictures, sounds and files of other programs on other computers go; the picture's place, its
/// copy in the file and the words round it stay, and so does a link, which nobody follows unasked.
#[test]
fn what_else_lies_on_other_computers() {
    let kind = |name: &str| format!("{R}/{name}");
    let (image, ole, video) = (kind("image"), kind("oleObject"), kind("video"));
    let (audio, media) = (
        kind("audio"),
        "http://schemas.microsoft.com/office/2007/relationships/media",
    );
    let link = kind("hyperlink");
    let made = Made {
        body: "<w:p><w:hyperlink r:id='r10'><w:r><w:t>LINKED</w:t></w:r></w:hyperlink><w:r><w:drawing><a:blip xmlns:a=\"a\" r:embed=\"r2\" r:link='r11'/></w:drawing></w:r><w:r><w:object><v:shape xmlns:v=\"v\">SHOWN</v:shape><o:OLEObject xmlns:o=\"o\" Type=\"Link\" r:id=\"r12\"><o:LinkType>Picture</o:LinkType></o:OLEObject></w:object></w:r><w:r><w:drawing><x><a:videoFile r:link=\"r13\"/><a:audioFile r:link=\"r14\"/><m r:embed=\"r15\"/></x></w:drawing></w:r></w:p>",
        links: &[
            ("r10", &link, "https://example.org/linked"),
            ("r11", &image, "https://bad.example/1.png"),
            ("r12", &ole, "file:///%5C%5Cbad.example/2.xlsx"),
            ("r13", &video, "https://bad.example/3.mp4"),
            ("r14", &audio, "\\\\bad.example\\4.mp3"),
            ("r15", media, "https://bad.example/5.mp4"),
        ],
        ..Made::default()
    };
    left_out(
        &made,
        "remote-left-out",
        &[
            "bad.example",
            "OLEObject",
            "videoFile",
            "audioFile",
            "'r11'",
        ],
    );
    let (clean, _) = word::clean(&made.file(), &Cleaning::default(), Marks::Auto).unwrap();
    let all = everything(&clean);
    for stays in ["LINKED", "SHOWN", "example.org/linked", "r:embed=\"r2\""] {
        assert!(all.contains(stays), "{stays} in {all}");
    }
}

#[test]
fn names_that_lead_out() {
    for name in [
        "/etc/cron.xml",
        "word\\evil.xml",
        "../../evil.xml",
        "C:/evil.xml",
    ] {
        let made = Made {
            parts: &[(name, "<x>LEAD</x>")],
            ..Made::default()
        };
        left_out(&made, "parts-left-out", &["LEAD"]);
    }
}

#[test]
fn document_types_are_refused() {
    const TYPE: &str = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\">]>";
    let settings = format!("{R}/settings");
    let text = format!("<?xml version=\"1.0\"?>{TYPE}<w:settings xmlns:w=\"{W}\"/>");
    let made = Made {
        links: &[("r3", &settings, "settings.xml")],
        parts: &[("word/settings.xml", &text)],
        // So that the file is written anew.
        body: "<w:p><w:r><w:t>2. to </w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>go</w:delText></w:r></w:del></w:p>",
        ..Made::default()
    };
    let refused = word::clean(&made.file(), &Cleaning::default(), Marks::Auto).unwrap_err();
    assert!(refused.to_string().contains("DTD"), "{refused}");
    let main = Made {
        parts: &[("word/numbering.xml", &text)],
        links: &[("r4", &format!("{R}/numbering"), "numbering.xml")],
        ..Made::default()
    };
    let refused = read::read(&main.file(), "draft.docx", None).unwrap_err();
    assert!(refused.to_string().contains("DTD"), "{refused}");
    let taken = |made: &Made<'_>| {
        let taken = word::resolve(&made.file(), View::Revised, &Selection::default());
        taken.map_err(|error| error.to_string())
    };
    // By what the file says of a part, whatever it is called, and whether anybody reads it or not.
    let other = Made {
        types: "<Override PartName=\"/word/Other.bin\" ContentType=\"application/vnd.other+XML\"/>",
        parts: &[("word/other.bin", &text)],
        ..Made::default()
    };
    assert!(taken(&other).unwrap_err().contains("DTD"));
    let picture = Made {
        types: "<Override PartName=\"/word/a.svg\" ContentType=\"image/svg+xml\"/>",
        parts: &[("word/a.svg", &text)],
        ..Made::default()
    };
    assert!(taken(&picture).is_ok());
    let blank = " ".repeat(1 << 16);
    let endless = Made {
        parts: &[("word/other.xml", &blank)],
        ..Made::default()
    };
    let refused = taken(&endless).unwrap_err();
    assert!(
        refused.contains("64 KB") && !refused.contains("DTD"),
        "{refused}"
    );
}

/// Two paragraphs with typed labels that a change joins, or parts; an automatic number goes where
/// the paragraph does.
#[test]
fn typed_labels_of_joined_and_split_paragraphs_stay() {
    for (mark, view) in [("del", View::Revised), ("ins", View::Base)] {
        let first = format!(
            "<w:p><w:pPr><w:rPr><w:{mark} w:id=\"5\" w:author=\"A\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">2. to go; </w:t></w:r></w:p>"
        );
        let body = format!(
            "{first}<w:p><w:r><w:t>3. to meet;</w:t></w:r></w:p><w:p><w:r><w:t>4. to end.</w:t></w:r></w:p>"
        );
        let made = Made {
            body: &body,
            ..Made::default()
        };
        let draft = read::read(&made.file(), "draft.docx", None).unwrap();
        let texts = |view| -> Vec<String> {
            let paragraphs = draft.view(view).paragraphs;
            paragraphs
                .iter()
                .map(|p| p.labelled_text(View::Revised).trim().to_owned())
                .collect()
        };
        assert_eq!(
            texts(view),
            ["1. to act;", "2. to go; 3. to meet;", "4. to end."],
            "{mark}"
        );
        let other = match view {
            View::Base => View::Revised,
            View::Revised => View::Base,
        };
        assert_eq!(
            texts(other),
            ["1. to act;", "2. to go;", "3. to meet;", "4. to end."],
            "{mark}"
        );
        // In every format that holds both.
        for form in [Form::Markdown, Form::CriticMarkup, Form::Json, Form::Docx] {
            let file = handover::draft(&draft, form, &handover::Options::default()).unwrap();
            let again = read::read(&file, "again", None).unwrap();
            let lines = |draft: &Draft| crate::read_back::lines(draft, view);
            assert_eq!(lines(&again), lines(&draft), "{mark} {form:?}");
        }
    }
}

/// A list in letters that starts at two thousand millions.
#[test]
fn labels_are_bounded() {
    let numbering = format!("{R}/numbering");
    let text = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"2147483648\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"
    );
    let item = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>to meet;</w:t></w:r></w:p>";
    let made = Made {
        body: &item.repeat(100),
        links: &[("r4", &numbering, "numbering.xml")],
        parts: &[("word/numbering.xml", &text)],
        ..Made::default()
    };
    let draft = read::read(&made.file(), "draft.docx", None).unwrap();
    let labels = draft
        .paragraphs
        .iter()
        .filter_map(|p| p.label_in(View::Revised));
    assert!(labels.map(str::len).max() <= Some(11));
    assert!(!codes(&draft.findings).contains(&"label-cut"));
    // What is cut off is told.
    let long = text.replace("%1)", &format!("{}%1)", "x".repeat(300)));
    let made = Made {
        parts: &[("word/numbering.xml", &long)],
        ..made
    };
    let draft = read::read(&made.file(), "draft.docx", None).unwrap();
    let told = draft.findings.iter().find(|f| f.code == "label-cut");
    let told = told.unwrap();
    assert_eq!((told.line, told.column), (2, 0));
    assert!(told.message.starts_with("100 × "), "{}", told.message);
}

const DELETED: &str = "w:id=\"90\" w:author=\"A\" w:date=\"2026-11-23T09:00:00Z\"";

/// The names of all parts.
fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    names.collect()
}

fn accepted(made: &Made<'_>) -> Vec<u8> {
    word::resolve(&made.file(), View::Revised, &Selection::default())
        .unwrap()
        .0
}

/// A picture whose sign stands once more, however that is written, stays; so does one that a part
/// leads to by another case, and one that the package itself leads to.
#[test]
fn what_still_shows_stays() {
    let image = format!("{R}/image");
    let links = [("rId5", image.as_str(), "media/image1.png")];
    let picture = [("word/media/image1.png", "a picture")];
    let deleted = format!(
        "<w:p><w:del {DELETED}><w:r><w:drawing><a:blip xmlns:a=\"a\" r:embed=\"rId5\"/></w:drawing></w:r></w:del></w:p>"
    );
    let gone = Made {
        body: &deleted,
        links: &links,
        parts: &picture,
        ..Made::default()
    };
    assert!(!everything(&accepted(&gone)).contains("a picture"));
    for shown in [
        "<a:blip xmlns:a=\"a\"\nr:embed=\"rId5\"/>".to_owned(),
        format!("<a:blip xmlns:a=\"a\" xmlns:rel=\"{R}\" rel:embed=\"rId5\"/>"),
        "<a:blip xmlns:a=\"a\" r:embed = \"rId&#53;\"/>".to_owned(),
    ] {
        let body = format!("{deleted}<w:p><w:r><w:drawing>{shown}</w:drawing></w:r></w:p>");
        let clean = accepted(&Made {
            body: &body,
            ..gone
        });
        let all = everything(&clean);
        assert!(
            all.contains("a picture") && all.contains("media/image1.png\""),
            "{shown}"
        );
    }
    let thumbnail = accepted(&Made {
        of_package: &[("r9", image.as_str(), "word/media/image1.png")],
        ..gone
    });
    assert!(names(&thumbnail).contains(&"word/media/image1.png".to_owned()));
    let other_case = relationships(&[("rId1", &image, "media/Image1.PNG")]);
    let of_header = accepted(&Made {
        links: &[links[0], ("rId6", &format!("{R}/header"), "header1.xml")],
        parts: &[
            picture[0],
            (
                "word/header1.xml",
                &format!("<w:hdr xmlns:w=\"{W}\"><w:p/></w:hdr>"),
            ),
            ("word/_rels/header1.xml.rels", &other_case),
        ],
        ..gone
    });
    assert!(names(&of_header).contains(&"word/media/image1.png".to_owned()));
}

/// Withdrawn objects go with all that they lead to; an address leads to no part.
#[test]
fn what_was_withdrawn_goes_with_what_it_leads_to() {
    let (chart, package) = (format!("{R}/chart"), format!("{R}/package"));
    let link = format!("{R}/hyperlink");
    let of_chart = relationships(&[("rId1", &package, "../embeddings/book1.xlsx")]);
    let body = format!(
        "<w:p><w:del {DELETED}><w:r><w:drawing><c:chart xmlns:c=\"c\" r:id=\"rId5\"/></w:drawing></w:r></w:del></w:p>\
         <w:p><w:hyperlink r:id=\"rId6\"><w:del {DELETED}><w:r><w:delText>secret</w:delText></w:r></w:del></w:hyperlink></w:p>"
    );
    let made = Made {
        body: &body,
        types: "<Override PartName=\"/word/charts/chart1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>",
        links: &[
            ("rId5", &chart, "charts/chart1.xml"),
            ("rId6", &link, "document.xml"),
        ],
        parts: &[
            (
                "word/charts/chart1.xml",
                "<c:chartSpace xmlns:c=\"c\">secret</c:chartSpace>",
            ),
            ("word/charts/_rels/chart1.xml.rels", &of_chart),
            ("word/embeddings/book1.xlsx", "secret"),
        ],
        ..Made::default()
    };
    let clean = accepted(&made);
    let all = everything(&clean);
    assert!(!all.contains("secret") && !all.contains("chart1"), "{all}");
    assert!(names(&clean).contains(&"word/document.xml".to_owned()));
}

/// A note that goes takes the addresses in it along; a comment that goes, its dates and its place
/// as the one that another answers.
#[test]
fn notes_and_comments_go_with_all_that_is_told_of_them() {
    const W15: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
    const W14: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
    let of_notes = relationships(&[("rId1", &format!("{R}/hyperlink"), "https://secret.example/")]);
    let comments = format!(
        "<w:comments xmlns:w=\"{W}\" xmlns:w14=\"{W14}\">\
         <w:comment w:id=\"1\" w:author=\"A\"><w:p w14:paraId=\"000000AA\"><w:r><w:t>secret</w:t></w:r></w:p></w:comment>\
         <w:comment w:id=\"2\" w:author=\"B\"><w:p w14:paraId=\"000000BB\"><w:r><w:t>answer</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let threads = format!(
        "<w15:commentsEx xmlns:w15=\"{W15}\"><w15:commentEx w15:paraId=\"000000AA\" w15:done=\"0\"/>\
         <w15:commentEx w15:paraId=\"000000BB\" w15:paraIdParent=\"000000AA\" w15:done=\"1\"/></w15:commentsEx>"
    );
    let notes = format!(
        "<w:footnotes xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:footnote w:id=\"2\"><w:p><w:hyperlink r:id=\"rId1\"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p></w:footnote></w:footnotes>"
    );
    let body = format!(
        "<w:p><w:r><w:t>2. to meet</w:t></w:r><w:del {DELETED}><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
         <w:r><w:commentReference w:id=\"1\"/></w:r></w:del><w:r><w:commentReference w:id=\"2\"/></w:r></w:p>"
    );
    let clean = accepted(&Made {
        body: &body,
        links: &[
            ("rId5", &format!("{R}/footnotes"), "footnotes.xml"),
            ("rId6", &format!("{R}/comments"), "comments.xml"),
            (
                "rId7",
                "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
                "commentsExtended.xml",
            ),
        ],
        parts: &[
            ("word/footnotes.xml", &notes),
            ("word/_rels/footnotes.xml.rels", &of_notes),
            ("word/comments.xml", &comments),
            ("word/commentsExtended.xml", &threads),
        ],
        ..Made::default()
    });
    let all = everything(&clean);
    assert!(
        !all.contains("secret") && !all.contains("000000AA"),
        "{all}"
    );
    assert!(
        all.contains("w15:paraId=\"000000BB\" w15:done=\"1\"/>"),
        "{all}"
    );
}

/// What is chosen is told by the changes, not by how a part is written.
#[test]
fn who_made_no_change_is_told_who_did() {
    let body = format!(
        "<w:p><!-- a remark --><w:pPr><w:rPr><w:ins {DELETED}/></w:rPr></w:pPr><w:del {DELETED}><w:r><w:rPr><w:b/></w:rPr><w:delText>x</w:delText></w:r></w:del></w:p><w:p/>"
    );
    let file = Made {
        body: &body,
        ..Made::default()
    }
    .file();
    let selection = Selection {
        author: Some("Nobody".to_owned()),
        ..Selection::default()
    };
    let (_, findings) = word::resolve(&file, View::Revised, &selection).unwrap();
    let told = findings
        .iter()
        .find(|f| f.code == word::NOTHING_CHOSEN)
        .unwrap();
    let help = told.help.to_string();
    assert!(help.starts_with("changes are by A;"), "{help}");
}

/// Rows that share nothing but an empty cell are other rows.
#[test]
fn empty_cells_pair_no_rows() {
    let draft = |rows: [[&str; 3]; 2]| {
        let cell = |text: &&str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |row: &[&str; 3]| {
            let cells: String = row.iter().map(cell).collect();
            format!("<w:tr>{cells}</w:tr>")
        };
        let rows: String = rows.iter().map(row).collect();
        let body = format!(
            "<w:tbl><w:tblGrid/>{rows}</w:tbl><w:p><w:r><w:t>2. to meet.</w:t></w:r></w:p>"
        );
        let made = Made {
            body: &body,
            ..Made::default()
        };
        read::read(&made.file(), "a.docx", None).unwrap()
    };
    let older = draft([
        ["Lamps of brass", "", "4 pieces"],
        ["Ropes of hemp", "", "9 coils"],
    ]);
    let newer = draft([["Money", "", "in May"], ["Votes", "", "by hand"]]);
    let redline = redraft::compare::compare(&older, &newer, &redraft::compare::Options::default());
    let kept = redline
        .draft
        .paragraphs
        .iter()
        .filter(|p| p.change == redraft::draft::Change::Kept);
    let kept: Vec<String> = kept.map(|p| p.labelled_text(View::Base)).collect();
    assert_eq!(kept, ["1. to act;", "2. to meet."]);
}

/// Where a cover came with a header of its own, the others are what they were.
#[test]
fn headers_are_the_same_by_what_they_say_where_a_section_came() {
    let header = format!("{R}/header");
    let part = |text: &str| {
        format!("<w:hdr xmlns:w=\"{W}\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>")
    };
    let section = |id: &str| {
        format!("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{id}\"/></w:sectPr>")
    };
    let (title, cover) = (part("Running title"), part("Cover sheet"));
    let older = Made {
        body: &section("rId1"),
        links: &[("rId1", &header, "header1.xml")],
        parts: &[("word/header1.xml", &title)],
        ..Made::default()
    };
    let newer = Made {
        body: &format!(
            "<w:p><w:pPr>{}</w:pPr></w:p>{}",
            section("rId1"),
            section("rId2")
        ),
        links: &[
            ("rId1", &header, "header1.xml"),
            ("rId2", &header, "header2.xml"),
        ],
        parts: &[("word/header1.xml", &cover), ("word/header2.xml", &title)],
        ..Made::default()
    };
    let redline = word::compare(&older.file(), &newer.file(), &Options::default()).unwrap();
    assert!(codes(&redline.findings).contains(&"not-compared"));
    let all = everything(&redline.bytes);
    assert!(all.contains(&cover) && all.contains(&title), "{all}");
}
