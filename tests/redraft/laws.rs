//! The laws, over real drafts: every pair of fixtures, and every pair of the corpus where it is
//! there.
//!
//! Law 1: both views of a comparison are the two drafts. Law 2: a draft compared with itself has no
//! change. Law 5: nothing of the source is lost. Law 6: the same input gives the same output.

use crate::fixtures::{self, Source};
use redraft::compare::{Options, compare};
use redraft::draft::{Draft, Outcome, Redline, View};
use std::collections::BTreeMap;

/// Law 1: the views of the comparison are the drafts.
pub(crate) fn views_are_the_drafts(older: &Draft, newer: &Draft) -> Result<(), String> {
    let redline = compare(older, newer, &Options::default());
    for (view, draft) in [(View::Base, older), (View::Revised, newer)] {
        let told = |fault| format!("{} -> {}: {view:?}: {fault}", older.source, newer.source);
        same(&redline.draft.view(view), &draft.view(View::Revised)).map_err(told)?;
    }
    Ok(())
}

/// Law 2: no change in a draft compared with itself.
pub(crate) fn nothing_changed(draft: &Draft) -> Result<(), String> {
    let redline = compare(draft, draft, &Options::default());
    let rows = [&redline.clauses, &redline.sections, &redline.others];
    if let Some(row) = rows
        .into_iter()
        .flatten()
        .find(|row| row.outcome != Outcome::Unchanged || row.renumbered || !row.classes.is_empty())
    {
        return Err(format!("{}: {row:?}", draft.source));
    }
    if redline.draft.is_marked() {
        return Err(format!("{}: the redline is marked", draft.source));
    }
    Ok(())
}

/// Law 6: the same redline twice, to the last finding.
pub(crate) fn happens_again(older: &Draft, newer: &Draft) -> Result<(), String> {
    let again = || compare(older, newer, &Options::default());
    let (first, second): (Redline, Redline) = (again(), again());
    if first == second {
        Ok(())
    } else {
        Err(format!("{} -> {}", older.source, newer.source))
    }
}

/// Where two drafts first say something else.
fn same(got: &Draft, expected: &Draft) -> Result<(), String> {
    for (index, (a, b)) in got.paragraphs.iter().zip(&expected.paragraphs).enumerate() {
        if !a.says_the_same_as(b) {
            return Err(format!("paragraph {index}:\n   got {a:?}\n  want {b:?}"));
        }
    }
    if got.paragraphs.len() != expected.paragraphs.len() {
        let count = |draft: &Draft| draft.paragraphs.len();
        let (got, expected) = (count(got), count(expected));
        return Err(format!("{got} paragraphs instead of {expected}"));
    }
    Ok(())
}

#[test]
fn law_1_every_pair_of_fixtures() {
    let drafts = fixtures::drafts();
    for older in &drafts {
        for newer in &drafts {
            views_are_the_drafts(older, newer).unwrap();
        }
    }
}

#[test]
fn law_1_every_pair_of_the_corpus() {
    let drafts: Vec<Draft> = fixtures::corpus()
        .iter()
        .filter_map(Source::draft)
        .collect();
    for (index, older) in drafts.iter().enumerate() {
        for newer in &drafts[index..] {
            views_are_the_drafts(older, newer).unwrap();
        }
    }
}

#[test]
fn law_2_every_draft() {
    for source in fixtures::all().iter().chain(&fixtures::corpus()) {
        if let Some(draft) = source.draft() {
            // What a marked draft says is its revised view; that is what is compared.
            nothing_changed(&draft.view(View::Revised)).unwrap();
        }
    }
}

#[test]
fn law_6_every_draft_with_the_next() {
    for pair in fixtures::drafts().windows(2) {
        happens_again(&pair[0], &pair[1]).unwrap();
    }
}

#[test]
fn law_5_every_fixture() {
    let mut faults = Vec::new();
    for source in fixtures::all().iter().chain(&fixtures::corpus()) {
        if let Some(draft) = source.draft() {
            faults.extend(lost(source, &draft));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The letters, digits, brackets and stops of a source that its draft has fewer of.
///
/// The order is not held here (notes stand at the foot), nor are signs that only mark up: `*`, `~`,
/// `#`, `|`, `<ins>`.
fn lost(source: &Source, draft: &Draft) -> Option<String> {
    let mut balance: BTreeMap<char, i64> = BTreeMap::new();
    let text = without_marks(&decoded(&source.bytes));
    for c in text.chars().filter(|c| counts(*c)) {
        *balance.entry(c).or_default() -= 1;
    }
    let mut found = |text: &str| {
        for c in text.chars().filter(|c| counts(*c)) {
            *balance.entry(c).or_default() += 1;
        }
    };
    for paragraph in &draft.paragraphs {
        found(paragraph.words.all());
        if let Some(label) = &paragraph.label {
            match (&label.printed, &label.text.new, &label.text.old) {
                (Some(text), _, _) | (None, Some(text), _) | (None, None, Some(text)) => {
                    found(text);
                }
                (None, None, None) => {}
            }
        }
    }
    for finding in &draft.findings {
        found(&finding.message);
    }
    let lost: Vec<String> = balance
        .iter()
        .filter(|(_, count)| **count < 0)
        .map(|(c, count)| format!("{c:?} × {}", -count))
        .collect();
    (!lost.is_empty()).then(|| format!("{}: lost {}", source.name, lost.join(", ")))
}

fn counts(c: char) -> bool {
    c.is_alphanumeric() || "[](),.;:/–—§“”\"'’".contains(c)
}

/// The text as people see it, whatever its encoding.
fn decoded(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

/// The text without the signs that mark links, changes and typefaces.
fn without_marks(text: &str) -> String {
    let mut text = without_links(text, "](http", "http", ")");
    // `[text][name]`, where a line `[name]: address` says what the name stands for.
    let names: Vec<String> = text
        .lines()
        .filter_map(|line| Some(line.strip_prefix('[')?.split_once("]: ")?.0.to_owned()))
        .collect();
    for name in names {
        text = without_links(&text, &format!("][{name}"), &name, "]");
    }
    let mut out = String::new();
    for (index, part) in text.split('<').enumerate() {
        let is_tag = part.starts_with(|c: char| c == '/' || c.is_ascii_lowercase());
        match part.split_once('>') {
            Some((_, after)) if index > 0 && is_tag => out.push_str(after),
            _ => out.push_str(part),
        }
    }
    out
}

/// `[text](address)` as `text address`: the signs of a link are no brackets.
fn without_links(text: &str, middle: &str, kept: &str, close: &str) -> String {
    let mut parts = text.split(middle);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(open) = out.rfind('[') {
            out.remove(open);
        }
        out.push_str(kept);
        out.push_str(&part.replacen(close, "", 1));
    }
    out
}
