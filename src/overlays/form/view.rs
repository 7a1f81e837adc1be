//! How a form is drawn (表单画法): one field a row with its findings below it, scrolled so that the caret keeps two rows free
//! below, and at the bottom the help, the options or the question for a reason.

use crate::domain::acts::{Finding, Severity};
use crate::domain::mask;
use crate::form::content::At;
use crate::form::spec::Rows;
use crate::form::{CellView, Focus, Form, Kind, Mark};
use crate::i18n::Lang;
use crate::i18n::form::fact;
use crate::i18n::pages::{self, Text};
use crate::overlays::form::FormPage;
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, list, popup, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Cells of the pointer and the label before a field.
const LABEL_CELLS: u16 = 16;
/// Rows at the bottom for help, options, reasons.
const FOOT_ROWS: u16 = 5;
/// Options that are hinted at while a list is closed.
const HINTS: usize = 6;

/// One row of the form.
enum Line {
    Title(String),
    Field(At),
    Finding(Severity, String),
    Save,
}

/// Draws the form and says where the caret is.
pub fn draw(buf: &mut Buffer, area: Rect, page: &FormPage, lang: Lang, look: Look) -> Option<Caret> {
    let form = &page.form;
    let title = format!("{}  {}", form.spec().title.text(lang), page.about);
    let inner = popup::centred(buf, area, area.width, area.height, title.trim_end(), look);
    let now = form.progress();
    let progress = pages::progress((now.filled, now.total), now.errors, now.warnings, lang);
    let cells = u16::try_from(text::width(&progress)).unwrap_or(0) + 2;
    let right = inner.right().saturating_sub(cells);
    put(buf, right, area.y, cells, &format!(" {progress} "), look.role(Role::Text));
    let foot_rows = FOOT_ROWS.min(inner.height / 2);
    let body = Rect { height: inner.height - foot_rows, ..inner };
    let foot = Rect { y: inner.y + body.height, height: foot_rows, ..inner };
    let lines = lines(form, lang);
    let focused = lines.iter().position(|line| is_focused(form, line)).unwrap_or(0);
    let start = first_line(lines.len(), focused, usize::from(body.height));
    let mut caret = None;
    for (row, line) in (0..body.height).zip(lines.iter().skip(start)) {
        let at = draw_line(buf, body, row, page, line, lang, look);
        caret = caret.or(at);
    }
    for x in foot.left()..foot.right() {
        put(buf, x, foot.y, 1, look.border().horizontal, look.role(Role::Border));
    }
    let below = Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot };
    if let Some((finding, number, count)) = form.asked() {
        return Some(reason(buf, below, form, (finding, number, count), lang, look));
    }
    help(buf, below, form, lang, look);
    if form.list().is_some() {
        options(buf, inner, form, caret, lang, look);
    }
    caret
}

/// The first line shown: the focused one stands in the upper two thirds, so that a candidate window has room below.
fn first_line(count: usize, focused: usize, rows: usize) -> usize {
    let keep = rows.saturating_sub(rows / 3).max(1);
    let start = (focused + 1).saturating_sub(keep);
    start.min(count.saturating_sub(rows))
}

fn lines(form: &Form, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, section) in form.spec().sections.iter().enumerate() {
        let rows = form.row_count(number);
        for row in 0..rows {
            match section.rows {
                Rows::One if section.fields.iter().any(|field| field.part.is_some()) => {}
                Rows::One if form.spec().sections.len() > 1 && section.fields.len() > 1 => {
                    lines.push(Line::Title(section.title.text(lang).to_owned()));
                }
                Rows::One => {}
                _ => lines.push(Line::Title(row_title(form, number, row, lang))),
            }
            for (field, spec) in section.fields.iter().enumerate() {
                let at = At { section: number, row, field };
                let named =
                    field == 0 && section.fields.first().is_some_and(|known| known.kind == Kind::Fixed);
                if named || !form.is_asked(at) {
                    continue;
                }
                lines.extend(spec.part.map(|part| Line::Title(part.text(lang).to_owned())));
                lines.push(Line::Field(at));
                let findings = form.view(at).map(|cell| cell.findings).unwrap_or_default();
                lines.extend(
                    findings
                        .into_iter()
                        .map(|(severity, finding)| Line::Finding(severity, fact(&finding.fact, lang))),
                );
            }
        }
    }
    lines.push(Line::Save);
    lines
}

/// The title of a row: who it is about, where the form shows that in its first field.
fn row_title(form: &Form, section: usize, row: usize, lang: Lang) -> String {
    let Some(spec) = form.spec().sections.get(section) else { return String::new() };
    let first = form.view(At { section, row, field: 0 });
    let named = first.filter(|cell| cell.field.kind == Kind::Fixed).map(|cell| cell.text.to_owned());
    named.unwrap_or_else(|| pages::row(spec.title.text(lang), row + 1, lang))
}

