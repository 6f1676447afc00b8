//! Text as drafts come: plain, Markdown, CriticMarkup; scanned, converted, pasted.
//!
//! The way of the text: printed lines -> blocks (`lines`) -> words with their marks (`inline`) ->
//! paragraphs with labels and depths (`read::structure`, which all formats share) -> damaged labels
//! and strikes decoded (`decode`, `sequence`, `conclusion`, `polarity`).

mod conclusion;
mod decode;
mod hyphens;
mod inline;
mod lines;
mod pages;
mod pairs;
mod pieces;
mod polarity;
mod remarks;
mod sequence;
mod size;
mod spaces;

use super::Format;
use super::structure::block::{Block, Inline, Joint, Remark};
use super::structure::parts::Parts;
use super::structure::{self, Source, furniture, label, masthead};
use crate::draft::paragraph::STEP;
use crate::draft::{Change, Diff, Draft, Finding, Kind, Paragraph, Severity, Why};
use hyphens::Hyphens;
use inline::Marks;
use memchr::{memchr, memchr_iter};
use remarks::Remarks;
pub(super) use size::too_much;

/// Tells why each block of a decoded text is read as it is.
pub(super) fn why(text: &str, format: Format) -> Vec<Why> {
    let (blocks, source) = blocks(text, format);
    structure::why(blocks.body, &source)
}

/// The blocks of a text, and what is known of them.
fn blocks(text: &str, format: Format) -> (lines::Blocks<'_>, Printed<'_>) {
    let markdown = format != Format::Text;
    let mut all = lines::blocks(text, markdown);
    let remarks = if markdown && text.contains("redraft: ") {
        let (blocks, remarks) = remarks::take(std::mem::take(&mut all.body));
        all.body = blocks;
        remarks
    } else {
        Remarks::default()
    };
    let marks = Marks {
        format: Some(format),
        link_names: all
            .body
            .iter()
            .filter(|b| furniture::is_link_definition(&b.text))
            .filter_map(|b| {
                b.text[1..]
                    .split_once(']')
                    .map(|(name, _)| name.to_lowercase())
            })
            .collect(),
    };
    let source = Printed {
        hyphens: Hyphens::of(text),
        marks,
        remarks,
    };
    (all, source)
}

/// Reads a decoded text; with its marks as they are printed, if `literal`.
pub(super) fn read(text: &str, format: Format, literal: bool) -> Draft {
    let (all, source) = blocks(text, format);
    let lines::Blocks {
        front,
        body: blocks,
        numbered,
    } = all;
    let mut read = structure::read(blocks, &source);
    if !literal && !source.is_exact() && is_damaged(&read.paragraphs) {
        decode::decode(&mut read);
        polarity::settle(&mut read);
    }
    if !source.is_exact() {
        spaces::close_up(&mut read.paragraphs);
        // Marks round nothing, or a remark alone: no text has a paragraph without words.
        read.paragraphs.retain(|paragraph| !paragraph.is_bare());
    }
    if numbered {
        let message = "the lines of this draft are numbered; the numbers are left out of the words";
        read.findings
            .push(Finding::new(Severity::Note, "line-numbers", 1, 0, message));
    }
    if !front.is_empty() {
        let head = front.into_iter().map(|block| Paragraph {
            line: Diff::same(block.places[0].1),
            ..Paragraph::plain(Kind::FrontMatter, &block.text)
        });
        read.paragraphs.splice(0..0, head);
    }
    read.findings.sort_by_key(|f| (f.line, f.column));
    Draft {
        masthead: masthead::of(&read.paragraphs),
        paragraphs: read.paragraphs,
        origins: Vec::new(),
        findings: read.findings,
        source: String::new(),
    }
}

/// What is known of the blocks of a text.
struct Printed<'a> {
    hyphens: Hyphens<'a>,
    marks: Marks,
    remarks: Remarks,
}

impl Source for Printed<'_> {
    fn joint(&self, before: &str, after: &str) -> Joint {
        self.hyphens.between(before, after)
    }

    fn words(&self, _index: usize, block: &Block<'_>) -> Inline {
        inline::read(block, &self.marks)
    }

    fn has_strikes(&self, blocks: &Parts<Block<'_>>) -> bool {
        let mut blocks = blocks.iter();
        blocks.any(|block| inline::has_strikes(block, &self.marks))
    }

    fn remark(&self, index: usize) -> Option<Remark> {
        self.remarks.of.get(index).copied().flatten()
    }

    /// Our own writer steps clauses in by their depth, and says what it was where that changed.
    fn depth(&self, index: usize, indent: u16) -> Option<Diff<u8>> {
        self.is_exact().then(|| {
            let new = u8::try_from(usize::from(indent) / STEP).unwrap_or(u8::MAX);
            let older = self.remarks.older_depths.get(&index);
            Diff {
                old: older.copied().unwrap_or(new),
                new,
            }
        })
    }

    fn kinds(&self, index: usize) -> Option<Diff<Kind>> {
        let new = *self.remarks.kinds.get(&index)?;
        let old = self.older_kind(index).unwrap_or(new);
        Some(Diff { old, new })
    }

    fn older_kind(&self, index: usize) -> Option<Kind> {
        self.remarks.older_kinds.get(&index).copied()
    }

    fn is_of_page(&self, index: usize) -> bool {
        self.remarks.of_page.contains(&index)
    }

    /// Our own writer marks each heading as one.
    fn shows_headings(&self) -> bool {
        self.is_exact()
    }

    /// Our own writer said that it wrote all marks.
    fn is_exact(&self) -> bool {
        self.remarks.marked
    }
}

