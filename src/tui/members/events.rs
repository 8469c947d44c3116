//! The timeline of a member: everything that happened, newest first, with a filter.

use ratatui::layout::Rect;

use super::file::{File, Focus};
use crate::checkout::member_view::Event;
use crate::ground::{Fen, Instant};
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table};
use crate::tui::parts::figures;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The list of a click.
pub const LIST: &str = "events";

/// Which events are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// Sales.
    Sales,
    /// Money in: top-ups and debts paid.
    MoneyIn,
    /// Given back.
    Back,
    /// The rest: points, coupons, lapses, merges.
    Other,
}

impl Shown {
    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Sales,
            Self::Sales => Self::MoneyIn,
            Self::MoneyIn => Self::Back,
            Self::Back => Self::Other,
            Self::Other => Self::All,
        }
    }

    /// Its name; empty for all, so that a list without a filter says so.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Sales => "members.shown.sales",
            Self::MoneyIn => "members.shown.money_in",
            Self::Back => "members.shown.back",
            Self::Other => "members.shown.other",
        }
    }

    /// The key of its words.
    fn label(self) -> &'static str {
        match self {
            Self::All => "members.shown.all",
            Self::Sales | Self::MoneyIn | Self::Back | Self::Other => self.name(),
        }
    }

    /// Whether an event of this kind is shown.
    pub fn holds(self, kind: &str) -> bool {
        let group = match kind {
            "sale" => Self::Sales,
            "topup" | "debt_payment" => Self::MoneyIn,
            "refund" | "void" | "card_refund" | "topup_void" => Self::Back,
            _ => Self::Other,
        };
        self == Self::All || self == group
    }
}

/// Draws the timeline.
pub fn draw(file: &File, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let space = Room::of(pen.bounds());
    let shown = words::text(lang, file.shown.label());
    let fact = t!(lang, "members.filter", shown = shown, count = file.events.len());
    let panel = Panel::new(words::text(lang, "members.timeline")).fact(&fact);
    let mut inside = panel.focused(file.focus == Focus::Events).draw(pen, area);
    if file.events.is_empty() && file.shown != Shown::All {
        inside.put(1, 1, words::text(lang, "members.filtered_empty"), Role::Muted);
        return;
    }
    if file.events.draw_state(&mut inside, "members.no_events") {
        return;
    }
    let wide = space.is_roomy();
    let fit = Table::rows_in(inside.height(), false);
    let first = file.events.first(fit);
    let rows: Vec<Row> =
        file.events.iter().skip(first).take(fit).map(|event| row(event, file, lang, wide)).collect();
    // Each column takes what stands in it, so that what was done has all the rest.
    let most = |column: usize, cells: u16| Row::widest(&rows, column).min(cells);
    let columns = [
        Column::text("", most(0, 14)),
        Column::text("", most(1, 12)),
        Column::rest(""),
        Column::text("", most(3, if wide { 12 } else { 6 })),
        Column::figure("", Row::widest(&rows, 4)),
    ];
    let selected = file.events.selected_number().filter(|_| file.focus == Focus::Events);
    Table {
        list: LIST,
        columns: &columns,
        rows: &rows,
        first,
        count: file.events.len(),
        selected,
        titled: false,
    }
    .draw(&mut inside);
}

fn row(event: &Event, file: &File, lang: Lang, wide: bool) -> Row {
    let day = figures::day_short(&event.day, file.today);
    let when = if wide { format!("{day} {}", file.zone().hour_minute(Instant(event.at))) } else { day };
    let what = match (&event.rating, event.what.is_empty()) {
        (Some(rating), _) => t!(lang, "members.rated", what = event.what, rating = rating),
        (None, false) => event.what.clone(),
        (None, true) => match &event.card {
            Some(deed) => words::fill(
                lang,
                &format!("members.did.{}", deed.act),
                &[("card", deed.card.as_str()), ("other", deed.other.as_str())],
            ),
            None => event.bill.clone().unwrap_or_default(),
        },
    };
    let amount = if event.amount == Fen::ZERO { String::new() } else { figures::signed(event.amount) };
    let role = if event.amount.is_positive() { Role::Ok } else { Role::Text };
    Row::new()
        .cell(when, Role::Muted)
        .plain(kind(lang, &event.kind))
        .plain(what)
        .cell(event.who.as_str(), Role::Muted)
        .cell(amount, role)
}

/// The words of an event's kind.
pub fn kind(lang: Lang, code: &str) -> &str {
    let key = match code {
        "sale" => "members.kind.sale",
        "topup" => "members.kind.topup",
        "debt_payment" => "members.kind.debt_payment",
        "refund" => "members.kind.refund",
        "void" | "topup_void" => "members.kind.void",
        "card_refund" => "members.kind.card_refund",
        "lapse" => "members.kind.lapse",
        "recognise" => "members.kind.recognise",
        "adjust" => "members.kind.adjust",
        "import" | "import_back" => "members.kind.import",
        "merge" => "members.kind.merge",
        "transfer" => "members.kind.transfer",
        "coupon" => "members.kind.coupon",
        "part_out" => "members.kind.part_out",
        "part_in" => "members.kind.part_in",
        "part_used" => "members.kind.part_used",
        "part_back" => "members.kind.part_back",
        "part_return" => "members.kind.part_return",
        "card_change" => "members.kind.card",
        other => return other,
    };
    words::text(lang, key)
}
