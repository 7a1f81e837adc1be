//! How the look-up pane is drawn: the box with its caret, the results with their reasons, or the opened
//! household.

use crate::domain::status::Status;
use crate::flow::view::{HitView, MatchPart, SearchAnswer, TodayView};
use crate::i18n::Lang;
use crate::i18n::household::status;
use crate::i18n::lookup::{Phrase, Text, same_as};
use crate::panes::household;
use crate::panes::lookup::{Heading, Lookup};
use crate::ui::{Caret, Look, Pen, Role, field, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Most villages that an empty result names.
const VILLAGES_NAMED: usize = 12;

/// Draws the pane; the caret stands in the box unless a household is open. `today` knows when files were exchanged.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    lookup: &Lookup,
    today: Option<&TodayView>,
    busy: bool,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    if let Some(open) = &lookup.household {
        household::view::draw(buf, area, open, lang, look);
        return None;
    }
    let words = Text::Box.text(lang);
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(words, look.role(Role::Title)).gap(1);
    let x = pen.column();
    let caret = field::draw(buf, x, area.y, area.width.saturating_sub(x + 1), &lookup.field, look);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    match (&lookup.heading, &lookup.answer) {
        (None, _) => hints(buf, below, lang, look),
        (Some(heading), Some(answer)) if answer.hits.is_empty() && lookup.searching.is_none() => {
            nothing(buf, below, (heading, answer), today, lang, look);
        }
        (Some(heading), Some(answer)) => {
            summary(buf, below, lookup, (heading, answer), busy, lang, look);
            results(buf, below, (lookup.hits(), lookup.chosen), lang, look);
        }
        (Some(_), None) if busy => {
            Pen::at(buf, below, 0).gap(1).text(Text::Searching.text(lang), look.role(Role::Muted));
        }
        (Some(_), None) => {}
    }
    Some(caret)
}

fn hints(buf: &mut Buffer, area: Rect, lang: Lang, look: Look) {
    let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 };
    let used = list::paragraph(buf, inner, Text::Hint.text(lang), look.role(Role::Muted));
    let inner = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    list::paragraph(buf, inner, Text::HintMore.text(lang), look.role(Role::Muted));
}

/// Nothing here: which villages this machine holds and as of when, so that nobody reads it as "does not
/// exist".
fn nothing(
    buf: &mut Buffer,
    area: Rect,
    (heading, answer): (&Heading, &SearchAnswer),
    today: Option<&TodayView>,
    lang: Lang,
    look: Look,
) {
    let name = match heading {
        Heading::Query(query) => query.as_str(),
        Heading::Finding(_, name) => name.text(lang),
    };
    let named: Vec<&str> = answer.villages.iter().take(VILLAGES_NAMED).map(String::as_str).collect();
    let more = answer.villages.len() - named.len();
    let names = named.join(" ");
    let villages = if named.is_empty() { Text::NoVillages.text(lang) } else { &names };
    let exchange = today.and_then(|today| today.exchange.as_ref()).map(|at| at.date.as_str());
    let unconfirmed = today.and_then(|today| today.unconfirmed).unwrap_or(answer.unconfirmed);
    let mut lines = vec![
        (Phrase::NotHere { query: name }, Role::Warning),
        (Phrase::Held { villages, more }, Role::Text),
        (
            Phrase::AsOf {
                roster: answer.roster_as_of.as_deref(),
                exchange: answer.exchange_as_of.as_deref().or(exchange),
            },
            Role::Text,
        ),
    ];
    if unconfirmed > 0 {
        lines.push((Phrase::WithLocal { unconfirmed }, Role::Text));
    }
    let mut inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 };
    for (index, (phrase, role)) in lines.into_iter().enumerate() {
        let words = if index == 0 { format!("? {}", phrase.text(lang)) } else { phrase.text(lang) };
        let used = list::paragraph(buf, inner, &words, look.role(role));
        inner = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    }
}

