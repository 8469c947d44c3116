//! Which tabs and doors the console has: to add a screen, write it as a [`Pane`] and name it here.

use std::rc::Rc;

use super::context::Context;
use super::pane::Pane;
use super::visit::WayBack;
use crate::tui::checkout::Checkout;
use crate::tui::cockpit::CockpitScreen;
use crate::tui::hq::HqScreen;
use crate::tui::leaderboard::Leaderboard;
use crate::tui::manage::Manage;
use crate::tui::manage::things::Page;
use crate::tui::matrix::MatrixScreen;
use crate::tui::members::Members;
use crate::tui::parts::{Around, Hosted};
use crate::tui::people::People;
use crate::tui::rulebook::{Clearings, Commission, Rewarding, Rulebook};
use crate::tui::settlement::Settlement;
use crate::tui::topup::TopUpLayer;

/// A layer that the palette opens.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// The key of its words.
    pub label: &'static str,
    /// Opens it.
    pub open: fn(&Rc<Context>) -> Box<dyn Pane>,
}

/// The doors of the palette, besides the fixed keys.
pub const DOORS: &[Door] = &[
    Door {
        label: "earned.title",
        open: |context| Box::new(crate::tui::earned::EarnedBy::open(Rc::clone(context), None)),
    },
    Door {
        label: "insight.title",
        open: |context| Box::new(Hosted::new(context, crate::tui::insight::InsightScreen::default())),
    },
    Door { label: "shift.title", open: shift },
    Door {
        label: "month.title",
        open: |context| Box::new(Hosted::new(context, crate::tui::month::MonthScreen::default())),
    },
    Door {
        label: "share.title",
        open: |context| Box::new(Hosted::new(context, crate::tui::shares::SharesScreen::default())),
    },
    Door { label: "pay.title", open: pay },
    Door {
        label: "rulebook.title",
        open: |context| Box::new(Hosted::new(context, Rulebook::<Commission>::default())),
    },
    Door {
        label: "clearing.title",
        open: |context| Box::new(Hosted::new(context, Rulebook::<Clearings>::default())),
    },
    Door {
        label: "rulebook.rewards",
        open: |context| Box::new(Hosted::new(context, Rulebook::<Rewarding>::default())),
    },
    Door {
        label: "rotation.title",
        open: |context| Box::new(crate::tui::rotation::Queue::open(Rc::clone(context))),
    },
    Door {
        label: "manage.settings",
        open: |context| Box::new(Hosted::new(context, Manage::open(Page::Settings))),
    },
    Door { label: "manage.staff", open: |context| Box::new(Hosted::new(context, Manage::open(Page::Staff))) },
    Door { label: "manage.items", open: |context| Box::new(Hosted::new(context, Manage::open(Page::Items))) },
    Door { label: "manage.stock", open: |context| Box::new(Hosted::new(context, Manage::open(Page::Stock))) },
    Door {
        label: "manage.offers",
        open: |context| Box::new(Hosted::new(context, Manage::open(Page::Offers))),
    },
    Door {
        label: "manage.discounts",
        open: |context| Box::new(Hosted::new(context, Manage::open(Page::Discounts))),
    },
    Door { label: "manage.tiers", open: |context| Box::new(Hosted::new(context, Manage::open(Page::Tiers))) },
    Door {
        label: "safety.title",
        open: |context| Box::new(crate::tui::safety::Safety::open(Rc::clone(context))),
    },
    Door {
        label: "importing.title",
        open: |context| Box::new(crate::tui::import::Import::open(Rc::clone(context))),
    },
    Door {
        label: "manage.imports",
        open: |context| Box::new(Hosted::new(context, Manage::open(Page::Imports))),
    },
];

/// The tabs, in order: checkout, members, leaderboard, settlement, cockpit; at headquarters what came in stands in the place of
/// the checkout, and the matrix of all stores in that of one store's own takings; in a store's copy there the way back leads.
#[must_use]
pub fn tabs(context: &Rc<Context>) -> Vec<Box<dyn Pane>> {
    if context.hq {
        return vec![
            Box::new(Hosted::new(context, HqScreen::default())),
            Box::new(Hosted::new(context, People::default())),
            Box::new(Hosted::new(context, Leaderboard::default())),
            Box::new(Hosted::new(context, MatrixScreen::default())),
            Box::new(Hosted::new(context, CockpitScreen::default())),
        ];
    }
    let first: Box<dyn Pane> =
        if context.copy { Box::new(WayBack) } else { Box::new(Checkout::open(Rc::clone(context))) };
    vec![
        first,
        Box::new(Hosted::new(context, Members::default())),
        Box::new(Hosted::new(context, Leaderboard::default())),
        Box::new(Hosted::new(context, Settlement::default())),
        Box::new(Hosted::new(context, CockpitScreen::default())),
    ]
}

/// The layer of pay.
#[must_use]
pub fn shift(context: &Rc<Context>) -> Box<dyn Pane> {
    Box::new(Hosted::new(context, crate::tui::shift::ShiftScreen::default()))
}

/// Paying people.
#[must_use]
pub fn pay(context: &Rc<Context>) -> Box<dyn Pane> {
    Box::new(Hosted::new(context, crate::tui::pay::Pay::default()))
}

/// The layer that takes a top-up: F5, for the member on the bill where there is one.
#[must_use]
pub fn top_up(context: &Rc<Context>, member: Option<&str>) -> Box<dyn Pane> {
    Box::new(Hosted::new(context, TopUpLayer::open(&Around::of(context), member)))
}

/// The layer that opens a member's file for a phone number; it answers `members::open::Opened`.
#[must_use]
pub fn open_member(context: &Rc<Context>, phone: &str) -> Box<dyn Pane> {
    Box::new(crate::tui::checkout::newcomer::Newcomer::open(Rc::clone(context), phone))
}
