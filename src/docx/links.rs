//! A part without its links to what is not carried on: `<w:attachedTemplate r:id="rId1"/>` without
//! its template is an error to Word.
//!
//! The part is read through once, as it may be large, and all that stays is copied as it stands.

use super::xml::{Broken, Element, Piece, each_piece, local};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

/// The namespaces of the attributes that lead to relationships: as Word writes it, and strict.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

/// Pictures, which lose a link but stay: they may hold a copy of what it leads to, and have a
/// place.
const PICTURES: [&str; 2] = ["blip", "imagedata"];

/// Paragraphs, runs and texts: what holds one of them holds words.
const WORDS: [&str; 4] = ["p", "r", "t", "delText"];

/// An element that leads to what goes, and goes itself unless it holds words.
struct Leading {
    /// How many elements are open round it.
    depth: usize,
    /// Where it begins in what is written.
    at: usize,
    holds_words: bool,
}

/// The part without the links to `gone`, relationships by number. An element that leads to one of
/// them goes; a picture, and what holds words, loses the link alone.
pub(super) fn without_links(xml: &str, gone: &BTreeSet<String>) -> Result<String, Broken> {
    let mut out = String::with_capacity(xml.len());
    let mut leading: Vec<Leading> = Vec::new();
    let mut depth = 0_usize;
    each_piece(xml, |raw, piece, names| {
        let is_empty = match piece {
            Piece::Begins { is_empty } => is_empty,
            Piece::Ends => {
                out.push_str(raw);
                depth = depth.saturating_sub(1);
                if let Some(closed) = leading.pop_if(|element| element.depth == depth) {
                    if !closed.holds_words {
                        out.truncate(closed.at);
                    } else if let Some(outer) = leading.last_mut() {
                        outer.holds_words = true;
                    }
                }
                return;
            }
            Piece::Other => return out.push_str(raw),
        };
        let tag = Element::of_tag(raw);
        if let Some(outer) = leading.last_mut() {
            outer.holds_words |= WORDS.contains(&tag.local());
        }
        let links = links(&tag, names, gone);
        let (at, is_picture) = (out.len(), PICTURES.contains(&tag.local()));
        let goes = !links.is_empty() && !is_picture;
        match links.as_slice() {
            [] => out.push_str(raw),
            _ if goes && is_empty => {}
            links => out.push_str(&tag.without_attributes(links)),
        }
        if goes && !is_empty {
            leading.push(Leading {
                depth,
                at,
                holds_words: false,
            });
        }
        depth += usize::from(!is_empty);
    })?;
    Ok(out)
}

/// The relationships that a part names in its attributes, by number.
pub(super) fn led_to(xml: &str) -> Result<HashSet<String>, Broken> {
    let mut out = HashSet::new();
    each_piece(xml, |raw, piece, names| {
        if !matches!(piece, Piece::Begins { .. }) {
            return;
        }
        let tag = Element::of_tag(raw);
        let all = tag.attributes().map(|(name, _)| name);
        let leading = all.filter(|name| leads(name, names));
        let ids = leading.filter_map(|name| tag.attribute(name));
        out.extend(ids.map(Cow::into_owned));
    })?;
    Ok(out)
}

/// Whether an attribute leads to a relationship.
fn leads(name: &str, names: &NamespaceResolver) -> bool {
    if local(name).len() == name.len() {
        return false;
    }
    let (space, _) = names.resolve_attribute(QName(name));
    matches!(space, ResolveResult::Bound(space) if NAMESPACES.contains(&space.0))
}

/// The attributes of a tag that lead to what goes.
fn links<'x>(
    tag: &Element<'x>,
    names: &NamespaceResolver,
    gone: &BTreeSet<String>,
) -> Vec<&'x str> {
    let is_gone = |name: &&str| tag.attribute(name).is_some_and(|id| gone.contains(&*id));
    let all = tag.attributes().map(|(name, _)| name);
    all.filter(|name| leads(name, names))
        .filter(is_gone)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(inner: &str) -> String {
        let gone = BTreeSet::from(["rId7".to_owned()]);
        let root = format!("<a xmlns:r=\"{}\">", NAMESPACES[0]);
        let out = without_links(&format!("{root}{inner}</a>"), &gone).unwrap();
        let out = out.strip_prefix(&root).unwrap();
        out.strip_suffix("</a>").unwrap().to_owned()
    }

    #[test]
    fn elements_go_with_their_links() {
        for (inner, left) in [
            (
                "<w:attachedTemplate r:id=\"rId7\"/><b r:id=\"rId1\"/>",
                "<b r:id=\"rId1\"/>",
            ),
            ("<w:control r:id='rId7' w:name=\"x\"></w:control>t", "t"),
            ("<x r:id = \"rId&#55;\"\n/>t", "t"),
            // One in another of the same name.
            ("<x r:id=\"rId7\"><x><x/></x></x><x/>t", "<x/>t"),
            (
                "<x><y r:id=\"rId7\"><x r:id=\"rId7\"/></y></x>t",
                "<x></x>t",
            ),
            (
                "<o xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/relationships\" q:link=\"rId7\">e</o>",
                "",
            ),
        ] {
            assert_eq!(without(inner), left, "{inner}");
        }
    }

    #[test]
    fn no_word_and_no_picture_goes() {
        for (inner, left) in [
            (
                "<w:hyperlink r:id=\"rId7\" w:history=\"1\"><w:r><w:t>a</w:t></w:r></w:hyperlink>",
                "<w:hyperlink w:history=\"1\"><w:r><w:t>a</w:t></w:r></w:hyperlink>",
            ),
            (
                "<y r:id='rId7'><z r:id=\"rId7\"><w:p/></z></y>",
                "<y><z><w:p/></z></y>",
            ),
            (
                "<a:blip r:embed=\"rId1\" r:link='rId7'><e/></a:blip>",
                "<a:blip r:embed=\"rId1\"><e/></a:blip>",
            ),
            (
                "<v:imagedata r:id=\"rId7\" o:title='\"'/>",
                "<v:imagedata o:title='\"'/>",
            ),
        ] {
            assert_eq!(without(inner), left, "{inner}");
        }
    }

    #[test]
    fn what_only_looks_alike_stays() {
        for inner in [
            "<w:t> r:id=\"rId7\" </w:t>",
            "<!-- <x r:id=\"rId7\"/> -->",
            "<![CDATA[<x r:id=\"rId7\"/>]]>",
            "<x id=\"rId7\" xr:id=\"rId7\" r:id=\"rId77\" b=' r:id=\"rId7\"'/>",
        ] {
            assert_eq!(without(inner), inner);
        }
    }
}
