//! Where rows are compared with the store: what is looked up once and kept, and what the file said before.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::fields::Field;
use super::rows::Problem;
use crate::catalog::store as items;
use crate::catalog::tier::{self, Tier};
use crate::catalog::{Item, ItemKind};
use crate::db::Db;
use crate::ground::{Clean, Fen, Refused, phone};
use crate::members::{self, Member};
use crate::shop::Answer;

/// A row compared with the store, or every problem that it has.
pub type Judged<T> = Result<T, Vec<Problem>>;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Open something that was not there.
    New,
    /// Change something that was.
    Update,
    /// Nothing: the store says so already.
    Same,
}

/// The desk on which one file is compared.
pub struct Desk<'a> {
    /// The store.
    pub db: &'a Db,
    /// The business day.
    pub today: NaiveDate,
    /// The batch that is being written; 0 in a dry run.
    pub batch: i64,
    /// The last card before the batch.
    pub last_card: i64,
    seen: HashMap<Box<str>, i64>,
    clients: HashMap<Box<str>, Option<i64>>,
    tiers: Vec<Tier>,
    items: Vec<Item>,
}

/// A problem of one field.
pub fn bad(field: Field, why: Refused) -> Problem {
    Problem { field: Some(field), why }
}

/// A row with one problem.
pub fn no<T>(field: Field, why: Refused) -> Answer<Judged<T>> {
    Ok(Err(vec![bad(field, why)]))
}

