//! Words of the codes of petitions (信访代码用语): stages, acts, kinds, routes, clocks, groups, indicators.

use super::{Both, Lang};
use crate::domain::kinds::{item, kind, log, taken, tally, tie as tie_slots};
use crate::domain::petition::course::{Group, Next};
use crate::domain::petition::law::{ClockId, Start, Whose};
use crate::domain::petition::rates::Indicator;
use crate::domain::petition::stages::{
    Act, Channel, Contact, ItemKind, Outcome, Rating, Route, Source, Stage, Tie, Topic,
};

/// The word of a slot of petition records: Chinese, English.
pub fn slot(stable: &str) -> Option<(&'static str, &'static str)> {
    Some(match stable {
        "final_number" => ("正式编号", "Final number"),
        "channel" => ("渠道", "Channel"),
        "kind" => ("类别", "Kind"),
        "source_number" => ("来文编号", "Paper number"),
        "received" => ("收到日期", "Received"),
        "paper_date" => ("落款日期", "On the paper"),
        "registered" => ("登记日期", "Registered"),
        "topic" => ("内容", "Topic"),
        "request" => ("诉求", "Request"),
        "place" => ("问题地点", "Place"),
        "count" => ("人数", "Persons"),
        "real_name" => ("实名", "Real name"),
        "money" => ("涉及金额", "Money"),
        "handler" => ("承办人", "Handler"),
        "accused" => ("被检举人", "Accused"),
        "against_head" => ("涉及负责人", "Against the head"),
        "system_number" => ("信访系统编号", "Network number"),
        "first_handler" => ("首接人", "First receiver"),
        "archive" => ("存放处", "Archive"),
        "petition" => ("信访件", "Petition"),
        "until" => ("至", "Until"),
        "days" => ("日数", "Days"),
        "whom" => ("对象", "Whom"),
        "corrects" => ("更正哪一步", "Corrects"),
        "about" => ("关于", "About"),
        "how" => ("方式", "How"),
        "with" => ("与谁", "With"),
        "names" => ("信访人", "Persons"),
        "paper" => ("文书", "Paper"),
        "act" => ("办理", "Act"),
        "result" => ("结果", "Result"),
        "note" => ("说明", "Note"),
        "speaks" => ("代表", "Represents"),
        "year" => ("年", "Year"),
        "accepted" => ("受理日期", "Accepted on"),
        "opinion" => ("答复日期", "Answered on"),
        "delivered" => ("送达日期", "Served on"),
        "grant" => ("授权", "Grant"),
        "public" => ("公钥", "Public key"),
        "share" => ("密件柜钥匙", "Drawer key"),
        "drawer" => ("密件柜", "Drawer"),
        _ => return None,
    })
}

/// The word of a kind of petition record: Chinese, English.
pub fn record(stable: &str) -> Option<(&'static str, &'static str)> {
    Some(match stable {
        "petition" => ("信访件", "petition"),
        "petition_step" => ("信访步骤", "petition step"),
        "petition_log" => ("信访联系记录", "petition log"),
        "petition_party" => ("信访人", "petitioner"),
        "petition_tie" => ("信访关联", "petition link"),
        "petition_tally" => ("往年信访件数", "petitions of a year"),
        "calendar" => ("放假安排", "working days"),
        "drawer_seat" => ("密件柜席位", "seat at the drawer"),
        _ => return None,
    })
}

/// What an item is called.
pub fn record_word(lang: Lang) -> &'static str {
    record("petition").map_or("", |(zh, en)| lang.pick(zh, en))
}

