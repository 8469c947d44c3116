//! A person's profile (能力画像): categories against the store's best, what to learn from whom, their members with due
//! visits, and requested and rotation work day by day. Three pages, by Tab.

use ratatui::layout::Rect;

use crate::leaderboard::profile::{CategoryIs, MemberDue, Profile, ProfileIs, RateIs, Training};
use crate::t;
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, bar, text};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Go, Guest, Step, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "profile";
const LIST: &str = "profile";

/// The pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    /// What the person is good at.
    #[default]
    Abilities,
    /// Whose visit is due.
    Members,
    /// Requested and rotation.
    Rota,
}

/// The screen.
pub struct PersonsProfile {
    number: String,
    name: String,
    page: Page,
    turn: u64,
    told: Option<ProfileIs>,
    categories: Listing<CategoryIs>,
    members: Listing<MemberDue>,
    as_of: String,
}

impl PersonsProfile {
    /// Of a person: number and name.
    #[must_use]
    pub fn open(number: String, name: String) -> Self {
        Self {
            number,
            name,
            page: Page::default(),
            turn: 0,
            told: None,
            categories: Listing::default(),
            members: Listing::default(),
            as_of: String::new(),
        }
    }

    fn ask(&mut self) -> Vec<Step> {
        self.turn += 1;
        let query = Profile { staff: self.number.clone(), days: None };
        vec![Step::Wish(Wish::search(WHAT, self.turn, query).slow())]
    }

    fn turn_page(&mut self, back: bool) {
        self.page = match (self.page, back) {
            (Page::Abilities, false) | (Page::Rota, true) => Page::Members,
            (Page::Members, false) | (Page::Abilities, true) => Page::Rota,
            (Page::Rota, false) | (Page::Members, true) => Page::Abilities,
        };
    }
}

