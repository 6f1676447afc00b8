//! How deep a clause lies: the running lists of a section, outermost first.

use crate::draft::{Number, Script};

/// The lists that are open at a place.
#[derive(Debug, Default)]
pub(in crate::read) struct Levels {
    open: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    indent: u16,
    style: Option<Number>,
    last: u32,
    depth: u8,
}

/// Deeper than this no draft nests; what claims to is put here.
const DEEPEST: u8 = 40;

impl Levels {
    /// A new section: all lists end.
    pub(in crate::read) fn clear(&mut self) {
        self.open.clear();
    }

    /// The value that the next label of the same style would have, if such a list is open.
    pub(in crate::read) fn expected(&self, number: &Number, indent: u16) -> Option<u32> {
        let same = |level: &&Level| {
            level.style.as_ref().is_some_and(|s| s.same_style(number)) && near(level.indent, indent)
        };
        self.open
            .iter()
            .rev()
            .find(same)
            .map(|level| level.last.saturating_add(1))
    }

    /// Puts a label into the open lists: the list it goes on with, or a new one below the last. Where the label has
    /// two readings (`i)`), the one that goes on with a list wins, then the one that begins one.
    pub(in crate::read) fn place(&mut self, readings: &[Number], indent: u16) -> u8 {
        // `OP4` and `PP2` lie under nothing.
        let is_part = readings.first().is_some_and(Number::is_part_of_resolution);
        if is_part || self.follows_preamble(readings) {
            self.clear();
        }
        self.close_deeper(indent);
        let value = |n: &Number| n.last().map_or(0, |last| last.value);
        let goes_on = readings.iter().find_map(|n| {
            let level = self.matching(n, indent)?;
            let next = self.open[level].last;
            (value(n) > next && value(n) <= next + 1
                || readings.len() == 1 && value(n) != 1
                || value(n) == next)
                .then_some((level, n))
        });
        if let Some((level, number)) = goes_on {
            self.open.truncate(level + 1);
            self.open[level].last = value(number);
            return self.open[level].depth;
        }
        let begins = readings
            .iter()
            .rev()
            .find(|n| value(n) == 1)
            .or_else(|| readings.first());
        let Some(number) = begins else {
            return self.place_unlabelled(indent);
        };
        if let Some(level) = self.matching(number, indent)
            && (value(number) > 1 || level + 1 == self.open.len())
        {
            self.open.truncate(level + 1);
            self.open[level].last = value(number);
            return self.open[level].depth;
        }
        self.push(indent, Some(number.clone()), value(number))
    }

    /// Whether a plain number follows labelled preambular paragraphs: `1.` after `PP7`.
    fn follows_preamble(&self, readings: &[Number]) -> bool {
        let top = self.open.first().and_then(|level| level.style.as_ref());
        top.is_some_and(|style| crate::vocabulary::has_preambular_mark(&style.open))
            && readings.iter().any(|n| {
                n.open.is_empty() && n.last().is_some_and(|last| last.script == Script::Decimal)
            })
    }

    /// Puts a damaged label beside the list it must belong to.
    pub(in crate::read) fn place_beside(&mut self, readings: &[Number], indent: u16) -> u8 {
        self.close_deeper(indent);
        if let Some(number) = readings.first() {
            if let Some(level) = self.matching(number, indent) {
                self.open.truncate(level + 1);
                self.open[level].last = number.last().map_or(0, |n| n.value);
                return self.open[level].depth;
            }
            if self.open.is_empty() {
                return self.push(
                    indent,
                    Some(number.clone()),
                    number.last().map_or(0, |n| n.value),
                );
            }
        }
        match self.open.last_mut() {
            Some(level) => {
                level.last += 1;
                level.depth
            }
            None => 0,
        }
    }

    /// Puts an item of a bulleted list.
    pub(in crate::read) fn place_bullet(&mut self, indent: u16) -> u8 {
        self.close_deeper(indent);
        match self.open.last() {
            Some(level) if level.style.is_none() && level.indent == indent => level.depth,
            _ => self.push(indent, None, 0),
        }
    }

    /// Puts a paragraph without label: below the clause it is indented under, or at the section's own level.
    pub(in crate::read) fn place_unlabelled(&mut self, indent: u16) -> u8 {
        self.open.retain(|level| level.indent <= indent);
        match self.open.last() {
            Some(level) if indent > level.indent || level.is_option() => {
                (level.depth + 1).min(DEEPEST)
            }
            _ => 0,
        }
    }

    fn close_deeper(&mut self, indent: u16) {
        while self
            .open
            .last()
            .is_some_and(|level| level.indent > indent.saturating_add(1))
        {
            self.open.pop();
        }
    }

    /// The innermost open list that a number can go on with.
    fn matching(&self, number: &Number, indent: u16) -> Option<usize> {
        self.open.iter().rposition(|level| {
            near(level.indent, indent)
                && level
                    .style
                    .as_ref()
                    .is_some_and(|style| style.same_style(number) || both_options(style, number))
        })
    }

    fn push(&mut self, indent: u16, style: Option<Number>, last: u32) -> u8 {
        let depth = self.open.last().map_or(0, |level| {
            let is_beside =
                level.indent == indent && !level.is_option() && level.style.is_some() && last > 1;
            if is_beside {
                level.depth
            } else {
                (level.depth + 1).min(DEEPEST)
            }
        });
        self.open.push(Level {
            indent,
            style,
            last,
            depth,
        });
        depth
    }
}

impl Level {
    fn is_option(&self) -> bool {
        self.style.as_ref().is_some_and(Number::is_option)
    }
}

fn near(one: u16, other: u16) -> bool {
    one.abs_diff(other) <= 1
}

fn both_options(one: &Number, other: &Number) -> bool {
    one.is_option() && other.is_option()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_nest_by_style_and_by_indentation() {
        let mut levels = Levels::default();
        let mut depth = |label: &str, indent| levels.place(&Number::readings(label), indent);
        assert_eq!(depth("1", 0), 0);
        assert_eq!(depth("i)", 0), 1);
        assert_eq!(depth("ii)", 0), 1);
        assert_eq!(depth("2", 0), 0);
        assert_eq!(depth("(a)", 0), 1);
        assert_eq!(depth("(b)", 0), 1);
        assert_eq!(depth("3", 0), 0);
        levels.clear();
        let mut depth = |label: &str, indent| levels.place(&Number::readings(label), indent);
        assert_eq!(depth("1.", 0), 0);
        assert_eq!(depth("1.", 3), 1);
        assert_eq!(depth("2.", 3), 1);
        assert_eq!(depth("2.", 0), 0);
        assert_eq!(depth("h)", 0), 0);
        assert_eq!(depth("i)", 0), 0);
        levels.clear();
        let mut depth = |label: &str, indent| levels.place(&Number::readings(label), indent);
        assert_eq!(depth("PP1", 0), 0);
        assert_eq!(depth("PP2 bis", 0), 0);
        assert_eq!(depth("1.", 0), 0);
        assert_eq!(depth("(a)", 0), 1);
        assert_eq!(depth("OP2", 0), 0);
    }
}