/// The word of a number that a slot of a petition holds.
pub fn code(of: u16, slot: u16, code: u16) -> Option<Both> {
    fn both<T: Copy>(of: Option<T>, word: impl Fn(T, Lang) -> &'static str) -> Option<Both> {
        of.map(|of| Both::new(word(of, Lang::Zh), word(of, Lang::En)))
    }
    match (of, slot) {
        (kind::PETITION, item::CHANNEL) | (kind::TALLY, tally::CHANNEL) => {
            both(Channel::from_code(code), channel)
        }
        (kind::PETITION, item::KIND) => both(ItemKind::from_code(code), self::kind),
        (kind::PETITION, item::SOURCE) => both(Source::from_code(code), source),
        (kind::PETITION, item::TOPIC) => both(Topic::from_code(code), topic),
        (kind::PETITION, item::STAGE) => both(Stage::from_code(code), stage),
        (kind::STEP, taken::ACT) => both(Act::from_code(code), act),
        (kind::LOG, log::HOW) => both(Contact::from_code(code), contact),
        (kind::TIE, tie_slots::HOW) => both(Tie::from_code(code), tie),
        _ => None,
    }
}

/// Where an item stands.
pub fn stage(of: Stage, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Stage::Registered => ("已登记", "registered"),
        Stage::Noticed => ("已告知", "told"),
        Stage::Objected => ("已提异议", "objected"),
        Stage::Accepted => ("已受理", "accepted"),
        Stage::Investigating => ("调查中", "looked into"),
        Stage::Extended => ("已延期", "extended"),
        Stage::OpinionIssued => ("已出意见", "opinion issued"),
        Stage::Delivered => ("已送达", "delivered"),
        Stage::Closed => ("已办结", "closed"),
        Stage::Mediated => ("已和解", "agreed"),
        Stage::ReviewRequested => ("复查中", "in review"),
        Stage::ReviewDone => ("已复查", "reviewed"),
        Stage::RereviewRequested => ("复核中", "in re-review"),
        Stage::RereviewDone => ("已复核", "re-reviewed"),
        Stage::Terminated => ("已终结", "terminated"),
        Stage::HandedBack => ("已退回", "handed back"),
        Stage::Transferred => ("已转送", "transferred"),
        Stage::LegalWay => ("已告知法定途径", "legal way told"),
        Stage::NotAccepted => ("不予受理", "not accepted"),
        Stage::NoLonger => ("不再受理", "no longer accepted"),
        Stage::Withdrawn => ("已撤回", "withdrawn"),
        Stage::Answered => ("建议已答复", "suggestion answered"),
        Stage::PassedOn => ("已移送纪委监委", "passed on"),
        Stage::Merged => ("已并入", "merged"),
    };
    lang.pick(zh, en)
}

/// What was done.
pub fn act(of: Act, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Act::Notify => ("告知收到", "tell the person"),
        Act::Accept => ("受理", "accept"),
        Act::Refuse => ("不予受理", "not accept"),
        Act::NoLonger => ("不再受理", "accept no longer"),
        Act::Object => ("提出异议", "object"),
        Act::HandBack => ("退回", "hand back"),
        Act::ObjectionRefused => ("异议未获同意", "objection refused"),
        Act::Transfer => ("转送", "transfer"),
        Act::LegalWay => ("告知法定途径", "tell the legal way"),
        Act::Answer => ("答复", "answer"),
        Act::PassOn => ("移送纪委监委", "pass on"),
        Act::Investigate => ("调查", "look into"),
        Act::Extend => ("延期", "extend"),
        Act::Opinion => ("出具处理意见书", "issue the opinion"),
        Act::Deliver => ("送达", "deliver"),
        Act::Close => ("办结", "close"),
        Act::Withdraw => ("撤回", "withdraw"),
        Act::Settle => ("化解", "settle"),
        Act::Mediate => ("调解和解", "mediate"),
        Act::Hear => ("听证", "hear"),
        Act::RequestReview => ("提出复查", "ask for review"),
        Act::Review => ("复查答复", "answer the review"),
        Act::RequestRereview => ("提出复核", "ask for re-review"),
        Act::Rereview => ("复核答复", "answer the re-review"),
        Act::Terminate => ("终结", "terminate"),
        Act::Rate => ("评价", "rate"),
        Act::Report => ("办结报告", "report"),
        Act::Grave => ("重大紧急报告", "report a grave matter"),
        Act::Merge => ("并入", "merge"),
        Act::Assign => ("指定承办人", "name the handler"),
        Act::Lead => ("领导包案", "leader takes it on"),
        Act::SetPeriod => ("交办期限", "set the period"),
        Act::CarryOut => ("落实", "carry out"),
    };
    lang.pick(zh, en)
}

