//! What is round every page: its head, the bar at the top, the keys at the foot, the style, the
//! script and the data.
//!
//! Nothing but the page's own style and script may run: the policy names both by their hashes
//! (`bundle`).

use super::bundle::{Bundle, Module};
use super::{Options, escape, vocabulary};
use crate::draft::Object;
use crate::json::Document;
use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderStringWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::{self, Write};
use std::io::BufWriter;

/// The style sheets, in the order of the cascade.
const STYLE: [&str; 3] = [
    include_str!("page.css"),
    include_str!("views.css"),
    include_str!("settle.css"),
];

/// The modules of the script and their names, each after those that it imports.
const MODULES: [(&str, &str); 35] = [
    ("dom", include_str!("page/dom.js")),
    ("data", include_str!("page/data.js")),
    ("words", include_str!("page/words.js")),
    ("between", include_str!("page/between.js")),
    ("pair", include_str!("page/pair.js")),
    ("brackets", include_str!("page/brackets.js")),
    ("drafts", include_str!("page/drafts.js")),
    ("labels", include_str!("page/labels.js")),
    ("lists", include_str!("page/lists.js")),
    ("numbering", include_str!("page/numbering.js")),
    ("settled", include_str!("page/settled.js")),
    ("choices", include_str!("page/choices.js")),
    ("consequences", include_str!("page/consequences.js")),
    ("marked", include_str!("page/marked.js")),
    ("rowlabel", include_str!("page/rowlabel.js")),
    ("groups", include_str!("page/groups.js")),
    ("sheet", include_str!("page/sheet.js")),
    ("whatif", include_str!("page/whatif.js")),
    ("sections", include_str!("page/sections.js")),
    ("rail", include_str!("page/rail.js")),
    ("redline", include_str!("page/redline.js")),
    ("blame", include_str!("page/blame.js")),
    ("chart", include_str!("page/chart.js")),
    ("register", include_str!("page/register.js")),
    ("story", include_str!("page/story.js")),
    ("references", include_str!("page/references.js")),
    ("changes", include_str!("page/changes.js")),
    ("find", include_str!("page/find.js")),
    ("strip", include_str!("page/strip.js")),
    ("side", include_str!("page/side.js")),
    ("outline", include_str!("page/outline.js")),
    ("veils", include_str!("page/veils.js")),
    ("reading", include_str!("page/reading.js")),
    ("ways", include_str!("page/ways.js")),
    ("page", include_str!("page/page.js")),
];

/// The views of a page, and what they are called.
const VIEWS: [(&str, &str, bool); 5] = [
    ("redline", "Redline", false),
    ("side", "Side by side", false),
    ("story", "Clause story", true),
    ("brackets", "Brackets", true),
    ("references", "References", true),
];

/// What a key needs to do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// A redline.
    Redline,
    /// The drafts themselves, which a report has in it.
    Drafts,
    /// More than two of them.
    ManyDrafts,
}

const KEYS: [(&str, &str, Needs); 14] = [
    ("j k", "next, previous change", Needs::Redline),
    ("n p", "next, previous bracket", Needs::Redline),
    ("m", "follow a move and back", Needs::Redline),
    ("f", "unfold, fold", Needs::Redline),
    ("1 2 3", "older, redline, newer", Needs::Redline),
    ("s", "side by side", Needs::Redline),
    ("[ ]", "older, newer pair of drafts", Needs::ManyDrafts),
    ("c", "story of the clause", Needs::Drafts),
    ("w", "what if: settle the bracket here", Needs::Drafts),
    ("o", "who brought which words", Needs::Drafts),
    ("l", "list of changes", Needs::Redline),
    ("/", "find a word, a class or an address", Needs::Redline),
    ("Esc", "clear", Needs::Redline),
    ("?", "all keys", Needs::Redline),
];

/// What no key says.
const COUNTS: &str = "The counts above the text filter it: one shows only what it counts, another adds to that, the same again takes it back. \
     How much is shown stands at the foot, and the address keeps it.";

/// What is in the line at the foot; the sheet has all.
const AT_THE_FOOT: [&str; 7] = ["j k", "n p", "m", "f", "1 2 3", "/", "?"];

/// A page, but for its content.
pub(super) struct Shell<'a> {
    /// The title of the text.
    pub(super) title: &'a str,
    /// What the page is.
    pub(super) what: &'a str,
    /// The drafts that the page shows without script.
    pub(super) of: &'a Options,
    /// What the script makes the other views of.
    pub(super) data: Option<&'a Document>,
    /// What a server adds.
    pub(super) around: &'a Around,
}

/// What a server that sends the page adds to it. A page that stands alone adds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    /// Style sheets after the page's own.
    pub(crate) style: &'static str,
    /// Modules after the page's own.
    pub(crate) modules: &'static [Module],
    /// What the page may connect to, as a part of its policy.
    pub(crate) connects: &'static str,
    /// Markup behind the name in the bar at the top.
    pub(crate) bar: String,
    /// Markup before the other tools in it.
    pub(crate) tools: String,
}

impl Around {
    /// The style and the script of a page with this round it.
    pub(crate) fn bundle(&self) -> Bundle {
        let styles = [STYLE.as_slice(), &[self.style]].concat();
        Bundle::of(
            &styles,
            [vocabulary::module()]
                .into_iter()
                .chain(&MODULES)
                .chain(self.modules),
        )
    }
}

