//! How the overlays are drawn: one frame, a title, lines; the palette and the prompt with their caret.

use crate::app::{State, below, palette, refusal};
use crate::commands::listing;
use crate::flow::Severity;
use crate::i18n::chrome::{Phrase, Text};
use crate::i18n::import;
use crate::keys::Scope;
use crate::overlays::{Notice, Options, Overlay, Question};
use crate::panes::PaneKind;
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws one overlay over the pane; says where its caret is.
pub fn draw(buf: &mut Buffer, area: Rect, overlay: &Overlay, state: &State, look: Look) -> Option<Caret> {
    match overlay {
        Overlay::Help { filter, top, scopes } => Some(help(buf, area, (filter, *top, scopes), state, look)),
        Overlay::Palette { field, chosen } => Some(commands(buf, area, field, *chosen, state, look)),
        Overlay::Pick { options, chosen } => {
            pick(buf, area, options, *chosen, state, look);
            None
        }
        Overlay::Confirm { question, yes } => {
            confirm(buf, area, *question, *yes, state, look);
            None
        }
        Overlay::Notice(words) => {
            notice(buf, area, words, state, look);
            None
        }
        Overlay::Prompt { path } => Some(prompt(buf, area, path, state, look)),
        Overlay::Import(import) => {
            super::import::view::draw(buf, area, import, state.lang, look);
            None
        }
    }
}

fn wide(area: Rect) -> u16 {
    area.width.saturating_sub(8).min(100)
}

/// The text field on an overlay's first row.
fn filter_line(buf: &mut Buffer, inner: Rect, label: &str, text: &crate::form::Field, look: Look) -> Caret {
    let mut pen = Pen::at(buf, inner, 0);
    pen.text(label, look.role(Role::Muted)).gap(1);
    let (x, cells) = (pen.column(), pen.room());
    field::draw(buf, x, inner.y, cells, text, look)
}

fn help(
    buf: &mut Buffer,
    area: Rect,
    (filter, top, scopes): (&crate::form::Field, usize, &[Scope]),
    state: &State,
    look: Look,
) -> Caret {
    let inner = popup::centred(buf, area, wide(area), area.height, Text::Help.text(state.lang), look);
    let caret = filter_line(buf, inner, Text::HelpFilter.text(state.lang), filter, look);
    let (facts, _) = below(state);
    let wanted = text::fold_search(filter.text());
    let mut rows: Vec<(String, String, Role)> = Vec::new();
    for (section, lines) in listing::help(&state.keymap, scopes, &facts, state.lang) {
        let kept: Vec<_> = lines
            .into_iter()
            .filter(|line| {
                let all = format!("{} {} {}", line.keys, line.label, line.sentence);
                wanted.is_empty()
                    || text::fold_search(&all).contains(&wanted)
                    || text::pinyin::spells(&wanted, line.label)
            })
            .collect();
        if kept.is_empty() {
            continue;
        }
        rows.push((section.title(state.lang).to_string(), String::new(), Role::Title));
        for line in kept {
            let why = line.refused.map(|why| format!(" ({})", why.text(state.lang))).unwrap_or_default();
            let role = if line.refused.is_some() { Role::Muted } else { Role::Text };
            rows.push((line.keys, format!("{}{why}", line.sentence), role));
        }
    }
    let height = usize::from(inner.height.saturating_sub(2));
    let top = top.min(rows.len().saturating_sub(height));
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    for (row, (keys, words, role)) in (0..list.height).zip(rows.iter().skip(top)) {
        let mut pen = Pen::at(buf, list, row);
        if words.is_empty() {
            pen.text(keys, look.role(*role));
        } else {
            pen.gap(1)
                .cell(21, keys, look.role(if *role == Role::Muted { Role::Muted } else { Role::Key }))
                .gap(1);
            let room = pen.room();
            pen.cell(room, words, look.role(*role));
        }
    }
    if rows.len() > height {
        let words = Phrase::Lines { first: top + 1, last: (top + height).min(rows.len()), all: rows.len() };
        right_aligned(buf, inner, 1, &words.text(state.lang), look);
    }
    caret
}

fn right_aligned(buf: &mut Buffer, inner: Rect, row: u16, words: &str, look: Look) {
    let cells = u16::try_from(text::width(words)).unwrap_or(0);
    Pen::at(buf, inner, row).gap(inner.width.saturating_sub(cells)).text(words, look.role(Role::Muted));
}

