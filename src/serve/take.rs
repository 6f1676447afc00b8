//! What can be taken away: files made of two drafts of a list, by the library that makes them for
//! the command.

use super::answer::{self, Refusal};
use super::budget::Share;
use super::reports::Report;
use super::shelf::Held;
use super::told::Noticed;
use super::weigh::{TO_WRITE, Weight};
use crate::clean::{self, Brackets};
use crate::draft::lives::Choice;
use crate::draft::{Diff, Finding, Redline, View};
use crate::handover::{self, Form};
use crate::history;
use crate::read::{Format, Marks};
use crate::vocabulary::unseen::{is_mark, turns_writing};
use crate::word::{self, Author};
use crate::write::{html, lives, spreadsheet, table};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// The list of drafts.
    pub(super) drafts: String,
    /// The older of the pair, from 1; the last but one unless it is said.
    older: Option<usize>,
    /// The newer of the pair; the last one unless it is said.
    newer: Option<usize>,
    /// What becomes of bracketed text in a clean one: keep, text, drop.
    brackets: Option<String>,
    /// Whether a clean one is numbered afresh.
    #[serde(default)]
    renumber: bool,
    /// Who the changes in a Word file are by.
    author: Option<String>,
}

/// A file to be taken away.
#[derive(Debug)]
pub(super) struct Taken {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
    /// What could not be decided, or cannot be shown.
    findings: Vec<Finding>,
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MARKDOWN: &str = "text/markdown; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8";

/// Two drafts of a list, and what is asked of them.
struct Order<'a> {
    report: &'a Report,
    asked: &'a Asked,
    marks: Marks,
    /// The places of the two in the list, from 0.
    pair: Diff<usize>,
}

/// Makes the file that is called `what`.
pub(super) fn take(
    what: &str,
    report: &Report,
    asked: &Asked,
    marks: Marks,
) -> Result<Taken, Refusal> {
    let order = Order::of(report, asked, marks)?;
    match what {
        "redline.docx" => order.redline_in_word(),
        "redline.md" => {
            let file = handover::redline(&order.redline(), Form::Markdown, &order.as_written())?;
            Ok(order.both("redline.md", MARKDOWN, file))
        }
        "page.html" => {
            let told = &report.told;
            let (material, register) = (told.material(), told.register());
            let page = written(|out| html::report(&material, &told.redline, &register, out))?;
            Ok(order.both("report.html", "text/html; charset=utf-8", page.into_bytes()))
        }
        "clean.docx" => order.clean_in_word(),
        "clean.md" => {
            let clean = clean::clean(&order.newer().draft, &order.cleaning()?);
            let file = handover::draft(&clean, Form::Markdown, &order.as_written())?;
            let file = order.one("clean.md", MARKDOWN, file);
            Ok(file.with(clean.findings))
        }
        "brackets.csv" => {
            let text = written(|out| spreadsheet::csv(&order.register(), out))?;
            Ok(order.one("brackets.csv", CSV, with_mark(&text)))
        }
        "lives.csv" => {
            let lives = lives::lives_table(&report.told.lives, &Choice::default());
            let text = written(|out| spreadsheet::csv(&lives, out))?;
            Ok(order.both("brackets.csv", CSV, with_mark(&text)))
        }
        "brackets.xlsx" => order.workbook(),
        _ => Err(no_such_file()),
    }
}

/// What it takes to make the file that is called `what`: as much as the drafts that it is made of
/// call for. If it is made in their Word files, these are taken apart again.
pub(super) fn needs(what: &str, asked: &Asked, drafts: &[Arc<Held>]) -> Result<u64, Refusal> {
    let pair = asked.pair(drafts.len())?.map(|at| &*drafts[at]);
    let are_word = [pair.old, pair.new].map(|held| held.format == Format::Docx);
    let (of, rewritten): (Vec<&Held>, &[&Held]) = match what {
        "redline.docx" if are_word == [true; 2] => {
            (vec![pair.old, pair.new], &[pair.old, pair.new])
        }
        "redline.docx" | "redline.md" => (vec![pair.old, pair.new], &[]),
        "clean.docx" if are_word[1] => (vec![pair.new], &[pair.new]),
        "clean.docx" | "clean.md" | "brackets.csv" => (vec![pair.new], &[]),
        "page.html" | "lives.csv" | "brackets.xlsx" => {
            (drafts.iter().map(|held| &**held).collect(), &[])
        }
        _ => return Err(no_such_file()),
    };
    let weight: Weight = of.iter().map(|held| held.read).sum();
    let rewriting = rewritten.iter().map(|held| held.to_rewrite());
    Ok(rewriting.fold(TO_WRITE.of(weight), u64::saturating_add))
}

