//! The lists behind the counter, keys in and changes out.

use crate::catalog::list::Items;
use crate::promotions::discounts::Discounts;
use crate::promotions::offers::Offers;
use crate::staff::roster::Roster;
use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::input::Key;

fn open(stage: &mut Stage, name: &str) {
    stage.press(Key::Ctrl('p'));
    for ch in name.chars() {
        stage.press(Key::Char(ch));
    }
    stage.press(Key::Enter);
}

#[test]
fn a_setting_is_changed_with_digits_and_enter() {
    let mut stage = Stage::salon();
    open(&mut stage, "设置");
    let shown = stage.picture(80, 24);
    assert!(shown.contains("储值 消费顺序") && shown.contains("按比例"), "{shown}");
    stage.keys("消费顺序⏎1⏎");
    assert_eq!(stage.shop.settings().spend_order.code(), "gift_first");
    assert!(stage.picture(80, 24).contains("先赠后本"));
}

#[test]
fn people_are_hired_guarded_and_leave() {
    let mut stage = Stage::salon();
    open(&mut stage, "员工");
    stage.keys("④⏎刘芳⏎1⏎⏎13600001111⑧");
    let hired = stage.ask(&Roster::default());
    assert!(
        hired
            .iter()
            .any(|person| person.name == "刘芳" && person.number == "10" && person.phones == ["13600001111"]),
        "{hired:?}"
    );
    stage.keys("刘芳⏎2 2468⏎2468⏎");
    assert!(stage.ask(&Roster::default()).iter().any(|person| person.name == "刘芳" && person.guarded));
    stage.keys("⏎4⏎");
    assert!(
        stage.ask(&Roster::default()).iter().any(|person| person.name == "刘芳" && person.left_on.is_some())
    );
}

#[test]
fn items_stock_and_offers_are_kept() {
    let mut stage = Stage::salon();
    open(&mut stage, "价目表");
    stage.keys("21⏎⌫⌫⌫⌫⌫⌫418⑧");
    let items = stage.ask(&Items::default());
    assert!(items.iter().any(|row| row.item.code == "21" && row.item.price.to_string() == "418.00"));
    stage.keys("␛④41⏎头皮护理⏎1⏎188⑧");
    assert!(stage.ask(&Items::default()).iter().any(|row| row.item.code == "41"));
    stage.keys("␛");
    open(&mut stage, "库存");
    stage.keys("玻尿酸⏎1 12⏎");
    assert!(stage.picture(80, 24).contains("12"), "{}", stage.picture(80, 24));
    stage.keys("␛␛");
    open(&mut stage, "充值档位");
    assert!(stage.picture(80, 24).contains("F4"), "an empty list teaches a key");
    stage.keys("④3000⏎300⏎365⏎ ④5000⏎800⏎365⏎");
    let table = stage.ask(&Offers::default());
    assert_eq!(table.offers.len(), 2);
    for (width, height) in [(80, 24), (100, 30), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn tiers_and_their_prices_are_kept() {
    let mut stage = Stage::salon();
    open(&mut stage, "会员等级");
    let tiers = stage.ask(&crate::catalog::tier::Tiers::default());
    let silver = tiers.iter().find(|tier| tier.code == "silver").unwrap().clone();
    stage.keys(&silver.name).keys("⏎⏎⌫⌫⌫⌫0.95⑧");
    let tiers = stage.ask(&crate::catalog::tier::Tiers::default());
    assert_eq!(tiers.iter().find(|tier| tier.code == "silver").unwrap().service_rate.to_string(), "0.95");
    stage.keys("␛␛");
    open(&mut stage, "价目表");
    stage.keys("21⏎⏎⏎⏎⏎⏎⏎⏎").keys(&format!("{}*358", silver.rank)).keys("⑧");
    let items = stage.ask(&Items::default());
    let row = items.iter().find(|row| row.item.code == "21").unwrap();
    assert_eq!(
        row.tier_prices.get("silver").map(ToString::to_string).as_deref(),
        Some("358.00"),
        "{}",
        stage.picture(100, 30)
    );
    // Emptied, the item's own price for the tier is gone again.
    stage.keys("⏎⏎⏎⏎⏎⏎⏎⏎⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⑧");
    let items = stage.ask(&Items::default());
    assert!(
        items.iter().find(|row| row.item.code == "21").unwrap().tier_prices.is_empty(),
        "{}",
        stage.picture(100, 30)
    );
}

#[test]
fn an_import_is_taken_back_from_its_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "会员号,姓名,手机\nA1,王雅琴,13800138000\n").unwrap();
    let mut stage = Stage::empty();
    open(&mut stage, "导入文件");
    stage.keys("1⏎").keys(&path.to_string_lossy()).keys("⏎⏎␛␛");
    open(&mut stage, "导入记录");
    assert!(stage.picture(100, 30).contains("a.csv"), "{}", stage.picture(100, 30));
    stage.keys("⏎⏎弄错文件⏎");
    assert!(stage.picture(100, 30).contains("已撤回"), "{}", stage.picture(100, 30));
    let found = stage.ask(&crate::members::search::Search { text: "13800138000".into(), limit: None });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_owner_gets_a_new_recovery_code() {
    let mut stage = Stage::salon();
    open(&mut stage, "员工");
    stage.keys("店主⏎6");
    assert!(stage.picture(100, 30).contains("恢复码"), "{}", stage.picture(100, 30));
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("已生效"), "{}", stage.picture(100, 30));
}

