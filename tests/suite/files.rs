//! Journeys through files: a roster comes in, refused rows go back, what was found leaves.

use crate::officer::Officer;
use kuqu::flow::{Done, Effect, ExportOf};
use kuqu::i18n::problems::Problem;
use kuqu::overlays::Overlay;

#[test]
fn a_roster_is_previewed_opened_and_written() {
    let mut officer = Officer::zh();
    officer
        .keys("Ctrl+N")
        .paste("'/media/stick/2026花名册.xlsx'")
        .keys("Enter")
        .sees("导入预览  2026花名册.xlsx");
    officer
        .sees("5031")
        .keys("Down Down Down Enter")
        .sees("出生：档案 1965-05-12  文件 1966-05-12  李明更正过")
        .keys("Esc")
        .sees("5031");
    officer.keys("F2").sees("导入完成").keys("Enter").sees("[1 今日]").calm();
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::ImportPreview { path, .. } if path == "/media/stick/2026花名册.xlsx")), 1);
}

#[test]
fn a_cancelled_import_writes_nothing_and_says_so() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("a.csv").keys("Enter Esc").hears("导入已取消，什么也没有写");
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::ImportApply { .. })), 0);
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::ImportCancel { .. })), 1);
}

#[test]
fn while_it_writes_leaving_is_asked_about_and_the_bar_moves() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("a.csv").keys("Enter");
    officer.slow = true;
    officer.keys("F2");
    let request = match officer.state.overlays.last() {
        Some(kuqu::overlays::Overlay::Import(import)) => import.request,
        _ => panic!("no import on top"),
    };
    officer.done(Done::Progress { request, job: kuqu::flow::Job::Writing, done: 2_500, total: 5_000 });
    officer.sees("[###############               ] 2500/5000");
    officer.keys("Ctrl+Q").sees("导入还没有写完").keys("Esc");
    assert!(!officer.quit);
    officer.answers().sees("导入完成").calm();
}

#[test]
fn refused_rows_go_beside_the_roster_and_the_report_says_where() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("/media/stick/2026花名册.xlsx").keys("Enter").sees("F7 退回文件");
    officer.keys("F7").hears("拒收的行在 /media/stick/2026花名册-退回.xlsx");
    officer
        .keys("F2")
        .sees("导入完成")
        .sees("拒收的行在 /media/stick/2026花名册-退回.xlsx")
        .keys("Enter")
        .calm();
    // Failing to write them leaves the preview as it is.
    officer.keys("Ctrl+N").paste("a.csv").keys("Enter");
    officer.worker.trouble = Some(Problem::DiskFull);
    officer.keys("F7").hears("磁盘满了").sees("导入预览");
}

#[test]
fn unknown_columns_are_asked_about_before_the_preview() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("new-layout.xlsx").keys("Enter").sees("有几列没认出").sees("新村 K  乳名");
    officer.keys("Enter").sees("乳名  这一列是").keys("Down Down Enter").sees("小名");
    // What one column means no other can mean.
    officer.keys("Enter").sees("网格员  这一列是").sees_not("小名").keys("Esc").sees("有几列没认出");
    officer.keys("End Enter").sees("5031").calm();
    let map = ["乳名=nickname", "网格员=-"].map(String::from);
    assert_eq!(
        officer.asked(|effect| matches!(effect, Effect::ImportPreview { map: said, .. } if *said == map)),
        1
    );
    // Leaving the questions leaves the whole import.
    officer
        .keys("Esc")
        .hears("导入已取消")
        .keys("Ctrl+N")
        .paste("new-layout.xlsx")
        .keys("Enter Esc")
        .hears("导入已取消");
}

