//! Papers and files of a batch (直补纸面): letter, posted list, notice, the platform's template. What leaves in clear is recorded
//! first; a file that exists is never replaced.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::roster::learned;
use super::{BatchError, Desk, DeskError, is_taken};
use crate::domain::money;
use crate::domain::record::Batch;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::bank::{Item, item_number};
use crate::domain::subsidy::payment::{HELD_BACK, Withheld};
use crate::i18n::Lang;
use crate::i18n::subsidy::{came, reason};
use crate::i18n::subsidy_acts::Against;
use crate::i18n::subsidy_words::capital;
use crate::journal::{EntityId, codec};
use crate::sheets::{
    Field, Paper, PaperForm, PostedLine, Target, Wishes, Words, fill_template, letter_paper,
    paid_posting_paper, read_file, recovery_notice_paper, table_bytes, write_whole,
};
use crate::store::locals::Mapping;
use crate::store::{LocalFact, StoreError};

/// What these files are called in the record of exports.
const TEMPLATE: &str = "payments";

impl Desk {
    fn batch_facts(&self, batch: &Batch) -> Result<Vec<(&'static str, String)>, StoreError> {
        let period = batch.period.shown.and_then(Period::from_code);
        let days = match (self.support_rule()?, period) {
            (Some(rule), Some(period)) => {
                rule.version_of(period).map(|at| rule.versions[at].publication_days)
            }
            _ => None,
        };
        Ok(vec![
            ("office", self.office_name()?),
            ("batch", batch.number.shown.clone().unwrap_or_default()),
            ("period", period.map(|period| period.to_string()).unwrap_or_default()),
            ("rule", batch.rule.shown.clone().unwrap_or_default()),
            ("on", self.day().iso()),
            ("days", days.map(|days| days.to_string()).unwrap_or_default()),
        ])
    }

    fn put_paper_file(&self, paper: &Paper, file: &Path) -> Result<(), BatchError> {
        let name = || file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let form = PaperForm::of_name(file).ok_or_else(|| Against::PaperEnding(name()))?;
        if is_taken(file) {
            return Err(BatchError::Taken);
        }
        let bytes = paper.bytes(form).map_err(DeskError::from)?;
        Ok(write_whole(file, &bytes).map_err(DeskError::from)?)
    }

    /// Writes the letter that asks finance for the money of a batch. Gives its lines.
    pub fn write_letter(&mut self, number: &str, file: &Path) -> Result<usize, BatchError> {
        let (batch, entity) = self.batch(number)?;
        let items = self.items(entity)?;
        if items.is_empty() {
            return Err(Against::NothingToWrite.into());
        }
        let mut villages: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for item in &items {
            let of = villages.entry(self.roll().place(item.village).to_owned()).or_default();
            *of = (of.0 + 1, of.1 + item.fen);
        }
        let total: i64 = items.iter().map(|item| item.fen).sum();
        let all = usize::try_from(batch.persons.shown.unwrap_or(0)).unwrap_or(0);
        let persons: std::collections::BTreeSet<EntityId> = items.iter().map(|item| item.person).collect();
        let mut facts = self.batch_facts(&batch)?;
        facts.extend([
            ("persons", persons.len().to_string()),
            ("lines", items.len().to_string()),
            ("held", all.saturating_sub(items.len()).to_string()),
            ("capital", capital(total)),
            ("total", money::grouped(total)),
        ]);
        let rows: Vec<(String, i64, i64)> =
            villages.into_iter().map(|(village, (persons, fen))| (village, persons, fen)).collect();
        self.put_paper_file(&letter_paper(&facts, &rows), file)?;
        Ok(items.len())
    }

