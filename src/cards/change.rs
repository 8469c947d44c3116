//! What happens to a card besides its use: frozen, lost, extended, shared, handed on. Each is written down.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::card_days;
use super::store::{self, Card, CardKind};
use crate::db::named_params;
use crate::ground::{Refused, day};
use crate::ledger::chain::Document;
use crate::ledger::{About, Balanced, EntryKind, post};
use crate::members;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// What is done to a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CardAct {
    /// No use until it is opened again; a period card's frozen days are added at its end.
    Freeze {},
    /// Reported lost.
    Lose {},
    /// In use again.
    Open {},
    /// A later last day, ISO.
    Extend {
        /// The new last day.
        until: String,
    },
    /// Lets another member use it.
    Share {
        /// Number or phone.
        with: String,
    },
    /// Ends that.
    Unshare {
        /// Number or phone.
        with: String,
    },
    /// Hands it to another member for good.
    Transfer {
        /// Number or phone.
        to: String,
    },
}

/// Changes a card.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCard {
    /// Which card, by code.
    pub card: String,
    /// What is done to it.
    pub act: CardAct,
}

/// A card after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardIs {
    /// Its code.
    pub card: String,
    /// `open`, `frozen`, `lost`.
    pub state: String,
    /// The last day.
    pub expires_on: Option<String>,
    /// Whose it is.
    pub member: String,
    /// Who else may use it.
    pub shared_with: Vec<String>,
}

impl Verb for ChangeCard {
    const NAME: &'static str = "card.change";
    type Out = CardIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<CardIs> {
        tx.require(match &self.act {
            CardAct::Transfer { .. } => Act::CardTransfer,
            CardAct::Extend { .. } | CardAct::Open {} => Act::WalletUnfreeze,
            CardAct::Freeze {} | CardAct::Lose {} | CardAct::Share { .. } | CardAct::Unshare { .. } => {
                Act::CardChange
            }
        })?;
        let mut card = store::card(tx.db(), &self.card)?;
        if ["refunded", "upgraded"].contains(&card.state.as_str()) {
            return Err(Refused::CardClosed { card: card.code, state: card.state }.into());
        }
        card.known_on(&tx.today())?;
        if !matches!(self.act, CardAct::Share { .. } | CardAct::Unshare { .. }) {
            card_days::refuse_earlier(tx.db(), &card, &tx.today(), true)?;
        }
        let word = self.apply(tx, &mut card)?;
        store::update_card(tx.db(), &card)?;
        let facts = serde_json::to_string(&self.by_number(tx)?).unwrap_or_default();
        store::insert_event(tx.db(), card.id, word, &facts, &tx.today(), tx.at.0, tx.command()?)?;
        let document = Document::new().text(&card.code).text(word).text(&facts).digest();
        let about = About { member: Some(card.member), document, ..About::default() };
        post(tx, EntryKind::CardChange, about, &Balanced::fact())?;
        tx.touch(Area::Members);
        answer(tx, &card)
    }
}

impl ChangeCard {
    /// The act as it is written down: other members by number, so that no phone that was typed stays in the history.
    fn by_number(&self, tx: &Tx<'_>) -> Answer<CardAct> {
        let number = |who: &str| members::store::find(tx.db(), who).map(|member| member.number);
        Ok(match &self.act {
            CardAct::Share { with } => CardAct::Share { with: number(with)? },
            CardAct::Unshare { with } => CardAct::Unshare { with: number(with)? },
            CardAct::Transfer { to } => CardAct::Transfer { to: number(to)? },
            act @ (CardAct::Freeze {} | CardAct::Lose {} | CardAct::Open {} | CardAct::Extend { .. }) => {
                act.clone()
            }
        })
    }

