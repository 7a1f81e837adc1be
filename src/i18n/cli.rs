//! Sentences of the commands (命令行): what was done, what is missing, what to do next.

use super::Lang;

/// One sentence with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// `--today` is no date.
    NoDate(String),
    /// The system names no folder for a user's data.
    NoDataFolder,
    /// No folder of this program lies there.
    NoFolder(String),
    /// The folder is not a demo's.
    NotADemo(String),
    /// No passphrase and no terminal to ask at.
    PassphraseMissing,
    /// The passphrase file cannot be read.
    PassphraseFile(String),
    /// The question for an officer's passphrase.
    AskPassphrase(u32),
    /// The question for a new passphrase.
    AskNewPassphrase,
    /// The same again.
    AskAgain,
    /// A device's label that is none.
    DeviceLabel(String),
    /// No office name.
    OfficeNameMissing,
    /// No officer's name.
    OfficerNameMissing,
    /// The office is founded.
    Founded(String),
    /// What the recovery code is for; the code follows.
    RecoveryCode,
    /// The recovery code could not be written.
    RecoveryFile(String),
    /// The demo is being made.
    DemoMaking(u32),
    /// The demo is there.
    DemoReady(String),
    /// Stopped by the officer.
    Stopped,
    /// This officer's roles may not import.
    MayNotImport,
    /// An import's counts.
    Imported { new: usize, same: usize, changed: usize, refused: usize, findings: usize, dry: bool },
    /// An office program has the file open.
    OpenElsewhere(String),
    /// A column that was left alone.
    UnknownColumn { sheet: String, letters: String, header: String },
    /// Where the refused rows were written.
    RefusedWritten { rows: usize, file: String, xls: bool },
    /// What will be written is in clear.
    ExportClear { persons: usize, file: String },
    /// It was written.
    Exported { persons: usize, file: String },
    /// A workbook has no encoding to choose.
    Gb18030Xlsx,
    /// A column that exports do not know.
    NoSuchColumn(String),
    /// A village that is not here; those that are.
    NoSuchVillage { name: String, villages: Vec<String> },
    /// A name that several villages have: TOWNSHIP/VILLAGE of each.
    SeveralVillages(Vec<String>),
    /// A row of a file and what is said about it.
    Row(String, u32, String),
    /// A clash of file and record.
    Clash { code: String, field: String, file: String, record: String },
    /// So many records.
    Found(usize),
    /// Nobody; which villages are here, and as of when.
    NothingFound { villages: Vec<String>, as_of: Option<String> },
    /// A code that names nothing here.
    NoSuchCode(String),
    /// A code that several villages share.
    Several(Vec<String>),
    /// The state was built anew of so many frames.
    Rebuilt(u64),
    /// Records do not add up to their digests in so many villages.
    DigestsWrong(u64),
    /// Operations that are kept and do not count.
    NotCounted { held: u64, quarantined: u64 },
    /// The verdict of the doctor.
    Healthy(bool),
    /// What the journal holds.
    Frames { frames: u64, segments: u32 },
    /// No terminal to open the program on.
    NoTerminal,
    /// The terminal refuses.
    Terminal(String),
    /// No keymap of that name.
    NoKeymap(String),
}

