//! Torn tail, damage, shortening: each told apart, none silent, none changed in silence.

use super::*;
use crate::vault::random::draw;

/// The condition that opening finds, with all files as they were before if it is damage.
fn opened(disk: &MemoryDisk, confirmed: u64) -> Condition {
    let before = disk.all();
    let (mut journal, condition) = open(disk, confirmed);
    assert_eq!(journal.writable(), !condition.is_damage());
    if condition.is_damage() {
        assert_eq!(disk.all(), before, "damage is not touched");
        assert!(matches!(journal.append(b"x", &mut Repeatable::new(1)), Err(JournalError::ReadOnly)));
        let again = open(disk, confirmed).1;
        assert_eq!(again, condition, "damage is not forgotten");
    }
    condition
}

#[test]
fn a_cut_at_every_byte_of_the_last_frames_is_a_torn_tail_or_a_shortening() {
    let whole = filled(6);
    let bytes = whole.bytes(&path(1)).unwrap();
    let ends: Vec<usize> = places(&bytes, 1).iter().map(frame::Place::end).collect();
    for cut in ends[2]..bytes.len() {
        let frames = ends.iter().filter(|end| **end <= cut).count() as u64;
        let on_edge = ends.contains(&cut);
        let disk = whole.copy();
        disk.put(&path(1), bytes[..cut].to_vec());
        match opened(&disk.copy(), 6) {
            Condition::Shortened { last, confirmed: 6 } => assert!(on_edge && last == frames),
            Condition::Damaged(damages) => {
                let only = damages[0];
                assert_eq!((only.first, only.next, damages.len()), (frames + 1, 7, 1));
                assert_eq!(only.to, cut as u64);
                assert!(!on_edge);
            }
            other => panic!("cut {cut}: {other:?}"),
        }
        let condition = opened(&disk, 0);
        match condition {
            Condition::Whole => assert!(on_edge),
            Condition::TornTail { segment: 1, from, bytes: length, frame, aside: Some(aside) } => {
                assert_eq!((from + length, frame), (cut as u64, frames + 1));
                let kept = disk.bytes(&Path::new(FOLDER).join(aside)).unwrap();
                assert_eq!(kept, bytes[from as usize..cut]);
            }
            other => panic!("cut {cut}: {other:?}"),
        }
        let (mut journal, condition) = open(&disk, 0);
        assert_eq!(condition, Condition::Whole, "the tail was moved aside once");
        journal.append(&content(frames + 1), &mut Repeatable::new(1)).unwrap();
        assert_eq!(read_all(journal.reader()), (expected(1..=frames + 1), vec![]));
    }
}

#[test]
fn every_flipped_bit_of_a_confirmed_journal_is_noticed_and_named() {
    let whole = filled(5);
    let bytes = whole.bytes(&path(1)).unwrap();
    let places = places(&bytes, 1);
    for at in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1 << (at % 8);
        let disk = whole.copy();
        disk.put(&path(1), wrong);
        let Condition::Damaged(damages) = opened(&disk, 5) else { panic!("byte {at} goes unnoticed") };
        assert_eq!(damages.len(), 1, "byte {at}: {damages:?}");
        assert!((damages[0].from..damages[0].to).contains(&(at as u64)), "byte {at}: {damages:?}");
        let lost = places.iter().find(|place| (place.offset..place.end()).contains(&at));
        match lost {
            Some(place) => assert_eq!((damages[0].first, damages[0].next), (place.number, place.number + 1)),
            None => assert_eq!(damages[0].first, damages[0].next),
        }
        let (frames, _) = read_all(open(&disk, 5).0.reader());
        let left = (1..=5).filter(|number| lost.is_none_or(|place| place.number != *number));
        assert_eq!(frames, expected(left), "the others are read");
    }
}

