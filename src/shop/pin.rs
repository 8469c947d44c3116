//! PINs: they guard the screen, never a key. Wrong ones are counted in the file before the answer is given, and the
//! wait is measured in running time, so that neither a restart nor a changed clock shortens it.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::db::{Db, Fault, named_params};
use crate::ground::{Refused, World};

use super::Answer;

/// Wrong tries that are free.
pub const TRIES_FREE: i64 = 5;
/// The first wait, in milliseconds; each further wrong try doubles it.
const WAIT_FIRST_MS: i64 = 60_000;
/// How many digits a recovery code has: more than any PIN, so that the two are told apart.
const RECOVERY_DIGITS: usize = 20;
/// The longest wait, in milliseconds.
const WAIT_MAX_MS: i64 = 15 * 60_000;

/// How long to wait after this many wrong tries.
pub fn wait_ms(wrong: i64) -> i64 {
    if wrong < TRIES_FREE {
        return 0;
    }
    let doublings = u32::try_from(wrong - TRIES_FREE).unwrap_or(u32::MAX).min(10);
    (WAIT_FIRST_MS << doublings).min(WAIT_MAX_MS)
}

/// Whether a text can be a PIN: 4 to 12 digits.
///
/// # Errors
/// [`Refused::PinUnfit`].
pub fn check_shape(pin: &str) -> Result<(), Refused> {
    let fit = (4..=12).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    if fit { Ok(()) } else { Err(Refused::PinUnfit {}) }
}

/// The digits of a recovery code, however they were grouped; `None` for what cannot be one.
pub fn as_recovery(given: &str) -> Option<String> {
    let digits: String = given.chars().filter(|ch| !ch.is_whitespace() && *ch != '-').collect();
    (digits.len() == RECOVERY_DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The Argon2id hash of a PIN (19 MiB, two passes) under a salt.
///
/// # Errors
/// A fault when the hash cannot be computed.
pub fn hash(pin: &str, salt: &[u8; 16]) -> Result<String, Fault> {
    Argon2::default()
        .hash_password_with_salt(pin.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|e| Fault::Broken(format!("argon2: {e}")))
}

fn matches(pin: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// Which secret is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// The PIN.
    Pin,
    /// The owner's recovery code.
    Recovery,
}

/// Checks a PIN.
///
/// # Errors
/// [`Refused::PinThrottled`] while the wait lasts, [`Refused::PinWrong`] otherwise.
pub fn check(db: &Db, world: &dyn World, staff: i64, given: &str) -> Answer<()> {
    check_secret(db, world, staff, given, Secret::Pin)
}

/// Checks a PIN or a recovery code. Both are counted together, but only PINs wait: twenty digits by chance are not
/// guessed, and whoever is made to wait is told that the code helps.
///
/// # Errors
/// As [`check`].
pub fn check_secret(db: &Db, world: &dyn World, staff: i64, given: &str, secret: Secret) -> Answer<()> {
    let wrong = count_try(db, world, staff, secret)?;
    let kept = db
        .one(include_str!("sql/pin_read.sql"), named_params! { ":id": staff }, |row| {
            Ok(match secret {
                Secret::Pin => row.get::<_, Option<String>>("pin_hash")?,
                Secret::Recovery => row.get::<_, Option<String>>("recovery_hash")?,
            })
        })?
        .flatten();
    let right = match (&kept, secret) {
        (Some(kept), _) => matches(given, kept),
        (None, Secret::Pin) => true,
        (None, Secret::Recovery) => false,
    };
    if right {
        db.run(include_str!("sql/pin_guard_delete.sql"), named_params! { ":id": staff })?;
        return Ok(());
    }
    if wrong + 1 >= TRIES_FREE {
        return Err(Refused::PinThrottled { seconds: wait_ms(wrong + 1) / 1000 }.into());
    }
    Err(Refused::PinWrong { left: TRIES_FREE - wrong - 1 }.into())
}

/// Counts a try before it is looked at, so that pulling the plug does not give a free one; answers how many were wrong
/// before. Reading the count and writing it is one transaction: of many tries at once each is counted.
fn count_try(db: &Db, world: &dyn World, staff: i64, secret: Secret) -> Answer<i64> {
    let alone = !db.in_transaction();
    if alone {
        db.control("BEGIN IMMEDIATE")?;
    }
    let counted = counted(db, world, staff, secret);
    if alone {
        db.control(if counted.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    }
    match counted? {
        Counted::Try(wrong) => Ok(wrong),
        Counted::Wait(left) => Err(Refused::PinThrottled { seconds: left / 1000 + 1 }.into()),
    }
}

/// What a try came to before it was looked at.
enum Counted {
    /// So many were wrong before.
    Try(i64),
    /// It must wait for so many milliseconds.
    Wait(i64),
}

fn counted(db: &Db, world: &dyn World, staff: i64, secret: Secret) -> Result<Counted, Fault> {
    let running = world.running();
    let guard = read_guard(db, staff)?;
    let wrong = guard.as_ref().map_or(0, |guard| guard.wrong);
    if let Some(guard) = &guard {
        let passed = if guard.boot == running.boot { running.ms - guard.since_ms } else { 0 };
        let left = guard.wait_ms - passed;
        if left > 0 && secret == Secret::Pin {
            if guard.boot != running.boot {
                // The machine was started anew: nobody can tell how long it was off, so the wait begins again.
                write_guard(db, world, staff, guard.wrong, left)?;
            }
            return Ok(Counted::Wait(left));
        }
    }
    write_guard(db, world, staff, wrong + 1, wait_ms(wrong + 1))?;
    Ok(Counted::Try(wrong))
}

struct Guard {
    wrong: i64,
    wait_ms: i64,
    boot: String,
    since_ms: i64,
}

fn read_guard(db: &Db, staff: i64) -> Result<Option<Guard>, Fault> {
    db.one(include_str!("sql/pin_guard_read.sql"), named_params! { ":id": staff }, |row| {
        Ok(Guard {
            wrong: row.get("wrong")?,
            wait_ms: row.get("wait_ms")?,
            boot: row.get("since_boot")?,
            since_ms: row.get("since_ms")?,
        })
    })
}

fn write_guard(db: &Db, world: &dyn World, staff: i64, wrong: i64, wait: i64) -> Result<(), Fault> {
    let running = world.running();
    db.run(include_str!("sql/pin_guard_delete.sql"), named_params! { ":id": staff })?;
    db.run(
        include_str!("sql/pin_guard_insert.sql"),
        named_params! {
            ":id": staff, ":wrong": wrong, ":wait": wait, ":boot": running.boot, ":ms": running.ms,
            ":wall": world.now().0,
        },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_tries_cost_a_minute_and_then_it_doubles() {
        let waits: Vec<i64> = (0..=11).map(|wrong| wait_ms(wrong) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn a_pin_is_four_to_twelve_digits() {
        for (pin, fit) in
            [("1234", true), ("123", false), ("12a4", false), ("1234567890123", false), ("１２３４", false)]
        {
            assert_eq!(check_shape(pin).is_ok(), fit, "{pin}");
        }
        let kept = hash("2468", b"0123456789abcdef").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("2468", &kept) && !matches("2469", &kept));
    }
}
