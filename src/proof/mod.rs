//! The proof of a whole file: every fen, point and session can be accounted for, or the first wrong entry is named.
//!
//! Nothing here trusts a balance, a hash or a trigger: all of it is worked out again from the postings and the
//! documents. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | the walk along the chain | [`walk`] |
//! | balances, lots, cards, debts | [`holdings`] |
//! | whose each of them is | [`holders`] |
//! | commands against their entries | [`commands`] |
//! | bills against their entries | [`bills`] |
//! | what is kept of people's days | [`performance`] |
//! | rewards and payouts against their entries | [`rewards`], [`pay`] |
//! | opening + added − consumed − refunded − lapsed ± adjusted = closing | [`roll_forward`] |

pub mod bills;
pub mod closing;
pub mod commands;
pub mod holders;
pub mod holdings;
pub mod pay;
pub mod performance;
pub mod rewards;
pub mod roll_forward;
pub mod walk;

use serde::Serialize;

use crate::db::{Db, Fault};
use crate::shop::Profile;

pub use roll_forward::RollForward;

/// The most findings that are listed; further ones are counted.
pub const FINDINGS_MAX: usize = 50;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was proved: `sqlite`, `references`, `chain`, `sequence`, `order`, `balanced`, `seal`, `account`,
    /// `balance`, `command`, `bill`, `lot`, `card`, `debt`, `holder`, `performance`, `reward`, `payout`, `closing`,
    /// `frozen`, `roll_forward`.
    pub law: &'static str,
    /// The store's sequence of the entry; 0 where it is no entry.
    pub seq: i64,
    /// What stands there and what should.
    pub detail: String,
}

/// The proof.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Proof {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// Entries walked.
    pub entries: i64,
    /// Postings summed.
    pub postings: i64,
    /// Bills read again.
    pub bills: i64,
    /// Last sequence.
    pub last_seq: i64,
    /// The life of the file.
    pub epoch: i64,
    /// The last link of the chain, in full.
    pub head: String,
    /// What is wrong, the first entry first.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: usize,
    /// Stored value and cards of the store.
    pub roll_forward: RollForward,
}

impl Proof {
    /// Adds a finding.
    pub(crate) fn add(&mut self, law: &'static str, seq: i64, detail: impl Into<String>) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { law, seq, detail: detail.into() });
        } else {
            self.more += 1;
        }
    }

    /// What a part of the proof came to. What it could not read because the file holds something else than it should is a
    /// finding, and the other parts go on.
    fn readable<T>(&mut self, law: &'static str, outcome: Result<T, Fault>) -> Result<Option<T>, Fault> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(fault) if fault.is_content() => {
                self.add(law, 0, fault.to_string());
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }
}

/// How far the proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// SQLite checks its pages.
    Pages,
    /// So many entries of so many.
    Entries(i64, i64),
    /// Bills are read again.
    Bills(i64),
    /// Balances and holdings.
    Holdings,
}

/// Proves a file.
///
/// # Errors
/// A fault when it cannot be read at all; what can be read and is wrong is a finding.
pub fn prove(db: &Db, profile: &Profile, mut report: impl FnMut(Stage)) -> Result<Proof, Fault> {
    let mut proof = Proof { epoch: profile.epoch, ..Proof::default() };
    report(Stage::Pages);
    for line in db.integrity(true)? {
        proof.add("sqlite", 0, line);
    }
    for line in db.broken_references()? {
        proof.add("references", 0, line);
    }
    let walked = walk::along(db, profile, &walk::Start::first(profile), &mut proof, &mut report);
    let walked = proof.readable("chain", walked)?;
    let of_commands = commands::compare(db, &mut proof);
    proof.readable("command", of_commands)?;
    let of_bills = bills::read_again(db, &mut proof, &mut report);
    proof.readable("bill", of_bills)?;
    report(Stage::Holdings);
    let of_days = performance::compare(db, profile, &mut proof);
    proof.readable("performance", of_days)?;
    let of_rewards = rewards::read_again(db, &mut proof);
    proof.readable("reward", of_rewards)?;
    let of_payouts = pay::read_again(db, &mut proof);
    proof.readable("payout", of_payouts)?;
    let of_closes = closing::read_again(db, &mut proof);
    proof.readable("closing", of_closes)?;
    if let Some(walked) = walked {
        let held = holdings::compare(db, &walked, &mut proof);
        proof.readable("lot", held)?;
        let rolled = roll_forward::close(db, &walked, &mut proof);
        proof.roll_forward = proof.readable("roll_forward", rolled)?.unwrap_or_default();
    }
    let of_holders = holders::compare(db, &mut proof);
    proof.readable("holder", of_holders)?;
    // Sorted by entry: the first wrong one is the one to look at.
    proof.findings.sort_by_key(|finding| (finding.seq == 0, finding.seq));
    proof.sound = proof.findings.is_empty();
    Ok(proof)
}
