//! Text boxes of Word files: read, compared word by word, written back in both of their shapes.

use crate::word::{document, lines, main_part, shown};
use redraft::draft::View;
use redraft::word::{self, Options};

/// A box as Word writes it: a shape, and once more for older programs.
fn boxed(inner: &str) -> String {
    format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:docPr id=\"1\"/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn t(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn cell(inner: &str) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr></w:tbl>")
}

/// The redline of two bodies; both must come back from it.
fn redline(older: &str, newer: &str) -> Vec<u8> {
    let (older, newer) = (document(older), document(newer));
    let redline = word::compare(&older, &newer, &Options::default()).unwrap();
    assert_eq!(
        lines(&redline.bytes, View::Base),
        lines(&older, View::Revised)
    );
    assert_eq!(
        lines(&redline.bytes, View::Revised),
        lines(&newer, View::Revised)
    );
    redline.bytes
}

#[test]
fn words_in_a_box_change_in_both_shapes_and_the_paragraph_stays() {
    let around = |inner: &str| {
        format!(
            "<w:p w:rsidR=\"00AA00AA\">{}{}</w:p>",
            t("Round the box"),
            boxed(inner)
        )
    };
    let bytes = redline(
        &around(&p(&t("The report of last year"))),
        &around(&p(&t("The report of this year"))),
    );
    let xml = main_part(&bytes);
    assert!(xml.contains("<w:p w:rsidR=\"00AA00AA\"><w:r><w:t xml:space=\"preserve\">Round the box</w:t></w:r><w:r><mc:AlternateContent>"));
    assert_eq!(xml.matches("<w:delText>last</w:delText>").count(), 2);
    let mut ids: Vec<&str> = xml
        .split("<w:ins w:id=\"")
        .chain(xml.split("<w:del w:id=\""))
        .collect();
    ids = ids
        .iter()
        .filter_map(|s| s.split('"').next())
        .filter(|s| s.parse::<u32>().is_ok())
        .collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(
        (count, ids.len()),
        (4, 4),
        "every change has a number of its own"
    );
    assert!(
        shown(&bytes).contains("[text box 1] The report of [-last-]{+this+} year"),
        "{}",
        shown(&bytes)
    );
}

#[test]
fn boxes_lie_in_cells_and_in_boxes_and_several_in_a_paragraph() {
    let body = |words: [&str; 4]| {
        let [one, two, three, four] = words.map(|w| p(&t(w)));
        let inner = format!("{one}{}", p(&format!("{}{}", t("outer"), boxed(&two))));
        p(&format!(
            "{}{}{}",
            boxed(&inner),
            t("Between them"),
            boxed(&three)
        )) + &cell(&p(&format!("{}{}", t("In a cell"), boxed(&four))))
            + &p(&t("The end of the text"))
    };
    let older = body([
        "first words here",
        "inner words here",
        "third words here",
        "fourth words here",
    ]);
    let newer = body([
        "first words there",
        "inner words there",
        "third words there",
        "fourth words there",
    ]);
    let bytes = redline(&older, &newer);
    let text = shown(&bytes);
    assert_eq!(text.matches("[-here-]{+there+}").count(), 4, "{text}");
    assert!(text.contains("text box 1/text box 1"), "{text}");
    assert!(text.contains("table 1/row 1/cell 1/text box 1"), "{text}");
}

#[test]
fn a_box_comes_and_goes_with_its_paragraph() {
    let with = p(&format!(
        "{}{}",
        t("A paragraph that has a box of its own"),
        boxed(&p(&t("in the box")))
    ));
    let (before, after) = (p(&t("What stands before it")), p(&t("What comes after it")));
    let (short, long) = (format!("{before}{after}"), format!("{before}{with}{after}"));
    for bytes in [redline(&short, &long), redline(&long, &short)] {
        assert_eq!(
            main_part(&bytes)
                .matches("<w:t xml:space=\"preserve\">in the box")
                .count(),
            2
        );
    }
    let gone = shown(&redline(&long, &short));
    assert!(gone.contains("[-in the box-]"), "{gone}");
}

#[test]
fn marks_in_boxes_are_read_and_taken_up() {
    let change =
        |tag: &str, inner: &str| format!("<w:{tag} w:id=\"1\" w:author=\"A\">{inner}</w:{tag}>");
    let inner = format!(
        "{}{}{}",
        t("Kept "),
        change("ins", &t("new")),
        change("del", "<w:r><w:delText>old</w:delText></w:r>")
    );
    let file = document(&p(&format!("{}{}", t("Round"), boxed(&p(&inner)))));
    assert!(
        shown(&file).contains("Kept {+new+}[-old-]"),
        "{}",
        shown(&file)
    );
    assert!(lines(&file, View::Base).contains(&"Kept old".to_owned()));
    assert!(lines(&file, View::Revised).contains(&"Kept new".to_owned()));
}
