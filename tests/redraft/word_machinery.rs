//! What is no word of a Word file and must be whole in both texts of a redline: fields, bookmarks,
//! controls.

use crate::word::{document, main_part};
use redraft::draft::View;
use redraft::word::{self, Options, Selection};

/// A redline of two bodies: its body, and that of both its texts.
struct Redline {
    marked: String,
    base: String,
    revised: String,
}

fn redline(older: &str, newer: &str) -> Redline {
    let (older, newer) = (document(older), document(newer));
    let compared = word::compare(&older, &newer, &Options::default()).unwrap();
    Redline {
        marked: body(&compared.bytes),
        base: taken(&compared.bytes, View::Base),
        revised: taken(&compared.bytes, View::Revised),
    }
}

fn taken(file: &[u8], view: View) -> String {
    body(&word::resolve(file, view, &Selection::default()).unwrap().0)
}

fn body(file: &[u8]) -> String {
    let xml = main_part(file);
    let from = xml.find("<w:body>").unwrap() + "<w:body>".len();
    xml[from..xml.find("</w:body>").unwrap()].to_owned()
}

/// The text of a body, with a sign for each piece of machinery, and a line for each paragraph.
fn told(body: &str) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let end = tag.find('>').unwrap() + 1;
        out.push_str(match &tag[..end] {
            "</w:p>" | "<w:p/>" => "\n",
            t if t.contains("\"begin\"") => "{",
            t if t.contains("\"separate\"") => "|",
            t if t.contains("\"end\"") => "}",
            t if t.starts_with("<w:bookmarkStart") || t.starts_with("<w:permStart") => "[",
            t if t.starts_with("<w:bookmarkEnd") || t.starts_with("<w:permEnd") => "]",
            t if t.starts_with("<w:sdt>") || t.starts_with("<w:fldSimple ") => "(",
            "</w:sdt>" | "</w:fldSimple>" => ")",
            _ => "",
        });
        rest = &tag[end..];
    }
    out
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn begin(code: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
    )
}

const END: &str = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

#[test]
fn what_goes_after_a_field_takes_no_piece_of_it() {
    let text = |rest: &str| {
        let field = begin("REF a") + &r("2") + END;
        p(&(r("Lamps are lit as in chart ") + &field + &r(rest)))
    };
    let (longer, shorter) = (text(" above, and at dusk;"), text(", and at dusk;"));
    for (older, newer) in [(&longer, &shorter), (&shorter, &longer)] {
        let redline = redline(older, newer);
        assert_eq!(redline.marked.matches("\"end\"").count(), 1);
        assert_eq!(told(&redline.base), told(older));
        assert_eq!(told(&redline.revised), told(newer));
    }
}

/// A table of contents over several paragraphs.
fn contents(entries: &[&str]) -> String {
    let mut out = String::new();
    for (k, entry) in entries.iter().enumerate() {
        let before = if k == 0 {
            begin("INDEX")
        } else {
            String::new()
        };
        out.push_str(&p(&(before + &r(entry))));
    }
    out + &p(END)
}

#[test]
fn a_field_over_several_paragraphs_stands_once() {
    let few = contents(&["Harbours of the north", "Lamps and buoys"]);
    let many = contents(&[
        "Ferries at night",
        "Harbours of the north",
        "Lamps and buoys",
    ]);
    for (older, newer) in [(&few, &many), (&many, &few)] {
        let redline = redline(older, newer);
        assert_eq!(redline.marked.matches("\"begin\"").count(), 1);
        assert_eq!(told(&redline.base), told(older));
        assert_eq!(told(&redline.revised), told(newer));
    }
}

#[test]
fn a_field_over_several_paragraphs_comes_and_goes_whole() {
    let entries = ["Harbours of the north", "Lamps and buoys"];
    let without: String = entries.map(|entry| p(&r(entry))).concat() + &p("");
    let with = contents(&entries);
    for (older, newer) in [(&without, &with), (&with, &without)] {
        let redline = redline(older, newer);
        assert_eq!(told(&redline.base), told(older));
        assert_eq!(told(&redline.revised), told(newer));
    }
}

