//! Headquarters as keys in, picture out: a store is admitted, its bundle taken, packs written; a damaged file is told.

use std::path::Path;
use std::sync::Arc;

use crate::chain::send;
use crate::ground::World;
use crate::shop::found::Founding;
use crate::shop::{Look, Shop};
use crate::tui::app::stage::{Stage, Still};
use crate::tui::frame::text;
use crate::tui::input::Key;
use crate::words::Lang;

/// Headquarters in a folder.
fn headquarters(folder: &Path) -> Stage {
    let world = Still::new();
    let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
    let shop = Shop::found(&folder.join("headquarters.db"), &founding, Arc::clone(&world) as Arc<dyn World>)
        .unwrap();
    Stage::over(shop, world)
}

/// A store's bundle.
fn bundle(store: &mut Stage) -> (String, Vec<u8>) {
    let sent = store.send("bundle.send", "{}");
    let shop = &store.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    send::make(shop.db(), &look, sent["no"].as_i64().unwrap()).unwrap()
}

#[test]
fn a_store_is_admitted_its_bundle_taken_and_a_damaged_one_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = headquarters(folder.path());
    let empty = stage.picture(100, 30);
    assert!(empty.contains("[1总部]") && empty.contains("按 - 登记"), "{empty}");
    let mut store = Stage::earning();
    let own = store.send("query.chain", "{}")["own"].clone();
    stage.keys("-");
    for field in ["code", "name", "key", "fingerprint"] {
        stage.paste(own[field].as_str().unwrap());
        stage.press(Key::Tab);
    }
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("缺文件，催收"), "{}", stage.picture(100, 30));
    // Nothing to take: the inbox is named.
    stage.keys("+");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("没有这个文件夹"), "{}", stage.picture(100, 30));
    stage.press(Key::Esc);
    let (name, bytes) = bundle(&mut store);
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join(&name), &bytes).unwrap();
    let mut bad = bytes;
    let last = bad.len() - 1;
    bad[last] ^= 1;
    std::fs::write(inbox.join("S01_bad.meigui"), bad).unwrap();
    stage.keys("+");
    stage.press(Key::F(8));
    stage.press(Key::Right);
    let taken = stage.picture(100, 30);
    for part in ["合并 1", "问题 1 个", "哈希不符", "请门店重发", "2026-11-21"] {
        assert!(taken.contains(part), "{part}:\n{taken}");
    }
    insta::assert_snapshot!("hq_100x30", taken);
    stage.speak(Lang::En);
    insta::assert_snapshot!("hq_80x24_en", stage.picture(80, 24));
    for (width, height) in [(140, 40), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
    stage.speak(Lang::Zh);
    // The packs go beside the file.
    stage.keys("*");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("下发包 1 个"), "{}", stage.picture(100, 30));
    assert!(folder.path().join("packs/H00_to_S01_v1.meigui").exists());
    // The consolidated pack: the store is named, though its month is open.
    stage.press(Key::F(9));
    stage.paste(&folder.path().to_string_lossy());
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("月结总表 v1"), "{}", stage.picture(100, 30));
    assert!(folder.path().join("H00_202611_v1/csv/stores.csv").exists());
    // The list of what is wrong as a file.
    stage.keys(".");
    stage.paste(&folder.path().to_string_lossy());
    stage.press(Key::F(8));
    assert!(folder.path().join("conflicts_2026-11.xlsx").exists(), "{}", stage.picture(100, 30));
}

#[test]
fn of_two_lives_of_a_store_the_true_one_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = headquarters(folder.path());
    let (mut one, mut other) = (Stage::earning(), Stage::earning());
    let own = one.send("query.chain", "{}")["own"].clone();
    stage.keys("-");
    for field in ["code", "name", "key", "fingerprint"] {
        stage.paste(own[field].as_str().unwrap());
        stage.press(Key::Tab);
    }
    stage.press(Key::F(8));
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let sale = |item: &str| {
        format!(r#"{{"lines":[{{"item":"{item}","staff":["02"]}}],"tenders":[{{"tender":"cash"}}]}}"#)
    };
    let begun = bundle(&mut one);
    let _ = bundle(&mut other);
    std::fs::write(inbox.join(&begun.0), &begun.1).unwrap();
    other.send("checkout", &sale("21"));
    one.send("checkout", &sale("22"));
    let first = bundle(&mut one);
    std::fs::write(inbox.join(&first.0), &first.1).unwrap();
    let second = bundle(&mut other);
    std::fs::write(inbox.join(format!("twin_{}", second.0)), &second.1).unwrap();
    stage.keys("+");
    stage.press(Key::F(8));
    stage.press(Key::Right);
    stage.press(Key::Enter);
    let fork = stage.picture(100, 30);
    assert!(fork.contains("定以哪份为准"), "{fork}");
    // The whole life of the true one.
    let sent = other.send("bundle.send", r#"{"from": 0}"#);
    let shop = &other.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let (_, bytes) = send::make(shop.db(), &look, sent["no"].as_i64().unwrap()).unwrap();
    let whole = folder.path().join("whole.meigui");
    std::fs::write(&whole, bytes).unwrap();
    stage.keys("+");
    stage.paste(&whole.to_string_lossy());
    stage.press(Key::F(8));
    let asked = stage.picture(100, 30);
    assert!(asked.contains("原因"), "{asked}");
    while !stage.picture(100, 30).contains("▸ 原因") {
        stage.press(Key::Tab);
    }
    stage.paste("以备份为准");
    stage.press(Key::F(8));
    let mended = stage.picture(100, 30);
    assert!(mended.contains("S01 以这份数据为准") && mended.contains("没有问题"), "{mended}");
}
