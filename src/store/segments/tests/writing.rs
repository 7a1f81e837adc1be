//! What is appended is read back, frame by frame, across segments and keys, and on real files.

use super::*;
use crate::store::files::Disk;
use crate::vault::System;

#[test]
fn what_is_appended_is_read() {
    let disk = filled(40);
    let (journal, condition) = open(&disk, 40);
    assert_eq!(condition, Condition::Whole);
    assert_eq!(read_all(journal.reader()), (expected(1..=40), vec![]));
    let examined = journal.reader().examine(40).unwrap();
    assert_eq!((examined.segments, examined.frames, examined.last), (1, 40, 40));
    assert_eq!(examined.bytes as usize, disk.bytes(&path(1)).unwrap().len());
    let later: Vec<u64> = journal
        .reader()
        .frames_from(31)
        .unwrap()
        .map(|event| match event.unwrap() {
            Event::Frame(frame) => {
                assert_eq!(journal.reader().frame(frame.position).unwrap(), frame);
                frame.number
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(later, (31..=40).collect::<Vec<_>>());
    let nowhere = Position { segment: 1, offset: 46 };
    assert!(matches!(journal.reader().frame(nowhere), Err(JournalError::NoFrame(_))));
}

#[test]
fn the_layout_is_that_of_the_page() {
    let disk = MemoryDisk::new();
    let (mut journal, _) = open(&disk, 0);
    journal.append(b"abc", &mut Repeatable::new(5)).unwrap();
    let bytes = disk.bytes(&path(1)).unwrap();
    assert_eq!(&bytes[..8], b"KUQUJNL1");
    assert_eq!(bytes[8..24], sealer().folder().0);
    assert_eq!(bytes[24..28], 1u32.to_le_bytes());
    assert_eq!(bytes[28..36], 1u64.to_le_bytes());
    assert_eq!(bytes[36..41], [1, 1, 0, 0, 0]);
    assert_eq!(bytes[41..45], crc32fast::hash(&bytes[..41]).to_le_bytes());
    let frame = &bytes[45..];
    assert_eq!(&frame[..4], b"KQF1");
    assert_eq!(frame[4..12], 1u64.to_le_bytes());
    assert_eq!(frame[12..16], (64u32 + 16).to_le_bytes());
    assert_eq!(frame[16..20], crc32fast::hash(&frame[..16]).to_le_bytes());
    assert_eq!(frame.len(), 20 + 24 + 64 + 16 + 4);
    assert_eq!(frame[124..], crc32fast::hash(&frame[20..124]).to_le_bytes());
    let nonce: [u8; 24] = frame[20..44].try_into().unwrap();
    let bound = [sealer().folder().0.as_slice(), &1u32.to_le_bytes(), &1u64.to_le_bytes()].concat();
    let payload = sealer().open_frame(1, &nonce, &bound, &frame[44..124]).unwrap();
    assert_eq!(payload, [3u32.to_le_bytes().as_slice(), b"abc", &[0; 57]].concat());
}

#[test]
fn a_full_segment_is_followed_by_the_next() {
    let disk = MemoryDisk::new();
    let (mut journal, _) = open(&disk, 0);
    let large = vec![7; CONTENT_BYTES_MAX];
    for number in 1..=4 {
        let position = journal.append_unsynced(&large, &mut Repeatable::new(number)).unwrap();
        assert_eq!(position.segment, if number < 4 { 1 } else { 2 });
    }
    assert_eq!(journal.confirmed(), 3, "a new segment first confirms the one before");
    journal.sync().unwrap();
    assert_eq!(journal.confirmed(), 4);
    for segment in 1..=2 {
        assert!(disk.bytes(&path(segment)).unwrap().len() as u64 <= SEGMENT_BYTES_MAX);
    }
    let too_long = journal.append(&vec![0; CONTENT_BYTES_MAX + 1], &mut Repeatable::new(1));
    assert!(matches!(too_long, Err(JournalError::TooLong(_))));
    let (journal, condition) = open(&disk, 4);
    assert_eq!((condition, journal.confirmed()), (Condition::Whole, 4));
    let event = journal.reader().frames_from(4).unwrap().next().unwrap().unwrap();
    assert!(matches!(event, Event::Frame(frame) if frame.number == 4 && frame.content == large));
}

#[test]
fn a_new_data_key_begins_a_segment_and_old_ones_stay_readable() {
    let (disk, sealer) = segmented(20, 5);
    let files: Arc<dyn Files> = Arc::new(disk);
    let (journal, condition) = Journal::open(files, Path::new(FOLDER), sealer, 20).unwrap();
    assert_eq!(condition, Condition::Whole);
    assert_eq!(journal.reader().segments().unwrap(), [1, 2, 3, 4]);
    let keys: Vec<u32> =
        (1..=4).map(|segment| journal.reader().head(segment).unwrap().unwrap().key).collect();
    assert_eq!(keys, [1, 2, 3, 4]);
    assert_eq!(read_all(journal.reader()), (expected(1..=20), vec![]));
    for number in 1..=20 {
        let event = journal.reader().frames_from(number).unwrap().next().unwrap().unwrap();
        let Event::Frame(frame) = event else { panic!("{event:?}") };
        assert_eq!((frame.number, frame.content.clone()), (number, content(number)));
        assert_eq!(journal.reader().frame(frame.position).unwrap(), frame);
    }
}

#[test]
fn it_works_on_real_files() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("journal");
    let files: Arc<dyn Files> = Arc::new(Disk);
    for round in 0..3 {
        let (mut journal, condition) = Journal::open(Arc::clone(&files), &folder, sealer(), 0).unwrap();
        assert_eq!(condition, Condition::Whole);
        for number in round * 4 + 1..=round * 4 + 4 {
            journal.append(&content(number), &mut System).unwrap();
        }
        assert_eq!(read_all(journal.reader()), (expected(1..=round * 4 + 4), vec![]));
    }
    let segment = folder.join(segment_name(1));
    let length = std::fs::metadata(&segment).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&segment).unwrap().set_len(length - 5).unwrap();
    let (mut journal, condition) = Journal::open(Arc::clone(&files), &folder, sealer(), 0).unwrap();
    let Condition::TornTail { frame: 12, aside: Some(aside), .. } = condition else {
        panic!("{condition:?}")
    };
    assert!(folder.join(aside).exists());
    journal.append(&content(12), &mut System).unwrap();
    assert_eq!(read_all(journal.reader()).0, expected(1..=12));
    assert_eq!(folder_of(&files, &folder).unwrap(), Some(sealer().folder()));
}
