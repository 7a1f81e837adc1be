//! How a pick list is drawn: a number, a line; above one that what is typed narrows, the field.

use crate::flow::view::VillageLine;
use crate::form::Field;
use crate::i18n::Lang;
use crate::i18n::chrome::Text;
use crate::i18n::pages;
use crate::overlays::Options;
use crate::panes::PaneKind;
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a pick list; the caret stands in its field, if it has one.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    options: &Options,
    (typed, chosen): (&Field, usize),
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let (title, lines) = lines(options, lang);
    let fitting = options.fitting(typed.text());
    let widest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0);
    let columns = u16::try_from(widest).unwrap_or(0).max(20) + 10;
    let head: u16 = if options.narrows() { 2 } else { 0 };
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2 + head).min(area.height);
    let inner = popup::centred(buf, area, columns, rows, title, look);
    let caret =
        options.narrows().then(|| field::labelled(buf, inner, Text::HelpFilter.text(lang), typed, look));
    let body = Rect { y: inner.y + head, height: inner.height.saturating_sub(head), ..inner };
    if fitting.is_empty() {
        Pen::at(buf, body, 0).text(pages::Text::NoSuchVillage.text(lang), look.role(Role::Muted));
    }
    let digits = lines.len().to_string().len();
    let start = list::page_start(chosen, usize::from(body.height));
    for (row, (at, index)) in (0..body.height).zip(fitting.iter().enumerate().skip(start)) {
        let here = at == chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let number = text::fit_right(&(index + 1).to_string(), digits);
        let mut pen = Pen::at(buf, body, row);
        pen.text(&format!("{} {number} ", list::pointer(here)), style);
        let room = pen.room();
        pen.cell(room, lines.get(*index).map_or("", String::as_str), style);
    }
    caret
}

fn lines(options: &Options, lang: Lang) -> (&'static str, Vec<String>) {
    match options {
        Options::Panes => {
            let names = PaneKind::ALL.iter().map(|kind| kind.title().text(lang).to_string());
            (Text::Panes.text(lang), names.collect())
        }
        Options::Villages(lines) => {
            (Text::Villages.text(lang), lines.iter().map(|line| village(line, lang)).collect())
        }
        Options::RegisterIn(villages) => {
            let lines = villages.iter().map(|(_, line)| village(line, lang));
            (pages::Text::WhichVillage.text(lang), lines.collect())
        }
        Options::RoundVillages(villages) => {
            let line = |line: &crate::flow::verify::VillageLine| round_village(line, lang);
            (Text::Villages.text(lang), villages.iter().map(line).collect())
        }
        Options::VisitResults(results) => {
            let line =
                |of: &crate::domain::verify::VisitResult| crate::i18n::verify::result(*of, lang).to_owned();
            let title = crate::i18n::verify_pane::Text::WhichResult.text(lang);
            (title, results.iter().map(line).collect())
        }
        Options::Settlings(ways) => {
            let line = |how: &crate::domain::subsidy::payment::Settling| {
                crate::i18n::subsidy_words::settling(lang, *how).to_owned()
            };
            let title = crate::i18n::subsidy_pane::Text::WhichSettling.text(lang);
            (title, ways.iter().map(line).collect())
        }
        Options::Machines(machines) | Options::EndMachine(machines) => {
            use crate::i18n::exchange_pane::Text as Word;
            let line = |machine: &crate::flow::exchange::MachineLine| {
                let what = if machine.office { Word::OfficeMachine } else { Word::Laptop };
                format!("{} {}", text::fit(&machine.label, 8), what.text(lang))
            };
            let title = match options {
                Options::EndMachine(_) => crate::i18n::rulings::which_ends(lang),
                _ => Text::Machines.text(lang),
            };
            (title, machines.iter().map(line).collect())
        }
    }
}

/// A village of the round with its progress.
fn round_village(line: &crate::flow::verify::VillageLine, lang: Lang) -> String {
    let counts = line.counts;
    let words = crate::i18n::verify_pane::progress(
        counts.done,
        counts.households,
        counts.again,
        counts.proposals,
        lang,
    );
    format!("{} {words}", text::fit(&line.name, 20))
}

/// Township, village, and how much is registered there.
fn village(line: &VillageLine, lang: Lang) -> String {
    use crate::i18n::today::Phrase as Count;
    let counts = [Count::Households(line.households), Count::Persons(line.persons)];
    let [households, persons] = counts.map(|count| count.text(lang));
    format!(
        "{} {} {} {}",
        text::fit(&line.township, 16),
        text::fit(&line.name, 20),
        text::fit_right(&households, 10),
        text::fit_right(&persons, 10)
    )
}
