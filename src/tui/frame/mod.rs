//! The parts every screen is drawn with, so that a panel, a table and a footer look the same everywhere.
//!
//! | to change | open |
//! |---|---|
//! | how text is measured and cut | [`text`] |
//! | drawing within an area | [`pen`] |
//! | which panes fit | [`room`] |
//! | panels with titles, rules | [`panel`] |
//! | tables and their selection | [`table`] |
//! | tabs, status, footer | [`bars`] |
//! | bars, sparklines | [`chart`] |
//! | curves and radars | [`dots`] |
//! | popups, the help | [`layers`], [`help`] |
//! | loading, empty, failed lists | [`listing`] |

pub mod bars;
pub mod chart;
pub mod dots;
pub mod help;
pub mod layers;
pub mod listing;
#[cfg(test)]
mod mockup;
pub mod panel;
pub mod pen;
pub mod room;
pub mod table;
pub mod text;

pub use bars::{Hint, Toast, Tone};
pub use chart::{bar, spark};
pub use dots::Dots;
pub use layers::{Layers, popup};
pub use listing::{Listing, Phase};
pub use panel::Panel;
pub use pen::{Manner, Marks, Pen};
pub use room::Room;
pub use table::{Column, Row, Table};

/// A manner for tests: rich signs, dark, 24 bits, Chinese.
#[cfg(test)]
pub(crate) fn test_manner() -> Manner {
    use super::glyphs::Tier;
    use super::theme::{Depth, Look, Theme};
    Manner {
        theme: Theme::new(Look::Dark, Depth::True, true),
        glyphs: Tier::Rich.glyphs(),
        lang: crate::words::Lang::Zh,
    }
}
