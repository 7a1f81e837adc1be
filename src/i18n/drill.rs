//! Words of the drills (演练): what each is for, and what the officer is to do in each step.

use super::commands::Action;
use super::exchange_pane::Say;
use super::messages::Note;
use super::problems::Problem;
use super::severity::Severity;
use super::{Keys, Lang};

/// Name of the bank's answer on the stick.
pub const BANK_FILE: &str = "return.csv";

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
            Self::FailedPayment => lang.pick(
                "银行退回三笔，改好一笔，再补发",
                "The bank sends three payments back; one is corrected and paid again",
            ),
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
    /// The program has said what the task asks for; whether the step is done, the drill reads from the folders.
    pub heard: bool,
}

/// What the drill says between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Between {
    /// The officer stops for now: the command that goes on.
    GoOn(String),
    /// The program was killed.
    Broken,
}

impl Between {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::GoOn(command) => {
                lang.pick(format!("接着演练：{command}"), format!("To go on with the drill: {command}"))
            }
            Self::Broken => lang
                .pick(
                    "程序没有正常结束，终端已经恢复。已保存的都在。",
                    "The program ended abnormally; the terminal is restored. What was saved is there.",
                )
                .to_owned(),
        }
    }
}

impl Guide {
    /// The line in the program: number, machine and task; once the task was heard to be done, how to leave.
    pub fn line(&self, lang: Lang, keys: Keys<'_>) -> String {
        let head = format!("{} {}/{}", lang.pick("演练", "Drill"), self.number, self.of);
        if !self.heard {
            return lang.about(&head, &self.task(lang, keys));
        }
        let leave = keys(Action::Quit);
        let words = lang.pick(
            format!("这一步做好了吗？按 {leave} 离开，由演练核对"),
            format!("Step done? {leave} leaves, and the drill checks it"),
        );
        lang.about(&head, &words)
    }

    /// The bank's answer on the stick.
    pub fn bank_file(&self) -> String {
        format!("{}/{BANK_FILE}", self.stick)
    }

    /// Hears what the program says.
    pub fn hear(&mut self, note: &Note) {
        self.heard |= match (self.task, note) {
            (Task::Account(_) | Task::Phone(_), Note::Saved(_, about)) => about.contains(&self.person),
            (Task::Write(label), Note::Exchange(Say::Written { to, .. })) => to == label,
            (Task::TakeIn(label), Note::Exchange(Say::TakenIn { from, .. })) => from == label,
            (Task::Settle, Note::Exchange(Say::Settled)) => true,
            (Task::Refused, Note::Failed(Problem::Told(_))) => true,
            _ => false,
        };
    }

    /// Hears what a pane answers: there a sentence says what was done, elsewhere it may be about the folder. What a pane
    /// refuses, it says as a warning.
    pub fn hear_pane(&mut self, severity: Severity, note: &Note) {
        let told = matches!(self.task, Task::End(_) | Task::Release(_) | Task::Return | Task::PayAgain);
        self.heard |= told && matches!(note, Note::Told(_)) && severity == Severity::Note;
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
        let subsidy = format!("在 {machine}：{} 到补贴", keys(Action::Panes));
        let (open, accept) = (keys(Action::Open), keys(Action::AcceptLine));
        let (write, take) = (keys(Action::WriteBundle), keys(Action::TakeIn));
        let change = |field: &str, value: &str| {
            let (find, correct) = (keys(Action::Find), keys(Action::CorrectPerson));
            let (down, save) = (keys(Action::FormNextSection), keys(Action::FormSave));
            format!(
                "在 {machine}：{find} 找 {person}，{open} 打开，{correct} 更正，{down} 按两次，把{field}改成 {value}，{save} 保存，{leave}"
            )
        };
        match self.task {
            Task::Account(account) => change("账号", account),
            Task::Phone(phone) => change("电话", phone),
            Task::Write(to) => {
                format!("{exchange}，选中 {to}，{write} 写出给它的文件，{leave}")
            }
            Task::TakeIn(from) => {
                format!(
                    "{exchange}，选中来自 {from} 的新文件，{open} 打开，看预览，再按 {take} 收入，{leave}"
                )
            }
            Task::Settle => {
                let list = keys(Action::Conflicts);
                format!("在 {machine}：{list} 列出待处理的事，{open} 打开账号那一件，按数字取一个值，{leave}")
            }
            Task::End(label) => {
                let (end, back) = (keys(Action::EndMachine), keys(Action::Back));
                let now = keys(Action::EndMachineNow);
                format!(
                    "{label} 丢了。{exchange}，选中 {label}，{end} 停用，{back} 看失去什么，{now} 回来，理由填 1，{accept} 确认，{leave}"
                )
            }
            Task::Enrol(label) => format!("换一台：{label} 用三个文件入网，演练代做，对六个词"),
            Task::Found(label) => format!("{label} 找到了：演练让它写出没交的文件"),
            Task::Release(label) => {
                let all = keys(Action::ReleaseAll);
                format!(
                    "{label} 的没有生效。{exchange}，选中 {label}，{open} 打开来看，{all} 全部采用，理由填 1，{accept} 确认，{leave}"
                )
            }
            Task::Spoil => "演练在优盘的文件里改坏一个字节".to_owned(),
            Task::Refused => {
                format!("{exchange}，选中 B 的文件，{open} 打开，看它为什么被拒收，{leave}")
            }
            Task::Return => {
                let (list, read) = (keys(Action::SupportBatches), keys(Action::BatchReturn));
                format!(
                    "{subsidy}，{list} 批次，{read} 收回盘，文件 {BANK_FILE} 已填好，{accept} 收入，{leave}"
                )
            }
            Task::PayAgain => {
                let (list, again) = (keys(Action::SupportOpen), keys(Action::PayAgain));
                let (other, accept) = (keys(Action::OtherAnswer), keys(Action::Accept));
                format!(
                    "{subsidy}，{list} 退票，选中 {person} 的一笔，{again} 补发，{other} 到“是”，{accept} 确认，{leave}"
                )
            }
        }
    }

