//! What the import looks like: the file and its columns, raw rows beside what they become, counts, progress.

use super::{Import, Looked, Step};
use crate::exchange::error_file::Words;
use crate::exchange::fields::Kind;
use crate::exchange::told::{self, Spoken};
use crate::ground::Clean;
use crate::t;
use crate::tui::frame::{Panel, Pen, popup, text};
use crate::tui::theme::Role;

/// Rows of the preview.
const PREVIEW_ROWS: usize = 5;
/// Problems that are shown.
const PROBLEMS_SHOWN: usize = 12;

/// Draws the layer.
pub(super) fn draw(import: &Import, pen: &mut Pen<'_>) {
    let fact = match &import.step {
        Step::Choose => "importing.ask",
        Step::Read(_) => "importing.reading",
        Step::Look(_) => "importing.checked",
        Step::Columns(..) => "importing.overrule_hint",
        Step::Write { .. } | Step::Done(_) => "importing.title",
    };
    let panel = Panel::new(pen.word("importing.title")).fact(pen.word(fact));
    let (width, height) = match &import.step {
        Step::Choose | Step::Read(_) | Step::Done(_) => (76, 9),
        Step::Columns(..) | Step::Look(_) | Step::Write { .. } => {
            (pen.width().saturating_sub(4).min(116), 24)
        }
    };
    let mut inside = popup(pen, width, height, &panel);
    match &import.step {
        Step::Choose => import.form.draw(&mut inside, 1),
        Step::Read(watch) => progress(&mut inside, 1, watch.progress(), "importing.writing"),
        Step::Columns(columns, _) => columns.draw(&mut inside),
        Step::Look(looked) => look(import, looked, &mut inside),
        Step::Write { looked, watch, stopping } => {
            look(import, looked, &mut inside);
            let y = inside.height().saturating_sub(2);
            if *stopping {
                let words = inside.word("importing.stopping");
                inside.put(1, y, words, Role::Warn);
            } else {
                progress(&mut inside, y, watch.progress(), "importing.writing");
            }
        }
        Step::Done(done) => {
            let counts = done.counts;
            let line = t!(
                inside.lang(),
                "importing.done",
                batch = done.batch,
                new = counts.new,
                update = counts.update,
                same = counts.same,
                errors = counts.errors
            );
            lines(&mut inside, 1, &line, Role::Ok);
            if let Some(path) = &import.errors_at {
                let line = t!(inside.lang(), "cli.import.errors_written", file = path);
                lines(&mut inside, 4, &line, Role::Text);
            }
        }
    }
}

fn look(import: &Import, looked: &Looked, pen: &mut Pen<'_>) {
    let lang = pen.lang();
    let (load, prospect) = (&looked.load, &looked.prospect);
    let kind = crate::words::text(lang, &format!("import.kind.{}", load.kind().name())).to_owned();
    let head = crate::words::fill(
        lang,
        told::head_key(&load.table),
        &[
            ("file", load.table.source.as_str()),
            ("kind", &kind),
            ("encoding", load.encoding()),
            ("row", &load.table.header_row.to_string()),
            ("rows", &load.table.rows.len().to_string()),
        ],
    );
    let mut y = lines(pen, 0, &head, Role::Text);
    let maps = Spoken(lang).maps(load).join("  ");
    y = lines(pen, y, &t!(lang, "cli.import.columns", columns = maps), Role::Muted);
    let unused = load.unknown();
    if !unused.is_empty() {
        y = lines(pen, y, &t!(lang, "cli.import.unused", columns = unused.join(", ")), Role::Warn);
    }
    pen.rule(y);
    y = preview(looked, pen, y.saturating_add(1));
    pen.rule(y);
    let counts = prospect.counts;
    let words = t!(
        lang,
        "cli.import.counts",
        new = counts.new,
        update = counts.update,
        same = counts.same,
        errors = counts.errors
    );
    y = lines(pen, y.saturating_add(1), &words, if counts.errors > 0 { Role::Warn } else { Role::Ok });
    if counts.unmatched > 0 {
        y = lines(pen, y, &t!(lang, "cli.import.unmatched", count = counts.unmatched), Role::Warn);
    }
    if let Some(batch) = prospect.twice {
        y = lines(pen, y, &t!(lang, "cli.import.twice", batch = batch), Role::Bad);
    }
    // Rows that other lines below need.
    let below = u16::from(import.skip)
        + 2 * u16::from(import.errors_at.is_some())
        + u16::from(load.kind() == Kind::Balances);
    y = problems(looked, pen, y, below);
    if import.skip {
        y = lines(pen, y, &t!(lang, "importing.skipping", count = counts.errors), Role::Warn);
    }
    if let Some(path) = &import.errors_at {
        y = lines(pen, y, &t!(lang, "cli.import.errors_written", file = path), Role::Info);
    }
    if load.kind() == Kind::Balances && matches!(import.step, Step::Look(_)) {
        let y = y.min(pen.height().saturating_sub(1));
        let label = pen.word("importing.total");
        let x = pen.put(1, y, label, Role::Brand);
        import.total.draw(pen, x.saturating_add(1), y, 20, true);
    }
}

