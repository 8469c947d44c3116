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
    stage.keys("*");
    assert!(stage.picture(100, 30).contains("About to be lost"), "{}", stage.picture(100, 30));
    stage.press(Key::Esc);
    stage.press(Key::Esc);
    assert!(stage.picture(100, 30).contains("[1Sell]"), "{}", stage.picture(100, 30));
}

#[test]
fn an_alert_opens_to_those_behind_it_and_they_to_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.db");
    make::make(&file, &wish(90, 900), &mut |_| {}).unwrap();
    let mut stage = over(&file);
    stage.press(Key::Enter);
    let shown = stage.picture(100, 30);
    insta::assert_snapshot!("behind_100x30", shown);
    // The page counts seven of them: so many rows, by balance, each away for more than 90 days.
    let rows: Vec<&str> = shown.lines().filter(|line| line.contains(" M0")).collect();
    assert_eq!(rows.len(), 7, "{shown}");
    let amount = |line: &str| {
        let last = line.trim_end_matches(['│', ' ']).rsplit(' ').next().unwrap().to_owned();
        last.replace(',', "").parse::<f64>().unwrap()
    };
    assert!(rows.is_sorted_by(|one, other| amount(one) >= amount(other)), "{shown}");
    stage.press(Key::Esc);
    stage.press(Key::Down);
    stage.press(Key::Enter);
    assert!(stage.picture(100, 30).contains("目前没有"), "{}", stage.picture(100, 30));
    stage.press(Key::Esc);
    stage.press(Key::Down);
    stage.press(Key::Enter);
    stage.speak(Lang::En);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("Days to go"), "{shown}");
    insta::assert_snapshot!("birthdays_80x24_en", shown);
    stage.press(Key::Enter);
    assert!(stage.picture(80, 24).contains("[2Member]"), "{}", stage.picture(80, 24));
    // Back from the file the list still stands where it stood.
    stage.press(Key::Esc);
    assert!(stage.picture(80, 24).contains("Days to go"), "{}", stage.picture(80, 24));
    stage.press(Key::Esc);
    stage.keys("*");
    stage.press(Key::Enter);
    assert!(stage.picture(80, 24).contains("[2Member]"), "{}", stage.picture(80, 24));
    stage.press(Key::Esc);
    assert!(stage.picture(80, 24).contains("About to be lost"), "{}", stage.picture(80, 24));
    // A file stays open while another tab is looked at; who went on by a tab does not come back by Esc.
    stage.press(Key::Enter);
    stage.keys("03");
    stage.keys("02");
    assert!(stage.picture(80, 24).contains("Timeline"), "{}", stage.picture(80, 24));
    stage.press(Key::Esc);
    assert!(stage.picture(80, 24).contains("[2Member]"), "{}", stage.picture(80, 24));
    stage.press(Key::Enter);
    stage.press(Key::Esc);
    assert!(stage.picture(80, 24).contains("[2Member]"), "{}", stage.picture(80, 24));
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
    stage.press(Key::Enter);
    let shown = stage.picture(100, 30);
    let from =
        |store: &str| shown.lines().filter(|line| line.contains(store) && line.contains(" M0")).count();
    assert!(from("S01") > 0 && from("S02") == 0, "{shown}");
    stage.press(Key::Esc);
    stage.keys("/");
    let other = sum(&stage);
    // Whole yuan are shown: two cuts may add up to one less.
    assert!(one > 0 && other > 0 && (0..=1).contains(&(all - one - other)), "{all} {one} {other}");
}