#[test]
fn a_roster_is_written_on_while_the_officer_looks_somebody_up() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("a.csv").keys("Enter");
    officer.slow = true;
    officer.keys("F2");
    let request = officer.import_request();
    officer.keys("Esc").hears("名册在后台继续写入，可以照常工作。Ctrl+N 看进度").wait_ms(60_000);
    officer.done(Done::Progress { request, job: kuqu::flow::Job::Writing, done: 20, total: 40 });
    officer.sees("名册 写入").sees("20/40").keys("Ctrl+Q").sees("导入还没有写完").keys("Esc");
    officer.keys("Ctrl+N").sees("20/40").sees("5031").keys("Esc").hears("在后台继续").wait_ms(60_000);
    officer.keys("F3 zsf").sees("20/40");
    let report = kuqu::flow::view::ImportReport { counts: [3, 5_031, 2, 1, 2], ..Default::default() };
    officer.done(Done::Imported { request, report }).hears("名册已写完：新增 3，更改 3，拒收 2");
    officer.answers();
    officer.sees_not("20/40").keys("Ctrl+N").sees("花名册文件");
}

#[test]
fn records_that_changed_after_the_preview_bring_it_back() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("a.csv").keys("Enter");
    officer.slow = true;
    officer.keys("F2");
    let request = officer.import_request();
    officer.keys("Esc").hears("在后台继续");
    officer.done(Done::Preview { request, preview: crate::office::preview() });
    officer.sees("导入预览").hears("预览以后档案有变化，已重新比对。看过再按 F2");
    assert!(matches!(officer.state.overlays.last(), Some(Overlay::Import(import)) if import.can_apply()));
}

#[test]
fn tab_completes_a_path_and_lists_what_there_is() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("/med").keys("Tab").sees("2026花名册.xlsx").sees("2026补录.csv").sees("旧/");
    officer
        .paste("2026")
        .keys("Tab")
        .sees_not("旧/")
        .paste("花")
        .keys("Tab Enter")
        .sees("导入预览  2026花名册.xlsx");
    officer.keys("Esc").hears("取消").keys("Ctrl+N").paste("/none").keys("Tab").hears("没有这样开头的文件");
    // What is typed after Tab waits for it.
    officer.keys("Esc Ctrl+N").paste("/media/stick/2026花");
    officer.slow = true;
    officer.keys("Tab Enter").answers().sees("导入预览  2026花名册.xlsx").calm();
}

#[test]
fn what_was_found_leaves_in_clear_after_a_question() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Right").hears("先查出要导出的人");
    officer.keys("F3 zsf Ctrl+B Right").sees("导出到文件").paste("/media/stick/张").keys("Enter");
    officer.sees("把 3 条写到 张.xlsx？文件不加密，号码是全的").keys("Enter").calm();
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::Export { .. })), 0, "no is chosen at first");
    officer
        .keys("Ctrl+B Right")
        .paste("张.csv")
        .keys("Enter")
        .hears("路径不完整")
        .sees("张.csv")
        .keys("Esc")
        .calm();
    let whole = "/media/stick/张.csv";
    officer
        .keys("Ctrl+B Right")
        .paste(whole)
        .keys("Enter Tab Enter")
        .hears("3 人已写入 /media/stick/张.csv，不加密");
    let asked = |effect: &Effect| matches!(effect, Effect::Export { whose: ExportOf::Query(query), .. } if query == "zsf");
    assert_eq!(officer.asked(asked), 1);
    officer.worker.trouble = Some(Problem::FileExists { file: "张.csv".into() });
    officer.keys("Ctrl+B Right").paste(whole).keys("Enter Tab Enter").hears("已有文件 张.csv，没有覆盖");
    officer
        .keys("F8 1 Down Down Enter Ctrl+B Right")
        .paste("/media/stick/b")
        .keys("Enter Tab Enter")
        .hears("3 人已写入 /media/stick/b.xlsx");
    let asked = |effect: &Effect| matches!(effect, Effect::Export { whose: ExportOf::Finding(check), .. } if check == "id-check");
    assert_eq!(officer.asked(asked), 1);
}

#[test]
fn the_counts_come_first_and_the_findings_when_they_are_ready() {
    let mut officer = Officer::zh();
    officer.slow = true;
    officer.keys("F5");
    let request = officer.state.today.pending.unwrap().0;
    let mut counts = crate::office::today();
    counts.findings.clear();
    counts.sweeping = true;
    officer.done(Done::Today { request, today: counts }).sees("5051 人").sees("正在逐人检查");
    officer.answers().sees("证件号校验位不对").sees_not("正在逐人检查").calm();
}
