//! Codes of petitions (信访代码): channels, kinds, routes, stages, acts, results; numbers that are stored, their stable names.

use super::law::Matter;
use crate::domain::coded::coded;

coded!(
    /// By which way an item came (渠道).
    Channel {
        /// 来信
        Letter = 1, "letter";
        /// 来访
        Visit = 2, "visit";
        /// 来电
        Phone = 3, "phone";
        /// 网上信访
        Network = 4, "network";
        /// 传真
        Fax = 5, "fax";
        /// 12345 工单: a deadline of its own from the paper, outside the petition rates.
        Hotline = 6, "hotline";
    }
);

coded!(
    /// What kind of item it is (类别).
    ItemKind {
        /// 建议意见
        Suggestion = 1, "suggestion";
        /// 检举控告
        Accusation = 2, "accusation";
        /// 申诉求决
        Appeal = 3, "appeal";
    }
);

coded!(
    /// From whom it came to us (来源).
    Source {
        /// 本单位收到
        Direct = 1, "direct";
        /// 信访部门转送、交办
        Bureau = 2, "bureau";
        /// 上级机关转送、交办
        Higher = 3, "higher";
    }
);

coded!(
    /// What it is about (内容).
    Topic {
        /// 直补停发
        Stopped = 1, "payment_stopped";
        /// 漏登
        Missed = 2, "missed_registration";
        /// 房屋补偿
        House = 3, "house";
        /// 土地
        Land = 4, "land";
        /// 搬迁奖励
        Reward = 5, "moving_reward";
        /// 安置点质量
        Settlement = 6, "settlement";
        /// 道路、饮水
        Works = 7, "road_water";
        /// 项目招投标
        Bidding = 8, "bidding";
        /// 干部作风
        Conduct = 9, "conduct";
        /// 其他
        Other = 10, "other";
    }
);

coded!(
    /// The route of an item (途径): 2022 Art. 29, 30, 31(1) to (6); under the 2005 rules the one procedure.
    Route {
        /// 第二十九条
        Suggestion = 29, "29";
        /// 第三十条
        Accusation = 30, "30";
        /// 三十一条一项: 法院、检察院、公安、司法行政
        Justice = 311, "31-1";
        /// 三十一条二项: 仲裁
        Arbitration = 312, "31-2";
        /// 三十一条三项: 党员申诉、组织途径
        Party = 313, "31-3";
        /// 三十一条四项: 行政复议、行政程序
        Administrative = 314, "31-4";
        /// 三十一条五项: 履行查处、保护职责
        Duty = 315, "31-5";
        /// 三十一条六项: 信访程序
        Petition = 316, "31-6";
        /// 2005 年条例的统一程序
        Single = 33, "33";
    }
);

coded!(
    /// Where an item stands (环节).
    Stage {
        /// 已登记
        Registered = 1, "registered";
        /// 已告知
        Noticed = 2, "noticed";
        /// 已提异议
        Objected = 3, "objected";
        /// 已受理
        Accepted = 4, "accepted";
        /// 调查中
        Investigating = 5, "investigating";
        /// 已延期
        Extended = 6, "extended";
        /// 已出具意见
        OpinionIssued = 7, "opinion_issued";
        /// 已送达
        Delivered = 8, "delivered";
        /// 已办结
        Closed = 9, "closed";
        /// 已调解和解
        Mediated = 10, "mediated";
        /// 复查中
        ReviewRequested = 11, "review_requested";
        /// 已复查
        ReviewDone = 12, "review_done";
        /// 复核中
        RereviewRequested = 13, "rereview_requested";
        /// 已复核
        RereviewDone = 14, "rereview_done";
        /// 已终结
        Terminated = 15, "terminated";
        /// 已退回
        HandedBack = 20, "handed_back";
        /// 已转送
        Transferred = 21, "transferred";
        /// 已告知法定途径
        LegalWay = 22, "legal_way";
        /// 不予受理
        NotAccepted = 23, "not_accepted";
        /// 不再受理
        NoLonger = 24, "no_longer_accepted";
        /// 已撤回
        Withdrawn = 25, "withdrawn";
        /// 建议已答复
        Answered = 26, "suggestion_answered";
        /// 已移送
        PassedOn = 27, "passed_on";
        /// 已并入
        Merged = 28, "merged";
    }
);

