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
    // Whatever is in the way is chosen now.
    stage.keys("⏎");
    stage.paste("旧账");
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

#[test]
fn the_month_end_pack_takes_four_keys() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::earning();
    stage.world.pass(10 * 24 * 3_600_000);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.send("day.close", r#"{"day":"2026-11-21","uncounted":true}"#);
    stage.send("month.close", r#"{"month":"2026-11"}"#);
    // A jump to tab 4, the pack, and F8; the folder is only for the test's sake.
    stage.keys("04+");
    let form = stage.picture(100, 30);
    assert!(form.contains("月结包") && form.contains("2026-11"), "{form}");
    insta::assert_snapshot!("pack_100x30", form);
    stage.press(Key::Tab);
    stage.keys(&folder.path().to_string_lossy());
    stage.press(Key::F(8));
    let done = stage.picture(100, 30);
    assert!(done.contains("2026-11 月结包 v1"), "{done}");
    assert!(folder.path().join("S01_202611_v1/datapackage.json").exists());
}
