//! Marks and words of a history, read from front to back while a new draft is put between them.
//!
//! A history is one sequence of marks and words, cut into pieces at the marks. The loom goes along
//! what stood in the draft before and lets it stand, takes it away, or puts something new in front
//! of it. What is long gone goes along unseen.

use crate::draft::Style;
use crate::draft::history::{
    History, Life, Loss, NO_LOSS, Piece, Return, Stretch, Timeline, Words,
};
use std::ops::Range;

pub(super) struct Loom<'h> {
    pub(super) history: &'h mut History,
    /// The number of the new draft.
    revision: u32,
    /// The pieces in the order before, and how many have been reached.
    ahead: Vec<u32>,
    reached: usize,
    /// The pieces in the order after; the last one is being written.
    order: Vec<u32>,
    /// What is still to be read of the piece reached last.
    source: Source,
    /// What has been written of the piece that is being written.
    woven: Words,
    /// The lineage of the paragraph of the older draft that is being read.
    lineage: u32,
    /// The pieces in which words came or went.
    touched: Vec<u32>,
}

/// What becomes of words that stood in the draft before.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// They stay, in this style from now on.
    Stay(Style),
    /// They are taken away.
    Lost,
    /// They go to another place in this same draft.
    Moved,
}

/// A paragraph's mark, apart from its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) face: u32,
    pub(super) cited: u32,
}

#[derive(Default)]
struct Source {
    words: Words,
    /// The stretch that is read next, and from which byte on.
    at: usize,
    from: usize,
}

impl Source {
    fn next(&self) -> Option<(&Stretch, Range<usize>)> {
        let stretch = self.words.stretches.get(self.at)?;
        Some((stretch, self.from..stretch.end as usize))
    }

    fn pass(&mut self, bytes: usize) {
        self.from += bytes;
        let end = self.words.stretches.get(self.at).map(|s| s.end as usize);
        if end.is_some_and(|end| self.from >= end) {
            self.at += 1;
        }
    }
}

impl<'h> Loom<'h> {
    pub(super) fn new(history: &'h mut History, revision: u32) -> Self {
        let ahead = std::mem::take(&mut history.order);
        Self {
            history,
            revision,
            order: Vec::with_capacity(ahead.len() + 16),
            ahead,
            reached: 0,
            source: Source::default(),
            woven: Words::default(),
            lineage: 0,
            touched: Vec::new(),
        }
    }

    /// Goes to the next paragraph of the older draft.
    pub(super) fn next_mark(&mut self) -> Option<u32> {
        loop {
            let piece = self.reach()?;
            if self.history.own(piece).life.goes_on() {
                self.lineage = self.history.own(piece).lineage;
                return Some(piece);
            }
        }
    }

    /// Lets the rest of the paragraph stand as it is.
    pub(super) fn pass_paragraph(&mut self) {
        self.drain();
        while self.next_mark_is_gone() {
            self.reach();
            self.drain();
        }
    }

    /// Takes the mark of a piece away.
    pub(super) fn end_mark(&mut self, piece: u32) {
        self.history.pieces[piece as usize].life.until = self.revision;
    }

    /// Says what the piece is in the new draft.
    pub(super) fn set_sign(&mut self, piece: u32, sign: Sign) {
        let piece = &mut self.history.pieces[piece as usize];
        piece.face.set(self.revision, sign.face);
        piece.cited.set(self.revision, sign.cited);
    }

    /// Puts in a new mark; words that still follow belong to it. Returns the new piece.
    pub(super) fn insert_mark(&mut self, sign: Sign, lineage: u32) -> u32 {
        self.pass_gone_words();
        while self.source.next().is_none() && self.next_is_gone_altogether() {
            self.reach();
            self.drain();
        }
        self.close();
        let piece = u32::try_from(self.history.pieces.len()).unwrap_or(u32::MAX);
        self.history.pieces.push(Piece {
            life: Life::since(self.revision),
            lineage,
            face: Timeline::new(sign.face),
            cited: Timeline::new(sign.cited),
            words: Words::default(),
        });
        self.order.push(piece);
        piece
    }

    /// The lineage of a mark that stood right here once and is gone, if the words after it still
    /// stand: they were merged into the paragraph before, and are about to be split off again.
    pub(super) fn former_mark(&mut self) -> Option<u32> {
        self.pass_gone_words();
        let next = *self.ahead.get(self.reached)?;
        let is_here = self.source.next().is_none() && self.next_mark_is_gone();
        let piece = self.history.own(next);
        (is_here && piece.words.stretches.iter().any(|s| s.life.goes_on())).then_some(piece.lineage)
    }

