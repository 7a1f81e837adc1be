//! Sentences about villages that change hands (村换电脑) and households that move to another village (迁往他村).

use super::Lang;
use crate::exchange::error::ExchangeError;

/// Why a laptop is not given these villages, and the way out.
pub fn given(lang: Lang, error: &ExchangeError) -> String {
    match error {
        ExchangeError::HasEveryVillage { label } => lang.pick(
            format!("{label} 是办公室的机器，各村的资料它都有，不用另给。只有外业电脑分村。"),
            format!("{label} is a machine of the office and has every village. Only laptops are given villages."),
        ),
        ExchangeError::UnsentWork { label, villages, heard } => {
            let (zh, en) = (villages.join("、"), villages.join(", "));
            let (since_zh, since_en) = match heard {
                Some(day) => (format!("{day} 以后没有收到过它的文件"), format!("nothing came from it since {day}")),
                None => ("还没有收到过它的文件".to_owned(), "nothing ever came from it".to_owned()),
            };
            lang.pick(
                format!("{zh}只有 {label} 号机带着，{since_zh}，可能有没交的工作。先收入它的文件；收不到、决定要换，加 --force。"),
                format!("Only {label} carries {en}, and {since_en}; it may hold work nobody has. Take its file in first, or say --force."),
            )
        }
        _ => lang
            .pick("至少给一个村。不再用的电脑请停用。", "Give at least one village. End a laptop that is used no more.")
            .into(),
    }
}
