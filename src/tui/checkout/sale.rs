//! The bill being built: a cart, what it costs, and every step back.

use crate::catalog::ItemKind;
use crate::checkout::cart::{Advice, Cart, CartLine, StaffOn};
use crate::checkout::member_view::MemberView;
use crate::checkout::propose::Wanted;
use crate::checkout::quote::Quoted;
use crate::ground::Fen;
use crate::tui::app::shelf::Shelf;
use crate::tui::checkout::earning::Earning;

/// The most steps that can be taken back.
const STEPS_MAX: usize = 200;

/// The bill being built.
#[derive(Debug, Clone, Default)]
pub struct Sale {
    /// What, by whom, for whom.
    pub cart: Cart,
    /// The selected line.
    pub selected: usize,
    /// What it costs, as the store last answered.
    pub quote: Option<Quoted>,
    /// Who earns what by it.
    pub earning: Earning,
    /// The member, as the store last answered.
    pub member: Option<MemberView>,
    steps: Vec<Cart>,
}

/// A line with its prices, as it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The list's price of one.
    pub unit: Fen,
    /// For all of them; a package is the sum of what its parts cost.
    pub net: Fen,
}

impl Sale {
    /// A cart that was put aside.
    #[must_use]
    pub fn of(cart: Cart) -> Self {
        let selected = cart.lines.len().saturating_sub(1);
        Self { cart, selected, ..Self::default() }
    }

    /// Whether nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cart.lines.is_empty()
    }

    /// Changes the cart; the step can be taken back.
    pub fn change(&mut self, change: impl FnOnce(&mut Cart)) {
        if self.steps.len() == STEPS_MAX {
            self.steps.remove(0);
        }
        self.steps.push(self.cart.clone());
        change(&mut self.cart);
        if self.cart.lines.is_empty() {
            // What was taken off this bill is not meant for the next one.
            (self.cart.discount, self.cart.points) = (None, 0);
            self.cart.coupons.clear();
        }
        self.selected = self.selected.min(self.cart.lines.len().saturating_sub(1));
    }

    /// Takes the last step back.
    pub fn step_back(&mut self) -> bool {
        let Some(before) = self.steps.pop() else { return false };
        self.cart = before;
        self.selected = self.cart.lines.len().saturating_sub(1);
        true
    }

    /// Adds an item: the selected line counts up where it is the same and nothing was done to it.
    pub fn add(&mut self, code: &str, quantity: i64, staff: Option<String>) {
        let staff: Vec<StaffOn> = staff.into_iter().map(StaffOn::Number).collect();
        let place = self.cart.lines.len().saturating_sub(1);
        let same = self.cart.lines.last().is_some_and(|line| {
            let bare = CartLine { quantity: line.quantity, staff: staff.clone(), ..CartLine::of(code) };
            *line == bare && line.quantity.saturating_add(quantity) <= 999
        });
        self.change(|cart| {
            if let Some(line) = cart.lines.get_mut(place).filter(|_| same) {
                line.quantity += quantity;
            } else {
                cart.lines.push(CartLine { quantity, staff, ..CartLine::of(code) });
            }
        });
        self.selected = self.cart.lines.len().saturating_sub(1);
    }

    /// Makes one step of the last two.
    pub fn join_steps(&mut self) {
        self.steps.pop();
    }

    /// How many steps can be taken back.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Changes the selected line; answers whether there is one.
    pub fn change_line(&mut self, change: impl FnOnce(&mut CartLine)) -> bool {
        let place = self.selected;
        if place >= self.cart.lines.len() {
            return false;
        }
        self.change(|cart| {
            if let Some(line) = cart.lines.get_mut(place) {
                change(line);
            }
        });
        true
    }

    /// The selected line.
    #[must_use]
    pub fn line(&self) -> Option<&CartLine> {
        self.cart.lines.get(self.selected)
    }

    /// Sets the staff of the selected line.
    pub fn staff(&mut self, numbers: Vec<String>, requested: bool) -> bool {
        self.change_line(|line| {
            line.staff = numbers.into_iter().map(StaffOn::Number).collect();
            line.requested = requested;
        })
    }

    /// Notes that an item was recommended by somebody.
    pub fn recommend(&mut self, item: &str, staff: &str) {
        let advice = Advice { item: item.to_owned(), staff: staff.to_owned() };
        self.change(|cart| cart.recommended.push(advice));
    }

    /// Services that a card could pay for.
    #[must_use]
    pub fn wanted(&self, shelf: &Shelf) -> Vec<Wanted> {
        let lines = self.cart.lines.iter().enumerate();
        lines
            .filter(|(_, line)| {
                shelf.item(&line.item).is_some_and(|listed| listed.item.kind == ItemKind::Service)
            })
            .map(|(place, line)| Wanted { line: place, code: line.item.clone(), quantity: line.quantity })
            .collect()
    }

    /// The lines with their prices. A package stands on the quote as its parts.
    #[must_use]
    pub fn shown(&self, shelf: &Shelf) -> Vec<Shown> {
        let mut quoted = self.quote.iter().flat_map(|quote| quote.lines.iter());
        let mut out = Vec::with_capacity(self.cart.lines.len());
        for line in &self.cart.lines {
            let listed = shelf.item(&line.item);
            let list = listed.map_or(Fen::ZERO, |listed| listed.item.price);
            let parts = match listed {
                Some(listed) if listed.item.kind == ItemKind::Package => listed.parts.len(),
                Some(_) | None => 1,
            };
            let lines: Vec<_> = quoted.by_ref().take(parts).collect();
            // List prices stand on the lines, and what comes off stands below them: so the sums add up.
            let sum = Fen(list.0.saturating_mul(line.quantity));
            out.push(match lines.as_slice() {
                several if parts > 1 && !several.is_empty() => {
                    Shown { unit: list, net: Fen(several.iter().map(|part| part.net.0).sum()) }
                }
                _ => Shown { unit: list, net: sum },
            });
        }
        out
    }

    /// How many pieces.
    #[must_use]
    pub fn pieces(&self) -> i64 {
        self.cart.lines.iter().map(|line| line.quantity).sum()
    }
}
