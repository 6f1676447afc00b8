//! A redline read the other way: what it brought goes, what it took away comes.
//!
//! A redline is written into the newer of two files. Read the other way, the redline of a copy and
//! its base stands in the base, as one of the base and its copy: so the marks of many copies can
//! stand in one file (ECMA-376 part 1, 17.13.5).

use super::body::{Body, Item};
use super::sign::is_sign;
use super::tracked::{is_property_change, is_tracked, stays};
use super::xml::{Broken, Element, Node, end_of_tag, opened, parse};

/// The part with its changes the other way round; a move becomes a deletion and an insertion. None
/// where it has no changes.
pub(crate) fn reversed(body: &Body) -> Result<Option<String>, Broken> {
    if !is_tracked(&body.xml) {
        return Ok(None);
    }
    let mut out = String::with_capacity(body.xml.len());
    for item in &body.items {
        let raw = body.raw(item);
        if !is_tracked(raw) && !matches!(item, Item::Close(..)) {
            out.push_str(raw);
            continue;
        }
        match item {
            Item::Paragraph(_) => element(&parse(raw)?, None, &mut out),
            Item::Open(..) => {
                let end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
                out.push_str(&renamed_tag(&raw[..end]));
                fragment(&raw[end..], &mut out)?;
            }
            Item::Other(_) => fragment(raw, &mut out)?,
            Item::Close(..) => out.push_str(&renamed_tag(raw)),
        }
    }
    Ok(Some(out))
}

/// The change that stands in the place of another one.
fn opposite(name: &str) -> Option<&'static str> {
    Some(match name {
        "w:ins" | "w:moveTo" => "w:del",
        "w:del" | "w:moveFrom" => "w:ins",
        "w:cellIns" => "w:cellDel",
        "w:cellDel" => "w:cellIns",
        _ => return None,
    })
}

/// A tag, perhaps one that ends an element, under the name of the opposite change.
fn renamed_tag(tag: &str) -> String {
    let from = if tag.starts_with("</") { 2 } else { 1 };
    let rest = tag.get(from..).unwrap_or("");
    let len = rest
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(rest.len());
    match opposite(&rest[..len]) {
        Some(name) => format!("{}{name}{}", &tag[..from], &rest[len..]),
        None => tag.to_owned(),
    }
}

/// Elements side by side, outside of paragraphs.
fn fragment(raw: &str, out: &mut String) -> Result<(), Broken> {
    let wrapped = format!("<x>{raw}</x>");
    children(&parse(&wrapped)?, None, out);
    Ok(())
}

fn children(parent: &Element<'_>, within: Option<&str>, out: &mut String) {
    for nodes in in_order(&parent.children) {
        match nodes {
            Node::Element(child) => element(child, within, out),
            Node::Text(text) => out.push_str(text),
        }
    }
}

/// Nodes with what goes, once reversed, before what comes in its place, as people read it.
fn in_order<'n, 'x>(nodes: &'n [Node<'x>]) -> Vec<&'n Node<'x>> {
    let is = |node: &Node<'_>, name: &str| match node {
        Node::Element(element) => element.name == name,
        Node::Text(_) => false,
    };
    let mut out = Vec::with_capacity(nodes.len());
    let mut rest = nodes;
    while !rest.is_empty() {
        let goes = rest.iter().take_while(|node| is(node, "w:del")).count();
        let comes = rest[goes..]
            .iter()
            .take_while(|node| is(node, "w:ins"))
            .count();
        let (now, then) = rest.split_at((goes + comes).max(1));
        out.extend(now.iter().skip(goes));
        out.extend(now.iter().take(goes));
        rest = then;
    }
    out
}

/// One element; `within` is the change round it, as it is now.
fn element(one: &Element<'_>, within: Option<&str>, out: &mut String) {
    let is_end_of_move = one.name.starts_with("w:move") && one.name.contains("Range");
    if is_end_of_move {
        return;
    }
    if within.is_none() && !is_tracked(one.raw) {
        return out.push_str(one.raw);
    }
    if let Some(name) = opposite(one.name) {
        return whole(one, name, Some(name), out);
    }
    if let Some(change) = one.elements().find(|e| is_property_change(e.name)) {
        return exchanged(one, change, out);
    }
    let name = match (within, one.name) {
        (Some("w:del"), "w:t") => "w:delText",
        (Some("w:del"), "w:instrText") => "w:delInstrText",
        (Some("w:ins"), "w:delText") => "w:t",
        (Some("w:ins"), "w:delInstrText") => "w:instrText",
        (_, name) => name,
    };
    // What stands in a box is no part of the change round it.
    let within = within.filter(|_| one.name != "w:txbxContent");
    whole(one, name, within, out);
}

