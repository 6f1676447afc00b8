//! All references of one or more drafts, and all that is wrong with them.

use super::doubles::{Double, doubles};
use super::grammar::documents::documents;
use super::mend::{Scene, applied, plain};
use super::resolve::{LeftOut, find_most};
use super::trace::{Meaning, State, Step, trace};
use super::{Reference, Scope, single};
use crate::draft::places::Places;
use crate::draft::{
    Addresses, CitedClauses, CitedDocument, Draft, Finding, Found, Kind, Link, Mention,
    ReferenceStatus, References, Severity, View,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

/// The references of some drafts, each read in its revised view.
///
/// Drafts that follow each other and share clauses are drafts of one text: their references are
/// followed from draft to draft, and those of the last are told. Documents are gathered from all.
///
/// ```
/// use redraft::{draft::ReferenceStatus, read, references};
/// let older = read::read(b"resolves\n\n1 that tides be measured every day,\n\nrequests\n\nto see to resolves 1 above.\n", "older", None)?;
/// let newer = read::read(b"resolves\n\n1 that all ships carry lamps;\n\n2 that tides be measured every day,\n\nrequests\n\nto see to resolves 1 above.\n", "newer", None)?;
/// let told = references::report(&[older, newer]);
/// assert_eq!(told.clauses[0].status, ReferenceStatus::Stale);
/// assert_eq!(told.clauses[0].should_be.as_deref(), Some("resolves 2 above"));
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn report(drafts: &[Draft]) -> References {
    told(drafts, true)
}

/// The same without the links, which only a page needs: a list needs less memory.
#[must_use]
pub fn list(drafts: &[Draft]) -> References {
    told(drafts, false)
}

fn told(drafts: &[Draft], with_links: bool) -> References {
    let plain: Vec<Cow<'_, Draft>> = drafts.iter().map(plain).collect();
    let found = plain.iter().map(|draft| find_most(draft, MOST_REFERENCES));
    let (references, left_out): (Vec<Vec<Reference>>, Vec<LeftOut>) = found.unzip();
    let mut out = References {
        drafts: drafts.iter().map(|d| d.source.clone()).collect(),
        links: match with_links {
            true => references.iter().map(|all| links(all)).collect(),
            false => Vec::new(),
        },
        ..References::default()
    };
    let mut steps: Vec<Step<'_>> = Vec::new();
    for step in Step::chain(&plain, &references) {
        if step.carry.is_none() {
            of_text(&steps, &mut out);
            steps.clear();
        }
        steps.push(step);
    }
    of_text(&steps, &mut out);
    of_documents(&plain, &mut out);
    let missing = plain
        .iter()
        .zip(&left_out)
        .filter(|(_, left)| left.count > 0);
    out.findings
        .extend(missing.map(|(draft, left)| omitted(draft, left)));
    out
}

/// So many references of a draft are told, and then it is said how many more there are; of the
/// drafts that we have, none has more than 177.
const MOST_REFERENCES: usize = 20_000;

/// What is said of citations that are not told.
fn omitted(draft: &Draft, left: &LeftOut) -> Found {
    let (line, column) = Places::of(draft).place_of(left.first.0, left.first.1);
    let message = format!(
        "from here on, {} citations are left out: of one draft, {MOST_REFERENCES} references are told",
        left.count
    );
    let code = "reference-omitted";
    Found {
        source: draft.source.clone(),
        address: Addresses::of(draft, View::Revised)
            .get(left.first.0)
            .to_owned(),
        finding: Finding::new(Severity::Warning, code, line, column, message)
            .with_help("give the draft in parts"),
    }
}

/// The labels that name clauses of their own draft.
fn links(references: &[Reference]) -> Vec<Link> {
    let internal = references
        .iter()
        .filter(|one| one.scope == Scope::Internal && !one.candidates.is_empty());
    internal
        .map(|one| Link {
            paragraph: one.paragraph,
            range: one.range.clone(),
            label: one.label.clone(),
            clauses: one.candidates.clone(),
            direction: one.direction,
        })
        .collect()
}

/// The citations of the last draft of one text.
fn of_text(steps: &[Step<'_>], out: &mut References) {
    let Some(last) = steps.last().filter(|last| !last.references.is_empty()) else {
        return;
    };
    let meanings = trace(steps);
    let teller = Teller {
        steps,
        references: last.references,
        meanings: &meanings,
        scene: Scene::of(last.draft),
        places: Places::of(last.draft),
        source: last.draft.source.as_str().into(),
        known: RefCell::new(vec![None; last.draft.paragraphs.len()]),
    };
    let mut stale = vec![false; last.references.len()];
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    let is_other = |pair: &[Reference]| pair[0].citation != pair[1].citation;
    let pairs = last.references.windows(2).filter(|pair| is_other(pair));
    out.clauses.reserve(pairs.count() + 1);
    let mut at = 0;
    while at < last.references.len() {
        let number = last.references[at].citation;
        let count = last.references[at..]
            .iter()
            .take_while(|r| r.citation == number)
            .count();
        let group = at..at + count;
        at += count;
        let clauses = teller.clauses(group.clone());
        let is_stale = clauses.status == ReferenceStatus::Stale;
        stale[group.clone()].fill(is_stale);
        findings.extend(
            teller
                .finding(group.clone(), &clauses)
                .map(|f| (group.start, f)),
        );
        out.clauses.push(clauses);
    }
    let mut single = single::findings(last.draft, &teller.scene.addresses, last.references);
    single.retain(|(k, _)| !stale[*k]);
    findings.append(&mut single);
    findings.sort_by_key(|(k, _)| *k);
    out.findings
        .extend(findings.into_iter().map(|(k, finding)| {
            Found {
                source: last.draft.source.clone(),
                address: teller
                    .scene
                    .addresses
                    .get(last.references[k].paragraph)
                    .to_owned(),
                finding,
            }
        }));
}

struct Teller<'a> {
    steps: &'a [Step<'a>],
    references: &'a [Reference],
    meanings: &'a [Meaning],
    scene: Scene<'a>,
    places: Places<'a>,
    source: Arc<str>,
    /// The addresses that have been told, by paragraph: many citations may name one.
    known: RefCell<Vec<Option<Arc<str>>>>,
}

