//! temporary
use redraft::{compare, read};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    for _ in 0..3 {
        let t = Instant::now();
        let (x, y) = (std::fs::read(&a[1]).unwrap(), std::fs::read(&a[2]).unwrap());
        let o = read::read(&x, "o", None).unwrap();
        let n = read::read(&y, "n", None).unwrap();
        let r = t.elapsed();
        let t = Instant::now();
        let red = compare::compare(&o, &n, &compare::Options::default());
        println!(
            "read {:?} compare {:?} rows {}",
            r,
            t.elapsed(),
            red.clauses.len()
        );
    }
}
