//! Members of other stores who come to a store (外店会员): what headquarters tells it of them, and how it keeps that. It is a
//! picture of a day: spent is only what a store holds.

use super::issue::Copy;
use super::letter::GuestTold;
use super::roam::{self, guest_of_ask};
use super::store::stretch;
use crate::catalog::tier::{self, Tier};
use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;
use crate::members;
use crate::shop::{Answer, Tx};

/// So many of one home store are told, the newest first.
const TOLD_MAX: i64 = 2_000;

/// What is told a store of members of the others whom it served before.
pub(super) fn told(copies: &[Copy], serving: &str) -> Result<Vec<GuestTold>, Fault> {
    let mut out = Vec::new();
    let Some(there) = copies.iter().find(|copy| copy.peer.code == serving) else { return Ok(out) };
    for home in copies.iter().filter(|copy| copy.peer.code != serving && !copy.forked) {
        let as_of = stretch(&home.db, 0, i64::MAX)?.last_day;
        let params = named_params! { ":serving": serving, ":limit": TOLD_MAX };
        let found = home.db.list(include_str!("sql/guests.sql"), params, |row| {
            let tier: String = row.get("tier")?;
            Ok((
                row.get::<_, String>("number")?,
                row.get::<_, String>("name")?,
                tier,
                row.get::<_, i64>("part")?,
            ))
        })?;
        for (member, name, tier, part) in found {
            let params = named_params! { ":part": part };
            let ask =
                home.db.one(include_str!("sql/ask_of_part.sql"), params, |row| row.get("ask"))?.unwrap_or(0);
            let Some(guest) = guest_of_ask(there, &home.peer.code, ask)? else { continue };
            let number = named_params! { ":number": member };
            let points = home.db.one(include_str!("sql/points_held.sql"), number, |row| row.get("held"))?;
            let cards = home.db.list(include_str!("sql/cards_open.sql"), number, |row| {
                Ok((row.get("code")?, row.get("name")?, row.get("left")?))
            })?;
            out.push(GuestTold {
                stored_value: Fen(roam::held(&home.db, &member, &home.peer.code, &as_of)?),
                home: home.peer.code.clone(),
                member,
                guest,
                name,
                tier,
                points: points.unwrap_or(0),
                cards,
                as_of: as_of.clone(),
            });
        }
    }
    Ok(out)
}

/// Tiers, where headquarters has set any: what it never touched is each store's own.
pub(super) fn tiers(db: &Db) -> Result<Vec<Tier>, Fault> {
    let set = db.one(include_str!("sql/tiers_set.sql"), &[], |row| row.get::<_, i64>("changes"))?;
    if set.unwrap_or(0) > 0 { tier::all(db) } else { Ok(Vec::new()) }
}

/// Keeps what was told in place of what was told before. Of two tiers of one person the better one counts here too.
pub(super) fn keep(tx: &mut Tx<'_>, told: &[GuestTold]) -> Answer<i64> {
    tx.db().run(include_str!("sql/guest_drop.sql"), &[])?;
    let tiers = tier::all(tx.db())?;
    let rank = |code: &str| tiers.iter().find(|tier| tier.code == code).map_or(-1, |tier| tier.rank);
    let mut kept = 0;
    for guest in told {
        let Some(member) = members::store::heir(tx.db(), &guest.guest)? else { continue };
        if rank(&guest.tier) > rank(&member.tier) {
            members::store::set_tier(tx, &member, &guest.tier)?;
        }
        let cards = serde_json::to_string(&guest.cards).map_err(|error| Fault::Broken(error.to_string()))?;
        tx.db().run(
            include_str!("sql/guest_insert.sql"),
            named_params! {
                ":home": guest.home, ":number": guest.member, ":member": member.id, ":name": guest.name,
                ":stored_value": guest.stored_value.0, ":points": guest.points, ":cards": cards,
                ":as_of": guest.as_of,
            },
        )?;
        kept += 1;
    }
    Ok(kept)
}
