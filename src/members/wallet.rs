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
    Ok(store::by_id(db, member)?.map_or(Ok(()), |member| refuse_state(member.wallet))?)
}

/// As [`refuse_closed`], for a wallet whose state is known.
///
/// # Errors
/// [`Refused::WalletClosed`].
pub fn refuse_state(wallet: WalletState) -> Result<(), Refused> {
    match wallet {
        WalletState::Open => Ok(()),
        WalletState::Frozen | WalletState::Lost => Err(Refused::WalletClosed { state: wallet.code().into() }),
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
