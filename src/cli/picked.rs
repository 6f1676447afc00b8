//! `--accept` and `--reject`: changes named by their numbers or letters, as `redraft changes` lists
//! them.

use super::trouble::Trouble;
use redraft::draft::{TrackedChange, View};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Changes as they are named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// All that are not named otherwise.
    All,
    /// By their numbers: `7`, `7-9`.
    Numbers(RangeInclusive<u32>),
    /// By the letters of one.
    Letters(String),
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "all" {
            return Ok(Self::All);
        }
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
        if let Some(one) = number(text) {
            return Ok(Self::Numbers(one..=one));
        }
        let range = text.split_once('-');
        if let Some((from, to)) = range.and_then(|(from, to)| number(from).zip(number(to))) {
            return match from <= to {
                true => Ok(Self::Numbers(from..=to)),
                false => Err(format!("{from} comes after {to}: write {to}-{from}")),
            };
        }
        match text.starts_with(|c: char| c.is_ascii_lowercase()) {
            true => Ok(Self::Letters(text.to_owned())),
            false => Err("write numbers as 3 or 7-9, the letters of a change, or all".to_owned()),
        }
    }
}

/// What is to become of each change, by its number.
pub(crate) type Picked = HashMap<u32, View>;

/// What is to become of the changes that were named.
///
/// # Errors
/// Where no change has such a number or such letters, or one is to be both accepted and rejected.
pub(crate) fn picked(
    changes: &[TrackedChange],
    accept: &[Named],
    reject: &[Named],
) -> Result<Picked, Trouble> {
    let mut picked = Picked::new();
    for (named, view) in [(accept, View::Revised), (reject, View::Base)] {
        for one in named.iter().filter(|one| **one != Named::All) {
            for number in numbers(changes, one)? {
                if picked
                    .insert(number, view)
                    .is_some_and(|before| before != view)
                {
                    return Err(Trouble::AcceptedAndRejected { number });
                }
            }
        }
    }
    let all = |named: &[Named]| named.contains(&Named::All);
    let rest = match (all(accept), all(reject)) {
        (false, false) => return Ok(picked),
        (true, false) => View::Revised,
        (false, true) => View::Base,
        (true, true) => return Err(Trouble::AllAcceptedAndRejected),
    };
    for change in changes {
        picked.entry(change.number).or_insert(rest);
    }
    Ok(picked)
}

/// The numbers of the changes that are named so.
fn numbers(changes: &[TrackedChange], named: &Named) -> Result<Vec<u32>, Trouble> {
    let unknown = |name: String| Trouble::NoSuchChange {
        name,
        changes: changes.len(),
    };
    match named {
        Named::All => Ok(Vec::new()),
        Named::Numbers(range) => {
            let last = changes
                .iter()
                .map(|change| change.number)
                .max()
                .unwrap_or(0);
            match *range.end() > last {
                true => Err(unknown(range.end().to_string())),
                false => Ok(range.clone().collect()),
            }
        }
        Named::Letters(letters) => {
            let found = changes.iter().find(|change| change.id == *letters);
            let number = found.map(|change| vec![change.number]);
            number.ok_or_else(|| unknown(letters.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_named_by_number_range_and_letters() {
        let named = |text: &str| text.parse::<Named>();
        assert_eq!(named("3"), Ok(Named::Numbers(3..=3)));
        assert_eq!(named(" 7-9"), Ok(Named::Numbers(7..=9)));
        assert_eq!(named("bdfghk-2"), Ok(Named::Letters("bdfghk-2".to_owned())));
        assert_eq!(named("all"), Ok(Named::All));
        for wrong in ["0", "9-7", "-3", "", "3-", "1.5"] {
            assert!(named(wrong).is_err(), "{wrong}");
        }
    }
}
