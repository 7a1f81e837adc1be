//! Corrections, histories, notes, shared numbers, conflicts and batches through the program itself; and the past of records
//! against an independent replay of the journal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kuqu::domain::kinds::kind;
use kuqu::journal::codec::{self, Frame};
use kuqu::journal::{BodySlot, EntityId, GroupBodies, OpId};
use kuqu::runtime::desk::{Desk, day_of, key_of};
use kuqu::store::segments::Event;
use kuqu::store::{Shut, World};
use kuqu::vault::Passphrase;
use serde_json::Value;
use tempfile::TempDir;

use crate::real::{PASSPHRASE, kuqu, office};

/// Standard output, standard error, exit code.
fn run(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let output = kuqu(&folder.path().join("data")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(folder, arguments).0).unwrap()
}

const WHO: &str = "H01001-01";

#[test]
fn a_correction_keeps_its_history_and_an_equal_value_writes_nothing() {
    let folder = office();
    let before = json(&folder, &["show", "person", WHO, "--json", "--reveal"]);
    let (said, _, exit) = run(&folder, &["correct", WHO, "phone", "139 0000 1111", "--why", "本人来电"]);
    assert_eq!((said.trim(), exit), ("H01001-01 的电话已更正；旧值留在历史里。", 0));
    let digest = json(&folder, &["doctor", "--json"])["digest"].clone();
    let (said, _, exit) = run(&folder, &["correct", WHO, "phone", "13900001111"]);
    assert!(said.contains("什么也没写") && exit == 0, "{said}");
    assert_eq!(json(&folder, &["doctor", "--json"])["digest"], digest);
    let history = json(&folder, &["history", WHO, "phone", "--json", "--reveal"]);
    let entries = history["entries"].as_array().unwrap();
    let last = entries.last().unwrap();
    assert_eq!((&last["value"], &last["replaced"]), (&Value::from("13900001111"), &Value::from(false)));
    assert_eq!((&last["why"], &last["device"]), (&Value::from("本人来电"), &Value::from("A")));
    let old = before["phone"].as_str().unwrap();
    let had = entries.iter().any(|entry| entry["value"] == old && entry["replaced"] == true);
    assert!(old.is_empty() || had, "{history}");
    let masked = json(&folder, &["history", WHO, "phone", "--json"]);
    assert!(!masked.to_string().contains("13900001111"), "{masked}");
    let shared = json(&folder, &["shared", "139-0000-1111", "--json"]);
    assert_eq!((shared["households"].as_u64(), &shared["persons"][0]["code"]), (Some(1), &Value::from(WHO)));
}

#[test]
fn what_cannot_be_is_refused_with_its_sentence_and_what_is_doubtful_wants_a_reason() {
    let folder = office();
    let digest = json(&folder, &["doctor", "--json"])["digest"].clone();
    let table: [(&str, &str, i32, &str); 12] = [
        ("id_number", "123", 1, "3 位，应是 18 或 15 位"),
        ("birth", "2026-02-30", 1, "没有 2026-2-30 这一天"),
        ("birth", "2030-01-01", 1, "还没到"),
        ("death", "1900-01-01", 1, "早于出生"),
        ("name", "", 1, "必填"),
        ("name", &"长".repeat(60), 1, "60 个字太长"),
        ("name", "张\u{7}三", 1, "看不见的字符"),
        ("account", "12", 1, "2 位，应是 8 至 32 位"),
        ("phone", "1390000111", 1, "10 位，不像手机"),
        ("ethnic", "火星族", 1, "选项里没有"),
        ("code", "H9", 1, "不能直接更正"),
        ("colour", "x", 2, "没有叫“colour”的栏"),
    ];
    for (field, value, exit, sentence) in table {
        let (out, said, code) = run(&folder, &["correct", WHO, field, value]);
        assert!(code == exit && said.contains(sentence) && out.is_empty(), "{field} {value}: {code} {said}");
    }
    assert_eq!(json(&folder, &["doctor", "--json"])["digest"], digest, "nothing was written");
    let (_, _, exit) = run(&folder, &["correct", WHO, "phone", "1390000111", "--why", "老号码"]);
    assert_eq!(exit, 0);
    let (fields, _, exit) = run(&folder, &["correct", "--fields"]);
    assert!(exit == 0 && fields.contains("id_number\t") && fields.contains("address\t"), "{fields}");
    let shown = json(&folder, &["show", "person", WHO, "--json"]);
    for field in fields.lines().filter_map(|line| line.split('\t').next()).take(22) {
        assert!(shown.get(field).is_some(), "{field} is no key of show person");
    }
}

