//! A redline as one self-contained page: nothing is fetched, it works from a memory stick and on a printer.
//!
//! Without script everything is readable, folded and linked; the script adds keys, filters and the three readings. The
//! text of drafts goes through `escape` and can never become markup.

mod register;
mod sheet;
mod words;

use super::rows;
use crate::draft::{Class, Diff, Outcome, Redline, Register};
use std::fmt::{self, Write};
use words::Signs;

/// What the page says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What the older draft is called.
    pub older: String,
    /// What the newer draft is called.
    pub newer: String,
}

impl Options {
    /// The drafts' names.
    #[must_use]
    pub fn named(names: &Diff<String>) -> Self {
        Self {
            older: names.old.clone(),
            newer: names.new.clone(),
        }
    }
}

/// Writes the page. `register` holds the unresolved passages of the redline's revised view.
///
/// # Errors
/// Where `out` fails.
pub fn redline(
    redline: &Redline,
    register: &Register,
    options: &Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let title = redline.draft.masthead.title.as_deref().unwrap_or("Redline");
    let signs = Signs::of(register, redline.draft.paragraphs.len());
    let page = sheet::Sheet::of(redline, &signs);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    )?;
    out.write_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")?;
    out.write_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n")?;
    write!(
        out,
        "<title>{} – redline</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        escape(title),
        include_str!("page.css")
    )?;
    head(options, out)?;
    out.write_str("<div class=\"page\">\n")?;
    page.outline(out)?;
    write!(
        out,
        "<main id=\"text\">\n<div class=\"mast\"><h1 dir=\"auto\">{}</h1>\n",
        escape(title)
    )?;
    writeln!(
        out,
        "<p class=\"pair\">Older <b>{}</b> &ensp;Newer <b>{}</b></p>",
        escape(&options.older),
        escape(&options.newer)
    )?;
    ledger(redline, &page, out)?;
    findings_line(redline, register, out)?;
    out.write_str("</div>\n")?;
    page.write(out)?;
    tail(redline, out)?;
    out.write_str("</main>\n")?;
    register::write(register, &signs, out)?;
    out.write_str("</div>\n")?;
    foot(out)?;
    write!(
        out,
        "<script>\n{}</script>\n</body>\n</html>\n",
        include_str!("page.js")
    )
}

fn head(options: &Options, out: &mut dyn Write) -> fmt::Result {
    write!(
        out,
        "<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header class=\"top ui\"><span class=\"mark\">redraft</span>\n\
         <p class=\"doc\">{}<span>to</span>{}</p>\n\
         <nav class=\"views\" aria-label=\"Reading\"><a href=\"#text\" data-reading=\"older\">Older</a>\
         <a href=\"#text\" data-reading=\"redline\" aria-current=\"true\">Redline</a><a href=\"#text\" data-reading=\"newer\">Newer</a></nav>\n\
         <div class=\"tools\"><button type=\"button\" id=\"theme\">Dark</button><button type=\"button\" id=\"print\">Print</button></div></header>\n",
        escape(short(&options.older)),
        escape(short(&options.newer))
    )
}

/// A file's own name, without the folders before it.
fn short(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The counts, which are legend and filter in one.
fn ledger(redline: &Redline, page: &sheet::Sheet<'_>, out: &mut dyn Write) -> fmt::Result {
    out.write_str(
        "<div class=\"ledger ui\" role=\"group\" aria-label=\"Show clauses by change\">",
    )?;
    for (kind, count) in page.counts() {
        write!(
            out,
            "<button type=\"button\" aria-pressed=\"true\" data-filter=\"kind\" data-name=\"{kind}\"><span class=\"sw {kind}\"></span><b>{count}</b>{kind}</button>"
        )?;
    }
    out.write_str("</div>\n<div class=\"ledger classes ui\" role=\"group\" aria-label=\"Show clauses by class of change\">")?;
    for class in Class::ALL.into_iter().filter(|c| *c != Class::Numbering) {
        let told = |o: Outcome| !matches!(o, Outcome::Inserted | Outcome::Deleted);
        let count = redline
            .clauses
            .iter()
            .filter(|r| told(r.outcome) && r.classes.contains(&class))
            .count();
        if count > 0 {
            write!(
                out,
                "<button type=\"button\" aria-pressed=\"true\" data-filter=\"class\" data-name=\"{}\"><b>{count}</b>{}</button>",
                class_name(class),
                class.as_str()
            )?;
        }
    }
    out.write_str("<label>Find <input class=\"filter\" type=\"search\" placeholder=\"word or address\"></label></div>\n")
}

fn class_name(class: Class) -> String {
    class.as_str().replace(' ', "-")
}

fn findings_line(redline: &Redline, register: &Register, out: &mut dyn Write) -> fmt::Result {
    let mut parts: Vec<String> = Vec::new();
    let strays = register
        .unresolved()
        .filter(|p| p.kind == crate::draft::PassageKind::Unmatched)
        .count();
    if strays > 0 {
        parts.push(format!(
            "<a href=\"#register\">{strays} stray bracket {}</a>",
            if strays == 1 { "sign" } else { "signs" }
        ));
    }
    let findings = redline.draft.findings.len();
    if findings > 0 {
        parts.push(format!(
            "<a href=\"#findings\">{findings} {}</a>",
            if findings == 1 {
                "finding of the reader"
            } else {
                "findings of the reader"
            }
        ));
    }
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<p class=\"findings ui\">To look at: {}</p>",
        parts.join(", ")
    )
}

