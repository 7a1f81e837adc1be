//! Two laptops and the office (两台笔记本与办公室), by the files on a stick: the same household visited twice, a decision on what is
//! not settled, a return that comes after newer field work, a withdrawal beside an approval.

use serde_json::Value;
use tempfile::TempDir;

use crate::real::{Desk, kuqu, office};

/// An office `A` and two laptops in one folder, which is also the stick.
pub struct Field(pub TempDir);

impl Field {
    /// A round is open, and both laptops know it.
    pub fn new() -> (Self, String) {
        let field = Self(office());
        std::fs::rename(field.0.path().join("data"), field.0.path().join("A")).unwrap();
        field.done("A", &["verify", "round", "open", "--period", "2026Q4", "--cutoff", "2026-11-20"]);
        let status = field.done("A", &["verify", "status"]);
        let village = status.split('\t').next().unwrap().to_owned();
        for name in ["B", "C"] {
            field.enrol(name, &village);
        }
        (field, village)
    }

    /// A laptop of this name with this village.
    pub fn enrol(&self, name: &str, village: &str) {
        self.enrol_as(name, &["--role", "recorder", "--villages", village]);
    }

    /// A machine of this name, taken in with these words; what its last command says.
    pub fn enrol_as(&self, name: &str, terms: &[&str]) -> String {
        let [recovery, asked, answer] = ["r", "req", "acc"].map(|end| self.at(&format!("{name}.{end}")));
        let init = ["init", "--role", "field", "--office", "示范办", "--officer", name, "--device", name];
        self.done(name, &[&init[..], &["--recovery-file", &recovery]].concat());
        self.done(name, &["enrol", "request", &asked]);
        let accept = ["enrol", "accept", &asked, "--officer", name, "--out", &answer];
        self.done("A", &[&accept[..], terms].concat());
        self.done(name, &["enrol", "finish", &answer])
    }

    pub fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn run(&self, machine: &str, arguments: &[&str]) -> (bool, String) {
        let output = kuqu(&self.0.path().join(machine)).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    }

    #[track_caller]
    pub fn done(&self, machine: &str, arguments: &[&str]) -> String {
        let (done, said) = self.run(machine, arguments);
        assert!(done, "{machine} {arguments:?}: {said}");
        said
    }

