//! Words of forms (表单): labels with one sentence of help, what is said while typing, what speaks against an entry.

use crate::domain::account::AccountError;
use crate::domain::acts::{Fact, Severity};
use crate::domain::day::DayError;
use crate::domain::idnumber::{IdError, Spoiling};
use crate::domain::money::MoneyError;
use crate::domain::sex::Sex;
use crate::i18n::Lang;

/// Yes and no, in both languages, in the order in which they are numbered.
pub const YES_NO: [(&str, &str); 2] = [("是", "yes"), ("否", "no")];

/// Usual reasons for a correction or for a warning that is right all the same; others are typed.
pub const USUAL_REASONS: [(&str, &str); 9] = [
    ("本人来电", "told by phone"),
    ("查看证件", "papers seen"),
    ("户口簿如此", "as in the register book"),
    ("村委会证明", "village certificate"),
    ("公安核实", "confirmed by police"),
    ("录入错误", "typing error"),
    ("换卡换号", "new card or number"),
    ("银行退回", "returned by the bank"),
    ("重复登记", "registered twice"),
];

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal, $help_zh:literal, $help_en:literal;)*) => {
        /// A form's, a section's or a field's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label {
            $($(#[$doc])* $name,)*
        }

        impl Label {
            /// All labels.
            pub const ALL: &[Label] = &[$(Label::$name),*];

            /// The word: at most 8 cells in Chinese, 14 in English, where it stands before a field.
            pub fn text(self, lang: Lang) -> &'static str {
                match self {
                    $(Label::$name => lang.pick($zh, $en),)*
                }
            }

            /// One sentence of help.
            pub fn help(self, lang: Lang) -> &'static str {
                match self {
                    $(Label::$name => lang.pick($help_zh, $help_en),)*
                }
            }
        }
    };
}