    /// Writes the list that hangs in the villages: everybody on it, held ones too, without numbers. Gives its lines.
    pub fn write_paid_posting(&mut self, number: &str, file: &Path) -> Result<usize, BatchError> {
        let (batch, entity) = self.batch(number)?;
        let outcomes = self.outcomes_of(entity)?;
        let mut rows: Vec<(EntityId, EntityId, u16, i64, Option<&'static str>)> = Vec::new();
        for part in self.list_parts(entity)? {
            let village = part.common.key.scope;
            for line in part.lines.shown.iter().flatten() {
                let said = outcomes.of((entity, village), line.period, line.person);
                let back = said.filter(|(_, outcome)| *outcome == HELD_BACK).map(|_| "office");
                let held = Withheld::from_code(line.withheld).map(Withheld::name).or(back);
                rows.push((village, line.person, line.period, line.fen, held));
            }
        }
        if rows.is_empty() {
            return Err(Against::NothingToWrite.into());
        }
        let names = self.names_of(rows.iter().map(|row| row.1).collect())?;
        let mut lines = Vec::with_capacity(rows.len());
        for (village, person, period, fen, held) in rows {
            let late = Period::from_code(period).filter(|_| Some(period) != batch.period.shown);
            let remark = held.map(|held| reason(Lang::Zh, held).to_owned());
            lines.push(PostedLine {
                village: self.roll().place(village).to_owned(),
                head: self.head_of(person)?,
                name: names.get(&person).map(|(_, name)| name.clone()).unwrap_or_default(),
                fen,
                remark: remark.or(late.map(|late| late.to_string())).unwrap_or_default(),
            });
        }
        let facts = self.batch_facts(&batch)?;
        self.put_paper_file(&paid_posting_paper(&facts, &lines), file)?;
        Ok(lines.len())
    }

    fn head_of(&self, person: EntityId) -> Result<String, StoreError> {
        let home = self.roll.persons.get(&person).and_then(|row| self.roll.households.get(&row.household));
        let head = home.map(|home| home.head).filter(|head| *head != EntityId::ZERO);
        Ok(head.map(|head| self.person_name(head)).transpose()?.flatten().unwrap_or_default())
    }

    /// Code and name of persons.
    fn names_of(
        &self,
        mut persons: Vec<EntityId>,
    ) -> Result<HashMap<EntityId, (String, String)>, StoreError> {
        persons.sort();
        persons.dedup();
        let mut names = HashMap::new();
        for some in persons.chunks(400) {
            names.extend(self.persons(some)?.into_iter().map(|row| (row.entity, (row.code, row.name))));
        }
        Ok(names)
    }

    /// Writes the notice of a recovery for a person. Gives the fen that it asks for.
    pub fn write_notice(&mut self, person: EntityId, file: &Path) -> Result<i64, BatchError> {
        let account = self.support_account(person)?;
        let entries = account.map(|account| account.entries).unwrap_or_default();
        let over: Vec<_> = entries.iter().filter(|entry| entry.sums.over > 0).collect();
        let total: i64 = over.iter().map(|entry| entry.sums.over).sum();
        if total == 0 {
            return Err(Against::NothingToWrite.into());
        }
        let mut rows = Vec::new();
        for entry in &over {
            let explained = self.explain_support(person, entry.period)?;
            let why = explained.map(|explained| crate::i18n::subsidy::why(Lang::Zh, &explained));
            let why = why.unwrap_or_else(|| came(Lang::Zh, entry.came).to_owned());
            rows.push((entry.period.to_string(), entry.sums.paid, entry.sums.over, why));
        }
        let names = self.names_of(vec![person])?;
        let (code, name) = names.get(&person).cloned().unwrap_or_default();
        let facts = [
            ("office", self.office_name()?),
            ("number", code),
            ("name", name),
            ("place", self.roll().place(self.village_of(person)).to_owned()),
            ("on", self.day().iso()),
            ("capital", capital(total)),
            ("total", money::grouped(total)),
        ];
        self.put_paper_file(&recovery_notice_paper(&facts, &rows), file)?;
        Ok(total)
    }

    /// Fills a platform's own empty table with a batch; what is said about its columns is kept for the next time.
    pub fn fill_platform(
        &mut self,
        number: &str,
        template: &Path,
        file: &Path,
        said: &[String],
    ) -> Result<usize, BatchError> {
        let (_, entity) = self.batch(number)?;
        if is_taken(file) {
            return Err(BatchError::Taken);
        }
        let mut wishes = Wishes { learned: learned(&self.folder.asker())?, ..Wishes::default() };
        for wish in said {
            wishes.say(wish, Words::shipped()).map_err(DeskError::from)?;
        }
        let items = self.bank_items(entity)?;
        let persons = items.iter().map(|item| item.person).collect::<Vec<_>>();
        let mut rows: HashMap<EntityId, super::HitRow> = HashMap::new();
        for some in persons.chunks(400) {
            rows.extend(self.persons(some)?.into_iter().map(|row| (row.entity, row)));
        }
        let line = |item: &Item| {
            let row = rows.get(&item.person);
            let text = |pick: fn(&super::HitRow) -> &String| row.map(pick).cloned().unwrap_or_default();
            vec![
                (Field::Serial, item_number(number, item.line)),
                (Field::Code, text(|row| &row.code)),
                (Field::Name, item.name.clone()),
                (Field::AccountName, item.name.clone()),
                (Field::IdNumber, text(|row| &row.id_number)),
                (Field::Account, item.account.clone()),
                (Field::Amount, money::plain(item.fen)),
                (Field::Township, self.roll().township(item.village).to_owned()),
                (Field::Village, self.roll().place(item.village).to_owned()),
                (Field::Phone, text(|row| &row.phone)),
            ]
        };
        let lines: Vec<_> = items.iter().map(line).collect();
        let book = read_file(template).map_err(DeskError::from)?;
        let filled = fill_template(&book, &wishes, &lines).map_err(DeskError::from)?;
        let Some((table, kept)) = filled else { return Err(Against::NoTemplate.into()) };
        let bytes = table_bytes(&[table], Target::of_name(file, false)).map_err(DeskError::from)?;
        if let Some(kept) = kept.filter(|_| !said.is_empty()) {
            let bytes = codec::encode_value(&kept).map_err(StoreError::from)?;
            let mapping = Mapping { signature: kept.signature.0.to_vec(), bytes };
            self.folder.note(&LocalFact::Mapping(mapping))?;
        }
        self.record_export(TEMPLATE, items.len())?;
        write_whole(file, &bytes).map_err(DeskError::from)?;
        Ok(items.len())
    }
}
