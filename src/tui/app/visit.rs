//! Looking into a store's copy from headquarters: the same tabs over the copy, and the way back.

use super::Console;
use super::pane::{Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Pen};
use crate::tui::screen::{Effect, Screen};
use crate::words::Lang;

/// Which store is looked into, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The store's code.
    pub store: String,
    /// The tab, counted from 1: 2 members, 3 leaderboard, 4 settlement.
    pub tab: u8,
    /// A member to begin with, by number.
    pub member: Option<String>,
}

/// The first tab of a copy: it leads back to headquarters.
#[derive(Debug, Clone, Copy, Default)]
pub struct WayBack;

impl Screen for WayBack {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        if matches!(msg, Msg::Shown) { vec![Effect::Quit] } else { Vec::new() }
    }

    fn view(&self, _: &mut Pen<'_>) {}

    fn hints(&self, _: Lang) -> Vec<Hint> {
        Vec::new()
    }
}

impl Pane for WayBack {
    fn title(&self) -> &'static str {
        "hq.title"
    }
}

impl Console {
    /// Begins at a tab, with a member's file where one is named: a store that headquarters looks into.
    #[must_use]
    pub fn at(mut self, visit: &Visit) -> Self {
        self.active = usize::from(visit.tab).saturating_sub(1).min(self.tabs.len().saturating_sub(1));
        self.wanted.clone_from(&visit.member);
        self
    }

    /// The store that somebody wants to look into; asked once. What is shown is read anew afterwards.
    pub fn take_visit(&mut self) -> Option<Visit> {
        self.rolled = None;
        self.visit.take()
    }
}
