//! How what must be settled is drawn: a list in the words of the work, and one of them as columns before, here, there.

use crate::domain::conflict::Sort;
use crate::flow::exchange::{ClashValue, ClashView};
use crate::i18n::Lang;
use crate::i18n::exchange_pane::{Phrase, Text};
use crate::panes::clashes::{Clashes, Typing};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the first column.
const LABEL: u16 = 9;
/// Least cells of a column of values.
const COLUMN_MIN: u16 = 22;

/// What one row says of a value.
type Said = fn(&ClashValue) -> &str;

/// Draws the list or the opened one, and says where the caret is.
pub fn draw(buf: &mut Buffer, area: Rect, clashes: &Clashes, lang: Lang, look: Look) -> Option<Caret> {
    let Some(all) = &clashes.list else {
        Pen::at(buf, area, 1).gap(2).text(Text::Loading.text(lang), look.role(Role::Muted));
        return None;
    };
    if let (true, Some(clash)) = (clashes.open, clashes.at()) {
        return one(buf, area, clash, clashes.typing.as_ref(), lang, look);
    }
    let (title, none, count) = match clashes.judged {
        true => (Text::Judged, Text::NoJudged, Phrase::Judged(all.len())),
        false => (Text::Clashes, Text::NoClashes, Phrase::Open(all.len())),
    };
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(title.text(lang), look.role(Role::Title));
    if all.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(none.text(lang), look.role(Role::Text));
        return None;
    }
    pen.gap(2).text(&count.text(lang), look.role(Role::Muted));
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let start = list::page_start(clashes.chosen, usize::from(below.height));
    for (row, (index, clash)) in (0..below.height).zip(all.iter().enumerate().skip(start)) {
        let here = index == clashes.chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let held = if clash.holds_money { Text::MoneyHeld.text(lang) } else { "" };
        let warning = if here { style } else { look.role(Role::Warning) };
        let mut pen = Pen::at(buf, below, row);
        pen.gap(1).cell(2, list::pointer(here), style);
        let room = pen.room().saturating_sub(13);
        pen.cell(room, &words(clash, lang), style).cell(12, held, warning);
    }
    None
}

fn words(clash: &ClashView, lang: Lang) -> String {
    let (who, other, field) = (clash.who.as_str(), clash.other.as_str(), clash.field.text(lang));
    Phrase::Clash { sort: clash.sort, who, other, field, values: clash.values.len() }.text(lang)
}

fn one(
    buf: &mut Buffer,
    area: Rect,
    clash: &ClashView,
    typing: Option<&Typing>,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&words(clash, lang), look.role(Role::Title));
    if clash.holds_money {
        pen.gap(2).text(Text::MoneyHeld.text(lang), look.role(Role::Warning));
    }
    let mut body = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 2, height: area.height - 2 };
    for person in &clash.persons {
        let used = list::paragraph(buf, body, person.text(lang), look.role(Role::Text));
        body = Rect { y: body.y + used, height: body.height.saturating_sub(used), ..body };
    }
    if !clash.persons.is_empty() {
        body = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
    }
    let row = columns(buf, body, clash, lang, look);
    if let Some(typing) = typing {
        return Some(typed(buf, body, row + 1, typing, lang, look));
    }
    let inner = Rect { y: body.y + row + 1, height: body.height.saturating_sub(row + 1), ..body };
    let hint = match clash.sort {
        Sort::Duplicate => Text::JudgeByDigit,
        Sort::Late => Text::LateByDigit,
        Sort::Rulings => Text::RuleByDigit,
        _ => Text::TakeByDigit,
    };
    list::paragraph(buf, inner, hint.text(lang), look.role(Role::Muted));
    None
}

fn typed(buf: &mut Buffer, area: Rect, row: u16, typing: &Typing, lang: Lang, look: Look) -> Caret {
    let mut caret = (area.x, area.y);
    let fields =
        [(0, Text::OwnValue, &typing.value, !typing.in_why), (1, Text::OwnWhy, &typing.why, typing.in_why)];
    for (down, label, of, focused) in fields {
        if down == 0 && typing.takes.is_some() {
            continue;
        }
        let mut pen = Pen::at(buf, area, row + down);
        pen.cell(2, list::pointer(focused), look.role(Role::Text));
        pen.cell(14, label.text(lang), look.role(Role::Muted));
        let (x, cells) = (pen.column(), pen.room());
        let at = field::draw(buf, x, area.y + row + down, cells, of, look);
        if focused {
            caret = at;
        }
    }
    caret
}

/// What stood before and every value in a column of its own, as many beside each other as there is room for; the others
/// in a block below. Returns the rows used.
fn columns(buf: &mut Buffer, area: Rect, clash: &ClashView, lang: Lang, look: Look) -> u16 {
    let fit = usize::from((area.width - LABEL) / COLUMN_MIN).max(2);
    let before = ClashValue { value: clash.before.clone(), ..ClashValue::default() };
    // Nothing stood before a judgement; of a late edit what stands is one of the two.
    let skipped =
        usize::from(matches!(clash.sort, Sort::Duplicate | Sort::Late | Sort::TwoVillages | Sort::Rulings));
    let all = std::iter::once(&before).chain(&clash.values).enumerate().skip(skipped);
    let all: Vec<(usize, &ClashValue)> = all.collect();
    let cells = (area.width - LABEL) / u16::try_from(fit.min(all.len())).unwrap_or(1).max(1);
    let mut row = 0;
    for block in all.chunks(fit) {
        let here = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
        row += self::block(buf, here, block, cells, lang, look) + 1;
    }
    row.saturating_sub(1)
}

fn block(
    buf: &mut Buffer,
    area: Rect,
    values: &[(usize, &ClashValue)],
    cells: u16,
    lang: Lang,
    look: Look,
) -> u16 {
    let empty = Text::Empty.text(lang);
    let facts: [(Text, Said); 5] = [
        (Text::Value, |_| ""),
        (Text::Who, |of| of.officer.as_str()),
        (Text::When, |of| of.when.as_str()),
        (Text::Where, |of| of.device.as_str()),
        (Text::Why, |of| of.why.as_str()),
    ];
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(LABEL);
    for (number, value) in values {
        let place = if value.here { Text::Here.text(lang) } else { value.device.as_str() };
        let title = match number {
            0 => Text::Before.text(lang).to_owned(),
            number => format!("{number} {place}"),
        };
        pen.cell(cells, &title, look.role(Role::Title));
    }
    let mut row = 1;
    for (label, of) in facts {
        if label != Text::Value && values.iter().all(|(_, value)| of(value).is_empty()) {
            continue;
        }
        Pen::at(buf, area, row).cell(LABEL, label.text(lang), look.role(Role::Muted));
        let mut deepest = 1;
        for (column, (number, value)) in (0_u16..).zip(values) {
            let words = match label {
                Text::Value if value.value.text(lang).is_empty() => empty,
                Text::Value => value.value.text(lang),
                _ => of(value),
            };
            let strong = label == Text::Value && *number > 0;
            let style = look.role(if strong { Role::Warning } else { Role::Text });
            let shown = text::wrap(words, usize::from(cells.saturating_sub(1)));
            for (down, line) in (0_u16..3).zip(&shown) {
                Pen::at(buf, area, row + down).gap(LABEL + column * cells).text(line, style);
                deepest = deepest.max(down + 1);
            }
        }
        row += deepest;
    }
    row
}
