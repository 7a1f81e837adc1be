//! Sentences about office files (表格): why a file is not read and what to do; the words for columns.

use super::Lang;
pub use super::rows::{account_error, id_error, reason, remark};
use crate::sheets::{Field, Foreign, Shape, SheetError, column_letters};
use crate::text::fit::cut;

/// Cells to which a header or a wish is cut.
const WORD_CELLS: usize = 20;
/// Most headers that one sentence lists.
const WORDS_MAX: usize = 8;
/// A run of so many digits in what was taken for a header is a person's number and not repeated.
const DIGITS_HIDDEN: usize = 5;

/// Why a file was not read or not written; `file` is its name as the officer knows it.
pub fn error(lang: Lang, file: &str, error: &SheetError) -> String {
    let what = what(lang, error);
    lang.pick(format!("{file}：{what}"), format!("{file}: {what}"))
}

/// The file is open in another program: what it holds unsaved was not read.
pub fn open_elsewhere(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file} 正在别的程序里打开，没有保存的改动读不到：保存后再导入一次即可。"),
        format!(
            "{file} is open in another program; what is not saved there was not read. Save it, then import again."
        ),
    )
}

fn what(lang: Lang, error: &SheetError) -> String {
    match error {
        SheetError::Missing => lang
            .pick(
                "没有这个文件。核对路径和文件名再试。",
                "there is no such file. Check path and name, \
             then try again.",
            )
            .into(),
        SheetError::NotAFile => lang
            .pick(
                "这不是文件，是文件夹之类。指到里面的花名册文件。",
                "this is no file but a folder or \
             device. Name the roster file in it.",
            )
            .into(),
        SheetError::Denied => lang
            .pick(
                "没有权限读写。改好权限，或复制到别处再试。",
                "access is denied. Allow it, or copy the \
             file elsewhere.",
            )
            .into(),
        SheetError::Locked => lang
            .pick(
                "正被别的程序打开。在 WPS 或 Excel 里关掉它再试。",
                "another program holds it. Close it \
             in WPS or Excel, then try again.",
            )
            .into(),
        SheetError::Changed => lang
            .pick(
                "读过以后文件又改了，没有写退回文件。重新导入它。",
                "the file changed after it was read, so nothing was written. Import it again.",
            )
            .into(),
        SheetError::DiskFull => lang
            .pick(
                "磁盘满了，没有写成。腾出空间再试。",
                "the disk is full, it was not written. Free some \
             space, then try again.",
            )
            .into(),
        SheetError::Io(_) => lang
            .pick(
                "读写出错，U 盘松了或磁盘坏了。插好再试，或另拿一份文件。",
                "reading or writing failed, \
             perhaps a loose stick. Plug it in again, or get another copy.",
            )
            .into(),
        SheetError::TooLarge { bytes, limit } => lang.pick(
            format!("有 {} MB，最多读 {} MB。按乡镇分成几个文件再导入。", bytes.div_ceil(MB), limit / MB),
            format!(
                "it has {} MB, at most {} MB are read. Split it by township, then \
             import.",
                bytes.div_ceil(MB),
                limit / MB
            ),
        ),
        SheetError::EmptyFile => lang
            .pick(
                "文件是空的（0 字节）。重新导出或重新拷贝。",
                "the file is empty (0 bytes). Export or \
             copy it again.",
            )
            .into(),
        SheetError::Utf16 => lang
            .pick(
                "是“Unicode 文本”，读不了。另存为 XLSX 或 CSV UTF-8 再导入。",
                "it is \"Unicode text\", \
             which is not read. Save it as XLSX or CSV UTF-8, then import.",
            )
            .into(),
        SheetError::ZeroByte { offset } => lang.pick(
            format!("第 {} 个字节是零，不是文字表格。另存为 XLSX 再导入。", offset.saturating_add(1)),
            format!(
                "byte {} is zero, so this is no text table. Save it as XLSX, then \
             import.",
                offset.saturating_add(1)
            ),
        ),
        SheetError::Encoding { line } => lang.pick(
            format!("第 {line} 行的文字编码认不出（不是 UTF-8，也不是 GB18030）。另存为 XLSX 再导入。"),
            format!("line {line} is neither UTF-8 nor GB18030. Save it as XLSX, then import."),
        ),
        SheetError::OpenQuote { row } => lang.pick(
            format!("第 {row} 行的引号没有配对，后面的行连成一片。补上或删掉引号再导入。"),
            format!("a quotation mark opened in row {row} is not closed. Close or delete it, then import."),
        ),
        SheetError::Password => lang
            .pick(
                "有打开密码。用 WPS 或 Excel 去掉密码，另存再导入。",
                "it has a password. Remove it in \
             WPS or Excel, save, then import.",
            )
            .into(),
        SheetError::Damaged { shape, detail: _ } => {
            let shape = shape_word(*shape);
            lang.pick(
                format!("{shape} 文件坏了，读不到底。打开另存一份，或请对方重发。"),
                format!("the {shape} file is damaged. Open it and save a copy, or ask for it again."),
            )
        }
        SheetError::Foreign(kind) => foreign(lang, *kind).into(),
        SheetError::Unpacked { limit } => lang.pick(
            format!("解开后超过 {} MB，没有读。只留花名册，另存再导入。", limit / MB),
            format!(
                "it unpacks to more than {} MB and was not read. Keep the roster alone, save, then \
             import.",
                limit / MB
            ),
        ),
        SheetError::Sheets { limit } => lang.pick(
            format!("工作表超过 {limit} 张。分成几个文件再导入。"),
            format!("it has more than {limit} sheets. Split it, then import."),
        ),
        SheetError::Rows { limit } => lang.pick(
            format!("超过 {limit} 行。按乡镇分成几个文件再导入。"),
            format!("it has more than {limit} rows. Split it by township, then import."),
        ),
        SheetError::Columns { sheet, row, limit } => lang.pick(
            format!("{}第 {row} 行超过 {limit} 列。删掉右边多余的列再导入。", in_sheet(lang, sheet)),
            format!(
                "{}row {row} has more than {limit} columns. Delete those at the right, then \
             import.",
                in_sheet(lang, sheet)
            ),
        ),
        SheetError::Cell { sheet, row, column, limit } => lang.pick(
            format!(
                "{}第 {row} 行 {} 列的内容超过 {limit} 字。\
             缩短它再导入。",
                in_sheet(lang, sheet),
                letters(*column)
            ),
            format!(
                "{}the cell in row {row}, column {} has more than {limit} characters. Shorten it, \
             then import.",
                in_sheet(lang, sheet),
                letters(*column)
            ),
        ),
        SheetError::NoRows => lang
            .pick(
                "里面没有一行内容，可能只有图片。换有表格的文件。",
                "it has no rows, perhaps a picture \
             only. Choose a file with a table.",
            )
            .into(),
        SheetError::NoHeader { sheets, best } => no_header(lang, sheets, best),
        SheetError::NoBankHeader { seen } => no_bank_header(lang, seen),
        SheetError::SameMeaning { sheet, field: meaning, headers: [one, two], columns: [first, second] } => {
            let (meaning, place) = (field(lang, *meaning), in_sheet(lang, sheet));
            let (one, two) = (word(one), word(two));
            let (first, second) = (letters(*first), letters(*second));
            lang.pick(
                format!(
                    "{place}{first} 列“{one}”和 {second} 列“{two}”都是{meaning}。不要的一列写 --map \
                 {second}=-，或改标题再导入。"
                ),
                format!(
                    "{place}column {first} \"{one}\" and column {second} \"{two}\" both mean \
                 {meaning}. Leave one out with --map {second}=-, or rename it."
                ),
            )
        }
        SheetError::MissingColumns { sheet, fields, unknown } => {
            missing_columns(lang, sheet, fields, unknown)
        }
        SheetError::Wish { wish } => lang.pick(
            format!(
                "--map 后的“{}”看不懂。写成 --map 列=field，如 --map B=name；不要的列写 \
             B=-。",
                word(wish)
            ),
            format!(
                "\"{}\" is no mapping. Write --map COLUMN=FIELD, such as --map B=name; B=- leaves a \
             column out.",
                word(wish)
            ),
        ),
        SheetError::WishColumn { column } => lang.pick(
            format!("没有“{}”这一列。对照标题行，或写列的字母，如 --map B=name。", word(column)),
            format!(
                "there is no column \"{}\". Compare the header row, or give its letter, such as --map \
             B=name.",
                word(column)
            ),
        ),
    }
}

