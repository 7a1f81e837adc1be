//! What travels between a form on the screen and the worker (表单往来): opening, looking for duplicates, saving, undoing,
//! drafts, the history of a record, who shares a number.

use zeroize::Zeroizing;

use crate::domain::acts::Fact;
use crate::domain::day::Day;
use crate::flow::view::VillageLine;
use crate::form::{Choice, Context, FormSpec, Lookup, Saved, Seed, Source, specs};
use crate::i18n::Both;
use crate::i18n::form::Label;
use crate::journal::{Act, EntityId};

/// An act that is done by a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormAct {
    /// 建档
    Register,
    /// 添成员
    AddMember,
    /// 更正人员
    CorrectPerson,
    /// 更正户
    CorrectHousehold,
    /// 变更户主
    ChangeHead,
    /// 转户
    Move,
    /// 分户
    Split,
    /// 并户
    Merge,
    /// 迁往他村
    MoveHousehold,
    /// 死亡登记
    Death,
    /// 迁出登记
    MoveOut,
    /// 作废
    SetAside,
    /// 恢复
    BringBack,
    /// 记事
    Note,
    /// 入户核查
    Visit,
    /// 按纸录入
    VisitPaper,
    /// 抽查复核
    VisitCheck,
    /// 入户人员
    Team,
    /// 意见
    Opinion,
    /// 退回
    GiveBack,
    /// 核定
    Decide,
    /// 审批
    Approve,
    /// 开批次
    Round,
    /// 登记信访件
    PetitionRegister,
    /// 办信访件的下一步
    PetitionStep,
    /// 指定承办人
    PetitionAssign,
    /// 并入另一件
    PetitionMerge,
    /// 关联另一件
    PetitionLink,
    /// 记联系
    PetitionLog,
    /// 评价
    PetitionRate,
}

impl FormAct {
    /// All acts.
    pub const ALL: [FormAct; 30] = [
        FormAct::Register,
        FormAct::AddMember,
        FormAct::CorrectPerson,
        FormAct::CorrectHousehold,
        FormAct::ChangeHead,
        FormAct::Move,
        FormAct::Split,
        FormAct::Merge,
        FormAct::MoveHousehold,
        FormAct::Death,
        FormAct::MoveOut,
        FormAct::SetAside,
        FormAct::BringBack,
        FormAct::Note,
        FormAct::Visit,
        FormAct::VisitPaper,
        FormAct::VisitCheck,
        FormAct::Team,
        FormAct::Opinion,
        FormAct::GiveBack,
        FormAct::Decide,
        FormAct::Approve,
        FormAct::Round,
        FormAct::PetitionRegister,
        FormAct::PetitionStep,
        FormAct::PetitionAssign,
        FormAct::PetitionMerge,
        FormAct::PetitionLink,
        FormAct::PetitionLog,
        FormAct::PetitionRate,
    ];

