//! As much of Rust's grammar as the house rules need: tokens, `#[cfg(test)]` items, paths with unfolded `use` trees.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Word,
    Literal,
    Mark,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// From 1.
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Literal && self.text == text
    }
}

/// Splits Rust source into words, literals (text and characters) and marks; comments, numbers and lifetimes fall away.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    while at < chars.len() {
        let rest = &chars[at..];
        let (length, kind, text) = match rest {
            ['/', '/', ..] => (rest.iter().take_while(|c| **c != '\n').count(), None, String::new()),
            ['/', '*', ..] => (block_comment(rest), None, String::new()),
            ['"', ..] => quoted(rest, 0),
            ['b' | 'c', '"', ..] => quoted(rest, 1),
            ['r', '"' | '#', ..] if raw_hashes(rest, 1).is_some() => raw(rest, 1),
            ['b' | 'c', 'r', '"' | '#', ..] if raw_hashes(rest, 2).is_some() => raw(rest, 2),
            ['\'', '\\', ..] => {
                let length = 3 + rest[3.min(rest.len())..].iter().take_while(|c| **c != '\'').count() + 1;
                (length, Some(Kind::Literal), rest[1..(length - 1).min(rest.len())].iter().collect())
            }
            ['\'', c, '\'', ..] => (3, Some(Kind::Literal), c.to_string()),
            ['\'', ..] => (1 + rest[1..].iter().take_while(|c| word(**c)).count(), None, String::new()),
            [c, ..] if word(*c) => {
                let text: String = rest.iter().take_while(|c| word(**c)).collect();
                let number = c.is_ascii_digit();
                (text.chars().count(), (!number).then_some(Kind::Word), text)
            }
            [c, ..] if c.is_whitespace() => (1, None, String::new()),
            _ => (1, Some(Kind::Mark), rest[0].to_string()),
        };
        if let Some(kind) = kind {
            found.push(Token { kind, text, line });
        }
        let end = (at + length).min(chars.len());
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char], prefix: usize) -> (usize, Option<Kind>, String) {
    let mut at = prefix + 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    let text = rest[prefix + 1..at.min(rest.len())].iter().collect();
    (at + 1, Some(Kind::Literal), text)
}

fn raw_hashes(rest: &[char], prefix: usize) -> Option<usize> {
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    (rest.get(prefix + hashes) == Some(&'"')).then_some(hashes)
}

fn raw(rest: &[char], prefix: usize) -> (usize, Option<Kind>, String) {
    let hashes = raw_hashes(rest, prefix).unwrap_or(0);
    let start = prefix + hashes + 1;
    let mut end = start;
    while end < rest.len()
        && !(rest[end] == '"' && rest[end + 1..].iter().take_while(|c| **c == '#').count() >= hashes)
    {
        end += 1;
    }
    (end + 1 + hashes, Some(Kind::Literal), rest[start..end].iter().collect())
}

/// Index after the block that opens at `open`.
pub fn after_block(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" if token.kind == Kind::Mark => depth += 1,
            "}" | ")" | "]" if token.kind == Kind::Mark => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

pub fn texts_from(tokens: &[Token], at: usize, want: &[&str]) -> bool {
    want.iter().enumerate().all(|(offset, text)| tokens.get(at + offset).is_some_and(|token| token.is(text)))
}

/// The tokens without items under `#[cfg(test)]`; names of modules that stand in files of their own are given apart.
pub fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut kept, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < tokens.len() {
        if !texts_from(tokens, at, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += 7;
        let public = usize::from(texts_from(tokens, at, &["pub"]));
        let name = at + public + if texts_from(tokens, at + public, &["("]) { 4 } else { 1 };
        if texts_from(tokens, name - 1, &["mod"]) && texts_from(tokens, name + 1, &[";"]) {
            modules.push(tokens[name].text.clone());
        }
        while at < tokens.len() {
            let (ends, opens) = (tokens[at].is(";"), tokens[at].is("{"));
            at = if opens || tokens[at].is("(") || tokens[at].is("[") {
                after_block(tokens, at)
            } else {
                at + 1
            };
            // A `use` ends at its semicolon, not at its braces.
            if ends || (opens && !tokens.get(at).is_some_and(|next| next.is(";"))) {
                break;
            }
        }
    }
    (kept, modules)
}

/// Every path that is named, `use` trees unfolded.
pub fn paths(tokens: &[Token]) -> Vec<(Vec<String>, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let token = &tokens[at];
        let continues =
            at >= 3 && texts_from(tokens, at - 2, &[":", ":"]) && tokens[at - 3].kind == Kind::Word;
        let import = token.is("use") && !texts_from(tokens, at + 1, &["<"]);
        if import || texts_from(tokens, at, &["extern", "crate"]) {
            at += if import { 1 } else { 2 };
            while texts_from(tokens, at, &[":"]) {
                at += 1;
            }
            unfold(tokens, &mut at, &[], &mut found);
        } else if token.kind == Kind::Word && !continues && texts_from(tokens, at + 1, &[":", ":"]) {
            let mut path = vec![token.text.clone()];
            while texts_from(tokens, at + 1, &[":", ":"])
                && tokens.get(at + 3).is_some_and(|next| next.kind == Kind::Word)
            {
                at += 3;
                path.push(tokens[at].text.clone());
            }
            found.push((path, token.line));
            at += 1;
        } else {
            at += 1;
        }
    }
    found
}

fn unfold(tokens: &[Token], at: &mut usize, before: &[String], found: &mut Vec<(Vec<String>, usize)>) {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(*at) {
        *at += 1;
        if token.is("{") {
            while tokens.get(*at).is_some_and(|next| !next.is("}")) {
                unfold(tokens, at, &path, found);
                *at += usize::from(texts_from(tokens, *at, &[","]));
            }
            *at += 1;
            return;
        }
        if token.kind == Kind::Word {
            path.push(token.text.clone());
        }
        if texts_from(tokens, *at, &[":", ":"]) {
            *at += 2;
            continue;
        }
        if !path.is_empty() {
            found.push((path, token.line));
        }
        while tokens.get(*at).is_some_and(|next| !next.is(",") && !next.is("}") && !next.is(";")) {
            *at += 1; // `as another`
        }
        return;
    }
}