/// Words between the two ends of a bookmark, or of a range that some may edit.
fn range(kind: &str, inner: &str) -> String {
    format!("<w:{kind}Start w:id=\"3\" w:name=\"_Ref77\"/>{inner}<w:{kind}End w:id=\"3\"/>")
}

#[test]
fn the_ends_of_a_range_are_no_part_of_a_change() {
    for kind in ["bookmark", "perm"] {
        let label = |label: &str| {
            p(&range(
                kind,
                &r(&format!("{label} Stresses that pilots train;")),
            ))
        };
        let term = |term: &str| {
            p(&(r("The port of ") + &range(kind, &r(term)) + &r(" shall open at dawn.")))
        };
        let end = |words: &str| p(&(range(kind, &r("Alpha Bay")) + &r(words)));
        for (older, newer) in [
            (label("2."), label("3.")),
            (term("Alpha Bay"), term("Gull Rock")),
            (end(" and its quays are open"), end(" is open")),
        ] {
            let redline = redline(&older, &newer);
            assert_eq!(told(&redline.base), told(&older));
            assert_eq!(told(&redline.revised), told(&newer));
        }
    }
}

#[test]
fn a_range_comes_whole_with_its_paragraph() {
    let one = p(&r("1. Notes the work of harbour masters;"));
    let two = one.clone() + &p(&range("bookmark", &r("2. Welcomes charts of the coast;")));
    let redline = redline(&one, &two);
    assert_eq!(told(&redline.base), told(&one));
    assert_eq!(told(&redline.revised), told(&two));
}

#[test]
fn a_marker_stays_while_its_partner_does() {
    let (start, end) = (
        "<w:bookmarkStart w:id=\"3\" w:name=\"a\"/>",
        "<w:bookmarkEnd w:id=\"3\"/>",
    );
    let gone = |inner: &str| format!("<w:del w:id=\"9\">{inner}</w:del>");
    let half = document(&p(&(gone(start) + &r("port") + end)));
    assert_eq!(told(&taken(&half, View::Revised)), "[port]\n");
    let whole = document(&p(&(gone(&format!("{start}{end}")) + &r("port"))));
    assert_eq!(told(&taken(&whole, View::Revised)), "port\n");
    assert_eq!(told(&taken(&whole, View::Base)), "[]port\n");
    let row = format!(
        "<w:tbl><w:tblPr/><w:tr><w:trPr><w:del w:id=\"9\"/></w:trPr><w:tc><w:tcPr/>{}</w:tc></w:tr>\
         <w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>",
        p(&(start.to_owned() + &r("port"))),
        p(&(r("quay") + end))
    );
    assert_eq!(told(&taken(&document(&row), View::Revised)), "[quay]\n");
}

fn control(id: u32, inner: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:tag w:val=\"Symbol\"/><w:id w:val=\"{id}\"/><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )
}

#[test]
fn words_change_within_their_control() {
    let text = |id, symbol: &str| {
        p(&(r("Document ") + &control(id, &r(symbol)) + &r(" of today, as it was tabled")))
    };
    for (older, newer) in [
        (text(31, "A/C.2/L.1"), text(31, "A/C.2/L.2")),
        (
            text(31, "A/C.2/L.1 and its annex"),
            text(32, "L.2 and its annex"),
        ),
        (text(31, "Draft A/C.2/L.1"), text(32, "Draft")),
    ] {
        let redline = redline(&older, &newer);
        assert_eq!(
            redline.marked.matches("<w:sdt>").count(),
            1,
            "{}",
            redline.marked
        );
        assert_eq!(told(&redline.base), told(&older));
        assert_eq!(told(&redline.revised), told(&newer));
    }
}

