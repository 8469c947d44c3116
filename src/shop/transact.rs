//! How a command becomes durable: one key, one transaction, one answer out of three.
//!
//! A failed commit may in fact have kept the change. So after any error of a commit the file is closed, opened
//! again and asked for the command's key, and only then is it said what happened.

use std::cell::Cell;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::store::{self, CommandRow, Operator};
use super::tx::approval_missing;
use super::{Act, Answer, Done, Envelope, PayOf, Query, Shop, Stop, Tx, Verb, pin, rights, settings};
use crate::db::{Db, Fault, Mode};
use crate::ground::{Clean, Instant, Refused};

/// How a transaction is committed; a test may put a failing disk here.
#[derive(Clone)]
pub struct Commit(pub(super) Arc<CommitFn>);

type CommitFn = dyn Fn(&Db) -> Result<(), Fault> + Send + Sync;

impl Default for Commit {
    fn default() -> Self {
        Self(Arc::new(|db| db.control("COMMIT")))
    }
}

impl Commit {
    /// Another way to commit.
    pub fn new(commit: impl Fn(&Db) -> Result<(), Fault> + Send + Sync + 'static) -> Self {
        Self(Arc::new(commit))
    }
}

/// How far behind the last entry the clock may be before it is written down.
const CLOCK_BACK_MS: i64 = 2_000;

/// A command that passed the door: who, when, and the digest of what.
struct Ticket {
    by: Operator,
    second: Option<Operator>,
    reason: Option<String>,
    proved: Option<i64>,
    digest: [u8; 32],
}

impl Shop {
    /// Does a verb: the same key again answers with the first result and changes nothing.
    ///
    /// # Errors
    /// [`Stop::Refused`] with everything taken back; [`Stop::Fault`] when the machine failed and the change is
    /// surely not in the file; [`Stop::Unknown`] when the file could not be asked.
    pub fn act<V: Verb>(&mut self, envelope: &Envelope, verb: &V) -> Answer<Done<V::Out>> {
        self.refuse_spoiled()?;
        if !self.own {
            let store = self.profile.code.clone();
            return Err(Refused::ChainUnfit { store, what: "replica".to_owned() }.into());
        }
        let ticket = match self.admit(envelope, verb) {
            Ok(ticket) => ticket,
            Err(stop) => return Err(self.note_refusal(V::NAME, None, stop)),
        };
        if let Err(stop) = verb.knock(&self.db, &self.profile, self.world.as_ref()) {
            return Err(self.note_refusal(V::NAME, Some(ticket.by.id), stop));
        }
        let before = self.begin()?;
        match self.inside(envelope, verb, &ticket) {
            Ok(done) if done.repeated => {
                self.roll_back(before)?;
                Ok(done)
            }
            Ok(done) => match self.commit() {
                Ok(()) => {
                    self.forget(&done.touched)?;
                    Ok(done)
                }
                Err(fault) => self.find_out::<V>(&envelope.key, fault),
            },
            Err(stop) => {
                self.roll_back(before)?;
                Err(self.note_refusal(V::NAME, Some(ticket.by.id), stop))
            }
        }
    }

    /// Puts another commit in place: for tests of a failing disk.
    pub fn commit_with(&mut self, commit: Commit) {
        self.commit = commit;
    }

    /// Checks the key, the people and the PIN before a transaction is begun.
    fn admit<V: Verb>(&mut self, envelope: &Envelope, verb: &V) -> Answer<Ticket> {
        let printable = !envelope.key.chars().any(crate::ground::clean::is_unprintable);
        if envelope.key.is_empty() || envelope.key.len() > 200 || !printable {
            return Err(Refused::KeyMissing {}.into());
        }
        let by = self.known_operator(envelope.by.as_deref())?;
        let second = match envelope.approved_by.as_deref() {
            Some(number) => Some(self.operator(Some(number))?),
            None => None,
        };
        let proved = self.prove(envelope, &by, second.as_ref())?;
        let reason = match &envelope.reason {
            Some(text) => Some(Clean::new(text)?.into_string()),
            None => None,
        };
        let content = serde_json::to_vec(verb).map_err(|e| Fault::Broken(format!("{}: {e}", V::NAME)))?;
        let mut digest = Sha256::new().chain_update(V::NAME).chain_update([0]).chain_update(&content);
        // The same for another day is another command.
        if let Some(past) = envelope.at {
            digest.update([1]);
            digest.update(past.0.to_be_bytes());
        }
        if let Some(secret) = verb.secret() {
            digest.update([0]);
            digest.update(self.stretched(&envelope.key, secret)?);
        }
        Ok(Ticket { by, second, reason, proved, digest: digest.finalize().into() })
    }

    /// A secret as a command's digest may know it: as dear to guess from as the hash by which a PIN is kept, and the
    /// same for the same key.
    fn stretched(&self, key: &str, secret: &str) -> Result<String, Fault> {
        let whole: [u8; 32] = Sha256::new()
            .chain_update(b"secret of a command")
            .chain_update(self.profile.chain_salt)
            .chain_update(key)
            .finalize()
            .into();
        let mut salt = [0_u8; 16];
        salt.copy_from_slice(whole.split_at(16).0);
        pin::hash(secret, &salt)
    }

