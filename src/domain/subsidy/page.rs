//! Pages of the payment history (发放历史页): what a chunk of a payment list says of each person without name and account, for
//! whoever counts: an account, the ceiling, the sweep, the money of a year.
//!
//! A page is made of one chunk of a list ([`encode`]) and kept beside it as a projection; it can always be made again. Of each
//! village there is one list of its people in the order in which they were first paid ([`People`]), so that a line names a
//! person by a number, and mostly by none: lists of following periods go through a village in the same order.
//!
//! # Layout
//!
//! A page: the batch (16 bytes), then lines. A line begins with one byte. If its lower half is nothing, it stands for as many
//! lines as the upper half says and one more, of each of which all is as expected: the next person, period, fen and withholding
//! as in the line before. Else each set bit is followed by a number that is otherwise, in this order: 1 person (difference
//! from the expected one), 2 period, 4 fen, 8 reason for withholding. Numbers are in groups of seven bits, the lowest first;
//! differences and fen with the sign in the lowest bit. A village's people: 16 bytes each.
//!
//! # Cost
//!
//! `cargo bench --bench subsidy` measures it, with key, seal and the people's share: 2.3 bytes a line for fifteen years of
//! quarters of 5,000 persons (148,524 lines), where the aim is 25 and the chunk with names and accounts takes 55.

use std::collections::HashMap;

use crate::domain::value::{LINES_MAX, PayLine};
use crate::journal::EntityId;

/// A line's person is not the next one.
const PERSON: u8 = 1;
/// Its period is not that of the line before.
const PERIOD: u8 = 2;
/// Its fen are not those of the line before.
const FEN: u8 = 4;
/// It is not withheld for the same reason as the line before.
const WITHHELD: u8 = 8;
/// Lines that one byte stands for.
const RUN: usize = 16;

/// People of one village on lists, in the order in which they were first listed.
#[derive(Clone, Debug, Default)]
pub struct People {
    order: Vec<EntityId>,
    numbers: HashMap<EntityId, u32>,
}

impl People {
    /// Reads what [`People::bytes`] made; none of anything else.
    pub fn read(bytes: &[u8]) -> Option<People> {
        let mut people = People::default();
        for chunk in bytes.chunks(EntityId::LEN) {
            people.number(EntityId::from_slice(chunk)?);
        }
        Some(people)
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        self.order.iter().flat_map(|person| person.0).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The number of a person, who is taken in at the end if nobody knows them.
    pub fn number(&mut self, person: EntityId) -> u32 {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(person).or_insert(next);
        if number == next {
            self.order.push(person);
        }
        number
    }

    fn person(&self, number: i64) -> Option<EntityId> {
        self.order.get(usize::try_from(number).ok()?).copied()
    }
}

/// One line without name and account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Whose money.
    pub person: EntityId,
    /// Stored number of the period that it pays.
    pub period: u16,
    /// Fen.
    pub fen: i64,
    /// Why it is not paid out; 0 = it is.
    pub withheld: u16,
}