    /// Its form.
    pub fn spec(self) -> &'static FormSpec {
        match self {
            FormAct::Register => &specs::register::REGISTER,
            FormAct::AddMember => &specs::register::ADD_MEMBER,
            FormAct::CorrectPerson => &specs::person::CORRECT,
            FormAct::CorrectHousehold => &specs::household::CORRECT,
            FormAct::ChangeHead => &specs::members::CHANGE_HEAD,
            FormAct::Move => &specs::members::MOVE,
            FormAct::Split => &specs::members::SPLIT,
            FormAct::Merge => &specs::members::MERGE,
            FormAct::MoveHousehold => &specs::moving::MOVE_HOUSEHOLD,
            FormAct::Death => &specs::events::DEATH,
            FormAct::MoveOut => &specs::events::MOVE_OUT,
            FormAct::SetAside => &specs::events::SET_ASIDE,
            FormAct::BringBack => &specs::events::BRING_BACK,
            FormAct::Note => &specs::events::NOTE,
            FormAct::Visit => &specs::visit::VISIT,
            FormAct::VisitPaper => &specs::visit::PAPER,
            FormAct::VisitCheck => &specs::visit::CHECK,
            FormAct::Team => &specs::visit::TEAM,
            FormAct::Opinion => &specs::office::OPINION,
            FormAct::GiveBack => &specs::office::GIVE_BACK,
            FormAct::Decide => &specs::office::DECIDE,
            FormAct::Approve => &specs::office::APPROVE,
            FormAct::Round => &specs::office::ROUND,
            FormAct::PetitionRegister => &specs::petition::REGISTER,
            FormAct::PetitionStep => &specs::petition::STEP,
            FormAct::PetitionAssign => &specs::petition::ASSIGN,
            FormAct::PetitionMerge => &specs::petition::MERGE,
            FormAct::PetitionLink => &specs::petition::LINK,
            FormAct::PetitionLog => &specs::petition::LOG,
            FormAct::PetitionRate => &specs::petition::RATE,
        }
    }

    /// The act whose form has this id.
    pub fn of_form(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.spec().id == id)
    }

    /// Its name.
    pub fn label(self) -> Label {
        self.spec().title
    }

    /// True for the visit form, however the visit came about.
    pub fn is_visit(self) -> bool {
        matches!(self, FormAct::Visit | FormAct::VisitPaper | FormAct::VisitCheck)
    }

    /// True for the forms of petitions: no draft of them is kept, because it could be an accusation.
    pub fn is_petition(self) -> bool {
        self == FormAct::PetitionRegister || self.is_on_petition()
    }

    /// True for the forms on a petition that is here already.
    pub fn is_on_petition(self) -> bool {
        matches!(
            self,
            FormAct::PetitionStep
                | FormAct::PetitionAssign
                | FormAct::PetitionMerge
                | FormAct::PetitionLink
                | FormAct::PetitionLog
                | FormAct::PetitionRate
        )
    }

    /// True for acts on one person.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            FormAct::CorrectPerson
                | FormAct::Move
                | FormAct::Death
                | FormAct::MoveOut
                | FormAct::Opinion
                | FormAct::GiveBack
                | FormAct::Decide
                | FormAct::Approve
        )
    }
}

/// A form that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The act.
    pub act: FormAct,
    /// The household at hand; zeros for none.
    pub household: EntityId,
    /// The person at hand.
    pub person: Option<EntityId>,
    /// The village of a new household, where none is at hand.
    pub village: Option<EntityId>,
    /// The petition at hand.
    pub petition: Option<EntityId>,
}

/// A half-typed form as bytes: personal data, wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftBytes(pub Zeroizing<Vec<u8>>);

impl std::fmt::Debug for DraftBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DraftBytes(..)")
    }
}

/// What the worker is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormEffect {
    /// A form on records as they are read now; answered by `Opened`, or `Villages` where the village must be said.
    Open { request: u64, wish: Wish },
    /// Who may be the same; answered by `Alike`.
    LookAlike { request: u64, wish: Wish, lookup: Lookup },
    /// Write what was entered; answered by `Saved` or `Refused`.
    Save { request: u64, wish: Wish, saved: Box<Saved> },
    /// Keep a half-typed form; no answer.
    KeepDraft { act: Act, bytes: DraftBytes },
    /// Forget a half-typed form; no answer.
    DropDraft { act: Act },
    /// Half-typed forms of this officer's folder; answered by `Drafts`.
    Drafts { request: u64 },
    /// Open one; answered by `Opened`.
    Resume { request: u64, act: Act },
    /// Take the last act of this sitting back by a compensating one; answered by `Undone`.
    Undo { request: u64 },
    /// The history of a person, of all fields or one, else of the household and its members; answered by `History`.
    History { request: u64, of: HistoryOf },
    /// Who shares a number of this person; answered by `Shared`.
    Shared { request: u64, person: EntityId },
}

