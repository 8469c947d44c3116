//! Where the words stand on narrow paper: one layout serves the printer, the file and the preview, so that what
//! was looked at is what is printed.

use super::glyphs::{columns, columns_of, legible};
use super::slip::{Label, Slip, SlipBalances, SlipLine, SlipTender};

/// The least room, in columns, that a name keeps beside a figure; with less the figure takes a line of its own.
const NAME_COLUMNS_MIN: usize = 8;
/// How far details stand in from the left.
const INDENT: &str = "  ";

/// The width of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Paper {
    /// 58 mm rolls, 32 columns.
    #[default]
    Mm58,
    /// 80 mm rolls, 48 columns.
    Mm80,
}

impl Paper {
    /// How many ASCII characters a line holds; a hanzi takes two.
    #[must_use]
    pub fn columns(self) -> usize {
        match self {
            Self::Mm58 => 32,
            Self::Mm80 => 48,
        }
    }
}

/// One printed row, never wider than the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Plain text.
    Text(String),
    /// Bold text.
    Bold(String),
    /// The one figure that matters, in double size where it fits.
    Total {
        /// What it is.
        label: String,
        /// How much.
        amount: String,
    },
}

impl Row {
    /// The row as plain text in so many columns.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        match self {
            Self::Text(text) | Self::Bold(text) => text.clone(),
            Self::Total { label, amount } => spread(label, amount, width),
        }
    }
}

/// The rows as lines of text: the preview, and the `.txt` file.
#[must_use]
pub fn lines(rows: &[Row], paper: Paper) -> Vec<String> {
    rows.iter().map(|row| row.text(paper.columns()).trim_end().to_owned()).collect()
}

/// Lays a slip out; `labels` answers the words for a key of [`Label`].
#[must_use]
pub fn rows(slip: &Slip, paper: Paper, labels: &dyn Fn(&str) -> String) -> Vec<Row> {
    let mut sheet = Layout { width: paper.columns(), labels, rows: Vec::new() };
    sheet.head(slip);
    sheet.member(slip);
    sheet.items(&slip.lines);
    sheet.money(slip);
    if let Some(balances) = &slip.balances {
        sheet.balances(balances);
    }
    sheet.foot(slip);
    sheet.rows
}

/// A layout in the making.
struct Layout<'a> {
    width: usize,
    labels: &'a dyn Fn(&str) -> String,
    rows: Vec<Row>,
}

