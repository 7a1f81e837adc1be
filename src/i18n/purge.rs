//! Words of purging (清除): villages that this machine was taken off, what of them still waits, what is gone.

use super::{Both, Lang};
use crate::exchange::left::Left;

/// Why a village that was left stays here for now, and what to do.
pub fn waits(lang: Lang, left: &Left) -> String {
    let (unconfirmed, not_backed_up, drafts) = (left.unconfirmed, left.not_backed_up, left.drafts);
    if unconfirmed > 0 {
        lang.pick(
            format!(
                "有 {unconfirmed} 项办公室还没有确认收到，先不清除。把交换文件带到办公室收入，再带回一份回来收入。"
            ),
            format!(
                "{unconfirmed} operations are not confirmed by the office, so nothing is purged. Take a bundle to \
                 the office, and take in one from there."
            ),
        )
    } else if not_backed_up == 0 {
        lang.pick(
            format!("有 {drafts} 份没填完的表，先不清除。在草稿里填完或丢弃，或者用 kuqu journal purge 村名 --drop-drafts。"),
            format!(
                "{drafts} half-typed forms are about it, so nothing is purged. Finish or discard them under drafts, or \
                 use kuqu journal purge VILLAGE --drop-drafts."
            ),
        )
    } else {
        lang.pick(
            format!("有 {not_backed_up} 项办公室收到了但还没有备份，先不清除。请办公室备份后再给一份交换文件收入。"),
            format!(
                "{not_backed_up} operations have reached the office and are in no backup yet, so nothing is \
                 purged. Ask the office for a backup and for a bundle after it."
            ),
        )
    }
}

/// What is said of purging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PurgeSay {
    /// A village is gone from here: its name, frames written anew, kept copies removed.
    Done {
        /// The village's name.
        village: String,
        /// Frames written anew.
        frames: u64,
        /// Copies of damaged segments and torn ends that were removed.
        set_aside: u64,
    },
    /// A village that was left and can go.
    MayGo {
        /// The village's name.
        village: String,
        /// Operations held.
        operations: u64,
    },
    /// A village that was left and has to wait.
    Waits {
        /// The village's name.
        village: String,
        /// Why.
        left: Left,
    },
    /// A village that was asked for and has not been left, or of which nothing is here.
    NotLeft {
        /// The village's name.
        village: String,
    },
    /// Nothing was left.
    Nothing,
}

impl PurgeSay {
    /// In both languages.
    pub fn words(&self) -> Both {
        Both::new(self.text(Lang::Zh), self.text(Lang::En))
    }

    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Done { village, frames, set_aside } => {
                let kept = match set_aside {
                    0 => String::new(),
                    count => lang.pick(
                        format!("，损坏段的旧副本删了 {count} 个"),
                        format!(", {count} kept copies of damaged segments removed"),
                    ),
                };
                lang.pick(
                    format!("{village}已从本机清除：重写 {frames} 帧{kept}。下次打开时整理一遍，稍慢。"),
                    format!(
                        "{village} is purged from this machine: {frames} frames rewritten{kept}. The next \
                         opening tidies up and takes a little longer."
                    ),
                )
            }
            Self::MayGo { village, operations } => lang.pick(
                format!(
                    "{village}\t{operations} 项\t办公室都有，本机写的也已备份，可以清除：kuqu journal purge {village}"
                ),
                format!("{village}\t{operations}\tthe office has all of it, and this machine's work in a backup: kuqu journal purge {village}"),
            ),
            Self::Waits { village, left } => format!("{village}\t{}", waits(lang, left)),
            Self::NotLeft { village } => lang.pick(
                format!("{village}\t没有调离本机，或者本机没有它的内容，没有可清除的。"),
                format!("{village}\tthis machine has not left it, or holds nothing of it; nothing to purge."),
            ),
            Self::Nothing => lang
                .pick(
                    "没有调离的村，没有可清除的。",
                    "No village was left by this machine; there is nothing to purge.",
                )
                .into(),
        }
    }
}
