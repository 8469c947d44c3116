//! Who roams (跨店常客): members of one store that keep using what they hold at another, and what headquarters may grant that
//! store for their next visit. The grant that is suggested is what they used there on their dearest day, less what lies
//! there or is on its way, and never more than half of what they have at home: what lies at a third store serves nobody.

use std::collections::BTreeMap;

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::grant::{given, standing, taken};
use super::issue::Copy;
use super::ready::copies;
use super::received::hq_only;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, Refused, day};
use crate::parts::code_rules::PartKind;
use crate::shop::{Answer, Look, Query};

/// Over how many days it is looked where nobody says.
const DAYS: u32 = 90;
/// On how many of them somebody was there who is known to roam, where nobody says.
const LEAST: i64 = 2;

/// Lists who roams.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roamers {
    /// Over how many days; 90 when absent.
    #[serde(default)]
    pub days: Option<u32>,
    /// On how many days at least; 2 when absent.
    #[serde(default)]
    pub least: Option<i64>,
}

/// A member who roams. Money in fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roamer {
    /// Her home store.
    pub home: String,
    /// Her number there.
    pub member: String,
    /// Her name.
    pub name: String,
    /// The store that she goes to.
    pub serving: String,
    /// Her number there.
    pub guest: String,
    /// On how many days she used stored value there.
    pub days: i64,
    /// The last of them.
    pub last_day: String,
    /// What she used there.
    pub used: Fen,
    /// What she used on the dearest day.
    pub dearest: Fen,
    /// What of her home store's money lies there for her now.
    pub there: Fen,
    /// What was granted and is on its way.
    pub coming: Fen,
    /// What she has at home.
    pub at_home: Fen,
    /// What a grant for the next visit comes to.
    pub suggested: Fen,
}

#[derive(Default)]
struct Roamed {
    days: i64,
    last_day: String,
    used: i64,
    dearest: i64,
    ask: i64,
}

impl Query for Roamers {
    const NAME: &'static str = "query.roamers";
    type Out = Vec<Roamer>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<Roamer>> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let today = look.today();
        let span = Days::new(self.days.unwrap_or(DAYS).into());
        let from = day::iso(&today)?.checked_sub_days(span).map(|day| day.to_string()).unwrap_or_default();
        let mut roamed: BTreeMap<(String, String, String), Roamed> = BTreeMap::new();
        let params = named_params! { ":from": from, ":to": today };
        db.each(include_str!("sql/roamed.sql"), params, |row| {
            let key = (row.get("home")?, row.get("serving")?, row.get("member")?);
            let (on, used): (String, i64) = (row.get("day")?, row.get("used")?);
            let one = roamed.entry(key).or_default();
            // A day on which all of it went back is no visit.
            one.days += i64::from(used > 0);
            one.used += used;
            one.dearest = one.dearest.max(used);
            one.ask = one.ask.max(row.get("ask")?);
            one.last_day = std::mem::take(&mut one.last_day).max(on);
            Ok::<(), Fault>(())
        })?;
        let copies = copies(db)?;
        let granted = standing(db, &today)?;
        let least = self.least.unwrap_or(LEAST);
        let mut out = Vec::new();
        for ((home, serving, who), one) in roamed.into_iter().filter(|(_, one)| one.days >= least) {
            let of = |code: &str| copies.iter().find(|copy| copy.peer.code == code);
            let (Some(at_home), Some(there)) = (of(&home), of(&serving)) else { continue };
            let (member, name) = who.split_once(' ').unwrap_or((&who, ""));
            let Some(guest) = guest_of_ask(there, &home, one.ask)? else { continue };
            let mut coming = 0;
            let hers = granted.iter().filter(|grant| {
                (grant.home.as_str(), grant.member.as_str(), grant.serving.as_str(), grant.kind)
                    == (home.as_str(), member, serving.as_str(), PartKind::StoredValue)
            });
            for grant in hers {
                // One that was taken back comes only where it had left already.
                let comes = !grant.revoked || given(&at_home.db, grant)?.is_some();
                coming += if comes && !taken(&there.db, grant.no)? { grant.amount } else { 0 };
            }
            let lies = held(&there.db, &guest, &home, &today)?;
            let has = held(&at_home.db, member, &home, &today)?;
            out.push(Roamer {
                suggested: Fen((one.dearest - lies - coming).min(has / 2).max(0)),
                member: member.to_owned(),
                name: name.to_owned(),
                home,
                serving,
                guest,
                days: one.days,
                last_day: one.last_day,
                used: Fen(one.used),
                dearest: Fen(one.dearest),
                there: Fen(lies),
                coming: Fen(coming),
                at_home: Fen(has),
            });
        }
        out.sort_by(|a, b| (b.days, b.used, &a.home, &a.member).cmp(&(a.days, a.used, &b.home, &b.member)));
        Ok(out)
    }
}

