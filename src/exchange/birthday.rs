//! Birthdays: with or without a year, and in the old calendar where the member keeps it.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::Datelike;

use super::dates::{self, DayOrder, DayStyle};
use super::table::Cell;
use crate::ground::{Refused, wide};

/// A birthday as the member told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Birthday {
    /// In the common calendar.
    Solar {
        /// The year, if it is known.
        year: Option<i32>,
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
    /// In the old calendar (农历).
    Lunar {
        /// The year, if it is known.
        year: Option<i32>,
        /// 1 to 12.
        month: u32,
        /// Whether the month is a leap month (闰).
        leap: bool,
        /// 1 to 30.
        day: u32,
    },
}

/// Words that say the old calendar is meant.
const LUNAR_WORDS: [&str; 5] = ["农历", "阴历", "旧历", "古历", "lunar"];
/// Words that say the common one is meant.
const SOLAR_WORDS: [&str; 4] = ["公历", "阳历", "新历", "solar"];

/// Reads a birthday: every form of a day, a day without its year (`11-21`, `11月21日`), and the old calendar
/// (`农历八月十五`, `阴历1985年闰四月初八`, `腊月廿三`, `农历8-15`).
///
/// # Errors
/// [`Refused::DateAmbiguous`] where day and month could be swapped, [`Refused::BirthdayUnreadable`] for anything
/// else that is no birthday.
pub fn read(cell: &Cell, style: DayStyle) -> Result<Birthday, Refused> {
    let raw = cell.raw();
    let bad = || Refused::BirthdayUnreadable { text: raw.chars().take(32).collect() };
    let mut text: String = wide::narrow(&raw).trim().to_lowercase();
    let mut said = |words: &[&str]| {
        let found = words.iter().any(|word| text.contains(word));
        for word in words {
            text = text.replace(word, "");
        }
        found
    };
    let (lunar, solar) = (said(&LUNAR_WORDS), said(&SOLAR_WORDS));
    let body: String = text.chars().filter(|ch| !matches!(ch, '(' | ')' | ' ' | ':')).collect();
    if lunar && solar {
        return Err(bad());
    }
    if let Some(found) = without_year(&body, lunar).or_else(|| month_day(&body, lunar)) {
        return if found.lunar && solar { Err(bad()) } else { found.into_birthday().ok_or_else(bad) };
    }
    if lunar {
        return Err(bad());
    }
    let stripped = Cell::text(text.trim());
    let cell = if solar { &stripped } else { cell };
    match dates::day(cell, style) {
        Ok(day) => Ok(Birthday::Solar { year: Some(day.year()), month: day.month(), day: day.day() }),
        Err(no @ Refused::DateAmbiguous { .. }) => Err(no),
        Err(_) => two_parts(&body, style.order.or(style.short), &raw).unwrap_or_else(|| Err(bad())),
    }
}

/// The order of days without a year that a column of birthdays proves: where other days have the year first, or can
/// only be month and day, `08-09` among them is no riddle. Our own file is such a column.
pub fn proven_order<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Option<DayOrder> {
    let (mut month_first, mut day_first) = (false, false);
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        let text = wide::narrow(text);
        let parts: Vec<u32> = text.trim().split(['-', '/', '.']).map_while(dates::number).collect();
        match parts.as_slice() {
            [year, _, _] => month_first |= *year > 31,
            [first, second] => {
                day_first |= *first > 12;
                month_first |= *second > 12;
            }
            _ => {}
        }
    }
    (month_first && !day_first).then_some(DayOrder::MonthFirst)
}

/// `11-21`: which part is the month must be known, or plain.
fn two_parts(body: &str, order: Option<DayOrder>, raw: &str) -> Option<Result<Birthday, Refused>> {
    let (first, second) = body.split_once(['-', '/', '.'])?;
    let (first, second) = (dates::number(first)?, dates::number(second)?);
    let (month, day) = match order {
        Some(DayOrder::MonthFirst) => (first, second),
        Some(DayOrder::DayFirst) => (second, first),
        None if first > 12 => (second, first),
        None if second > 12 || first == second => (first, second),
        None => return Some(Err(Refused::DateAmbiguous { text: raw.chars().take(32).collect() })),
    };
    Found { year: None, month, leap: false, day, lunar: false }.into_birthday().map(Ok)
}

struct Found {
    year: Option<i32>,
    month: u32,
    leap: bool,
    day: u32,
    lunar: bool,
}

impl Found {
    fn into_birthday(self) -> Option<Birthday> {
        let Self { year, month, leap, day, lunar } = self;
        if lunar {
            let fits = (1..=12).contains(&month) && (1..=30).contains(&day);
            return fits.then_some(Birthday::Lunar { year, month, leap, day });
        }
        // 2000 has a 29 February, as a birthday without a year may.
        dates::calendar(year.unwrap_or(2000), month, day)?;
        Some(Birthday::Solar { year, month, day })
    }
}

/// `0000-08-09`: the year was not told, and which is the month is plain.
fn without_year(body: &str, lunar: bool) -> Option<Found> {
    let (month, day) = body.strip_prefix("0000-")?.split_once('-')?;
    Some(Found { year: None, month: dates::number(month)?, leap: false, day: dates::number(day)?, lunar })
}

