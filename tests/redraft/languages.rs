//! Drafts in languages that came to the vocabulary as a file each, and nothing else.

use redraft::compare::{Options, compare};
use redraft::draft::{Addresses, Class, Draft, Kind, View};
use redraft::{read, references};

#[track_caller]
fn draft(text: &str) -> Draft {
    read::read(text.as_bytes(), "entwurf", None).unwrap()
}

/// Kind and address of each paragraph that has words.
fn told(draft: &Draft) -> Vec<(Kind, String)> {
    let addresses = Addresses::of(draft, View::Revised);
    let paragraphs = draft.paragraphs.iter().enumerate();
    paragraphs
        .filter(|(_, p)| p.kind != Kind::Masthead)
        .map(|(i, p)| (p.kind, addresses.get(i).to_owned()))
        .collect()
}

const RESOLUTION: &str = "Vereinte Nationen A/70/L.33

4. Dezember 2015

Sicherheit der Fährhäfen

Die Generalversammlung,

unter Hinweis auf ihre Resolution 60/252 vom 27. März 2006,

in Anbetracht der Lage der kleinen Häfen,

zutiefst besorgt über die Stürme,

1. beschließt, die Leuchttürme zu erhalten;

2. ersucht den Generalsekretär, über Absatz 1 oben zu berichten;

3. ermutigt die Häfen, das Licht zu zeigen.
";

#[test]
fn a_german_resolution() {
    let draft = draft(RESOLUTION);
    assert_eq!(
        draft.masthead.organ.as_deref(),
        Some("Die Generalversammlung")
    );
    assert_eq!(draft.masthead.date.as_deref(), Some("4. Dezember 2015"));
    let all = told(&draft);
    let addresses: Vec<&str> = all.iter().map(|(_, address)| address.as_str()).collect();
    assert_eq!(
        addresses,
        ["organ", "PP1", "PP2", "PP3", "OP1", "OP2", "OP3"]
    );
    assert_eq!(all[0].0, Kind::Organ);
}

#[test]
fn german_references_and_documents() {
    let draft = draft(RESOLUTION);
    let all = references::report(&[draft]);
    let links: Vec<(&str, usize)> = all.links[0]
        .iter()
        .map(|link| (link.label.as_str(), link.clauses.len()))
        .collect();
    assert_eq!(links, [("1", 1)]);
    let documents: Vec<&str> = all.documents.iter().map(|one| one.form.as_str()).collect();
    assert_eq!(documents, ["A/RES/60/252"]);
}

#[test]
fn a_german_treaty() {
    let text = "# Übereinkommen über Fähren\n\nArtikel 1\n\n1. Die Vertragsparteien müssen Lampen führen.\n\n2. Sie berichten jährlich.\n\nArtikel 2\n\n1. Dieser Artikel gilt vorbehaltlich des Artikels 1.\n\nArtikel 2 bis\n\n1. Die Fristen laufen ab.\n";
    let draft = draft(text);
    let heads: Vec<&str> = draft
        .paragraphs
        .iter()
        .filter(|p| p.kind == Kind::Heading)
        .filter_map(|p| p.label_in(View::Revised))
        .collect();
    assert_eq!(heads, ["Artikel 1", "Artikel 2", "Artikel 2 bis"]);
    let addresses: Vec<String> = told(&draft)
        .into_iter()
        .filter(|(kind, _)| *kind == Kind::Clause)
        .map(|(_, address)| address)
        .collect();
    assert_eq!(
        addresses,
        [
            "Artikel 1.1",
            "Artikel 1.2",
            "Artikel 2.1",
            "Artikel 2 bis.1"
        ]
    );
}

#[test]
fn changes_of_a_german_text() {
    let older = draft("beschließt\n\n1 dass Häfen Lampen führen sollen;\n");
    let newer = draft("beschließt\n\n1 dass Häfen Lampen führen müssen;\n");
    let redline = compare(&older, &newer, &Options::default());
    assert_eq!(redline.clauses[0].classes, [Class::ModalVerb]);
}
