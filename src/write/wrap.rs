//! Breaking styled text into lines.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A piece of text and how it is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'a, S> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) style: S,
}

/// The lines of `pieces` at most `width` columns wide. Words are kept whole where they fit; signs
/// of scripts that are written without spaces may be parted anywhere.
pub(crate) fn lines<S: Copy + PartialEq>(
    pieces: &[Piece<'_, S>],
    width: usize,
) -> Vec<Vec<Piece<'static, S>>> {
    let width = width.max(8);
    let mut out = Lines {
        done: Vec::new(),
        line: Vec::new(),
        used: 0,
        width,
    };
    for word in words(pieces) {
        out.word(word);
    }
    if !out.line.is_empty() {
        out.done.push(out.line);
    }
    out.done
}

/// What cannot be parted: pieces without white space, and the white space after them.
struct Word<S> {
    pieces: Vec<Piece<'static, S>>,
    space: Option<S>,
}

fn words<S: Copy + PartialEq>(pieces: &[Piece<'_, S>]) -> Vec<Word<S>> {
    let mut out: Vec<Word<S>> = Vec::new();
    let mut word: Vec<Piece<'static, S>> = Vec::new();
    for piece in pieces {
        for c in piece.text.chars() {
            if c.is_whitespace() {
                if word.is_empty() && out.last().is_some_and(|w| w.space.is_some()) {
                    continue;
                }
                out.push(Word {
                    pieces: std::mem::take(&mut word),
                    space: Some(piece.style),
                });
                continue;
            }
            push(&mut word, c, piece.style);
            if c.width() == Some(2) {
                out.push(Word {
                    pieces: std::mem::take(&mut word),
                    space: None,
                });
            }
        }
    }
    if !word.is_empty() {
        out.push(Word {
            pieces: word,
            space: None,
        });
    }
    out
}

fn push<S: Copy + PartialEq>(pieces: &mut Vec<Piece<'static, S>>, c: char, style: S) {
    match pieces.last_mut() {
        Some(last) if last.style == style => last.text.to_mut().push(c),
        _ => pieces.push(Piece {
            text: c.to_string().into(),
            style,
        }),
    }
}

struct Lines<S> {
    done: Vec<Vec<Piece<'static, S>>>,
    line: Vec<Piece<'static, S>>,
    used: usize,
    width: usize,
}

impl<S: Copy + PartialEq> Lines<S> {
    fn word(&mut self, word: Word<S>) {
        let wide: usize = word.pieces.iter().map(|p| p.text.width()).sum();
        if self.used > 0 && self.used + wide > self.width {
            self.end_line();
        }
        for piece in word.pieces {
            for c in piece.text.chars() {
                let columns = c.width().unwrap_or(0);
                if self.used + columns > self.width && self.used > 0 {
                    self.end_line();
                }
                push(&mut self.line, c, piece.style);
                self.used += columns;
            }
        }
        if let Some(style) = word.space
            && self.used > 0
        {
            push(&mut self.line, ' ', style);
            self.used += 1;
        }
    }

    fn end_line(&mut self) {
        if let Some(last) = self.line.last_mut() {
            let kept = last.text.trim_end().len();
            last.text.to_mut().truncate(kept);
        }
        self.line.retain(|p| !p.text.is_empty());
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let pieces = [Piece {
            text: text.into(),
            style: 0,
        }];
        lines(&pieces, width)
            .into_iter()
            .map(|line| line.iter().map(|p| p.text.as_ref()).collect())
            .collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(
            wrapped("that States shall act", 10),
            ["that", "States", "shall act"]
        );
        assert_eq!(wrapped("abcdefghijklmnop", 8), ["abcdefgh", "ijklmnop"]);
        assert_eq!(wrapped("大会决定采取行动", 8), ["大会决定", "采取行动"]);
    }
}