impl<'a> Desk<'a> {
    /// An empty desk.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn new(db: &'a Db, today: NaiveDate, batch: i64) -> Answer<Self> {
        Ok(Self {
            db,
            today,
            batch,
            last_card: super::store::last_card(db)?,
            seen: HashMap::new(),
            clients: HashMap::new(),
            tiers: tier::all(db)?,
            items: items::all(db)?,
        })
    }

    /// The row that said this first, where it was not this one.
    pub fn first(&mut self, what: &str, row: i64) -> Option<i64> {
        if let Some(first) = self.seen.get(what) {
            return Some(*first);
        }
        self.seen.insert(what.into(), row);
        None
    }

    /// Whether it was said, without saying it.
    pub fn said(&self, what: &str) -> Option<i64> {
        self.seen.get(what).copied()
    }

    /// The tier of that code or name, `会员` and `卡` behind it not counted.
    pub fn tier(&self, text: &str) -> Result<&Tier, Refused> {
        let bare = |text: &str| -> String {
            text.trim_end_matches("会员").trim_end_matches('卡').trim_end_matches("级").to_lowercase()
        };
        let exact = self.tiers.iter().find(|tier| tier.code == text || tier.name == text);
        let near =
            || self.tiers.iter().find(|tier| bare(&tier.name) == bare(text) || tier.code == bare(text));
        exact.or_else(near).ok_or_else(|| Refused::ChoiceUnknown {
            field: "tier".into(),
            value: Clean::shown(text).into_string(),
            known: self.tiers.iter().map(|tier| tier.name.as_str()).collect::<Vec<_>>().join(", "),
        })
    }

    /// Every item, as the price list was when the file was opened.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The one item of a kind with that name.
    pub fn item_named(&self, name: &str, fits: impl Fn(ItemKind) -> bool) -> Option<&Item> {
        let mut named = self.items.iter().filter(|item| item.name == name && fits(item.kind));
        let first = named.next();
        if named.next().is_some() { None } else { first }
    }

    /// The member that a row of money or cards means: by number, else by phone, told apart by name. The name must
    /// be the member's own, or money would go to whoever has the number now.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn member(
        &self,
        code: Option<&str>,
        phone: Option<&str>,
        name: Option<&str>,
    ) -> Answer<Judged<Member>> {
        let by_code = match code {
            Some(code) => members::store::by_number(self.db, code)?,
            None => None,
        };
        if let Some(member) = by_code {
            return Ok(self.fits(member, Field::Code, name));
        }
        let Some(phone) = phone else {
            return no(Field::Code, Refused::MemberUnknown { who: code.unwrap_or_default().to_owned() });
        };
        let mut found = members::store::by_phone(self.db, phone)?;
        if found.len() > 1 {
            let all = found.len();
            found.retain(|member| name == Some(member.name.as_str()));
            if found.len() != 1 {
                let count = super::limits::count(all);
                return no(Field::Phone, Refused::ImportMemberUnclear { who: phone::mask(phone), count });
            }
        }
        match found.pop() {
            Some(member) => Ok(self.fits(member, Field::Phone, name)),
            None => no(Field::Phone, Refused::MemberUnknown { who: phone::mask(phone) }),
        }
    }

    fn fits(&self, member: Member, field: Field, name: Option<&str>) -> Judged<Member> {
        if let Some(why) = closed(self.db, &member) {
            return Err(vec![bad(field, why)]);
        }
        match name {
            Some(name) if name != member.name => {
                let why = Refused::ImportNameDiffers { name: name.to_owned(), found: member.name };
                Err(vec![bad(Field::Name, why)])
            }
            Some(_) | None => Ok(member),
        }
    }

    /// Whom a past sale means, where it means one person: by number, phone or name.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn client(&mut self, client: &str, phone: Option<&str>) -> Answer<Option<i64>> {
        let key = format!("{}|{client}", phone.unwrap_or_default());
        if let Some(known) = self.clients.get(key.as_str()) {
            return Ok(*known);
        }
        let found = self.look_up(client, phone)?;
        self.clients.insert(key.into(), found);
        Ok(found)
    }

    fn look_up(&self, client: &str, stated: Option<&str>) -> Answer<Option<i64>> {
        if !client.is_empty()
            && let Some(member) = members::store::by_number(self.db, client)?
        {
            let id = match member.merged_into {
                Some(into) => Some(into).filter(|into| *into != member.id),
                None => Some(member.id),
            };
            return Ok(id);
        }
        let phone = stated.map(str::to_owned).or_else(|| phone::read(client).ok());
        if let Some(phone) = phone {
            let found = members::store::by_phone(self.db, &phone)?;
            if let [one] = found.as_slice() {
                return Ok(Some(one.id));
            }
            if let Some(one) = found.iter().find(|member| member.name == client) {
                return Ok(Some(one.id));
            }
            if !found.is_empty() || stated.is_none() {
                return Ok(None);
            }
        }
        if client.is_empty() {
            return Ok(None);
        }
        let named = super::store::members_named(self.db, client)?;
        Ok(if let [one] = named.as_slice() { Some(*one) } else { None })
    }
}

/// Why a member's file takes nothing any more.
fn closed(db: &Db, member: &Member) -> Option<Refused> {
    let into = member.merged_into?;
    if into == member.id {
        return Some(Refused::MemberUnknown { who: member.number.clone() });
    }
    let into = members::store::by_id(db, into).ok().flatten().map(|m| m.number).unwrap_or_default();
    Some(Refused::MemberMerged { number: member.number.clone(), into })
}

/// A day that must have come.
pub fn past(field: Field, day: Option<NaiveDate>, today: NaiveDate, problems: &mut Vec<Problem>) {
    if let Some(day) = day.filter(|day| *day > today) {
        problems.push(bad(field, Refused::DateInFuture { date: day.to_string() }));
    }
}

/// An amount or a count that must not be below zero.
pub fn not_below(field: Field, amount: Option<i64>, problems: &mut Vec<Problem>) {
    if amount.is_some_and(|amount| amount < 0) {
        problems.push(bad(field, Refused::AmountNotPositive { field: field.name().to_owned() }));
    }
}

/// As [`not_below`], for money.
pub fn money_not_below(field: Field, amount: Option<Fen>, problems: &mut Vec<Problem>) {
    not_below(field, amount.map(|fen| fen.0), problems);
}
