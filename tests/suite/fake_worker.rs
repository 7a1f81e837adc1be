//! The worker of the small invented office: answers every effect at once, and remembers what it was asked.

use kuqu::flow::verify::RouteView;
use kuqu::flow::view::{ImportReport, Revealed};
use kuqu::flow::{Done, Effect};
use kuqu::i18n::problems::Problem;
use kuqu::sheets::Field;

use crate::office::*;

/// The names on the stick that begin like this.
fn names(typed: &str) -> Vec<String> {
    let all = ["/media/stick/2026花名册.xlsx", "/media/stick/2026补录.csv", "/media/stick/旧/"];
    all.iter().filter(|name| name.starts_with(typed)).map(|name| (*name).to_string()).collect()
}

/// The worker of this office: answers every effect at once, and remembers what it was asked.
pub struct FakeWorker {
    pub asked: Vec<Effect>,
    /// Fails the next request with this.
    pub trouble: Option<Problem>,
    /// Half-typed forms that lie here.
    pub drafts: Vec<kuqu::flow::form::DraftLine>,
    /// What the office has not confirmed, and since how many days: this machine is a laptop.
    pub unconfirmed: Option<(u64, i64)>,
    /// What is settled already.
    pub settled: bool,
    /// Who may open the folder.
    pub seats: Vec<kuqu::flow::keeping::SeatLine>,
    /// The village of the round; none = no round is under way.
    pub route: Option<RouteView>,
    /// The bank sent payments back.
    pub sent_back: bool,
    /// Machines whose folder was copied.
    pub copied: Vec<String>,
    tries: u32,
}

impl Default for FakeWorker {
    fn default() -> Self {
        Self {
            asked: Vec::new(),
            trouble: None,
            drafts: Vec::new(),
            unconfirmed: None,
            settled: false,
            seats: crate::keeping::seats(),
            route: None,
            sent_back: false,
            copied: Vec::new(),
            tries: 0,
        }
    }
}

impl FakeWorker {
    fn today(&self) -> kuqu::flow::view::TodayView {
        let mut today = today();
        today.unconfirmed = self.unconfirmed.map(|(count, _)| count);
        today.unconfirmed_days = self.unconfirmed.map_or(0, |(_, days)| days);
        today.copied.clone_from(&self.copied);
        if self.sent_back { crate::payments::sent_back(today) } else { today }
    }

    pub fn answer(&mut self, effect: Effect) -> Option<Done> {
        self.asked.push(effect.clone());
        if let (Some(problem), Some(request)) = (self.trouble.take(), request_of(&effect)) {
            return Some(Done::Failed { request, problem });
        }
        Some(match effect {
            Effect::Unlock { request, officer, passphrase } => {
                if passphrase.reveal() == PASSPHRASE && officer <= 2 {
                    self.tries = 0;
                    Done::Unlocked { request, session: session(officer) }
                } else {
                    self.tries += 1;
                    Done::WrongPassphrase { request, wait_ms: 500 << self.tries }
                }
            }
            Effect::LoadToday { request } => Done::Today { request, today: self.today() },
            Effect::Exchange { request, ask } => {
                let told = crate::traffic::answer(ask, self.unconfirmed, &mut self.settled)?;
                Done::Exchange { request, told: Box::new(told) }
            }
            Effect::Search { request, query, .. } => {
                let answer = match query.as_str() {
                    "zsf" | "张三丰" | "530399196205120018" => answer(),
                    "lm" => many(),
                    _ => nothing(),
                };
                Done::Found { request, answer }
            }
            Effect::ListFinding { request, .. } => Done::Found { request, answer: answer() },
            Effect::OpenHousehold { request, household: wanted } => opened(request, wanted),
            Effect::Reveal { request, person } => Done::Revealed {
                request,
                values: Revealed {
                    person,
                    id_number: "530399196205120018".into(),
                    account: "6223690012345674501".into(),
                    phone: "13800000001".into(),
                },
            },
            Effect::ImportPreview { request, path, map } => {
                let mut preview = preview();
                if path.ends_with("new-layout.xlsx") && map.is_empty() {
                    preview.unknown = unknown();
                    preview.free = vec![Field::FormerName, Field::Nickname, Field::Address];
                }
                Done::Preview { request, preview }
            }
            Effect::ImportRefused { request, .. } => {
                Done::RefusedWritten { request, file: "/media/stick/2026花名册-退回.xlsx".into() }
            }
            Effect::ListNames { request, path } => Done::Names { request, names: names(&path) },
            Effect::Export { request, path, .. } => Done::Exported { request, persons: 3, file: path },
            Effect::ImportApply { request } => {
                let report = ImportReport { counts: [3, 5_031, 2, 1, 2], findings: 7, refused_file: None };
                Done::Imported { request, report }
            }
            Effect::Form(effect) => Done::Form(Box::new(crate::papers::answer(&self.drafts, effect)?)),
            Effect::Keep { request, wish } => crate::keeping::answer(request, &wish, &mut self.seats),
            Effect::Petition { request, ask } => crate::petitions::done(request, &ask),
            Effect::Subsidy { request, ask } => {
                Done::Subsidy { request, told: Box::new(crate::payments::answer(ask)) }
            }
            Effect::Verify { request, ask } => {
                let told = crate::rounds::answer(self.route.as_ref(), &ask);
                Done::Verify { request, told: Box::new(told) }
            }
            Effect::Lock | Effect::ImportCancel { .. } | Effect::Quit => return None,
        })
    }
}

fn opened(request: u64, wanted: kuqu::journal::EntityId) -> Done {
    let mut held = [household(), bare_household(), full_household()].into_iter();
    match held.find(|view| view.household == wanted) {
        Some(household) => Done::Household { request, household: Box::new(household) },
        None => Done::Failed { request, problem: Problem::HouseholdGone },
    }
}

fn request_of(effect: &Effect) -> Option<u64> {
    match effect {
        Effect::Unlock { request, .. }
        | Effect::LoadToday { request }
        | Effect::Search { request, .. }
        | Effect::ListFinding { request, .. }
        | Effect::OpenHousehold { request, .. }
        | Effect::Reveal { request, .. }
        | Effect::ImportPreview { request, .. }
        | Effect::ImportApply { request }
        | Effect::ImportRefused { request, .. }
        | Effect::ListNames { request, .. }
        | Effect::Export { request, .. }
        | Effect::Exchange { request, .. }
        | Effect::Keep { request, .. }
        | Effect::Petition { request, .. }
        | Effect::Subsidy { request, .. }
        | Effect::Verify { request, .. } => Some(*request),
        Effect::Form(effect) => Some(effect.request()).filter(|request| *request != 0),
        Effect::Lock | Effect::ImportCancel { .. } | Effect::Quit => None,
    }
}