    fn apply(&self, tx: &Tx<'_>, card: &mut Card) -> Answer<&'static str> {
        match &self.act {
            CardAct::Freeze {} => {
                close(tx, card, "frozen")?;
                Ok("freeze")
            }
            CardAct::Lose {} => {
                close(tx, card, "lost")?;
                Ok("lose")
            }
            CardAct::Open {} => {
                reopen(tx, card)?;
                Ok("open")
            }
            CardAct::Extend { until } => {
                let until = day::iso(until)?.to_string();
                if card.expires_on.as_ref().is_none_or(|last| &until <= last) {
                    return Err(Refused::DateUnreadable { text: until }.into());
                }
                card.expires_on = Some(until);
                Ok("extend")
            }
            CardAct::Share { with } => {
                share(tx, card, with)?;
                Ok("share")
            }
            CardAct::Unshare { with } => {
                end_share(tx, card, with)?;
                Ok("unshare")
            }
            CardAct::Transfer { to } => {
                members::wallet::refuse_closed(tx.db(), card.member)?;
                if card.state != "open" {
                    return Err(
                        Refused::CardClosed { card: card.code.clone(), state: card.state.clone() }.into()
                    );
                }
                let other = members::store::find(tx.db(), to)?;
                if other.id == card.member {
                    return Err(Refused::MemberSame { number: other.number }.into());
                }
                // Whoever the former holder let use it is no friend of the new one's.
                for number in shared_with(tx.db(), card.id)? {
                    end_share(tx, card, &number)?;
                }
                card.member = other.id;
                Ok("transfer")
            }
        }
    }
}

fn close(tx: &Tx<'_>, card: &mut Card, state: &str) -> Answer<()> {
    if card.state == "open" {
        card.usable(&tx.today())?;
        // A day on which a period card served somebody is used: it rests from the next one on.
        let since = if card_days::used_on(tx.db(), card, &tx.today())? { tx.day.succ_opt() } else { None };
        card.frozen_on = Some(since.unwrap_or(tx.day).to_string());
    }
    card.state = state.to_owned();
    Ok(())
}

/// Opens a card; a period card's days without use are added at its end.
fn reopen(tx: &Tx<'_>, card: &mut Card) -> Answer<()> {
    if let (CardKind::Period, Some(since), Some(last)) = (card.kind, &card.frozen_on, &card.expires_on) {
        let days = tx.day.signed_duration_since(day::iso(since)?).num_days().max(0);
        card.frozen_days += days;
        card.expires_on = Some((day::iso(last)? + Duration::days(days)).to_string());
    }
    card.state = "open".to_owned();
    card.frozen_on = None;
    Ok(())
}

fn share(tx: &Tx<'_>, card: &Card, with: &str) -> Answer<()> {
    let other = members::store::find(tx.db(), with)?;
    if other.id == card.member {
        return Err(Refused::MemberSame { number: other.number }.into());
    }
    if shared_with(tx.db(), card.id)?.contains(&other.number) {
        return Ok(());
    }
    let since = format!("{} {}", tx.today(), tx.at.0);
    tx.db().run(
        include_str!("sql/share_insert.sql"),
        named_params! { ":card": card.id, ":member": other.id, ":since": since },
    )?;
    Ok(())
}

fn end_share(tx: &Tx<'_>, card: &Card, with: &str) -> Answer<()> {
    let other = members::store::find(tx.db(), with)?;
    tx.db().run(
        include_str!("sql/share_end.sql"),
        named_params! { ":card": card.id, ":member": other.id, ":day": tx.today() },
    )?;
    Ok(())
}

/// Who else may use a card.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn shared_with(db: &crate::db::Db, card: i64) -> Result<Vec<String>, crate::db::Fault> {
    db.list(include_str!("sql/shares.sql"), named_params! { ":card": card }, |row| row.get("number"))
}

fn answer(tx: &Tx<'_>, card: &Card) -> Answer<CardIs> {
    let member = members::store::by_id(tx.db(), card.member)?.map(|member| member.number).unwrap_or_default();
    Ok(CardIs {
        card: card.code.clone(),
        state: card.state.clone(),
        expires_on: card.expires_on.clone(),
        member,
        shared_with: shared_with(tx.db(), card.id)?,
    })
}