/// What of a store's money a member holds in some store's books, in fen.
pub(super) fn held(db: &Db, number: &str, home: &str, today: &str) -> Result<i64, Fault> {
    let params = named_params! { ":number": number, ":home": home, ":today": today };
    Ok(db.one(include_str!("sql/lots_held.sql"), params, |row| row.get("held"))?.unwrap_or(0))
}

/// The member's number at the store that served, by the part that was taken in.
pub(super) fn guest_of_ask(serving: &Copy, home: &str, ask: i64) -> Result<Option<String>, Fault> {
    let params = named_params! { ":home": home, ":ask": ask };
    serving.db.one(include_str!("sql/guest_of_ask.sql"), params, |row| row.get("number"))
}

/// A member's number, where a store has a file of it.
pub(super) fn number_there(copy: &Copy, number: &str) -> Result<Option<String>, Fault> {
    copy.db.one(include_str!("sql/number_there.sql"), named_params! { ":number": number }, |row| {
        row.get("number")
    })
}

/// The number of a member at another store, given or found. A number that is given must not be somebody else's: where the
/// prints of phones of both files are known, one of them must agree.
///
/// # Errors
/// [`Refused::ChainUnfit`] naming the store that has no such member.
pub(super) fn guest(home: &Copy, serving: &Copy, member: &str, given: Option<&str>) -> Answer<String> {
    let unfit = |copy: &Copy, what: &str| Refused::ChainUnfit {
        store: copy.peer.code.clone(),
        what: what.to_owned(),
    };
    if number_there(home, member)?.is_none() {
        return Err(unfit(home, "no_member").into());
    }
    let found = guest_of(home, serving, member)?;
    let Some(given) = given else { return Ok(found.ok_or_else(|| unfit(serving, "no_guest"))?) };
    let guest = number_there(serving, given)?.ok_or_else(|| unfit(serving, "no_member"))?;
    let (hers, theirs) = (prints(home, member)?, prints(serving, &guest)?);
    let apart = !hers.is_empty() && !theirs.is_empty() && !hers.iter().any(|print| theirs.contains(print));
    if apart && found.as_ref() != Some(&guest) {
        return Err(unfit(serving, "person_other").into());
    }
    Ok(guest)
}

fn prints(copy: &Copy, number: &str) -> Result<Vec<Vec<u8>>, Fault> {
    let params = named_params! { ":number": number };
    copy.db.list(include_str!("sql/prints_of.sql"), params, |row| row.get::<_, Vec<u8>>("print"))
}

/// The number at another store of a member of this one: as she was served there before, or by the print of her phone.
///
/// # Errors
/// A fault when a copy cannot be read.
fn guest_of(home: &Copy, serving: &Copy, member: &str) -> Result<Option<String>, Fault> {
    let params = named_params! { ":member": member, ":serving": serving.peer.code };
    let asks = home.db.list(include_str!("sql/asks_of.sql"), params, |row| row.get::<_, i64>("ask"))?;
    for ask in asks {
        if let Some(guest) = guest_of_ask(serving, &home.peer.code, ask)? {
            return Ok(Some(guest));
        }
    }
    for print in prints(home, member)? {
        let params = named_params! { ":print": print };
        let found =
            serving.db.one(include_str!("sql/member_of_print.sql"), params, |row| row.get("number"))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
