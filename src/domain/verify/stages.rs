//! Stages and results (环节与结果): numbers that are stored, their stable names, and which of two steps holds meanwhile.

use crate::domain::coded::coded;

coded!(
    /// What came of a visit (入户情况).
    VisitResult {
        /// 已核查, nothing changed.
        Ok = 1, "visited_ok";
        /// 已核查, something changed.
        Change = 2, "visited_change";
        /// 无人在家
        Absent = 3, "absent";
        /// 拒绝
        Refused = 4, "refused";
        /// 全户搬走
        MovedAway = 5, "moved_away";
        /// 查无此户
        Gone = 6, "household_gone";
        /// 需再访
        Again = 7, "needs_second_visit";
        /// 有争议
        Disputed = 8, "disputed";
    }
);

coded!(
    /// How a visit came about (方式).
    Way {
        /// 入户
        Door = 1, "door";
        /// 按纸录入
        Desk = 2, "desk";
        /// 村上报（零报告）
        Village = 3, "village_report";
        /// 抽查复核
        Check = 4, "check";
    }
);

coded!(
    /// Stages of rounds, proposals, decisions, postings, objections and candidates (环节).
    Stage {
        /// Round: open.
        Open = 1, "open";
        /// Round: closed.
        Closed = 2, "closed";
        /// Proposal: made by the field.
        Proposed = 10, "proposed";
        /// Proposal: community said its opinion.
        Community = 11, "community";
        /// Proposal: street said its opinion.
        Street = 12, "street";
        /// Proposal: accepted by the office for decision.
        Accepted = 13, "accepted";
        /// Proposal: returned with a comment.
        Returned = 14, "returned";
        /// Proposal: withdrawn by the field.
        Withdrawn = 15, "withdrawn";
        /// Proposal: a decision was entered.
        Decided = 16, "decided";
        /// Decision: entered by the maker.
        Entered = 20, "entered";
        /// Decision: approved.
        Approved = 21, "approved";
        /// Decision: not approved.
        Declined = 22, "declined";
        /// Decision: revoked after it was approved.
        Revoked = 23, "revoked";
        /// Posting: hangs.
        Posted = 30, "posted";
        /// Posting: ended.
        Ended = 31, "ended";
        /// Posting: taken down early.
        TakenDown = 32, "taken_down";
        /// Objection: received.
        Received = 40, "received";
        /// Objection: checked again.
        Rechecked = 41, "rechecked";
        /// Objection: answered.
        Answered = 42, "answered";
        /// Candidate: waits for a person's key.
        Waiting = 50, "waiting";
        /// Candidate: is that person, and it is so.
        Confirmed = 51, "confirmed";
        /// Candidate: is not, or is not so.
        Dismissed = 52, "dismissed";
    }
);

coded!(
    /// Whose opinion it is (意见层级).
    Level {
        /// 村（社区）
        Community = 1, "community";
        /// 乡镇（街道）
        Street = 2, "street";
        /// 区县
        District = 3, "district";
    }
);

impl VisitResult {
    /// True if the household's members were gone through.
    pub fn is_done(self) -> bool {
        matches!(self, VisitResult::Ok | VisitResult::Change)
    }

    /// True if somebody has to come again.
    pub fn comes_again(self) -> bool {
        matches!(
            self,
            VisitResult::Absent | VisitResult::Refused | VisitResult::Again | VisitResult::Disputed
        )
    }
}

/// Of two steps taken from one state, which holds until a supervisor closes the fork: the office's over the field's, and
/// among those a stop over a go. Higher holds.
pub fn precedence(stage: Stage) -> u8 {
    match stage {
        Stage::Returned | Stage::Declined | Stage::Revoked => 6,
        Stage::Decided | Stage::Accepted | Stage::Approved => 5,
        Stage::Withdrawn | Stage::Dismissed | Stage::TakenDown | Stage::Closed => 4,
        Stage::Confirmed | Stage::Answered | Stage::Ended => 3,
        Stage::Street | Stage::Rechecked => 2,
        Stage::Community => 1,
        _ => 0,
    }
}

/// From which stages of a proposal a step may be taken: asked where an act is made, never when it arrives.
pub fn may_follow(from: Option<Stage>, to: Stage) -> bool {
    let pending = matches!(from, Some(Stage::Proposed | Stage::Community | Stage::Street));
    match to {
        Stage::Proposed => matches!(from, None | Some(Stage::Returned | Stage::Withdrawn | Stage::Proposed)),
        Stage::Community => from == Some(Stage::Proposed),
        Stage::Street => matches!(from, Some(Stage::Proposed | Stage::Community)),
        Stage::Accepted => pending,
        Stage::Returned => pending || from == Some(Stage::Accepted),
        Stage::Withdrawn => pending || from == Some(Stage::Returned),
        Stage::Decided => pending || from == Some(Stage::Accepted),
        _ => false,
    }
}
