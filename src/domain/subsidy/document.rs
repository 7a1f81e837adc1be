//! Reads rule documents (规则文件), strictly: what the program does not know, and what does not fit together in time, is
//! refused with its line. A rule that is half understood would pay half-understood money.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::super::day::{Day, Precision};
use super::super::migrant::Cohort;
use super::period::{Length, Period, after, before, months_later};
use super::rule::{
    Basis, Broken, Cause, Channel, Cutoff, DayUnit, Effective, Extension, Group, Joining, Mask,
    NaturalChange, Payee, Post, Proration, Recovery, Rule, Start, Surplus, Term, TopUp, Version,
};

/// Most years that a term may have; a slip of the keyboard, not a policy.
const YEARS_MAX: u32 = 60;
/// Most fen a year: a hundred thousand yuan, likewise.
const FEN_MAX: i64 = 10_000_000;

/// What is wrong with a rule document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A key that the program does not know.
    #[error("unknown key {0}")]
    UnknownKey(String),
    /// A key that has to be there.
    #[error("key {0} is missing")]
    MissingKey(String),
    /// Not TOML, or a value of another type; in the words of the reader.
    #[error("{0}")]
    Value(String),
    /// Two versions (or an extension and what it follows) hold at the same time.
    #[error("overlaps what is before it: {0}")]
    Overlap(String),
    /// Between two versions there are days without a rule.
    #[error("leaves a gap before {0}")]
    Gap(String),
    /// Ends before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// A version begins within a period of payment.
    #[error("{0} does not begin a period")]
    NotAtPeriod(String),
    /// The amount cannot be cut into whole fen a period or month.
    #[error("{0} fen a year cannot be cut evenly")]
    Uneven(i64),
    /// Two things of one name.
    #[error("{0} twice")]
    Twice(String),
    /// A name that stands nowhere else in the document: a group, a parameter, a cohort without a term.
    #[error("{0} is defined nowhere")]
    Undefined(String),
    /// An empty text, list or number where something has to stand.
    #[error("{0} is empty or out of range")]
    Empty(&'static str),
    /// A term whose end is not its start and its years.
    #[error("the term ends on {0}")]
    End(String),
}

/// A flaw with its line, from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct RuleError {
    /// Line of the document.
    pub line: usize,
    /// What is wrong.
    pub flaw: Flaw,
}

/// A full date, `2006-07-01`.
#[derive(Clone, Copy)]
struct Date(Day);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        let day = super::super::day::read(&text).ok().filter(|day| day.iso() == text);
        let day = day.filter(|day| day.precision() == Precision::Day);
        day.map(Date).ok_or_else(|| D::Error::custom(format!("{text} is no date")))
    }
}

