//! Freezing a wallet, reporting it lost, and opening it again.

use serde::{Deserialize, Serialize};

use super::{WalletState, store};
use crate::db::Db;
use crate::ground::Refused;
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Sets whether a member's stored value and cards may be used.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWallet {
    /// Whose.
    pub member: String,
    /// The new state. Anyone at the desk may close it; opening it again needs a manager.
    pub state: WalletState,
}

/// Refuses a wallet that is frozen or lost: nothing of it is spent, handed on, exchanged or paid back.
///
/// # Errors
/// [`Refused::WalletClosed`].
pub fn refuse_closed(db: &Db, member: i64) -> Answer<()> {
    match store::by_id(db, member)?.map(|member| member.wallet) {
        Some(WalletState::Open) | None => Ok(()),
        Some(state) => Err(Refused::WalletClosed { state: state.code().into() }.into()),
    }
}

/// What the wallet is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletIs {
    /// The member's number.
    pub member: String,
    /// The state.
    pub state: WalletState,
}

impl Verb for SetWallet {
    const NAME: &'static str = "wallet.set";
    type Out = WalletIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<WalletIs> {
        tx.require(match self.state {
            WalletState::Open => Act::WalletUnfreeze,
            WalletState::Frozen | WalletState::Lost => Act::WalletFreeze,
        })?;
        let before = store::find(tx.db(), &self.member)?;
        let ids = store::ids(tx.db(), before.id)?;
        let mut after = before.clone();
        after.wallet = self.state;
        store::update(tx.db(), &after, &ids)?;
        tx.keep_change("member", after.id, &before, &after)?;
        tx.touch(Area::Members);
        Ok(WalletIs { member: after.number, state: after.wallet })
    }
}
