//! What a bank's file says of a batch (银行回盘): our own item numbers, and which row is which line. A row is matched, unmatched
//! or ambiguous, always with the reason; nothing is guessed.

use std::collections::HashMap;

use super::super::account;
use super::super::name;
use super::payment::CREDITED;
use crate::journal::EntityId;

/// One line of a submitted batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Number within the batch, from 1.
    pub line: u32,
    /// Whose.
    pub person: EntityId,
    /// Where.
    pub village: EntityId,
    /// Stored number of its period.
    pub period: u16,
    /// Name of the account.
    pub name: String,
    /// Its number.
    pub account: String,
    /// Fen.
    pub fen: i64,
}

/// Lines of one account as the bank sees them where the payee is a household's (户主代领): one item a account, with the number of
/// its first line and the sum; beside each the lines that it stands for (indices into `items`).
pub fn by_account(items: &[Item]) -> Vec<(Item, Vec<usize>)> {
    let mut merged: Vec<(Item, Vec<usize>)> = Vec::new();
    let mut at: HashMap<(String, String), usize> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        let key = (account_key(&item.account), name::key(&item.name));
        match at.get(&key).and_then(|at| merged.get_mut(*at)) {
            Some((one, lines)) => {
                one.fen += item.fen;
                lines.push(index);
            }
            None => {
                at.insert(key, merged.len());
                merged.push((item.clone(), vec![index]));
            }
        }
    }
    merged
}

/// One row of the bank's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankRow {
    /// The file's own row, from 1.
    pub row: u32,
    /// Item number, or a bare line number; empty for none.
    pub item: String,
    /// Account.
    pub account: String,
    /// Name, where characters may have become `?`.
    pub name: String,
    /// Fen; none if the cell is no amount.
    pub fen: Option<i64>,
    /// 1 = credited, else the reason of the return; none if the words say nothing known.
    pub outcome: Option<u16>,
}

/// Why a row is no line of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoFit {
    /// The item number is another batch's.
    OtherBatch,
    /// The check character of the item number is wrong.
    Check,
    /// No line has this account and name.
    Nobody,
    /// The line has another amount, or the cell is none.
    Amount,
    /// Neither result nor remark say what happened.
    Outcome,
    /// Another row of the file said it already, otherwise.
    Twice,
    /// Another row of the file credited it already: paid twice, or written twice.
    DoubleCredit,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The line (index into the items).
    Line(usize),
    /// None.
    Unmatched(NoFit),
    /// Several lines fit.
    Ambiguous,
}

/// Our own item number: batch, line, check character (ISO 7064 MOD 11-2 over the digits).
pub fn item_number(batch: &str, line: u32) -> String {
    let body = format!("{batch}-{line:05}");
    let check = check(&body);
    format!("{body}{check}")
}

fn check(body: &str) -> char {
    let digits = body.chars().filter_map(|character| character.to_digit(10));
    let rest = digits.fold(0_u32, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - rest) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    }
}

/// Batch and line of an item number; an error if its check character is wrong, none if it is no item number.
pub fn read_item(text: &str) -> Result<Option<(String, u32)>, NoFit> {
    let text = text.trim();
    let mut body = text.chars();
    let Some(last) = body.next_back() else { return Ok(None) };
    let body = body.as_str();
    let Some((batch, line)) =
        body.rsplit_once('-').filter(|(batch, line)| batch.contains('-') && line.len() >= 5)
    else {
        return Ok(None);
    };
    let Ok(line) = line.parse() else { return Ok(None) };
    if check(body) == last.to_ascii_uppercase() {
        Ok(Some((batch.to_owned(), line)))
    } else {
        Err(NoFit::Check)
    }
}

/// Which line each row is. `batch` = the batch's number.
pub fn fit(batch: &str, items: &[Item], rows: &[BankRow]) -> Vec<Fit> {
    let mut by_account: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_line: HashMap<u32, usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        by_account.entry(account_key(&item.account)).or_default().push(at);
        by_line.insert(item.line, at);
    }
    let mut said: HashMap<usize, u16> = HashMap::new();
    let one = |row: &BankRow| -> Fit {
        let line = match read_item(&row.item) {
            Err(flaw) => return Fit::Unmatched(flaw),
            Ok(Some((other, _))) if other != batch => return Fit::Unmatched(NoFit::OtherBatch),
            Ok(Some((_, line))) => by_line.get(&line).copied(),
            // A bare number is anybody's count of rows: it has to agree with the account.
            Ok(None) => row
                .item
                .trim()
                .parse()
                .ok()
                .and_then(|line: u32| by_line.get(&line).copied())
                .filter(|at| account_key(&items[*at].account) == account_key(&row.account)),
        };
        let found: Vec<usize> = match line {
            Some(at) => vec![at],
            None => {
                let same = by_account.get(&account_key(&row.account)).map(Vec::as_slice).unwrap_or_default();
                same.iter().copied().filter(|at| same_name(&items[*at].name, &row.name)).collect()
            }
        };
        let right: Vec<usize> = found.iter().copied().filter(|at| row.fen == Some(items[*at].fen)).collect();
        match (found.len(), right.as_slice()) {
            (0, _) => Fit::Unmatched(NoFit::Nobody),
            (_, []) => Fit::Unmatched(NoFit::Amount),
            (_, [at]) => Fit::Line(*at),
            _ => Fit::Ambiguous,
        }
    };
    rows.iter()
        .map(|row| match (one(row), row.outcome) {
            (Fit::Line(_), None) => Fit::Unmatched(NoFit::Outcome),
            (Fit::Line(at), Some(outcome)) => match said.insert(at, outcome) {
                Some(before) if before != outcome => {
                    // The first word stands, and both rows are looked at by a person.
                    said.insert(at, before);
                    Fit::Unmatched(NoFit::Twice)
                }
                Some(before) if before == CREDITED => Fit::Unmatched(NoFit::DoubleCredit),
                _ => Fit::Line(at),
            },
            (other, _) => other,
        })
        .collect()
}

