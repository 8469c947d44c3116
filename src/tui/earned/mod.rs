//! What people earn (提成): a month's sums by person, the rows behind a sum, and why each row is what it is.
//!
//! Three steps deep with Enter, back with Esc. Whoever may not see other people's money sees their own rows alone.

mod view;

use std::rc::Rc;

use crate::commission::lines::{CommissionLines, EarnedLine};
use crate::commission::report::{Commission, CommissionIs, StaffEarned};
use crate::commission::told::told;
use crate::ground::Month;
use crate::rewards;
use crate::rewards::feed::{RewardFeed, RewardRow};
use crate::shop::Role as Rights;
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, say, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::listing::SLOW_AFTER_MS;
use crate::tui::frame::{Hint, Listing, Panel, Pen, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::output::paper::Paper;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// The most rewards of a month that are shown of a person.
const REWARDS_MAX: i64 = 10_000;

/// Something that was earned: a line's share, or an instant reward.
#[derive(Debug, Clone)]
enum Piece {
    Line(Box<EarnedLine>),
    Reward(Box<RewardRow>),
}

impl Piece {
    fn bill(&self) -> &str {
        match self {
            Self::Line(line) => &line.bill,
            Self::Reward(reward) => &reward.bill,
        }
    }

    fn day(&self) -> &str {
        match self {
            Self::Line(line) => &line.day,
            Self::Reward(reward) => &reward.day,
        }
    }

    /// Where it comes from, line by line.
    fn told(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Line(line) => told(lang, line),
            Self::Reward(reward) => rewards::told::told(lang, reward),
        }
    }
}

/// The layer.
pub struct EarnedBy {
    context: Rc<Context>,
    /// The month that is shown.
    month: Month,
    turn: u64,
    sums: Listing<StaffEarned>,
    missing: i64,
    /// Whose rows are shown: number and name.
    whose: Option<(String, String)>,
    rows: Listing<Piece>,
    /// Whether the selected row is told.
    why: bool,
}

impl EarnedBy {
    /// Opens this month; of one person where one is named.
    #[must_use]
    pub fn open(context: Rc<Context>, whose: Option<(String, String)>) -> Self {
        let today = context.today();
        Self {
            month: Month::of(today),
            context,
            turn: 0,
            sums: Listing::default(),
            missing: 0,
            whose,
            rows: Listing::default(),
            why: false,
        }
    }

    fn sees_all(&self) -> bool {
        self.context.who.as_ref().is_some_and(|who| who.role >= Rights::Manager)
    }

    fn span(&self) -> (String, String) {
        (self.month.first.to_string(), self.month.last.min(self.context.today()).to_string())
    }

    fn ask(&mut self) -> Effects {
        self.turn += 1;
        let (from, to) = self.span();
        let (from, to) = (Some(from), Some(to));
        let own = self.context.who.as_ref().map(|who| who.number.clone());
        if self.whose.is_none() && !self.sees_all() {
            // Nobody's money but one's own.
            self.whose = self.context.who.as_ref().map(|who| (who.number.clone(), who.name.clone()));
        }
        let wish = match &self.whose {
            Some((number, _)) if self.sees_all() || own.as_ref() == Some(number) => {
                let staff = Some(number.clone());
                self.rows = Listing::default();
                Wish::look("rows", move |source| {
                    let lines = CommissionLines {
                        from: from.clone(),
                        to: to.clone(),
                        staff: staff.clone(),
                        bill: None,
                    };
                    let rewards = RewardFeed { from, to, staff, limit: Some(REWARDS_MAX) };
                    let mut all: Vec<Piece> =
                        source.ask(&lines)?.into_iter().map(|line| Piece::Line(Box::new(line))).collect();
                    let given = source.ask(&rewards)?.rows.into_iter();
                    all.extend(given.map(|reward| Piece::Reward(Box::new(reward))));
                    // The lines come in the order of their days; a reward follows the lines of its day.
                    all.sort_by(|a, b| a.day().cmp(b.day()));
                    Ok(all)
                })
                .turn(self.turn)
                .latest()
            }
            Some(_) => {
                return vec![close(), say(Tone::Warn, words::text(self.context.lang, "earned.own_only"))];
            }
            None => Wish::search("sums", self.turn, Commission { from, to, staff: None }),
        };
        vec![work(wish.slow()), Effect::Wake { tag: "earned_slow", after_ms: SLOW_AFTER_MS }]
    }

    fn turn_month(&mut self, to: Month) -> Effects {
        if to.first > self.context.today() {
            return vec![Effect::Bell];
        }
        self.month = to;
        self.why = false;
        self.ask()
    }

    fn enter(&mut self) -> Effects {
        if self.whose.is_some() {
            let Some(row) = self.rows.selected() else { return Vec::new() };
            if self.why {
                // The last step down: the bill itself.
                let slip = Paper::open(Rc::clone(&self.context), row.bill().to_owned());
                return vec![Effect::Wish(Want::Open(Box::new(slip)))];
            }
            self.why = true;
            return Vec::new();
        }
        let Some(person) = self.sums.selected() else { return Vec::new() };
        self.whose = Some((person.staff.clone(), person.name.clone()));
        self.ask()
    }

    fn back(&mut self) -> Effects {
        if self.why {
            self.why = false;
            return Vec::new();
        }
        if self.whose.is_some() && self.sees_all() && !self.sums.is_empty() {
            self.whose = None;
            return self.ask();
        }
        vec![close()]
    }

    fn step(&mut self, by: isize) -> Effects {
        if self.whose.is_some() {
            self.rows.step(by);
        } else {
            self.sums.step(by);
        }
        Vec::new()
    }

