//! A shift is opened, counted blind and handed over in eleven keys; a day is closed and opened again.

use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::input::Key;

fn salon() -> Stage {
    let mut stage = Stage::earning();
    stage.press(Key::F(6));
    stage
}

fn fits(stage: &mut Stage) {
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn a_shift_is_handed_over_blind_with_its_difference() {
    let mut stage = salon();
    let none = stage.picture(100, 30);
    assert!(
        none.contains("现在没有开班") && none.contains("2026-11-21") && none.contains("未日结"),
        "{none}"
    );
    stage.keys("⏎500");
    stage.press(Key::F(8));
    let open = stage.picture(100, 30);
    assert!(open.contains("班次 1") && open.contains("备用金") && !open.contains("应有 "), "{open}");
    stage.keys("+100⏎换零钱");
    stage.press(Key::F(8));
    let moved = stage.picture(100, 30);
    assert!(moved.contains("放入 换零钱") && moved.contains(" 100.00"), "{moved}");
    insta::assert_snapshot!("shift_100x30", moved);
    fits(&mut stage);
    // The drawer should hold 600; 598 is found. Eleven keys with F6: Enter, 598, F8, a cause, F8.
    stage.keys("⏎598");
    stage.press(Key::F(8));
    let found = stage.picture(100, 30);
    for part in ["应有 600.00", "实点 598.00", "长短 -2.00"] {
        assert!(found.contains(part), "{part}:\n{found}");
    }
    insta::assert_snapshot!("shift_found_100x30", found);
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("请填原因"), "{}", stage.picture(100, 30));
    stage.keys("找错");
    stage.press(Key::F(8));
    let slip = stage.picture(100, 30);
    for part in ["交班单", "备用金", "现金 长短款", "-2.00", "找错", "钱箱"] {
        assert!(slip.contains(part), "{part}:\n{slip}");
    }
    insta::assert_snapshot!("shift_slip_100x30", slip);
    stage.keys("␛");
    let after = stage.picture(100, 30);
    assert!(after.contains("现在没有开班") && after.contains("-2.00"), "{after}");
}

#[test]
fn a_day_is_closed_and_opened_again_from_its_row() {
    let mut stage = salon();
    stage.keys("/");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("没有清点"), "{}", stage.picture(100, 30));
    stage.press(Key::Right);
    stage.keys("⏎忙");
    stage.press(Key::F(8));
    let closed = stage.picture(100, 30);
    assert!(closed.contains("已日结 未清点") && closed.contains("反日结"), "{closed}");
    stage.keys("*");
    let z = stage.picture(100, 30);
    for part in ["日结单", "销售 1 单", "确认收入 项目", " 666.00", "已日结"] {
        assert!(z.contains(part), "{part}:\n{z}");
    }
    stage.keys("␛/漏单");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("未日结"), "{}", stage.picture(100, 30));
    fits(&mut stage);
}

#[test]
fn whoever_keeps_no_drawer_sees_no_money_and_changes_nothing() {
    let mut stage = Stage::earning();
    stage.send("staff.pin", r#"{"staff":"02","new_pin":"1357"}"#);
    stage.keys("␛");
    stage.press(Key::Ctrl('p'));
    stage.keys("锁屏⏎02⏎1357⏎");
    stage.press(Key::F(6));
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("钱箱由前台管"), "{}", stage.picture(100, 30));
}

#[test]
fn a_closed_day_is_told_before_the_customer_pays() {
    let mut stage = Stage::earning();
    stage.send("day.close", r#"{"uncounted":true}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("21⏎⏎");
    let told = stage.picture(100, 30);
    assert!(told.contains("已日结") && told.contains("F6") && !told.contains("Esc 返回 ─┐"), "{told}");
}

#[test]
fn the_drawer_says_nothing_of_what_it_holds_before_it_is_counted() {
    let mut stage = salon();
    stage.keys("⏎500");
    stage.press(Key::F(8));
    stage.keys("-9999⏎⏎");
    stage.keys("买花");
    stage.press(Key::F(8));
    let told = stage.picture(100, 30);
    assert!(told.contains("没有 9,999.00 这么多") && !told.contains("只有"), "{told}");
    for _ in 0..2 {
        stage.press(Key::Backspace);
    }
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("请写明用途"), "{}", stage.picture(100, 30));
}