    #[track_caller]
    pub fn json(&self, machine: &str, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(machine, arguments)).unwrap()
    }

    /// Carries to `to` what it lacks.
    #[track_caller]
    pub fn ship(&self, from: &str, to: &str) {
        let stick = TempDir::new().unwrap();
        self.done(from, &["bundle", "export", "--to", to, stick.path().to_str().unwrap()]);
        for entry in std::fs::read_dir(stick.path()).unwrap() {
            self.done(to, &["bundle", "import", entry.unwrap().path().to_str().unwrap()]);
        }
    }

    /// A household of the route with several members: its code, the first member's.
    pub fn household(&self, village: &str) -> (String, String) {
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
fn a_machine_that_joins_says_which_villages_came() {
    let (field, village) = Field::new();
    let said = field.enrol_as("D", &["--role", "recorder", "--villages", &village]);
    assert!(said.contains("收到 1 个村的资料"), "{said}");
    let said = field.enrol_as("E", &["--role", "maker", "--office-machine"]);
    assert!(said.contains("收到全部村的资料"), "{said}");
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

/// What waits to be settled on a machine.
fn open_conflicts(field: &Field, machine: &str) -> Vec<Value> {
    field.json(machine, &["conflicts", "--json"])["conflicts"].as_array().unwrap().clone()
}

#[test]
fn f17_visits_that_differ_and_are_settled_differently_wait_again() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    for (machine, day) in [("B", "2026-11-23"), ("C", "2026-11-24")] {
        let found = format!("{person}=dead,{day},document");
        field.done(machine, &["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found]);
    }
    field.ship("B", "A");
    field.ship("C", "A");
    field.ship("A", "B");
    for (machine, take) in [("A", "1"), ("B", "2")] {
        let open = open_conflicts(&field, machine);
        assert_eq!(open.len(), 1, "{machine}: {open:?}");
        let id = open[0]["id"].as_str().unwrap();
        field.done(machine, &["conflicts", "resolve", id, "--take", take, "--why", "注销证明"]);
        assert!(open_conflicts(&field, machine).is_empty());
    }
    field.ship("B", "A");
    let again = open_conflicts(&field, "A");
    let said: Vec<&str> =
        again[0]["values"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(said, ["2026-11-23", "2026-11-24"], "{again:?}");
    let decide = ["verify", "decide", &person, "--evidence", "注销证明"];
    assert!(!field.run("A", &decide).0, "nobody decides meanwhile");
    let id = again[0]["id"].as_str().unwrap();
    field.done("A", &["conflicts", "resolve", id, "--take", "1", "--why", "到派出所核过"]);
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
        assert!(open_conflicts(&field, laptop).is_empty(), "{laptop}");
        let route = ["verify", "route", &village, "--json"];
        assert_eq!(field.json(laptop, &route), field.json("A", &route));
    }
}

#[test]
fn f27_a_household_that_is_split_while_another_laptop_verifies_it_loses_neither() {
    let (field, village) = Field::new();
    let (home, _) = field.household(&village);
    let route = field.json("A", &["verify", "route", &village, "--json"]);
    let at = |route: &Value, code: &str| {
        let all = route["households"].as_array().unwrap();
        all.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("{code}: {route}")).clone()
    };
    let members = at(&route, &home)["members"].as_array().unwrap().clone();
    let goes = members[1]["code"].as_str().unwrap().to_owned();
    // B is at the door, and finds the one who goes at home; on C they found a household of their own.
    let found = format!("{goes}=home");
    field.done("B", &["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found]);
    let mut desk = Desk::at(&field.0.path().join("C"), "default");
    desk.keys("Ctrl+F").keys(&home).keys("Enter").sees(&format!(" {home} "));
    desk.keys("Home Ctrl+B 6").sees("分户").keys("Enter Enter Enter").text("新村 9 号").keys("Enter Enter");
    for at in 0..members.len() {
        let (goes, relation) = if at == 1 { ("是", "户主") } else { ("否", "") };
        desk.text(goes).keys("Enter").text(relation).keys("Enter");
    }
    desk.text("成家另过").keys("Enter").sees("> [ 保存 ]").keys("Enter").sees("已保存：分户");
    desk.close();
    field.ship("B", "A");
    field.ship("C", "A");
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
    }
    let route = field.json("A", &["verify", "route", &village, "--json"]);
    // The visit stays with the household that was visited, what was found of the person goes with the person.
    assert_eq!(at(&route, &home)["done"], true);
    let households = route["households"].as_array().unwrap();
    let has = |one: &&Value| {
        one["members"].as_array().unwrap().iter().any(|member| member["name"] == members[1]["name"])
    };
    let new = households.iter().find(|one| one["code"] != home.as_str() && has(one)).unwrap();
    assert_eq!((&new["done"], &new["members"][0]["outcome"]), (&false.into(), &"home".into()), "{new}");
    for laptop in ["B", "C"] {
        assert_eq!(field.json(laptop, &["verify", "route", &village, "--json"]), route, "{laptop}");
    }
}

#[test]
fn f31_a_withdrawal_beside_an_approval_is_a_fork_in_which_the_office_holds() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    let found = format!("{person}=hired,2026-10-01,document");
    field.done("B", &["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found]);
    field.ship("B", "A");
    field.done("A", &["verify", "decide", &person, "--evidence", "录用通知", "--number", "3号"]);
    let mut add = kuqu(&field.0.path().join("A"));
    let add = add.env("KUQU_NEW_PASSPHRASE", "suite-passphrase-2");
    let add = add.args(["officer", "add", "--name", "赵审", "--role", "approver"]).output().unwrap();
    assert!(add.status.success(), "{add:?}");
    let mut approve = kuqu(&field.0.path().join("A"));
    let approve = approve.env("KUQU_PASSPHRASE", "suite-passphrase-2");
    let approved = approve.args(["verify", "approve", &person, "--as", "2"]).output().unwrap();
    assert!(approved.status.success(), "{approved:?}");
    field.done("B", &["verify", "withdraw", &person]);
    field.ship("B", "A");
    field.ship("A", "B");
    for machine in ["A", "B"] {
        let all = field.json(machine, &["verify", "queue", "--all", "--json"])["queue"].clone();
        let one = all.as_array().unwrap().iter().find(|one| one["code"] == person.as_str()).unwrap().clone();
        assert_eq!((&one["fork"], &one["stage"]), (&true.into(), &"approved".into()), "{machine}: {one}");
        assert!(field.queue(machine).is_empty());
    }
    // A person closes it: the office's step is taken, on both machines.
    let open = open_conflicts(&field, "A");
    assert_eq!((open.len(), &open[0]["kind"]), (1, &"fork".into()), "{open:?}");
    let values = open[0]["values"].as_array().unwrap();
    let at = values.iter().position(|one| one["value"].as_str().unwrap().contains("拟定")).unwrap() + 1;
    let id = open[0]["id"].as_str().unwrap();
    field.done("A", &["conflicts", "resolve", id, "--take", &at.to_string(), "--why", "批准在先"]);
    field.ship("A", "B");
    assert!(open_conflicts(&field, "B").is_empty());
}

#[test]
fn a_posting_and_what_is_said_against_it_travel_with_the_files() {
    let (field, village) = Field::new();
    field.done("A", &["verify", "posting", &village, "--out", &field.at("公示.xlsx")]);
    field.ship("A", "B");
    let postings = |machine: &str| field.json(machine, &["verify", "postings", &village, "--json"]);
    assert_eq!(postings("A"), postings("B"));
    field.done("B", &["verify", "object", &village, "--by", "张三", "--text", "漏了我家"]);
    field.ship("B", "A");
    assert_eq!(postings("A")["postings"][0]["objections"][0]["text"], "漏了我家");
    let end = ["verify", "end-posting", &village, "--result", "复核无误", "--why", "演示"];
    assert!(!field.run("A", &end).0, "an objection waits");
    field.done("A", &["verify", "object", &village, "--recheck", "登记表上有"]);
    field.done("A", &["verify", "object", &village, "--answer", "已列入"]);
    field.done("A", &end);
    // A laptop does not end what the office posted.
    field.ship("A", "B");
    assert_eq!(postings("A"), postings("B"));
    assert_eq!(postings("B")["postings"][0]["stage"], "ended");
}

#[test]
fn a_second_death_wants_a_reason() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    let visit = |found: &str, more: &[&str]| {
        let found = format!("{person}={found}");
        let mut visit = vec!["verify", "visit", &home, "--officers", "李明", "王芳", "--member", &found];
        visit.extend(more);
        field.run("A", &visit)
    };
    assert!(visit("dead,2026-11-23,document", &[]).0);
    field.done("A", &["verify", "decide", &person, "--evidence", "注销证明"]);
    let (done, said) = visit("dead,2026-11-20,document", &[]);
    assert!(!done && said.contains("已登记死亡 2026-11-23"), "{said}");
    assert!(visit("dead,2026-11-20,document", &["--why", "注销证明上是这天"]).0);
}

#[test]
fn a_member_of_two_households_is_said_at_the_door() {
    let (field, village) = Field::new();
    let (home, _) = field.household(&village);
    let route = field.json("A", &["verify", "route", &village, "--json"]);
    let households = route["households"].as_array().unwrap();
    let codes = households.iter().map(|one| one["code"].as_str().unwrap()).filter(|code| *code != home);
    let into: Vec<&str> = codes.take(2).collect();
    let at_home = households.iter().find(|one| one["code"] == home.as_str()).unwrap();
    let moved = at_home["members"][1]["code"].as_str().unwrap();
    for (machine, into) in ["B", "C"].iter().zip(&into) {
        let mut desk = Desk::at(&field.0.path().join(machine), "default");
        desk.keys("Ctrl+F").keys(&home).keys("Enter").sees(&format!(" {home} "));
        desk.keys("Home Down Ctrl+B 3").sees("转户").text(into).keys("Enter").text("69").keys("Enter F2");
        desk.sees("已保存：转户");
        desk.close();
    }
    field.ship("B", "A");
    field.ship("C", "A");
    let found = format!("{moved}=home");
    let visit = ["verify", "visit", into[0], "--officers", "李明", "王芳", "--member", &found];
    let (done, said) = field.run("A", &visit);
    assert!(!done && said.contains(&format!("同时在 {} 户内", into[1])), "{said}");
}
