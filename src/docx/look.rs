//! Changes of nothing but the look, taken out of a part: it looks as it does now, and does not say
//! that it ever looked otherwise (ECMA-376 part 1, 17.13.5). What says where a paragraph or a cell
//! stands (lists, levels, joined cells) is more than look, and its changes stay.

use super::styles::{Standing, Styles};
use super::tracked::is_property_change;
use super::xml::{Broken, Element, parse, tags};

/// A part without changes of nothing but the look, and how many there were.
pub(crate) fn without(xml: &str, styles: &Styles) -> Result<(String, usize), Broken> {
    let mut out = String::with_capacity(xml.len());
    let (mut copied, mut count) = (0, 0);
    // Where the elements begin that are open.
    let mut open: Vec<usize> = Vec::new();
    for tag in tags(xml) {
        if tag.at < copied {
            continue;
        }
        if tag.is_end() {
            open.pop();
        } else if is_property_change(tag.name()) {
            let (from, end) = (open.last().copied().unwrap_or(tag.at), end(xml, &tag));
            let (properties, change) = (&xml[from..tag.at], &xml[tag.at..end]);
            if is_of_look(properties, change, styles)? {
                out.push_str(&xml[copied..tag.at]);
                copied = end;
                count += 1;
            } else if !tag.is_empty() {
                open.push(tag.at);
            }
        } else if !tag.is_empty() {
            open.push(tag.at);
        }
    }
    out.push_str(&xml[copied..]);
    Ok((out, count))
}

/// Where the element ends that begins with a tag. No change of properties is in another of its
/// name.
fn end(xml: &str, tag: &super::xml::Tag<'_>) -> usize {
    let after = tag.at + tag.raw.len();
    if tag.is_empty() {
        return after;
    }
    let close = format!("</{}>", tag.name());
    let length = xml[after..].find(&close).map(|at| at + close.len());
    length.map_or(xml.len(), |length| after + length)
}

/// Whether a change says nothing but what something looked like, from the properties before it and
/// its element.
fn is_of_look(properties: &str, change: &str, styles: &Styles) -> Result<bool, Broken> {
    let change = parse(change)?;
    let Some(name) = change.name.strip_suffix("Change") else {
        return Ok(false);
    };
    let now = format!("{properties}</{name}>");
    let now = parse(&now)?;
    let Some(before) = change.child(name) else {
        return Ok(true);
    };
    Ok(match name {
        "w:rPr" => is_hidden(&now) == is_hidden(before),
        "w:pPr" => Standing::of(styles, &now) == Standing::of(styles, before),
        "w:tcPr" => are_same(&now, before, &["w:gridSpan", "w:vMerge", "w:hMerge"]),
        "w:trPr" => are_same(&now, before, &["w:gridBefore", "w:gridAfter"]),
        "w:tblGrid" => columns(&now) == columns(before),
        _ => true,
    })
}

/// Whether words with these properties are not shown: that is more than look.
fn is_hidden(run: &Element<'_>) -> bool {
    let names = ["w:vanish", "w:webHidden", "w:specVanish"];
    names
        .iter()
        .any(|name| run.child(name).is_some_and(Element::is_on))
}

fn are_same(one: &Element<'_>, other: &Element<'_>, names: &[&str]) -> bool {
    let said = |all: &Element<'_>, name: &str| {
        all.child(name)
            .map(|own| own.value().unwrap_or_default().into_owned())
    };
    names
        .iter()
        .all(|name| said(one, name) == said(other, name))
}

fn columns(grid: &Element<'_>) -> usize {
    let all = grid.elements();
    all.filter(|one| one.name == "w:gridCol").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(xml: &str) -> (String, usize) {
        without(xml, &Styles::default()).unwrap()
    }

    #[test]
    fn changes_of_the_look_go() {
        for (name, now, before) in [
            ("w:rPr", "<w:b/>", "<w:i/>"),
            ("w:pPr", "<w:jc w:val=\"center\"/>", "<w:keepNext/>"),
            ("w:sectPr", "<w:pgSz w:w=\"1\"/>", "<w:pgSz w:w=\"2\"/>"),
            ("w:tcPr", "<w:tcW w:w=\"1\"/>", "<w:tcW w:w=\"2\"/>"),
            (
                "w:tblGrid",
                "<w:gridCol w:w=\"1\"/>",
                "<w:gridCol w:w=\"2\"/>",
            ),
        ] {
            let xml = |change: &str| format!("<a><{name}>{now}{change}</{name}>t</a>");
            let change =
                format!("<{name}Change w:id=\"1\"><{name}>{before}</{name}></{name}Change>");
            assert_eq!(left(&xml(&change)), (xml(""), 1), "{name}");
        }
    }

    #[test]
    fn what_says_where_something_stands_stays() {
        let list = |number: u8| format!("<w:numPr><w:numId w:val=\"{number}\"/></w:numPr>");
        for (name, now, before) in [
            ("w:pPr", list(1), list(2)),
            ("w:rPr", "<w:vanish/>".to_owned(), String::new()),
            ("w:pPr", list(1), String::new()),
            (
                "w:pPr",
                "<w:outlineLvl w:val=\"1\"/>".to_owned(),
                String::new(),
            ),
            ("w:tcPr", "<w:vMerge/>".to_owned(), String::new()),
            ("w:tblGrid", "<w:gridCol/>".to_owned(), String::new()),
        ] {
            let xml = format!(
                "<a><{name}>{now}<{name}Change w:id=\"1\"><{name}>{before}</{name}></{name}Change></{name}></a>"
            );
            assert_eq!(left(&xml), (xml.clone(), 0), "{name}");
        }
    }
}
