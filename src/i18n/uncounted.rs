//! Why something of an arriving file does not count (不算数的缘由): who wrote it, which numbers, why, and what to do.

use super::Lang;
use super::store::role;
use crate::domain::roles::Role;
use crate::exchange::tally::Uncounting;
use crate::journal::Roles;
use crate::journal::counting::{Held, Quarantine};

/// What waits.
pub fn waiting(lang: Lang, of: &Uncounting<Held>) -> String {
    group(lang, of, held(lang, of.why).to_owned())
}

/// What is refused.
pub fn refused(lang: Lang, of: &Uncounting<Quarantine>) -> String {
    group(lang, of, quarantined(lang, of.why))
}

/// An item of the file that cannot be read or that nobody signed; `place` counts from 1.
pub fn unreadable(lang: Lang, place: u64) -> String {
    lang.pick(
        format!("文件第 {place} 项：读不出，或没有人签名；其余照收。请对方重新写出一份。"),
        format!(
            "Item {place} of the file: unreadable or signed by nobody; all else is taken. Ask for a new copy."
        ),
    )
}

fn group<R>(lang: Lang, of: &Uncounting<R>, why: String) -> String {
    let range = |(first, last): &(u64, u64)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    let numbers: Vec<String> = of.ranges.iter().map(range).collect();
    let (zh, en) = (numbers.join("、"), numbers.join(", "));
    let who = match of.device.as_str() {
        "" => lang.pick("还不认识的机器".to_owned(), "A machine not known yet".to_owned()),
        label => lang.pick(format!("{label} 号机"), format!("Machine {label}")),
    };
    let officer = if of.officer.is_empty() { String::new() } else { format!(" {}", of.officer) };
    let count = of.count;
    lang.pick(
        format!("{who}{officer} {zh} 号（{count} 条）：{why}"),
        format!("{who}{officer}, {en} ({count}): {why}"),
    )
}

/// Roles as a list.
fn roles(lang: Lang, set: Roles) -> String {
    let words: Vec<&str> = Role::of(set).into_iter().map(|one| role(lang, one)).collect();
    words.join(lang.pick("、", ", "))
}

/// Why it does not count yet, and what makes it count.
fn held(lang: Lang, why: Held) -> &'static str {
    match why {
        Held::FirstHeaderMissing => lang.pick(
            "这台机器的第一份还没到，签名核对不了。等它到，或写补发申请。",
            "that machine's first file is missing, so nothing can be checked. Wait for it, or ask again.",
        ),
        Held::NoFounding => lang.pick(
            "单位的第一条还没到。向办公室要一份完整的文件。",
            "the office's first entry is missing. Ask the office for a whole file.",
        ),
        Held::GrantUnknown { .. } => lang.pick(
            "它的授权还没到。收入办公室的文件后自动算数。",
            "its grant has not arrived. It counts once a file of the office is taken in.",
        ),
        Held::DeviceUnknown { .. } => lang.pick(
            "这台机器的受理还没到。收入办公室的文件后自动算数。",
            "its enrolment has not arrived. It counts once a file of the office is taken in.",
        ),
        Held::EndAcrossGap { .. } => lang.pick(
            "中间缺了几号，说不清是不是在停用之前写的。写补发申请把缺的要来。",
            "numbers before it are missing, so it may be later than the machine's end. Ask for them again.",
        ),
        Held::BodyWithheld => lang.pick(
            "内容没有给本机，或还没到。本机管这个村就请对方再写一份。",
            "its content is not for this machine or has not come. If the village is yours, ask for a new file.",
        ),
        Held::BodyPurged => lang.pick(
            "内容已按规定清除，只留编号。不用处理。",
            "its content was purged by rule and only the number is kept. Nothing to do.",
        ),
        Held::Sealed => lang.pick(
            "是密件，只有有权的人打得开。不用处理。",
            "it is sealed to those who may read it. Nothing to do.",
        ),
        Held::FormUnknown { .. } | Held::SlotUnknown { .. } | Held::SchemaUnknown { .. } => lang.pick(
            "是更新的程序写的，本机还不认识。照样保存和转交；升级后自动算数。",
            "a newer program wrote it. It is kept and passed on, and counts after an update.",
        ),
    }
}

