//! Many drafts in: files in order, or a `redraft.toml` that names them -> a history.

use super::arguments::Side;
use super::input::Source;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{findings, input, project};
use clap::Args;
use redraft::draft::history::{History, Revision};
use redraft::draft::{Draft, View};
use redraft::history::Weaver;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The drafts that a command is about.
#[derive(Debug, Args)]
pub(crate) struct Drafts {
    /// The drafts, oldest first; or a redraft.toml that names them. Without any, the redraft.toml
    /// in this folder
    #[arg(value_name = "DRAFT")]
    paths: Vec<PathBuf>,
    /// Which text of drafts that carry changes themselves; 2=base says it of the second alone
    #[arg(long = "view", value_name = "[N=]VIEW")]
    views: Vec<ViewOf>,
}

/// The clause that a question is about.
#[derive(Debug, Args)]
pub(crate) struct OneClause {
    /// One clause only: its address in the last draft, resolves 4@1 for its address in the first,
    /// or some of its words
    #[arg(long, value_name = "CLAUSE")]
    clause: Option<String>,
    /// The draft that the address of --clause is of
    #[arg(long = "in", value_name = "DRAFT", requires = "clause")]
    draft: Option<String>,
}

impl OneClause {
    /// Its lineage, if one is asked for.
    pub(crate) fn lineage(&self, history: &History) -> Result<Option<u32>, Trouble> {
        let asked = self.clause.as_deref();
        let found = asked.map(|asked| clause(history, asked, self.draft.as_deref()));
        found.transpose()
    }
}

/// `base`, or `2=base`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ViewOf {
    /// The draft, from 1; all where there is none.
    draft: Option<usize>,
    view: View,
}

impl FromStr for ViewOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (draft, name) = match text.split_once('=') {
            None => (None, text),
            Some((number, name)) => {
                let number = number.trim_start_matches('@').parse();
                let number = number.map_err(|_| "write it as base, revised or 2=base")?;
                (Some(number), name)
            }
        };
        let view = match name {
            "base" => View::Base,
            "revised" => View::Revised,
            _ => return Err("the views are base and revised".to_owned()),
        };
        Ok(Self { draft, view })
    }
}

/// A draft that is to be read, and what is said of it beforehand.
struct Asked {
    path: PathBuf,
    name: Option<String>,
    symbol: Option<String>,
    date: Option<String>,
    note: Option<String>,
    view: Option<Side>,
}

impl Drafts {
    /// Reads the drafts, one after the other, into one history. What the readers noticed is
    /// reported.
    pub(crate) fn history(&self, settings: &Settings) -> Result<History, Trouble> {
        let mut weaver = Weaver::default();
        self.each(settings, |draft, about| weaver.add(draft, about))?;
        Ok(weaver.finish())
    }

    /// Reads the drafts, one after the other.
    pub(crate) fn each(
        &self,
        settings: &Settings,
        mut take: impl FnMut(&Draft, Revision),
    ) -> Result<(), Trouble> {
        self.each_owned(settings, |draft, about| take(&draft, about))
    }

    /// Reads the drafts, one after the other, and gives them away.
    pub(crate) fn each_owned(
        &self,
        settings: &Settings,
        mut take: impl FnMut(Draft, Revision),
    ) -> Result<(), Trouble> {
        self.each_source(settings, |source, draft, about| {
            drop(source);
            take(draft, about);
        })
    }

    /// Whether there are any: on the command line, or in a `redraft.toml` in this folder.
    #[cfg(feature = "serve")]
    pub(crate) fn are_named(&self) -> bool {
        !self.paths.is_empty() || Path::new(project::NAME).is_file()
    }

    /// Reads the drafts, one after the other; their files stay at hand.
    pub(crate) fn each_source(
        &self,
        settings: &Settings,
        mut take: impl FnMut(Source, Draft, Revision),
    ) -> Result<(), Trouble> {
        let asked = self.asked(settings)?;
        let piped = asked
            .iter()
            .filter(|one| input::is_standard_input(&one.path));
        if piped.count() > 1 {
            return Err(Trouble::TwoStandardInputs);
        }
        if let Some(wrong) = self
            .views
            .iter()
            .filter_map(|view| view.draft)
            .find(|n| *n == 0 || *n > asked.len())
        {
            return Err(Trouble::NoSuchDraft {
                name: wrong.to_string(),
                drafts: asked.len(),
            });
        }
        for (number, one) in (1..).zip(&asked) {
            let source = input::source(&one.path, settings)?;
            let draft = input::draft_in(&source, settings)?;
            findings::report_reading(&draft.source, &draft.findings);
            let about = Revision::of(&draft, self.view(number, one));
            let name = one.name.clone().or_else(|| one.symbol.clone());
            let about = Revision {
                name: name.unwrap_or_else(|| stem(&one.path)),
                symbol: one.symbol.clone().or(about.symbol),
                date: one.date.clone().or(about.date),
                note: one.note.clone(),
                ..about
            };
            take(source, draft, about);
        }
        Ok(())
    }

