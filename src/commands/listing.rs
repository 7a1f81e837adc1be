//! What is printed from the command table (由命令表打印): footer cells, help sections, continuations, the
//! README's keys.

use crate::commands::{Action, COMMANDS, Command, Facts, command};
use crate::i18n::Lang;
use crate::i18n::chrome::Text;
use crate::i18n::commands::{Why, table_head};
use crate::i18n::sections;
use crate::keys::keymap::Chord;
use crate::keys::{Key, Keymap, Scope};
use crate::text::pinyin::spells;
use crate::text::{fold_search, width};

/// One cell of the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FooterCell {
    /// The printed key.
    pub key: String,
    /// The act's label.
    pub label: &'static str,
    /// The way out or help: it stands there whatever else has to give way.
    pub kept: bool,
}

/// One line of help, of the palette or of the README's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The act.
    pub action: Action,
    /// All its keys, best first, separated by spaces; the word for "no key" when unbound.
    pub keys: String,
    /// Its label.
    pub label: &'static str,
    /// Its sentence.
    pub sentence: &'static str,
    /// Why it cannot be done now.
    pub refused: Option<Why>,
}

/// The first key of an act as the footer and the sentences print it.
pub fn key_of(keymap: &Keymap<Action>, action: Action, lang: Lang) -> String {
    keymap
        .keys_of(action)
        .first()
        .map_or_else(|| Text::Unbound.text(lang).to_string(), |chord| chord.to_string())
}

/// The footer of `scopes` (innermost first): what can be done now, by rank; hidden outer keys are left out.
pub fn footer(keymap: &Keymap<Action>, scopes: &[Scope], facts: &Facts, lang: Lang) -> Vec<FooterCell> {
    let mut commands: Vec<&Command> = COMMANDS
        .iter()
        .filter(|command| command.footer.is_some() && scopes.contains(&command.scope))
        .filter(|command| (command.rule)(facts).is_ok())
        .collect();
    commands.sort_by_key(|command| command.footer);
    commands
        .into_iter()
        .filter_map(|command| {
            let reached = |chord: &&Chord| {
                keymap.find(scopes, chord.prefix, chord.key) == crate::keys::Found::Act(command.action)
            };
            let chord = keymap.keys_of(command.action).iter().find(reached);
            let kept = matches!(command.action, Action::Help | Action::Back | Action::CancelImport);
            let label = command.action.label(lang);
            chord.map(|chord| FooterCell { key: chord.to_string(), label, kept })
        })
        .collect()
}

/// The first cells of a footer that fit into `cells` cells of the screen, two cells apart: the last ranks and what is too
/// long for the rest give way, the way out and help never.
pub fn fitting(mut footer: Vec<FooterCell>, cells: usize) -> Vec<FooterCell> {
    let size = |cell: &FooterCell| width(&cell.key) + 1 + width(cell.label) + 2;
    let mut used: usize = footer.iter().filter(|cell| cell.kept).map(size).sum();
    footer.retain(|cell| {
        let fits = !cell.kept && used + size(cell) <= cells + 2;
        used += if fits { size(cell) } else { 0 };
        cell.kept || fits
    });
    footer
}

/// The sections of `scopes`, innermost first, each with its lines.
fn help(keymap: &Keymap<Action>, scopes: &[Scope], facts: &Facts, lang: Lang) -> Vec<(Scope, Vec<Line>)> {
    scopes
        .iter()
        .map(|scope| {
            let lines = COMMANDS.iter().filter(|command| command.scope == *scope);
            (*scope, lines.map(|command| line(keymap, command, facts, lang)).collect())
        })
        .filter(|(_, lines): &(Scope, Vec<Line>)| !lines.is_empty())
        .collect()
}

/// One row of help: a section's title, or a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// A title.
    Title(&'static str),
    /// A command.
    Line(Line),
}

/// Help as rows, with only the lines that `filter` finds by key, word or pinyin initials.
pub fn help_rows(
    keymap: &Keymap<Action>,
    scopes: &[Scope],
    facts: &Facts,
    lang: Lang,
    filter: &str,
) -> Vec<HelpRow> {
    let wanted = fold_search(filter);
    let found = |line: &Line| {
        let all = format!("{} {} {}", line.keys, line.label, line.sentence);
        wanted.is_empty() || fold_search(&all).contains(&wanted) || spells(&wanted, line.label)
    };
    let mut rows = Vec::new();
    for (scope, lines) in help(keymap, scopes, facts, lang) {
        let kept: Vec<Line> = lines.into_iter().filter(found).collect();
        if !kept.is_empty() {
            rows.push(HelpRow::Title(sections::title(scope, lang)));
            rows.extend(kept.into_iter().map(HelpRow::Line));
        }
    }
    rows
}

/// One command as a line.
pub fn line(keymap: &Keymap<Action>, command: &Command, facts: &Facts, lang: Lang) -> Line {
    let keys: Vec<String> = keymap.keys_of(command.action).iter().map(ToString::to_string).collect();
    Line {
        action: command.action,
        keys: if keys.is_empty() { Text::Unbound.text(lang).to_string() } else { keys.join("  ") },
        label: command.action.label(lang),
        sentence: command.action.sentence(lang),
        refused: (command.rule)(facts).err(),
    }
}

/// What may follow a prefix key: key and label.
pub fn continuations(
    keymap: &Keymap<Action>,
    scopes: &[Scope],
    prefix: Key,
    lang: Lang,
) -> Vec<(String, &'static str)> {
    keymap.after(scopes, prefix).into_iter().map(|(key, act)| (key.to_string(), act.label(lang))).collect()
}

/// The key table of the README and of `kuqu keys`: one Markdown table over all scopes.
pub fn table(keymap: &Keymap<Action>, lang: Lang) -> String {
    let mut text = format!(
        "{}|---|---|---|---|---|
",
        table_head(lang)
    );
    for scope in Scope::ALL {
        for command in COMMANDS.iter().filter(|command| command.scope == scope) {
            let line = line(keymap, command, &Facts::default(), lang);
            let title = sections::title(scope, lang);
            text.push_str(&format!(
                "| {title} | {} | {} | {} | `{}` |\n",
                line.keys.replace('|', "\\|"),
                line.label,
                line.sentence,
                command.id
            ));
        }
    }
    text
}

/// The rule of an act against the facts.
///
/// # Errors
/// The reason why it cannot be done now.
pub fn allowed(action: Action, facts: &Facts) -> Result<(), Why> {
    command(action).map_or(Err(Why::NotHere), |command| (command.rule)(facts))
}
