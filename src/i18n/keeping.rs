//! Words of what keeps a folder alive (看护): backup, passphrase, officers, the clock, the work in idle time.

use crate::i18n::commands::Action;
use crate::i18n::{Both, Keys, Lang};

/// Fixed words of the slips and of the list of officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Backup,
    BackupHelp,
    Folder,
    Passphrase,
    PassphraseHelp,
    NewPassphrase,
    Again,
    NewOfficer,
    NewOfficerHelp,
    Name,
    Roles,
    Villages,
    HandOver,
    HandOverHelp,
    From,
    To,
    Officers,
    Number,
    State,
    HandoverList,
    Proof,
    ProofHelp,
    ProofPurpose,
    PaperPath,
    HistoryDates,
    HistoryDatesHelp,
    Mandate,
    MandateHelp,
    MandateSort,
    Receiver,
    Relation,
    Account,
    FormNumber,
    SignedOn,
    AsOf,
    KnownOn,
    GiveVillages,
    GiveVillagesHelp,
    AllTheSame,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Backup => ("备份", "Backup"),
            Text::BackupHelp => (
                "写到哪个文件夹？最好是 U 盘。只写新增的部分，写完读回检查；备份是加密的。",
                "Into which folder? Best a stick. Only what is new is written, then read back; it is sealed.",
            ),
            Text::Folder => ("文件夹", "Folder"),
            Text::Passphrase => ("改口令", "Change passphrase"),
            Text::PassphraseHelp => (
                "本人的新口令，至少 8 个字，输两遍。改好后旧口令不再打得开。",
                "Your own new passphrase, at least 8 characters, twice. The old one then opens nothing.",
            ),
            Text::NewPassphrase => ("新口令", "New passphrase"),
            Text::Again => ("再输一遍", "Once more"),
            Text::NewOfficer => ("登记人员", "Add an officer"),
            Text::NewOfficerHelp => (
                "角色按数字，可多个：1 登记  2 经办  3 审批  4 负责人。村名用空格隔开，空着就是全部村。",
                "Roles by digits, one or more: 1 recorder  2 maker  3 approver  4 head. Villages by name with \
                 spaces between; none means all.",
            ),
            Text::Name => ("姓名", "Name"),
            Text::Roles => ("角色", "Roles"),
            Text::Villages => ("村", "Villages"),
            Text::HandOver => ("移交", "Hand over"),
            Text::HandOverHelp => (
                "移交人的村和草稿转给接收人，随后列出交接清单，由双方和监交人签字。",
                "Villages and drafts pass from one officer to another; both and a witness sign the list.",
            ),
            Text::From => ("移交人编号", "From officer"),
            Text::To => ("接收人编号", "To officer"),
            Text::Officers => ("人员", "Officers"),
            Text::Number => ("编号", "No."),
            Text::State => ("状态", "State"),
            Text::HandoverList => ("交接清单", "Handover"),
            Text::Proof => ("开身份证明", "Proof of migrant identity"),
            Text::ProofHelp => (
                "用途写数字选一个，或直接写。文件里是完整号码，不加密；开具和导出都会登记。文件夹里按证明编号起名，\
                 文件名以 .xlsx 或 .txt 结尾。",
                "A number chooses the purpose, or type your own. The file has full numbers, in clear; issuing is \
                 recorded. In a folder it is named by the proof's number; a file's name ends in .xlsx or .txt.",
            ),
            Text::ProofPurpose => ("用途", "Purpose"),
            Text::PaperPath => ("文件夹或文件", "Folder or file"),
            Text::HistoryDates => ("按日期看历史", "History by date"),
            Text::HistoryDatesHelp => (
                "实情：那一天真实的情况。已知：到那一天为止写下的。空着就是不限。日期如 2026-03-05。",
                "As of: what was true that day. Known on: what had been written by then. Empty means any. \
                 Dates like 2026-03-05.",
            ),
            Text::GiveVillages => ("换村", "Villages of a laptop"),
            Text::GiveVillagesHelp => super::moves::GIVE_HELP,
            Text::AllTheSame => ("收不到也换 1", "1: all the same"),
            Text::AsOf => ("某日实情", "As of"),
            Text::KnownOn => ("某日已知", "Known on"),
            mandate => mandate.of_mandates(),
        };
        lang.pick(zh, en)
    }

    /// Words of the slip for a mandate; empty for the others.
    const fn of_mandates(self) -> (&'static str, &'static str) {
        match self {
            Text::Mandate => ("委托代领", "Payee by a signed form"),
            Text::MandateHelp => (
                "1 委托代领  2 继承。照签字的委托书填；登记后此人的款发到这个账号，清单和历史写明。",
                "1 agent  2 heir. As on the signed form; the person's money then goes into this account, and lists say so.",
            ),
            Text::MandateSort => ("类别", "Kind"),
            Text::Receiver => ("代领人", "Received by"),
            Text::Relation => ("与本人关系", "Relation"),
            Text::Account => ("账号", "Account"),
            Text::FormNumber => ("委托书编号", "Form"),
            Text::SignedOn => ("签字日期", "Signed on"),
            _ => ("", ""),
        }
    }
}

/// What is wrong on a slip, before anything is asked of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing typed where something must stand.
    Empty,
    /// The two passphrases differ.
    Different,
    /// Digits of roles that there are not.
    NoSuchRole,
    /// Not an officer number.
    NotANumber,
    /// Neither an agent nor an heir.
    NoSuchSort,
    /// Not a day.
    NotADay,
    /// A path that does not say by itself where it is.
    HalfPath,
}