#[test]
fn a_control_comes_and_goes_with_its_words() {
    let with =
        p(&(r("Document ") + &control(31, &r("A/C.2/L.1")) + &r(" of today, as it was tabled")));
    let without = p(&r("Document of today, as it was tabled"));
    let long = p(&r("1. Notes the work of harbour masters;"));
    for (older, newer) in [
        (with.clone(), without.clone()),
        (without, with.clone()),
        (long.clone() + &with, long.clone()),
        (long.clone(), long + &with),
    ] {
        let redline = redline(&older, &newer);
        assert_eq!(told(&redline.base), told(&older));
        assert_eq!(told(&redline.revised), told(&newer));
        for (text, source) in [(redline.base, older), (redline.revised, newer)] {
            let id = "<w:id w:val=\"31\"/>";
            assert_eq!(text.matches(id).count(), source.matches(id).count());
        }
    }
}

#[test]
fn a_simple_field_that_went_is_gone() {
    let field = format!(
        "<w:fldSimple w:instr=\" REF tide \\h \">{}</w:fldSimple>",
        r("Alpha Bay")
    );
    let with = p(&(r("The port of ") + &field + &r(" shall open.")));
    let without = p(&r("The port shall open."));
    let complex = p(&(r("The port of ")
        + &begin(" REF tide \\h ")
        + &r("Alpha Bay")
        + END
        + &r(" shall open.")));
    for (older, newer) in [(&with, &without), (&without, &with)] {
        let redline = redline(older, newer);
        let wanted = |source: &String| told(if *source == with { &complex } else { source });
        assert_eq!(told(&redline.base), wanted(older));
        assert_eq!(told(&redline.revised), wanted(newer));
        assert!(!redline.marked.contains("fldSimple"));
    }
}

#[test]
fn what_shows_nothing_any_more_leads_nowhere() {
    let gone = "<w:del w:id=\"9\"><w:r><w:delText>Alpha Bay</w:delText></w:r></w:del>";
    let older =
        p(&(r("The port ") + &format!("<w:fldSimple w:instr=\"REF a\">{gone}</w:fldSimple>")));
    let file = document(&older);
    assert_eq!(told(&taken(&file, View::Revised)), "The port \n");
    assert_eq!(told(&taken(&file, View::Base)), "The port (Alpha Bay)\n");
}

fn told_of(older: &str, newer: &str) -> Vec<String> {
    let (older, newer) = (document(older), document(newer));
    let compared = word::compare(&older, &newer, &Options::default()).unwrap();
    let told = compared.findings.into_iter();
    told.map(|found| format!("{}: {}", found.code, found.message))
        .collect()
}

#[test]
fn what_was_not_compared_is_told() {
    let text = p(&r("1. Notes the work of harbour masters;"));
    let chunk = text.clone()
        + "<w:altChunk r:id=\"a\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/>";
    let told = told_of(&chunk, &chunk);
    assert!(
        told[0].starts_with("not-compared: 1 × text in another format"),
        "{told:?}"
    );
    let told = told_of(&(text.clone() + &p(&control(1, &r("A/C.2")))), &text);
    assert!(
        told[0].starts_with("controls: 1 before, 0 now × content control"),
        "{told:?}"
    );
    let inserted = "<w:ins w:id=\"1\" w:author=\"Freedonia\"><w:r><w:t>now</w:t></w:r></w:ins>";
    let told = told_of(&(text.clone() + &p(inserted)), &text);
    assert_eq!(
        told,
        [
            "earlier-changes-settled: 1 × mark of a tracked change in the older file (by Freedonia): accepted before comparing, and not shown"
        ]
    );
    let bold = text.replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>");
    assert_eq!(
        told_of(&text, &bold),
        ["formatting-changed: 1 × change of formatting: a Word file shows it, no text does"]
    );
    assert_eq!(told_of(&text, &text), Vec::<String>::new());
}

