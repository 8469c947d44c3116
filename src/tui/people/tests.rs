//! Members of all stores as keys in, picture out: who roams, a grant, a search over the stores, the way into one.

use crate::tui::app::stage::Stage;
use crate::tui::app::stages::Stages;
use crate::tui::app::visit::Visit;
use crate::tui::frame::text;
use crate::tui::input::Key;
use crate::words::Lang;

const DAY: i64 = 86_400_000;
const PHONE: &str = "13900015566";

fn roaming() -> Stages {
    let mut stages = Stages::open();
    let rules = r#"{"clearing":[{"name":"全部","rate":"60%","share":"60%"}]}"#;
    stages.hq.send("clearing.set", rules);
    let topup = format!(r#"{{"member":"{PHONE}","amount":"3000","tenders":[{{"tender":"cash"}}]}}"#);
    stages.stores[0].send("topup", &topup);
    for _ in 0..2 {
        stages.roams(PHONE, "21", "400");
        stages.pass(DAY);
    }
    stages.bundles();
    stages.packs();
    stages
}

fn fits(stage: &Stage) {
    for (width, height) in [(140, 40), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
    }
}

#[test]
fn who_roams_is_shown_and_granted_by_two_keys() {
    let mut stages = roaming();
    let hq = &mut stages.hq;
    hq.keys("02");
    let shown = hq.picture(100, 30);
    for part in ["[2会员]", "全连锁会员", "跨店常客", "林晓", "S01", "S02", "建议为"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("people_100x30", shown);
    hq.keys("+");
    let sheet = hq.picture(100, 30);
    assert!(sheet.contains("预拨到 S02") && sheet.contains("本店现有"), "{sheet}");
    hq.press(Key::F(8));
    let granted = hq.picture(100, 30);
    assert!(granted.contains("已预拨 H"), "{granted}");
    fits(hq);
    hq.speak(Lang::En);
    insta::assert_snapshot!("people_80x24_en", hq.picture(80, 24));
    stages.packs();
    stages.bundles();
    stages.packs();
    let there = stages.stores[1].send("query.parts", "{}")["asks"][0].clone();
    assert_eq!((there["granted"].as_bool(), there["home"].as_str()), (Some(true), Some("S01")), "{there}");
    // Both consoles show where it came from and went to.
    let [home, serving] = &mut stages.stores;
    serving.keys("04.");
    assert!(serving.picture(100, 30).contains("总部"), "{}", serving.picture(100, 30));
    home.keys("04.");
    assert!(
        home.picture(100, 30)
            .lines()
            .any(|line| line.contains("总部预拨") && line.contains(" H") || line.contains("▸H")),
        "{}",
        home.picture(100, 30)
    );
}

#[test]
fn a_member_is_found_at_every_store_and_enter_leads_there() {
    let mut stages = roaming();
    let hq = &mut stages.hq;
    hq.keys("02wyq");
    let shown = hq.picture(100, 30);
    assert_eq!(shown.matches("王雅琴").count(), 2, "{shown}");
    insta::assert_snapshot!("people_hits_100x30", shown);
    hq.press(Key::Esc);
    // A whole phone is known by its print, though no phone ever left a store.
    hq.paste("13812348866");
    assert_eq!(hq.picture(100, 30).matches("王雅琴").count(), 2, "{}", hq.picture(100, 30));
    hq.press(Key::Enter);
    let visit = hq.console.take_visit().unwrap();
    assert_eq!((visit.tab, visit.member.is_some()), (2, true));
    // The copy itself: the same tabs, nothing to be changed, and the way back.
    let path = crate::chain::replica::path(hq.shop.path(), &visit.store);
    let mut shop = crate::shop::Shop::open(&path, hq.world.clone()).unwrap();
    crate::chain::ready::fill(&mut shop).unwrap();
    let mut copy = Stage::visiting(shop, hq.world.clone(), &visit);
    let file = copy.picture(100, 30);
    assert!(file.contains("1总部") && file.contains("王雅琴") && file.contains("只看不改"), "{file}");
    copy.press(Key::Esc);
    copy.keys("wyq");
    assert!(copy.picture(100, 30).contains("王雅琴"), "{}", copy.picture(100, 30));
    fits(&copy);
    // Nothing is sold in a copy, nor at headquarters.
    copy.press(Key::F(6));
    assert!(copy.picture(100, 30).contains("只看不改"), "{}", copy.picture(100, 30));
    // Whoever was found can be granted something for any store.
    hq.press(Key::F(5));
    hq.paste("s02");
    hq.press(Key::Tab);
    hq.paste("100");
    hq.press(Key::F(8));
    assert!(hq.picture(100, 30).contains("100.00 到 S02"), "{}", hq.picture(100, 30));
    // For good: everything goes with her.
    hq.press(Key::F(4));
    hq.paste("S01");
    hq.press(Key::F(8));
    assert!(hq.picture(100, 30).contains("会员转店"), "{}", hq.picture(100, 30));
    hq.press(Key::Esc);
    hq.press(Key::Esc);
    hq.press(Key::F(4));
    hq.paste("s02");
    hq.press(Key::F(8));
    assert!(hq.picture(100, 30).contains("转到 S02，共 1 笔"), "{}", hq.picture(100, 30));
}

#[test]
fn the_board_of_all_stores_ranks_everybody_and_leads_into_a_store() {
    let mut stages = roaming();
    let cart = r#"{"lines":[{"item":"22","staff":["05"]}],"tenders":[{"tender":"cash"}]}"#;
    stages.stores[0].send("checkout", cart);
    stages.bundles();
    let hq = &mut stages.hq;
    hq.keys("033");
    let shown = hq.picture(100, 30);
    for part in ["S02 02 陈静", "S01 05 周婷", "[3月]", "各店", "S01 国贸店", "S02 望京店"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    insta::assert_snapshot!("board_100x30", shown);
    hq.keys("-");
    let one = hq.picture(100, 30);
    assert!(one.contains("S01 05 周婷") && !one.contains("S02 02 陈静"), "{one}");
    hq.keys("--");
    assert!(hq.picture(100, 30).contains("S02 02 陈静"));
    hq.press(Key::Enter);
    assert!(matches!(hq.console.take_visit(), Some(Visit { tab: 3, .. })));
    fits(hq);
    hq.keys("01");
    hq.keys("5");
    assert!(matches!(hq.console.take_visit(), Some(Visit { tab: 4, store, .. }) if store == "S01"));
}
