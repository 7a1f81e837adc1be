//! Reading keymap files (读取键位文件): layers of TOML, action first, every mistake with its file and line.
//!
//! Later layers replace an action's whole list. A mistake never yields a half keymap: the caller falls back to the layers
//! that load and shows the faults.

use crate::keys::key::Key;
use crate::keys::keymap::{Chord, Keymap, Scope};
use crate::keys::reserved::{Reserved, reserved};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Largest keymap file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 64 * 1024;

/// One keymap file: what to call it in a fault, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// File name as the user knows it.
    pub file: &'a str,
    /// TOML text.
    pub text: &'a str,
}

/// What the loader knows of one command.
#[derive(Clone, Copy, Debug)]
pub struct Known<A> {
    /// Stable id, such as `app.help`.
    pub id: &'static str,
    /// The only scope it may be bound in.
    pub scope: Scope,
    /// It may not be left without a key.
    pub must_bind: bool,
    /// What the keymap holds for it.
    pub action: A,
}

/// One mistake in a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What can be wrong in a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Larger than [`FILE_BYTES_MAX`].
    TooLarge,
    /// Not TOML; the reader's own words.
    Syntax(String),
    /// No scope has this name; the nearest one that exists.
    UnknownScope(String, &'static str),
    /// No command has this id; the nearest one that exists.
    UnknownAction(String, &'static str),
    /// The command belongs to another scope.
    WrongScope(String, &'static str),
    /// The keys are not a list of texts.
    NotAList(String),
    /// Not a key's name.
    UnknownKey(String),
    /// A key that may not be bound.
    Reserved(Key, Reserved),
    /// The key calls another act of this scope already: key, that act's id, its file and line, this act's id.
    Twice { key: String, first: &'static str, first_file: String, first_line: usize, second: &'static str },
    /// This act may not be without a key.
    MustBind(&'static str),
    /// The first layer names no keys for this act.
    Missing(&'static str),
}

/// The keys of one command as one layer gives them.
struct Binding {
    file: String,
    line: usize,
    chords: Vec<Chord>,
}

/// Reads `layers`, later ones over earlier ones, against the command table.
///
/// # Errors
/// All faults of the first layer that has any, or those of the sum of the layers.
pub fn load<A: Copy + PartialEq>(layers: &[Layer<'_>], known: &[Known<A>]) -> Result<Keymap<A>, Vec<Fault>> {
    let mut bound: BTreeMap<usize, Binding> = BTreeMap::new();
    for layer in layers {
        for (index, binding) in read_layer(layer, known)? {
            bound.insert(index, binding);
        }
    }
    let mut faults = Vec::new();
    let file = layers.first().map_or("", |layer| layer.file);
    for (index, row) in known.iter().enumerate() {
        let missing = |kind| Fault { file: file.to_string(), line: 1, kind };
        match bound.get(&index) {
            None => faults.push(missing(FaultKind::Missing(row.id))),
            Some(binding) if row.must_bind && binding.chords.is_empty() => faults.push(Fault {
                file: binding.file.clone(),
                line: binding.line,
                kind: FaultKind::MustBind(row.id),
            }),
            Some(_) => {}
        }
    }
    faults.extend(clashes(&bound, known));
    if !faults.is_empty() {
        return Err(faults);
    }
    let rows = bound
        .into_iter()
        .filter_map(|(index, binding)| known.get(index).map(|row| (row.scope, row.action, binding.chords)))
        .collect();
    Ok(Keymap::from_rows(rows))
}

fn read_layer<A>(layer: &Layer<'_>, known: &[Known<A>]) -> Result<Vec<(usize, Binding)>, Vec<Fault>> {
    let fault = |line, kind| Fault { file: layer.file.to_string(), line, kind };
    if layer.text.len() > FILE_BYTES_MAX {
        return Err(vec![fault(1, FaultKind::TooLarge)]);
    }
    let table = DeTable::parse(layer.text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(layer.text, span.start));
        vec![fault(line, FaultKind::Syntax(error.message().to_string()))]
    })?;
    let mut bindings = Vec::new();
    let mut faults = Vec::new();
    for (name, acts) in table.get_ref() {
        let line = line_of(layer.text, name.span().start);
        let scope_name: &str = name.get_ref();
        let (Some(scope), DeValue::Table(acts)) = (Scope::named(scope_name), acts.get_ref()) else {
            let near = nearest(scope_name, Scope::ALL.iter().map(|scope| scope.name()));
            faults.push(fault(line, FaultKind::UnknownScope(scope_name.to_string(), near)));
            continue;
        };
        for (id, value) in acts {
            let line = line_of(layer.text, id.span().start);
            match read_act(known, scope, id.get_ref(), value.get_ref()) {
                Ok((index, chords)) => {
                    bindings.push((index, Binding { file: layer.file.to_string(), line, chords }))
                }
                Err(kind) => faults.push(fault(line, kind)),
            }
        }
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(bindings) } else { Err(faults) }
}

fn read_act<A>(
    known: &[Known<A>],
    scope: Scope,
    id: &str,
    value: &DeValue<'_>,
) -> Result<(usize, Vec<Chord>), FaultKind> {
    let Some((index, row)) = known.iter().enumerate().find(|(_, row)| row.id == id) else {
        return Err(FaultKind::UnknownAction(id.to_string(), nearest(id, known.iter().map(|row| row.id))));
    };
    if row.scope != scope {
        return Err(FaultKind::WrongScope(id.to_string(), row.scope.name()));
    }
    let DeValue::Array(items) = value else { return Err(FaultKind::NotAList(id.to_string())) };
    let mut chords = Vec::new();
    for item in items {
        let DeValue::String(text) = item.get_ref() else { return Err(FaultKind::NotAList(id.to_string())) };
        chords.push(read_chord(text)?);
    }
    Ok((index, chords))
}

/// `F2`, or a prefix and a key such as `Ctrl+X 2`. After a prefix a plain character is allowed: no field gets it.
fn read_chord(text: &str) -> Result<Chord, FaultKind> {
    let unknown = || FaultKind::UnknownKey(text.to_string());
    let mut parts = text.split_whitespace();
    let first = parts.next().and_then(Key::parse).ok_or_else(unknown)?;
    if let Some(reason) = reserved(first) {
        return Err(FaultKind::Reserved(first, reason));
    }
    let Some(second) = parts.next() else { return Ok(Chord { prefix: None, key: first }) };
    let second = Key::parse(second).ok_or_else(unknown)?;
    if parts.next().is_some() {
        return Err(unknown());
    }
    match reserved(second) {
        None | Some(Reserved::PlainCharacter) => Ok(Chord { prefix: Some(first), key: second }),
        Some(reason) => Err(FaultKind::Reserved(second, reason)),
    }
}

/// The same key for two acts of one scope, or a key that is both an act and a prefix there.
fn clashes<A>(bound: &BTreeMap<usize, Binding>, known: &[Known<A>]) -> Vec<Fault> {
    let mut seen: Vec<(Scope, Chord, usize)> = Vec::new();
    let mut faults = Vec::new();
    for (index, binding) in bound {
        let Some(row) = known.get(*index) else { continue };
        for chord in &binding.chords {
            let same = |(scope, other, _): &&(Scope, Chord, usize)| {
                *scope == row.scope
                    && (other == chord
                        || other.prefix == Some(chord.key) && chord.prefix.is_none()
                        || chord.prefix == Some(other.key) && other.prefix.is_none())
            };
            if let Some((_, _, first)) = seen.iter().find(same)
                && let (Some(first_row), Some(first_binding)) = (known.get(*first), bound.get(first))
            {
                faults.push(Fault {
                    file: binding.file.clone(),
                    line: binding.line,
                    kind: FaultKind::Twice {
                        key: chord.to_string(),
                        first: first_row.id,
                        first_file: first_binding.file.clone(),
                        first_line: first_binding.line,
                        second: row.id,
                    },
                });
            }
            seen.push((row.scope, *chord, *index));
        }
    }
    faults
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The known name with the fewest edits to `name`; the empty text when nothing is known.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> &'static str {
    known.min_by_key(|candidate| edits(name, candidate)).unwrap_or("")
}

fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().take(80).enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let swap = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = swap.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
