//! A paragraph as a list of atoms: stretches of text and the things between them, each with the
//! run, the marks and the wrappers it stands in.

use super::body::start_of;
use super::formula::linear;
use super::passing::{lasting, passing};
use super::symbols::symbol;
use super::xml::{Element, Node, parse};
use crate::draft::{Object, ObjectKind};
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hasher;
use std::ops::Range;

/// What a paragraph holds.
#[derive(Debug, Default)]
pub(crate) struct Line<'x> {
    /// `w:pPr`.
    pub(crate) properties: Option<Element<'x>>,
    pub(crate) atoms: Vec<Atom<'x>>,
    /// The properties (`w:rPr`) of each run.
    pub(crate) runs: Vec<Option<Element<'x>>>,
    pub(crate) wraps: Vec<Wrap<'x>>,
    pub(crate) marks: Vec<Mark<'x>>,
    field_codes: Vec<u64>,
}

/// No run, no wrapper, no mark, no field.
pub(crate) const NONE: u32 = u32::MAX;

/// The smallest piece that a redline keeps, inserts or deletes.
#[derive(Debug, Clone)]
pub(crate) struct Atom<'x> {
    /// What it reads as; empty for what has no width: bookmarks, comment marks.
    pub(crate) text: Cow<'x, str>,
    /// The element, as written.
    pub(crate) raw: &'x str,
    pub(crate) kind: AtomKind,
    /// The run it stands in, if in any.
    pub(crate) run: u32,
    /// The innermost wrapper it stands in, if in any.
    pub(crate) wrap: u32,
    /// The innermost mark it stands in, if in any.
    pub(crate) mark: u32,
    /// The outermost complex field it is part of, if of any. A field that begins or ends in another
    /// paragraph holds words that are free to change.
    pub(crate) field: u32,
}

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// `w:t`: may be parted anywhere.
    Text,
    /// Anything else that reads as something.
    Thing,
    /// What has no width.
    Point,
    /// A piece of a field's machinery.
    Field,
    /// The same of a field that begins or ends in another paragraph.
    Half,
    /// The same where both files have that field: no change.
    Shared,
}

/// An element round runs: a hyperlink, a content control, a simple field.
#[derive(Debug, Clone)]
pub(crate) struct Wrap<'x> {
    pub(crate) parent: u32,
    /// Everything before its content: the start tag, and `w:sdtPr` and `<w:sdtContent>` for a
    /// content control.
    pub(crate) head: Cow<'x, str>,
    /// Everything after.
    pub(crate) tail: Cow<'x, str>,
    /// Equal for wrappers that do the same: a link's target, a field's code.
    pub(crate) key: u64,
}

/// A tracked change round runs.
#[derive(Debug, Clone)]
pub(crate) struct Mark<'x> {
    pub(crate) parent: u32,
    /// `w:ins`, `w:del`, `w:moveFrom`, `w:moveTo`.
    pub(crate) tag: Element<'x>,
}

/// What the targets of relationships hold, so that two pictures can be told to be the same.
pub(crate) trait Targets {
    fn fingerprint(&self, id: &str) -> u64;
}

impl<'x> Line<'x> {
    /// Takes a paragraph apart.
    pub(crate) fn of(paragraph: &Element<'x>, targets: &dyn Targets) -> Self {
        let mut line = Self::default();
        line.inline(paragraph, NONE, NONE, targets);
        line.find_fields();
        line
    }

    /// All text, in every view.
    pub(crate) fn text(&self) -> String {
        self.atoms.iter().map(|atom| atom.text.as_ref()).collect()
    }

    /// The code of a field, as a number: equal codes are equal numbers.
    pub(crate) fn field_code(&self, field: u32) -> u64 {
        self.field_codes.get(field as usize).copied().unwrap_or(0)
    }

