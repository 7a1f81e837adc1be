//! How a pick list is drawn: a number, a line.

use crate::i18n::Lang;
use crate::i18n::chrome::Text;
use crate::i18n::pages;
use crate::overlays::Options;
use crate::panes::PaneKind;
use crate::text;
use crate::ui::{Look, Pen, Role, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a pick list.
pub fn draw(buf: &mut Buffer, area: Rect, options: &Options, chosen: usize, lang: Lang, look: Look) {
    let (title, lines): (&str, Vec<String>) = match options {
        Options::Panes => (
            Text::Panes.text(lang),
            PaneKind::ALL.iter().map(|kind| kind.title().text(lang).to_string()).collect(),
        ),
        Options::Villages(lines) => {
            let line = |line: &crate::flow::view::VillageLine| {
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
            };
            (Text::Villages.text(lang), lines.iter().map(line).collect())
        }
        Options::RegisterIn(villages) => {
            let names = villages.iter().map(|(_, name)| name.clone());
            (pages::Text::WhichVillage.text(lang), names.collect())
        }
        Options::RoundVillages(villages) => {
            let line = |line: &crate::flow::verify::VillageLine| village(line, lang);
            (Text::Villages.text(lang), villages.iter().map(line).collect())
        }
        Options::VisitResults(results) => {
            let line =
                |of: &crate::domain::verify::VisitResult| crate::i18n::verify::result(*of, lang).to_owned();
            let title = crate::i18n::verify_pane::Text::WhichResult.text(lang);
            (title, results.iter().map(line).collect())
        }
        Options::Machines(machines) => {
            use crate::i18n::exchange_pane::Text as Word;
            let line = |machine: &crate::flow::exchange::MachineLine| {
                let what = if machine.office { Word::OfficeMachine } else { Word::Laptop };
                format!("{} {}", text::fit(&machine.label, 8), what.text(lang))
            };
            (Text::Machines.text(lang), machines.iter().map(line).collect())
        }
    };
    let widest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0);
    let columns = u16::try_from(widest).unwrap_or(0).max(20) + 10;
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(area.height);
    let inner = popup::centred(buf, area, columns, rows, title, look);
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

/// A village of the round with its progress.
fn village(line: &crate::flow::verify::VillageLine, lang: Lang) -> String {
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
