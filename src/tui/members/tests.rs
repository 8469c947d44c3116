//! The members tab, keys in, pictures and changes out, through the whole console.

use crate::checkout::member_view::{MemberView, ShowMember};
use crate::members::search::Search;
use crate::tui::app::Terminal;
use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::glyphs::Tier;
use crate::tui::input::Key;
use crate::tui::theme::{Depth, Look};
use crate::words::Lang;

const WANG: &str = "13812348866";

fn salon() -> Stage {
    let mut stage = Stage::salon();
    stage.send(
        "checkout",
        r#"{"member":"13812348866","lines":[{"item":"51"},{"item":"21","staff":["02"],"requested":true}],"tenders":[{"tender":"wechat"}]}"#,
    );
    stage.press(Key::F(4));
    stage
}

fn file(stage: &Stage) -> MemberView {
    stage.ask(&ShowMember { member: WANG.to_owned(), events: None })
}

fn fits(stage: &Stage) {
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20), (40, 10)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn a_member_is_found_as_one_types_and_opened_with_enter() {
    let mut stage = salon();
    let recent = stage.picture(80, 24);
    assert!(recent.contains("最近到店") && recent.contains("王雅琴") && recent.contains("金卡"), "{recent}");
    stage.keys("8866");
    let hit = stage.picture(80, 24);
    assert!(hit.contains("王雅琴") && !hit.contains("林晓") && hit.contains("138****8866"), "{hit}");
    stage.keys("␛lx");
    assert!(stage.picture(80, 24).contains("林晓"));
    stage.keys("␛zzz");
    assert!(stage.picture(80, 24).contains("开卡"), "an empty result teaches a key");
    fits(&stage);
    stage.keys("␛8866⏎");
    let shown = stage.picture(100, 30);
    for part in [
        "王雅琴",
        "M000001",
        "12-03(公历)",
        "还有 12 天",
        "忌 皮肤敏感",
        "储值",
        "小气泡10次",
        "时间线",
        "小气泡10次+深层",
    ] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    fits(&stage);
    insta::assert_snapshot!("member_80x24", stage.picture(80, 24));
    insta::assert_snapshot!("member_100x30", shown);
}

#[test]
fn the_newest_search_wins() {
    let mut stage = salon();
    stage.lag = true;
    stage.keys("88").keys("66");
    stage.settle();
    stage.lag = false;
    assert!(stage.picture(80, 24).contains("王雅琴"));
}

#[test]
fn an_unknown_phone_opens_a_file_without_a_letter_key() {
    let mut stage = salon();
    stage.keys("13511112222⏎周小米⏎⏎1⏎⏎⏎⏎⏎");
    let hits = stage.ask(&Search { text: "13511112222".into(), limit: None });
    assert_eq!(hits.first().map(|hit| hit.name.as_str()), Some("周小米"), "{}", stage.picture(80, 24));
}

#[test]
fn notes_tags_wallet_owner_and_family_are_changed_by_digits() {
    let mut stage = salon();
    stage.keys("8866⏎ ④4 喜欢靠窗⏎周末客,储值型⏎⏎");
    let view = file(&stage);
    assert_eq!((view.member.notes.as_str(), view.member.tags.as_str()), ("喜欢靠窗", "周末客,储值型"));
    assert!(stage.picture(80, 24).contains("[周末客] [储值型]"));
    stage.keys("④6 1⏎");
    assert_eq!(file(&stage).member.wallet.code(), "frozen");
    assert!(stage.picture(80, 24).contains("已冻结"));
    stage.keys("④6 3⏎");
    assert_eq!(file(&stage).member.wallet.code(), "open");
    stage.keys("④81 02⏎");
    assert_eq!(file(&stage).owner_name.as_deref(), Some("陈静"));
    stage.keys("④82 13900015566⏎妹妹⏎1⏎");
    assert_eq!(file(&stage).family.len(), 1);
    // Why somebody wants to see it is asked first.
    stage.keys("④5⏎");
    assert!(!stage.picture(80, 24).contains("13812348866"), "{}", stage.picture(80, 24));
    stage.keys("回访⏎");
    assert!(
        stage.picture(80, 24).contains("13812348866"),
        "the phone is shown in full, and it was written down"
    );
}