/// What comes next.
pub fn next(of: Next, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Next::Notice => ("告知或受理", "tell or accept"),
        Next::Accept => ("受理", "accept"),
        Next::Opinion => ("出处理意见", "issue the opinion"),
        Next::Handle => ("按程序办理", "handle"),
        Next::Answer => ("答复", "answer"),
        Next::PassOn => ("移送", "pass on"),
        Next::AwaitConsent => ("等同意退回", "await consent"),
        Next::Deliver => ("送达", "deliver"),
        Next::AwaitReview => ("等是否复查", "await a request"),
        Next::Review => ("等复查答复", "await the review"),
        Next::AwaitRereview => ("等是否复核", "await a request"),
        Next::Rereview => ("等复核答复", "await the re-review"),
        Next::Close => ("办结", "close"),
        Next::Terminate => ("终结", "terminate"),
        Next::Report => ("报办结报告", "report"),
    };
    lang.pick(zh, en)
}

/// What kind of item.
pub fn kind(of: ItemKind, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        ItemKind::Suggestion => ("建议意见", "suggestion"),
        ItemKind::Accusation => ("检举控告", "accusation"),
        ItemKind::Appeal => ("申诉求决", "appeal"),
    };
    lang.pick(zh, en)
}

/// By which way it came.
pub fn channel(of: Channel, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Channel::Letter => ("来信", "letter"),
        Channel::Visit => ("来访", "visit"),
        Channel::Phone => ("来电", "phone"),
        Channel::Network => ("网上信访", "network"),
        Channel::Fax => ("传真", "fax"),
        Channel::Hotline => ("12345 工单", "12345 hotline"),
    };
    lang.pick(zh, en)
}

/// From whom it came.
pub fn source(of: Source, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Source::Direct => ("本单位收到", "ourselves"),
        Source::Bureau => ("信访部门转来", "petition bureau"),
        Source::Higher => ("上级机关转来", "higher office"),
    };
    lang.pick(zh, en)
}

/// Whether the name is known.
pub fn real_name(code: u16, lang: Lang) -> &'static str {
    match code {
        1 => lang.pick("实名", "real name"),
        2 => lang.pick("匿名", "anonymous"),
        _ => lang.pick("姓名地址不清", "unclear"),
    }
}

/// What it is about.
pub fn topic(of: Topic, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Topic::Stopped => ("直补停发", "payment stopped"),
        Topic::Missed => ("漏登", "not registered"),
        Topic::House => ("房屋补偿", "house"),
        Topic::Land => ("土地", "land"),
        Topic::Reward => ("搬迁奖励", "moving reward"),
        Topic::Settlement => ("安置点", "settlement"),
        Topic::Works => ("道路饮水", "road, water"),
        Topic::Bidding => ("项目招投标", "bidding"),
        Topic::Conduct => ("干部作风", "conduct"),
        Topic::Other => ("其他", "other"),
    };
    lang.pick(zh, en)
}

/// The route.
pub fn route(of: Route, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Route::Suggestion => ("建议（29 条）", "suggestion (29)"),
        Route::Accusation => ("检举控告（30 条）", "accusation (30)"),
        Route::Justice => ("政法（31 条一项）", "courts, police (31-1)"),
        Route::Arbitration => ("仲裁（31 条二项）", "arbitration (31-2)"),
        Route::Party => ("党内（31 条三项）", "Party (31-3)"),
        Route::Administrative => ("复议等（31 条四项）", "reconsideration (31-4)"),
        Route::Duty => ("履职（31 条五项）", "duty (31-5)"),
        Route::Petition => ("信访程序（31 条六项）", "petition (31-6)"),
        Route::Single => ("信访程序（33 条）", "petition (33)"),
    };
    lang.pick(zh, en)
}

