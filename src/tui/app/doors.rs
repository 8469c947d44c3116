//! Which tabs and doors the console has: to add a screen, write it as a [`Pane`] and name it here.

use std::rc::Rc;

use super::context::Context;
use super::pane::Pane;
use crate::tui::checkout::Checkout;
use crate::tui::soon::Soon;

/// A layer that the palette opens.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// The key of its words.
    pub label: &'static str,
    /// Opens it.
    pub open: fn(&Rc<Context>) -> Box<dyn Pane>,
}

/// The doors of the palette, besides the fixed keys.
pub const DOORS: &[Door] = &[Door {
    label: "importing.title",
    open: |context| Box::new(crate::tui::import::Import::open(Rc::clone(context))),
}];

/// The tabs, in order: checkout, members, leaderboard, settlement.
#[must_use]
pub fn tabs(context: &Rc<Context>) -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(Checkout::open(Rc::clone(context))),
        Box::new(Soon::open("key.tab_2")),
        Box::new(Soon::open("key.tab_3")),
        Box::new(Soon::open("key.tab_4")),
    ]
}

/// The layer that takes a top-up: F5, for the member on the bill where there is one.
#[must_use]
pub fn top_up(_context: &Rc<Context>, _member: Option<&str>) -> Box<dyn Pane> {
    Box::new(Soon::open("key.top_up"))
}

/// The layer that opens a member's file for a phone number; it answers `members::open::Opened`.
#[must_use]
pub fn open_member(context: &Rc<Context>, phone: &str) -> Box<dyn Pane> {
    Box::new(crate::tui::checkout::newcomer::Newcomer::open(Rc::clone(context), phone))
}
