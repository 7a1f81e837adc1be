//! A household moves to another village (迁往他村): where to, under which code, to which address, since when and why.

use super::members::ON;
use crate::domain::acts::Fact;
use crate::domain::moving::NewPlace;
use crate::form::options::Source;
use crate::form::save::Saved;
use crate::form::spec::{FieldSpec, FormSpec, Kind, Rows, Section};
use crate::form::specs::person::finding;
use crate::i18n::form::Label;

/// 迁往他村
pub static MOVE_HOUSEHOLD: FormSpec = FormSpec {
    id: "move_household",
    version: 1,
    title: Label::MoveHousehold,
    sections: &[Section {
        id: "move",
        title: Label::MoveHousehold,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("village", Kind::Choice(Source::Villages), Label::IntoVillage, 24).required(),
            FieldSpec::new("code", Kind::Text, Label::CodeThere, 16),
            FieldSpec::new("address", Kind::Text, Label::NewAddress, 40),
            ON,
            FieldSpec::new("reason", Kind::Reason, Label::Why, 40).required(),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("move");
        let late = row.day("on").filter(|on| context.today.is_before(*on));
        finding(&row, "on", late.map(Fact::AfterToday).into_iter().collect())
    },
};

/// Where a household goes, and why; none while something that must be there is missing.
pub fn new_place(saved: &Saved) -> Option<(NewPlace, String)> {
    let row = saved.answers.one("move");
    let text = |id: &str| Some(row.text(id).trim().to_owned()).filter(|text| !text.is_empty());
    let place = NewPlace {
        village: row.entity("village")?,
        code: text("code"),
        address: text("address"),
        on: row.day("on")?,
    };
    Some((place, row.text("reason").trim().to_owned()))
}