    fn en(&self, keys: Keys<'_>) -> String {
        let (machine, person) = (self.machine.unwrap_or_default(), &self.person);
        let leave = format!("then {}", keys(Action::Quit));
        let exchange = format!("On {machine}: {} Exchange", keys(Action::Panes));
        let subsidy = format!("On {machine}: {} Subsidy", keys(Action::Panes));
        let (open, accept) = (keys(Action::Open), keys(Action::AcceptLine));
        let (write, take) = (keys(Action::WriteBundle), keys(Action::TakeIn));
        let change = |field: &str, value: &str| {
            let (find, correct) = (keys(Action::Find), keys(Action::CorrectPerson));
            let (down, save) = (keys(Action::FormNextSection), keys(Action::FormSave));
            format!(
                "On {machine}: {find} {person}, {open} opens it, {correct}, {down} twice, change the {field} to {value}, {save} saves, {leave}"
            )
        };
        match self.task {
            Task::Account(account) => change("account", account),
            Task::Phone(phone) => change("phone", phone),
            Task::Write(to) => {
                format!("{exchange}, choose {to}, {write} writes its file, {leave}")
            }
            Task::TakeIn(from) => {
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
                let (end, back) = (keys(Action::EndMachine), keys(Action::Back));
                let now = keys(Action::EndMachineNow);
                format!(
                    "{label} is lost. {exchange}, choose it, {end}, {back} shows the loss, {now} asks again, 1 and {accept} for the reason, {leave}"
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
                    "What {label} sent does not count. {exchange}, choose {label}, {open}, read, {all} releases all, 1 and {accept} for the reason, {leave}"
                )
            }
            Task::Spoil => "The drill spoils one byte of the file on the stick".to_owned(),
            Task::Refused => {
                format!("{exchange}, choose the file of B, {open}, see why it is refused, {leave}")
            }
            Task::Return => {
                let (list, read) = (keys(Action::SupportBatches), keys(Action::BatchReturn));
                format!(
                    "{subsidy}, {list} batches, {read} asks for the file, {BANK_FILE} stands there, {accept} takes it in, {leave}"
                )
            }
            Task::PayAgain => {
                let (list, again) = (keys(Action::SupportOpen), keys(Action::PayAgain));
                let (other, accept) = (keys(Action::OtherAnswer), keys(Action::Accept));
                format!(
                    "{subsidy}, {list} sent back, choose the line of {person}, {again} pays it again, {other} to Yes, {accept}, {leave}"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_to_leave_once_the_task_was_heard_to_be_done() {
        let said = |task, severity, note| {
            let person = "H01001-01".to_owned();
            let machine = Some("A");
            let mut guide =
                Guide { number: 2, of: 3, machine, task, person, stick: String::new(), heard: false };
            guide.hear(&note);
            guide.hear_pane(severity, &note);
            guide.line(Lang::En, &|act| format!("{act:?}"))
        };
        let written = |to: &str| {
            Note::Exchange(Say::Written { file: String::new(), to: to.to_owned(), commits: 1, more: false })
        };
        let told = || Note::Told(super::super::Both::new(String::new(), String::new()));
        let leave = "Drill 2/3: Step done? Quit leaves, and the drill checks it";
        assert_eq!(said(Task::Write("B"), Severity::Note, written("B")), leave);
        assert_ne!(said(Task::Write("B"), Severity::Note, written("C")), leave);
        assert_ne!(said(Task::TakeIn("B"), Severity::Note, written("B")), leave);
        assert_eq!(said(Task::Release("B"), Severity::Note, told()), leave);
        assert_ne!(said(Task::Release("B"), Severity::Warning, told()), leave);
    }
}
