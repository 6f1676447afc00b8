//! Plain text: the clean text of a view, and a redline for reading anywhere.

use super::pieces::is_no_letter;
use super::{screen, terminal};
use crate::draft::paragraph::{DEEPEST, STEP};
use crate::draft::{Draft, Kind, Object, Redline, View};
use std::fmt::{self, Write};

/// Writes the clean text of a view: paragraphs parted by blank lines, sub-clauses stepped in by
/// four columns.
///
/// # Errors
/// Where `out` fails.
pub fn draft(draft: &Draft, view: View, out: &mut dyn Write) -> fmt::Result {
    let mut first = true;
    for paragraph in draft.view(view).paragraphs {
        let text = paragraph.labelled_text(View::Revised);
        if paragraph.kind == Kind::FrontMatter || text.trim().is_empty() {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.write_char('\n')?;
        }
        let depth = if paragraph.kind == Kind::Clause {
            usize::from(paragraph.depth.new).min(DEEPEST)
        } else {
            0
        };
        let mut shown = Object::shown(&text);
        if !screen::is_printed(&shown) {
            shown = shown.replace(is_no_letter, " ").into();
        }
        // White space before it would step it in, and nobody sees what stands behind it.
        writeln!(out, "{:1$}{2}", "", depth * STEP, shown.trim())?;
    }
    Ok(())
}

/// Writes a redline without colours: `[-deleted-]`, `{+inserted+}`, one paragraph a line.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, options: &terminal::Options, out: &mut dyn Write) -> fmt::Result {
    let options = terminal::Options {
        colour: false,
        ..options.clone()
    };
    terminal::redline(redline, &options, out)
}
