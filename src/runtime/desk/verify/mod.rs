//! Verification on the desk (核查办理): rounds, the route of a village, visits, proposals and decisions, outside lists, postings.

mod forms;
mod hanging;
mod lists;
mod look;
mod office;
mod posting;
mod visit;

use super::{Desk, DeskError};
use crate::domain::acts::{Fact, Held, Severity};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::place::{Found, Level};
use crate::domain::setting;
use crate::domain::verify::guard::Doubt;
use crate::domain::verify::period::Span;
use crate::domain::verify::records::{round_key, stage_of};
use crate::domain::verify::{Round, Rules, Stage, acts, rules};
use crate::flow::form::{FormAct, SavedAct};
use crate::i18n::verify::VerifySay;
use crate::journal::{Act, EntityId, RecordKey};
use crate::store::StoreError;
use crate::text::fold_search;
use crate::text::pinyin::spells;

pub use hanging::PaperOf;
pub use lists::{Matched, Suspicion};
pub use look::{Household, Member, Village};
pub use office::{Deciding, Queued};
pub use posting::{PostingWish, Summary};
pub use visit::{MemberEntry, Team, VisitEntry};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// What is to be said.
    #[error("{0:?}")]
    Say(VerifySay),
    /// The folder.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for VerifyError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<VerifySay> for VerifyError {
    fn from(say: VerifySay) -> Self {
        Self::Say(say)
    }
}

/// Stops for errors, and for warnings without a reason.
fn hold(mut facts: Vec<Fact>, why: Option<&str>) -> Result<(), VerifyError> {
    if facts.iter().any(|fact| fact.severity() == Severity::Error) {
        facts.retain(|fact| fact.severity() == Severity::Error);
        return Err(VerifySay::Refused(facts).into());
    }
    facts.retain(|fact| fact.severity() == Severity::Warning);
    let reasoned = why.is_some_and(|why| !why.trim().is_empty());
    if facts.is_empty() || reasoned { Ok(()) } else { Err(VerifySay::ReasonWanted(facts).into()) }
}

impl Desk {
    /// Every round that stands.
    pub fn rounds(&self) -> Result<Vec<Round>, StoreError> {
        self.folder.ask(|state| {
            let mut rounds = Vec::new();
            state.each(kind::ROUND, |key, record| {
                let round = Round::from_record(key, &record);
                if round.common.stands() && round.period.shown.is_some() {
                    rounds.push(round);
                }
            })?;
            Ok(rounds)
        })
    }

    /// The round that is under way: of several the one with the latest cut-off day.
    pub fn round(&self) -> Result<Option<Round>, StoreError> {
        let open = |round: &Round| stage_of(&round.stage).is_some_and(|(stage, _)| stage == Stage::Open);
        let rounds = self.rounds()?.into_iter().filter(open);
        Ok(rounds.max_by_key(|round| (round.cutoff.shown, round.period.shown.clone(), round.entity())))
    }

    /// The round under way, or the sentence that there is none.
    pub fn round_at_hand(&self) -> Result<Round, VerifyError> {
        self.round()?.ok_or_else(|| VerifySay::Refused(vec![Fact::Verify(Doubt::NoRound)]).into())
    }

    /// The rule of a round, else the office's.
    pub fn verify_rules(&self, round: Option<&Round>) -> Result<&'static Rules, StoreError> {
        let chosen = match round.and_then(|round| round.rule.shown.clone()) {
            Some(rule) => Some(rule),
            None => self.setting(setting::VERIFY_RULES)?,
        };
        Ok(rules::rules(chosen.as_deref()))
    }

    /// The village of a typed name, TOWNSHIP/VILLAGE, or pinyin initials that mean one village alone.
    pub fn village_named(&self, typed: &str) -> Result<EntityId, VerifyError> {
        let places = &self.roll.places;
        let found = match typed.split_once('/') {
            Some((township, village)) => places.village(township.trim(), village.trim()),
            None => places.find(Level::Village, typed, None),
        };
        match found {
            Found::One(village) => Ok(village),
            Found::Many(all) => {
                let name = |village: &EntityId| {
                    format!("{}/{}", self.roll.township(*village), self.roll.place(*village))
                };
                let all = all.iter().map(name).collect();
                Err(VerifySay::ManyVillages(typed.to_owned(), all).into())
            }
            Found::Nothing => self.village_spelt(typed),
        }
    }

    fn village_spelt(&self, typed: &str) -> Result<EntityId, VerifyError> {
        let initials = fold_search(typed);
        let nodes = self.roll.places.at_level(Level::Village);
        let mut fitting = nodes
            .iter()
            .filter(|node| !initials.is_empty() && spells(&initials, self.roll.place(node.entity)));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Ok(only.entity),
            _ => Err(VerifySay::NoVillage(typed.to_owned()).into()),
        }
    }

    /// Opens a round for a period; `villages` by name, none = all.
    pub fn open_round(
        &mut self,
        act: Act,
        period: &str,
        cutoff: Day,
        villages: &[String],
        why: Option<&str>,
    ) -> Result<VerifySay, VerifyError> {
        let span = Span::read(period).ok_or_else(|| VerifySay::NoPeriod(period.to_owned()))?;
        let villages: Vec<EntityId> =
            villages.iter().map(|name| self.village_named(name)).collect::<Result<_, _>>()?;
        let data_set = self.folder.ask(|state| Ok(state.ledger().data_set()))?;
        let key = round_key(data_set, &span.text());
        let held = self.held_or_blank(key)?;
        let mut doubts = Vec::new();
        if acts::held_stage(&held, crate::domain::kinds::round::STAGE).is_some() {
            doubts.push(Doubt::RoundOpen(span.text()));
        }
        if !span.holds(cutoff) {
            doubts.push(Doubt::CutoffOutside(span.text()));
        }
        hold(doubts.into_iter().map(Fact::Verify).collect(), why)?;
        let rule = self.verify_rules(None)?.id.clone();
        let count = villages.len();
        let new = acts::NewRound { period: span.text(), cutoff, villages, rule };
        let about = span.text();
        let report = SavedAct { act: FormAct::Round, about, household: EntityId::ZERO, person: None };
        self.write_undoably(act, acts::open_round(&held, &new), &report)?;
        Ok(VerifySay::RoundOpened(span.text(), cutoff.iso(), count))
    }

    /// A record as it is now; a blank one where nothing was written.
    fn held_or_blank(&self, key: RecordKey) -> Result<Held, DeskError> {
        Ok(self.held(key)?.unwrap_or_else(|| Held::blank(key)))
    }

    /// The villages of a round that this machine holds, in the order of the districts.
    pub fn round_villages(&self, round: &Round) -> Vec<EntityId> {
        let held: std::collections::BTreeSet<EntityId> =
            self.roll.households.values().map(|row| row.village).collect();
        let chosen = round.villages.shown.as_deref().unwrap_or_default();
        let nodes = self.roll.places.at_level(Level::Village).into_iter().map(|node| node.entity);
        nodes
            .filter(|village| !self.roll.left.contains(village))
            .filter(|village| held.contains(village) && (chosen.is_empty() || chosen.contains(village)))
            .collect()
    }
}
