//! Words of household verification (核查): results, stages and marks, what speaks against an act, sentences of the commands.

use super::{Both, Lang};
use crate::domain::acts::Fact;
use crate::domain::verify::Effect;
use crate::domain::verify::guard::Doubt;
use crate::domain::verify::matching::By;
use crate::domain::verify::route::Mark;
use crate::domain::verify::rules::{OutcomeRule, Rules};
use crate::domain::verify::stages::{Level, Stage, VisitResult, Way};
use crate::sheets::SheetError;

/// Fields that a return can be about: stable name, Chinese, English.
pub const RETURN_FIELDS: [(&str, &str, &str); 4] = [
    ("outcome", "结果", "found"),
    ("on", "日期", "day"),
    ("evidence", "证据", "evidence"),
    ("note", "备注", "note"),
];

/// What came of a visit.
pub fn result(of: VisitResult, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        VisitResult::Ok => ("已核查", "verified"),
        VisitResult::Change => ("已核查有变动", "changed"),
        VisitResult::Absent => ("无人在家", "nobody home"),
        VisitResult::Refused => ("拒绝", "refused"),
        VisitResult::MovedAway => ("全户搬走", "moved away"),
        VisitResult::Gone => ("查无此户", "not found"),
        VisitResult::Again => ("需再访", "come again"),
        VisitResult::Disputed => ("有争议", "disputed"),
    };
    lang.pick(zh, en)
}

/// How a visit came about.
pub fn way(of: Way, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Way::Door => ("入户", "visit"),
        Way::Desk => ("按纸录入", "from paper"),
        Way::Village => ("村上报", "village report"),
        Way::Check => ("抽查", "second check"),
    };
    lang.pick(zh, en)
}

/// A stage, by its number; empty for none.
pub fn stage(of: Stage, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Stage::Open => ("进行中", "open"),
        Stage::Closed => ("已结束", "closed"),
        Stage::Proposed => ("已提议", "proposed"),
        Stage::Community => ("村（社区）已审", "community agreed"),
        Stage::Street => ("乡镇（街道）已审", "street agreed"),
        Stage::Accepted => ("已受理", "accepted"),
        Stage::Returned => ("已退回", "returned"),
        Stage::Withdrawn => ("已撤回", "withdrawn"),
        Stage::Decided => ("已拟定", "decided"),
        Stage::Entered => ("待审批", "to be approved"),
        Stage::Approved => ("已批准", "approved"),
        Stage::Declined => ("未批准", "not approved"),
        Stage::Revoked => ("已撤销", "revoked"),
        Stage::Posted => ("公示中", "posted"),
        Stage::Ended => ("公示期满", "ended"),
        Stage::TakenDown => ("已撤下", "taken down"),
        Stage::Received => ("已收", "received"),
        Stage::Rechecked => ("已复核", "checked again"),
        Stage::Answered => ("已答复", "answered"),
        Stage::Waiting => ("待核", "waits"),
        Stage::Confirmed => ("属实", "confirmed"),
        Stage::Dismissed => ("不是", "dismissed"),
    };
    lang.pick(zh, en)
}

/// Whose opinion.
pub fn level(of: Level, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Level::Community => ("村（社区）", "community"),
        Level::Street => ("乡镇（街道）", "street"),
        Level::District => ("区县", "district"),
    };
    lang.pick(zh, en)
}

/// What a cause does to somebody's place on the list.
pub fn effect(of: Effect, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Effect::None => ("不变", "stays"),
        Effect::Reduce => ("核减", "reduce"),
        Effect::Stop => ("停发", "stop"),
        Effect::Restore => ("恢复", "restore"),
        Effect::Add => ("核增", "add"),
        Effect::Correct => ("更正", "correct"),
        Effect::TransferOut => ("转出", "transfer out"),
        Effect::TransferIn => ("转入", "transfer in"),
    };
    lang.pick(zh, en)
}

/// Why a household is marked.
pub fn mark(of: Mark, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Mark::Conflict => ("两次核查不一致", "visits differ"),
        Mark::Returned => ("办公室退回", "returned"),
        Mark::Again(by) => return result(by, lang),
        Mark::Suspect => ("比对疑点", "on a list"),
        Mark::NotStarted => ("未核查", "not started"),
        Mark::LongUnseen => ("久未见", "long unseen"),
        Mark::Done(by) => return result(by, lang),
    };
    lang.pick(zh, en)
}