fn commands(
    buf: &mut Buffer,
    area: Rect,
    text: &crate::form::Field,
    chosen: usize,
    state: &State,
    look: Look,
) -> Caret {
    let inner = popup::centred(buf, area, wide(area), area.height - 2, Text::Palette.text(state.lang), look);
    let caret = filter_line(buf, inner, Text::PaletteFilter.text(state.lang), text, look);
    let lines = palette(state);
    let (facts, scopes) = below(state);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if lines.is_empty() {
        Pen::at(buf, list, 0).text(Text::NoCommand.text(state.lang), look.role(Role::Muted));
    }
    let start = list::page_start(chosen, usize::from(list.height));
    for (row, (index, command)) in (0..list.height).zip(lines.iter().enumerate().skip(start)) {
        let here = index == chosen;
        let why = refusal(command, &facts, &scopes);
        let role = if here {
            Role::Selected
        } else if why.is_some() {
            Role::Muted
        } else {
            Role::Text
        };
        let style = look.role(role);
        let key = listing::key_of(&state.keymap, command.action, state.lang);
        let words = match why {
            Some(why) => format!("({})", why.text(state.lang)),
            None => command.action.sentence(state.lang).to_string(),
        };
        let mut pen = Pen::at(buf, list, row);
        pen.cell(2, list::pointer(here), style).cell(13, command.action.label(state.lang), style);
        pen.cell(10, &key, if here { style } else { look.role(Role::Key) });
        let room = pen.room();
        pen.cell(room, &words, style);
    }
    caret
}

fn pick(buf: &mut Buffer, area: Rect, options: &Options, chosen: usize, state: &State, look: Look) {
    let (title, lines): (Text, Vec<String>) = match options {
        Options::Panes => (
            Text::Panes,
            PaneKind::ALL.iter().map(|kind| kind.title().text(state.lang).to_string()).collect(),
        ),
        Options::Villages(lines) => {
            let line = |line: &crate::flow::view::VillageLine| {
                use crate::i18n::today::Phrase as Count;
                let counts = [Count::Households(line.households), Count::Persons(line.persons)];
                let [households, persons] = counts.map(|count| count.text(state.lang));
                format!(
                    "{} {} {} {}",
                    text::fit(&line.township, 16),
                    text::fit(&line.name, 20),
                    text::fit_right(&households, 10),
                    text::fit_right(&persons, 10)
                )
            };
            (Text::Villages, lines.iter().map(line).collect())
        }
    };
    let widest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0);
    let columns = u16::try_from(widest).unwrap_or(0).max(20) + 10;
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(area.height);
    let inner = popup::centred(buf, area, columns, rows, title.text(state.lang), look);
    let start = list::page_start(chosen, usize::from(inner.height));
    for (row, (index, line)) in (0..inner.height).zip(lines.iter().enumerate().skip(start)) {
        let here = index == chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let number = if index < 9 {
            format!("{} {} ", list::pointer(here), index + 1)
        } else {
            format!("{}   ", list::pointer(here))
        };
        let mut pen = Pen::at(buf, inner, row);
        pen.cell(4, &number, style);
        let room = pen.room();
        pen.cell(room, line, style);
    }
}

fn confirm(buf: &mut Buffer, area: Rect, question: Question, yes: bool, state: &State, look: Look) {
    let words = match question {
        Question::Quit => Phrase::Quit,
        Question::QuitWhileWorking => Phrase::QuitWhileWorking,
    };
    let inner = popup::centred(buf, area, 56, 7, Text::Question.text(state.lang), look);
    let used = list::paragraph(buf, inner, &words.text(state.lang), look.role(Role::Text));
    let mut pen = Pen::at(buf, inner, used + 1);
    for (answer, chosen) in [(Text::No, !yes), (Text::Yes, yes)] {
        let style = look.role(if chosen { Role::Selected } else { Role::Text });
        pen.text(&format!("{} {} ", list::pointer(chosen), answer.text(state.lang)), style).gap(4);
    }
}

fn notice(buf: &mut Buffer, area: Rect, notice: &Notice, state: &State, look: Look) {
    let lang = state.lang;
    let (title, role, lines) = match notice {
        Notice::Note(note) => {
            let words = note.text(lang, &|act| state.key_of(act));
            (Text::Error.text(lang), Role::Error, vec![format!("! {words}")])
        }
        Notice::Imported(report) => {
            let [new, same, changed, clashing, refused] = report.counts;
            let mut lines = vec![
                import::Phrase::Report { new, changed, clashing, same, refused }.text(lang),
                import::Phrase::Findings(report.findings).text(lang),
            ];
            lines.extend(
                report.refused_file.as_deref().map(|file| import::Phrase::RefusedFile { file }.text(lang)),
            );
            (import::Text::ReportTitle.text(lang), look_of(Severity::Note), lines)
        }
    };
    let inner = popup::centred(buf, area, wide(area).min(72), 9, title, look);
    let mut rest = inner;
    for line in lines {
        let used = list::paragraph(buf, rest, &line, look.role(role));
        rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
    }
}

fn look_of(severity: Severity) -> Role {
    if severity == Severity::Note { Role::Text } else { Role::Warning }
}

fn prompt(buf: &mut Buffer, area: Rect, path: &crate::form::Field, state: &State, look: Look) -> Caret {
    let inner = popup::centred(buf, area, wide(area), 6, import::Text::Ask.text(state.lang), look);
    list::paragraph(buf, inner, import::Text::AskHelp.text(state.lang), look.role(Role::Muted));
    let row = inner.height - 1;
    field::draw(buf, inner.x, inner.y + row, inner.width, path, look)
}
