//! The acts (操作) and their words: a short label for the footer and one sentence for help and palette.
//!
//! The list of acts stands here because an act exists from the moment it has a name; what it is bound to,
//! where it works and when it is greyed is said in `commands/`.

use crate::i18n::Lang;

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
    CancelImport,
    Conflicts,
    WriteBundle,
    ExchangeFolder,
    AskAgain,
    TakeIn,
    OwnValue,
    Enter,
    NextField,
    ShowTyped,
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
            Action::CancelImport => {
                ("取消", "Cancel", "关上预览，什么也不写", "Closes the preview; nothing is written")
            }
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
            Action::TakeIn => ("收入", "Take in", "把预览的文件收进来", "Takes in what the preview shows"),
            Action::OwnValue => {
                ("另填", "Other value", "另填一个值，写明理由", "Types another value, with the reason")
            }
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
        }
    }
}

/// Why an act is greyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    UnlockFirst,
    AnswerFirst,
    NothingToLock,
    NothingToRefresh,
    NothingChosen,
    NoHousehold,
    NothingHidden,
    AlreadyShown,
    NoNeighbour,
    NotYourRole,
    Working,
    NothingToWrite,
    NotHere,
    OneAnswer,
    NoOwnValue,
}

impl Why {
    /// The reason, as a short clause.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Why::UnlockFirst => ("先开锁", "unlock first"),
            Why::AnswerFirst => ("先回答眼前的问题", "answer the question first"),
            Why::NothingToLock => ("已经锁上", "locked already"),
            Why::NothingToRefresh => ("这一页没有可重读的", "nothing to read again here"),
            Why::NothingChosen => ("没有选中的行", "no line is chosen"),
            Why::NoHousehold => ("先打开一户", "open a household first"),
            Why::NothingHidden => ("此人没有号码", "this person has no numbers"),
            Why::AlreadyShown => ("已经显示", "shown already"),
            Why::NoNeighbour => ("结果里没有相邻的户", "no further household in the results"),
            Why::NotYourRole => ("要经办或负责人来做", "for a maker or a head"),
            Why::Working => ("正在处理，请稍候", "still working"),
            Why::NothingToWrite => ("没有可写入的行", "nothing to write"),
            Why::OneAnswer => ("只有一个回答", "there is one answer only"),
            Why::NoOwnValue => ("这一件不能另填", "this takes no other value"),
            Why::NotHere => ("不在这一页", "not on this page"),
        };
        lang.pick(zh, en)
    }
}

/// Titles of the groups in help and in the README's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Everywhere,
    Lists,
    Household,
    Question,
    Line,
    Import,
    Exchange,
    Arrival,
    Clash,
    Lock,
}

impl Section {
    /// The group's title.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Section::Everywhere => ("到处可用", "Everywhere"),
            Section::Lists => ("列表", "Lists"),
            Section::Household => ("户", "Household"),
            Section::Question => ("提问", "Question"),
            Section::Line => ("填一行", "One line"),
            Section::Import => ("导入预览", "Import preview"),
            Section::Exchange => ("交换", "Exchange"),
            Section::Arrival => ("收入预览", "What a file brings"),
            Section::Clash => ("待处理的一件", "One thing to settle"),
            Section::Lock => ("锁屏", "Lock screen"),
        };
        lang.pick(zh, en)
    }
}

/// The first row of the key table that `kuqu keys` and the README print.
pub fn table_head(lang: Lang) -> &'static str {
    lang.pick("| 范围 | 键 | 操作 | 说明 | 名称 |\n", "| where | keys | act | what it does | name |\n")
}
