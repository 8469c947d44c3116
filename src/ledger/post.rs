//! Posting: an entry, its postings, and the seal that proves them, in one go.

use super::account::Account;
use super::chain::{self, Facts, Hash};
use super::draft::Balanced;
use super::lock;
use super::store;
use crate::ground::Refused;
use crate::shop::{Answer, Area, Tx};

macro_rules! entry_kinds {
    ($( $(#[doc = $doc:literal])+ $name:ident = $code:literal, $roll:ident; )+) => {
        /// Why an entry was made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EntryKind { $( $(#[doc = $doc])+ $name, )+ }

        impl EntryKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// As it stands in the file and in the hash chain.
            pub fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// Which column of the roll-forward it belongs to.
            pub fn roll(self) -> Roll {
                match self { $( Self::$name => Roll::$roll, )+ }
            }
        }
    };
}

/// The columns of the roll-forward: opening + added − consumed − refunded − lapsed ± adjusted = closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Top-ups, cards sold, points earned, balances brought in.
    Added,
    /// Spent on work and goods, and what came back from refunded bills.
    Consumed,
    /// Paid back to the member.
    Refunded,
    /// Expired.
    Lapsed,
    /// Corrections, transfers, merges.
    Adjusted,
}

entry_kinds! {
    /// A member paid in.
    TopUp = "topup", Added;
    /// A top-up taken back whole.
    TopUpVoid = "topup_void", Refunded;
    /// A bill.
    Sale = "sale", Consumed;
    /// Part of a bill given back.
    Refund = "refund", Consumed;
    /// A whole bill given back.
    Void = "void", Consumed;
    /// A lot or a card given back for money (退卡).
    CardRefund = "card_refund", Refunded;
    /// A debt paid.
    DebtPayment = "debt_payment", Added;
    /// Gifts, points or cards that expired.
    Lapse = "lapse", Lapsed;
    /// Days of a period card that passed.
    Recognise = "recognise", Consumed;
    /// A correction by the owner.
    Adjust = "adjust", Adjusted;
    /// Balances from the system before.
    Import = "import", Added;
    /// A roll-back of an import.
    ImportBack = "import_back", Added;
    /// Two member files made one, or taken apart again.
    Merge = "merge", Adjusted;
    /// A card handed to another member, or exchanged for a better one.
    Transfer = "transfer", Adjusted;
    /// A card that was frozen, lost, opened, extended, shared or handed on: a fact that moves nothing.
    CardChange = "card_change", Adjusted;
    /// Goods that came in.
    StockIn = "stock_in", Added;
    /// Goods that were counted.
    StockCount = "stock_count", Adjusted;
    /// Coupons given out or withdrawn.
    Coupon = "coupon", Added;
    /// An instant reward given, or taken back with its event.
    Reward = "reward", Adjusted;
    /// Wage, hand fees and commission booked and paid out (发放), or a payout taken back.
    Payout = "payout", Adjusted;
    /// Money put into or taken from the drawer, a shift opened or closed.
    Drawer = "drawer", Adjusted;
    /// A part of a member's balance passed on to another store.
    PartOut = "part_out", Adjusted;
    /// A part taken in from another store.
    PartIn = "part_in", Added;
    /// What was left of one given back.
    PartReturn = "part_return", Adjusted;
    /// A part that another store used.
    PartUsed = "part_used", Consumed;
    /// A part, or the rest of one, come back.
    PartBack = "part_back", Adjusted;
    /// A day or a month closed, or a day opened again: a fact that moves nothing.
    Close = "close", Adjusted;
}

impl EntryKind {
    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct About {
    /// The bill it belongs to.
    pub bill: Option<i64>,
    /// The member it belongs to.
    pub member: Option<i64>,
    /// The entry that it reverses.
    pub reverses: Option<i64>,
    /// The digest of the document behind it; zeros for none.
    pub document: Hash,
}

/// An entry that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Row id.
    pub id: i64,
    /// The store's sequence.
    pub seq: i64,
    /// Its link of the chain.
    pub hash: Hash,
}

/// Writes a balanced entry: the only way in which money, points, sessions, stock or coupons move.
///
/// # Errors
/// [`Refused::DayClosed`] and [`Refused::MonthClosed`] for a day that is closed; [`Refused::DayShort`] where a past day had not
/// that much yet; a fault when the file refuses, an overdraw that the rules let through included.
pub fn post(tx: &mut Tx<'_>, kind: EntryKind, about: About, balanced: &Balanced) -> Answer<Posted> {
    let db = tx.db();
    // That a day was closed or opened is said on a day that may be closed itself.
    if kind != EntryKind::Close
        && let Some(no) = lock::locked(db, &tx.today())?
    {
        return Err(no.into());
    }
    refuse_too_early(tx, balanced)?;
    let head = store::chain_head(db)?;
    let before = match &head {
        Some(head) => head.hash,
        None => chain::genesis(&tx.profile().code, &tx.profile().chain_salt),
    };
    let (last_seq, last_at) = head.map_or((0, i64::MIN), |head| (head.seq, head.posted_at));
    // A second entry of the same command stands a millisecond after the first.
    tx.at.0 = tx.at.0.max(last_at.saturating_add(1));
    let today = tx.today();
    let reverses = match about.reverses {
        Some(id) => store::seq_of(db, id)?.unwrap_or(0),
        None => 0,
    };
    let facts = Facts {
        store: &tx.profile().code,
        epoch: tx.profile().epoch,
        seq: last_seq + 1,
        kind: kind.code(),
        key: tx.key,
        bill: about.bill.unwrap_or(0),
        member: about.member.unwrap_or(0),
        reverses,
        staff: tx.by.id,
        posted_on: &today,
        posted_at: tx.at.0,
        document: &about.document,
    };
    let hash = chain::link(&before, &facts, chain::parts(balanced.lines()));
    let id = store::insert_entry(db, &facts, tx.command()?, about)?;
    let mut lines = Vec::with_capacity(balanced.lines().len());
    for (account, amount) in balanced.lines() {
        lines.push((account_id(tx, *account)?, *amount));
    }
    store::insert_postings(db, id, &lines)?;
    store::insert_seal(db, id, balanced.lines().len(), &hash)?;
    tx.touch(Area::Ledger);
    Ok(Posted { id, seq: last_seq + 1, hash })
}

/// An entry of a past day takes no more than there was on it, and leaves enough for every day since: what is held never was
/// below nothing.
fn refuse_too_early(tx: &Tx<'_>, balanced: &Balanced) -> Answer<()> {
    if tx.day >= tx.profile().zone.business_day(tx.at) {
        return Ok(());
    }
    let today = tx.today();
    for (account, amount) in balanced.lines() {
        let taken = -amount * account.kind.side();
        if taken <= 0 || account.kind.floor() != Some(0) || store::account_id(tx.db(), *account)?.is_none() {
            continue;
        }
        let totals = store::totals_since(tx.db(), *account, &today)?;
        if let Some(last) = totals.iter().rposition(|(_, total)| *total < taken) {
            let now = tx.profile().zone.business_day(tx.at).to_string();
            let since = totals.get(last + 1).map_or(now, |(day, _)| day.clone());
            return Err(Refused::DayShort { date: today, since }.into());
        }
    }
    Ok(())
}

fn account_id(tx: &Tx<'_>, account: Account) -> Answer<i64> {
    Ok(match store::account_id(tx.db(), account)? {
        Some(id) => id,
        None => store::insert_account(tx.db(), account)?,
    })
}
