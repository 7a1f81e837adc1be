//! Weighs an XLSX before it is read: unpacks it once into nothing, counting, because the sizes that a zip
//! declares may lie
//! and a declared number of shared strings makes the reader ask for that much memory at once.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::error::{Foreign, Shape, SheetError};
use super::sheet::UNPACKED_MAX;

/// Bytes of a part that hold its opening tags.
const HEAD_BYTES: usize = 4096;
/// Fewest bytes that one shared string takes (`<si/>`).
const SHARED_STRING_MIN: u64 = 5;
/// Largest part that the reader keeps in memory as a whole.
const KEPT_MAX: u64 = 256 << 20;

/// Refuses what is no workbook, damaged, or would unpack to more than the limits.
pub(super) fn weigh(bytes: &[u8]) -> Result<(), SheetError> {
    weigh_within(bytes, UNPACKED_MAX)
}

pub(super) fn weigh_within(bytes: &[u8], limit: u64) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    kind(&archive)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_ascii_lowercase();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let (size, head) = unpack(part, limit - total, limit)?;
        total += size;
        let is_sheet = name.contains("worksheets/");
        if !is_sheet && size > KEPT_MAX {
            return Err(SheetError::Unpacked { limit: KEPT_MAX });
        }
        if name.ends_with("sharedstrings.xml") {
            let declared = declared_strings(&head);
            if declared > size / SHARED_STRING_MIN {
                return Err(SheetError::Unpacked { limit });
            }
        }
    }
    Ok(())
}

fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), SheetError> {
    let mut document = false;
    for name in archive.file_names() {
        let name = name.map_err(|error| damaged(&error))?.to_ascii_lowercase().replace('\\', "/");
        if name.ends_with("workbook.xml") {
            return Ok(());
        }
        document |= name == "mimetype" || name == "content.xml";
    }
    Err(SheetError::Foreign(if document { Foreign::OpenDocument } else { Foreign::Archive }))
}

fn unpack<R: Read>(mut part: ZipFile<'_, R>, room: u64, limit: u64) -> Result<(u64, Vec<u8>), SheetError> {
    let mut head = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let read = match part.read(&mut buffer) {
            Ok(0) => return Ok((size, head)),
            Ok(read) => read,
            Err(error) => return Err(SheetError::Damaged { shape: Shape::Xlsx, detail: error.to_string() }),
        };
        size += read as u64;
        if size > room {
            return Err(SheetError::Unpacked { limit });
        }
        if head.len() < HEAD_BYTES {
            head.extend_from_slice(&buffer[..read.min(HEAD_BYTES - head.len())]);
        }
    }
}

fn declared_strings(head: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(head);
    let Some((_, after)) = text.split_once("uniqueCount=") else { return 0 };
    let digits = after.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit);
    digits.fold(0u64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u64::from(digit.to_digit(10).unwrap_or(0)))
    })
}

fn damaged(error: &ZipError) -> SheetError {
    SheetError::Damaged { shape: Shape::Xlsx, detail: error.to_string() }
}
