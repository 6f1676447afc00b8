//! Why a line of a draft was read as it was, for people.

use super::screen;
use crate::draft::{Considered, Why};
use std::fmt::{self, Write};

/// Writes what was considered for each block.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn why(all: &[Why], out: &mut impl Write) -> fmt::Result {
    for (k, one) in all.iter().enumerate() {
        if k > 0 {
            writeln!(out)?;
        }
        block(one, out)?;
    }
    Ok(())
}

fn block(why: &Why, out: &mut impl Write) -> fmt::Result {
    let Why {
        line, last_line, ..
    } = *why;
    let lines = if last_line > line {
        format!("lines {line} to {last_line}")
    } else {
        format!("line {line}")
    };
    writeln!(out, "{lines}: “{}”", shortened(&why.words))?;
    writeln!(out, "  read as: {}", why.chosen.reading)?;
    against(&why.chosen, out)?;
    match (&why.next_best, why.margin) {
        (Some(next), Some(margin)) => {
            writeln!(
                out,
                "  next best: {}; the draft as a whole would cost {margin} more",
                next.reading
            )?;
            against(next, out)
        }
        _ => writeln!(out, "  nothing else was near"),
    }
}

fn against(considered: &Considered, out: &mut impl Write) -> fmt::Result {
    for (cost, reason) in &considered.against {
        writeln!(out, "    {cost:4}  {reason}")?;
    }
    Ok(())
}

/// The first words, without what a terminal would obey.
fn shortened(words: &str) -> String {
    const MOST: usize = 80;
    let safe: String = screen::line(words).chars().take(MOST).collect();
    if words.chars().count() > MOST {
        format!("{safe}…")
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use crate::read;

    #[test]
    fn what_decided_is_told() {
        let text = "The Assembly,\n\nRecalling the past,\n\n1. Decides to act;\n\n    2. Decides to meet.\n";
        let why = read::why(text.as_bytes(), "x", &read::Options::default(), 7).unwrap();
        let mut out = String::new();
        super::why(&why, &mut out).unwrap();
        insta::assert_snapshot!(out);
    }
}
