//! `redraft compare`.

use crate::command::{Run, fixture, redraft};

/// A run of `redraft compare` on a numbered pair of fixtures.
fn compared(pair: &str, arguments: &str) -> Run {
    redraft("compare")
        .argument(&fixture(&format!("pairs/{pair}.1-older.md")))
        .argument(&fixture(&format!("pairs/{pair}.2-newer.md")))
        .arguments(arguments)
}

/// What became of the clauses: old address, new address, change.
fn rows(run: Run) -> Vec<(String, String, String)> {
    let json = run.exits(1).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    json["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["old"]), text(&row["new"]), text(&row["change"])))
        .collect()
}

fn row(old: &str, new: &str, change: &str) -> (String, String, String) {
    (old.to_owned(), new.to_owned(), change.to_owned())
}

#[test]
fn no_difference() {
    redraft("compare a.md b.md")
        .file("a.md", "resolves\n\n1 to go on.\n")
        .file("b.md", "resolves\n\n1 to go on.\n")
        .exits(0);
}

#[test]
fn one_draft_can_be_standard_input() {
    redraft("compare a.md - --to critic")
        .file("a.md", "resolves\n\n1 to go on.\n")
        .stdin("resolves\n\n1 to go on slowly.\n")
        .exits(1)
        .says("slowly");
}

#[test]
fn renumbered_clauses_are_not_amended() {
    let rows = rows(compared("01.clause-inserted", "--to json"));
    assert!(
        rows.contains(&row("-", "resolves 2", "inserted")),
        "{rows:?}"
    );
    assert!(
        rows.contains(&row("resolves 2", "resolves 3", "unchanged")),
        "{rows:?}"
    );
    assert!(
        rows.contains(&row("resolves 3", "resolves 4", "unchanged")),
        "{rows:?}"
    );
}

#[test]
fn a_clause_that_moved_is_paired() {
    let rows = rows(compared("03.clause-moved-and-edited", "--to json"));
    assert!(rows.contains(&row("OP1", "OP4", "moved")), "{rows:?}");
    assert!(rows.contains(&row("OP2", "OP1", "unchanged")), "{rows:?}");
}

#[test]
fn a_split_and_a_merger_have_several_rows() {
    let split = rows(compared("04.clause-split", "--to json"));
    assert!(split.contains(&row("OP1", "OP1", "split")), "{split:?}");
    assert!(split.contains(&row("OP1", "OP2", "split")), "{split:?}");
    let merged = rows(compared("05.clauses-merged", "--to json"));
    assert!(merged.contains(&row("OP1", "OP1", "merged")), "{merged:?}");
    assert!(merged.contains(&row("OP2", "OP1", "merged")), "{merged:?}");
}

#[test]
fn clauses_of_a_renamed_section_are_paired() {
    let rows = rows(compared("06.section-renamed", "--to json"));
    let noting = row("noting a)", "noting with satisfaction a)", "unchanged");
    assert!(rows.contains(&noting), "{rows:?}");
}

#[test]
fn six_languages_are_compared() {
    for pair in ["08.arabic", "09.russian", "10.spanish", "11.chinese"] {
        let rows = rows(compared(pair, "--to json"));
        let inserted = rows.iter().filter(|row| row.2 == "inserted").count();
        let deleted = rows.iter().filter(|row| row.2 == "deleted").count();
        assert_eq!((inserted, deleted), (1, 0), "{pair}: {rows:?}");
    }
}

#[test]
fn rejecting_criticmarkup_gives_the_older_draft() {
    compared("12.criticmarkup", "--newer-view base").exits(0);
    compared("12.criticmarkup", "").exits(1);
}

#[test]
fn only_some_classes_count() {
    compared("18.reversed-sense", "--only negation").exits(1);
    redraft("compare a.md b.md --only substance,negation")
        .file("a.md", "resolves\n\n1 to go on;\n\n2 to stop.\n")
        .file("b.md", "resolves\n\n1 to go on,\n\n2 to stop.\n")
        .exits(0);
}

#[test]
fn a_table_by_section() {
    let table = compared("01.clause-inserted", "--stat").exits(1).stdout;
    insta::assert_snapshot!(table);
}

#[test]
fn a_redline_for_people() {
    let of = |name: &str| {
        std::fs::read_to_string(fixture(&format!("pairs/02.brackets.{name}.md"))).unwrap()
    };
    let redline = redraft("compare older.md newer.md --width 80")
        .file("older.md", of("1-older"))
        .file("newer.md", of("2-newer"))
        .exits(1)
        .stdout;
    insta::assert_snapshot!(redline);
}

#[test]
fn a_redline_reads_back_whole() {
    let json = redraft("compare a.md b.md --to json")
        .file("a.md", "resolves\n\n1 to go on;\n\n2 to stop.\n")
        .file(
            "b.md",
            "resolves\n\n1 to begin;\n\n2 to go on;\n\n3 to stop.\n",
        )
        .exits(1)
        .stdout;
    redraft("clean redline.json --view base")
        .file("redline.json", &json)
        .exits(0)
        .says("1 to go on;")
        .does_not_say("begin");
    redraft("clean redline.json --view revised")
        .file("redline.json", &json)
        .exits(0)
        .says("1 to begin;")
        .says("3 to stop.");
}

/// A run of `redraft compare` on a pair of fixtures under names of no length.
fn named(pair: &str, ending: &str, arguments: &str) -> Run {
    let read = |name: &str| std::fs::read(fixture(&format!("{pair}{name}{ending}"))).unwrap();
    redraft(&format!("compare older.md newer.md {arguments}"))
        .file("older.md", read(".1-older"))
        .file("newer.md", read(".2-newer"))
}

#[test]
fn a_move_a_split_and_a_merger_in_markdown_and_criticmarkup() {
    let mut all = String::new();
    for pair in [
        "03.clause-moved-and-edited",
        "04.clause-split",
        "05.clauses-merged",
    ] {
        for to in ["markdown", "critic", "text"] {
            let out = named(&format!("pairs/{pair}"), ".md", &format!("--to {to}"))
                .exits(1)
                .stdout;
            all += &format!("== {pair} --to {to}\n{out}\n");
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_redline_of_resolution_140() {
    let read = |name: &str| std::fs::read(fixture(&format!("res140/{name}"))).unwrap();
    let redline = redraft("compare guadalajara.md busan.md --width 96")
        .file("guadalajara.md", read("guadalajara-2010.md"))
        .file("busan.md", read("dl23-rev2-busan-2014.md"))
        .exits(1)
        .stdout;
    insta::assert_snapshot!(redline);
}

/// What a resolution took over from another, and where it turned the sense: seeds 001 and 000.
#[test]
fn the_gravest_change_comes_first() {
    let text = redraft("compare --sort gravity --to text --width 120")
        .argument(&fixture("seeds/001-a-res-66-184.txt"))
        .argument(&fixture("seeds/000-ecosoc-2012.txt"))
        .exits(1)
        .stdout;
    let top: Vec<&str> = text
        .lines()
        .skip_while(|l| !l.starts_with("  1. "))
        .take(3)
        .collect();
    assert_eq!(
        top,
        [
            "  1. OP7 → OP10 (amended · substance, negation, editorial)",
            "     opposite: “insufficient” → “sufficient”",
            "     condition lost: “on mutually agreed terms”"
        ]
    );
    let told = redraft("compare --sort gravity --to json")
        .argument(&fixture("seeds/001-a-res-66-184.txt"))
        .argument(&fixture("seeds/000-ecosoc-2012.txt"))
        .exits(1)
        .json();
    assert_eq!(
        told["clauses"][0]["gravity"]["turns"][0]["kind"],
        "opposite"
    );
}

#[test]
fn a_format_in_the_order_of_the_draft_is_not_sorted() {
    redraft("compare --sort gravity --to html a.md b.md")
        .file("a.md", "resolves\n\n1 to act;\n")
        .file("b.md", "resolves\n\n1 to meet;\n")
        .exits(2)
        .warns("--sort gravity is for lists of clauses");
}

/// What a word tells of a change, its context tells.
#[test]
fn words_are_weighed_by_their_context() {
    let draft = |words: &str| {
        format!("The Council,\n\nRecalling the Council's lamps,\n\n1. Decides {words};\n")
    };
    for (old, new, class) in [
        (
            "that harbours report in good order",
            "that UN harbours report in good order",
            "(amended · substance)",
        ),
        (
            "that there shall be a review of lamps every year",
            "that the review of lamps shall, each year, be held",
            "(amended · substance, editorial)",
        ),
        (
            "to meet again in May",
            "to meet again in June",
            "(amended · date or place)",
        ),
        (
            "to keep the Paris Agreement",
            "to keep the Agreement",
            "(amended · substance)",
        ),
        (
            "that the Counsil meet",
            "that the Council meet",
            "(amended · editorial)",
        ),
        (
            "to access the plan",
            "to assess the plan",
            "(amended · substance)",
        ),
    ] {
        redraft("compare older.md newer.md --width 200")
            .file("older.md", draft(old))
            .file("newer.md", draft(new))
            .exits(1)
            .says(class);
    }
}
