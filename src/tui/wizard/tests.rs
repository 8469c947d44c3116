//! The first run, keys in and a store out.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::catalog::list::Items;
use crate::shop::Shop;
use crate::staff::roster::Roster;
use crate::tui::app::stage::Still;
use crate::tui::frame::Marks;
use crate::tui::glyphs::Tier;
use crate::tui::picture::plain;
use crate::tui::theme::Depth;

fn wizard() -> Wizard {
    let terminal = Terminal { depth: Depth::True, look: None, glyphs: Tier::Rich.glyphs() };
    Wizard::open(Lang::Zh, terminal, found::recovery_code(Still::new().as_ref()))
}

fn picture(wizard: &Wizard, width: u16, height: u16) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    let mut marks = Marks::default();
    wizard.view(&mut Pen::new(&mut buf, &mut marks, wizard.manner()));
    plain(&buf)
}

fn keys(wizard: &mut Wizard, script: &str) {
    for ch in script.chars() {
        let key = match ch {
            '⏎' => Key::Enter,
            '②' => Key::F(2),
            '⑧' => Key::F(8),
            '␛' => Key::Esc,
            '⌫' => Key::Backspace,
            other => Key::Char(other),
        };
        wizard.update(Incoming::Token(Token::Key(key)));
    }
}

fn furnished(wizard: &Wizard) -> Shop {
    let world: Arc<dyn World> = Still::new();
    let mut shop = Shop::found_in_memory(&found::founding(&wizard.wanted), world).unwrap();
    found::furnish(&mut shop, &wizard.wanted).unwrap();
    shop
}

#[test]
fn every_page_can_be_skipped_with_one_key() {
    let mut first = wizard();
    keys(&mut first, "②②②②②");
    assert!(picture(&first, 80, 24).contains("S01"));
    keys(&mut first, "⏎");
    assert!(first.finished);
    let mut other = wizard();
    keys(&mut other, "⑧⏎");
    assert!(other.finished);
    let shop = furnished(&other);
    assert!(shop.ask(&Items::default()).unwrap().len() > 20, "the template is the default");
    assert!(!shop.operator(None).unwrap().has_pin);
}

#[test]
fn a_store_is_founded_with_its_people_and_a_pin() {
    let mut wizard = wizard();
    keys(&mut wizard, "1⏎⌫⌫⌫国贸店⏎⌫⌫⌫x⏎⏎");
    assert!(picture(&wizard, 80, 24).contains('✗'), "{}", picture(&wizard, 80, 24));
    keys(&mut wizard, "⌫BJ01⏎王莉⏎陈静 周婷⏎李敏⏎2⏎2468⏎2468⏎");
    let shown = picture(&wizard, 80, 24);
    assert!(shown.contains("BJ01 国贸店"), "{shown}");
    let code = spaced(&wizard.wanted.recovery.0);
    assert!(shown.contains(&code) && code.len() == 24, "{shown}");
    keys(&mut wizard, "⏎");
    let mut shop = furnished(&wizard);
    let people = shop.ask(&Roster::default()).unwrap();
    assert_eq!(people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["王莉", "陈静", "周婷", "李敏"]);
    assert!(shop.ask(&Items::default()).unwrap().is_empty());
    assert!(shop.check_pin("01", "1111").is_err());
    assert!(shop.check_pin("01", "2468").is_ok());
}

#[test]
fn the_pages_speak_both_languages_and_fit_small_windows() {
    let mut wizard = wizard();
    keys(&mut wizard, "2");
    assert!(picture(&wizard, 80, 24).contains("Enter"));
    for _ in 0..6 {
        for (width, height) in [(100, 30), (80, 24), (60, 20)] {
            let shown = picture(&wizard, width, height);
            assert!(shown.lines().all(|line| text::width(line) <= usize::from(width)), "{shown}");
        }
        keys(&mut wizard, "②");
    }
}

#[test]
fn two_pins_that_differ_are_told_to_differ() {
    let mut wizard = wizard();
    keys(&mut wizard, "②②②②2468⏎⏎");
    assert!(picture(&wizard, 80, 24).contains("两次输入的 PIN 不一样"), "{}", picture(&wizard, 80, 24));
    keys(&mut wizard, "2468⏎");
    let shown = picture(&wizard, 80, 24);
    assert!(shown.contains("店主工号是 01") && shown.contains("恢复码"), "{shown}");
}

#[test]
fn the_price_list_may_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("价目.csv");
    std::fs::write(&path, "编号,名称,价格,类型\n21,补水,398,项目\n22,清洁,abc,项目\n").unwrap();
    let mut wizard = wizard();
    keys(&mut wizard, "②②②3⏎/nowhere⏎");
    assert!(picture(&wizard, 80, 24).contains("没有这个文件"), "{}", picture(&wizard, 80, 24));
    keys(&mut wizard, "⌫⌫⌫⌫⌫⌫⌫⌫");
    keys(&mut wizard, &path.to_string_lossy());
    keys(&mut wizard, "⏎②");
    let shown = picture(&wizard, 80, 24);
    assert!(shown.contains("价目.csv，1 行") && shown.contains("1 行读不了"), "{shown}");
    let mut shop = Shop::found_in_memory(&found::founding(&wizard.wanted), Still::new()).unwrap();
    let toast = found::furnish(&mut shop, &wizard.wanted).unwrap();
    assert!(toast.text.contains("已导入 1 项"), "{}", toast.text);
    assert_eq!(shop.ask(&Items::default()).unwrap().len(), 1);
}

#[test]
fn a_store_founded_in_english_speaks_english() {
    let mut wizard = wizard();
    keys(&mut wizard, "2⏎⏎⏎⏎Anna Lee, Eva Chen⏎⏎②②⏎");
    assert!(wizard.finished);
    let shop = furnished(&wizard);
    let people = shop.ask(&Roster::default()).unwrap();
    assert_eq!(people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Owner", "Anna Lee", "Eva Chen"]);
    assert_eq!((shop.profile().name.as_str(), shop.settings().lang.as_str()), ("My salon", "en"));
    let tiers = shop.ask(&crate::catalog::tier::Tiers::default()).unwrap();
    let items = shop.ask(&Items::default()).unwrap();
    let words = items.iter().flat_map(|row| [row.item.name.as_str(), row.item.category.as_str()]);
    for word in words.chain(tiers.iter().map(|tier| tier.name.as_str())) {
        assert!(word.is_ascii(), "{word} has no English");
    }
}
