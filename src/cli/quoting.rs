//! The words of one line of a batch, quoted as in a shell: single and double quotes, backslash, `#` for a remark.

/// Why a line has no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenQuote;

/// Splits a line. An empty line or a remark has no words.
pub fn words(line: &str) -> Result<Vec<String>, OpenQuote> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => {
                let text = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(OpenQuote)? {
                        '\'' => break,
                        inside => text.push(inside),
                    }
                }
            }
            '"' => {
                let text = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(OpenQuote)? {
                        '"' => break,
                        '\\' => match characters.next().ok_or(OpenQuote)? {
                            escaped @ ('"' | '\\') => text.push(escaped),
                            other => text.extend(['\\', other]),
                        },
                        inside => text.push(inside),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(characters.next().ok_or(OpenQuote)?),
            '#' if word.is_none() => break,
            space if space.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        let table: [(&str, &[&str]); 7] = [
            (
                "correct H1-01 phone 139 --why 本人来电",
                &["correct", "H1-01", "phone", "139", "--why", "本人来电"],
            ),
            ("note H1 '两个 字' # remark", &["note", "H1", "两个 字"]),
            ("note H1 \"a \\\"b\\\" \\n\"", &["note", "H1", "a \"b\" \\n"]),
            ("correct H1-01 remark ''", &["correct", "H1-01", "remark", ""]),
            ("a\\ b c#d", &["a b", "c#d"]),
            ("  # nothing", &[]),
            ("\u{3000}a\tb\r", &["a", "b"]),
        ];
        for (line, want) in table {
            assert_eq!(words(line).unwrap(), want, "{line}");
        }
        for open in ["'a", "\"a", "a\\"] {
            assert_eq!(words(open), Err(OpenQuote), "{open}");
        }
    }
}