    fn inline(&mut self, parent: &Element<'x>, wrap: u32, mark: u32, targets: &dyn Targets) {
        for element in parent.elements() {
            match element.name {
                "w:pPr" => self.properties = Some(element.clone()),
                "w:r" => self.run(element, wrap, mark, targets),
                "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" => {
                    let inner = u32::try_from(self.marks.len()).unwrap_or(NONE);
                    let tag = Element::of_tag(element.start);
                    self.marks.push(Mark { parent: mark, tag });
                    self.inline(element, wrap, inner, targets);
                }
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo"
                | "w:fldSimple" => {
                    self.wrapped(element, element, element.start.into(), wrap, mark, targets);
                }
                "w:sdt" => match element.child("w:sdtContent") {
                    Some(content) => {
                        let at = content.raw.as_ptr() as usize - element.raw.as_ptr() as usize;
                        let head = format!("{}{}", &element.raw[..at], content.start);
                        self.wrapped(element, content, head.into(), wrap, mark, targets);
                    }
                    None => self.point(element.raw, NONE, wrap, mark),
                },
                "m:oMath" | "m:oMathPara" | "w:subDoc" | "mc:AlternateContent" => {
                    self.thing(element, NONE, wrap, mark, targets);
                }
                _ => self.point(element.raw, NONE, wrap, mark),
            }
        }
    }

    fn wrapped(
        &mut self,
        element: &Element<'x>,
        content: &Element<'x>,
        head: Cow<'x, str>,
        parent: u32,
        mark: u32,
        targets: &dyn Targets,
    ) {
        if content.children.is_empty() {
            return self.point(element.raw, NONE, parent, mark);
        }
        let own = u32::try_from(self.wraps.len()).unwrap_or(NONE);
        let end = content
            .children
            .last()
            .map_or(element.raw, |last| match last {
                Node::Element(e) => e.raw,
                Node::Text(text) => text,
            });
        let from = end.as_ptr() as usize + end.len() - element.raw.as_ptr() as usize;
        self.wraps.push(Wrap {
            parent,
            head,
            tail: element.raw[from..].into(),
            key: key_of_wrapper(element, targets),
        });
        self.inline(content, own, mark, targets);
    }

    fn point(&mut self, raw: &'x str, run: u32, wrap: u32, mark: u32) {
        self.atoms.push(Atom {
            text: Cow::Borrowed(""),
            raw,
            kind: AtomKind::Point,
            run,
            wrap,
            mark,
            field: NONE,
        });
    }

    fn thing(
        &mut self,
        element: &Element<'x>,
        run: u32,
        wrap: u32,
        mark: u32,
        targets: &dyn Targets,
    ) {
        let kind = object_kind(element);
        let key = match kind {
            ObjectKind::TextBox => frame(element, targets),
            _ => fingerprint(element, targets),
        };
        let object = Object { kind, key };
        let text = match kind {
            ObjectKind::Formula => object.to_text_saying(&linear(element)),
            _ => object.to_text(),
        };
        self.atoms.push(Atom {
            text: text.into(),
            raw: element.raw,
            kind: AtomKind::Thing,
            run,
            wrap,
            mark,
            field: NONE,
        });
    }

