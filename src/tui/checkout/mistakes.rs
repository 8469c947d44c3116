//! What a hurried hand gets wrong: nothing is sold that nobody chose, and the last thing is what goes back first.

use crate::checkout::bill::ListBills;
use crate::checkout::cart::Tender;
use crate::ground::Fen;
use crate::tui::app::stage::Stage;
use crate::tui::input::Key;

/// The kinds of today's bills, newest first.
fn kinds(stage: &Stage) -> Vec<String> {
    stage.ask(&ListBills::default()).into_iter().map(|bill| bill.kind).collect()
}

#[test]
fn looking_at_a_discount_does_not_take_it_away() {
    let mut stage = Stage::salon();
    stage.keys("21⏎⑦9⏎");
    assert!(stage.picture(100, 30).contains("358.20"), "{}", stage.picture(100, 30));
    stage.keys("⑦⏎");
    assert!(stage.picture(100, 30).contains("358.20"), "{}", stage.picture(100, 30));
    stage.keys("⑦150⏎");
    assert!(stage.picture(100, 30).contains("九折"), "{}", stage.picture(100, 30));
    stage.keys("␛⑦⌫⏎");
    assert!(stage.picture(100, 30).contains("¥ 398.00"), "{}", stage.picture(100, 30));
}

#[test]
fn a_card_that_cannot_be_redeemed_leaves_no_line() {
    let mut stage = Stage::salon();
    let sold = r#"{"member":"13812348866","lines":[{"item":"51"}],"tenders":[{"tender":"cash"}]}"#;
    let card = stage.send("checkout", sold)["cards"][0].as_str().unwrap().to_owned();
    stage.send("card.change", &format!(r#"{{"card":"{card}","act":{{"freeze":{{}}}}}}"#));
    stage.keys("8866⏎*1⏎");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("已冻结") && shown.contains("0项"), "{shown}");
    // What was refused is replaced by what is typed next.
    stage.keys("21⏎");
    assert!(stage.picture(100, 30).contains("1项"), "{}", stage.picture(100, 30));
}

#[test]
fn a_code_that_is_not_whole_is_not_taken_unless_it_was_marked() {
    let mut stage = Stage::salon();
    stage.keys("2");
    assert!(!stage.picture(100, 30).contains("Enter 加入"), "{}", stage.picture(100, 30));
    stage.keys("↓⏎");
    assert!(stage.picture(100, 30).contains("1项"), "{}", stage.picture(100, 30));
}

#[test]
fn a_digit_that_cannot_be_the_tender_may_begin_an_amount_and_enter_on_it_does_nothing() {
    let mut stage = Stage::salon();
    // A guest: stored value and debts need a member. Nothing is sold by Enter on what was refused.
    stage.keys("21⏎⏎8⏎⏎");
    assert!(!kinds(&stage).contains(&"sale".to_owned()), "{}", stage.picture(100, 30));
    // 1 begins 1,000 in cash.
    stage.keys("⌫1000⏎4⏎⏎");
    assert_eq!(stage.last_bill().change, Fen(60_200), "{}", stage.picture(100, 30));
}

#[test]
fn a_topup_is_what_ctrl_z_takes_back_first() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎⑤1000⏎⏎");
    assert_eq!(kinds(&stage)[0], "topup", "{}", stage.picture(100, 30));
    stage.keys("ⓩ");
    assert!(stage.picture(100, 30).contains("王雅琴"), "{}", stage.picture(100, 30));
    let liability = stage.ask(&crate::checkout::today::Liability {});
    assert_eq!(liability.principal, Fen(300_000), "{}", stage.picture(100, 30));
}

#[test]
fn a_digit_that_cannot_be_paid_by_does_not_lead_the_next_ones() {
    let mut stage = Stage::salon();
    // A guest cannot owe: what is typed next is no part of that digit.
    stage.keys("21⏎⏎8⏎400");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("> 400") && !shown.contains("8400"), "{shown}");
    stage.press(Key::Enter);
    stage.keys("4⏎⏎");
    let bill = stage.last_bill();
    assert_eq!((bill.tenders[0].tender, bill.change.0), (Tender::Cash, 200));
}

