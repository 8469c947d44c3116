//! What can be imported: the kinds of file, their fields, and which of these must be there.

use std::fmt;

use super::synonyms::{self, Column};
use crate::ground::Refused;

macro_rules! fields {
    ($( $(#[doc = $doc:literal])+ $name:ident = $code:literal )+) => {
        /// A field that a column can fill.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $( $(#[doc = $doc])+ $name, )+ }

        impl Field {
            /// All fields.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// The name on the command line and in the locales (`import.field.phone`).
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }
        }
    };
}

fields! {
    /// 姓名
    Name = "name"
    /// 手机
    Phone = "phone"
    /// 会员号, 项目编号, 工号: the code of the row's own thing.
    Code = "code"
    /// 性别
    Gender = "gender"
    /// 生日
    Birthday = "birthday"
    /// 会员等级
    Tier = "tier"
    /// 开卡日期
    JoinedOn = "joined_on"
    /// 最近到店
    LastVisit = "last_visit"
    /// 积分
    Points = "points"
    /// 备注
    Note = "note"
    /// 储值余额
    Balance = "balance"
    /// 本金
    Principal = "principal"
    /// 赠金
    Gift = "gift"
    /// 到期
    ExpiresOn = "expires_on"
    /// 次卡名称
    Card = "card"
    /// 卡号 of a session card.
    CardNumber = "card_number"
    /// 总次数
    SessionsTotal = "sessions_total"
    /// 剩余次数
    SessionsLeft = "sessions_left"
    /// 实付 for a card.
    Paid = "paid"
    /// 购卡日期
    BoughtOn = "bought_on"
    /// 分类
    Category = "category"
    /// 类型: service or product.
    Sort = "sort"
    /// 价格
    Price = "price"
    /// 成本
    Cost = "cost"
    /// 手工费
    HandFee = "hand_fee"
    /// 条码
    Barcode = "barcode"
    /// 时长, in minutes.
    Minutes = "minutes"
    /// 库存
    Stock = "stock"
    /// 最低库存
    StockMin = "stock_min"
    /// 启用
    Active = "active"
    /// 岗位
    Role = "role"
    /// 单号
    Receipt = "receipt"
    /// 日期
    Date = "date"
    /// 时间
    Time = "time"
    /// 项目, as a sale names it.
    Item = "item"
    /// 项目编号, as a sale names it.
    ItemCode = "item_code"
    /// 客户, as a sale names them: a name or a code.
    Client = "client"
    /// 技师
    Staff = "staff"
    /// 数量
    Quantity = "quantity"
    /// 金额, of the whole line.
    Amount = "amount"
    /// 支付方式
    Tender = "tender"
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a file holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImportKind")]
pub enum Kind {
    /// Members.
    Members,
    /// Stored-value balances.
    Balances,
    /// Session and period cards.
    Cards,
    /// Services and products, stock included.
    Items,
    /// Staff.
    Staff,
    /// Past sales, line by line.
    Sales,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Members, Self::Balances, Self::Cards, Self::Items, Self::Staff, Self::Sales];

    /// The name on the command line and in the locales (`import.kind.members`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Balances => "balances",
            Self::Cards => "cards",
            Self::Items => "items",
            Self::Staff => "staff",
            Self::Sales => "sales",
        }
    }

    /// The kind of that name.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for another name.
    pub fn named(name: &str) -> Result<Self, Refused> {
        Self::ALL.into_iter().find(|kind| kind.name() == name.trim()).ok_or_else(|| Refused::ChoiceUnknown {
            field: "kind".into(),
            value: name.chars().take(32).collect(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }

    /// What must be mapped: of each group one field at least.
    #[must_use]
    pub fn required(self) -> &'static [&'static [Field]] {
        use Field as F;
        match self {
            Self::Members => &[&[F::Name], &[F::Phone, F::Code]],
            Self::Balances => &[&[F::Phone, F::Code], &[F::Balance, F::Principal]],
            Self::Cards => &[&[F::Phone, F::Code], &[F::Card], &[F::SessionsLeft, F::ExpiresOn]],
            Self::Items => &[&[F::Name], &[F::Price]],
            Self::Staff => &[&[F::Name]],
            // A list of visits has neither items nor amounts.
            Self::Sales => &[&[F::Date], &[F::Item, F::ItemCode, F::Amount, F::Client, F::Phone]],
        }
    }

    /// The fields with the headers that mean them, the more telling header first.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Members => synonyms::MEMBERS,
            Self::Balances => synonyms::BALANCES,
            Self::Cards => synonyms::CARDS,
            Self::Items => synonyms::ITEMS,
            Self::Staff => synonyms::STAFF,
            Self::Sales => synonyms::SALES,
        }
    }
}