    fn run(&mut self, element: &Element<'x>, wrap: u32, mark: u32, targets: &dyn Targets) {
        let run = u32::try_from(self.runs.len()).unwrap_or(NONE);
        self.runs.push(element.child("w:rPr").cloned());
        for child in element.elements() {
            let text: Cow<'x, str> = match child.name {
                "w:rPr" => continue,
                "w:t" | "w:delText" => {
                    let text = child.text();
                    // Our own sign for things must not come from the text.
                    if text.contains('\u{fffc}') {
                        text.replace('\u{fffc}', "\u{fffd}").into()
                    } else {
                        text
                    }
                }
                "w:tab" | "w:ptab" => "\t".into(),
                "w:br"
                    if matches!(
                        child.attribute("w:type").as_deref(),
                        Some("page" | "column")
                    ) =>
                {
                    "\u{c}".into()
                }
                "w:br" | "w:cr" => "\n".into(),
                "w:noBreakHyphen" => "\u{2011}".into(),
                "w:softHyphen" => "\u{ad}".into(),
                "w:sym" => match symbol(child) {
                    Some(shown) => String::from(shown).into(),
                    None => {
                        self.thing(child, run, wrap, mark, targets);
                        continue;
                    }
                },
                "w:ruby" => match words_in(child, "w:rubyBase") {
                    base if base.is_empty() || base.contains('\u{fffc}') => {
                        self.thing(child, run, wrap, mark, targets);
                        continue;
                    }
                    base => base.into(),
                },
                "w:fldChar" | "w:instrText" | "w:delInstrText" => {
                    self.field_part(child, run, wrap, mark);
                    continue;
                }
                "w:drawing"
                | "w:pict"
                | "w:object"
                | "mc:AlternateContent"
                | "w:footnoteReference"
                | "w:endnoteReference"
                | "w:dayLong"
                | "w:dayShort"
                | "w:monthLong"
                | "w:monthShort"
                | "w:yearLong"
                | "w:yearShort"
                | "w:pgNum"
                | "w:contentPart" => {
                    self.thing(child, run, wrap, mark, targets);
                    continue;
                }
                _ => {
                    self.point(child.raw, run, wrap, mark);
                    continue;
                }
            };
            let kind = match child.name {
                "w:t" | "w:delText" => AtomKind::Text,
                _ => AtomKind::Thing,
            };
            self.atoms.push(Atom {
                text,
                raw: child.raw,
                kind,
                run,
                wrap,
                mark,
                field: NONE,
            });
        }
        // A run of nothing but its properties is kept where it stands.
        if element.elements().all(|e| e.name == "w:rPr") {
            self.runs.pop();
            self.point(element.raw, NONE, wrap, mark);
        }
    }

    fn field_part(&mut self, element: &Element<'x>, run: u32, wrap: u32, mark: u32) {
        self.atoms.push(Atom {
            text: Cow::Borrowed(""),
            raw: element.raw,
            kind: AtomKind::Half,
            run,
            wrap,
            mark,
            field: NONE,
        });
    }

    /// Finds the fields that begin and end in this paragraph: all in them is theirs.
    fn find_fields(&mut self) {
        let mut open: Vec<(usize, String)> = Vec::new();
        let mut whole: Vec<Range<usize>> = Vec::new();
        let mut given: Vec<(Range<usize>, Object)> = Vec::new();
        for (k, atom) in self.atoms.iter().enumerate() {
            let end = field_end(atom);
            if end == Some(FieldEnd::Begins) {
                open.push((k, String::new()));
            }
            if let Some((_, code)) = open.last_mut().filter(|_| atom.kind == AtomKind::Half) {
                code.push_str(&code_of(atom.raw));
            }
            if end != Some(FieldEnd::Ends) {
                continue;
            }
            let Some((from, code)) = open.pop() else {
                continue;
            };
            // What lies within it is part of it.
            while whole.pop_if(|inner| inner.start > from).is_some() {}
            whole.push(from..k + 1);
            if let Some(object) = passing(&code) {
                while given.pop_if(|(inner, _)| inner.start > from).is_some() {}
                given.push((from..k + 1, object));
            }
        }
        for (range, object) in given {
            self.empty_passing(range, object);
        }
        whole.into_iter().for_each(|range| self.take_field(range));
        self.empty_passing_wraps();
        self.take_rubies();
    }

    /// The result of a field that is given whenever the text is shown is no words.
    fn empty_passing(&mut self, range: Range<usize>, object: Object) {
        let mut last = None;
        let atoms = self.atoms[range].iter_mut();
        for atom in atoms.filter(|atom| atom.kind != AtomKind::Point) {
            if matches!(atom.kind, AtomKind::Text | AtomKind::Thing) {
                atom.kind = AtomKind::Half;
            }
            atom.text = Cow::Borrowed("");
            last = Some(atom);
        }
        if let Some(last) = last {
            last.text = object.to_text().into();
        }
    }

    /// The same for simple fields, whose results are inside, in whatever else is in them.
    fn empty_passing_wraps(&mut self) {
        let mut given: Vec<Option<u32>> = Vec::with_capacity(self.wraps.len());
        let mut shown: HashMap<u32, String> = HashMap::new();
        for (own, wrap) in (0..).zip(&self.wraps) {
            let around = given.get(wrap.parent as usize).copied().flatten();
            let object = around.is_none().then(|| passing_of(&wrap.head)).flatten();
            shown.extend(object.map(|object| (own, object.to_text())));
            given.push(around.or(object.map(|_| own)));
        }
        if shown.is_empty() {
            return;
        }
        for atom in self.atoms.iter_mut().filter(|atom| !atom.text.is_empty()) {
            if let Some(wrap) = given.get(atom.wrap as usize).copied().flatten() {
                atom.kind = AtomKind::Thing;
                atom.text = shown.remove(&wrap).unwrap_or_default().into();
            }
        }
    }

    /// Words with a reading beside them come and go whole, as fields do.
    fn take_rubies(&mut self) {
        for k in 0..self.atoms.len() {
            let atom = &mut self.atoms[k];
            if atom.field != NONE || !atom.raw.starts_with(RUBY) {
                continue;
            }
            let mut hasher = FxHasher::default();
            if let Ok(ruby) = parse(atom.raw) {
                hasher.write(words_in(&ruby, "w:rt").as_bytes());
            }
            hasher.write(atom.text.as_bytes());
            atom.field = u32::try_from(self.field_codes.len()).unwrap_or(NONE);
            self.field_codes.push(hasher.finish());
        }
    }

    /// Makes some atoms one field. One that shows nothing must still be seen to come and go: it is
    /// a thing.
    fn take_field(&mut self, range: Range<usize>) {
        let field = u32::try_from(self.field_codes.len()).unwrap_or(NONE);
        let atoms = &mut self.atoms[range];
        let mut code = String::new();
        for atom in atoms.iter_mut() {
            atom.field = field;
            if atom.kind == AtomKind::Half {
                atom.kind = AtomKind::Field;
                code.push_str(&code_of(atom.raw));
            }
        }
        let mut hasher = FxHasher::default();
        match passing(&code) {
            Some(object) => hasher.write_u64(object.key),
            None => hasher.write(code.as_bytes()),
        }
        let key = hasher.finish();
        self.field_codes.push(key);
        let is_empty = atoms.iter().all(|atom| atom.text.is_empty());
        if let Some(last) = atoms.last_mut().filter(|_| is_empty) {
            let kind = ObjectKind::Field;
            last.text = Object { kind, key }.to_text().into();
        }
    }
}

