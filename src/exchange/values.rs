//! Amounts, counts, phones, yes and no as spreadsheets hold them: read exactly, or refused.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::table::Cell;
use crate::ground::{Clean, Fen, Refused, phone, wide};

/// How far a sheet's number may lie from a whole fen, in fen, and still mean it: what a sum of floats leaves over.
const NOISE_SCALE: u32 = 6;

/// 女 or 男.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// 女
    Female,
    /// 男
    Male,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemSort {
    /// 项目
    Service,
    /// 产品
    Product,
}

/// One line of text, cleaned; numbers as they stand.
///
/// # Errors
/// [`Refused::TextTooLong`], and [`Refused::CellDamaged`] where bytes could not be decoded.
pub fn text(field: &str, cell: &Cell) -> Result<Clean, Refused> {
    let raw = cell.raw();
    if raw.contains('\u{fffd}') {
        return Err(Refused::CellDamaged { field: field.to_owned() });
    }
    Clean::new(&raw)
}

/// An amount in yuan: as [`Fen`] reads it, also with `元`, `¥`, `RMB` and spaces around it, and with brackets for
/// a minus. A sheet's number that is a fen but for 0.000001 is that fen.
///
/// # Errors
/// As [`Fen`]: an amount with more decimals is refused, never rounded.
pub fn money(cell: &Cell) -> Result<Fen, Refused> {
    match cell {
        Cell::Number(number) => denoised(number).unwrap_or_else(|| number.parse()),
        Cell::Text(text) => written_money(text),
        Cell::Empty | Cell::Bool(_) | Cell::Date(_) => {
            Err(Refused::AmountUnreadable { text: cell.raw().chars().take(32).collect() })
        }
    }
}

fn denoised(number: &str) -> Option<Result<Fen, Refused>> {
    let fen = number.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_HUNDRED)?;
    let whole = fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    if fen.checked_sub(whole)?.abs() > Decimal::new(1, NOISE_SCALE) {
        return None;
    }
    let size = whole.to_i64().map(Fen).filter(|fen| fen.0.unsigned_abs() <= Fen::FIELD_MAX.0.unsigned_abs());
    Some(size.ok_or(Refused::AmountTooLarge {}))
}

fn written_money(text: &str) -> Result<Fen, Refused> {
    let narrow = wide::narrow(text).replace('\u{2212}', "-").to_uppercase();
    let spaceless: String = narrow.chars().filter(|ch| !ch.is_whitespace()).collect();
    let (negative, body) = match spaceless.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, spaceless.as_str()),
    };
    let (body, minus) = match body.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (body, false),
    };
    let body =
        ["人民币", "RMB", "CNY", "¥", "￥"].iter().fold(body, |body, word| body.trim_start_matches(word));
    let body = ["人民币", "RMB", "CNY", "整", "元", "圆"]
        .iter()
        .fold(body, |body, word| body.trim_end_matches(word));
    let (body, minus) = match body.strip_prefix('-') {
        Some(rest) if !minus => (rest, true),
        Some(_) | None => (body, minus),
    };
    if (negative && minus) || body.starts_with(['-', '+', '¥']) {
        return Err(Refused::AmountUnreadable { text: text.chars().take(32).collect() });
    }
    let named = |no: Refused| match no {
        Refused::AmountUnreadable { .. } => {
            Refused::AmountUnreadable { text: text.chars().take(32).collect() }
        }
        other => other,
    };
    let size: Fen = body.parse().map_err(named)?;
    Ok(if negative || minus { size.negated() } else { size })
}

/// A whole number, also with `次`, `个` and the like behind it.
///
/// # Errors
/// [`Refused::CountUnreadable`] for a fraction, or anything else.
pub fn count(cell: &Cell) -> Result<i64, Refused> {
    let raw = cell.raw();
    let bad = || Refused::CountUnreadable { text: raw.chars().take(32).collect() };
    let narrow = wide::narrow(&raw).replace('\u{2212}', "-");
    let body = narrow.trim().trim_end_matches(['次', '个', '件', '瓶', '张', '支', '盒', '分']).trim();
    // An amount has the same digits, commas and sign, and a count is a whole one.
    let fen: Fen = match cell {
        Cell::Number(_) => money(cell).map_err(|_| bad())?,
        Cell::Text(_) if !body.contains('¥') => body.parse().map_err(|_| bad())?,
        Cell::Text(_) | Cell::Empty | Cell::Bool(_) | Cell::Date(_) => return Err(bad()),
    };
    match (fen.0.checked_div(100), fen.0.checked_rem(100)) {
        (Some(whole), Some(0)) => Ok(whole),
        (Some(_) | None, Some(_) | None) => Err(bad()),
    }
}

/// A phone number; a sheet's number is one, too.
///
/// # Errors
/// As [`phone::read`].
pub fn phone(cell: &Cell) -> Result<String, Refused> {
    phone::read(&cell.raw())
}

/// 女 or 男, or nothing where the file says that it is not known.
///
/// # Errors
/// [`Refused::ChoiceUnknown`] for another word.
pub fn gender(cell: &Cell) -> Result<Option<Gender>, Refused> {
    match word(cell).as_str() {
        "女" | "女士" | "女性" | "小姐" | "f" | "female" | "woman" | "w" => Ok(Some(Gender::Female)),
        "男" | "男士" | "男性" | "先生" | "m" | "male" | "man" => Ok(Some(Gender::Male)),
        "未知" | "保密" | "不详" | "-" | "--" | "unknown" | "other" | "u" | "n/a" => Ok(None),
        _ => Err(unknown("gender", cell, "女, 男, F, M")),
    }
}

