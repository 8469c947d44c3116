//! What is sold: services, products, packages and cards, with prices per tier and stock.
//!
//! | to change | open |
//! |---|---|
//! | which codes fit the entry box | [`rules`] |
//! | adding an item | [`add`] |
//! | changing, retiring, pricing it | [`edit`] |
//! | stock that comes in or is counted | [`stock`] |
//! | tiers and their rates | [`tier`] |
//! | lists | [`list`] |

pub mod add;
pub mod edit;
pub mod list;
pub mod rules;
pub mod stock;
pub mod store;
pub mod tier;

use serde::{Deserialize, Serialize};

use crate::ground::Fen;

/// What an item is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 项目: work on a person.
    Service,
    /// 产品: goods.
    Product,
    /// 套餐: a bundle sold as one line.
    Package,
    /// 次卡: a number of sessions.
    SessionCard,
    /// 期卡: unlimited use in a term.
    PeriodCard,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Service, Self::Product, Self::Package, Self::SessionCard, Self::PeriodCard];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Product => "product",
            Self::Package => "package",
            Self::SessionCard => "session_card",
            Self::PeriodCard => "period_card",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it is sold now and worked off later.
    pub fn is_card(self) -> bool {
        match self {
            Self::SessionCard | Self::PeriodCard => true,
            Self::Service | Self::Product | Self::Package => false,
        }
    }
}

/// What happens when goods are sold that are not on hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Shortage {
    /// The sale is refused.
    Refuse,
    /// The sale goes on; the count falls below zero and is shown.
    #[default]
    Warn,
}

/// How gift sessions count in the value of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum GiftMode {
    /// They count in n: every session is worth less.
    #[default]
    Spread,
    /// They are worth nothing and come last.
    BoughtOnly,
}

/// An item's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// What is typed at the counter.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Name.
    pub name: String,
    /// Category.
    pub category: String,
    /// List price.
    pub price: Fen,
    /// Fixed fee for the person who does it.
    pub hand_fee: Fen,
    /// Cost of material.
    pub material_cost: Fen,
    /// Duration in minutes.
    pub minutes: i64,
    /// Barcode.
    pub barcode: Option<String>,
    /// Shortage policy.
    pub shortage: Shortage,
    /// Sessions bought with a session card.
    pub sessions: i64,
    /// Sessions given on top.
    pub gift_sessions: i64,
    /// How those count.
    pub gift_mode: GiftMode,
    /// Days a card is valid; 0 for ever.
    pub valid_days: i64,
    /// Pieces of a product below which it is short.
    #[serde(default)]
    pub stock_min: i64,
    /// Whether it is still sold.
    pub active: bool,
}
