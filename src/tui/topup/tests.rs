//! Topping up, keys in and money out.

use crate::checkout::member_view::{MemberView, ShowMember};
use crate::tui::app::stage::Stage;
use crate::tui::frame::text;

fn salon() -> Stage {
    let mut stage = Stage::salon();
    stage.send(
        "topup.offers",
        r#"{"offers":[{"amount":"1000.00","gift":"0.00"},{"amount":"2000.00","gift":"300.00","gift_days":365},{"amount":"5000.00","gift":"800.00","gift_days":365}]}"#,
    );
    stage
}

fn file(stage: &Stage) -> MemberView {
    stage.ask(&ShowMember { member: "13812348866".into(), events: None })
}

fn fits(stage: &Stage) {
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn a_step_of_the_table_takes_four_keys_from_the_members_file() {
    let mut stage = salon();
    stage.keys("④8866⏎");
    let before = stage.pressed;
    stage.keys("⑤2");
    let shown = stage.picture(100, 30);
    for part in ["充值 王雅琴", "2,000", "送 300", "5,000.00", "5,800.00", "满 2,000 档", "微信"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("topup_100x30", shown);
    insta::assert_snapshot!("topup_80x24", stage.picture(80, 24));
    fits(&stage);
    stage.keys("⏎⏎");
    assert_eq!(stage.pressed - before, 4);
    let view = file(&stage);
    assert_eq!(
        (view.holdings.principal.0, view.holdings.gift.0),
        (500_000, 80_000),
        "{}",
        stage.picture(80, 24)
    );
    assert!(stage.picture(80, 24).contains("Ctrl+Z"), "{}", stage.picture(80, 24));
    stage.keys("ⓩ");
    assert_eq!(file(&stage).holdings.principal.0, 300_000, "{}", stage.picture(80, 24));
}

#[test]
fn the_limit_of_a_named_card_is_answered_and_not_waved_through() {
    let mut stage = salon();
    stage.keys("④8866⏎⑤3⏎");
    let shown = stage.picture(80, 24);
    assert!(shown.contains("超过单卡限额") && shown.contains("1 继续充值"), "{shown}");
    stage.keys("⏎⏎");
    assert_eq!(file(&stage).holdings.principal.0, 300_000, "Enter alone does not go on");
    stage.keys("1 3⏎");
    assert_eq!(file(&stage).holdings.principal.0, 800_000, "{}", stage.picture(80, 24));
}

#[test]
fn without_a_member_the_layer_asks_whose_wallet_it_is() {
    let mut stage = salon();
    stage.keys("⑤8866");
    assert!(stage.picture(80, 24).contains("给谁充值"));
    fits(&stage);
    stage.keys("⏎1500⏎⇥⇥2⏎");
    let view = file(&stage);
    assert_eq!(view.holdings.principal.0, 450_000, "{}", stage.picture(80, 24));
}

#[test]
fn nothing_typed_is_refused_and_esc_leaves() {
    let mut stage = salon();
    stage.keys("④8866⏎⑤⏎");
    assert!(stage.picture(80, 24).contains("请输入充值金额"));
    stage.keys("␛");
    assert!(stage.picture(80, 24).contains("时间线"));
}

#[test]
fn a_topup_is_paid_by_two_tenders() {
    let mut stage = salon();
    // 500 in cash of 1,500, the rest by WeChat.
    stage.keys("④8866⏎⑤1500⏎500⏎3⏎");
    assert!(stage.picture(80, 24).contains("现金 500.00"), "{}", stage.picture(80, 24));
    // More than is left is no part payment.
    stage.keys("9999⏎⏎");
    assert!(stage.picture(80, 24).contains("1,000.00"), "{}", stage.picture(80, 24));
    // And Enter after a refusal books nothing until a tender is chosen again.
    stage.keys("⏎");
    assert!(stage.picture(80, 24).contains("再选一次"), "{}", stage.picture(80, 24));
    stage.keys("1⏎");
    let bills = stage.ask(&crate::checkout::bill::ListBills::default());
    let bill = stage.ask(&crate::checkout::bill::ShowBill { bill: bills[0].bill.clone() });
    let tenders: Vec<(&str, i64)> =
        bill.tenders.iter().map(|row| (row.tender.code(), row.amount.0)).collect();
    assert_eq!(tenders, [("cash", 50_000), ("wechat", 100_000)], "{}", stage.picture(80, 24));
}

#[test]
fn a_wallet_without_a_name_has_the_lower_limit_and_custody_is_told() {
    let mut stage = salon();
    stage.send("member.open", r#"{"name":"路人","number":"B1"}"#);
    stage.send("setting.put", r#"{"name":"custody_share","value":"0.2"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("⑤B1⏎1500");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("不记名卡限额 1,000"), "{shown}");
    assert!(shown.contains("2026-09-30") && shown.contains("存管"), "{shown}");
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("第十八条"), "{}", stage.picture(100, 30));
}

#[test]
fn the_step_that_is_chosen_is_in_sight_in_every_window() {
    let mut stage = salon();
    stage.send(
        "topup.offers",
        r#"{"offers":[{"amount":"1000.00","gift":"50.00","gift_days":180},{"amount":"3000.00","gift":"300.00"},{"amount":"5000.00","gift":"800.00"},{"amount":"10000.00","gift":"2200.00"},{"amount":"20000.00","gift":"5200.00","gift_days":730}]}"#,
    );
    stage.keys("④8866⏎⑤5");
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.contains("送 5,200") && shown.contains("▸ 5     20,000"), "{shown}");
        assert!(width == 60 || shown.contains("1      1,000"), "{shown}");
    }
    fits(&stage);
}
