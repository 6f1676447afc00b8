//! Clauses by drafts as one page that needs nothing else.

use super::super::html::escape;
use super::super::table::one_line;
use super::{known_of, named, sign, title, told};
use crate::draft::Kind;
use crate::draft::history::{Cell, History, Matrix};
use std::fmt::{self, Write};

/// Writes the page. The text of drafts goes through `escape` and can never become markup.
///
/// # Errors
/// Where `out` fails.
pub fn matrix_html(history: &History, matrix: &Matrix, out: &mut dyn Write) -> fmt::Result {
    let title = escape(&one_line(title(history).unwrap_or("History")));
    out.write_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
    out.write_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")?;
    out.write_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")?;
    let style = include_str!("page.css");
    write!(
        out,
        "<title>{title} – history</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )?;
    write!(out, "<main>\n<h1 dir=\"auto\">{title}</h1>\n")?;
    out.write_str("<div class=\"across\" tabindex=\"0\" role=\"region\" aria-label=\"Clauses by drafts\">\n<table>\n<thead><tr>")?;
    for k in 0..history.len() {
        let name = escape(&one_line(&named(history, k)));
        let facts = escape(&one_line(&known_of(history, k)));
        write!(out, "<th scope=\"col\">{name}<small>{facts}</small></th>")?;
    }
    out.write_str("<th scope=\"col\">Text</th></tr></thead>\n<tbody>\n")?;
    for row in &matrix.rows {
        let text = escape(&one_line(&row.text));
        let is_gone = row.cells.last().is_none_or(|cell| cell.cited.is_none());
        if row.kind != Kind::Clause {
            if !is_gone {
                let span = row.cells.len() + 1;
                writeln!(
                    out,
                    "<tr class=\"call\"><th scope=\"rowgroup\" colspan=\"{span}\" dir=\"auto\">{text}</th></tr>"
                )?;
            }
            continue;
        }
        let class = if is_gone { " class=\"gone\"" } else { "" };
        write!(out, "<tr{class}>")?;
        for cell in &row.cells {
            one(cell, out)?;
        }
        writeln!(out, "<td class=\"text\" dir=\"auto\">{text}</td></tr>")?;
    }
    out.write_str("</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n")
}

fn one(cell: &Cell, out: &mut dyn Write) -> fmt::Result {
    let address = escape(cell.address().unwrap_or(""));
    match &cell.step {
        Some(step) => {
            let class = step.event.as_str().replace(' ', "-");
            let (sign, what) = (sign(step), escape(&told(step)));
            write!(
                out,
                "<td class=\"{class}\">{address}<span class=\"sign\" aria-hidden=\"true\">{sign}</span><small>{what}</small></td>"
            )
        }
        None if address.is_empty() => out.write_str("<td class=\"none\"></td>"),
        None => write!(out, "<td>{address}</td>"),
    }
}
