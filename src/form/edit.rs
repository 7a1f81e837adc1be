//! What keys do in a form (按键): typing, committing, going back, lists, repeating, undo. Every change is an undo step.

use super::answers::Datum;
use super::choice::{self, Pick};
use super::content::{At, Mark};
use super::field::Edit;
use super::focus::Focus;
use super::history::Step;
use super::kind::{Accept, spoils};
use super::save::Saved;
use super::spec::{DefaultRule, Kind, Rows};
use super::{AnswerRow, Choice, Form};
use crate::domain::acts::Severity;
use crate::i18n::form::Said;
use crate::journal::EntityId;
use crate::keys::Key;

/// What a pane hands in: its keymap has turned keys into these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormKey {
    /// A key that types or edits (`keys::keymap::edits_text`).
    Edit(Key),
    /// A paste, or a burst of an input method or card reader: text, never commands.
    Text(String),
    /// Commit and go on (Enter, Tab); on the line of saving: save.
    Enter,
    /// Go back (Shift+Tab, Up).
    Back,
    /// To the next section or row.
    NextSection,
    /// To the section or row before.
    PreviousSection,
    /// To the first error.
    FirstError,
    /// Open or close the list of options.
    List,
    /// The next line of the open list.
    ListDown,
    /// The line before in the open list.
    ListUp,
    /// This field as in the row or record before.
    Repeat,
    /// The empty fields of this row as in the row or record before.
    RepeatAll,
    /// One step back.
    Undo,
    /// Take this row out.
    DropRow,
    /// Check and save.
    Save,
    /// Close the list, else put the field back, else leave the form.
    Leave,
}

/// What came of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormReply {
    /// A sentence for the message line.
    pub said: Option<Said>,
    /// A field was left or the text changed: write the draft (at once after leaving, else after a short idle).
    pub draft: bool,
    /// A field was left that tells who somebody is: ask the register, and hand the answer to [`Form::found`].
    pub lookup: Option<Lookup>,
    /// A field was left with what was typed in it.
    pub left: bool,
    /// What the pane has to do.
    pub out: Out,
}

/// What the pane has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Out {
    /// Nothing.
    #[default]
    Stay,
    /// Write this.
    Save(Box<Saved>),
    /// Close the form: nothing was entered.
    Close,
    /// Ask whether to leave: something was entered.
    AskLeave,
}

/// Who the register is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    /// Section of the form.
    pub section: usize,
    /// Row of the section.
    pub row: usize,
    /// Stable id of the section, for the places of findings.
    pub section_id: &'static str,
    /// The person that the row is about, who is no duplicate of themselves.
    pub about: Option<EntityId>,
    /// What the row says so far.
    pub said: AnswerRow,
}

impl Form {
    /// Handles one key.
    pub fn key(&mut self, key: FormKey) -> FormReply {
        if key == FormKey::Undo {
            return self.undo();
        }
        let before = Step { content: self.content.clone(), at: self.focused(), caret: self.field.caret() };
        let typing = match (&key, self.focus) {
            (FormKey::Edit(_), Focus::Field(at)) => Some(at),
            _ => None,
        };
        let mut reply = self.act(key);
        if !self.content.same(&before.content) {
            self.history.push(before, typing);
            reply.draft = true;
        }
        reply
    }

    fn act(&mut self, key: FormKey) -> FormReply {
        match key {
            FormKey::Edit(key) => self.edit(key),
            FormKey::Text(text) => self.insert(&text),
            FormKey::Enter => self.commit(),
            FormKey::Back => self.moving(Self::go_back),
            FormKey::NextSection => self.moving(Self::next_section),
            FormKey::PreviousSection => self.moving(Self::previous_section),
            FormKey::FirstError => {
                let mut reply = self.moving(|_| ());
                self.tried = true;
                reply.said = (!self.go_to_error()).then_some(Said::NoErrors);
                reply
            }
            FormKey::List => self.toggle_list(),
            FormKey::ListDown => self.move_in_list(1),
            FormKey::ListUp => self.move_in_list(-1),
            FormKey::Repeat => self.repeat(),
            FormKey::RepeatAll => self.repeat_all(),
            FormKey::DropRow => self.drop_row(),
            FormKey::Save => self.save(),
            FormKey::Leave => self.step_out(),
            FormKey::Undo => FormReply::default(),
        }
    }

    fn edit(&mut self, key: Key) -> FormReply {
        let mut said = None;
        match (key.typed(), self.focused()) {
            (Some(typed), Some(at)) => {
                said = self.type_in(at, typed);
                if said.is_none() && self.is_decided(at) {
                    return self.commit();
                }
            }
            // A reason is free text.
            (Some(_), None) if !matches!(self.focus, Focus::Reason(_)) => said = Some(Said::SaveLine),
            _ => {
                if self.field.edit(key) == Edit::Full {
                    said = Some(Said::Full(self.field.limit()));
                }
                self.sync();
            }
        }
        FormReply { said, ..FormReply::default() }
    }

