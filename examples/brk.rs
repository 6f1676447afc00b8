//! temporary
use redraft::{brackets, draft::*, read};
fn main() {
    for f in std::env::args().skip(1) {
        let b = std::fs::read(&f).unwrap();
        let d = read::read(&b, &f, None).unwrap();
        let r = brackets::register(&d, View::Revised);
        let mut k = std::collections::BTreeMap::new();
        for p in r.all() {
            *k.entry(p.kind.as_str()).or_insert(0) += 1;
        }
        let (o, c): (usize, usize) = r
            .passages
            .iter()
            .filter(|p| p.kind != PassageKind::Option)
            .map(|p| {
                (
                    p.text.matches('[').count() - p.text.matches("[^").count(),
                    p.text.matches(']').count() - p.text.matches("[^").count(),
                )
            })
            .fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        println!(
            "{f}: {} passages {k:?} signs {o} {c} maxdepth {} share {:.3}",
            r.all().count(),
            r.all().map(|p| p.depth).max().unwrap_or(0),
            r.share()
        );
        let s = String::from_utf8_lossy(&b);
        println!(
            "   file [ {} ] {} noterefs {}",
            s.matches('[').count(),
            s.matches(']').count(),
            s.matches("[^").count()
        );
        if std::env::var("V").is_ok() {
            for p in r.all() {
                println!(
                    "   {}:{} {} d{} {}{} [{}] {:?} {}",
                    p.line,
                    p.column,
                    p.kind.as_str(),
                    p.depth,
                    if p.struck { "STRUCK " } else { "" },
                    p.label.as_deref().unwrap_or(""),
                    p.address,
                    p.clauses.len(),
                    p.text
                        .replace('\n', "⏎")
                        .chars()
                        .take(110)
                        .collect::<String>()
                );
            }
        } else {
            for p in r.all() {
                if p.kind == PassageKind::Unmatched {
                    println!(
                        "   {}:{} unmatched [{}] {}",
                        p.line, p.column, p.address, p.text
                    );
                }
            }
        }
    }
}
