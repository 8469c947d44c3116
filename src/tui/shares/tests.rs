//! Parts as keys in, picture out: one console asks, the other passes on and shows the code, the first takes it in.

use std::sync::Arc;

use crate::chain::issue::issue;
use crate::ground::World;
use crate::ledger::chain::hex;
use crate::shop::found::Founding;
use crate::shop::{Envelope, Shop};
use crate::tui::app::stage::{Stage, Still};
use crate::tui::frame::text;
use crate::tui::input::Key;

/// Two consoles of one chain: the home store and the serving one.
fn chain() -> (Stage, Stage) {
    let folder = tempfile::tempdir().unwrap();
    let world = Still::new();
    let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
    let shop =
        Shop::found(&folder.path().join("headquarters.db"), &founding, Arc::clone(&world) as Arc<dyn World>)
            .unwrap();
    let mut hq = Stage::over(shop, world);
    let mut home = Stage::salon();
    home.send("member.open", r#"{"name":"林晓","phone":"13800138866","share_phone":true}"#);
    let topup = r#"{"member":"13800138866","amount":"1000","gift":"200","tenders":[{"tender":"cash"}]}"#;
    home.send("topup", topup);
    let away = Still::new();
    let mut seed = [0_u8; 7];
    away.fill(&mut seed);
    let shop =
        Shop::found_in_memory(&Founding::new("S02", "望京店"), Arc::clone(&away) as Arc<dyn World>).unwrap();
    let mut serving = Stage::over(shop, away);
    serving.send("member.open", r#"{"name":"林晓","phone":"13800138866"}"#);
    for store in [&mut home, &mut serving] {
        let own = store.send("query.chain", "{}")["own"].clone();
        let fields = serde_json::json!({ "code": own["code"], "name": own["name"], "key": own["key"] });
        hq.send("hq.admit", &fields.to_string());
    }
    let fingerprint = hq.send("query.chain", "{}")["own"]["fingerprint"].as_str().unwrap().to_owned();
    let envelope = Envelope { key: "packs".to_owned(), ..Envelope::default() };
    let packs = issue(&mut hq.shop, &envelope, (None, 0), &folder.path().join("packs")).unwrap();
    for (store, pack) in [&mut home, &mut serving].into_iter().zip(packs) {
        let bytes = std::fs::read(&pack.file).unwrap();
        let fields = serde_json::json!({ "pack": hex(&bytes), "fingerprint": fingerprint });
        store.send("chain.apply", &fields.to_string());
    }
    (home, serving)
}

#[test]
fn a_part_goes_from_one_counter_to_the_other_by_twenty_digits() {
    let (mut home, mut serving) = chain();
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
