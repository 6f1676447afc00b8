//! A file that says nothing of who worked on it, and when: authors, dates, sessions of editing,
//! properties, whatever `table` names. No word changes.
//!
//! Authors of comments and changes that stay are called “Author”, or “Author 1”, “Author 2” and so
//! on, so that it is still told which of them are by the same person.

mod kind;
mod part;
mod table;

use super::error::Error;
use super::package::{Package, Relationship};
use super::residue::leave_out;
use super::types::is_xml;
use super::xml::{Broken, parse};
use crate::draft::JOINT;
use kind::Kind;
pub(crate) use kind::Taken;
use part::Known;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::{FILES, LINKS, OF_SERVERS};

/// The name of everybody.
const AUTHOR: &str = "Author";

/// Takes out what says who worked on a file.
pub(crate) fn scrub(package: &mut Package<'_>) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let mut known = Known::default();
    without_parts(package, &mut known, &mut taken)?;
    let parts = xml_parts(package)?;
    known.names = names(package, &parts)?;
    for name in &parts {
        let Some(xml) = package.xml(name)? else {
            continue;
        };
        let left = part::without(&xml, &known, &mut taken);
        if let Some(left) = left.map_err(|error| error.in_part(name))? {
            package.set(name, left.into_bytes());
        }
    }
    taken.add(Kind::Packed, package.forget_times());
    Ok(taken)
}

/// The parts that hold XML, the text first: by it authors are numbered.
fn xml_parts(package: &mut Package<'_>) -> Result<Vec<String>, Error> {
    let types = package.types()?;
    let mut names = package.names();
    names.retain(|name| name != Package::TYPES && !name.ends_with(".rels"));
    names.retain(|name| types.of(name).is_some_and(is_xml));
    let main = package.main.clone();
    names.sort_by_key(|name| *name != main);
    Ok(names)
}

/// The names that stand for the authors of comments and changes. Nobody's name stays nobody's, and
/// what several made together they made together still.
fn names(package: &mut Package<'_>, parts: &[String]) -> Result<HashMap<String, String>, Error> {
    let mut signed: BTreeSet<String> = BTreeSet::new();
    let mut authors: Vec<String> = Vec::new();
    for name in parts {
        let Some(xml) = package.xml(name)? else {
            continue;
        };
        let mut meet = |author: Cow<'_, str>| {
            if author.trim().is_empty() || !signed.insert(author.to_string()) {
                return;
            }
            for one in author.split(JOINT) {
                if !authors.iter().any(|known| known == one) {
                    authors.push(one.to_owned());
                }
            }
        };
        part::authors(&xml, &mut meet).map_err(|error| error.in_part(name))?;
    }
    let is_alone = authors.len() == 1;
    let named = |(number, author): (usize, String)| match is_alone {
        true => (author, AUTHOR.to_owned()),
        false => (author, format!("{AUTHOR} {number}")),
    };
    let names: HashMap<String, String> = (1..).zip(authors).map(named).collect();
    let joint = |author: String| {
        let all = author.split(JOINT).filter_map(|one| names.get(one));
        let all: Vec<&str> = all.map(String::as_str).collect();
        let all = all.join(JOINT);
        (author, all)
    };
    Ok(signed.into_iter().map(joint).collect())
}

/// Leaves out whole parts, with all that leads to them.
fn without_parts(
    package: &mut Package<'_>,
    known: &mut Known,
    taken: &mut Taken,
) -> Result<(), Error> {
    let mut gone: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut targets = BTreeSet::new();
    let mut owners = package.names();
    // The relationships of the package itself.
    owners.push(String::new());
    for owner in &owners {
        for link in package.relationships(owner)?.iter() {
            if FILES.contains(&&*link.kind) {
                taken.files += 1;
            }
            let Some((kind, counted)) = goes(package, link)? else {
                continue;
            };
            taken.add(kind, times(package, link, counted)?);
            let of_owner = gone.entry(owner.to_ascii_lowercase()).or_default();
            of_owner.insert(link.id.clone());
            if link.external {
                continue;
            }
            if link.kind == "customXml" {
                known.stores.extend(store(package, &link.target)?);
            }
            targets.insert(link.target.clone());
        }
    }
    package.cut(&gone)?;
    leave_out(package, &targets)
}

/// Whether a relationship goes, what it counts as, and what is counted in the part it leads to.
fn goes(
    package: &mut Package<'_>,
    link: &Relationship,
) -> Result<Option<(Kind, Option<&'static str>)>, Error> {
    if link.kind == "customXml" && !link.external {
        let is_of_server = is_of_server(package, &link.target)?;
        return Ok(is_of_server.then_some((Kind::ServerData, None)));
    }
    if link.kind_url.contains("/digital-signature/") {
        return Ok(Some((Kind::Signature, None)));
    }
    let kind = link.kind.to_ascii_lowercase();
    let row = LINKS.iter().find(|(known, _, _)| *known == kind);
    Ok(row.map(|(_, kind, counted)| (*kind, *counted)))
}

/// How often a relationship counts.
fn times(
    package: &mut Package<'_>,
    link: &Relationship,
    counted: Option<&str>,
) -> Result<usize, Error> {
    let (Some(counted), false) = (counted, link.external) else {
        return Ok(1);
    };
    let Some(xml) = package.xml(&link.target)? else {
        return Ok(1);
    };
    part::count(&xml, counted).map_err(|error| error.in_part(&link.target))
}

/// Whether a custom XML part is what a server says of the file.
fn is_of_server(package: &mut Package<'_>, name: &str) -> Result<bool, Error> {
    let Some(xml) = package.xml(name)? else {
        return Ok(false);
    };
    let space = part::root_space(&xml).map_err(|error| error.in_part(name))?;
    let space = space.unwrap_or_default();
    Ok(OF_SERVERS.iter().any(|known| space.starts_with(known)))
}

/// The number of a custom XML part, by which content controls name it (ECMA-376 part 1, 22.5.2.1).
fn store(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Error> {
    let about = package.relationships(name)?;
    let Some(about) = about.iter().find(|one| one.kind == "customXmlProps") else {
        return Ok(None);
    };
    let Some(xml) = package.xml(&about.target)? else {
        return Ok(None);
    };
    let root = parse(&xml).map_err(|error: Broken| error.in_part(&about.target))?;
    let mut all = root.attributes().map(|(name, _)| name);
    let id = all.find(|name| super::xml::local(name) == "itemID");
    let id = id.and_then(|name| root.attribute(name));
    Ok(id.map(|id| id.to_ascii_uppercase()))
}