labels! {
    RegisterHousehold: "建档", "New household", "登记一户和全部成员", "Registers a household with its members";
    AddMember: "添成员", "Add member", "往这一户添人", "Adds people to this household";
    CorrectPerson: "更正人员", "Correct person", "只写改动过的栏", "Only what was changed is written";
    CorrectHousehold: "更正户", "Edit household", "只写改动过的栏", "Only what was changed is written";
    ChangeHead: "变更户主", "Change head", "选新户主，其他人的关系重新问", "A new head; all relations are asked again";
    MoveMember: "转户", "Move member", "转到另一户，跨村时档案随人走", "Into another household; the file follows";
    MoveHousehold: "迁往他村", "To a village", "全户迁往另一个村，入户、兑现和记事留着", "All move; visits, payments, notes stay";
    IntoVillage: "迁往村", "To village", "序号、拼音首字母或村名", "Number, initials or name";
    NewAddress: "新住址", "New address", "还不知道就空着", "May stay empty";
    CodeThere: "新编号", "Code there", "空着就沿用原来的编号", "Empty: the code stays";
    SplitHousehold: "分户", "Split", "选出走的人，另立一户；各人待遇不变", "Some found a household; entitlements stay";
    MergeHouseholds: "并户", "Merge", "全户并入另一户", "All move into another household";
    DeathEvent: "死亡登记", "Death", "登记死亡日期", "Registers the day of death";
    MoveOutEvent: "迁出登记", "Moving out", "登记迁出日期和原因", "Registers day and cause of leaving";
    SetAside: "作废", "Set aside", "登记错的作废，不删除，可恢复", "A mistaken record; kept, can come back";
    BringBack: "恢复", "Bring back", "把作废的恢复", "Takes back the setting aside";
    Note: "记事", "Note", "写一条记事", "Writes a note";
    Household: "户", "Household", "户的资料", "Facts of the household";
    NewHousehold: "新户", "New household", "分出去的新户", "The household that is founded";
    Members: "成员", "Members", "逐人填写；空行确认即结束", "One by one; an empty row ends";
    Person: "人员", "Person", "这个人的资料", "Facts of the person";
    Identity: "身份", "Identity", "姓名、证件、出生", "Name, number, birth";
    Resettlement: "搬迁扶持", "Resettlement", "搬迁和扶持", "Move and support";
    Contact: "联系账户", "Contact, bank", "电话和账户", "Phone and account";
    Others: "其他", "Other", "其他", "Other";
    HouseholdCode: "户编号", "Code", "村内不重复", "Unique in the village";
    Group: "组", "Group", "序号、拼音首字母或名称", "Number, initials or name";
    Settlement: "安置点", "Settlement", "序号、拼音首字母或名称", "Number, initials or name";
    Address: "住址", "Address", "门牌或小地名", "House number or place";
    Remark: "备注", "Remark", "别处放不下的话", "What fits nowhere else";
    Name: "姓名", "Name", "照身份证；间隔号会统一成 ·", "As on the card";
    FormerName: "曾用名", "Former name", "改名前的姓名", "The name before";
    Nickname: "小名", "Nickname", "村里人的叫法", "What neighbours say";
    Reading: "读音", "Reading", "多音字或生僻字的拼音，查找用", "Pinyin of rare characters, for searching";
    Relation: "关系", "Relation", "代码、拼音首字母或中文；有列表", "Code, initials or Chinese";
    RelationNew: "关系", "Relation", "对新户主的关系", "To the new head";
    IdNumber: "证件号", "ID number", "18 或 15 位；出生和性别自动填", "18 or 15; fills birth and sex";
    Sex: "性别", "Sex", "1 男 2 女", "1 male 2 female";
    Birth: "出生", "Born", "如 19850512；只知道年就写 1985", "Like 19850512; or the year, 1985";
    Ethnic: "民族", "Ethnic", "代码、拼音首字母或中文", "Code, initials or Chinese";
    Registration: "户口性质", "Registration", "1 农业 2 非农业 3 农转城", "1 farm 2 town 3 changed";
    MigrantKind: "人口类别", "Kind", "原迁、后代、婚入..", "Original, descendant, married in";
    Relocated: "搬迁日期", "Relocated", "搬家的日期，可只填年月", "Day, month or year";
    Reservoir: "水库", "Reservoir", "迁自哪座水库", "Moved for which reservoir";
    SupportMode: "扶持方式", "Support", "1 直补 2 项目 3 结合", "1 cash 2 project 3 both";
    SupportFrom: "扶持起", "Support from", "第一天", "First day";
    SupportTo: "扶持止", "Support to", "最后一天", "Last day";
    Phone: "电话", "Phone", "手机 11 位，或带区号的固话", "11 digits, or a landline";
    Bank: "开户行", "Bank", "存折或卡上的银行", "As on the book or card";
    Account: "账号", "Account", "8 至 32 位数字", "8 to 32 digits";
    AccountName: "户名", "Account name", "账户的户名，与本人不同才填", "If not the person";
    Death: "死亡", "Died", "死亡日期；一般用死亡登记", "Better through the act of death";
    JoinedOn: "入户日期", "Joined", "不知道就空着", "May stay empty";
    JoinReason: "入户原因", "Came by", "登记、出生、婚入..", "Registered, born, married in";
    LeaveReason: "离户原因", "Left by", "婚出、迁出、离婚..", "Married out, moved, divorced";
    NewHead: "新户主", "New head", "序号、拼音首字母或姓名", "Number, initials or name";
    IntoHousehold: "转入户", "Into", "户编号或户主姓名", "Code or head's name";
    Goes: "分出", "Goes", "1 是 2 否", "1 yes 2 no";
    On: "日期", "Day", "0512 是今年 5 月 12 日；也可 19850512", "0512 = May 12 this year; or 19850512";
    NoteText: "内容", "Text", "写什么都行", "Anything";
    Visit: "入户核查", "Visit", "数字选结果，保存后到下一户", "A digit for each; saving goes on";
    VisitPaper: "按纸录入", "From paper", "村里交来的纸面，只录有变动的", "What a village handed in";
    VisitCheck: "抽查", "Second check", "第二次核查，不看第一次", "The second time, without the first";
    Team: "入户人员", "Team", "今天入户的人，一天填一次", "Who visits today, said once a day";
    Opinion: "意见", "Opinion", "村、乡镇、区县的意见", "Of community, street, district";
    GiveBack: "退回", "Return", "退回现场，写明哪一栏、为什么", "To the field, with field and reason";
    Decide: "核定", "Decide", "写明情形、依据、从哪天起", "Cause, rule, and from when";
    Approve: "审批", "Approve", "批准或不批准", "Approves or not";
    Accounts: "账户电话", "Accounts", "核对存折和电话", "Card and phone";
    Outcome: "结果", "Found", "1 在家 2 外出 3 死亡 4 迁出 5 录用 6 服刑", "1 home 2 away 3 dead 4 moved 5 hired 6 prison";
    Evidence: "证据", "Evidence", "1 见到 2 证件 3 电话 4 视频 5 村 6 名单", "1 seen 2 paper 3 phone 4 video 5 village";
    AccountCheck: "存折", "Card", "1 相符 2 不符 3 没出示", "1 agrees 2 differs 3 not shown";
    AccountTail: "末四位", "Last four", "折上的末四位", "As on the book";
    Respondent: "受访人", "Respondent", "回答问题的人", "Who answered";
    Checklist: "核对项", "Checklist", "1 户主 2 逐人 5 存折 9 诉求 10 政策 11 签字", "1 head 2 each 5 card 9 request 11 signed";
    VisitResult: "情况", "Result", "空着按成员结果定", "Empty: by the members";
    NextVisit: "下次", "Next visit", "约好哪天再来", "When one comes again";
    PetitionRegister: "登记信访", "New petition", "登记一件信访；检举控告登记即密封", "An accusation is sealed at once";
    PetitionStep: "办下一步", "Next act", "下一步已选好；别的步骤在列表里", "The next act is chosen; others are listed";
    PetitionAssign: "承办人", "Handler", "办这一件的人；密件只有负责人能指定", "Of an accusation only a head names one";
    PetitionMerge: "并入", "Merge", "并入另一件，两个编号都还查得到", "Both numbers stay";
    PetitionLink: "关联", "Link", "和另一件连起来，各办各的", "Tied, each goes on by itself";
    PetitionLog: "记联系", "Contact", "接访、下访、电话，只添不改", "Calls and visits; only ever added";
    PetitionRate: "评价", "Rating", "信访人对办理的评价，送达以后才有", "After service alone";
    Handler: "承办人", "Handler", "序号或姓名", "Number or name";
    OtherItem: "另一件", "Other item", "回执号或正式编号", "Receipt or office number";
    HowTied: "关系", "How", "1 重复 2 有关 3 联名", "1 repeat 2 related 3 joint";
    ContactHow: "方式", "How", "怎样联系的", "1 phone 2 reception 3 visit 4 letter 5 meeting";
    ContactWith: "与谁", "With", "姓名", "Name";
    ContactSaid: "内容", "Said", "说了什么，看见什么", "What was said or seen";
    Repeats: "重复件", "Repeats", "按序号选中即为重复；不是就空着", "A number takes it; empty if it is not";
    Channel: "渠道", "Channel", "1 信 2 访 3 电话 4 网 5 传真 6 12345", "1 letter 2 visit 3 phone 4 web 5 fax 6 12345";
    ItemKind: "类别", "Kind", "1 建议意见 2 检举控告 3 申诉求决", "1 suggestion 2 accusation 3 appeal";
    Topic: "内容", "Topic", "序号、拼音首字母或中文；有列表", "Number, initials or Chinese";
    WhoseCode: "户或人", "Whose code", "户编号或人员编号；不是移民就空着", "Household or person; empty for others";
    Petitioners: "信访人", "Persons", "姓名之间空格", "Names apart by blanks";
    Speakers: "代表", "Speakers", "联名或集体访的代表，至多五人", "Representatives, five at most";
    Request: "诉求", "Request", "要求和事实，照本人所说", "Request and facts, as they were told";
    Received: "收到", "Received", "收到的日期；期限从次日起算", "Days are counted from the next one";
    PaperDate: "落款", "On paper", "信上或表上的日期", "The day on the paper";
    CameFrom: "来源", "From", "1 本单位 2 信访部门 3 上级", "1 ourselves 2 bureau 3 higher office";
    PaperNumber: "来文编号", "Paper number", "转送、交办或工单的编号", "Of the hand-over or work order";
    PaperPeriod: "来文期限", "Paper period", "来文写明的办结日期", "The day that the paper names";
    HowMany: "人数", "Persons", "比列名的多时才填", "If more than are named";
    RealName: "实名", "Real name", "1 实名 2 匿名 3 姓名地址不清", "1 real 2 anonymous 3 unclear";
    MoneyAtStake: "涉及金额", "Money", "元", "Yuan";
    PlaceOfIt: "问题地点", "Place", "问题发生在哪里", "Where it happened";
    Accused: "被检举人", "Accused", "检举控告才填", "Of accusations alone";
    PetitionAct: "办理", "Act", "序号、拼音首字母或中文；有列表", "Number, initials or Chinese";
    Route: "途径", "Route", "只有 31 条六项起算 60 日", "31-6 alone starts the 60 days";
    OpinionSays: "结果", "Result", "1 支持 2 解释 3 不支持", "1 supported 2 explained 3 not";
    Rating: "评价", "Rating", "1 满意 2 基本满意 3 不满意", "1 satisfied 2 basically 3 not";
    ExtraDays: "延长日数", "Extra days", "最多 30 日", "30 at most";
    ToWhom: "对象", "To whom", "谁批准、转给谁、谁包案", "Who approved, to whom, who leads";
    SecondDay: "另一日期", "Second day", "告知、送达、听证末日或期限", "Told, served, last day of hearing, end";
    BasisOrReason: "依据理由", "Basis, reason", "法律依据、理由或说明", "Legal basis, reason or remark";
    PaperName: "文书", "Paper", "文书名称和文号", "Name and number";
    PaperPlace: "存放处", "Archive", "档案放在哪里", "Where it lies";
    Officers: "人员", "Officers", "姓名之间空格，至少两人", "Names apart by blanks; two at least";
    WhyFew: "不足原因", "Why fewer", "不足两人时选一个", "Where there are fewer than two";
    Level: "层级", "Level", "1 村 2 乡镇 3 区县", "1 community 2 street 3 district";
    Agrees: "同意", "Agrees", "1 是 2 否", "1 yes 2 no";
    SignedBy: "签署人", "Signed by", "谁签的字", "Who signed";
    ReturnField: "哪一栏", "Field", "1 结果 2 日期 3 证据 4 备注", "1 found 2 day 3 evidence 4 note";
    Comment: "意见", "Comment", "要补什么、改什么", "What is missing or wrong";
    Cause: "情形", "Cause", "规则里的情形", "Of the rule document";
    Effective: "起算日", "From", "下一期的第一天", "First day of the next period";
    Papers: "材料", "Papers", "证明材料，用空格分开", "Apart by blanks";
    DocumentNumber: "文号", "Number", "核定文件的号", "Of the decision";
    County: "对方县", "Other county", "转到或来自哪个县", "To or from which county";
    ConfirmedOn: "对方日期", "Confirmed on", "对方县确认的日期", "Date of their letter";
    Confirmation: "对方文号", "Their number", "对方县确认的文号", "Of the other county";
    OpenRound: "开批次", "New round", "开一次年度或季度的核查", "A year's or a quarter's verification";
    RoundPeriod: "期", "Period", "年度写 2026，季度写 2026Q3", "A year, 2026, or a quarter, 2026Q3";
    Cutoff: "截止日", "Cut-off", "名单冻结在哪一天", "The day on which the list is frozen";
    RoundVillages: "村", "Villages", "空着是全部村；村名或首字母，用空格分开", "Empty: all; names or initials, apart by blanks";
    Why: "理由", "Reason", "序号或自己写", "Number, or typed";
}

