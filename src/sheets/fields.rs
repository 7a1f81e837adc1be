//! The meanings that a column of an office's table can have, and the words for them (`rules/headers.toml`).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::domain::halfwidth::halfwidth_char;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What a column means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])* $name),+ }

        impl Field {
            /// All fields, in the order of a register sheet.
            pub const ALL: &'static [Field] = &[$(Field::$name),+];

            /// The fixed English word, as `--map` and `--columns` take it.
            pub fn word(self) -> &'static str {
                match self { $(Field::$name => $word),+ }
            }
        }
    };
}

fields! {
    /// Township (乡镇).
    Township = "township",
    /// Village or community (村、社区).
    Village = "village",
    /// Villager group (村民小组).
    Group = "group",
    /// Settlement point (安置点).
    Settlement = "settlement",
    /// Household code (户编号).
    HouseholdCode = "household_code",
    /// Name of the head of household (户主).
    Head = "head",
    /// Name of the person (姓名).
    Name = "name",
    /// Former name (曾用名).
    FormerName = "former_name",
    /// Nickname (小名).
    Nickname = "nickname",
    /// Sex (性别).
    Sex = "sex",
    /// Ethnic group (民族).
    Ethnic = "ethnic",
    /// Relation to the head (与户主关系).
    Relation = "relation",
    /// Identity number (公民身份号码).
    IdNumber = "id_number",
    /// Date of birth (出生日期).
    Birth = "birth",
    /// Reservoir (水库).
    Reservoir = "reservoir",
    /// Date of relocation (搬迁时间).
    Relocated = "relocated",
    /// Kind of migrant (人口类别).
    MigrantKind = "migrant_kind",
    /// Way of support (扶持方式).
    SupportMode = "support_mode",
    /// Support from (扶持起).
    SupportFrom = "support_from",
    /// Support to (扶持止).
    SupportTo = "support_to",
    /// Both in one cell (扶持起止).
    SupportPeriod = "support_period",
    /// Bank (开户行).
    Bank = "bank",
    /// Name on the account (户名).
    AccountName = "account_name",
    /// Account or card number (账号).
    Account = "account",
    /// Phone (电话).
    Phone = "phone",
    /// Address of the household (住址).
    Address = "address",
    /// Kind of household registration (户口性质).
    Registration = "registration",
    /// Remark (备注).
    Remark = "remark",
    /// Serial number of the row (序号); left alone, as are the following.
    Serial = "serial",
    /// The person's code in this program (人员编号).
    Code = "code",
    /// Standard (标准).
    Standard = "standard",
    /// Number of periods (期数).
    Periods = "periods",
    /// Amount (金额).
    Amount = "amount",
    /// Number of persons (人数).
    Persons = "persons",
    /// Age (年龄).
    Age = "age",
    /// Identity number of the head (户主身份证号).
    HeadIdNumber = "head_id_number",
    /// Phone of the head (户主电话).
    HeadPhone = "head_phone",
    /// Why a row came back (退回原因).
    Reason = "reason",
    /// Place for a signature (签字).
    Signature = "signature",
}

impl Field {
    /// The field of a fixed English word.
    pub fn of_word(word: &str) -> Option<Field> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// True for what is read and left alone: nothing of it enters a record.
    pub fn is_left_alone(self) -> bool {
        self >= Field::Serial
    }

    /// True where an empty cell means "as above": the cells that offices merge or leave out downwards.
    pub fn fills_blank(self) -> bool {
        use Field::{Group, Head, HouseholdCode, Reservoir, Settlement, Township, Village};
        matches!(self, Township | Village | Group | Settlement | HouseholdCode | Head | Reservoir)
    }

    /// True where a mark (同上) means "as above"; never for numbers or names of persons.
    pub fn fills_mark(self) -> bool {
        use Field::{
            Account, AccountName, Birth, FormerName, HeadIdNumber, HeadPhone, IdNumber, Name, Nickname, Phone,
        };
        let never = [
            Account,
            AccountName,
            Birth,
            FormerName,
            HeadIdNumber,
            HeadPhone,
            IdNumber,
            Name,
            Nickname,
            Phone,
        ];
        !never.contains(&self)
    }
}

#[derive(Deserialize)]
struct File {
    fields: BTreeMap<String, Vec<String>>,
    rows: Rows,
}