/// The first rows: as they stand on the left, what they become on the right.
fn preview(looked: &Looked, pen: &mut Pen<'_>, mut y: u16) -> u16 {
    let Ok(check) = looked.load.check() else { return y };
    let spoken = Spoken(pen.lang());
    let half = pen.width().saturating_sub(8) / 2;
    let (raw, becomes) = (pen.word("importing.raw"), pen.word("importing.becomes"));
    pen.put(6, y, raw, Role::Muted);
    pen.put(half.saturating_add(8), y, becomes, Role::Muted);
    for row in check.preview(PREVIEW_ROWS) {
        y = y.saturating_add(1);
        let cells: Vec<&str> = row.raw.iter().map(Clean::as_str).collect();
        let (told, role) = match &row.read.outcome {
            Ok(parsed) => {
                let fields = told::fields(parsed);
                let all: Vec<String> =
                    fields.iter().map(|(name, value)| format!("{} {value}", spoken.field(name))).collect();
                (all.join(", "), Role::Text)
            }
            Err(problems) => {
                let all: Vec<String> = problems.iter().map(|problem| spoken.reason(problem)).collect();
                (all.join("; "), Role::Bad)
            }
        };
        pen.put_right(5, y, &row.read.number.to_string(), Role::Muted);
        pen.put(6, y, &text::cut(&cells.join(" | "), usize::from(half)), Role::Muted);
        pen.put(half.saturating_add(8), y, &text::cut(&told, usize::from(half)), role);
    }
    y.saturating_add(1)
}

/// What is wrong, row by row, as many as there is room for; how many more there are, and by which key all of them are had.
fn problems(looked: &Looked, pen: &mut Pen<'_>, mut y: u16, below: u16) -> u16 {
    let spoken = Spoken(pen.lang());
    let all: Vec<_> = looked
        .prospect
        .bad
        .iter()
        .flat_map(|(row, problems)| problems.iter().map(move |one| (row, one)))
        .collect();
    let room = usize::from(pen.height().saturating_sub(y + below)).min(PROBLEMS_SHOWN);
    let shown = if all.len() > room { room.saturating_sub(1) } else { all.len() };
    let cells = usize::from(pen.width().saturating_sub(2));
    for (row, problem) in all.iter().take(shown) {
        let (reason, advice) = (spoken.reason(problem), spoken.advice(problem));
        let line = t!(pen.lang(), "cli.import.problem", row = row, reason = reason, advice = advice);
        pen.put(1, y, &text::cut(&line, cells), Role::Bad);
        y = y.saturating_add(1);
    }
    if all.len() > shown {
        let more = t!(pen.lang(), "importing.more", count = all.len() - shown);
        pen.put(1, y, &text::cut(&more, cells), Role::Bad);
        y = y.saturating_add(1);
    }
    y
}

/// A text over as many lines as it needs, two at most; the next free line.
fn lines(pen: &mut Pen<'_>, y: u16, words: &str, role: Role) -> u16 {
    let cells = usize::from(pen.width().saturating_sub(2));
    let mut next = y;
    for line in text::wrap(words, cells).iter().take(2) {
        pen.put(1, next, line, role);
        next = next.saturating_add(1);
    }
    next
}

fn progress(pen: &mut Pen<'_>, y: u16, (done, total): (i64, i64), key: &'static str) {
    let words =
        crate::words::fill(pen.lang(), key, &[("done", &done.to_string()), ("total", &total.to_string())]);
    pen.put(1, y, &words, Role::Text);
    let room = i64::from(pen.width().saturating_sub(4));
    let full = room.saturating_mul(done).checked_div(total).unwrap_or(0).clamp(0, room);
    let bar: String = (0..room).map(|at| if at < full { '#' } else { '-' }).collect();
    pen.put(1, y.saturating_add(1), &bar, Role::Brand);
}