impl Teller<'_> {
    fn address(&self, paragraph: usize) -> Arc<str> {
        let address = || Arc::from(self.scene.addresses.get(paragraph));
        match self.known.borrow_mut().get_mut(paragraph) {
            Some(known) => Arc::clone(known.get_or_insert_with(address)),
            None => address(),
        }
    }

    fn clauses(&self, group: std::ops::Range<usize>) -> CitedClauses {
        let (references, meanings) = (&self.references[group.clone()], &self.meanings[group]);
        let first = &references[0];
        let draft = self.scene.draft;
        let paragraph = &draft.paragraphs[first.paragraph];
        let (line, column) = self.places.place_of(first.paragraph, first.words.start);
        let status = status(references, meanings);
        let should_be = (status == ReferenceStatus::Stale)
            .then(|| self.scene.repairs(references, meanings))
            .flatten()
            .map(|repairs| applied(paragraph.words.all(), &first.words, &repairs).into());
        let names = references.iter().map(|r| r.target);
        let means = meanings.iter().flat_map(|m| &m.targets);
        let mut means: Vec<Arc<str>> = means.map(|at| self.address(*at)).collect();
        means.shrink_to_fit();
        CitedClauses {
            source: Arc::clone(&self.source),
            address: self.address(first.paragraph),
            line,
            column,
            printed: paragraph.words.all()[first.words.clone()].into(),
            status,
            names: names
                .map(|target| target.map(|at| self.address(at)))
                .collect(),
            means,
            should_be,
        }
    }

    /// What is to be said of a citation that did not keep up.
    fn finding(&self, group: std::ops::Range<usize>, clauses: &CitedClauses) -> Option<Finding> {
        let meanings = &self.meanings[group.clone()];
        let told = |severity, code, message: String, help: String| {
            Finding::new(severity, code, clauses.line, clauses.column, message).with_help(help)
        };
        if clauses.status == ReferenceStatus::Stale {
            let severity = if self.references[group.start].scope == Scope::Undecided {
                Severity::Note
            } else {
                Severity::Warning
            };
            let help = match &clauses.should_be {
                Some(should_be) => format!("write “{should_be}”"),
                None => "say what is meant now".to_owned(),
            };
            let message = format!("“{}” is stale: {}", clauses.printed, self.reasons(group));
            return Some(told(severity, "reference-stale", message, help));
        }
        meanings.iter().find_map(|meaning| match &meaning.state {
            State::Shorter { before, lost } => {
                let lost: Vec<&str> = lost.iter().map(|t| self.scene.addresses.get(*t)).collect();
                let message = format!(
                    "“{}” was “{before}”; of the clauses that it named, {} is left out now",
                    clauses.printed,
                    lost.join(", ")
                );
                let help = "see whether it should be".to_owned();
                Some(told(Severity::Note, "reference-shortened", message, help))
            }
            _ => None,
        })
    }

    /// "resolves 5 of OLDER is resolves 7 now".
    fn reasons(&self, group: std::ops::Range<usize>) -> String {
        let mut out: Vec<String> = Vec::new();
        for k in group.filter(|k| self.meanings[*k].state == State::Stale) {
            let (reference, meaning) = (&self.references[k], &self.meanings[k]);
            let cited = &reference.cited;
            let origin = name(&self.steps[meaning.origin].draft.source);
            let targets: Vec<&str> = meaning
                .targets
                .iter()
                .map(|t| self.scene.addresses.get(*t))
                .collect();
            out.push(match (&meaning.gone, &targets[..]) {
                (_, [_, ..]) => format!(
                    "what {cited} named in {origin} is now {}",
                    targets.join(" and ")
                ),
                (Some(gone), []) => format!(
                    "what {cited} named in {origin} is gone since {} ({} before)",
                    name(&self.steps[gone.draft].draft.source),
                    gone.address
                ),
                (None, []) => format!("{cited} names nothing any more"),
            });
        }
        out.join("; ")
    }
}

