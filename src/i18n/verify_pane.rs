//! Words of the verification pane (核查页): its acts, its fixed words, its counts.

use super::Lang;
use super::commands::Action;

/// Label and sentence of an act of this pane: Chinese and English of both; empty for others.
pub fn action_words(action: Action) -> (&'static str, &'static str, &'static str, &'static str) {
    match action {
        Action::VerifyNext => (
            "照册下户",
            "Same, next",
            "全户照册无变化，记下并到下一户",
            "All as recorded, and on to the next household",
        ),
        Action::VerifyVisit => {
            ("填入户表", "Visit form", "打开这一户的入户表", "Opens the visit form of this household")
        }
        Action::VerifyResult => (
            "没核成",
            "No visit",
            "无人、拒绝、搬走、查无、需再访、争议",
            "Nobody home, refused, moved away, not found, come again, disputed",
        ),
        Action::VerifyTeam => ("入户人员", "Team", "填今天入户的人", "Says who visits today"),
        Action::VerifyDesk => (
            "按纸录入",
            "From paper",
            "打首字母找户，只录有变动的",
            "Initials find the household; exceptions only",
        ),
        Action::VerifyRest => {
            ("其余不变", "The rest", "村上报：其余的户无变化", "Village report: no change in the others")
        }
        Action::VerifyRound => {
            ("开批次", "New round", "开一次年度或季度的核查", "Opens a year's or a quarter's verification")
        }
        Action::VerifyVillage => {
            ("换村", "Villages", "列出各村进度，选一个", "Lists the villages with their progress")
        }
        Action::VerifyQueue => {
            ("待审", "Queue", "列出等办公室处理的提议", "Lists the proposals that wait for the office")
        }
        Action::VerifyCheck => (
            "抽查",
            "Check again",
            "第二次核查抽中的户，不看第一次结果",
            "Second check of the drawn households, first answers hidden",
        ),
        Action::SuspectTrue => {
            ("疑点属实", "It is so", "按疑点打开入户表", "Opens the visit form filled with the suspicion")
        }
        Action::SuspectFalse => ("疑点不是", "Not so", "不是此人，或没有此事", "Not this person, or not so"),
        Action::VerifySheet => (
            "入户记录",
            "Visit sheet",
            "写出这一户的入户记录，供签字",
            "Writes this household's record for signature",
        ),
        Action::VerifyPosting => {
            ("公示表", "Posting", "写出本村的公示表", "Writes the list to be posted in this village")
        }
        Action::QueueOpinion => {
            ("写意见", "Opinion", "村、乡镇、区县的意见", "Of community, street, district")
        }
        Action::QueueReturn => {
            ("退回", "Return", "退回现场，写明哪一栏", "Back to the field, with a comment")
        }
        Action::QueueDecide => ("拟定", "Decide", "拟定核减、停发、恢复等", "Enters the decision"),
        Action::QueueApprove => ("审批", "Approve", "批准或不批准", "Approves or not"),
        Action::QueueSheet => (
            "变更表",
            "Change sheet",
            "写出此人的变更表，三级意见供签字",
            "Writes this person's change sheet with the three opinions",
        ),
        _ => ("", "", "", ""),
    }
}

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Loading,
    NoRound,
    NoHouseholds,
    Team,
    NoTeam,
    FromPaper,
    SecondCheck,
    LastVisit,
    Never,
    Outcome,
    Queue,
    NoQueue,
    Found,
    Returned,
    Suspect,
    Initials,
    NobodySo,
    AllDone,
    WhichResult,
    WhereSheet,
    WherePosting,
    Changed,
    Conflict,
    RestTitle,
    SheetTitle,
    PostingTitle,
    ChangeTitle,
    WhereChange,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Loading => ("正在读路线", "reading the route"),
            Text::NoRound => (
                "还没有核查批次。经办或负责人在这一页开一个；别的机器交换一次就有。",
                "No round is open. A maker or head opens one here; the other machines get it by an exchange.",
            ),
            Text::NoHouseholds => ("这个村没有户", "no households in this village"),
            Text::Team => ("入户人员", "team"),
            Text::NoTeam => ("入户人员还没填", "team not said yet"),
            Text::FromPaper => ("按纸录入", "from paper"),
            Text::SecondCheck => ("抽查，第一次结果不显示", "second check, first answers hidden"),
            Text::LastVisit => ("上次入户", "last visit"),
            Text::Never => ("从未", "never"),
            Text::Outcome => ("结果", "found"),
            Text::Queue => ("待办公室处理", "waits for the office"),
            Text::NoQueue => ("没有等着处理的提议", "no proposal waits"),
            Text::Found => ("本次", "now"),
            Text::Returned => ("退回意见", "returned"),
            Text::Suspect => ("比对疑点", "on a list"),
            Text::Initials => ("首字母", "initials"),
            Text::NobodySo => ("没有这样的户", "no such household"),
            Text::AllDone => ("这个村都核过了。", "Every household of this village is through."),
            Text::WhichResult => ("怎么没核成", "What came of it"),
            Text::WhereSheet => ("入户记录写到（.xlsx 或 .txt）", "Visit record to (.xlsx or .txt)"),
            Text::WherePosting => ("公示表写到（.xlsx 或 .txt）", "Posted list to (.xlsx or .txt)"),
            Text::Changed => ("退回后又改过", "changed since the return"),
            Text::Conflict => ("两次核查不一致", "visits differ"),
            Text::RestTitle => ("其余无变化", "The rest"),
            Text::SheetTitle => ("入户记录", "Visit record"),
            Text::ChangeTitle => ("变更表", "Change sheet"),
            Text::WhereChange => ("变更表写到（.xlsx 或 .txt）", "Change sheet to (.xlsx or .txt)"),
            Text::PostingTitle => ("公示表", "Posted list"),
        };
        lang.pick(zh, en)
    }
}

/// Progress of a village.
pub fn progress(done: usize, households: usize, again: usize, proposals: usize, lang: Lang) -> String {
    lang.pick(
        format!("已核 {done}/{households} 户  再访 {again}  提议 {proposals}"),
        format!("{done}/{households} done  {again} again  {proposals} proposed"),
    )
}

/// Asked before the rest of a village is reported: the number is typed once more.
pub fn rest_of(left: usize, lang: Lang) -> String {
    lang.pick(
        format!("其余 {left} 户：村上报，无变化。输入户数 {left} 确认。"),
        format!("The other {left} households: village report, no change. Type {left} to confirm."),
    )
}

/// Said after the rest of a village was reported.
pub fn reported(count: usize, lang: Lang) -> String {
    lang.pick(
        format!("其余 {count} 户：村上报无变化，已记下。"),
        format!("The other {count} households: no change, on record."),
    )
}

/// Said when a household went through as recorded.
pub fn as_recorded(code: &str, undo: &str, lang: Lang) -> String {
    lang.pick(
        format!("{code} 照册无变化，已记下。{undo} 撤销。"),
        format!("{code} as recorded, kept. {undo} takes it back."),
    )
}