fn is_focused(form: &Form, line: &Line) -> bool {
    match (form.focus(), line) {
        (Focus::Field(at), Line::Field(here)) => at == *here,
        (Focus::Reason(_), Line::Field(here)) => form.asked_at() == Some(*here),
        (Focus::Save, Line::Save) => true,
        _ => false,
    }
}

fn draw_line(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    page: &FormPage,
    line: &Line,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let form = &page.form;
    match line {
        Line::Title(title) => {
            Pen::at(buf, area, row).text(title, look.role(Role::Title));
        }
        Line::Finding(severity, words) => {
            let (mark, role) = of_severity(*severity);
            let mut pen = Pen::at(buf, area, row);
            pen.gap(LABEL_CELLS);
            let room = pen.room();
            pen.cell(room, &format!("{mark} {words}"), look.role(role));
        }
        Line::Save => {
            let here = form.focus() == Focus::Save;
            let words = if page.saving.is_some() { Text::Saving } else { Text::SaveHere };
            let style = look.role(if here { Role::Selected } else { Role::Text });
            let mut pen = Pen::at(buf, area, row);
            pen.text(list::pointer(here), look.role(Role::Text)).gap(1).text(words.text(lang), style);
        }
        Line::Field(at) => return field(buf, area, row, form, *at, lang, look),
    }
    None
}

fn of_severity(severity: Severity) -> (&'static str, Role) {
    match severity {
        Severity::Error => ("!", Role::Error),
        Severity::Warning => ("?", Role::Warning),
        Severity::Note => ("*", Role::Muted),
    }
}

fn field(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    form: &Form,
    at: At,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let cell = form.view(at)?;
    let required = if cell.field.required { "*" } else { " " };
    let worst = cell.findings.first().map(|(severity, _)| *severity);
    let label_role = worst.map_or(Role::Muted, |severity| of_severity(severity).1);
    let mut pen = Pen::at(buf, area, row);
    let label = format!("{}{required}{}", list::pointer(cell.focused), cell.field.label.text(lang));
    let style = look.role(if cell.focused { Role::Text } else { label_role });
    pen.cell(LABEL_CELLS - 1, &label, style).gap(1);
    let (x, y) = (pen.column(), area.y + row);
    let cells = u16::try_from(cell.field.width_cells).unwrap_or(20).min(pen.room());
    if cell.focused {
        let (shown, column) = form.window(usize::from(cells));
        let style = look.role(Role::Text).add_modifier(Modifier::UNDERLINED);
        let dim = cell.proposal.clone().filter(|_| form.edited().is_empty());
        match dim {
            Some(proposal) => {
                put(buf, x, y, cells, &proposal, look.role(Role::Muted).add_modifier(Modifier::UNDERLINED));
            }
            None => put(buf, x, y, cells, &shown, style),
        }
        beside(
            buf,
            Rect { x: x + cells, y, width: area.right().saturating_sub(x + cells), height: 1 },
            &cell,
            lang,
            look,
        );
        return Some((x + u16::try_from(column).unwrap_or(0), y));
    }
    let (shown, style) = quiet(&cell, look);
    put(buf, x, y, cells, &shown, style);
    beside(
        buf,
        Rect { x: x + cells, y, width: area.right().saturating_sub(x + cells), height: 1 },
        &cell,
        lang,
        look,
    );
    None
}

/// A field without caret: numbers as read stay masked, what is proposed is dim.
fn quiet(cell: &CellView<'_>, look: Look) -> (String, Style) {
    if cell.text.is_empty() {
        return (cell.proposal.clone().unwrap_or_default(), look.role(Role::Muted));
    }
    let masked = match cell.field.kind {
        Kind::IdNumber => mask::id_number(cell.text),
        Kind::Phone => mask::phone(cell.text),
        Kind::Account => mask::account(cell.text),
        _ => cell.text.to_owned(),
    };
    let as_read = cell.mark == Mark::Untouched;
    (if as_read { masked } else { cell.text.to_owned() }, look.role(Role::Text))
}

/// How the text came there, and what stands in conflict with it.
fn beside(buf: &mut Buffer, area: Rect, cell: &CellView<'_>, lang: Lang, look: Look) {
    let mut words = match cell.mark {
        Mark::Untouched | Mark::Edited => "",
        Mark::Copied => Text::Copied.text(lang),
        Mark::Default => Text::Accepted.text(lang),
        Mark::Filled => Text::Filled.text(lang),
    }
    .to_owned();
    if !cell.others.is_empty() {
        let others = u32::try_from(cell.others.len()).unwrap_or(u32::MAX);
        words = format!("? {} +{others}", crate::i18n::chrome::Text::Conflict.text(lang));
    }
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1);
    let room = pen.room();
    pen.cell(room, &words, look.role(if cell.others.is_empty() { Role::Muted } else { Role::Warning }));
}

