//! Two laptops and the office (两台笔记本与办公室), by the files on a stick: the same household visited twice, a decision on what is
//! not settled, a return that comes after newer field work, a withdrawal beside an approval.

use serde_json::Value;
use tempfile::TempDir;

use crate::real::{kuqu, office};

/// An office `A` and two laptops in one folder, which is also the stick.
struct Field(TempDir);

impl Field {
    /// A round is open, and both laptops know it.
    fn new() -> (Self, String) {
        let field = Self(office());
        std::fs::rename(field.0.path().join("data"), field.0.path().join("A")).unwrap();
        field.done("A", &["verify", "round", "open", "--period", "2026Q4", "--cutoff", "2026-11-20"]);
        let status = field.done("A", &["verify", "status"]);
        let village = status.split('\t').next().unwrap().to_owned();
        for name in ["B", "C"] {
            let [recovery, asked, answer] = ["r", "req", "acc"].map(|end| field.at(&format!("{name}.{end}")));
            let init = ["init", "--role", "field", "--office", "示范办", "--officer", name, "--device", name];
            let mut init = init.to_vec();
            init.extend(["--recovery-file", &recovery]);
            field.done(name, &init);
            field.done(name, &["enrol", "request", &asked]);
            let accept = ["enrol", "accept", &asked, "--officer", name, "--role", "recorder"];
            let mut accept = accept.to_vec();
            accept.extend(["--villages", &village, "--out", &answer]);
            field.done("A", &accept);
            field.done(name, &["enrol", "finish", &answer]);
        }
        (field, village)
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, machine: &str, arguments: &[&str]) -> (bool, String) {
        let output = kuqu(&self.0.path().join(machine)).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    }

    #[track_caller]
    fn done(&self, machine: &str, arguments: &[&str]) -> String {
        let (done, said) = self.run(machine, arguments);
        assert!(done, "{machine} {arguments:?}: {said}");
        said
    }

    #[track_caller]
    fn json(&self, machine: &str, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(machine, arguments)).unwrap()
    }

    /// Carries to `to` what it lacks.
    #[track_caller]
    fn ship(&self, from: &str, to: &str) {
        let stick = TempDir::new().unwrap();
        self.done(from, &["bundle", "export", "--to", to, stick.path().to_str().unwrap()]);
        for entry in std::fs::read_dir(stick.path()).unwrap() {
            self.done(to, &["bundle", "import", entry.unwrap().path().to_str().unwrap()]);
        }
    }

    /// A household of the route with several members: its code, the first member's.
    fn household(&self, village: &str) -> (String, String) {
        let route = self.json("A", &["verify", "route", village, "--json"]);
        let households = route["households"].as_array().unwrap();
        let one = households.iter().find(|one| one["members"].as_array().unwrap().len() > 1).unwrap();
        let code = |value: &Value| value["code"].as_str().unwrap().to_owned();
        (code(one), code(&one["members"][0]))
    }

    fn queue(&self, machine: &str) -> Vec<Value> {
        self.json(machine, &["verify", "queue", "--json"])["queue"].as_array().unwrap().clone()
    }
}

#[test]
fn two_laptops_that_differ_leave_both_visits_and_a_conflict_on_the_field_that_differs() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    let visit = |machine: &str, day: &str| {
        let found = format!("{person}=dead,{day},document");
        let visit = ["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found];
        field.done(machine, &visit);
    };
    visit("B", "2026-11-23");
    visit("C", "2026-11-24");
    field.ship("B", "A");
    field.ship("C", "A");
    let open = field.json("A", &["conflicts", "--json"])["conflicts"].as_array().unwrap().clone();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!((&open[0]["field"], &open[0]["code"]), (&"on".into(), &person.as_str().into()));
    let said: Vec<&str> =
        open[0]["values"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(said, ["2026-11-23", "2026-11-24"]);
    let visits = field.done("A", &["verify", "sheet", &home, "--out", &field.at("sheet.txt")]);
    assert!(!visits.is_empty());
    // Nobody decides on what is not settled.
    let decide = ["verify", "decide", &person, "--evidence", "注销证明", "--number", "1号"];
    let (decided, why) = field.run("A", &decide);
    assert!(!decided && why.contains("先在交换页处理冲突"), "{why}");
    let id = open[0]["id"].as_str().unwrap();
    field.done("A", &["conflicts", "resolve", id, "--take", "1", "--why", "注销证明上是这天"]);
    field.done("A", &decide);
    // The laptops hear of it, and agree with the office.
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
        let route = field.json(laptop, &["verify", "route", &village, "--json"]);
        assert_eq!(route, field.json("A", &["verify", "route", &village, "--json"]), "{laptop}");
    }
}

#[test]
fn a_return_that_comes_after_newer_field_work_gives_nothing_back() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    let visit = |evidence: &str| {
        let found = format!("{person}=hired,2026-10-01,{evidence}");
        field.done("B", &["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found]);
    };
    visit("document");
    field.ship("B", "A");
    field.done("A", &["verify", "return", &person, "--field", "evidence", "--comment", "要录用通知"]);
    assert!(field.queue("A").is_empty(), "it waits for the field");
    // In the field it has been entered anew before the return came.
    visit("list");
    field.ship("A", "B");
    field.ship("B", "A");
    for machine in ["A", "B"] {
        let queue = field.queue(machine);
        assert_eq!(
            (&queue[0]["stage"], &queue[0]["changed_since_return"]),
            (&"proposed".into(), &true.into())
        );
    }
}
