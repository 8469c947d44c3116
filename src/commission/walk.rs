//! Bill after bill: which lines each one moves, and to which state.

use std::collections::HashMap;

use super::facts::{BillFact, Costs, Facts, Label, LineFact, PersonFact, StepFact, month_of};
use super::pay_rules::State;
use super::rules::Event;
use super::state_rules::{self, Group};
use crate::cards::origin::origin;
use crate::catalog::ItemKind;
use crate::db::{Db, Fault, Row, RowResult, ToSql, named_params};
use crate::ground::Fen;
use crate::shop::{Answer, Stop};
use crate::staff::Job;

/// A bill with its lines, as they stand in the file.
struct BillRows {
    id: i64,
    kind: String,
    at: i64,
    member: bool,
    of: Option<i64>,
    fact: BillFact,
    lines: Vec<LineRows>,
}

struct LineRows {
    line: i64,
    item: Option<i64>,
    label: Label,
    kind: String,
    quantity: i64,
    list: Fen,
    net: Fen,
    value: Fen,
    requested: bool,
    of_line: Option<i64>,
    people: Vec<(i64, i64, String)>,
}

/// What a bill moved of a debt, and which lines that debt is for.
struct Owed {
    group: Group,
    amount: Fen,
}

/// A card or a top-up that was paid back.
struct PaidBack {
    line: usize,
    before: State,
    after: State,
}

struct Walk<'a> {
    db: &'a Db,
    costs: Costs,
    prepaid: HashMap<i64, (Fen, Fen)>,
    debts: HashMap<i64, Vec<Owed>>,
    facts: Facts,
    labels: HashMap<Label, usize>,
    /// By row id of a sale: first line and one beyond the last.
    sold: HashMap<i64, (usize, usize)>,
    /// What each line is in now.
    now: Vec<State>,
    /// What is owed still, by group.
    owed: HashMap<Group, Fen>,
    paid_back: HashMap<i64, PaidBack>,
}

/// The statements that read what is walked over.
struct Reading {
    prepaid: &'static str,
    debts: &'static str,
    rows: &'static str,
}

/// Walks over the bills of a span.
pub(super) fn walk(db: &Db, from: &str, to: &str) -> Answer<Facts> {
    let reading = Reading {
        prepaid: include_str!("sql/prepaid.sql"),
        debts: include_str!("sql/debts.sql"),
        rows: include_str!("sql/rows.sql"),
    };
    over(db, &reading, named_params! { ":from": from, ":to": to }, Costs::load(db)?)
}

/// Walks over one sale or top-up and whatever was done to it later.
pub(super) fn walk_one(db: &Db, bill: i64, costs: Costs) -> Answer<Facts> {
    let reading = Reading {
        prepaid: include_str!("sql/prepaid_of.sql"),
        debts: include_str!("sql/debts_of.sql"),
        rows: include_str!("sql/rows_of.sql"),
    };
    let about = db.list(include_str!("sql/about_bill.sql"), named_params! { ":bill": bill }, |row| {
        row.get::<_, i64>("id")
    })?;
    let ids = serde_json::to_string(&about).unwrap_or_default();
    over(db, &reading, named_params! { ":ids": ids }, costs)
}

fn over(db: &Db, reading: &Reading, params: &[(&str, &dyn ToSql)], costs: Costs) -> Answer<Facts> {
    let mut prepaid: HashMap<i64, (Fen, Fen)> = HashMap::new();
    db.each::<Fault>(reading.prepaid, params, |row| {
        let (stored, gift) = prepaid.entry(row.get("bill_id")?).or_default();
        *stored = stored.plus(Fen(row.get("stored")?))?;
        *gift = gift.plus(Fen(row.get("gift")?))?;
        Ok(())
    })?;
    let mut debts: HashMap<i64, Vec<Owed>> = HashMap::new();
    db.each::<Fault>(reading.debts, params, |row| {
        let group = Group { bill: row.get("of_bill")?, line: row.get("of_line")? };
        let owed = Owed { group, amount: Fen(row.get("amount")?) };
        debts.entry(row.get("by_bill")?).or_default().push(owed);
        Ok(())
    })?;
    let mut walk = Walk {
        db,
        costs,
        prepaid,
        debts,
        facts: Facts::default(),
        labels: HashMap::new(),
        sold: HashMap::new(),
        now: Vec::new(),
        owed: HashMap::new(),
        paid_back: HashMap::new(),
    };
    let mut open: Option<BillRows> = None;
    db.each::<Stop>(reading.rows, params, |row| {
        let id: i64 = row.get("id").map_err(Fault::from)?;
        if open.as_ref().is_some_and(|bill| bill.id != id)
            && let Some(bill) = open.take()
        {
            walk.bill(bill)?;
        }
        if open.is_none() {
            open = Some(read_bill(row).map_err(Fault::from)?);
        }
        if let Some(bill) = &mut open {
            read_line(row, &mut bill.lines).map_err(Fault::from)?;
        }
        Ok(())
    })?;
    if let Some(bill) = open {
        walk.bill(bill)?;
    }
    Ok(walk.facts)
}