    /// What the command line says of one draft, else what it says of all, else what `redraft.toml`
    /// does.
    fn view(&self, number: usize, one: &Asked) -> View {
        let said = |of: Option<usize>| self.views.iter().rev().find(|view| view.draft == of);
        said(Some(number))
            .or_else(|| said(None))
            .map(|said| said.view)
            .or(one.view.map(Side::view))
            .unwrap_or(View::Revised)
    }

    fn asked(&self, settings: &Settings) -> Result<Vec<Asked>, Trouble> {
        let here = PathBuf::from(project::NAME);
        if self.paths.is_empty() && !here.is_file() {
            return Err(Trouble::NoDrafts);
        }
        let mut out = Vec::new();
        let paths = if self.paths.is_empty() {
            std::slice::from_ref(&here)
        } else {
            &self.paths
        };
        for path in paths {
            if !is_project(path) {
                out.push(Asked {
                    path: path.clone(),
                    name: None,
                    symbol: None,
                    date: None,
                    note: None,
                    view: None,
                });
                continue;
            }
            for named in project::read(path, settings)?.draft {
                out.push(Asked {
                    date: named.date(),
                    path: named.file,
                    name: named.name,
                    symbol: named.symbol,
                    note: named.note,
                    view: named.view,
                });
            }
        }
        if out.is_empty() {
            return Err(Trouble::NoDrafts);
        }
        Ok(out)
    }
}

fn is_project(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
        || path.join(project::NAME).is_file()
}

/// A file's name without folders and ending.
pub(crate) fn stem(path: &Path) -> String {
    if input::is_standard_input(path) {
        return "standard input".to_owned();
    }
    path.file_stem().map_or_else(
        || path.display().to_string(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

/// The draft that somebody names: `2`, `@2`, or by its name.
pub(crate) fn revision(history: &History, name: &str) -> Result<u32, Trouble> {
    let number = name.trim_start_matches('@').parse::<u32>().ok();
    let by_number = number
        .and_then(|n| n.checked_sub(1))
        .filter(|n| *n < history.len());
    let is_called = |about: &Revision| {
        about.name.eq_ignore_ascii_case(name) || about.symbol.as_deref() == Some(name)
    };
    let by_name = || {
        let at = history.revisions.iter().position(is_called)?;
        u32::try_from(at).ok()
    };
    by_number
        .or_else(by_name)
        .ok_or_else(|| Trouble::NoSuchDraft {
            name: name.to_owned(),
            drafts: history.revisions.len(),
        })
}

/// The clause that somebody means: `resolves 5`, `resolves 4@1`, or some of its words; in the last
/// draft, unless another is named.
fn clause(history: &History, asked: &str, draft: Option<&str>) -> Result<u32, Trouble> {
    let (what, when) = match (draft, asked.rsplit_once('@')) {
        (Some(draft), _) => (asked, revision(history, draft)?),
        (None, Some((what, when))) if revision(history, when).is_ok() => {
            (what, revision(history, when)?)
        }
        _ => (asked, history.last()),
    };
    match history.find(what.trim().trim_matches('"'), when).as_slice() {
        [one] => Ok(*one),
        [] => Err(Trouble::NoSuchClause {
            asked: what.to_owned(),
            draft: named(history, when),
        }),
        many => {
            let addresses: Vec<&str> = many
                .iter()
                .take(8)
                .filter_map(|lineage| history.address(*lineage, when))
                .collect();
            let more = if many.len() > addresses.len() {
                ", …"
            } else {
                ""
            };
            Err(Trouble::ManyClauses {
                asked: what.to_owned(),
                draft: named(history, when),
                found: addresses.join(", ") + more,
            })
        }
    }
}

fn named(history: &History, revision: u32) -> String {
    let about = history.revisions.get(revision as usize);
    format!(
        "@{} {}",
        revision + 1,
        about.map_or("", |about| about.name.as_str())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_said_of_all_or_of_one() {
        let of = |text: &str| ViewOf::from_str(text).map(|v| (v.draft, v.view));
        assert_eq!(of("base"), Ok((None, View::Base)));
        assert_eq!(of("2=base"), Ok((Some(2), View::Base)));
        assert_eq!(of("@3=revised"), Ok((Some(3), View::Revised)));
        assert!(of("x=base").is_err() && of("older").is_err());
    }
}
