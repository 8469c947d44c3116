//! Two member files made one, and taken apart again: balances move by an entry, and its reversal moves them back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cards::store::{self as cards, NewLot};
use crate::db::{Fault, named_params};
use crate::ground::Refused;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::members::{self, Member, family};
use crate::performance;
use crate::points;
use crate::promotions::coupons;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Merges one member's file into another's.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeMembers {
    /// The file that goes.
    pub from: String,
    /// The file that stays.
    pub into: String,
}

/// Takes a merge apart again.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeMember {
    /// The number of the file that went.
    pub member: String,
}

/// What a merge moved: row ids, so that it can be moved back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Moved {
    cards: Vec<i64>,
    debts: Vec<i64>,
    coupons: Vec<i64>,
    phones: Vec<String>,
    /// Cards of others that were shared with the file that went.
    #[serde(default)]
    shares: Vec<i64>,
    #[serde(default)]
    family: family::Carried,
}

/// Two files that are one, or two again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The file that went, or came back.
    pub from: String,
    /// The file that stays.
    pub into: String,
}

impl Verb for MergeMembers {
    const NAME: &'static str = "member.merge";
    type Out = Merged;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Merged> {
        tx.require(Act::MemberMerge)?;
        let from = members::store::find(tx.db(), &self.from)?;
        let into = members::store::find(tx.db(), &self.into)?;
        if from.id == into.id {
            return Err(Refused::MemberSame { number: from.number }.into());
        }
        // What a lost card holds does not become spendable by a merge.
        members::wallet::refuse_state(from.wallet)?;
        members::wallet::refuse_state(into.wallet)?;
        let mut draft = Draft::new();
        let mut moved = Moved::default();
        move_lots(tx, from.id, into.id, &mut draft)?;
        move_points(tx, from.id, into.id, &mut draft)?;
        for mut card in cards::cards(tx.db(), from.id)? {
            moved.cards.push(card.id);
            card.member = into.id;
            cards::update_card(tx.db(), &card)?;
        }
        for debt in cards::debts(tx.db(), from.id)? {
            moved.debts.push(debt.id);
            set_debtor(tx, debt.id, into.id)?;
        }
        for coupon in coupons::given_to(tx.db(), from.id)? {
            moved.coupons.push(coupon);
            set_holder(tx, coupon, into.id)?;
        }
        let both = named_params! { ":from": from.id, ":into": into.id };
        moved.shares =
            tx.db().list(include_str!("sql/shares_to_move.sql"), both, |row| row.get("card_id"))?;
        for card in &moved.shares {
            move_share(tx, *card, from.id, into.id)?;
        }
        moved.phones = members::store::phones(tx.db(), from.id)?;
        give_phones(tx, &from, &into, &moved.phones)?;
        moved.family = family::carry_over(tx, from.id, into.id)?;
        let entry = post_move(tx, &into, draft, None)?;
        close_file(tx, &from, Some(into.id))?;
        insert(tx, from.id, into.id, None, &moved, entry)?;
        performance::keep::merged(tx, into.id)?;
        tx.touch(Area::Members);
        Ok(Merged { from: from.number, into: into.number })
    }
}

/// What is left of each lot goes to a new one that keeps the old one's terms: what was paid, given and used of it.
fn move_lots(tx: &Tx<'_>, from: i64, into: i64, draft: &mut Draft) -> Answer<()> {
    for lot in cards::lots(tx.db(), from)? {
        let home = crate::cards::home::of_lot(tx.db(), lot.id)?;
        let new = cards::insert_lot(
            tx.db(),
            &NewLot {
                member: into,
                principal: lot.principal,
                gift: lot.gift,
                order: lot.order,
                gift_expires_on: lot.gift_expires_on.clone(),
                bought_on: &lot.bought_on,
                bought_at: &home,
                sold_by: None,
                rule: ("merge", 0),
                bill: None,
                from_lot: Some(lot.id),
            },
        )?;
        draft.money(
            Account::of(Kind::LotPrincipal, lot.id),
            Account::of(Kind::LotPrincipal, new),
            lot.principal_left,
        );
        draft.money(Account::of(Kind::LotGift, lot.id), Account::of(Kind::LotGift, new), lot.gift_left);
    }
    Ok(())
}

