//! How long reading and comparing take: on the drafts of Resolution 140, and on drafts made up at
//! three sizes, so that growth shows. `cargo bench`; nothing in the tests is held to the clock.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redraft::compare::{Options, compare};
use redraft::draft::Draft;
use redraft::read::read;
use std::fmt::Write as _;
use std::hint::black_box;

const GUADALAJARA: &[u8] = include_bytes!("../fixtures/res140/guadalajara-2010.md");
const BUSAN: &[u8] = include_bytes!("../fixtures/res140/dl23-rev2-busan-2014.md");
const SIZES: [usize; 3] = [5_000, 50_000, 500_000];

fn draft(bytes: &[u8]) -> Draft {
    read(bytes, "bench", None).unwrap_or_default()
}

/// A draft of about so many words. Where `amended`, every tenth word is another one, and clauses
/// move.
fn made_up(words: usize, amended: bool) -> String {
    const STOCK: [&str; 16] = [
        "information",
        "society",
        "States",
        "to",
        "the",
        "of",
        "and",
        "outcomes",
        "implementation",
        "summit",
        "that",
        "development",
        "report",
        "session",
        "invites",
        "resolution",
    ];
    let mut state = 1_u64;
    let mut next = |below: usize| {
        // Knuth's linear congruential generator: the same drafts on every machine.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let mut clauses: Vec<String> = (0..words / 50)
        .map(|clause| {
            let mut text = String::new();
            for place in 0..50 {
                let (word, number) = (STOCK[next(STOCK.len())], next(10_000));
                let _ = match place % 5 {
                    0 => write!(text, "{word}{number} "),
                    _ if amended && (clause * 50 + place) % 10 == 3 => write!(text, "other "),
                    _ => write!(text, "{word} "),
                };
            }
            text
        })
        .collect();
    if amended {
        let count = clauses.len();
        for _ in 0..count / 20 {
            let moved = clauses.remove(next(count));
            clauses.insert(next(count), moved);
        }
    }
    let mut text = "resolves\n\n".to_owned();
    for (index, clause) in clauses.iter().enumerate() {
        let _ = write!(text, "{} {clause};\n\n", index + 1);
    }
    text
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(BUSAN.len() as u64));
    group.bench_function("Resolution 140", |b| b.iter(|| draft(black_box(BUSAN))));
    for words in SIZES {
        let text = made_up(words, false);
        group.throughput(Throughput::Elements(words as u64));
        group.sample_size(10);
        group.bench_with_input(BenchmarkId::new("words", words), &text, |b, text| {
            b.iter(|| draft(black_box(text.as_bytes())));
        });
    }
    group.finish();
}

fn comparing(c: &mut Criterion) {
    let mut group = c.benchmark_group("compare");
    let (older, newer) = (draft(GUADALAJARA), draft(BUSAN));
    group.bench_function("Resolution 140", |b| {
        b.iter(|| compare(black_box(&older), black_box(&newer), &Options::default()));
    });
    for words in SIZES {
        let older = draft(made_up(words, false).as_bytes());
        let newer = draft(made_up(words, true).as_bytes());
        group.throughput(Throughput::Elements(words as u64));
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("words", words), |b| {
            b.iter(|| compare(black_box(&older), black_box(&newer), &Options::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, reading, comparing);
criterion_main!(benches);