#[test]
fn a_card_for_any_service_asks_which() {
    let mut stage = Stage::salon();
    stage.send("item.add", r#"{"code":"52","kind":"session_card","name":"通卡","price":"500","sessions":5}"#);
    let buy = r#"{"member":"13812348866","lines":[{"item":"52"}],"tenders":[{"tender":"cash"}]}"#;
    stage.send("checkout", buy);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("8866⏎*1⏎");
    assert!(stage.picture(100, 30).contains("先加服务"), "{}", stage.picture(100, 30));
    stage.keys("␛21⏎*1⏎⏎⏎");
    assert_eq!(stage.last_bill().card_value.0, 10_000, "{}", stage.picture(100, 30));
}

#[test]
fn much_change_is_asked_about_once() {
    let mut stage = Stage::salon();
    let bills = |stage: &Stage| stage.ask(&ListBills::default()).len();
    let before = bills(&stage);
    // A phone tail where the cash belongs.
    stage.keys("21⏎⏎8866⏎4⏎⏎");
    assert_eq!(bills(&stage), before);
    assert!(stage.picture(100, 30).contains("要找零 8,468.00 吗"), "{}", stage.picture(100, 30));
    stage.press(Key::Enter);
    assert_eq!((bills(&stage), stage.last_bill().change.0), (before + 1, 846_800));
}

#[test]
fn what_came_last_is_not_taken_back_by_way_of_what_came_before() {
    let mut stage = Stage::salon();
    stage.keys("21⏎22⏎⏎⏎");
    let sale = stage.last_bill().bill;
    assert!(stage.picture(100, 30).contains("Ctrl+Z 可撤销"), "{}", stage.picture(100, 30));
    // Part of it is given back: then neither is taken back by a key, and the way is shown.
    stage.world.pass(1_000);
    let refund = format!(r#"{{"bill":"{sale}","lines":[{{"line":1,"quantity":1}}]}}"#);
    stage.send("bill.refund", &refund);
    stage.keys("02");
    stage.press(Key::Esc);
    let shown = stage.picture(100, 30);
    assert!(!shown.contains("Ctrl+Z 可撤销"), "{shown}");
    stage.keys("ⓩ");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("0002 之后又记了 0003"), "{shown}");
    let kinds: Vec<String> = stage.ask(&ListBills::default()).into_iter().map(|bill| bill.kind).collect();
    assert_eq!(kinds, ["refund", "sale", "topup"]);
}

#[test]
fn what_was_taken_off_a_bill_goes_with_its_last_line() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎⑦5⏎");
    assert!(stage.picture(100, 30).contains("179.10"), "{}", stage.picture(100, 30));
    stage.keys("⌫⌫21⏎");
    let next = stage.picture(100, 30);
    assert!(next.contains("¥ 398.00") && !next.contains("手工优惠"), "{next}");
}

#[test]
fn whose_wallet_is_frozen_pays_by_something_else() {
    let mut stage = Stage::salon();
    stage.send("topup", r#"{"member":"13812348866","amount":"1000","tenders":[{"tender":"cash"}]}"#);
    stage.send("wallet.set", r#"{"member":"13812348866","state":"lost"}"#);
    stage.keys("8866⏎21⏎⏎");
    let panel = stage.picture(100, 30);
    assert!(panel.contains("结算") && panel.contains("微信"), "{panel}");
    stage.keys("⏎");
    assert_eq!(stage.last_bill().tenders[0].tender, Tender::Wechat, "{}", stage.picture(100, 30));
}

#[test]
fn the_last_four_digits_of_a_phone_may_begin_like_a_jump() {
    let mut stage = Stage::salon();
    stage.send("member.open", r#"{"name":"方晓晴","phone":"13712340331"}"#);
    stage.keys("0331⏎");
    assert!(stage.picture(100, 30).contains("方晓晴"), "{}", stage.picture(100, 30));
    // A jump is one all the same, and digits that come later are meant for where it went.
    let mut stage = Stage::salon();
    stage.keys("03");
    assert!(stage.picture(100, 30).contains("[3排行"), "{}", stage.picture(100, 30));
    stage.wake("console.leapt");
    stage.keys("3");
    let later = stage.picture(100, 30);
    assert!(later.contains("[3排行") && later.contains("[3月]"), "{later}");
    // Members are looked for by digits typed right after the jump there.
    stage.keys("02");
    stage.keys("8866");
    assert!(stage.picture(100, 30).contains("[2会员"), "{}", stage.picture(100, 30));
}

#[test]
fn a_bill_follows_its_member_into_the_file_that_stays() {
    let mut stage = Stage::salon();
    let other = stage.send("member.open", r#"{"name":"王雅琴","phone":"13712340331"}"#);
    stage.keys("8866⏎21⏎");
    let into = other["member"].as_str().unwrap();
    stage.send("member.merge", &format!(r#"{{"from":"13812348866","into":"{into}"}}"#));
    stage.keys("22⏎");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("2项") && !shown.contains("已并入"), "{shown}");
    stage.keys("⏎⏎");
    assert_eq!(stage.last_bill().member.as_deref(), Some(into), "{}", stage.picture(100, 30));
}
