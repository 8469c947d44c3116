//! Below the board: who just earned what, and how far the store is with its goals.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{HIDDEN, Leaderboard};
use crate::ground::Fen;
use crate::leaderboard::feed::{Earned, FeedRow};
use crate::leaderboard::goals::GoalIs;
use crate::leaderboard::kpi_rules::{Unit, shown};
use crate::rewards::told;
use crate::t;
use crate::tui::frame::{Panel, Pen, bar, text};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// Commission and instant rewards of the day, the newest first.
pub(super) fn feed(screen: &Leaderboard, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let total = screen.feed.as_ref().map_or(Fen::ZERO, |feed| feed.total);
    let fact = if screen.sees_all && !screen.wall {
        t!(lang, "board.feed_total", total = total.grouped())
    } else {
        words::text(lang, "board.feed_today").to_owned()
    };
    let mut inside = Panel::new(words::text(lang, "board.feed")).fact(&fact).draw(pen, area);
    let rows = screen.feed.as_ref().map(|feed| feed.rows.as_slice()).unwrap_or_default();
    if rows.is_empty() {
        inside.put(1, 0, words::text(lang, "board.feed_empty"), Role::Muted);
        return;
    }
    let end = inside.width().saturating_sub(1);
    for (y, row) in (0..inside.height()).zip(rows) {
        let (amount, tone) = amount(screen, row);
        inside.put_right(end, y, &amount, tone);
        let name = text::cut(&row.name, 10);
        inside.put(1, y, &row.time, Role::Muted);
        inside.put(8, y, &name, Role::Text);
        let begins = 8 + text::cells(&name).max(8) + 1;
        let room = end.saturating_sub(text::cells(&amount)).saturating_sub(begins + 1);
        inside.put(begins, y, &text::cut(&what(lang, row), usize::from(room)), Role::Muted);
    }
}

fn amount(screen: &Leaderboard, row: &FeedRow) -> (String, Role) {
    if !screen.shows_money_of(&row.staff) {
        return (HIDDEN.to_owned(), Role::Muted);
    }
    if row.amount < Fen::ZERO {
        return (row.amount.grouped(), Role::Fall);
    }
    let tone = if matches!(row.what, Earned::Reward(_)) { Role::Rise } else { Role::Money };
    (format!("+{}", row.amount.grouped()), tone)
}

/// What for: a reward by its rule, commission by its kind and item.
fn what(lang: Lang, row: &FeedRow) -> String {
    match &row.what {
        Earned::Reward(reward) => format!("{} {}", reward.rule, told::what(lang, reward)),
        Earned::Commission { event, item, more } => {
            let kind = crate::commission::told::word(lang, "event", event.code());
            let more = if *more > 0 { format!(" +{more}") } else { String::new() };
            t!(lang, "board.feed_commission", kind = kind, item = item, more = more)
        }
    }
}

/// How far the store is with its goals in this span.
pub(super) fn goals(screen: &Leaderboard, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let left = screen.board.as_ref().and_then(|board| {
        let (to, as_of) = (board.to.parse::<NaiveDate>().ok()?, board.as_of.parse::<NaiveDate>().ok()?);
        Some(to.signed_duration_since(as_of).num_days().max(0))
    });
    let fact = left.map(|left| t!(lang, "board.goal_left", left = left)).unwrap_or_default();
    let title = t!(lang, "board.goals", span = screen.span.word(lang));
    let mut inside = Panel::new(&title).fact(&fact).draw(pen, area);
    let all = screen.board.as_ref().map(|board| board.goals.as_slice()).unwrap_or_default();
    if all.is_empty() {
        for (y, line) in (0..).zip(words::text(lang, "board.no_goals").split("  ")) {
            inside.put(1, y, line, Role::Muted);
        }
        return;
    }
    let glyphs = inside.glyphs();
    let end = inside.width().saturating_sub(1);
    // Where there is room, a goal has two rows: one to breathe.
    let step = if usize::from(inside.height()) >= all.len() * 2 { 2 } else { 1 };
    let name = |goal: &GoalIs| {
        let key = format!("kpi.{}", goal.kpi.code());
        words::lookup(lang, &key).unwrap_or_default()
    };
    let label = all.iter().map(|goal| text::cells(name(goal))).max().unwrap_or(8).clamp(8, 12);
    for (y, goal) in (0..inside.height()).step_by(step).zip(all) {
        let (shown, tone) = so_far(screen, goal);
        inside.put(1, y, &text::cut(name(goal), usize::from(label)), Role::Text);
        inside.put_right(end, y, &shown, tone);
        let cells = end.saturating_sub(text::cells(&shown)).saturating_sub(label + 4);
        inside.put(
            label + 2,
            y,
            &bar(goal.reached, goal.wanted, usize::from(cells.min(16)), glyphs),
            Role::Brand,
        );
    }
}

/// `151,200 / 180,000`; where money must not be seen, how much of it in percent.
fn so_far(screen: &Leaderboard, goal: &GoalIs) -> (String, Role) {
    let tone = if goal.reached >= goal.wanted { Role::Ok } else { Role::Text };
    let unit = goal.kpi.unit();
    if unit == Unit::Fen && (screen.wall || !screen.sees_all) {
        return (format!("{}%", goal.percent()), tone);
    }
    if unit == Unit::Fen {
        let yuan = |fen: i64| Fen(fen / 100 * 100).grouped().trim_end_matches(".00").to_owned();
        return (format!("{} / {}", yuan(goal.reached), yuan(goal.wanted)), tone);
    }
    (format!("{} / {}", shown(unit, Some(goal.reached)), shown(unit, Some(goal.wanted))), tone)
}
