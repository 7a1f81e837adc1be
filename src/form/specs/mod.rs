//! The forms of the register (登记表单): each as data, with the act that its answers become.

pub mod events;
pub mod household;
pub mod members;
pub mod moving;
pub mod office;
pub mod person;
pub mod petition;
pub mod register;
pub mod visit;

use super::FormSpec;

/// Every form, for drafts: which spec a draft belongs to.
pub static ALL: [&FormSpec; 24] = [
    &register::REGISTER,
    &register::ADD_MEMBER,
    &person::CORRECT,
    &household::CORRECT,
    &members::CHANGE_HEAD,
    &members::MOVE,
    &members::SPLIT,
    &members::MERGE,
    &moving::MOVE_HOUSEHOLD,
    &events::DEATH,
    &events::MOVE_OUT,
    &events::SET_ASIDE,
    &events::BRING_BACK,
    &events::NOTE,
    &visit::VISIT,
    &visit::PAPER,
    &visit::CHECK,
    &visit::TEAM,
    &office::OPINION,
    &office::GIVE_BACK,
    &office::DECIDE,
    &office::APPROVE,
    &petition::REGISTER,
    &petition::STEP,
];

/// The form of that id.
pub fn by_id(id: &str) -> Option<&'static FormSpec> {
    ALL.into_iter().find(|spec| spec.id == id)
}
