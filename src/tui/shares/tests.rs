//! Parts as keys in, picture out: one console asks, the other passes on and shows the code, the first takes it in.

use crate::tui::app::stages::Stages;
use crate::tui::frame::text;
use crate::tui::input::Key;

/// Two stores; at the first one is money of a member of both.
fn chain() -> Stages {
    let mut stages = Stages::open();
    for store in &mut stages.stores {
        store.send("member.open", r#"{"name":"林晓","phone":"13800138866"}"#);
    }
    let topup = r#"{"member":"13800138866","amount":"1000","gift":"200","tenders":[{"tender":"cash"}]}"#;
    stages.stores[0].send("topup", topup);
    stages
}

#[test]
fn a_part_goes_from_one_counter_to_the_other_by_twenty_digits() {
    let mut stages = chain();
    let [home, serving] = &mut stages.stores;
    serving.keys("04.");
    assert!(serving.picture(100, 30).contains("按 + 请求"), "{}", serving.picture(100, 30));
    serving.keys("+");
    for text in ["13800138866", "S01"] {
        serving.paste(text);
        serving.press(Key::Tab);
    }
    serving.press(Key::Tab);
    serving.keys("120");
    serving.press(Key::F(8));
    let asked = serving.picture(100, 30);
    assert!(asked.contains("等对方的码") && asked.contains("S02 请求号 1"), "{asked}");
    home.keys("04.");
    home.keys("-");
    for text in ["S02", "1", "13800138866"] {
        home.paste(text);
        home.press(Key::Tab);
    }
    home.press(Key::Tab);
    home.keys("120");
    home.press(Key::F(8));
    assert!(home.picture(100, 30).contains("会员还没有同意"), "{}", home.picture(100, 30));
    // To the last field, and yes.
    while !home.picture(100, 30).contains("▸ 会员已同意") {
        home.press(Key::Tab);
    }
    home.press(Key::Right);
    home.press(Key::F(8));
    let code = home.picture(100, 40);
    assert!(code.contains("转账码") && code.contains("念给对方"), "{code}");
    let digits: String = code
        .lines()
        .find(|line| line.matches(|ch: char| ch.is_ascii_digit()).count() == 20)
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    home.press(Key::Esc);
    // Nothing was asked here: the keys begin where something is.
    assert!(home.picture(100, 30).contains("前可用"), "{}", home.picture(100, 30));
    home.keys("⏎");
    assert!(home.picture(100, 40).contains("念给对方"), "{}", home.picture(100, 40));
    serving.keys("⏎");
    serving.keys(&digits);
    serving.press(Key::F(8));
    let taken = serving.picture(100, 30);
    assert!(taken.contains("已收入 S01 转来的 120.00"), "{taken}");
    insta::assert_snapshot!("shares_100x30", taken);
    // What is left goes home from the same row.
    serving.keys("⏎");
    assert!(serving.picture(100, 30).contains("退回 S01；本店余额立即减少"), "{}", serving.picture(100, 30));
    serving.press(Key::F(8));
    let back = serving.picture(100, 30);
    assert!(back.contains("无剩余") && back.contains("已退回 S01"), "{back}");
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = serving.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}
