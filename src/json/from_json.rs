//! JSON -> the model.

use super::document::Document;
use super::{VERSION, wire};
use crate::draft::{Diff, Draft, Kind, Label, Masthead, Origin, Paragraph, Place, Style, Wording};

/// Reads a draft or a redline. A redline is read as the marked draft that it is.
///
/// # Errors
/// Where the text is not JSON, not ours, or of another version: line, column (0 where unknown) and
/// what is wrong.
pub fn from_json(text: &str) -> Result<Draft, (usize, usize, String)> {
    check_version(text)?;
    let document: Document = serde_json::from_str(text)
        .map_err(|error| (error.line(), error.column(), reason(&error)))?;
    match document {
        Document::Draft(draft) => Ok(read(draft)),
        Document::Redline(redline) => Ok(read(redline.draft)),
        Document::Register(_)
        | Document::Report(_)
        | Document::History(_)
        | Document::Story(_)
        | Document::Blame(_)
        | Document::Lives(_)
        | Document::References(_)
        | Document::Check(_)
        | Document::Changes(_)
        | Document::Conflicts(_) => Err((
            1,
            0,
            "it is a register, a history or the like, not a draft".to_owned(),
        )),
    }
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

/// Says first what a reader wants to know first: that the file is of another program or another
/// version.
fn check_version(text: &str) -> Result<(), (usize, usize, String)> {
    #[derive(serde::Deserialize)]
    struct Head {
        redraft: Option<u32>,
        kind: Option<String>,
    }
    let head: Head = serde_json::from_str(text)
        .map_err(|error| (error.line(), error.column(), reason(&error)))?;
    match (head.redraft, head.kind) {
        (Some(VERSION), Some(_)) => Ok(()),
        (Some(VERSION), None) => Err((
            1,
            0,
            "it does not say its \"kind\": draft or redline".to_owned(),
        )),
        (Some(version), _) => Err((
            1,
            0,
            format!("it is of version {version}; this redraft reads version {VERSION}"),
        )),
        (None, _) => Err((
            1,
            0,
            "it has no field \"redraft\" with a version".to_owned(),
        )),
    }
}

fn read(wire: wire::Draft) -> Draft {
    let mut reader = Reader {
        paragraphs: Vec::new(),
        origins: wire.origins,
    };
    for section in wire.sections {
        if let Some(head) = section.head {
            reader.clause(head.kind, head.clause, 0);
        }
        for clause in section.clauses {
            reader.clause(Kind::Clause, clause, 0);
        }
    }
    let paragraphs = with_others(reader.paragraphs, wire.other, &mut reader.origins);
    Draft {
        masthead: Masthead {
            symbol: wire.symbol,
            date: wire.date,
            title: wire.title,
            organ: wire.organ,
        },
        paragraphs,
        origins: reader.origins,
        findings: wire.findings,
        source: wire.source,
    }
}

/// Puts the other paragraphs back where they stood.
fn with_others(
    clauses: Vec<Paragraph>,
    mut others: Vec<wire::Other>,
    origins: &mut Vec<Origin>,
) -> Vec<Paragraph> {
    others.sort_by_key(|other| other.at);
    let mut out = Vec::with_capacity(clauses.len() + others.len());
    let mut clauses = clauses.into_iter();
    for other in others {
        while out.len() < other.at {
            match clauses.next() {
                Some(clause) => out.push(clause),
                None => break,
            }
        }
        let mut reader = Reader {
            paragraphs: Vec::new(),
            origins: std::mem::take(origins),
        };
        reader.clause(other.kind, other.clause, 0);
        *origins = reader.origins;
        out.append(&mut reader.paragraphs);
    }
    out.extend(clauses);
    out
}

/// Where a paragraph lies; what is no place is none.
fn place(wire: &wire::Pair<String>) -> Option<Box<Diff<Place>>> {
    let place = Diff {
        old: wire.old.parse().ok()?,
        new: wire.new.parse().ok()?,
    };
    Some(Box::new(place))
}

struct Reader {
    paragraphs: Vec<Paragraph>,
    origins: Vec<Origin>,
}

impl Reader {
    fn clause(&mut self, kind: Kind, wire: wire::Clause, level: u8) {
        let words = self.words(&wire.runs);
        let origin = self.origin(wire.author.as_deref(), wire.date.as_deref());
        let label = wire.label.map(|label| {
            let mut known = |origin: &Option<Origin>| match origin {
                Some(Origin { author, date }) => self.origin(author.as_deref(), date.as_deref()),
                None => 0,
            };
            let origin = Diff {
                old: known(&label.deleted_by),
                new: known(&label.inserted_by),
            };
            Box::new(Label {
                text: Diff {
                    old: label.old.map(Into::into),
                    new: label.new.map(Into::into),
                },
                lead: label.lead.map_or(Diff::same(0), |lead| Diff {
                    old: lead.old,
                    new: lead.new,
                }),
                printed: label.printed.map(Into::into),
                confidence: wire.confidence,
                origin,
            })
        });
        self.paragraphs.push(Paragraph {
            kind,
            older_kind: wire.kind_old,
            change: wire.change,
            origin,
            moved: wire.moved,
            depth: wire.depth.map_or(Diff::same(level), |d| Diff {
                old: d.old,
                new: d.new,
            }),
            place: wire.place.as_ref().and_then(place),
            label,
            words,
            line: wire.lines.map_or(Diff::same(wire.line), |l| Diff {
                old: l.old,
                new: l.new,
            }),
            anchors: Box::default(),
        });
        for clause in wire.clauses {
            self.clause(Kind::Clause, clause, level.saturating_add(1));
        }
    }

    fn words(&mut self, runs: &[wire::Run]) -> Wording {
        let mut words = Wording::default();
        for run in runs {
            let style = |names: &[String]| {
                let mut style = Style::PLAIN;
                for one in names.iter().filter_map(|name| Style::named(name)) {
                    style |= one;
                }
                style
            };
            let new = style(&run.style);
            let style = Diff {
                old: run.style_old.as_deref().map_or(new, style),
                new,
            };
            let origin = self.origin(run.author.as_deref(), run.date.as_deref());
            words.push_from(&run.text, run.change, style, origin);
        }
        words.shrink();
        words
    }

    fn origin(&mut self, author: Option<&str>, date: Option<&str>) -> u32 {
        if author.is_none() && date.is_none() {
            return 0;
        }
        let is_known =
            |known: &Origin| known.author.as_deref() == author && known.date.as_deref() == date;
        let place = self.origins.iter().position(is_known).unwrap_or_else(|| {
            self.origins.push(Origin {
                author: author.map(str::to_owned),
                date: date.map(str::to_owned),
            });
            self.origins.len() - 1
        });
        u32::try_from(place + 1).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::View;
    use crate::json::{self, generated};
    use proptest::prelude::*;

    fn written(draft: &Draft) -> String {
        let mut out = Vec::new();
        json::draft(draft, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn a_draft_reads_back_whole(draft in generated::draft()) {
            let text = written(&draft);
            let back = from_json(&text).unwrap();
            prop_assert!(back.says_the_same_as(&draft));
            prop_assert_eq!(&back.findings, &draft.findings);
            prop_assert_eq!(&back.masthead, &draft.masthead);
            // What was read is written as the same bytes.
            prop_assert_eq!(written(&back), text);
        }

        #[test]
        fn a_redline_reads_back_as_its_marked_draft(redline in generated::redline()) {
            let mut out = Vec::new();
            json::redline(&redline, &mut out).unwrap();
            let back = from_json(std::str::from_utf8(&out).unwrap()).unwrap();
            for view in [View::Base, View::Revised] {
                prop_assert!(back.view(view).says_the_same_as(&redline.draft.view(view)));
            }
        }

        #[test]
        fn a_cut_or_bent_file_is_an_error_or_a_draft(
            draft in generated::draft(),
            at in any::<prop::sample::Index>(),
            bent in prop::option::of(any::<char>()),
        ) {
            let mut text: Vec<char> = written(&draft).chars().collect();
            let at = at.index(text.len());
            match bent {
                Some(bent) => text[at] = bent,
                None => text.truncate(at),
            }
            let _ = from_json(&text.into_iter().collect::<String>());
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let all: Vec<String> = [
            "{ \"name\": \"not a draft\" }\n",
            "{\n  \"redraft\": 2,\n  \"kind\": \"draft\" }",
            "{ \"redraft\": 1, \"kind\": \"letter\" }",
            "{ \"redraft\": 1, \"kind\": \"register\", \"passages\": [] }",
            "{ \"redraft\": 1,\n  \"sections\": [ { \"call\":",
            "[1, 2]",
            "",
        ]
        .iter()
        .map(|text| {
            let (line, column, message) = from_json(text).unwrap_err();
            format!("{text}\n=> {line}:{column}: {message}")
        })
        .collect();
        insta::assert_snapshot!(all.join("\n\n"));
    }

    #[test]
    fn a_million_brackets_do_not_overflow_the_stack() {
        for field in ["sections", "later"] {
            let text =
                format!("{{\"redraft\":1,\"kind\":\"draft\",\"{field}\":") + &"[".repeat(1_000_000);
            assert!(from_json(&text).is_err());
        }
    }
}
