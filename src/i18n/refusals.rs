//! Why an act is greyed (不可用的缘由).

use crate::i18n::Lang;

/// Why an act is greyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    UnlockFirst,
    AnswerFirst,
    NothingToLock,
    NothingChosen,
    NoHousehold,
    NothingHidden,
    AlreadyShown,
    NoNeighbour,
    NotYourRole,
    ForHead,
    NoSecret,
    Working,
    NothingToWrite,
    NothingRefused,
    NoResults,
    NotHere,
    OneAnswer,
    LeaveForm,
    NothingToUndo,
    NothingToRepeat,
    NoOwnValue,
    NoRound,
    NoSuspect,
    NothingLeft,
    NothingLeftToDo,
    NotSetAside,
    NoOptions,
    NoConflict,
    OneMember,
    NoStepLeft,
    EndedAlready,
    SubmittedAlready,
    NothingToFreeze,
    NothingOver,
    NotALaptop,
}

impl Why {
    /// The reason, as a short clause.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Why::UnlockFirst => ("先开锁", "unlock first"),
            Why::AnswerFirst => ("先回答眼前的问题", "answer the question first"),
            Why::NothingToLock => ("已经锁上", "locked already"),
            Why::NothingChosen => ("没有选中的行", "no line is chosen"),
            Why::NoHousehold => ("先打开一户", "open a household first"),
            Why::NothingHidden => ("此人没有号码", "this person has no numbers"),
            Why::AlreadyShown => ("已经显示", "shown already"),
            Why::NoNeighbour => ("结果里没有相邻的户", "no further household in the results"),
            Why::NotALaptop => ("先选一台外出机", "choose a laptop first"),
            Why::NotYourRole => ("要经办或负责人来做", "for a maker or a head"),
            Why::ForHead => ("要负责人来做", "for a head"),
            Why::NoSecret => ("这里没有口令", "no passphrase here"),
            Why::Working => ("正在处理，请稍候", "still working"),
            Why::NothingToWrite => ("没有可写入的行", "nothing to write"),
            Why::NothingRefused => ("没有拒收的行", "no row is refused"),
            Why::NoResults => ("先查出要导出的人", "look somebody up first"),
            Why::OneAnswer => ("只有一个回答", "there is one answer only"),
            Why::NoOwnValue => ("这一件不能另填", "this takes no other value"),
            Why::NoRound => ("还没有核查批次或选中的户", "no round, or no household"),
            Why::NoSuspect => ("此人没有比对疑点", "this person is on no list"),
            Why::NothingLeft => ("没有未核查的户", "no household is left"),
            Why::NothingLeftToDo => ("这一件已经没有要办的", "nothing is left to do here"),
            Why::NotSetAside => ("没有作废，不用恢复", "it was not set aside"),
            Why::NoOptions => ("这一栏没有选项", "no list here"),
            Why::NoConflict => ("这一户没有要处理的", "nothing to settle here"),
            Why::OneMember => ("这一户只有一个人", "one person in this household"),
            Why::EndedAlready => ("这台机器已经停用", "that machine has ended"),
            Why::NoStepLeft => ("这个批次没有下一步", "no step is left"),
            Why::SubmittedAlready => ("已提交或已作废", "submitted or withdrawn already"),
            Why::NothingToFreeze => ("没有可锁定的清单", "no list to freeze"),
            Why::NothingOver => ("这一期没有多付", "nothing was over-paid here"),
            Why::NotHere => ("不在这一页", "not on this page"),
            Why::LeaveForm => ("先保存或离开这张表", "save or leave the form first"),
            Why::NothingToUndo => ("这次开锁后还没有保存过", "nothing was saved in this sitting"),
            Why::NothingToRepeat => {
                ("还没有可重复的，或没有下一户", "nothing to repeat, or no next household")
            }
        };
        lang.pick(zh, en)
    }
}