/// The result of an opinion.
pub fn outcome(of: Outcome, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Outcome::Supported => ("支持", "supported"),
        Outcome::Explained => ("解释", "explained"),
        Outcome::NotSupported => ("不支持", "not supported"),
    };
    lang.pick(zh, en)
}

/// How the person rates.
pub fn rating(of: Rating, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Rating::Satisfied => ("满意", "satisfied"),
        Rating::Basically => ("基本满意", "basically"),
        Rating::Dissatisfied => ("不满意", "dissatisfied"),
    };
    lang.pick(zh, en)
}

/// How two items hang together.
pub fn tie(of: Tie, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Tie::Repeat => ("重复", "repeats"),
        Tie::Related => ("关联", "related"),
        Tie::Joint => ("联名", "joint"),
        Tie::Merged => ("并入", "merged"),
    };
    lang.pick(zh, en)
}

/// How one was in touch.
pub fn contact(of: Contact, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Contact::Phone => ("电话", "phone"),
        Contact::Reception => ("接访", "reception"),
        Contact::Visit => ("下访", "visit"),
        Contact::Letter => ("书信", "letter"),
        Contact::Meeting => ("会议", "meeting"),
        Contact::Other => ("其他", "other"),
    };
    lang.pick(zh, en)
}

/// A group of the queue.
pub fn group(of: Group, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Group::Overdue => ("逾期", "overdue"),
        Group::Today => ("今天", "today"),
        Group::Soon => ("三天内", "in 3 days"),
        Group::Later => ("以后", "later"),
        Group::Waiting => ("等待他方", "waiting"),
    };
    lang.pick(zh, en)
}

/// Whose act.
pub fn whose(of: Whose, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Whose::Ours => ("本单位", "ours"),
        Whose::Person => ("信访人", "the person"),
        Whose::Higher => ("上一级机关", "the higher office"),
    };
    lang.pick(zh, en)
}

/// A clock.
pub fn clock(of: ClockId, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        ClockId::Notice => ("告知", "notice"),
        ClockId::Objection => ("异议", "objection"),
        ClockId::Decision => ("办理", "decision"),
        ClockId::ReviewRequest => ("提出复查", "request for review"),
        ClockId::Review => ("复查", "review"),
        ClockId::RereviewRequest => ("提出复核", "request for re-review"),
        ClockId::Rereview => ("复核", "re-review"),
        ClockId::Assigned => ("交办", "hand-over"),
        ClockId::Paper => ("工单", "work order"),
    };
    lang.pick(zh, en)
}

/// What starts a clock.
pub fn start(of: Start, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Start::Received => ("收到", "received"),
        Start::Accepted => ("受理", "accepted"),
        Start::Served => ("送达处理意见书", "opinion served"),
        Start::ReviewRequested => ("收到复查申请", "review requested"),
        Start::ReviewServed => ("送达复查意见书", "review served"),
        Start::RereviewRequested => ("收到复核申请", "re-review requested"),
        Start::Named => ("来文写明", "named in the paper"),
    };
    lang.pick(zh, en)
}

/// An indicator.
pub fn indicator(of: Indicator, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Indicator::TimelyAcceptance => ("及时受理率", "timely acceptance"),
        Indicator::TimelyCompletion => ("按期办结率", "timely completion"),
        Indicator::Reply => ("回复率", "reply"),
        Indicator::Completion => ("办结率", "completion"),
        Indicator::RatingRate => ("参评率", "rated"),
        Indicator::Satisfaction => ("满意率", "satisfaction"),
        Indicator::Repeat => ("重复信访", "repeats"),
        Indicator::Settled => ("化解率", "settled"),
    };
    lang.pick(zh, en)
}
