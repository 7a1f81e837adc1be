//! What goes into the look-up and what comes out: entries in, hits with structured explanations out.

use crate::journal::EntityId;

/// What a record is to the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A person (人口): found by everything.
    Person,
    /// A household (户): found by its code.
    Household,
    /// A village (村): found by its name.
    Village,
}

/// One record as the look-up needs it; text as it is stored, empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// The record; one entry for each.
    pub entity: EntityId,
    /// Its household; the record itself for a household, zeros for a village.
    pub household: EntityId,
    /// Its village; the record itself for a village.
    pub village_id: EntityId,
    /// Person code, household code or village code (人口编号, 户编号).
    pub code: String,
    /// Name of the person or village.
    pub name: String,
    /// Former name (曾用名).
    pub former_name: String,
    /// Nickname (小名).
    pub nickname: String,
    /// Code of the household.
    pub household_code: String,
    /// Name of the village.
    pub village: String,
    /// Name of the township.
    pub township: String,
    /// Name or number of the group (`三组`, `3`).
    pub group: String,
    /// Identity number, 18 or 15 digits.
    pub id_number: String,
    /// Earlier identity numbers.
    pub id_history: Vec<String>,
    /// Phone; several may stand in one text, separated by anything but digits and hyphens.
    pub phone: String,
    /// Bank account.
    pub account: String,
    /// Year, month, day of birth.
    pub birth: Option<(i32, u8, u8)>,
    /// Place in the village's roster: the order in which a village's persons are listed.
    pub order: u32,
}

/// How a search is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Most hits returned; all are counted.
    pub limit: usize,
    /// Also find what sounds alike: n/l, zh/z, ch/c, sh/s, in/ing, en/eng; marked as approximate.
    pub blur: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// All records that match, exact and approximate, beyond the limit too.
    pub total: usize,
    /// Best first, at most `limit`.
    pub hits: Vec<Hit>,
    /// Fragments beyond the fourth, which were not looked for.
    pub ignored: Vec<String>,
}

/// One record that matches every fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: EntryKind,
    /// The record.
    pub entity: EntityId,
    /// Its household.
    pub household: EntityId,
    /// Its village.
    pub village_id: EntityId,
    /// One for each fragment, in the order typed.
    pub matched: Vec<Match>,
}

impl Hit {
    /// True if any fragment matches only approximately (近似).
    pub fn is_approximate(&self) -> bool {
        self.matched.iter().any(|part| part.approx)
    }
}

/// Why a fragment matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The fragment, folded.
    pub fragment: String,
    /// What of the record it matches.
    pub what: What,
    /// What stands there where that may be shown unmasked: village, township, group, year or date of birth; else empty.
    pub value: String,
    /// True if it matches only approximately (近似).
    pub approx: bool,
}

/// How typed text stands for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// The characters themselves.
    Text,
    /// Whole syllables (全拼).
    FullPinyin,
    /// First letters (首字母).
    Initials,
    /// A mixture (`zhangtg`, `张tg`).
    Mixed,
}

/// What of a record a fragment matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// The whole code of the person or village.
    Code,
    /// The whole code of the household.
    HouseholdCode,
    /// Beginning, or at least four last characters, of a code.
    CodePart,
    /// The name.
    Name(Spelling),
    /// The former name.
    FormerName(Spelling),
    /// The nickname.
    Nickname(Spelling),
    /// The whole identity number, present or earlier, 15 digits for 18 included.
    IdNumber,
    /// At least four last digits of the identity number.
    IdTail,
    /// At least six first digits of it.
    IdPart,
    /// The whole phone number.
    Phone,
    /// At least four last digits of it.
    PhoneTail,
    /// At least six first digits of it.
    PhonePart,
    /// The whole account number.
    Account,
    /// At least four last digits of it.
    AccountTail,
    /// At least six first digits of it.
    AccountPart,
    /// The village.
    Village(Spelling),
    /// The township.
    Township(Spelling),
    /// The group, by number or name.
    Group,
    /// The year of birth.
    BirthYear,
    /// The date of birth, or its year and month.
    BirthDate,
}

impl What {
    /// The word of `--json` for it; scripts rely on it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::HouseholdCode => "household_code",
            Self::CodePart => "code_part",
            Self::Name(_) => "name",
            Self::FormerName(_) => "former_name",
            Self::Nickname(_) => "nickname",
            Self::IdNumber => "id_number",
            Self::IdTail => "id_tail",
            Self::IdPart => "id_part",
            Self::Phone => "phone",
            Self::PhoneTail => "phone_tail",
            Self::PhonePart => "phone_part",
            Self::Account => "account",
            Self::AccountTail => "account_tail",
            Self::AccountPart => "account_part",
            Self::Village(_) => "village",
            Self::Township(_) => "township",
            Self::Group => "group",
            Self::BirthYear => "birth_year",
            Self::BirthDate => "birth_date",
        }
    }

    /// How the fragment was spelt, where it could be spelt in several ways; a word of `--json` too.
    pub fn spelling(self) -> Option<&'static str> {
        match self {
            Self::Name(how)
            | Self::FormerName(how)
            | Self::Nickname(how)
            | Self::Village(how)
            | Self::Township(how) => Some(match how {
                Spelling::Text => "text",
                Spelling::FullPinyin => "full_pinyin",
                Spelling::Initials => "initials",
                Spelling::Mixed => "mixed",
            }),
            _ => None,
        }
    }
}