#[test]
fn coupons_are_issued_and_withdrawn_and_points_adjusted() {
    let mut stage = salon();
    // A coupon of 80 %, then one of fifty yuan from 300 on.
    stage.keys("8866⏎ ④7 ⏎2⏎8⏎⏎⏎2027-01-31⏎");
    stage.keys("④7 ⏎⏎50⏎300⏎⏎⏎");
    let coupons = file(&stage).coupons;
    let values: Vec<String> = coupons.iter().map(|coupon| format!("{:?}", coupon.value)).collect();
    assert_eq!(coupons.len(), 2, "{}", stage.picture(100, 30));
    assert!(values.iter().any(|value| value.contains("0.2")), "{values:?}");
    assert!(values.iter().any(|value| value.contains("5000")), "{values:?}");
    let before = file(&stage).points;
    stage.keys("④83 100⏎补登⏎");
    assert_eq!(file(&stage).points, before + 100, "{}", stage.picture(100, 30));
    stage.keys("④83 -40⏎写错⏎");
    assert_eq!(file(&stage).points, before + 60, "{}", stage.picture(100, 30));
}

#[test]
fn files_are_merged_and_taken_apart_again() {
    let mut stage = salon();
    let other = stage.ask(&Search { text: "13900015566".into(), limit: None })[0].member.clone();
    // What is typed takes the place of the file that the form proposes; the other field is the one to fill in.
    stage.keys("8866⏎ ④84↑").keys(&other).keys("⏎");
    let into = file(&stage).member.number;
    stage.keys(&into).keys("⏎同一个人⏎");
    let said = stage.picture(100, 30);
    assert!(said.contains("✓") && !said.contains("✗"), "{said}");
    assert_eq!(file(&stage).merged.as_slice(), std::slice::from_ref(&other), "{}", stage.picture(100, 30));
    stage.keys("④85⏎弄错了⏎");
    assert!(file(&stage).merged.is_empty(), "{}", stage.picture(100, 30));
}

#[test]
fn a_card_is_frozen_opened_extended_shared_and_handed_on() {
    let mut stage = salon();
    stage.keys("8866⏎⏎8⏎");
    let card = |stage: &Stage| file(stage).holdings.cards.first().cloned().unwrap();
    assert_eq!(card(&stage).state, "frozen");
    stage.keys("⏎8⏎");
    assert_eq!(card(&stage).state, "open");
    stage.keys("⏎2").keys("⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫2028-01-31⏎");
    assert_eq!(card(&stage).expires_on.as_deref(), Some("2028-01-31"));
    stage.keys("⏎3 13900015566⏎");
    let other = stage.ask(&ShowMember { member: "13900015566".into(), events: None });
    assert!(other.holdings.cards.iter().any(|card| card.shared));
    stage.keys("⏎5 13700005566⏎换人用⏎");
    assert!(file(&stage).holdings.cards.is_empty(), "{}", stage.picture(80, 24));
    // The files say what was done to it: hers as long as it was hers, then that of whoever has it now.
    let shown = stage.picture(100, 30);
    assert!(shown.contains("共享给 M") && shown.contains("延期到 2028-01-31"), "{shown}");
    let now = stage.ask(&ShowMember { member: "13700005566".into(), events: None });
    let deeds: Vec<String> =
        now.timeline.into_iter().filter_map(|event| event.card).map(|deed| deed.act).collect();
    assert_eq!(deeds, ["transfer"]);
}