/// An account as it is compared: its digits where it is one, else as written.
fn account_key(text: &str) -> String {
    account::parse(text).unwrap_or_else(|_| text.trim().to_owned())
}

/// True if the names are one, where `?` on the bank's side stands for a character that its file could not hold.
fn same_name(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (name::key(ours), theirs.trim());
    if !theirs.contains(['?', '\u{ff1f}']) {
        return ours == name::key(theirs);
    }
    let left: Vec<char> = ours.chars().collect();
    let right: Vec<char> = theirs.chars().filter(|character| !character.is_whitespace()).collect();
    // One rare character may have become one mark or, by its bytes, two.
    let marks = right.iter().filter(|character| is_mark(**character)).count();
    let same_length = left.len() == right.len();
    let plain = right.iter().filter(|character| !is_mark(**character));
    if same_length {
        return left.iter().zip(&right).all(|(ours, theirs)| is_mark(*theirs) || ours == theirs);
    }
    let mut rest = left.iter();
    marks > 0
        && plain.clone().count() < left.len()
        && plain.clone().all(|wanted| rest.any(|one| one == wanted))
}

fn is_mark(character: char) -> bool {
    matches!(character, '?' | '\u{ff1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(line: u32, name: &str, account: &str) -> Item {
        Item {
            line,
            person: EntityId([u8::try_from(line).unwrap(); 16]),
            village: EntityId([9; 16]),
            period: 40_434,
            name: name.into(),
            account: account.into(),
            fen: 15_000,
        }
    }

    fn row(item: &str, account: &str, name: &str, outcome: Option<u16>) -> BankRow {
        BankRow {
            row: 1,
            item: item.into(),
            account: account.into(),
            name: name.into(),
            fen: Some(15_000),
            outcome,
        }
    }

    #[test]
    fn item_numbers_read_back_and_a_slip_of_one_digit_is_seen() {
        let number = item_number("2021Q3-1", 42);
        assert_eq!(read_item(&number), Ok(Some(("2021Q3-1".into(), 42))));
        let slip = number.replace("00042", "00043");
        assert_eq!(read_item(&slip), Err(NoFit::Check));
        assert_eq!((read_item("17"), read_item(""), read_item("2021Q3-1")), (Ok(None), Ok(None), Ok(None)));
    }

    #[test]
    fn own_number_first_then_line_then_account_name_and_amount() {
        let items =
            [item(1, "王大壮", "6223001"), item(2, "李小花", "6223002"), item(3, "李小花", "6223002")];
        let other = item_number("2020Q1-1", 1);
        let own = item_number("2021Q3-1", 3);
        let mut less = row("", "6223001", "王大壮", Some(1));
        less.fen = Some(14_000);
        let rows = [
            row(&own, "", "", Some(11)),
            row("2", "6223002", "李小花", Some(1)),
            row("1", "6223002", "李小花", Some(1)),
            row("", "6223001", "王大?", Some(1)),
            row(&other, "6223001", "王大壮", Some(1)),
            row("", "6223001", "王二", Some(1)),
            less,
            row("", "6223001", "王大壮", None),
            row(&own, "", "", Some(1)),
            row("2", "6223002", "李小花", Some(1)),
        ];
        assert_eq!(
            fit("2021Q3-1", &items, &rows),
            [
                Fit::Line(2),
                Fit::Line(1),
                Fit::Ambiguous,
                Fit::Line(0),
                Fit::Unmatched(NoFit::OtherBatch),
                Fit::Unmatched(NoFit::Nobody),
                Fit::Unmatched(NoFit::Amount),
                Fit::Unmatched(NoFit::Outcome),
                Fit::Unmatched(NoFit::Twice),
                Fit::Unmatched(NoFit::DoubleCredit),
            ]
        );
    }

    #[test]
    fn one_bank_line_stands_for_all_who_are_paid_into_it() {
        let items =
            [item(1, "王大壮", "6223001"), item(2, "李小花", "6223002"), item(3, "王 大壮", "6223001")];
        let merged = by_account(&items);
        let told: Vec<(u32, i64, Vec<usize>)> =
            merged.into_iter().map(|(item, lines)| (item.line, item.fen, lines)).collect();
        assert_eq!(told, [(1, 30_000, vec![0, 2]), (2, 15_000, vec![1])]);
    }
}
