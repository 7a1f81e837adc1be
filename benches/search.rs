//! What one key costs in the look-up, at 5,000, 50,000 and 200,000 persons, beside a bare byte scan of the same text.
//!
//! `cargo bench --bench search` first prints medians, 99th percentiles and memory of queries as they grow key by key,
//! then the table of single queries. The bare scan only counts where the query's bytes occur: no ranking, no readings.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use kuqu::journal::EntityId;
use kuqu::search::{Entry, EntryKind, Index, IndexPart, Options};
use kuqu::text::readings_of_name;

mod people;
use people::{Draw, Invented, people};

const SIZES: [usize; 3] = [5_000, 50_000, 200_000];
const OPTIONS: Options = Options { limit: 200, blur: false };
const QUERIES: [&str; 14] = [
    "z",
    "lm",
    "zhang",
    "zhangjianguo",
    "王",
    "王建国",
    "lm 3c 62",
    "cmb",
    "1962",
    "6223",
    "123456",
    "13912345678",
    "530399196205121234",
    "zzxxqq",
];

fn main() {
    figures();
    divan::main();
}

fn entity(kind: u8, number: usize) -> EntityId {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&(number as u64).to_be_bytes());
    EntityId(bytes)
}

fn entry(number: usize, p: &Invented) -> Entry {
    Entry {
        kind: EntryKind::Person,
        entity: entity(1, number),
        household: entity(2, p.household),
        village_id: entity(3, p.village),
        code: p.code.clone(),
        name: p.name.clone(),
        former_name: String::new(),
        nickname: String::new(),
        household_code: p.household_code.clone(),
        village: p.village_name.clone(),
        township: p.township.clone(),
        group: format!("{}组", p.group),
        id_number: p.id_number.clone(),
        id_history: Vec::new(),
        phone: p.phone.clone(),
        account: p.account.clone(),
        birth: Some(p.birth),
        order: p.order,
    }
}

struct Office {
    people: Vec<Invented>,
    index: Index,
    haystack: String,
    built_ms: f64,
    bytes: usize,
}

impl Office {
    fn new(count: usize) -> Self {
        let people = people(count, 17);
        let entries: Vec<Entry> = people.iter().enumerate().map(|(number, p)| entry(number, p)).collect();
        let (before, start) = (resident(), Instant::now());
        let (first, second) = entries.split_at(count / 2);
        let index = std::thread::scope(|scope| {
            let side = scope.spawn(|| IndexPart::build(first.iter().cloned()));
            let here = IndexPart::build(second.iter().cloned());
            side.join().map(|part| Index::join([part, here])).unwrap_or_default()
        });
        let built_ms = start.elapsed().as_secs_f64() * 1e3;
        let bytes = resident().saturating_sub(before);
        let line = |p: &Invented| {
            let syllables = readings_of_name(&p.name).syllables();
            let initials: String = syllables.iter().filter_map(|s| s.chars().next()).collect();
            format!(
                "{} {} {initials} {} {} {} {}\n",
                p.name,
                syllables.concat(),
                p.id_number,
                p.phone,
                p.account,
                p.code
            )
        };
        let haystack = people.iter().map(line).collect();
        Self { people, index, haystack, built_ms, bytes }
    }
}

static OFFICES: LazyLock<Vec<Office>> =
    LazyLock::new(|| SIZES.iter().map(|size| Office::new(*size)).collect());

fn office(size: usize) -> &'static Office {
    let at = SIZES.iter().position(|s| *s == size).unwrap_or(0);
    &OFFICES[at]
}

/// Queries of the kinds that officers type, for persons who are there.
fn typed(people: &[Invented], count: usize) -> Vec<String> {
    let mut draw = Draw(5);
    let one = |turn: usize| {
        let p = &people[draw.below(people.len())];
        let syllables = readings_of_name(&p.name).syllables();
        let initials: String = syllables.iter().filter_map(|s| s.chars().next()).collect();
        let tail = |text: &str, count: usize| text.chars().skip(text.len() - count).collect::<String>();
        match turn % 9 {
            0 => format!("{initials} {}", p.village_name.chars().take(3).collect::<String>()),
            1 => format!("{initials} {:02}", p.birth.0 % 100),
            2 => syllables.concat(),
            3 => tail(&p.id_number, 6),
            4 => tail(&p.phone, 4),
            5 => p.household_code.clone(),
            6 => format!("{initials} {}c {:02}", p.group, p.birth.0 % 100),
            7 => p.id_number.clone(),
            _ => p.name.clone(),
        }
    };
    (0..count).map(one).collect()
}

/// Milliseconds; the best of three runs, because a busy machine takes its time slices anywhere.
fn best_of_three(mut work: impl FnMut() -> usize) -> f64 {
    let one = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(one).fold(f64::INFINITY, f64::min)
}

fn figures() {
    let at = |sorted: &[f64], share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    println!(
        "persons | build ms | index MB | keys | median ms | p99 ms | worst ms | bare scan median ms | p99 ms"
    );
    for size in SIZES {
        let office = office(size);
        let queries = typed(&office.people, 90);
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for query in &queries {
            let chars: Vec<char> = query.chars().collect();
            for keys in 1..=chars.len() {
                let part: String = chars.iter().take(keys).collect();
                ours.push((best_of_three(|| office.index.find(&part, &OPTIONS).total), part.clone()));
                bare.push(best_of_three(|| office.haystack.matches(part.as_str()).count()));
            }
        }
        ours.sort_by(|a, b| a.0.total_cmp(&b.0));
        bare.sort_by(f64::total_cmp);
        let worst: Vec<String> = ours.iter().rev().take(6).map(|(ms, q)| format!("{q} {ms:.2}")).collect();
        let ours: Vec<f64> = ours.into_iter().map(|(ms, _)| ms).collect();
        println!(
            "{size} | {:.0} | {:.1} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3}",
            office.built_ms,
            office.bytes as f64 / 1e6,
            ours.len(),
            at(&ours, 0.5),
            at(&ours, 0.99),
            at(&ours, 1.0),
            at(&bare, 0.5),
            at(&bare, 0.99)
        );
        println!("  slowest: {}", worst.join(", "));
    }
}

fn cases() -> impl Iterator<Item = (usize, &'static str)> {
    SIZES.into_iter().flat_map(|size| QUERIES.into_iter().map(move |query| (size, query)))
}

struct Case(usize, &'static str);

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}

#[divan::bench(args = cases().map(|(size, query)| Case(size, query)), sample_count = 15)]
fn look_up(bencher: divan::Bencher, case: &Case) {
    let office = office(case.0);
    bencher.bench(|| office.index.find(case.1, &OPTIONS).total);
}

#[divan::bench(args = cases().map(|(size, query)| Case(size, query)), sample_count = 15)]
fn bare_scan(bencher: divan::Bencher, case: &Case) {
    let office = office(case.0);
    bencher.bench(|| office.haystack.matches(case.1).count());
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn save_one(bencher: divan::Bencher, size: usize) {
    let office = office(size);
    let mut index = office.index.clone();
    let saved = entry(7, &office.people[7]);
    bencher.bench_local(|| index.upsert(&saved));
}

/// Bytes of this process in memory (Linux; 0 elsewhere).
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4_096
}