/// Findings, front matter and furniture, at the end.
fn tail(redline: &Redline, out: &mut dyn Write) -> fmt::Result {
    if !redline.draft.findings.is_empty() {
        write!(
            out,
            "<details class=\"tail\" id=\"findings\"><summary>Findings of the reader ({})</summary><ol>",
            redline.draft.findings.len()
        )?;
        for finding in &redline.draft.findings {
            let place = if finding.line > 0 {
                format!("line {}", finding.line)
            } else {
                String::new()
            };
            write!(
                out,
                "<li><span class=\"where\">{place}</span>{}</li>",
                escape(&finding.message)
            )?;
        }
        out.write_str("</ol></details>\n")?;
    }
    let furniture: Vec<rows::Shown<'_>> = rows::told(redline)
        .into_iter()
        .filter(|one| sheet::is_furniture(one.paragraph.kind))
        .collect();
    if furniture.is_empty() {
        return Ok(());
    }
    write!(
        out,
        "<details class=\"tail\"><summary>Not part of the text: front matter, page furniture ({})</summary><ol>",
        furniture.len()
    )?;
    for one in furniture {
        out.write_str("<li>")?;
        words::marked(one.paragraph, &[], out)?;
        out.write_str("</li>")?;
    }
    out.write_str("</ol></details>\n")
}

/// The line of keys at the foot, and the sheet of all keys.
fn foot(out: &mut dyn Write) -> fmt::Result {
    const KEYS: [(&str, &str); 8] = [
        ("j k", "next, previous change"),
        ("n p", "next, previous bracket"),
        ("m", "follow a move"),
        ("f", "unfold, fold the unchanged"),
        ("1 2 3", "older, redline, newer"),
        ("/", "find a word, a class or an address"),
        ("Esc", "clear"),
        ("?", "all keys"),
    ];
    let keys = |signs: &str| {
        signs
            .split(' ')
            .map(|k| format!("<kbd>{k}</kbd>"))
            .collect::<String>()
    };
    out.write_str("<footer class=\"keys ui\">")?;
    for (signs, what) in KEYS {
        write!(out, "<span>{}{what}</span>", keys(signs))?;
    }
    out.write_str("</footer>\n<dialog aria-labelledby=\"keys\"><h2 id=\"keys\">Keys</h2><dl>")?;
    for (signs, what) in KEYS {
        write!(out, "<div>{} {what}</div>", keys(signs))?;
    }
    out.write_str("</dl><form method=\"dialog\"><button>Close</button></form></dialog>\n<p class=\"said\" aria-live=\"polite\"></p>\n")
}

/// Text that cannot become markup.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if rows::is_control(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{brackets, compare, draft::View, read};

    fn page(older: &str, newer: &str) -> String {
        let read = |text: &str, name| read::read(text.as_bytes(), name, None).unwrap();
        let redline = compare::compare(
            &read(older, "older.md"),
            &read(newer, "newer.md"),
            &compare::Options::default(),
        );
        let register = brackets::register(&redline.draft, View::Revised);
        let mut out = String::new();
        let names = Diff {
            old: "older.md".to_owned(),
            new: "newer.md".to_owned(),
        };
        super::redline(&redline, &register, &Options::named(&names), &mut out).unwrap();
        out
    }

    const OLDER: &str = "resolves\n\n1 that States should act;\n\n2 that <b>bold</b> steps & others are welcome to all who take them;\n\n3 to end,\n";
    const NEWER: &str = "resolves\n\n1 to meet in the city on the river;\n\n2 that States [shall][should] act;\n\n3 that <script>alert(1)</script> steps & others are welcome to all who take them;\n\n4 to end,\n";

    #[test]
    fn the_text_of_drafts_never_becomes_markup() {
        let page = page(OLDER, NEWER);
        assert_eq!(page.matches("<script").count(), 1, "the page's own");
        assert!(!page.contains("<b>bold") && page.contains("&lt;"));
    }

    #[test]
    fn ids_are_unique_and_links_lead_somewhere() {
        let page = page(OLDER, NEWER);
        let values = |name: &str| -> Vec<String> {
            page.match_indices(name)
                .map(|(at, _)| {
                    page[at + name.len()..]
                        .split('"')
                        .next()
                        .unwrap_or("")
                        .to_owned()
                })
                .collect()
        };
        let ids = values(" id=\"");
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        for link in values("href=\"#") {
            assert!(ids.contains(&link), "{link}");
        }
    }

    #[test]
    fn the_rows_of_a_page() {
        let page = page(OLDER, NEWER);
        let start = page.find("<div class=\"sheet\">").unwrap();
        let end = page.find("</main>").unwrap();
        insta::assert_snapshot!(&page[start..end]);
    }
}
