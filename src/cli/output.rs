//! Which writer of the library writes what: the only file of the command line that knows them.

use super::format::Listing;
use super::settings::Settings;
use super::target::Sink;
use super::trouble::Trouble;
use super::{blame, brackets, check, clean, compare, history, references, report, show};
use redraft::draft::history::{self as story, History, LostPhrase};
use redraft::draft::lives::{Choice, Lives};
use redraft::draft::{Conflict, Diff, Draft, Redline, References, Register, TrackedChange, View};
use redraft::handover::{self, Form};
use redraft::report::Told;
use redraft::write::{self, html, json, outline, table, terminal, text};
use redraft::write::{findings, gravity, sarif, spreadsheet};
use std::fmt::{self, Write};
use std::io;

/// A draft or a redline in a format that reads back: written, read again and proved.
pub(crate) struct File {
    bytes: Vec<u8>,
    is_text: bool,
}

impl File {
    fn of(form: Form, bytes: Vec<u8>) -> Self {
        let is_text = match form {
            Form::Markdown | Form::CriticMarkup | Form::Json => true,
            Form::Docx => false,
        };
        Self { bytes, is_text }
    }

    /// Text goes through the screen, so that nothing in it drives a terminal.
    fn write(&self, out: &mut Sink<'_>) -> fmt::Result {
        if self.is_text {
            let text = std::str::from_utf8(&self.bytes).map_err(|_| fmt::Error)?;
            return out.write_str(text);
        }
        bytes(&self.bytes, out)
    }
}

