//! The acts (操作) and their words: a short label for the footer and one sentence for help and palette.
//!
//! The list of acts stands here because an act exists from the moment it has a name; what it is bound to,
//! where it works and when it is greyed is said in `commands/`.

mod forms;

pub use crate::i18n::refusals::Why;
use crate::i18n::{Lang, ruling_acts};

/// Everything an officer can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Help,
    Find,
    Refresh,
    Panes,
    Palette,
    Back,
    Import,
    Language,
    Backup,
    ChangePassphrase,
    Officers,
    Lock,
    Quit,
    Open,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Reveal,
    PreviousHousehold,
    NextHousehold,
    Accept,
    OtherAnswer,
    AcceptLine,
    ApplyImport,
    WriteRefused,
    CancelImport,
    CompletePath,
    Export,
    AddOfficer,
    EndOfficer,
    HandOver,
    SlipEnter,
    SlipNext,
    SlipBack,
    SlipShow,
    Conflicts,
    WriteBundle,
    ExchangeFolder,
    AskAgain,
    GiveVillages,
    TakeIn,
    OwnValue,
    Judged,
    Imports,
    EndMachine,
    UndoImport,
    RedoImport,
    EndMachineNow,
    PrintLoss,
    ReleaseOne,
    ReleaseAll,
    Enter,
    NextField,
    ShowTyped,
    Register,
    Note,
    History,
    Undo,
    Drafts,
    CorrectPerson,
    CorrectHousehold,
    AddMember,
    ChangeHead,
    MoveMember,
    Split,
    Merge,
    MoveHousehold,
    Death,
    MoveOut,
    SetAside,
    BringBack,
    Proof,
    Shared,
    RepeatAct,
    FormNext,
    FormBack,
    FormDown,
    FormUp,
    FormSave,
    FormList,
    FormRepeat,
    FormRepeatAll,
    FormNextSection,
    FormPreviousSection,
    FormFirstError,
    FormDropRow,
    DropDraft,
    HistoryDates,
    VerifyNext,
    VerifyVisit,
    VerifyResult,
    VerifyTeam,
    VerifyDesk,
    VerifyRest,
    VerifyRound,
    VerifyVillage,
    VerifyQueue,
    VerifyCheck,
    SuspectTrue,
    SuspectFalse,
    VerifySheet,
    VerifyPosting,
    PetitionNext,
    PetitionInto,
    PetitionBefore,
    PetitionRegister,
    PetitionSheet,
    PetitionAssign,
    PetitionMerge,
    PetitionLink,
    PetitionLog,
    PetitionRate,
    QueueOpinion,
    QueueReturn,
    QueueDecide,
    QueueApprove,
    QueueSheet,
    Support,
    SupportHousehold,
    SupportBatches,
    SupportOpen,
    Explain,
    AnswerSlip,
    EarlierYear,
    LaterYear,
    NextMember,
    PreviousMember,
    BatchStep,
    BatchList,
    BatchExport,
    BatchReturn,
    BatchWithdraw,
    BatchSweep,
    BatchForecast,
    Freeze,
    SettleOver,
    Mandate,
    PrintSlip,
    PayAgain,
    CloseItem,
}

