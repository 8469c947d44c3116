//! A month is closed from tab 4: what is in the way is mended where it stands.

use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::input::Key;

#[test]
fn a_month_is_checked_mended_and_closed_for_good() {
    let stage = Stage::earning();
    stage.world.pass(10 * 24 * 3_600_000);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.press(Key::Alt('4'));
    stage.keys("c");
    let blocked = stage.picture(100, 30);
    for part in ["月结  2026-11", "必须处理", "未日结的日子", "2026-11-21", "有事未了"] {
        assert!(blocked.contains(part), "{part}:\n{blocked}");
    }
    insta::assert_snapshot!("month_100x30", blocked);
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("先处理"), "{}", stage.picture(100, 30));
    for _ in 0..3 {
        stage.press(Key::Down);
    }
    stage.keys("⏎旧账");
    stage.press(Key::F(8));
    let ready = stage.picture(100, 30);
    assert!(ready.contains("可以月结") && ready.contains("没清点的日子"), "{ready}");
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.press(Key::F(8));
    stage.keys("月结");
    stage.press(Key::F(8));
    let closed = stage.picture(100, 30);
    assert!(closed.contains("已月结") && closed.contains("摘要"), "{closed}");
    assert_eq!(stage.ask(&crate::close::month::Months {}).len(), 1);
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("已经月结"), "{}", stage.picture(100, 30));
}
