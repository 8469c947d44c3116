//! The checkout.

pub mod newcomer;

use std::rc::Rc;

use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Pen};
use crate::tui::screen::Screen;
use crate::words::Lang;

/// The screen.
pub struct Checkout {
    context: Rc<Context>,
}

impl Checkout {
    /// Opens it.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self { context }
    }
}

impl Screen for Checkout {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        if let Msg::Context(context) = msg {
            self.context = context;
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        pen.put(0, 0, &self.context.store, crate::tui::theme::Role::Text);
    }

    fn hints(&self, _: Lang) -> Vec<Hint> {
        Vec::new()
    }
}

impl Pane for Checkout {
    fn title(&self) -> &'static str {
        "key.tab_1"
    }
}