fn no_such_file() -> Refusal {
    Refusal::not_there("there is no such file to take away")
}

impl Asked {
    /// The places of the pair in a list of so many drafts, from 0.
    fn pair(&self, count: usize) -> Result<Diff<usize>, Refusal> {
        let last = count.saturating_sub(1);
        let place = |asked: Option<usize>, else_: usize| match asked {
            None => Ok(else_),
            Some(k) if (1..=count).contains(&k) => Ok(k - 1),
            Some(k) => Err(Refusal::unclear(format!(
                "there is no draft {k}: they are numbered from 1 to {count}"
            ))),
        };
        Ok(Diff {
            old: place(self.older, last.saturating_sub(1))?,
            new: place(self.newer, last)?,
        })
    }
}

impl<'a> Order<'a> {
    fn of(report: &'a Report, asked: &'a Asked, marks: Marks) -> Result<Self, Refusal> {
        Ok(Self {
            pair: asked.pair(report.drafts.len())?,
            report,
            asked,
            marks,
        })
    }

    fn held(&self, at: usize) -> &'a Held {
        &self.report.drafts[at]
    }

    fn newer(&self) -> &'a Held {
        self.held(self.pair.new)
    }

    /// The text that a draft of the list is.
    fn view(&self, at: usize) -> View {
        self.report.told.history.revisions[at].view
    }

    fn name(&self, at: usize) -> &str {
        &self.report.told.history.revisions[at].name
    }

    /// The redline of the two, as the page shows it.
    fn redline(&self) -> Redline {
        let [old, new] = [self.pair.old, self.pair.new].map(|at| u32::try_from(at).unwrap_or(0));
        history::redline(&self.report.told.history, old, new)
    }

    fn author(&self) -> Author {
        let name: String = self.asked.author.as_deref().unwrap_or("").trim().to_owned();
        let plain: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
        if plain.is_empty() {
            return Author::default();
        }
        Author {
            name: plain,
            date: None,
        }
    }

    fn as_written(&self) -> handover::Options {
        handover::Options {
            author: self.author(),
            ..handover::Options::default()
        }
    }

    /// Two Word files give the newer one with the changes tracked in it; else it is a file of its
    /// own.
    fn redline_in_word(&self) -> Result<Taken, Refusal> {
        let files = self.pair.map(|at| self.held(at));
        if files.old.format == Format::Docx && files.new.format == Format::Docx {
            let options = word::Options {
                views: self.pair.map(|at| self.view(at)),
                author: self.author(),
                marks: self.marks,
                ..word::Options::default()
            };
            let compared = word::compare(&files.old.bytes, &files.new.bytes, &options)
                .map_err(|error| Refusal::unfit(error.to_string()))?;
            let file = self.both("redline.docx", WORD, compared.bytes);
            return Ok(file.with(compared.findings));
        }
        let bytes = handover::redline(&self.redline(), Form::Docx, &self.as_written())?;
        Ok(self.both("redline.docx", WORD, bytes))
    }

    fn cleaning(&self) -> Result<clean::Options, Refusal> {
        Ok(clean::Options {
            view: self.view(self.pair.new),
            renumber: self.asked.renumber,
            brackets: match self.asked.brackets.as_deref() {
                None | Some("keep") => Brackets::Keep,
                Some("text") => Brackets::Text,
                Some("drop") => Brackets::Drop,
                Some(_) => {
                    return Err(Refusal::unclear("brackets is one of keep, text and drop"));
                }
            },
        })
    }

    fn clean_in_word(&self) -> Result<Taken, Refusal> {
        let (newer, options) = (self.newer(), self.cleaning()?);
        let (bytes, findings) = if newer.format == Format::Docx {
            word::clean(&newer.bytes, &options, self.marks)
                .map_err(|error| Refusal::unfit(format!("{}: {error}", newer.file)))?
        } else {
            let clean = clean::clean(&newer.draft, &options);
            let options = handover::Options::default();
            let bytes = handover::draft(&clean, Form::Docx, &options)?;
            (bytes, clean.findings)
        };
        Ok(self.one("clean.docx", WORD, bytes).with(findings))
    }

    /// The unresolved passages of the newer draft.
    fn register(&self) -> spreadsheet::Table {
        let view = self.view(self.pair.new);
        table::register_table(&crate::brackets::register(&self.newer().draft, view))
    }

    /// The passages of the newer draft; the lives of all passages, and what stood open when.
    fn workbook(&self) -> Result<Taken, Refusal> {
        let told = &self.report.told.lives;
        let tables = [
            self.register(),
            lives::lives_table(told, &Choice::default()),
            lives::burn_down_table(told),
        ];
        let bytes = spreadsheet::xlsx(&tables).map_err(|_| {
            Refusal::unfit("a workbook cannot hold tables of this size; take the CSV")
        })?;
        Ok(self.one("brackets.xlsx", WORKBOOK, bytes))
    }

    /// A file about both drafts.
    fn both(&self, what: &str, kind: &'static str, bytes: Vec<u8>) -> Taken {
        let names = self.pair.map(|at| self.name(at));
        let name = format!("{} to {} {what}", names.old, names.new);
        Taken::new(&name, kind, bytes)
    }

    /// A file about the newer draft.
    fn one(&self, what: &str, kind: &'static str, bytes: Vec<u8>) -> Taken {
        Taken::new(&format!("{} {what}", self.name(self.pair.new)), kind, bytes)
    }
}

