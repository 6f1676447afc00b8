//! dump
use redraft::draft::*;
fn main() {
    let f = std::env::args().nth(1).unwrap();
    let d = redraft::read::read(&std::fs::read(&f).unwrap(), &f, None).unwrap();
    let a = Addresses::of(&d, View::Revised);
    println!("{:?}", d.masthead);
    for (i, p) in d.paragraphs.iter().enumerate() {
        let l = p
            .label
            .as_ref()
            .map(|l| {
                format!(
                    "{:?}/{:?} {:?} {:.2} lead{}",
                    l.text.old, l.text.new, l.printed, l.confidence, l.lead.new
                )
            })
            .unwrap_or_default();
        let t: String = p
            .words
            .runs()
            .map(|r| match r.change {
                Change::Kept => r.text.to_owned(),
                Change::Deleted => format!("{{-{}-}}", r.text),
                Change::Inserted => format!("{{+{}+}}", r.text),
            })
            .collect();
        println!(
            "{:4} {:?} {:?} d{} [{}] <{}> {}",
            p.line.new,
            p.kind,
            p.change,
            p.depth.new,
            a.get(i),
            l,
            t.chars().take(90).collect::<String>()
        );
    }
    for f in &d.findings {
        println!("{f}");
    }
}
