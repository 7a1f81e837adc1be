//! Correcting a household (更正户): code, group, settlement point, address, remark.

use super::person::WHY;
use super::register::{ADDRESS, CODE, GROUP, HOUSEHOLD_REMARK, SETTLEMENT, of_code};
use crate::domain::acts::{self, Held, Write};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FormSpec, Rows, Section};
use crate::i18n::form::Label;

/// 更正户
pub static CORRECT: FormSpec = FormSpec {
    id: "correct_household",
    version: 1,
    title: Label::CorrectHousehold,
    sections: &[
        Section {
            id: "household",
            title: Label::Household,
            rows: Rows::One,
            fields: &[
                CODE.default(DefaultRule::None),
                GROUP.default(DefaultRule::None),
                SETTLEMENT.default(DefaultRule::None),
                ADDRESS,
                HOUSEHOLD_REMARK,
            ],
        },
        Section { id: "why", title: Label::Why, rows: Rows::One, fields: &[WHY] },
    ],
    fills: |_, _| Vec::new(),
    // The codes taken are those of other households.
    checks: |answers, context| of_code(&answers.one("household"), context),
};

/// The operations of a correction.
pub fn correct(record: &Held, saved: &Saved) -> Vec<Write> {
    let why = saved.why();
    let values = saved.slots("household").filter_map(|change| Some((change.slot?, change.value.clone())));
    acts::person::correct(record, values.collect(), why.as_deref())
}
