//! temporary
use redraft::{compare, draft::View, read};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let rd = |f: &str| read::read(&std::fs::read(f).unwrap(), f, None).unwrap();
    let (o, n) = (rd(&a[2]), rd(&a[3]));
    let r = compare::compare(&o, &n, &compare::Options::default());
    assert!(
        r.draft
            .view(View::Base)
            .says_the_same_as(&o.view(View::Revised)),
        "law1 base"
    );
    assert!(
        r.draft
            .view(View::Revised)
            .says_the_same_as(&n.view(View::Revised)),
        "law1 revised"
    );
    if a.len() > 4 && a[4] == "--rows" {
        for c in &r.clauses {
            println!(
                "{}\t{}\t{}\t{:?}\t{:?}",
                c.old.as_deref().unwrap_or("-"),
                c.new.as_deref().unwrap_or("-"),
                c.outcome.as_str(),
                c.classes,
                c.words
            );
        }
        println!("{:?}", r.summary);
    } else {
        let rows: Vec<String> = r
            .clauses
            .iter()
            .map(|c| {
                format!(
                    "{{\"old\":{},\"new\":{}}}",
                    serde_json::to_string(&c.old.as_deref()).unwrap(),
                    serde_json::to_string(&c.new.as_deref()).unwrap()
                )
            })
            .collect();
        println!("{{\"clauses\":[{}]}}", rows.join(","));
    }
}
