//! The first run, keys in and a store out.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::catalog::list::Items;
use crate::shop::Shop;
use crate::shop::found::Founding;
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
    let founding = Founding::new(&wizard.wanted.code, &wizard.wanted.store);
    let mut shop = Shop::found_in_memory(&founding, world).unwrap();
    found::furnish(&mut shop, &wizard.wanted).unwrap();
    shop
}

#[test]
fn every_page_can_be_skipped_with_one_key() {
    let mut wizard = wizard();
    keys(&mut wizard, "②②②②②");
    assert!(picture(&wizard, 80, 24).contains("S01"));
    keys(&mut wizard, "⏎");
    assert!(wizard.finished);
    let mut other = super::tests::wizard();
    keys(&mut other, "⑧⏎");
    assert!(other.finished);
    let shop = furnished(&other);
    assert!(shop.ask(&Items::default()).unwrap().len() > 20, "the template is the default");
    assert!(!shop.operator(None).unwrap().has_pin);
}

#[test]
fn a_store_is_founded_with_its_people_and_a_pin() {
    let mut wizard = wizard();
    keys(&mut wizard, "1⏎⌫⌫⌫国贸店⏎⌫⌫⌫x⏎");
    assert!(picture(&wizard, 80, 24).contains('✗'), "{}", picture(&wizard, 80, 24));
    keys(&mut wizard, "⌫BJ01⏎王莉⏎陈静 周婷⏎李敏⏎2⏎2468⏎2468⏎");
    let shown = picture(&wizard, 80, 24);
    assert!(shown.contains("BJ01 国贸店"), "{shown}");
    let code = spaced(&wizard.wanted.recovery.0);
    assert!(shown.contains(&code) && code.len() == 24, "{shown}");
    keys(&mut wizard, "⏎");
    let mut shop = furnished(&wizard);
    let people = shop.ask(&Roster::default()).unwrap();
    assert_eq!(people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["店主", "陈静", "周婷", "李敏"]);
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
