//! Rule documents on file (规则文件): which one holds here, how a newer one takes its place. A document is an operation that the
//! office signs; it travels to the laptops like every other record.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::walk::of_scope;
use super::{BatchError, Desk, decide};
use crate::domain::kinds::{kind, rule as slots};
use crate::domain::register::Edit;
use crate::domain::roles::Role;
use crate::domain::setting;
use crate::domain::subsidy::office::{RuleFile, rule_entity};
use crate::domain::subsidy::payment::Stage;
use crate::domain::subsidy::rule::Rule;
use crate::domain::subsidy::succession::follows;
use crate::domain::subsidy::{Period, document, shipped};
use crate::domain::value::{DOCUMENT_BYTES_MAX, Value};
use crate::i18n::subsidy_acts::Against;
use crate::journal::EntityId;
use crate::store::{Part, StoreError};

/// Documents that were read once. There are a handful in the life of an office, and all that counts names them, so they
/// live as long as the program does.
static READ: LazyLock<Mutex<HashMap<String, &'static Rule>>> = LazyLock::new(Mutex::default);

fn read(text: &str) -> Option<&'static Rule> {
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(rule) = known.get(text) {
        return Some(rule);
    }
    let rule: &'static Rule = Box::leak(Box::new(document::read(text).ok()?));
    known.insert(text.to_owned(), rule);
    Some(rule)
}

impl Desk {
    /// The rule that holds here; none where the document in force is one that this program cannot read.
    pub fn support_rule(&self) -> Result<Option<&'static Rule>, StoreError> {
        let chosen = self.setting(setting::SUPPORT_RULE)?.unwrap_or_else(|| shipped::DEFAULT.to_owned());
        self.rule_of(&chosen)
    }

    /// The newest document of that id: on file, else shipped.
    fn rule_of(&self, id: &str) -> Result<Option<&'static Rule>, StoreError> {
        let mut files: Vec<RuleFile> = Vec::new();
        of_scope(&self.folder.asker(), &[kind::RULE], EntityId::ZERO, &mut |key, record| {
            files.push(RuleFile::from_record(key, &record));
        })?;
        files.retain(|file| file.common.stands() && file.id.shown.as_deref() == Some(id));
        let mut rules: Vec<&'static Rule> = Vec::new();
        for file in &files {
            // What is understood in part would pay in part.
            let Some(rule) = file.text.shown.as_ref().and_then(|text| read(&text.0)) else { return Ok(None) };
            rules.push(rule);
        }
        // Every document holds all that was before it: the longest is the newest.
        rules
            .sort_by_key(|rule| (rule.versions.last().map(|version| version.version), rule.extensions.len()));
        Ok(rules.last().copied().or_else(|| shipped::rule(id)))
    }

    /// Every rule that can be chosen: shipped ones, newer ones of the same id in their stead, the office's own.
    pub fn support_rules(&self) -> Result<Vec<&'static Rule>, StoreError> {
        let mut ids: Vec<String> = shipped::rules().iter().map(|rule| rule.rule_id.clone()).collect();
        of_scope(&self.folder.asker(), &[kind::RULE], EntityId::ZERO, &mut |key, record| {
            let file = RuleFile::from_record(key, &record);
            ids.extend(file.id.shown.filter(|id| file.common.set_aside.is_none() && !ids.contains(id)));
        })?;
        let mut rules = Vec::new();
        for id in ids {
            rules.extend(self.rule_of(&id)?);
        }
        Ok(rules)
    }

    /// Puts a document in force: the head's act, on the office's machine. What was paid by the one before it must come out
    /// the same. True if it was not on file already.
    pub fn add_rule(&mut self, text: &str) -> Result<(&'static Rule, bool), BatchError> {
        self.may_rule()?;
        if text.len() > DOCUMENT_BYTES_MAX {
            return Err(Against::RuleTooLong(DOCUMENT_BYTES_MAX).into());
        }
        let new = document::read(text).map_err(Against::Rule)?;
        let frozen = self.last_frozen()?;
        if let Some(old) = self.rule_of(&new.rule_id)? {
            follows(old, &new, frozen).map_err(Against::RuleBreaks)?;
        }
        let entity = rule_entity(&new.rule_id, text);
        let known = self.record(super::key_of(kind::RULE, EntityId::ZERO, entity))?.is_some();
        if !known {
            let edit = Edit::new(kind::RULE, entity)
                .set(slots::ID, Value::Text(new.rule_id.clone()), &[])
                .set(slots::TEXT, Value::Document(text.to_owned()), &[])
                .set(slots::ON, Value::Day(self.day()), &[]);
            let op = edit.finish().map_err(StoreError::from)?;
            let act = self.folder.new_act()?;
            self.folder.write(Part::whole(act), |commit| commit.push(EntityId::ZERO, &op).map(drop))?;
        }
        let rule = read(text).ok_or(Against::NoRuleHere)?;
        Ok((rule, !known))
    }

    /// Chooses the rule that holds here.
    pub fn use_rule(&mut self, id: &str) -> Result<&'static Rule, BatchError> {
        self.may_rule()?;
        let rule = self.rule_of(id)?.ok_or_else(|| Against::NoSuchRule(id.to_owned()))?;
        decide(&mut self.folder, setting::SUPPORT_RULE, id)?;
        Ok(rule)
    }

    fn may_rule(&self) -> Result<(), BatchError> {
        let actor = self.folder.actor();
        match actor.office_machine && actor.roles.meets(Role::Head.bit()) {
            true => Ok(()),
            false => Err(Against::RuleByHead.into()),
        }
    }

    /// Last day of the newest period of which a list stands.
    pub(super) fn last_frozen(&self) -> Result<Option<crate::domain::Day>, StoreError> {
        let batches = self.batches()?;
        let stands = batches.values().filter(|batch| batch.stage.shown != Some(Stage::Withdrawn.code()));
        Ok(stands.filter_map(|batch| Period::from_code(batch.period.shown?)).map(Period::last).max())
    }
}