#[test]
fn a_refund_shows_both_outcomes_and_asks_for_a_second_person() {
    let mut stage = salon();
    stage.send("staff.pin", r#"{"staff":"09","new_pin":"2468"}"#);
    stage.keys("8866⏎ ↓⏎1");
    let shown = stage.picture(100, 30);
    for part in ["非顾客原因", "顾客要求", "冷静期", "批准人工号", "原因"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("refund_80x24", stage.picture(80, 24));
    stage.keys("2⏎3⏎搬家⏎09⏎1111⏎");
    assert!(stage.picture(80, 24).contains('✗'), "a wrong PIN is told");
    stage.keys("⌫⌫⌫⌫2468⏎");
    assert!(file(&stage).holdings.lots.iter().all(|lot| lot.principal.0 == 0), "{}", stage.picture(80, 24));
}

#[test]
fn a_debt_is_paid_and_doubles_are_merged() {
    let mut stage = salon();
    stage.send(
        "checkout",
        r#"{"member":"13812348866","lines":[{"item":"22"}],"tenders":[{"tender":"on_account"}]}"#,
    );
    stage.keys("8866⏎");
    assert!(stage.picture(80, 24).contains("欠款"));
    stage.keys("⏎1⏎1⏎");
    assert_eq!(file(&stage).holdings.owed.0, 0, "{}", stage.picture(80, 24));
    stage.send("member.open", r#"{"name":"王雅琴","birthday":"1992-12-03"}"#);
    stage.keys("␛␛ ④2");
    assert!(stage.picture(80, 24).contains("姓名和生日"), "{}", stage.picture(80, 24));
    stage.keys("⏎⏎⏎同一人⏎");
    let hits = stage.ask(&Search { text: "王雅琴".into(), limit: None });
    assert_eq!(hits.len(), 1, "{}", stage.picture(80, 24));
}

#[test]
fn the_timeline_is_filtered_and_the_panes_turn() {
    let mut stage = salon();
    stage.keys("8866⏎");
    assert!(stage.picture(100, 30).contains("全部 2"), "{}", stage.picture(100, 30));
    stage.keys("/");
    assert!(stage.picture(100, 30).contains("消费 1"));
    stage.keys("ff");
    assert!(stage.picture(100, 30).contains("换一类"), "{}", stage.picture(100, 30));
    stage.keys("⇥");
    fits(&stage);
}

#[test]
fn the_file_speaks_english_and_ascii() {
    let mut stage = salon();
    stage.keys("8866⏎");
    let terminal = Terminal { depth: Depth::None, look: Some(Look::Mono), glyphs: Tier::Ascii.glyphs() };
    stage.terminal(Lang::En, terminal);
    let shown = stage.picture(80, 24);
    assert!(
        shown.contains("Timeline") && shown.contains("birthday 12-03") && !shown.contains('─'),
        "{shown}"
    );
    fits(&stage);
    insta::assert_snapshot!("member_80x24_en_ascii", shown);
}

#[test]
fn what_a_member_holds_is_named_by_days_and_never_by_the_books_numbers() {
    let mut stage = Stage::salon();
    stage.send(
        "checkout",
        r#"{"member":"13812348866","lines":[{"item":"21"}],"tenders":[{"tender":"on_account"}]}"#,
    );
    stage.keys("④8866⏎");
    let shown = stage.picture(100, 30);
    for part in ["11-21 充值", "11-21 的欠款", "国贸店开卡", "/ 筛选"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    assert!(!shown.contains("Backspace") && !shown.contains("筛选 f"), "{shown}");
}

#[test]
fn a_colon_in_the_empty_search_box_opens_the_palette() {
    let mut stage = Stage::salon();
    stage.keys("④：设置⏎");
    assert!(stage.picture(80, 24).contains("打印机"), "{}", stage.picture(80, 24));
    let mut tail = Stage::salon();
    tail.keys("④0");
    assert!(tail.picture(80, 24).contains("> 0"), "a phone may begin with 0:\n{}", tail.picture(80, 24));
}
