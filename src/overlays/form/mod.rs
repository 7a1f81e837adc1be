//! A form on the screen (表单): keys go to the engine; what it answers becomes effects, messages and the end of the form.

pub mod view;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::domain::acts::{Fact, Finding, Place};
use crate::flow::form::{DraftBytes, FormEffect, Opened, Wish};
use crate::flow::{Cx, Effect};
use crate::form::{At, Choice, Focus, Form, FormKey, Out, Saved, Source};
use crate::i18n::form::Said;

/// Idle milliseconds of typing after which the draft is written.
pub const DRAFT_IDLE_MS: u64 = 800;

/// Texts by section and field, for the next form of the kind.
pub type Texts = BTreeMap<(&'static str, &'static str), String>;

/// An open form.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// The engine's state.
    pub form: Form,
    /// The act, and on whom.
    pub wish: Wish,
    /// What it is about, for the title.
    pub about: String,
    /// The saving that is awaited: request, since when, what is saved.
    pub saving: Option<(u64, u64, Box<Saved>)>,
    /// Looks for duplicates that are awaited, by section and row: request and since when; the newest counts.
    looking: BTreeMap<(usize, usize), (u64, u64)>,
    /// When the draft is written next.
    pub draft_due_ms: Option<u64>,
    /// A draft of it lies on the disk.
    pub has_draft: bool,
}

/// What a key in a form comes to.
#[derive(Default)]
pub struct PageReply {
    /// For the worker.
    pub effects: Vec<Effect>,
    /// For the message line.
    pub said: Option<Said>,
    /// The form is over.
    pub close: bool,
    /// Something was entered: ask whether to leave.
    pub ask_leave: bool,
}

impl FormPage {
    /// Opens it. `last` = what the form of this kind said before; none where a draft does not fit any more.
    pub fn open(opened: Opened, last: Option<&Texts>) -> Option<Self> {
        let Opened { wish, about, seed, mut context, draft } = opened;
        context.last = last.cloned().unwrap_or_default();
        let spec = wish.act.spec();
        let has_draft = draft.is_some();
        let form = match draft {
            Some(bytes) => Form::resume(spec, &bytes.0, context).ok()?,
            None => Form::open(spec, &seed, context),
        };
        let (saving, looking, draft_due_ms) = (None, BTreeMap::new(), None);
        Some(Self { form, wish, about, saving, looking, draft_due_ms, has_draft })
    }

    /// Copies what the last form of this kind changed, and stands on the line of saving.
    pub fn repeat(&mut self, changed: &Texts) {
        for (section, field) in changed.keys() {
            if self.form.go_to(section, 0, field) {
                self.form.key(FormKey::Repeat);
            }
        }
        // Through the rest with Enter, as an officer would; a form has fewer fields than this.
        for _ in 0..200 {
            if self.form.focus() == Focus::Save {
                break;
            }
            self.form.key(FormKey::Enter);
        }
    }

    /// Handles one key of the engine.
    pub fn key(&mut self, key: FormKey, cx: &mut Cx) -> PageReply {
        let typed = matches!(key, FormKey::Edit(_) | FormKey::Text(_));
        let reply = self.form.key(key);
        let typing = typed && !reply.left;
        let mut page = PageReply { said: reply.said, ..PageReply::default() };
        if let Some(lookup) = reply.lookup {
            let request = cx.request();
            self.looking.insert((lookup.section, lookup.row), (request, cx.now_ms));
            page.effects.push(Effect::Form(FormEffect::LookAlike {
                request,
                wish: self.wish.clone(),
                lookup,
            }));
        }
        if reply.draft && self.form.is_dirty() {
            if typing {
                self.draft_due_ms = Some(cx.now_ms + DRAFT_IDLE_MS);
            } else {
                page.effects.extend(self.draft());
            }
        }
        if reply.draft && !self.form.is_dirty() && std::mem::take(&mut self.has_draft) {
            // Everything is as it was read: there is nothing to go on with.
            self.draft_due_ms = None;
            page.effects.push(Effect::Form(FormEffect::DropDraft { act: self.form.act_id() }));
        }
        match reply.out {
            Out::Stay => {}
            Out::Save(saved) => {
                let request = cx.request();
                self.draft_due_ms = None;
                self.saving = Some((request, cx.now_ms, saved.clone()));
                page.effects.push(Effect::Form(FormEffect::Save { request, wish: self.wish.clone(), saved }));
            }
            Out::Close => {
                page.close = true;
                if self.has_draft {
                    page.effects.push(Effect::Form(FormEffect::DropDraft { act: self.form.act_id() }));
                }
            }
            Out::AskLeave => page.ask_leave = true,
        }
        page
    }

    /// The effect that keeps it as a draft; none where nothing was entered.
    pub fn draft(&mut self) -> Option<Effect> {
        self.draft_due_ms = None;
        if !self.form.is_dirty() {
            return None;
        }
        // More text than a draft holds stays in memory alone; no form has room for so much.
        let bytes = self.form.draft().ok()?;
        self.has_draft = true;
        let bytes = DraftBytes(Zeroizing::new(bytes));
        Some(Effect::Form(FormEffect::KeepDraft { act: self.form.act_id(), bytes }))
    }

    /// Takes the answer of a look for duplicates; false for one that is not awaited any more.
    pub fn found(
        &mut self,
        request: u64,
        facts: Vec<(&'static str, Fact)>,
        options: Vec<(Source, Vec<Choice>)>,
    ) -> bool {
        let awaited =
            self.looking.iter().find(|(_, (waited, _))| *waited == request).map(|(place, _)| *place);
        let Some((section, row)) = awaited else { return false };
        self.looking.remove(&(section, row));
        let Some(id) = self.form.spec().sections.get(section).map(|section| section.id) else { return false };
        for (source, choices) in options {
            self.form.hand_in(source, choices);
        }
        let finding = |(field, fact)| Finding { place: Place { section: id, row, field }, fact };
        self.form.found(section, row, facts.into_iter().map(finding).collect());
        true
    }

    /// Since when duplicates are looked for: saving waits for the answer.
    pub fn looking_since(&self) -> Option<u64> {
        self.looking.values().map(|(_, since_ms)| *since_ms).min()
    }

    /// Forgets what is awaited under this request (0: everything); true if something was.
    pub fn give_up(&mut self, request: u64) -> bool {
        let meant = |waited: u64| request == 0 || waited == request;
        let before = self.looking.len();
        self.looking.retain(|_, (waited, _)| !meant(*waited));
        let saving = self.saving.take_if(|(waited, _, _)| meant(*waited)).is_some();
        saving || self.looking.len() != before
    }

    /// The field with the caret, as its history is asked for.
    pub fn field(&self) -> Option<&'static str> {
        let At { section, field, .. } = self.form.focused()?;
        let spec = self.form.spec().sections.get(section)?.fields.get(field)?;
        (spec.slot.is_some() || spec.id == "relation").then_some(spec.id)
    }

    /// What was changed, as texts for the next household.
    pub fn changed(&self, saved: &Saved) -> Texts {
        let kept = self.form.kept();
        let places = saved.changes.iter().map(|change| (change.place.section, change.place.field));
        places.filter_map(|place| Some((place, kept.get(&place)?.clone()))).collect()
    }
}