impl FormEffect {
    /// The request; 0 where no answer comes.
    pub fn request(&self) -> u64 {
        match self {
            FormEffect::Open { request, .. }
            | FormEffect::LookAlike { request, .. }
            | FormEffect::Save { request, .. }
            | FormEffect::Drafts { request }
            | FormEffect::Resume { request, .. }
            | FormEffect::Undo { request }
            | FormEffect::History { request, .. }
            | FormEffect::Shared { request, .. } => *request,
            FormEffect::KeepDraft { .. } | FormEffect::DropDraft { .. } => 0,
        }
    }
}

/// A form that can be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The act, and on whom, as it was found.
    pub wish: Wish,
    /// What it is about, for the title.
    pub about: String,
    /// Records as they were read.
    pub seed: Seed,
    /// What it may know beside them.
    pub context: Context,
    /// The draft, where one is resumed.
    pub draft: Option<DraftBytes>,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAct {
    /// The act.
    pub act: FormAct,
    /// What it was about.
    pub about: String,
    /// The household to be shown now.
    pub household: EntityId,
    /// The person to stand on.
    pub person: Option<EntityId>,
}

/// One half-typed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Its act.
    pub act: Act,
    /// Which form.
    pub form: Label,
    /// Which household or person.
    pub about: String,
    /// Date and minute of saving at UTC+8; empty where it is not known.
    pub saved: String,
    /// Fields with something in them.
    pub filled: usize,
}

/// Whose history is asked for, and as of when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryOf {
    /// The household.
    pub household: EntityId,
    /// The person, where it is theirs.
    pub person: Option<EntityId>,
    /// One field, else all.
    pub field: Option<&'static str>,
    /// Only what was true on that day.
    pub as_of: Option<Day>,
    /// Only what had been written by the end of that day.
    pub known_on: Option<Day>,
}

/// One value of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryLine {
    /// The member whose value it is, in the history of a household; empty for the household's own.
    pub who: String,
    /// The field's name.
    pub field: Both,
    /// The value, numbers masked.
    pub value: Both,
    /// Date and minute at UTC+8.
    pub when: String,
    /// Who.
    pub officer: String,
    /// On which device.
    pub device: String,
    /// Why.
    pub why: String,
    /// It no longer stands.
    pub replaced: bool,
}

/// Somebody who has the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLine {
    /// The field's name.
    pub field: Both,
    /// The number, masked.
    pub value: String,
    /// The person.
    pub person: EntityId,
    /// Their household.
    pub household: EntityId,
    /// Person code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// Of another household than the one at hand.
    pub elsewhere: bool,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq)]
pub enum FormDone {
    /// A form.
    Opened { request: u64, opened: Box<Opened> },
    /// The village of a new household must be said.
    Villages { request: u64, villages: Vec<(EntityId, VillageLine)> },
    /// The half-typed form could not be kept on the disk.
    DraftLost,
    /// Who may be the same: findings by field.
    Alike { request: u64, facts: Vec<(&'static str, Fact)>, options: Vec<(Source, Vec<Choice>)> },
    /// It is on the disk.
    Saved { request: u64, saved: SavedAct },
    /// Taken back; none = nothing to take back. `left` acts can still be taken back.
    Undone { request: u64, undone: Option<SavedAct>, left: usize, changed_since: usize },
    /// Half-typed forms.
    Drafts { request: u64, drafts: Vec<DraftLine> },
    /// A history, the newest first.
    History { request: u64, of: HistoryOf, about: String, lines: Vec<HistoryLine> },
    /// Who shares a number.
    Shared { request: u64, about: String, lines: Vec<SharedLine> },
}

impl FormDone {
    /// The request that is answered.
    pub fn request(&self) -> u64 {
        match self {
            FormDone::Opened { request, .. }
            | FormDone::Villages { request, .. }
            | FormDone::Alike { request, .. }
            | FormDone::Saved { request, .. }
            | FormDone::Undone { request, .. }
            | FormDone::Drafts { request, .. }
            | FormDone::History { request, .. }
            | FormDone::Shared { request, .. } => *request,
            FormDone::DraftLost => 0,
        }
    }
}
