//! The walk along the chain: sequence, order, seal, balance and hash of every entry, from its facts alone.

use std::collections::HashMap;

use super::{Proof, Stage};
use crate::db::{Db, Fault, Row, named_params};
use crate::ledger::chain::{self, Facts, Hash};
use crate::ledger::post::{EntryKind, Roll};
use crate::ledger::{Account, Kind};
use crate::shop::Profile;

/// Entries between two reports of progress.
const REPORT_EVERY: i64 = 20_000;

/// What the postings add up to.
#[derive(Debug, Default)]
pub struct Walked {
    /// Balance per account row, in the account's own sense.
    pub balances: HashMap<i64, i64>,
    /// Movements per account and column of the roll-forward.
    pub rolls: HashMap<(Account, Roll), i64>,
}

struct Entry {
    id: i64,
    seq: i64,
    epoch: i64,
    kind: String,
    key: String,
    bill: i64,
    member: i64,
    reverses: i64,
    staff: i64,
    posted_on: String,
    posted_at: i64,
    document: Vec<u8>,
    sealed: Option<(i64, Vec<u8>)>,
    postings: Vec<Posting>,
}

struct Posting {
    account: i64,
    kind: String,
    reference: i64,
    unit: (String, i64),
    side: i64,
    amount: i64,
}

/// From where a walk begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The entry that it begins after; 0 for the very first.
    pub entry: i64,
    /// The link of that entry, or the beginning of the chain.
    pub before: Hash,
    /// Sequence, epoch and moment of that entry.
    pub last: (i64, i64, i64),
}

impl Start {
    /// From the first entry on.
    pub fn first(profile: &Profile) -> Self {
        let before = chain::genesis(&profile.code, &profile.chain_salt);
        Self { entry: 0, before, last: (0, 0, i64::MIN) }
    }
}

/// Walks over every entry from somewhere on.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn along(
    db: &Db,
    profile: &Profile,
    start: &Start,
    proof: &mut Proof,
    report: &mut impl FnMut(Stage),
) -> Result<Walked, Fault> {
    let all = db.one(include_str!("sql/entries_count.sql"), &[], |row| row.get::<_, i64>(0))?.unwrap_or(0);
    let mut state = State { profile, before: start.before, last: start.last, walked: Walked::default() };
    let mut open: Option<Entry> = None;
    db.each(include_str!("sql/walk.sql"), named_params! { ":from": start.entry }, |row| {
        let id: i64 = row.get("id")?;
        if open.as_ref().is_some_and(|entry| entry.id != id)
            && let Some(entry) = open.take()
        {
            state.settle(&entry, proof);
            if proof.entries % REPORT_EVERY == 0 {
                report(Stage::Entries(proof.entries, all));
            }
        }
        if open.is_none() {
            open = Some(read_entry(row)?);
        }
        let Some(entry) = &mut open else { return Ok(()) };
        match read_posting(row) {
            Ok(Some(posting)) => entry.postings.push(posting),
            Ok(None) => {}
            Err(fault) if fault.is_content() => {
                proof.add("account", entry.seq, format!("moves an account that cannot be read: {fault}"));
            }
            Err(fault) => return Err(fault),
        }
        Ok::<(), Fault>(())
    })?;
    if let Some(entry) = open {
        state.settle(&entry, proof);
    }
    proof.head = chain::hex(&state.before);
    proof.last_seq = state.last.0;
    Ok(state.walked)
}

fn read_entry(row: &Row<'_>) -> Result<Entry, Fault> {
    let sealed = match (row.get::<_, Option<i64>>("sealed")?, row.get::<_, Option<Vec<u8>>>("hash")?) {
        (Some(count), Some(hash)) => Some((count, hash)),
        (_, _) => None,
    };
    Ok(Entry {
        id: row.get("id")?,
        seq: row.get("seq")?,
        epoch: row.get("epoch")?,
        kind: row.get("kind")?,
        key: row.get("command_key")?,
        bill: row.get::<_, Option<i64>>("bill_id")?.unwrap_or(0),
        member: row.get::<_, Option<i64>>("member_id")?.unwrap_or(0),
        reverses: row.get::<_, Option<i64>>("reversed_seq")?.unwrap_or(0),
        staff: row.get("staff_id")?,
        posted_on: row.get("posted_on")?,
        posted_at: row.get("posted_at")?,
        document: row.get("facts")?,
        sealed,
        postings: Vec::new(),
    })
}