    fn key(&mut self, key: Key) -> Effects {
        match key {
            Key::Esc | Key::Backspace => self.back(),
            Key::Enter => self.enter(),
            Key::Left => self.turn_month(self.month.before()),
            Key::Right => self.turn_month(self.month.after()),
            other => {
                if self.whose.is_some() {
                    self.rows.travel(other);
                } else {
                    self.sums.travel(other);
                }
                Vec::new()
            }
        }
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return vec![Effect::Unchanged];
        }
        let at = reply.at;
        if reply.tag.what == "rows" {
            match reply.read::<Vec<Piece>>() {
                Ok(rows) => self.rows.answer(rows, at),
                Err(stop) => self.rows.fail(self.context.words(&stop)),
            }
        } else {
            match reply.read::<CommissionIs>() {
                Ok(sums) => {
                    self.missing = sums.missing.iter().map(|rate| rate.lines).sum();
                    self.sums.answer(sums.staff, at);
                }
                Err(stop) => self.sums.fail(self.context.words(&stop)),
            }
        }
        Vec::new()
    }
}

impl Screen for EarnedBy {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown | Msg::Touched(_) => self.ask(),
            Msg::Context(context) => {
                self.context = context;
                Vec::new()
            }
            Msg::Key(key) => self.key(key.plain()),
            Msg::Row { row, .. } => {
                if self.whose.is_some() {
                    self.rows.select(row);
                } else {
                    self.sums.select(row);
                }
                self.enter()
            }
            Msg::Wheel { down } => self.step(if down { 1 } else { -1 }),
            Msg::Reply(reply) => self.hear(reply),
            Msg::Wake("earned_slow") => {
                if self.whose.is_some() {
                    self.rows.is_late();
                } else {
                    self.sums.is_late();
                }
                Vec::new()
            }
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        pen.blank();
        pen.cover();
        let lang = pen.lang();
        let month = self.month.name();
        let title = match &self.whose {
            Some((number, name)) => format!("{} {number} {name}  {month}", pen.word(self.title())),
            None => format!("{}  {month}", pen.word(self.title())),
        };
        let as_of = if self.whose.is_some() {
            self.rows.as_of(lang, &self.context.zone)
        } else {
            self.sums.as_of(lang, &self.context.zone)
        };
        let bounds = pen.bounds();
        let mut inside = Panel::new(&title).fact(&as_of).focused(true).draw(pen, bounds);
        if self.whose.is_some() {
            self.draw_rows(&mut inside);
        } else {
            self.draw_sums(&mut inside);
        }
        if let Some(row) = self.rows.selected().filter(|_| self.why) {
            let lines: Vec<String> =
                row.told(lang).iter().flat_map(|line| text::wrap(line.trim(), 72)).collect();
            let rows = u16::try_from(lines.len()).unwrap_or(6) + 2;
            let why = pen.word("earned.why").to_owned();
            let mut box_ = popup(pen, 78, rows, &Panel::new(&why));
            for (y, line) in (0..box_.height()).zip(&lines) {
                box_.put(1, y, line, if y == 0 { Role::Title } else { Role::Text });
            }
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let enter = match &self.whose {
            Some(_) if self.why => "earned.bill",
            Some(_) => "earned.why",
            None => "earned.rows",
        };
        vec![
            hint(Key::Enter, lang, enter),
            hint(Key::Left, lang, "earned.month_before"),
            hint(Key::Right, lang, "earned.month_after"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Pane for EarnedBy {
    fn title(&self) -> &'static str {
        "earned.title"
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::app::stage::Stage;

    fn stage() -> Stage {
        let mut stage = Stage::salon();
        let rules = r#"{"rules":[{"name":"项目提成","event":"service","role":"technician","rate":"0.1"}]}"#;
        let book: crate::commission::book::SetRules = serde_json::from_str(rules).unwrap();
        let reason = Some("rules".to_owned());
        let envelope = crate::shop::Envelope { key: "rules".into(), reason, ..Default::default() };
        stage.shop.act(&envelope, &book).unwrap();
        stage.keys("21⏎/2⏎⏎⏎");
        Stage::over(stage.shop, stage.world)
    }

    #[test]
    fn a_sum_opens_its_rows_and_a_row_tells_why() {
        let mut stage = stage();
        stage.keys(":");
        stage.keys("员工提成⏎");
        let shown = stage.picture(100, 30);
        assert!(shown.contains("02 陈静") && shown.contains("39.80"), "{shown}");
        stage.keys("⏎");
        assert!(stage.picture(100, 30).contains("深层补水护理"), "{}", stage.picture(100, 30));
        stage.keys("⏎");
        let told = stage.picture(80, 24);
        assert!(told.contains("项目提成") && told.contains("10%"), "{told}");
        stage.keys("␛␛␛");
        assert!(!stage.picture(100, 30).contains("员工提成"), "{}", stage.picture(100, 30));
    }

    #[test]
    fn whoever_is_no_manager_sees_their_own_rows_alone() {
        let mut stage = stage();
        stage.send("staff.pin", r#"{"staff":"05","new_pin":"1357"}"#);
        stage.send("staff.pin", r#"{"staff":"01","new_pin":"9999"}"#);
        let mut stage = Stage::over(stage.shop, stage.world);
        stage.keys("5⏎1357⏎");
        stage.keys(":");
        stage.keys("员工提成⏎");
        let shown = stage.picture(100, 30);
        assert!(shown.contains("05 周婷") && !shown.contains("陈静"), "{shown}");
    }
}
