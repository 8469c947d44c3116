//! What fits the text in the entry box, as it is typed: items from memory, members from the store, latest wins.

use crate::catalog::list::Listed;
use crate::members::search::Hit;
use crate::tui::app::shelf::Shelf;

/// The most hits: one for each digit.
pub const HITS_MAX: usize = 9;

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An item of the price list.
    Item(Box<Listed>),
    /// A member.
    Member(Hit),
}

/// The hits for a text.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The text they are for, without a quantity before it.
    pub text: String,
    /// How many of the item.
    pub quantity: i64,
    /// Best first, at most nine.
    pub found: Vec<Found>,
    /// The marked one.
    pub mark: usize,
    /// Whether a choice is asked for: a digit picks at once.
    pub picking: bool,
    /// Whether the mark was moved by hand: then Enter takes what is marked.
    pub moved: bool,
    /// The count of the member search that is awaited; 0 for none.
    pub awaited: u64,
}

impl Hits {
    /// Hits among the items, at once.
    #[must_use]
    pub fn of(typed: &str, shelf: &Shelf) -> Self {
        let narrow = crate::ground::wide::narrow(typed);
        let (quantity, text) = match narrow.split_once('*') {
            Some((count, text)) if !count.is_empty() => (count.trim().parse().unwrap_or(1), text),
            Some(_) | None => (1, narrow.as_str()),
        };
        let text = text.trim().to_owned();
        let found = match text.chars().next() {
            None | Some('/' | '*' | ':' | '?' | '+' | '-') => Vec::new(),
            Some(_) if is_long_number(&text) => {
                shelf.barcode(&text).map(|listed| Found::Item(Box::new(listed.clone()))).into_iter().collect()
            }
            Some(_) => shelf
                .hits(&text, HITS_MAX)
                .into_iter()
                .map(|listed| Found::Item(Box::new(listed.clone())))
                .collect(),
        };
        Self { text, quantity, found, ..Self::default() }
    }

    /// What to look for among the members; `None` where the text is no member's.
    #[must_use]
    pub fn member_text(&self) -> Option<String> {
        let count = self.text.chars().count();
        let first = self.text.chars().next()?;
        if matches!(first, '/' | '*' | ':' | '?' | '+' | '-') || self.quantity != 1 {
            return None;
        }
        let digits = self.text.bytes().all(|byte| byte.is_ascii_digit());
        let enough = if digits {
            (4..=11).contains(&count)
        } else if self.text.is_ascii() {
            count >= 2
        } else {
            count >= 1
        };
        enough.then(|| self.text.clone())
    }

    /// The members arrived. Where digits were typed they stand alone, otherwise behind the items.
    pub fn answer(&mut self, members: Vec<Hit>) {
        self.awaited = 0;
        self.found.retain(|found| matches!(found, Found::Item(_)));
        // Half of the room is the members', so that a name is not crowded out by items.
        let room = HITS_MAX.saturating_sub(members.len().min(5));
        self.found.truncate(room);
        self.found.extend(members.into_iter().map(Found::Member));
        self.found.truncate(HITS_MAX);
        self.mark = self.mark.min(self.found.len().saturating_sub(1));
    }

    /// The members among the hits.
    #[must_use]
    pub fn members(&self) -> Vec<&Hit> {
        self.found
            .iter()
            .filter_map(|found| match found {
                Found::Member(hit) => Some(hit),
                Found::Item(_) => None,
            })
            .collect()
    }

    /// Whether the next digit picks a hit. While a code is typed it belongs to the code.
    #[must_use]
    pub fn digits_pick(&self) -> bool {
        self.picking || !self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether Enter takes this hit: the code is whole, or it was marked, or names are typed.
    #[must_use]
    pub fn enter_takes(&self, found: &Found) -> bool {
        let whole = matches!(found, Found::Item(listed) if listed.item.code.eq_ignore_ascii_case(&self.text));
        let member = matches!(found, Found::Member(_));
        self.moved || whole || member || self.digits_pick()
    }

    /// The hit of a digit.
    #[must_use]
    pub fn pick(&self, digit: u8) -> Option<&Found> {
        usize::from(digit).checked_sub(1).and_then(|place| self.found.get(place))
    }

    /// Moves the mark.
    pub fn step(&mut self, rows: isize) {
        self.moved = true;
        self.mark = self.mark.saturating_add_signed(rows).min(self.found.len().saturating_sub(1));
    }
}

/// Numbers longer than an item's code.
fn is_long_number(text: &str) -> bool {
    text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::tui::app::stage::Stage;
    use crate::tui::input::Key;

    #[test]
    fn what_fits_is_shown_at_the_price_that_the_member_will_pay() {
        let mut stage = Stage::salon();
        stage.keys("21");
        let shown = |stage: &Stage| {
            let picture = stage.picture(100, 30);
            picture.lines().find(|line| line.contains("21 深层补水护理")).unwrap_or_default().to_owned()
        };
        assert!(shown(&stage).contains("398.00"), "{}", shown(&stage));
        stage.press(Key::Esc);
        stage.keys("8866⏎21");
        assert!(shown(&stage).contains("358.20") && !shown(&stage).contains("398.00"), "{}", shown(&stage));
        // A product keeps its price where the tier has no rate for it.
        stage.press(Key::Esc);
        stage.keys("31");
        assert!(stage.picture(100, 30).contains("129.00"), "{}", stage.picture(100, 30));
    }
}