impl Short {
    /// Of a line as it was frozen.
    pub fn of(line: &PayLine) -> Short {
        Short { person: line.person, period: line.period, fen: line.fen, withheld: line.withheld }
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The batch.
    pub batch: EntityId,
    /// In the order of the list.
    pub lines: Vec<Short>,
}

/// The line before the first one.
#[derive(Clone, Copy, Default)]
struct Before {
    person: i64,
    period: u16,
    fen: i64,
    withheld: u16,
}

/// The page of a chunk. Who is not among the people yet is taken in.
pub fn encode(batch: EntityId, lines: &[PayLine], people: &mut People) -> Vec<u8> {
    let mut bytes = batch.0.to_vec();
    let mut before = Before { person: -1, ..Before::default() };
    let mut run = 0;
    for line in lines {
        let person = i64::from(people.number(line.person));
        let skipped = person - (before.person + 1);
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = flag(skipped != 0, PERSON)
            | flag(line.period != before.period, PERIOD)
            | flag(line.fen != before.fen, FEN)
            | flag(line.withheld != before.withheld, WITHHELD);
        before = Before { person, period: line.period, fen: line.fen, withheld: line.withheld };
        if flags == 0 {
            run += 1;
            continue;
        }
        put_run(&mut bytes, std::mem::take(&mut run));
        bytes.push(flags);
        let numbers = [
            (PERSON, signed(skipped)),
            (PERIOD, u64::from(line.period)),
            (FEN, signed(line.fen)),
            (WITHHELD, u64::from(line.withheld)),
        ];
        numbers
            .into_iter()
            .filter(|(flag, _)| flags & flag != 0)
            .for_each(|(_, number)| put(&mut bytes, number));
    }
    put_run(&mut bytes, run);
    bytes
}

/// Reads a page; none of anything that [`encode`] does not make of these people.
pub fn decode(bytes: &[u8], people: &People) -> Option<Page> {
    let (batch, mut rest) = bytes.split_first_chunk::<{ EntityId::LEN }>()?;
    let mut lines: Vec<Short> = Vec::new();
    let mut before = Before { person: -1, ..Before::default() };
    while let Some((flags, behind)) = rest.split_first() {
        rest = behind;
        let mut count = 1;
        match flags & 0x0F {
            0 => count = usize::from(flags >> 4) + 1,
            _ if *flags > 0x0F => return None,
            flags => {
                if flags & PERSON != 0 {
                    before.person = before.person.checked_add(unsigned(take(&mut rest)?))?;
                }
                if flags & PERIOD != 0 {
                    before.period = u16::try_from(take(&mut rest)?).ok()?;
                }
                if flags & FEN != 0 {
                    before.fen = unsigned(take(&mut rest)?);
                }
                if flags & WITHHELD != 0 {
                    before.withheld = u16::try_from(take(&mut rest)?).ok()?;
                }
            }
        }
        if lines.len() + count > LINES_MAX {
            return None;
        }
        for _ in 0..count {
            before.person = before.person.checked_add(1)?;
            let Before { person, period, fen, withheld } = before;
            lines.push(Short { person: people.person(person)?, period, fen, withheld });
        }
    }
    Some(Page { batch: EntityId(*batch), lines })
}

fn put_run(bytes: &mut Vec<u8>, mut run: usize) {
    while run > 0 {
        let now = run.min(RUN);
        bytes.push(u8::try_from(now - 1).unwrap_or(0) << 4);
        run -= now;
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7F);
        number |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Small numbers of either sign become small ones.
const fn signed(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

const fn unsigned(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(number: u8) -> EntityId {
        EntityId([number; 16])
    }

    fn line(number: u8, period: u16, fen: i64, withheld: u16) -> PayLine {
        let (name, account) = ("甲".to_owned(), "6223".to_owned());
        PayLine { person: person(number), period, name, account, fen, withheld }
    }

    #[test]
    fn a_quarter_like_the_last_one_takes_a_sixteenth_of_a_byte_a_line() {
        let mut people = People::default();
        let lines: Vec<PayLine> = (0..200).map(|number| line(number, 8_000, 15_000, 0)).collect();
        encode(person(250), &lines, &mut people);
        let again = encode(person(251), &lines, &mut people);
        // The batch, the first line in full, 199 more in runs of 16.
        assert_eq!(again.len(), 16 + (1 + 2 + 3) + 199_usize.div_ceil(16));
        let page = decode(&again, &people).unwrap();
        assert_eq!(page.batch, person(251));
        assert_eq!(page.lines, lines.iter().map(Short::of).collect::<Vec<_>>());
    }

    #[test]
    fn damage_is_no_page() {
        let mut people = People::default();
        let bytes = encode(person(1), &[line(1, 8_000, 15_000, 0), line(2, 8_001, -7, 3)], &mut people);
        assert!(decode(&bytes, &people).is_some());
        assert!(decode(&bytes[..bytes.len() - 1], &people).is_none(), "cut off");
        assert!(decode(&bytes, &People::default()).is_none(), "of other people");
        assert!(decode(&[[0; 16].as_slice(), &[0xF3]].concat(), &people).is_none(), "no such byte");
        let endless = [[0; 16].as_slice(), &[0xF0; 4_000]].concat();
        assert!(decode(&endless, &people).is_none(), "more lines than a chunk has");
        assert!(People::read(&[1; 17]).is_none());
        assert_eq!(People::read(&people.bytes()).unwrap().order, people.order);
    }

    proptest! {
        #[test]
        fn whatever_a_chunk_says_its_page_says_too(
            lines in prop::collection::vec((any::<u8>(), any::<u16>(), any::<i64>(), any::<u16>()), 0..80),
            known in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let lines: Vec<PayLine> = lines.into_iter().map(|(who, period, fen, why)| line(who, period, fen, why)).collect();
            let mut people = People::default();
            known.into_iter().for_each(|one| {
                people.number(person(one));
            });
            let bytes = encode(person(9), &lines, &mut people);
            let page = decode(&bytes, &people).unwrap();
            prop_assert_eq!(page.lines, lines.iter().map(Short::of).collect::<Vec<_>>());
        }

        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut people = People::default();
            (0..100).for_each(|one| {
                people.number(person(one));
            });
            let _ = decode(&bytes, &people);
            let _ = People::read(&bytes);
        }
    }
}