const MB: u64 = 1 << 20;

fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Xlsx => "XLSX",
        Shape::Xls => "XLS",
        Shape::Text => "CSV",
    }
}

fn foreign(lang: Lang, kind: Foreign) -> &'static str {
    match kind {
        Foreign::Archive => lang.pick(
            "是压缩包或文档，不是表格。解开它，导入里面的 XLSX、XLS 或 CSV。",
            "it is an archive or document, not a table. Unpack it and import the XLSX, XLS or CSV in it.",
        ),
        Foreign::OpenDocument => lang.pick(
            "是 ODS 表格，读不了。另存为 XLSX 再导入。",
            "it is an ODS spreadsheet, which is not read. Save it as XLSX, then import.",
        ),
        Foreign::Compound => lang.pick(
            "是旧式文档或邮件，不是表格。把里面的表另存为 XLSX 再导入。",
            "it is an old document or a mail, not a table. Save its table as XLSX, then import.",
        ),
        Foreign::WebPage => lang.pick(
            "名为表格，其实是网页。用 WPS 或 Excel 打开，另存为 XLSX 再导入。",
            "it is a web page under a spreadsheet's name. Open it in WPS or Excel, save as XLSX, then \
             import.",
        ),
        Foreign::Pdf => lang.pick(
            "是 PDF，读不了。请对方发 XLSX、XLS 或 CSV。",
            "it is a PDF, which is not read. Ask for XLSX, XLS or CSV.",
        ),
        Foreign::Picture => lang.pick(
            "是图片，读不了。请对方发 XLSX、XLS 或 CSV。",
            "it is a picture, which is not read. Ask for XLSX, XLS or CSV.",
        ),
        Foreign::Packed => lang.pick(
            "是压缩包。先解开，再导入里面的表格。",
            "it is a packed archive. Unpack it, then import the table in it.",
        ),
        Foreign::Bundle => lang.pick(
            "是库区通的交换包，不是花名册。到“交换”里接收它。",
            "it is a kuqu bundle, not a roster. Take it in on the exchange pane.",
        ),
    }
}

