//! A rule is changed with a worked example in sight, tried on a month, and set from a day on.

use crate::tui::app::Terminal;
use crate::tui::app::stage::Stage;
use crate::tui::frame::text;
use crate::tui::glyphs::Tier;
use crate::tui::input::Key;
use crate::tui::theme::{Depth, Look};
use crate::words::Lang;

fn salon() -> Stage {
    let mut stage = Stage::earning();
    stage.press(Key::Ctrl('p'));
    stage.keys("提成规则⏎");
    stage
}

#[test]
fn a_rule_is_edited_tried_and_set() {
    let mut stage = salon();
    let shown = stage.picture(100, 30);
    for part in ["提成规则", "第 1 版", "项目", "10%", "试算 2026-11", "陈静", " 39.80", "0.00"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    stage.keys("⏎");
    let form = stage.picture(100, 30);
    assert!(form.contains("提成 45.00"), "the example of 500 with 100 by gifts: {form}");
    insta::assert_snapshot!("rule_form_100x30", form);
    for _ in 0..8 {
        stage.press(Key::Tab);
    }
    for _ in 0..3 {
        stage.press(Key::Backspace);
    }
    stage.keys("20");
    let typed = stage.picture(100, 30);
    assert!(typed.contains("提成 90.00"), "it is worked out anew as one types: {typed}");
    stage.press(Key::F(8));
    let tried = stage.picture(100, 30);
    for part in ["草稿", "20%", " 79.60", "+39.80", "+26.80", "+66.60"] {
        assert!(tried.contains(part), "{part}:\n{tried}");
    }
    insta::assert_snapshot!("rulebook_100x30", tried);
    assert_eq!(stage.ask(&crate::commission::book::Rules::default()).version, 1, "nothing is set yet");
    stage.press(Key::F(8));
    stage.press(Key::Tab);
    stage.keys("涨");
    stage.press(Key::F(8));
    let set = stage.ask(&crate::commission::book::Rules::default());
    assert_eq!((set.version, set.from.as_str()), (2, "2026-11-21"));
    assert!(stage.picture(100, 30).contains("第 2 版"), "{}", stage.picture(100, 30));
}

#[test]
fn a_rule_that_cannot_be_meant_stays_in_its_form_and_a_draft_is_given_up_with_esc() {
    let mut stage = salon();
    stage.keys("+");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("1 到 40 个字"), "{}", stage.picture(100, 30));
    stage.keys("又一条");
    for _ in 0..3 {
        stage.press(Key::Tab);
    }
    stage.keys("999");
    stage.press(Key::F(8));
    assert!(
        stage.picture(100, 30).contains("没有这个编号") || stage.picture(100, 30).contains("又一条"),
        "{}",
        stage.picture(100, 30)
    );
    stage.keys("␛");
    assert!(stage.picture(100, 30).contains("再按 Esc 放弃"), "{}", stage.picture(100, 30));
    stage.keys("␛");
    stage.keys("-");
    let empty = stage.picture(100, 30);
    assert!(empty.contains("草稿") && empty.contains("-66.60"), "{empty}");
    stage.keys("␛");
    let back = stage.picture(100, 30);
    assert!(back.contains("第 1 版") && back.contains("项目"), "{back}");
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.keys("⏎");
    assert!(stage.picture(80, 24).contains("45.00"), "the example is in sight: {}", stage.picture(80, 24));
}

#[test]
fn a_narrow_english_screen_names_everybody_and_shows_what_the_example_gives() {
    let mut stage = salon();
    let terminal = Terminal { depth: Depth::None, look: Some(Look::Mono), glyphs: Tier::Ascii.glyphs() };
    stage.terminal(Lang::En, terminal);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("陈静") && shown.contains("周婷") && shown.contains("项目"), "{shown}");
    stage.keys("⏎");
    let form = stage.picture(80, 24);
    assert!(form.contains("pays 45.00"), "{form}");
}