/// Whether strikes are all that is left of tracked changes: then they say "something changed here",
/// not "deleted".
fn is_damaged(paragraphs: &[Paragraph]) -> bool {
    let has = |change| paragraphs.iter().any(|p| p.words.has(change));
    has(Change::Deleted) && !has(Change::Inserted)
}

/// Whether a text carries CriticMarkup's marks.
pub(super) fn looks_like_criticmarkup(text: &str) -> bool {
    memchr_iter(b'{', text.as_bytes()).any(|at| {
        let mark = text.as_bytes().get(at + 1..at + 3);
        let is_sign = at > 0 && text.as_bytes()[at - 1] == b'\\';
        !is_sign && matches!(mark, Some(b"++" | b"--" | b"~~" | b">>" | b"=="))
    })
}

/// Whether a text carries Markdown's marks.
pub(super) fn looks_like_markdown(text: &str) -> bool {
    // Most signs are missing from most texts; one quick look for each tells.
    let has = |sign: u8| memchr(sign, text.as_bytes()).is_some();
    // Looks at many bytes at once, as `contains` does not.
    let holds = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let paired = |mark: &str| text.split('\n').any(|line| line.matches(mark).count() >= 2);
    text.starts_with("---\n")
        || has(b'#')
            && text
                .split('\n')
                .any(|line| lines::heading_level(line).is_some())
        || has(b'~') && paired("~~")
        || memchr_iter(b'<', text.as_bytes())
            .any(|at| TAGS.iter().any(|tag| text[at..].starts_with(tag)))
        || memchr_iter(b'\\', text.as_bytes()).any(|at| is_escape(text.as_bytes(), at))
        || has(b'*') && (paired("**") || text.split('\n').any(has_italics))
        || has(b'_') && text.split('\n').any(begins_in_italics)
        || has(b'(') && (holds("](http") || holds("](/"))
        || has(b'|') && text.split('\n').any(is_table_rule)
        || is_labelled_item(text)
        || memchr_iter(b'\n', text.as_bytes()).any(|at| is_labelled_item(&text[at + 1..]))
}

/// What a draft in Markdown is marked with where Markdown itself has no sign.
const TAGS: [&str; 7] = [
    "<ins>",
    "<del>",
    "</u>",
    "</sub>",
    "</sup>",
    "</span>",
    "<!-- redraft: ",
];

/// Whether a backslash says that the sign after it is meant as it stands, as our own Markdown says
/// it (`write::marked`): `\*` anywhere, `](` of no link, `\+` before a brace, `\#` and `\-` where a
/// line begins. Elsewhere a backslash is one: `C:\(old)`.
fn is_escape(text: &[u8], at: usize) -> bool {
    let before = &text[..at];
    let begins_line = || {
        let spaces = before.iter().rev().take_while(|b| **b == b' ').count();
        before[..before.len() - spaces]
            .last()
            .is_none_or(|b| *b == b'\n')
    };
    match text.get(at + 1) {
        Some(b'\\' | b'*' | b'_' | b'~' | b'<' | b'{') => true,
        Some(b'(') => before.last() == Some(&b']'),
        Some(b'+' | b'-' | b'=') if text.get(at + 2) == Some(&b'}') => true,
        Some(b'#' | b'+' | b'-' | b'=') => begins_line(),
        _ => false,
    }
}

/// `- a) that`: a list sign before a label.
fn is_labelled_item(line: &str) -> bool {
    let spaces = line.bytes().take_while(|b| *b == b' ').count();
    let item = line[spaces..].strip_prefix("- ");
    item.is_some_and(label::starts_clause)
}

/// `|---|:--:|`: below the head of a table.
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains("---") && line.bytes().all(|b| b"|-: ".contains(&b))
}

/// `_The Board_,`: a line that begins with a word, or a few, between underscores.
fn begins_in_italics(line: &str) -> bool {
    let text = line.trim_start().trim_start_matches(['[', '(']);
    let Some((words, after)) = text.strip_prefix('_').and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    words.starts_with(char::is_alphabetic)
        && words.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && !after.starts_with(char::is_alphanumeric)
}

/// `*word*`: a star before a letter, and one after a letter on the same line.
fn has_italics(line: &str) -> bool {
    let stars: Vec<usize> = line.match_indices('*').map(|(i, _)| i).collect();
    stars.windows(2).any(|pair| {
        let inner = &line[pair[0] + 1..pair[1]];
        !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ')
    })
}
