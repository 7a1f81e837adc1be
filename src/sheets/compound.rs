//! Weighs an XLS before it is read: walks the compound file (MS-CFB) and the BIFF records once, because the
//! reader fills the
//! whole rectangle between the first and the last cell and asks for the memory of declared sizes at once.

use super::error::{Foreign, Shape, SheetError};
use super::sheet::{CELLS_MAX, SHEETS_MAX, UNPACKED_MAX};

/// First bytes of a compound file.
pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const LAST_SECTOR: u32 = 0xFFFF_FFF9;
const MINI_LIMIT: usize = 4096;
const MINI_SECTOR: usize = 64;
/// Most cells of the rectangles of all sheets (a full sheet of 64 columns).
const RECTANGLES_MAX: u64 = 65_536 * 64;

/// BIFF record types (MS-XLS 2.3).
mod record {
    pub const EOF: u16 = 0x000A;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const DIMENSIONS: u16 = 0x0200;
    /// Records that hold a cell at (row, column) in their first four bytes.
    pub const CELLS: [u16; 9] = [0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E];
}

/// Refuses what is no workbook, protected, or larger than the limits.
pub(super) fn weigh(bytes: &[u8]) -> Result<(), SheetError> {
    let file = Compound::open(bytes).ok_or_else(|| damaged("compound file"))?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(SheetError::Password);
    }
    let Some(entry) = file.entry("Workbook").or_else(|| file.entry("Book")) else {
        return Err(SheetError::Foreign(Foreign::Compound));
    };
    let stream = file.stream(entry).ok_or_else(|| damaged("workbook stream"))?;
    let mut sheets = Vec::new();
    for (kind, data) in Records(&stream) {
        match kind {
            record::EOF => break,
            record::BOUND_SHEET => {
                sheets.push(u32_at(data, 0).ok_or_else(|| damaged("sheet list"))? as usize)
            }
            _ => {}
        }
    }
    if sheets.len() > SHEETS_MAX {
        return Err(SheetError::Sheets { limit: SHEETS_MAX });
    }
    let mut cells = 0;
    for start in sheets {
        let sheet = stream.get(start..).ok_or_else(|| damaged("sheet position"))?;
        cells += rectangle(sheet);
        if cells > RECTANGLES_MAX {
            return Err(SheetError::Unpacked { limit: UNPACKED_MAX });
        }
    }
    Ok(())
}

/// Cells of the rectangle that the reader will fill, declared or used.
fn rectangle(sheet: &[u8]) -> u64 {
    let (mut rows, mut columns): ((u32, u32), (u32, u32)) = ((u32::MAX, 0), (u32::MAX, 0));
    let mut declared = 0u64;
    for (kind, data) in Records(sheet) {
        if kind == record::DIMENSIONS {
            declared = declared.max(declared_cells(data));
        } else if record::CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2))
        {
            // A MULRK record goes on to the right for 6 bytes a cell.
            let more = if kind == 0x00BD { data.len() as u32 / 6 } else { 0 };
            rows = (rows.0.min(row.into()), rows.1.max(row.into()));
            columns = (columns.0.min(column.into()), columns.1.max(u32::from(column) + more));
        } else if kind == record::EOF && rows.0 != u32::MAX {
            break;
        }
    }
    let used = if rows.0 == u32::MAX {
        0
    } else {
        u64::from(rows.1 - rows.0 + 1) * u64::from(columns.1 - columns.0 + 1)
    };
    // What is only declared costs addresses, not memory: ten times as much is allowed.
    used.max(declared.min(CELLS_MAX as u64 * 10) / 10)
}

fn declared_cells(data: &[u8]) -> u64 {
    let (rows, columns) = match data.len() {
        10 => (
            (u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from)),
            (u16_at(data, 4), u16_at(data, 6)),
        ),
        _ => ((u32_at(data, 0), u32_at(data, 4)), (u16_at(data, 8), u16_at(data, 10))),
    };
    let height = u64::from(rows.1.unwrap_or(0).saturating_sub(rows.0.unwrap_or(0)));
    let width = u64::from(columns.1.unwrap_or(0));
    height.saturating_mul(width)
}

/// The records of a BIFF stream.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.0, 0)?;
        let end = 4 + usize::from(u16_at(self.0, 2)?);
        let data = self.0.get(4..end)?;
        self.0 = self.0.get(end..)?;
        Some((kind, data))
    }
}

/// A compound file's directory and chains.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        let most = bytes.len() / sector + 2;
        let mut tables: Vec<u32> = words(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut steps = 0;
        while next <= LAST_SECTOR {
            steps += 1;
            if steps > most {
                return None;
            }
            tables.extend(words(file.sector_at(next)?));
            next = tables.pop()?;
        }
        for table in tables.into_iter().filter(|id| *id <= LAST_SECTOR).take(most) {
            let entries: Vec<u32> = words(file.sector_at(table)?).collect();
            file.fat.extend(entries);
        }
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        if u32_at(bytes, 64)? > 0 {
            let root = file.entries.first()?.clone();
            file.mini = file.chain(root.start, root.size)?;
            let table = file.chain(u32_at(bytes, 60)?, usize::MAX)?;
            file.mini_fat = words(&table).collect();
        }
        Some(file)
    }

    fn sector_at(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut id = start;
        // Sectors beyond the file's own number mean that the chain runs in a circle.
        let most = self.bytes.len() + self.sector;
        while id <= LAST_SECTOR && out.len() < size {
            out.extend_from_slice(self.sector_at(id)?);
            if out.len() > most {
                return None;
            }
            id = *self.fat.get(id as usize)?;
        }
        out.truncate(size);
        Some(out)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.size >= MINI_LIMIT {
            return self.chain(entry.start, entry.size);
        }
        let mut out = Vec::new();
        let mut id = entry.start;
        while id <= LAST_SECTOR && out.len() < entry.size {
            let start = (id as usize).checked_mul(MINI_SECTOR)?;
            let end = (start + MINI_SECTOR).min(self.mini.len());
            out.extend_from_slice(self.mini.get(start..end)?);
            id = *self.mini_fat.get(id as usize)?;
        }
        out.truncate(entry.size);
        Some(out)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).saturating_sub(2).min(62);
    let units: Vec<u16> = bytes.get(..length)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
    let size = u32_at(bytes, 120)? as usize;
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(bytes, 116)?, size })
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn damaged(detail: &str) -> SheetError {
    SheetError::Damaged { shape: Shape::Xls, detail: detail.to_owned() }
}
