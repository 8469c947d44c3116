//! A cart as every door sends it: what, by whom, for whom, and how it is paid.

use serde::{Deserialize, Serialize};

use crate::ground::{Clean, Fen, Rate};
use crate::ledger::{Account, Kind};

/// How a bill is paid. Session cards stand on their line; coupons and points take off before tenders.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tender {
    /// 储值.
    StoredValue,
    /// 微信.
    Wechat,
    /// 支付宝.
    Alipay,
    /// 现金: gives change.
    Cash,
    /// 银行卡.
    Bank,
    /// 团购券 (美团/抖音).
    GroupBuy,
    /// 挂账 (欠款).
    OnAccount,
}

impl Tender {
    /// Every tender, in the order of the pay panel.
    pub const ALL: [Self; 7] = [
        Self::StoredValue,
        Self::Wechat,
        Self::Alipay,
        Self::Cash,
        Self::Bank,
        Self::GroupBuy,
        Self::OnAccount,
    ];

    /// As it stands in the file and in locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::StoredValue => "stored_value",
            Self::Wechat => "wechat",
            Self::Alipay => "alipay",
            Self::Cash => "cash",
            Self::Bank => "bank",
            Self::GroupBuy => "group_buy",
            Self::OnAccount => "on_account",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tender| tender.code() == code)
    }

    /// The till account of money that comes in now; `None` for stored value and debts.
    pub fn till(self) -> Option<Account> {
        let kind = match self {
            Self::Wechat => Kind::TillWechat,
            Self::Alipay => Kind::TillAlipay,
            Self::Cash => Kind::TillCash,
            Self::Bank => Kind::TillBank,
            Self::GroupBuy => Kind::TillGroupBuy,
            Self::StoredValue | Self::OnAccount => return None,
        };
        Some(Account::own(kind))
    }
}

/// Something off a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// Pay this share: 0.9 is 九折.
    Rate(Rate),
    /// So much off.
    Amount(Fen),
}

/// A person on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum StaffOn {
    /// Staff number, with an equal share.
    Number(String),
    /// With a weight.
    Weighted {
        /// Staff number.
        staff: String,
        /// Weight, 1 or more.
        weight: i64,
    },
}

impl StaffOn {
    /// The staff number.
    pub fn number(&self) -> &str {
        match self {
            Self::Number(number) => number,
            Self::Weighted { staff, .. } => staff,
        }
    }

    /// The weight.
    pub fn weight(&self) -> i64 {
        match self {
            Self::Number(_) => 1,
            Self::Weighted { weight, .. } => *weight,
        }
    }
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLine {
    /// Item code or barcode.
    pub item: String,
    /// How many, 1 to 999.
    #[serde(default = "one")]
    pub quantity: i64,
    /// Who does or sells it; the first takes what splitting leaves over.
    #[serde(default)]
    pub staff: Vec<StaffOn>,
    /// Whether the customer asked for the first of them (点客).
    #[serde(default)]
    pub requested: bool,
    /// The session or period card that pays for it.
    #[serde(default)]
    pub card: Option<String>,
    /// Something off this line.
    #[serde(default)]
    pub discount: Option<Off>,
    /// Another unit price than the list's: needs a manager.
    #[serde(default)]
    pub price: Option<Fen>,
}

fn one() -> i64 {
    1
}

impl CartLine {
    /// One of an item.
    pub fn of(item: impl Into<String>) -> Self {
        Self {
            item: item.into(),
            quantity: 1,
            staff: Vec::new(),
            requested: false,
            card: None,
            discount: None,
            price: None,
        }
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// How.
    pub tender: Tender,
    /// How much; what is left to pay when absent. Cash may be more than due: the rest is change.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// The scanned pay code or the voucher's number.
    #[serde(default)]
    pub reference: Clean,
    /// The wallet of a family member who lends it: member number.
    #[serde(default)]
    pub wallet: Option<String>,
}

impl Payment {
    /// All that is left, by one tender.
    pub fn all(tender: Tender) -> Self {
        Self { tender, amount: None, reference: Clean::default(), wallet: None }
    }

    /// So much by a tender.
    pub fn of(tender: Tender, amount: Fen) -> Self {
        Self { amount: Some(amount), ..Self::all(tender) }
    }
}

/// Something that was recommended to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Which item.
    pub item: String,
    /// By whom.
    pub staff: String,
}

/// A cart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cart {
    /// Whose: number or phone; a guest when absent.
    #[serde(default)]
    pub member: Option<String>,
    /// What.
    pub lines: Vec<CartLine>,
    /// Something off the whole bill.
    #[serde(default)]
    pub discount: Option<Off>,
    /// Coupons, in the order in which they are applied.
    #[serde(default)]
    pub coupons: Vec<String>,
    /// Points to use.
    #[serde(default)]
    pub points: i64,
    /// How it is paid.
    #[serde(default)]
    pub tenders: Vec<Payment>,
    /// The total that the screen showed: the sale is refused when it is another now.
    #[serde(default)]
    pub expect: Option<Fen>,
    /// How it was, 1 to 5.
    #[serde(default)]
    pub rating: Option<i64>,
    /// What was recommended.
    #[serde(default)]
    pub recommended: Vec<Advice>,
}
