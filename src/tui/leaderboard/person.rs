//! A person's figures (员工档案): the score, the rank and every KPI beside the store's, and why each is what it is.
//!
//! Enter goes down to the bills and visits behind a number, Esc back. Whoever opened it may see the person's money.

use std::rc::Rc;

use crate::ground::Fen;
use crate::leaderboard::board::{Board, BoardIs, score_shown};
use crate::leaderboard::kpi_rules::{Figure, Kpi, Unit, shown};
use crate::leaderboard::score_rules::Term;
use crate::leaderboard::told::told;
use crate::leaderboard::why::{Because, Source, Why};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::earned::EarnedBy;
use crate::tui::frame::listing::SLOW_AFTER_MS;
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, text};
use crate::tui::input::Key;
use crate::tui::leaderboard::profile::PersonsProfile;
use crate::tui::output::paper::Paper;
use crate::tui::parts::guest::Hosted;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// A number of the person.
#[derive(Debug, Clone)]
struct Number {
    /// A KPI, `score`, `rank`, or `commission`, which has a layer of its own.
    code: String,
    name: String,
    own: String,
    of: String,
    store: String,
}

/// The layer.
pub struct PersonsFigures {
    context: Rc<Context>,
    number: String,
    name: String,
    /// The days that are looked at.
    over: Board,
    turn: u64,
    numbers: Listing<Number>,
    /// The derivation that is open.
    because: Option<Because>,
    /// Its rows.
    behind: Listing<Vec<String>>,
}

impl PersonsFigures {
    /// Opens the figures of a person (number, name) over some days.
    #[must_use]
    pub fn open(context: Rc<Context>, (number, name): (String, String), over: Board) -> Self {
        let (numbers, behind) = (Listing::default(), Listing::default());
        Self { context, number, name, over, turn: 0, numbers, because: None, behind }
    }

    fn ask(&mut self) -> Effects {
        self.turn += 1;
        let wish = Wish::search("board", self.turn, self.over.clone());
        vec![work(wish.slow()), Effect::Wake { tag: "person_slow", after_ms: SLOW_AFTER_MS }]
    }

    fn enter(&mut self) -> Effects {
        if let Some(because) = &self.because {
            let source = self.behind.selected_number().and_then(|place| because.sources.get(place));
            // The last step down: the bill itself.
            return match source.and_then(|source| source.bills.first()) {
                Some(bill) => {
                    let slip = Paper::open(Rc::clone(&self.context), bill.clone());
                    vec![Effect::Wish(Want::Open(Box::new(slip)))]
                }
                None => Vec::new(),
            };
        }
        let Some(chosen) = self.numbers.selected() else { return Vec::new() };
        if chosen.code == "commission" {
            let whose = Some((self.number.clone(), self.name.clone()));
            return vec![Effect::Wish(Want::Open(Box::new(EarnedBy::open(Rc::clone(&self.context), whose))))];
        }
        self.turn += 1;
        let (staff, kpi) = (Some(self.number.clone()), chosen.code.clone());
        let Board { span, from, to, as_of, .. } = self.over.clone();
        let why = Why { staff, kpi, span, from, to, as_of };
        vec![work(Wish::search("why", self.turn, why).slow())]
    }

    fn back(&mut self) -> Effects {
        if self.because.take().is_some() {
            return Vec::new();
        }
        vec![close()]
    }

