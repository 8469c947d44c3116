//! Days as every program writes them; where day and month could be swapped the answer is no, not a guess.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::{Days, NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::table::Cell;
use crate::ground::{Refused, wide};

/// Which part of `03/04/2018` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayOrder {
    /// mm/dd/yyyy
    MonthFirst,
    /// dd/mm/yyyy
    DayFirst,
}

impl DayOrder {
    /// The order of that name: `mdy` or `dmy`.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for another name.
    pub fn named(name: &str) -> Result<Self, Refused> {
        match name.trim() {
            "mdy" => Ok(Self::MonthFirst),
            "dmy" => Ok(Self::DayFirst),
            other => Err(Refused::ChoiceUnknown {
                field: "day_order".into(),
                value: other.chars().take(32).collect(),
                known: "mdy, dmy".into(),
            }),
        }
    }
}

/// How the days of one column are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayStyle {
    /// The order that was stated, or that the column proves.
    pub order: Option<DayOrder>,
    /// Whether serials count from 1904-01-01.
    pub from_1904: bool,
    /// The order of a day without its year, where the column proves it.
    pub short: Option<DayOrder>,
}

/// The earliest and the latest year that a day may have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// The last serial that a spreadsheet knows: 9999-12-31.
const SERIAL_MAX: u64 = 2_958_465;
/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// The order that a column as a whole proves: some value has a part above 12, and no other value says otherwise.
pub fn proven_order<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Option<DayOrder> {
    let (mut month_first, mut day_first) = (false, false);
    for cell in cells {
        if let Cell::Text(text) = cell
            && let Some((first, second, _)) = swappable(date_part(&wide::narrow(text)).0)
        {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
    }
    match (month_first, day_first) {
        (true, false) => Some(DayOrder::MonthFirst),
        (false, true) => Some(DayOrder::DayFirst),
        (true, true) | (false, false) => None,
    }
}

/// Reads a day, and the time of day if there is one.
///
/// Serials follow the 1900 system with its day 60, 1900-02-29, that never was (ECMA-376 part 1, § 18.17.4.1), or
/// the 1904 system. Digits alone are `yyyymmdd` or, where there are five, a serial.
///
/// # Errors
/// [`Refused::DateAmbiguous`] where day and month could be swapped and no order is known;
/// [`Refused::DateUnreadable`] for anything else that is no day.
pub fn day_time(cell: &Cell, style: DayStyle) -> Result<(NaiveDate, Option<NaiveTime>), Refused> {
    let raw = cell.raw();
    let bad = || Refused::DateUnreadable { text: raw.chars().take(32).collect() };
    match cell {
        Cell::Date(serial) => from_serial(serial, style.from_1904).ok_or_else(bad),
        Cell::Number(number) => match compact(number) {
            Some(day) => Ok((day, None)),
            None => from_serial(number, style.from_1904).ok_or_else(bad),
        },
        Cell::Text(text) => from_text(text, style),
        Cell::Empty | Cell::Bool(_) => Err(bad()),
    }
}

/// As [`day_time`], without the time.
///
/// # Errors
/// As [`day_time`].
pub fn day(cell: &Cell, style: DayStyle) -> Result<NaiveDate, Refused> {
    day_time(cell, style).map(|(day, _)| day)
}

/// The value as the file has it, a sheet's day as ISO: its serial would tell a person nothing.
#[must_use]
pub fn shown(cell: &Cell, from_1904: bool) -> String {
    match (cell, day_time(cell, DayStyle { from_1904, ..DayStyle::default() })) {
        (Cell::Date(_), Ok((day, None))) => day.to_string(),
        (Cell::Date(_), Ok((day, Some(time)))) => format!("{day} {time}"),
        _ => cell.raw().into_owned(),
    }
}

fn from_text(text: &str, style: DayStyle) -> Result<(NaiveDate, Option<NaiveTime>), Refused> {
    let shown = || text.chars().take(32).collect::<String>();
    let bad = || Refused::DateUnreadable { text: shown() };
    let narrow = wide::narrow(text);
    let (date, time) = date_part(&narrow);
    let time = if time.is_empty() { None } else { Some(clock(time).ok_or_else(bad)?) };
    if let Some(day) = compact(date) {
        return Ok((day, time));
    }
    if date.len() == 5
        && time.is_none()
        && let Some(found) = from_serial(date, style.from_1904)
    {
        return Ok(found);
    }
    if let Some((year, month, day)) = year_first(date) {
        return Ok((calendar(year, month, day).ok_or_else(bad)?, time));
    }
    let (first, second, year) = swappable(date).ok_or_else(bad)?;
    let (month, day) = match style.order {
        Some(DayOrder::MonthFirst) => (first, second),
        Some(DayOrder::DayFirst) => (second, first),
        None if first > 12 => (second, first),
        None if second > 12 || first == second => (first, second),
        None => return Err(Refused::DateAmbiguous { text: shown() }),
    };
    Ok((calendar(year, month, day).ok_or_else(bad)?, time))
}

/// The day of a serial; its fraction, where there is one, is the time to the second.
fn from_serial(serial: &str, from_1904: bool) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let exact: Decimal = serial.parse().ok()?;
    let whole = exact.floor();
    let seconds = exact.checked_sub(whole)?.checked_mul(Decimal::from(DAY_SECONDS))?.round().to_i64()?;
    // A fraction that rounds to midnight belongs to the next day.
    let days = whole.to_u64()?.checked_add(u64::from(seconds >= DAY_SECONDS))?;
    let time = match seconds.checked_rem(DAY_SECONDS)? {
        0 => None,
        some => NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(some).ok()?, 0),
    };
    let (epoch, since) = match (from_1904, days) {
        (_, SERIAL_MAX..) | (false, 0 | 60) => return None,
        (true, days) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        (false, days) if days < 60 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        (false, days) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
    };
    let day = epoch.checked_add_days(Days::new(since))?;
    in_range(day).map(|day| (day, time))
}

