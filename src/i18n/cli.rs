//! Sentences of the commands (命令行): what was done, what is missing, what to do next.

use super::Lang;

mod english;

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
    /// Where a drill's folders lie.
    DrillFolder(String),
    /// Every step of a drill is done.
    DrillOver(String),
    /// Whether to go on with the step.
    DrillGoOn,
    /// The step was not done.
    DrillNotYet,
    /// The folder is no drill's of this name.
    NotADrill(String),
    /// A file of a drill's folder: which folder, what the system says.
    DrillFile(String, String),
    /// The officer of a drill's laptop.
    DrillOfficer(String),
    /// The demo is there.
    DemoReady(String),
    /// Stopped by the officer.
    Stopped,
    /// This officer's roles may not import.
    MayNotImport,
    /// An import's counts.
    Imported { new: usize, same: usize, changed: usize, refused: usize, findings: usize, dry: bool },
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
    /// What had the code went on in another village.
    MovedTo { code: String, village: String },
    /// A code that several villages share.
    Several(Vec<String>),
    /// The state was built anew of so many frames.
    Rebuilt(u64),
    /// Records do not add up to their digests in so many villages.
    DigestsWrong(u64),
    /// Operations that are kept and do not count.
    NotCounted { held: u64, quarantined: u64 },
    /// Persons and households of whom there are later changes alone.
    Unregistered(u64),
    /// The verdict of the doctor.
    Healthy(bool),
    /// What the journal holds.
    Frames { frames: u64, segments: u32 },
    /// A new officer.
    OfficerAdded { number: u32, name: String },
    /// An officer who left; what was open passed to the head.
    OfficerEnded { number: u32, name: String, head: String },
    /// The word for every village.
    AllVillages,
    /// Where an officer stands.
    Seat { ended: bool, access: bool },
    /// The list of a handover, to be signed.
    HandoverList { from: String, to: String, villages: Vec<String>, drafts: usize, date: String },
    /// A passphrase was changed.
    PassphraseChanged(u32),
    /// The question for the recovery code.
    AskRecoveryCode,
    /// A backup was made and read back.
    BackedUp { place: String, frames: u64, bytes: u64 },
    /// A repaired journal.
    Mended { restored: usize, lost: Vec<u64>, missing: Vec<u64> },
    /// Only one of the two vault files is whole.
    VaultHalf,
    /// A way into the folder: an officer's passphrase.
    WayOfficer { number: u32, name: String },
    /// The recovery code.
    WayRecovery,
    /// A key held elsewhere.
    WayElsewhere(String),
    /// When the last backup was made.
    LastBackup(Option<String>),
    /// What `doctor --terminal` shows first: how to leave.
    TerminalHint,
    /// One measured glyph: the text, cells expected, cells used.
    Glyph { text: String, expected: u16, used: Option<u16> },
    /// Advice after measuring: borders.
    Borders(bool),
    /// How many colours, and whether they are used.
    Colours(bool),
    /// A key that arrived.
    Key(String),
    /// A laptop's folder was made; it waits.
    FieldReady(String),
    /// The request is written.
    EnrolAsked,
    /// The laptop is taken in; the answer is written.
    EnrolAccepted(String),
    /// The machine is enrolled, with so many villages; none = one of the office, which has all of them.
    Enrolled(Option<usize>),
    /// Six words, to be compared by voice.
    SixWords(String),
    /// A bundle was written and read back.
    BundleWritten { file: String, to: String, commits: u64 },
    /// A bundle was taken in, or would be.
    TakenIn {
        from: String,
        new: usize,
        changed: usize,
        conflicts: usize,
        duplicates: usize,
        held: usize,
        refused: usize,
        already: u64,
        dry: bool,
    },
    /// Equal operations came to different records somewhere.
    DigestsDisagree,
    /// The folder had been copied; it goes on in a stream of its own.
    StreamMinted,
    /// A bundle is whole.
    BundleWhole {
        from: String,
        root: String,
        made: String,
        streams: usize,
        bytes: u64,
        recipients: Vec<String>,
    },
    /// A request for what is missing was written.
    RequestWritten(String),
    /// Another machine's request was read.
    RequestTaken(String),
    /// One machine of the office.
    Device {
        label: String,
        own: bool,
        office: bool,
        ended: bool,
        villages: Vec<String>,
        receipt: Option<String>,
        lacks: u64,
    },
    /// What is missing here.
    WaitingFor { label: String, first: u64, last: u64 },
    /// No terminal to open the program on.
    NoTerminal,
    /// The terminal refuses.
    Terminal(String),
    /// No keymap of that name.
    NoKeymap(String),
}