/// By what a line of an outside list was matched.
pub fn by(of: By, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        By::Number => ("证件号相同", "same number"),
        By::NameBirth => ("姓名、出生相同", "same name and birth"),
        By::NameVillage => ("姓名、村相同", "same name and village"),
    };
    lang.pick(zh, en)
}

/// How an account was checked, by its number.
pub fn account(code: u16, lang: Lang) -> &'static str {
    let (zh, en) = match code {
        1 => ("相符", "agrees"),
        2 => ("不符", "differs"),
        3 => ("没出示", "not shown"),
        _ => ("未核对", "not checked"),
    };
    lang.pick(zh, en)
}

/// The word of an outcome.
pub fn outcome(rule: &OutcomeRule, lang: Lang) -> &str {
    lang.pick(&rule.name, &rule.en)
}

/// The word of an outcome's number in both languages.
pub fn outcome_both(rules: &Rules, code: u16) -> Both {
    rules.outcome(code).map(|rule| Both::new(&rule.name, &rule.en)).unwrap_or_default()
}

/// The word of a kind of evidence in both languages.
pub fn evidence_both(rules: &Rules, code: u16) -> Both {
    rules.evidence(code).map(|kind| Both::new(&kind.name, &kind.en)).unwrap_or_default()
}

/// The word of a cause in both languages.
pub fn cause_both(rules: &Rules, id: &str) -> Both {
    rules.cause(id).map(|cause| Both::new(&cause.name, &cause.en)).unwrap_or_else(|| Both::same(id))
}

/// What speaks against an act: Chinese, English.
pub fn doubt(of: &Doubt) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match of {
        Doubt::SeenSince(day) => (
            format!("{} 入户时还见过此人，核对日期", day.iso()),
            format!("a visit saw the person on {}; check the date", day.iso()),
        ),
        Doubt::Elsewhere(code) => (
            format!("同时在 {code} 户内，先转户或说明"),
            format!("is a member of {code} as well; move first, or say why"),
        ),
        Doubt::FewOfficers(count, want) => (
            format!("只有 {count} 人到场，应有 {want} 人，选个理由"),
            format!("{count} officers of {want}; choose a reason"),
        ),
        Doubt::NoName(typed) => (
            format!("“{typed}”不是姓名，写入户人员的姓名"),
            format!("\"{typed}\" is no name; name the officers"),
        ),
        Doubt::RoundOpen(period) => (
            format!("{period} 的核查已经开过，接着用它"),
            format!("the round {period} was opened already; go on with it"),
        ),
        Doubt::CutoffOutside(period) => (
            format!("截止日期不在 {period} 之内，核对"),
            format!("the cut-off day is outside {period}; check it"),
        ),
        Doubt::NoPeriod(text) => {
            (format!("“{text}”不是年或季，写成 2026 或 2026Q3"), format!("\"{text}\": write 2026 or 2026Q3"))
        }
        Doubt::NoRound => both("还没有核查批次，办公室先开", "no round is open; the office opens one"),
        Doubt::NoEvidence => both("要有证据，口述不够", "evidence is needed; a statement is not enough"),
        Doubt::MovedOn => {
            both("现场又改过，重新读了再定", "the field has changed it since; read it again, then decide")
        }
        Doubt::Unsettled => {
            both("两台机器说法不同，先在交换页处理冲突", "two machines differ; settle the conflict first")
        }
        Doubt::OwnWork(name) => {
            (format!("{name} 经手过，换一人审批"), format!("{name} had a hand in it; somebody else approves"))
        }
        Doubt::NoConfirmation => both(
            "要有对方县的确认，填对方县和文号",
            "the other county must confirm; give its name and its number",
        ),
        Doubt::Stage(name) => {
            let stage = Stage::by_name(name);
            let word = |lang| stage.map_or(*name, |of| self::stage(of, lang));
            (
                format!("现在是“{}”，不能走这一步，先看待审", word(Lang::Zh)),
                format!("it is \"{}\" now, so this step cannot be taken; see the queue", word(Lang::En)),
            )
        }
        Doubt::NothingProposed => both("没有提议，先入户核查", "nothing is proposed; visit first"),
        Doubt::ShortPosting(days, want) => (
            format!("只公示 {days} 天，应满 {want} 天"),
            format!("{days} days of posting, {want} are wanted"),
        ),
        Doubt::StillHangs(day) => {
            (format!("公示到 {} 才满", day.iso()), format!("the list hangs until {}", day.iso()))
        }
        Doubt::TooEarly(day) => {
            (format!("应从下一期 {} 起", day.iso()), format!("it counts from the next period, {}", day.iso()))
        }
        Doubt::DeadSince(day) => (
            format!("登记的死亡是 {}，在此之前", day.iso()),
            format!("the register says died {}, which is before", day.iso()),
        ),
    }
}

