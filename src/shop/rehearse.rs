//! What a command would do, without doing it: the same verb in a transaction that is always taken back.
//!
//! A panel that shows "this goes back to the lots, that in cash" must not have arithmetic of its own: it would be a second
//! opinion. So it asks the verb itself. Rights are not asked here, so that a cashier sees what a manager is to approve.

use std::cell::Cell;

use super::store::CommandRow;
use super::{Answer, Shop, Tx, Verb, store};
use crate::ground::Instant;

impl Shop {
    /// What the verb would answer now, by the operator of this staff number; nothing is kept, not even its refusal.
    /// Writers wait meanwhile, so it is for panels that are open, not for lists.
    ///
    /// # Errors
    /// As the verb would refuse, rights apart.
    pub fn rehearse<V: Verb>(&mut self, by: Option<&str>, verb: &V) -> Answer<V::Out> {
        let by = self.operator(by)?;
        let before = self.begin()?;
        let answer = self.rehearsed(by, verb);
        self.roll_back(before)?;
        answer
    }

    fn rehearsed<V: Verb>(&self, by: store::Operator, verb: &V) -> Answer<V::Out> {
        let now = self.world.now();
        let last = store::head(&self.db)?.posted_at;
        let at = if now.0 > last { now } else { Instant(last + 1) };
        let row = CommandRow {
            id: store::next_command(&self.db)?,
            key: "rehearsal",
            verb: V::NAME,
            digest: [0; 32],
            by: by.id,
            second: None,
            reason: None,
            at,
        };
        let mut tx = Tx {
            db: &self.db,
            profile: &self.profile,
            settings: &self.settings,
            world: self.world.as_ref(),
            at,
            moment: at,
            day: self.profile.zone.business_day(at),
            by,
            second: None,
            reason: Some("rehearsal".to_owned()),
            key: "rehearsal",
            row,
            row_stands: Cell::new(false),
            proved: None,
            rehearsal: true,
            pins_in_use: false,
            touched: Vec::new(),
        };
        verb.run(&mut tx)
    }
}