fn move_points(tx: &Tx<'_>, from: i64, into: i64, draft: &mut Draft) -> Answer<()> {
    for lot in points::store::lots(tx.db(), from)? {
        let new = tx.db().insert(
            include_str!("sql/points_lot_move.sql"),
            named_params! { ":member": into, ":lot": lot.id, ":points": lot.left },
        )?;
        draft.transfer(Account::of(Kind::PointsLot, lot.id), Account::of(Kind::PointsLot, new), lot.left);
    }
    let owed = points::store::owed(tx.db(), from)?;
    draft.transfer(Account::of(Kind::PointsOwed, into), Account::of(Kind::PointsOwed, from), owed);
    Ok(())
}

/// Whose file a member's is now: her own, or the one that it was merged into.
pub(super) fn heir(tx: &Tx<'_>, member: i64) -> Answer<i64> {
    let mut own = member;
    while let Some(into) = members::store::by_id(tx.db(), own)?.and_then(|member| member.merged_into) {
        if into == own {
            break;
        }
        own = into;
    }
    Ok(own)
}

/// As [`sweep`] for a member and for everybody whose lots an entry gave something back to, such as a relative's who lent
/// the wallet.
///
/// # Errors
/// As [`sweep`].
pub(super) fn sweep_entry(tx: &mut Tx<'_>, entry: i64, member: Option<i64>) -> Answer<()> {
    let mut holders: Vec<i64> = member.into_iter().collect();
    for (account, amount) in balance::postings(tx.db(), entry)? {
        if matches!(account.kind, Kind::LotPrincipal | Kind::LotGift) && amount < 0 {
            let holder = cards::lot(tx.db(), account.reference)?.member;
            if !holders.contains(&holder) {
                holders.push(holder);
            }
        }
    }
    for holder in holders {
        sweep(tx, Some(holder))?;
    }
    Ok(())
}

/// What comes back to a file that was merged goes on to the one that stays: nothing is left where nobody can spend it.
///
/// # Errors
/// A fault when the file refuses.
pub fn sweep(tx: &mut Tx<'_>, member: Option<i64>) -> Answer<()> {
    let Some(mut from) = member else { return Ok(()) };
    while let Some(into) = members::store::by_id(tx.db(), from)?.and_then(|member| member.merged_into) {
        let mut draft = Draft::new();
        move_lots(tx, from, into, &mut draft)?;
        move_points(tx, from, into, &mut draft)?;
        if let Some(heir) = members::store::by_id(tx.db(), into)? {
            post_move(tx, &heir, draft, None)?;
        }
        from = into;
    }
    Ok(())
}

fn set_holder(tx: &Tx<'_>, coupon: i64, member: i64) -> Answer<()> {
    tx.db().run(include_str!("sql/coupon_member.sql"), named_params! { ":id": coupon, ":member": member })?;
    Ok(())
}

fn move_share(tx: &Tx<'_>, card: i64, from: i64, to: i64) -> Answer<()> {
    tx.db()
        .run(include_str!("sql/share_move.sql"), named_params! { ":card": card, ":from": from, ":to": to })?;
    Ok(())
}

/// The phones of the file that goes are found under the one that stays.
fn give_phones(tx: &Tx<'_>, from: &Member, into: &Member, phones: &[String]) -> Answer<()> {
    let mut all = members::store::phones(tx.db(), into.id)?;
    all.extend(phones.iter().filter(|phone| !all.contains(phone)).cloned().collect::<Vec<_>>());
    members::store::set_phones(tx.db(), from, &[])?;
    Ok(members::store::set_phones(tx.db(), into, &all)?)
}

