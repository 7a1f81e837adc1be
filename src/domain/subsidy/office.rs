//! Typed records of the office's papers (批复、拨款、年结、规则文件), their natural keys, and what allocations are.

use crate::domain::day::Day;
use crate::domain::kinds::{allocation, approval, kind, rule, year_close};
use crate::domain::migrant::Cohort;
use crate::domain::record::{DocumentText, Fen, typed_record};
use crate::domain::value::Figure;
use crate::journal::{EntityId, hash};

typed_record!(
    /// 规则文件
    RuleFile, kind::RULE, {
        id: String = rule::ID,
        text: DocumentText = rule::TEXT,
        on: Day = rule::ON,
    }
);

typed_record!(
    /// 批复
    Approval, kind::APPROVAL, {
        document: String = approval::DOCUMENT,
        on: Day = approval::ON,
        reservoir: String = approval::RESERVOIR,
        persons: i64 = approval::PERSONS,
        /// See [`cohort_code`].
        cohort: u16 = approval::COHORT,
        /// Support from.
        start: Day = approval::START,
        remark: String = approval::REMARK,
    }
);

typed_record!(
    /// 资金拨付
    Allocation, kind::ALLOCATION, {
        /// See [`Flow`].
        sort: u16 = allocation::SORT,
        year: i64 = allocation::YEAR,
        document: String = allocation::DOCUMENT,
        reservoir: String = allocation::RESERVOIR,
        /// The approved number that the amount was made of.
        persons: i64 = allocation::PERSONS,
        amount: Fen = allocation::AMOUNT,
        on: Day = allocation::ON,
        remark: String = allocation::REMARK,
    }
);

typed_record!(
    /// 年结
    YearClose, kind::YEAR_CLOSE, {
        year: i64 = year_close::YEAR,
        on: Day = year_close::ON,
        figures: Vec<Figure> = year_close::FIGURES,
    }
);

/// Where money of the fund comes from or goes to, beside the persons (domain.md 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// 上级拨入
    Received,
    /// 转项目
    ToProjects,
    /// 财政收回
    Withdrawn,
    /// 期初结余: what was there before the first year that is kept here.
    Opening,
}

impl Flow {
    /// All, as they are listed.
    pub const ALL: [Flow; 4] = [Flow::Received, Flow::ToProjects, Flow::Withdrawn, Flow::Opening];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Flow::Received => 1,
            Flow::ToProjects => 2,
            Flow::Withdrawn => 3,
            Flow::Opening => 4,
        }
    }

    /// The flow of a stored number.
    pub fn from_code(code: u16) -> Option<Flow> {
        Flow::ALL.into_iter().find(|flow| flow.code() == code)
    }

    /// Stable name, as on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Flow::Received => "received",
            Flow::ToProjects => "projects",
            Flow::Withdrawn => "withdrawn",
            Flow::Opening => "opening",
        }
    }

    /// The flow of that stable name.
    pub fn by_name(name: &str) -> Option<Flow> {
        Flow::ALL.into_iter().find(|flow| flow.name() == name)
    }
}

/// Stored number of a cohort; frozen.
pub const fn cohort_code(cohort: Cohort) -> u16 {
    match cohort {
        Cohort::Pre2006 => 1,
        Cohort::Post2006 => 2,
    }
}

/// The cohort of a stored number.
pub fn cohort_of(code: u16) -> Option<Cohort> {
    [Cohort::Pre2006, Cohort::Post2006].into_iter().find(|cohort| cohort_code(*cohort) == code)
}

/// The entity of a rule document; the same document added twice is one.
pub fn rule_entity(id: &str, text: &str) -> EntityId {
    hash::natural(kind::RULE).text(id).text(text).entity()
}

/// The entity of an approval.
pub fn approval_entity(document: &str, reservoir: &str, cohort: Cohort) -> EntityId {
    hash::natural(kind::APPROVAL)
        .text(document)
        .text(reservoir)
        .number(u64::from(cohort_code(cohort)))
        .entity()
}

/// The entity of an allocation.
pub fn allocation_entity(flow: Flow, year: i32, document: &str, reservoir: &str) -> EntityId {
    hash::natural(kind::ALLOCATION)
        .number(u64::from(flow.code()))
        .number(u64::from(year.unsigned_abs()))
        .text(document)
        .text(reservoir)
        .entity()
}

/// The entity of a closed year.
pub fn year_entity(year: i32) -> EntityId {
    hash::natural(kind::YEAR_CLOSE).number(u64::from(year.unsigned_abs())).entity()
}
