//! Frozen bytes: one file per struct that lies on a disk or a stick. A test fails if a byte moves; a new
//! layout takes a new struct and a new file. `KUQU_GOLDEN=write` writes files that are missing, never one
//! that is there.

use super::super::authority::{
    Accepted, DeviceV1, DrawerV1, EndTarget, EndV1, GrantV1, OfficerV1, RulingTarget, RulingV1, VillagesV1,
};
use super::super::*;

pub fn op() -> Op {
    let value = Some(vec![2, b'l', b'i']);
    let replaces = vec![OpId([3; 16]), OpId([4; 16])];
    let first = Change { slot: 2, schema: 1, value, replaces };
    let second = Change { slot: 300, schema: 255, value: None, replaces: Vec::new() };
    Op { entity: EntityId([1; 16]), kind: 12, changes: vec![first, second], why: Some("heard".into()) }
}

pub fn header(first: bool) -> Header {
    let opening = Opening { signing_key: [5; 32], data_set: id::Hash32([6; 32]), audience: Audience::Office };
    let group = |byte: u8| Group { scope: EntityId([byte; 16]), count: 1, hash: id::Hash32([byte; 32]) };
    Header {
        format: 1,
        stream: if first { StreamId::ZERO } else { StreamId([8; 16]) },
        sequence: if first { 1 } else { 70_000 },
        previous: if first { Hash::ZERO } else { id::Hash32([9; 32]) },
        wall_ms: 1_700_000_000_000,
        random: [10; 8],
        act: Act([11; 14]),
        part: 3,
        last: true,
        hybrid: 1_700_000_000_000 << 16,
        officer: EntityId([12; 16]),
        grant: EntityId([13; 16]),
        opening: first.then_some(opening),
        groups: vec![group(0), group(14)],
    }
}

pub fn commit() -> Commit {
    let slots =
        vec![BodySlot::Held(Body { salt: [15; 16], form: 0, bytes: codec::encode_op(&op()).unwrap() })];
    let purged = vec![BodySlot::Purged(id::Hash32([16; 32]))];
    let mut header = header(false);
    for (group, slots) in header.groups.iter_mut().zip([&slots, &purged]) {
        group.hash = hash::group_hash(slots.iter().map(hash::slot_hash));
    }
    let bodies = vec![GroupBodies::Present(slots), GroupBodies::Present(purged)];
    verify::received(codec::encode_header(&header).unwrap(), [17; 64], bodies).unwrap()
}

pub fn record() -> Record {
    let mut record = Record::default();
    record.apply(op(), OpId([20; 16]), 77);
    let change = Change { slot: 2, schema: 1, value: Some(vec![1, b'x']), replaces: vec![OpId([20; 16])] };
    record.apply(Op { changes: vec![change], ..op() }, OpId([2; 16]), 78);
    record.note_frame(Position { segment: 1, offset: 70_000 });
    record
}

pub fn late() -> Frame {
    let slots = vec![BodySlot::Purged(id::Hash32([16; 32]))];
    Frame::Bodies(LateBodies { commit: CommitId([18; 14]), scope: EntityId([14; 16]), slots })
}

/// Every frozen thing with its bytes.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    fn value<T: serde::Serialize>(value: T) -> Vec<u8> {
        encode_value(&value).unwrap()
    }
    let [one, two] = [EntityId([1; 16]), EntityId([2; 16])];
    let accepted = Accepted { stream: StreamId([8; 16]), sequence: 41, hash: id::Hash32([9; 32]) };
    let device =
        DeviceV1 { label: "A".into(), signing_key: [5; 32], receiving_key: [6; 32], office_machine: true };
    let act = RulingTarget::Act(StreamId([8; 16]), Act([11; 14]));
    let sums = Digests { input: Sum(id::Hash32([1; 32])), state: Sum(id::Hash32([2; 32])), table: 3 };
    let run = Run { first: 1, last: 41, hash: id::Hash32([9; 32]) };
    let scopes = vec![
        (EntityId::ZERO, Completeness::Complete),
        (one, Completeness::AllMissing),
        (two, Completeness::Missing(vec![CommitId([18; 14])])),
    ];
    vec![
        ("op", codec::encode_op(&op()).unwrap()),
        ("header_first", codec::encode_header(&header(true)).unwrap()),
        ("header", codec::encode_header(&header(false)).unwrap()),
        ("commit", encode_commit(&commit()).unwrap()),
        ("frame_commit", encode_commit_frame(&commit()).unwrap()),
        ("frame_bodies", encode_frame(&late()).unwrap()),
        ("frame_local", encode_frame(&Frame::Local(Local { kind: 300, bytes: vec![1, 2] })).unwrap()),
        ("record", record().encode().unwrap()),
        ("device_200", value(device)),
        ("officer_201", value(OfficerV1 { name: "officer".into() })),
        ("grant_202", value(GrantV1 { officer: one, device: two, roles: Roles(9) })),
        ("villages_203", value(VillagesV1 { all: false, villages: vec![one, two] })),
        ("end_204_grant", value(EndV1 { target: EndTarget::Grant(one), accepted: vec![accepted] })),
        ("end_204_device", value(EndV1 { target: EndTarget::Device(two), accepted: Vec::new() })),
        (
            "ruling_205_commit",
            value(RulingV1 { target: RulingTarget::Commit(CommitId([18; 14])), counts: true }),
        ),
        ("ruling_205_act", value(RulingV1 { target: act, counts: false })),
        ("drawer_206", value(DrawerV1 { public_key: [7; 32] })),
        ("digests", value(sums)),
        ("vector", value(Vector { streams: vec![(StreamId([8; 16]), vec![run])], scopes })),
    ]
}

