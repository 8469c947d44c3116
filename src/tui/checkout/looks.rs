//! How the checkout looks: both languages, four looks, every width.

use ratatui::style::Color;

use super::tests::{DUE, two_lines};
use crate::tui::app::Terminal;
use crate::tui::app::stage::Stage;
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

#[test]
fn every_way_to_pay_and_what_is_due_are_seen_in_every_window() {
    let mut stage = Stage::salon();
    typed(&mut stage, &["8866", "21", "22", ""]);
    for (width, height) in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let shown = stage.picture(width, height);
        for part in ["1 储值", "4 现金", "5 银行卡", "9 积分", "储值余"] {
            assert!(shown.contains(part), "{part}:\n{shown}");
        }
        let mut cells = shown.lines().flat_map(|line| line.split(Tier::Rich.glyphs().vertical));
        let due = cells.find(|cell| cell.contains("收款") && cell.contains("¥ 599.40"));
        assert!(due.is_some_and(|due| due.contains("收款    ")), "{due:?}\n{shown}");
    }
}

#[test]
fn money_beside_the_bill_is_never_cut() {
    let mut stage = Stage::salon();
    stage.send(
        "topup",
        r#"{"member":"13812348866","amount":"16403.86","gift":"5500.00","above_limit":true,"tenders":[{"tender":"cash"}]}"#,
    );
    typed(&mut stage, &["8866", "21"]);
    for (width, height) in [(100, 30), (80, 24)] {
        let shown = stage.picture(width, height);
        assert!(shown.contains("19,403.86") && shown.contains("6,000.00"), "{shown}");
    }
}

/// Each text and Enter.
fn typed(stage: &mut Stage, texts: &[&str]) {
    for text in texts {
        stage.keys(text);
        stage.press(Key::Enter);
    }
}