impl Shell<'_> {
    /// Writes the page round its content.
    pub(super) fn write(
        &self,
        out: &mut dyn Write,
        content: impl FnOnce(&mut dyn Write) -> fmt::Result,
    ) -> fmt::Result {
        let bundle = self.around.bundle();
        let Bundle { style, script } = &bundle;
        out.write_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
        out.write_str(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        )?;
        writeln!(
            out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
            bundle.policy(self.around.connects)
        )?;
        write!(
            out,
            "<title>{} – {}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            escape(&Object::shown(self.title)),
            self.what
        )?;
        self.top(out)?;
        content(out)?;
        if self.data.is_some() {
            for (id, name, _) in VIEWS.iter().filter(|(_, _, of_many)| *of_many) {
                writeln!(
                    out,
                    "<main class=\"wide\" id=\"{id}\" tabindex=\"-1\" aria-label=\"{name}\" hidden></main>"
                )?;
            }
            out.write_str("<p class=\"noscript ui\">The other pairs of drafts, the stories of clauses, the brackets over time and the references are made by this page's own script, which is switched off.</p>\n")?;
        }
        foot(self.data, out)?;
        if let Some(data) = self.data {
            out.write_str("<script type=\"text/plain\" id=\"data\">")?;
            out.write_str(&packed(data)?)?;
            out.write_str("</script>\n")?;
        }
        write!(out, "<script>{script}</script>\n</body>\n</html>\n")
    }

    fn top(&self, out: &mut dyn Write) -> fmt::Result {
        out.write_str("<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header class=\"top ui\"><span class=\"mark\">redraft</span>\n")?;
        out.write_str(&self.around.bar)?;
        writeln!(
            out,
            "<p class=\"doc\" id=\"doc\">{}<span>to</span>{}</p>",
            escape(short(&self.of.older)),
            escape(short(&self.of.newer))
        )?;
        out.write_str("<nav class=\"views needs-script\" aria-label=\"Views\">")?;
        for (id, name, of_many) in VIEWS {
            let current = if id == "redline" {
                " aria-current=\"page\""
            } else {
                ""
            };
            if !of_many || self.data.is_some() {
                write!(
                    out,
                    "<a href=\"#text\" data-view=\"{id}\"{current}>{name}</a>"
                )?;
            }
        }
        out.write_str("</nav>\n<div class=\"tools needs-script\">")?;
        out.write_str(&self.around.tools)?;
        out.write_str("<button type=\"button\" id=\"theme\">Dark</button><button type=\"button\" id=\"print\">Print</button></div></header>\n")
    }
}

/// A file's own name, without the folders before it.
fn short(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The line of keys at the foot, and the sheet of all keys that do anything on this page.
fn foot(data: Option<&Document>, out: &mut dyn Write) -> fmt::Result {
    let drafts = match data {
        Some(Document::Report(report)) => report.drafts.len(),
        _ => 0,
    };
    let works = |needs: Needs| match needs {
        Needs::Redline => true,
        Needs::Drafts => drafts > 0,
        Needs::ManyDrafts => drafts > 2,
    };
    let keys = |signs: &str| {
        signs
            .split(' ')
            .map(|k| format!("<kbd>{k}</kbd>"))
            .collect::<String>()
    };
    out.write_str("<div class=\"foot\"><div class=\"shown ui\" id=\"shown\" hidden><p role=\"status\" id=\"shown-count\"></p><button type=\"button\" id=\"show-all\">show all</button></div>\n<footer class=\"keys ui needs-script\" id=\"keys-line\">")?;
    for (signs, what, _) in KEYS
        .iter()
        .filter(|(signs, _, _)| AT_THE_FOOT.contains(signs))
    {
        let keys = keys(signs);
        // Who has no keys at hand can still see what they do.
        match *signs {
            "?" => write!(
                out,
                "<button type=\"button\" class=\"any\" id=\"all-keys\">{keys}{what}</button>"
            )?,
            "/" => write!(out, "<span class=\"any\">{keys}{what}</span>")?,
            _ => write!(out, "<span>{keys}{what}</span>")?,
        }
    }
    out.write_str(
        "</footer></div>\n<dialog id=\"sheet\" aria-labelledby=\"keys\"><h2 id=\"keys\">Keys</h2><dl>",
    )?;
    for (signs, what, _) in KEYS.into_iter().filter(|(_, _, needs)| works(*needs)) {
        write!(out, "<div><dt>{}</dt><dd>{what}</dd></div>", keys(signs))?;
    }
    write!(out, "</dl><p>{COUNTS}</p>")?;
    out.write_str("<button type=\"button\" id=\"close\">Close</button></dialog>\n<p class=\"said\" id=\"said\" aria-live=\"polite\"></p>\n")
}

/// The data packed, a fifth of its size: JSON, gzip (RFC 1952), base64, in which no markup can be
/// found.
fn packed(data: &Document) -> Result<String, fmt::Error> {
    let text = EncoderStringWriter::new(&STANDARD);
    let mut out = BufWriter::new(GzEncoder::new(text, Compression::default()));
    serde_json::to_writer(&mut out, data).map_err(|_| fmt::Error)?;
    let out = out.into_inner().map_err(|_| fmt::Error)?;
    let text = out.finish().map_err(|_| fmt::Error)?;
    Ok(text.into_inner())
}