impl Say {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Say::NoDate(text) => format!("“{text}”不是日期：--today 要写成 2026-03-05。"),
            Say::NoDataFolder => "系统没有给出个人数据目录：请用 --data 目录 指定。".into(),
            Say::NoFolder(path) => {
                format!("{path} 里没有库区通的数据。新建：kuqu init --role office ..；先看看：kuqu demo。")
            }
            Say::NotADemo(path) => format!("{path} 里是正式数据，演示不会动它：请用 --data 指一个空目录。"),
            Say::PassphraseMissing => {
                "没有口令：请设 KUQU_PASSPHRASE 或用 --passphrase-file 文件，或在终端里运行。".into()
            }
            Say::PassphraseFile(file) => format!("读不了口令文件 {file}：核对路径和权限。"),
            Say::AskPassphrase(number) => format!("{number} 号人员的口令："),
            Say::AskNewPassphrase => "新口令（至少 8 个字符）：".into(),
            Say::AskAgain => "再输一遍：".into(),
            Say::DeviceLabel(label) => format!("设备代号“{label}”不行：用 1 到 3 个字母或数字，例如 A、B2。"),
            Say::OfficeNameMissing => "单位名称是空的：请写 --office 名称。".into(),
            Say::OfficerNameMissing => "人员姓名是空的：请写 --officer 姓名。".into(),
            Say::Founded(office) => format!("{office}已建立。"),
            Say::RecoveryCode => "恢复码只显示这一次：抄在纸上，锁进柜子。忘记口令时只有它能打开。".into(),
            Say::RecoveryFile(why) => {
                format!("恢复码没有写进文件（{why}）：数据已建立，请换个目录重新建立。")
            }
            Say::DemoMaking(persons) => format!("正在生成 {persons} 人的演示数据.."),
            Say::DemoReady(path) => format!("演示数据在 {path}。打开：kuqu demo --data 同一目录。"),
            Say::MayNotImport => "您的角色不能导入花名册：要经办或负责人来做。".into(),
            Say::Stopped => "已停止，没有留下半截。".into(),
            Say::Imported { new, same, changed, refused, findings, dry } => {
                let head = if *dry { "试算" } else { "导入" };
                format!("{head}：新增 {new}，不变 {same}，变动 {changed}，退回 {refused}，疑点 {findings}。")
            }
            Say::OpenElsewhere(file) => {
                format!("{file} 正在别的程序里打开着：读到的是磁盘上的样子，没保存的改动不在里面。")
            }
            Say::UnknownColumn { sheet, letters, header } => {
                let sheet = if sheet.is_empty() { String::new() } else { format!("工作表“{sheet}”") };
                format!(
                    "{sheet}{letters} 列“{header}”没认出，没有导入：要用它就写 --map {letters}=field，不用就写 --map {letters}=-，以后同样的表不再问。"
                )
            }
            Say::RefusedWritten { rows, file, xls: false } => {
                format!("退回的 {rows} 行写在 {file}：改好后只导入它。")
            }
            Say::RefusedWritten { rows, file, xls: true } => {
                format!("退回的 {rows} 行写在 {file}（XLS 写不了，改用 XLSX）：改好后只导入它。")
            }
            Say::ExportClear { persons, file } => {
                format!("{file} 会有 {persons} 人的完整号码，不加密；这次导出已记录。用完请删除。")
            }
            Say::Exported { persons, file } => format!("{persons} 人已写入 {file}。"),
            Say::Gb18030Xlsx => "XLSX 不分编码：去掉 --gb18030，或把文件名改成 .csv。".into(),
            Say::NoSuchColumn(column) => {
                format!("没有“{column}”这一列：写 name,id_number 这样的列名，或中文列名，用逗号隔开。")
            }
            Say::NoSuchVillage { name, villages } => {
                format!("这台机器上没有“{name}”这个村。这里有：{}。", villages.join("、"))
            }
            Say::SeveralVillages(list) => format!("有几个同名的村，请写明：{}。", list.join("，")),
            Say::Row(sheet, row, what) if sheet.is_empty() => format!("第 {row} 行：{what}"),
            Say::Row(sheet, row, what) => format!("{sheet} 第 {row} 行：{what}"),
            Say::Clash { code, field, file, record } => {
                format!(
                    "{code} 的{field}与干部改过的不一致：文件“{file}”，记录“{record}”。两个都留着，待核实。"
                )
            }
            Say::Found(total) => format!("共 {total} 条。"),
            Say::NothingFound { villages, as_of } => {
                let as_of = as_of.clone().unwrap_or_else(|| "尚未导入".into());
                let held =
                    if villages.is_empty() { "还没有任何村".into() } else { villages.join("、") };
                format!("这台机器上没有。这里有：{held}；花名册截至：{as_of}。")
            }
            Say::NoSuchCode(code) => format!("这台机器上没有编号 {code}。"),
            Say::Several(list) => format!("几个村都有这个编号，请写明：{}", list.join("，")),
            Say::Rebuilt(frames) => format!("已由日志重建，共 {frames} 帧。"),
            Say::DigestsWrong(count) => format!("{count} 个村的记录与校验和不符：请运行 kuqu rebuild。"),
            Say::NotCounted { held, quarantined } => {
                format!("暂不计入的操作 {held} 项，隔离的 {quarantined} 项（都保留着）。")
            }
            Say::Healthy(true) => "完好。".into(),
            Say::Healthy(false) => "有损坏：见上面的说明。".into(),
            Say::Frames { frames, segments } => format!("日志 {segments} 段，完整的 {frames} 帧。"),
            Say::NoTerminal => "这里不是终端，打不开界面：可用 kuqu find、kuqu show 等命令。".into(),
            Say::Terminal(why) => format!("终端出了问题（{why}）：已确认的都在磁盘上，换个终端再打开。"),
            Say::NoKeymap(name) => format!("没有叫“{name}”的键位：自带的有 default 和 laptop。"),
        }
    }

    fn en(&self) -> String {
        match self {
            Say::NoDate(text) => format!("\"{text}\" is no date: --today wants 2026-03-05."),
            Say::NoDataFolder => "The system names no folder for a user's data: give one with --data DIR.".into(),
            Say::NoFolder(path) => {
                format!("There is no kuqu folder in {path}. Found one: kuqu init --role office ..; or look: kuqu demo.")
            }
            Say::NotADemo(path) => {
                format!("{path} holds an office's own data; the demo leaves it alone: give an empty folder with --data.")
            }
            Say::PassphraseMissing => {
                "No passphrase: set KUQU_PASSPHRASE, give --passphrase-file FILE, or run in a terminal.".into()
            }
            Say::PassphraseFile(file) => format!("The passphrase file {file} cannot be read: check path and permission."),
            Say::AskPassphrase(number) => format!("Passphrase of officer {number}:"),
            Say::AskNewPassphrase => "New passphrase (at least 8 characters):".into(),
            Say::AskAgain => "The same again:".into(),
            Say::DeviceLabel(label) => format!("\"{label}\" is no device label: 1 to 3 letters or digits, such as A or B2."),
            Say::OfficeNameMissing => "The office has no name: give --office NAME.".into(),
            Say::OfficerNameMissing => "The officer has no name: give --officer NAME.".into(),
            Say::Founded(office) => format!("{office} is founded."),
            Say::RecoveryCode => {
                "The recovery code is shown this once: write it down and lock it away. It alone opens a forgotten folder.".into()
            }
            Say::RecoveryFile(why) => format!("The recovery code was not written ({why}): found the office again elsewhere."),
            Say::DemoMaking(persons) => format!("Generating a demo of {persons} persons.."),
            Say::DemoReady(path) => format!("The demo is in {path}. Open it: kuqu demo --data with the same folder."),
            Say::MayNotImport => "Your role may not import rosters: a maker or the head may.".into(),
            Say::Stopped => "Stopped; nothing half-done is left.".into(),
            Say::Imported { new, same, changed, refused, findings, dry } => {
                let head = if *dry { "Would import" } else { "Imported" };
                format!("{head}: {new} new, {same} same, {changed} changed, {refused} refused, {findings} findings.")
            }
            Say::OpenElsewhere(file) => {
                format!("{file} is open in another program: what is on the disk was read, changes not saved there are missing.")
            }
            Say::UnknownColumn { sheet, letters, header } => {
                let sheet = if sheet.is_empty() { String::new() } else { format!("sheet \"{sheet}\", ") };
                format!("{sheet}column {letters} \"{header}\" was not understood and left out: name it with --map {letters}=FIELD, or say --map {letters}=-; the same layout is not asked about again.")
            }
            Say::RefusedWritten { rows, file, xls: false } => {
                format!("The {rows} refused rows are in {file}: correct them and import that file alone.")
            }
            Say::RefusedWritten { rows, file, xls: true } => {
                format!("The {rows} refused rows are in {file} (an XLS comes back as XLSX): correct them and import that file alone.")
            }
            Say::ExportClear { persons, file } => {
                format!("{file} will hold the full numbers of {persons} persons, in clear; this is recorded. Delete it after use.")
            }
            Say::Exported { persons, file } => format!("{persons} persons are in {file}."),
            Say::Gb18030Xlsx => "An XLSX has no encoding to choose: leave out --gb18030, or name the file .csv.".into(),
            Say::NoSuchColumn(column) => {
                format!("There is no column \"{column}\": list words such as name,id_number, separated by commas.")
            }
            Say::NoSuchVillage { name, villages } => {
                format!("There is no village \"{name}\" on this machine. Here: {}.", villages.join(", "))
            }
            Say::SeveralVillages(list) => format!("Several villages have this name; say which: {}.", list.join(", ")),
            Say::Row(sheet, row, what) if sheet.is_empty() => format!("row {row}: {what}"),
            Say::Row(sheet, row, what) => format!("{sheet} row {row}: {what}"),
            Say::Clash { code, field, file, record } => format!(
                "{code}: {field} differs from an officer's work: file \"{file}\", record \"{record}\". Both are kept; verify."
            ),
            Say::Found(total) => format!("{total} in all."),
            Say::NothingFound { villages, as_of } => {
                let as_of = as_of.clone().unwrap_or_else(|| "never".into());
                let held = if villages.is_empty() { "no village yet".into() } else { villages.join(", ") };
                format!("Not on this machine. Here: {held}; roster as of: {as_of}.")
            }
            Say::NoSuchCode(code) => format!("There is no code {code} on this machine."),
            Say::Several(list) => format!("Several villages have this code; say which: {}", list.join(", ")),
            Say::Rebuilt(frames) => format!("Built anew from the journal, {frames} frames."),
            Say::DigestsWrong(count) => {
                format!("The records of {count} villages do not add up to their digests: run kuqu rebuild.")
            }
            Say::NotCounted { held, quarantined } => {
                format!("{held} operations are held and {quarantined} quarantined (all are kept).")
            }
            Say::Healthy(true) => "Whole.".into(),
            Say::Healthy(false) => "Damaged: see above.".into(),
            Say::Frames { frames, segments } => format!("The journal has {segments} segments, {frames} whole frames."),
            Say::NoTerminal => "This is no terminal, the screen cannot open: use commands such as kuqu find or show.".into(),
            Say::Terminal(why) => format!("The terminal failed ({why}): all that was confirmed is kept; open it again."),
            Say::NoKeymap(name) => format!("There is no keymap \"{name}\": default and laptop are shipped."),
        }
    }
}
