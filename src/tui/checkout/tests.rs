//! Scripted tests of the checkout: keys in, a bill in the store out; no threads, no sleeps.

use crate::checkout::bill::{Bill, BillHead, ListBills, ShowBill};
use crate::checkout::cart::Tender;
use crate::checkout::hold::HeldBills;
use crate::checkout::member_view::ShowMember;
use crate::ground::Fen;
use crate::members::search::Search;
use crate::tui::app::stage::Stage;
use crate::tui::input::Key;

impl Stage {
    fn bills(&self) -> Vec<BillHead> {
        self.ask(&ListBills::default()).into_iter().filter(|bill| bill.kind != "topup").collect()
    }

    pub(super) fn last_bill(&self) -> Bill {
        let bills = self.bills();
        self.ask(&ShowBill { bill: bills.first().expect("a bill").bill.clone() })
    }

    fn paid(&self) -> Vec<(Tender, i64)> {
        self.last_bill().tenders.iter().map(|tender| (tender.tender, tender.amount.0)).collect()
    }

    /// So many keys since the last count.
    fn count(&mut self) -> usize {
        std::mem::take(&mut self.pressed)
    }
}

/// What the bill of the width test comes to.
pub(super) const DUE: &str = "599.40";

/// A salon whose first member holds a session card for item 23.
fn with_card() -> Stage {
    let mut stage = Stage::salon();
    stage.send(
        "checkout",
        r#"{"member":"13812348866","lines":[{"item":"51"}],"tenders":[{"tender":"cash"}]}"#,
    );
    // The screen reads its lists as it would after a start.
    Stage::over(stage.shop, stage.world)
}

#[test]
fn a_guest_pays_one_item_by_wechat_in_five_keys() {
    let mut stage = Stage::salon();
    stage.keys("21⏎⏎⏎");
    assert_eq!(stage.paid(), [(Tender::Wechat, 39_800)]);
    assert!(stage.count() <= 5);
}

#[test]
fn a_member_by_phone_tail_pays_by_stored_value_in_ten_keys() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎⏎⏎");
    assert_eq!(stage.paid(), [(Tender::StoredValue, 35_820)], "gold pays nine tenths");
    assert_eq!(stage.last_bill().member_name.as_deref(), Some("王雅琴"));
    assert!(stage.count() <= 10);
}

#[test]
fn three_scans_are_paid_by_wechat_in_two_keys() {
    let mut stage = Stage::salon();
    stage.scan("6901234567892").scan("036000291452").scan("6901234567892");
    assert!(stage.bills().is_empty(), "a scanner's Enter settles nothing");
    stage.keys("⏎⏎");
    assert_eq!(stage.paid(), [(Tender::Wechat, 2 * 2_900 + 12_900)]);
    assert!(stage.count() <= 2);
}

#[test]
fn a_session_card_is_redeemed_in_ten_keys() {
    let mut stage = with_card();
    stage.keys("8866⏎23⏎⏎⏎");
    let bill = stage.last_bill();
    assert_eq!((bill.payable, bill.card_value), (Fen(0), Fen(9_800)));
    assert!(stage.count() <= 10);
    stage.keys("8866⏎*1⏎⏎⏎");
    assert_eq!(stage.last_bill().card_value, Fen(9_800), "the card says what it is for");
    assert!(stage.count() <= 10);
}

#[test]
fn a_bill_is_split_between_two_tenders_in_eight_keys() {
    let mut stage = Stage::salon();
    stage.keys("21⏎");
    stage.count();
    stage.keys("⏎200⏎3⏎⏎");
    assert_eq!(stage.paid(), [(Tender::Alipay, 20_000), (Tender::Wechat, 19_800)]);
    assert!(stage.count() <= 8);
}

#[test]
fn a_bill_is_held_and_retrieved_in_three_keys() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎/2⏎");
    stage.count();
    stage.keys("②");
    assert_eq!(stage.ask(&HeldBills::default()).len(), 1);
    stage.keys("③⏎");
    assert!(stage.count() <= 3);
    assert!(stage.ask(&HeldBills::default()).is_empty());
    stage.keys("⏎⏎");
    assert_eq!(stage.last_bill().lines[0].staff, [("02".to_owned(), "陈静".to_owned())]);
}

