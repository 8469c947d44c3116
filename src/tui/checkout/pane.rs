//! The checkout as a screen: which keys work now, what it keeps for itself, and its page of the help.

use super::{Checkout, KEYS};
use crate::tui::app::{Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Pen, help};
use crate::tui::keys::{self, Fixed};
use crate::tui::screen::{Effect, Screen};
use crate::words::{self, Lang};

impl Screen for Checkout {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        if self.waits(&msg) {
            self.queue.push(msg);
            return vec![Effect::Unchanged];
        }
        self.heard(msg)
    }

    fn view(&self, pen: &mut Pen<'_>) {
        self.draw(pen);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let empty = self.sale.is_empty();
        keys::hints(keys::FIXED, lang, |act| match act {
            Fixed::Hold | Fixed::Discount | Fixed::Settle if empty => Err("checkout.empty"),
            Fixed::Retrieve if self.day.as_ref().is_some_and(|day| day.held == 0) => {
                Err("checkout.none_held")
            }
            _ => Ok(()),
        })
    }
}

impl Pane for Checkout {
    fn title(&self) -> &'static str {
        "key.tab_1"
    }

    fn is_typing(&self) -> bool {
        !self.line.is_empty() || self.pay.is_some() || self.awaited.is_some()
    }

    fn hears(&self, fixed: Fixed) -> bool {
        match fixed {
            Fixed::Hold
            | Fixed::Retrieve
            | Fixed::Member
            | Fixed::TopUp
            | Fixed::Discount
            | Fixed::Settle
            | Fixed::Undo => true,
            // Esc has something to go back from while a bill is open.
            Fixed::Back => !self.sale.is_empty(),
            Fixed::Help
            | Fixed::Shift
            | Fixed::Output
            | Fixed::Drawer
            | Fixed::Palette
            | Fixed::Filter
            | Fixed::NextPane
            | Fixed::PrevPane
            | Fixed::Tab(_) => false,
        }
    }

    fn help(&self, lang: Lang) -> Vec<help::Group> {
        let typed = ["code", "count", "tail", "phone", "scan", "card", "staff", "jump", "rate", "advise"];
        let rows = typed.iter().map(|name| {
            let cap = words::text(lang, &format!("checkout.type_{name}")).to_owned();
            (cap, words::text(lang, &format!("checkout.does_{name}")).to_owned())
        });
        vec![
            (words::text(lang, "checkout.entry").to_owned(), rows.collect()),
            (words::text(lang, "key.tab_1").to_owned(), keys::help(KEYS, lang)),
        ]
    }
}