impl Guest for PersonsProfile {
    fn title(&self) -> &'static str {
        "profile.title"
    }

    fn shown(&mut self, _: &Around) -> Vec<Step> {
        self.ask()
    }

    fn press(&mut self, key: Key, _: &Around) -> Vec<Step> {
        match key.plain() {
            Key::Esc | Key::Backspace => return vec![Step::Close(None)],
            Key::Tab | Key::Right => self.turn_page(false),
            Key::BackTab | Key::Left => self.turn_page(true),
            Key::Char('r') => return self.ask(),
            Key::Enter if self.page == Page::Members => {
                if let Some(member) = self.members.selected() {
                    return vec![Step::Go(Go::Member(member.member.clone()))];
                }
            }
            other if self.page == Page::Members => {
                self.members.travel(other);
            }
            other => {
                self.categories.travel(other);
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match reply.read::<ProfileIs>() {
            Ok(told) => {
                self.categories.answer(told.categories.clone(), at);
                self.members.answer(told.members.clone(), at);
                self.told = Some(told);
            }
            Err(stop) => self.categories.fail(why(around.lang, &stop)),
        }
        self.as_of = self.categories.as_of(around.lang, &around.zone);
        Vec::new()
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.page == Page::Members {
            self.members.select(row);
        } else if list == LIST {
            self.categories.select(row);
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        pen.blank();
        pen.cover();
        let lang = pen.lang();
        let page = match self.page {
            Page::Abilities => "profile.abilities",
            Page::Members => "profile.members",
            Page::Rota => "profile.rota",
        };
        let title = format!(
            "{}  {} {}  {}",
            pen.word("profile.title"),
            self.number,
            self.name,
            words::text(lang, page)
        );
        let bounds = pen.bounds();
        let mut inside = Panel::new(&title).fact(&self.as_of).focused(true).draw(pen, bounds);
        match (self.page, &self.told) {
            (Page::Abilities, _) => self.abilities(&mut inside),
            (Page::Members, _) => self.due(&mut inside),
            (Page::Rota, Some(told)) => rota(told, &mut inside),
            (Page::Rota, None) => {}
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let mut keys = vec![(Key::Tab, "profile.key.page"), (Key::Esc, "key.back")];
        if self.page == Page::Members {
            keys.insert(0, (Key::Enter, "profile.key.member"));
        }
        hints(lang, &keys)
    }
}

impl PersonsProfile {
    fn abilities(&self, pen: &mut Pen<'_>) {
        if self.categories.draw_state(pen, "profile.nothing") {
            return;
        }
        let lang = pen.lang();
        let advice = self.told.as_ref().map(|told| told.training.as_slice()).unwrap_or_default();
        let lines: Vec<String> = advice
            .iter()
            .flat_map(|one| text::wrap(&trained(lang, one), usize::from(pen.width().saturating_sub(4))))
            .collect();
        let foot = u16::try_from(lines.len().max(1)).unwrap_or(1) + 3;
        let height = pen.height().saturating_sub(foot);
        let roomy = pen.width() >= 90;
        let wide = if roomy { 20 } else { 15 };
        let mut columns = vec![
            Column::rest(pen.word("profile.category")),
            Column::figure(pen.word("profile.services"), 12),
        ];
        for key in ["profile.repurchase", "profile.satisfaction", "profile.advice"] {
            columns.push(Column::figure(pen.word(key), wide));
        }
        let fit = Table::rows_in(height, true);
        let first = self.categories.first(fit);
        let glyphs = pen.glyphs();
        let rows: Vec<Row> = self
            .categories
            .iter()
            .skip(first)
            .take(fit)
            .map(|category| {
                let (own, most) = category.services;
                let many = format!("{own} {}", bar(own, most, 5, glyphs));
                let mut row = Row::new().plain(category.category.clone()).plain(many);
                for rate in &category.rates {
                    let (shown, tone) = against(rate, roomy);
                    row = row.cell(shown, tone);
                }
                row
            })
            .collect();
        let (selected, count) = (self.categories.selected_number(), self.categories.len());
        Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(&mut pen.part(Rect::new(0, 0, pen.width(), height)));
        pen.rule(height);
        if lines.is_empty() {
            pen.put(1, height + 1, pen.word("profile.no_training"), Role::Muted);
        }
        for (y, line) in (height + 1..pen.height().saturating_sub(1)).zip(&lines) {
            pen.put(1, y, line, Role::Info);
        }
        let y = pen.height().saturating_sub(1);
        let room = usize::from(pen.width().saturating_sub(2));
        let hint = text::cut(pen.word("profile.hint"), room).into_owned();
        pen.put(1, y, &hint, Role::Muted);
    }

    fn due(&self, pen: &mut Pen<'_>) {
        if self.members.draw_state(pen, "profile.no_members") {
            return;
        }
        let columns = [
            Column::text(pen.word("profile.number"), 10),
            Column::rest(pen.word("members.col.name")),
            Column::text(pen.word("profile.last"), 11),
            Column::figure(pen.word("profile.usual"), 8),
            Column::text(pen.word("profile.due"), 11),
            Column::figure(pen.word("profile.late"), 10),
        ];
        let fit = Table::rows_in(pen.height(), true);
        let first = self.members.first(fit);
        let lang = pen.lang();
        let rows: Vec<Row> = self
            .members
            .iter()
            .skip(first)
            .take(fit)
            .map(|one| {
                let (late, tone) = match one.late {
                    1.. => (t!(lang, "profile.days_late", days = one.late), Role::Warn),
                    0 => (words::text(lang, "profile.today").to_owned(), Role::Ok),
                    _ => (t!(lang, "profile.days_to", days = -one.late), Role::Muted),
                };
                Row::new()
                    .cell(one.member.clone(), Role::Muted)
                    .plain(one.name.clone())
                    .plain(one.last.clone())
                    .plain(one.usual.to_string())
                    .plain(one.due.clone())
                    .cell(late, tone)
            })
            .collect();
        let (selected, count) = (self.members.selected_number(), self.members.len());
        Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }.draw(pen);
    }
}

/// `48.2% / 61.0% 刘芳`: own, and the best.
fn against(rate: &RateIs, roomy: bool) -> (String, Role) {
    let star = if rate.small { "*" } else { "" };
    let own = format!("{}{star}", rate.shown);
    let tone = match rate.behind {
        Some(behind) if behind <= 0 => Role::Ok,
        Some(_) => Role::Text,
        None => Role::Muted,
    };
    match &rate.best {
        Some((best, _, _, name)) if roomy => (format!("{own} / {best} {}", text::cut(name, 6)), tone),
        Some((best, ..)) => (format!("{own}/{best}"), tone),
        None => (own, tone),
    }
}

/// What to learn from whom, with the numbers behind it.
fn trained(lang: Lang, one: &Training) -> String {
    let key = format!("profile.{}", one.measure.code());
    t!(
        lang,
        "profile.train",
        category = one.category,
        what = words::lookup(lang, &key).unwrap_or_default(),
        own = one.own.0,
        cases = one.own.1,
        best = one.best.0,
        best_cases = one.best.1,
        teacher = one.teacher.1
    )
}

fn rota(told: &ProfileIs, pen: &mut Pen<'_>) {
    let lang = pen.lang();
    let (requested, rotation) =
        told.rota.iter().fold((0_i64, 0_i64), |sum, day| (sum.0 + day.requested, sum.1 + day.rotation));
    let words = t!(
        lang,
        "profile.rota_sum",
        from = told.from,
        to = told.to,
        requested = requested,
        rotation = rotation
    );
    pen.put(1, 0, &words, Role::Title);
    let most = told.rota.iter().map(|day| day.requested + day.rotation).max().unwrap_or(1);
    let glyphs = pen.glyphs();
    let cells = usize::from(pen.width().saturating_sub(40)).min(40);
    for (y, day) in (2..pen.height()).zip(told.rota.iter().rev()) {
        pen.put(1, y, &day.day, Role::Muted);
        let all = day.requested + day.rotation;
        let counts = t!(lang, "profile.rota_day", requested = day.requested, rotation = day.rotation);
        pen.put(13, y, &counts, Role::Text);
        pen.put(33, y, &bar(all, most, cells, glyphs), Role::Brand);
    }
}
