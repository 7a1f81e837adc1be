//! What a person must settle (待处理): the list, one of them in columns, and the value that somebody types instead.

pub mod view;

use crate::commands::Action;
use crate::domain::conflict::Sort;
use crate::flow::exchange::{Ask, By, ClashView, Told};
use crate::flow::{Cx, Effect, Reply, Severity};
use crate::form::Field;
use crate::i18n::exchange_pane::{Say, Text};
use crate::i18n::messages::Note;
use crate::panes::moved;

/// Longest value or reason in characters.
const VALUE_CHARS_MAX: usize = 200;
/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 10;

/// A value of one's own, as far as it is typed: it needs a reason.
#[derive(Clone, Debug)]
pub struct Typing {
    /// The value.
    pub value: Field,
    /// The reason.
    pub why: Field,
    /// The caret is in the reason.
    pub in_why: bool,
    /// Not a value of one's own is given a reason, but the choice of this number.
    pub takes: Option<usize>,
}

/// The list's state.
#[derive(Clone, Debug, Default)]
pub struct Clashes {
    /// The last answer.
    pub list: Option<Vec<ClashView>>,
    /// The request that is not answered yet, and since when.
    pub pending: Option<(u64, u64)>,
    /// Index of the chosen line.
    pub chosen: usize,
    /// The pairs that were judged are listed, not what is open.
    pub judged: bool,
    /// The chosen one is open.
    pub open: bool,
    /// A value of one's own is typed.
    pub typing: Option<Typing>,
    /// The code of the household whose first line is opened when the list is there.
    pub wanted: Option<String>,
}

impl Clashes {
    /// Asks for the list.
    pub fn load(&mut self, cx: &mut Cx) -> Reply {
        self.ask(Ask::Clashes { judged: self.judged }, cx)
    }

    /// From what is open to the pairs that were judged, and back.
    fn switch(&mut self, cx: &mut Cx) -> Reply {
        *self = Self { judged: !self.judged, ..Self::default() };
        self.load(cx)
    }

    fn ask(&mut self, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::Exchange { request, ask })
    }

    /// The chosen one.
    pub fn at(&self) -> Option<&ClashView> {
        self.list.as_ref()?.get(self.chosen)
    }

    /// True when Enter opens one.
    pub fn can_open(&self) -> bool {
        !self.open && self.at().is_some()
    }

    /// True on the list of what is open: one step back leaves it.
    pub fn is_left_by_esc(&self) -> bool {
        !self.open && !self.judged && self.typing.is_none()
    }

    /// True when a value of one's own can be typed.
    pub fn may_type(&self) -> bool {
        self.open && self.typing.is_none() && self.at().is_some_and(|clash| clash.own_value)
    }

    /// True when this digit takes a value.
    pub fn takes(&self, digit: usize) -> bool {
        let values = self.at().map_or(0, |clash| clash.values.len());
        self.open && self.typing.is_none() && (1..=values.min(9)).contains(&digit)
    }

    /// What a digit does.
    pub fn digit_word(&self) -> Text {
        match self.at().map(|clash| clash.sort) {
            Some(Sort::Duplicate) => Text::Judge,
            _ => Text::Take,
        }
    }

    /// Takes the n-th value, from 1.
    pub fn take(&mut self, number: usize, cx: &mut Cx) -> Reply {
        let reasoned = |clash: &ClashView| match clash.sort {
            Sort::Late => number > 1,
            sort => sort == Sort::Rulings,
        };
        if self.at().is_some_and(reasoned) {
            // What is left out is left out for a reason, and a ruling has one.
            let (value, why) = (Field::new(VALUE_CHARS_MAX), Field::new(VALUE_CHARS_MAX));
            self.typing = Some(Typing { value, why, in_why: true, takes: Some(number) });
            return Reply::none();
        }
        self.settle(By::Take(number), String::new(), cx)
    }

    fn settle(&mut self, by: By, why: String, cx: &mut Cx) -> Reply {
        if self.pending.is_some() {
            return Reply::none();
        }
        let Some(id) = self.at().map(|clash| clash.id.clone()) else { return Reply::none() };
        self.ask(Ask::Settle { id, by, why }, cx)
    }

    /// The field with the caret.
    pub fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut().map(|typing| if typing.in_why { &mut typing.why } else { &mut typing.value })
    }

    /// Does an act.
    pub fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match action {
            Action::OwnValue if self.may_type() => {
                let field = || Field::new(VALUE_CHARS_MAX);
                self.typing = Some(Typing { value: field(), why: field(), in_why: false, takes: None });
            }
            Action::Judged if self.typing.is_none() => return self.switch(cx),
            Action::AcceptLine => return self.accept(cx),
            Action::Open if self.can_open() => self.open = true,
            _ if self.typing.is_none() => {
                let count = self.list.as_ref().map_or(0, Vec::len);
                self.chosen = moved(action, self.chosen, count, PAGE_LINES).unwrap_or(self.chosen);
            }
            _ => {}
        }
        Reply::none()
    }

    /// From the value to the reason; with a reason it is settled.
    fn accept(&mut self, cx: &mut Cx) -> Reply {
        let Some(typing) = &mut self.typing else { return Reply::none() };
        if !typing.in_why {
            typing.in_why = true;
            return Reply::none();
        }
        let (value, why) = (typing.value.text().trim().to_owned(), typing.why.text().trim().to_owned());
        if why.is_empty() {
            return Reply::say(Severity::Warning, Note::Exchange(Say::WhyFirst));
        }
        let by = typing.takes.map_or(By::Value(value), By::Take);
        self.settle(by, why, cx)
    }

    /// One step back; none when the list itself is to be left.
    pub fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        match &mut self.typing {
            Some(typing) if typing.in_why && typing.takes.is_none() => typing.in_why = false,
            Some(_) => self.typing = None,
            None if self.open => self.open = false,
            None if self.judged => return Some(self.switch(cx)),
            None => return None,
        }
        Some(Reply::none())
    }

    /// Takes an answer; `None` when it is not awaited.
    pub fn absorb(&mut self, request: u64, told: Told, cx: &mut Cx) -> Option<Reply> {
        self.pending.take_if(|(waited, _)| *waited == request)?;
        match told {
            Told::Clashes(list) => {
                // The opened one stays the opened one, wherever it stands now.
                let before = self.at().map(|clash| clash.id.clone());
                let same = list.iter().position(|clash| Some(&clash.id) == before.as_ref());
                if same.is_none() {
                    self.open = false;
                    self.typing = None;
                }
                let wanted = self.wanted.take();
                let wanted = wanted.and_then(|code| list.iter().position(|clash| is_of(clash, &code)));
                self.open |= wanted.is_some();
                self.chosen = wanted.or(same).unwrap_or(self.chosen).min(list.len().saturating_sub(1));
                self.list = Some(list);
                Some(Reply::none())
            }
            Told::Settled => {
                self.open = false;
                self.typing = None;
                let mut reply = self.load(cx);
                reply.notes.push((Severity::Note, Note::Exchange(Say::Settled)));
                Some(reply)
            }
            Told::NotSettled(why) => {
                Some(Reply::say(Severity::Warning, Note::Exchange(Say::NotSettled(why))))
            }
            _ => None,
        }
    }
}

/// True for what is to be settled in the household of this code, or about one of its members (`CODE-01`).
fn is_of(clash: &ClashView, code: &str) -> bool {
    let own =
        |word: &str| word.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    !code.is_empty() && clash.who.split_whitespace().chain(clash.other.split_whitespace()).any(own)
}
