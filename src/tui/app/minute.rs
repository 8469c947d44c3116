//! The first minute and each one after it: lists are read, the day is rolled, the file is looked over.

use super::pane::Msg;
use super::shelf::Shelf;
use super::{Console, Context, TOAST_MS, answers};
use crate::checkout::roll::RollDay;
use crate::ground::Instant;
use crate::tui::screen::Effect;
use crate::worker::Wish;

impl Console {
    /// The first minute: the lists are read, the day is rolled, the file is looked over.
    fn begin(&mut self) -> Vec<Effect<Wish>> {
        let mut out = vec![
            Effect::Wish(Wish::look("console.shelf", Shelf::load)),
            Effect::Wish(Wish::look("console.check", answers::check).slow()),
        ];
        out.extend(self.show());
        // What was said at the door goes like everything else that is said.
        if self.toast.is_some() {
            out.push(Effect::Wake { tag: "console.toast", after_ms: TOAST_MS });
        }
        let seconds = u64::try_from(self.context.settings.idle_lock_seconds).unwrap_or(0);
        if seconds > 0 {
            out.push(Effect::Wake { tag: "console.idle", after_ms: seconds.saturating_mul(1000) });
        }
        if let Some(member) = self.wanted.take() {
            out.extend(self.tell(2, Msg::Member(member)));
        }
        out
    }

    pub(super) fn minute(&mut self, now: Instant) -> Vec<Effect<Wish>> {
        let mut out = if self.rolled.is_none() { self.begin() } else { Vec::new() };
        let context = Context { now, ..(*self.context).clone() };
        let today = context.today();
        if self.rolled != Some(today) && context.copy {
            self.rolled = Some(today);
        }
        if self.rolled != Some(today) {
            self.rolled = Some(today);
            // The same key from every door: whoever is first does it, and it happens once. Nobody needs to be
            // logged in for the books to reach the day.
            let envelope = crate::shop::Envelope { key: format!("roll:{today}"), ..Default::default() };
            out.push(Effect::Wish(Wish::act("console.roll", envelope, RollDay {})));
        }
        out.extend(self.surround(context));
        out
    }
}
