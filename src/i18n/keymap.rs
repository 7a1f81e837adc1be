//! Sentences for keymap files that do not load (键位文件的错误): file, line, what is wrong, what would be
//! right.

use crate::i18n::Lang;
use crate::keys::load::FILE_BYTES_MAX;
use crate::keys::{Fault, FaultKind, Reserved};

/// One fault as a sentence that begins with file and line.
pub fn sentence(lang: Lang, fault: &Fault) -> String {
    format!("{}:{}: {}", fault.file, fault.line, kind(lang, &fault.kind))
}

fn kind(lang: Lang, kind: &FaultKind) -> String {
    match kind {
        FaultKind::TooLarge => lang.pick(
            format!("文件超过 {} KB", FILE_BYTES_MAX / 1024),
            format!("the file is larger than {} KB", FILE_BYTES_MAX / 1024),
        ),
        FaultKind::Syntax(words) => lang.pick(format!("不是 TOML：{words}"), format!("not TOML: {words}")),
        FaultKind::UnknownScope(name, near) => lang.pick(
            format!("没有范围 [{name}]，最接近的是 [{near}]"),
            format!("there is no scope [{name}]; the nearest is [{near}]"),
        ),
        FaultKind::UnknownAction(id, near) => lang.pick(
            format!("没有操作 \"{id}\"，最接近的是 \"{near}\""),
            format!("there is no act \"{id}\"; the nearest is \"{near}\""),
        ),
        FaultKind::WrongScope(id, scope) => {
            lang.pick(format!("\"{id}\" 应写在 [{scope}] 下"), format!("\"{id}\" belongs under [{scope}]"))
        }
        FaultKind::NotAList(id) => lang.pick(
            format!("\"{id}\" 后面应是键的列表，如 [\"F2\"]"),
            format!("\"{id}\" wants a list of keys, such as [\"F2\"]"),
        ),
        FaultKind::UnknownKey(text) => {
            lang.pick(format!("没有叫 \"{text}\" 的键"), format!("there is no key \"{text}\""))
        }
        FaultKind::Reserved(key, reason) => lang.pick(
            format!("{key} 不能用：{}", reserved(lang, *reason)),
            format!("{key} may not be bound: {}", reserved(lang, *reason)),
        ),
        FaultKind::Twice { key, first, first_file, first_line, second } => lang.pick(
            format!("{key} 同时给了 \"{second}\" 和 \"{first}\"（{first_file}:{first_line}）"),
            format!("{key} is given to \"{second}\" and to \"{first}\" ({first_file}:{first_line})"),
        ),
        FaultKind::MustBind(id) => {
            lang.pick(format!("\"{id}\" 不能没有键"), format!("\"{id}\" may not be without a key"))
        }
        FaultKind::Missing(id) => {
            lang.pick(format!("没有写 \"{id}\" 的键"), format!("the keys of \"{id}\" are missing"))
        }
    }
}

fn reserved(lang: Lang, reason: Reserved) -> &'static str {
    let (zh, en) = match reason {
        Reserved::InputMethod => ("输入法用它切换", "the input method switches with it"),
        Reserved::Terminal => ("终端窗口自己要用", "terminal windows keep it for themselves"),
        Reserved::Interrupt => ("习惯上用来中断或复制", "by habit it interrupts or copies"),
        Reserved::FarFunctionKey => ("终端用它开菜单或全屏", "terminals open menus or full screen with it"),
        Reserved::Tabs => ("终端用它切换标签", "the terminal switches its tabs with it"),
        Reserved::SameByte => ("终端分不清它和另一个键", "the terminal cannot tell it from another key"),
        Reserved::PlainCharacter => (
            "普通字符要留给文字，开着输入法时也到不了程序",
            "a plain character belongs to text and an input method may take it",
        ),
    };
    lang.pick(zh, en)
}
