//! F9 and F12 at the counter: keys in, slips, refunds and files out.

use std::path::PathBuf;

use crate::checkout::bill::{BillHead, ListBills, ShowBill};
use crate::shop::setting_put::PutSetting;
use crate::tui::app::stage::Stage;

/// A stage whose slips go to a folder.
fn printing(name: &str) -> (Stage, PathBuf) {
    let folder = std::env::temp_dir().join(format!("meigui-output-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let mut stage = Stage::salon();
    let printer = serde_json::json!(format!("file:{}", folder.display()));
    stage.act(&PutSetting { name: "printer".into(), value: printer });
    (Stage::over(stage.shop, stage.world), folder)
}

fn files(folder: &PathBuf) -> Vec<String> {
    let Ok(read) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        read.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn bills(stage: &Stage) -> Vec<BillHead> {
    stage.ask(&ListBills::default())
}

#[test]
fn the_last_slip_is_printed_again_in_two_keys_and_says_that_it_is_a_copy() {
    let (mut stage, folder) = printing("again");
    stage.keys("21⏎⏎⏎");
    let bill = bills(&stage)[0].bill.clone();
    let before = stage.pressed;
    stage.keys("⑨⏎");
    assert_eq!(stage.pressed - before, 2);
    let text = |number: usize| {
        let names: Vec<String> = files(&folder).into_iter().filter(|name| name.contains(".txt")).collect();
        std::fs::read_to_string(folder.join(&names[number])).unwrap()
    };
    assert!(text(0).contains(&bill) && !text(0).contains("补打"), "{}", text(0));
    assert!(stage.picture(100, 30).contains("已存为"), "{}", stage.picture(100, 30));
    stage.keys("⑨1");
    let copies = (0..2).filter(|number| text(*number).contains("补打")).count();
    assert_eq!(copies, 1, "{:?}", files(&folder));
    let noted = stage.ask(&crate::checkout::slip_print::Prints { bill });
    assert_eq!(noted, 2);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_slip_is_seen_before_it_is_printed() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎⏎⏎");
    stage.keys("⑨2");
    let picture = stage.picture(100, 30);
    assert!(picture.contains("深层补水护理") && picture.contains("储值"), "{picture}");
    // Nothing is set up: it is said, and how to set it up.
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("还没有设置打印机"), "{}", stage.picture(100, 30));
}

#[test]
fn cash_opens_the_drawer_and_a_slip_goes_by_itself_where_the_settings_say_so() {
    let (mut stage, folder) = printing("cash");
    stage.act(&PutSetting { name: "print_slips".into(), value: serde_json::json!(true) });
    let mut stage = Stage::over(stage.shop, stage.world);
    // WeChat: a slip, no drawer.
    stage.keys("21⏎⏎⏎");
    assert_eq!(files(&folder).iter().filter(|name| name.starts_with("drawer")).count(), 0);
    assert_eq!(files(&folder).iter().filter(|name| name.contains(".txt")).count(), 1);
    // Cash: both, and the words of the sale still stand on the screen.
    stage.keys("21⏎⏎4⏎");
    assert!(files(&folder).iter().any(|name| name.starts_with("drawer")), "{:?}", files(&folder));
    assert!(stage.picture(100, 30).contains("已收 398.00"), "{}", stage.picture(100, 30));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn f12_opens_the_drawer_on_every_screen_and_says_why_it_cannot() {
    let mut stage = Stage::salon();
    stage.keys("02⑫");
    assert!(stage.picture(100, 30).contains("没有设置打印机"), "{}", stage.picture(100, 30));
    let (mut stage, folder) = printing("f12");
    stage.keys("02⑫");
    assert!(stage.picture(100, 30).contains("钱箱已打开"), "{}", stage.picture(100, 30));
    assert!(files(&folder).iter().any(|name| name.starts_with("drawer")), "{:?}", files(&folder));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn part_of_a_bill_goes_back_and_the_panel_says_what_before_it_does() {
    let mut stage = Stage::salon();
    // Two masks and a treatment, paid from the card.
    stage.keys("8866⏎2*213⏎21⏎⏎⏎");
    let bill = bills(&stage)[0].clone();
    let whole = stage.ask(&ShowBill { bill: bill.bill.clone() });
    stage.keys("⑨4⏎+");
    let picture = stage.picture(100, 30);
    let one = whole.lines[0].net.0 / 2;
    let amount = crate::ground::Fen(one).grouped();
    assert!(picture.contains(&format!("退 {amount}")) && picture.contains("储值"), "{picture}");
    // More than was sold cannot go back; nothing has happened yet.
    stage.keys("9");
    assert_eq!(bills(&stage).len(), 2, "top-up and sale");
    stage.keys("⏎⏎⏎⏎");
    let after = bills(&stage);
    assert_eq!((after[0].kind.as_str(), after[0].payable.0), ("refund", -one), "{}", stage.picture(100, 30));
    // One of the two has gone: the list says so.
    stage.keys("⑨4⏎");
    let back = stage.ask(&ShowBill { bill: bill.bill });
    assert_eq!((back.lines[0].returned, back.lines[1].returned), (1, 0));
    stage.keys("*");
    let rest = crate::ground::Fen(whole.payable.0 - one).grouped();
    assert!(stage.picture(100, 30).contains(&format!("退 {rest}")), "{}", stage.picture(100, 30));
}

#[test]
fn bills_of_other_days_are_found_with_the_arrows() {
    let mut stage = Stage::salon();
    stage.keys("21⏎⏎⏎");
    stage.world.pass(24 * 3_600_000);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("⑨3");
    assert!(stage.picture(100, 30).contains("这一天没有单据"), "{}", stage.picture(100, 30));
    stage.press(crate::tui::input::Key::Left);
    assert!(stage.picture(100, 30).contains("深层补水护理"), "{}", stage.picture(100, 30));
}

#[test]
fn a_file_of_bills_is_written_where_it_was_wanted() {
    let folder = std::env::temp_dir().join(format!("meigui-export-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let mut stage = Stage::salon();
    stage.keys("21⏎⏎⏎⑨6⏎⏎⏎⏎");
    stage.paste(&folder.display().to_string());
    stage.keys("⏎⏎⏎⏎");
    let names = files(&folder);
    assert_eq!(names, ["bills_S01_2026-11-01_2026-11-21.csv"], "{}", stage.picture(100, 30));
    let text = std::fs::read_to_string(folder.join(&names[0])).unwrap();
    assert!(text.contains(&bills(&stage)[0].bill) && text.contains("398.00"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}
