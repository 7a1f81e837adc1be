//! Reads an office's file whatever its name says: the bytes decide what it is.
//!
//! A file is hostile until read: its size is looked at before its bytes, a workbook is weighed before it is unpacked, and a
//! panic of the foreign reader is an error like another.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::{Foreign, Shape, SheetError};
use super::sheet::{FILE_BYTES_MAX, Format, Sheet, Workbook};
use super::{compound, delimited, packed, workbook};
use crate::journal::Hash;

/// Reads a file from the disk.
pub fn read_file(path: &Path) -> Result<Workbook, SheetError> {
    let meta = std::fs::metadata(path).map_err(|error| SheetError::from_io(&error))?;
    if !meta.is_file() {
        return Err(SheetError::NotAFile);
    }
    if meta.len() > FILE_BYTES_MAX {
        return Err(SheetError::TooLarge { bytes: meta.len(), limit: FILE_BYTES_MAX });
    }
    let file = std::fs::File::open(path).map_err(|error| SheetError::from_io(&error))?;
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // One byte more than allowed tells that it grew while it was read.
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| SheetError::from_io(&error))?;
    let mut workbook = read_bytes(&bytes)?;
    workbook.open_elsewhere = open_elsewhere(path);
    Ok(workbook)
}

/// Reads a file's bytes.
pub fn read_bytes(bytes: &[u8]) -> Result<Workbook, SheetError> {
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(SheetError::TooLarge { bytes: bytes.len() as u64, limit: FILE_BYTES_MAX });
    }
    if bytes.is_empty() {
        return Err(SheetError::EmptyFile);
    }
    let hash = file_hash(bytes);
    let (format, sheets) = if bytes.starts_with(b"PK") {
        (Format::Xlsx, guarded(Shape::Xlsx, || read_xlsx(bytes))?)
    } else if bytes.starts_with(&compound::MAGIC) {
        (Format::Xls, guarded(Shape::Xls, || read_xls(bytes))?)
    } else if let Some(foreign) = foreign(bytes) {
        return Err(SheetError::Foreign(foreign));
    } else {
        guarded(Shape::Text, || delimited::read(bytes))?
    };
    if sheets.iter().all(|sheet| sheet.rows().all(|row| row.is_blank())) {
        return Err(SheetError::NoRows);
    }
    Ok(Workbook { hash, format, sheets, open_elsewhere: false })
}

/// SHA-256 of a file of any size in hexadecimal, as other programs print it: what names a photo or a paper that stays outside.
pub fn digest_of(path: &Path) -> Result<String, SheetError> {
    let meta = std::fs::metadata(path).map_err(|error| SheetError::from_io(&error))?;
    if !meta.is_file() {
        return Err(SheetError::NotAFile);
    }
    let mut file = std::fs::File::open(path).map_err(|error| SheetError::from_io(&error))?;
    let mut state = Sha256::new();
    std::io::copy(&mut file, &mut state).map_err(|error| SheetError::from_io(&error))?;
    Ok(state.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// SHA-256 of a file's bytes: what names an import.
pub fn file_hash(bytes: &[u8]) -> Hash {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    Hash::from_slice(&digest).unwrap_or_default()
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    packed::weigh(bytes)?;
    workbook::xlsx(bytes)
}

fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    compound::weigh(bytes)?;
    workbook::xls(bytes)
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let pictures: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x36", b"II*\0"];
    let packs: [&[u8]; 4] = [b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ"];
    if pictures.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Foreign::Picture);
    }
    if packs.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Foreign::Packed);
    }
    if bytes.starts_with(b"%PDF") {
        return Some(Foreign::Pdf);
    }
    if bytes.starts_with(b"KUQUBND1") {
        return Some(Foreign::Bundle);
    }
    let head: Vec<u8> = bytes
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xEF | 0xBB | 0xBF))
        .take(14)
        .map(u8::to_ascii_lowercase)
        .collect();
    let pages: [&[u8]; 5] = [b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version"];
    pages.iter().any(|page| head.starts_with(page)).then_some(Foreign::WebPage)
}

/// True if an office program left a lock file beside the file (`~$NAME` or `.~lock.NAME#`).
fn open_elsewhere(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return false;
    };
    let short: String = name.chars().skip(2).collect();
    [format!("~${name}"), format!("~${short}"), format!(".~lock.{name}#")]
        .iter()
        .any(|lock| folder.join(lock).is_file())
}

fn guarded<T>(shape: Shape, read: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(SheetError::Damaged { shape, detail: "the reader gave up".to_owned() }))
}
