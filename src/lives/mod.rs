//! History -> what became of every unresolved passage.
//!
//! Each draft of a history is taken as it stands (`ground`) with its register of passages. From one
//! draft to the next the history says which letters are the same ones, the signs of brackets among
//! them (`links`); passages that share them are one (`pairing`). What is left over on the one side
//! ended (`endings`), on the other it opened (`openings`); what a draft did to a passage that stays
//! is read off the letters that came and went (`turns`). Nothing is searched for in the text: two
//! passages with the same words are two.

mod agreement;
mod burn_down;
mod cut;
mod endings;
mod ground;
mod links;
mod openings;
mod pairing;
mod sections;
mod sums;
mod turns;

use crate::draft::history::{History, Revision};
use crate::draft::lives::{DraftName, Lives, Opening, PassageLife, State};
use endings::Ended;
use ground::{Ground, Plan};
use links::Links;
use openings::Former;
use pairing::Pairing;
use sections::Rows;
use turns::Turning;

/// What became of every unresolved passage of a history.
///
/// ```
/// use redraft::draft::lives::Outcome;
/// use redraft::{history, lives, read};
///
/// let one = read::read(b"resolves\n\n1 that States [shall][should] act [at once];\n", "one.md", None)?;
/// let two = read::read(b"resolves\n\n1 that States shall act [at once];\n", "two.md", None)?;
/// let lives = lives::lives(&history::history([&one, &two]));
/// let outcomes: Vec<Outcome> = lives.all.iter().map(|life| life.outcome()).collect();
/// assert_eq!(outcomes, [Outcome::Lifted, Outcome::Dropped, Outcome::Open]);
/// assert_eq!(lives.burn_down.total[0].passages, 3);
/// assert_eq!(lives.burn_down.total[1].passages, 1);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn lives(history: &History) -> Lives {
    let plan = Plan::of(history);
    let mut teller = Teller {
        history,
        rows: Rows::default(),
        former: Former::default(),
        lives: Lives {
            drafts: history.revisions.iter().map(DraftName::of).collect(),
            ..Lives::default()
        },
        names: Vec::new(),
    };
    let mut last: Option<Ground> = None;
    for draft in 0..history.len() {
        let ground = Ground::of(history, &plan, draft);
        teller.tell(last.as_ref(), &ground);
        last = Some(ground);
    }
    let mut lives = teller.lives;
    let (sections, places) = teller.rows.finish(history.len());
    lives.burn_down.sections = sections;
    for state in lives.all.iter_mut().flat_map(|life| &mut life.states) {
        state.section = places.get(state.section as usize).copied().unwrap_or(0);
    }
    burn_down::count(&mut lives);
    agreement::watch(history, &mut lives);
    lives
}

impl DraftName {
    fn of(revision: &Revision) -> Self {
        Self {
            name: revision.name.clone(),
            symbol: revision.symbol.clone(),
            date: revision.date.clone(),
            source: revision.source.clone(),
        }
    }
}

struct Teller<'h> {
    history: &'h History,
    rows: Rows,
    former: Former,
    lives: Lives,
    /// The life of each passage of the last draft.
    names: Vec<u32>,
}

impl Teller<'_> {
    fn tell(&mut self, before: Option<&Ground>, here: &Ground) {
        let sections = self.rows.add(here, self.history);
        self.lives.burn_down.words_in_all.push(here.words_in_all);
        let Some(before) = before else {
            self.names = (0..here.passages.len())
                .map(|at| self.open(here, at, &sections, Opening::First, here.draft))
                .collect();
            return;
        };
        let links = Links::between(self.history, before, here);
        let pairing = Pairing::of(before, here, &links);
        let turning = Turning::of(before, here, &links);
        let mut names = vec![u32::MAX; here.passages.len()];
        for (at, name) in names.iter_mut().enumerate() {
            *name = match pairing.before(at) {
                Some(old) => {
                    let life = self.names[old];
                    let turns = turning.between(old, at);
                    let states = &mut self.lives.all[life as usize].states;
                    // Room for drafts that never come would be most of what a life takes.
                    states.reserve_exact(1);
                    states.push(state(here, at, &sections, turns));
                    life
                }
                None => {
                    let found = openings::of(before, here, &links, &pairing, &self.former, at);
                    let (opening, since) = match found {
                        Opening::SplitOff(old) => {
                            let parent = self.names[old as usize];
                            let since = self.lives.all[parent as usize].since;
                            (Opening::SplitOff(parent), since)
                        }
                        other => (other, here.draft),
                    };
                    self.open(here, at, &sections, opening, since)
                }
            };
        }
        self.end(before, here, &links, &pairing, &names);
        turns::kin(&mut self.lives, here.draft);
        self.names = names;
    }

    fn open(
        &mut self,
        here: &Ground,
        at: usize,
        sections: &[u32],
        opening: Opening,
        since: u32,
    ) -> u32 {
        let number = u32::try_from(self.lives.all.len()).unwrap_or(u32::MAX);
        self.lives.all.push(PassageLife {
            opening,
            since,
            states: vec![state(here, at, sections, Vec::new())],
            ending: None,
        });
        number
    }

    fn end(
        &mut self,
        before: &Ground,
        here: &Ground,
        links: &Links,
        pairing: &Pairing,
        names: &[u32],
    ) {
        for Ended {
            old,
            mut ending,
            stays,
        } in endings::of(self.history, before, here, links, pairing)
        {
            let life = self.names[old];
            ending.into = ending.into.and_then(|at| names.get(at as usize).copied());
            self.former.remember(here, &stays, life);
            self.lives.all[life as usize].ending = Some(ending);
        }
        self.former.settle();
    }
}

fn state(
    here: &Ground,
    at: usize,
    sections: &[u32],
    turns: Vec<crate::draft::lives::Turn>,
) -> State {
    let passage = here.passages[at].clone();
    State {
        draft: here.draft,
        section: sections.get(passage.span[0].0).copied().unwrap_or(0),
        choices: here.choices[at],
        passage,
        turns,
    }
}
