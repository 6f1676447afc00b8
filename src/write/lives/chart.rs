//! The burn-down as a picture: an SVG that stands alone, or within a page.
//!
//! A line of open passages over the drafts, each draft with its number; below it a row a section
//! with a bar a draft. Every number is written, so that nothing is told by colour or length alone;
//! the whole is told once more in `desc`.

use super::days::days;
use super::{name, of, rows};
use crate::draft::lives::{Lives, SectionRow};
use std::fmt::{self, Write};

const WIDTH: usize = 1120;
/// The field of the line: from where to where, across and down.
const LEFT: usize = 48;
const RIGHT: usize = 1040;
const TOP: usize = 112;
const BASE: usize = 312;
/// The table below: its first row, a row's height, and where its columns begin.
const ROWS: usize = 424;
const ROW: usize = 26;
const COLUMNS: usize = 400;
/// The room that the name of the last draft takes before its place.
const NAME: usize = 48;
/// The room that a number takes.
const VALUE: usize = 44;

/// Light and dark as in the page; within a page its own inks hold.
const LOOK: &str = "\
.burn-down{--p:var(--paper,#fdfdfb);--i:var(--ink,#1b1c1f);--n:var(--ink-2,#4c4e54);--b:var(--brk,#6e4a00);\
--g:var(--brk-bg,#fbf0cf);--l:var(--brk-rule,#b98a1d);--r:var(--rule,#e3e2da);--s:var(--rule-2,#bdbbb0)}
@media (prefers-color-scheme:dark){svg.burn-down.alone{--p:#15171a;--i:#e7e4dc;--n:#b4b5b8;--b:#ecc96f;--g:#332b14;\
--l:#b08d34;--r:#2d3136;--s:#575c64}}
.burn-down text{font:13px system-ui,sans-serif;fill:var(--n);font-variant-numeric:lining-nums tabular-nums}
.burn-down .title{font:27px Palatino,\"Palatino Linotype\",P052,Georgia,serif;fill:var(--i)}
.burn-down .value{font:25px Palatino,\"Palatino Linotype\",P052,Georgia,serif;fill:var(--i)}
.burn-down .name{fill:var(--i)}.burn-down .all{font-weight:600;fill:var(--i)}
.burn-down .ground{fill:var(--p)}.burn-down .area{fill:var(--g)}.burn-down .bar{fill:var(--l)}
.burn-down .line{fill:none;stroke:var(--l);stroke-width:2.25;stroke-linejoin:round}
.burn-down .dot{fill:var(--p);stroke:var(--b);stroke-width:2.25}.burn-down .dot.none{fill:var(--b)}
.burn-down .rule{stroke:var(--r)}.burn-down .axis{stroke:var(--s)}
";

/// Writes the burn-down as SVG.
///
/// # Errors
/// Where `out` fails.
pub fn chart(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    let sections: Vec<&SectionRow> = rows(&lives.burn_down).collect();
    let height = ROWS + (sections.len() + 2) * ROW + 24;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"burn-down alone\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"burn-down-title burn-down-desc\">"
    )?;
    writeln!(
        out,
        "<title id=\"burn-down-title\">{}</title>",
        escape(&title(lives))
    )?;
    writeln!(
        out,
        "<desc id=\"burn-down-desc\">{}</desc>",
        escape(&in_words(lives, &sections))
    )?;
    writeln!(out, "<style>\n{LOOK}</style>")?;
    writeln!(
        out,
        "<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>"
    )?;
    text(out, "title", LEFT - 24, 44, "start", &title(lives))?;
    line(lives, out)?;
    text(
        out,
        "",
        LEFT - 24,
        BASE + 56,
        "start",
        if days(lives).is_some() {
            "Open passages in each draft, on a true scale of days. The line joins drafts; between them nothing is known."
        } else {
            "Open passages in each draft. The line joins drafts; between them nothing is known."
        },
    )?;
    table(lives, &sections, out)?;
    out.write_str("</svg>\n")
}

/// What the first and the last draft have open.
fn title(lives: &Lives) -> String {
    let open = |draft: usize| {
        lives
            .burn_down
            .total
            .get(draft)
            .map_or(0, |count| count.passages as usize)
    };
    let last = lives.drafts.len().saturating_sub(1);
    let none = |count: usize| {
        if count == 0 {
            "none".to_owned()
        } else {
            grouped(count)
        }
    };
    let noun = if open(0) == 1 { "passage" } else { "passages" };
    format!(
        "{} open {noun} in {}, {} in {}",
        if open(0) == 0 {
            "No".to_owned()
        } else {
            grouped(open(0))
        },
        name(lives, 0),
        none(open(last)),
        name(lives, u32::try_from(last).unwrap_or(0))
    )
}

/// The chart for those who do not see it.
fn in_words(lives: &Lives, sections: &[&SectionRow]) -> String {
    let mut out = String::new();
    for (draft, count) in (0..).zip(&lives.burn_down.total) {
        let passages = of(count.passages as usize, "open passage");
        let words = of(count.words as usize, "word");
        let _ = write!(out, "{}: {passages}, {words}. ", name(lives, draft));
    }
    for row in sections {
        let counts: Vec<String> = row
            .counts
            .iter()
            .map(|count| count.passages.to_string())
            .collect();
        let _ = write!(out, "{}: {}. ", row.in_full(), counts.join(", "));
    }
    out.trim_end().to_owned()
}

fn line(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    let total = &lives.burn_down.total;
    let most = total
        .iter()
        .map(|count| count.passages)
        .max()
        .unwrap_or(0)
        .max(1);
    let places = places(lives);
    let across = |draft: usize| places.get(draft).copied().unwrap_or(RIGHT);
    let down = |passages: u32| BASE - (BASE - TOP) * passages as usize / most as usize;
    let step = step(most);
    for mark in (1..).map(|n| n * step).take_while(|mark| *mark <= most) {
        let y = down(mark);
        writeln!(
            out,
            "<line class=\"rule\" x1=\"{}\" x2=\"1096\" y1=\"{y}\" y2=\"{y}\"/>",
            LEFT - 24
        )?;
        text(out, "", 1096, y - 5, "end", &grouped(mark as usize))?;
    }
    let points: Vec<String> = total
        .iter()
        .enumerate()
        .map(|(n, c)| format!("{},{}", across(n), down(c.passages)))
        .collect();
    let last = across(total.len().saturating_sub(1));
    writeln!(
        out,
        "<polygon class=\"area\" points=\"{},{BASE} {} {last},{BASE}\"/>",
        across(0),
        points.join(" ")
    )?;
    writeln!(
        out,
        "<line class=\"axis\" x1=\"{}\" x2=\"1096\" y1=\"{BASE}\" y2=\"{BASE}\"/>",
        LEFT - 24
    )?;
    writeln!(
        out,
        "<polyline class=\"line\" points=\"{}\"/>",
        points.join(" ")
    )?;
    // Names and numbers that would stand on each other are left out; the table and the description
    // have them all.
    let (mut free, mut told) = (0, 0);
    for (draft, count) in total.iter().enumerate() {
        let (x, y) = (across(draft), down(count.passages));
        let none = if count.passages == 0 { " none" } else { "" };
        writeln!(
            out,
            "<circle class=\"dot{none}\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"
        )?;
        if x >= told + VALUE {
            told = x;
            let value = if count.passages == 0 {
                "none".to_owned()
            } else {
                grouped(count.passages as usize)
            };
            text(out, "value", x + 8, y - 12, "start", &value)?;
        }
        let is_last = draft + 1 == total.len();
        let shown = crate::write::columns::cut(name(lives, u32::try_from(draft).unwrap_or(0)), 18);
        let half = shown.chars().count() * 7 / 2;
        let is_first = draft == 0;
        if is_first || is_last || x >= free + half && x + half + NAME < last {
            free = x + half + 12;
            text(out, "", x, BASE + 24, "middle", &shown)?;
        }
    }
    Ok(())
}

/// Where each draft stands: by its day where all say one, else one after the other.
fn places(lives: &Lives) -> Vec<usize> {
    let wide = RIGHT - LEFT;
    let drafts = lives.burn_down.total.len();
    if drafts < 2 {
        return vec![LEFT + wide / 2; drafts];
    }
    let even = || (0..drafts).map(|draft| LEFT + wide * draft / (drafts - 1));
    let Some(days) = days(lives).filter(|days| days.len() == drafts) else {
        return even().collect();
    };
    let (first, last) = (days[0], days[drafts - 1]);
    let share = |day: i64| (day - first) as f64 / (last - first).max(1) as f64;
    days.iter()
        .map(|day| LEFT + (share(*day) * wide as f64).round() as usize)
        .collect()
}

fn table(lives: &Lives, sections: &[&SectionRow], out: &mut dyn Write) -> fmt::Result {
    let drafts = lives.drafts.len().max(1);
    // Long histories show the last drafts in the table; the line has them all.
    let first = drafts.saturating_sub(8);
    let column = (1096 - COLUMNS) / (drafts - first).max(1);
    let most = sections
        .iter()
        .flat_map(|row| &row.counts)
        .map(|count| count.passages)
        .max()
        .unwrap_or(0)
        .max(1);
    text(out, "all", LEFT - 24, ROWS - 10, "start", "Section")?;
    for draft in first..drafts {
        let shown =
            crate::write::columns::cut(name(lives, u32::try_from(draft).unwrap_or(0)), column / 8);
        text(
            out,
            "all",
            COLUMNS + (draft - first + 1) * column,
            ROWS - 10,
            "end",
            &shown,
        )?;
    }
    let all = ("All".to_owned(), &lives.burn_down.total);
    let named = sections.iter().map(|row| (row.in_full(), &row.counts));
    for (number, (name, counts)) in named.chain([all]).enumerate() {
        let y = ROWS + number * ROW;
        let is_all = number == sections.len();
        writeln!(
            out,
            "<line class=\"rule\" x1=\"{}\" x2=\"1096\" y1=\"{y}\" y2=\"{y}\"/>",
            LEFT - 24
        )?;
        let class = if is_all { "all" } else { "name" };
        text(
            out,
            class,
            LEFT - 24,
            y + 18,
            "start",
            &crate::write::columns::cut(&name, 48),
        )?;
        for (at, count) in counts.iter().enumerate().skip(first) {
            let x = COLUMNS + (at - first + 1) * column;
            let shown = if count.passages == 0 {
                "–".to_owned()
            } else {
                grouped(count.passages as usize)
            };
            text(out, class, x, y + 18, "end", &shown)?;
            let wide = column.saturating_sub(56) * count.passages as usize / most as usize;
            if wide > 0 && !is_all {
                writeln!(
                    out,
                    "<rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"8\"/>",
                    x - 44 - wide,
                    y + 9
                )?;
            }
        }
    }
    Ok(())
}

/// A round step that gives two to five lines.
fn step(most: u32) -> u32 {
    let mut step = 1;
    while most / step > 5 {
        step = if step.to_string().starts_with('2') {
            step / 2 * 5
        } else {
            step * 2
        };
    }
    step
}

/// `1,052`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn text(
    out: &mut dyn Write,
    class: &str,
    x: usize,
    y: usize,
    anchor: &str,
    text: &str,
) -> fmt::Result {
    let text = escape(text);
    writeln!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
    )
}

/// Text for XML: no markup, no control characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!(
            [7, 52, 1052, 1_000_000].map(grouped),
            ["7", "52", "1,052", "1,000,000"]
        );
        assert_eq!([1, 5, 17, 60, 1217].map(step), [1, 1, 5, 20, 500]);
        assert_eq!(escape("<a & \u{1}\">"), "&lt;a &amp;  &quot;&gt;");
    }
}
