//! Self-contained pages: nothing is fetched, they work from a memory stick and on a printer.
//!
//! A redline and a report are one page: the same shell, sheet, style and script. Without script the
//! redline is readable, folded and linked; the script adds keys, filters and readings, and in a
//! report, out of the data embedded in the page, the redline between any two drafts, the brackets,
//! the stories of clauses, the references. The text of drafts goes through `escape`, or into the
//! data, and can never become markup.

pub(crate) mod bundle;
mod groups;
mod register;
mod sheet;
pub(crate) mod shell;
pub(crate) mod vocabulary;
mod words;

use super::rows;
use crate::draft::{Class, Diff, Finding, Object, Outcome, Redline, Register};
use crate::json::Document;
use crate::json::report::Material;
use shell::Around;
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

/// Writes the redline of two drafts. `register` holds the unresolved passages of the redline's
/// revised view.
///
/// # Errors
/// Where `out` fails.
pub fn redline(
    redline: &Redline,
    register: &Register,
    options: &Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let title = redline.draft.masthead.title.as_deref();
    let title = title.unwrap_or("Redline");
    let shell = shell::Shell {
        title,
        what: "redline",
        of: options,
        data: None,
        around: &Around::default(),
    };
    shell.write(out, |out| {
        let look = Look {
            findings: &redline.draft.findings,
            references: 0,
        };
        view(title, redline, register, options, &look, out)
    })
}

/// Writes a report: a page that shows the redline of the last two drafts to readers without script
/// too, and makes all other views of the data in it. `redline` is that redline, `register` holds
/// the unresolved passages of its revised view.
///
/// # Errors
/// Where `out` fails.
pub fn report(
    material: &Material<'_>,
    redline: &Redline,
    register: &Register,
    out: &mut dyn Write,
) -> fmt::Result {
    report_within(&Around::default(), material, redline, register, out)
}

/// The same page as a server sends it, with what the server adds.
pub(crate) fn report_within(
    around: &Around,
    material: &Material<'_>,
    redline: &Redline,
    register: &Register,
    out: &mut dyn Write,
) -> fmt::Result {
    let data = crate::json::report::of(material);
    let last = material.history.last();
    let older = last.saturating_sub(1);
    let name = |k: u32| {
        let about = material.history.revisions.get(k as usize);
        about.map(|about| about.name.clone()).unwrap_or_default()
    };
    let options = Options {
        older: name(older),
        newer: name(last),
    };
    let title = match data.title.as_str() {
        "" => "Report".to_owned(),
        title => title.to_owned(),
    };
    let data = Document::Report(Box::new(data));
    let shell = shell::Shell {
        title: &title,
        what: "report",
        of: &options,
        data: Some(&data),
        around,
    };
    let look = Look {
        findings: material.findings.last().map_or(&[], Vec::as_slice),
        references: material.references.findings.len(),
    };
    shell.write(out, |out| {
        view(&title, redline, register, &options, &look, out)
    })
}

/// What there is to look at, beside stray signs.
struct Look<'a> {
    /// What the reader had to say of the newer draft.
    findings: &'a [Finding],
    /// How many of its references are not right.
    references: usize,
}

/// The redline, with its outline and its register.
fn view(
    title: &str,
    redline: &Redline,
    register: &Register,
    options: &Options,
    look: &Look<'_>,
    out: &mut dyn Write,
) -> fmt::Result {
    let signs = Signs::of(register, redline.draft.paragraphs.len());
    let page = sheet::Sheet::of(redline, &signs);
    out.write_str("<div class=\"page\" id=\"redline\">\n")?;
    page.outline(out)?;
    write!(
        out,
        "<main id=\"text\" tabindex=\"-1\">\n<div class=\"mast\"><h1 dir=\"auto\">{}</h1>\n",
        escape(&Object::shown(title))
    )?;
    writeln!(
        out,
        "<p class=\"pair\" id=\"pair\">Older <b>{}</b> &ensp;Newer <b>{}</b></p>",
        escape(&options.older),
        escape(&options.newer)
    )?;
    ledger(redline, &page, out)?;
    findings_line(register, look, out)?;
    out.write_str("</div>\n")?;
    page.write(out)?;
    tail(redline, look.findings, out)?;
    out.write_str("</main>\n")?;
    register::write(register, &signs, out)?;
    out.write_str("</div>\n")
}

