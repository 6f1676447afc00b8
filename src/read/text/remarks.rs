//! What our own Markdown and CriticMarkup say in comments: `redraft: marked`, `redraft: split`,
//! `redraft: moved-from 3`.
//!
//! The writers put them where the format has no mark; here they are taken off the blocks again.

use crate::draft::{Change, Kind, Move};
use crate::read::structure::block::{Block, Remark};
use crate::read::structure::parts::Parts;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_until},
    character::complete::{multispace0, u8, u32},
    combinator::{all_consuming, map, map_opt, rest, value},
    sequence::{delimited, preceded},
};
use rustc_hash::{FxHashMap, FxHashSet};

/// The remarks of a text, and whether it says that it was written with all its marks.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) marked: bool,
    /// One for each block that is left.
    pub(super) of: Vec<Option<Remark>>,
    /// Of blocks whose clause lay at another depth in the older text, that depth.
    pub(super) older_depths: FxHashMap<usize, u8>,
    /// What blocks were in the older text, where that is something else.
    pub(super) older_kinds: FxHashMap<usize, Kind>,
    /// What blocks are, where they say so.
    pub(super) kinds: FxHashMap<usize, Kind>,
    /// The blocks that a page added.
    pub(super) of_page: FxHashSet<usize>,
}

/// Takes our comments off the blocks. Blocks of nothing else go.
pub(super) fn take(blocks: Parts<Block<'_>>) -> (Parts<Block<'_>>, Remarks) {
    let mut out = Remarks::default();
    let left = blocks.into_iter().filter_map(|mut block| {
        let (mut remark, mut older_depth, mut is_of_page) = (None, None, false);
        let (mut kind, mut older_kind) = (None, None);
        let was_empty = block.text.is_empty();
        let mut cut = 0;
        while let Some((len, said)) = first_comment(&block.text[cut..]) {
            match said {
                Said::Marked => out.marked = true,
                Said::Remark(one) => remark = Some(one),
                Said::OlderDepth(depth) => older_depth = Some(depth),
                Said::OlderKind(older) => older_kind = Some(older),
                Said::Kind(own) => kind = Some(own),
                Said::OfPage => is_of_page = true,
                Said::Note => {}
            }
            cut += len;
        }
        if cut > 0 {
            cut_start(&mut block, cut);
        }
        while let Some(start) = last_comment(&block.text) {
            block.text.to_mut().truncate(start);
        }
        let stays = was_empty || !block.text.is_empty();
        if stays {
            out.older_depths
                .extend(older_depth.map(|depth| (out.of.len(), depth)));
            out.kinds.extend(kind.map(|kind| (out.of.len(), kind)));
            out.older_kinds
                .extend(older_kind.map(|kind| (out.of.len(), kind)));
            out.of_page.extend(is_of_page.then_some(out.of.len()));
            out.of.push(remark);
        }
        stays.then_some(block)
    });
    (left.collect(), out)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Marked,
    Remark(Remark),
    /// The depth of a clause in the older text.
    OlderDepth(u8),
    /// What it was in the older text.
    OlderKind(Kind),
    /// What it is.
    Kind(Kind),
    /// The page added it: a running head, a job number.
    OfPage,
    /// What became of a clause, for people.
    Note,
}

/// Our comment at the start, with the white space after it: its length and what it says.
fn first_comment(text: &str) -> Option<(usize, Said)> {
    let (rest, said) = (comment, multispace0).parse(text).ok()?;
    Some((text.len() - rest.len(), said.0))
}

/// Where our comment at the end starts, with the white space before it.
fn last_comment(text: &str) -> Option<usize> {
    let open = [("<!--", "-->"), ("{>>", "<<}")]
        .iter()
        .find(|(_, close)| text.ends_with(close))?
        .0;
    let start = text.rfind(open)?;
    all_consuming(comment).parse(&text[start..]).ok()?;
    Some(text[..start].trim_end().len())
}

fn comment(input: &str) -> IResult<&str, Said> {
    let body = |close: &'static str| {
        preceded(
            (multispace0, tag("redraft: ")),
            map(take_until(close), said),
        )
    };
    alt((
        delimited(tag("<!--"), body("-->"), tag("-->")),
        delimited(tag("{>>"), body("<<}"), tag("<<}")),
    ))
    .parse(input)
}

fn said(text: &str) -> Said {
    let half = |word, half| {
        map(preceded(tag(word), u32), move |id| {
            Said::Remark(Remark::Moved(Move { id, half }))
        })
    };
    let mark = |word, change| value(Said::Remark(Remark::Mark(change)), tag(word));
    let read: IResult<&str, Said> = all_consuming(alt((
        value(Said::Marked, alt((tag("marked"), tag("exact")))),
        mark("kept", Change::Kept),
        mark("split", Change::Inserted),
        mark("merged", Change::Deleted),
        half("moved-from ", Change::Inserted),
        half("moved-to ", Change::Deleted),
        map(preceded(tag("was-depth "), u8), Said::OlderDepth),
        map(
            preceded(tag("was-kind "), map_opt(rest, Kind::named)),
            Said::OlderKind,
        ),
        map(
            preceded(tag("kind "), map_opt(rest, Kind::named)),
            Said::Kind,
        ),
        value(Said::OfPage, tag("page")),
    )))
    .parse(text.trim());
    read.map_or(Said::Note, |(_, said)| said)
}

/// Takes the first bytes off a block; the place of its first line moves along.
fn cut_start(block: &mut Block<'_>, len: usize) {
    let gone = block.text.get(..len).unwrap_or("").chars().count();
    *block.text.to_mut() = block.text.get(len..).unwrap_or("").to_owned();
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    for (at, _, column) in &mut block.places {
        if *at < len {
            *column += u32::try_from(gone).unwrap_or(0);
        }
        *at = at.saturating_sub(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_comments() {
        let moved = |id, half| Said::Remark(Remark::Moved(Move { id, half }));
        for (text, said) in [
            ("<!-- redraft: marked -->", Said::Marked),
            (
                "{>> redraft: split <<}",
                Said::Remark(Remark::Mark(Change::Inserted)),
            ),
            ("<!-- redraft: moved-to 12 -->", moved(12, Change::Deleted)),
            ("<!-- redraft: amended · substance -->", Said::Note),
        ] {
            assert_eq!(
                first_comment(&format!("{text} a) that")),
                Some((text.len() + 1, said))
            );
            assert_eq!(last_comment(&format!("that {text}")), Some(4));
        }
        assert_eq!(first_comment("<!-- a comment of the editor --> that"), None);
        assert_eq!(last_comment("that <!-- of the editor -->"), None);
    }
}
