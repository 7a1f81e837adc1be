//! Data folders under the real binary: frozen words and exit codes, kills, failing disks, damage, bad input, and what a
//! thief could read. What was confirmed must be there afterwards, and whatever happened must be said in one sentence.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kuqu::domain::day::Day;
use kuqu::runtime::desk::{self, Desk, Doctor};
use kuqu::store::{Folder, Office, Shut, World, found};
use kuqu::vault::{Effort, Passphrase};
use serde_json::Value;

mod bad_input;
mod damage;
mod failing;
mod kills;
mod offline;
mod sealed;
mod words;

pub const PASSPHRASE: &str = "torture-passphrase-1";

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The one document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Ends the test unless the command ended with this code.
    pub fn with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Ends the test unless the command ended with this code and one English sentence that holds these words.
    pub fn says(self, code: i32, words: &str) -> Self {
        let this = self.with(code);
        let last = this.err.trim_end().lines().last().unwrap_or_default();
        assert!(last.contains(words) && last.ends_with('.'), "{words:?} is not in {last:?}");
        this
    }
}

/// A folder of an office, in a temporary place, with a passphrase that is quick to check.
pub struct DataFolder {
    pub temp: tempfile::TempDir,
    pub data: PathBuf,
}

impl DataFolder {
    /// An office without anybody in it.
    pub fn founded() -> Self {
        let this = Self::absent();
        drop(this.found(World::real()).unwrap());
        this
    }

    /// An office with the persons of a roster.
    pub fn with_roster(households: u32) -> Self {
        let this = Self::founded();
        let file = this.file("roster.csv", roster(households).as_bytes());
        this.kuqu(&["import", "roster", &file]).with(0);
        this
    }

    /// A place where no folder is yet.
    pub fn absent() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        Self { temp, data }
    }

    /// Founds the office in this world.
    pub fn found(&self, world: World) -> Result<Folder, kuqu::store::StoreError> {
        let passphrase = Passphrase::new(PASSPHRASE).unwrap();
        let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
        let (mut folder, _) = found(&self.data, &office, world)?;
        desk::name_office(&mut folder, "测试办")?;
        folder.settle()?;
        Ok(folder)
    }

    /// The same folder once more, byte for byte.
    pub fn copy(&self) -> Self {
        let copy = Self::absent();
        copy_tree(&self.data, &copy.data);
        copy
    }

    /// A file beside the folder; gives its path.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.temp.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The command, not started, without a terminal and with a known environment.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kuqu"));
        command.arg("--data").arg(&self.data).args(words);
        command.env("KUQU_PASSPHRASE", PASSPHRASE).env("LC_ALL", "en_US.UTF-8");
        command.env("HOME", self.temp.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the binary.
    pub fn kuqu(&self, words: &[&str]) -> Ended {
        Ended::of(self.command(words).output().unwrap())
    }

    /// Runs the binary under another program, which is given its command line and environment.
    pub fn kuqu_under(&self, mut other: Command, words: &[&str]) -> Ended {
        let plain = self.command(words);
        other.arg(plain.get_program()).args(plain.get_args());
        other.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Ended::of(other.stdin(Stdio::null()).output().unwrap())
    }

    /// Opens it in this process.
    pub fn folder(&self, world: World) -> Result<Folder, kuqu::store::StoreError> {
        let passphrase = Passphrase::new(PASSPHRASE).unwrap();
        Shut::open(&self.data, world)?.unlock(1, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1)
    }

    /// Opens it in this process, with its look-up.
    pub fn desk(&self) -> Desk {
        Desk::open(self.folder(World::real()).unwrap(), today()).unwrap()
    }

    /// What the self-check says, in this process.
    pub fn doctor(&self) -> Doctor {
        self.desk().doctor().unwrap()
    }

    /// The journal's first segment.
    pub fn segment(&self) -> PathBuf {
        self.data.join("journal").join("00000001.kj")
    }
}

pub fn today() -> Day {
    Day::ymd(2026, 3, 5).unwrap()
}

pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_tree(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// All files below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => files.extend(files_below(&entry.path())),
            false => files.push(entry.path()),
        }
    }
    files.sort();
    files
}

/// Numbers that a seed fixes (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// How many kills were asked for (`KUQU_KILLS`); none in a quick run.
pub fn kills() -> Option<u64> {
    std::env::var("KUQU_KILLS").ok().and_then(|text| text.parse().ok())
}

/// The figure of a bar, shown with `--nocapture`.
pub fn say(figure: &str) {
    let mut out = std::io::stdout().lock();
    let _ = std::io::Write::write_all(&mut out, format!("{figure}\n").as_bytes());
}

pub const HEADERS: &str = "乡镇,村,组,户编号,户主,姓名,性别,民族,与户主关系,身份证号,银行账号,联系电话";

/// A number of the unassigned area code with a right check digit (GB 11643).
pub fn id_number(birth: u32, serial: u32) -> String {
    let body = format!("530399{birth:08}{serial:03}");
    let sum: u32 =
        body.bytes().zip(0..).map(|(digit, at)| u32::from(digit - b'0') * (1 << (17 - at)) % 11).sum();
    let check = char::from(b"10X98765432"[(sum % 11) as usize]);
    format!("{body}{check}")
}

/// A roster of three villages with two persons in each household, as an office would send it.
pub fn roster(households: u32) -> String {
    let given = ["三丰", "玉英", "国强", "正华", "晓红", "长乐", "𬱖洋", "朝阳", "重行", "雪莲"];
    let family = ["张", "单", "曾", "仇", "解", "尉迟", "欧阳", "覃", "查", "盖"];
    let mut text = format!("{HEADERS}\n");
    for number in 0..households {
        let village = ["车马碧村委会", "桃源村委会", "龙海村委会"][(number % 3) as usize];
        let name = |at: u32| format!("{}{}", family[(at % 10) as usize], given[(at / 10 % 10) as usize]);
        let head = name(number);
        for (member, (who, relation, sex)) in
            [(head.clone(), "户主", "男"), (name(number + 37), "妻", "女")].into_iter().enumerate()
        {
            let serial = number % 450 * 2 + 1 + member as u32;
            let id = id_number(19_600_101 + number / 450 * 10_000 + member as u32, serial % 999);
            let line = format!(
                "马过河镇,{village},一组,H{:04},{head},{who},{sex},汉族,{relation},{id},62236900{:011},139{:08}",
                number + 1,
                number * 2 + member as u32 + 1,
                number * 2 + member as u32,
            );
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}