    /// True where a quick field holds one digit that names an option.
    fn is_decided(&self, at: At) -> bool {
        let Some(field) = self.field_of(at).filter(|field| field.quick) else { return false };
        let mut typed = self.field.text().chars().map(crate::text::fold::fold_char);
        let (Some(digit), None) = (typed.next().and_then(|digit| digit.to_digit(10)), typed.next()) else {
            return false;
        };
        self.list.is_none() && self.options_of(field).iter().any(|option| option.number == digit)
    }

    /// Types one character into a field; gives what speaks against it.
    fn type_in(&mut self, at: At, typed: char) -> Option<Said> {
        let kind = self.field_of(at)?.kind;
        match kind.accept(if self.field.is_fresh() { "" } else { self.field.text() }, typed) {
            Accept::Refuse(said) => return Some(said),
            Accept::Skip => return None,
            Accept::Take(typed) => drop(self.field.edit(Key::char(typed))),
        }
        self.sync();
        None
    }

    /// Brings the edited text into the content.
    pub(super) fn sync(&mut self) {
        let Some(at) = self.focused() else { return };
        if self.content.cell(at).is_some_and(|cell| cell.text == self.field.text()) {
            return;
        }
        let text = self.field.text().to_owned();
        self.content.set(at, &text, Mark::Edited);
        self.list = self.list.map(|_| 0);
        // What was said of the old text holds no longer.
        self.findings.remove(&at);
        self.reasons.retain(|(place, _), _| *place != at);
    }

    /// A paste or burst: line breaks become spaces, control characters are dropped with a note.
    fn insert(&mut self, text: &str) -> FormReply {
        let mut reply = FormReply::default();
        let ends = text.ends_with(['\r', '\n']);
        let body = text.trim_end_matches(['\r', '\n']);
        let mut dropped = 0;
        let mut gap = false;
        for character in body.chars() {
            if matches!(character, '\r' | '\n' | '\t') {
                gap = true;
                continue;
            }
            if character.is_control() {
                dropped += 1;
                continue;
            }
            let spaced = std::mem::take(&mut gap).then_some(' ');
            for character in spaced.into_iter().chain([character]) {
                let one = self.edit(Key::char(character)).said;
                reply.said = reply.said.or(one);
            }
        }
        if dropped > 0 {
            reply.said = Some(Said::ControlsDropped(dropped));
        }
        let reader = self
            .focused()
            .and_then(|at| self.field_of(at))
            .is_some_and(|field| field.kind.takes_card_reader());
        if ends && reader && reply.said.is_none() {
            return self.commit();
        }
        reply
    }

    /// Enter: takes the open list's line, accepts what is proposed, reads the field and goes on.
    fn commit(&mut self) -> FormReply {
        let at = match self.focus {
            Focus::Save => return self.save(),
            Focus::Reason(number) => return self.give_reason(number),
            Focus::Field(at) => at,
        };
        if let Some(choice) = self.chosen().cloned() {
            self.put_edited(&choice.name);
        } else if let Some(count) = self.undecided(at) {
            // The list opens with the best line chosen: Enter once more takes it.
            self.list = Some(0);
            return FormReply { said: Some(Said::Several(count)), ..FormReply::default() };
        }
        let mut reply =
            FormReply { lookup: self.leave(true), draft: true, left: true, ..FormReply::default() };
        if self.worst(at) == Some(Severity::Error) {
            reply.said = Some(Said::LeftWithError);
        }
        self.go_on();
        reply
    }

    /// How many options the text of a coded field could mean, where it is more than one.
    fn undecided(&self, at: At) -> Option<usize> {
        let field = self.field_of(at).filter(|field| matches!(field.kind, Kind::Choice(_) | Kind::YesNo))?;
        let text = self.field.text();
        if text.trim().is_empty() || self.content.cell(at).is_some_and(|cell| cell.text == cell.was) {
            return None;
        }
        match choice::pick(self.options_of(field), text) {
            Pick::Many(count) => Some(count),
            _ => None,
        }
    }

    fn moving(&mut self, go: fn(&mut Self)) -> FormReply {
        let lookup = self.leave(false);
        go(self);
        FormReply { lookup, draft: true, ..FormReply::default() }
    }

    /// Leaves the focused field: its text takes the kept form, other fields are filled from it, the form is checked.
    /// `accept` = what is proposed is taken where nothing was typed.
    pub(super) fn leave(&mut self, accept: bool) -> Option<Lookup> {
        let at = self.focused()?;
        let field = self.field_of(at)?;
        if accept && let Some(text) = self.proposal(at) {
            self.content.set(at, &text, Mark::Default);
        }
        let cell = self.content.cell(at)?;
        let (mark, changed) = (cell.mark, cell.text != self.entered.0);
        let (datum, facts) = self.read(at);
        if cell.text != cell.was && datum != Datum::Nothing {
            let text = field.kind.write(&datum, self.options_of(field));
            self.content.set(at, &text, mark);
        }
        if !spoils(&facts) {
            self.fill_from(at, field.id);
        }
        self.visited.insert(at);
        self.check();
        (field.watched && changed).then(|| self.lookup(at))
    }

