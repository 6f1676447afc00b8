//! Tracked changes taken up or taken back, in the XML of a part; what has none stays byte for byte
//! (ECMA-376 part 1, 17.13.5).
//!
//! A paragraph whose mark goes is joined to the next one, and takes its properties: they belong to
//! the mark that stays.

use super::body::{Body, Container, Item};
use super::markers::{self, Key};
use super::tracked::{is_change, is_property_change, is_tracked};
use super::xml::{Broken, Element, Node, end_of_tag, parse};
use std::collections::HashSet;

/// What to do with a tracked change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accept,
    Reject,
    /// It stays a tracked change.
    Leave,
}

/// Decides about a change by its element (`w:ins` with its author and date), which stands in the
/// paragraph of this number in its part, from 0.
pub(crate) type Judge<'j> = dyn Fn(&Element<'_>, usize) -> Verdict + 'j;

/// The part without the changes that were decided; none where it has none.
pub(crate) fn resolve(body: &Body, judge: &Judge<'_>) -> Result<Option<String>, Broken> {
    if !is_tracked(&body.xml) {
        return Ok(None);
    }
    let out = resolved(body, judge, &HashSet::new())?;
    // A range that only one end of went with a change is still there.
    let torn = markers::torn(&body.xml, &out);
    let out = match torn.is_empty() {
        true => out,
        false => resolved(body, judge, &torn)?,
    };
    Ok((out != body.xml).then_some(out))
}

/// The part without the changes that were decided; both ends of `kept` ranges stay in any case.
fn resolved(body: &Body, judge: &Judge<'_>, kept: &HashSet<Key>) -> Result<String, Broken> {
    let mut resolver = Resolver {
        body,
        judge,
        kept,
        at: 0,
        paragraph: 0,
    };
    let mut out = String::with_capacity(body.xml.len());
    while resolver.at < body.items.len() {
        resolver.siblings(&mut out)?;
        // An end without a beginning cannot be, as the part is well-formed; it would be copied.
        if let Some(item) = body.items.get(resolver.at) {
            out.push_str(body.raw(item));
            resolver.at += 1;
        }
    }
    Ok(out)
}

struct Resolver<'r> {
    body: &'r Body,
    judge: &'r Judge<'r>,
    kept: &'r HashSet<Key>,
    at: usize,
    paragraph: usize,
}

/// A paragraph that was read: its mark may be gone, then its content joins the next one.
struct Joined {
    /// All of it, should there be no next one.
    whole: String,
    content: String,
}

