//! The README's pictures: drawn from the real screens, so that a picture which is no longer true fails.
//!
//! `MEIGUI_DRAW=1 cargo test --lib pictures` draws them anew; look at them before they are committed.

use std::path::PathBuf;

use super::Terminal;
use super::stage::Stage;
use crate::tui::glyphs::Tier;
use crate::tui::picture::{Ground, svg};
use crate::tui::theme::{Depth, Look};
use crate::words::Lang;

/// Compares a picture with the one that the README shows, or draws it where that was asked for.
fn hold(screen: &str, lang: Lang, stage: &Stage, width: u16, height: u16) {
    let name = format!("{screen}.{}.svg", if lang == Lang::Zh { "zh" } else { "en" });
    let (buffer, marks) = stage.buffer(width, height);
    let drawn = svg(&buffer, marks.caret, Ground::default());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/screens").join(&name);
    if std::env::var_os("MEIGUI_DRAW").is_some() {
        std::fs::write(&path, drawn).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{name} is no longer what the screen shows:\n{}", stage.picture(width, height));
}

/// A member at the counter with two lines, before payment.
fn counter(lang: Lang) -> Stage {
    let mut stage = Stage::salon();
    stage.send(
        "checkout",
        r#"{"member":"13812348866","lines":[{"item":"51"}],"tenders":[{"tender":"cash"}]}"#,
    );
    let mut stage = Stage::over(stage.shop, stage.world);
    let terminal = Terminal { depth: Depth::True, look: Some(Look::Dark), glyphs: Tier::Rich.glyphs() };
    stage.terminal(lang, terminal);
    stage.keys("8866⏎21⏎22⏎/5+⏎");
    stage
}

#[test]
fn the_checkout_is_what_the_readme_shows() {
    for lang in Lang::ALL {
        hold("checkout", lang, &counter(lang), 100, 30);
    }
}

#[test]
fn the_payment_is_what_the_readme_shows() {
    let mut stage = counter(Lang::Zh);
    stage.keys("⏎");
    hold("payment", Lang::Zh, &stage, 100, 30);
}

#[test]
fn the_member_is_what_the_readme_shows() {
    let mut stage = counter(Lang::Zh);
    stage.keys("02");
    hold("members", Lang::Zh, &stage, 100, 30);
}