fn summary(
    buf: &mut Buffer,
    area: Rect,
    lookup: &Lookup,
    (heading, answer): (&Heading, &SearchAnswer),
    busy: bool,
    lang: Lang,
    look: Look,
) {
    let words = match heading {
        Heading::Query(_) => Phrase::Count { listed: answer.hits.len(), total: answer.total }.text(lang),
        Heading::Finding(_, name) => {
            Phrase::OfFinding { name: name.text(lang), total: answer.total }.text(lang)
        }
    };
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&words, look.role(Role::Muted));
    if lookup.searching.is_some() && busy {
        pen.gap(2).text(Text::Searching.text(lang), look.role(Role::Muted));
    }
    // The list may cut a reason; that of the chosen result stands whole above it.
    if let Some(hit) = lookup.hit() {
        let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 1 };
        let words = format!("{} {}  {}", hit.name, hit.code, reasons(hit, lang, true));
        list::paragraph(buf, inner, &words, look.role(Role::Text));
    }
}

/// Cells of the columns: name, code, village and group, year of birth; the reason takes the rest.
fn columns(width: u16) -> [u16; 4] {
    match width {
        ..100 => [12, 18, 20, 6],
        100..120 => [16, 22, 26, 6],
        _ => [18, 24, 32, 8],
    }
}

/// Draws results with one chosen, below two rows that are left free.
pub fn results(buf: &mut Buffer, area: Rect, (hits, chosen): (&[HitView], usize), lang: Lang, look: Look) {
    let [name, code, place, born] = columns(area.width);
    let muted = look.role(Role::Muted);
    let mut pen = Pen::at(buf, area, 2);
    pen.gap(2).cell(name, Text::Name.text(lang), muted).cell(code, Text::Code.text(lang), muted);
    pen.cell(place, Text::Place.text(lang), muted).cell(born, Text::Born.text(lang), muted);
    pen.text(Text::Reason.text(lang), muted);
    let rows = usize::from(area.height.saturating_sub(3));
    let start = list::page_start(chosen, rows);
    let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    for (row, (index, hit)) in (0..).zip(hits.iter().enumerate().skip(start).take(rows)) {
        let here = index == chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, list, row);
        pen.cell(2, list::pointer(here), style);
        cell(&mut pen, name, &hit.name, style);
        cell(&mut pen, code, &hit.code, style);
        cell(&mut pen, place, &format!("{} {}", hit.village, hit.group), style);
        cell(&mut pen, born, &hit.born, style);
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &reasons(hit, lang, false), style);
    }
}

/// A cell with at least one blank behind its text.
fn cell(pen: &mut Pen<'_>, cells: u16, text: &str, style: ratatui::style::Style) {
    pen.cell(cells.saturating_sub(1), text, style).cell(1, "", style);
}

/// Why a result is here: each piece of the query and what it met; nearly met pieces and a standing come
/// first.
fn reasons(hit: &HitView, lang: Lang, whole: bool) -> String {
    let mut words = Vec::new();
    if hit.status != Status::Registered {
        words.push(lang.aside(status(hit.status, lang)).trim_start().to_string());
    }
    words.extend(same_as(lang, &hit.same_as));
    if hit.matched.iter().any(|part| part.approximate) {
        words.push(Text::Approximate.text(lang).to_string());
    }
    // In the list a piece that stands there as it was typed needs no reason.
    let plain = |part: &&MatchPart| !whole && !part.approximate && part.typed == part.met;
    words.extend(hit.matched.iter().filter(|part| !plain(part)).map(|part| reason(part, lang, whole)));
    words.join(if whole { "  " } else { " " })
}

/// `3z=三组`, or in full `3z = 组 三组`; `~` where it is only similar.
fn reason(part: &MatchPart, lang: Lang, whole: bool) -> String {
    let about = if part.approximate { "~" } else { "=" };
    let kind = part.reason.text(lang);
    let met = match (part.met.is_empty(), whole) {
        (true, _) => kind.to_string(),
        (false, true) => format!("{kind} {}", part.met),
        (false, false) => part.met.clone(),
    };
    match (part.typed.is_empty(), whole) {
        (true, _) => met,
        (false, true) => format!("{} {about} {met}", part.typed),
        (false, false) => format!("{}{about}{met}", part.typed),
    }
}
