//! The sheet: sections, and a row for every clause; what is unchanged is folded.

use super::groups::{self, Group, Part};
use super::words::{self, Signs};
use super::{class_name, escape};
use crate::draft::{Change, Class, Kind, Outcome, Paragraph, Redline, View};
use crate::write::rows::{self, Shown};
use std::fmt::{self, Write};
use std::ops::Range;

/// All rows of the page.
pub(super) struct Sheet<'a> {
    signs: &'a Signs,
    shown: Vec<Shown<'a>>,
    /// Which paragraph of the redline each row is.
    places: Vec<usize>,
    sections: Vec<Part>,
    groups: Vec<Group>,
    /// Which group each section is in.
    group_of: Vec<Option<usize>>,
}

/// Fewer unchanged clauses than this are not folded.
const LEAST_FOLD: usize = 2;
/// A list of more rows than this goes on in another one, so that a browser lays out only those that
/// are seen.
const MOST_ROWS: usize = 40;
/// Fewer deleted clauses than this are not grouped.
const LEAST_GROUP: usize = 3;

pub(super) const fn is_furniture(kind: Kind) -> bool {
    matches!(kind, Kind::FrontMatter | Kind::Furniture | Kind::Blank)
}

impl<'a> Sheet<'a> {
    pub(super) fn of(redline: &'a Redline, signs: &'a Signs) -> Self {
        let shown = rows::told(redline);
        let mut sections: Vec<Part> = Vec::new();
        for (k, one) in shown.iter().enumerate() {
            let opens = one.paragraph.kind.opens_section();
            if opens || sections.is_empty() {
                sections.push(Part {
                    head: opens.then_some(k),
                    rows: if opens { k + 1..k + 1 } else { k..k },
                });
            }
            if let Some(last) = sections.last_mut() {
                last.rows.end = k + 1;
            }
        }
        let paragraphs = redline.draft.paragraphs.iter().enumerate();
        let told = paragraphs.filter(|(_, paragraph)| !paragraph.is_bare());
        let (groups, group_of) = groups::groups(&shown, &sections);
        Self {
            signs,
            places: told.map(|(place, _)| place).collect(),
            groups,
            group_of,
            shown,
            sections,
        }
    }

