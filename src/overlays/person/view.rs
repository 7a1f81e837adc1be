//! How one person's page is drawn: everything on record, and the household below.

use crate::i18n::Lang;
use crate::panes::household::{self, Household};
use crate::ui::{Look, Pen, Role, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the page.
pub fn draw(buf: &mut Buffer, area: Rect, open: &Household, lang: Lang, look: Look) {
    let title = open.member().map_or(open.view.code.as_str(), |member| member.name.text.as_str());
    let mut rest = popup::centred(buf, area, area.width, area.height, title, look);
    for (heading, facts) in household::view::everything(open, lang, look) {
        Pen::at(buf, rest, 0).text(heading.text(lang), look.role(Role::Title));
        let inner = Rect {
            x: rest.x + 1,
            y: rest.y + 1,
            width: rest.width - 1,
            height: rest.height.saturating_sub(1),
        };
        let used = list::facts(buf, inner, &facts, look) + 2;
        rest = Rect { y: rest.y + used.min(rest.height), height: rest.height.saturating_sub(used), ..rest };
    }
}