impl Action {
    /// The short label: at most 8 cells in Chinese, 12 in English.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en, _, _) = self.words();
        lang.pick(zh, en)
    }

    /// One sentence for help and palette.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (_, _, zh, en) = self.words();
        lang.pick(zh, en)
    }

    fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Action::Help => ("帮助", "Help", "列出这里能用的每个键", "Lists every key that works here"),
            Action::Find => {
                ("查找", "Find", "到查询框，找人或找户", "Goes to the search box: a person or a household")
            }
            Action::Refresh => ("刷新", "Refresh", "重新读取这一页", "Reads this page again"),
            Action::Panes => {
                ("换页", "Panes", "列出各页，按数字或回车打开", "Lists the panes; a digit or Enter opens one")
            }
            Action::Palette => {
                ("命令", "Commands", "按中文、拼音首字母或英文找命令", "Finds a command by name")
            }
            Action::Back => (
                "返回",
                "Back",
                "关上最上面的一层；在最外面问是否退出",
                "Closes what is on top; at the end asks to quit",
            ),
            Action::Import => (
                "导入名册",
                "Import",
                "读入花名册，先预览，再写入",
                "Reads a roster: first a preview, then the writing",
            ),
            Action::Language => ("English", "中文", "换成英文界面", "Changes the screen to Chinese"),
            Action::Lock => {
                ("锁屏", "Lock", "锁上屏幕，页面原样保留", "Locks the screen; everything stays as it is")
            }
            Action::Backup => (
                "备份",
                "Backup",
                "把资料夹备份到 U 盘，写完读回核对",
                "Backs the folder up onto a stick and reads it back",
            ),
            Action::ChangePassphrase => (
                "改口令",
                "Passphrase",
                "换本人的口令，旧的不再打得开",
                "Changes your own passphrase; the old one opens nothing",
            ),
            Action::Officers => (
                "人员",
                "Officers",
                "列出能打开资料夹的人；登记、停用、移交",
                "Lists who may open the folder; adds, ends, hands over",
            ),
            Action::Quit => ("退出", "Quit", "退出程序", "Leaves the program"),
            Action::Open => ("打开", "Open", "打开选中的一行", "Opens the chosen line"),
            Action::Up => ("上一行", "Up", "选上一行", "Chooses the line above"),
            Action::Down => ("下一行", "Down", "选下一行", "Chooses the line below"),
            Action::PageUp => ("上一屏", "Page up", "往回翻一屏", "Goes back one screenful"),
            Action::PageDown => ("下一屏", "Page down", "往后翻一屏", "Goes on one screenful"),
            Action::First => ("第一行", "First", "选第一行", "Chooses the first line"),
            Action::Last => ("最末行", "Last", "选最后一行", "Chooses the last line"),
            Action::Reveal => (
                "显示号码",
                "Show numbers",
                "显示此人的完整号码，并记录在案",
                "Shows this person's numbers in full; this is recorded",
            ),
            Action::PreviousHousehold => {
                ("上一户", "Previous", "打开结果中的上一户", "Opens the previous household of the results")
            }
            Action::NextHousehold => {
                ("下一户", "Next", "打开结果中的下一户", "Opens the next household of the results")
            }
            Action::Accept => ("确定", "Accept", "按选中的回答去做", "Does what the chosen answer says"),
            Action::OtherAnswer => ("换选项", "Other", "选另一个回答", "Chooses the other answer"),
            Action::AcceptLine => ("确定", "Accept", "用这一行", "Takes the line as typed"),
            Action::ApplyImport => ("写入", "Apply", "把预览的内容写入", "Writes what the preview shows"),
            Action::WriteRefused => (
                "退回文件",
                "Refused rows",
                "把拒收的行写成文件，放在名册旁边",
                "Writes the refused rows to a file beside the roster",
            ),
            Action::CancelImport => (
                "关上",
                "Close",
                "写入前：取消，什么也不写；写入中：转到后台写完",
                "Before the writing: nothing is written. While writing: it goes on behind",
            ),
            Action::CompletePath => (
                "补全",
                "Complete",
                "补全文件名，列出有哪些文件",
                "Completes the file's name, or lists what there is",
            ),
            Action::Export => (
                "导出",
                "Export",
                "把查到的人写成表格文件，不加密，有记录",
                "Writes the persons found to a table in clear; this is recorded",
            ),
            Action::AddOfficer => {
                ("登记人员", "Add", "登记一个人，给角色和口令", "Adds an officer with roles and a passphrase")
            }
            Action::EndOfficer => (
                "停用",
                "End",
                "立刻取消选中的人的口令和授权",
                "Takes the chosen officer's access away at once",
            ),
            Action::HandOver => (
                "移交",
                "Hand over",
                "把一个人的村和草稿转给另一个人，列出清单",
                "Passes villages and drafts to another officer, with the list to sign",
            ),
            Action::SlipEnter => {
                ("确定", "Accept", "进入下一格；在最后一格去做", "Goes on; in the last field, does it")
            }
            Action::SlipNext => ("下一格", "Next field", "到下一格", "Goes to the next field"),
            Action::SlipBack => ("上一格", "Field back", "到上一格", "Goes to the field before"),
            Action::SlipShow => (
                "显示口令",
                "Show typed",
                "按原样显示输入的口令，再按一次遮住",
                "Shows the passphrase as typed; again hides it",
            ),
            Action::Conflicts => (
                "待处理",
                "To settle",
                "列出冲突等要由人来定的事",
                "Lists conflicts and whatever a person must settle",
            ),
            Action::WriteBundle => (
                "写出",
                "Write",
                "写一份给别的机器的文件，放进交换目录",
                "Writes a file for another machine into the folder",
            ),
            Action::ExchangeFolder => {
                ("换目录", "Folder", "填一个优盘或共享盘上的目录", "Names a folder on a stick or a share")
            }
            Action::AskAgain => (
                "申请补发",
                "Ask again",
                "写一份补发申请：文件丢了，请对方再给",
                "Writes a request for what was lost",
            ),
            Action::GiveVillages => {
                ("换村", "Villages", "给选中的外出机另一些村", "Gives the chosen laptop other villages")
            }
            Action::TakeIn => ("收入", "Take in", "把预览的文件收进来", "Takes in what the preview shows"),
            Action::OwnValue => {
                ("另填", "Other value", "另填一个值，写明理由", "Types another value, with the reason")
            }
            Action::Judged => (
                "判断过的",
                "Judged",
                "列出判断过是否同一人的，可以收回；再按一次回到待处理",
                "Lists the pairs that were judged, to take one back; again: what is open",
            ),
            Action::Imports => ruling_acts::IMPORTS,
            Action::EndMachine => ruling_acts::END_MACHINE,
            Action::UndoImport => ruling_acts::UNDO_IMPORT,
            Action::RedoImport => ruling_acts::REDO_IMPORT,
            Action::EndMachineNow => ruling_acts::END_MACHINE_NOW,
            Action::PrintLoss => ruling_acts::PRINT_LOSS,
            Action::ReleaseOne => ruling_acts::RELEASE_ONE,
            Action::ReleaseAll => ruling_acts::RELEASE_ALL,
            Action::Enter => {
                ("开锁", "Unlock", "进入下一格；在口令处开锁", "Goes on; in the passphrase, unlocks")
            }
            Action::NextField => {
                ("换格", "Other field", "在编号和口令之间移动", "Moves between number and passphrase")
            }
            Action::ShowTyped => (
                "显示口令",
                "Show typed",
                "按原样显示输入的口令，再按一次遮住",
                "Shows the passphrase as typed; again hides it",
            ),
            other => other.words_of_forms(),
        }
    }
}

/// The first row of the key table that `kuqu keys` and the README print.
pub fn table_head(lang: Lang) -> &'static str {
    lang.pick("| 范围 | 键 | 操作 | 说明 | 名称 |\n", "| where | keys | act | what it does | name |\n")
}