coded!(
    /// What was done (步骤).
    Act {
        /// 告知收到
        Notify = 1, "notify";
        /// 受理
        Accept = 2, "accept";
        /// 不予受理
        Refuse = 3, "refuse";
        /// 不再受理
        NoLonger = 4, "no_longer";
        /// 提出异议
        Object = 5, "object";
        /// 退回
        HandBack = 6, "hand_back";
        /// 异议未获同意
        ObjectionRefused = 7, "objection_refused";
        /// 转送
        Transfer = 8, "transfer";
        /// 告知法定途径
        LegalWay = 9, "legal_way";
        /// 答复建议
        Answer = 10, "answer";
        /// 移送纪检监察
        PassOn = 11, "pass_on";
        /// 调查
        Investigate = 12, "investigate";
        /// 延期
        Extend = 13, "extend";
        /// 出具处理意见书
        Opinion = 14, "opinion";
        /// 送达
        Deliver = 15, "deliver";
        /// 办结
        Close = 16, "close";
        /// 撤回
        Withdraw = 17, "withdraw";
        /// 化解
        Settle = 18, "settle";
        /// 调解和解
        Mediate = 19, "mediate";
        /// 听证
        Hear = 20, "hear";
        /// 提出复查
        RequestReview = 21, "request_review";
        /// 复查答复
        Review = 22, "review";
        /// 提出复核
        RequestRereview = 23, "request_rereview";
        /// 复核答复
        Rereview = 24, "rereview";
        /// 终结
        Terminate = 25, "terminate";
        /// 评价
        Rate = 26, "rate";
        /// 办结报告
        Report = 27, "report";
        /// 重大紧急报告
        Grave = 28, "grave";
        /// 并入
        Merge = 29, "merge";
        /// 指定承办人
        Assign = 30, "assign";
        /// 领导包案
        Lead = 31, "lead";
        /// 交办期限
        SetPeriod = 32, "set_period";
        /// 落实
        CarryOut = 33, "carry_out";
    }
);

coded!(
    /// What an opinion paper says (处理结果).
    Outcome {
        /// 支持
        Supported = 1, "supported";
        /// 解释: reasonable, no legal basis.
        Explained = 2, "explained";
        /// 不支持
        NotSupported = 3, "not_supported";
    }
);

coded!(
    /// How the person rates (评价).
    Rating {
        /// 满意
        Satisfied = 1, "satisfied";
        /// 基本满意
        Basically = 2, "basically";
        /// 不满意
        Dissatisfied = 3, "dissatisfied";
    }
);

coded!(
    /// How two items hang together (关联).
    Tie {
        /// 重复信访
        Repeat = 1, "repeat";
        /// 关联
        Related = 2, "related";
        /// 联名
        Joint = 3, "joint";
        /// 并入
        Merged = 4, "merged";
    }
);

coded!(
    /// How one was in touch (联系方式).
    Contact {
        /// 电话
        Phone = 1, "phone";
        /// 接访
        Reception = 2, "reception";
        /// 下访、入户
        Visit = 3, "visit";
        /// 来信、短信
        Letter = 4, "letter";
        /// 会议
        Meeting = 5, "meeting";
        /// 其他
        Other = 6, "other";
    }
);

impl Route {
    /// True of the routes on which an opinion is written within 60 days: 2022 Art. 31(6), and every item of 2005.
    pub fn is_decided(self) -> bool {
        matches!(self, Route::Petition | Route::Single)
    }

    /// The routes that a person cannot rate in the system (domain.md 3.6).
    pub fn is_unrated(self) -> bool {
        matches!(self, Route::Justice | Route::Arbitration | Route::Administrative | Route::Accusation)
    }
}

impl Stage {
    /// True where nothing more is to be done by anybody unless the person asks again.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Stage::Closed
                | Stage::Terminated
                | Stage::HandedBack
                | Stage::Transferred
                | Stage::LegalWay
                | Stage::NotAccepted
                | Stage::NoLonger
                | Stage::Withdrawn
                | Stage::Answered
                | Stage::PassedOn
                | Stage::Merged
        )
    }

    /// Of two steps taken from one state, which holds until a supervisor closes the fork: the office's end over work in
    /// the field, a stop over a go (sync.md 2; F31, F35). Higher holds.
    pub fn precedence(self) -> u8 {
        match self {
            Stage::Merged | Stage::Terminated => 9,
            Stage::Withdrawn | Stage::NoLonger | Stage::HandedBack => 8,
            Stage::NotAccepted | Stage::Transferred | Stage::LegalWay | Stage::PassedOn => 7,
            Stage::RereviewDone | Stage::RereviewRequested => 6,
            Stage::ReviewDone | Stage::ReviewRequested => 5,
            Stage::Closed | Stage::Answered | Stage::Mediated => 4,
            Stage::Delivered | Stage::Objected => 3,
            Stage::OpinionIssued => 2,
            Stage::Extended => 1,
            Stage::Registered | Stage::Noticed | Stage::Accepted | Stage::Investigating => 0,
        }
    }
}

impl Act {
    /// What its article is asked for.
    pub fn matter(self) -> Matter {
        match self {
            Act::Notify | Act::Accept | Act::Refuse => Matter::Accept,
            Act::NoLonger => Matter::Ended,
            Act::Object | Act::HandBack | Act::ObjectionRefused => Matter::Objection,
            Act::Transfer => Matter::Transfer,
            Act::LegalWay => Matter::Route,
            Act::Answer => Matter::Suggestion,
            Act::PassOn => Matter::Accusation,
            Act::Investigate | Act::Opinion | Act::Deliver | Act::CarryOut | Act::Close => Matter::Opinion,
            Act::Extend => Matter::Decision,
            Act::Withdraw | Act::Settle | Act::Mediate => Matter::Mediation,
            Act::Hear => Matter::Hearing,
            Act::RequestReview | Act::Review => Matter::Review,
            Act::RequestRereview | Act::Rereview => Matter::Rereview,
            Act::Terminate => Matter::Ended,
            Act::Rate => Matter::Rating,
            Act::Report | Act::SetPeriod => Matter::Assigned,
            Act::Grave => Matter::Grave,
            Act::Merge => Matter::Running,
            Act::Assign | Act::Lead => Matter::Recusal,
        }
    }

