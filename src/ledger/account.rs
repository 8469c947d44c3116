//! The accounts: what the salon has, what it owes its members, and where value came from or went.

/// What an account counts. Postings sum to zero per unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Chinese money.
    Fen,
    /// Loyalty points.
    Points,
    /// Sessions of one card.
    Session(i64),
    /// Pieces of one product.
    Piece(i64),
    /// One coupon.
    Coupon(i64),
}

impl Unit {
    /// As the file keeps it: the unit's name and what it belongs to.
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Fen => ("fen", 0),
            Self::Points => ("points", 0),
            Self::Session(card) => ("session", card),
            Self::Piece(item) => ("piece", item),
            Self::Coupon(coupon) => ("coupon", coupon),
        }
    }
}

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $name:ident = $code:literal : $unit:ident, $side:literal, $floor:expr; )+) => {
        /// The kinds of account. `+1` grows by a debit (what the salon has), `-1` by a credit (what it owes or earned).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[doc = $doc])+ $name, )+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// As it stands in the file and in the hash chain.
            pub fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// +1 where a debit raises the balance, -1 where a credit does.
            pub fn side(self) -> i64 {
                match self { $( Self::$name => $side, )+ }
            }

            /// The least the balance may be; `None` where it may fall below zero.
            pub fn floor(self) -> Option<i64> {
                match self { $( Self::$name => $floor, )+ }
            }

            fn unit(self, reference: i64) -> Unit {
                match self { $( Self::$name => units::$unit(reference), )+ }
            }
        }
    };
}

/// The units by what an account refers to.
mod units {
    use super::Unit;

    pub(super) fn fen(_: i64) -> Unit {
        Unit::Fen
    }
    pub(super) fn points(_: i64) -> Unit {
        Unit::Points
    }
    pub(super) fn session(card: i64) -> Unit {
        Unit::Session(card)
    }
    pub(super) fn piece(item: i64) -> Unit {
        Unit::Piece(item)
    }
    pub(super) fn coupon(coupon: i64) -> Unit {
        Unit::Coupon(coupon)
    }
}

kinds! {
    /// Money taken in cash.
    TillCash = "till.cash": fen, 1, None;
    /// Money taken by WeChat (微信).
    TillWechat = "till.wechat": fen, 1, None;
    /// Money taken by Alipay (支付宝).
    TillAlipay = "till.alipay": fen, 1, None;
    /// Money taken by bank card (银行卡).
    TillBank = "till.bank": fen, 1, None;
    /// Owed by a group-buying platform for its vouchers (美团/抖音).
    TillGroupBuy = "till.group_buy": fen, 1, None;
    /// What members owe (欠款), per debt.
    Debt = "debt": fen, 1, Some(0);
    /// Principal of a top-up lot (本金): owed to the member.
    LotPrincipal = "lot.principal": fen, -1, Some(0);
    /// Gift of a top-up lot (赠金): owed to the member in work.
    LotGift = "lot.gift": fen, -1, Some(0);
    /// Gifts granted and not yet used: the other side of every lot's gift.
    GiftGranted = "gift.granted": fen, 1, None;
    /// Gifts used: what part of the income was never paid.
    GiftUsed = "gift.used": fen, 1, None;
    /// Paid for a card and not yet worked off (预收款).
    CardValue = "card.value": fen, -1, Some(0);
    /// Sold on instalments and not yet paid: no session may use it.
    CardUnpaid = "card.unpaid": fen, -1, Some(0);
    /// Income from services done.
    IncomeService = "income.service": fen, -1, None;
    /// Income from goods sold.
    IncomeProduct = "income.product": fen, -1, None;
    /// Income from card sessions used and period-card days passed.
    IncomeCard = "income.card": fen, -1, None;
    /// Income from what lapsed or was kept at a card's refund.
    IncomeForfeit = "income.forfeit": fen, -1, None;
    /// Cash taken to the bank (存行).
    Banked = "cash.banked": fen, 1, None;
    /// Difference found when the drawer was counted (长短款).
    OverShort = "over_short": fen, 1, None;
    /// Money put into or taken out of the drawer for other reasons.
    DrawerOther = "drawer.other": fen, -1, None;
    /// What a person has earned and was not paid yet (应付提成), per person; below zero where more was paid than stands.
    CommissionPayable = "payable.staff": fen, -1, None;
    /// What the salon's people cost it: commission, rewards, wages.
    CommissionCost = "cost.staff": fen, 1, None;
    /// Balances that came from the system before.
    Opening = "opening": fen, 1, None;
    /// Corrections by the owner.
    Adjusted = "adjusted": fen, 1, None;
    /// Principal passed on to another store (持有份额), per part: owed to the member, held there.
    PartPrincipal = "part.principal": fen, -1, Some(0);
    /// Gift passed on.
    PartGift = "part.gift": fen, -1, Some(0);
    /// What members of other stores may spend here, whose money lies at their home stores, per part.
    ChainHeld = "chain.held": fen, 1, Some(0);
    /// What other stores worked off of this store's members: it is settled between the stores.
    ChainCleared = "chain.cleared": fen, -1, None;
    /// Points passed on.
    PartPoints = "part.points": points, -1, Some(0);
    /// Points of one lot.
    PointsLot = "points.lot": points, -1, Some(0);
    /// Points a member owes back: earned by a bill that was refunded, spent before.
    PointsOwed = "points.owed": points, 1, Some(0);
    /// The other side of all points.
    PointsIssued = "points.issued": points, 1, None;
    /// Sessions left on a card.
    CardSessions = "card.sessions": session, -1, Some(0);
    /// Sessions of a card that were passed on.
    PartSessions = "part.sessions": session, -1, Some(0);
    /// The other side of a card's sessions.
    SessionsIssued = "sessions.issued": session, 1, None;
    /// Pieces on hand.
    Stock = "stock": piece, 1, None;
    /// Where pieces come from and go to.
    StockSource = "stock.source": piece, -1, None;
    /// A coupon in the member's hands.
    Coupon = "coupon": coupon, -1, Some(0);
    /// The other side of a coupon.
    CouponIssued = "coupon.issued": coupon, 1, None;
}

/// One account: a kind and what it belongs to (a lot, a card, an item, a member; 0 for the store's own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// The kind.
    pub kind: Kind,
    /// What it belongs to.
    pub reference: i64,
}

impl Account {
    /// An account of something.
    pub fn of(kind: Kind, reference: i64) -> Self {
        Self { kind, reference }
    }

    /// An account of the store.
    pub fn own(kind: Kind) -> Self {
        Self { kind, reference: 0 }
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        self.kind.unit(self.reference)
    }
}

impl Kind {
    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}