/// A draft as it was read.
pub(crate) fn draft(
    draft: &Draft,
    file: Option<&File>,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    if let Some(file) = file {
        return file.write(out);
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
pub(crate) fn draft_file(draft: &Draft, to: show::To) -> Result<Option<File>, Trouble> {
    match to {
        show::To::Text => Ok(None),
        show::To::Json => file_of(draft, Form::Json, &handover::Options::default()).map(Some),
    }
}

/// A draft, written in a format that reads back, read again and proved.
pub(crate) fn file_of(
    draft: &Draft,
    form: Form,
    options: &handover::Options,
) -> Result<File, Trouble> {
    Ok(File::of(form, handover::draft(draft, form, options)?))
}

/// How a redline is written.
pub(crate) enum Shape {
    /// As a file that reads back.
    File(File),
    /// As a table by section.
    Stat,
    /// As that table in Markdown.
    StatInMarkdown,
    /// As text, the gravest change first.
    ByGravity,
    /// As text.
    Text,
    /// As a page.
    Page,
}

impl Shape {
    /// How a redline of this extent is written in a format. What reads back is written, read again
    /// and proved here.
    pub(crate) fn of(
        redline: &Redline,
        to: compare::To,
        extent: &compare::Extent,
        options: &handover::Options,
    ) -> Result<Self, Trouble> {
        let by_gravity = extent.sort == compare::Sort::Gravity;
        if extent.stat {
            return Ok(match to {
                compare::To::Markdown => Self::StatInMarkdown,
                _ => Self::Stat,
            });
        }
        let form = match to {
            compare::To::Terminal | compare::To::Text if by_gravity => return Ok(Self::ByGravity),
            compare::To::Terminal | compare::To::Text => return Ok(Self::Text),
            compare::To::Html => return Ok(Self::Page),
            compare::To::Markdown => Form::Markdown,
            compare::To::Critic => Form::CriticMarkup,
            compare::To::Json => Form::Json,
            compare::To::Docx => Form::Docx,
        };
        let file = if form == Form::Json && by_gravity {
            handover::ranked(redline, &redraft::compare::rank(redline), options)
        } else {
            handover::redline(redline, form, options)
        };
        Ok(Self::File(File::of(form, file?)))
    }
}

/// The redline of two drafts.
pub(crate) fn redline(
    redline: &Redline,
    names: &Diff<String>,
    shape: &Shape,
    to: compare::To,
    extent: &compare::Extent,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let on_terminal = to == compare::To::Terminal;
    let wrapped = on_terminal || settings.width_is_asked;
    let options = terminal::Options {
        width: wrapped.then_some(settings.width),
        colour: settings.color && on_terminal,
        context: extent.context,
        only: extent.only.clone(),
        names: names.clone(),
    };
    match shape {
        Shape::File(file) => file.write(out),
        Shape::Stat => table::stat(redline, out),
        Shape::StatInMarkdown => table::stat_markdown(redline, out),
        Shape::ByGravity => {
            let ranking = redraft::compare::rank(redline);
            gravity::redline(redline, &ranking, &options, out)
        }
        Shape::Text if on_terminal => terminal::redline(redline, &options, out),
        Shape::Text => text::redline(redline, &options, out),
        Shape::Page => {
            let register = redraft::brackets::register(&redline.draft, View::Revised);
            html::redline(redline, &register, &html::Options::named(names), out)
        }
    }
}

/// Tables as the sheets of one workbook.
fn workbook(tables: &[spreadsheet::Table], out: &mut Sink<'_>) -> fmt::Result {
    let file = spreadsheet::xlsx(tables).map_err(|_| fmt::Error)?;
    bytes(&file, out)
}

/// A file that is no text: a Word file, a workbook.
pub(crate) fn bytes(bytes: &[u8], out: &mut Sink<'_>) -> fmt::Result {
    told(io::Write::write_all(out, bytes))
}

/// Why a line was read as it was.
pub(crate) fn why(why: &[redraft::draft::Why], out: &mut Sink<'_>) -> fmt::Result {
    write::why::why(why, out)
}

/// A file that was written and proved.
pub(crate) fn file(file: &File, out: &mut Sink<'_>) -> fmt::Result {
    file.write(out)
}

/// Clean text.
pub(crate) fn clean(draft: &Draft, file: Option<&File>, out: &mut Sink<'_>) -> fmt::Result {
    match file {
        Some(file) => file.write(out),
        None => text::draft(draft, View::Revised, out),
    }
}

/// Clean text as a file, if it is to be in a format that reads back: written, read again and
/// proved.
pub(crate) fn clean_file(
    draft: &Draft,
    to: clean::To,
    options: &handover::Options,
) -> Result<Option<File>, Trouble> {
    let form = match to {
        clean::To::Text => return Ok(None),
        clean::To::Markdown => Form::Markdown,
        clean::To::Critic => Form::CriticMarkup,
        clean::To::Json => Form::Json,
        clean::To::Docx => Form::Docx,
    };
    file_of(draft, form, options).map(Some)
}

/// How a list is written in each of its formats.
struct Writers<T: ?Sized> {
    /// A table is no narrower than this.
    narrowest: usize,
    table: fn(&T, usize, &mut dyn fmt::Write) -> fmt::Result,
    sheet: fn(&T) -> spreadsheet::Table,
    csv: fn(&T, &mut dyn fmt::Write) -> fmt::Result,
    json: fn(&T, &mut dyn io::Write) -> io::Result<()>,
    markdown: fn(&T, &mut dyn fmt::Write) -> fmt::Result,
}

impl<T: ?Sized> Writers<T> {
    fn write(
        &self,
        found: &T,
        to: Listing,
        settings: &Settings,
        out: &mut Sink<'_>,
    ) -> fmt::Result {
        match to {
            Listing::Table => (self.table)(found, settings.width.max(self.narrowest), out),
            Listing::Csv => (self.csv)(found, out),
            Listing::Xlsx => workbook(&[(self.sheet)(found)], out),
            Listing::Json => told((self.json)(found, out)),
            Listing::Markdown => (self.markdown)(found, out),
        }
    }
}

/// The register of unresolved passages.
pub(crate) fn register(
    register: &Register,
    to: Listing,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let writers = Writers {
        narrowest: 60,
        table: table::register,
        sheet: table::register_table,
        csv: table::register_csv,
        json: json::register,
        markdown: table::register_markdown,
    };
    writers.write(register, to, settings, out)
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
    let Some(to) = to.listing() else {
        return write::lives::chart(lives, out);
    };
    match to {
        Listing::Json => told(json::lives(lives, choice, out)),
        Listing::Xlsx if *burn_down => workbook(&[write::lives::burn_down_table(lives)], out),
        Listing::Xlsx => {
            let of_lives = write::lives::lives_table(lives, choice);
            workbook(&[of_lives, write::lives::burn_down_table(lives)], out)
        }
        Listing::Csv if *burn_down => write::lives::burn_down_csv(lives, out),
        Listing::Csv => write::lives::lives_csv(lives, choice, out),
        Listing::Markdown => {
            if !burn_down {
                write::lives::lives_markdown(lives, choice, out)?;
                out.write_char('\n')?;
            }
            if *burn_down || choice.is_all() {
                write::lives::burn_down_markdown(lives, out)?;
            }
            Ok(())
        }
        Listing::Table => {
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

/// Changes, one by one.
pub(crate) fn changes(
    found: &[TrackedChange],
    to: Listing,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let writers = Writers {
        narrowest: 80,
        table: write::changes::table,
        sheet: write::changes::sheet,
        csv: |found, out| spreadsheet::csv(&write::changes::sheet(found), out),
        json: json::changes,
        markdown: write::changes::markdown,
    };
    writers.write(found, to, settings, out)
}

/// Where the changes of many copies collide.
pub(crate) fn conflicts(
    found: &[Conflict],
    to: Listing,
    settings: &Settings,
    out: &mut Sink<'_>,
) -> fmt::Result {
    let writers = Writers {
        narrowest: 80,
        table: write::conflicts::table,
        sheet: write::conflicts::sheet,
        csv: |found, out| spreadsheet::csv(&write::conflicts::sheet(found), out),
        json: json::conflicts,
        markdown: write::conflicts::markdown,
    };
    writers.write(found, to, settings, out)
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