#[test]
fn only_a_manager_drafts() {
    let mut stage = salon();
    stage.send("staff.pin", r#"{"staff":"05","new_pin":"1357"}"#);
    stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
    let mut stage = Stage::over(stage.shop, stage.world);
    stage.keys("5⏎1357⏎");
    stage.press(Key::Ctrl('p'));
    stage.keys("提成规则⏎");
    stage.keys("-");
    let refused = stage.picture(100, 30);
    assert!(refused.contains("店长") && !refused.contains("草稿"), "{refused}");
    assert!(!refused.contains(" 39.80"), "nobody's money but a manager's to see: {refused}");
}

#[test]
fn a_reward_is_edited_and_set_beside_what_the_rules_paid() {
    let mut stage = Stage::earning();
    stage.press(Key::Ctrl('p'));
    stage.keys("即时奖励规则⏎");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("不发即时奖励") && shown.contains("已奖励"), "{shown}");
    stage.keys("+充值千元");
    for _ in 0..6 {
        stage.press(Key::Tab);
    }
    stage.keys("1000");
    let form = stage.picture(100, 30);
    assert!(form.contains("奖 20.00   实付 5,000.00"), "the example of 5,000: {form}");
    insta::assert_snapshot!("reward_form_100x30", form);
    stage.press(Key::F(8));
    let draft = stage.picture(100, 30);
    assert!(draft.contains("草稿") && draft.contains("满 1000"), "{draft}");
    stage.press(Key::F(8));
    stage.press(Key::Tab);
    stage.keys("试");
    stage.press(Key::F(8));
    let set = stage.ask(&crate::rewards::book::Rewards::default());
    assert_eq!((set.version, set.rewards.len(), set.rewards[0].least.0), (1, 1, 100_000));
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn a_console_opened_in_english_stays_so_when_something_is_set() {
    let mut stage = Stage::earning();
    let terminal = Terminal { depth: Depth::True, look: Some(Look::Dark), glyphs: Tier::Rich.glyphs() };
    stage.terminal(Lang::En, terminal);
    stage.press(Key::Ctrl('p'));
    stage.keys("Instant reward rules⏎+Top-up");
    stage.press(Key::F(8));
    stage.press(Key::F(8));
    stage.press(Key::Tab);
    stage.keys("why");
    stage.press(Key::F(8));
    assert_eq!(stage.ask(&crate::rewards::book::Rewards::default()).version, 1);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("Instant reward rules"), "{shown}");
}

#[test]
fn a_rule_between_stores_is_edited_with_its_worked_example_and_set() {
    let mut stage = Stage::salon();
    stage.press(Key::Alt('4'));
    stage.keys("/");
    let none = stage.picture(100, 30);
    assert!(none.contains("跨店规则") && none.contains("不清算"), "{none}");
    stage.keys("+默认");
    let form = stage.picture(100, 30);
    for part in ["开发店付服务店 210.00", "开发店 160.00 服务店 240.00"] {
        assert!(form.contains(part), "{part}:\n{form}");
    }
    for _ in 0..8 {
        stage.press(Key::Tab);
    }
    for _ in 0..3 {
        stage.press(Key::Backspace);
    }
    stage.keys("50");
    let typed = stage.picture(100, 30);
    assert!(typed.contains("开发店付服务店 175.00"), "it is worked out anew as one types: {typed}");
    insta::assert_snapshot!("clearing_form_100x30", typed);
    stage.press(Key::F(8));
    let draft = stage.picture(100, 30);
    assert!(draft.contains("草稿") && draft.contains("50% / 60%") && draft.contains("175.00"), "{draft}");
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.press(Key::F(8));
    stage.press(Key::Tab);
    stage.keys("总部");
    stage.press(Key::F(8));
    let set = stage.ask(&crate::settlement::book::ClearingRules::default());
    assert_eq!((set.version, set.clearing.len()), (1, 1));
}
