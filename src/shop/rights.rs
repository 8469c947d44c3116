//! Who may do what, in one table that the verbs read and people can read.

use serde::{Deserialize, Serialize};

/// What an operator may be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Technicians and consultants: serve and look.
    Staff,
    /// The front desk: sells, takes money, opens files.
    Cashier,
    /// Runs the store: refunds, voids, corrects.
    Manager,
    /// Owns it: settings, people, restores.
    Owner,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 4] = [Self::Staff, Self::Cashier, Self::Manager, Self::Owner];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Cashier => "cashier",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

impl Act {
    /// Whether it opens other doors, so that an operator with a PIN must show it at that moment.
    pub fn is_guarded(self) -> bool {
        matches!(self, Self::PinSet | Self::RoleGive | Self::PartGive)
    }
}

macro_rules! acts {
    ($( $name:ident = $code:literal : $least:ident, $second:literal; )+) => {
        /// Everything that a right is needed for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the code is the documentation: act `sale.void` voids a sale")]
        pub enum Act { $( $name, )+ }

        impl Act {
            /// Every act.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// Its name in refusals, logs and locales.
            pub fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// The least role that may do it.
            pub fn least(self) -> Role {
                match self { $( Self::$name => Role::$least, )+ }
            }

            /// Whether it needs a reason, and a second person's approval when the operator's role alone is not enough.
            pub fn is_sensitive(self) -> bool {
                match self { $( Self::$name => $second, )+ }
            }
        }
    };
}

// act = code : least role, sensitive (a reason is asked, and the approver is recorded).
acts! {
    Sell = "sale.make": Cashier, false;
    HoldBill = "sale.hold": Cashier, false;
    TakeBack = "sale.take_back": Cashier, false;
    Void = "sale.void": Manager, true;
    Refund = "sale.refund": Manager, true;
    PriceChange = "sale.price_change": Manager, true;
    Rate = "sale.rate": Staff, false;
    Recommend = "sale.recommend": Staff, false;
    TopUp = "topup.take": Cashier, false;
    TopUpVoid = "topup.void": Manager, true;
    GiftFreely = "topup.gift_freely": Manager, false;
    TopUpOffers = "topup.offers": Manager, false;
    DiscountsSet = "discounts.set": Manager, false;
    CardRefund = "card.refund": Manager, true;
    CardChange = "card.change": Cashier, false;
    CardTransfer = "card.transfer": Manager, true;
    WalletFreeze = "wallet.freeze": Cashier, false;
    WalletUnfreeze = "wallet.unfreeze": Manager, false;
    Adjust = "ledger.adjust": Owner, true;
    RulesSet = "rules.set": Manager, true;
    PayRead = "pay.read": Manager, false;
    PayOut = "pay.out": Manager, true;
    WageSet = "wage.set": Owner, true;
    CouponIssue = "coupon.issue": Manager, false;
    DebtTake = "debt.take": Cashier, false;
    MemberOpen = "member.open": Cashier, false;
    MemberEdit = "member.edit": Cashier, false;
    MemberTier = "member.tier": Manager, false;
    MemberMerge = "member.merge": Manager, true;
    MemberOwner = "member.owner": Manager, false;
    PhoneReveal = "member.reveal": Manager, true;
    ItemEdit = "item.edit": Manager, false;
    StockIn = "stock.in": Cashier, false;
    StockCount = "stock.count": Manager, false;
    StaffEdit = "staff.edit": Manager, false;
    RoleGive = "staff.role": Owner, false;
    PinSet = "staff.pin": Owner, false;
    SettingPut = "setting.put": Owner, false;
    Import = "file.import": Manager, true;
    Export = "file.export": Manager, true;
    Restore = "file.restore": Owner, true;
    Backdate = "batch.backdate": Manager, false;
    Report = "report.read": Staff, false;
    ClearingSet = "clearing.set": Owner, true;
    ScoreSet = "score.set": Owner, false;
    DrawerMove = "drawer.move": Cashier, false;
    DayClose = "day.close": Cashier, false;
    DayReopen = "day.reopen": Manager, true;
    DayUncounted = "day.uncounted": Manager, true;
    MonthClose = "month.close": Manager, true;
    SettleStep = "settle.step": Manager, false;
    HqFork = "hq.fork": Owner, true;
    HqPack = "hq.pack": Manager, false;
    ChainApply = "chain.apply": Manager, false;
    PartAsk = "part.ask": Cashier, false;
    PartGive = "part.give": Cashier, false;
    PartAccept = "part.accept": Owner, true;
    PartTake = "part.take": Cashier, false;
    HqMerge = "hq.merge": Manager, false;
    HqAdmit = "hq.admit": Owner, false;
    ShiftOpen = "shift.open": Cashier, false;
    ShiftClose = "shift.close": Cashier, false;
    DrawerOpen = "drawer.open": Cashier, false;
}

/// Whether a role may do an act on its own.
pub fn may(role: Role, act: Act) -> bool {
    role >= act.least()
}

/// The roles that may do an act, for the refusal that names them.
pub fn allowed(act: Act) -> String {
    let codes: Vec<&str> = Role::ALL.into_iter().filter(|role| may(*role, act)).map(Role::code).collect();
    codes.join(" / ")
}

/// The most that a role may take off a price, in percent, unless the settings say otherwise.
pub fn discount_percent(role: Role) -> i64 {
    match role {
        Role::Staff => 0,
        Role::Cashier => 10,
        Role::Manager => 30,
        Role::Owner => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_a_lesser_one_may() {
        for act in Act::ALL {
            let mut before = false;
            for role in Role::ALL {
                assert!(!before || may(role, *act), "{} {}", role.code(), act.code());
                before = may(role, *act);
            }
            assert!(before, "the owner may {}", act.code());
        }
        assert_eq!(allowed(Act::Void), "manager / owner");
        assert!(!may(Role::Cashier, Act::Void));
        assert_eq!(Role::from_code("owner"), Some(Role::Owner));
    }
}
