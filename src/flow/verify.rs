//! What the verification pane asks for and is told (核查往来). A whole village comes at once, so that going from household to
//! household waits for nobody.

use crate::domain::sex::Sex;
use crate::domain::verify::route::Mark;
use crate::domain::verify::stages::VisitResult;
use crate::flow::view::Revealed;
use crate::i18n::Both;
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The route of a village; without one of the village that was left last, or the first. Answered by `Route`.
    Route { village: Option<EntityId>, check: bool },
    /// One household anew; answered by `Household`.
    Household { household: EntityId, check: bool },
    /// Villages of the round with their counts; answered by `Villages`.
    Villages,
    /// All as recorded; answered by `Visited`.
    AsRecorded { household: EntityId, desk: bool, check: bool },
    /// A visit that came to nothing; answered by `Visited`.
    Result { household: EntityId, result: VisitResult },
    /// The other households: village report, no change; `count` as typed. Answered by `Reported` or `Refused`.
    Rest { village: EntityId, count: usize },
    /// A candidate is not that person, or it is not so; answered by `Household`.
    Dismiss { household: EntityId, candidate: String },
    /// The numbers of all members, recorded before; answered by `Revealed`.
    Reveal { household: EntityId },
    /// What waits for the office; answered by `Queue`.
    Queue,
    /// The list to be posted, as a file; answered by `Written` or `Refused`.
    Posting { village: EntityId, path: String },
    /// The change sheet of a person with the opinions, as a file; answered by `Written` or `Refused`.
    Change { person: EntityId, path: String },
    /// The visit record for signature, as a file; answered by `Written` or `Refused`.
    Sheet { household: EntityId, path: String },
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A village.
    Route(Box<RouteView>),
    /// One household, and the counts that changed with it.
    Household(Box<HouseholdLine>, Counts),
    /// Villages.
    Villages(Vec<VillageLine>),
    /// A visit is on the disk.
    Visited(Box<HouseholdLine>, Counts),
    /// The rest of a village is on the disk: how many; the route follows.
    Reported(usize),
    /// Nothing was written, and why.
    Refused(Both),
    /// Full numbers.
    Revealed(Vec<Revealed>),
    /// What waits for the office.
    Queue(Vec<QueueLine>),
    /// A file was written.
    Written(Both),
}

/// Progress of a village.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Households.
    pub households: usize,
    /// Through.
    pub done: usize,
    /// To be visited again.
    pub again: usize,
    /// Proposals that stand.
    pub proposals: usize,
}

/// A village of the round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageLine {
    /// The village.
    pub village: EntityId,
    /// Its name.
    pub name: String,
    /// Progress.
    pub counts: Counts,
}

/// A village's route.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RouteView {
    /// The period of the round; empty when none is under way.
    pub period: String,
    /// The village.
    pub village: EntityId,
    /// Its name.
    pub name: String,
    /// Households in the roster's order.
    pub households: Vec<HouseholdLine>,
    /// Progress.
    pub counts: Counts,
    /// Who visits today; empty as long as nobody said.
    pub team: Vec<String>,
    /// The blind second check: first answers are not shown.
    pub check: bool,
    /// Outcomes by their digit, 1 to 9, then 0.
    pub digits: Vec<(u16, Both)>,
}

/// A household of the route.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdLine {
    /// The household.
    pub household: EntityId,
    /// Its code.
    pub code: String,
    /// Its head's name.
    pub head: String,
    /// Its group.
    pub group: String,
    /// Address.
    pub address: String,
    /// Why it is marked, the most pressing first.
    pub marks: Vec<Mark>,
    /// Through.
    pub done: bool,
    /// Day of the last visit of any round, and what came of it.
    pub last: Option<(String, VisitResult)>,
    /// Members on the list today.
    pub members: Vec<MemberLine>,
}

/// A member of the route's household.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberLine {
    /// The person.
    pub person: EntityId,
    /// Name.
    pub name: String,
    /// What the look-up would find beside the name: former name and nickname.
    pub also: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Age.
    pub age: Option<u16>,
    /// Relation to the head.
    pub relation: Both,
    /// Masked numbers.
    pub id_number: String,
    /// Masked account.
    pub account: String,
    /// Masked phone.
    pub phone: String,
    /// What this round found; empty as long as nothing.
    pub outcome: Both,
    /// With its date.
    pub on: String,
    /// Values of the outcome in conflict.
    pub conflict: bool,
    /// Where the proposal stands; empty for none.
    pub proposed: Both,
    /// The office's comment on a return.
    pub comment: String,
    /// Waiting candidates.
    pub candidates: Vec<CandidateLine>,
}

/// A line of an outside list that may mean the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateLine {
    /// Its id.
    pub id: String,
    /// What the list claims, with its date.
    pub claim: Both,
    /// By what it was matched, with its score.
    pub by: Both,
    /// Code of the outcome.
    pub outcome: u16,
    /// The day, ISO; empty when the list has none.
    pub on: String,
}

/// A line of the office's queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLine {
    /// The person.
    pub person: EntityId,
    /// The household.
    pub household: EntityId,
    /// Name, code, village.
    pub who: String,
    /// Village.
    pub village: String,
    /// What is proposed, by which cause.
    pub asks: Both,
    /// When it happened.
    pub on: String,
    /// Evidence.
    pub evidence: Both,
    /// Where it stands.
    pub stage: Both,
    /// The decision waits for approval.
    pub to_approve: bool,
    /// Changed since the office returned it.
    pub changed: bool,
}
