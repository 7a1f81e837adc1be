//! From the look-up's own results to what the screen shows (查询结果): why each piece of a query matches.

use crate::flow::view::MatchPart;
use crate::i18n::lookup::MatchReason;
use crate::search::{Match, Spelling, What};

impl From<&Match> for MatchPart {
    fn from(part: &Match) -> Self {
        Self {
            typed: part.fragment.clone(),
            reason: reason(part.what),
            met: part.value.clone(),
            approximate: part.approx,
        }
    }
}

fn reason(what: What) -> MatchReason {
    match what {
        What::Code => MatchReason::Code,
        What::HouseholdCode => MatchReason::HouseholdCode,
        What::CodePart => MatchReason::CodePart,
        What::Name(Spelling::Text) => MatchReason::Name,
        What::Name(Spelling::FullPinyin) => MatchReason::FullPinyin,
        What::Name(Spelling::Initials) => MatchReason::Initials,
        What::Name(Spelling::Mixed) => MatchReason::Mixed,
        What::FormerName(_) => MatchReason::FormerName,
        What::Nickname(_) => MatchReason::Nickname,
        What::IdNumber => MatchReason::IdNumber,
        What::IdTail => MatchReason::IdTail,
        What::IdPart => MatchReason::IdPart,
        What::Phone => MatchReason::Phone,
        What::PhoneTail => MatchReason::PhoneTail,
        What::PhonePart => MatchReason::PhonePart,
        What::Account => MatchReason::Account,
        What::AccountTail => MatchReason::AccountTail,
        What::AccountPart => MatchReason::AccountPart,
        What::Village(_) => MatchReason::Village,
        What::Township(_) => MatchReason::Township,
        What::Group => MatchReason::Group,
        What::BirthYear => MatchReason::BirthYear,
        What::BirthDate => MatchReason::BirthDate,
    }
}
