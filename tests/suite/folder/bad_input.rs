//! The bad input that issue 01 lists: each has its sentence, its exit code and a way out, and nothing half-done stays.

use std::path::Path;
use std::process::Command;

use super::{DataFolder, Ended, HEADERS, roster};
use sha2::{Digest, Sha256};

const ROW: &str = "马过河镇,车马碧村委会,一组,H001,张三丰,张三丰,男,汉族,户主,,,\n";

/// Imports the file and holds that it was refused with these words and that the folder is as before.
fn refused(place: &DataFolder, file: &str, code: i32, words: &str) {
    let before = std::fs::read(place.segment()).unwrap();
    let ended = place.kuqu(&["import", "roster", file, "--json"]).says(code, words);
    assert_eq!(ended.out, "", "no document of what was not done");
    let zh = place.kuqu(&["import", "roster", file, "--lang", "zh"]).with(code);
    assert!(zh.err.trim_end().ends_with('。'), "{zh:?}");
    assert_eq!(std::fs::read(place.segment()).unwrap(), before, "nothing half-done");
}

#[test]
fn files_that_are_no_roster() {
    let place = DataFolder::founded();
    let text = format!("{HEADERS}\n{ROW}");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [b"\xFF\xFE".as_slice(), &utf16].concat();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("mark.csv", with_mark, "Unicode text"),
        ("bare.csv", utf16, "Unicode text"),
        ("none.csv", ROW.repeat(20).into_bytes(), "header"),
        ("two.csv", format!("{HEADERS},手机号\n{ROW}").into_bytes(), "phone"),
        ("heads.csv", format!("{HEADERS}\n").into_bytes(), "row"),
        ("empty.csv", Vec::new(), "empty"),
        ("blank.csv", b"\n\n,,\n".to_vec(), "row"),
        ("cut.xlsx", b"PK\x03\x04 and nothing more".to_vec(), "damaged"),
        ("page.xls", b"<html><table><tr><td>1".to_vec(), "web page"),
    ];
    for (name, bytes, words) in cases {
        let file = place.file(name, &bytes);
        refused(&place, &file, 3, words);
    }
    let absent = place.temp.path().join("absent.csv");
    refused(&place, absent.to_str().unwrap(), 1, "no such file");
    refused(&place, place.temp.path().to_str().unwrap(), 3, "no file");
}

#[test]
fn a_file_of_200_mb_is_refused_before_it_is_read() {
    let place = DataFolder::founded();
    let file = place.file("large.csv", b"");
    std::fs::File::options().write(true).open(&file).unwrap().set_len(200 << 20).unwrap();
    let start = std::time::Instant::now();
    refused(&place, &file, 3, "200 MB");
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn a_workbook_under_a_text_files_name_is_read_for_what_it_is() {
    let place = DataFolder::founded();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in [HEADERS, ROW.trim_end()].iter().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let file = place.file("renamed.csv", &book.save_to_buffer().unwrap());
    let ended = place.kuqu(&["import", "roster", &file, "--json"]).with(0).json();
    assert_eq!(ended["new"], 1, "{ended}");
}

#[test]
fn a_file_that_is_open_elsewhere_is_read_and_said() {
    let place = DataFolder::founded();
    let file = place.file("r.csv", format!("{HEADERS}\n{ROW}").as_bytes());
    place.file(".~lock.r.csv#", b"");
    let ended = place.kuqu(&["import", "roster", &file, "--json"]).with(0);
    assert_eq!(ended.json()["new"], 1);
    assert!(ended.err.contains("r.csv") && ended.err.contains("open in another program"), "{ended:?}");
}

/// Runs the command as somebody who may not write; none if this machine cannot.
#[cfg(unix)]
fn as_nobody(mut command: Command) -> Option<Ended> {
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    if root {
        command.uid(NOBODY);
    }
    command.output().ok().map(Ended::of)
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_is_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let place = DataFolder::with_roster(3);
    let set = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    set(place.temp.path(), 0o755);
    for file in super::files_below(&place.data) {
        set(&file, 0o444);
    }
    let folders = ["", "journal", "state", "state/blobs"].map(|name| place.data.join(name));
    folders.iter().filter(|folder| folder.exists()).for_each(|folder| set(folder, 0o555));
    let before = std::fs::read(place.segment()).unwrap();
    let csv = place.file("more.csv", roster(6).as_bytes());
    for words in [["find", "zsf"].as_slice(), &["import", "roster", &csv], &["doctor"]] {
        let Some(ended) = as_nobody(place.command(words)) else {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"no other user to be: skipped\n");
            break;
        };
        ended.says(1, "no permission");
    }
    folders.iter().filter(|folder| folder.exists()).for_each(|folder| set(folder, 0o755));
    assert_eq!(std::fs::read(place.segment()).unwrap(), before);
}

#[test]
fn a_folder_of_a_newer_program_is_a_sentence_and_untouched() {
    let place = DataFolder::with_roster(3);
    let newer = place.copy();
    for name in ["vault.0", "vault.1"] {
        let path = newer.data.join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[20] += 1;
        let hashed = bytes.len() - 32;
        let hash = Sha256::new().chain_update(b"kuqu vault 1\0").chain_update(&bytes[..hashed]).finalize();
        bytes[hashed..].copy_from_slice(&hash);
        std::fs::write(path, bytes).unwrap();
    }
    let segment = place.copy();
    let mut bytes = std::fs::read(segment.segment()).unwrap();
    bytes[36] += 1;
    let crc = crc32fast::hash(&bytes[..41]);
    bytes[41..45].copy_from_slice(&crc.to_le_bytes());
    std::fs::write(segment.segment(), bytes).unwrap();
    for place in [newer, segment] {
        let state = |place: &DataFolder| -> Vec<Vec<u8>> {
            let files = super::files_below(&place.data);
            files
                .iter()
                .filter(|file| !file.to_string_lossy().contains("state"))
                .map(|file| std::fs::read(file).unwrap())
                .collect()
        };
        let before = state(&place);
        for words in [["find", "zsf"].as_slice(), &["rebuild"], &["journal", "verify"]] {
            place.kuqu(words).says(1, "newer");
        }
        assert_eq!(state(&place), before);
    }
}

/// A limit on the size of files stands for a full disk: the system refuses to write on.
#[cfg(unix)]
#[test]
fn a_full_disk_is_a_sentence_and_the_same_command_later_finishes() {
    let place = DataFolder::founded();
    let csv = place.file("r.csv", roster(300).as_bytes());
    for kib in [1, 8, 64, 128, 200] {
        let place = place.copy();
        let words = ["import", "roster", csv.as_str(), "--json"];
        let mut limited = Command::new("bash");
        // 1,024 bytes are one unit of bash's limit; the signal is ignored, so that the write fails instead.
        limited.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\""));
        let start = std::time::Instant::now();
        let ended = place.kuqu_under(limited, &words);
        let seconds = start.elapsed().as_secs();
        if ended.code != 0 {
            assert_eq!(ended.code, 1, "{kib} KiB: {ended:?}");
            assert!(ended.err.contains("disk is full"), "{kib} KiB: {ended:?}");
            assert!(!ended.err.contains("panicked"), "{kib} KiB: {ended:?}");
        }
        assert!(seconds < 20, "{kib} KiB: {seconds} s");
        place.kuqu(&["import", "roster", &csv, "--json"]).with(0);
        let doctor = place.doctor();
        assert!(doctor.ok && doctor.persons == 600, "{kib} KiB: {doctor:?}");
    }
}
