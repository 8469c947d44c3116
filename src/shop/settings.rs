//! The salon's own choices, each with a name, a default and a range; the newest dated fact of a name is in force.

use serde::{Deserialize, Serialize};

use crate::db::{Db, Fault};
use crate::ground::{Fen, Rate, Refused};

/// In which order a lot's principal and gift are spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum SpendOrder {
    /// 先赠后本.
    GiftFirst,
    /// 先本后赠.
    PrincipalFirst,
    /// 按比例: agrees with the ratio that courts refund by.
    #[default]
    Proportional,
}

impl SpendOrder {
    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::GiftFirst => "gift_first",
            Self::PrincipalFirst => "principal_first",
            Self::Proportional => "proportional",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::GiftFirst, Self::PrincipalFirst, Self::Proportional].into_iter().find(|o| o.code() == code)
    }
}

/// Every setting by its field; names at the doors are the field names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Points earned per yuan of what remains to pay; floored per bill.
    pub points_per_yuan: Rate,
    /// What one point takes off, in fen.
    pub fen_per_point: i64,
    /// Points are used in whole multiples of this.
    pub points_multiple: i64,
    /// The share of a bill that points may pay, 0…1. The default 1 allows a bill of zero.
    pub points_cap: Rate,
    /// Months after which points lapse; 0 for never.
    pub points_months: i64,
    /// Whether the part paid by points earns points.
    pub points_part_earns: bool,
    /// Whether stored value spent earns points (it is a tender).
    pub stored_value_earns: bool,
    /// Whether a top-up earns points.
    pub topup_earns: bool,
    /// Whether selling a session or period card earns points.
    pub card_sale_earns: bool,
    /// The order in which new lots are spent.
    pub spend_order: SpendOrder,
    /// Whether stored value may buy session and period cards.
    pub wallet_buys_cards: bool,
    /// The most that a named card may hold (单用途商业预付卡管理办法 art. 18: 5,000 yuan).
    pub named_card_limit: Fen,
    /// The most principal that a member without a phone number may hold: such a card has no name to it (不记名卡).
    pub bearer_card_limit: Fen,
    /// The share of prepaid money that lies in custody (存管): 0, 0.2, 0.3 or 0.4.
    pub custody_share: Rate,
    /// The largest gift that a cashier may add by hand, as a share of the principal.
    pub gift_share_max: Rate,
    /// Whether a refund by the customer's choice charges the gift that was consumed.
    pub refund_charges_gift: bool,
    /// The fee on a refund by the customer's choice, 0…1.
    pub refund_fee: Rate,
    /// The most that one member may owe.
    pub debt_limit: Fen,
    /// Percent off that a cashier may give.
    pub discount_cashier: i64,
    /// Percent off that a manager may give.
    pub discount_manager: i64,
    /// Seconds in which a sale is taken back without a reason.
    pub undo_seconds: i64,
    /// Seconds without a key before the terminal locks; 0 for never.
    pub idle_lock_seconds: i64,
    /// How many daily copies are kept beside the file; 0 makes none.
    pub backups_kept: i64,
    /// What the collection code on the screen holds; empty for none.
    pub collect_qr: String,
    /// Where slips go: empty, `file:DIR`, `tcp://HOST:PORT` or a device.
    pub printer: String,
    /// Whether every sale prints its slip by itself.
    pub print_slips: bool,
    /// Whether the drawer opens by itself when cash is taken or given back.
    pub drawer_on_cash: bool,
    /// 58 or 80 millimetres.
    pub paper: i64,
    /// Lines at the end of a slip, separated by `|`.
    pub slip_footer: String,
    /// `zh` or `en`.
    pub lang: String,
    /// `dark`, `light`, `contrast` or `mono`.
    pub theme: String,
    /// Whether a rise is red (zh) or green (en).
    pub rise_is_red: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            points_per_yuan: Rate::ONE,
            fen_per_point: 1,
            points_multiple: 100,
            points_cap: Rate::ONE,
            points_months: 24,
            points_part_earns: false,
            stored_value_earns: true,
            topup_earns: false,
            card_sale_earns: true,
            spend_order: SpendOrder::Proportional,
            wallet_buys_cards: false,
            named_card_limit: Fen(500_000),
            bearer_card_limit: Fen(100_000),
            custody_share: Rate::ZERO,
            gift_share_max: Rate::percent(50),
            refund_charges_gift: false,
            refund_fee: Rate::ZERO,
            debt_limit: Fen(1_000_000),
            discount_cashier: 10,
            discount_manager: 30,
            undo_seconds: 60,
            idle_lock_seconds: 300,
            backups_kept: 14,
            collect_qr: String::new(),
            printer: String::new(),
            print_slips: false,
            drawer_on_cash: true,
            paper: 58,
            slip_footer: String::new(),
            lang: "zh".into(),
            theme: "dark".into(),
            rise_is_red: true,
        }
    }
}