impl From<handover::Error> for Refusal {
    fn from(error: handover::Error) -> Self {
        Self::defect(error.to_string())
    }
}

fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> Result<String, Refusal> {
    let mut out = String::new();
    write(&mut out).map_err(|_| Refusal::defect("it could not be written down"))?;
    Ok(out)
}

/// Spreadsheets take CSV for the letters of another age unless it begins with a mark.
fn with_mark(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

impl Taken {
    fn new(name: &str, kind: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name: file_name(name),
            kind,
            bytes,
            findings: Vec::new(),
        }
    }

    fn with(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }
}

/// A name that every system takes for a file: none of the signs that some of them mean something
/// by.
fn file_name(name: &str) -> String {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            // Signs that turn the direction of writing can hide what a file is.
            || is_mark(c)
            || turns_writing(c)
    };
    let plain: String = name.chars().map(|c| if bad(c) { '-' } else { c }).collect();
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((&plain, ""));
    let short: String = stem
        .trim_start_matches(['.', ' '])
        .chars()
        .take(100)
        .collect();
    format!("{short}.{ending}")
}

/// All but letters and digits as percents and numbers.
pub(super) fn percents(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The answer tells no more findings than this.
const MOST_FINDINGS: usize = 12;

impl Taken {
    /// The answer, which keeps its memory until it was taken.
    pub(super) fn with_share(self, share: Share) -> Response {
        let plain: String = self
            .name
            .chars()
            .map(|c| if c.is_ascii() { c } else { '_' })
            .collect();
        let disposition = format!(
            "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
            percents(&self.name)
        );
        let told: Vec<Noticed> = self
            .findings
            .iter()
            .take(MOST_FINDINGS)
            .map(Noticed::of)
            .collect();
        let told = serde_json::to_string(&told).unwrap_or_default();
        let mut response = (StatusCode::OK, answer::body(self.bytes, share)).into_response();
        let headers = [
            (header::CONTENT_TYPE, self.kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
            (HeaderName::from_static("redraft-findings"), percents(&told)),
        ];
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_names_of_files() {
        assert_eq!(file_name("a/b\\c:d \"e\" <f>.md"), "a-b-c-d -e- -f-.md");
        assert_eq!(file_name("../../etc/passwd.md"), "-..-etc-passwd.md");
        assert_eq!(file_name("x\u{202e}cod.docx"), "x-cod.docx");
        assert_eq!(
            file_name(&format!("{}.md", "é".repeat(400)))
                .chars()
                .count(),
            103
        );
        assert_eq!(percents("Rev. 2 é"), "Rev.%202%20%C3%A9");
    }
}
