//! temporary
use redraft::{compare, read};
use std::collections::{BTreeMap, BTreeSet};
fn main() {
    let v: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string("/work/shared/corpus/argrewrite/cases-ab.json").unwrap(),
    )
    .unwrap();
    let (mut all, mut ch, mut nm) = ([0u32; 3], [0u32; 3], [0u32; 2]);
    for c in v.as_array().unwrap() {
        let side = |k: &str| -> Vec<(i64, String)> {
            c[k].as_array()
                .unwrap()
                .iter()
                .map(|x| (x[0].as_i64().unwrap(), x[1].as_str().unwrap().to_owned()))
                .collect()
        };
        let (o, n) = (side("old"), side("new"));
        let text = |s: &[(i64, String)]| {
            let mut t = String::from("resolves\n\n");
            for (i, (_, x)) in s.iter().enumerate() {
                t += &format!(
                    "{} {}\n\n",
                    i + 1,
                    x.split_whitespace().collect::<Vec<_>>().join(" ")
                );
            }
            t
        };
        let rd = |t: String| read::read(t.as_bytes(), "x", Some(read::Format::Text)).unwrap();
        let r = compare::compare(&rd(text(&o)), &rd(text(&n)), &compare::Options::default());
        let ix = |s: &[(i64, String)]| -> BTreeMap<i64, i64> {
            s.iter()
                .enumerate()
                .map(|(i, (k, _))| (*k, i as i64))
                .collect()
        };
        let (io, inn) = (ix(&o), ix(&n));
        let truth: BTreeSet<(i64, i64)> = c["gold"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|p| Some((*io.get(&p[0].as_i64()?)?, *inn.get(&p[1].as_i64()?)?)))
            .collect();
        let place = |a: &str| {
            a.rsplit(' ')
                .next()
                .and_then(|x| x.parse::<i64>().ok())
                .map_or(-1, |x| x - 1)
        };
        let got: BTreeSet<(i64, i64)> = r
            .clauses
            .iter()
            .filter_map(|c| Some((place(c.old.as_deref()?), place(c.new.as_deref()?))))
            .collect();
        let differ = |p: &&(i64, i64)| {
            !(p.0 >= 0 && p.1 >= 0 && o[p.0 as usize].1.trim() == n[p.1 as usize].1.trim())
        };
        for (t, f) in [(&mut all, false), (&mut ch, true)] {
            let tr: BTreeSet<_> = truth.iter().filter(|p| !f || differ(p)).collect();
            let g: BTreeSet<_> = got.iter().filter(|p| !f || differ(p)).collect();
            t[0] += tr.intersection(&g).count() as u32;
            t[1] += g.difference(&tr).count() as u32;
            t[2] += tr.difference(&g).count() as u32;
        }
        for p in &truth {
            let l = truth.iter().filter(|q| q.0 == p.0).count();
            let rr = truth.iter().filter(|q| q.1 == p.1).count();
            if l > 1 || rr > 1 {
                nm[1] += 1;
                nm[0] += u32::from(got.contains(p));
            }
        }
    }
    let f = |t: [u32; 3]| {
        let (h, e, m) = (t[0] as f64, t[1] as f64, t[2] as f64);
        let (p, r) = (h / (h + e), h / (h + m));
        format!("P {p:.4} R {r:.4} F1 {:.4}", 2.0 * p * r / (p + r))
    };
    println!(
        "{}  | {} | nm {:.3}  extra {} miss {}",
        f(all),
        f(ch),
        nm[0] as f64 / nm[1] as f64,
        all[1],
        all[2]
    );
}
