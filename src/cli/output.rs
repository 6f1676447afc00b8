//! Which writer of the library writes what: the only file of the command line that knows them.

use super::settings::Settings;
use super::target::Sink;
use super::trouble::Trouble;
use super::{blame, brackets, check, clean, compare, history, references, report, show};
use redraft::draft::history::{self as story, History, LostPhrase};
use redraft::draft::lives::{Choice, Lives};
use redraft::draft::{Diff, Draft, Redline, References, Register, View};
use redraft::handover::{self, Form};
use redraft::report::Told;
use redraft::write::{self, html, json, outline, table, terminal, text};
use redraft::write::{findings, gravity, sarif, spreadsheet};
use std::fmt::{self, Write};
use std::io;

/// A draft as it was read.
pub(crate) fn draft(
    draft: &Draft,
    file: Option<&[u8]>,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    if let Some(file) = file {
        return bytes(file, out);
    }
    let register = redraft::brackets::register(draft, View::Revised);
    let wrapped = settings.on_terminal || settings.width_is_asked;
    let options = outline::Options {
        width: wrapped.then_some(settings.width),
        colour: settings.color,
    };
    outline::draft(draft, &register, options, out)
}

/// A draft as a file, if it is to be in a format that reads back: written, read again and proved.
pub(crate) fn draft_file(draft: &Draft, to: show::To) -> Result<Option<Vec<u8>>, Trouble> {
    match to {
        show::To::Text => Ok(None),
        show::To::Json => {
            let options = handover::Options::default();
            Ok(Some(handover::draft(draft, Form::Json, &options)?))
        }
    }
}

/// The redline of two drafts.
pub(crate) fn redline(
    redline: &Redline,
    names: &Diff<String>,
    to: compare::To,
    extent: &compare::Extent,
    file: Option<&[u8]>,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    if let Some(file) = file {
        return bytes(file, out);
    }
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
        return gravity::redline(redline, &ranking, &options, out);
    }
    match to {
        compare::To::Terminal => terminal::redline(redline, &options, out),
        compare::To::Html => {
            let register = redraft::brackets::register(&redline.draft, View::Revised);
            html::redline(redline, &register, &html::Options::named(names), out)
        }
        // What reads back is a file already.
        compare::To::Text
        | compare::To::Markdown
        | compare::To::Critic
        | compare::To::Json
        | compare::To::Docx => text::redline(redline, &options, out),
    }
}

/// The redline as a file, if it is to be in a format that reads back: written, read again and
/// proved.
pub(crate) fn redline_file(
    redline: &Redline,
    to: compare::To,
    extent: &compare::Extent,
    options: &handover::Options,
) -> Result<Option<Vec<u8>>, Trouble> {
    let form = match to {
        _ if extent.stat => return Ok(None),
        compare::To::Terminal | compare::To::Text | compare::To::Html => return Ok(None),
        compare::To::Markdown => Form::Markdown,
        compare::To::Critic => Form::CriticMarkup,
        compare::To::Json => Form::Json,
        compare::To::Docx => Form::Docx,
    };
    let file = if form == Form::Json && extent.sort == compare::Sort::Gravity {
        handover::ranked(redline, &redraft::compare::rank(redline), options)
    } else {
        handover::redline(redline, form, options)
    };
    Ok(Some(file?))
}

/// Tables as the sheets of one workbook.
fn workbook(tables: &[spreadsheet::Table], out: &mut Sink<'_>) -> fmt::Result {
    let file = spreadsheet::xlsx(tables).map_err(|_| fmt::Error)?;
    bytes(&file, out)
}

/// A file that is written already; as text, if it is text, so that nothing in it drives a terminal.
pub(crate) fn bytes(bytes: &[u8], out: &mut Sink<'_>) -> fmt::Result {
    match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.starts_with(ARCHIVE) => out.write_str(text),
        _ => told(io::Write::write_all(out, bytes)),
    }
}

/// What a ZIP archive begins with, and so a Word file and a workbook.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Why a line was read as it was.
pub(crate) fn why(why: &[redraft::draft::Why], out: &mut Sink<'_>) -> fmt::Result {
    write::why::why(why, out)
}

/// Clean text.
pub(crate) fn clean(draft: &Draft, file: Option<&[u8]>, out: &mut Sink<'_>) -> fmt::Result {
    match file {
        Some(file) => bytes(file, out),
        None => text::draft(draft, View::Revised, out),
    }
}

/// Clean text as a file, if it is to be in a format that reads back: written, read again and
/// proved.
pub(crate) fn clean_file(draft: &Draft, to: clean::To) -> Result<Option<Vec<u8>>, Trouble> {
    let form = match to {
        clean::To::Text => return Ok(None),
        clean::To::Markdown => Form::Markdown,
        clean::To::Json => Form::Json,
        clean::To::Docx => Form::Docx,
    };
    Ok(Some(handover::draft(
        draft,
        form,
        &handover::Options::default(),
    )?))
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
        brackets::To::Xlsx => workbook(&[table::register_table(register)], out),
        brackets::To::Json => told(json::register(register, out)),
        brackets::To::Markdown => table::register_markdown(register, out),
        // A chart is of lives; the command sees to that.
        brackets::To::Svg => Ok(()),
    }
}

