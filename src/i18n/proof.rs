//! Sentences about proofs of migrant identity and their register (身份证明、证明登记簿).

use super::{Both, Lang, checks, slots};
use crate::domain::papers::papers;
use crate::domain::proof::{COPIES_MAX, NoProof, PURPOSE_CHARS_MAX};

/// One sentence with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofSay {
    /// The file will be in clear: persons on it, name of the file.
    Clear(usize, String),
    /// Issued and on the disk: number, subject, persons, file.
    Issued(String, String, i64, String),
    /// No proof, and why.
    No(NoProof),
    /// A name that ends neither in .xlsx nor in .txt, and is no folder.
    Ending(String),
    /// A file of that name exists.
    Taken(String),
    /// The file of the register will be in clear: lines, name of the file.
    RegisterClear(usize, String),
    /// The register was written: lines, file.
    RegisterWritten(usize, String),
    /// So many proofs are in the register.
    Listed(usize),
}

impl ProofSay {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// The sentence in both languages.
    pub fn words(&self) -> Both {
        Both::new(self.zh(), self.en())
    }

    fn zh(&self) -> String {
        match self {
            Self::Clear(persons, file) => {
                format!("{file} 会有 {persons} 人的完整号码，不加密；这次开具已记录。打印后请删除。")
            }
            Self::Issued(number, about, persons, file) => {
                format!("证明 {number} 已开具并登记：{about}，{persons} 人；文件 {file}。")
            }
            Self::No(no) => no_proof(no, Lang::Zh),
            Self::Ending(file) => {
                format!("“{file}”不能用：写一个文件夹，或以 .xlsx、.txt 结尾的文件名。没有开具。")
            }
            Self::Taken(file) => format!("{file} 已经有了，不覆盖。换一个文件名；没有开具。"),
            Self::RegisterClear(lines, file) => {
                format!("{file} 会有 {lines} 份证明的姓名和用途，不加密；这次导出已记录。用完请删除。")
            }
            Self::RegisterWritten(lines, file) => format!("登记簿 {lines} 份已写入 {file}。"),
            Self::Listed(0) => {
                "还没有开具过证明。开具：kuqu proof issue 编号 --purpose 用途 --out 文件。".into()
            }
            Self::Listed(lines) => format!("共 {lines} 份。"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Clear(persons, file) => format!(
                "{file} will hold the full numbers of {persons} persons, in clear; this is recorded. Delete it after printing."
            ),
            Self::Issued(number, about, persons, file) => {
                format!(
                    "Proof {number} is issued and in the register: {about}, {persons} persons; file {file}."
                )
            }
            Self::No(no) => no_proof(no, Lang::En),
            Self::Ending(file) => {
                format!(
                    "\"{file}\" will not do: name a folder, or a file ending in .xlsx or .txt. Nothing was issued."
                )
            }
            Self::Taken(file) => {
                format!("{file} exists and is not replaced. Take another name; nothing was issued.")
            }
            Self::RegisterClear(lines, file) => format!(
                "{file} will hold names and purposes of {lines} proofs, in clear; this is recorded. Delete it after use."
            ),
            Self::RegisterWritten(lines, file) => format!("{lines} lines of the register are in {file}."),
            Self::Listed(0) => {
                "No proof was issued yet. Issue one: kuqu proof issue CODE --purpose TEXT --out FILE.".into()
            }
            Self::Listed(lines) => format!("{lines} proofs."),
        }
    }
}

fn no_proof(no: &NoProof, lang: Lang) -> String {
    match no {
        NoProof::Gone => lang.pick(
            "这条记录已作废或不在这台机器上，没有开具。恢复后再来。".into(),
            "This record was set aside or is not here; nothing was issued. Bring it back first.".into(),
        ),
        NoProof::NotRegistered(status) => {
            let word = checks::status(lang, *status);
            lang.pick(
                format!("此人现在是“{word}”，不在册，没有开具。状态不对的话先更正。"),
                format!("This person is not in the register ({word}); nothing was issued. Correct it first if wrong."),
            )
        }
        NoProof::Nobody => lang.pick(
            "这一户今天没有在册的人，没有开具。".into(),
            "Nobody of this household is in the register today; nothing was issued.".into(),
        ),
        NoProof::Unsettled(name, slot) => {
            let slot = slots::slot(lang, "person", slot);
            lang.pick(
                format!("{name} 的{slot}有几个值没有定，不能印在证明上，没有开具。先处理冲突。"),
                format!("{slot} of {name} has several values; it cannot be printed and nothing was issued. Settle it first."),
            )
        }
        NoProof::Nameless => lang.pick(
            "有人没有姓名，没有开具。先更正姓名。".into(),
            "Somebody has no name; nothing was issued. Correct the name first.".into(),
        ),
        NoProof::Purpose => lang.pick(
            format!("用途要写 1 到 {PURPOSE_CHARS_MAX} 个字，不能有看不见的字符。没有开具。"),
            format!("The purpose takes 1 to {PURPOSE_CHARS_MAX} visible characters. Nothing was issued."),
        ),
        NoProof::Copies => lang.pick(
            format!("份数是 1 到 {COPIES_MAX}。没有开具。"),
            format!("Copies are 1 to {COPIES_MAX}. Nothing was issued."),
        ),
    }
}

/// The purposes to choose from, by number. They stand on a Chinese paper and are Chinese in both languages.
pub fn purposes() -> String {
    let numbered = |(number, purpose): (usize, &String)| format!("{number} {purpose}");
    (1..).zip(&papers().proof.purposes).map(numbered).collect::<Vec<_>>().join("  ")
}

/// What a history says of a proof: number, purpose, persons.
pub fn in_history(number: &str, purpose: &str, persons: i64) -> Both {
    Both::new(format!("{number} {purpose} {persons} 人"), format!("{number} {purpose}, {persons}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::Status;

    #[test]
    fn every_sentence_has_both_languages_and_its_facts() {
        let says = [
            ProofSay::Clear(4, "a.xlsx".into()),
            ProofSay::Issued("2026-001".into(), "H001".into(), 4, "a.xlsx".into()),
            ProofSay::No(NoProof::Gone),
            ProofSay::No(NoProof::NotRegistered(Status::Deceased)),
            ProofSay::No(NoProof::Nobody),
            ProofSay::No(NoProof::Unsettled("H001-01".into(), "birth")),
            ProofSay::No(NoProof::Nameless),
            ProofSay::No(NoProof::Purpose),
            ProofSay::No(NoProof::Copies),
            ProofSay::Ending("a.pdf".into()),
            ProofSay::Taken("a.xlsx".into()),
            ProofSay::RegisterClear(3, "a.txt".into()),
            ProofSay::RegisterWritten(3, "a.txt".into()),
            ProofSay::Listed(0),
            ProofSay::Listed(3),
        ];
        for say in says {
            let words = say.words();
            assert!(words.zh.ends_with('。') && words.en.ends_with('.'), "{words:?}");
        }
        let open = no_proof(&NoProof::Unsettled("H001-01".into(), "birth"), Lang::Zh);
        assert!(open.contains("H001-01") && open.contains("出生"), "{open}");
        assert!(purposes().starts_with("1 "));
    }
}