/// What stands for the result of a simple field, from its start tag.
fn passing_of(head: &str) -> Option<Object> {
    let tag = head.starts_with(SIMPLE_FIELD).then(|| start_of(head))?;
    passing(&tag.attribute("w:instr")?)
}

/// How the tag of a simple field begins.
pub(crate) const SIMPLE_FIELD: &str = "<w:fldSimple";

const RUBY: &str = "<w:ruby";

/// The words in a child of an element that has a reading (`w:rt`) beside its words (`w:rubyBase`).
fn words_in(ruby: &Element<'_>, child: &str) -> String {
    ruby.child(child).map(words_of).unwrap_or_default()
}

/// The words in an element, those that went among them.
pub(crate) fn words_of(element: &Element<'_>) -> String {
    fn collect(element: &Element<'_>, out: &mut String) {
        match element.name {
            "w:t" | "w:delText" => out.push_str(&element.text()),
            _ => element.elements().for_each(|child| collect(child, out)),
        }
    }
    let mut out = String::new();
    collect(element, &mut out);
    out
}

/// What a piece of a field's machinery does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldEnd {
    Begins,
    Ends,
}

/// Whether a field begins or ends with an atom.
pub(crate) fn field_end(atom: &Atom<'_>) -> Option<FieldEnd> {
    if !matches!(atom.kind, AtomKind::Field | AtomKind::Half) || !atom.raw.starts_with("<w:fldChar")
    {
        return None;
    }
    match start_of(atom.raw).attribute("w:fldCharType").as_deref() {
        Some("begin") => Some(FieldEnd::Begins),
        Some("end") => Some(FieldEnd::Ends),
        _ => None,
    }
}

/// What a piece of a field's machinery says of what the field does.
pub(crate) fn code_of(raw: &str) -> String {
    if !raw.starts_with("<w:instrText") && !raw.starts_with("<w:delInstrText") {
        return String::new();
    }
    parse(raw).map_or_else(|_| String::new(), |code| lasting(code.text().trim()))
}

