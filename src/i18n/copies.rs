//! Words of copied and restored folders (复制、恢复的资料夹).

use super::{Both, Lang};

/// What is said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopySay {
    /// In the title of every screen: this machine's folder, or that of the one with this label.
    Alarm {
        /// Its label.
        label: String,
    },
    /// The same with what to do.
    Copied {
        /// Its label.
        label: String,
        /// True for this machine.
        own: bool,
    },
    /// Brought back from a backup, just now.
    Restored {
        /// The last frame.
        frames: u64,
        /// When the backup was made: an ISO date.
        made: String,
        /// True on a machine of the office.
        office: bool,
    },
    /// The folder was once brought back from a backup of this ISO date.
    RestoredFrom {
        /// The date.
        made: String,
        /// True on a machine of the office.
        office: bool,
    },
}

impl CopySay {
    /// In both languages.
    pub fn words(&self) -> Both {
        Both::new(self.text(Lang::Zh), self.text(Lang::En))
    }

    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Alarm { label } => {
                lang.pick(format!("{label} 号机资料夹被复制"), format!("folder of {label} copied"))
            }
            Self::Copied { label, own: true } => lang.pick(
                format!("本机（{label}）的资料夹被复制过，还没有另起一册：两边的都保留。停用那份副本，再收入一份文件。"),
                format!(
                    "This machine's folder ({label}) was copied and has not gone on in a new stream: both \
                     branches are kept. Stop using the copy, and take in a file."
                ),
            ),
            Self::Copied { label, own: false } => lang.pick(
                format!("{label} 号机的资料夹被复制过，两边的都保留。给它导出一份文件收入，它就另起一册；副本停用。"),
                format!(
                    "The folder of {label} was copied; both branches are kept. Write a file for it: once taken in \
                     there, it goes on in a new stream. Stop using the copy."
                ),
            ),
            Self::Restored { frames, made, office } => {
                let from = self::from(lang, made, *office);
                lang.pick(
                    format!("已恢复到 {made} 的备份（第 {frames} 条）。{from}"),
                    format!("Restored to the backup of {made} (entry {frames}). {from}"),
                )
            }
            Self::RestoredFrom { made, office } => {
                let from = self::from(lang, made, *office);
                lang.pick(
                    format!("资料夹是从 {made} 的备份恢复的。{from}"),
                    format!("The folder came back from the backup of {made}. {from}"),
                )
            }
        }
    }
}

/// What comes back from other machines, how, and what does not.
fn from(lang: Lang, made: &str, office: bool) -> String {
    if office {
        lang.pick(
            format!(
                "之后的内容：给每台外业机导出一份文件，它收入后交来的文件会带回它有的全部。只发给办公室的内容\
                 （上报、举报）和没有外业机的村，{made} 之后的找不回来，请补录。"
            ),
            format!(
                "What was done later: write a file for each laptop; once it is taken in there, its next file brings \
                 back all that it holds. What went to the office alone (reports, accusations) and villages that no \
                 laptop carries are lost from {made} on: enter them again."
            ),
        )
    } else {
        lang.pick(
            format!(
                "之后的内容：导出一份文件或补件申请（kuqu bundle request）给办公室，办公室收到过的会随下一份文件\
                 回来。{made} 之后没有交过的找不回来，请补录。"
            ),
            format!(
                "What was done later: write a file or a request (kuqu bundle request) for the office; what it had \
                 received comes back with its next file. What was done after {made} and never handed in is lost: \
                 enter it again."
            ),
        )
    }
}