#[test]
fn what_crcs_cannot_notice_the_seal_does() {
    let whole = filled(4);
    let bytes = whole.bytes(&path(1)).unwrap();
    let places = places(&bytes, 1);
    // Frame 3 with a changed payload and a CRC made to fit.
    let mut wrong = bytes.clone();
    let place = places[2];
    wrong[place.offset + 50] ^= 4;
    let crc = crc32fast::hash(&wrong[place.offset + 20..place.end() - 4]).to_le_bytes();
    wrong[place.end() - 4..place.end()].copy_from_slice(&crc);
    let disk = whole.copy();
    disk.put(&path(1), wrong);
    let (mut journal, condition) = open(&disk, 4);
    assert_eq!(condition, Condition::Whole, "CRCs hold");
    let examined = journal.examine(4).unwrap();
    let Condition::Damaged(damages) = examined.condition else { panic!() };
    let found = damages[0];
    assert_eq!((found.kind, found.first, found.next, examined.frames), (DamageKind::Seal, 3, 4, 3));
    assert!(!journal.writable());
    let broken = journal.reader().frame(Position { segment: 1, offset: place.offset as u64 });
    assert!(matches!(broken, Err(JournalError::Frame { .. })));
    // Frame 2's bytes under frame 3's number: its seal is bound to its own.
    let mut moved = bytes[..places[1].end()].to_vec();
    let mut copy = bytes[places[1].offset..places[1].end()].to_vec();
    copy[4..12].copy_from_slice(&3u64.to_le_bytes());
    let crc = crc32fast::hash(&copy[..16]).to_le_bytes();
    copy[16..20].copy_from_slice(&crc);
    moved.extend(copy);
    moved.extend(&bytes[places[3].offset..]);
    let disk = whole.copy();
    disk.put(&path(1), moved);
    let examined = open(&disk, 4).0.examine(4).unwrap();
    assert!(matches!(examined.condition, Condition::Damaged(found) if found[0].kind == DamageKind::Seal));
}

#[test]
fn frames_taken_out_doubled_or_exchanged_are_noticed() {
    let whole = filled(5);
    let bytes = whole.bytes(&path(1)).unwrap();
    let places = places(&bytes, 1);
    let part = |at: usize| bytes[places[at].offset..places[at].end()].to_vec();
    let head = bytes[..SEGMENT_HEAD].to_vec();
    for (order, lost) in [
        (vec![0, 2, 3, 4], Some((2, 3))),
        (vec![2, 3, 4], Some((1, 3))),
        (vec![0, 1, 1, 2, 3, 4], None),
        (vec![0, 2, 1, 3, 4], Some((2, 3))),
    ] {
        let mut changed = head.clone();
        order.iter().for_each(|at| changed.extend(part(*at)));
        let disk = whole.copy();
        disk.put(&path(1), changed);
        let Condition::Damaged(damages) = opened(&disk, 5) else { panic!("{order:?} goes unnoticed") };
        let named = damages
            .iter()
            .find(|damage| damage.first < damage.next)
            .map(|damage| (damage.first, damage.next));
        assert_eq!(named, lost, "{order:?}: {damages:?}");
    }
}