/// One sentence of a command, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifySay {
    /// A round is open: period, cut-off, villages (0 = all).
    RoundOpened(String, String, usize),
    /// A text that is no period.
    NoPeriod(String),
    /// No village of that name.
    NoVillage(String),
    /// Several villages of that name: candidates.
    ManyVillages(String, Vec<String>),
    /// It cannot be: what speaks against it.
    Refused(Vec<Fact>),
    /// It is doubtful.
    ReasonWanted(Vec<Fact>),
    /// A visit is on the disk: household, what came of it.
    Visited(String, VisitResult),
    /// The rest of a village is on the disk: village, households.
    Reported(String, usize),
    /// Another number than typed: typed, left.
    CountDiffers(usize, usize),
    /// No such word among the outcomes, evidence ... : the word.
    NoWord(String),
    /// A step was taken: whose proposal or decision, which.
    Stepped(String, Stage),
    /// An opinion is on the disk.
    Opinion(String, Level),
    /// A list was matched: lines, of them matched, suspicions, new ones.
    Matched { lines: usize, matched: usize, found: usize, fresh: usize },
    /// A list without a column of names or numbers: its file.
    NoUsableColumn(String),
    /// A list that does not say what it claims: its name.
    ListSaysNothing(String),
    /// The posted list is written: file, lines, fingerprint.
    Posted(String, usize, String),
    /// A file is written.
    Written(String),
    /// The file that was not written or read, and why.
    OfFile(String, SheetError),
    /// Nothing was posted in that village in this round.
    NoPosting(String),
    /// No objection waits for its answer in that village.
    NoObjection(String),
    /// A photo or paper is noted: its file, its digest.
    PaperNoted(String, String),
    /// No record of that id.
    NoRecord(String),
    /// The second check of a village: households, disagreements.
    Checked(usize, usize),
    /// The summary closes, or by how much it does not.
    Summary(i64),
}

impl VerifySay {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// Both sentences, for the screen.
    pub fn both(&self) -> Both {
        Both::new(self.zh(), self.en())
    }

