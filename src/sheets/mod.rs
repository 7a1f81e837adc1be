//! Office files in and out (表格): one reader for XLSX, XLS and delimited text, one way to find and name
//! columns, one normaliser
//! per kind of cell, the roster and what importing it would change.
//!
//! Reading a file and writing one touch the disk; everything between is pure and works on values handed in.

mod answered;
mod bank;
mod compound;
mod dates;
mod delimited;
mod error;
mod export;
mod fields;
mod household_plan;
mod known;
mod layout;
mod matching;
mod outside;
mod packed;
mod paid;
mod paper;
mod payments;
mod person_row;
mod petition_columns;
mod petitions;
mod plan;
mod proof;
mod reader;
mod refusal;
mod refused;
mod roster;
mod rows;
mod said;
mod sheet;
mod snapshot;
#[cfg(test)]
mod tests;
mod three_way;
mod verified;
mod village_rows;
mod weave;
mod words;
mod workbook;
mod writer;

pub use answered::answer_paper;
pub use bank::{bank_rows, bank_total, payment_table};
pub use dates::{DateCell, read_date};
pub use error::{Foreign, Shape, SheetError};
pub use export::{DEFAULT_COLUMNS, PersonOut, export_columns, export_table};
pub use fields::{Field, Words, header_key};
pub use known::{Known, KnownHousehold, KnownPerson, LastCell, LastCells};
pub use layout::{Column, Layout, Learned, Wishes, column_letters};
pub use outside::{OutsideList, read_outside};
pub use paid::{Filled, PostedLine, fill_template, letter_paper, paid_posting_paper, recovery_notice_paper};
pub use paper::{ACROSS, BIG_ACROSS, Paper, PaperCell, PaperColumn, PaperForm, Sum};
pub use payments::read_payments;
pub use person_row::IdCell;
pub use petition_columns::{OtherColumn, PetitionMap};
pub use petitions::{LineAt, PetitionList, PetitionRow, RowFlaw, read_petitions};
pub use plan::{CellChange, Clash, Counts, ImportPlan, Part, RowKind, RowPlan};
pub use proof::{Home, ProofLine, proof_paper, register_paper};
pub use reader::{digest_of, file_hash, read_bytes, read_file};
pub use refusal::{Finding, Reason, Refusal, Remark, RowAt};
pub use refused::refused_rows;
pub use roster::{PlaceNames, Roster, RosterRow, SheetReport, Skipped};
pub use rows::{RowClass, Rows, TableRow};
pub use said::{Normalised, Note, Said, SlotAt, field_of, plain_text, slot_of, starts_formula};
pub use sheet::{Cell, Encoding, Format, Row, Sheet, Workbook};
pub use snapshot::{Snapshot, SnapshotMaker};
pub use verified::{
    change_paper, notice_paper, posting_paper, posting_result_paper, summary_paper, visit_paper,
};
pub use words::code_word;
pub use writer::{Staged, Target, TextTable, table_bytes, write_whole};