#[test]
fn a_batch_answers_line_by_line_and_stops_or_goes_on() {
    let folder = office();
    let lines = "# 一行一条\n\ncorrect H01001-01 nickname '阿 明'\ncorrect H01001-01 id_number 123\n\
                 note H01001 \"下次带 户口簿\"\nfind '阿 明' --json\ncorrect 'x\ninit\n";
    let file = folder.path().join("lines.txt");
    std::fs::write(&file, lines).unwrap();
    let file = file.to_str().unwrap();
    let (out, said, exit) = run(&folder, &["batch", file]);
    assert_eq!((out.lines().count(), exit), (1, 1), "{out}");
    assert!(said.contains("第 4 行：证件号没有改"), "{said}");
    let (out, said, exit) = run(&folder, &["batch", file, "--json", "--keep-going"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    let answers = document["lines"].as_array().unwrap();
    assert_eq!((&document["done"], &document["failed"]), (&3.into(), &3.into()));
    assert_eq!((&answers[1]["line"], &answers[1]["command"]), (&4.into(), &"correct".into()));
    let exits: Vec<_> = answers.iter().map(|answer| answer["exit"].as_u64().unwrap()).collect();
    assert_eq!((exits, exit), (vec![0, 1, 0, 0, 2, 2], 3), "{said}");
    assert_eq!(answers[3]["answer"]["hits"][0]["code"], WHO);
    let input =
        kuqu(&folder.path().join("data")).arg("batch").write_stdin("find 阿 --json\n").output().unwrap();
    assert!(input.status.success() && !input.stdout.is_empty());
}

/// Two officers who read the same value write different ones.
fn tear(folder: &TempDir) {
    let mut desk = open(folder);
    let person = *desk.roll().persons.keys().min().unwrap();
    let village = desk.roll().persons[&person].village;
    let key = key_of(kind::PERSON, village, person);
    let held = desk.held(key).unwrap().unwrap();
    for name in ["甲某", "乙某"] {
        let value = Some(kuqu::domain::value::Value::Text(name.into()));
        let writes = kuqu::domain::acts::person::correct(
            &held,
            vec![(kuqu::domain::kinds::person::NAME, value)],
            Some("查看证件"),
        );
        let act = desk.folder().new_act().unwrap();
        desk.write(act, writes).unwrap();
    }
}

/// Every look at its clock is a millisecond later: of two writes the second is the later one, however fast they are.
fn open(folder: &TempDir) -> Desk {
    let looks = AtomicU64::new((World::real().wall_ms)());
    let world = World { wall_ms: Arc::new(move || looks.fetch_add(1, Ordering::Relaxed)), ..World::real() };
    let shut = Shut::open(&folder.path().join("data"), world).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let folder = shut.unlock(1, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    Desk::open(folder, kuqu::domain::day::Day::ymd(2026, 11, 24).unwrap()).unwrap()
}

#[test]
fn a_conflict_is_listed_with_who_and_why_and_settled_by_choice_value_or_correction() {
    for way in 0..3 {
        let folder = office();
        tear(&folder);
        let open = json(&folder, &["conflicts", "--json"]);
        let one = &open["conflicts"][0];
        assert_eq!((&one["kind"], &one["field"]), (&Value::from("conflict"), &Value::from("name")), "{open}");
        let values: Vec<&str> =
            one["values"].as_array().unwrap().iter().map(|value| value["value"].as_str().unwrap()).collect();
        assert_eq!(values, ["甲某", "乙某"]);
        assert_eq!(one["values"][0]["why"], "查看证件");
        let (id, code) = (one["id"].as_str().unwrap(), one["code"].as_str().unwrap());
        let (_, said, exit) = run(&folder, &["conflicts", "resolve", id, "--take", "9"]);
        assert!(exit == 1 && said.contains("共 2 个"), "{said}");
        let settle: &[&str] = match way {
            0 => &["conflicts", "resolve", id, "--take", "2", "--why", "核实"],
            1 => &["conflicts", "resolve", id, "--value", "丙某"],
            // The value that is shown settles it, too: it is written anew over both.
            _ => &["correct", code, "name", "甲某"],
        };
        let (_, said, exit) = run(&folder, settle);
        assert_eq!(exit, 0, "{said}");
        assert_eq!(json(&folder, &["conflicts", "--json"])["conflicts"].as_array().unwrap().len(), 0);
        let want = ["乙某", "丙某", "甲某"][way];
        assert_eq!(json(&folder, &["show", "person", code, "--json"])["name"], want);
        let (_, said, exit) = run(&folder, &["conflicts", "resolve", id, "--take", "1"]);
        assert!(exit == 1 && said.contains("可能已经处理"), "{said}");
    }
}

/// Ids of what is open or judged, of one kind.
fn pairs_listed(folder: &TempDir, arguments: &[&str]) -> Vec<Value> {
    let list = json(folder, arguments)["conflicts"].as_array().unwrap().clone();
    list.into_iter().filter(|one| one["kind"] == "duplicate").collect()
}

#[test]
fn a_possible_duplicate_is_judged_said_of_both_and_taken_back() {
    let folder = office();
    let hits = json(&folder, &["find", "H01", "--json", "--limit", "200"]);
    let codes = hits["hits"].as_array().unwrap().iter().filter(|hit| hit["kind"] == "person");
    let other = codes.map(|hit| hit["code"].as_str().unwrap().to_owned()).find(|code| code != WHO).unwrap();
    let number = json(&folder, &["show", "person", WHO, "--json", "--reveal"])["id_number"].clone();
    let before = pairs_listed(&folder, &["conflicts", "--json"]).len();
    let number = number.as_str().unwrap();
    let (_, said, exit) = run(&folder, &["correct", &other, "id_number", number, "--why", "证件"]);
    assert_eq!(exit, 0, "{said}");
    let open = pairs_listed(&folder, &["conflicts", "--json"]);
    assert_eq!(open.len(), before + 1, "{open:?}");
    let ours = |list: &[Value]| list.iter().find(|one| one.to_string().contains(&other)).cloned();
    let one = ours(&open).unwrap();
    let id = one["id"].as_str().unwrap();
    assert_eq!((one["values"].as_array().unwrap().len(), &one["field"]), (2, &Value::from("")));
    let (_, said, exit) = run(&folder, &["conflicts", "resolve", id, "--value", "x"]);
    assert!(exit == 1 && said.contains("--take"), "{said}");
    let (_, said, exit) = run(&folder, &["conflicts", "resolve", id, "--take", "1", "--why", "同一张照片"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(pairs_listed(&folder, &["conflicts", "--json"]).len(), before);
    let same = |code: &str| json(&folder, &["show", "person", code, "--json"])["same_as"].clone();
    assert_eq!((same(WHO), same(&other)), (serde_json::json!([other]), serde_json::json!([WHO])));
    let hits = json(&folder, &["find", WHO, "--json"]);
    assert_eq!(hits["hits"][0]["same_as"], serde_json::json!([other]), "{hits}");
    let history = json(&folder, &["history", WHO, "verdict", "--json"]);
    assert_eq!(
        (&history["entries"][0]["value"], &history["entries"][0]["why"]),
        (&"同一人".into(), &"同一张照片".into())
    );
    let judged = pairs_listed(&folder, &["conflicts", "--judged", "--json"]);
    assert_eq!((judged.len(), judged[0]["values"].as_array().unwrap().len()), (1, 3), "{judged:?}");
    assert_eq!((judged[0]["id"].as_str(), &judged[0]["values"][0]["device"]), (Some(id), &Value::from("A")));
    let (_, said, exit) = run(&folder, &["conflicts", "resolve", id, "--take", "3"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!((same(WHO), same(&other)), (Value::Null, Value::Null));
    assert_eq!(pairs_listed(&folder, &["conflicts", "--json"]), open);
    assert_eq!(pairs_listed(&folder, &["conflicts", "--judged", "--json"]).len(), 0);
}

#[test]
fn as_of_tells_what_was_true_and_known_on_tells_what_had_been_written() {
    let folder = office();
    run(&folder, &["correct", WHO, "death", "2020-05-01", "--why", "村委会证明"]);
    let count = |arguments: &[&str]| {
        let mut all = vec!["history", WHO, "death", "--json"];
        all.extend(arguments);
        json(&folder, &all)["entries"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--as-of", "2020-04-30"]), 0);
    assert_eq!(count(&["--as-of", "2020-05-01"]), 1);
    assert_eq!(count(&["--known-on", "2020-05-01"]), 0);
    let (_, said, exit) = run(&folder, &["history", WHO, "--as-of", "yesterday"]);
    assert!(exit == 2 && said.contains("--as-of"), "{said}");
}

/// The operations on one field and their values; none when the value was taken back.
type Given = BTreeMap<OpId, Option<Vec<u8>>>;

/// What one slot of a record was given, as the test replays it: live values by operation, and what was named.
#[derive(Default)]
struct Replayed {
    given: BTreeMap<(EntityId, u16), Given>,
    named: BTreeMap<(EntityId, u16), BTreeSet<OpId>>,
}

/// Every frame of the journal from its first byte, without the state.
fn replay(desk: &Desk, until_ms: u64) -> Replayed {
    let mut replayed = Replayed::default();
    for event in desk.folder().journal().reader().frames_from(1).unwrap() {
        let Event::Frame(frame) = event.unwrap() else { continue };
        let Frame::Commit(commit) = codec::decode_frame(&frame.content).unwrap() else { continue };
        let mut index = 0;
        for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
            let GroupBodies::Present(slots) = bodies else { panic!("withheld") };
            for slot in slots {
                let id = OpId::new(commit.id, index);
                index += 1;
                let BodySlot::Held(body) = slot else { continue };
                if body.form == 1 {
                    // Sealed to the drawer: no person's.
                    continue;
                }
                let op = codec::decode_op(&body.bytes).unwrap();
                if op.kind != kind::PERSON || commit.header.wall_ms > until_ms || group.scope.is_zero() {
                    continue;
                }
                for change in op.changes {
                    let place = (op.entity, change.slot);
                    replayed.named.entry(place).or_default().extend(change.replaces);
                    replayed.given.entry(place).or_default().insert(id, change.value);
                }
            }
        }
    }
    replayed
}

#[test]
fn the_record_as_of_a_hundred_points_equals_an_independent_replay() {
    let folder = office();
    let mut desk = open(&folder);
    let people: Vec<(EntityId, EntityId)> =
        desk.roll().persons.iter().map(|(person, row)| (*person, row.village)).take(12).collect();
    let mut points = vec![0];
    for turn in 0..60_u64 {
        let (person, village) = people[usize::try_from(turn * 7 % 12).unwrap()];
        let key = key_of(kind::PERSON, village, person);
        let held = desk.held(key).unwrap().unwrap();
        let value = Some(kuqu::domain::value::Value::Text(format!("1390000{turn:04}")));
        let slot = if turn % 3 == 0 {
            kuqu::domain::kinds::person::PHONE
        } else {
            kuqu::domain::kinds::person::REMARK
        };
        let writes = kuqu::domain::acts::person::correct(&held, vec![(slot, value)], None);
        let act = desk.folder().new_act().unwrap();
        desk.write(act, writes).unwrap();
        points.push((desk.folder().world().wall_ms)());
    }
    let (first, last) = (points[1], points[60]);
    points.extend((0..40).map(|step| first + (last - first) * step / 40));
    assert!(points.len() > 100 && day_of(last).is_some());
    for until_ms in points {
        let replayed = replay(&desk, until_ms);
        for (person, village) in &people {
            let past = desk.past(key_of(kind::PERSON, *village, *person), Some(until_ms)).unwrap();
            for slot in 2..=24_u16 {
                let place = (*person, slot);
                let named = replayed.named.get(&place).cloned().unwrap_or_default();
                let given = replayed.given.get(&place).cloned().unwrap_or_default();
                let want: Vec<(OpId, Option<Vec<u8>>)> =
                    given.into_iter().filter(|(id, _)| !named.contains(id)).collect();
                let mut found: Vec<(OpId, Option<Vec<u8>>)> = Vec::new();
                for value in past.record.values(slot) {
                    found.extend(value.ops.iter().map(|id| (*id, value.bytes.map(<[u8]>::to_vec))));
                }
                found.sort();
                assert_eq!(found, want, "slot {slot} at {until_ms}");
                let standing = past.steps.iter().filter(|step| step.slot == slot && !step.replaced);
                assert_eq!(standing.count(), want.len());
            }
        }
    }
}