    fn key(&mut self, key: Key) -> Effects {
        match key {
            Key::Esc | Key::Backspace => return self.back(),
            Key::Enter => return self.enter(),
            Key::Tab | Key::Char('v' | '/') => {
                let profile = PersonsProfile::open(self.number.clone(), self.name.clone());
                return vec![Effect::Wish(Want::Open(Box::new(Hosted::new(&self.context, profile))))];
            }
            other => {
                if self.because.is_some() {
                    self.behind.travel(other);
                } else {
                    self.numbers.travel(other);
                }
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return vec![Effect::Unchanged];
        }
        let at = reply.at;
        if reply.tag.what == "why" {
            match reply.read::<Because>() {
                Ok(because) => {
                    self.behind = Listing::ready(behind(self.context.lang, &because), at);
                    self.because = Some(because);
                }
                Err(stop) => self.numbers.fail(self.context.words(&stop)),
            }
            return Vec::new();
        }
        match reply.read::<BoardIs>() {
            Ok(board) => self.numbers.answer(numbers(self.context.lang, &board, &self.number), at),
            Err(stop) => self.numbers.fail(self.context.words(&stop)),
        }
        Vec::new()
    }
}

/// Every number of a person; none where the person does not stand on the board.
fn numbers(lang: Lang, board: &BoardIs, number: &str) -> Vec<Number> {
    let Some(row) = board.rows.iter().find(|row| row.number == number) else { return Vec::new() };
    let plain = |code: &str, name: &str, own: String, store: String| Number {
        code: code.to_owned(),
        name: name.to_owned(),
        own,
        of: String::new(),
        store,
    };
    let rank = row.rank.map_or_else(|| "--".into(), |rank| rank.to_string());
    let mut out = vec![
        plain("commission", words::text(lang, "earned.title"), String::new(), String::new()),
        plain("score", words::text(lang, "kpi.score"), row.score_shown.clone(), String::new()),
        plain("rank", words::text(lang, "kpi.rank"), rank, board.rows.len().to_string()),
    ];
    out.extend(row.figures.iter().zip(&board.store).map(|(own, store)| Number {
        code: own.kpi.code().to_owned(),
        name: words::lookup(lang, &format!("kpi.{}", own.kpi.code())).unwrap_or_default().to_owned(),
        own: if own.small { format!("{}*", own.shown) } else { own.shown.clone() },
        of: fraction(own),
        store: store.shown.clone(),
    }));
    out
}

/// What stands above and below the line, where there is a line.
fn fraction(figure: &Figure) -> String {
    match figure.kpi.unit() {
        Unit::Count | Unit::Fen => String::new(),
        Unit::FenEach => format!("{} / {}", Fen(figure.top).grouped(), figure.bottom),
        Unit::Share | Unit::Stars => format!("{} / {}", figure.top, figure.bottom),
    }
}

/// The rows behind a number: day, bills, member or item, days, what it adds; the criteria of a score; whom a rank
/// stands beside.
fn behind(lang: Lang, because: &Because) -> Vec<Vec<String>> {
    if because.kpi == "score" {
        return because.terms.iter().map(|term| weighed(lang, term)).collect();
    }
    if !because.beside.is_empty() {
        let rank = |rank: Option<i64>| rank.map_or_else(|| "--".into(), |rank| rank.to_string());
        let row = |one: &crate::leaderboard::why::Beside| {
            let who = format!("{} {}", one.number, one.name);
            vec![rank(one.rank), who, score_shown(one.score)]
        };
        return because.beside.iter().map(row).collect();
    }
    let money =
        Kpi::from_code(&because.kpi).is_some_and(|kpi| matches!(kpi.unit(), Unit::Fen | Unit::FenEach));
    let row = |one: &Source| {
        let top = if money { Fen(one.top).grouped() } else { one.top.to_string() };
        vec![
            one.day.clone(),
            one.bills.join(" "),
            one.member.clone().unwrap_or_else(|| one.item.clone()),
            one.days.map(|days| days.to_string()).unwrap_or_default(),
            if one.bottom == 0 { top } else { format!("{top} / {}", one.bottom) },
        ]
    };
    because.sources.iter().map(row).collect()
}

/// A criterion: what counts, what it is measured by, the weight, the points.
fn weighed(lang: Lang, term: &Term) -> Vec<String> {
    let unit = term.criterion.kpi().unit();
    let by = words::text(lang, if term.target { "kpi.word.target" } else { "kpi.word.best" });
    let name = format!("kpi.{}", term.criterion.kpi().code());
    vec![
        words::lookup(lang, &name).unwrap_or_default().to_owned(),
        shown(unit, term.counts),
        format!("{} {by}", shown(unit, term.against)),
        term.weight.to_string(),
        score_shown(Some(term.tenths)),
    ]
}

/// The columns of the rows behind a number.
fn columns(lang: Lang, because: &Because) -> Vec<Column<'static>> {
    let word = |key| words::text(lang, key);
    if because.kpi == "score" {
        return vec![
            Column::rest(word("kpi.word.criterion")),
            Column::figure(word("kpi.word.counts"), 12),
            Column::figure(word("kpi.word.against"), 28),
            Column::figure(word("kpi.word.weight"), 6),
            Column::figure(word("kpi.word.points"), 8),
        ];
    }
    if !because.beside.is_empty() {
        return vec![
            Column::text(word("kpi.rank"), 6),
            Column::rest(word("members.col.name")),
            Column::figure(word("kpi.score"), 10),
        ];
    }
    vec![
        Column::text(word("kpi.word.day"), 10),
        Column::rest(word("kpi.word.bills")),
        Column::text(word("kpi.word.member"), 10),
        Column::figure(word("kpi.word.days"), 5),
        Column::figure(word("kpi.word.top"), 15),
    ]
}

