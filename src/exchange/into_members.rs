//! Rows of members against the store: opened by number or phone, and only what the file says differently is changed.

use serde::{Deserialize, Serialize};

use super::birthday::Birthday as Told;
use super::desk::{Desk, Judged, Verdict, bad, no, not_below, past};
use super::fields::Field;
use super::rows::{MemberRow, Problem};
use super::store;
use super::values::Gender as Read;
use super::write::Writing;
use crate::db::Fault;
use crate::ground::{Clean, Refused, phone};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::members::open::OpenMember;
use crate::members::{self, Birthday, Calendar, Gender, Member};
use crate::points;
use crate::shop::{Answer, Tx, Verb};

/// A file and its phones, as they stood before a batch changed them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    pub member: Member,
    pub phones: Vec<String>,
}

/// What a row of members would do.
#[derive(Debug, Clone)]
pub struct MemberStep {
    pub(super) verdict: Verdict,
    row: MemberRow,
    tier: Option<String>,
    known: Option<Member>,
    points: i64,
}

/// Compares one row.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, at: i64, row: MemberRow) -> Answer<Judged<MemberStep>> {
    let mut problems = Vec::new();
    past(Field::JoinedOn, row.joined_on, desk.today, &mut problems);
    past(Field::LastVisit, row.last_visit, desk.today, &mut problems);
    not_below(Field::Points, row.points, &mut problems);
    if let Some(Told::Solar { year: Some(year), month, day }) = row.birthday {
        past(Field::Birthday, chrono::NaiveDate::from_ymd_opt(year, month, day), desk.today, &mut problems);
    }
    let tier = match row.tier.as_ref().map(|tier| desk.tier(tier.as_str()).map(|tier| tier.code.clone())) {
        Some(Ok(tier)) => Some(tier),
        Some(Err(why)) => {
            problems.push(bad(Field::Tier, why));
            None
        }
        None => None,
    };
    if let Some(first) = repeated(desk, at, &row) {
        problems.push(Problem { field: None, why: Refused::ImportRowTwice { row: first } });
    }
    let known = match known(desk, &row)? {
        Ok(known) => known,
        Err(more) => {
            problems.extend(more);
            None
        }
    };
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let open = known.as_ref().is_some_and(|member| member.merged_into.is_none());
    let brought = match &known {
        Some(member) => store::points_brought(desk.db, member.id)?,
        None => 0,
    };
    let stated = row.points.unwrap_or(brought);
    if stated < brought {
        let why = Refused::ImportLower { brought: brought.to_string(), found: stated.to_string() };
        return no(Field::Points, why);
    }
    let mut step = MemberStep { verdict: Verdict::New, row, tier, known, points: stated - brought };
    if open && let Some(before) = &step.known {
        let (after, phones) = step.applied(desk, before)?;
        let visited = step.row.last_visit.is_some_and(|day| before.last_visit_on < day.to_string());
        let same = after == *before && phones.is_none() && step.points == 0 && !visited;
        step.verdict = if same { Verdict::Same } else { Verdict::Update };
    }
    Ok(Ok(step))
}

/// The earlier row that this one repeats. Two people may share a phone where their numbers or names tell them apart.
fn repeated(desk: &mut Desk<'_>, at: i64, row: &MemberRow) -> Option<i64> {
    let mut first = None;
    if let Some(code) = &row.code {
        first = first.or(desk.first(&format!("#{}", code.as_str()), at));
    }
    if let Some(phone) = &row.phone {
        let (any, named, alone) = (
            format!("any {phone}"),
            format!("named {phone} {}", row.name.as_str()),
            format!("alone {phone}"),
        );
        first = first.or(match row.code {
            Some(_) => desk.said(&named).or(desk.said(&alone)),
            None => desk.said(&any),
        });
        desk.first(&any, at);
        desk.first(&named, at);
        if row.code.is_none() {
            desk.first(&alone, at);
        }
    }
    first
}

/// The member whose file it is: by number, else by phone; with both given, the phone's only if the name is the same.
fn known(desk: &Desk<'_>, row: &MemberRow) -> Answer<Judged<Option<Member>>> {
    let mut field = Field::Code;
    let mut found = match &row.code {
        Some(code) => members::store::by_number(desk.db, code.as_str())?,
        None => None,
    };
    if found.is_none()
        && let Some(phone) = &row.phone
    {
        field = Field::Phone;
        let mut all = members::store::by_phone(desk.db, phone)?;
        let count = all.len();
        if row.code.is_some() || count > 1 {
            all.retain(|member| member.name == row.name.as_str());
        }
        if count > 1 && all.len() != 1 && row.code.is_none() {
            let count = super::limits::count(count);
            return no(Field::Phone, Refused::ImportMemberUnclear { who: phone::mask(phone), count });
        }
        found = all.into_iter().next();
    }
    if let Some(member) = &found
        && let Some(into) = member.merged_into.filter(|into| *into != member.id)
    {
        let into = members::store::by_id(desk.db, into)?.map(|m| m.number).unwrap_or_default();
        return no(field, Refused::MemberMerged { number: member.number.clone(), into });
    }
    // Under a known number another name and another phone are another person, not a change.
    if let (Some(member), Some(phone)) = (&found, &row.phone)
        && member.merged_into.is_none()
        && member.name != row.name.as_str()
        && !members::store::phones(desk.db, member.id)?.contains(phone)
    {
        let (name, found) = (row.name.as_str().to_owned(), member.name.clone());
        return no(Field::Name, Refused::ImportNameDiffers { name, found });
    }
    Ok(Ok(found))
}

