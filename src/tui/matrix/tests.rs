//! The matrix as keys in, picture out: a cell down to its bills and its rule, the steps of a month, a statement.

use std::sync::Arc;

use crate::ground::World;
use crate::shop::Shop;
use crate::shop::found::Founding;
use crate::tui::app::stage::{Stage, Still};
use crate::tui::frame::text;
use crate::tui::input::Key;
use crate::words::Lang;

/// Headquarters of three stores with events of October, as a merge would have left them.
fn headquarters() -> Stage {
    let world = Still::new();
    let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
    let shop = Shop::found_in_memory(&founding, Arc::clone(&world) as Arc<dyn World>).unwrap();
    let mut stage = Stage::over(shop, world);
    let key = |byte: u8| crate::peers::Key::of(&[byte; 32]).public().hex();
    for (code, name, byte) in
        [("S01", "美柜 国贸店", 1), ("S02", "美柜 望京店", 2), ("S03", "美柜 通州店", 3)]
    {
        let fields = serde_json::json!({ "code": code, "name": name, "key": key(byte) });
        stage.send("hq.admit", &fields.to_string());
    }
    let rules = r#"{"clearing":[{"name":"默认","rate":"60%","share":"60%"}]}"#;
    stage.send("clearing.set", rules);
    for (place, (home, serving, item, principal, gift, owed)) in [
        ("S02", "S01", "光子嫩肤", 268_000, 0, 160_800),
        ("S02", "S01", "深层补水", 33_167, 6_633, 21_890),
        ("S01", "S02", "肩颈60分", 26_800, 0, 16_080),
        ("S03", "S01", "面膜", 12_900, 0, 7_740),
    ]
    .iter()
    .enumerate()
    {
        let value = principal + gift;
        let home_share = value * 4 / 10;
        stage
            .shop
            .db()
            .attempt(&format!(
                "INSERT INTO cross_event (serving, bill, line, home, card, month, day, rated_on, number, of_bill, of_line,
                 item, name, category, principal, gift, value, owed, home_share, version, rule, campaign, ask, staff,
                 member, owner, command_id)
                 VALUES ('{serving}', {place}, 1, '{home}', 'stored_value', '2026-10', '2026-10-2{place}', '2026-10-2{place}',
                 '2026102{place}-0001', {place}, 1, '21', '{item}', '面部', {principal}, {gift}, {value}, {owed},
                 {home_share}, 1, '默认', 0, {place}, '02 陈静', 'M000001 林晓', '05 周婷', 1)"
            ))
            .unwrap();
    }
    Stage::over(stage.shop, stage.world)
}

#[test]
fn a_cell_opens_to_its_bills_and_to_the_rule_that_rated_them() {
    let mut stage = headquarters();
    stage.keys("04");
    let shown = stage.picture(100, 30);
    for part in
        ["望京店 应付 国贸店", "1,826.90", "净额归零 ✓", "轧差 3 对 2 笔", "光子嫩肤", "R1 默认", "05 周婷"]
    {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("matrix_100x30", shown);
    stage.keys("⏎");
    stage.press(Key::Down);
    let second = stage.picture(100, 30);
    assert!(second.contains("本金 331.67 + 赠金 66.33") && second.contains("60% = 218.90"), "{second}");
    stage.press(Key::Esc);
    // Pair by pair, and another cell.
    stage.keys("-");
    assert!(stage.picture(100, 30).contains("两两对抵 2 笔"), "{}", stage.picture(100, 30));
    for _ in 0..2 {
        stage.press(Key::Up);
        stage.press(Key::Left);
    }
    assert!(stage.picture(100, 30).contains("同一家门店"), "{}", stage.picture(100, 30));
    stage.press(Key::Right);
    stage.speak(Lang::En);
    insta::assert_snapshot!("matrix_80x24_en", stage.picture(80, 24));
    for (width, height) in [(140, 40), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn a_month_is_frozen_approved_by_another_and_settled_with_a_reference() {
    let mut stage = headquarters();
    stage.keys("04");
    stage.press(Key::F(8));
    let sheet = stage.picture(100, 30);
    assert!(sheet.contains("关账后这个月不再变") && sheet.contains("望京店 付 国贸店"), "{sheet}");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("已关账，待审核"), "{}", stage.picture(100, 30));
    // The owner alone is one person, also where there is nobody else yet.
    stage.press(Key::F(8));
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("不能自己批准"), "{}", stage.picture(100, 30));
    stage.send("staff.hire", r#"{"number":"02","name":"方蕾","job":"manager","role":"manager"}"#);
    stage.keys("02");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("已审核，待结清"), "{}", stage.picture(100, 30));
    stage.press(Key::F(8));
    stage.press(Key::F(8));
    assert!(
        stage.picture(100, 30).contains("记结清 2026-10"),
        "without a reference: {}",
        stage.picture(100, 30)
    );
    stage.keys("20261103");
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("已结清"), "{}", stage.picture(100, 30));
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("这个月已经结清"), "{}", stage.picture(100, 30));
}

#[test]
fn a_statement_is_written_from_the_cell() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = headquarters();
    stage.keys("04+");
    stage.paste(&folder.path().to_string_lossy());
    stage.press(Key::F(8));
    assert!(stage.picture(100, 30).contains("对账单已写出"), "{}", stage.picture(100, 30));
    assert!(folder.path().join("statement_2026-10_S01_S02.xlsx").exists());
}