fn status(references: &[Reference], meanings: &[Meaning]) -> ReferenceStatus {
    let scope = references[0].scope;
    let any = |f: fn(&Reference) -> bool| references.iter().any(f);
    if meanings.iter().any(|m| m.state == State::Stale) {
        ReferenceStatus::Stale
    } else if scope == Scope::External {
        ReferenceStatus::Elsewhere
    } else if scope == Scope::Undecided {
        ReferenceStatus::Undecided
    } else if any(|r| r.scope == Scope::Internal && r.candidates.is_empty()) {
        ReferenceStatus::Dangling
    } else if any(|r| r.scope == Scope::Internal && r.target.is_none()) {
        ReferenceStatus::Ambiguous
    } else {
        ReferenceStatus::Right
    }
}

/// The documents that drafts cite, and those that seem to be cited in two ways.
fn of_documents(drafts: &[Cow<'_, Draft>], out: &mut References) {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut samples: Vec<Sample> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let lines = Places::of(draft);
        let source: Arc<str> = draft.source.as_str().into();
        // Drafts that cite nothing need none.
        let addresses = OnceCell::new();
        let organ = draft.masthead.organ.as_deref().unwrap_or("");
        for (index, paragraph) in draft.paragraphs.iter().enumerate() {
            if matches!(
                paragraph.kind,
                Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Blank
            ) {
                continue;
            }
            let text = paragraph.words.all();
            let mut address: Option<Arc<str>> = None;
            for named in documents(text, organ) {
                let place = *places.entry(named.form.clone()).or_insert_with(|| {
                    out.documents.push(CitedDocument {
                        form: named.form.clone(),
                        mentions: Vec::new(),
                    });
                    samples.push(Sample::default());
                    samples.len() - 1
                });
                let (line, column) = lines.place_of(index, named.range.start);
                let address = address.get_or_insert_with(|| {
                    let addresses = addresses.get_or_init(|| Addresses::of(draft, View::Revised));
                    Arc::from(addresses.get(index))
                });
                out.documents[place].mentions.push(Mention {
                    source: Arc::clone(&source),
                    address: Arc::clone(address),
                    line,
                    column,
                    printed: text[named.range.clone()].to_owned(),
                    date: named.date,
                });
                samples[place].add(Spot {
                    draft: number,
                    paragraph: index,
                    range: named.range,
                });
            }
        }
    }
    let words = |document: usize| -> Vec<String> {
        let text = |spot: &Spot| drafts[spot.draft].paragraphs[spot.paragraph].words.all();
        let spots = samples[document].spots.iter();
        spots
            .map(|spot| words_around(text(spot), &spot.range))
            .collect()
    };
    let found = doubles(&out.documents, words);
    out.findings
        .extend(found.iter().map(|d| double(d, &out.documents)));
    out.findings
        .extend(out.documents.iter().filter_map(two_days));
    out.findings.extend(editions(&out.documents, &places));
    out.documents.sort_by_cached_key(|d| natural(&d.form));
}

/// Where a document is named.
#[derive(Debug)]
struct Spot {
    /// The number of the draft.
    draft: usize,
    paragraph: usize,
    /// The bytes of the paragraph's words that name it.
    range: std::ops::Range<usize>,
}

/// Some of the places where a document is named. The words around them tell what the document is
/// about; where it is named very often, a sample that is evenly spread tells as much as all.
#[derive(Debug, Default)]
struct Sample {
    spots: Vec<Spot>,
    /// How many places there are, those that are not kept included.
    count: usize,
    /// Of so many places one is kept.
    step: usize,
}