fn read_posting(row: &Row<'_>) -> Result<Option<Posting>, Fault> {
    let Some(account) = row.get::<_, Option<i64>>("account_id")? else { return Ok(None) };
    Ok(Some(Posting {
        account,
        kind: row.get("account_kind")?,
        reference: row.get("ref")?,
        unit: (row.get("unit")?, row.get("unit_ref")?),
        side: row.get("side")?,
        amount: row.get("amount")?,
    }))
}

struct State<'a> {
    profile: &'a Profile,
    before: Hash,
    /// Sequence, epoch and moment of the entry before.
    last: (i64, i64, i64),
    walked: Walked,
}

impl State<'_> {
    fn settle(&mut self, entry: &Entry, proof: &mut Proof) {
        let seq = entry.seq;
        let (last_seq, last_epoch, last_at) = self.last;
        if seq != last_seq + 1 {
            proof.add("sequence", seq, format!("follows {last_seq}: {} is missing", last_seq + 1));
        }
        if entry.epoch < last_epoch || entry.posted_at <= last_at {
            proof.add("order", seq, "stands before the entry that it follows");
        }
        match &entry.sealed {
            None => proof.add("seal", seq, "has no seal"),
            Some((count, hash)) => {
                if usize::try_from(*count).ok() != Some(entry.postings.len()) {
                    proof.add("seal", seq, format!("sealed {count} postings, has {}", entry.postings.len()));
                }
                let link = self.link(entry);
                if link.as_slice() != hash.as_slice() {
                    proof.add(
                        "chain",
                        seq,
                        format!("{} {} was changed after it was sealed", entry.kind, entry.posted_on),
                    );
                }
                // The kept hash goes on, so that one changed entry is one finding.
                self.before = <[u8; 32]>::try_from(hash.as_slice()).unwrap_or(link);
            }
        }
        self.add_up(entry, proof);
        self.last = (seq, entry.epoch, entry.posted_at);
        proof.entries += 1;
        proof.postings += i64::try_from(entry.postings.len()).unwrap_or(0);
    }

    fn link(&self, entry: &Entry) -> Hash {
        let facts = Facts {
            store: &self.profile.code,
            epoch: entry.epoch,
            seq: entry.seq,
            kind: &entry.kind,
            key: &entry.key,
            bill: entry.bill,
            member: entry.member,
            reverses: entry.reverses,
            staff: entry.staff,
            posted_on: &entry.posted_on,
            posted_at: entry.posted_at,
            document: &entry.document,
        };
        let postings = entry.postings.iter().map(|p| (p.kind.as_str(), p.reference, p.amount));
        chain::link(&self.before, &facts, postings)
    }

    fn add_up(&mut self, entry: &Entry, proof: &mut Proof) {
        let roll = EntryKind::from_code(&entry.kind).map(EntryKind::roll);
        if roll.is_none() {
            proof.add("account", entry.seq, format!("unknown kind of entry {}", entry.kind));
        }
        let mut sums: HashMap<(&str, i64), i128> = HashMap::new();
        for posting in &entry.postings {
            *sums.entry((posting.unit.0.as_str(), posting.unit.1)).or_default() += i128::from(posting.amount);
            let moved = posting.amount * posting.side;
            *self.walked.balances.entry(posting.account).or_default() += moved;
            let Some(account) = known(posting) else {
                proof.add(
                    "account",
                    entry.seq,
                    format!("account {} is not what its kind says", posting.kind),
                );
                continue;
            };
            if let Some(roll) = roll {
                *self.walked.rolls.entry((account, roll)).or_default() += moved;
            }
        }
        for ((unit, _), sum) in sums {
            if sum != 0 {
                proof.add("balanced", entry.seq, format!("postings in {unit} sum to {sum}"));
            }
        }
    }
}

/// The account of a posting, if its row still says what its kind demands.
fn known(posting: &Posting) -> Option<Account> {
    let kind = Kind::from_code(&posting.kind)?;
    let account = Account::of(kind, posting.reference);
    let (unit, unit_ref) = account.unit().parts();
    (posting.side == kind.side() && posting.unit.0 == unit && posting.unit.1 == unit_ref).then_some(account)
}