    /// Fills other fields of the row from this one, where nothing else was entered.
    fn fill_from(&mut self, at: At, id: &str) {
        let row = self.answer_row(at.section, at.row);
        for (target, datum) in (self.spec.fills)(&row, id) {
            let Some(section) = self.section_of(at) else { return };
            let Some(field) = section.fields.iter().position(|known| known.id == target) else { continue };
            let place = At { field, ..at };
            let free = |cell: &super::Cell| cell.text.is_empty() || cell.mark == Mark::Filled;
            if let Some(known) = section.fields.get(field)
                && self.content.cell(place).is_some_and(free)
            {
                let text = known.kind.write(&datum, self.options_of(known));
                self.content.set(place, &text, Mark::Filled);
            }
        }
    }

    fn lookup(&self, at: At) -> Lookup {
        let row = self.answer_row(at.section, at.row);
        Lookup { section: at.section, row: at.row, section_id: row.section, about: row.about, said: row }
    }

    /// What stands dim in an empty field.
    pub fn proposal(&self, at: At) -> Option<String> {
        let (field, cell) = (self.field_of(at)?, self.content.cell(at)?);
        let touched = cell.mark != Mark::Untouched || !cell.was.is_empty();
        if touched || !cell.text.is_empty() || (at.field > 0 && self.is_row_unbegun(at)) {
            return None;
        }
        let write = |datum: &Datum| field.kind.write(datum, self.options_of(field));
        let context = || self.context.defaults.get(field.id).map(write);
        let above = || {
            let row = at.row.checked_sub(1)?;
            self.content.cell(At { row, ..at }).map(|cell| cell.text.clone())
        };
        let text = match field.default {
            DefaultRule::None => None,
            DefaultRule::Today => Some(write(&Datum::Day(self.context.today))),
            DefaultRule::Code(code) => Some(write(&Datum::Code(code))),
            DefaultRule::Above => above().or_else(context),
            DefaultRule::Context => context(),
        };
        text.filter(|text| !text.is_empty())
    }

    /// True in a row that a growing section offers and nobody has begun: nothing is proposed in it but in its first field.
    fn is_row_unbegun(&self, at: At) -> bool {
        let grows = matches!(self.section_of(at).map(|section| section.rows), Some(Rows::Grow(_)));
        grows && self.content.row(at.section, at.row).is_some_and(super::content::Row::is_blank)
    }

    fn put_edited(&mut self, text: &str) {
        self.field.set(text);
        self.list = None;
        self.sync();
    }

    fn toggle_list(&mut self) -> FormReply {
        let said = match (self.list.take(), self.list_source()) {
            (Some(_), _) => None,
            (None, Some(_)) => {
                self.list = Some(0);
                None
            }
            (None, None) => Some(Said::NoList),
        };
        FormReply { said, ..FormReply::default() }
    }

    fn move_in_list(&mut self, by: isize) -> FormReply {
        let count = self.listed().map_or(0, |lines| lines.len());
        match self.list {
            Some(at) => self.list = Some(at.saturating_add_signed(by).min(count.saturating_sub(1))),
            None => return self.toggle_list(),
        }
        FormReply::default()
    }

    /// The options behind what has the caret.
    pub(super) fn list_source(&self) -> Option<&[Choice]> {
        let source = match self.focus {
            Focus::Field(at) => self.field_of(at)?.kind.source()?,
            Focus::Reason(_) => super::Source::Why,
            Focus::Save => return None,
        };
        self.lists.get(&source).map(Vec::as_slice)
    }

    /// The lines that the list shows for what is typed; all of them where the text is as it was entered.
    pub(super) fn listed(&self) -> Option<Vec<&Choice>> {
        let options = self.list_source()?;
        let typed = if self.field.text() == self.entered.0 { "" } else { self.field.text() };
        Some(choice::ranked(options, typed).into_iter().filter_map(|at| options.get(at)).collect())
    }

    pub(super) fn chosen(&self) -> Option<&Choice> {
        self.listed()?.get(self.list?).copied()
    }

    fn undo(&mut self) -> FormReply {
        let Some(step) = self.history.pop() else {
            return FormReply { said: Some(Said::NothingToUndo), ..FormReply::default() };
        };
        self.content = step.content;
        self.focus = Focus::from(step.at);
        self.asked.clear();
        self.reopen(step.caret);
        self.check();
        FormReply { draft: true, ..FormReply::default() }
    }

    /// Puts the caret back to where it was in the focused field.
    pub(super) fn reopen(&mut self, caret: usize) {
        let marks = self.content.clone();
        self.enter();
        self.content = marks;
        self.field.place(caret);
    }

    fn step_out(&mut self) -> FormReply {
        if self.list.take().is_some() {
            return FormReply::default();
        }
        if matches!(self.focus, Focus::Reason(_)) {
            self.moving(Self::go_back);
            return FormReply::default();
        }
        if let Some(at) = self.focused()
            && self.field.text() != self.entered.0
        {
            let (text, mark) = self.entered.clone();
            self.content.set(at, &text, mark);
            self.show(&text);
            return FormReply { said: Some(Said::PutBack), ..FormReply::default() };
        }
        FormReply { out: if self.is_dirty() { Out::AskLeave } else { Out::Close }, ..FormReply::default() }
    }
}
