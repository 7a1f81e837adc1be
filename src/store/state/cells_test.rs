//! Batches written behind the work: what is on its way is read, what failed is told, and nobody holds the database after.

use super::cells::{Cells, Writes};
use crate::store::engine::Pulse;
use crate::store::histories_test::keys;
use crate::vault::Purpose;

fn opened(folder: &std::path::Path) -> Cells {
    Cells::open(folder, keys().sealer(Purpose::State), Pulse::default()).unwrap()
}

fn batch(number: u8) -> Writes {
    let mut writes = Writes::default();
    for key in 0..50 {
        writes.put(vec![b'k', key], vec![number; 40]);
    }
    if number > 0 {
        // Every batch takes one away for good, and brings a row of its own.
        writes.remove(vec![b'k', number]);
        writes.put(vec![b'n', number], Vec::new());
    }
    writes
}

#[test]
fn what_is_on_its_way_is_read_as_if_it_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let cells = opened(folder.path());
    for number in 0..20 {
        cells.write(batch(number), true).unwrap();
        assert_eq!(cells.get(&[b'k', 40]).unwrap().unwrap().as_slice(), [number; 40]);
        assert_eq!(cells.get(&[b'k', number]).unwrap().is_some(), number == 0);
        assert_eq!(cells.get(&[b'n', number]).unwrap().is_some(), number > 0);
    }
    cells.write(batch(20), true).unwrap();
    let mut seen = Vec::new();
    cells
        .scan(b"k", |key, plain| {
            seen.push((key[1], plain[0]));
            Ok::<(), super::cells::CellError>(())
        })
        .unwrap();
    let expected: Vec<(u8, u8)> = (0..50).filter(|key| *key != 20).map(|key| (key, 20)).collect();
    assert_eq!(seen, expected);
    cells.write(batch(21), true).unwrap();
    assert_eq!(cells.keys(b"n").count(), 21);
    cells.write(batch(22), true).unwrap();
    cells.write(batch(23), false).unwrap();
    assert_eq!(cells.behind(b"k", 1).unwrap()[0].1.as_slice(), [23; 40]);
}

#[test]
fn bulk_work_ends_with_everything_written_and_the_database_free() {
    let folder = tempfile::tempdir().unwrap();
    let cells = opened(folder.path());
    cells.write(batch(1), true).unwrap();
    cells.end_bulk().unwrap();
    cells.write(batch(2), true).unwrap();
    // No end: as after a failure of the work.
    drop(cells);
    let again = opened(folder.path());
    assert_eq!(again.get(&[b'k', 40]).unwrap().unwrap().as_slice(), [2; 40]);
    assert_eq!(again.keys(b"n").count(), 2);
}

#[test]
fn values_on_their_way_are_sealed_with_the_key_of_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut cells = opened(folder.path());
    cells.write(batch(1), true).unwrap();
    cells.rekey(keys().sealer(Purpose::State)).unwrap();
    cells.write(batch(2), true).unwrap();
    assert!(cells.reseal_behind(b"", 1_000).unwrap().is_some());
    assert_eq!(cells.get(&[b'k', 40]).unwrap().unwrap().as_slice(), [2; 40]);
}