/// What a thing is, for people.
fn object_kind(element: &Element<'_>) -> ObjectKind {
    match element.name {
        "w:footnoteReference" => ObjectKind::Footnote,
        "w:endnoteReference" => ObjectKind::Endnote,
        "m:oMath" | "m:oMathPara" => ObjectKind::Formula,
        "w:sym" => ObjectKind::Symbol,
        "w:object" => ObjectKind::Embedded,
        _ if contains(element, "w:txbxContent") => ObjectKind::TextBox,
        "w:drawing" | "w:pict" | "mc:AlternateContent" => ObjectKind::Picture,
        _ => ObjectKind::Other,
    }
}

fn contains(element: &Element<'_>, name: &str) -> bool {
    element
        .elements()
        .any(|e| e.name == name || contains(e, name))
}

/// A number that is equal for things that look the same, whatever their ids.
pub(crate) fn fingerprint(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    if !matches!(element.name, "w:footnoteReference" | "w:endnoteReference") {
        hash(element, targets, &mut hasher);
    }
    hasher.finish()
}

/// A number that is equal for boxes that can be the same: for as many boxes, round the same
/// pictures. What is in a box is compared for itself, and a box grows with its text.
fn frame(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    hash_frame(element, targets, &mut hasher);
    hasher.finish()
}

fn hash_frame(element: &Element<'_>, targets: &dyn Targets, hasher: &mut FxHasher) {
    match element.name {
        "mc:Fallback" => return,
        "w:txbxContent" => return hasher.write_u8(b'b'),
        _ => {}
    }
    for (name, value) in element.attributes() {
        if name.starts_with("r:") {
            hasher.write_u64(targets.fingerprint(value));
        }
    }
    for child in element.elements() {
        hash_frame(child, targets, hasher);
    }
}

fn hash(element: &Element<'_>, targets: &dyn Targets, hasher: &mut FxHasher) {
    // The fallback says the same again; typefaces inside formulas are the producer's, and so are
    // the numbers of controls; bookmarks are nobody's words.
    let says_nothing = matches!(
        element.name,
        "mc:Fallback"
            | "w:id"
            | "w:rPr"
            | "m:ctrlPr"
            | "wp14:sizeRelH"
            | "wp14:sizeRelV"
            | "w:bookmarkStart"
            | "w:bookmarkEnd"
            | "w:proofErr"
            | "w:lastRenderedPageBreak"
    ) || super::sign::is_sign(element.name);
    if says_nothing {
        return;
    }
    hasher.write(element.name.as_bytes());
    for (name, value) in element.attributes() {
        if let Some(id) = name.strip_prefix("r:") {
            hasher.write(id.as_bytes());
            hasher.write_u64(targets.fingerprint(value));
        } else if !is_of_no_meaning(name) {
            hasher.write(name.as_bytes());
            hasher.write(value.as_bytes());
        }
    }
    for node in &element.children {
        match node {
            Node::Element(child) => hash(child, targets, hasher),
            Node::Text(text) => hasher.write(text.trim().as_bytes()),
        }
    }
    hasher.write_u8(b'>');
}

/// Numbers and names that producers give afresh whenever they write.
pub(crate) fn is_of_no_meaning(attribute: &str) -> bool {
    let local = super::xml::local(attribute);
    attribute.starts_with("xmlns")
        || super::sign::is_sign(attribute)
        || local.starts_with("rsid")
        || matches!(
            local,
            "id" | "name"
                | "spid"
                | "anchorId"
                | "editId"
                | "paraId"
                | "textId"
                | "ShapeID"
                | "ObjectID"
                | "gfxdata"
                | "relativeHeight"
        )
}

fn key_of_wrapper(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(element.name.as_bytes());
    match element.name {
        "w:sdt" => {
            if let Some(properties) = element.child("w:sdtPr") {
                hash(properties, targets, &mut hasher);
            }
        }
        _ => {
            for (name, value) in element.attributes() {
                if name == "r:id" {
                    hasher.write_u64(targets.fingerprint(value));
                } else if !is_of_no_meaning(name) && name != "w:history" {
                    hasher.write(name.as_bytes());
                    hasher.write(lasting(value.trim()).as_bytes());
                }
            }
        }
    }
    hasher.finish()
}