/// No headings of a bank's file: which are needed, and which stand there.
fn no_bank_header(lang: Lang, seen: &[String]) -> String {
    let seen =
        words(lang, seen).map(|seen| lang.pick(format!("（看到：{seen}）"), format!(" (seen: {seen})")));
    let seen = seen.unwrap_or_default();
    lang.pick(
        format!("没认出银行回盘的表头{seen}。要有金额、结果或说明，再有项目序号，或者账号和户名；改好标题再收。"),
        format!(
            "the headings of a bank's file were not found{seen}. It needs the amount, a result or remark, and the item \
             number or account and name; mend the headings and take it in again."
        ),
    )
}

fn no_header(lang: Lang, sheets: &[String], best: &[String]) -> String {
    let found = match (words(lang, best), words(lang, sheets)) {
        (Some(best), _) => lang.pick(
            format!("最像的一行：{best}"),
            format!(
                "the likeliest row is: \
         {best}"
            ),
        ),
        (None, Some(sheets)) => {
            lang.pick(format!("看过工作表：{sheets}"), format!("sheets searched: {sheets}"))
        }
        (None, None) => lang.pick("表里没有文字行".into(), "no row holds words".into()),
    };
    lang.pick(
        format!(
            "没有找到标题行（姓名、身份证号..）；{found}。改标题，或用 --map 列=field 指明，如 --map \
         B=name。"
        ),
        format!(
            "no header row was found; {found}. Rename the headers, or map them: --map COLUMN=FIELD, \
         such as --map B=name."
        ),
    )
}

