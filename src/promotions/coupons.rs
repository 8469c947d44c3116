//! Issuing and withdrawing coupons; whether one is in the member's hands is a balance of the ledger.

use serde::{Deserialize, Serialize};

use super::coupon_rules::{Terms, Value};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Rate, Refused, day};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::{catalog, members};

/// Issues a coupon.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueCoupon {
    /// Its code; made by the store when absent.
    #[serde(default)]
    pub code: Option<Clean>,
    /// Whose; whoever brings it when absent.
    #[serde(default)]
    pub member: Option<String>,
    /// Its name.
    pub name: Clean,
    /// Its value.
    pub value: Value,
    /// From this much on.
    #[serde(default)]
    pub threshold: Fen,
    /// For this item only.
    #[serde(default)]
    pub item: Option<String>,
    /// For this category only.
    #[serde(default)]
    pub category: Clean,
    /// Its last day, ISO.
    #[serde(default)]
    pub expires_on: Option<String>,
}

/// A coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// From this much on.
    pub threshold: Fen,
    /// Its last day.
    pub expires_on: Option<String>,
    /// Whether it can still be used.
    pub usable: bool,
    /// Whose, by row id.
    #[serde(skip)]
    pub member: Option<i64>,
    /// For this item only, by row id.
    #[serde(skip)]
    pub item: Option<i64>,
    /// For this category only.
    pub category: String,
}

impl Coupon {
    /// As the rules see it.
    pub fn terms(&self) -> Terms {
        Terms {
            code: self.code.clone(),
            value: self.value,
            threshold: self.threshold,
            expires_on: self.expires_on.clone(),
            item: self.item,
            category: self.category.clone(),
        }
    }
}

fn read(row: &Row<'_>) -> crate::db::RowResult<Coupon> {
    let kind: String = row.get("kind")?;
    let text: String = row.get("value")?;
    let rate = text.parse::<Rate>().unwrap_or(Rate::ZERO);
    let value = if kind == "percent" {
        Value::Percent { off: rate, cap: row.get::<_, Option<i64>>("cap")?.map(Fen) }
    } else {
        Value::Fixed { off: text.parse().unwrap_or(Fen::ZERO) }
    };
    Ok(Coupon {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        value,
        threshold: Fen(row.get("threshold")?),
        expires_on: row.get("expires_on")?,
        usable: row.get::<_, i64>("left")? > 0,
        member: row.get("member_id")?,
        item: row.get("item_id")?,
        category: row.get("category")?,
    })
}

/// A coupon by code.
///
/// # Errors
/// [`Refused::CouponUnknown`].
pub fn find(db: &Db, code: &str) -> Answer<Coupon> {
    let found = db.one(include_str!("sql/coupon.sql"), named_params! { ":code": code }, read)?;
    found.ok_or_else(|| Refused::CouponUnknown { code: Clean::shown(code).into_string() }.into())
}

/// Every coupon that was given to a member, by row id: used ones too, which a refund brings back.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn given_to(db: &Db, member: i64) -> Result<Vec<i64>, Fault> {
    db.list(include_str!("sql/coupons_all.sql"), named_params! { ":member": member }, |row| row.get("id"))
}

/// A member's coupons that can be used.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of(db: &Db, member: i64, today: &str) -> Result<Vec<Coupon>, Fault> {
    db.list(include_str!("sql/coupons.sql"), named_params! { ":member": member, ":today": today }, read)
}

impl Verb for IssueCoupon {
    const NAME: &'static str = "coupon.issue";
    type Out = Coupon;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Coupon> {
        tx.require(Act::CouponIssue)?;
        let member = match &self.member {
            Some(who) => Some(members::store::find(tx.db(), who)?.id),
            None => None,
        };
        let item = match &self.item {
            Some(code) => Some(catalog::store::sold(tx.db(), code)?.id),
            None => None,
        };
        let expires = match &self.expires_on {
            Some(text) => Some(day::iso(text)?.to_string()),
            None => None,
        };
        if self.threshold < Fen::ZERO {
            return Err(Refused::AmountNotPositive { field: "threshold".into() }.into());
        }
        let (kind, value, cap) = self.parts()?;
        let code = self.new_code(tx)?;
        let id = tx.db().insert(
            include_str!("sql/coupon_insert.sql"),
            named_params! {
                ":code": code, ":member": member, ":name": Clean::required("name", self.name.as_str())?.as_str(),
                ":kind": kind, ":value": value, ":cap": cap.map(|cap| cap.0), ":threshold": self.threshold.0,
                ":item": item, ":category": self.category.as_str(), ":expires": expires, ":issued": tx.today(),
            },
        )?;
        let mut draft = Draft::new();
        draft.transfer(Account::of(Kind::CouponIssued, id), Account::of(Kind::Coupon, id), 1);
        let about = About { member, ..About::default() };
        post(tx, EntryKind::Coupon, about, &draft.balance().map_err(Fault::from)?)?;
        tx.touch(Area::Members);
        find(tx.db(), &code)
    }
}

impl IssueCoupon {
    fn parts(&self) -> Result<(&'static str, String, Option<Fen>), Refused> {
        let bad = || Refused::AmountNotPositive { field: "value".into() };
        match self.value {
            Value::Fixed { off } if off.is_positive() => Ok(("fixed", off.to_string(), None)),
            Value::Percent { off, cap }
                if off.is_share() && off > Rate::ZERO && cap.is_none_or(Fen::is_positive) =>
            {
                Ok(("percent", off.to_string(), cap))
            }
            Value::Fixed { .. } | Value::Percent { .. } => Err(bad()),
        }
    }

    fn new_code(&self, tx: &Tx<'_>) -> Answer<String> {
        if let Some(code) = self.code.as_ref().filter(|code| !code.is_empty()) {
            let known = tx.db().one(
                include_str!("sql/coupon.sql"),
                named_params! { ":code": code.as_str() },
                |row| row.get::<_, i64>("id"),
            )?;
            return match known {
                Some(_) => Err(Refused::CouponUsed { code: code.as_str().to_owned() }.into()),
                None => Ok(code.as_str().to_owned()),
            };
        }
        let mut bytes = [0_u8; 5];
        tx.fill(&mut bytes);
        Ok(format!("K{}", crate::ledger::chain::hex(&bytes).to_uppercase()))
    }
}

/// Withdraws a coupon that was not used.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCoupon {
    /// Which.
    pub code: String,
}

impl Verb for WithdrawCoupon {
    const NAME: &'static str = "coupon.withdraw";
    type Out = Coupon;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Coupon> {
        tx.require(Act::CouponIssue)?;
        let coupon = find(tx.db(), &self.code)?;
        if balance::now(tx.db(), Account::of(Kind::Coupon, coupon.id))? == 0 {
            return Err(Refused::CouponUsed { code: coupon.code }.into());
        }
        let mut draft = Draft::new();
        draft.transfer(Account::of(Kind::Coupon, coupon.id), Account::of(Kind::CouponIssued, coupon.id), 1);
        let about = About { member: coupon.member, ..About::default() };
        post(tx, EntryKind::Coupon, about, &draft.balance().map_err(Fault::from)?)?;
        tx.touch(Area::Members);
        find(tx.db(), &self.code)
    }
}