    /// Facts that do not move the item to another stage.
    pub fn is_fact(self) -> bool {
        matches!(
            self,
            Act::Settle
                | Act::Hear
                | Act::Rate
                | Act::Report
                | Act::Grave
                | Act::Assign
                | Act::Lead
                | Act::SetPeriod
                | Act::CarryOut
        )
    }

    /// The stage that it leads to from `from`; none where it may not be taken. A fact leaves the stage as it is.
    pub fn leads(self, from: Stage) -> Option<Stage> {
        use Stage as S;
        let sorting = matches!(from, S::Registered | S::Noticed);
        let working = matches!(from, S::Accepted | S::Investigating | S::Extended);
        let pending = working || matches!(from, S::Registered | S::Noticed | S::Objected | S::OpinionIssued);
        let to = |may: bool, stage: Stage| may.then_some(stage);
        match self {
            Act::Notify => to(from == S::Registered, S::Noticed),
            Act::Accept => to(sorting, S::Accepted),
            Act::Refuse => to(sorting, S::NotAccepted),
            Act::NoLonger => to(sorting, S::NoLonger),
            Act::Object => to(sorting, S::Objected),
            Act::HandBack => to(from == S::Objected, S::HandedBack),
            Act::ObjectionRefused => to(from == S::Objected, S::Registered),
            Act::Transfer => to(sorting, S::Transferred),
            Act::LegalWay => to(sorting || working, S::LegalWay),
            Act::Answer => to(sorting || working, S::Answered),
            Act::PassOn => to(sorting || working, S::PassedOn),
            Act::Investigate => to(from == S::Accepted, S::Investigating),
            Act::Extend => to(working, S::Extended),
            Act::Opinion => to(working, S::OpinionIssued),
            Act::Deliver => to(from == S::OpinionIssued, S::Delivered),
            Act::Close => to(
                working || matches!(from, S::Delivered | S::Mediated | S::ReviewDone | S::RereviewDone),
                S::Closed,
            ),
            Act::Withdraw => to(pending, S::Withdrawn),
            Act::Mediate => to(working || matches!(from, S::OpinionIssued | S::Delivered), S::Mediated),
            Act::RequestReview => to(matches!(from, S::Delivered | S::Closed), S::ReviewRequested),
            Act::Review => to(from == S::ReviewRequested, S::ReviewDone),
            Act::RequestRereview => to(matches!(from, S::ReviewDone | S::Closed), S::RereviewRequested),
            Act::Rereview => to(from == S::RereviewRequested, S::RereviewDone),
            Act::Terminate => to(matches!(from, S::RereviewDone), S::Terminated),
            Act::Merge => to(pending, S::Merged),
            Act::Settle
            | Act::Hear
            | Act::Rate
            | Act::Report
            | Act::Grave
            | Act::Assign
            | Act::Lead
            | Act::SetPeriod
            | Act::CarryOut => Some(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_stage_can_be_reached_and_every_open_one_can_be_left() {
        let mut reached: BTreeSet<Stage> = BTreeSet::from([Stage::Registered]);
        for _ in 0..Stage::ALL.len() {
            let more: Vec<Stage> =
                reached.iter().flat_map(|from| Act::ALL.iter().filter_map(|act| act.leads(*from))).collect();
            reached.extend(more);
        }
        assert_eq!(reached.len(), Stage::ALL.len());
        for stage in Stage::ALL.iter().filter(|stage| !stage.is_final()) {
            let left = Act::ALL.iter().filter_map(|act| act.leads(*stage)).any(|to| to != *stage);
            assert!(left, "{}", stage.name());
        }
    }

    #[test]
    fn what_is_over_is_over() {
        for stage in Stage::ALL.iter().filter(|stage| stage.is_final() && **stage != Stage::Closed) {
            let moves = Act::ALL.iter().filter(|act| !act.is_fact() && act.leads(*stage).is_some());
            assert_eq!(moves.count(), 0, "{}", stage.name());
        }
        assert_eq!(Act::Accept.leads(Stage::Closed), None);
        assert_eq!(Act::Opinion.leads(Stage::Registered), None, "a reply before acceptance");
    }

    #[test]
    fn codes_and_names_are_each_once() {
        macro_rules! distinct {
            ($($of:ident),*) => {$(
                let codes: BTreeSet<u16> = $of::ALL.iter().map(|one| one.code()).collect();
                let names: BTreeSet<&str> = $of::ALL.iter().map(|one| one.name()).collect();
                assert_eq!((codes.len(), names.len()), ($of::ALL.len(), $of::ALL.len()));
            )*};
        }
        distinct!(Channel, ItemKind, Source, Topic, Route, Stage, Act, Outcome, Rating, Tie, Contact);
    }
}
