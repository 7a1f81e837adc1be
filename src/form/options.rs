//! Where the options of coded fields come from (选项来源): the shipped code lists, or lists that the pane hands in.

use std::collections::BTreeMap;

use super::answers::Datum;
use crate::domain::day::Day;
use crate::domain::rulebook::{self, CodeList};
use crate::i18n::form as words;
use crate::journal::EntityId;

/// A list of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// 性别
    Sex,
    /// 民族
    Ethnic,
    /// 与户主关系
    Relation,
    /// 人口类别
    MigrantKind,
    /// 扶持方式
    SupportMode,
    /// 户口性质
    Registration,
    /// Why somebody comes into a household.
    ReasonIn,
    /// Why somebody leaves one.
    ReasonOut,
    /// 是否
    YesNo,
    /// 理由, as free text.
    Why,
    /// Groups of the village (handed in).
    Groups,
    /// Settlement points (handed in).
    Settlements,
    /// Members of the household (handed in).
    Members,
    /// Households within reach (handed in).
    Households,
    /// Villages of this machine (handed in).
    Villages,
    /// Outcomes of the rule document (handed in).
    Outcomes,
    /// Kinds of evidence (handed in).
    Evidence,
    /// How an account was checked (handed in).
    AccountCheck,
    /// What came of a visit (handed in).
    VisitResults,
    /// Why fewer officers came (handed in).
    FewOfficers,
    /// Whose opinion (handed in).
    Levels,
    /// Fields that a return can be about (handed in).
    ReturnFields,
    /// Causes of the rule document (handed in).
    Causes,
    /// By which way a petition came (handed in).
    Channels,
    /// What kind of petition (handed in).
    ItemKinds,
    /// What it is about (handed in).
    Topics,
    /// From whom it came (handed in).
    From,
    /// Real name, anonymous, unclear (handed in).
    RealName,
    /// Steps that may be taken now (handed in).
    PetitionActs,
    /// Routes (handed in).
    Routes,
    /// What an opinion says (handed in).
    PetitionOutcomes,
    /// How the person rates (handed in).
    Ratings,
    /// Officers who can handle a petition (handed in).
    Handlers,
    /// Petitions that this one may repeat (handed in, also while typing).
    Repeats,
    /// How two petitions hang together (handed in).
    Ties,
    /// How one was in touch (handed in).
    Contacts,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What an officer types for it: the code, or its place in a list that was handed in.
    pub number: u32,
    /// What it means.
    pub datum: Datum,
    /// What is shown and written into the field.
    pub name: String,
    /// Other words for it.
    pub also: Vec<String>,
}

impl Choice {
    /// An option of a list handed in, `number` from 1.
    pub fn entity(number: u32, entity: EntityId, name: impl Into<String>, also: Vec<String>) -> Self {
        Self { number, datum: Datum::Ref(entity), name: name.into(), also }
    }
}

/// A member of the household at hand, as the checks of its acts need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFacts {
    /// The person.
    pub person: EntityId,
    /// Birth.
    pub birth: Option<Day>,
    /// Death.
    pub death: Option<Day>,
    /// Sex code.
    pub sex: Option<u16>,
    /// First day in the household.
    pub joined: Option<Day>,
    /// Is the head.
    pub is_head: bool,
    /// The last day on which a visit saw the person.
    pub seen_on: Option<Day>,
    /// Code of another household that the person is in as well.
    pub elsewhere: Option<String>,
}

/// What a form may know beside its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The date at UTC+8, or as `--today` says.
    pub today: Day,
    /// Lists handed in.
    pub lists: BTreeMap<Source, Vec<Choice>>,
    /// Defaults by field id.
    pub defaults: BTreeMap<&'static str, Datum>,
    /// What the record before this one said: by section and field id, the text of its last row. The source of repeat.
    pub last: BTreeMap<(&'static str, &'static str), String>,
    /// Members of the household at hand.
    pub members: Vec<MemberFacts>,
    /// The person at hand.
    pub person: Option<EntityId>,
    /// The household at hand.
    pub household: Option<EntityId>,
    /// Household codes taken in the village, if a code is entered.
    pub codes: Vec<String>,
    /// The record at hand is set aside.
    pub is_void: bool,
    /// Id of the rule document of verification; empty = the default.
    pub rule: String,
}

impl Context {
    /// A context with nothing but the date.
    pub fn new(today: Day) -> Self {
        Self {
            today,
            lists: BTreeMap::new(),
            defaults: BTreeMap::new(),
            last: BTreeMap::new(),
            members: Vec::new(),
            person: None,
            household: None,
            codes: Vec::new(),
            is_void: false,
            rule: String::new(),
        }
    }

    /// The facts of one member.
    pub fn member(&self, person: Option<EntityId>) -> Option<&MemberFacts> {
        self.members.iter().find(|member| Some(member.person) == person)
    }

    /// The options of a source.
    pub fn options(&self, source: Source) -> Vec<Choice> {
        let lists = rulebook::words();
        match source {
            Source::Sex => shipped(&lists.sex, |_| true),
            Source::Ethnic => shipped(&lists.ethnic, |_| true),
            Source::Relation => shipped(&lists.relation, |_| true),
            Source::MigrantKind => shipped(&lists.migrant_kind, |_| true),
            Source::SupportMode => shipped(&lists.support_mode, |_| true),
            Source::Registration => shipped(&lists.registration, |_| true),
            Source::ReasonIn => shipped(&lists.reason, |code| code < REASON_OUT_FROM),
            Source::ReasonOut => shipped(&lists.reason, |code| code > REASON_OUT_FROM),
            Source::YesNo => words::YES_NO.into_iter().zip(1..).map(yes_no).collect(),
            Source::Why => words::USUAL_REASONS.iter().zip(1..).map(usual).collect(),
            handed => self.lists.get(&handed).cloned().unwrap_or_default(),
        }
    }
}

/// Codes of the list of reasons: below, somebody comes; this one is death, an act of its own; above, somebody leaves.
const REASON_OUT_FROM: u16 = 11;

fn shipped(list: &CodeList, wanted: impl Fn(u16) -> bool) -> Vec<Choice> {
    let choice = |entry: &rulebook::Entry| Choice {
        number: entry.code.into(),
        datum: Datum::Code(entry.code),
        name: entry.name.clone(),
        also: entry.also.clone(),
    };
    list.entries().iter().filter(|entry| wanted(entry.code)).map(choice).collect()
}

fn yes_no(((zh, en), number): ((&str, &str), u32)) -> Choice {
    Choice { number, datum: Datum::Yes(number == 1), name: zh.to_owned(), also: vec![en.to_owned()] }
}

fn usual(((zh, en), number): (&(&str, &str), u32)) -> Choice {
    Choice {
        number,
        datum: Datum::Text((*zh).to_owned()),
        name: (*zh).to_owned(),
        also: vec![(*en).to_owned()],
    }
}