fn post_move(tx: &mut Tx<'_>, member: &Member, draft: Draft, reverses: Option<i64>) -> Answer<Option<i64>> {
    if draft.is_empty() {
        return Ok(None);
    }
    let about = About { member: Some(member.id), reverses, ..About::default() };
    Ok(Some(post(tx, EntryKind::Merge, about, &draft.balance().map_err(Fault::from)?)?.id))
}

fn close_file(tx: &Tx<'_>, member: &Member, into: Option<i64>) -> Answer<()> {
    let ids = members::store::ids(tx.db(), member.id)?;
    let after = Member { merged_into: into, ..member.clone() };
    members::store::update(tx.db(), &after, &ids)?;
    tx.keep_change("member", member.id, member, &after)
}

fn set_debtor(tx: &Tx<'_>, debt: i64, member: i64) -> Answer<()> {
    tx.db().run(include_str!("sql/debt_member.sql"), named_params! { ":id": debt, ":member": member })?;
    Ok(())
}

fn insert(
    tx: &Tx<'_>,
    from: i64,
    into: i64,
    undoes: Option<i64>,
    moved: &Moved,
    entry: Option<i64>,
) -> Answer<()> {
    let text = serde_json::to_string(moved).map_err(|e| Fault::Broken(format!("merge: {e}")))?;
    tx.db().run(
        include_str!("sql/merge_insert.sql"),
        named_params! {
            ":from": from, ":into": into, ":undoes": undoes, ":moved": text, ":entry": entry,
            ":command": tx.command()?, ":at": tx.at.0,
        },
    )?;
    Ok(())
}

impl Verb for UnmergeMember {
    const NAME: &'static str = "member.unmerge";
    type Out = Merged;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Merged> {
        tx.require(Act::MemberMerge)?;
        let from = members::store::by_number(tx.db(), &self.member)?
            .ok_or_else(|| Refused::MemberUnknown { who: members::store::shown(&self.member) })?;
        let params = named_params! { ":from": from.id };
        let last = tx.db().one(include_str!("sql/merge_last.sql"), params, |row| {
            Ok((
                row.get::<_, i64>("id")?,
                row.get::<_, i64>("into_id")?,
                row.get::<_, Option<i64>>("undoes")?,
                row.get::<_, String>("moved")?,
                row.get::<_, Option<i64>>("entry_id")?,
                row.get::<_, i64>("at")?,
            ))
        })?;
        let not_merged = || Refused::MemberNotMerged { number: from.number.clone() };
        let Some((merge, into, None, text, entry, at)) = last else { return Err(not_merged().into()) };
        let into = members::store::by_id(tx.db(), into)?.ok_or_else(not_merged)?;
        let moved: Moved = serde_json::from_str(&text).map_err(|e| Fault::Broken(format!("merge: {e}")))?;
        for sweep in sweeps(tx, from.id, into.id, entry, at)? {
            post_move(tx, &into, apart(tx, &into, from.id, sweep)?, Some(sweep))?;
        }
        let undo = match entry {
            Some(entry) => post_move(tx, &into, apart(tx, &into, from.id, entry)?, Some(entry))?,
            None => None,
        };
        for id in &moved.cards {
            let mut card = cards::card_by_id(tx.db(), *id)?.ok_or_else(not_merged)?;
            // Whoever it was handed to since keeps it; then the files cannot come apart as they were.
            if card.member != into.id {
                return Err(Refused::RefundUsedUp { bill: into.number, what: card.code }.into());
            }
            card.member = from.id;
            cards::update_card(tx.db(), &card)?;
        }
        for debt in &moved.debts {
            set_debtor(tx, *debt, from.id)?;
        }
        for coupon in &moved.coupons {
            set_holder(tx, *coupon, from.id)?;
        }
        for card in &moved.shares {
            move_share(tx, *card, into.id, from.id)?;
        }
        let kept = members::store::phones(tx.db(), into.id)?;
        let kept: Vec<String> = kept.into_iter().filter(|phone| !moved.phones.contains(phone)).collect();
        members::store::set_phones(tx.db(), &into, &kept)?;
        members::store::set_phones(tx.db(), &from, &moved.phones)?;
        family::put_back(tx, &moved.family)?;
        close_file(tx, &from, None)?;
        insert(tx, from.id, into.id, Some(merge), &Moved::default(), undo)?;
        performance::keep::merged(tx, into.id)?;
        tx.touch(Area::Members);
        Ok(Merged { from: from.number, into: into.number })
    }
}

