//! The names of the parts of a package, as the archive has them. Names that differ by case alone,
//! or by letters written as `%41`, are one (ECMA-376 part 2, 6.2.2 and annex A).

use super::active::percent_decoded;
use std::collections::HashMap;

/// By what they mean: the names of the archive.
#[derive(Debug, Default, Clone)]
pub(super) struct PartNames(HashMap<String, String>);

impl PartNames {
    pub(super) fn of(names: impl Iterator<Item = String>) -> Self {
        let mut out = HashMap::new();
        for name in names {
            out.entry(meaning(&name)).or_insert(name);
        }
        Self(out)
    }

    /// The name in the archive for one that means the same; the name itself where there is none.
    pub(super) fn actual<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(&meaning(name)).map_or(name, String::as_str)
    }
}

fn meaning(name: &str) -> String {
    percent_decoded(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_case() {
        let all = ["word/Numbering.xml", "word/fu\u{df}.xml"].map(str::to_owned);
        let names = PartNames::of(all.into_iter());
        assert_eq!(names.actual("word/numbering.xml"), "word/Numbering.xml");
        assert_eq!(names.actual("Word/fu%C3%9F.xml"), "word/fu\u{df}.xml");
        assert_eq!(names.actual("word/new.xml"), "word/new.xml");
    }
}