impl<'de> Deserialize<'de> for Cutoff {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        if text == "cycle_end" {
            return Ok(Cutoff::CycleEnd);
        }
        // A leap year would let 29 February through, which most years do not have.
        let day = super::super::day::read(&format!("2001-{text}")).ok().and_then(Day::full);
        let day = day.filter(|(_, month, of_month)| text == format!("{month:02}-{of_month:02}"));
        day.map(|(_, month, of_month)| Cutoff::Yearly(month, of_month))
            .ok_or_else(|| D::Error::custom(format!("{text} is neither cycle_end nor a day like 12-31")))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CohortWord {
    Pre2006,
    Post2006,
}

impl CohortWord {
    fn cohort(self) -> Cohort {
        match self {
            CohortWord::Pre2006 => Cohort::Pre2006,
            CohortWord::Post2006 => Cohort::Post2006,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StartWord {
    Fixed,
    Relocated,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermText {
    cohort: Spanned<CohortWord>,
    start_rule: StartWord,
    start: Option<Date>,
    end: Option<Date>,
    years: u32,
    document: String,
    article: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionText {
    cohort: Spanned<CohortWord>,
    from: Option<Date>,
    months: u32,
    document: String,
    article: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionText {
    version: Spanned<u32>,
    valid_from: Spanned<Date>,
    valid_to: Option<Spanned<Date>>,
    legal_basis: Vec<Basis>,
    amount_fen_per_year: Spanned<i64>,
    period: Length,
    proration: Proration,
    first_period: Broken,
    last_period: Broken,
    stop_effective: Effective,
    restore_effective: Effective,
    suspend_extends_term: bool,
    review_cycle: Length,
    review_cutoff: Cutoff,
    publication_days: u32,
    publication_unit: DayUnit,
    natural_change: NaturalChange,
    public_post_kinds: Vec<Post>,
    town_status_keeps: bool,
    surplus_use: Surplus,
    payee: Payee,
    channel: Channel,
    approval_chain: Vec<String>,
    recovery: Recovery,
    #[serde(default)]
    extra_groups: Vec<Group>,
    #[serde(default)]
    top_ups: Vec<Spanned<TopUp>>,
    mask_profile: Mask,
    holiday_calendar_id: String,
    #[serde(default)]
    causes: Vec<Spanned<Cause>>,
    #[serde(default)]
    add_causes: Vec<Joining>,
    #[serde(default)]
    unsettled: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    rule_id: Spanned<String>,
    name: String,
    province_code: Spanned<String>,
    office_name: String,
    term: Vec<TermText>,
    #[serde(default)]
    extension: Vec<ExtensionText>,
    version: Vec<VersionText>,
}

/// Names that `unsettled` may give, beside those that stand here: all parameters of a version.
const PARAMETERS: &[&str] = &[
    "valid_from",
    "legal_basis",
    "amount_fen_per_year",
    "period",
    "proration",
    "first_period",
    "last_period",
    "stop_effective",
    "restore_effective",
    "suspend_extends_term",
    "review_cycle",
    "review_cutoff",
    "publication_days",
    "publication_unit",
    "natural_change",
    "public_post_kinds",
    "town_status_keeps",
    "surplus_use",
    "payee",
    "channel",
    "approval_chain",
    "recovery",
    "extra_groups",
    "top_ups",
    "mask_profile",
    "holiday_calendar_id",
    "causes",
    "add_causes",
];

/// Where in the text a thing stands.
struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn at(&self, byte: usize) -> usize {
        self.0.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
    }

    fn fault<T>(&self, span: Range<usize>, flaw: Flaw) -> Result<T, RuleError> {
        Err(RuleError { line: self.at(span.start), flaw })
    }
}

/// Reads a document; everything that is not fully understood is refused.
pub fn read(text: &str) -> Result<Rule, RuleError> {
    let lines = Lines(text);
    let read: RuleText = match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => return lines.fault(error.span().unwrap_or(0..0), flaw_of(&error)),
    };
    for (word, field) in [(&read.rule_id, "rule_id"), (&read.province_code, "province_code")] {
        if word.get_ref().trim().is_empty() {
            return lines.fault(word.span(), Flaw::Empty(field));
        }
    }
    let terms = terms(&lines, &read.term)?;
    let extensions = extensions(&lines, &read.extension, &terms)?;
    let rule = Rule {
        rule_id: read.rule_id.into_inner(),
        name: read.name,
        province_code: read.province_code.into_inner(),
        office_name: read.office_name,
        terms,
        extensions,
        versions: versions(&lines, read.version)?,
    };
    if rule.versions.is_empty() {
        return lines.fault(0..0, Flaw::Empty("version"));
    }
    Ok(rule)
}

/// The reader's own words name the key between backquotes.
fn flaw_of(error: &toml::de::Error) -> Flaw {
    let said = error.message();
    let key = said.split('`').nth(1).unwrap_or_default().to_owned();
    if said.starts_with("unknown field") {
        Flaw::UnknownKey(key)
    } else if said.starts_with("missing field") {
        Flaw::MissingKey(key)
    } else {
        Flaw::Value(said.to_owned())
    }
}

fn terms(lines: &Lines<'_>, texts: &[TermText]) -> Result<Vec<Term>, RuleError> {
    let (mut seen, mut terms) = (BTreeSet::new(), Vec::new());
    for text in texts {
        let (span, cohort) = (text.cohort.span(), text.cohort.get_ref().cohort());
        if !seen.insert(cohort) {
            return lines.fault(span, Flaw::Twice(cohort.name().to_owned()));
        }
        if text.years == 0 || text.years > YEARS_MAX {
            return lines.fault(span, Flaw::Empty("years"));
        }
        let start = match (text.start_rule, text.start) {
            (StartWord::Fixed, Some(Date(day))) => Start::Fixed(day),
            (StartWord::Relocated, None) => Start::Relocated,
            _ => return lines.fault(span, Flaw::Empty("start")),
        };
        let basis = basis(lines, &span, &text.document, &text.article)?;
        if let (Start::Fixed(day), Some(Date(end))) = (start, text.end) {
            let computed = months_later(day, text.years * 12).and_then(before);
            if computed != Some(end) {
                let computed = computed.map(Day::iso).unwrap_or_default();
                return lines.fault(span, Flaw::End(computed));
            }
        } else if text.end.is_some() {
            return lines.fault(span, Flaw::Empty("end"));
        }
        terms.push(Term { cohort, start, years: text.years, basis });
    }
    Ok(terms)
}

/// An extension of a cohort with a fixed term says from when; it must be the day after what it follows.
fn extensions(
    lines: &Lines<'_>,
    texts: &[ExtensionText],
    terms: &[Term],
) -> Result<Vec<Extension>, RuleError> {
    let mut extensions: Vec<Extension> = Vec::new();
    for text in texts {
        let (span, cohort) = (text.cohort.span(), text.cohort.get_ref().cohort());
        let Some(term) = terms.iter().find(|term| term.cohort == cohort) else {
            return lines.fault(span, Flaw::Undefined(cohort.name().to_owned()));
        };
        if text.months == 0 || text.months > YEARS_MAX * 12 {
            return lines.fault(span, Flaw::Empty("months"));
        }
        let before: u32 =
            extensions.iter().filter(|more| more.cohort == cohort).map(|more| more.months).sum();
        let expected = match term.start {
            Start::Fixed(day) => months_later(day, term.years * 12 + before),
            Start::Relocated => None,
        };
        match (expected, text.from) {
            (Some(expected), Some(Date(from))) if from < expected => {
                return lines.fault(span, Flaw::Overlap(from.iso()));
            }
            (Some(expected), Some(Date(from))) if from > expected => {
                return lines.fault(span, Flaw::Gap(from.iso()));
            }
            (Some(_), None) | (None, Some(_)) => return lines.fault(span, Flaw::Empty("from")),
            _ => {}
        }
        let basis = basis(lines, &span, &text.document, &text.article)?;
        extensions.push(Extension { cohort, months: text.months, basis });
    }
    Ok(extensions)
}

fn basis(lines: &Lines<'_>, span: &Range<usize>, document: &str, article: &str) -> Result<Basis, RuleError> {
    let empty = if document.trim().is_empty() { "document" } else { "article" };
    if document.trim().is_empty() || article.trim().is_empty() {
        return lines.fault(span.clone(), Flaw::Empty(empty));
    }
    Ok(Basis { document: document.to_owned(), article: article.to_owned() })
}

fn versions(lines: &Lines<'_>, texts: Vec<VersionText>) -> Result<Vec<Version>, RuleError> {
    let mut versions: Vec<Version> = Vec::new();
    for text in texts {
        let (from, number) = (text.valid_from.get_ref().0, *text.version.get_ref());
        if let Some(last) = versions.last() {
            if number <= last.version {
                return lines.fault(text.version.span(), Flaw::Twice(number.to_string()));
            }
            let expected = last.valid_to.and_then(after);
            if expected.is_none_or(|expected| from < expected) {
                return lines.fault(text.valid_from.span(), Flaw::Overlap(from.iso()));
            }
            if expected.is_some_and(|expected| from > expected) {
                return lines.fault(text.valid_from.span(), Flaw::Gap(from.iso()));
            }
            // A period that two versions share would have two amounts.
            if [last.period, text.period].iter().any(|length| Period::of(*length, from).first() != from) {
                return lines.fault(text.valid_from.span(), Flaw::NotAtPeriod(from.iso()));
            }
        }
        if let Some(to) = &text.valid_to
            && to.get_ref().0 < from
        {
            return lines.fault(to.span(), Flaw::Backwards);
        }
        coherent(lines, &text)?;
        versions.push(version(text));
    }
    Ok(versions)
}

/// What one version must hold by itself.
fn coherent(lines: &Lines<'_>, text: &VersionText) -> Result<(), RuleError> {
    let here = text.version.span();
    let (fen, at) = (*text.amount_fen_per_year.get_ref(), text.amount_fen_per_year.span());
    if !(1..=FEN_MAX).contains(&fen) {
        return lines.fault(at, Flaw::Empty("amount_fen_per_year"));
    }
    let slices = match text.proration {
        Proration::ByMonth => 12,
        Proration::WholePeriod | Proration::ByDay => i64::from(text.period.in_a_year()),
    };
    if fen % slices != 0 {
        return lines.fault(at, Flaw::Uneven(fen));
    }
    if text.legal_basis.is_empty() {
        return lines.fault(here, Flaw::Empty("legal_basis"));
    }
    for one in &text.legal_basis {
        basis(lines, &here, &one.document, &one.article)?;
    }
    let mut seen = BTreeSet::new();
    for cause in &text.causes {
        let (one, at) = (cause.get_ref(), cause.span());
        basis(lines, &at, &one.document, &one.article)?;
        if one.code.trim().is_empty() || one.label.trim().is_empty() {
            return lines.fault(at, Flaw::Empty("code"));
        }
        if !seen.insert(one.code.as_str()) {
            return lines.fault(at, Flaw::Twice(one.code.clone()));
        }
    }
    for top_up in &text.top_ups {
        let (one, at) = (top_up.get_ref(), top_up.span());
        basis(lines, &at, &one.document, &one.article)?;
        if !text.extra_groups.iter().any(|group| group.code == one.group) {
            return lines.fault(at, Flaw::Undefined(one.group.clone()));
        }
        if one.amount_fen_per_year <= 0 || one.amount_fen_per_year % slices != 0 {
            return lines.fault(at, Flaw::Uneven(one.amount_fen_per_year));
        }
    }
    for name in &text.unsettled {
        if !PARAMETERS.contains(&name.get_ref().as_str()) {
            return lines.fault(name.span(), Flaw::Undefined(name.get_ref().clone()));
        }
    }
    Ok(())
}

fn version(text: VersionText) -> Version {
    Version {
        version: text.version.into_inner(),
        valid_from: text.valid_from.into_inner().0,
        valid_to: text.valid_to.map(|to| to.into_inner().0),
        legal_basis: text.legal_basis,
        amount_fen_per_year: text.amount_fen_per_year.into_inner(),
        period: text.period,
        proration: text.proration,
        first_period: text.first_period,
        last_period: text.last_period,
        stop_effective: text.stop_effective,
        restore_effective: text.restore_effective,
        suspend_extends_term: text.suspend_extends_term,
        review_cycle: text.review_cycle,
        review_cutoff: text.review_cutoff,
        publication_days: text.publication_days,
        publication_unit: text.publication_unit,
        natural_change: text.natural_change,
        public_post_kinds: text.public_post_kinds,
        town_status_keeps: text.town_status_keeps,
        surplus_use: text.surplus_use,
        payee: text.payee,
        channel: text.channel,
        approval_chain: text.approval_chain,
        recovery: text.recovery,
        extra_groups: text.extra_groups,
        top_ups: text.top_ups.into_iter().map(Spanned::into_inner).collect(),
        mask_profile: text.mask_profile,
        holiday_calendar_id: text.holiday_calendar_id,
        causes: text.causes.into_iter().map(Spanned::into_inner).collect(),
        add_causes: text.add_causes,
        unsettled: text.unsettled.into_iter().map(Spanned::into_inner).collect(),
    }
}
