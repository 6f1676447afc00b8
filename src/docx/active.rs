//! What a Word file can carry besides its text that acts by itself, or leads out of it: macros,
//! controls, menus, templates and texts on other computers, parts whose names lead elsewhere. A
//! file that was made of another must not do what nobody looked at, so none of it is carried on,
//! and what was left out is told.
//!
//! It is known by content type and by relationship, as Word knows it, and not by name: any part may
//! be called anything.

use super::error::Error;
use super::package::{Package, Relationship, relationships_part};
use super::types::is_xml;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is not carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Programs.
    Macros,
    /// ActiveX controls.
    Controls,
    /// Menus, keys and toolbars of its own.
    Menus,
    /// What Word would fetch from elsewhere when it opens the file: a template, a part of the text,
    /// a picture, a sound, a table of figures.
    Remote,
    /// Parts whose names lead out of the package, or that no other program finds.
    Misnamed,
}

impl What {
    /// The code of the finding that tells of it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Macros => "macros-left-out",
            Self::Controls => "controls-left-out",
            Self::Menus => "menus-left-out",
            Self::Remote => "remote-left-out",
            Self::Misnamed => "parts-left-out",
        }
    }

    /// What is told of it.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Macros => "the file has macros; they are not carried on",
            Self::Controls => {
                "the file has ActiveX controls; they are not carried on, only what they show"
            }
            Self::Menus => {
                "the file has menus, keys or toolbars of its own; they are not carried on"
            }
            Self::Remote => {
                "the file makes Word fetch a template, a picture, a text or another file from another computer; it is not carried on"
            }
            Self::Misnamed => {
                "the file has parts whose names lead out of it; they are not carried on"
            }
        }
    }

    /// What parts of this content type are.
    pub(crate) fn of_type(content_type: &str) -> Option<Self> {
        let kind = content_type.to_ascii_lowercase();
        let has = |word| kind.contains(word);
        if has("vbaproject") || has("vbadata") {
            Some(Self::Macros)
        } else if has("activex") {
            Some(Self::Controls)
        } else if has("keymapcustomizations") || has("attachedtoolbars") || has("customui") {
            Some(Self::Menus)
        } else {
            None
        }
    }

    /// What the target of a relationship is.
    fn of_relationship(relationship: &Relationship) -> Option<Self> {
        let kind = relationship.kind.to_ascii_lowercase();
        match kind.as_str() {
            "vbaproject"
            | "wordvbadata"
            | "vbaprojectsignature"
            | "vbaprojectsignatureagile"
            | "vbaprojectsignaturev3" => Some(Self::Macros),
            "control" | "activexcontrolbinary" => Some(Self::Controls),
            "keymapcustomizations"
            | "attachedtoolbars"
            | "extensibility"
            | "usercustomization"
            | "customui" => Some(Self::Menus),
            // Nobody follows a link but the reader, who sees where it leads.
            "hyperlink" => None,
            _ => (relationship.external && is_remote(&relationship.target)).then_some(Self::Remote),
        }
    }

    /// What a part of this name is, whatever the file says of it.
    fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name);
        if !is_sound(name) {
            Some(Self::Misnamed)
        } else if file.starts_with("vbaproject") || file == "vbadata.xml" {
            Some(Self::Macros)
        } else {
            None
        }
    }
}

/// Whether an address is on another computer. `file:///C:/…` and a bare name are on this one. A
/// sign may be written as its number (`%5C`), which says the same to Word.
fn is_remote(address: &str) -> bool {
    let address = percent_decoded(address.trim()).to_ascii_lowercase();
    let plain = address.replace('\\', "/");
    let Some((scheme, rest)) = plain.split_once(':') else {
        return plain.starts_with("//");
    };
    let drive = |path: &str| {
        let mut letters = path.trim_start_matches('/').bytes();
        letters.next().is_some_and(|b| b.is_ascii_alphabetic())
            && matches!(letters.next(), Some(b':' | b'|'))
    };
    match scheme {
        // A drive: `c:/templates/…`.
        _ if scheme.len() == 1 => false,
        "file" => {
            let slashes = rest.len() - rest.trim_start_matches('/').len();
            let names_server = address.contains("\\\\");
            !drive(rest) && (slashes != 1 && slashes != 3 || names_server)
        }
        _ => true,
    }
}

