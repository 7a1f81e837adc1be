//! Rules of direct support as data (扶持规则): every parameter that differs between provinces (domain.md 1.11), dated.

use serde::Deserialize;

use super::super::day::Day;
use super::super::migrant::Cohort;
use super::period::{self, Length, Period};

macro_rules! word {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in the order of this list.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word in a rule document.
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }
    };
}

word!(
    /// When a stop or a return takes effect (停发生效).
    Effective {
        /// On the day itself, which no longer counts.
        EventDate = "event_date",
        /// On the first of the next month.
        NextMonth = "next_month",
        /// With the next period of payment.
        NextPeriod = "next_period",
        /// With the next quarter.
        NextQuarter = "next_quarter",
        /// With the next half-year.
        NextHalf = "next_half",
        /// On the next 1 January.
        NextYear = "next_year",
    }
);

word!(
    /// How a broken period is counted.
    Proration {
        /// Wholly or not at all.
        WholePeriod = "whole_period",
        /// By months.
        ByMonth = "by_month",
        /// By days, rounded half up to the fen.
        ByDay = "by_day",
    }
);

word!(
    /// Whether the broken unit at an end of the term counts: the period, or with `by_month` the month.
    Broken {
        /// It does.
        Counted = "counted",
        /// It does not.
        NotCounted = "not_counted",
    }
);

word!(
    /// How days of publication are counted.
    DayUnit {
        /// Days of the calendar.
        Calendar = "calendar",
        /// Working days.
        Working = "working",
    }
);

word!(
    /// What is done about births, deaths and marriages (自然变化).
    NaturalChange {
        /// A fixed list that only shrinks.
        OnlyReductions = "only_reductions",
        /// Left to city or county.
        LeftToCounty = "left_to_county",
        /// Reduced and restored as things happen.
        Dynamic = "dynamic",
    }
);

word!(
    /// Posts that end support (公职).
    Post {
        /// State organ.
        Organ = "organ",
        /// Public institution.
        Institution = "institution",
        /// State company.
        StateCompany = "state_company",
    }
);

word!(
    /// What becomes of money that is left over (结余).
    Surplus {
        /// Projects of the migrant's own village or group.
        OwnVillage = "own_village",
        /// Pooled in the county.
        CountyPool = "county_pool",
        /// Projects that the county approves.
        CountyProjects = "county_projects",
    }
);

word!(
    /// Whose account is paid into (收款人).
    Payee {
        /// The person's.
        Person = "person",
        /// The guardian's, of a child; else the person's.
        Guardian = "guardian",
        /// The head's.
        Head = "head",
        /// A book of the household.
        HouseholdBook = "household_book",
    }
);

word!(
    /// By what the money goes (发放渠道).
    Channel {
        /// 一卡通
        OneCard = "one_card",
        /// 社保卡
        SocialSecurityCard = "social_security_card",
        /// A book of the rural credit union.
        CreditUnionBook = "credit_union_book",
    }
);

word!(
    /// Who gets over-paid money back (追缴).
    Recoverer {
        /// The village that reported late is liable.
        Village = "village",
        /// The paying bank.
        Bank = "bank",
        /// The office.
        Office = "office",
    }
);

word!(
    /// What a cause does.
    Effect {
        /// 核减
        Reduce = "reduce",
        /// 暂停
        Suspend = "suspend",
        /// Paid out later, once it is settled: 暂缓
        Hold = "hold",
    }
);

word!(
    /// How many figures of a number a published list shows.
    Mask {
        /// None: posting lists name people without numbers.
        NoNumbers = "no_numbers",
        /// The last four.
        LastFour = "last_four",
    }
);

/// The day by which a review is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cutoff {
    /// The last day of the review's own cycle.
    CycleEnd,
    /// A day of the year: month and day.
    Yearly(u32, u32),
}

/// Where a rule comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Title or number.
    pub document: String,
    /// Article, paragraph or heading.
    pub article: String,
}

/// A cause for leaving the list (核减、停发原因).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// R1 to R15 of the domain's list, or the office's own.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// What it does.
    pub effect: Effect,
    /// What proves it.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// True if the person may come back.
    pub restorable: bool,
    /// True if the periods between are paid after a return.
    pub backpay: bool,
    /// Column of the report in which it counts.
    pub reports_as: String,
    /// The document in which it stands.
    pub document: String,
    /// Article, paragraph or heading there.
    pub article: String,
}

/// A cause for joining the list (核增原因).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// True if it needs an approval with a number.
    pub approval: bool,
}

/// A group beside the migrants proper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
}

/// Money that a province adds for a group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// Code of the group.
    pub group: String,
    /// Fen a year.
    pub amount_fen_per_year: i64,
    /// The document in which it stands.
    pub document: String,
    /// Article, paragraph or heading there.
    pub article: String,
}

/// Recovery of what was paid too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// Who gets it back.
    pub by: Recoverer,
    /// Within how many months; 0 = no term is set.
    pub months: u32,
}

