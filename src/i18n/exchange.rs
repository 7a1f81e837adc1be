//! Sentences of the exchange (交换出错): why a file is refused, why an exchange fails, what to do next.

use super::{Lang, store};
use crate::domain::conflict::SettleError;
use crate::exchange::error::{ExchangeError, Refusal, Unfit};
use crate::exchange::proof::ProofFault;

/// Everything that an exchange can refuse.
pub fn error(lang: Lang, error: &ExchangeError) -> String {
    match error {
        ExchangeError::Refused(why) => refusal(lang, why),
        ExchangeError::NoSuchDevice { label } => lang.pick(
            format!("没有叫 {label} 的机器。kuqu devices 看有哪些。"),
            format!("There is no device {label}. kuqu devices lists them."),
        ),
        ExchangeError::Unfit { why, name } => unfit(lang, *why, name),
        ExchangeError::AddresseeNeeded { labels } => lang.pick(
            format!("要写明给哪台机器：--to {}。", labels.join(" 或 ")),
            format!("Say for which machine: --to {}.", labels.join(" or ")),
        ),
        ExchangeError::DeviceEnded { label } => lang.pick(
            format!("{label} 号机已停用，不再给它文件。要给别的机器请换 --to。"),
            format!("Device {label} has ended; nothing is written for it. Choose another with --to."),
        ),
        ExchangeError::LabelTaken { label } => super::ended::label_taken(lang, label),
        ExchangeError::NoSuchVillage { .. } | ExchangeError::Store(_) | ExchangeError::File(_) => {
            folder(lang, error)
        }
        ExchangeError::Settle(why) => settle(lang, why),
        ExchangeError::HasEveryVillage { .. }
        | ExchangeError::NoVillage
        | ExchangeError::UnsentWork { .. } => super::moves::given(lang, error),
        ExchangeError::StillNeeded(left) => super::purge::waits(lang, left),
        ExchangeError::ToItself
        | ExchangeError::NotTheRoot
        | ExchangeError::NotAnswered
        | ExchangeError::Stale
        | ExchangeError::Stopped
        | ExchangeError::NotLeft
        | ExchangeError::NoSuchClash => plain(lang, error).to_owned(),
        ExchangeError::State(_)
        | ExchangeError::Box(_)
        | ExchangeError::Codec(_)
        | ExchangeError::Draft(_)
        | ExchangeError::NoRandomness(_)
        | ExchangeError::Packing(_) => lang
            .pick(
                "交换没有做成，资料没有变。先 kuqu doctor 体检，再试一次。",
                "The exchange was not done; nothing changed. Run kuqu doctor, then try again.",
            )
            .into(),
    }
}

fn unfit(lang: Lang, why: Unfit, name: &str) -> String {
    match why {
        Unfit::NoFile => lang.pick(
            format!("没有“{name}”这个文件。核对路径和文件名，插好 U 盘再试。"),
            format!("There is no file \"{name}\". Check path and stick, then try again."),
        ),
        Unfit::Folder => lang.pick(
            format!("“{name}”是文件夹，不是文件。写明里面的哪个文件。"),
            format!("\"{name}\" is a folder. Name the file in it."),
        ),
        Unfit::NoFolder => lang.pick(
            format!("没有“{name}”这个文件夹。核对路径，插好 U 盘，或先建好文件夹。"),
            format!("There is no folder \"{name}\". Check path and stick, or make the folder first."),
        ),
        Unfit::File => lang.pick(
            format!("“{name}”是文件，不是文件夹。写明放在哪个文件夹，文件名由程序定。"),
            format!("\"{name}\" is a file. Name the folder to write to; the program names the file."),
        ),
    }
}

fn folder(lang: Lang, error: &ExchangeError) -> String {
    match error {
        ExchangeError::Store(error) => store::sentence(lang, error),
        ExchangeError::File(error) => store::file(lang, error),
        _ => lang
            .pick(
                "没有这个村。核对村名，或先导入花名册。",
                "There is no such village. Check the name, or import a roster first.",
            )
            .into(),
    }
}

fn plain(lang: Lang, error: &ExchangeError) -> &'static str {
    match error {
        ExchangeError::ToItself => {
            lang.pick("那就是这台机器。换一个 --to。", "That is this machine. Choose another with --to.")
        }
        ExchangeError::NotTheRoot => lang.pick(
            "只有办公室的主机、由负责人才能受理新机器。到主机上做。",
            "Only the head, on the office's first machine, enrols. Do it there.",
        ),
        ExchangeError::NotAnswered => lang.pick(
            "这份答复不是给这台机器的申请的。向办公室要对应的答复文件。",
            "This answer is not for this machine's request. Ask the office for the right one.",
        ),
        ExchangeError::Stale => lang.pick(
            "看预览之后这里又写入了别的，没有收入。再看一次预览。",
            "Something was written here since the preview; nothing was taken in. Preview again.",
        ),
        ExchangeError::NotLeft => lang.pick(
            "这个村没有调离本机，或者本机没有它的内容，没有可清除的。",
            "This machine has not left that village, or holds nothing of it; there is nothing to purge.",
        ),
        ExchangeError::NoSuchClash => lang.pick(
            "没有这个编号的待处理事项。kuqu conflicts 再列一次。",
            "Nothing to settle has that id. List again with kuqu conflicts.",
        ),
        _ => lang.pick("已停止，没有留下半截。", "Stopped; nothing half-done is left."),
    }
}