impl Layout<'_> {
    fn head(&mut self, slip: &Slip) {
        self.centre(slip.shop.as_str(), true);
        let title = format!("{} {}", slip.store, self.word(slip.kind.title()));
        self.centre(&title, false);
        if slip.copy {
            let copy = format!("** {} **", self.word(Label::Copy));
            self.centre(&copy, true);
        }
        self.divider('-');
        self.named(Label::Bill, slip.bill.as_str());
        for (label, fact) in [(Label::OfBill, &slip.of_bill), (Label::Reason, &slip.reason)] {
            if let Some(fact) = fact.as_ref().filter(|fact| !fact.is_empty()) {
                self.named(label, fact.as_str());
            }
        }
        self.named(Label::Time, &slip.at.format("%Y-%m-%d %H:%M").to_string());
        if slip.day != slip.at.date() {
            self.named(Label::BusinessDay, &slip.day.to_string());
        }
        self.named(Label::Cashier, slip.cashier.as_str());
    }

    fn member(&mut self, slip: &Slip) {
        if let Some(member) = &slip.member {
            let tier = member.tier.as_ref().map(|tier| format!(" {tier}")).unwrap_or_default();
            self.named(Label::Member, &format!("{}{tier}", member.name));
            if !member.phone.is_empty() {
                self.named(Label::Phone, member.phone.as_str());
            }
        }
    }

    fn items(&mut self, lines: &[SlipLine]) {
        if lines.is_empty() {
            return;
        }
        self.divider('-');
        let (item, net) = (self.word(Label::Item), self.word(Label::Net));
        self.pair(&item, &net);
        for line in lines {
            self.pair(line.name.as_str(), &line.net.grouped());
            if line.quantity != 1 || line.unit_price != line.net {
                self.detail(&format!("{} x {}", line.quantity, line.unit_price.grouped()));
            }
            if !line.staff.is_empty() {
                let names: Vec<&str> = line.staff.iter().map(crate::ground::Clean::as_str).collect();
                let who = format!("{}: {}", self.word(Label::Staff), names.join(", "));
                self.detail(&who);
            }
            if let Some(note) = &line.note {
                self.detail(note.as_str());
            }
        }
    }

    fn money(&mut self, slip: &Slip) {
        self.divider('-');
        for figure in &slip.figures {
            self.pair(figure.name.as_str(), &figure.amount.grouped());
        }
        for discount in &slip.discounts {
            self.pair(discount.name.as_str(), &discount.amount.negated().grouped());
        }
        let label = self.word(slip.kind.total());
        self.total(&label, &slip.payable.grouped());
        for tender in &slip.tenders {
            self.tender(tender);
        }
    }

    fn total(&mut self, label: &str, amount: &str) {
        let (label, amount) = (legible(label), legible(amount));
        if columns(&label) + 1 + columns(&amount) > self.width {
            self.pair(&label, &amount);
        } else {
            self.rows.push(Row::Total { label, amount });
        }
    }

    fn tender(&mut self, tender: &SlipTender) {
        self.pair(tender.name.as_str(), &tender.amount.grouped());
        if let Some(reference) = &tender.reference {
            let text = format!("{}: {reference}", self.word(Label::Reference));
            self.detail(&text);
        }
        for (label, amount) in [(Label::Tendered, tender.tendered), (Label::Change, tender.change)] {
            if let Some(amount) = amount {
                let name = format!("{INDENT}{}", self.word(label));
                self.pair(&name, &amount.grouped());
            }
        }
    }

    fn balances(&mut self, held: &SlipBalances) {
        self.divider('-');
        let title = self.word(Label::Balances);
        self.wrapped(&title, true);
        for (label, amount) in
            [(Label::Principal, held.principal), (Label::Gift, held.gift), (Label::Debt, held.debt)]
        {
            if let Some(amount) = amount {
                let name = self.word(label);
                self.pair(&name, &amount.grouped());
            }
        }
        if let Some(points) = held.points {
            let name = self.word(Label::Points);
            self.pair(&name, &points.to_string());
        }
        if let Some(moved) = held.points_moved {
            let name = format!("{INDENT}{}", self.word(Label::PointsMoved));
            self.pair(&name, &format!("{moved:+}"));
        }
        for card in &held.cards {
            let left = card.left.map(|left| format!("{} {left}", self.word(Label::SessionsLeft)));
            let until = card.expires_on.map(|day| format!("{} {day}", self.word(Label::Until)));
            let facts: Vec<String> = [left, until].into_iter().flatten().collect();
            self.pair(card.name.as_str(), &facts.join(" "));
        }
    }

    fn foot(&mut self, slip: &Slip) {
        self.divider('=');
        if let Some(prompt) = &slip.rating_prompt {
            self.centre(prompt.as_str(), false);
        }
        for line in &slip.footer {
            self.centre(line.as_str(), false);
        }
        if let Some(seal) = &slip.seal {
            let text = format!("{} {seal}", self.word(Label::Seal));
            self.centre(&text, false);
        }
    }

    fn word(&self, label: Label) -> String {
        (self.labels)(label.key())
    }

    fn divider(&mut self, mark: char) {
        self.rows.push(Row::Text(std::iter::repeat_n(mark, self.width).collect()));
    }

    fn named(&mut self, label: Label, value: &str) {
        let text = format!("{}: {value}", self.word(label));
        self.wrapped(&text, false);
    }

    fn wrapped(&mut self, text: &str, bold: bool) {
        for part in wrap(&legible(text), self.width) {
            self.rows.push(if bold { Row::Bold(part) } else { Row::Text(part) });
        }
    }

    fn centre(&mut self, text: &str, bold: bool) {
        for part in wrap(&legible(text), self.width) {
            let pad = " ".repeat(self.width.saturating_sub(columns(&part)) / 2);
            let part = format!("{pad}{part}");
            self.rows.push(if bold { Row::Bold(part) } else { Row::Text(part) });
        }
    }

    fn detail(&mut self, text: &str) {
        for part in wrap(&legible(text), self.width - INDENT.len()) {
            self.rows.push(Row::Text(format!("{INDENT}{part}")));
        }
    }

    /// A name at the left, wrapped, and a figure at the right end of its last line.
    fn pair(&mut self, left: &str, right: &str) {
        let (left, right) = (legible(left), legible(right));
        let taken = columns(&right) + 1;
        if taken + NAME_COLUMNS_MIN > self.width {
            self.wrapped(&left, false);
            for part in wrap(&right, self.width) {
                self.rows.push(Row::Text(spread("", &part, self.width)));
            }
            return;
        }
        let parts = wrap(&left, self.width - taken);
        let last = parts.len().saturating_sub(1);
        for (place, part) in parts.into_iter().enumerate() {
            let text = if place == last { spread(&part, &right, self.width) } else { part };
            self.rows.push(Row::Text(text));
        }
    }
}

