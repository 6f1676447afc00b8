//! Each phrase with the draft that brought it; what was lost, and when.

use super::super::ink::{Look, Page, made, piece};
use super::{Options, at, drafts, named, under};
use crate::draft::Kind;
use crate::draft::history::{History, LostPhrase, Phrase, Told};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns for the address; longer ones take a line of their own.
const ADDRESS: usize = 12;

/// Writes a draft phrase by phrase.
///
/// # Errors
/// Where `out` fails.
pub fn blame(
    history: &History,
    told: &[Told],
    options: Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut page = Page::new(out, options.width, options.colour);
    drafts(history, &mut page)?;
    let alone = told.len() == 1;
    let draft = at(history.last()).width();
    let mut section = String::new();
    for one in told {
        if matches!(one.kind, Kind::Furniture | Kind::FrontMatter | Kind::Blank) {
            continue;
        }
        if one.kind != Kind::Clause || alone {
            page.blank()?;
        }
        if one.kind.opens_section() {
            section.clone_from(&one.address);
        }
        let address = match one.kind {
            Kind::Clause | Kind::Note => under(&one.address, &section),
            _ => "",
        };
        let look = if one.kind.opens_section() {
            Look::Call
        } else {
            Look::Plain
        };
        let mut before = address.to_owned();
        if before.width() > ADDRESS {
            page.paragraph(&[], &[made(before, Look::Label)], 0)?;
            before = String::new();
        }
        let mut phrases = readable(&one.phrases);
        if let (Some(label), Kind::Heading, [first, ..]) =
            (&one.label, one.kind, phrases.as_mut_slice())
        {
            first.text.insert_str(0, &format!("{label} "));
        }
        for phrase in &phrases {
            let gap = ADDRESS.saturating_sub(before.width()) + 1;
            let number = at(phrase.origin);
            let after = draft.saturating_sub(number.width()) + 2;
            let head = [
                made(std::mem::take(&mut before), Look::Label),
                made(format!("{:gap$}{number}{:after$}", "", ""), Look::Quiet),
            ];
            page.paragraph(
                &head,
                &[piece(phrase.text.trim(), look)],
                ADDRESS + draft + 3,
            )?;
        }
    }
    Ok(())
}

/// The phrases for reading: signs that end a phrase stand with it, and one without a word of its
/// own with the one before.
fn readable(phrases: &[Phrase]) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        let ends = |c: char| ",;:.)]}”’».".contains(c);
        let (signs, words) = match phrase.text.find(|c| !ends(c)) {
            Some(at) if !out.is_empty() => phrase.text.split_at(at),
            _ => ("", phrase.text.as_str()),
        };
        let Some(last) = out.last_mut() else {
            out.push(phrase.clone());
            continue;
        };
        last.text.push_str(signs);
        if !words.contains(char::is_alphanumeric) || last.origin == phrase.origin {
            last.text.push_str(words);
        } else {
            out.push(Phrase {
                text: words.to_owned(),
                ..phrase.clone()
            });
        }
    }
    out
}

/// Writes what was lost, draft by draft.
///
/// # Errors
/// Where `out` fails.
pub fn lost(
    history: &History,
    lost: &[LostPhrase],
    options: Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut page = Page::new(out, options.width, options.colour);
    drafts(history, &mut page)?;
    for k in 1..history.len() {
        let speaks = |one: &&LostPhrase| one.text.contains(char::is_alphanumeric);
        let of_draft = lost.iter().filter(|one| one.revision == k);
        let of_draft: Vec<&LostPhrase> = of_draft.filter(speaks).collect();
        if of_draft.is_empty() {
            continue;
        }
        page.blank()?;
        let head = format!("lost in {}", named(history, k));
        page.paragraph(&[], &[made(head, Look::Call)], 0)?;
        let mut address = "";
        for one in of_draft {
            if one.address != address {
                address = &one.address;
                page.paragraph(&[], &[made(format!("  {address}"), Look::Label)], 2)?;
            }
            let head = made(format!("    {}  ", at(one.origin)), Look::Quiet);
            let mut body = vec![piece(one.text.trim(), Look::Deleted)];
            if let Some(back) = one.back {
                body.push(made(format!("   (back in {})", at(back)), Look::Quiet));
            }
            page.paragraph(&[head], &body, 10)?;
        }
    }
    Ok(())
}