/// What is said while typing; the message line shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The field is full: characters.
    Full(usize),
    /// A 19th character of an identity number.
    IdFull,
    /// An X before the last place.
    IdXLast,
    /// Only digits go here.
    DigitsOnly,
    /// Only a date goes here.
    DateOnly,
    /// Shown only.
    FixedField,
    /// Control characters of a paste were dropped: how many.
    ControlsDropped(usize),
    /// So many options fit.
    Several(usize),
    /// Left, with an error under the field.
    LeftWithError,
    /// No list here.
    NoList,
    /// Nothing before this one.
    NothingToRepeat,
    /// Copied fields.
    Copied(usize),
    /// No rows can be taken out here.
    NoRow,
    /// A row was taken out.
    RowDropped,
    /// No step to undo.
    NothingToUndo,
    /// The field is as it was.
    PutBack,
    /// No error in the form.
    NoErrors,
    /// Saving refused: errors.
    Errors(usize),
    /// Warnings that want a reason.
    ReasonWanted(usize),
    /// A reason must be given.
    ReasonNeeded,
    /// Everything says what it said.
    NothingChanged,
    /// Letters typed on the line of saving.
    SaveLine,
}

impl Said {
    /// The sentence.
    pub fn text(self, lang: Lang) -> String {
        let (zh, en): (String, String) = match self {
            Said::Full(limit) => {
                (format!("这一栏最多 {limit} 个字"), format!("At most {limit} characters here"))
            }
            Said::IdFull => ("证件号已满 18 位".into(), "The number has 18 characters".into()),
            Said::IdXLast => ("X 只能是第 18 位".into(), "X stands only at the 18th place".into()),
            Said::DigitsOnly => ("这一栏只填数字".into(), "Only digits here".into()),
            Said::DateOnly => ("这一栏填日期，如 19850512".into(), "A date, like 19850512".into()),
            Said::FixedField => ("这一栏只供查看".into(), "Shown only".into()),
            Said::ControlsDropped(count) => {
                (format!("去掉了 {count} 个控制字符"), format!("{count} control characters were left out"))
            }
            Said::Several(count) => (
                format!("有 {count} 项符合，再确认一次取选中的"),
                format!("{count} fit; once more takes the chosen one"),
            ),
            Said::LeftWithError => {
                ("上一栏有错，已标出".into(), "The field before has an error, marked".into())
            }
            Said::NoList => ("这一栏没有选项".into(), "No list here".into()),
            Said::NothingToRepeat => ("前面没有可重复的".into(), "Nothing before to repeat".into()),
            Said::Copied(count) => (format!("照抄了 {count} 栏"), format!("{count} fields copied")),
            Said::NoRow => ("这里没有可去掉的行".into(), "No row to take out here".into()),
            Said::RowDropped => {
                ("去掉了这一行，撤销可找回".into(), "Row taken out; undo brings it back".into())
            }
            Said::NothingToUndo => ("没有可撤销的".into(), "Nothing to undo".into()),
            Said::PutBack => ("这一栏已还原".into(), "The field is as it was".into()),
            Said::NoErrors => ("没有错误".into(), "No errors".into()),
            Said::Errors(count) => (
                format!("没有保存：有 {count} 处错误，光标在第一处"),
                format!("Not saved: {count} errors, the first has the caret"),
            ),
            Said::ReasonWanted(count) => (
                format!("有 {count} 处要说明理由：选序号或自己写"),
                format!("{count} points want a reason: a number, or typed"),
            ),
            Said::ReasonNeeded => ("写一个理由才能保存".into(), "Saving needs a reason".into()),
            Said::NothingChanged => {
                ("没有改动，什么也没写".into(), "Nothing changed, nothing written".into())
            }
            Said::SaveLine => (
                "这里没有输入栏：确认即保存，或退回表里".into(),
                "No field here: confirm to save, or go back".into(),
            ),
        };
        lang.pick(zh, en)
    }
}