    /// How many clauses and notes of each kind the page has.
    pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
        let is_told = |one: &&Shown<'_>| matches!(one.paragraph.kind, Kind::Clause | Kind::Note);
        let of = |kind: &str| {
            let told = self.shown.iter().filter(is_told);
            told.filter(|one| kind_of(one) == kind).count()
        };
        [
            "amended",
            "inserted",
            "deleted",
            "moved",
            "split",
            "merged",
            "renumbered",
            "unchanged",
        ]
        .into_iter()
        .map(|kind| (kind, of(kind)))
        .filter(|(_, count)| *count > 0)
        .collect()
    }

    /// The sections, with what changed in each, as links.
    pub(super) fn outline(&self, out: &mut dyn Write) -> fmt::Result {
        out.write_str("<nav class=\"outline ui\" aria-label=\"Sections\"><p class=\"cap\">Sections and changes</p><ol>")?;
        for group in &self.groups {
            self.entry(group, out)?;
        }
        out.write_str("</ol></nav>\n")
    }

    /// A section in the outline, unless there is nothing in it and nothing became of it.
    fn entry(&self, group: &Group, out: &mut dyn Write) -> fmt::Result {
        let parts = || group.parts.iter().map(|part| &self.sections[*part]);
        let head = self.sections[group.is].head.map(|head| &self.shown[head]);
        let (Some(head), Some(first)) = (head, group.parts.first()) else {
            return Ok(());
        };
        let (changed, clauses) = parts().fold((0, 0), |(changed, clauses), part| {
            let (more, of) = self.changed(part);
            (changed + more, clauses + of)
        });
        if clauses == 0 && head.is_unchanged() {
            return Ok(());
        }
        let name = match head.paragraph.kind {
            Kind::Organ if clauses == 0 => "opening words".to_owned(),
            _ => groups::name(&self.shown, &self.sections, group),
        };
        let (zero, count) = match changed {
            0 => (" class=\"zero\"", "–".to_owned()),
            count => ("", count.to_string()),
        };
        let what = match clauses {
            // What became of it is all that there is to say of a heading without clauses.
            0 => kind_of(head).to_owned(),
            1 => "1 clause".to_owned(),
            _ => format!("{clauses} clauses"),
        };
        let open = match parts().map(|part| self.open(part)).sum() {
            0_usize => String::new(),
            open => format!(" · <span class=\"o\">{open} open</span>"),
        };
        write!(
            out,
            "<li><a href=\"#s{first}\"><i dir=\"auto\">{}</i><b{zero}>{count}</b><small>{what}{open}</small></a></li>",
            escape(&name)
        )
    }

    /// Whether most of the text runs from right to left, so that labels and bars belong at its
    /// right.
    fn runs_left(&self) -> bool {
        let texts = self.shown.iter().map(|one| one.paragraph.words.all());
        let letters = texts.flat_map(str::chars).filter(|c| c.is_alphabetic());
        let (left, right) = letters.fold((0_usize, 0_usize), |(left, right), c| {
            let is_left = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
            (left + usize::from(is_left), right + usize::from(!is_left))
        });
        left > right
    }

    /// The passages that open in a section.
    fn open(&self, part: &Part) -> usize {
        let rows = part.head.into_iter().chain(part.rows.clone());
        let shown = rows.filter(|k| !self.shown[*k].is_ghost());
        shown
            .flat_map(|k| self.signs.in_paragraph(self.places[k]))
            .filter(|sign| sign.opens)
            .count()
    }

    fn changed(&self, part: &Part) -> (usize, usize) {
        let clauses = self.shown[part.rows.clone()]
            .iter()
            .filter(|one| one.is_clause() && !one.is_ghost());
        clauses.fold((0, 0), |(changed, all), one| {
            (changed + usize::from(!one.is_unchanged()), all + 1)
        })
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> fmt::Result {
        let dir = if self.runs_left() { " dir=\"rtl\"" } else { "" };
        writeln!(out, "<div class=\"sheet\"{dir}>")?;
        for (k, part) in self.sections.iter().enumerate() {
            let class = if part.head.is_some() {
                "sec"
            } else {
                "masthead"
            };
            write!(out, "<section class=\"{class}\" id=\"s{k}\"")?;
            let group = self.group_of[k].map(|group| &self.groups[group]);
            let first = group.and_then(|group| group.parts.first());
            if let Some(first) = first.filter(|first| **first != k) {
                write!(out, " data-of=\"s{first}\"")?;
            }
            out.write_char('>')?;
            if let Some(head) = part.head {
                self.head(head, part, self.became(k, group), out)?;
            }
            let many = many(part.rows.len());
            writeln!(out, "<ol class=\"clauses{many}\">")?;
            let text = self.masthead(part, out)?;
            self.rows(text, many, out)?;
            out.write_str("</ol></section>\n")?;
        }
        out.write_str("</div>\n")
    }

    /// The lines of the masthead, folded: new symbols and dates are no news. Returns the rows after
    /// them.
    fn masthead(&self, part: &Part, out: &mut dyn Write) -> Result<Range<usize>, fmt::Error> {
        let is_masthead = |k: &usize| {
            matches!(
                self.shown[*k].paragraph.kind,
                Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Blank
            )
        };
        let end = part.rows.start + part.rows.clone().take_while(is_masthead).count();
        let lines = (part.rows.start..end)
            .filter(|k| self.shown[*k].paragraph.kind == Kind::Masthead)
            .count();
        if lines < LEAST_FOLD {
            return Ok(part.rows.clone());
        }
        let changed = (part.rows.start..end)
            .map(|k| &self.shown[k])
            .filter(|one| one.paragraph.kind == Kind::Masthead && !one.is_unchanged())
            .count();
        let what = if changed == 0 {
            "unchanged".to_owned()
        } else {
            format!("{changed} changed")
        };
        writeln!(
            out,
            "<li class=\"fold-li\"><details class=\"fold\"><summary><span class=\"fl\"></span><span class=\"ft\"><u>{lines} masthead lines, {what}</u></span></summary>",
        )?;
        self.folded(part.rows.start..end, out)?;
        out.write_str("</details></li>\n")?;
        Ok(end..part.rows.end)
    }

    /// Of a section whose heading was written anew: what it is now, or what it was.
    fn became(&self, part: usize, group: Option<&Group>) -> Option<String> {
        let group = group?;
        let was = group.was?;
        let (other, word) = match part {
            part if part == was => (group.is, "now"),
            part if part == group.is => (was, "was"),
            _ => return None,
        };
        let name = |part: usize| {
            self.sections[part]
                .head
                .map(|head| groups::short(&self.shown[head]))
        };
        let other = name(other)?;
        (name(part) != Some(other.clone())).then(|| format!("{word} {other}"))
    }

    fn head(
        &self,
        head: usize,
        part: &Part,
        became: Option<String>,
        out: &mut dyn Write,
    ) -> fmt::Result {
        let one = &self.shown[head];
        let (changed, clauses) = self.changed(part);
        // What a call says is substance; what a heading says is a name.
        let call = match one.paragraph.kind {
            Kind::Call | Kind::Organ => " call",
            _ => "",
        };
        write!(
            out,
            "<h2 class=\"{}{call}\"><span dir=\"auto\">",
            kind_of(one)
        )?;
        if let Some(label) = one
            .paragraph
            .label_in(View::Revised)
            .or_else(|| one.paragraph.label_in(View::Base))
        {
            head_label(one, label, out)?;
        }
        words::marked(
            one.paragraph,
            self.signs.in_paragraph(self.places[head]),
            out,
        )?;
        let note = one.note();
        let counted = if clauses == 0 {
            String::new()
        } else {
            format!("{changed} of {clauses} changed")
        };
        let text = [note, became.unwrap_or_default(), counted]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        out.write_str("</span>")?;
        self.signs.talls(self.places[head], out)?;
        writeln!(out, "<small>{}</small></h2>", escape(&text))
    }

    fn rows(&self, rows: Range<usize>, many: &str, out: &mut dyn Write) -> fmt::Result {
        let mut begun = rows.start;
        let mut go_on = |k: usize, out: &mut dyn Write| {
            if k - begun < MOST_ROWS {
                return Ok(());
            }
            begun = k;
            writeln!(out, "</ol><ol class=\"clauses{many}\">")
        };
        let mut at = rows.start;
        while at < rows.end {
            let same = kind_of(&self.shown[at]);
            let folds = matches!(same, "unchanged" | "renumbered");
            let end = (at + 1..rows.end)
                .find(|k| kind_of(&self.shown[*k]) != same)
                .unwrap_or(rows.end);
            let groups = same == "deleted" && end - at >= LEAST_GROUP;
            if folds && end - at >= LEAST_FOLD || groups {
                go_on(at, out)?;
                self.fold(at..end, same, out)?;
            } else {
                for k in at..end {
                    go_on(k, out)?;
                    self.row(k, out)?;
                }
            }
            at = end;
        }
        Ok(())
    }

    fn fold(&self, range: Range<usize>, kind: &str, out: &mut dyn Write) -> fmt::Result {
        let (view, class) = match kind {
            "deleted" => (View::Base, "fold gone\" open=\""),
            _ => (View::Revised, "fold"),
        };
        let label = |k: usize| {
            self.shown[k]
                .paragraph
                .label_in(view)
                .unwrap_or("")
                .trim_end_matches(['.', ':'])
                .to_owned()
        };
        let (first, last) = (label(range.start), label(range.end - 1));
        let labels = if first.is_empty() && last.is_empty() {
            String::new()
        } else {
            format!("{first} – {last}")
        };
        let opening = |k: usize| {
            self.shown[k]
                .paragraph
                .words
                .text(view)
                .split_whitespace()
                .take(3)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let what = if kind == "renumbered" {
            "renumbered, words unchanged"
        } else {
            kind
        };
        writeln!(
            out,
            "<li class=\"fold-li\"><details class=\"{class}\"><summary><span class=\"fl\">{}</span><span class=\"ft\"><em dir=\"auto\">{} … {}</em><u>{} {what}</u></span></summary>",
            escape(&labels),
            escape(&opening(range.start)),
            escape(&opening(range.end - 1)),
            range.len()
        )?;
        self.folded(range, out)?;
        out.write_str("</details></li>\n")
    }

    /// The rows of a fold.
    fn folded(&self, range: Range<usize>, out: &mut dyn Write) -> fmt::Result {
        let many = many(range.len());
        for start in range.clone().step_by(MOST_ROWS) {
            writeln!(out, "<ol class=\"in{many}\">")?;
            for k in start..range.end.min(start + MOST_ROWS) {
                self.row(k, out)?;
            }
            out.write_str("</ol>")?;
        }
        Ok(())
    }

    fn row(&self, k: usize, out: &mut dyn Write) -> fmt::Result {
        let one = &self.shown[k];
        let paragraph = one.paragraph;
        if is_furniture(paragraph.kind) {
            return Ok(());
        }
        let kind = kind_of(one);
        let classes: Vec<String> = one.row.map_or_else(Vec::new, |row| {
            let told = !matches!(row.outcome, Outcome::Inserted | Outcome::Deleted);
            row.classes
                .iter()
                .filter(|class| told && **class != Class::Numbering)
                .map(|c| class_name(*c))
                .collect()
        });
        let address = |side: Option<&str>| escape(side.unwrap_or(""));
        let half = paragraph.moved.map(|moved| moved.half);
        // It stands elsewhere in the older draft.
        let arrived = if half == Some(Change::Inserted) {
            " arrived"
        } else {
            ""
        };
        // It is no news: who steps from change to change comes to it last.
        let front = if paragraph.kind == Kind::Masthead {
            " front"
        } else {
            ""
        };
        let depth = *paragraph.depth.get(if paragraph.begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        });
        let deep = if paragraph.kind == Kind::Clause && depth > 0 {
            format!(" data-depth=\"{}\"", depth.min(4))
        } else {
            String::new()
        };
        write!(
            out,
            "<li class=\"row {kind}{arrived}{front}\" id=\"c{k}\" data-kind=\"{kind}\" data-classes=\"{}\" data-old=\"{}\" data-new=\"{}\"{deep}>",
            classes.join(" "),
            address(one.row.and_then(|r| r.old.as_deref())),
            address(one.row.and_then(|r| r.new.as_deref()))
        )?;
        label(one, out)?;
        out.write_str("<p class=\"txt\" dir=\"auto\">")?;
        if one.is_ghost() {
            write!(
                out,
                "<span class=\"gone\">{}</span><span class=\"full\">",
                escape(&opening_words(paragraph))
            )?;
            words::marked(paragraph, &[], out)?;
            out.write_str("</span>")?;
        } else {
            words::marked(paragraph, self.signs.in_paragraph(self.places[k]), out)?;
        }
        out.write_str("</p>")?;
        if !one.is_ghost() {
            self.signs.talls(self.places[k], out)?;
        }
        self.note(one, &classes, out)?;
        out.write_str("</li>\n")
    }

    fn note(&self, one: &Shown<'_>, classes: &[String], out: &mut dyn Write) -> fmt::Result {
        out.write_str("<div class=\"note\">")?;
        let kind = kind_of(one);
        if kind != "unchanged" {
            let told: Vec<String> = classes.iter().map(|c| c.replace('-', " ")).collect();
            let word = if one.is_ghost() { "moved" } else { kind };
            write!(
                out,
                "<span class=\"kind\"><b>{word}</b> <i>{}</i></span>",
                told.join(", ")
            )?;
        }
        let text = one.note();
        let told = one.is_ghost() || matches!(kind, "moved" | "split" | "merged");
        if told && let Some(sentence) = text.split(" · ").next() {
            match self.other_half(one.paragraph) {
                Some(other) => write!(
                    out,
                    "<p><a class=\"follow\" href=\"#c{other}\">{}</a></p>",
                    escape(sentence)
                )?,
                None => write!(out, "<p>{}</p>", escape(sentence))?,
            }
        }
        if let Some(label) = one.paragraph.label.as_ref().filter(|l| l.confidence < 0.9) {
            write!(
                out,
                "<p class=\"flag\">label read with {:.0} % confidence</p>",
                label.confidence * 100.0
            )?;
        }
        out.write_str("</div>")
    }

    /// Where the other half of a moved clause stands.
    fn other_half(&self, paragraph: &Paragraph) -> Option<usize> {
        let moved = paragraph.moved?;
        self.shown.iter().position(|one| {
            one.paragraph
                .moved
                .is_some_and(|m| m.id == moved.id && m.half != moved.half)
        })
    }
}