    /// Whose PIN (or recovery code) was shown: the second person's where one is named, else the operator's own.
    fn prove(&self, envelope: &Envelope, by: &Operator, second: Option<&Operator>) -> Answer<Option<i64>> {
        let guarded = second.unwrap_or(by);
        if let Some(given) = &envelope.pin {
            if !guarded.has_pin {
                return Ok(None);
            }
            pin::check(&self.db, self.world.as_ref(), guarded.id, &given.0)?;
            return Ok(Some(guarded.id));
        }
        if let Some(code) = envelope.recovery.as_ref().filter(|_| second.is_none()) {
            pin::check_secret(&self.db, self.world.as_ref(), by.id, &code.0, pin::Secret::Recovery)?;
            return Ok(Some(by.id));
        }
        Ok(None)
    }

    /// The operator of a staff number, or the first owner.
    ///
    /// # Errors
    /// [`Refused::OperatorUnknown`], [`Refused::StaffLeft`].
    pub fn operator(&self, number: Option<&str>) -> Answer<Operator> {
        let Some(number) = number else {
            let owner = store::first_owner(&self.db)?;
            return owner.ok_or_else(|| Refused::OperatorUnknown { number: "owner".into() }.into());
        };
        let shown = || Clean::shown(number).into_string();
        match store::operator(&self.db, number)? {
            None => Err(Refused::OperatorUnknown { number: shown() }.into()),
            Some((operator, Some(date)))
                if date <= self.profile.zone.business_day(self.world.now()).to_string() =>
            {
                Err(Refused::StaffLeft { number: operator.number, name: operator.name, date }.into())
            }
            Some((operator, _)) => Ok(operator),
        }
    }

    /// Checks a PIN, as the lock screen does; wrong ones are counted in the file before this answers. Twenty digits
    /// are the recovery code, which also ends the wait after wrong PINs.
    ///
    /// # Errors
    /// [`Refused::PinWrong`], [`Refused::PinThrottled`].
    pub fn check_pin(&mut self, number: &str, given: &str) -> Answer<Operator> {
        let operator = self.operator(Some(number))?;
        let code = pin::as_recovery(given);
        let (given, secret) = match &code {
            Some(code) => (code.as_str(), pin::Secret::Recovery),
            None => (given, pin::Secret::Pin),
        };
        if operator.has_pin {
            pin::check_secret(&self.db, self.world.as_ref(), operator.id, given, secret)?;
        }
        Ok(operator)
    }

    fn inside<V: Verb>(&mut self, envelope: &Envelope, verb: &V, ticket: &Ticket) -> Answer<Done<V::Out>> {
        let kept = store::kept(&self.db, &envelope.key)?;
        if let Some(kept) = &kept {
            if kept.verb != V::NAME || kept.digest != ticket.digest || kept.staff != Some(ticket.by.id) {
                return Err(Refused::KeyReused {
                    key: Clean::shown(&envelope.key).into_string(),
                    first: kept.verb.clone(),
                }
                .into());
            }
            if !V::ANSWERS_ANEW {
                return Ok(Done { value: parse::<V>(&kept.result)?, repeated: true, touched: Vec::new() });
            }
        }
        let now = self.world.now();
        let at = self.order(now, ticket.by.id)?;
        let pins_in_use = self.known_pins(self.profile.zone.business_day(now))?;
        let day = match envelope.at {
            Some(past) => self.past_day(past, now, ticket, pins_in_use)?,
            None => self.profile.zone.business_day(at),
        };
        let row = CommandRow {
            id: match &kept {
                Some(kept) => kept.id,
                None => self.next_command()?,
            },
            key: &envelope.key,
            verb: V::NAME,
            digest: ticket.digest,
            by: ticket.by.id,
            second: ticket.second.as_ref().map(|second| second.id),
            reason: ticket.reason.as_deref(),
            at,
        };
        let mut tx = Tx {
            db: &self.db,
            profile: &self.profile,
            settings: &self.settings,
            world: self.world.as_ref(),
            at,
            moment: envelope.at.unwrap_or(at),
            day,
            by: ticket.by.clone(),
            second: ticket.second.clone(),
            reason: ticket.reason.clone(),
            key: &envelope.key,
            row,
            row_stands: Cell::new(kept.is_some()),
            proved: ticket.proved,
            rehearsal: false,
            pins_in_use,
            touched: Vec::new(),
        };
        let value = verb.run(&mut tx)?;
        let result = V::kept(&value).map_err(|e| Fault::Broken(format!("{}: {e}", V::NAME)))?;
        if kept.is_none() {
            store::insert_answer(&self.db, tx.command()?, &result)?;
        }
        Ok(Done { value, repeated: false, touched: tx.touched })
    }

