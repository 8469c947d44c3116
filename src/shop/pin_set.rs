//! Setting and taking away PINs. A forgotten one is set anew under the recovery code, which the envelope carries so
//! that a wrong code is counted even though the command is refused.

use serde::{Deserialize, Serialize};

use super::pin;
use super::rights::Act;
use super::{Answer, Area, Tx, Verb, store};
use crate::db::named_params;
use crate::ground::Refused;

/// Sets a person's PIN, or takes it away when `new_pin` is absent. Everyone may change their own; the owner any.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    /// Whose.
    pub staff: String,
    /// 4 to 12 digits; kept only as an Argon2id hash. It is left out of the command's record.
    #[serde(skip_serializing, default)]
    pub new_pin: Option<String>,
}

/// What setting a PIN answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinIsSet {
    /// Whether a PIN guards the person now.
    pub guarded: bool,
}

impl Verb for SetPin {
    const NAME: &'static str = "staff.pin";
    type Out = PinIsSet;

    fn secret(&self) -> Option<&str> {
        self.new_pin.as_deref()
    }

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PinIsSet> {
        let (person, _) = store::operator(tx.db, &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: self.staff.clone() })?;
        let own = person.id == tx.by.id;
        if !own || (person.has_pin && !tx.has_proved_own_pin()) {
            tx.require(Act::PinSet)?;
        }
        let kept = match &self.new_pin {
            Some(new) => {
                pin::check_shape(new)?;
                let mut salt = [0_u8; 16];
                tx.fill(&mut salt);
                Some(pin::hash(new, &salt)?)
            }
            None => None,
        };
        let params = named_params! { ":id": person.id, ":pin": kept, ":recovery": None::<String> };
        tx.db.run(include_str!("sql/pin_write.sql"), params)?;
        tx.note("staff.pin", &person.number)?;
        tx.touch(Area::Staff);
        Ok(PinIsSet { guarded: kept.is_some() })
    }
}

/// Makes the owner's recovery code; it is shown once and kept only as a hash.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRecovery {
    /// Whose, an owner's.
    pub staff: String,
    /// The code, 20 digits, made by the door from chance; left out of the command's record.
    #[serde(skip_serializing)]
    pub code: String,
}

impl Verb for MakeRecovery {
    const NAME: &'static str = "staff.recovery";
    type Out = PinIsSet;

    fn secret(&self) -> Option<&str> {
        Some(&self.code)
    }

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PinIsSet> {
        tx.require(Act::PinSet)?;
        let (person, _) = store::operator(tx.db, &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: self.staff.clone() })?;
        if person.role != super::Role::Owner {
            return Err(Refused::RightMissing {
                act: Act::PinSet.code().into(),
                role: person.role.code().into(),
                allowed: super::Role::Owner.code().into(),
            }
            .into());
        }
        if self.code.len() != 20 || !self.code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Refused::PinUnfit {}.into());
        }
        let mut salt = [0_u8; 16];
        tx.fill(&mut salt);
        let kept = pin::hash(&self.code, &salt)?;
        tx.db.run(
            include_str!("sql/recovery_write.sql"),
            named_params! { ":id": person.id, ":recovery": kept },
        )?;
        tx.note("staff.recovery", &person.number)?;
        Ok(PinIsSet { guarded: person.has_pin })
    }
}