/// What a history has to tell.
pub(crate) fn history(
    history: &History,
    question: history::Question,
    to: history::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    use history::{Question, To};
    let options = told_at(to == To::Terminal, settings);
    match (question, to) {
        (Question::Overview, To::Json) => told(redraft::json::history(
            history,
            &history.matrix(true),
            true,
            out,
        )),
        (Question::Overview, To::Markdown) => write::history::overview_markdown(history, out),
        (Question::Overview, _) => write::history::overview(history, options, out),
        (Question::Story(lineage), to) => {
            let story = redraft::history::story(history, lineage);
            match to {
                To::Json => told(redraft::json::story(history, &story, out)),
                To::Markdown => write::history::story_markdown(history, &story, out),
                _ => write::history::story(history, &story, options, out),
            }
        }
        (_, to) => {
            let matrix = history.matrix(true);
            match to {
                To::Json => told(redraft::json::history(history, &matrix, false, out)),
                To::Markdown => write::history::matrix_markdown(history, &matrix, out),
                To::Csv => write::history::matrix_csv(history, &matrix, out),
                To::Html => write::history::matrix_html(history, &matrix, out),
                To::Terminal | To::Text => {
                    write::history::matrix(history, &matrix, settings.width.max(60), out)
                }
            }
        }
    }
}

/// How the redline between two drafts of a history is written.
pub(crate) fn of_history(to: history::To) -> (compare::To, compare::Extent) {
    let to = match to {
        history::To::Terminal => compare::To::Terminal,
        history::To::Markdown => compare::To::Markdown,
        history::To::Json => compare::To::Json,
        history::To::Html => compare::To::Html,
        history::To::Text | history::To::Csv => compare::To::Text,
    };
    let extent = compare::Extent {
        only: Vec::new(),
        context: Some(1),
        stat: false,
        sort: compare::Sort::Draft,
    };
    (to, extent)
}

/// Who brought which words, and what was lost.
pub(crate) struct Blame<'a> {
    pub(crate) history: &'a History,
    pub(crate) told: &'a [story::Told],
    pub(crate) lost: &'a [LostPhrase],
    pub(crate) deleted: bool,
}

/// Each phrase with the draft that brought it, or what was lost.
pub(crate) fn blame(
    blame: &Blame<'_>,
    to: blame::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let options = told_at(to == blame::To::Terminal, settings);
    let Blame { history, lost, .. } = *blame;
    match to {
        blame::To::Json => told(redraft::json::blame(history, blame.told, lost, out)),
        _ if blame.deleted => write::history::lost(history, lost, options, out),
        _ => write::history::blame(history, blame.told, options, out),
    }
}

/// How wide, and whether in colour.
fn told_at(on_terminal: bool, settings: &Settings) -> write::history::Options {
    write::history::Options {
        width: (on_terminal || settings.width_is_asked).then_some(settings.width),
        colour: settings.color && on_terminal,
    }
}

/// What is asked of the life of passages.
pub(crate) struct LivesOf<'a> {
    pub(crate) lives: &'a Lives,
    pub(crate) choice: &'a Choice,
    pub(crate) burn_down: bool,
}

/// The life of passages, what stood open, and agreed clauses that changed.
pub(crate) fn lives(
    what: &LivesOf<'_>,
    to: brackets::To,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let LivesOf {
        lives,
        choice,
        burn_down,
    } = what;
    match to {
        brackets::To::Svg => write::lives::chart(lives, out),
        brackets::To::Json => told(json::lives(lives, choice, out)),
        brackets::To::Xlsx if *burn_down => workbook(&[write::lives::burn_down_table(lives)], out),
        brackets::To::Xlsx => {
            let of_lives = write::lives::lives_table(lives, choice);
            workbook(&[of_lives, write::lives::burn_down_table(lives)], out)
        }
        brackets::To::Csv if *burn_down => write::lives::burn_down_csv(lives, out),
        brackets::To::Csv => write::lives::lives_csv(lives, choice, out),
        brackets::To::Markdown => {
            if !burn_down {
                write::lives::lives_markdown(lives, choice, out)?;
                out.write_char('\n')?;
            }
            if *burn_down || choice.is_all() {
                write::lives::burn_down_markdown(lives, out)?;
            }
            Ok(())
        }
        brackets::To::Table => {
            if !burn_down {
                write::lives::lives(lives, choice, settings.width.max(60), out)?;
            }
            if *burn_down || choice.is_all() {
                write::lives::burn_down(lives, out)?;
            }
            if !lives.alarms.is_empty() {
                out.write_str("\nAgreed, and changed afterwards:\n")?;
                write::lives::alarms(lives, out)?;
            }
            Ok(())
        }
    }
}

/// Many drafts on one page.
pub(crate) fn report(of: &Told, to: report::To, out: &mut Sink<'_>) -> fmt::Result {
    match to {
        report::To::Json => told(redraft::json::report(&of.material(), out)),
        report::To::Html => html::report(&of.material(), &of.redline, &of.register(), out),
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
