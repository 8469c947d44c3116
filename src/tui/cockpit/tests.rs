//! The cockpit as keys in, picture out.

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

fn over(file: &std::path::Path) -> Stage {
    let world = Still::new();
    let mut stage = Stage::over(Shop::open(file, Arc::clone(&world) as Arc<dyn World>).unwrap(), world);
    stage.keys("05");
    stage
}

#[test]
fn a_salon_stands_on_one_page() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.db");
    make::make(&file, &wish(90, 900), &mut |_| {}).unwrap();
    let mut stage = over(&file);
    let shown = stage.picture(100, 30);
    for part in ["[5驾驶舱]", "营业额", "环比前7天", "项目热度", "峰值 周", "流失最多", "余额大户"]
    {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("cockpit_100x30", shown);
    stage.keys("+");
    stage.speak(Lang::En);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("as of 2026-11-21"), "{shown}");
    insta::assert_snapshot!("cockpit_80x24_en", shown);
    for (width, height) in [(140, 40), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.press(Key::Enter);
    assert!(stage.picture(100, 30).contains("About to be lost"), "{}", stage.picture(100, 30));
    stage.press(Key::Esc);
    stage.press(Key::Esc);
    assert!(stage.picture(100, 30).contains("[1Sell]"), "{}", stage.picture(100, 30));
}

#[test]
fn headquarters_adds_its_stores_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.db");
    chain::make(&file, 2, &wish(40, 400), &mut |_| {}).unwrap();
    let mut stage = over(&file);
    assert!(stage.picture(100, 30).contains("全部 2 店"), "{}", stage.picture(100, 30));
    let sum = |stage: &Stage| {
        let shown = stage.picture(100, 30);
        let line = shown.lines().nth(2).unwrap().to_owned();
        let figure: String =
            line.chars().skip_while(|ch| *ch != '¥').skip(1).take_while(|ch| *ch != ' ').collect();
        figure.replace(',', "").parse::<i64>().unwrap()
    };
    let all = sum(&stage);
    stage.keys("/");
    assert!(stage.picture(100, 30).contains("S01"), "{}", stage.picture(100, 30));
    let one = sum(&stage);
    stage.keys("/");
    let other = sum(&stage);
    // Whole yuan are shown: two cuts may add up to one less.
    assert!(one > 0 && other > 0 && (0..=1).contains(&(all - one - other)), "{all} {one} {other}");
}