fn hex(bytes: &[u8]) -> String {
    let lines =
        bytes.chunks(32).map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/journal")
}

#[test]
fn bytes_stay_where_they_are() {
    for (name, bytes) in samples() {
        let file = folder().join(format!("{name}.hex"));
        if std::env::var_os("KUQU_GOLDEN").is_some() && !file.exists() {
            std::fs::write(&file, hex(&bytes)).unwrap();
        }
        let golden = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(hex(&bytes), golden.replace("\r\n", "\n"), "{name}");
    }
}

#[test]
fn hashes_and_ids_stay_what_they_are() {
    let key = RecordKey {
        audience: Audience::Office,
        kind: 12,
        scope: EntityId([1; 16]),
        entity: EntityId([2; 16]),
    };
    let lines = [
        ("commit hash", commit().hash.hex()),
        ("commit id", commit().id.hex()),
        ("first commit id", hash::id_of(&header(true)).hex()),
        ("stream", hash::stream_id(commit().hash).hex()),
        ("signing input", hash::signing_input(&commit().header_bytes).hex()),
        ("group", hash::group_hash([commit().hash].into_iter()).hex()),
        ("body", hash::body_hash(&Body { salt: [1; 16], form: 1, bytes: vec![2] }).hex()),
        ("natural", hash::natural(12).number(3).fixed(&[4]).text("x").entity().hex()),
        ("import act", hash::import_act(commit().hash, Act([1; 14])).hex()),
        ("input term", hash::input_term(OpId([1; 16]), commit().hash).hex()),
        ("record digest", record().digest(&key).hex()),
        ("record as seen", record().seen(&key, |slot| slot > 2).hex()),
        ("ruling", RulingTarget::Commit(CommitId([18; 14])).entity().hex()),
    ];
    let text: String = lines.iter().map(|(name, hex)| format!("{name}: {hex}\n")).collect();
    let file = folder().join("hashes.txt");
    if std::env::var_os("KUQU_GOLDEN").is_some() && !file.exists() {
        std::fs::write(&file, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&file).unwrap().replace("\r\n", "\n"));
}

#[test]
fn what_was_written_is_read_back() {
    assert_eq!(codec::decode_op(&codec::encode_op(&op()).unwrap()).unwrap(), op());
    for first in [true, false] {
        let bytes = codec::encode_header(&header(first)).unwrap();
        assert_eq!(codec::decode_header(&bytes).unwrap(), header(first));
    }
    assert_eq!(decode_commit(&encode_commit(&commit()).unwrap()).unwrap(), commit());
    let frame = Frame::Commit(Box::new(commit()));
    let bytes = encode_frame(&frame).unwrap();
    assert_eq!(bytes, encode_commit_frame(&commit()).unwrap());
    for frame in [frame, late(), Frame::Local(Local { kind: 300, bytes: vec![0; 1_000] })] {
        assert_eq!(decode_frame(&encode_frame(&frame).unwrap()).unwrap(), frame);
    }
    let read = Record::decode(&record().encode().unwrap()).unwrap();
    assert_eq!(read, record());
    assert_eq!(read.frames().collect::<Vec<_>>(), record().frames().collect::<Vec<_>>());
}
