//! A serving store gives back what is left of a part: it leaves the member's balance here, and comes to her balance at
//! home with the next pack.

use serde::{Deserialize, Serialize};

use super::code_rules::PartKind;
use super::end::Portion;
use crate::db::{Fault, named_params};
use crate::ground::Refused;
use crate::ledger::chain::Document;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Gives back what is left of a part that was taken in.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnPart {
    /// The number of what was asked.
    pub ask: i64,
}

/// What went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReturned {
    /// The number of what was asked.
    pub ask: i64,
    /// The store that it goes back to.
    pub home: String,
    /// Whose it was, by number here.
    pub member: String,
    /// What of.
    pub kind: PartKind,
    /// Fen, sessions or points.
    pub amount: i64,
}

impl Verb for ReturnPart {
    const NAME: &'static str = "part.return";
    type Out = PartReturned;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PartReturned> {
        tx.require(Act::PartTake)?;
        let unfit = |what: &str| Refused::CodeUnfit { what: what.to_owned() };
        let part = of_ask(tx, self.ask)?.ok_or_else(|| unfit("part_untaken"))?;
        let portion = give_back(tx, &part)?.ok_or_else(|| unfit("part_none"))?;
        tx.note("part.return", format!("{} {}", part.home, self.ask))?;
        tx.touch(Area::Members);
        let member = members::store::by_id(tx.db(), part.member)?.map(|member| member.number);
        Ok(PartReturned {
            ask: self.ask,
            home: part.home,
            member: member.unwrap_or_default(),
            kind: part.kind,
            amount: portion.amount,
        })
    }
}

/// A part that lies here.
pub(super) struct Here {
    pub id: i64,
    pub home: String,
    pub member: i64,
    pub kind: PartKind,
}

pub(super) fn of_ask(tx: &Tx<'_>, ask: i64) -> Result<Option<Here>, Fault> {
    tx.db().one(include_str!("sql/in_of.sql"), named_params! { ":ask": ask }, |row| {
        let kind: String = row.get("kind")?;
        Ok(Here {
            id: row.get("id")?,
            home: row.get("home")?,
            member: row.get("member_id")?,
            kind: PartKind::from_code(&kind).unwrap_or(PartKind::StoredValue),
        })
    })
}

/// Moves what is left of a part out of wherever it lies; nothing where nothing is left.
pub(super) fn give_back(tx: &mut Tx<'_>, part: &Here) -> Answer<Option<Portion>> {
    let held = Account::of(Kind::ChainHeld, part.id);
    let (mut draft, mut back) = (Draft::new(), Portion::default());
    let left =
        tx.db().list(include_str!("sql/in_accounts.sql"), named_params! { ":part": part.id }, |row| {
            Ok((row.get::<_, String>("kind")?, row.get::<_, i64>("lot")?, row.get::<_, i64>("balance")?))
        })?;
    for (kind, lot, amount) in left {
        let Some(kind) = Kind::from_code(&kind) else { continue };
        let (from, to) = (
            Account::of(kind, lot),
            match kind {
                Kind::LotPrincipal | Kind::CardValue => held,
                Kind::LotGift => Account::own(Kind::GiftGranted),
                Kind::CardSessions => Account::of(Kind::SessionsIssued, lot),
                _ => Account::own(Kind::PointsIssued),
            },
        );
        match kind {
            Kind::LotPrincipal => {
                (back.principal, back.amount) = (back.principal + amount, back.amount + amount);
            }
            Kind::LotGift => (back.gift, back.amount) = (back.gift + amount, back.amount + amount),
            Kind::CardValue => back.principal += amount,
            _ => back.amount += amount,
        }
        draft.transfer(from, to, amount);
    }
    if back.amount == 0 {
        return Ok(None);
    }
    let mut document = Document::new();
    document.text("part").text("return").number(part.id);
    document.number(back.amount).number(back.principal).number(back.gift);
    let about = About { member: Some(part.member), document: document.digest(), ..About::default() };
    let posted = post(tx, EntryKind::PartReturn, about, &draft.balance().map_err(Fault::from)?)?;
    tx.db().run(
        include_str!("sql/return_insert.sql"),
        named_params! {
            ":part": part.id, ":amount": back.amount, ":principal": back.principal, ":gift": back.gift,
            ":day": tx.today(), ":entry": posted.id, ":command": tx.command()?,
        },
    )?;
    Ok(Some(back))
}
