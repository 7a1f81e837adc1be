//! What can be wrong with an office's file, as facts: the sentences a person reads are made from them in
//! `i18n/`.

use thiserror::Error;

use super::fields::Field;

/// A kind of file that is not a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A zip archive that holds no workbook (a document, a plain archive).
    Archive,
    /// An OpenDocument spreadsheet.
    OpenDocument,
    /// A compound file without a workbook (an old document, a mail).
    Compound,
    /// A web page saved under a spreadsheet's name.
    WebPage,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Another packed archive.
    Packed,
    /// A bundle of this program.
    Bundle,
}

/// The shape in which a table stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// XLSX.
    Xlsx,
    /// XLS (BIFF).
    Xls,
    /// Delimited text.
    Text,
}

/// Why a file was not read or not written. Rows count from 1 as the spreadsheet shows them, columns from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// There is no such file.
    #[error("no such file")]
    Missing,
    /// It is a folder or a device.
    #[error("not a regular file")]
    NotAFile,
    /// The system refuses access.
    #[error("access denied")]
    Denied,
    /// Another program holds it locked.
    #[error("locked by another program")]
    Locked,
    /// It is no longer what was read before.
    #[error("changed since it was read")]
    Changed,
    /// The disk is full.
    #[error("disk full")]
    DiskFull,
    /// Another failure of the file system.
    #[error("file system: {0}")]
    Io(std::io::ErrorKind),
    /// Larger than what is read at once.
    #[error("{bytes} bytes, at most {limit}")]
    TooLarge {
        /// Size found.
        bytes: u64,
        /// Size allowed.
        limit: u64,
    },
    /// Zero bytes.
    #[error("empty file")]
    EmptyFile,
    /// UTF-16 text, which the offices' programs write under the name "Unicode text".
    #[error("UTF-16 text")]
    Utf16,
    /// Text with zero bytes in it.
    #[error("zero byte at {offset}")]
    ZeroByte {
        /// Byte offset.
        offset: u64,
    },
    /// Neither UTF-8 nor GB18030.
    #[error("line {line} is neither UTF-8 nor GB18030")]
    Encoding {
        /// Line, from 1.
        line: u64,
    },
    /// A quotation mark that is never closed swallows the rows after it.
    #[error("quotation mark opened in row {row} is not closed")]
    OpenQuote {
        /// Row.
        row: u32,
    },
    /// The workbook is protected with a password.
    #[error("password-protected workbook")]
    Password,
    /// The workbook cannot be read to its end.
    #[error("damaged {shape:?}: {detail}")]
    Damaged {
        /// Its shape.
        shape: Shape,
        /// The reader's words, for logs.
        detail: String,
    },
    /// Not a table at all.
    #[error("not a table: {0:?}")]
    Foreign(Foreign),
    /// It would unpack to more than is allowed, or declares more than it can hold.
    #[error("unpacks to more than {limit} bytes")]
    Unpacked {
        /// Bytes allowed.
        limit: u64,
    },
    /// More sheets than are read.
    #[error("more than {limit} sheets")]
    Sheets {
        /// Sheets allowed.
        limit: usize,
    },
    /// More rows than are read.
    #[error("more than {limit} rows")]
    Rows {
        /// Rows allowed in a file.
        limit: usize,
    },
    /// A row wider than what is read.
    #[error("row {row} has more than {limit} columns")]
    Columns {
        /// The sheet.
        sheet: String,
        /// The row.
        row: u32,
        /// Columns allowed.
        limit: usize,
    },
    /// A cell longer than a spreadsheet allows.
    #[error("cell in row {row}, column {column} is longer than {limit} characters")]
    Cell {
        /// The sheet.
        sheet: String,
        /// The row.
        row: u32,
        /// The column.
        column: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// No sheet has a row (a picture, or nothing).
    #[error("no rows")]
    NoRows,
    /// No sheet has a row of headers that is understood.
    #[error("no header row found")]
    NoHeader {
        /// The sheets that were searched.
        sheets: Vec<String>,
        /// The headers of the best row, so that a person can map them.
        best: Vec<String>,
    },
    /// No sheet has the headings of a bank's file.
    #[error("no headings of a bank's file")]
    NoBankHeader {
        /// The first row with more than one word, so that a person sees what is missing.
        seen: Vec<String>,
    },
    /// Two columns claim one meaning.
    #[error("two columns mean {field:?}")]
    SameMeaning {
        /// The sheet.
        sheet: String,
        /// The meaning.
        field: Field,
        /// Both headers.
        headers: [String; 2],
        /// Both columns.
        columns: [usize; 2],
    },
    /// A column that cannot be done without is missing.
    #[error("missing columns: {fields:?}")]
    MissingColumns {
        /// The sheet.
        sheet: String,
        /// What is missing.
        fields: Vec<Field>,
        /// Headers that were not understood.
        unknown: Vec<String>,
    },
    /// A wish (`--map COLUMN=FIELD`) that is not of this form or names no field.
    #[error("not a mapping: {wish}")]
    Wish {
        /// The wish as given.
        wish: String,
    },
    /// A wish that names a column which no sheet has.
    #[error("no such column: {column}")]
    WishColumn {
        /// The column as given.
        column: String,
    },
}

impl SheetError {
    /// The facts of a failed call of the file system.
    pub fn from_io(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        const SHARING_VIOLATION: i32 = 32;
        const LOCK_VIOLATION: i32 = 33;
        if cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION)) {
            return Self::Locked;
        }
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::IsADirectory => Self::NotAFile,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            ErrorKind::ResourceBusy | ErrorKind::WouldBlock => Self::Locked,
            kind => Self::Io(kind),
        }
    }
}