/// The word of a severity.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("疑问", "warning"),
        Severity::Note => lang.pick("提示", "note"),
    }
}

fn sex(sex: Sex, lang: Lang) -> &'static str {
    match sex {
        Sex::Male => lang.pick("男", "male"),
        Sex::Female => lang.pick("女", "female"),
    }
}

/// The sentence under a field: what is wrong, and the way out.
pub fn fact(fact: &Fact, lang: Lang) -> String {
    let (zh, en) = told(fact);
    lang.pick(zh, en)
}

fn told(fact: &Fact) -> (String, String) {
    match fact {
        Fact::IdNumber(error) => id_number(error),
        Fact::Verify(doubt) => super::verify::doubt(doubt),
        Fact::Date(error) => date(error),
        Fact::Account(error) => account(error),
        Fact::Amount(error) => amount(error),
        Fact::SexOfNumber(said) => (
            format!("证件号是{}，核对两处", sex(*said, Lang::Zh)),
            format!("the ID number says {}", sex(*said, Lang::En)),
        ),
        Fact::SexOfRelation(said) => (
            format!("这个关系应是{}", sex(*said, Lang::Zh)),
            format!("this relation is {}", sex(*said, Lang::En)),
        ),
        Fact::Missing => both("这一栏必填", "must be filled"),
        Fact::NoOption => both("选项里没有，打开列表看看", "no such option; open the list"),
        Fact::ManyOptions(count) => {
            (format!("{count} 项都符合，再写一点"), format!("{count} options fit; type more"))
        }
        Fact::TooLong(found, limit) => {
            (format!("{found} 个字太长，最多 {limit} 个"), format!("{found} characters, at most {limit}"))
        }
        Fact::HiddenCharacter(code) => {
            (format!("有看不见的字符 {code}，重打一遍"), format!("hidden character {code}; type it anew"))
        }
        Fact::FifteenTooLate => both("15 位号码在此人出生前已停发", "15 digits were no longer issued then"),
        Fact::AreaUnknown(code) => {
            (format!("地区码 {code} 不在任何一版代码表里"), format!("area code {code} is in no table"))
        }
        Fact::CardCheckDigit => both("卡号末位对不上，核对一遍", "the card's check digit does not fit"),
        Fact::Phone(count) => (
            format!("{count} 位，不像手机（11 位）或固话"),
            format!("{count} digits: neither mobile nor landline"),
        ),
        Fact::AfterToday(day) => (format!("{} 还没到", day.iso()), format!("{} is after today", day.iso())),
        Fact::BeforeBirth(birth) => {
            (format!("早于出生 {}", birth.iso()), format!("before birth on {}", birth.iso()))
        }
        Fact::AfterDeath(day) => (format!("晚于死亡 {}", day.iso()), format!("after death on {}", day.iso())),
        Fact::VeryOld(years) => {
            (format!("{years} 岁，核对出生"), format!("{years} years old; check the birth"))
        }
        Fact::BirthOfNumber(day) => {
            (format!("证件号里是 {}，核对两处", day.iso()), format!("the ID number says {}", day.iso()))
        }
        Fact::AgeOfRelation(day) => {
            (format!("户主 {} 出生，年龄对不上", day.iso()), format!("the head was born {}", day.iso()))
        }
        Fact::BeforeJoining(day) => {
            (format!("早于入户 {}", day.iso()), format!("before joining on {}", day.iso()))
        }
        Fact::PeriodReversed(day) => {
            (format!("早于开始 {}", day.iso()), format!("before the beginning on {}", day.iso()))
        }
        Fact::HeadDead(day) => (
            format!("此人 {} 已死亡，另选一人", day.iso()),
            format!("died {}; choose somebody else", day.iso()),
        ),
        Fact::DeadAlready(day) => {
            (format!("已登记死亡 {}，说明为何改", day.iso()), format!("died {} already; say why", day.iso()))
        }
        Fact::NoHead => both("还没有户主", "nobody is the head"),
        Fact::SecondHead => both("户主只能有一个", "there is a head already"),
        Fact::HeadAlready => both("此人已是户主", "is the head already"),
        Fact::SameHousehold => both("人已经在这一户", "is in this household already"),
        Fact::CodeTaken(code) => {
            (format!("编号 {code} 村里已有"), format!("code {code} is taken in this village"))
        }
        Fact::Repeats(number, count) => (
            format!("疑似重复件 {number}（共 {count} 件），在重复件一栏选"),
            format!("may repeat {number} ({count} found); choose at Repeats"),
        ),
        Fact::NobodyChosen => both("没有选人分出", "nobody was chosen"),
        Fact::NobodyLeft => {
            both("不能全部分出，全户搬走用转户或并户", "somebody must stay; use move or merge")
        }
        Fact::HeadLeaves => both("户主离开，随后请变更户主", "the head leaves; choose a new one next"),
        Fact::VoidAlready => both("已经作废", "set aside already"),
        Fact::NotVoid => both("没有作废过", "is not set aside"),
        Fact::ConflictFirst(slot) => {
            (format!("先解决冲突：{slot}"), format!("settle the conflict first: {slot}"))
        }
        Fact::SameNumber(name, code) => {
            (format!("同号：{name} {code}"), format!("same number: {name} {code}"))
        }
        Fact::NearNumber(name, code) => {
            (format!("只差一位：{name} {code}"), format!("one digit off: {name} {code}"))
        }
        Fact::SamePerson(name, code) => {
            (format!("可能是同一人：{name} {code}"), format!("perhaps the same: {name} {code}"))
        }
        Fact::SharedAccount(count) => (
            format!("另有 {count} 个外户的人用这个账号"),
            format!("{count} people elsewhere share this account"),
        ),
    }
}

