//! The register of unresolved passages beside the text.

use super::escape;
use super::words::{Signs, numbered};
use crate::draft::{Passage, PassageKind, Register};
use std::fmt::{self, Write};

/// More passages than this are not listed beside the text: the register is for that.
const MOST: usize = 3_000;

pub(super) fn write(register: &Register, _: &Signs, out: &mut dyn Write) -> fmt::Result {
    out.write_str("<aside class=\"rail ui\" id=\"register\" aria-label=\"Still in brackets\"><h2>Still in brackets</h2>\n")?;
    let open = register.open();
    let counts = [
        (open.passages, "passage", " open"),
        (open.notes, "status note", ""),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, noun, more)| {
            let many = if count == 1 { "" } else { "s" };
            format!("<b>{count}</b> {noun}{many}{more}")
        })
        .collect();
    let sum = if told.is_empty() {
        "Nothing.".to_owned()
    } else {
        let share = register.share() * 100.0;
        format!("{}; {share:.1} % of the words", told.join(", "))
    };
    write!(out, "<p class=\"sum\">{sum}</p>\n<div class=\"reg\">")?;
    let mut section: Option<&str> = None;
    for (k, passage) in numbered(register).enumerate().take(MOST) {
        if section != Some(&passage.section) {
            if section.is_some() {
                out.write_str("</ol>")?;
            }
            write!(
                out,
                "<h3 dir=\"auto\">{}</h3><ol>",
                escape(&passage.section)
            )?;
            section = Some(&passage.section);
        }
        let where_ = passage
            .address
            .strip_prefix(&*passage.section)
            .unwrap_or(&passage.address)
            .trim_start_matches([' ', '.']);
        let spans = if passage.clauses.len() > 1 {
            format!(", spans {} clauses", passage.clauses.len())
        } else {
            String::new()
        };
        let class = if passage.kind == PassageKind::Unmatched {
            " class=\"un\""
        } else {
            ""
        };
        let (by, text) = whose(passage);
        let by = match by {
            "" => String::new(),
            by => format!(
                "<span class=\"by-whom\">{}</span> ",
                escape(&by.replace('/', ", "))
            ),
        };
        let words: String = text
            .chars()
            .take(110)
            .map(|c| if c == '\n' { ' ' } else { c })
            .collect();
        write!(
            out,
            "<li{class} id=\"r{0}\"><a href=\"#b{0}\"><span class=\"no\">{0}</span><span class=\"wh\">{1}</span><span class=\"kd\">{2}{3}</span><span class=\"q\" dir=\"auto\">{4}{5}</span></a></li>",
            k + 1,
            escape(where_),
            passage.kind.as_str().replace('-', " "),
            spans,
            by,
            escape(&words)
        )?;
    }
    if section.is_some() {
        out.write_str("</ol>")?;
    }
    let all = numbered(register).count();
    if all > MOST {
        write!(out, "<p>and {} more</p>", all - MOST)?;
    }
    out.write_str("</div></aside>\n")
}

/// Whose text a passage is, and what it says without its signs and the names. Where the names are
/// all that the bracket says, they are its words.
fn whose(passage: &Passage) -> (&str, &str) {
    let inside = passage.text.trim_matches(['[', ']']);
    let parts = passage.by.as_deref().and_then(|by| {
        // The label of the clause may stand before the bracket.
        let (_, named) = passage.text.split_once(['[', '［', '【'])?;
        let named = named.strip_suffix([']', '］', '】']).unwrap_or(named);
        let text = named.trim_start().strip_prefix(by)?.trim_start();
        Some((by, text.strip_prefix([':', '：'])?.trim()))
    });
    parts.unwrap_or(("", inside))
}