/// `1985年八月十五`, `闰四月初八`, `8月15日`, and with the calendar named also `1985-8-15` and `8-15`.
fn month_day(body: &str, lunar: bool) -> Option<Found> {
    let (year, rest) = match body.split_once('年') {
        Some((year, rest)) => (Some(year_of(year)?), rest),
        None => (None, body),
    };
    if let Some((month, day)) = rest.split_once('月') {
        let (leap, month) = match month.strip_prefix('闰') {
            Some(month) => (true, month),
            None => (false, month),
        };
        let month_name = old_month(month);
        let day_name = day.trim_end_matches(['日', '号']);
        let old_style = leap || matches!(month, "正" | "冬" | "腊") || day.starts_with(['初', '廿', '卅']);
        let day = dates::number(day_name).or_else(|| han_number(day_name))?;
        return Some(Found { year, month: month_name?, leap, day, lunar: lunar || old_style });
    }
    if !lunar || year.is_some() {
        return None;
    }
    let parts: Vec<&str> = body.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [year, month, day] => Some(Found {
            year: Some(year_of(year)?),
            month: dates::number(month)?,
            leap: false,
            day: dates::number(day)?,
            lunar,
        }),
        [month, day] => Some(Found {
            year: None,
            month: dates::number(month)?,
            leap: false,
            day: dates::number(day)?,
            lunar,
        }),
        _ => None,
    }
}

fn year_of(text: &str) -> Option<i32> {
    let year = if let Some(year) = dates::number(text) {
        year
    } else {
        let digits: Option<Vec<u32>> = text.chars().map(han_digit).collect();
        digits?.into_iter().try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit))?
    };
    (1900..=2199).contains(&year).then(|| i32::try_from(year).ok())?
}

fn old_month(text: &str) -> Option<u32> {
    match text {
        "正" => Some(1),
        "冬" => Some(11),
        "腊" => Some(12),
        _ => dates::number(text).or_else(|| han_number(text)),
    }
}

/// `八`, `十五`, `二十三`, `初八`, `廿三`, `三十`.
fn han_number(text: &str) -> Option<u32> {
    let text = text.strip_prefix('初').unwrap_or(text);
    let (tens, ones) = if let Some(ones) = text.strip_prefix('廿') {
        (2, ones.strip_prefix('十').unwrap_or(ones))
    } else if let Some(ones) = text.strip_prefix('卅') {
        (3, ones.strip_prefix('十').unwrap_or(ones))
    } else if let Some((tens, ones)) = text.split_once('十') {
        (if tens.is_empty() { 1 } else { one_digit(tens)? }, ones)
    } else {
        return one_digit(text);
    };
    let ones = if ones.is_empty() { 0 } else { one_digit(ones)? };
    tens.checked_mul(10)?.checked_add(ones)
}

fn one_digit(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let digit = han_digit(chars.next()?)?;
    chars.next().is_none().then_some(digit)
}

fn han_digit(ch: char) -> Option<u32> {
    match ch {
        '零' | '〇' | '○' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solar(year: i32, month: u32, day: u32) -> Birthday {
        Birthday::Solar { year: (year != 0).then_some(year), month, day }
    }

    fn lunar(year: i32, month: u32, leap: bool, day: u32) -> Birthday {
        Birthday::Lunar { year: (year != 0).then_some(year), month, leap, day }
    }

    #[test]
    fn birthdays_are_read_in_both_calendars() {
        for (text, birthday) in [
            ("1985-11-21", solar(1985, 11, 21)),
            ("1985年11月21日", solar(1985, 11, 21)),
            ("11-21", solar(0, 11, 21)),
            ("11/21", solar(0, 11, 21)),
            ("21/11", solar(0, 11, 21)),
            ("11月21日", solar(0, 11, 21)),
            ("2月29日", solar(0, 2, 29)),
            ("公历 1985-11-21", solar(1985, 11, 21)),
            ("十一月二十一日", solar(0, 11, 21)),
            ("农历八月十五", lunar(0, 8, false, 15)),
            ("八月十五（农历）", lunar(0, 8, false, 15)),
            ("阴历1985年闰四月初八", lunar(1985, 4, true, 8)),
            ("农历一九八五年正月三十", lunar(1985, 1, false, 30)),
            ("腊月廿三", lunar(0, 12, false, 23)),
            ("冬月初一", lunar(0, 11, false, 1)),
            ("农历8月15日", lunar(0, 8, false, 15)),
            ("农历８－１５", lunar(0, 8, false, 15)),
            ("农历：1985-8-15", lunar(1985, 8, false, 15)),
        ] {
            assert_eq!(read(&Cell::text(text), DayStyle::default()), Ok(birthday), "{text}");
        }
        assert_eq!(read(&Cell::Date("31372".into()), DayStyle::default()), Ok(solar(1985, 11, 21)));
    }

    #[test]
    fn what_is_no_birthday_is_refused() {
        for (text, code) in [
            ("农历", "import.birthday_unreadable"),
            ("农历十三月初一", "import.birthday_unreadable"),
            ("农历八月三十一", "import.birthday_unreadable"),
            ("2月30日", "import.birthday_unreadable"),
            ("巨蟹座", "import.birthday_unreadable"),
            ("公历腊月廿三", "import.birthday_unreadable"),
            ("05-06", "date.ambiguous"),
            ("05/06/1985", "date.ambiguous"),
        ] {
            assert_eq!(read(&Cell::text(text), DayStyle::default()).unwrap_err().code(), code, "{text}");
        }
        let style = DayStyle { order: Some(DayOrder::MonthFirst), ..DayStyle::default() };
        assert_eq!(read(&Cell::text("05-06"), style), Ok(solar(0, 5, 6)));
        for (column, order) in [
            (["1992-12-03", "05-06"], Some(DayOrder::MonthFirst)),
            (["05-06", "12-31"], Some(DayOrder::MonthFirst)),
            (["05-06", "31-12"], None),
            (["05-06", "06-05"], None),
            (["03/12/1992", "05-06"], None),
        ] {
            let cells = column.map(Cell::text);
            assert_eq!(proven_order(&cells), order, "{column:?}");
        }
    }
}