/// An element under this name, what it holds the other way round.
fn whole(one: &Element<'_>, name: &str, within: Option<&str>, out: &mut String) {
    let start = one.start.replacen(one.name, name, 1);
    out.push_str(&start);
    if start.ends_with("/>") {
        return;
    }
    children(one, within, out);
    out.push_str(&format!("</{name}>"));
}

/// Properties with what they are and what they were exchanged. Marks, signs and what no change can
/// hold stay where they are.
fn exchanged(one: &Element<'_>, change: &Element<'_>, out: &mut String) {
    let (mut kept, mut signs, mut were) = (String::new(), String::new(), String::new());
    for child in one.elements() {
        if child.raw.as_ptr() == change.raw.as_ptr() {
            continue;
        }
        if is_sign(child.name) {
            signs.push_str(child.raw);
        } else if stays(one.name, child.name) {
            element(child, None, &mut kept);
        } else {
            were.push_str(child.raw);
        }
    }
    let old = change.elements().next();
    let now: String = old
        .into_iter()
        .flat_map(Element::elements)
        .map(|e| e.raw)
        .collect();
    let holder = old.map_or(one.name, |old| old.name);
    let told = format!(
        "{}<{holder}>{were}</{holder}></{}>",
        opened(change.start),
        change.name
    );
    let (first, then) = match one.name {
        "w:rPr" | "w:sectPr" => (kept, now),
        _ => (now, kept),
    };
    let start = opened(one.start);
    out.push_str(&format!("{start}{first}{then}{signs}{told}</{}>", one.name));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(inner: &str) -> String {
        let body = Body::of(format!("<w:body>{inner}</w:body>")).unwrap();
        let out = reversed(&body).unwrap().unwrap();
        out["<w:body>".len()..out.len() - "</w:body>".len()].to_owned()
    }

    #[test]
    fn what_came_goes_and_what_went_comes() {
        let xml = "<w:p><w:pPr><w:rPr><w:ins w:id=\"1\" w:author=\"A\"/></w:rPr></w:pPr>\
                   <w:del w:id=\"3\" w:author=\"A\"><w:r><w:delText>old</w:delText></w:r></w:del>\
                   <w:ins w:id=\"2\" w:author=\"A\"><w:r><w:t>new</w:t></w:r></w:ins></w:p>";
        let there = turned(xml);
        assert!(there.contains("<w:del w:id=\"1\""), "{there}");
        assert!(there.contains("<w:delText>new</w:delText>"), "{there}");
        assert!(
            there.contains("<w:ins w:id=\"3\" w:author=\"A\"><w:r><w:t>old</w:t>"),
            "{there}"
        );
        assert_eq!(turned(&there), xml);
    }

    #[test]
    fn properties_are_exchanged_and_marks_stay() {
        let xml = "<w:p><w:pPr><w:jc w:val=\"left\"/><w:rPr><w:del w:id=\"4\"/></w:rPr>\
                   <w:pPrChange w:id=\"1\"><w:pPr><w:ind/></w:pPr></w:pPrChange></w:pPr></w:p>";
        let there = turned(xml);
        assert!(
            there.contains("<w:pPr><w:ind/><w:rPr><w:ins w:id=\"4\"/></w:rPr><w:pPrChange w:id=\"1\"><w:pPr><w:jc w:val=\"left\"/></w:pPr>"),
            "{there}"
        );
        assert_eq!(turned(&there), xml);
    }

    #[test]
    fn what_goes_stands_before_what_comes() {
        let del = "<w:del w:id=\"3\"><w:r><w:delText>old</w:delText></w:r></w:del>";
        let ins = "<w:ins w:id=\"2\"><w:r><w:t>new</w:t></w:r></w:ins>";
        let there = turned(&format!("<w:p>{del}{ins}</w:p>"));
        assert!(there.find("<w:del ") < there.find("<w:ins "), "{there}");
    }

    #[test]
    fn a_move_is_a_deletion_and_an_insertion() {
        let xml = "<w:p><w:moveFromRangeStart w:id=\"1\" w:name=\"m\"/><w:moveFrom w:id=\"2\"><w:r><w:t>x</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id=\"1\"/></w:p>";
        assert_eq!(
            turned(xml),
            "<w:p><w:ins w:id=\"2\"><w:r><w:t>x</w:t></w:r></w:ins></w:p>"
        );
    }
}
