//! Words of the drills (演练): what each is for, and what the officer is to do in each step.

use super::commands::Action;
use super::{Keys, Lang};

/// A drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drill {
    /// Two laptops give one field two values (冲突).
    Conflict,
    /// A laptop is lost, replaced, and turns up again (丢失电脑).
    LostLaptop,
    /// A stick's file is spoiled (优盘坏了).
    DamagedStick,
    /// The bank sends payments back (退票).
    FailedPayment,
}

impl Drill {
    /// What it practises.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Conflict => lang.pick(
                "两台电脑把同一人的账号改成了不同的值",
                "Two laptops change one person's account to different values",
            ),
            Self::LostLaptop => lang.pick(
                "一台电脑丢了，换一台，后来旧的又找到了",
                "A laptop is lost, replaced, and found again",
            ),
            Self::DamagedStick => {
                lang.pick("优盘进了水，文件坏了", "A stick got wet and its file is spoiled")
            }
            Self::FailedPayment => {
                lang.pick("银行退回三笔，逐笔处理", "The bank sends three payments back; work them off")
            }
        }
    }
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Give the person this account.
    Account(&'static str),
    /// Give the person this phone.
    Phone(&'static str),
    /// Write a file for this machine onto the stick.
    Write(&'static str),
    /// Take the file of this machine in.
    TakeIn(&'static str),
    /// Settle the conflict.
    Settle,
    /// End this machine.
    End(&'static str),
    /// The drill makes this machine part of the office, in three files.
    Enrol(&'static str),
    /// The drill lets the lost machine write its file.
    Found(&'static str),
    /// Release what the ended machine brought.
    Release(&'static str),
    /// The drill spoils the file on the stick.
    Spoil,
    /// See that the spoiled file is refused.
    Refused,
    /// Take the bank's file in.
    Return,
    /// Pay what came back and was corrected again.
    PayAgain,
}

/// A step as it stands on the screen and before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The step, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// On which machine; none = the drill does it itself.
    pub machine: Option<&'static str>,
    /// What is to be done.
    pub task: Task,
    /// Code of the person whom the drill is about.
    pub person: String,
    /// The folder that stands for the stick.
    pub stick: String,
}

impl Guide {
    /// The line in the program: number, machine and task.
    pub fn line(&self, lang: Lang, keys: Keys<'_>) -> String {
        let head = format!("{} {}/{}", lang.pick("演练", "Drill"), self.number, self.of);
        lang.about(&head, &self.task(lang, keys))
    }

    /// The task as a sentence.
    pub fn task(&self, lang: Lang, keys: Keys<'_>) -> String {
        match lang {
            Lang::Zh => self.zh(keys),
            Lang::En => self.en(keys),
        }
    }

    fn zh(&self, keys: Keys<'_>) -> String {
        let (machine, person) = (self.machine.unwrap_or_default(), &self.person);
        let leave = format!("再按 {}", keys(Action::Quit));
        let exchange = format!("在 {machine}：{} 到交换", keys(Action::Panes));
        let open = keys(Action::Open);
        let change = |field: &str, value: &str| {
            let (find, correct, save) =
                (keys(Action::Find), keys(Action::CorrectPerson), keys(Action::FormSave));
            format!(
                "在 {machine}：{find} 找 {person}，{open} 打开，{correct} 把{field}改成 {value}，{save} 保存，{leave}"
            )
        };
        match self.task {
            Task::Account(account) => change("账号", account),
            Task::Phone(phone) => change("电话", phone),
            Task::Write(to) => {
                let write = keys(Action::WriteBundle);
                format!("{exchange}，选中 {to}，{write} 写出给它的文件，{leave}")
            }
            Task::TakeIn(from) => {
                let take = keys(Action::TakeIn);
                format!("{exchange}，选中 {from} 的新文件，{open} 打开，看预览，再按 {take} 收入，{leave}")
            }
            Task::Settle => {
                let list = keys(Action::Conflicts);
                format!("在 {machine}：{list} 列出待处理的事，{open} 打开账号那一件，按数字取一个值，{leave}")
            }
            Task::End(label) => {
                let end = keys(Action::EndMachine);
                format!("{label} 丢了。{exchange}，选中 {label}，{end} 停用，看失去什么，写理由，{leave}")
            }
            Task::Enrol(label) => format!("换一台：{label} 用三个文件入网，演练代做，对六个词"),
            Task::Found(label) => format!("{label} 找到了：演练让它写出没交的文件"),
            Task::Release(label) => {
                let all = keys(Action::ReleaseAll);
                format!(
                    "{label} 的没有生效。{exchange}，{open} 打开 {label} 来看，{all} 全部采用，写理由，{leave}"
                )
            }
            Task::Spoil => "演练在优盘的文件里改坏一个字节".to_owned(),
            Task::Refused => {
                format!("{exchange}，选中 B 的文件，{open} 打开，看它为什么被拒收，{leave}")
            }
            Task::Return => {
                let (panes, stick) = (keys(Action::Panes), &self.stick);
                let (list, read) = (keys(Action::SupportBatches), keys(Action::BatchReturn));
                format!(
                    "在 {machine}：{panes} 到补贴，{list} 批次，{read} 收回盘 {stick}/return.csv，{leave}"
                )
            }
            Task::PayAgain => {
                let (panes, list) = (keys(Action::Panes), keys(Action::SupportOpen));
                let (last, again) = (keys(Action::Last), keys(Action::PayAgain));
                format!(
                    "在 {machine}：{panes} 到补贴，{list} 退票，{last} 到最后，选中 {person} 的一笔，{again} 补发，{leave}"
                )
            }
        }
    }

    fn en(&self, keys: Keys<'_>) -> String {
        let (machine, person) = (self.machine.unwrap_or_default(), &self.person);
        let leave = format!("then {}", keys(Action::Quit));
        let exchange = format!("On {machine}: {} Exchange", keys(Action::Panes));
        let open = keys(Action::Open);
        let change = |field: &str, value: &str| {
            let (find, correct, save) =
                (keys(Action::Find), keys(Action::CorrectPerson), keys(Action::FormSave));
            format!(
                "On {machine}: {find} {person}, {open} opens it, {correct}, change the {field} to {value}, {save} saves, {leave}"
            )
        };
        match self.task {
            Task::Account(account) => change("account", account),
            Task::Phone(phone) => change("phone", phone),
            Task::Write(to) => {
                let write = keys(Action::WriteBundle);
                format!("{exchange}, choose {to}, {write} writes its file, {leave}")
            }
            Task::TakeIn(from) => {
                let take = keys(Action::TakeIn);
                format!(
                    "{exchange}, choose the new file of {from}, {open}, look, {take} takes it in, {leave}"
                )
            }
            Task::Settle => {
                let list = keys(Action::Conflicts);
                format!(
                    "On {machine}: {list} lists what waits, {open} on the account, a digit takes a value, {leave}"
                )
            }
            Task::End(label) => {
                let end = keys(Action::EndMachine);
                format!(
                    "{label} is lost. {exchange}, choose it, {end}, look at the loss, give a reason, {leave}"
                )
            }
            Task::Enrol(label) => {
                format!("The replacement {label} joins the office in three files; the drill does it")
            }
            Task::Found(label) => {
                format!("{label} is found: the drill lets it write what it had not sent")
            }
            Task::Release(label) => {
                let all = keys(Action::ReleaseAll);
                format!(
                    "What {label} sent does not count. {exchange}, {open} on {label}, read, {all} releases all, give a reason, {leave}"
                )
            }
            Task::Spoil => "The drill spoils one byte of the file on the stick".to_owned(),
            Task::Refused => {
                format!("{exchange}, choose the file of B, {open}, see why it is refused, {leave}")
            }
            Task::Return => {
                let (panes, stick) = (keys(Action::Panes), &self.stick);
                let (list, read) = (keys(Action::SupportBatches), keys(Action::BatchReturn));
                format!(
                    "On {machine}: {panes} Subsidy, {list} batches, {read} takes in {stick}/return.csv, {leave}"
                )
            }
            Task::PayAgain => {
                let (panes, list) = (keys(Action::Panes), keys(Action::SupportOpen));
                let (last, again) = (keys(Action::Last), keys(Action::PayAgain));
                format!(
                    "On {machine}: {panes} Subsidy, {list} sent back, {last}, choose the line of {person}, {again} pays it again, {leave}"
                )
            }
        }
    }
}
