//! How a slip is drawn: help, the fields with their labels, what is said about them, a bar while the worker is at it.

use crate::domain::papers::papers;
use crate::i18n::chrome;
use crate::i18n::keeping::Text;
use crate::i18n::{Keys, Lang, proof};
use crate::overlays::slip::{Purpose, Slip, roles};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, bar, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the field for a purpose; the one chosen by number stands beside it.
const PURPOSE_CELLS: u16 = 30;
/// Rows for what is said or the bar.
const SAY_ROWS: u16 = 2;

/// The purpose that a typed number chooses.
fn chosen(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let purpose = papers().proof.purpose(typed);
    (purpose != typed).then(|| purpose.to_owned())
}

/// Draws a slip; the caret stands in its field, as long as it takes keys.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    slip: &Slip,
    keys: Keys<'_>,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let (title, help, labels) = slip.purpose.words();
    let columns = area.width;
    let room = usize::from(columns.saturating_sub(4));
    let mut help = text::wrap(help.text(lang), room);
    if matches!(slip.purpose, Purpose::Proof { .. }) {
        help.extend(text::wrap(&proof::purposes(), room));
    }
    let help_rows = u16::try_from(help.len()).unwrap_or(1);
    let field_rows = u16::try_from(labels.len()).unwrap_or(1);
    let title = format!("{}  {}", title.text(lang), slip.about);
    let rows = help_rows + field_rows + SAY_ROWS + 4;
    let inner = popup::centred(buf, area, columns, rows, title.trim_end(), look);
    for (row, line) in (0..).zip(&help) {
        Pen::at(buf, inner, row).text(line, look.role(Role::Muted));
    }
    let widest = labels.iter().map(|label| text::width(label.text(lang))).max().unwrap_or(0);
    let label_cells = u16::try_from(widest).unwrap_or(0) + 1;
    let mut caret = None;
    for (index, (label, held)) in labels.iter().zip(&slip.fields).enumerate() {
        let row = help_rows + 1 + u16::try_from(index).unwrap_or(0);
        let here = index == slip.at && slip.pending.is_none();
        let mut pen = Pen::at(buf, inner, row);
        pen.cell(2, list::pointer(here), look.role(Role::Text));
        pen.cell(label_cells, label.text(lang), look.role(Role::Muted)).gap(1);
        let (x, room) = (pen.column(), pen.room());
        // Digits are said in words beside them.
        let (cells, said) = match label {
            Text::Roles => (room.min(10), roles(held.text()).map(|bits| chrome::roles(bits, lang))),
            Text::ProofPurpose => (room.min(PURPOSE_CELLS), chosen(held.text())),
            _ => (room, None),
        };
        let at = field::draw(buf, x, inner.y + row, cells, held, look);
        if let Some(said) = said {
            let mut pen = Pen::at(buf, inner, row);
            pen.gap(x - inner.x + cells + 2).text(&said, look.role(Role::Text));
        }
        if here {
            caret = Some(at);
        }
    }
    let top = help_rows + field_rows + 2;
    if let Some(progress) = slip.progress {
        bar::draw(buf, inner, top, progress.job.words().text(lang), (progress.done, progress.total), look);
    } else if let Some(note) = &slip.say {
        let rest = Rect { y: inner.y + top, height: inner.height.saturating_sub(top), ..inner };
        list::paragraph(buf, rest, &format!("! {}", note.text(lang, keys)), look.role(Role::Error));
    } else if slip.pending.is_some() {
        Pen::at(buf, inner, top).text(chrome::Text::Working.text(lang), look.role(Role::Muted));
    }
    caret
}