#[test]
fn whoever_leaves_hands_their_members_over() {
    let mut stage = Stage::salon();
    for phone in ["13812348866", "13900015566"] {
        stage.send("member.owner", &format!(r#"{{"member":"{phone}","owner":"02"}}"#));
    }
    stage.send("staff.leave", r#"{"staff":"02"}"#);
    open(&mut stage, "员工");
    stage.keys("陈静⏎5 05⏎");
    assert!(stage.picture(100, 30).contains("2 位会员"), "{}", stage.picture(100, 30));
    for phone in ["13812348866", "13900015566"] {
        let show = crate::checkout::member_view::ShowMember { member: phone.into(), events: None };
        assert_eq!(stage.ask(&show).owner_name.as_deref(), Some("周婷"));
    }
}

#[test]
fn a_colon_on_an_empty_filter_opens_the_palette_and_code_names_are_found() {
    let mut stage = Stage::salon();
    open(&mut stage, "设置");
    stage.keys("printer");
    assert!(stage.picture(80, 24).contains("打印机"), "{}", stage.picture(80, 24));
    stage.keys("⏎");
    for part in ["tcp://192.168.1.9:9100", "/dev/usb/lp0", "file:"] {
        assert!(stage.picture(80, 24).contains(part), "{part}:\n{}", stage.picture(80, 24));
    }
    stage.keys("␛␛：导入记录⏎");
    assert!(stage.picture(80, 24).contains("还没有导入过"), "{}", stage.picture(80, 24));
    stage.keys(":导入文件⏎");
    assert!(stage.picture(80, 24).contains("历史销售"), "{}", stage.picture(80, 24));
}

#[test]
fn timed_prices_and_thresholds_are_set_and_stand_on_the_cart() {
    let mut stage = Stage::salon();
    open(&mut stage, "限时价与满减");
    assert!(stage.picture(80, 24).contains("F4"), "an empty list teaches a key");
    // Enter goes from field to field: name, kind, item, price.
    stage.keys("④工作日午后到店早鸟⏎⏎21⏎298⑧④满500减50⏎2⏎⏎⏎500⏎50⑧");
    let table = stage.ask(&Discounts::default());
    assert_eq!((table.version, table.discounts.len()), (2, 2), "{}", stage.picture(100, 30));
    let shown = stage.picture(80, 24);
    assert!(shown.contains("21 限时 298.00") && shown.contains("满 500.00 减 50.00"), "{shown}");
    stage.keys("␛2*21⏎");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("早鸟") && shown.contains("-200.00") && shown.contains("¥ 546.00"), "{shown}");
    // Where the parts do not fit their sum stands there.
    let narrow = stage.picture(60, 24);
    assert!(narrow.contains("优惠 -250.00") && !narrow.contains("早鸟"), "{narrow}");
    open(&mut stage, "限时价与满减");
    stage.keys("⏎2⏎");
    assert_eq!(stage.ask(&Discounts::default()).discounts.len(), 1, "{}", stage.picture(100, 30));
}