/// The rule as it stood from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub version: u32,
    /// First day.
    pub valid_from: Day,
    /// Last day; none = until another follows.
    pub valid_to: Option<Day>,
    /// Where it stands; the first one is printed with amounts.
    pub legal_basis: Vec<Basis>,
    /// Fen a person and year.
    pub amount_fen_per_year: i64,
    /// How often it is paid.
    pub period: Length,
    /// How broken periods count.
    pub proration: Proration,
    /// The broken unit at the begin of the term.
    pub first_period: Broken,
    /// The broken unit at its end.
    pub last_period: Broken,
    /// When a stop takes effect.
    pub stop_effective: Effective,
    /// When a return takes effect.
    pub restore_effective: Effective,
    /// True if suspended periods are added at the term's end.
    pub suspend_extends_term: bool,
    /// How often the list is reviewed.
    pub review_cycle: Length,
    /// By when.
    pub review_cutoff: Cutoff,
    /// How long a list hangs.
    pub publication_days: u32,
    /// Days of which kind.
    pub publication_unit: DayUnit,
    /// Births, deaths, marriages.
    pub natural_change: NaturalChange,
    /// Posts that end support.
    pub public_post_kinds: Vec<Post>,
    /// True if who took part in the town-status reform (农转城) keeps the migrant's identity.
    pub town_status_keeps: bool,
    /// Left-over money.
    pub surplus_use: Surplus,
    /// Whose account.
    pub payee: Payee,
    /// By what.
    pub channel: Channel,
    /// Who checks, from below.
    pub approval_chain: Vec<String>,
    /// Over-paid money.
    pub recovery: Recovery,
    /// Groups beside the migrants proper.
    pub extra_groups: Vec<Group>,
    /// What they get in addition.
    pub top_ups: Vec<TopUp>,
    /// Numbers on published lists.
    pub mask_profile: Mask,
    /// Which calendar tells working days.
    pub holiday_calendar_id: String,
    /// Causes for leaving.
    pub causes: Vec<Cause>,
    /// Causes for joining.
    pub add_causes: Vec<Joining>,
    /// Parameters that no source settles: the office's assumption.
    pub unsettled: Vec<String>,
}

impl Version {
    /// The cause of that code.
    pub fn cause(&self, code: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.code == code)
    }

    /// The first day on which an event of that day has its effect.
    pub fn effect_of(&self, when: Effective, on: Day) -> Day {
        let length = match when {
            Effective::EventDate => return on.last(),
            Effective::NextMonth => Length::Month,
            Effective::NextPeriod => self.period,
            Effective::NextQuarter => Length::Quarter,
            Effective::NextHalf => Length::Half,
            Effective::NextYear => Length::Year,
        };
        Period::of(length, on.last()).next().first()
    }

    /// The day by which the review is made that a day belongs to.
    pub fn review_due(&self, day: Day) -> Option<Day> {
        match self.review_cutoff {
            Cutoff::CycleEnd => Some(Period::of(self.review_cycle, day).last()),
            Cutoff::Yearly(month, of_month) => Day::ymd(day.year(), month, of_month),
        }
    }

    /// True if a parameter is the office's own assumption.
    pub fn is_unsettled(&self, parameter: &str) -> bool {
        self.unsettled.iter().any(|name| name == parameter)
    }
}

/// When a term begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// On one day for all.
    Fixed(Day),
    /// On the day on which the person's relocation was completed.
    Relocated,
}

/// The term of a cohort (扶持期限).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whose.
    pub cohort: Cohort,
    /// From when.
    pub start: Start,
    /// How many years.
    pub years: u32,
    /// Where it stands.
    pub basis: Basis,
}

/// More time for a cohort, from the day after its term (延长).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Whose.
    pub cohort: Cohort,
    /// By how many months.
    pub months: u32,
    /// Where it stands.
    pub basis: Basis,
}

/// A rule document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub rule_id: String,
    /// What it is called.
    pub name: String,
    /// Two digits.
    pub province_code: String,
    /// What the office is called there.
    pub office_name: String,
    /// One for each cohort that it knows.
    pub terms: Vec<Term>,
    /// In the order in which they follow.
    pub extensions: Vec<Extension>,
    /// In the order of time, without gap or overlap.
    pub versions: Vec<Version>,
}

impl Rule {
    /// Index of the version in force on a day.
    pub fn version_on(&self, day: Day) -> Option<usize> {
        let on = day.first();
        let holds =
            |version: &Version| version.valid_from <= on && version.valid_to.is_none_or(|to| on <= to);
        self.versions.iter().position(holds)
    }

    /// The version that rules a period: that of its first day, or of the rule's own first day where it begins within.
    pub fn version_of(&self, period: Period) -> Option<usize> {
        let begin = self.versions.first().map(|version| version.valid_from)?;
        let on = if period.holds(begin) { begin } else { period.first() };
        self.version_on(on)
    }

    /// The period in which a day lies, in the length that holds then; outside of all versions in the nearest one's.
    pub fn period_of(&self, day: Day) -> Option<Period> {
        let first = self.versions.first()?;
        let nearest = if day.first() < first.valid_from { first } else { self.versions.last()? };
        let version = self.version_on(day).map_or(nearest, |at| &self.versions[at]);
        Some(Period::of(version.period, day))
    }

    /// The period after: in the length that holds then.
    pub fn next(&self, period: Period) -> Period {
        self.period_of(period.next().first()).unwrap_or_else(|| period.next())
    }

    /// The term of a cohort.
    pub fn term(&self, cohort: Cohort) -> Option<&Term> {
        self.terms.iter().find(|term| term.cohort == cohort)
    }

    /// Months by which a cohort's term was made longer.
    pub fn extended(&self, cohort: Cohort) -> u32 {
        self.extensions.iter().filter(|more| more.cohort == cohort).map(|more| more.months).sum()
    }

    /// First and last day of a person's term; none without a day of relocation where the term begins with it.
    pub fn span(&self, cohort: Cohort, relocated: Option<Day>) -> Option<(Day, Day)> {
        let term = self.term(cohort)?;
        let start = match term.start {
            Start::Fixed(day) => day,
            Start::Relocated => relocated?.first(),
        };
        let end = period::months_later(start, term.years * 12 + self.extended(cohort))?;
        Some((start, period::before(end)?))
    }
}
