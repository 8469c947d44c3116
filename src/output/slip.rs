//! The slip (小票) as plain facts, because what is printed, shown and written to a file must be the same bill.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::ground::{Clean, Fen};

/// What a slip is the proof of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipKind {
    /// Services and goods sold.
    Sale,
    /// Part or all of a sale given back.
    Refund,
    /// A sale taken back as if it had not been.
    Void,
    /// Stored value paid in.
    TopUp,
    /// A session or period card sold.
    CardSale,
    /// A debt paid.
    DebtPayment,
    /// Stored value or a card paid back (退卡).
    CardRefund,
    /// A drawer passed on to the next shift.
    HandOver,
    /// A person paid for a month (发放).
    Payout,
    /// What a day came to (日结).
    DayClose,
}

/// Everything a slip shows. Amounts are as they shall be printed: a refund carries its own minus signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The shop's name.
    pub shop: Clean,
    /// The store's code, such as `S01`.
    pub store: Clean,
    /// The bill's number.
    pub bill: Clean,
    /// What happened.
    pub kind: SlipKind,
    /// The bill that is given back.
    pub of_bill: Option<Clean>,
    /// Why, for what is given back.
    pub reason: Option<Clean>,
    /// The business day.
    pub day: NaiveDate,
    /// The local wall time.
    pub at: NaiveDateTime,
    /// Who took the money.
    pub cashier: Clean,
    /// The member, unless a guest.
    pub member: Option<SlipMember>,
    /// What was sold.
    pub lines: Vec<SlipLine>,
    /// Named figures, for a hand-over: opening float, expected, counted, difference.
    pub figures: Vec<SlipFigure>,
    /// What was taken off, largest reason first.
    pub discounts: Vec<SlipDiscount>,
    /// What was due.
    pub payable: Fen,
    /// How it was paid.
    pub tenders: Vec<SlipTender>,
    /// What the member holds afterwards.
    pub balances: Option<SlipBalances>,
    /// A request to rate the visit.
    pub rating_prompt: Option<Clean>,
    /// The shop's own closing lines.
    pub footer: Vec<Clean>,
    /// The first characters of the entry's chain hash.
    pub seal: Option<Clean>,
    /// What the QR code says.
    pub qr: Option<Clean>,
    /// Whether this is a reprint (补打).
    pub copy: bool,
}

/// The member as a slip may show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipMember {
    /// Name.
    pub name: Clean,
    /// Phone, masked already.
    pub phone: Clean,
    /// Tier.
    pub tier: Option<Clean>,
}

/// One line of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipLine {
    /// Item.
    pub name: Clean,
    /// Who did the work.
    pub staff: Vec<Clean>,
    /// How many.
    pub quantity: i64,
    /// Price of one.
    pub unit_price: Fen,
    /// What the line came to.
    pub net: Fen,
    /// Such as "次卡核销 小气泡 6/10".
    pub note: Option<Clean>,
}

/// A named figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipFigure {
    /// Its name.
    pub name: Clean,
    /// The amount.
    pub amount: Fen,
}

/// Something taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipDiscount {
    /// Why.
    pub name: Clean,
    /// How much was taken off; printed with a minus.
    pub amount: Fen,
}

/// One way of payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SlipTender {
    /// Its name.
    pub name: Clean,
    /// What it covered.
    pub amount: Fen,
    /// The wallet's pay code or another reference.
    pub reference: Option<Clean>,
    /// What was handed over, for cash.
    pub tendered: Option<Fen>,
    /// What was given back, for cash.
    pub change: Option<Fen>,
}

/// What the member holds after the bill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SlipBalances {
    /// Principal (本金).
    pub principal: Option<Fen>,
    /// Gift (赠金).
    pub gift: Option<Fen>,
    /// Points.
    pub points: Option<i64>,
    /// Of them, those that this bill gave or took.
    pub points_moved: Option<i64>,
    /// Cards.
    pub cards: Vec<SlipCard>,
    /// What is owed.
    pub debt: Option<Fen>,
}

/// A card held after the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipCard {
    /// Its name.
    pub name: Clean,
    /// Sessions left; none for a period card.
    pub left: Option<i64>,
    /// Last day of use.
    pub expires_on: Option<NaiveDate>,
}

macro_rules! labels {
    ($( $name:ident = $key:literal, )+) => {
        /// A fixed word on a slip; its texts are in `assets/locales/*/slip.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Label { $( $name, )+ }

        impl Label {
            /// The key in the locales.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $( Self::$name => $key, )+ }
            }

            /// Every label, for the locales' test.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];
        }
    };
}

labels! {
    KindSale = "slip.kind.sale",
    KindRefund = "slip.kind.refund",
    KindVoid = "slip.kind.void",
    KindTopUp = "slip.kind.top_up",
    KindCardSale = "slip.kind.card_sale",
    KindDebtPayment = "slip.kind.debt_payment",
    KindHandOver = "slip.kind.hand_over",
    KindPayout = "slip.kind.payout",
    KindDayClose = "slip.kind.day_close",
    KindCardRefund = "slip.kind.card_refund",
    OfBill = "slip.of_bill",
    Reason = "slip.reason",
    Copy = "slip.copy",
    Bill = "slip.bill",
    Time = "slip.time",
    BusinessDay = "slip.business_day",
    Cashier = "slip.cashier",
    Member = "slip.member",
    Phone = "slip.phone",
    Item = "slip.item",
    Net = "slip.net",
    Staff = "slip.staff",
    Payable = "slip.payable",
    Refunded = "slip.refunded",
    Drawer = "slip.drawer",
    PaidOut = "slip.paid_out",
    Received = "slip.received",
    Reference = "slip.reference",
    Tendered = "slip.tendered",
    Change = "slip.change",
    Balances = "slip.balances",
    Principal = "slip.principal",
    Gift = "slip.gift",
    Points = "slip.points",
    PointsMoved = "slip.points_moved",
    SessionsLeft = "slip.sessions_left",
    Until = "slip.until",
    Debt = "slip.debt",
    Seal = "slip.seal",
}

