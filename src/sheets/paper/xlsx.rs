//! A paper as a workbook that prints as it stands: A4, page breaks where the pages end, the headings repeated, every cell
//! text.
//!
//! What has several pages is not squeezed to the width of one: where that is asked for, spreadsheets ignore page breaks.
//! Instead it is printed a little smaller, so that a machine whose font is wider still gets all columns on the page.

use rust_xlsxwriter::{Format as Style, FormatAlign, FormatBorder, Workbook as Book, Worksheet, XlsxError};

use super::{Paper, PrintedCell, Strip};
use crate::sheets::error::{Shape, SheetError};

/// Paper size A4 in a workbook's numbering.
const A4: u8 = 9;
/// The font that every Chinese Windows and WPS has (宋体), and its sizes in points.
const FONT: &str = "SimSun";
const POINTS: u32 = 12;
const TITLE_POINTS: u32 = 20;
/// Height of a line in points.
const LINE_POINTS: u32 = 20;
/// Printed size in percent: the twelve points become 五号, which office papers have.
const SCALE: u16 = 88;
/// Pixels of a half-width character of twelve points, and of a column's edges.
const CELL_PIXELS: usize = 8;
const EDGE_PIXELS: usize = 10;
/// The width of a new column that stands for a font with digits of eight pixels; widths are counted in its digits.
const NEW_COLUMN_PIXELS: u32 = 72;
const NEW_ROW_PIXELS: u32 = 20;
/// Longest name of a sheet in characters.
const SHEET_CHARS_MAX: usize = 31;

struct Styles {
    title: Style,
    large: Style,
    line: Style,
    heading: Style,
    left: Style,
    right: Style,
    sum_left: Style,
    sum_right: Style,
}

impl Styles {
    fn new() -> Self {
        let plain = || {
            Style::new()
                .set_num_format("@")
                .set_font_name(FONT)
                .set_font_size(POINTS)
                .set_align(FormatAlign::VerticalCenter)
        };
        let boxed = || plain().set_border(FormatBorder::Thin).set_text_wrap();
        Self {
            title: plain().set_font_size(TITLE_POINTS).set_bold().set_align(FormatAlign::Center),
            large: plain().set_font_size(TITLE_POINTS).set_align(FormatAlign::Left).set_text_wrap(),
            line: plain().set_align(FormatAlign::Left).set_text_wrap(),
            heading: boxed().set_bold().set_align(FormatAlign::Center),
            left: boxed().set_align(FormatAlign::Left),
            right: boxed().set_align(FormatAlign::Right),
            sum_left: boxed().set_bold().set_align(FormatAlign::Left),
            sum_right: boxed().set_bold().set_align(FormatAlign::Right),
        }
    }
}

/// The bytes.
pub(super) fn write(paper: &Paper) -> Result<Vec<u8>, SheetError> {
    book(paper).map_err(|error| SheetError::Damaged { shape: Shape::Xlsx, detail: error.to_string() })
}

fn book(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let default = Style::new().set_font_name(FONT).set_font_size(POINTS);
    book.set_default_format(&default, NEW_ROW_PIXELS, NEW_COLUMN_PIXELS)?;
    let sheet = book.add_worksheet();
    let name: String =
        paper.title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(SHEET_CHARS_MAX).collect();
    if !name.is_empty() {
        sheet.set_name(&name)?;
    }
    page(sheet, paper)?;
    let styles = Styles::new();
    let pages = paper.pages();
    if pages.len() == 1 {
        sheet.set_print_fit_to_pages(1, 1);
    } else {
        sheet.set_print_scale(SCALE);
    }
    let (mut row, mut breaks, mut headed) = (0, Vec::new(), false);
    for (at, strips) in pages.iter().enumerate() {
        if at > 0 {
            breaks.push(row);
        }
        for strip in strips {
            if matches!(strip, Strip::Headings(_)) && std::mem::replace(&mut headed, true) {
                // The spreadsheet repeats them.
                continue;
            }
            if matches!(strip, Strip::Headings(_)) {
                sheet.set_repeat_rows(row, row)?;
            }
            put(sheet, paper, &styles, row, strip)?;
            row += 1;
        }
    }
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    if let Some(last) = row.checked_sub(1) {
        sheet.set_print_area(0, 0, last, last_column(paper))?;
    }
    book.save_to_buffer()
}

fn page(sheet: &mut Worksheet, paper: &Paper) -> Result<(), XlsxError> {
    let plain = |text: &str| text.replace('&', "&&");
    // Left, right, top, bottom, and what of it header and footer may use: inches.
    sheet.set_paper_size(A4).set_margins(0.45, 0.45, 0.6, 0.7, 0.3, 0.3).set_print_center_horizontally(true);
    if paper.lying {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    let number = paper.page_number("&P", "&N");
    sheet.set_footer(format!("&L{}&R{number}", plain(&paper.foot)));
    for (at, column) in (0..).zip(&paper.columns) {
        let pixels = column.cells * CELL_PIXELS + EDGE_PIXELS;
        sheet.set_column_width_pixels(at, u32::try_from(pixels).unwrap_or(u32::MAX))?;
    }
    Ok(())
}

fn last_column(paper: &Paper) -> u16 {
    u16::try_from(paper.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn put(
    sheet: &mut Worksheet,
    paper: &Paper,
    styles: &Styles,
    row: u32,
    strip: &Strip,
) -> Result<(), XlsxError> {
    let lines = u32::try_from(strip.lines()).unwrap_or(1);
    sheet.set_row_height(row, lines * LINE_POINTS)?;
    match strip {
        Strip::Title(title) => across(sheet, paper, row, title, &styles.title)?,
        Strip::Large(text, _) => across(sheet, paper, row, text, &styles.large)?,
        // The program breaks it where we do, or a little later: the page is a little wider than our count.
        Strip::Line(text, _) => across(sheet, paper, row, text, &styles.line)?,
        Strip::Signatures(line) => across(sheet, paper, row, line, &styles.line)?,
        Strip::Headings(_) => {
            for (at, column) in (0..).zip(&paper.columns) {
                sheet.write_string_with_format(row, at, &column.title, &styles.heading)?;
            }
        }
        Strip::Row(cells) => self::cells(sheet, row, cells, [&styles.left, &styles.right])?,
        Strip::Sums(cells) => self::cells(sheet, row, cells, [&styles.sum_left, &styles.sum_right])?,
    }
    Ok(())
}

fn cells(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[PrintedCell],
    styles: [&Style; 2],
) -> Result<(), XlsxError> {
    for (at, cell) in (0..).zip(cells) {
        sheet.write_string_with_format(row, at, &cell.text, styles[usize::from(cell.right)])?;
    }
    Ok(())
}

fn across(
    sheet: &mut Worksheet,
    paper: &Paper,
    row: u32,
    text: &str,
    style: &Style,
) -> Result<(), XlsxError> {
    match last_column(paper) {
        0 => sheet.write_string_with_format(row, 0, text, style)?,
        last => sheet.merge_range(row, 0, row, last, text, style)?,
    };
    Ok(())
}
