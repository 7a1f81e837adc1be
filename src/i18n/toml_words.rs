//! What the reader of TOML documents says (规则文件、日历的写法), in our words: the classes of errors that somebody who edits a
//! rule document makes. What is of none of them is a slip in the notation itself.

use super::Lang;

/// A reader's error, about which the caller has named the line.
pub fn reader(lang: Lang, said: &str) -> String {
    let said = said.trim();
    let Lang::Zh = lang else { return said.to_owned() };
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    if said.starts_with("unknown field") {
        return format!("不认识的项目 {}", quoted(said));
    }
    if said.starts_with("missing field") {
        return format!("缺少项目 {}", quoted(said));
    }
    if said.starts_with("duplicate") {
        let name = quoted(said);
        return if name.is_empty() {
            "同一项写了两次".to_owned()
        } else {
            format!("{name} 写了两次")
        };
    }
    if let Some(rest) = said.strip_prefix("unknown variant") {
        let mut words = rest.split('`').skip(1).step_by(2);
        let written = words.next().unwrap_or_default().to_owned();
        let known: Vec<&str> = words.collect();
        return format!("“{written}”不是这里的词，可以写 {}", known.join("、"));
    }
    if let Some((found, expected)) =
        said.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("这里要{}，写的是{}", kind(expected), kind(found));
    }
    if let Some((found, expected)) =
        said.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("{} 超出范围，这里要{}", value(found), kind(expected));
    }
    if let Some(text) = said.strip_suffix(" is no date") {
        return format!("“{text}”不是日期，写成 2026-07-01");
    }
    if let Some(text) = said.strip_suffix(" is neither cycle_end nor a day like 12-31") {
        return format!("“{text}”不是 cycle_end，也不是 12-31 这样的日子");
    }
    "不合 TOML 的写法，检查等号、引号和括号".to_owned()
}

/// What stands behind the reader's name of a type.
fn value(found: &str) -> String {
    let inside = |mark: char| found.split(mark).nth(1);
    inside('`').or_else(|| inside('"')).map_or_else(String::new, |text| format!("“{text}”"))
}

/// The reader's name of a type, with the value where it gives one.
fn kind(said: &str) -> String {
    let name = match said {
        _ if said.starts_with("string") || said.starts_with("a string") => "文字",
        _ if said.starts_with("boolean") || said.starts_with("a boolean") => " true 或 false",
        _ if said.starts_with("floating point") || said.starts_with('f') => "小数",
        _ if said.starts_with("integer") || said.starts_with(['i', 'u']) => "整数",
        _ if said.starts_with("sequence") || said.starts_with("a sequence") => "方括号里的一列",
        _ if said.starts_with("map") || said.starts_with("struct") || said.starts_with("a map") => "一组项目",
        _ => "别的值",
    };
    format!("{name}{}", value(said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::subsidy::{document, shipped};

    /// What is said of the default document with this instead of that.
    fn of(from: &str, to: &str) -> String {
        let text = shipped::TEXTS[0].1;
        assert!(text.contains(from), "{from}");
        let error = document::read(&text.replacen(from, to, 1)).unwrap_err();
        super::super::subsidy::SubsidySay::Refused(error).text(Lang::Zh)
    }

    #[test]
    fn slips_in_a_rule_document_are_told_in_chinese_with_their_line() {
        for (from, to, words) in [
            ("payee = ", "payees = ", "不认识的项目 payees"),
            (
                "proration = \"whole_period\"",
                "proration = \"whole\"",
                "“whole”不是这里的词，可以写 whole_period、by_month、by_day",
            ),
            ("publication_days = 7", "publication_days = \"seven\"", "这里要整数，写的是文字“seven”"),
            ("town_status_keeps = true", "town_status_keeps = 1", "这里要 true 或 false，写的是整数“1”"),
            ("publication_days = 7", "publication_days = -7", "超出范围"),
            ("valid_from = \"2006-07-01\"", "valid_from = \"2006-07\"", "“2006-07”不是日期"),
            ("publication_days = 7", "publication_days 7", "不合 TOML 的写法"),
            ("publication_days = 7", "publication_days = 7\npublication_days = 8", "写了两次"),
        ] {
            let said = of(from, to);
            assert!(said.starts_with("第 ") && said.contains(words), "{to}: {said}");
            let english = said.split(['：', '。']).nth(2).unwrap_or_default();
            assert!(!english.contains("expected") && !english.contains("invalid"), "{said}");
        }
    }
}
