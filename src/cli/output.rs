//! Which writer of the library writes what: the only file of the command line that knows them.

use super::settings::Settings;
use super::{brackets, clean, compare, show};
use redraft::draft::{Diff, Draft, Redline, Register, View};
use std::fmt::{self, Write};

/// A draft as it was read.
pub(crate) fn draft(
    draft: &Draft,
    to: show::To,
    shown: show::Shown,
    settings: &Settings,
    out: &mut dyn Write,
) -> fmt::Result {
    let _ = (to, shown, settings);
    plain(draft, View::Revised, out)
}

/// The redline of two drafts.
pub(crate) fn redline(
    redline: &Redline,
    names: &Diff<String>,
    to: compare::To,
    extent: &compare::Extent,
    settings: &Settings,
    out: &mut dyn Write,
) -> fmt::Result {
    let _ = (names, settings, &extent.only, extent.context, extent.stat);
    match to {
        compare::To::Json => rows(redline, out),
        _ => plain(&redline.draft, View::Revised, out),
    }
}

/// Clean text.
pub(crate) fn clean(
    draft: &Draft,
    to: clean::To,
    settings: &Settings,
    out: &mut dyn Write,
) -> fmt::Result {
    let _ = (to, settings.color, settings.width, settings.width_is_asked);
    plain(draft, View::Revised, out)
}

/// The register of unresolved passages.
pub(crate) fn register(
    register: &Register,
    to: brackets::To,
    settings: &Settings,
    out: &mut dyn Write,
) -> fmt::Result {
    let _ = (to, settings);
    for passage in register.all() {
        writeln!(out, "{} {}", passage.address, passage.text)?;
    }
    Ok(())
}

/// The JSON Schema.
pub(crate) fn schema(out: &mut dyn Write) -> fmt::Result {
    out.write_str("{}\n")
}

fn plain(draft: &Draft, view: View, out: &mut dyn Write) -> fmt::Result {
    for paragraph in &draft.paragraphs {
        writeln!(out, "{}\n", paragraph.labelled_text(view))?;
    }
    Ok(())
}

/// The rows of the published JSON, until the JSON room writes all of it.
fn rows(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    let clauses: Vec<serde_json::Value> = redline
        .clauses
        .iter()
        .map(|row| {
            serde_json::json!({
                "old": row.old, "new": row.new, "change": row.outcome, "renumbered": row.renumbered,
                "classes": row.classes, "moved_from": row.moved_from,
            })
        })
        .collect();
    let all = serde_json::json!({
        "redraft": 1, "kind": "redline", "clauses": clauses, "summary": redline.summary,
    });
    writeln!(out, "{all}")
}