#[test]
fn what_is_given_when_it_is_shown_is_no_change() {
    let complex = |code: &str, shown: &str| begin(code) + &r(shown) + END;
    let simple = |code: &str, shown: &str| {
        format!("<w:fldSimple w:instr=\"{code}\">{}</w:fldSimple>", r(shown))
    };
    let text = |inner: String| p(&(r("Harbours and lamps, page ") + &inner));
    for (older, newer) in [
        (complex(" PAGE ", "1"), complex(" PAGE ", "3")),
        (simple("NUMPAGES", "1"), simple("NUMPAGES", "3")),
        (
            complex("PAGEREF _Toc1 \\h", "1"),
            complex("PAGEREF _Toc2 \\h", "3"),
        ),
        (complex("DATE", "3 May"), complex("DATE", "4 May")),
    ] {
        let redline = redline(&text(older), &text(newer.clone()));
        assert_eq!(redline.marked, text(newer) + "<w:sectPr/>");
    }
    // One that goes does so with what it shows.
    let (with, without) = (text(complex(" PAGE ", "1")), text(String::new()));
    let redline = redline(&with, &without);
    assert!(
        redline
            .marked
            .contains("<w:delText xml:space=\"preserve\">1</w:delText>")
    );
    assert_eq!(told(&redline.base), told(&with));
    assert_eq!(told(&redline.revised), told(&without));
}

#[test]
fn words_with_a_reading_beside_them_are_words() {
    let ruby = |base: &str, reading: &str| {
        format!(
            "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
            r(reading),
            r(base)
        )
    };
    let text = |inner: String| p(&(r("\u{672c}") + &inner + &r("\u{3092}\u{6539}\u{6b63}")));
    let older = text(ruby("\u{6761}\u{7d04}", "\u{3058}"));
    let newer = text(ruby("\u{5354}\u{5b9a}", "\u{304d}"));
    let draft = redraft::read::read(&document(&older), "x.docx", None).unwrap();
    let said = draft.paragraphs[0].words.text(View::Revised).into_owned();
    assert_eq!(said, "\u{672c}\u{6761}\u{7d04}\u{3092}\u{6539}\u{6b63}");
    let redline = redline(&older, &newer);
    assert_eq!(redline.marked.matches("<w:ruby>").count(), 2);
    assert_eq!(told(&redline.base), told(&older));
    assert_eq!(told(&redline.revised), told(&newer));
}

/// What another field shows today may be the same: what it is asked for is not.
#[test]
fn a_page_reference_that_leads_elsewhere_is_a_change() {
    let text = |code: &str| p(&(r("See page ") + &begin(code) + &r("3") + END + &r(" of this.")));
    for (older, newer) in [
        ("PAGEREF alpha \\h", "PAGEREF omega \\h"),
        ("DATE \\@ \"d MMMM\"", "DATE \\@ \"yyyy\""),
    ] {
        let (older, newer) = (text(older), text(newer));
        let redline = redline(&older, &newer);
        assert!(
            redline.marked.contains("<w:delInstrText"),
            "{}",
            redline.marked
        );
        assert_eq!(told(&redline.base), told(&older));
        assert!(redline.base.contains("alpha") || redline.base.contains("d MMMM"));
    }
}

#[test]
fn controls_and_fields_side_by_side_stay_several() {
    let control = |text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            r(text)
        )
    };
    let field = |text: &str| {
        format!(
            "<w:fldSimple w:instr=\" SEQ Figure \">{}</w:fldSimple>",
            r(text)
        )
    };
    for pair in [
        control("Anna") + &control("Smith"),
        field("1") + &field("2"),
        field("1") + &control("Smith"),
    ] {
        let text = |rest: &str| p(&(r("The name is ") + &pair + &r(rest)));
        let (older, newer) = (text(" and more words."), text(" and more old words."));
        let redline = redline(&older, &newer);
        assert_eq!(told(&redline.base), told(&older));
        assert_eq!(told(&redline.revised), told(&newer));
    }
}

#[test]
fn a_sign_in_a_value_ends_no_tag() {
    let field = format!(
        "<w:fldSimple w:instr=\"IF 3 > 2 yes no\">{}</w:fldSimple>",
        r("yes")
    );
    let text = |inner: &str| p(&(r("Total ") + inner + &r(" of it.")));
    let redline = redline(&text(&field), &text(""));
    assert!(
        redline
            .marked
            .contains("<w:delInstrText xml:space=\"preserve\">IF 3 > 2 yes no<"),
        "{}",
        redline.marked
    );
}