/// Why it does not count, and what to do about it.
fn quarantined(lang: Lang, why: Quarantine) -> String {
    let text = match why {
        Quarantine::RoleMayNot { roles: own, writers } => {
            return lang.pick(
                format!(
                    "{}不能写这一项，要{}。请有权的人重写一次。",
                    roles(lang, own),
                    roles(lang, writers)
                ),
                format!("{} may not write this, only {} may. Let one of them write it.", roles(lang, own), roles(lang, writers)),
            );
        }
        Quarantine::OtherDataSet { .. } => lang.pick(
            "是别的单位的资料，留着备查。问清是谁带来的。",
            "it is another office's and only kept to be looked at. Ask who brought it.",
        ),
        Quarantine::Signature => lang.pick(
            "签名不对，不是那台机器写的或被改过。告诉负责人，请原机器重新写出。",
            "the signature does not hold: forged or changed. Tell the head; let the machine write it again.",
        ),
        Quarantine::CommitIdTwice => lang.pick(
            "两份不同的记录用了同一个编号，两份都不算。告诉负责人查这台机器。",
            "two different entries have one id, so neither counts. Tell the head to look at that machine.",
        ),
        Quarantine::NotAnOperation | Quarantine::Misshapen(_) | Quarantine::ValueNotCanonical { .. } => lang
            .pick(
                "写法不合格，程序出过错或被人动过。请原机器升级后重写一次。",
                "it is malformed: a faulty program or a hand in between. Update that machine and write it again.",
            ),
        Quarantine::RecordTwice => lang.pick(
            "同一份里把一条资料写了两次，只算第一次。请重写后一次。",
            "one entry writes a record twice and only the first counts. Write the second again.",
        ),
        Quarantine::FixedReplaced { .. } | Quarantine::FixedSetAside => lang.pick(
            "要改已定的事实。已定的不能改也不能作废，请另记一笔冲销。",
            "it changes a fixed fact, which is never replaced or set aside. Enter a reversing record.",
        ),
        Quarantine::SealedForEveryone => lang.pick(
            "密件放进了给大家的文件。告诉负责人。",
            "something sealed stands in a stream to everyone. Tell the head.",
        ),
        Quarantine::OfficeMachineOnly => lang.pick(
            "村组等地点只能在办公室的机器上建。请办公室建。",
            "places are created by office machines alone. Ask the office to create it.",
        ),
        Quarantine::GrantOfAnotherDevice { .. }
        | Quarantine::GrantOfAnotherOfficer { .. }
        | Quarantine::Ended { .. }
        | Quarantine::RuledOut
        | Quarantine::AuthorityNotRoot
        | Quarantine::AuthorityNotHead
        | Quarantine::AuthorityMixed
        | Quarantine::AuthorityMalformed { .. }
        | Quarantine::RootEnded => of_grants(lang, why),
    };
    text.to_owned()
}

/// The reasons that lie with grants and ends.
fn of_grants(lang: Lang, why: Quarantine) -> &'static str {
    match why {
        Quarantine::GrantOfAnotherDevice { .. } => lang.pick(
            "用的是别的机器的授权。告诉负责人；要算数请用本人的机器重写。",
            "it uses another machine's grant. Tell the head; it has to be written on the right machine.",
        ),
        Quarantine::GrantOfAnotherOfficer { .. } => lang.pick(
            "用的是别人的授权。告诉负责人；要算数请本人重写。",
            "it uses another officer's grant. Tell the head; the officer has to write it again.",
        ),
        Quarantine::Ended { .. } => lang.pick(
            "是停用之后写的。负责人看过，可以裁定算数。",
            "it was written after the machine or officer had ended. The head may rule that it counts.",
        ),
        Quarantine::RuledOut => lang.pick(
            "负责人裁定不算。有异议请找负责人。",
            "the head ruled that it does not count. Talk to the head.",
        ),
        Quarantine::AuthorityNotRoot | Quarantine::AuthorityNotHead => lang.pick(
            "授权和停用只能由负责人在办公室主机上做。告诉负责人。",
            "grants and ends are the head's, on the office's first machine. Tell the head.",
        ),
        Quarantine::AuthorityMixed | Quarantine::AuthorityMalformed { .. } => lang.pick(
            "授权写得不合格，不算。请负责人在主机上重做。",
            "the grant is malformed and does not count. The head has to do it again on the first machine.",
        ),
        _ => lang.pick(
            "要停用办公室主机，不能这样做。告诉负责人。",
            "it would end the office's first machine, which cannot be. Tell the head.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{EntityId, Roles};

    fn of<R>(why: R) -> Uncounting<R> {
        let (device, officer) = ("C".to_owned(), "王芳".to_owned());
        Uncounting { device, officer, ranges: vec![(41, 57), (60, 60)], count: 19, why }
    }

    #[test]
    fn who_which_numbers_why_and_what_to_do() {
        let grant = EntityId([1; 16]);
        assert_eq!(
            waiting(Lang::Zh, &of(Held::GrantUnknown { grant })),
            "C 号机 王芳 41-57、60 号（19 条）：它的授权还没到。收入办公室的文件后自动算数。"
        );
        let may_not = Quarantine::RoleMayNot { roles: Roles(1), writers: Roles(10) };
        assert_eq!(
            refused(Lang::Zh, &of(may_not)),
            "C 号机 王芳 41-57、60 号（19 条）：登记不能写这一项，要经办、负责人。请有权的人重写一次。"
        );
        let unknown =
            Uncounting { device: String::new(), officer: String::new(), ..of(Held::FirstHeaderMissing) };
        assert!(waiting(Lang::En, &unknown).starts_with("A machine not known yet, 41-57, 60 (19): "));
    }
}