/// Yes or no.
///
/// # Errors
/// [`Refused::ChoiceUnknown`] for another word.
pub fn yes_no(field: &str, cell: &Cell) -> Result<bool, Refused> {
    match cell {
        Cell::Bool(yes) => return Ok(*yes),
        Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Date(_) => {}
    }
    match word(cell).as_str() {
        "是" | "有" | "启用" | "在售" | "上架" | "在职" | "正常" | "true" | "yes" | "y" | "1" | "on"
        | "active" | "√" | "✓" | "✔" => Ok(true),
        "否" | "无" | "停用" | "停售" | "下架" | "离职" | "禁用" | "false" | "no" | "n" | "0" | "off"
        | "inactive" | "×" | "*" | "✗" => Ok(false),
        _ => Err(unknown(field, cell, "是, 否, TRUE, FALSE, 1, 0")),
    }
}

/// A service or a product.
///
/// # Errors
/// [`Refused::ChoiceUnknown`] for another word.
pub fn sort(cell: &Cell) -> Result<ItemSort, Refused> {
    match word(cell).as_str() {
        "项目" | "服务" | "服务项目" | "service" => Ok(ItemSort::Service),
        "产品" | "商品" | "实物" | "零售" | "product" | "retail" | "goods" => Ok(ItemSort::Product),
        _ => Err(unknown("sort", cell, "项目, 产品, service, product")),
    }
}

fn word(cell: &Cell) -> String {
    wide::narrow(&cell.raw()).trim().to_lowercase()
}

fn unknown(field: &str, cell: &Cell, known: &str) -> Refused {
    Refused::ChoiceUnknown {
        field: field.to_owned(),
        value: cell.shown().as_str().chars().take(32).collect(),
        known: known.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_cell(text: &str) -> Cell {
        Cell::text(text)
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, fen) in [
            ("12.5", 1250),
            ("12.50元", 1250),
            ("¥ 1,234.50", 123_450),
            ("￥１２", 1200),
            ("RMB 88", 8800),
            ("人民币88元整", 8800),
            ("(12.00)", -1200),
            ("（¥12.00）", -1200),
            ("-50.4", -5040),
            ("-¥50.4", -5040),
            ("¥-50.4", -5040),
            ("\u{2212}3", -300),
        ] {
            assert_eq!(money(&text_cell(text)), Ok(Fen(fen)), "{text}");
        }
        for (text, code) in [
            ("9.325", "amount.too_fine"),
            ("12.499999999", "amount.too_fine"),
            ("", "amount.unreadable"),
            ("--1", "amount.unreadable"),
            ("(-1)", "amount.unreadable"),
            ("12,50", "amount.unreadable"),
            ("免费", "amount.unreadable"),
            ("=1+1", "amount.unreadable"),
            ("1e9", "amount.unreadable"),
            ("999999999999", "amount.too_large"),
        ] {
            assert_eq!(money(&text_cell(text)).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn a_sheets_number_loses_its_noise_and_nothing_else() {
        for (number, answer) in [
            ("12.499999999", "12.50"),
            ("12.500000001", "12.50"),
            ("0.30000000000000004", "0.30"),
            ("-50.4", "-50.40"),
            ("12.4999", "amount.too_fine"),
            ("9.325", "amount.too_fine"),
            ("12.49999999", "12.50"),
            ("12.4999999", "amount.too_fine"),
            ("1000000000000000000000", "amount.too_large"),
        ] {
            let found = money(&Cell::Number(number.into()));
            assert_eq!(
                found.map_or_else(|no| no.code().to_owned(), |fen| fen.to_string()),
                answer,
                "{number}"
            );
        }
        assert!(money(&Cell::Date("46347".into())).is_err());
    }

    #[test]
    fn counts_are_whole() {
        for (text, answer) in [
            ("3", Some(3)),
            ("３次", Some(3)),
            ("-3", Some(-3)),
            ("1,234", Some(1234)),
            ("3.0", Some(3)),
            ("3.5", None),
            ("", None),
            ("¥3", None),
            ("三", None),
        ] {
            assert_eq!(count(&text_cell(text)).ok(), answer, "{text}");
        }
        assert_eq!(count(&Cell::Number("12".into())), Ok(12));
        assert_eq!(count(&Cell::Number("12.25".into())).unwrap_err().code(), "import.count_unreadable");
    }

    #[test]
    fn words_are_known_or_refused() {
        assert_eq!(gender(&text_cell(" 女 ")), Ok(Some(Gender::Female)));
        assert_eq!(gender(&text_cell("Ｍ")), Ok(Some(Gender::Male)));
        assert_eq!(gender(&text_cell("保密")), Ok(None));
        assert_eq!(gender(&text_cell("猫")).unwrap_err().code(), "choice.unknown");
        assert_eq!(yes_no("active", &text_cell("TRUE")), Ok(true));
        assert_eq!(yes_no("active", &text_cell("停用")), Ok(false));
        assert_eq!(yes_no("active", &Cell::Bool(false)), Ok(false));
        assert!(yes_no("active", &text_cell("maybe")).is_err());
        assert_eq!(sort(&text_cell("商品")), Ok(ItemSort::Product));
        assert_eq!(phone(&Cell::Number("13800138000".into())).unwrap(), "13800138000");
        assert_eq!(phone(&text_cell("1.38E+10")).unwrap_err().code(), "phone.scientific");
        assert_eq!(text("name", &text_cell("王\u{fffd}")).unwrap_err().code(), "import.cell_damaged");
        assert_eq!(text("name", &text_cell(" \u{1b}[31m王\t雅琴 ")).unwrap().as_str(), "王 雅琴");
    }
}
