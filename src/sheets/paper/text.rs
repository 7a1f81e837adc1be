//! A paper as plain text: UTF-8 with its mark, CRLF line ends, a form feed before each further page, columns by the width
//! that a Han character takes.

use super::{Paper, PrintedCell, Strip};
use crate::text::{fit, fit_right, width};

/// What Notepad wants to know UTF-8 by.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes.
pub(super) fn write(paper: &Paper) -> Vec<u8> {
    let pages = paper.pages();
    let count = pages.len().to_string();
    let mut bytes = MARK.to_vec();
    for (at, page) in (1_usize..).zip(&pages) {
        if at > 1 {
            bytes.push(0x0c);
        }
        let number = paper.page_number(&at.to_string(), &count);
        let lines = page.iter().flat_map(|strip| lines(paper, strip));
        for line in lines.chain([foot(paper, &number)]) {
            bytes.extend_from_slice(line.trim_end().as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes
}

fn lines(paper: &Paper, strip: &Strip) -> Vec<String> {
    let across = paper.across().saturating_sub(1);
    let rule = "-".repeat(across);
    match strip {
        Strip::Title(title) => {
            let before = across.saturating_sub(width(title)) / 2;
            vec![format!("{}{title}", " ".repeat(before)), String::new()]
        }
        Strip::Line(_, lines) => lines.clone(),
        // A printer of plain text has one size: an empty line sets it apart.
        Strip::Large(_, lines) => lines.iter().flat_map(|line| [String::new(), line.clone()]).collect(),
        Strip::Headings(cells) => {
            let cells: Vec<PrintedCell> = cells
                .iter()
                .map(|lines| PrintedCell { lines: lines.clone(), ..PrintedCell::default() })
                .collect();
            let mut all = vec![rule.clone()];
            all.extend(row(paper, &cells));
            all.push(rule);
            all
        }
        Strip::Row(cells) => row(paper, cells),
        Strip::Sums(cells) => {
            let mut all = vec![rule];
            all.extend(row(paper, cells));
            all
        }
        Strip::Signatures(line) => vec![String::new(), line.clone(), String::new()],
    }
}

fn row(paper: &Paper, cells: &[PrintedCell]) -> Vec<String> {
    let tallest = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let line = |at: usize| {
        let parts = paper.columns.iter().zip(cells).map(|(column, cell)| {
            let text = cell.lines.get(at).map_or("", String::as_str);
            if cell.right { fit_right(text, column.cells) } else { fit(text, column.cells) }
        });
        parts.collect::<Vec<_>>().join(" ")
    };
    (0..tallest).map(line).collect()
}

fn foot(paper: &Paper, number: &str) -> String {
    let room = paper.across().saturating_sub(1 + width(&paper.foot));
    format!("{}{}", paper.foot, fit_right(number, room.max(width(number) + 1)))
}
