//! Steps of getting over-paid money back (追缴): asked for, come back in one of several ways, or given up with approval.

use crate::domain::day::Day;

/// One step of a recovery (追缴方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settling {
    /// 通知书已发
    Demanded,
    /// 现金退回
    Cash,
    /// 从本人应发款抵扣
    Offset,
    /// 核销, once it is approved.
    WrittenOff,
    /// 经书面同意从亲属应发款抵扣
    Relative,
    /// 银行扣回
    Bank,
    /// 销项: nobody works on an open item any more; it changes no sum.
    Closed,
    /// 抵扣入账: the other end of an offset, which pays a period. It stands in no record of its own.
    Booked,
}

impl Settling {
    /// All that have a record of their own.
    pub const ALL: [Settling; 7] = [
        Settling::Demanded,
        Settling::Cash,
        Settling::Offset,
        Settling::WrittenOff,
        Settling::Relative,
        Settling::Bank,
        Settling::Closed,
    ];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Settling::Demanded => 1,
            Settling::Cash => 2,
            Settling::Offset => 3,
            Settling::WrittenOff => 4,
            Settling::Relative => 5,
            Settling::Bank => 6,
            Settling::Closed => 7,
            Settling::Booked => 8,
        }
    }

    /// The step of a stored number.
    pub fn from_code(code: u16) -> Option<Settling> {
        Settling::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Stable name, as on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Settling::Demanded => "demand",
            Settling::Cash => "cash",
            Settling::Offset => "offset",
            Settling::WrittenOff => "write_off",
            Settling::Relative => "relative",
            Settling::Bank => "bank",
            Settling::Closed => "closed",
            Settling::Booked => "booked",
        }
    }

    /// True if the money is no longer with the person.
    pub const fn comes_back(self) -> bool {
        matches!(self, Settling::Cash | Settling::Offset | Settling::Relative | Settling::Bank)
    }
}

/// One step of a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which step.
    pub how: Settling,
    /// Fen.
    pub fen: i64,
    /// When.
    pub on: Option<Day>,
}