impl Sample {
    /// A sample has at least so many places, where there are as many, and less than twice as many.
    const ENOUGH: usize = 64;

    /// Takes in the next place.
    fn add(&mut self, spot: Spot) {
        self.step = self.step.max(1);
        if self.count.is_multiple_of(self.step) {
            self.spots.push(spot);
        }
        self.count += 1;
        // Of a sample that has grown too large, every second place goes, and so of those to come.
        if self.spots.len() == 2 * Self::ENOUGH {
            let mut number = 0;
            self.spots.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.step *= 2;
        }
    }
}

/// The words round a mention, on both sides.
fn words_around(text: &str, range: &std::ops::Range<usize>) -> String {
    let start = text[..range.start]
        .char_indices()
        .rev()
        .nth(AROUND)
        .map_or(0, |(at, _)| at);
    let end = text[range.end..]
        .char_indices()
        .nth(AROUND)
        .map_or(text.len(), |(at, _)| range.end + at);
    format!("{} / {}", &text[start..range.start], &text[range.end..end])
}

/// So many characters on either side of a mention are looked at: they tell what it is about.
const AROUND: usize = 400;

fn double(double: &Double, documents: &[CitedDocument]) -> Found {
    let [usual, odd] = double.documents.map(|k| &documents[k]);
    let elsewhere = usual.mentions.first().map(place).unwrap_or_default();
    let message = format!(
        "{} is cited here and {} {elsewhere}: one sign apart, among the same words (“{}”)",
        odd.form,
        usual.form,
        double
            .shared
            .iter()
            .take(2)
            .cloned()
            .collect::<Vec<_>>()
            .join("”, “")
    );
    found(
        odd,
        "document-cited-two-ways",
        message,
        "see which of the two is meant",
    )
}

fn place(mention: &Mention) -> String {
    format!("in {}:{}", name(&mention.source), mention.line)
}

/// The name of a file without its folders.
fn name(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

/// One resolution that is given two days.
fn two_days(document: &CitedDocument) -> Option<Found> {
    let mut dated = document.mentions.iter().filter(|m| m.date.is_some());
    let first = dated.next()?;
    let other = dated.find(|m| m.date != first.date)?;
    let day = |m: &Mention| m.date.clone().unwrap_or_default();
    let message = format!(
        "{} is of {} here and of {} {}",
        document.form,
        day(other),
        day(first),
        place(first)
    );
    let odd = CitedDocument {
        form: document.form.clone(),
        mentions: vec![other.clone()],
    };
    Some(found(
        &odd,
        "document-two-dates",
        message,
        "see which day is right",
    ))
}

/// "Resolution 71 (Busan, 2014)" beside "Resolution 71 (Rev. Busan, 2014)": a conference has one
/// edition.
fn editions(documents: &[CitedDocument], places: &FxHashMap<String, usize>) -> Vec<Found> {
    let with = |document: &&CitedDocument| document.form.contains("(Rev. ");
    let mut out = Vec::new();
    for revised in documents.iter().filter(with) {
        let plain = revised.form.replacen("(Rev. ", "(", 1);
        if let Some(other) = places.get(&plain).map(|k| &documents[*k]) {
            let (usual, odd) = if other.mentions.len() > revised.mentions.len() {
                (other, revised)
            } else {
                (revised, other)
            };
            let elsewhere = usual.mentions.first().map(place).unwrap_or_default();
            let message = format!("{} is cited here and {} {elsewhere}", odd.form, usual.form);
            out.push(found(
                odd,
                "document-cited-two-ways",
                message,
                "cite it in one way",
            ));
        }
    }
    out
}

fn found(document: &CitedDocument, code: &str, message: String, help: &str) -> Found {
    let mention = document.mentions.first().cloned().unwrap_or_default();
    Found {
        source: mention.source.to_string(),
        address: mention.address.to_string(),
        finding: Finding::new(
            Severity::Warning,
            code,
            mention.line,
            mention.column,
            message,
        )
        .with_help(help),
    }
}

/// A form as people sort it: 66/9 before 66/184.
fn natural(form: &str) -> Vec<(String, u64)> {
    let mut out: Vec<(String, u64)> = Vec::new();
    let mut rest = form;
    while !rest.is_empty() {
        let word = rest.len() - rest.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
        let (head, after) = rest.split_at(word);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        out.push((head.to_owned(), after[..digits].parse().unwrap_or(u64::MAX)));
        rest = &after[digits..];
    }
    out
}