/// The counts, which are legend and filter in one.
fn ledger(redline: &Redline, page: &sheet::Sheet<'_>, out: &mut dyn Write) -> fmt::Result {
    out.write_str("<div id=\"ledger\"><div class=\"ledger ui\" role=\"group\" aria-label=\"Show only, by change\">")?;
    for (kind, count) in page.counts() {
        let swatch = format!("<span class=\"sw {kind}\"></span>");
        only("kind", kind, kind, count, &swatch, out)?;
    }
    out.write_str("</div><div class=\"ledger classes ui\" role=\"group\" aria-label=\"Show only, by class of change\">")?;
    for class in Class::ALL.into_iter().filter(|c| *c != Class::Numbering) {
        let told = |o: Outcome| !matches!(o, Outcome::Inserted | Outcome::Deleted);
        let count = redline
            .clauses
            .iter()
            .filter(|r| told(r.outcome) && r.classes.contains(&class))
            .count();
        if count > 0 {
            only("class", &class_name(class), class.as_str(), count, "", out)?;
        }
    }
    out.write_str("</div></div>\n")?;
    out.write_str(TOOLS)
}

/// A count that, pressed, shows only what it counts.
fn only(
    filter: &str,
    name: &str,
    text: &str,
    count: usize,
    swatch: &str,
    out: &mut dyn Write,
) -> fmt::Result {
    write!(
        out,
        "<button type=\"button\" aria-pressed=\"false\" aria-label=\"{count} {text}: show only these\" title=\"Show only these\" data-filter=\"{filter}\" data-name=\"{name}\">{swatch}<b>{count}</b>{text}</button>"
    )
}

/// What finds and filters, which needs the script.
const TOOLS: &str = "<p class=\"tools-line ui needs-script\"><label>Find <input id=\"find\" class=\"filter\" type=\"search\" placeholder=\"word, class or address\" title=\"Enter goes to the next place\"></label><span id=\"find-count\" role=\"status\"></span><label>Section <select id=\"section\"><option value=\"\">all</option></select></label><button type=\"button\" id=\"substance\" aria-pressed=\"false\" title=\"Hide what is unchanged or renumbered, and what changed only in punctuation, typeface or references\">hide formal changes</button><span id=\"readings\" class=\"readings\" role=\"group\" aria-label=\"Reading\"><button type=\"button\" data-reading=\"older\" aria-pressed=\"false\">older</button><button type=\"button\" data-reading=\"redline\" aria-pressed=\"true\">redline</button><button type=\"button\" data-reading=\"newer\" aria-pressed=\"false\">newer</button></span></p>\n";

fn class_name(class: Class) -> String {
    class.as_str().replace(' ', "-")
}

fn findings_line(register: &Register, look: &Look<'_>, out: &mut dyn Write) -> fmt::Result {
    let mut parts: Vec<String> = Vec::new();
    let wrong = look.references;
    if wrong > 0 {
        let many = if wrong == 1 { "" } else { "s" };
        parts.push(format!(
            "<a href=\"#:view=references\">{wrong} reference{many}</a>"
        ));
    }
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
    let findings = look.findings.len();
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
    let hidden = if parts.is_empty() { " hidden" } else { "" };
    writeln!(
        out,
        "<p class=\"findings ui\" id=\"look\"{hidden}>To look at: {}</p>",
        parts.join(", ")
    )
}

/// Findings, front matter and furniture, at the end.
fn tail(redline: &Redline, findings: &[Finding], out: &mut dyn Write) -> fmt::Result {
    out.write_str("<div id=\"tail\">\n")?;
    if !findings.is_empty() {
        write!(
            out,
            "<details class=\"tail\" id=\"findings\"><summary>Findings of the reader ({})</summary><ol>",
            findings.len()
        )?;
        for finding in findings {
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
        return out.write_str("</div>\n");
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
    out.write_str("</ol></details>\n</div>\n")
}

/// Text that cannot become markup.
pub(crate) fn escape(text: &str) -> String {
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
