//! The redline for a reader at a terminal: sections, labels in a column, words wrapped, the
//! unchanged folded.

use super::ink::{Look, Page, blanks, made, piece, words};
use super::rows::{self, Shown};
use super::wrap::Piece;
use crate::draft::{Class, Kind, Paragraph, Redline, View};
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What to show, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns that a line may fill; none for one line a paragraph.
    pub width: Option<usize>,
    /// Whether to use colours, underlines and strikes; without, `[-deleted-]` and `{+inserted+}`.
    pub colour: bool,
    /// Unchanged clauses to show on either side of a changed one; none for all.
    pub context: Option<usize>,
    /// Show only clauses with changes of these classes; all where it is empty.
    pub only: Vec<Class>,
    /// What the older and the newer draft are called.
    pub names: crate::draft::Diff<String>,
}

/// Columns before the words: sign, space, label.
const LABEL: usize = 11;

/// Writes a redline.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let shown = rows::told(redline);
    let visible = visible(&shown, options);
    let mut page = Sheet {
        redline,
        options,
        page: Page::new(out, options.width, options.colour),
        pending_head: None,
    };
    page.heading()?;
    page.masthead(&shown)?;
    let mut folded: Vec<Shown<'_>> = Vec::new();
    for (one, is_visible) in shown.iter().zip(visible) {
        if one.paragraph.kind.opens_section() {
            page.fold(&mut folded)?;
            page.pending_head = Some(*one);
            if is_visible {
                page.flush_head()?;
            }
        } else if is_visible {
            page.fold(&mut folded)?;
            page.flush_head()?;
            page.row(one)?;
        } else if !matches!(
            one.paragraph.kind,
            Kind::Furniture | Kind::FrontMatter | Kind::Blank
        ) {
            folded.push(*one);
        }
    }
    page.fold(&mut folded)
}

/// Which paragraphs are shown in full: the changed ones of the classes asked for, and their
/// neighbours.
fn visible(shown: &[Shown<'_>], options: &Options) -> Vec<bool> {
    let changed: Vec<bool> = shown
        .iter()
        .map(|one| {
            let differs = !one.is_unchanged()
                || one
                    .row
                    .is_some_and(|row| row.classes.iter().any(|c| *c != Class::Numbering));
            let asked = one.has_class(&options.only) || one.is_ghost() && options.only.is_empty();
            asked
                && (differs
                    || one.is_renumbered()
                        && (options.only.contains(&Class::Numbering) || options.context.is_none()))
        })
        .collect();
    let Some(context) = options.context else {
        return if options.only.is_empty() {
            vec![true; shown.len()]
        } else {
            changed
        };
    };
    let context = if options.only.is_empty() { context } else { 0 };
    // What the masthead says is told in one line.
    let mut out: Vec<bool> = changed
        .iter()
        .zip(shown)
        .map(|(changed, one)| *changed && one.paragraph.kind != Kind::Masthead)
        .collect();
    for k in (0..shown.len()).filter(|k| changed[*k] && shown[*k].is_clause()) {
        let same_section = |j: &usize| !shown[*j].paragraph.kind.opens_section();
        for j in (k + 1..shown.len())
            .take_while(same_section)
            .take(context)
            .chain((0..k).rev().take_while(same_section).take(context))
        {
            out[j] |= shown[j].is_clause();
        }
    }
    out
}

struct Sheet<'a> {
    redline: &'a Redline,
    options: &'a Options,
    page: Page<'a>,
    /// A section that has nothing to show so far.
    pending_head: Option<Shown<'a>>,
}

impl<'a> Sheet<'a> {
    fn heading(&mut self) -> fmt::Result {
        if let Some(title) = &self.redline.draft.masthead.title {
            self.page.paragraph(&[], &[piece(title, Look::Label)], 0)?;
        }
        let names = &self.options.names;
        let names = format!("{} → {}", names.old, names.new);
        let mut lines = vec![names, rows::counts(self.redline)];
        if !self.options.only.is_empty() {
            let classes: Vec<&str> = self.options.only.iter().map(|c| c.as_str()).collect();
            lines.push(format!("only: {}", classes.join(", ")));
        }
        for line in lines {
            self.page.paragraph(&[], &[piece(&line, Look::Quiet)], 0)?;
        }
        Ok(())
    }

