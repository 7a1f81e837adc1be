//! How questions, notices and the one-line question are drawn.

use crate::form::Field;
use crate::i18n::chrome::{Phrase, Text};
use crate::i18n::{Keys, Lang};
use crate::i18n::{import, keeping};
use crate::overlays::{Notice, Question};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a question's box.
const CONFIRM_COLUMNS: u16 = 56;
/// Cells of a notice's box.
const NOTICE_COLUMNS: u16 = 72;

/// Draws a question with its two answers.
pub fn confirm(buf: &mut Buffer, area: Rect, question: &Question, yes: bool, lang: Lang, look: Look) {
    let words = match question {
        Question::Quit => Phrase::Quit.text(lang),
        Question::QuitWhileWorking => Phrase::QuitWhileWorking.text(lang),
        Question::EndOfficer { number, name } => {
            keeping::Phrase::EndOfficer { number: *number, name: name.clone() }.text(lang)
        }
        Question::ClockBehind { newest, now } => {
            keeping::Phrase::ClockBehind { newest: newest.clone(), now: now.clone() }.text(lang)
        }
    };
    let lines = [words];
    let rows = rows_for(&lines, CONFIRM_COLUMNS) + 2;
    let inner = popup::centred(buf, area, CONFIRM_COLUMNS, rows, Text::Question.text(lang), look);
    let used = list::paragraph(buf, inner, &lines[0], look.role(Role::Text));
    let mut pen = Pen::at(buf, inner, used + 1);
    for (answer, chosen) in [(Text::No, !yes), (Text::Yes, yes)] {
        let style = look.role(if chosen { Role::Selected } else { Role::Text });
        pen.text(&format!("{} {} ", list::pointer(chosen), answer.text(lang)), style).gap(4);
    }
}

/// Draws something to be read.
pub fn notice(buf: &mut Buffer, area: Rect, notice: &Notice, keys: Keys<'_>, lang: Lang, look: Look) {
    let (title, role, lines) = match notice {
        Notice::Note(note) => {
            let words = note.text(lang, keys);
            (Text::Error.text(lang), Role::Error, vec![format!("! {words}")])
        }
        Notice::Handover(words) => {
            (keeping::Text::HandoverList.text(lang), Role::Text, vec![words.text(lang).to_owned()])
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
            (import::Text::ReportTitle.text(lang), Role::Text, lines)
        }
    };
    let inner = popup::centred(buf, area, NOTICE_COLUMNS, rows_for(&lines, NOTICE_COLUMNS), title, look);
    let mut rest = inner;
    for line in lines {
        let used = list::paragraph(buf, rest, &line, look.role(role));
        rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
    }
}

/// Draws the question for a path; the caret stands in it.
pub fn prompt(buf: &mut Buffer, area: Rect, path: &Field, lang: Lang, look: Look) -> Caret {
    let inner = popup::centred(buf, area, popup::wide(area), 6, import::Text::Ask.text(lang), look);
    list::paragraph(buf, inner, import::Text::AskHelp.text(lang), look.role(Role::Muted));
    let row = inner.height.saturating_sub(1);
    field::draw(buf, inner.x, inner.y + row, inner.width, path, look)
}

/// Rows that these lines take when wrapped, with the border.
fn rows_for(lines: &[String], columns: u16) -> u16 {
    let inner = usize::from(columns.saturating_sub(4));
    let rows: usize = lines.iter().map(|line| text::wrap(line, inner).len().max(1)).sum();
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2)
}