fn opening_words(paragraph: &Paragraph) -> String {
    let text = paragraph.words.text(View::Base);
    let mut words: Vec<&str> = text.split_whitespace().take(9).collect();
    if text.split_whitespace().nth(9).is_some() {
        words.push("…");
    }
    words.join(" ")
}

/// The class of a list that is one of several.
const fn many(rows: usize) -> &'static str {
    if rows > MOST_ROWS { " many" } else { "" }
}

/// The kind of a row, which is its class in the style sheet.
fn kind_of(one: &Shown<'_>) -> &'static str {
    if one.is_ghost() {
        return "ghost";
    }
    match one.row.map(|row| row.outcome) {
        None | Some(Outcome::Unchanged) if one.is_renumbered() => "renumbered",
        None => "unchanged",
        Some(outcome) => outcome.as_str(),
    }
}

/// The label: old, sign, new; and the same for those who hear the page.
fn label(one: &Shown<'_>, out: &mut dyn Write) -> fmt::Result {
    let of = |view| one.paragraph.label_in(view).unwrap_or("").to_owned();
    let (old, new) = (of(View::Base), of(View::Revised));
    let (old, sign, new, heard) = match (one.paragraph.change, one.paragraph.moved) {
        (Change::Inserted, None) => (String::new(), "+", new.clone(), format!("{new}, new. ")),
        (Change::Deleted, None) => (old.clone(), "−", String::new(), format!("{old}, deleted. ")),
        (Change::Deleted, Some(_)) => (
            old.clone(),
            "↷",
            String::new(),
            format!("{old}, moved away. "),
        ),
        (_, Some(_)) => (
            old.clone(),
            "↑",
            new.clone(),
            format!("{old} is now {new}, moved here. "),
        ),
        _ if old == new => (String::new(), "", new.clone(), format!("{new}. ")),
        _ if old.is_empty() => (String::new(), "→", new.clone(), format!("now {new}. ")),
        _ if new.is_empty() => (
            old.clone(),
            "→",
            String::new(),
            format!("{old}, now without label. "),
        ),
        _ => (
            old.clone(),
            "→",
            new.clone(),
            format!("{old} is now {new}. "),
        ),
    };
    let inner = if one.paragraph.change == Change::Deleted {
        format!(
            "<span class=\"s\" aria-hidden=\"true\">{sign}</span><span class=\"o\" aria-hidden=\"true\">{}</span>",
            escape(&old)
        )
    } else {
        format!(
            "<span class=\"o\" aria-hidden=\"true\">{}</span><span class=\"s\" aria-hidden=\"true\">{sign}</span><span class=\"n\" aria-hidden=\"true\">{}</span>",
            escape(&old),
            escape(&new)
        )
    };
    let heard = if heard.starts_with(['.', ',']) {
        String::new()
    } else {
        heard
    };
    let boxed = kind_of(one) == "renumbered";
    let (open, close) = if boxed {
        ("<span class=\"box\">", "</span>")
    } else {
        ("", "")
    };
    write!(
        out,
        "<div class=\"lab\"><span class=\"vh\">{}</span>{open}{inner}{close}</div>",
        escape(&heard)
    )
}

/// The label of a heading, of which each draft shows its own.
fn head_label(one: &Shown<'_>, label: &str, out: &mut dyn Write) -> fmt::Result {
    // A heading that came or went did so with its label.
    let (open, close) = match (one.paragraph.change, one.paragraph.moved) {
        (Change::Deleted, None) => ("<del>", "</del>"),
        (Change::Inserted, None) => ("<ins class=\"whole\">", "</ins>"),
        _ => ("", ""),
    };
    if !one.is_renumbered() {
        return write!(out, "{open}{}{close} ", escape(label));
    }
    let parts = [
        ("o", one.paragraph.label_in(View::Base).unwrap_or("")),
        ("s", "→"),
        ("n", one.paragraph.label_in(View::Revised).unwrap_or("")),
    ];
    let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
    for (class, text) in parts {
        write!(out, "<span class=\"{class}\">{} </span>", escape(text))?;
    }
    Ok(())
}
