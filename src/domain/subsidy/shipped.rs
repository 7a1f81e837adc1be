//! The rule documents that the program brings with it (随附规则): Yunnan's by default, and one other province's.

use std::sync::LazyLock;

use super::document;
use super::rule::Rule;

/// The rule where the office decided nothing else.
pub const DEFAULT: &str = "yunnan";

/// Name of the file and its text.
pub const TEXTS: [(&str, &str); 2] = [
    ("support-yunnan.toml", include_str!("../../rules/support-yunnan.toml")),
    ("support-zhejiang.toml", include_str!("../../rules/support-zhejiang.toml")),
];

// A shipped document that does not read is caught by the test below.
static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| TEXTS.iter().filter_map(|(_, text)| document::read(text).ok()).collect());

/// The shipped rules, the default first.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The shipped rule of that name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.rule_id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_rule_reads_and_the_default_is_first() {
        for (name, text) in TEXTS {
            assert!(document::read(text).is_ok(), "{name}: {:?}", document::read(text));
        }
        let ids: Vec<&str> = rules().iter().map(|rule| rule.rule_id.as_str()).collect();
        assert_eq!(ids, [DEFAULT, "zhejiang"]);
        assert!(rule("zhejiang").is_some() && rule("atlantis").is_none());
    }
}