    fn zh(&self) -> String {
        match self {
            Self::RoundOpened(period, cutoff, 0) => format!("{period} 核查已开，全部村，截止 {cutoff}。"),
            Self::RoundOpened(period, cutoff, count) => {
                format!("{period} 核查已开，{count} 个村，截止 {cutoff}。")
            }
            Self::NoPeriod(text) => format!("“{text}”不是年度或季度：写成 2026 或 2026Q3。"),
            Self::NoVillage(name) => format!("没有叫“{name}”的村。核对村名；列出：kuqu find 村名。"),
            Self::ManyVillages(name, all) => {
                format!("叫“{name}”的村有几个：{}。写成 乡镇/村。", all.join("、"))
            }
            Self::Refused(facts) => format!("没有写入：{}。", facts_of(facts, Lang::Zh)),
            Self::ReasonWanted(facts) => {
                format!("没有写入：{}。属实的话加上 --why 理由。", facts_of(facts, Lang::Zh))
            }
            Self::Visited(code, of) => format!("{code} 已记下：{}。", result(*of, Lang::Zh)),
            Self::Reported(village, count) => format!("{village} 其余 {count} 户：村上报无变化，已记下。"),
            Self::CountDiffers(typed, left) => {
                format!("没有写入：输入 {typed}，其余是 {left} 户。核对后再输一次。")
            }
            Self::NoWord(word) => format!("没有“{word}”这一项。可用的词：kuqu verify words。"),
            Self::Stepped(about, of) => format!("{about}：{}。", stage(*of, Lang::Zh)),
            Self::Opinion(about, of) => format!("{about}：{}意见已记下。", level(*of, Lang::Zh)),
            Self::Matched { lines, matched, found, fresh } => format!(
                "名单 {lines} 行，对上 {matched} 行，疑点 {found} 个，新增 {fresh} 个。什么也没有改；逐个核实。"
            ),
            Self::NoUsableColumn(file) => {
                format!("{file} 里没有姓名或证件号的列，没有读。给列加上表头，如“姓名”“身份证号”。")
            }
            Self::ListSaysNothing(file) => {
                format!(
                    "看不出 {file} 是死亡、录用还是别的名单，没有读。加 --claims dead 之类，或在文件名里写明。"
                )
            }
            Self::Posted(file, lines, print) => {
                format!("公示表已写到 {file}：{lines} 行，校验码 {print}。")
            }
            Self::Written(file) => format!("已写到 {file}。"),
            Self::OfFile(file, error) => super::sheets::error(Lang::Zh, file, error),
            Self::NoPosting(village) => {
                format!("{village} 本次还没有公示。先写公示表：kuqu verify posting。")
            }
            Self::NoObjection(village) => format!("{village} 没有等着答复的异议。"),
            Self::PaperNoted(file, digest) => format!("{file} 已记下，校验值 {digest}。原件自行保管。"),
            Self::NoRecord(id) => format!("没有编号为 {id} 的记录。列表：kuqu verify queue。"),
            Self::Checked(households, differ) => format!("抽查 {households} 户，不一致 {differ} 处。"),
            Self::Summary(0) => "年度汇总平衡。".into(),
            Self::Summary(by) => format!("年度汇总差 {by} 人，核对核定记录。"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::RoundOpened(period, cutoff, 0) => {
                format!("The round {period} is open in all villages, cut-off {cutoff}.")
            }
            Self::RoundOpened(period, cutoff, count) => {
                format!("The round {period} is open in {count} villages, cut-off {cutoff}.")
            }
            Self::NoPeriod(text) => format!("\"{text}\" is no year or quarter: write 2026 or 2026Q3."),
            Self::NoVillage(name) => {
                format!("There is no village \"{name}\". Check the name; kuqu find lists them.")
            }
            Self::ManyVillages(name, all) => {
                format!("Several villages are called \"{name}\": {}. Write TOWNSHIP/VILLAGE.", all.join(", "))
            }
            Self::Refused(facts) => format!("Nothing was written: {}.", facts_of(facts, Lang::En)),
            Self::ReasonWanted(facts) => {
                format!("Nothing was written: {}. If it is true, add --why TEXT.", facts_of(facts, Lang::En))
            }
            Self::Visited(code, of) => format!("{code} is on record: {}.", result(*of, Lang::En)),
            Self::Reported(village, count) => {
                format!("{village}, the other {count} households: village report, no change; on record.")
            }
            Self::CountDiffers(typed, left) => {
                format!("Nothing was written: {typed} was typed, {left} households are left. Type it again.")
            }
            Self::NoWord(word) => format!("There is no \"{word}\". The words: kuqu verify words."),
            Self::Stepped(about, of) => format!("{about}: {}.", stage(*of, Lang::En)),
            Self::Opinion(about, of) => {
                format!("{about}: the opinion of the {} is kept.", level(*of, Lang::En))
            }
            Self::Matched { lines, matched, found, fresh } => format!(
                "{lines} lines, {matched} matched, {found} suspicions, {fresh} new. Nothing was changed; verify each."
            ),
            Self::NoUsableColumn(file) => {
                format!(
                    "{file} has no column of names or numbers; nothing was read. Give the columns headings."
                )
            }
            Self::ListSaysNothing(file) => format!(
                "{file} does not say what it claims; nothing was read. Add --claims dead or the like."
            ),
            Self::Posted(file, lines, print) => {
                format!("The list is in {file}: {lines} lines, fingerprint {print}.")
            }
            Self::Written(file) => format!("Written to {file}."),
            Self::OfFile(file, error) => super::sheets::error(Lang::En, file, error),
            Self::NoPosting(village) => {
                format!(
                    "Nothing was posted in {village} in this round. Post the list first: kuqu verify posting."
                )
            }
            Self::NoObjection(village) => format!("No objection waits for an answer in {village}."),
            Self::PaperNoted(file, digest) => {
                format!("{file} is noted, digest {digest}. The file itself stays with you.")
            }
            Self::NoRecord(id) => format!("There is no record {id}. List them: kuqu verify queue."),
            Self::Checked(households, differ) => {
                format!("{households} households checked again, {differ} disagreements.")
            }
            Self::Summary(0) => "The yearly summary closes.".into(),
            Self::Summary(by) => format!("The yearly summary is off by {by}; check the decisions."),
        }
    }
}

fn facts_of(facts: &[Fact], lang: Lang) -> String {
    let texts: Vec<String> = facts.iter().map(|fact| super::form::fact(fact, lang)).collect();
    texts.join(lang.pick("；", "; "))
}
