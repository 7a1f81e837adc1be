//! `journal purge`: takes villages that this machine has left out of its folder.

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::exchange::left::Left;
use crate::i18n::purge::PurgeSay;
use crate::journal::EntityId;
use crate::runtime::desk::Desk;
use crate::runtime::keeping;
use crate::store::{PurgeDone, Purging};

/// A village that was left: what is known of it, and what its purge came to.
type Line = (EntityId, Option<Left>, Option<PurgeDone>);

/// Purges the named villages, or all that may go; says what waits.
pub fn run(session: &Session, purge: &args::Purge, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let named = if purge.villages.is_empty() {
        None
    } else {
        let found = keeping::villages(&desk, &purge.villages);
        Some(found.map_err(|say| Failure::Say(say, Exit::Usage))?.villages)
    };
    let mut lines: Vec<Line> = Vec::new();
    if !purge.dry_run {
        while let Some(unfinished) = desk.folder_mut().unfinished_purges()?.pop() {
            lines.push((unfinished.village(), None, Some(finish(&mut desk, unfinished)?)));
        }
    }
    if purge.drop_drafts {
        let left = desk.left_villages()?;
        for village in named.iter().flatten().filter(|one| left.iter().any(|left| left.village == **one)) {
            desk.drop_drafts(*village)?;
        }
    }
    let left = desk.left_villages()?;
    let wanted: Vec<EntityId> = named.unwrap_or_else(|| left.iter().map(|left| left.village).collect());
    let mut exit = Exit::Done;
    for village in
        wanted.into_iter().filter(|village| lines.iter().all(|line| line.0 != *village)).collect::<Vec<_>>()
    {
        let known = left.iter().find(|left| left.village == village).copied();
        let goes = known.is_some_and(|left| left.may_go()) && !purge.dry_run;
        let done = if goes {
            let purging = desk.begin_purge(village)?;
            Some(finish(&mut desk, purging)?)
        } else {
            None
        };
        // A village that was asked for by its name and cannot go is a failure; one that waits its turn is not.
        if !purge.villages.is_empty() && !known.is_some_and(|left| left.may_go()) {
            exit = Exit::Failed;
        }
        lines.push((village, known, done));
    }
    desk.folder().settle()?;
    report(session, &desk, &lines, purge, answer);
    Ok(exit)
}

fn finish(desk: &mut Desk, mut purging: Purging) -> Result<PurgeDone, Failure> {
    loop {
        if let Some(done) = desk.purge_slice(&mut purging)? {
            return Ok(done);
        }
    }
}

fn report(session: &Session, desk: &Desk, lines: &[Line], purge: &args::Purge, answer: &mut Answer) {
    let name = |village: EntityId| desk.roll().place(village).to_owned();
    if purge.json {
        let rows: Vec<_> = lines
            .iter()
            .map(|(village, left, done)| {
                json!({
                    "village": name(*village),
                    "operations": left.map(|left| left.operations),
                    "unconfirmed": left.map(|left| left.unconfirmed),
                    "not_backed_up": left.map(|left| left.not_backed_up),
                    "drafts": left.map(|left| left.drafts),
                    "purged": done.is_some(),
                    "frames": done.map(|done| done.frames),
                })
            })
            .collect();
        return answer.document(&json!({ "villages": rows }));
    }
    for (village, left, done) in lines {
        let village = name(*village);
        let say = match (done, left) {
            (Some(done), _) => PurgeSay::Done { village, frames: done.frames, set_aside: done.set_aside },
            (None, Some(left)) if left.may_go() => PurgeSay::MayGo { village, operations: left.operations },
            (None, Some(left)) => PurgeSay::Waits { village, left: *left },
            (None, None) => PurgeSay::NotLeft { village },
        };
        answer.line(&say.text(session.lang));
    }
    if lines.is_empty() {
        answer.line(&PurgeSay::Nothing.text(session.lang));
    }
}