fn both(zh: &str, en: &str) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}

fn id_number(error: &IdError) -> (String, String) {
    match error {
        IdError::Empty => both("这一栏空着", "empty"),
        IdError::Spoiled(spoiling) => spoiled(*spoiling),
        IdError::Length { found } => {
            (format!("{found} 位，应是 18 或 15 位"), format!("{found} characters, not 18 or 15"))
        }
        IdError::Character { position, found } => {
            (format!("第 {position} 位不能是 {found}"), format!("{found} cannot stand at place {position}"))
        }
        IdError::Date { year, month, day } => (
            format!("号码里的生日 {year}-{month}-{day} 不存在"),
            format!("its birthday {year}-{month}-{day} does not exist"),
        ),
        IdError::CheckDigit { expected, found } => (
            format!("末位是 {found}，算出来是 {expected}：逐位核对"),
            format!("ends in {found}, computed {expected}"),
        ),
    }
}

fn spoiled(spoiling: Spoiling) -> (String, String) {
    match spoiling {
        Spoiling::Computed => {
            both("被表格变成了数字，位数已丢，照证件重打", "a spreadsheet made it a number; type it anew")
        }
        Spoiling::Zeros => {
            both("末三位被表格变成零，照证件重打", "a spreadsheet zeroed its end; type it anew")
        }
    }
}