impl Resolver<'_> {
    /// Everything up to the end of the container that is open.
    fn siblings(&mut self, out: &mut String) -> Result<(), Broken> {
        let mut pending: Option<Joined> = None;
        let from = out.len();
        while let Some(item) = self.body.items.get(self.at) {
            let raw = self.body.raw(item);
            match item {
                Item::Close(..) => break,
                Item::Paragraph(_) => {
                    self.at += 1;
                    self.paragraph(raw, &mut pending, out)?;
                }
                Item::Other(_) => {
                    self.at += 1;
                    let text = self.fragment(raw)?;
                    if !text.trim().is_empty() && text.contains("<w:sectPr") {
                        flush(&mut pending, out);
                    }
                    out.push_str(&text);
                }
                Item::Open(Container::Wrapper, _) => self.wrapper(raw, &mut pending, out)?,
                Item::Open(..) => {
                    flush(&mut pending, out);
                    self.holder(raw, out)?;
                }
            }
        }
        if let Some(last) = pending
            && (!last.content.is_empty() || !out[from..].contains("<w:p"))
        {
            out.push_str(&last.whole);
        }
        Ok(())
    }

    /// A wrapper: its paragraphs are siblings of those outside, unless it is a change itself and
    /// goes.
    fn wrapper(
        &mut self,
        raw: &str,
        pending: &mut Option<Joined>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let tag = super::body::start_of(raw);
        let verdict = (self.judge)(&tag, self.paragraph);
        let stays = fate(tag.name, verdict);
        self.at += 1;
        let mut inner = String::new();
        self.siblings(&mut inner)?;
        let end = self
            .body
            .items
            .get(self.at)
            .map_or("", |item| self.body.raw(item));
        self.at += 1;
        match stays {
            Fate::Goes => out.push_str(&markers::only(&inner, self.kept)),
            Fate::Unwrapped => out.push_str(&inner),
            Fate::Stays => {
                flush(pending, out);
                out.push_str(raw);
                out.push_str(&inner);
                out.push_str(end);
            }
        }
        Ok(())
    }

    /// A table, a row, a cell, a note.
    fn holder(&mut self, raw: &str, out: &mut String) -> Result<(), Broken> {
        let start_end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
        let (start, properties) = raw.split_at(start_end);
        let gone = self.is_gone(properties)?;
        let properties = self.fragment(properties)?;
        self.at += 1;
        let mut inner = String::new();
        self.siblings(&mut inner)?;
        let item = self.body.items.get(self.at);
        let end = item.map_or("", |item| self.body.raw(item));
        let is_empty_table =
            matches!(item, Some(Item::Close(Container::Table, _))) && !inner.contains("<w:tr");
        let is_empty_row =
            matches!(item, Some(Item::Close(Container::Row, _))) && !inner.contains("<w:tc");
        self.at += 1;
        if gone || is_empty_table || is_empty_row {
            out.push_str(&markers::only(&inner, self.kept));
            return Ok(());
        }
        out.push_str(start);
        out.push_str(&properties);
        out.push_str(&inner);
        if matches!(item, Some(Item::Close(Container::Cell, _))) && !ends_with_paragraph(&inner) {
            out.push_str("<w:p/>");
        }
        out.push_str(end);
        Ok(())
    }

    /// Whether the properties of a row or a cell say that it goes.
    fn is_gone(&self, properties: &str) -> Result<bool, Broken> {
        if !is_tracked(properties) {
            return Ok(false);
        }
        let wrapped = format!("<x>{properties}</x>");
        let root = parse(&wrapped)?;
        let marks = root
            .elements()
            .filter(|e| matches!(e.name, "w:trPr" | "w:tcPr"))
            .flat_map(Element::elements);
        for mark in marks {
            let as_if = match mark.name {
                "w:ins" | "w:cellIns" => "w:ins",
                "w:del" | "w:cellDel" => "w:del",
                _ => continue,
            };
            if fate(as_if, (self.judge)(mark, self.paragraph)) == Fate::Goes {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn paragraph(
        &mut self,
        raw: &str,
        pending: &mut Option<Joined>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let number = self.paragraph;
        self.paragraph += 1;
        if pending.is_none() && !is_tracked(raw) {
            out.push_str(raw);
            return Ok(());
        }
        let element = parse(raw)?;
        let mut mark_goes = false;
        let mut properties = String::new();
        let mut content = String::new();
        for node in &element.children {
            match node {
                Node::Element(e) if e.name == "w:pPr" => {
                    mark_goes = self.mark_goes(e, number);
                    self.element(e, false, number, &mut properties)?;
                }
                Node::Element(e) => self.element(e, false, number, &mut content)?,
                Node::Text(text) => content.push_str(text),
            }
        }
        if let Some(before) = pending.take() {
            content.insert_str(0, &before.content);
        }
        let start = match element.start.strip_suffix("/>") {
            Some(start) => format!("{start}>"),
            None => element.start.to_owned(),
        };
        let whole = if properties.is_empty() && content.is_empty() {
            element
                .start
                .trim_end_matches('>')
                .trim_end_matches('/')
                .to_owned()
                + "/>"
        } else {
            format!("{start}{properties}{content}</w:p>")
        };
        if mark_goes {
            *pending = Some(Joined { whole, content });
        } else {
            out.push_str(&whole);
        }
        Ok(())
    }

    /// Whether the mark of a paragraph goes, by `w:pPr/w:rPr`.
    fn mark_goes(&self, properties: &Element<'_>, number: usize) -> bool {
        let marks = properties.child("w:rPr");
        marks.is_some_and(|marks| {
            marks
                .elements()
                .any(|mark| fate(mark.name, (self.judge)(mark, number)) == Fate::Goes)
        })
    }

    /// Some elements side by side.
    fn fragment(&self, raw: &str) -> Result<String, Broken> {
        if !is_tracked(raw) {
            return Ok(raw.to_owned());
        }
        // The declaration of a part is no element.
        let wrapped = format!("<x>{raw}</x>");
        let root = parse(&wrapped)?;
        let mut out = String::with_capacity(raw.len());
        self.children(&root, false, self.paragraph, &mut out)?;
        Ok(out)
    }

    fn children(
        &self,
        parent: &Element<'_>,
        restored: bool,
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        for node in &parent.children {
            match node {
                Node::Element(child) => self.element(child, restored, number, out)?,
                Node::Text(text) => out.push_str(text),
            }
        }
        Ok(())
    }

    /// One element. `restored` text was deleted and comes back.
    fn element(
        &self,
        element: &Element<'_>,
        restored: bool,
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        if !restored && !is_tracked(element.raw) {
            out.push_str(element.raw);
            return Ok(());
        }
        let is_change = is_change(element.name);
        if is_change {
            let verdict = (self.judge)(element, number);
            match fate(element.name, verdict) {
                Fate::Goes => {
                    out.push_str(&markers::only(element.raw, self.kept));
                    return Ok(());
                }
                Fate::Unwrapped => {
                    let restored = restored || matches!(element.name, "w:del" | "w:moveFrom");
                    return self.children(element, restored, number, out);
                }
                Fate::Stays => {}
            }
        }
        // A tracked numbering stands inside the numbering itself (17.13.5.19).
        if element.name == "w:numPr"
            && element
                .child("w:ins")
                .is_some_and(|mark| fate(mark.name, (self.judge)(mark, number)) == Fate::Goes)
        {
            return Ok(());
        }
        if element.name == "w:txbxContent" {
            return self.box_content(element, number, out);
        }
        if let Some(merge) = element.child("w:cellMerge") {
            let verdict = (self.judge)(merge, number);
            if verdict != Verdict::Leave {
                let decided = with_merge(element, merge, verdict);
                return self.element(&parse(&decided)?, restored, number, out);
            }
        }
        if let Some(change) = element.elements().find(|e| is_property_change(e.name)) {
            match (self.judge)(change, number) {
                Verdict::Leave => {}
                Verdict::Accept => return self.without(element, change, number, out),
                Verdict::Reject => return self.before(element, change, number, out),
            }
        }
        let name = match element.name {
            "w:delText" if restored => "w:t",
            "w:delInstrText" if restored => "w:instrText",
            name => name,
        };
        if name != element.name {
            let start = element.start.replacen(element.name, name, 1);
            out.push_str(&start);
            if !start.ends_with("/>") {
                self.children(element, restored, number, out)?;
                out.push_str(&format!("</{name}>"));
            }
            return Ok(());
        }
        if element.children.is_empty() {
            out.push_str(element.raw);
            return Ok(());
        }
        let from = out.len();
        out.push_str(element.start);
        let inside = out.len();
        self.children(element, restored, number, out)?;
        // Properties of which only the change was there are no properties; links and fields whose
        // words are all gone lead nowhere.
        let is_nothing = matches!(
            element.name,
            "w:rPr" | "w:pPr" | "w:trPr" | "w:numPr" | "w:fldSimple" | "w:hyperlink"
        );
        if out.len() == inside && is_nothing {
            out.truncate(from);
            return Ok(());
        }
        out.push_str(&format!("</{}>", element.name));
        Ok(())
    }

    /// A text box holds paragraphs of its own; its changes are those of the paragraph it stands in.
    fn box_content(
        &self,
        element: &Element<'_>,
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        let inner = Body::of(element.raw.to_owned())?;
        let judge = |change: &Element<'_>, _: usize| (self.judge)(change, number);
        match resolve(&inner, &judge)? {
            Some(text) if text.contains("<w:p") => out.push_str(&text),
            Some(_) => out.push_str("<w:txbxContent><w:p/></w:txbxContent>"),
            None => out.push_str(element.raw),
        }
        Ok(())
    }

    /// Properties as they are now.
    fn without(
        &self,
        element: &Element<'_>,
        change: &Element<'_>,
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        let rest: Vec<&Element<'_>> = element
            .elements()
            .filter(|e| !std::ptr::eq(*e, change))
            .collect();
        self.properties(element, &[], &rest, number, out)
    }

    /// Properties as they were before the change. What the change cannot hold is as it is now:
    /// marks, sections, headers.
    fn before(
        &self,
        element: &Element<'_>,
        change: &Element<'_>,
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        let old: Vec<&Element<'_>> = change
            .elements()
            .next()
            .map(|old| old.elements().collect())
            .unwrap_or_default();
        let stays = |e: &&Element<'_>| match element.name {
            "w:pPr" => matches!(e.name, "w:rPr" | "w:sectPr"),
            "w:sectPr" => matches!(e.name, "w:headerReference" | "w:footerReference"),
            _ => is_change(e.name) || matches!(e.name, "w:cellIns" | "w:cellDel" | "w:cellMerge"),
        };
        let kept: Vec<&Element<'_>> = element.elements().filter(stays).collect();
        if element.name == "w:sectPr" {
            return self.properties(element, &kept, &old, number, out);
        }
        if element.name == "w:rPr" {
            return self.properties(element, &kept, &old, number, out);
        }
        self.properties(element, &old, &kept, number, out)
    }

    fn properties(
        &self,
        element: &Element<'_>,
        first: &[&Element<'_>],
        then: &[&Element<'_>],
        number: usize,
        out: &mut String,
    ) -> Result<(), Broken> {
        let mut inner = String::new();
        for child in first.iter().chain(then) {
            self.element(child, false, number, &mut inner)?;
        }
        if !inner.is_empty() {
            out.push_str(element.start);
            out.push_str(&inner);
            out.push_str(&format!("</{}>", element.name));
        }
        Ok(())
    }
}

/// A joined paragraph that has no next one.
fn flush(pending: &mut Option<Joined>, out: &mut String) {
    if let Some(before) = pending.take()
        && !before.content.is_empty()
    {
        out.push_str(&before.whole);
    }
}

/// The properties of a cell that was merged with the one above, or parted from it, as they are or
/// as they were (17.13.5.3): `w:vMerge` and `w:vMergeOrig` of the change are `rest` for the first
/// cell of several, `cont` for the others, and left out for a cell by itself.
fn with_merge(cell: &Element<'_>, change: &Element<'_>, verdict: Verdict) -> String {
    let attribute = match verdict {
        Verdict::Reject => "w:vMergeOrig",
        _ => "w:vMerge",
    };
    let merge = match change.attribute(attribute).as_deref() {
        Some("rest") => "<w:vMerge w:val=\"restart\"/>",
        Some(_) => "<w:vMerge/>",
        None => "",
    };
    let is_before = |name: &str| matches!(name, "w:cnfStyle" | "w:tcW" | "w:gridSpan" | "w:hMerge");
    let rest = || {
        cell.elements()
            .filter(|e| !matches!(e.name, "w:cellMerge" | "w:vMerge"))
    };
    let mut out = cell.start.to_owned();
    out.extend(rest().filter(|e| is_before(e.name)).map(|e| e.raw));
    out.push_str(merge);
    out.extend(rest().filter(|e| !is_before(e.name)).map(|e| e.raw));
    out.push_str("</w:tcPr>");
    out
}

/// A cell must end with a paragraph.
fn ends_with_paragraph(inner: &str) -> bool {
    let inner = inner.trim_end();
    inner.ends_with("</w:p>")
        || inner.ends_with("</w:sdt>")
        || inner.ends_with("/>")
            && inner
                .rfind("<w:p")
                .is_some_and(|at| !inner[at + 1..].contains('<'))
}

/// What becomes of the element of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Goes,
    Unwrapped,
    Stays,
}

fn fate(name: &str, verdict: Verdict) -> Fate {
    match (name, verdict) {
        (_, Verdict::Leave) => Fate::Stays,
        ("w:ins" | "w:moveTo", Verdict::Accept) | ("w:del" | "w:moveFrom", Verdict::Reject) => {
            Fate::Unwrapped
        }
        ("w:ins" | "w:moveTo", Verdict::Reject) | ("w:del" | "w:moveFrom", Verdict::Accept) => {
            Fate::Goes
        }
        (name, _) if is_change(name) => Fate::Goes,
        _ => Fate::Stays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(inner: &str, verdict: Verdict) -> String {
        let body = Body::of(format!("<w:body>{inner}</w:body>")).unwrap();
        let out = resolve(&body, &|_, _| verdict).unwrap().unwrap_or(body.xml);
        out["<w:body>".len()..out.len() - "</w:body>".len()].to_owned()
    }

    #[test]
    fn words_come_and_go() {
        let p = "<w:p><w:r><w:t>a</w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>b</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>c</w:delText></w:r></w:del></w:p>";
        assert_eq!(
            resolved(p, Verdict::Accept),
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>"
        );
        assert_eq!(
            resolved(p, Verdict::Reject),
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:t>c</w:t></w:r></w:p>"
        );
        assert_eq!(resolved(p, Verdict::Leave), p);
    }

    #[test]
    fn a_paragraph_without_its_mark_joins_the_next() {
        let p = "<w:p><w:pPr><w:jc/><w:rPr><w:ins w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:pPr><w:ind/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>";
        assert_eq!(
            resolved(p, Verdict::Reject),
            "<w:p><w:pPr><w:ind/></w:pPr><w:r><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>"
        );
        assert_eq!(
            resolved(p, Verdict::Accept),
            "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:pPr><w:ind/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>"
        );
    }

    #[test]
    fn boxes_hold_paragraphs_of_their_own() {
        let boxed = |inner: &str| {
            format!("<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>")
        };
        let tracked = boxed(
            "<w:p><w:pPr><w:rPr><w:ins w:id=\"1\"/></w:rPr></w:pPr><w:ins w:id=\"2\"><w:r><w:t>a</w:t></w:r></w:ins></w:p>\
             <w:p><w:r><w:t>b</w:t></w:r></w:p>",
        );
        assert_eq!(
            resolved(&tracked, Verdict::Reject),
            boxed("<w:p><w:r><w:t>b</w:t></w:r></w:p>")
        );
        assert_eq!(
            resolved(&tracked, Verdict::Accept),
            boxed("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>")
        );
    }

    #[test]
    fn rows_and_tables_go_whole() {
        let row = |mark: &str| {
            format!(
                "<w:tr><w:trPr><w:{mark} w:id=\"1\"/></w:trPr><w:tc><w:tcPr/><w:p/></w:tc></w:tr>"
            )
        };
        let table = format!("<w:tbl><w:tblPr/>{}</w:tbl><w:p/>", row("ins"));
        assert_eq!(resolved(&table, Verdict::Reject), "<w:p/>");
        assert_eq!(
            resolved(&table, Verdict::Accept),
            "<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:p/>"
        );
    }

    #[test]
    fn merged_cells_are_parted_again() {
        let cell = |properties: &str| {
            format!(
                "<w:tbl><w:tr><w:tc><w:tcPr><w:tcW/>{properties}<w:shd/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
            )
        };
        let merged = cell("<w:vMerge/>").replace(
            "<w:shd/>",
            "<w:shd/><w:cellMerge w:id=\"1\" w:vMerge=\"cont\"/>",
        );
        assert_eq!(resolved(&merged, Verdict::Accept), cell("<w:vMerge/>"));
        assert_eq!(resolved(&merged, Verdict::Reject), cell(""));
        let parted = cell("").replace(
            "<w:shd/>",
            "<w:shd/><w:cellMerge w:id=\"1\" w:vMergeOrig=\"rest\"/>",
        );
        assert_eq!(resolved(&parted, Verdict::Accept), cell(""));
        assert_eq!(
            resolved(&parted, Verdict::Reject),
            cell("<w:vMerge w:val=\"restart\"/>")
        );
    }

    #[test]
    fn properties_come_back() {
        let p = "<w:p><w:pPr><w:jc w:val=\"left\"/><w:pPrChange w:id=\"1\"><w:pPr><w:ind/></w:pPr></w:pPrChange></w:pPr></w:p>";
        assert_eq!(
            resolved(p, Verdict::Accept),
            "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr></w:p>"
        );
        assert_eq!(
            resolved(p, Verdict::Reject),
            "<w:p><w:pPr><w:ind/></w:pPr></w:p>"
        );
    }
}