/// `left` at the left edge and `right` at the right one, at least one space between them.
#[must_use]
pub fn spread(left: &str, right: &str, width: usize) -> String {
    let gap = width.saturating_sub(columns(left) + columns(right)).max(1);
    format!("{left}{}{right}", " ".repeat(gap))
}

/// Cuts a legible text into parts of at most `width` columns, at a space where one stands in the second half of
/// the part, else between any two characters. Always answers at least one part.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut used = 0;
    for ch in text.chars() {
        let wide = columns_of(ch);
        if used + wide > width {
            let rest = break_at_space(&mut part, width);
            parts.push(part.trim_end().to_owned());
            part = rest;
            used = columns(&part);
        }
        if part.is_empty() && ch == ' ' && !parts.is_empty() {
            continue;
        }
        part.push(ch);
        used += wide;
    }
    if !part.is_empty() || parts.is_empty() {
        parts.push(part);
    }
    parts
}

/// Takes the unfinished word off a full part, unless that would leave it half empty.
fn break_at_space(part: &mut String, width: usize) -> String {
    let Some(at) = part.rfind(' ') else { return String::new() };
    let rest = part.split_off(at);
    if columns(part) * 2 < width {
        part.push_str(&rest);
        return String::new();
    }
    rest.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::super::slip::tests::{clean, sample, words};
    use super::super::slip::{SlipFigure, SlipKind};
    use super::*;
    use crate::ground::{Clean, Fen};

    fn preview(slip: &Slip, paper: Paper, language: &str) -> String {
        lines(&rows(slip, paper, &words(language)), paper).join("\n")
    }

    #[test]
    fn a_sale_on_58_mm() {
        insta::assert_snapshot!(preview(&sample(), Paper::Mm58, "zh"));
    }

    #[test]
    fn a_reprint_on_80_mm_in_english() {
        let slip = Slip { copy: true, ..sample() };
        insta::assert_snapshot!(preview(&slip, Paper::Mm80, "en"));
    }

    #[test]
    fn a_hand_over_shows_its_figures_and_a_night_sale_its_business_day() {
        let mut slip = sample();
        slip.kind = SlipKind::HandOver;
        slip.day = slip.day.pred_opt().unwrap();
        slip.lines.clear();
        slip.discounts.clear();
        slip.balances = None;
        slip.figures = vec![SlipFigure { name: clean("备用金"), amount: Fen(50_000) }];
        let text = preview(&slip, Paper::Mm58, "zh");
        assert!(text.contains("交班单") && text.contains("营业日: 2026-11-20"), "{text}");
        assert!(text.contains("备用金                    500.00"), "{text}");
    }

    #[test]
    fn wrapping_never_splits_a_wide_character_and_likes_spaces() {
        assert_eq!(wrap("深层补水护理", 5), ["深层", "补水", "护理"]);
        assert_eq!(wrap("hot stone massage", 10), ["hot stone", "massage"]);
        assert_eq!(wrap("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("a              b", 4), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_the_paper(name in any::<String>(), note in "\\PC{0,90}", fen in any::<i64>(), wide in any::<bool>()) {
            let paper = if wide { Paper::Mm80 } else { Paper::Mm58 };
            let mut slip = sample();
            slip.lines[0].name = Clean::shown(&name);
            slip.lines[1].note = Some(Clean::shown(&note));
            slip.lines[2].net = Fen(fen);
            slip.payable = Fen(fen);
            slip.shop = Clean::shown(&note);
            slip.member.as_mut().unwrap().name = Clean::shown(&name);
            for row in rows(&slip, paper, &words("zh")) {
                let text = row.text(paper.columns());
                prop_assert!(columns(&text) <= paper.columns(), "{text:?}");
                prop_assert!(text.width() <= paper.columns());
            }
        }

        #[test]
        fn wrapping_loses_nothing_but_spaces(text in "[ -~\u{4e00}-\u{4eff}]{0,80}", width in 2_usize..40) {
            let joined: String = wrap(&text, width).concat().replace(' ', "");
            prop_assert_eq!(joined, text.replace(' ', ""));
        }
    }
}