impl Settings {
    /// The same settings with one of them changed.
    ///
    /// # Errors
    /// [`Refused::SettingInvalid`] for a name or value that is not known or out of range.
    pub fn with(&self, name: &str, value: &serde_json::Value) -> Result<Self, Refused> {
        let bad = || Refused::SettingInvalid { name: name.chars().take(60).collect(), value: shown(value) };
        let mut all = serde_json::to_value(self).map_err(|_| bad())?;
        let fields = all.as_object_mut().ok_or_else(bad)?;
        let slot = fields.get_mut(name).ok_or_else(bad)?;
        *slot = value.clone();
        let next: Self = serde_json::from_value(all).map_err(|_| bad())?;
        if next.in_range() { Ok(next) } else { Err(bad()) }
    }

    fn in_range(&self) -> bool {
        let counts = [
            (self.fen_per_point, 1, 100_000),
            (self.points_multiple, 1, 100_000),
            (self.points_months, 0, 600),
            (self.discount_cashier, 0, 100),
            (self.discount_manager, 0, 100),
            (self.undo_seconds, 0, 3_600),
            (self.idle_lock_seconds, 0, 86_400),
            (self.backups_kept, 0, 1_000),
        ];
        counts.iter().all(|(value, least, most)| (least..=most).contains(&value))
            && self.points_cap.is_share()
            && self.refund_fee.is_share()
            && self.gift_share_max >= Rate::ZERO
            && self.points_per_yuan >= Rate::ZERO
            && self.named_card_limit >= Fen::ZERO
            && self.bearer_card_limit >= Fen::ZERO
            && self.custody_share.is_share()
            && self.debt_limit >= Fen::ZERO
            && [58, 80].contains(&self.paper)
            && ["zh", "en"].contains(&self.lang.as_str())
            && ["dark", "light", "contrast", "mono"].contains(&self.theme.as_str())
            && self.points_per_yuan <= Rate::percent(100_000)
            && [&self.collect_qr, &self.printer, &self.slip_footer]
                .iter()
                .all(|text| text.len() <= 500 && !text.chars().any(crate::ground::clean::is_unprintable))
    }
}

fn shown(value: &serde_json::Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// The settings in force: defaults, then every name's newest fact.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn load(db: &Db) -> Result<Settings, Fault> {
    let mut settings = Settings::default();
    for (name, text) in super::store::settings(db)? {
        let Ok(value) = serde_json::from_str(&text) else { continue };
        // A setting that this version no longer knows stays in the file and is passed over.
        if let Ok(next) = settings.with(&name, &value) {
            settings = next;
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_out_of_range_are_refused() {
        let all = Settings::default();
        assert_eq!(all.with("points_multiple", &json!(50)).unwrap().points_multiple, 50);
        assert_eq!(all.with("spend_order", &json!("gift_first")).unwrap().spend_order, SpendOrder::GiftFirst);
        for (name, value) in [
            ("points_multiple", json!(0)),
            ("points_cap", json!("1.5")),
            ("paper", json!(60)),
            ("nothing", json!(1)),
            ("lang", json!("fr")),
            ("debt_limit", json!("-1")),
        ] {
            assert_eq!(all.with(name, &value).unwrap_err().code(), "setting.invalid", "{name}");
        }
    }
}