impl MemberStep {
    /// The file with what the row says, and its phones where there is a new one.
    fn applied(&self, desk: &Desk<'_>, before: &Member) -> Answer<(Member, Option<Vec<String>>)> {
        let text = |new: &Option<Clean>, old: &str| {
            new.as_ref().map_or_else(|| old.to_owned(), |clean| clean.as_str().to_owned())
        };
        let after = Member {
            name: self.row.name.as_str().to_owned(),
            gender: self.row.gender.map(gender).or(before.gender),
            birthday: self.row.birthday.and_then(birthday).or(before.birthday),
            tier: self.tier.clone().unwrap_or_else(|| before.tier.clone()),
            notes: text(&self.row.note, &before.notes),
            merged_into: None,
            ..before.clone()
        };
        let mut phones = members::store::phones(desk.db, before.id)?;
        let fresh = self.row.phone.as_ref().filter(|phone| !phones.contains(phone));
        let phones = fresh.map(|phone| {
            phones.insert(0, phone.clone());
            phones
        });
        Ok((after, phones))
    }

    /// Writes it.
    pub(super) fn write(&self, tx: &mut Tx<'_>, desk: &Desk<'_>, at: &mut Writing) -> Answer<()> {
        let member = match &self.known {
            None => self.open(tx, at)?,
            Some(before) => self.change(tx, desk, at, before)?,
        };
        if let Some(day) = self.row.last_visit {
            at.visits.insert(member, day.to_string());
        }
        if self.points > 0 {
            let mut draft = Draft::new();
            let lot = points::store::insert_lot(tx, member, self.points, &format!("import:{}", at.batch))?;
            draft.transfer(Account::own(Kind::PointsIssued), Account::of(Kind::PointsLot, lot), self.points);
            let about = About { member: Some(member), ..About::default() };
            let posted = post(tx, EntryKind::Import, about, &draft.balance().map_err(Fault::from)?)?;
            store::insert_row(tx.db(), at.batch, at.row, ("entry", posted.id), "")?;
        }
        Ok(())
    }

    fn open(&self, tx: &mut Tx<'_>, at: &Writing) -> Answer<i64> {
        let birthday = self.row.birthday.and_then(birthday);
        let opened = OpenMember {
            name: self.row.name.clone(),
            phone: self.row.phone.clone(),
            number: self.row.code.clone(),
            gender: self.row.gender.map(gender),
            birthday: birthday.map(Birthday::text),
            birthday_calendar: birthday.map(|birthday| birthday.calendar).unwrap_or_default(),
            tier: self.tier.clone(),
            notes: self.row.note.clone().unwrap_or_default(),
            opened_on: self.row.joined_on.map(|day| day.to_string()),
            share_phone: true,
            batch: Some(at.batch),
            ..OpenMember::default()
        }
        .run(tx)?;
        let gone = || Fault::Broken(format!("member {} was not written", opened.member));
        let id = members::store::by_number(tx.db(), &opened.member)?.ok_or_else(gone)?.id;
        store::insert_row(tx.db(), at.batch, at.row, ("member", id), "")?;
        Ok(id)
    }

    fn change(&self, tx: &Tx<'_>, desk: &Desk<'_>, at: &Writing, before: &Member) -> Answer<i64> {
        let (after, phones) = self.applied(desk, before)?;
        if after == *before && phones.is_none() {
            return Ok(before.id);
        }
        let old = members::store::phones(tx.db(), before.id)?;
        let kept = Before { member: before.clone(), phones: old };
        let text = serde_json::to_string(&kept).map_err(|e| Fault::Broken(format!("import row: {e}")))?;
        store::insert_row(tx.db(), at.batch, at.row, ("member", before.id), &text)?;
        put(tx, before, &after)?;
        if let Some(phones) = phones {
            members::store::set_phones(tx.db(), &after, &phones)?;
            tx.keep_change("member.phones", after.id, &kept.phones, &phones)?;
        }
        Ok(before.id)
    }
}

/// Writes a member's file in place of what it was.
pub(super) fn put(tx: &Tx<'_>, before: &Member, after: &Member) -> Answer<()> {
    let ids = members::store::ids(tx.db(), after.id)?;
    members::store::update(tx.db(), after, &ids)?;
    if after.name != before.name {
        members::store::rewrite_names(tx.db(), after)?;
    }
    tx.keep_change("member", after.id, before, after)
}

fn gender(read: Read) -> Gender {
    match read {
        Read::Female => Gender::Female,
        Read::Male => Gender::Male,
    }
}

/// A leap month that the year did not have was the month itself.
fn birthday(told: Told) -> Option<Birthday> {
    let (calendar, year, leap, month, day) = match told {
        Told::Solar { year, month, day } => (Calendar::Solar, year, false, month, day),
        Told::Lunar { year, leap, month, day } => (Calendar::Lunar, year, leap, month, day),
    };
    let text = |leap: &str| format!("{:04}-{leap}{month:02}-{day:02}", year.unwrap_or(0));
    let plain = || Birthday::read(&text(""), calendar).ok();
    if leap { Birthday::read(&text("闰"), calendar).ok().or_else(plain) } else { plain() }
}