#[test]
fn the_sale_just_made_is_taken_back_in_two_keys_and_can_go_on() {
    let mut stage = Stage::salon();
    stage.keys("21⏎⏎⏎");
    stage.count();
    stage.keys("ⓩ");
    assert!(stage.count() <= 2);
    assert_eq!(stage.bills()[0].kind, "void");
    stage.keys("⏎4⏎");
    assert_eq!(stage.paid(), [(Tender::Cash, 39_800)], "the cart was still there");
}

#[test]
fn a_later_sale_is_voided_in_eight_keys() {
    let mut stage = Stage::salon();
    stage.send("staff.pin", r#"{"staff":"09","new_pin":"2468"}"#);
    stage.send("staff.hire", r#"{"number":"10","name":"小赵","job":"front_desk"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("21⏎⏎⏎");
    stage.world.pass(3_600_000);
    stage.count();
    stage.keys("⑨5⏎2468⏎");
    assert_eq!(stage.bills()[0].kind, "void", "{}", stage.picture(100, 30));
    assert!(stage.count() <= 8);
}

#[test]
fn a_new_member_is_opened_by_phone_in_thirteen_keys() {
    let mut stage = Stage::salon();
    stage.keys("13611112222⏎⏎");
    assert!(stage.count() <= 13);
    let hits = stage.ask(&Search { text: "13611112222".into(), limit: None });
    assert_eq!(hits[0].name, "新客2222");
    stage.keys("21⏎⏎⏎");
    assert_eq!(stage.last_bill().member_name.as_deref(), Some("新客2222"));
}

#[test]
fn the_ranking_is_two_keys_away_and_a_scanned_code_that_begins_so_is_no_jump() {
    let mut stage = Stage::salon();
    stage.keys("03");
    assert!(stage.picture(100, 30).contains("[3排行]"));
    assert!(stage.count() <= 2);
    stage.keys("01");
    stage.scan("036000291452");
    assert!(stage.picture(100, 30).contains("玻尿酸面膜"), "{}", stage.picture(100, 30));
    assert!(stage.picture(100, 30).contains("[1收银]"));
}

#[test]
fn fast_fingers_lose_no_key_while_answers_are_awaited() {
    let script = "8866⏎21⏎3*213⏎⏎⏎22⏎⏎3⏎13611112222⏎⏎23⏎⏎⏎";
    let outcome = |lag| {
        let mut stage = with_card();
        stage.lag = lag;
        stage.keys(script).settle();
        let bills: Vec<_> =
            stage.bills().into_iter().map(|bill| (bill.what, bill.member_name, bill.payable)).collect();
        bills
    };
    assert_eq!(outcome(true), outcome(false));
    assert_eq!(outcome(true).len(), 4, "three here and the card's own");
}

#[test]
fn two_enters_more_than_needed_are_one_sale() {
    let mut stage = Stage::salon();
    stage.lag = true;
    stage.keys("21⏎⏎⏎⏎⏎").settle();
    assert_eq!(stage.bills().len(), 1);
}

#[test]
fn several_members_with_one_tail_are_chosen_by_a_digit() {
    let mut stage = Stage::salon();
    stage.keys("5566⏎");
    let picture = stage.picture(100, 30);
    assert!(
        picture.contains("林晓") && picture.contains("赵一鸣") && picture.contains("139****5566"),
        "{picture}"
    );
    stage.keys("221⏎⏎⏎");
    assert_eq!(stage.last_bill().member_name.as_deref(), Some("赵一鸣"));
}

#[test]
fn a_scan_while_a_choice_is_open_does_not_choose() {
    let mut stage = Stage::salon();
    stage.keys("5566⏎");
    stage.scan("6901234567892");
    stage.keys("⏎⏎");
    let bill = stage.last_bill();
    assert_eq!((bill.member_name, bill.lines[0].code.as_str()), (None, "213"));
}

#[test]
fn letters_and_hanzi_find_items_and_a_digit_picks() {
    let mut stage = Stage::salon();
    stage.keys("bsmm⏎ 面膜2 ⏎⏎");
    let codes: Vec<String> = stage.last_bill().lines.iter().map(|line| line.code.clone()).collect();
    assert_eq!(codes, ["213", "31"]);
}

#[test]
fn full_width_input_is_the_same_as_ascii() {
    let mut stage = Stage::salon();
    stage.keys("３＊２１⏎ 、２，５⏎ ⏎⏎");
    let line = &stage.last_bill().lines[0];
    assert_eq!((line.quantity, line.staff.len()), (3, 2));
}

#[test]
fn staff_quantity_and_undo_work_with_the_counter_keys_alone() {
    let mut stage = Stage::salon();
    stage.keys("21⏎22⏎/5+⏎+ + - ↑/2,5⏎ 23⏎⌫ ⓩ⌫ 213⏎ⓩ ⏎⏎");
    let bill = stage.last_bill();
    let lines: Vec<(&str, i64, usize, bool)> =
        bill.lines.iter().map(|l| (l.code.as_str(), l.quantity, l.staff.len(), l.requested)).collect();
    assert_eq!(lines, [("21", 1, 2, false), ("22", 2, 1, true)]);
}

#[test]
fn a_discount_above_the_limit_asks_for_a_second_person() {
    let mut stage = Stage::salon();
    stage.send("staff.pin", r#"{"staff":"09","new_pin":"2468"}"#);
    stage.send("staff.pin", r#"{"staff":"08","new_pin":"1357"}"#);
    stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    assert!(stage.picture(100, 30).contains("已锁"));
    stage.keys("8⏎1357⏎");
    stage.keys("21⏎⑦8⏎⏎⏎");
    let picture = stage.picture(100, 30);
    assert!(picture.contains("请批准"), "{picture}");
    assert!(stage.bills().is_empty());
    stage.keys("1111⏎");
    assert!(stage.picture(100, 30).contains("PIN 不对"), "{}", stage.picture(100, 30));
    stage.keys("2468⏎");
    let bill = stage.last_bill();
    assert_eq!((bill.payable, bill.approved_by.as_deref()), (Fen(31_840), Some("王店长")));
}

#[test]
fn a_wrong_pin_and_its_throttle_are_shown_and_the_idle_terminal_locks() {
    let mut stage = Stage::salon();
    stage.send("staff.pin", r#"{"staff":"08","new_pin":"1357"}"#);
    stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    for _ in 0..5 {
        stage.keys("8⏎1111⏎␛");
    }
    stage.keys("8⏎1357⏎");
    assert!(stage.picture(100, 30).contains("请等"), "{}", stage.picture(100, 30));
    stage.world.pass(61_000);
    stage.keys("␛8⏎1357⏎");
    assert!(stage.picture(100, 30).contains("[1收银]"));
    stage.keys("21⏎");
    stage.wake("console.idle");
    let picture = stage.picture(100, 30);
    assert!(picture.contains("[3排行]") && picture.contains("已锁"), "{picture}");
    stage.keys("8⏎1357⏎⏎⏎");
    assert_eq!(stage.last_bill().operator_name, "李敏", "the bill waited");
}

#[test]
fn cash_gives_change_and_a_part_may_be_owed() {
    let mut stage = Stage::salon();
    stage.keys("21⏎⏎500⏎4⏎");
    assert!(stage.picture(100, 30).contains("102.00"), "{}", stage.picture(100, 30));
    stage.keys("⏎");
    assert_eq!(stage.last_bill().change, Fen(10_200));
    stage.keys("5566⏎1 21⏎⏎8⏎");
    assert_eq!(stage.paid(), [(Tender::OnAccount, 39_800)]);
}

#[test]
fn points_come_off_in_whole_multiples_and_come_back_off_again() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎⏎⏎");
    stage.keys("8866⏎21⏎⏎9⏎");
    let picture = stage.picture(100, 30);
    assert!(picture.contains("-300"), "{picture}");
    stage.keys("⏎");
    assert_eq!(stage.last_bill().points_used, 300);
}

#[test]
fn a_pay_code_names_its_wallet_and_stays_as_the_reference() {
    let mut stage = Stage::salon();
    stage.keys("21⏎");
    stage.scan("280000000000000001");
    stage.keys("⏎");
    let bill = stage.last_bill();
    assert_eq!(
        (bill.tenders[0].tender, bill.tenders[0].reference.as_str()),
        (Tender::Alipay, "280000000000000001")
    );
}

#[test]
fn a_rating_and_a_recommendation_follow_the_sale() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎23⑦⏎⏎");
    stage.keys("*5⏎");
    assert!(stage.picture(100, 30).contains("评分 5"), "{}", stage.picture(100, 30));
    let view = stage.ask(&ShowMember { member: "13812348866".into(), events: None });
    assert_eq!(view.timeline[0].rating, Some(5));
    stage.keys("23⑦");
    assert!(stage.picture(100, 30).contains("已记推荐"));
}

#[test]
fn what_is_wrong_is_refused_in_words_and_changes_nothing() {
    let mut stage = Stage::salon();
    for (script, words) in [
        ("99⏎", "没有编号 99"),
        ("0000⏎", "没有会员"),
        ("21⏎/99⏎", "没有工号 99"),
        ("*1⏎", "要先选会员"),
        ("51⏎", "要先选会员"),
        ("ⓩⓩⓩ", "没有可撤销"),
    ] {
        stage.keys(script);
        let picture = stage.picture(100, 30);
        assert!(picture.contains(words), "{script}: {picture}");
        stage.keys("␛");
    }
    assert!(stage.bills().is_empty());
}

#[test]
fn the_collection_code_is_shown_for_the_amount_and_enter_settles() {
    let mut stage = Stage::salon();
    stage.send("setting.put", r#"{"name":"collect_qr","value":"https://qr.example/s01"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("21⏎⏎⑧");
    let picture = stage.picture(100, 30);
    assert!(
        picture.contains("请客人扫码") && picture.contains('█') && picture.contains("398.00"),
        "{picture}"
    );
    stage.keys("⏎");
    assert_eq!(stage.paid(), [(Tender::Wechat, 39_800)]);
}

#[test]
fn the_total_due_and_the_entry_never_disappear() {
    let mut stage = Stage::salon();
    stage.keys("8866⏎21⏎22⏎3*2");
    for width in [20_u16, 40, 59, 60, 79, 80, 99, 100, 119, 120, 140] {
        for height in [4_u16, 8, 12, 20, 24, 30, 40] {
            let (buf, marks) = stage.buffer(width, height);
            let picture = crate::tui::picture::plain(&buf);
            assert!(picture.contains(DUE), "{width}x{height}\n{picture}");
            assert!(picture.contains("3*2"), "{width}x{height}\n{picture}");
            assert!(marks.caret.is_some(), "{width}x{height}");
        }
    }
}

#[test]
fn every_effect_is_shown_before_enter_settles() {
    let mut stage = with_card();
    stage.keys("8866⏎21⏎23⏎/2⏎⏎");
    let picture = stage.picture(100, 30);
    for words in ["358.20", "本金", "赠金", "-1 次  余 9", "+358", "3,141.80", "Enter 完成收款"] {
        assert!(picture.contains(words), "{words}\n{picture}");
    }
    assert!(stage.bills().iter().all(|bill| bill.what != "深层补水护理 +1"));
}

#[test]
fn the_counter_needs_no_letters() {
    // Every script above but the one for letters is typed with these.
    let allowed = |key: Key| {
        matches!(key, Key::Enter | Key::Esc | Key::Backspace | Key::Up | Key::Down | Key::Left | Key::Right)
            || matches!(key, Key::F(1..=9 | 12) | Key::Ctrl('z') | Key::Tab | Key::BackTab)
            || matches!(key, Key::Char('0'..='9' | '+' | '-' | '*' | '/' | '.'))
    };
    assert!(super::KEYS.iter().all(|bind| allowed(bind.key)));
    use crate::tui::keys::{FIXED, clashes, keys_of};
    assert_eq!(clashes(&[keys_of(super::KEYS), keys_of(FIXED)]), []);
}

/// A member with two lines, the second by somebody who was asked for.
pub(super) fn two_lines() -> Stage {
    let mut stage = with_card();
    stage.keys("8866⏎21⏎22⏎/5+⏎");
    stage
}