fn settle(lang: Lang, why: &SettleError) -> String {
    match why {
        SettleError::NoSuchChoice { number, choices } => lang.pick(
            format!("没有第 {number} 个值，一共 {choices} 个。换一个 --take。"),
            format!("There is no value {number}; there are {choices}. Choose another --take."),
        ),
        SettleError::NotByValue => lang
            .pick(
                "这一类不能另填一个值。用 --take 选一个。",
                "A value of your own does not settle this kind. Choose with --take.",
            )
            .into(),
        SettleError::Fixed => lang
            .pick(
                "这是已定的事实，不能改。要更正请另记一笔冲销。",
                "This is a fixed fact and is never replaced. Enter a reversing record instead.",
            )
            .into(),
        SettleError::TooMany(count) => lang.pick(
            format!("这一项有 {count} 个值，一次替换不完。请分几次处理。"),
            format!("This field has {count} values, too many at once. Settle it in several steps."),
        ),
        SettleError::ReasonNeeded => {
            lang.pick("不采用要写理由：加 --why。", "Leaving it out needs a reason: add --why.").into()
        }
        SettleError::Newer => lang
            .pick(
                "这条记录是新版程序写的，这里不能改。请升级后再来。",
                "A newer program wrote this record; it cannot be changed here. Upgrade first.",
            )
            .into(),
        SettleError::Edit(_) => lang
            .pick("这个值不合这一项的类型。换一个值再来。", "The value is of the wrong kind. Give another.")
            .into(),
    }
}

/// Why a whole file is refused: nothing of it was taken in.
pub fn refusal(lang: Lang, why: &Refusal) -> String {
    if let Refusal::AnswerNotRequest | Refusal::NotARequest = why {
        return no_request(lang, why);
    }
    let (zh, en) = match why {
        Refusal::AnswerNotRequest | Refusal::NotARequest | Refusal::NotABundle => {
            ("这不是库区通的交换文件".to_owned(), "This is no bundle of kuqu".to_owned())
        }
        Refusal::Newer { needs } => (
            format!("这个文件是更新的程序做的（格式 {needs}），请先升级本机程序"),
            format!("The file was made by a newer program (format {needs}); update this one first"),
        ),
        Refusal::Truncated { expected, found } => (
            format!("文件不完整：应有 {expected} 字节，只有 {found} 字节"),
            format!("The file is cut short: {found} of {expected} bytes"),
        ),
        Refusal::TrailingBytes { count } => (
            format!("文件末尾多出 {count} 字节，可能拼进了别的文件"),
            format!("{count} bytes follow the end; perhaps two files in one"),
        ),
        Refusal::Changing => {
            ("读的时候文件还在变，可能正在拷贝".to_owned(), "The file changed while it was read".to_owned())
        }
        Refusal::HeaderTooLong { .. } | Refusal::HeaderUnreadable | Refusal::Unreadable => {
            ("文件读不出".to_owned(), "The file cannot be read".to_owned())
        }
        Refusal::Hash | Refusal::Signature => {
            ("文件被改动过或在途中损坏".to_owned(), "The file was changed or damaged on its way".to_owned())
        }
        Refusal::Proof(fault) => proof(*fault),
        Refusal::OtherOffice { .. } => {
            ("这是别的单位的文件".to_owned(), "The file is another office's".to_owned())
        }
        Refusal::NotForUs { recipients } => (
            format!("这个文件不是给本机的（能打开的：{}）", recipients.join("，")),
            format!("The file is not for this machine (readable by {})", recipients.join(", ")),
        ),
        Refusal::Payload | Refusal::HeaderDiffers | Refusal::CountsDiffer => (
            "文件里外不一致，对方做坏了".to_owned(),
            "The file's inside is not what its outside says; it was made wrongly".to_owned(),
        ),
        Refusal::TooLarge { unpacked, limit } => (
            format!("展开后有 {unpacked} 字节，超过 {limit}"),
            format!("It unpacks to {unpacked} bytes, more than {limit}"),
        ),
        Refusal::RecordTooLong { index, length } => (
            format!("第 {index} 项有 {length} 字节，不可能这么长"),
            format!("Record {index} has {length} bytes, which cannot be"),
        ),
    };
    lang.pick(
        format!("{zh}。没有收入任何东西；请对方重新写出一份。"),
        format!("{en}. Nothing was taken in; ask for a new copy."),
    )
}

fn no_request(lang: Lang, why: &Refusal) -> String {
    let (zh, en) = match why {
        Refusal::AnswerNotRequest => (
            "这是写给某台机器的文件（如办公室的答复），不是入网申请",
            "This is a file for a machine, such as an office's answer, and no request",
        ),
        _ => ("这不是入网申请", "This is no request"),
    };
    lang.pick(
        format!("{zh}，没有受理。请给新机器上用 kuqu enrol request 写出的文件。"),
        format!(
            "{en}; nothing was accepted. Give the file that kuqu enrol request wrote on the new machine."
        ),
    )
}

fn proof(fault: ProofFault) -> (String, String) {
    let (zh, en) = match fault {
        ProofFault::Founding => ("单位的第一条不对", "the office's first entry is another"),
        ProofFault::Stream | ProofFault::Signature => {
            ("不是办公室主机签的", "the office's first machine did not sign it")
        }
        ProofFault::Group | ProofFault::Device => {
            ("办公室没有受理过这台机器", "the office never enrolled that machine")
        }
    };
    (format!("证明不了发送的机器属于本单位：{zh}"), format!("The sender cannot prove its enrolment: {en}"))
}