    /// Decides on the next `bytes` bytes of the older draft's words.
    pub(super) fn decide(&mut self, mut bytes: usize, fate: Fate) {
        while bytes > 0 {
            let Some((stretch, range)) = self.source.next() else {
                if !self.next_mark_is_gone() {
                    debug_assert!(false, "the redline has words that the history lacks");
                    return;
                }
                self.reach();
                continue;
            };
            let mut stretch = stretch.clone();
            let mut len = range.len();
            if stretch.life.goes_on() {
                len = len.min(bytes);
                bytes -= len;
                self.settle(&mut stretch, len, fate);
            }
            let text = &self.source.words.text[range.start..range.start + len];
            self.woven.push(text, stretch);
            self.source.pass(len);
        }
    }

    fn settle(&mut self, stretch: &mut Stretch, len: usize, fate: Fate) {
        if let Fate::Stay(style) = fate {
            return stretch.style.set(self.revision, style);
        }
        self.touch();
        stretch.life.until = self.revision;
        stretch.loss = u32::try_from(self.history.losses.len()).unwrap_or(NO_LOSS);
        let returns = match fate {
            Fate::Moved => vec![Return {
                from: 0,
                to: u32::try_from(len).unwrap_or(u32::MAX),
                revision: self.revision,
            }],
            _ => Vec::new(),
        };
        self.history.losses.push(Loss {
            origin: stretch.origin,
            revision: self.revision,
            lineage: self.lineage,
            returns,
        });
    }

    /// Puts in new words, which draft `origin` brought into the history.
    pub(super) fn insert_words(&mut self, text: &str, style: Style, origin: u32) {
        self.pass_gone_words();
        self.touch();
        let stretch = Stretch::born(self.revision, origin, style);
        self.woven.push(text, stretch);
    }

    /// Lets all that is still ahead stand as it is. Returns the pieces in which words came or went.
    pub(super) fn finish(mut self) -> Vec<u32> {
        while self.reach().is_some() {}
        self.history.order = self.order;
        let mut position = vec![0; self.history.pieces.len()];
        for (at, piece) in (0..).zip(&self.history.order) {
            position[*piece as usize] = at;
        }
        self.history.position = position;
        self.touched
    }

    fn touch(&mut self) {
        let piece = self.order.last().copied();
        if self.touched.last().copied() != piece {
            self.touched.extend(piece);
        }
    }

    /// Goes to the next piece, whether it stands or not.
    fn reach(&mut self) -> Option<u32> {
        self.drain();
        self.close();
        let piece = *self.ahead.get(self.reached)?;
        self.reached += 1;
        self.order.push(piece);
        self.source = Source {
            words: std::mem::take(&mut self.history.pieces[piece as usize].words),
            at: 0,
            from: 0,
        };
        Some(piece)
    }

    /// Writes down all that is left to read of a piece.
    fn drain(&mut self) {
        let source = std::mem::take(&mut self.source);
        if source.at == 0 && source.from == 0 && self.woven.stretches.is_empty() {
            self.woven = source.words;
            return;
        }
        let mut from = source.from;
        for stretch in source.words.stretches.into_iter().skip(source.at) {
            let end = stretch.end as usize;
            self.woven.push(&source.words.text[from..end], stretch);
            from = end;
        }
    }

    /// The piece that was being written is done; what is left to read goes to the next one.
    fn close(&mut self) {
        let mut woven = std::mem::take(&mut self.woven);
        if let Some(last) = self.order.last() {
            woven.text.shrink_to_fit();
            woven.stretches.shrink_to_fit();
            self.history.pieces[*last as usize].words = woven;
        }
    }

    /// Goes past words that are long gone.
    fn pass_gone_words(&mut self) {
        while let Some((stretch, range)) = self.source.next()
            && !stretch.life.goes_on()
        {
            let stretch = stretch.clone();
            self.woven
                .push(&self.source.words.text[range.clone()], stretch);
            self.source.pass(range.len());
        }
    }

    fn next_mark_is_gone(&self) -> bool {
        let next = self.ahead.get(self.reached);
        next.is_some_and(|piece| !self.history.own(*piece).life.goes_on())
    }

    fn next_is_gone_altogether(&self) -> bool {
        let next = self.ahead.get(self.reached);
        next.is_some_and(|number| {
            let piece = self.history.own(*number);
            let mut words = piece.words.stretches.iter();
            !piece.life.goes_on() && words.all(|stretch| !stretch.life.goes_on())
        })
    }
}
