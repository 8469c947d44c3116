//! The head of a member's file: who this is, and what must not be done to them.

use ratatui::layout::Rect;

use super::file::File;
use crate::checkout::member_view::MemberView;
use crate::insight::told;
use crate::members::{Calendar, Gender, WalletState};
use crate::t;
use crate::tui::frame::{Panel, Pen, text};
use crate::tui::parts::figures;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The rows of the head: one more for tags, one more for a warning.
pub fn height(view: &MemberView) -> u16 {
    3 + u16::from(!view.member.tags.is_empty()) + u16::from(!warnings(Lang::Zh, view).is_empty())
}

/// Draws the head.
pub fn draw(file: &File, view: &MemberView, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let member = &view.member;
    let title = format!("{}  {}", member.name, member.number);
    let owner = view.owner_name.as_deref().unwrap_or_else(|| words::text(lang, "members.no_owner"));
    let store = file.store_name(&member.home_store);
    let opened = t!(lang, "members.opened", store = store, day = member.opened_on, owner = owner);
    let mut inside = Panel::new(&title).fact(&opened).draw(pen, area);
    let mut x = 1;
    for (part, role) in profile(file, view, lang) {
        x = inside.put(x, 0, &part, role) + 3;
    }
    let mut y = 1;
    let room = usize::from(inside.width().saturating_sub(2));
    if !member.tags.is_empty() {
        inside.put(1, y, &text::cut(&tags(&member.tags), room), Role::Info);
        y += 1;
    }
    let warning = warnings(lang, view);
    if !warning.is_empty() {
        inside.put(1, y, &text::cut(&format!("! {warning}"), room), Role::Bad);
    }
}

fn profile(file: &File, view: &MemberView, lang: Lang) -> Vec<(String, Role)> {
    let member = &view.member;
    let mut parts = Vec::new();
    let phones = file.phones.as_ref().unwrap_or(&view.phones);
    let phone =
        if phones.is_empty() { words::text(lang, "members.no_phone").to_owned() } else { phones.join(" ") };
    parts.push((phone, Role::Text));
    let gender = member.gender.map(|gender| match gender {
        Gender::Female => words::text(lang, "members.female"),
        Gender::Male => words::text(lang, "members.male"),
    });
    let age = member.birthday.and_then(|birthday| birthday.age(file.today));
    let age = age.map(|age| t!(lang, "members.age", age = age));
    let person: Vec<&str> = gender.into_iter().chain(age.as_deref()).collect();
    if !person.is_empty() {
        parts.push((person.join(" "), Role::Text));
    }
    if let Some(birthday) = member.birthday {
        let key = match birthday.calendar {
            Calendar::Solar => "members.birthday_solar",
            Calendar::Lunar => "members.birthday_lunar",
        };
        let day = format!("{:02}-{:02}", birthday.month, birthday.day);
        parts.push((words::fill(lang, key, &[("day", &day)]), Role::Text));
        if let Some(days) = view.birthday_in {
            let role = if days <= 30 { Role::Warn } else { Role::Muted };
            parts.push((t!(lang, "members.birthday_in", days = days), role));
        }
    }
    parts.push((view.tier_name.clone(), Role::Brand));
    parts
}

/// What must be minded before anything is done: allergies first.
fn warnings(lang: Lang, view: &MemberView) -> String {
    let mut parts = Vec::new();
    if !view.member.warning.is_empty() {
        parts.push(t!(lang, "members.allergy", what = view.member.warning));
    }
    match view.member.wallet {
        WalletState::Open => {}
        WalletState::Frozen => parts.push(words::text(lang, "members.wallet_frozen").to_owned()),
        WalletState::Lost => parts.push(words::text(lang, "members.wallet_lost").to_owned()),
    }
    if view.holdings.owed.is_positive() {
        parts.push(t!(lang, "members.owes", amount = view.holdings.owed.grouped()));
    }
    parts.join("   ")
}

/// `[周末客] [储值型]`.
fn tags(text: &str) -> String {
    let parts = text.split([',', '，', '、', ' ']).map(str::trim).filter(|tag| !tag.is_empty());
    parts.map(|tag| format!("[{tag}]")).collect::<Vec<_>>().join(" ")
}

/// The panel beside the timeline: notes, family, how often they come, where they came from, what is expected of them.
pub fn side(file: &File, view: &MemberView, pen: &mut Pen<'_>, area: Rect) {
    let (lang, today) = (pen.lang(), file.today);
    let mut inside = Panel::new(words::text(lang, "members.about")).draw(pen, area);
    let room = usize::from(inside.width().saturating_sub(2));
    let mut lines: Vec<(String, Role)> = Vec::new();
    let consent = if view.member.consent { "members.consent" } else { "members.no_consent" };
    let member = &view.member;
    if !member.notes.is_empty() {
        lines.extend(text::wrap(&member.notes, room).into_iter().map(|line| (line, Role::Text)));
    }
    for one in &view.elsewhere {
        let day = figures::day_short(&one.as_of, today);
        let (home, value) = (one.home.as_str(), one.stored_value.grouped());
        let said = t!(lang, "members.elsewhere", home = home, value = value, points = one.points, day = day);
        lines.extend(text::wrap(&said, room).into_iter().map(|line| (line, Role::Info)));
        for (_, name, left) in &one.cards {
            lines.push((format!("  {name} {left}"), Role::Info));
        }
    }
    for (number, name, relation) in &view.family {
        let kin = if relation.is_empty() { words::text(lang, "members.kin") } else { relation.as_str() };
        lines.push((text::ends(&format!("{name} ({kin})"), number, room), Role::Text));
    }
    let insight = file.insight.as_ref();
    if let Some((late, said)) = insight.map(|insight| told::rhythm(lang, insight)) {
        let role = if late { Role::Warn } else { Role::Info };
        lines.extend(text::wrap(&said, room).into_iter().map(|line| (line, role)));
    }
    if !member.source.is_empty() {
        lines.push((t!(lang, "members.source", source = member.source), Role::Muted));
    }
    if let Some(referrer) = &member.referrer {
        lines.push((t!(lang, "members.referrer", who = referrer), Role::Muted));
    }
    lines.push((words::text(lang, consent).to_owned(), Role::Muted));
    if member.notes.is_empty() {
        lines.push((words::text(lang, "members.teach_notes").to_owned(), Role::Muted));
    }
    for said in insight.map(|insight| told::reasons(lang, insight)).unwrap_or_default() {
        lines.extend(text::wrap(&said, room).into_iter().map(|line| (line, Role::Text)));
    }
    for (y, (line, role)) in (0..inside.height()).zip(&lines) {
        inside.put(1, y, &text::cut(line, room), *role);
    }
    let last = inside.height().saturating_sub(1);
    let visit = figures::day_short(&member.last_visit_on, today);
    if !member.last_visit_on.is_empty() && lines.len() < usize::from(last) {
        inside.pair(last, words::text(lang, "members.col.visit"), &visit, Role::Text);
    }
}