/// What came back to the file that went while it was merged, and was passed on: the entries, the last first.
fn sweeps(tx: &Tx<'_>, from: i64, into: i64, merge: Option<i64>, at: i64) -> Answer<Vec<i64>> {
    let params = named_params! { ":from": from, ":into": into, ":merge": merge.unwrap_or(0), ":at": at };
    Ok(tx.db().list(include_str!("sql/sweeps_since.sql"), params, |row| row.get("id"))?)
}

/// A merge's entry the other way round. What was spent of it since cannot go back, and then the answer is no; points
/// that refunds of the other file's own bills took back were hers to lose.
fn apart(tx: &Tx<'_>, into: &Member, from: i64, entry: i64) -> Answer<Draft> {
    let mut moved: BTreeMap<Account, i64> = balance::postings(tx.db(), entry)?.into_iter().collect();
    for (account, amount) in moved.clone() {
        if account.kind != Kind::PointsLot || amount * account.kind.side() <= 0 {
            continue;
        }
        let taken = taken_back(tx, account.reference, into.id, entry)?;
        let origin = tx.db().one(
            include_str!("sql/points_lot_origin.sql"),
            named_params! { ":lot": account.reference, ":from": from },
            |row| row.get::<_, i64>("id"),
        )?;
        if let Some(origin) = origin.filter(|_| taken > 0) {
            *moved.entry(account).or_default() -= taken * account.kind.side();
            *moved.entry(Account::of(Kind::PointsLot, origin)).or_default() += taken * account.kind.side();
        }
    }
    turned(tx, &into.number, moved, |_| true)
}

/// An entry the other way round. What was spent of it since cannot go back, and then the answer is no. `of` names
/// the bill or the member in the refusal.
pub(super) fn reversed(tx: &Tx<'_>, of: &str, entry: i64) -> Answer<Draft> {
    turned(tx, of, balance::postings(tx.db(), entry)?, |kind| kind.floor().is_some())
}

/// Postings the other way round, where all of it is still there on the accounts that are watched.
fn turned(
    tx: &Tx<'_>,
    of: &str,
    postings: impl IntoIterator<Item = (Account, i64)>,
    watched: impl Fn(Kind) -> bool,
) -> Answer<Draft> {
    let mut draft = Draft::new();
    for (account, amount) in postings {
        let leaves = watched(account.kind) && amount * account.kind.side() > 0;
        if leaves && balance::now(tx.db(), account)? < amount.abs() {
            let what = account.kind.code().into();
            return Err(Refused::RefundUsedUp { bill: of.to_owned(), what }.into());
        }
        draft.credit(account, amount);
    }
    Ok(draft)
}

/// Points that refunds of bills of others than `into` took from a lot of hers.
fn taken_back(tx: &Tx<'_>, lot: i64, into: i64, merge: i64) -> Answer<i64> {
    let params = named_params! { ":lot": lot, ":into": into, ":merge": merge };
    let sum = tx.db().one(include_str!("sql/taken_back_of.sql"), params, |row| row.get::<_, i64>(0))?;
    Ok((sum.unwrap_or(0) * -Kind::PointsLot.side()).max(0))
}
