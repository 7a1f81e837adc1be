//! Roles, not colours (角色): the sixteen ANSI colours through one table, none at all on request, and a mark for every severity.

use crate::flow::Severity;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Text,
    Muted,
    Title,
    Selected,
    Key,
    Error,
    Warning,
    Ok,
    Border,
}

/// Which characters draw borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Borders {
    /// Box drawing.
    #[default]
    Line,
    /// For terminals that draw box characters two cells wide.
    Ascii,
}

/// How the screen looks; made once at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Colours are allowed (no NO_COLOR, not a dumb terminal).
    pub colour: bool,
    /// The border set.
    pub borders: Borders,
}

/// Corners, horizontal and vertical line.
#[derive(Clone, Copy, Debug)]
pub struct BorderSet {
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub horizontal: &'static str,
    pub vertical: &'static str,
}

const LINE: BorderSet = BorderSet {
    top_left: "┌",
    top_right: "┐",
    bottom_left: "└",
    bottom_right: "┘",
    horizontal: "─",
    vertical: "│",
};

const ASCII: BorderSet = BorderSet {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    horizontal: "-",
    vertical: "|",
};

impl Look {
    /// The style of a role; without colour by weight and reversal alone.
    pub fn role(self, role: Role) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Text => plain,
            Role::Muted => plain.fg(Color::DarkGray),
            Role::Title => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Key => plain.fg(Color::Yellow),
            Role::Error => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            Role::Warning => plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            Role::Ok => plain.fg(Color::Green),
            Role::Border => plain.fg(Color::DarkGray),
        };
        if self.colour { style } else { Style { fg: None, bg: None, ..style } }
    }

    /// The border characters.
    pub fn border(self) -> BorderSet {
        match self.borders {
            Borders::Line => LINE,
            Borders::Ascii => ASCII,
        }
    }

    /// The role of a severity.
    pub fn severity(self, severity: Severity) -> Style {
        self.role(match severity {
            Severity::Note => Role::Text,
            Severity::Warning => Role::Warning,
            Severity::Error => Role::Error,
        })
    }
}

/// The mark of a severity; it stands beside every colour.
pub fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "*",
        Severity::Warning => "?",
        Severity::Error => "!",
    }
}