impl Screen for PersonsFigures {
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
                if self.because.is_some() {
                    self.behind.select(row);
                    return Vec::new();
                }
                self.numbers.select(row);
                self.enter()
            }
            Msg::Wheel { down } => self.key(if down { Key::Down } else { Key::Up }),
            Msg::Reply(reply) => self.hear(reply),
            Msg::Wake("person_slow") => {
                self.numbers.is_late();
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
        let title = format!("{} {} {}", pen.word(self.title()), self.number, self.name);
        let as_of = self.numbers.as_of(pen.lang(), &self.context.zone);
        let bounds = pen.bounds();
        let mut inside = Panel::new(&title).fact(&as_of).focused(true).draw(pen, bounds);
        match &self.because {
            Some(because) => self.draw_behind(&mut inside, because),
            None => self.draw_numbers(&mut inside),
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let bills = self.because.as_ref().is_some_and(|because| !because.sources.is_empty());
        vec![
            hint(Key::Enter, lang, if bills { "earned.bill" } else { "earned.why" }),
            hint(Key::Tab, lang, "profile.key.open"),
            hint(Key::Down, lang, "members.key.choose"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl PersonsFigures {
    fn draw_numbers(&self, pen: &mut Pen<'_>) {
        if self.numbers.draw_state(pen, "board.nobody") {
            return;
        }
        let columns = [
            Column::rest(pen.word("person.kpi")),
            Column::figure(pen.word("person.own"), 13),
            Column::figure(pen.word("person.of"), 20),
            Column::figure(pen.word("person.store"), 14),
        ];
        let fit = Table::rows_in(pen.height(), true);
        let first = self.numbers.first(fit);
        let cells = |one: &Number| {
            let row = Row::new().plain(one.name.clone()).cell(one.own.clone(), Role::Title);
            row.cell(one.of.clone(), Role::Muted).cell(one.store.clone(), Role::Muted)
        };
        let rows: Vec<Row> = self.numbers.iter().skip(first).take(fit).map(cells).collect();
        let (selected, count) = (self.numbers.selected_number(), self.numbers.len());
        Table { list: "person", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(pen);
    }

    fn draw_behind(&self, pen: &mut Pen<'_>, because: &Because) {
        let limit = usize::from(pen.width().saturating_sub(2));
        let lines: Vec<String> =
            told(pen.lang(), because).iter().flat_map(|line| text::wrap(line, limit)).collect();
        for (y, line) in (0..pen.height()).zip(&lines) {
            pen.put(1, y, line, if y == 0 { Role::Title } else { Role::Muted });
        }
        let top = u16::try_from(lines.len()).unwrap_or(0).saturating_add(1).min(pen.height());
        let bounds = pen.bounds();
        let area = ratatui::layout::Rect { y: bounds.y + top, height: bounds.height - top, ..bounds };
        let mut body = pen.part(area);
        if self.behind.draw_state(&mut body, "person.no_sources") {
            return;
        }
        let columns = columns(body.lang(), because);
        let fit = Table::rows_in(body.height(), true);
        let first = self.behind.first(fit);
        let cells = |row: &Vec<String>| row.iter().fold(Row::new(), |out, cell| out.plain(cell.clone()));
        let rows: Vec<Row> = self.behind.iter().skip(first).take(fit).map(cells).collect();
        let (selected, count) = (self.behind.selected_number(), self.behind.len());
        Table { list: "behind", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(&mut body);
    }
}

impl Pane for PersonsFigures {
    fn title(&self) -> &'static str {
        "person.title"
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::app::stage::Stage;
    use crate::tui::input::Key;

    #[test]
    fn a_figure_opens_what_it_is_made_of_and_the_way_back() {
        let mut stage = Stage::salon();
        let bill = r#"{"lines":[{"item":"22","staff":["05"]}],"tenders":[{"tender":"cash"}]}"#;
        stage.send("checkout", bill);
        stage.press(Key::Alt('3'));
        stage.keys("⏎");
        let shown = stage.picture(100, 30);
        assert!(shown.contains("员工档案 05 周婷") && shown.contains("现金业绩"), "{shown}");
        for _ in 0..3 {
            stage.press(Key::Down);
        }
        stage.keys("⏎");
        let why = stage.picture(80, 24);
        assert!(why.contains("实收 + 储值和卡的消耗") && why.contains("2026-11-21"), "{why}");
        assert!(why.contains(" 268.00"), "{why}");
        stage.keys("␛");
        assert!(stage.picture(100, 30).contains("客单价"));
        for (number, part) in [("名次", "02 陈静"), ("综合分", "268.00 全店最好")] {
            stage.press(Key::Up);
            stage.keys("⏎");
            let shown = stage.picture(80, 24);
            assert!(shown.contains(number) && shown.contains(part), "{shown}");
            stage.keys("␛");
        }
        stage.keys("␛");
        assert!(stage.picture(100, 30).contains("能力雷达"));
    }
}