    /// The moment of recording: the clock's, or one millisecond after the last entry when the clock stepped back.
    fn order(&mut self, now: Instant, by: i64) -> Answer<Instant> {
        let last = store::head(&self.db)?.posted_at;
        if now.0 > last {
            self.clock_warned = false;
            return Ok(now);
        }
        if last - now.0 > CLOCK_BACK_MS && !self.clock_warned {
            let facts = format!("clock {} ms behind the last entry", last - now.0);
            store::insert_audit(&self.db, Instant(last + 1), Some(by), "clock.back", &facts)?;
            self.clock_warned = true;
        }
        Ok(Instant(last + 1))
    }

    /// Whether the clock stands behind the last entry, for the banner: also before anything was recorded today.
    pub fn clock_is_behind(&self) -> bool {
        let last = store::head(&self.db).map_or(i64::MIN, |head| head.posted_at);
        last.saturating_sub(self.world.now().0) > CLOCK_BACK_MS
    }

    fn past_day(
        &self,
        past: Instant,
        now: Instant,
        ticket: &Ticket,
        pins_in_use: bool,
    ) -> Answer<chrono::NaiveDate> {
        let act = Act::Backdate;
        let day = self.profile.zone.business_day(past);
        if past > now {
            return Err(Refused::DateInFuture { date: day.to_string() }.into());
        }
        let named = ticket.second.as_ref().filter(|second| rights::may(second.role, act));
        let lent = named.is_some_and(|second| second.stands(ticket.proved, pins_in_use));
        if !rights::may(ticket.by.role, act) && !lent {
            if named.is_some() {
                return Err(approval_missing(act).into());
            }
            return Err(Refused::RightMissing {
                act: act.code().into(),
                role: ticket.by.role.code().into(),
                allowed: rights::allowed(act),
            }
            .into());
        }
        Ok(day)
    }

    /// After a failed commit: close, open, look the key up, and only then say what happened.
    fn find_out<V: Verb>(&mut self, key: &str, fault: Fault) -> Answer<Done<V::Out>> {
        if self.grouping() {
            return Err(fault.into());
        }
        tracing::warn!(%fault, "a commit failed; asking the file what it kept");
        if self.db.path().as_os_str() == ":memory:" {
            self.roll_back(0)?;
        } else if let Err(stop) = self.reopen() {
            return match stop {
                Stop::Fault(again) | Stop::Unknown(again) => Err(Stop::Unknown(again)),
                Stop::Refused(no) => Err(Stop::Unknown(no.into())),
            };
        }
        match store::kept(&self.db, key) {
            Ok(Some(kept)) => {
                self.settings = settings::load(&self.db)?;
                Ok(Done { value: parse::<V>(&kept.result)?, repeated: false, touched: EVERY_AREA.to_vec() })
            }
            Ok(None) => Err(fault.into()),
            Err(again) => Err(Stop::Unknown(again)),
        }
    }

    pub(super) fn reopen(&mut self) -> Answer<()> {
        if self.db.path().as_os_str() == ":memory:" {
            return Ok(());
        }
        // Two connections for a moment: the old one is dropped, and with it whatever it had not committed.
        self.db = Db::open(&self.path, Mode::Write)?;
        self.settings = settings::load(&self.db)?;
        Ok(())
    }

    /// Asks as somebody: what others earn is for those who may see it.
    ///
    /// # Errors
    /// [`Refused::RightMissing`], [`Refused::OperatorUnknown`]; as [`Shop::ask_at`].
    pub fn ask_as<Q: Query>(&mut self, envelope: &Envelope, query: &Q) -> Answer<Q::Out> {
        let by = self.operator(envelope.by.as_deref())?;
        let own = match query.tells_pay() {
            PayOf::Nobody => true,
            PayOf::One(number) => number == by.number,
            PayOf::All => false,
        };
        if !own && !rights::may(by.role, Act::PayRead) {
            let no = Refused::RightMissing {
                act: Act::PayRead.code().to_owned(),
                role: by.role.code().to_owned(),
                allowed: rights::allowed(Act::PayRead),
            };
            return Err(self.note_refusal(Q::NAME, Some(by.id), no.into()));
        }
        self.ask_at(query, envelope.at)
    }

    /// Every refusal is written down, without the facts that could hold a phone.
    fn note_refusal(&mut self, name: &str, by: Option<i64>, stop: Stop) -> Stop {
        if let Stop::Refused(no) = &stop {
            let facts = format!("{name} {}", no.code());
            if let Err(fault) = store::insert_audit(&self.db, self.world.now(), by, "refused", &facts) {
                tracing::warn!(%fault, "a refusal could not be written down");
            }
        }
        stop
    }
}

const EVERY_AREA: [super::Area; 7] = [
    super::Area::Ledger,
    super::Area::Bills,
    super::Area::Members,
    super::Area::Staff,
    super::Area::Catalog,
    super::Area::Settings,
    super::Area::Imports,
];

fn parse<V: Verb>(result: &str) -> Answer<V::Out> {
    serde_json::from_str(result).map_err(|e| Fault::Broken(format!("kept result of {}: {e}", V::NAME)).into())
}
