//! Rows of staff against the store: found by number, or by name where the file has no numbers.

use super::desk::{Desk, Judged, Verdict, bad, past};
use super::fields::Field;
use super::rows::{Problem, StaffRow};
use super::store;
use super::write::Writing;
use crate::db::Fault;
use crate::ground::{Clean, Refused};
use crate::shop::{Answer, Tx, Verb};
use crate::staff::hire::Hire;
use crate::staff::{self, Job, Person};

/// What salons call each job.
const JOBS: &[(Job, &str)] = &[
    (
        Job::Technician,
        "technician|stylist|therapist|beautician|assistant|技师|美容师|发型师|美发师|美甲师|按摩师|设计师|理发师|\
         助理|学徒|总监|高级技师|首席",
    ),
    (Job::Consultant, "consultant|adviser|advisor|顾问|美容顾问|美容顾问师|销售"),
    (Job::FrontDesk, "front_desk|front desk|reception|receptionist|cashier|前台|收银|收银员|接待"),
    (Job::Manager, "manager|店长|经理|主管"),
    (Job::Owner, "owner|店主|老板"),
];

/// What a row of staff would do.
#[derive(Debug, Clone)]
pub struct StaffStep {
    pub(super) verdict: Verdict,
    row: StaffRow,
    job: Option<Job>,
    known: Option<Person>,
}

/// Compares one row.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, at: i64, row: StaffRow) -> Answer<Judged<StaffStep>> {
    let mut problems = Vec::new();
    past(Field::JoinedOn, row.joined_on, desk.today, &mut problems);
    let number = row.code.as_ref().map(Clean::as_str);
    if let Some(text) = number.filter(|text| !fits(text)) {
        problems.push(bad(
            Field::Code,
            Refused::ChoiceUnknown {
                field: "code".into(),
                value: text.to_owned(),
                known: "1 .. 8 (0-9, A-Z)".into(),
            },
        ));
    }
    let job = match row.role.as_ref().map(|role| job(role.as_str())) {
        Some(Ok(job)) => Some(job),
        Some(Err(why)) => {
            problems.push(bad(Field::Role, why));
            None
        }
        None => None,
    };
    let name = row.name.as_str();
    let first = match number {
        Some(number) => desk.first(&format!("number {number}"), at),
        None => desk.said(&format!("name {name}")),
    };
    let alone = desk.first(&format!("name {name}"), at).filter(|_| number.is_none());
    if let Some(first) = first.or(alone) {
        problems.push(Problem { field: None, why: Refused::ImportRowTwice { row: first } });
    }
    let known = match number {
        Some(number) => staff::store::by_number(desk.db, number)?,
        None => staff::store::all(desk.db)?.into_iter().find(|person| person.name == name),
    };
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let mut step = StaffStep { verdict: Verdict::New, row, job, known };
    if let Some(person) = &step.known
        && !store::gone(desk.db, include_str!("sql/staff_batch.sql"), person.id)?
    {
        let same = step.applied(person, &desk.today.to_string()) == *person;
        step.verdict = if same { Verdict::Same } else { Verdict::Update };
    }
    Ok(Ok(step))
}

fn fits(number: &str) -> bool {
    (1..=8).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn job(text: &str) -> Result<Job, Refused> {
    let wanted = text.trim().to_lowercase();
    let named = |names: &str| names.split('|').any(|name| name.trim() == wanted);
    JOBS.iter().find(|(_, names)| named(names)).map(|(job, _)| *job).ok_or_else(|| Refused::ChoiceUnknown {
        field: "role".into(),
        value: Clean::shown(text).into_string(),
        known: "技师, 顾问, 前台, 店长, technician, consultant, front desk, manager".into(),
    })
}

impl StaffStep {
    fn applied(&self, before: &Person, today: &str) -> Person {
        let left_on = match (self.row.active, self.verdict) {
            (Some(false), _) => before.left_on.clone().or_else(|| Some(today.to_owned())),
            // A person whom a rolled-back import left behind works here again.
            (Some(true), _) | (None, Verdict::New) => None,
            (None, Verdict::Update | Verdict::Same) => before.left_on.clone(),
        };
        Person {
            name: self.row.name.as_str().to_owned(),
            job: self.job.unwrap_or(before.job),
            phones: self.phones(before),
            left_on,
            ..before.clone()
        }
    }

    /// The phone that the file states becomes the main one; the others stay.
    fn phones(&self, before: &Person) -> Vec<String> {
        let others = before.phones.iter().filter(|phone| self.row.phone.as_ref() != Some(phone));
        self.row.phone.iter().chain(others).cloned().collect()
    }

    /// Writes it.
    pub(super) fn write(&self, tx: &mut Tx<'_>, at: &mut Writing) -> Answer<()> {
        if let Some(before) = &self.known {
            let after = self.applied(before, &tx.today());
            if after != *before {
                let text =
                    serde_json::to_string(before).map_err(|e| Fault::Broken(format!("import row: {e}")))?;
                store::insert_row(tx.db(), at.batch, at.row, ("staff", before.id), &text)?;
                staff::store::update(tx.db(), &after)?;
                tx.keep_change("staff", before.id, before, &after)?;
            }
            return Ok(());
        }
        let number = match &self.row.code {
            Some(code) => code.as_str().to_owned(),
            None => next_number(tx, at)?,
        };
        let person = Hire {
            number,
            name: self.row.name.clone(),
            job: self.job.unwrap_or(Job::Technician),
            role: None,
            skills: None,
            phones: self.row.phone.clone().into_iter().collect(),
            hired_on: self.row.joined_on.map(|day| day.to_string()),
            from_store: None,
            batch: Some(at.batch),
        }
        .run(tx)?;
        if self.row.active == Some(false) {
            let left_on = Some(tx.today());
            staff::store::update(tx.db(), &Person { left_on, ..person.clone() })?;
        }
        Ok(store::insert_row(tx.db(), at.batch, at.row, ("staff", person.id), "")?)
    }
}

/// The next number that nobody has.
fn next_number(tx: &Tx<'_>, at: &mut Writing) -> Answer<String> {
    loop {
        at.next_code += 1;
        let number = at.next_code.to_string();
        if staff::store::by_number(tx.db(), &number)?.is_none() {
            return Ok(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_known_by_many_names() {
        for (text, known) in [
            ("技师", Some(Job::Technician)),
            (" Stylist", Some(Job::Technician)),
            ("总监", Some(Job::Technician)),
            ("前台", Some(Job::FrontDesk)),
            ("店长", Some(Job::Manager)),
            ("猫", None),
        ] {
            assert_eq!(job(text).ok(), known, "{text}");
        }
    }
}
