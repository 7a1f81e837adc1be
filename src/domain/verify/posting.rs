//! The posted list (公示表): full name, group and head, and no number, phone or account; its fingerprint is printed on it, so
//! that the paper on the wall can be matched with the record.

use super::rules::Effect;
use crate::journal::hash;

const LABEL: &str = "kuqu posting 1";

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Place of the household in the roster.
    pub order: i64,
    /// The group; empty for none.
    pub group: String,
    /// Name of the head.
    pub head: String,
    /// Place of the person in the household.
    pub member: i64,
    /// Full name.
    pub name: String,
    /// What is proposed or decided; none = stays on the list.
    pub effect: Effect,
}

/// Puts the lines in the order in which they hang.
pub fn ordered(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort();
    lines
}

/// The fingerprint of a list: 16 hexadecimal digits in groups of four, of what the paper shows and nothing else.
pub fn fingerprint(period: &str, village: &str, from: &str, to: &str, lines: &[Line]) -> String {
    let mut state = hash::hash(LABEL);
    for part in [period, village, from, to] {
        state = state.variable(part.as_bytes());
    }
    for line in lines {
        for part in [line.group.as_str(), line.head.as_str(), line.name.as_str(), line.effect.name()] {
            state = state.variable(part.as_bytes());
        }
    }
    let hex: Vec<char> = state.finish().hex().chars().take(16).collect();
    let groups: Vec<String> = hex.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: i64, name: &str, effect: Effect) -> Line {
        Line { order, group: "一组".into(), head: "张三".into(), member: 1, name: name.into(), effect }
    }

    #[test]
    fn every_change_of_the_paper_changes_the_fingerprint() {
        let lines = ordered(vec![line(2, "李四", Effect::None), line(1, "张三", Effect::Reduce)]);
        assert_eq!(lines[0].name, "张三");
        let print = |lines: &[Line]| fingerprint("2026", "新村", "2026-11-01", "2026-11-07", lines);
        let first = print(&lines);
        assert_eq!(first.len(), 19);
        assert_eq!(first, print(&lines));
        assert_ne!(first, print(&lines[..1]));
        let mut other = lines.clone();
        other[1].effect = Effect::Reduce;
        assert_ne!(first, print(&other));
        assert_ne!(first, fingerprint("2026", "新村", "2026-11-01", "2026-11-08", &lines));
    }
}
