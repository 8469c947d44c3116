//! A month is paid with two keys and a slip, and nobody else's sheet is seen.

use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::input::Key;

fn salon() -> Stage {
    let mut stage = Stage::earning();
    stage.press(Key::Alt('3'));
    stage.keys("p");
    stage
}

#[test]
fn a_month_is_seen_paid_signed_and_taken_back() {
    let mut stage = salon();
    let all = stage.picture(100, 30);
    for part in ["发放  2026-11", "02 陈静", "39.80", "26.80", "待发"] {
        assert!(all.contains(part), "{part}:\n{all}");
    }
    insta::assert_snapshot!("pay_100x30", all);
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("工资条  2026-11  02 陈静"), "{}", stage.picture(100, 30));
    stage.keys("+");
    let form = stage.picture(100, 30);
    assert!(form.contains("应得 39.80") && form.contains("微信"), "{form}");
    stage.press(Key::F(8));
    let slip = stage.picture(100, 30);
    for part in ["工资发放单", "02 陈静 2026-11", "项目提成", "签收", "P000001"] {
        assert!(slip.contains(part), "{part}:\n{slip}");
    }
    insta::assert_snapshot!("pay_slip_100x30", slip);
    stage.keys("␛");
    let paid = stage.picture(100, 30);
    assert!(paid.contains("P000001") && paid.contains("-39.80"), "{paid}");
    stage.keys("+");
    assert!(stage.picture(100, 30).contains("没有应发的钱"), "{}", stage.picture(100, 30));
    stage.keys("-");
    stage.keys("错");
    stage.press(Key::F(8));
    let back = stage.picture(100, 30);
    assert!(back.contains("被 P000002 撤回") && back.contains("撤回 P000001"), "{back}");
    stage.keys("␛␛");
    assert!(stage.picture(100, 30).contains("员工排行"));
}

#[test]
fn everybody_is_paid_with_two_keys() {
    let mut stage = salon();
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("共 66.60"), "{}", stage.picture(100, 30));
    stage.press(Key::F(8));
    let paid = stage.picture(100, 30);
    assert!(paid.contains("2 人，共 66.60") && paid.contains("待发 0.00"), "{paid}");
}

#[test]
fn more_than_is_due_is_refused_where_it_was_typed() {
    let mut stage = salon();
    stage.keys("+");
    for _ in 0..5 {
        stage.press(Key::Backspace);
    }
    stage.keys("100");
    stage.press(Key::F(8));
    let refused = stage.picture(100, 30);
    assert!(refused.contains("只应发 39.80 元，不是 100.00"), "{refused}");
    stage.keys("␛");
    assert!(stage.ask(&crate::payroll::payout::Payouts { month: None }).is_empty());
}

#[test]
fn whoever_is_no_manager_sees_their_own_sheet_and_pays_nobody() {
    let mut stage = salon();
    stage.send("staff.pin", r#"{"staff":"05","new_pin":"1357"}"#);
    stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("5⏎1357⏎");
    stage.press(Key::Alt('3'));
    stage.keys("p");
    let own = stage.picture(100, 30);
    assert!(
        own.contains("工资条  2026-11  05 周婷") && own.contains("26.80") && !own.contains("39.80"),
        "{own}"
    );
    stage.keys("+");
    assert!(stage.picture(100, 30).contains("店长"), "{}", stage.picture(100, 30));
    stage.keys("␛");
    assert!(stage.picture(100, 30).contains("员工排行"));
}

#[test]
fn a_month_leaves_as_a_workbook_and_as_csv() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_string_lossy().into_owned();
    let mut stage = salon();
    for is_csv in [false, true] {
        stage.keys("/");
        if is_csv {
            stage.press(Key::Right);
        }
        stage.keys(&format!("⇥{to}"));
        let form = stage.picture(100, 30);
        assert!(form.contains("导出 2026-11 工资条") && form.contains("XLSX"), "{form}");
        stage.press(Key::F(8));
        let after = stage.picture(100, 30);
        assert!(after.contains("payroll_") && after.contains("2 行"), "{after}");
    }
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["payroll_S01_2026-11.csv", "payroll_S01_2026-11.xlsx"]);
    let csv = std::fs::read_to_string(folder.path().join(&names[0])).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("2026-11,02,陈静"), "{csv}");
}
