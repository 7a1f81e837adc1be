//! The words of acts on records and of the keys inside forms (办理与填表的键).

use super::Action;

impl Action {
    /// Words of acts on records, and of the keys inside forms.
    pub(super) fn words_of_forms(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Action::Register => {
                ("建档", "Register", "登记新的一户和全部成员", "Registers a household with its members")
            }
            Action::Note => (
                "记事",
                "Note",
                "给这一户（人员页上：给此人）写一条",
                "Writes a note on the household, or person",
            ),
            Action::History => ("历史", "History", "谁在何时因何改成什么", "Who changed what, when and why"),
            Action::Undo => {
                ("撤销", "Undo", "表里退一步；表外撤销上次保存", "In a form one step; else the last save")
            }
            Action::Drafts => ("草稿", "Drafts", "没填完的表，可接着填", "Half-typed forms, to go on with"),
            Action::CorrectPerson => (
                "更正",
                "Correct",
                "更正选中的人，旧值留在历史里",
                "Corrects the chosen person; old values stay",
            ),
            Action::CorrectHousehold => (
                "更正户",
                "Household",
                "更正户的编号，组，住址，备注",
                "Corrects code, group, address, remark",
            ),
            Action::AddMember => ("添成员", "Add member", "往这一户添人", "Adds people to this household"),
            Action::ChangeHead => (
                "变更户主",
                "Change head",
                "选新户主，各人关系重新问",
                "A new head; relations are asked again",
            ),
            Action::MoveMember => {
                ("转户", "Move", "把选中的人转到另一户", "Moves the chosen person to another household")
            }
            Action::Split => ("分户", "Split", "选出走的人，另立一户", "Some members found a household"),
            Action::Merge => ("并户", "Merge", "全户并入另一户", "All move into another household"),
            Action::MoveHousehold => {
                ("迁往他村", "To a village", "全户迁往另一个村", "Moves the household to another village")
            }
            Action::Death => ("死亡登记", "Death", "登记选中的人的死亡日期", "Registers the day of death"),
            Action::MoveOut => {
                ("迁出登记", "Moving out", "登记选中的人何时因何离开", "Registers who left, when and why")
            }
            Action::SetAside => {
                ("作废", "Set aside", "登记错的户（人员页上：人）作废", "A mistaken household, or person")
            }
            Action::BringBack => ("恢复", "Bring back", "把作废的恢复", "Takes back the setting aside"),
            Action::Proof => (
                "开证明",
                "Proof",
                "给这一户（人员页上：此人）开身份证明",
                "Proof of identity: household, or person",
            ),
            Action::Shared => (
                "反查",
                "Who shares",
                "谁和此人同号：证件，电话，账号",
                "Who shares a number with this person",
            ),
            Action::RepeatAct => (
                "重复",
                "Repeat",
                "对下一户再做刚才的事，照抄内容",
                "The last act again, on the next household",
            ),
            Action::FormNext => (
                "下一栏",
                "Next field",
                "认可并到下一栏；在保存处保存",
                "Takes the field, goes on; at the end saves",
            ),
            Action::FormBack => ("上一栏", "Back", "回到上一栏", "Goes back one field"),
            Action::FormDown => {
                ("往下", "Down", "下一栏；列表里下一项", "The next field, or line of the list")
            }
            Action::FormUp => ("往上", "Up", "上一栏；列表里上一项", "The field before, or line of the list"),
            Action::FormSave => ("保存", "Save", "检查全表并保存", "Checks the whole form and saves"),
            Action::FormList => ("选项", "List", "列出这一栏的选项，再按收起", "Lists this field's options"),
            Action::FormRepeat => {
                ("照抄", "Copy field", "照抄上一行或上一份的这一栏", "Copies this field from the one before")
            }
            Action::FormRepeatAll => (
                "全照抄",
                "Copy all",
                "照抄上一行或上一份的空栏",
                "Copies the empty fields from the one before",
            ),
            Action::FormNextSection => (
                "下一段",
                "Next part",
                "余下的照建议填，到下一人或下一段",
                "Takes the rest as proposed; next person",
            ),
            Action::FormPreviousSection => {
                ("上一段", "Last part", "到上一段或上一人", "The part or person before")
            }
            Action::FormFirstError => ("找错", "To error", "到第一处错误", "Goes to the first error"),
            Action::FormDropRow => {
                ("去掉此行", "Drop row", "去掉这一个人的行", "Takes this person's row out")
            }
            Action::HistoryDates => {
                ("按日期", "By date", "只看某日的实情，或某日已知的", "What was true, or known, on a day")
            }
            Action::DropDraft => ("丢弃", "Discard", "丢弃选中的草稿", "Discards the chosen draft"),
            other => crate::i18n::petition_pane::action_words(other)
                .or_else(|| crate::i18n::subsidy_pane::action_words(other))
                .unwrap_or_else(|| crate::i18n::verify_pane::action_words(other)),
        }
    }
}