/// An address with what stands as `%5C` in it as the sign that is meant.
pub(super) fn percent_decoded(address: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let number = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        match number.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(number) if *byte == b'%' => {
                out.push(number);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether the name of a part is one: steps parted by `/`, none of them empty, `.` or `..`.
fn is_sound(name: &str) -> bool {
    !name.contains(['\\', ':', '\0'])
        && name
            .trim_end_matches('/')
            .split('/')
            .all(|step| !step.is_empty() && step.trim_end_matches('.') == step)
}

/// What of a package is not carried on.
#[derive(Debug, Default, Clone)]
pub(crate) struct Active {
    /// The names of parts, in lower case: names of parts do not differ in case alone.
    pub(crate) parts: BTreeSet<String>,
    /// The relationships, by number, of each part (in lower case; none is the package itself).
    pub(crate) relationships: BTreeMap<String, BTreeSet<String>>,
    /// What kinds of things there are.
    pub(crate) kinds: BTreeSet<What>,
}

impl Active {
    /// Looks through the types, the names and all relationships of a package.
    pub(crate) fn of(package: &mut Package<'_>) -> Result<Self, Error> {
        let names = package.names();
        let types = package.types()?;
        let mut out = Self::default();
        for name in &names {
            let lower = name.to_ascii_lowercase();
            let kind = types.of(name);
            match What::of_name(&lower).or_else(|| kind.and_then(What::of_type)) {
                Some(what) => {
                    out.kinds.insert(what);
                    out.parts.insert(lower);
                }
                None if kind.is_some_and(is_xml) => package.refuse_document_type(name)?,
                None => {}
            }
        }
        let mut links = Vec::new();
        for name in names.iter().filter(|name| is_sound(name)) {
            let Some(owner) = owner(name) else { continue };
            let of_part = package.relationships(&owner)?;
            links.push((owner.to_ascii_lowercase(), of_part));
        }
        out.follow(&links);
        Ok(out)
    }

    /// Adds what relationships say of parts, then the relationships that lead to a part that goes,
    /// whatever they say.
    fn follow(&mut self, links: &[(String, Rc<[Relationship]>)]) {
        let all = links
            .iter()
            .flat_map(|(owner, links)| links.iter().map(move |link| (owner, link)));
        let target = |link: &Relationship| link.target.to_ascii_lowercase();
        for (_, link) in all.clone() {
            if let Some(what) = What::of_relationship(link) {
                self.kinds.insert(what);
                if !link.external {
                    self.parts.insert(target(link));
                }
            }
        }
        for (owner, link) in all {
            let leads_to_gone = !link.external && self.parts.contains(&target(link));
            if leads_to_gone || What::of_relationship(link).is_some() {
                let of_owner = self.relationships.entry(owner.clone()).or_default();
                of_owner.insert(link.id.clone());
            }
        }
    }

    /// Whether a part goes: it is one of them, or it holds the relationships of one.
    pub(crate) fn drops(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        self.parts.contains(&lower)
            || owner(&lower).is_some_and(|owner| self.parts.contains(&owner))
    }
}

/// The part whose relationships stand in the part of this name: `word/document.xml` of
/// `word/_rels/document.xml.rels`.
fn owner(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let (folder, file) = lower.rsplit_once('/')?;
    if !(folder == "_rels" || folder.ends_with("/_rels")) || !file.ends_with(".rels") {
        return None;
    }
    let folder = &name[..folder.len() - "_rels".len()];
    let (_, file) = name.rsplit_once('/')?;
    let owner = format!("{folder}{}", &file[..file.len() - ".rels".len()]);
    // What is written otherwise than its name is written is not found by it.
    (relationships_part(&owner) == name).then_some(owner)
}

/// How much of a part may stand before its first element.
pub(crate) const LONGEST_PROLOGUE: usize = 1 << 16;

/// What stands before the first element of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prologue {
    /// Nothing that matters.
    Sound,
    /// A document type: entities that grow, files that are fetched. No part of a Word file may
    /// have one.
    DocumentType,
    /// So much that the first element is not in sight.
    Endless,
}

impl Prologue {
    /// What stands before the first element, from the first bytes of a part.
    pub(crate) fn of(start: &[u8]) -> Self {
        let all = &start[..start.len().min(LONGEST_PROLOGUE)];
        // Nearly always it is in sight at once: more is looked at only where it is not.
        let mut seen = 1024;
        loop {
            if let Some(told) = Self::in_sight(&all[..all.len().min(seen)]) {
                return told;
            }
            if seen >= all.len() {
                break;
            }
            seen *= 8;
        }
        match start.len() >= LONGEST_PROLOGUE {
            true => Self::Endless,
            false => Self::Sound,
        }
    }

    /// The same; none where the first element does not begin in these bytes.
    fn in_sight(start: &[u8]) -> Option<Self> {
        // UTF-16 has a zero beside each of these signs.
        let plain: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
        let mut rest = plain.as_slice();
        loop {
            rest = &rest[memchr::memchr(b'<', rest)?..];
            let end: &[u8] = if b"<!--".starts_with(&rest[..rest.len().min(4)]) && rest.len() < 4 {
                return None;
            } else if rest.starts_with(b"<!--") {
                b"-->"
            } else if rest.starts_with(b"<?") {
                b"?>"
            } else if rest.starts_with(b"<!") {
                return Some(Self::DocumentType);
            } else {
                return Some(Self::Sound);
            };
            rest = &rest[memchr::memmem::find(rest, end)? + end.len()..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_other_computers() {
        for (address, is) in [
            ("http://example.org/t.dotm", true),
            ("HTTPS://example.org/t.dotm", true),
            ("\\\\server\\share\\t.dotm", true),
            ("//server/share/t.dotm", true),
            ("file://server/share/t.dotm", true),
            ("file:\\\\server\\share\\t.dotm", true),
            ("file://///server/share/t.dotm", true),
            ("file:///%5C%5Cserver/share/t.dotm", true),
            ("file:///%5c%5cserver%5Cshare%5Ct.dotm", true),
            ("file:%2F%2Fserver/t.dotm", true),
            ("%5C%5Cserver/share/t.dotm", true),
            ("http%3A//example.org/t.dotm", true),
            ("file:/\\\\server/t.dotm", true),
            ("file:///C%3A/Templates/100%25.dotm", false),
            ("file:///C|/Templates/t%.dotm", false),
            ("file:///C:\\Templates\\t.dotm", false),
            ("file:///C:/Templates/t.dotm", false),
            ("file:///home/me/t.dotm", false),
            ("C:\\Templates\\t.dotm", false),
            ("Normal.dotm", false),
        ] {
            assert_eq!(is_remote(address), is, "{address}");
        }
    }

    #[test]
    fn names_that_lead_out() {
        for name in [
            "word/document.xml",
            "[Content_Types].xml",
            "_rels/.rels",
            "word/",
        ] {
            assert!(is_sound(name), "{name}");
        }
        for name in [
            "/word/document.xml",
            "word\\document.xml",
            "../x.xml",
            "word/./x.xml",
            "word//x.xml",
            "C:/x.xml",
            "",
        ] {
            assert!(!is_sound(name), "{name}");
        }
    }

    #[test]
    fn document_types() {
        for (start, is) in [
            (
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x/>",
                Prologue::DocumentType,
            ),
            ("<!-- <!DOCTYPE x> --><x/>", Prologue::Sound),
            ("<?xml version=\"1.0\"?>\n<x/>", Prologue::Sound),
            ("<x><!DOCTYPE y></x>", Prologue::Sound),
        ] {
            assert_eq!(Prologue::of(start.as_bytes()), is, "{start}");
            let wide: Vec<u8> = start.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(Prologue::of(&wide), is, "{start}");
        }
        let blank = " ".repeat(LONGEST_PROLOGUE);
        for long in [format!("<!--{blank}--><!DOCTYPE x>"), blank] {
            assert_eq!(Prologue::of(long.as_bytes()), Prologue::Endless);
        }
    }
}