fn read_bill(row: &Row<'_>) -> RowResult<BillRows> {
    let day: String = row.get("posted_on")?;
    Ok(BillRows {
        id: row.get("id")?,
        kind: row.get("kind")?,
        at: row.get("posted_at")?,
        member: row.get::<_, Option<i64>>("member_id")?.is_some(),
        of: row.get("of_bill")?,
        fact: BillFact { number: row.get("number")?, month: month_of(&day), day, at: row.get("posted_at")? },
        lines: Vec::new(),
    })
}

/// A row is a person on a line: the line itself is read with its first.
fn read_line(row: &Row<'_>, lines: &mut Vec<LineRows>) -> RowResult<()> {
    let Some(line) = row.get::<_, Option<i64>>("line")? else { return Ok(()) };
    if lines.last().is_none_or(|last| last.line != line) {
        lines.push(LineRows {
            line,
            item: row.get("item_id")?,
            label: Label { code: row.get("code")?, name: row.get("name")?, category: row.get("category")? },
            kind: row.get("line_kind")?,
            quantity: row.get("quantity")?,
            list: Fen(row.get("list_price")?),
            net: Fen(row.get("net")?),
            value: Fen(row.get("card_value")?),
            requested: row.get("requested")?,
            of_line: row.get("of_line")?,
            people: Vec::new(),
        });
    }
    if let (Some(last), Some(staff)) = (lines.last_mut(), row.get::<_, Option<i64>>("staff_id")?) {
        last.people.push((staff, row.get("weight")?, row.get("job")?));
    }
    Ok(())
}

fn event_of(kind: &str) -> Option<Event> {
    if kind == "topup" {
        return Some(Event::Topup);
    }
    match ItemKind::from_code(kind)? {
        ItemKind::Service => Some(Event::Service),
        ItemKind::Product => Some(Event::Product),
        ItemKind::SessionCard | ItemKind::PeriodCard => Some(Event::Card),
        ItemKind::Package => None,
    }
}