/// Splits what is the date from what is the time of day: at a space, a `T`, or behind `日` or `号`.
fn date_part(narrow: &str) -> (&str, &str) {
    let text = narrow.trim();
    let cut = text.char_indices().find_map(|(at, ch)| match ch {
        '日' | '号' => Some((at.saturating_add(ch.len_utf8()), 0)),
        ' ' => Some((at, 1)),
        'T' | 't' if text.get(..at).is_some_and(|date| date.ends_with(|c: char| c.is_ascii_digit())) => {
            Some((at, 1))
        }
        _ => None,
    });
    let Some((at, skip)) = cut else { return (text, "") };
    let rest = text.get(at.saturating_add(skip)..).unwrap_or("");
    (text.get(..at).unwrap_or(text), rest.trim())
}

/// `20261121`.
fn compact(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    calendar(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)
}

/// `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日`.
fn year_first(date: &str) -> Option<(i32, u32, u32)> {
    let date = date.strip_suffix(['日', '号']).unwrap_or(date);
    let mut parts = date.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = year.len() == 4 && parts.next().is_none();
    let numbers = (number(year)?, number(month)?, number(day)?);
    if fits { Some((i32::try_from(numbers.0).ok()?, numbers.1, numbers.2)) } else { None }
}

/// `03/04/2018`: the first part, the second part, the year.
fn swappable(date: &str) -> Option<(u32, u32, i32)> {
    let mut parts = date.split(['-', '/', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Some((number(first)?, number(second)?, i32::try_from(number(year)?).ok()?))
}

/// One to four digits, and nothing else.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let fits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Reads `14:32`, `14:32:05.000`, `3:50:00 PM`, `下午3:50`, `14时32分`; a zone behind it is not read.
///
/// Answers `None` for anything else.
#[must_use]
pub fn clock(text: &str) -> Option<NaiveTime> {
    let lower = wide::narrow(text).to_lowercase();
    let text = lower.trim();
    let after = |word: &str| text.strip_suffix(word).or_else(|| text.strip_prefix(word)).map(str::trim);
    let (body, half) = if let Some(body) = after("pm").or_else(|| after("下午")).or_else(|| after("晚上"))
    {
        (body, Some(12))
    } else if let Some(body) = after("am").or_else(|| after("上午")).or_else(|| after("早上")) {
        (body, Some(0))
    } else {
        (text, None)
    };
    let body = body.trim_end_matches('秒').trim_end_matches('分');
    let mut parts = body.split([':', '时', '点', '分']);
    let hour = number(parts.next()?)?;
    let minute = parts.next().map_or(Some(0), |part| if part.is_empty() { Some(0) } else { number(part) })?;
    let second =
        parts.next().map_or(Some(0), |part| number(part.split_once('.').map_or(part, |(s, _)| s)))?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour.checked_rem(12)?.checked_add(half)?,
        // `下午15:30` is said, too.
        Some(12) if hour < 24 => hour,
        Some(_) => return None,
        None => hour,
    };
    if parts.next().is_some() || (body == text && !body.contains([':', '时', '点'])) {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The time of day of a cell of its own: a text as [`clock`] reads it, or the fraction of a sheet's day.
///
/// # Errors
/// [`Refused::DateUnreadable`] for anything else.
pub fn time_of_day(cell: &Cell) -> Result<NaiveTime, Refused> {
    let raw = cell.raw();
    let found = match cell {
        Cell::Text(text) => clock(text),
        Cell::Date(serial) | Cell::Number(serial) => fraction(serial),
        Cell::Empty | Cell::Bool(_) => None,
    };
    found.ok_or_else(|| Refused::DateUnreadable { text: raw.chars().take(32).collect() })
}

fn fraction(serial: &str) -> Option<NaiveTime> {
    let exact: Decimal = serial.parse().ok()?;
    let part = exact.checked_sub(exact.floor())?;
    let seconds = part.checked_mul(Decimal::from(DAY_SECONDS))?.round().to_u32()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
}

pub(super) fn calendar(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).and_then(in_range)
}

fn in_range(day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    YEARS.contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &Cell, style: DayStyle) -> String {
        match day_time(cell, style) {
            Ok((day, None)) => day.to_string(),
            Ok((day, Some(time))) => format!("{day} {time}"),
            Err(no) => no.code().to_owned(),
        }
    }

    #[test]
    fn days_are_read_as_programs_write_them() {
        for (text, day) in [
            ("2026-11-21", "2026-11-21"),
            ("2026/11/21", "2026-11-21"),
            ("2026/1/2", "2026-01-02"),
            ("2026.11.21", "2026-11-21"),
            ("20261121", "2026-11-21"),
            ("2026年11月21日", "2026-11-21"),
            ("２０２６－１１－２１", "2026-11-21"),
            ("２０２６年１１月２１号", "2026-11-21"),
            (" 2026-11-21 14:32 ", "2026-11-21 14:32:00"),
            ("2026-11-21T14:32:05.123", "2026-11-21 14:32:05"),
            ("2026年11月21日 下午3:50", "2026-11-21 15:50:00"),
            ("2026年11月21日14时32分", "2026-11-21 14:32:00"),
            ("11/21/2026 3:50:00 PM", "2026-11-21 15:50:00"),
            ("2026-11-21 00:00:00", "2026-11-21 00:00:00"),
            ("46347", "2026-11-21"),
            ("21/11/2026", "2026-11-21"),
            ("05/05/2018", "2018-05-05"),
            ("03/04/2018", "date.ambiguous"),
            ("03-04-2018", "date.ambiguous"),
            ("13/13/2018", "date.unreadable"),
            ("2026-02-29", "date.unreadable"),
            ("21/11/26", "date.unreadable"),
            ("1826-11-21", "date.unreadable"),
            ("2026-11", "date.unreadable"),
            ("2026-11-21 25:00", "date.unreadable"),
            ("2026-11-21 noon", "date.unreadable"),
            ("yesterday", "date.unreadable"),
            ("", "date.unreadable"),
        ] {
            assert_eq!(read(&Cell::text(text), DayStyle::default()), day, "{text:?}");
        }
    }

    #[test]
    fn serials_know_the_day_that_never_was_and_the_year_1904() {
        let since_1904 = DayStyle { from_1904: true, ..DayStyle::default() };
        for (serial, style, day) in [
            ("1", DayStyle::default(), "1900-01-01"),
            ("59", DayStyle::default(), "1900-02-28"),
            ("60", DayStyle::default(), "date.unreadable"),
            ("61", DayStyle::default(), "1900-03-01"),
            ("46347", DayStyle::default(), "2026-11-21"),
            ("46347.5", DayStyle::default(), "2026-11-21 12:00:00"),
            ("46347.99999999", DayStyle::default(), "2026-11-22"),
            ("0", DayStyle::default(), "date.unreadable"),
            ("-1", DayStyle::default(), "date.unreadable"),
            ("99999999999", DayStyle::default(), "date.unreadable"),
            ("44885", since_1904, "2026-11-21"),
            ("0", since_1904, "1904-01-01"),
        ] {
            assert_eq!(read(&Cell::Date(serial.into()), style), day, "{serial}");
            assert_eq!(read(&Cell::Number(serial.into()), style), day, "{serial}");
        }
        assert_eq!(read(&Cell::Number("20261121".into()), since_1904), "2026-11-21");
        assert_eq!(shown(&Cell::Date("46347.5".into()), false), "2026-11-21 12:00:00");
        assert_eq!(shown(&Cell::Date("60".into()), false), "60");
    }

    #[test]
    fn a_column_proves_its_order_or_does_not() {
        let column = |texts: &[&str]| texts.iter().map(|text| Cell::text(text)).collect::<Vec<_>>();
        for (texts, order) in [
            (&["03/04/2018", "03/15/2018"][..], Some(DayOrder::MonthFirst)),
            (&["03/04/2018", "15/03/2018"], Some(DayOrder::DayFirst)),
            (&["03/15/2018", "15/03/2018"], None),
            (&["03/04/2018", "2018-03-15"], None),
        ] {
            assert_eq!(proven_order(&column(texts)), order, "{texts:?}");
        }
        let style = |order| DayStyle { order: Some(order), ..DayStyle::default() };
        let cell = Cell::text("03/04/2018");
        assert_eq!(read(&cell, style(DayOrder::MonthFirst)), "2018-03-04");
        assert_eq!(read(&cell, style(DayOrder::DayFirst)), "2018-04-03");
        assert_eq!(read(&Cell::text("15/03/2018"), style(DayOrder::MonthFirst)), "date.unreadable");
        assert_eq!(DayOrder::named("mdy"), Ok(DayOrder::MonthFirst));
        assert!(DayOrder::named("ymd").is_err());
    }

    #[test]
    fn times_are_read_as_clocks_show_them() {
        for (text, time) in [
            ("3:50:00 PM", Some((15, 50))),
            ("12:00:00 AM", Some((0, 0))),
            ("12:20 pm", Some((12, 20))),
            ("１４：３２", Some((14, 32))),
            ("下午15:30", Some((15, 30))),
            ("9点", Some((9, 0))),
            ("950", None),
            ("13:00 am", None),
            ("24:00", None),
        ] {
            let wanted = time.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
            assert_eq!(clock(text), wanted, "{text}");
        }
        assert_eq!(
            time_of_day(&Cell::Date("0.5".into())).unwrap(),
            NaiveTime::from_hms_opt(12, 0, 0).unwrap()
        );
        assert_eq!(time_of_day(&Cell::text("soon")).unwrap_err().code(), "date.unreadable");
    }
}
