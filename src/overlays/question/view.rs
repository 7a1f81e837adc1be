//! How questions, notices and the one-line question are drawn.

use crate::domain::subsidy::payment::Settling;
use crate::flow::subsidy::Asked;
use crate::i18n::chrome::{Phrase, Text};
use crate::i18n::{Keys, Lang};
use crate::i18n::{import, keeping, pages, reasons, rulings as words, subsidy_pane};
use crate::overlays::{Ask, Notice, Prompt, Question};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a question's box.
const CONFIRM_COLUMNS: u16 = 56;
/// Cells to which a file's name is cut in a question.
const FILE_CELLS: usize = 40;
/// Cells of a notice's box.
const NOTICE_COLUMNS: u16 = 72;

/// Draws a question with its two answers.
pub fn confirm(buf: &mut Buffer, area: Rect, question: &Question, yes: bool, lang: Lang, look: Look) {
    let lines = [match question {
        Question::Quit => Phrase::Quit.text(lang),
        Question::QuitWhileWorking => Phrase::QuitWhileWorking.text(lang),
        Question::LeaveForm => pages::Text::LeaveForm.text(lang).to_owned(),
        Question::ExportClear { persons, path, .. } => {
            Phrase::ExportClear { persons: *persons, file: text::cut(last_piece(path), FILE_CELLS) }
                .text(lang)
        }
        Question::Payment(asked) => payment(asked, lang),
        Question::EndOfficer { number, name } => {
            keeping::Phrase::EndOfficer { number: *number, name: name.clone() }.text(lang)
        }
        Question::ClockBehind { newest, now } => {
            keeping::Phrase::ClockBehind { newest: newest.clone(), now: now.clone() }.text(lang)
        }
    }];
    let rows = rows_for(&lines, CONFIRM_COLUMNS) + 2;
    let inner = popup::centred(buf, area, CONFIRM_COLUMNS, rows, Text::Question.text(lang), look);
    let used = list::paragraph(buf, inner, &lines[0], look.role(Role::Text));
    let mut pen = Pen::at(buf, inner, used + 1);
    for (answer, chosen) in [(Text::No, !yes), (Text::Yes, yes)] {
        let style = look.role(if chosen { Role::Selected } else { Role::Text });
        pen.text(&format!("{} {} ", list::pointer(chosen), answer.text(lang)), style).gap(4);
    }
}

/// The question before something about payments is done: it names payments and yuan.
fn payment(asked: &Asked, lang: Lang) -> String {
    match asked {
        Asked::Step { number, to, lines, fen } => subsidy_pane::ask_step(lang, *to, number, *lines, *fen),
        Asked::Freeze { period, persons, fen } => subsidy_pane::ask_freeze(lang, *period, *persons, *fen),
        Asked::PayAgain { name, period, fen, as_it_failed, .. } => {
            subsidy_pane::ask_again(lang, name, (*period, *fen), *as_it_failed)
        }
        Asked::Export { number, lines, path } => {
            subsidy_pane::ask_export(lang, number, *lines, &text::cut(last_piece(path), FILE_CELLS))
        }
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

/// Draws the question for a path, with the names that it may become; the caret stands in it.
pub fn prompt(buf: &mut Buffer, area: Rect, prompt: &Prompt, lang: Lang, look: Look) -> Caret {
    use crate::i18n::subsidy_pane::Text as Support;
    use crate::i18n::verify_pane::{Text as Verify, rest_of};
    let rest;
    let mut below = String::new();
    let (title, help) = match &prompt.ask {
        Ask::Roster => (import::Text::Ask.text(lang), import::Text::AskHelp.text(lang)),
        Ask::Export { .. } => (import::Text::AskExport.text(lang), import::Text::AskExportHelp.text(lang)),
        Ask::VillageRest(left) => {
            rest = rest_of(*left, lang);
            (Verify::RestTitle.text(lang), rest.as_str())
        }
        Ask::VisitSheet => (Verify::SheetTitle.text(lang), Verify::WhereSheet.text(lang)),
        Ask::ChangeSheet => (Verify::ChangeTitle.text(lang), Verify::WhereChange.text(lang)),
        Ask::VillagePosting => (Verify::PostingTitle.text(lang), Verify::WherePosting.text(lang)),
        Ask::ListPeriod => (Support::AskPeriod.text(lang), Support::AskPeriodHelp.text(lang)),
        Ask::BatchExport(_) => (Support::AskExport.text(lang), Support::AskExportHelp.text(lang)),
        Ask::BankReturn => (Support::AskReturn.text(lang), Support::AskReturnHelp.text(lang)),
        Ask::Ruling(asked) => {
            rest = reasons::ask(lang, asked);
            below = reasons::ask_help(lang, asked);
            (reasons::ask_title(lang, asked), rest.as_str())
        }
        Ask::LossPaper => (words::ask_paper(lang), words::ask_paper_help(lang)),
        Ask::AnswerSlip => (Support::AskSlip.text(lang), Support::AskSlipHelp.text(lang)),
        Ask::CloseItem => (Support::AskClose.text(lang), Support::AskCloseHelp.text(lang)),
        Ask::Settle(how) => {
            let (title, help) = match how {
                Settling::Demanded => (Support::AskDemand, Support::AskDemandHelp),
                Settling::Offset => (Support::AskOffset, Support::AskOffsetHelp),
                Settling::Relative => (Support::AskRelative, Support::AskRelativeHelp),
                Settling::WrittenOff => (Support::AskWriteOff, Support::AskWriteOffHelp),
                _ => (Support::AskMoneyBack, Support::AskMoneyBackHelp),
            };
            (title.text(lang), help.text(lang))
        }
    };
    // One name stands in the field already.
    let names: &[String] = if prompt.names.len() > 1 { &prompt.names } else { &[] };
    let listed = u16::try_from(names.len()).unwrap_or(u16::MAX).saturating_add(u16::from(!names.is_empty()));
    let lines = [help.to_owned(), below];
    // The border and the margin at both ends stand around the lines.
    let told = rows_for(&lines, area.width).saturating_sub(2).max(3);
    let rows = listed.saturating_add(told + 3).min(area.height);
    let inner = popup::centred(buf, area, area.width, rows, title, look);
    let used = list::paragraph(buf, inner, &lines[0], look.role(Role::Muted));
    let under = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
    list::paragraph(buf, under, &lines[1], look.role(Role::Text));
    for (row, name) in (told + 2..inner.height).zip(names) {
        Pen::at(buf, inner, row).gap(2).text(last_piece(name), look.role(Role::Text));
    }
    field::draw(buf, inner.x, inner.y + told, inner.width, &prompt.path, look)
}

/// The last piece of a path; of a folder with its separator.
fn last_piece(path: &str) -> &str {
    let name = path.trim_end_matches(['/', '\\']);
    let before = name.rsplit(['/', '\\']).next().map_or(0, |last| name.len() - last.len());
    path.split_at_checked(before).map_or(path, |(_, last)| last)
}

/// Rows that these lines take when wrapped, with the border.
fn rows_for(lines: &[String], columns: u16) -> u16 {
    let inner = usize::from(columns.saturating_sub(4));
    let rows: usize = lines.iter().map(|line| text::wrap(line, inner).len().max(1)).sum();
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2)
}