#[test]
fn segments_lost_cut_exchanged_or_foreign_are_named() {
    let (whole, sealer) = segmented(20, 5);
    let opened = |disk: &MemoryDisk| {
        let files: Arc<dyn Files> = Arc::new(disk.clone());
        let (mut journal, condition) = Journal::open(files, Path::new(FOLDER), sealer.clone(), 20).unwrap();
        let examined = journal.examine(20).unwrap();
        assert!(!journal.writable());
        (condition, examined)
    };
    let lost = |examined: &Examined| match &examined.condition {
        Condition::Damaged(damages) => damages.iter().map(|damage| damage.next - damage.first).sum::<u64>(),
        Condition::Shortened { last, confirmed } => confirmed - last,
        other => panic!("{other:?}"),
    };
    for missing in 1..=4 {
        let disk = whole.copy();
        disk.remove(&path(missing)).unwrap();
        let (condition, examined) = opened(&disk);
        assert!(condition.is_damage(), "segment {missing}: {condition:?}");
        assert_eq!((examined.frames, lost(&examined)), (15, 5));
    }
    // Cut at a frame's end, in the middle of the journal: only the next header tells.
    let disk = whole.copy();
    let bytes = disk.bytes(&path(2)).unwrap();
    let cut = places(&bytes, 6)[2].end();
    disk.put(&path(2), bytes[..cut].to_vec());
    assert_eq!(lost(&opened(&disk).1), 2);
    // The same, torn within a frame: frames follow, so it is damage.
    disk.put(&path(2), bytes[..cut + 30].to_vec());
    assert_eq!(lost(&opened(&disk).1), 2);
    // Two segments exchanged.
    let disk = whole.copy();
    let (two, three) = (disk.bytes(&path(2)).unwrap(), disk.bytes(&path(3)).unwrap());
    disk.put(&path(2), three);
    disk.put(&path(3), two);
    let (condition, examined) = opened(&disk);
    assert!(condition.is_damage() && examined.frames == 10);
    // A header with a flipped bit: its frames are still read.
    let disk = whole.copy();
    let mut bytes = disk.bytes(&path(3)).unwrap();
    bytes[30] ^= 1;
    disk.put(&path(3), bytes);
    let (condition, examined) = opened(&disk);
    assert!(condition.is_damage());
    assert_eq!((examined.frames, lost(&examined)), (20, 0));
    // Another folder's segment, with the number that is due.
    let disk = whole.copy();
    disk.put(&path(1), filled(5).bytes(&path(1)).unwrap());
    let Condition::Damaged(damages) = opened(&disk).0 else { panic!("goes unnoticed") };
    assert_eq!(damages[0].kind, DamageKind::ForeignSegment);
}

#[test]
fn a_newer_programs_segment_is_refused_not_damaged() {
    let disk = filled(2);
    let mut bytes = disk.bytes(&path(1)).unwrap();
    bytes[36] = 2;
    let crc = crc32fast::hash(&bytes[..41]).to_le_bytes();
    bytes[41..45].copy_from_slice(&crc);
    disk.put(&path(1), bytes);
    assert!(matches!(try_open(&disk, 0), Err(JournalError::Newer { segment: 1, algorithm: 2 })));
}

#[test]
fn damage_shows_without_a_key() {
    let disk = filled(4);
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    let reader = Reader::keyless(files, Path::new(FOLDER));
    let examined = reader.examine(4).unwrap();
    assert_eq!((examined.condition, examined.frames), (Condition::Whole, 4));
    let mut bytes = disk.bytes(&path(1)).unwrap();
    let place = places(&bytes, 1)[1];
    bytes[place.offset + 60] ^= 1;
    disk.put(&path(1), bytes);
    let Condition::Damaged(damages) = reader.examine(0).unwrap().condition else { panic!() };
    let (kind, from, to) = (DamageKind::Bytes, place.offset as u64, place.end() as u64);
    assert_eq!(damages, [Damage { kind, segment: 1, from, to, first: 2, next: 3 }]);
}

#[test]
fn mutated_segments_never_panic_and_never_yield_a_wrong_content() {
    let whole = filled(3);
    let bytes = whole.bytes(&path(1)).unwrap();
    let random = &mut Repeatable::new(77);
    let reader = open(&whole, 0).0.reader().clone();
    for round in 0..60_000u32 {
        let draws: [u8; 8] = draw(random).unwrap();
        let at = |a: usize| usize::from(u16::from_le_bytes([draws[a], draws[a + 1]]));
        let mut wrong = bytes.clone();
        let first = at(0) % wrong.len();
        wrong[first] = draws[2];
        if round % 3 == 0 {
            wrong.truncate(at(3) % (wrong.len() + 1));
        }
        if round % 5 == 0 && !wrong.is_empty() {
            let from = at(5) % wrong.len();
            wrong.rotate_left(from);
        }
        let mut walk = frame::Walk::from(SEGMENT_HEAD.min(wrong.len()), 1);
        let mut due = 1;
        while let Some(piece) = walk.next(&wrong) {
            let frame::Piece::Frame(place) = piece else { continue };
            assert!(place.number >= due && place.end() <= wrong.len());
            due = place.number + 1;
            if round % 50 == 0
                && let Ok(found) = reader.open(None, 1, place, &wrong)
            {
                assert_eq!(found, content(place.number));
            }
        }
        let _ = SegmentHead::decode(&wrong);
        let _ = frame::content_of(wrong);
    }
}