impl Fault {
    /// The sentence in both languages.
    pub fn words(self) -> Both {
        let (zh, en) = match self {
            Fault::Empty => ("这一格还空着，先填上。", "This field is empty; fill it in first."),
            Fault::Different => (
                "两遍口令不一样，没有改动。两格都重新输入。",
                "The two passphrases differ; nothing was changed. Type both again.",
            ),
            Fault::NoSuchRole => (
                "角色只有 1 到 4：1 登记、2 经办、3 审批、4 负责人。",
                "Roles are 1 to 4: 1 recorder, 2 maker, 3 approver, 4 head.",
            ),
            Fault::NoSuchSort => ("类别只有 1 委托代领、2 继承。", "The kind is 1 agent or 2 heir."),
            Fault::NotADay => (
                "这不是日期：要年月日，例如 2026-03-05。",
                "This is no date: year, month and day, like 2026-03-05.",
            ),
            Fault::NotANumber => ("编号是数字，从 1 起。", "The officer number is a number, from 1."),
            Fault::HalfPath => (
                "路径不完整，说不准是哪里；请从 / 或盘符写起，如 /media/优盘 或 E:\\备份。",
                "The path is not complete, so nobody can say where that is; begin with / or a drive, as in \
                 /media/stick or E:\\backup.",
            ),
        };
        Both::new(zh, en)
    }
}

/// Questions and notices with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Take this officer's access away?
    EndOfficer { number: u32, name: String },
    /// Go on though the clock says an earlier time than the newest entry?
    ClockBehind { newest: String, now: String },
}

impl Phrase {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::EndOfficer { number, name } => lang.pick(
                format!("停用 {number} 号 {name}？口令立刻打不开，村和草稿转给负责人。已写的记录照样有效。"),
                format!(
                    "End officer {number}, {name}? The passphrase opens nothing from now on; villages and \
                     drafts pass to a head. What they wrote still counts."
                ),
            ),
            Phrase::ClockBehind { newest, now } => lang.pick(
                format!(
                    "这台机器的钟是 {now}，比最新的记录（{newest}）还早，钟可能不准。选“否”退出，调好时钟再来；\
                     选“是”照这个钟继续？"
                ),
                format!(
                    "This machine's clock says {now}, earlier than the newest entry ({newest}): it may be \
                     wrong. No leaves, so that you can set it; yes goes on with this clock?"
                ),
            ),
        }
    }
}

/// What the worker notices by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The full check after an unclean stop found nothing: how many frames.
    CheckedClean { frames: u64 },
    /// It found the journal damaged.
    CheckedDamaged { places: usize },
    /// The reserve file was given up.
    ReserveGiven,
    /// Sealing anew after a key change is done.
    Swept,
}

impl Notice {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Notice::CheckedClean { frames } => lang.pick(
                format!("上次没有正常退出，已在后台查过全部 {frames} 条：完好。"),
                format!("The last stop was not clean; all {frames} entries were checked: whole."),
            ),
            Notice::CheckedDamaged { places } => lang.pick(
                format!("后台检查发现台账有 {places} 处损坏，现在只能看不能写。退出后运行 kuqu doctor，用备份修复。"),
                format!(
                    "The check found the journal damaged in {places} places; it can be read, not written. Leave, \
                     run kuqu doctor, and repair it from a backup."
                ),
            ),
            Notice::ReserveGiven => lang.pick(
                "磁盘满了：这一次已写好，预留的空间也用掉了。请马上腾出空间再继续。".to_owned(),
                "The disk is full: this was saved with the space set aside for it. Make room before going on."
                    .to_owned(),
            ),
            Notice::Swept => lang.pick(
                "换密钥后的重新密封已全部做完。".to_owned(),
                "Everything is sealed anew with the new key.".to_owned(),
            ),
        }
    }

    /// The sentence in both languages.
    pub fn words(&self) -> Both {
        Both::new(self.text(Lang::Zh), self.text(Lang::En))
    }
}

/// What stands under an empty list of officers' keys: how to act on the chosen one.
pub fn list_help(lang: Lang, keys: Keys<'_>) -> String {
    let [add, end, over] = [Action::AddOfficer, Action::EndOfficer, Action::HandOver].map(keys);
    lang.pick(
        format!("{add} 登记  {end} 停用选中的人  {over} 移交其村和草稿（由负责人做）"),
        format!("{add} adds, {end} ends the chosen one, {over} hands their work over (a head does these)"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_both_languages_and_its_facts() {
        let notices = [
            Notice::CheckedClean { frames: 417 },
            Notice::CheckedDamaged { places: 3 },
            Notice::ReserveGiven,
            Notice::Swept,
        ];
        for notice in notices {
            let words = notice.words();
            assert!(words.zh.ends_with('。') && words.en.ends_with('.'), "{words:?}");
        }
        for fault in [
            Fault::Empty,
            Fault::Different,
            Fault::NoSuchRole,
            Fault::NotANumber,
            Fault::NotADay,
            Fault::NoSuchSort,
            Fault::HalfPath,
        ] {
            assert!(fault.words().zh.ends_with('。') && fault.words().en.ends_with('.'));
        }
        for lang in [Lang::Zh, Lang::En] {
            let end = Phrase::EndOfficer { number: 2, name: "Wang".into() }.text(lang);
            assert!(end.contains('2') && end.contains("Wang"));
            let clock =
                Phrase::ClockBehind { newest: "2026-11-24".into(), now: "2020-01-01".into() }.text(lang);
            assert!(clock.contains("2026-11-24") && clock.contains("2020-01-01"));
        }
    }
}
