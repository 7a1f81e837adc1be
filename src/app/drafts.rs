//! Drafts in the reducer (草稿): a half-typed form is written when it has rested, offered after unlocking, dropped by its line.

use super::forms::{ask, page, page_mut};
use crate::app::State;
use crate::flow::Effect;
use crate::flow::form::FormEffect;
use crate::overlays::Overlay;
use crate::overlays::form::FormPage;
use crate::overlays::lines::{Lines, LinesPage};

/// Writes the draft of the open form, if anything was entered.
pub(super) fn keep_draft(state: &mut State, effects: &mut Vec<Effect>) {
    // A half-typed accusation must not lie where every officer of this folder can read it.
    let open = page_mut(state).filter(|page| !page.wish.act.is_petition());
    effects.extend(open.and_then(FormPage::draft));
}

/// When the draft is due.
pub(super) fn draft_due(state: &State) -> Option<u64> {
    page(state)?.draft_due_ms
}

/// After unlocking: half-typed forms are offered, unless one is open.
pub(super) fn offer_drafts(state: &mut State, effects: &mut Vec<Effect>) {
    if page(state).is_none() {
        ask(state, false, effects, |request| FormEffect::Drafts { request });
        if let Some(asked) = &mut state.forms.asked {
            asked.quiet = true;
        }
    }
}

/// Drops the chosen draft of the list.
pub(super) fn drop_draft(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Lines(LinesPage { lines: Lines::Drafts(drafts), chosen, .. })) =
        state.overlays.last_mut()
    else {
        return;
    };
    if *chosen < drafts.len() {
        let act = drafts.remove(*chosen).act;
        *chosen = (*chosen).min(drafts.len().saturating_sub(1));
        let empty = drafts.is_empty();
        effects.push(Effect::Form(FormEffect::DropDraft { act }));
        if empty {
            state.overlays.pop();
        }
    }
}