fn missing_columns(lang: Lang, sheet: &str, fields: &[Field], unknown: &[String]) -> String {
    let place = in_sheet(lang, sheet);
    let names: Vec<&str> = fields.iter().map(|one| field(lang, *one)).collect();
    let names = names.join(lang.pick("、", ", "));
    let unknown = words(lang, unknown).map(|found| {
        lang.pick(format!("；没认出的列：{found}"), format!("; columns not understood: {found}"))
    });
    let unknown = unknown.unwrap_or_default();
    let example = fields.first().map_or("name", |one| one.word());
    lang.pick(
        format!(
            "{place}缺这些列：{names}{unknown}。补上列，或用 --map 列=field 指明，如 --map \
         B={example}。"
        ),
        format!(
            "{place}these columns are missing: {names}{unknown}. Add them, or map: --map \
         COLUMN=FIELD, such as --map B={example}."
        ),
    )
}

/// Headers for a sentence: cut, at most eight, those that look like a person's number left out.
fn words(lang: Lang, texts: &[String]) -> Option<String> {
    let mut shown: Vec<String> =
        texts.iter().filter(|text| !text.trim().is_empty()).take(WORDS_MAX).map(|text| word(text)).collect();
    if shown.is_empty() {
        return None;
    }
    if texts.len() > WORDS_MAX {
        shown.push(lang.pick("..", "and others").into());
    }
    Some(shown.join(lang.pick("、", ", ")))
}

fn word(text: &str) -> String {
    let mut run = 0;
    let number = text.chars().any(|character| {
        run = if character.is_numeric() { run + 1 } else { 0 };
        run >= DIGITS_HIDDEN
    });
    if number { "..".into() } else { cut(text.trim(), WORD_CELLS) }
}

fn in_sheet(lang: Lang, sheet: &str) -> String {
    match sheet {
        "" => String::new(),
        name => lang.pick(format!("工作表“{name}”"), format!("sheet \"{name}\", ")),
    }
}

fn letters(column: usize) -> String {
    column_letters(column.saturating_sub(1).min(usize::MAX - 1))
}

/// The word for what a column means.
pub fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Township => lang.pick("乡镇", "township"),
        Field::Village => lang.pick("村", "village"),
        Field::Group => lang.pick("村民小组", "villager group"),
        Field::Settlement => lang.pick("安置点", "settlement point"),
        Field::HouseholdCode => lang.pick("户编号", "household code"),
        Field::Head => lang.pick("户主", "head"),
        Field::Name => lang.pick("姓名", "name"),
        Field::FormerName => lang.pick("曾用名", "former name"),
        Field::Nickname => lang.pick("小名", "nickname"),
        Field::Sex => lang.pick("性别", "sex"),
        Field::Ethnic => lang.pick("民族", "ethnic group"),
        Field::Relation => lang.pick("与户主关系", "relation to the head"),
        Field::IdNumber => lang.pick("身份证号", "ID number"),
        Field::Birth => lang.pick("出生日期", "date of birth"),
        Field::Reservoir => lang.pick("水库", "reservoir"),
        Field::Relocated => lang.pick("搬迁日期", "date of relocation"),
        Field::MigrantKind => lang.pick("人口类别", "kind of migrant"),
        Field::SupportMode => lang.pick("扶持方式", "mode of support"),
        Field::SupportFrom => lang.pick("扶持起", "support from"),
        Field::SupportTo => lang.pick("扶持止", "support to"),
        Field::SupportPeriod => lang.pick("扶持起止", "support period"),
        Field::Bank => lang.pick("开户行", "bank"),
        Field::AccountName => lang.pick("户名", "name on the account"),
        Field::Account => lang.pick("账号", "account"),
        Field::Phone => lang.pick("电话", "phone"),
        Field::Address => lang.pick("住址", "address"),
        Field::Registration => lang.pick("户口性质", "registration"),
        Field::Remark => lang.pick("备注", "remark"),
        Field::Serial => lang.pick("序号", "serial number"),
        Field::Code => lang.pick("人员编号", "person's code"),
        Field::Standard => lang.pick("标准", "standard"),
        Field::Periods => lang.pick("期数", "periods"),
        Field::Amount => lang.pick("金额", "amount"),
        Field::Persons => lang.pick("人数", "persons"),
        Field::Age => lang.pick("年龄", "age"),
        Field::HeadIdNumber => lang.pick("户主身份证号", "head's ID number"),
        Field::HeadPhone => lang.pick("户主电话", "head's phone"),
        Field::Reason => lang.pick("退回原因", "reason of return"),
        Field::Signature => lang.pick("签字", "signature"),
    }
}