#[derive(Deserialize)]
struct Rows {
    totals: Vec<String>,
    signatures: Vec<String>,
    as_above: Vec<String>,
    plain_sheets: Vec<String>,
    nothing: Vec<String>,
    head_relations: Vec<String>,
    until: Vec<String>,
}

/// The words of tables, ready for comparing.
#[derive(Debug, Default)]
pub struct Words {
    fields: HashMap<String, Field>,
    titles: HashMap<Field, String>,
    totals: Vec<String>,
    signatures: Vec<String>,
    as_above: Vec<String>,
    plain_sheets: Vec<String>,
    nothing: Vec<String>,
    head_relations: Vec<String>,
    until: Vec<String>,
}

impl Words {
    /// The shipped words.
    pub fn shipped() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        // The document is part of the program and read by a test; an unreadable one knows no word.
        WORDS.get_or_init(|| Words::read(include_str!("../rules/headers.toml")).unwrap_or_default())
    }

    /// Reads a document of words; none if it is not of this form or names an unknown field.
    pub fn read(document: &str) -> Option<Words> {
        let file: File = toml::from_str(document).ok()?;
        let mut words = Words::default();
        for (name, synonyms) in &file.fields {
            let field = Field::of_word(name)?;
            words.titles.insert(field, synonyms.first()?.clone());
            for synonym in synonyms {
                words.fields.insert(header_key(synonym), field);
            }
        }
        let keys = |list: &[String]| list.iter().map(|word| header_key(word)).collect::<Vec<_>>();
        words.totals = keys(&file.rows.totals);
        words.signatures = keys(&file.rows.signatures);
        words.as_above = file.rows.as_above;
        words.plain_sheets = keys(&file.rows.plain_sheets);
        words.nothing = keys(&file.rows.nothing);
        words.head_relations = keys(&file.rows.head_relations);
        words.until = file.rows.until;
        Some(words)
    }

    /// The meaning of a header, and whether the whole header said so (else only what stands before its
    /// bracket).
    pub fn field(&self, header: &str) -> Option<(Field, bool)> {
        let key = header_key(header);
        if let Some(field) = self.fields.get(&key) {
            return Some((*field, true));
        }
        let (before, _) = key.split_once(['(', '[', '/'])?;
        self.fields.get(before).map(|field| (*field, false))
    }

    /// The field that a person named, in English or Chinese.
    pub fn named(&self, word: &str) -> Option<Field> {
        Field::of_word(word.trim()).or_else(|| self.field(word).map(|(field, _)| field))
    }

    /// The header that exports write for a field.
    pub fn title(&self, field: Field) -> &str {
        self.titles.get(&field).map_or("", String::as_str)
    }

    /// True for a cell that begins or ends with a word for a sum.
    pub fn is_total(&self, text: &str) -> bool {
        let key = header_key(text);
        self.totals.iter().any(|word| key.starts_with(word.as_str()) || key.ends_with(word.as_str()))
    }

    /// True for a cell of a line that people sign.
    pub fn is_signature(&self, text: &str) -> bool {
        let key = header_key(text);
        self.signatures.iter().any(|word| key.contains(word.as_str()))
    }

    /// True for a mark that means "as above".
    pub fn is_as_above(&self, text: &str) -> bool {
        let text = text.trim();
        !text.is_empty() && text.chars().count() <= 3 && self.as_above.iter().any(|word| word == text)
    }

    /// True for a word that says "none" or "unknown".
    pub fn is_nothing(&self, text: &str) -> bool {
        text.chars().count() <= 4 && {
            let key = header_key(text);
            key.is_empty() || self.nothing.contains(&key)
        }
    }

    /// True for a sheet name that names no village.
    pub fn is_plain_sheet(&self, name: &str) -> bool {
        let key = header_key(name);
        let bare = key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '_' | '-'));
        bare.is_empty() || self.plain_sheets.iter().any(|word| word == bare)
    }

    /// True for the relation of a head of household.
    pub fn is_head_relation(&self, text: &str) -> bool {
        text.chars().count() <= 8 && self.head_relations.contains(&header_key(text))
    }

    /// The two ends of a period written in one cell.
    pub fn period<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let mut found = self.until.iter().filter_map(|word| text.split_once(word.as_str()));
        found.next().or_else(|| text.split_once('-').filter(|(_, to)| !to.contains('-')))
    }
}

/// A header as it is compared: half-width, lower case, without spaces, asterisks and a closing colon.
pub fn header_key(text: &str) -> String {
    text.chars()
        .map(halfwidth_char)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '*' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}
