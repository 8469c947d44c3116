//! Both boards: plain totals, and nobody sees another's money without the right.

use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::input::Key;

fn salon() -> Stage {
    let mut stage = Stage::salon();
    for cart in [
        r#"{"member":"13812348866","lines":[{"item":"21","staff":["02"],"requested":true}],"tenders":[{"tender":"stored_value"}]}"#,
        r#"{"lines":[{"item":"22","staff":["05"]}],"tenders":[{"tender":"cash"}]}"#,
    ] {
        stage.send("checkout", cart);
    }
    stage
}

fn fits(stage: &Stage) {
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn an_owner_sees_all_and_two_keys_are_enough() {
    let mut stage = salon();
    stage.keys("␛");
    let before = stage.pressed;
    stage.press(Key::Alt('3'));
    assert!(stage.pressed - before <= 2);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("陈静") && shown.contains(" 268.00") && shown.contains("[2周]"), "{shown}");
    for part in ["能力雷达", "权重  业绩35", "业绩=实收+卡耗", "强项", "即时奖励", "门店目标 周"]
    {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    stage.keys("v");
    let terms = stage.picture(100, 30);
    assert!(terms.contains("得分构成 陈静") && !terms.contains("即时奖励"), "{terms}");
    stage.keys("v");
    insta::assert_snapshot!("leaderboard_100x30", shown);
    stage.press(Key::Down);
    assert!(stage.picture(100, 30).contains("升一名，只要：业绩"), "{}", stage.picture(100, 30));
    fits(&stage);
    stage.keys("3");
    assert!(stage.picture(80, 24).contains("[3月]"));
    insta::assert_snapshot!("leaderboard_80x24", stage.picture(80, 24));
}

#[test]
fn a_person_sees_only_their_own_money() {
    let mut stage = salon();
    stage.send("staff.pin", r#"{"staff":"02","new_pin":"1357"}"#);
    stage.press(Key::Ctrl('p'));
    stage.keys("锁屏⏎");
    let locked = stage.picture(80, 24);
    assert!(locked.contains("***") && !locked.contains(" 358.20"), "{locked}");
    stage.keys("02⏎1357⏎");
    stage.press(Key::Alt('3'));
    let shown = stage.picture(80, 24);
    assert!(shown.contains(" 358.20") && shown.contains("***") && !shown.contains(" 268.00"), "{shown}");
    stage.keys("⏎");
    assert!(stage.picture(80, 24).contains("员工档案"), "one's own opens");
    stage.keys("␛");
    stage.press(Key::Down);
    stage.keys("⏎");
    let refused = stage.picture(80, 24);
    assert!(refused.contains("只能看自己") && !refused.contains("员工档案 05"), "{refused}");
}

#[test]
fn on_the_wall_nobody_sees_money_and_a_pin_takes_it_off() {
    let mut stage = salon();
    stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("1⏎9999⏎");
    stage.press(Key::Alt('3'));
    assert!(stage.picture(100, 30).contains(" 358.20"), "{}", stage.picture(100, 30));
    stage.keys("*");
    let wall = stage.picture(100, 30);
    assert!(wall.contains("大屏") && wall.contains("***") && !wall.contains("358.20"), "{wall}");
    assert!(!wall.contains("王"), "no member's name: {wall}");
    stage.send("checkout", r#"{"lines":[{"item":"22","staff":["05"]}],"tenders":[{"tender":"cash"}]}"#);
    stage.wake("board-wall");
    assert!(stage.picture(100, 30).contains("***"));
    stage.keys("␛");
    let off = stage.picture(100, 30);
    assert!(off.contains("PIN") && !off.contains("358.20"), "{off}");
}

#[test]
fn the_feed_shows_what_was_just_earned_and_to_each_only_their_own_money() {
    let mut stage = Stage::salon();
    stage.send("staff.pin", r#"{"staff":"02","new_pin":"1357"}"#);
    stage.send("rules.set", r#"{"rules":[{"name":"项目","event":"service","rate":"0.1"}]}"#);
    let book = r#"{"rewards":[{"name":"三连","event":"streak","run":1,"fixed":"31.50"}]}"#;
    stage.send("rewards.set", book);
    stage.press(Key::Alt('3'));
    assert!(stage.picture(100, 30).contains("今天还没有人"), "{}", stage.picture(100, 30));
    let cart = r#"{"rating":5,"lines":[{"item":"22","staff":["05"]},{"item":"21","staff":["02"]}],"tenders":[{"tender":"cash"}]}"#;
    stage.send("checkout", cart);
    stage.keys("r");
    let shown = stage.picture(100, 30);
    for part in ["今日合计 129.60", "+31.50", "三连 五星 x1 达标", "+26.80", "项目"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("leaderboard_feed_100x30", shown);
    stage.press(Key::Ctrl('p'));
    stage.keys("锁屏⏎02⏎1357⏎");
    stage.press(Key::Alt('3'));
    let own = stage.picture(100, 30);
    assert!(own.contains("+39.80") && !own.contains("+26.80") && !own.contains("129.60"), "{own}");
    fits(&stage);
}

#[test]
fn the_owner_sets_goals_and_sees_how_far_the_store_is() {
    let mut stage = salon();
    stage.press(Key::Alt('3'));
    assert!(stage.picture(100, 30).contains("还没有目标"));
    stage.keys("g3,000⏎⏎⏎60⏎");
    stage.press(Key::F(8));
    let week = stage.picture(100, 30);
    // A week asks for 7 of 30 days: 700 of 3,000; 14 of 60.
    assert!(week.contains("626 / 700") && week.contains("/ 14"), "{week}");
    stage.keys("1");
    let day = stage.picture(100, 30);
    assert!(day.contains("626 / 100") && day.contains("还剩 0 天"), "{day}");
    fits(&stage);
    stage.keys("*");
    assert!(stage.picture(100, 30).contains("626%"), "{}", stage.picture(100, 30));
}

#[test]
fn a_persons_profile_opens_from_their_figures_with_its_three_pages() {
    let mut stage = salon();
    stage.send("member.owner", r#"{"member":"13812348866","owner":"02"}"#);
    stage.press(Key::Alt('3'));
    stage.keys("⏎");
    stage.press(Key::Tab);
    let abilities = stage.picture(100, 30);
    for part in ["能力画像  02 陈静  [能力]", "30天复购", "没有比全店最好落后"] {
        assert!(abilities.contains(part), "{part}:\n{abilities}");
    }
    insta::assert_snapshot!("profile_100x30", abilities);
    fits(&stage);
    stage.press(Key::Tab);
    let members = stage.picture(100, 30);
    assert!(
        members.contains("M000001") && members.contains("2026-12-21") && members.contains("还 30 天"),
        "{members}"
    );
    fits(&stage);
    stage.press(Key::Tab);
    let rota = stage.picture(100, 30);
    assert!(rota.contains("点客 1  轮客 0") && rota.contains("2026-11-21"), "{rota}");
    fits(&stage);
    stage.keys("␛");
    assert!(stage.picture(100, 30).contains("员工档案 02"), "{}", stage.picture(100, 30));
}

#[test]
fn the_settlement_shows_tenders_and_what_is_owed() {
    let mut stage = salon();
    stage.press(Key::Alt('4'));
    let shown = stage.picture(100, 30);
    for part in ["收款方式", "现金", "268.00", "储值", "358.20", "预收与欠款", "按 . 请求份额"]
    {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("settlement_100x30", shown);
    insta::assert_snapshot!("settlement_80x24", stage.picture(80, 24));
    fits(&stage);
    let mut empty = Stage::empty();
    empty.press(Key::Alt('4'));
    assert!(empty.picture(80, 24).contains("Tab"), "an empty board teaches a key");
}

#[test]
fn the_owner_sets_the_weights_and_the_board_follows() {
    let mut stage = salon();
    stage.press(Key::Alt('3'));
    stage.keys("+");
    assert!(stage.picture(80, 24).contains("从今天起用"), "{}", stage.picture(80, 24));
    for _ in 0..2 {
        stage.press(Key::Backspace);
    }
    stage.keys("70");
    let tried = stage.picture(100, 30);
    assert!(tried.contains("周婷 85.3 变 ") && tried.contains("名次 2 变 2"), "{tried}");
    stage.press(Key::F(8));
    let shown = stage.picture(100, 30);
    assert!(shown.contains("权重  业绩70") && !shown.contains("从今天起用"), "{shown}");
    stage.keys("+");
    stage.keys("␛");
    assert!(stage.picture(100, 30).contains("员工排行"));
}

#[test]
fn a_number_is_followed_down_to_the_slip_of_its_bill() {
    let mut stage = Stage::earning();
    stage.press(Key::Alt('3'));
    // The first person's figures, down to their commission, its rows, why, and the bill.
    stage.keys("⏎⏎");
    let rows = stage.picture(100, 30);
    assert!(rows.contains(" 39.80"), "{rows}");
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("看单据"), "{}", stage.picture(100, 30));
    stage.keys("⏎");
    let slip = stage.picture(100, 30);
    assert!(slip.contains(" 398.00") && slip.contains("20261121-0002"), "{slip}");
    // Back, and the same from a KPI's sources.
    stage.keys("␛␛␛");
    for _ in 0..3 {
        stage.press(Key::Down);
    }
    stage.keys("⏎⏎");
    let slip = stage.picture(100, 30);
    assert!(slip.contains("20261121-0002"), "{slip}");
}

#[test]
fn a_reward_is_followed_down_to_its_rule_and_bill_too() {
    let mut stage = Stage::earning();
    stage.send("rewards.set", r#"{"rewards":[{"name":"充值奖","event":"topup","fixed":"20"}]}"#);
    stage.send(
        "topup",
        r#"{"member":"M000001","amount":"1000","tenders":[{"tender":"cash"}],"sold_by":"02"}"#,
    );
    stage.press(Key::Alt('3'));
    stage.keys("⏎⏎");
    let rows = stage.picture(100, 30);
    assert!(rows.contains("即时奖励 充值 1,000.00") && rows.contains(" 20.00"), "{rows}");
    for _ in 0..5 {
        stage.press(Key::Down);
    }
    stage.keys("⏎");
    let why = stage.picture(100, 30);
    assert!(why.contains("充值奖") && why.contains("第 1 版"), "{why}");
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("充值单"), "{}", stage.picture(100, 30));
}

#[test]
fn days_of_ones_own_choice_and_the_board_of_a_past_evening() {
    let mut stage = salon();
    stage.press(Key::Alt('3'));
    assert!(stage.picture(100, 30).contains("5自选"), "{}", stage.picture(100, 30));
    stage.keys("5");
    for _ in 0..10 {
        stage.press(Key::Backspace);
    }
    stage.keys("2026-11-31");
    stage.press(Key::F(8));
    let wrong = stage.picture(100, 30);
    assert!(wrong.contains("自选日期") && wrong.contains("2026-11-31"), "told in the form: {wrong}");
    for _ in 0..10 {
        stage.press(Key::Backspace);
    }
    stage.keys("2026-11-01⏎");
    for _ in 0..10 {
        stage.press(Key::Backspace);
    }
    stage.keys("2026-11-20⏎2026-11-20");
    stage.press(Key::F(8));
    let past = stage.picture(100, 30);
    assert!(past.contains("26-11-01..26-11-20 截至 26-11-20"), "{past}");
    fits(&stage);
    stage.keys("2");
    let week = stage.picture(100, 30);
    assert!(week.contains("[2周]") && !week.contains("截至 26"), "{week}");
}