impl Say {
    /// Of a bank's answer in a drill: the headings of result and reason, a result and a reason, as banks write them.
    pub const BANK_WORDS: [&str; 4] = ["结果", "原因", "失败", "账号不存在"];

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
            Say::DrillFolder(path) => {
                format!("这次演练的资料夹在 {path}；再来一次：用 --data 指一个空目录。")
            }
            Say::DrillOver(path) => {
                format!("演练做完了。资料夹 {path} 可以删除；再来一次：用 --data 指一个空目录。")
            }
            Say::DrillGoOn => "按回车做这一步；输入 q 再回车，先停在这里。".to_owned(),
            Say::DrillNotYet => "这一步还没有做到，再来一次。".to_owned(),
            Say::NotADrill(path) => format!("{path} 里不是这个演练：请用 --data 指一个空目录。"),
            Say::DrillFile(path, why) => format!("演练的资料夹 {path} 读写不了：{why}。请换一个目录再来。"),
            Say::DrillOfficer(label) => format!("下户员{label}"),
            Say::DemoReady(path) => format!("演示数据在 {path}。打开：kuqu demo --data 同一目录。"),
            Say::MayNotImport => "您的角色不能导入花名册：要经办或负责人来做。".into(),
            Say::Stopped => "已停止，没有留下半截。".into(),
            Say::Imported { new, same, changed, refused, findings, dry } => {
                let head = if *dry { "试算" } else { "导入" };
                format!("{head}：新增 {new}，不变 {same}，变动 {changed}，退回 {refused}，疑点 {findings}。")
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
            Say::MovedTo { code, village } => {
                format!("编号 {code} 已迁往{village}，不在这台机器上；请问办公室，或用带那个村的笔记本。")
            }
            Say::NoSuchCode(code) => format!("这台机器上没有编号 {code}。"),
            Say::Several(list) => format!("几个村都有这个编号，请写明：{}", list.join("，")),
            Say::Rebuilt(frames) => format!("已由日志重建，共 {frames} 帧。"),
            Say::DigestsWrong(count) => format!("{count} 个村的记录与校验和不符：请运行 kuqu rebuild。"),
            Say::Unregistered(count) => format!(
                "有 {count} 个人或户只剩后来的改动，登记本身不算数，查不到。多半是撤销过一次收入：\
                 kuqu bundle list 看，kuqu bundle redo 可恢复。"
            ),
            Say::NotCounted { held, quarantined } => {
                format!("暂不计入的操作 {held} 项，隔离的 {quarantined} 项（都保留着）。")
            }
            Say::Healthy(true) => "完好。".into(),
            Say::Healthy(false) => "有损坏：见上面的说明。".into(),
            Say::Frames { frames, segments } => format!("日志 {segments} 段，完整的 {frames} 帧。"),
            Say::OfficerAdded { number, name } => format!("{name} 是 {number} 号，已可以开锁。"),
            Say::OfficerEnded { number, name, head } => {
                format!("{number} 号 {name} 已停用，口令不再打得开；未了事项转给 {head}。")
            }
            Say::AllVillages => "全部村".into(),
            Say::Seat { ended: true, .. } => "已停用".into(),
            Say::Seat { access: false, .. } => "没有口令".into(),
            Say::Seat { .. } => "在用".into(),
            Say::HandoverList { from, to, villages, drafts, date } => format!(
                "交接清单　{date}\n移交人：{from}\n接收人：{to}\n村：{}\n草稿：{drafts} 份\n\n移交人签字：________　接收人签字：________　监交人签字：________",
                villages.join("、")
            ),
            Say::PassphraseChanged(number) => format!("{number} 号的口令已更换，旧口令不再打得开。"),
            Say::AskRecoveryCode => "恢复码（8 组）：".into(),
            Say::BackedUp { place, frames, bytes } => {
                format!(
                    "备份已写到 {place}，读回检查无误：到第 {frames} 条，本次写入 {} KB。",
                    bytes.div_ceil(1024)
                )
            }
            Say::Mended { restored, lost, missing } => {
                let mut text = format!("补回 {restored} 条。");
                if !lost.is_empty() {
                    text.push_str(&format!("丢失已认可：第 {} 条。", numbers(lost, "、")));
                }
                if !missing.is_empty() {
                    text.push_str(&format!(
                        "备份里也没有：第 {} 条；没有改动任何东西。再找备份，或加 --accept-loss 认可丢失。",
                        numbers(missing, "、")
                    ));
                }
                text
            }
            Say::VaultHalf => "两份密钥柜只有一份完好：改一次口令就会补齐。".into(),
            Say::WayOfficer { number, name } => format!("进入方式：{number} 号 {name} 的口令"),
            Say::WayRecovery => "进入方式：恢复码".into(),
            Say::WayElsewhere(label) => format!("进入方式：{label} 的密钥（办公室）"),
            Say::LastBackup(Some(date)) => format!("上次备份：{date}"),
            Say::LastBackup(None) => "上次备份：从未".into(),
            Say::TerminalHint => "按键会显示在下面；连按两次 Esc 结束。".into(),
            Say::Glyph { text, expected, used: Some(used) } => {
                format!(
                    "{text}　应占 {expected} 格，实占 {used} 格{}",
                    if expected == used { "" } else { "  !" }
                )
            }
            Say::Glyph { text, expected, used: None } => format!("{text}　应占 {expected} 格，终端没有回答"),
            Say::Borders(true) => "边框：线条可用。".into(),
            Say::Borders(false) => "边框：请设 KUQU_BORDERS=ascii，线条在这里会错位。".into(),
            Say::Colours(true) => "颜色：16 色，使用。".into(),
            Say::Colours(false) => "颜色：不用（NO_COLOR 或 TERM=dumb）。".into(),
            Say::Key(key) => format!("键：{key}"),
            Say::FieldReady(label) => {
                format!(
                    "{label} 号机已备好，还没有加入单位。下一步：kuqu enrol request 文件，把文件交给办公室。"
                )
            }
            Say::EnrolAsked => "申请已写好：把文件交给办公室，对方受理后把答复文件带回来。".into(),
            Say::EnrolAccepted(label) => {
                format!("{label} 号机已受理：把答复文件交给它，先口头核对上面六个词。")
            }
            Say::Enrolled(None) => "已加入单位，收到全部村的资料。".into(),
            Say::Enrolled(Some(villages)) => format!("已加入单位，收到 {villages} 个村的资料。"),
            Say::SixWords(words) => format!("口头核对：{words}"),
            Say::BundleWritten { file, to, commits } => {
                format!("已导出给 {to}：{file}，{commits} 次办理，已读回核对。")
            }
            Say::TakenIn { from, new, changed, conflicts, duplicates, held, refused, already, dry } => {
                let head = if *dry { "试读" } else { "已收入" };
                format!(
                    "{head} {from} 的文件：新增 {new}，变动 {changed}，冲突 {conflicts}，疑似重复 {duplicates}，暂存 {held}，退回 {refused}，已有 {already}。"
                )
            }
            Say::DigestsDisagree => {
                "核对不一致：同样的操作在两台机器上得出不同的记录。请运行 kuqu doctor，并告诉办公室。".into()
            }
            Say::StreamMinted => "发现这个资料夹被复制过：两边的都保留，这里另起一册。".into(),
            Say::BundleWhole { from, root, made, streams, bytes, recipients } => format!(
                "完好。来自 {from}（{made}）；单位指纹 {root}；{streams} 册，{bytes} 字节；能打开的：{}",
                recipients.join("，")
            ),
            Say::RequestWritten(file) => format!("补件申请已写好：{file}，交给别的机器。"),
            Say::RequestTaken(from) => format!("收到 {from} 的补件申请：下次导出给它时会补上。"),
            Say::Device { label, own, office, ended, villages, receipt, lacks } => {
                let kind = match (own, office, ended) {
                    (_, _, true) => "已停用",
                    (true, ..) => "本机",
                    (_, true, _) => "办公室",
                    _ => "外业",
                };
                let receipt = receipt.as_deref().unwrap_or("无");
                format!("{label}\t{kind}\t回执 {receipt}\t还缺 {lacks}\t{}", villages.join(" "))
            }
            Say::WaitingFor { label, first, last } => format!("等待 {label} 号机 {first}–{last} 号。"),
            Say::NoTerminal => "这里不是终端，打不开界面：可用 kuqu find、kuqu show 等命令。".into(),
            Say::Terminal(why) => format!("终端出了问题（{why}）：已确认的都在磁盘上，换个终端再打开。"),
            Say::NoKeymap(name) => format!("没有叫“{name}”的键位：自带的有 default 和 laptop。"),
        }
    }
}

fn numbers(list: &[u64], between: &str) -> String {
    list.iter().map(u64::to_string).collect::<Vec<_>>().join(between)
}