    /// Symbols, dates and titles, counted: that they are new is no news.
    fn masthead(&mut self, shown: &[Shown<'_>]) -> fmt::Result {
        let lines = || {
            shown
                .iter()
                .filter(|one| one.paragraph.kind == Kind::Masthead)
        };
        let changed = lines().filter(|one| !one.is_unchanged()).count();
        if self.options.context.is_none() || !self.options.only.is_empty() || changed == 0 {
            return Ok(());
        }
        let text = format!(
            "masthead: {} lines, {changed} changed (--full shows them)",
            lines().count()
        );
        self.page.paragraph(&[], &[made(text, Look::Quiet)], 0)
    }

    fn flush_head(&mut self) -> fmt::Result {
        let Some(head) = self.pending_head.take() else {
            return Ok(());
        };
        self.page.blank()?;
        let sign = if head.is_unchanged() {
            ' '
        } else {
            head.sign()
        };
        let mut pieces = heading_label(head.paragraph);
        pieces.extend(words(
            head.paragraph.words.runs(),
            self.options.colour,
            Look::Call,
        ));
        pieces.extend(self.note(&head));
        self.page
            .paragraph(&[made(format!("{sign} "), Look::Label)], &pieces, 2)
    }

    /// What became of it, in parentheses after the words.
    fn note(&self, one: &Shown<'_>) -> Option<Piece<'static, Look>> {
        let note = one.note();
        (!note.is_empty()).then(|| made(format!("   ({note})"), Look::Quiet))
    }

    /// One line for clauses that are not shown.
    fn fold(&mut self, folded: &mut Vec<Shown<'a>>) -> fmt::Result {
        let clauses: Vec<Shown<'a>> = folded
            .drain(..)
            .filter(|one| one.is_clause() && !one.is_ghost())
            .collect();
        // Who asks for one class of changes asks for nothing else.
        if clauses.is_empty() || !self.options.only.is_empty() {
            return Ok(());
        }
        self.flush_head()?;
        let indent = LABEL + 2;
        let text = made(fold_text(&clauses), Look::Quiet);
        let head = made(format!("{:indent$}", ""), Look::Plain);
        self.page.paragraph(&[head], &[text], indent + 2)
    }

    fn row(&mut self, one: &Shown<'_>) -> fmt::Result {
        let view = if one.paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        };
        let depth = usize::from(*one.paragraph.depth.get(view)).min(6);
        let label = one.label();
        let gap = LABEL.saturating_sub(label.width()).max(1);
        let head = [
            made(format!("{} ", one.sign()), Look::Label),
            piece(&label, Look::Label),
            piece(blanks(gap + depth * 2), Look::Plain),
        ];
        let indent = LABEL + 2 + depth * 2;
        if one.is_ghost() {
            let note = made(format!("({})", one.note()), Look::Quiet);
            return self.page.paragraph(&head, &[note], indent);
        }
        let is_context = one.is_unchanged() && self.options.context.is_some();
        let look = if one.paragraph.kind == Kind::Clause && !is_context {
            Look::Plain
        } else {
            Look::Quiet
        };
        let mut body = words(one.paragraph.words.runs(), self.options.colour, look);
        if is_context {
            return self.page.first_line(&head, &body, indent);
        }
        body.extend(self.note(one));
        self.page.paragraph(&head, &body, indent)
    }
}

/// "… 4 unchanged, c) – f)", "… 3 unchanged, renumbered 2 → 3, 3 → 4, 4 → 5".
fn fold_text(clauses: &[Shown<'_>]) -> String {
    let renumbered: Vec<String> = clauses
        .iter()
        .filter(|one| one.is_renumbered())
        .map(Shown::label)
        .collect();
    let name = |one: Option<&Shown<'_>>| {
        one.and_then(|one| one.paragraph.label_in(View::Revised))
            .unwrap_or("")
            .trim_end_matches(['.', ':'])
            .to_owned()
    };
    let (first, last) = (name(clauses.first()), name(clauses.last()));
    if !renumbered.is_empty() {
        let told = renumbered.iter().take(MOST_TOLD).map(String::as_str);
        let told: Vec<&str> = told.collect();
        let more = match renumbered.len().saturating_sub(MOST_TOLD) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let told = told.join(", ");
        return format!("… {} unchanged, renumbered {told}{more}", clauses.len());
    }
    match (clauses.len(), first.is_empty() || last.is_empty()) {
        (n, true) => format!("… {n} unchanged"),
        (1, false) => format!("… 1 unchanged, {first}"),
        (n, false) => format!("… {n} unchanged, {first} – {last}"),
    }
}

/// The most renumbered clauses that one line names.
const MOST_TOLD: usize = 12;

/// The label of a heading, which stands on its line: "Article 4".
fn heading_label(paragraph: &Paragraph) -> Vec<Piece<'_, Look>> {
    if paragraph.kind != Kind::Heading {
        return Vec::new();
    }
    let of = |view| paragraph.label_in(view);
    of(View::Revised)
        .or_else(|| of(View::Base))
        .map(|label| made(format!("{label} "), Look::Call))
        .into_iter()
        .collect()
}
