//! What comes back into a lot that was paid back since: its gift stays forfeit as it was at the refund, and of its principal
//! no more can be spent than was paid in and not paid back.

use crate::cards::store as cards;
use crate::db::named_params;
use crate::ground::Fen;
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::shop::{Answer, Tx};

/// Forfeits, in an entry of its own, what an entry gave back to lots that were paid back before.
///
/// # Errors
/// A fault when the file refuses.
pub(super) fn of_entry(tx: &mut Tx<'_>, entry: i64, member: Option<i64>) -> Answer<()> {
    let mut draft = Draft::new();
    for (account, amount) in balance::postings(tx.db(), entry)? {
        let lot_kind = matches!(account.kind, Kind::LotGift | Kind::LotPrincipal);
        if !lot_kind || amount >= 0 {
            continue;
        }
        let lot = cards::lot(tx.db(), account.reference)?;
        let params = named_params! { ":lot": lot.id };
        let paid_back = tx.db().one(include_str!("sql/paid_back.sql"), params, |row| row.get(0))?;
        let paid_back = Fen(paid_back.unwrap_or(0));
        if !paid_back.is_positive() {
            continue;
        }
        if account.kind == Kind::LotGift {
            draft.money(account, Account::own(Kind::GiftGranted), Fen(-amount));
        } else {
            let most = lot.principal.minus(paid_back)?.max(Fen::ZERO);
            let beyond = lot.principal_left.minus(most)?.max(Fen::ZERO).min(Fen(-amount));
            draft.money(account, Account::own(Kind::IncomeForfeit), beyond);
        }
    }
    if draft.is_empty() {
        return Ok(());
    }
    let about = About { member, ..About::default() };
    post(tx, EntryKind::Lapse, about, &draft.balance().map_err(crate::db::Fault::from)?)?;
    Ok(())
}