impl SlipKind {
    /// The slip's title.
    #[must_use]
    pub fn title(self) -> Label {
        match self {
            Self::Sale => Label::KindSale,
            Self::Refund => Label::KindRefund,
            Self::Void => Label::KindVoid,
            Self::TopUp => Label::KindTopUp,
            Self::CardSale => Label::KindCardSale,
            Self::DebtPayment => Label::KindDebtPayment,
            Self::HandOver => Label::KindHandOver,
            Self::Payout => Label::KindPayout,
            Self::DayClose => Label::KindDayClose,
            Self::CardRefund => Label::KindCardRefund,
        }
    }

    /// What stands before the one figure that matters.
    #[must_use]
    pub fn total(self) -> Label {
        match self {
            Self::Sale | Self::TopUp | Self::CardSale | Self::DebtPayment => Label::Payable,
            Self::Refund | Self::Void | Self::CardRefund => Label::Refunded,
            Self::HandOver => Label::Drawer,
            Self::Payout => Label::PaidOut,
            Self::DayClose => Label::Received,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const ZH: &str = include_str!("../../assets/locales/zh-CN/slip.toml");
    const EN: &str = include_str!("../../assets/locales/en/slip.toml");

    fn table(text: &str) -> BTreeMap<String, String> {
        toml::from_str(text).unwrap()
    }

    /// The words of a language, as the layout asks for them.
    pub(crate) fn words(language: &str) -> impl Fn(&str) -> String {
        let table = table(if language == "en" { EN } else { ZH });
        move |key: &str| table[key].clone()
    }

    pub(crate) fn clean(text: &str) -> Clean {
        Clean::new(text).unwrap()
    }

    /// A sale with one of everything.
    pub(crate) fn sample() -> Slip {
        let line = |name: &str, staff: &[&str], quantity, unit_price, net, note: Option<&str>| SlipLine {
            name: clean(name),
            staff: staff.iter().map(|name| clean(name)).collect(),
            quantity,
            unit_price: Fen(unit_price),
            net: Fen(net),
            note: note.map(clean),
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        Slip {
            shop: clean("美柜 国贸店"),
            store: clean("S01"),
            bill: clean("S01-000047"),
            kind: SlipKind::Sale,
            of_bill: None,
            reason: None,
            day,
            at: day.and_hms_opt(14, 32, 7).unwrap(),
            cashier: clean("李敏"),
            member: Some(SlipMember {
                name: clean("王雅琴"),
                phone: clean("138****8866"),
                tier: Some(clean("金卡")),
            }),
            lines: vec![
                line("深层补水护理", &["陈静"], 1, 39_800, 39_800, None),
                line("肩颈按摩60分", &["周婷", "刘洋"], 1, 26_800, 26_800, None),
                line("玻尿酸面膜(盒)", &[], 2, 12_900, 25_800, None),
                line("小气泡清洁", &["陈静"], 1, 0, 0, Some("次卡核销 小气泡 6/10")),
            ],
            figures: vec![],
            discounts: vec![SlipDiscount { name: clean("金卡服务9折"), amount: Fen(6660) }],
            payable: Fen(85_740),
            tenders: vec![
                SlipTender { name: clean("储值"), amount: Fen(80_000), ..SlipTender::default() },
                SlipTender {
                    name: clean("现金"),
                    amount: Fen(5740),
                    reference: Some(clean("134567890123456789")),
                    tendered: Some(Fen(10_000)),
                    change: Some(Fen(4260)),
                },
            ],
            balances: Some(SlipBalances {
                principal: Some(Fen(212_000)),
                gift: Some(Fen(34_000)),
                points: Some(1372),
                points_moved: None,
                cards: vec![
                    SlipCard {
                        name: clean("小气泡"),
                        left: Some(6),
                        expires_on: NaiveDate::from_ymd_opt(2027, 6, 30),
                    },
                    SlipCard { name: clean("年卡"), left: None, expires_on: None },
                ],
                debt: Some(Fen(10_000)),
            }),
            rating_prompt: Some(clean("满意请打 5 分")),
            footer: vec![clean("谢谢光临, 期待再会")],
            seal: Some(clean("3fa9c2d1")),
            qr: Some(clean("https://example.com/r/S01-000047")),
            copy: false,
        }
    }

    #[test]
    fn both_languages_know_exactly_the_labels() {
        let mut keys: Vec<_> = Label::ALL.iter().map(|label| label.key().to_owned()).collect();
        keys.sort();
        for text in [ZH, EN] {
            let found: Vec<_> = table(text).into_keys().collect();
            assert_eq!(found, keys);
            for word in table(text).values() {
                assert_eq!(crate::output::glyphs::legible(word), *word);
                assert!(!word.chars().any(|ch| "…·→●★“”—￥".contains(ch)), "{word}");
            }
        }
    }
}