impl Walk<'_> {
    fn bill(&mut self, rows: BillRows) -> Answer<()> {
        let place = self.facts.bills.len();
        let mut touched: Vec<(usize, State)> = Vec::new();
        match rows.kind.as_str() {
            "sale" | "topup" => self.sell(&rows, place, &mut touched)?,
            "refund" | "void" => self.give_back(&rows, &mut touched)?,
            "card_refund" => self.pay_back(&rows, &mut touched)?,
            // An upgrade sells by itself, and a debt paid moves what is owed below.
            _ => {}
        }
        self.settle(rows.id, &mut touched)?;
        touched.sort_unstable_by_key(|(line, _)| *line);
        for (line, before) in touched {
            let after = self.now.get(line).copied().unwrap_or_default();
            if before != after || rows.kind == "sale" || rows.kind == "topup" {
                self.facts.steps.push(StepFact { line, bill: place, before, after });
            }
        }
        self.facts.bills.push(rows.fact);
        Ok(())
    }

    fn sell(&mut self, rows: &BillRows, bill: usize, touched: &mut Vec<(usize, State)>) -> Answer<()> {
        let first = self.facts.lines.len();
        let mut states = Vec::with_capacity(rows.lines.len());
        for row in &rows.lines {
            let Some(event) = event_of(&row.kind) else { continue };
            let begins = self.facts.people.len();
            for (staff, weight, job) in &row.people {
                let job = Job::from_code(job).ok_or_else(|| Fault::Broken(format!("unknown job {job}")))?;
                self.facts.people.push(PersonFact { staff: *staff, job, weight: *weight });
            }
            let label = self.label(&row.label);
            self.facts.lines.push(LineFact {
                bill,
                line: row.line,
                event,
                item: row.item,
                label,
                each: self.costs.at(row.item, rows.at, row.list),
                requested: row.requested,
                member: rows.member,
                people: (begins, self.facts.people.len()),
            });
            let cards = event == Event::Card;
            states.push((
                cards,
                State { quantity: row.quantity, net: row.net, value: row.value, ..State::default() },
            ));
        }
        if let Some((stored, gift)) = self.prepaid.get(&rows.id) {
            state_rules::gifts(&mut states, *stored, *gift)?;
        }
        self.now.extend(states.into_iter().map(|(_, state)| state));
        let beyond = self.facts.lines.len();
        self.sold.insert(rows.id, (first, beyond));
        touched.extend((first..beyond).map(|line| (line, State::default())));
        Ok(())
    }

    fn label(&mut self, label: &Label) -> usize {
        if let Some(place) = self.labels.get(label) {
            return *place;
        }
        let place = self.facts.labels.len();
        self.facts.labels.push(label.clone());
        self.labels.insert(label.clone(), place);
        place
    }

    /// The place of a line by row id of its bill and line number.
    fn line(&self, bill: i64, line: i64) -> Option<usize> {
        let (first, beyond) = *self.sold.get(&bill)?;
        let lines = self.facts.lines.get(first..beyond)?;
        lines.iter().position(|fact| fact.line == line).map(|at| first + at)
    }

    fn put(&mut self, line: usize, state: State, touched: &mut Vec<(usize, State)>) {
        if let Some(now) = self.now.get_mut(line) {
            if !touched.iter().any(|(known, _)| *known == line) {
                touched.push((line, *now));
            }
            *now = state;
        }
    }

    fn at(&self, line: usize) -> State {
        self.now.get(line).copied().unwrap_or_default()
    }

    fn give_back(&mut self, rows: &BillRows, touched: &mut Vec<(usize, State)>) -> Answer<()> {
        let Some(of) = rows.of else { return Ok(()) };
        if let Some(back) = self.paid_back.remove(&of) {
            let state = state_rules::restored(self.at(back.line), back.before, back.after)?;
            self.put(back.line, state, touched);
            return Ok(());
        }
        if rows.lines.is_empty() {
            // A top-up goes back whole, and without a line of its own.
            let (first, beyond) = self.sold.get(&of).copied().unwrap_or_default();
            for line in first..beyond {
                self.put(line, State::default(), touched);
            }
        }
        for row in &rows.lines {
            let Some(line) = row.of_line.and_then(|line| self.line(of, line)) else { continue };
            let back = State {
                quantity: -row.quantity,
                net: row.net.negated(),
                value: row.value.negated(),
                ..State::default()
            };
            let state = state_rules::without(self.at(line), back)?;
            self.put(line, state, touched);
        }
        Ok(())
    }

    /// A card or a top-up is paid back: what its seller earned goes back with the part of it that was paid back.
    fn pay_back(&mut self, rows: &BillRows, touched: &mut Vec<(usize, State)>) -> Answer<()> {
        let Some(row) = rows.lines.first() else { return Ok(()) };
        let Some(found) = origin(self.db, &row.label.code)? else { return Ok(()) };
        let Some(line) = self.line(found.bill, found.line) else { return Ok(()) };
        let group = Group { bill: found.bill, line: Some(found.line) };
        let forgiven = self.debts.get(&rows.id).into_iter().flatten().filter(|owed| owed.group == group);
        let forgiven = Fen::sum(forgiven.map(|owed| owed.amount.negated()))?;
        let before = self.at(line);
        let after = state_rules::paid_back(before, found.part(row.net.negated()), forgiven)?;
        self.put(line, after, touched);
        self.paid_back.insert(rows.id, PaidBack { line, before, after });
        Ok(())
    }

    /// Brings what the lines of a debt owe to what the ledger says is owed.
    fn settle(&mut self, bill: i64, touched: &mut Vec<(usize, State)>) -> Answer<()> {
        let Some(moved) = self.debts.remove(&bill) else { return Ok(()) };
        let mut groups: Vec<Group> = Vec::new();
        for owed in moved {
            let left = self.owed.entry(owed.group).or_default();
            *left = left.plus(owed.amount)?;
            if !groups.contains(&owed.group) {
                groups.push(owed.group);
            }
        }
        for group in groups {
            let left = self.owed.get(&group).copied().unwrap_or_default();
            let Some((first, beyond)) = self.sold.get(&group.bill).copied() else { continue };
            let mine = |line: &usize| {
                self.facts.lines.get(*line).is_some_and(|fact| match group.line {
                    Some(number) => fact.line == number,
                    None => fact.event != Event::Card,
                })
            };
            let lines: Vec<usize> = (first..beyond).filter(mine).collect();
            let states: Vec<State> = lines.iter().map(|line| self.at(*line)).collect();
            for (line, state) in lines.into_iter().zip(state_rules::settled(&states, left)?) {
                self.put(line, state, touched);
            }
        }
        Ok(())
    }
}
