//! Comments as findings: who says what, of which words.

use super::line;
use super::words::Passage;
use crate::docx::comments::{Anchor, Comment};
use crate::docx::document::Document;
use crate::draft::{Finding, Object, Severity};
use std::collections::{BTreeMap, HashMap};

/// More of the words that a comment stands on is not quoted.
const QUOTED: usize = 60;

/// A comment whose words are being read.
#[derive(Default)]
struct Open {
    /// Where it begins: the paragraph, and the column in it.
    at: Option<(usize, u32)>,
    words: String,
}

/// One finding for every comment that stands in the text, in the order of the text; answers come
/// after what they answer.
pub(super) fn findings(document: &Document<'_>, passages: &[Passage]) -> Vec<Finding> {
    if document.comments.is_empty() {
        return Vec::new();
    }
    let mut open: HashMap<&str, Open> = HashMap::new();
    let mut going: BTreeMap<&str, usize> = BTreeMap::new();
    for (k, passage) in passages.iter().enumerate() {
        let text = passage.words.all();
        let column = |at: usize| {
            let before = text.get(..at).map_or(0, |t| t.chars().count());
            u32::try_from(before + passage.stepped_in + 1).unwrap_or(1)
        };
        // What goes on from the paragraph before begins at the start of this one.
        going.values_mut().for_each(|from| *from = 0);
        for (anchor, id, at) in &passage.anchors {
            let one = open.entry(id).or_default();
            match anchor {
                Anchor::Start => {
                    one.at.get_or_insert((k, column(*at)));
                    going.insert(id, *at);
                }
                Anchor::End => {
                    if let Some(from) = going.remove(id.as_str()) {
                        quote(&mut one.words, text.get(from..*at).unwrap_or(""));
                    }
                }
                Anchor::Sign => {
                    one.at.get_or_insert((k, column(*at)));
                }
            }
        }
        going.retain(|id, from| {
            let Some(one) = open.get_mut(id) else {
                return false;
            };
            quote(&mut one.words, text.get(*from..).unwrap_or(""))
        });
    }
    let mut told: Vec<((usize, u32), usize, Finding)> = Vec::new();
    for (number, comment) in document.comments.iter().enumerate() {
        let own = open.get(comment.id.as_str());
        let Some(at) = own.and_then(|one| one.at) else {
            continue;
        };
        let words = own.map_or("", |one| one.words.as_str());
        told.push((at, number, finding(document, comment, at, words)));
    }
    told.sort_by_key(|(at, number, _)| (*at, *number));
    told.into_iter().map(|(_, _, finding)| finding).collect()
}

/// Adds to the words that are quoted, up to what is quoted at most; says whether there is room for
/// more.
fn quote(words: &mut String, text: &str) -> bool {
    let left = (QUOTED + 1).saturating_sub(words.chars().count());
    if left > 0 && !text.is_empty() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(Object::shown(text).chars().take(left));
    }
    left > 0
}

fn finding(document: &Document<'_>, comment: &Comment, at: (usize, u32), words: &str) -> Finding {
    let name = |comment: &'_ Comment| match comment.author.trim().is_empty() {
        true => "someone".to_owned(),
        false => comment.author.clone(),
    };
    let who = name(comment);
    let day = comment.date.get(..10).unwrap_or("");
    let when = if day.is_empty() {
        String::new()
    } else {
        format!(" on {day}")
    };
    let of = comment.answers.and_then(|k| document.comments.get(k));
    let verb = match of {
        Some(parent) => format!("answers {}", name(parent)),
        None => "comments".to_owned(),
    };
    let short: String = words.trim().chars().take(QUOTED).collect();
    let more = if short.len() < words.trim().len() {
        "…"
    } else {
        ""
    };
    let of = if short.is_empty() {
        String::new()
    } else {
        format!(" on “{short}{more}”")
    };
    Finding::new(
        Severity::Note,
        "comment",
        line(at.0),
        at.1,
        format!("{who}{when} {verb}{of}: “{}”", comment.text),
    )
}
