//! The table of a household's members (成员表): one row a person, masked numbers, a mark where something is to be looked at.

use crate::flow::view::{MemberView, Value};
use crate::i18n::Lang;
use crate::i18n::household::{Standing, Text};
use crate::panes::lookup::Household;
use crate::ui::theme::mark;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of relation, name, sex, age, status, identity number, account, phone, birth; 0 leaves a column out.
fn columns(width: u16) -> [u16; 9] {
    match width {
        ..100 => [8, 10, 4, 4, 7, 19, 13, 12, 0],
        100..120 => [10, 16, 4, 5, 8, 20, 20, 13, 0],
        _ => [12, 20, 5, 5, 8, 20, 21, 13, 12],
    }
}

/// Draws titles and rows into `area`.
pub(super) fn draw(buf: &mut Buffer, area: Rect, open: &Household, lang: Lang, look: Look) {
    let widths = columns(area.width);
    let titles = [
        Text::Relation,
        Text::Name,
        Text::Sex,
        Text::Age,
        Text::Status,
        Text::IdNumber,
        Text::Account,
        Text::Phone,
        Text::Birth,
    ];
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(3);
    for (cells, title) in widths.into_iter().zip(titles) {
        pen.cell(cells, title.text(lang), look.role(Role::Muted));
    }
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if open.view.members.is_empty() {
        Pen::at(buf, list, 0).gap(3).text(Text::NoMembers.text(lang), look.role(Role::Warning));
        return;
    }
    let start = list::page_start(open.chosen, usize::from(list.height));
    for (row, (index, member)) in (0..list.height).zip(open.view.members.iter().enumerate().skip(start)) {
        let here = index == open.chosen;
        let mut pen = Pen::at(buf, list, row);
        draw_row(&mut pen, member, here, open, widths, lang, look);
    }
    more(buf, area, start, open.view.members.len(), lang, look);
}

fn draw_row(
    pen: &mut Pen<'_>,
    member: &MemberView,
    here: bool,
    open: &Household,
    widths: [u16; 9],
    lang: Lang,
    look: Look,
) {
    let plain = if member.standing == Standing::Listed { Role::Text } else { Role::Muted };
    let style = look.role(if here { Role::Selected } else { plain });
    let gravest = member.findings.iter().map(|finding| finding.severity).max();
    let marked = gravest.map_or(" ", mark);
    let grave = gravest.filter(|_| !here).map_or(style, |severity| look.severity(severity));
    pen.cell(1, list::pointer(here), style).cell(1, marked, grave).cell(1, "", style);
    let [relation, name, sex, age, status, id_number, account, phone, birth] = widths;
    let shown = open.shown(member);
    cell(pen, relation, member.relation.text(lang), style);
    cell(pen, name, &flagged(&member.name), style);
    pen.cell(sex, member.sex.map_or("", |sex| sex.text(lang)), style);
    pen.cell(age, &member.age.map_or_else(String::new, |age| age.to_string()), style);
    cell(pen, status, member.standing.text(lang), style);
    number(pen, id_number, shown.map(|values| &values.id_number), &member.id_number, style);
    number(pen, account, shown.map(|values| &values.account), &member.account, style);
    number(pen, phone, shown.map(|values| &values.phone), &member.phone, style);
    cell(pen, birth, &flagged(&member.birth), style);
    let room = pen.room();
    pen.cell(room, "", style);
}

/// A cell with at least one blank behind its text.
fn cell(pen: &mut Pen<'_>, cells: u16, text: &str, style: Style) {
    if cells > 0 {
        pen.cell(cells - 1, text, style).cell(1, "", style);
    }
}

/// A number is known by its end.
fn number(pen: &mut Pen<'_>, cells: u16, full: Option<&String>, masked: &Value, style: Style) {
    match full {
        Some(full) if !masked.text.is_empty() => pen.tail(cells, full, style),
        _ => pen.tail(cells, &flagged(masked), style),
    };
}

/// A value in conflict carries a mark; the details below name all its readings.
fn flagged(value: &Value) -> String {
    if value.in_conflict() { format!("{}?", value.text) } else { value.text.clone() }
}

/// Says that there are more members than rows.
fn more(buf: &mut Buffer, area: Rect, start: usize, all: usize, lang: Lang, look: Look) {
    let rows = usize::from(area.height.saturating_sub(1));
    if all <= rows {
        return;
    }
    let last = (start + rows).min(all);
    let words = crate::i18n::chrome::Phrase::Lines { first: start + 1, last, all }.text(lang);
    let cells = u16::try_from(crate::text::width(&words)).unwrap_or(0);
    Pen::at(buf, area, 0).gap(area.width.saturating_sub(cells + 1)).text(&words, look.role(Role::Warning));
}
