//! How the checkout looks: both languages, four looks, every width.

use ratatui::style::Color;

use super::tests::{DUE, two_lines};
use crate::tui::app::Terminal;
use crate::tui::glyphs::Tier;
use crate::tui::input::Key;
use crate::tui::theme::{Depth, Look};
use crate::words::Lang;

#[test]
fn the_screen_reads_the_same_in_english_without_colour_and_in_ascii() {
    let mut stage = two_lines();
    for (lang, look, depth, tier) in [
        (Lang::Zh, Look::Dark, Depth::True, Tier::Rich),
        (Lang::En, Look::Light, Depth::Cube, Tier::Safe),
        (Lang::En, Look::Contrast, Depth::Sixteen, Tier::Rich),
        (Lang::Zh, Look::Mono, Depth::None, Tier::Ascii),
    ] {
        stage.terminal(lang, Terminal { depth, look: Some(look), glyphs: tier.glyphs() });
        for (width, height) in [(60, 20), (80, 24), (100, 30), (140, 40)] {
            let (buf, _) = stage.buffer(width, height);
            let picture = crate::tui::picture::plain(&buf);
            let words =
                if lang == Lang::Zh { ["应收", "输入", "收银"] } else { ["Due", "Entry", "Sell"] };
            for word in words {
                assert!(picture.contains(word), "{word} at {width}x{height}\n{picture}");
            }
            assert!(picture.contains(DUE), "{picture}");
            if depth == Depth::None {
                let plain =
                    buf.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset);
                assert!(plain, "no colour at {width}x{height}");
            }
            if tier == Tier::Ascii {
                let odd = picture
                    .chars()
                    .find(|ch| !ch.is_ascii() && !('\u{3000}'..='\u{ffef}').contains(ch) && *ch != '¥');
                assert_eq!(odd, None, "{picture}");
            }
        }
    }
}

#[test]
fn a_resize_keeps_what_was_typed_and_tab_turns_the_panes() {
    let mut stage = two_lines();
    stage.keys("3*2");
    assert!(stage.picture(60, 20).contains("3*2") && stage.picture(140, 40).contains("3*2"));
    stage.press(Key::Tab);
    let picture = stage.picture(60, 20);
    assert!(picture.contains("138****8866") && picture.contains("3*2"), "{picture}");
    stage.press(Key::Tab);
    assert!(stage.picture(60, 20).contains("今日"));
}
