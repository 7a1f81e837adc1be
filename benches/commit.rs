//! What a saved act of three operations costs, beside appending and syncing the same bytes to a file on the same disk.
//!
//! `cargo bench --bench commit` prints the medians at the sizes of the design's table.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use std::io::Write;

use kuqu::domain::kinds::{kind, person};
use kuqu::domain::value::Value;
use kuqu::journal::fold::RecordKey;
use kuqu::journal::{Change, Op};
use kuqu::store::{Folder, Part, Stretch};

mod folders;
use folders::{SIZES, filled, journal_bytes, median, ms, scratch};

/// Acts that are saved.
const ACTS: usize = 200;

fn main() {
    println!(
        "persons | bytes an act | save median ms | p95 ms | bare append and sync median ms | p95 ms | more, median ms"
    );
    for persons in SIZES {
        let scratch = scratch();
        let mut folder = filled(&scratch.path().join("data"), persons);
        let people = folder.ask(|state| state.page(Stretch::Kind(kind::PERSON), None, 3 * ACTS));
        let mut keys: Vec<RecordKey> = Vec::new();
        people.expect("people").open(|key, _| keys.push(key)).expect("people");
        let before = journal_bytes(&folder);
        let saves: Vec<f64> = (0..ACTS).map(|act| ms(|| save(&mut folder, &keys, act)).0).collect();
        let bytes = (journal_bytes(&folder) - before) as usize / ACTS;
        let mut file = std::fs::File::create(scratch.path().join("bare")).expect("a file");
        let block = vec![7; bytes];
        let append = |_| {
            let both = || file.write_all(&block).and_then(|()| file.sync_data());
            ms(both).0
        };
        let bare: Vec<f64> = (0..ACTS).map(append).collect();
        let (ours, theirs) = (median(saves.clone()), median(bare.clone()));
        let (p95, bare95) = (share(saves, 0.95), share(bare, 0.95));
        println!(
            "{persons} | {bytes} | {ours:.3} | {p95:.3} | {theirs:.3} | {bare95:.3} | {:.3}",
            ours - theirs
        );
    }
}

fn share(mut all: Vec<f64>, share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    all[((all.len() - 1) as f64 * share) as usize]
}

/// One act: a new remark on three persons of one scope, or of as many scopes as they live in.
fn save(folder: &mut Folder, keys: &[RecordKey], act: usize) {
    let mut keys: Vec<RecordKey> = keys[3 * act..3 * act + 3].to_vec();
    keys.sort();
    let part = Part::whole(folder.new_act().expect("an act"));
    let written = folder.write(part, |commit| {
        for key in &keys {
            let (schema, bytes) = Value::Text(format!("remark {act}")).encode().expect("a value");
            let change = Change { slot: person::REMARK, schema, value: Some(bytes), replaces: Vec::new() };
            commit.push(
                key.scope,
                &Op { entity: key.entity, kind: key.kind, changes: vec![change], why: None },
            )?;
        }
        Ok(())
    });
    written.expect("a save");
}
