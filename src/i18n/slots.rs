//! The word of each slot (字段名), the same wherever the slot is named: history, sharers, refusals.

use super::Lang;

/// The word of a slot by the stable names of its kind and itself (a test holds that every published slot has one).
pub fn slot(lang: Lang, kind: &str, stable: &str) -> &'static str {
    let (zh, en) = match (kind, stable) {
        ("place" | "setting", "name") => ("名称", "Name"),
        (kind, stable) => {
            let petition = super::petition_words::record(kind).and(super::petition_words::slot(stable));
            petition.unwrap_or_else(|| of_any_kind(stable))
        }
    };
    lang.pick(zh, en)
}

fn of_any_kind(stable: &str) -> (&'static str, &'static str) {
    match stable {
        "former_name" => ("曾用名", "Former name"),
        "nickname" => ("小名", "Nickname"),
        "reading" => ("读音", "Reading"),
        "name" => ("姓名", "Name"),
        "id_number" => ("证件号", "ID number"),
        "sex" => ("性别", "Sex"),
        "birth" => ("出生日期", "Born"),
        "ethnic" => ("民族", "Ethnic"),
        "registration" => ("户口性质", "Registration"),
        "migrant_kind" => ("人口类别", "Kind"),
        "relocated" => ("搬迁日期", "Relocated"),
        "reservoir" => ("水库", "Reservoir"),
        "support_mode" => ("扶持方式", "Support"),
        "support_from" => ("扶持起", "Support from"),
        "support_to" => ("扶持止", "Support to"),
        "phone" => ("电话", "Phone"),
        "bank" => ("开户行", "Bank"),
        "account" => ("账号", "Account"),
        "account_name" => ("户名", "Account name"),
        "death" => ("死亡日期", "Died"),
        "remark" => ("备注", "Remark"),
        "code" => ("编号", "Code"),
        "village" => ("村", "Village"),
        "group" => ("组", "Group"),
        "settlement" => ("安置点", "Settlement"),
        "head" => ("户主", "Head"),
        "address" => ("住址", "Address"),
        "order" => ("次序", "Order"),
        "person" => ("人员", "Person"),
        "household" => ("户", "Household"),
        "from" => ("入户日期", "Joined"),
        "to" => ("离户日期", "Left"),
        "reason" => ("原因", "Reason"),
        "relation" => ("关系", "Relation"),
        "relation_text" => ("原称呼", "Label"),
        "void" => ("作废", "Set aside"),
        "closed" => ("转往他村", "Moved to"),
        "aliases" => ("别名", "Other names"),
        "former_codes" => ("旧代码", "Former codes"),
        "lead" => ("以谁为准", "Leading record"),
        "one" | "other" => ("与谁", "With whom"),
        "verdict" => ("是否同一人", "Same or distinct"),
        "level" => ("级别", "Level"),
        "parent" => ("上级", "Above"),
        "scattered" => ("分散安置", "Scattered"),
        "value" => ("内容", "Content"),
        "subject" => ("对象", "Subject"),
        "text" => ("正文", "Text"),
        "on" => ("日期", "Date"),
        "number" => ("编号", "Number"),
        "issued" => ("开具日期", "Issued"),
        "purpose" => ("用途", "Purpose"),
        "copies" => ("份数", "Copies"),
        "about" => ("证明对象", "Issued for"),
        "persons" => ("人数", "Persons"),
        "digest" => ("核对码", "Check code"),
        "period" => ("期次", "Period"),
        "total" => ("总额", "Total"),
        "amount" => ("金额", "Amount"),
        "rule" => ("规则", "Rule"),
        "frozen" => ("锁定日期", "Frozen"),
        "stage" => ("环节", "Stage"),
        "submitted" => ("提交日期", "Submitted"),
        "batch" => ("批次", "Batch"),
        "part" => ("分段", "Part"),
        "lines" => ("明细", "Lines"),
        "others" => ("其余各笔", "All others"),
        "outcomes" => ("回盘结果", "Outcomes"),
        "file" => ("文件", "File"),
        "through" => ("截至", "Through"),
        "periods" => ("期数", "Periods"),
        "source" => ("来源", "Source"),
        "how" => ("方式", "How"),
        other => super::verify_words::slot(other).unwrap_or(("其他", "Other")),
    }
}