/// The help of the field with the caret, and the best options for what is typed.
fn help(buf: &mut Buffer, area: Rect, form: &Form, lang: Lang, look: Look) {
    let Some(cell) = form.focused().and_then(|at| form.view(at)) else { return };
    list::paragraph(buf, Rect { height: 1, ..area }, cell.field.label.help(lang), look.role(Role::Muted));
    let hints = form.hints(HINTS);
    let words: Vec<String> =
        hints.iter().map(|choice| format!("{} {}", choice.number, choice.name)).collect();
    let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if words.is_empty() && cell.field.kind.source().is_some() {
        let none = match form.has_options() {
            true => Text::NoOption.text(lang).to_owned(),
            false => pages::nothing_listed(cell.field.label.text(lang), lang),
        };
        Pen::at(buf, rest, 0).text(&none, look.role(Role::Muted));
    }
    list::items(buf, Rect { height: rest.height.min(2), ..rest }, &words, 3, look.role(Role::Text));
}

/// The open list: beside the field, where it leaves the caret's row free.
fn options(buf: &mut Buffer, inner: Rect, form: &Form, caret: Option<Caret>, lang: Lang, look: Look) {
    let Some(view) = form.list() else { return };
    let at = caret.map_or(inner.y, |(_, y)| y);
    let above = at.saturating_sub(inner.y);
    let below = inner.bottom().saturating_sub(at + 1);
    let room = above.max(below);
    let rows = u16::try_from(view.lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(room).max(3);
    let widest = view.lines.iter().map(|choice| text::width(&choice.name)).max().unwrap_or(0);
    let width = u16::try_from(widest).unwrap_or(0).saturating_add(14).clamp(24, inner.width);
    let y = if below >= above { at + 1 } else { at.saturating_sub(rows) };
    let frame = Rect { x: inner.x + LABEL_CELLS.min(inner.width - width), y, width, height: rows };
    let shown = usize::from(rows.saturating_sub(2));
    let start = list::page_start(view.chosen, shown);
    let label = form.focused().and_then(|at| form.view(at)).map(|cell| cell.field.label.text(lang));
    let title = pages::listed(
        label.unwrap_or(Text::Reason.text(lang)),
        (start + 1, (start + shown).min(view.lines.len()), view.lines.len()),
    );
    let inside = popup::framed(buf, frame, &title, look);
    for (row, (index, choice)) in (0..inside.height).zip(view.lines.iter().enumerate().skip(start)) {
        let here = index == view.chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, inside, row);
        pen.cell(8, &format!("{} {}", list::pointer(here), choice.number), style);
        let room = pen.room();
        pen.cell(room, &choice.name, style);
    }
}

/// The question for the reason of a warning; the caret stands in it.
fn reason(
    buf: &mut Buffer,
    area: Rect,
    form: &Form,
    (finding, number, count): (&Finding, usize, usize),
    lang: Lang,
    look: Look,
) -> Caret {
    let asked = pages::asked(number + 1, count, lang);
    let (label, name) = form.asked_about().map(|(label, name)| (label.text(lang), name)).unwrap_or_default();
    let whose = format!("{name} {label}");
    let words = format!("? {asked} {}", lang.about(whose.trim_start(), &fact(&finding.fact, lang)));
    list::paragraph(buf, Rect { height: 1, ..area }, &words, look.role(Role::Warning));
    let row = Rect { y: area.y + 1, height: 1, ..area };
    let mut pen = Pen::at(buf, row, 0);
    pen.text(Text::Reason.text(lang), look.role(Role::Muted)).gap(1);
    let (x, cells) = (pen.column(), pen.room());
    let (shown, column) = form.window(usize::from(cells));
    let before = form.reason_before(number).filter(|_| form.edited().is_empty());
    let style = look.role(if before.is_some() { Role::Muted } else { Role::Text });
    put(buf, x, row.y, cells, &before.unwrap_or(shown), style.add_modifier(Modifier::UNDERLINED));
    let hints = form.hints(9);
    let words: Vec<String> =
        hints.iter().map(|choice| format!("{} {}", choice.number, choice.name)).collect();
    let rest = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    list::items(buf, rest, &words, 2, look.role(Role::Text));
    (x + u16::try_from(column).unwrap_or(0), row.y)
}
