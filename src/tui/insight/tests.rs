//! The insight as keys in, picture out: over a salon of a year, over one that is too young, and at headquarters.

use std::path::Path;
use std::sync::Arc;

use crate::demo::{chain, make};
use crate::ground::{World, Zone};
use crate::shop::Shop;
use crate::tui::app::stage::{Stage, Still};
use crate::tui::frame::text;
use crate::tui::input::Key;
use crate::words::Lang;

fn wish(members: u32, bills: u32) -> make::Wish {
    let until = Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    make::Wish { seed: 5, store: 1, members, bills, days: 365, until }
}

fn over(file: &Path) -> Stage {
    let world = Still::new();
    let mut stage = Stage::over(Shop::open(file, Arc::clone(&world) as Arc<dyn World>).unwrap(), world);
    stage.keys(":").keys("洞察").press(Key::Enter);
    stage
}

#[test]
fn a_year_is_told_in_states_newcomers_and_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.db");
    make::make(&file, &wish(90, 900), &mut |_| {}).unwrap();
    let mut stage = over(&file);
    let shown = stage.picture(100, 30);
    for part in ["会员状态", "客户旅程 近 90 天新客", "快要流失", "MBG/CNBD-", "回测", "30/60/90 天不来"]
    {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("insight_100x30", shown);
    stage.press(Key::Down);
    stage.keys("+");
    stage.speak(Lang::En);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("Newcomers of 365 days"), "{shown}");
    insta::assert_snapshot!("insight_80x24_en", shown);
    for (width, height) in [(140, 40), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    // Her file, and back to the counter.
    stage.press(Key::Enter);
    assert!(stage.picture(100, 30).contains("[2Member]"), "{}", stage.picture(100, 30));
}

#[test]
fn a_young_salon_says_that_it_is_too_early() {
    let mut stage = Stage::salon();
    stage.keys(":").keys("洞察").press(Key::Enter);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("回头客不足 30 人") && shown.contains("还没有要担心的人"), "{shown}");
    assert!(stage.picture(80, 24).contains("回头客不足 30 人"), "{}", stage.picture(80, 24));
}

#[test]
fn headquarters_sees_all_stores_or_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.db");
    chain::make(&file, 2, &wish(40, 400), &mut |_| {}).unwrap();
    let mut stage = over(&file);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("S01") && shown.contains("S02"), "{shown}");
    stage.keys("/");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("会员状态 S01") && !shown.contains("S02"), "{shown}");
    stage.keys("/").keys("/");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("S02") && !shown.contains("会员状态 S"), "{shown}");
}