fn date(error: &DayError) -> (String, String) {
    match error {
        DayError::Empty => both("这一栏空着", "empty"),
        DayError::Shape => both("读不出日期，如 19850512", "not a date; like 19850512"),
        DayError::ShortYear => both("年份写四位", "write the year with four digits"),
        DayError::NoSuchDay { year, month, day: 0 } => {
            (format!("没有 {year} 年 {month} 月"), format!("there is no {year}-{month}"))
        }
        DayError::NoSuchDay { year, month, day } => {
            (format!("没有 {year}-{month}-{day} 这一天"), format!("there is no {year}-{month}-{day}"))
        }
        DayError::YearRange { year } => {
            (format!("{year} 年太早或太晚"), format!("year {year} is out of range"))
        }
        DayError::Serial { serial } => (format!("{serial} 不是日期"), format!("{serial} is no date")),
    }
}

fn account(error: &AccountError) -> (String, String) {
    match error {
        AccountError::Empty => both("这一栏空着", "empty"),
        AccountError::Spoiled(spoiling) => spoiled(*spoiling),
        AccountError::Character { position, found } => {
            (format!("第 {position} 位 {found} 不是数字"), format!("{found} at place {position} is no digit"))
        }
        AccountError::Length { found } => {
            (format!("{found} 位，应是 8 至 32 位"), format!("{found} digits, not 8 to 32"))
        }
    }
}

fn amount(error: &MoneyError) -> (String, String) {
    match error {
        MoneyError::Empty => both("这一栏空着", "empty"),
        MoneyError::Shape => both("读不出金额，如 1234.50", "not an amount; like 1234.50"),
        MoneyError::Finer => both("最多到分", "not finer than one fen"),
        MoneyError::Range => both("数额太大", "too large"),
    }
}
