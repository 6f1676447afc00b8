//! Which writer of the library writes what: the only file of the command line that knows them.

use super::settings::Settings;
use super::target::Sink;
use super::{brackets, check, clean, compare, references, show};
use redraft::draft::{Diff, Draft, Redline, References, Register, View};
use redraft::write::docx::{self, Author};
use redraft::write::{critic, html, json, markdown, outline, table, terminal, text};
use redraft::write::{findings, gravity, sarif};
use std::fmt::{self, Write};
use std::io;

/// A draft as it was read.
pub(crate) fn draft(
    draft: &Draft,
    to: show::To,
    shown: show::Shown,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let view = match shown {
        show::Shown::Marked => None,
        show::Shown::Base => Some(View::Base),
        show::Shown::Revised => Some(View::Revised),
    };
    let clean = view.map(|view| draft.view(view));
    let draft = clean.as_ref().unwrap_or(draft);
    match to {
        show::To::Json => told(json::draft(draft, out)),
        show::To::Text => {
            let register = redraft::brackets::register(draft, View::Revised);
            let wrapped = settings.on_terminal || settings.width_is_asked;
            let options = outline::Options {
                width: wrapped.then_some(settings.width),
                colour: settings.color,
            };
            outline::draft(draft, &register, options, out)
        }
    }
}

/// The redline of two drafts.
pub(crate) fn redline(
    redline: &Redline,
    names: &Diff<String>,
    to: compare::To,
    extent: &compare::Extent,
    author: &Author,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    if extent.stat {
        return match to {
            compare::To::Markdown => table::stat_markdown(redline, out),
            _ => table::stat(redline, out),
        };
    }
    let wrapped = to == compare::To::Terminal || settings.width_is_asked;
    let options = terminal::Options {
        width: wrapped.then_some(settings.width),
        colour: settings.color && to == compare::To::Terminal,
        context: extent.context,
        only: extent.only.clone(),
        names: names.clone(),
    };
    if extent.sort == compare::Sort::Gravity {
        let ranking = redraft::compare::rank(redline);
        return match to {
            compare::To::Json => told(json::ranked(redline, &ranking, out)),
            _ => gravity::redline(redline, &ranking, &options, out),
        };
    }
    match to {
        compare::To::Terminal => terminal::redline(redline, &options, out),
        compare::To::Text => text::redline(redline, &options, out),
        compare::To::Markdown => markdown::redline(redline, out),
        compare::To::Critic => critic::redline(redline, out),
        compare::To::Json => told(json::redline(redline, out)),
        compare::To::Docx => word(&redline.draft, author, out),
        compare::To::Html => {
            let register = redraft::brackets::register(&redline.draft, View::Revised);
            html::redline(redline, &register, &html::Options::named(names), out)
        }
    }
}

/// A Word file of its own.
fn word(draft: &Draft, author: &Author, out: &mut Sink<'_>) -> fmt::Result {
    let file = docx::draft(draft, author).map_err(|_| fmt::Error)?;
    bytes(&file, out)
}

/// A file that is written already.
pub(crate) fn bytes(bytes: &[u8], out: &mut Sink<'_>) -> fmt::Result {
    told(io::Write::write_all(out, bytes))
}

/// Clean text.
pub(crate) fn clean(draft: &Draft, to: clean::To, out: &mut Sink<'_>) -> fmt::Result {
    match to {
        clean::To::Text => text::draft(draft, View::Revised, out),
        clean::To::Markdown => markdown::draft(draft, out),
        clean::To::Json => told(json::draft(draft, out)),
        clean::To::Docx => word(draft, &Author::default(), out),
    }
}

/// The register of unresolved passages.
pub(crate) fn register(
    register: &Register,
    to: brackets::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    match to {
        brackets::To::Table => table::register(register, settings.width.max(60), out),
        brackets::To::Csv => table::register_csv(register, out),
        brackets::To::Json => told(json::register(register, out)),
        brackets::To::Markdown => table::register_markdown(register, out),
    }
}

/// What drafts refer to.
pub(crate) fn references(
    found: &References,
    to: references::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    use redraft::write::references as write;
    match to {
        references::To::Table => write::table(found, settings.width.max(80), out),
        references::To::Csv => write::csv(found, out),
        references::To::Json => told(json::references(found, out)),
        references::To::Markdown => write::markdown(found, out),
    }
}

/// What a check has found.
pub(crate) fn check(
    checked: &check::Checked,
    to: check::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let found = &checked.findings;
    match to {
        check::To::Table => findings::table(found, settings.width.max(80), out),
        check::To::Json => told(json::check(
            &checked.source,
            checked.against.as_deref(),
            found,
            out,
        )),
        check::To::Sarif => told(sarif::findings(
            found,
            &redraft::check::CODES,
            checked.has_lines,
            out,
        )),
        check::To::Markdown => findings::markdown(found, out),
    }
}

/// The JSON Schema.
pub(crate) fn schema(out: &mut Sink<'_>) -> fmt::Result {
    writeln!(out, "{:#}", redraft::json::schema())
}

/// The sink keeps its own error; the writers only say that there was one.
fn told(written: io::Result<()>) -> fmt::Result {
    written.map_err(|_| fmt::Error)
}
