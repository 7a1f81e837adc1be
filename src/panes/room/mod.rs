//! The rooms whose work has not moved in yet (补贴): one honest sentence each, no state.

pub mod view;

use crate::commands::{Action, Place};
use crate::flow::{Cx, Reply};
use crate::keys::Scope;
use crate::panes::Pane;

/// A room without furniture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmptyRoom;

impl Pane for EmptyRoom {
    fn place(&self) -> Place {
        Place::Room
    }

    fn scopes(&self) -> &'static [Scope] {
        &[]
    }

    fn load(&mut self, _cx: &mut Cx) -> Reply {
        Reply::none()
    }

    fn act(&mut self, _action: Action, _cx: &mut Cx) -> Reply {
        Reply::none()
    }
}
