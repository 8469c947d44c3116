//! The business day (营业日): a sale at half past one in the night belongs to the evening before.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, TimeZone, Utc};

use serde::{Deserialize, Serialize};

use super::refusal::Refused;

/// A day after every other: whoever asks for what begins by it is told the newest, also what begins later.
pub const LAST: &str = "2099-12-31";

/// A moment in UTC milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// Where the shop stands in time: its offset from UTC and the hour at which a new business day begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    offset: FixedOffset,
    cut_off_hour: u32,
}

impl Default for Zone {
    /// Asia/Shanghai (UTC+8, no summer time since 1991), days begin at 04:00.
    fn default() -> Self {
        Self { offset: FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| Utc.fix_zero()), cut_off_hour: 4 }
    }
}

/// A zero offset for the fallback that cannot be reached: eight hours is always a valid offset.
trait FixZero {
    fn fix_zero(&self) -> FixedOffset;
}

impl FixZero for Utc {
    fn fix_zero(&self) -> FixedOffset {
        use chrono::Offset;
        Utc.fix()
    }
}

impl Zone {
    /// A zone `minutes` east of UTC whose days begin at `cut_off_hour`.
    ///
    /// # Errors
    /// [`Refused::SettingInvalid`] for an offset of a day or more, or an hour that is not 0…12.
    pub fn new(minutes: i32, cut_off_hour: u32) -> Result<Self, Refused> {
        let offset = minutes.checked_mul(60).and_then(FixedOffset::east_opt).ok_or_else(|| {
            Refused::SettingInvalid { name: "utc_offset_minutes".into(), value: minutes.to_string() }
        })?;
        if cut_off_hour > 12 {
            return Err(Refused::SettingInvalid {
                name: "cut_off_hour".into(),
                value: cut_off_hour.to_string(),
            });
        }
        Ok(Self { offset, cut_off_hour })
    }

    /// The local wall time of a moment.
    #[must_use]
    pub fn local(&self, at: Instant) -> DateTime<FixedOffset> {
        DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&self.offset)
    }

    /// The business day that a moment belongs to.
    #[must_use]
    pub fn business_day(&self, at: Instant) -> NaiveDate {
        (self.local(at) - Duration::hours(i64::from(self.cut_off_hour))).date_naive()
    }

    /// The moment at which the local clock shows this day and time.
    #[must_use]
    pub fn moment(&self, day: NaiveDate, hour: u32, minute: u32) -> Instant {
        day.and_hms_opt(hour, minute, 0)
            .and_then(|local| self.offset.from_local_datetime(&local).single())
            .map_or(Instant(0), |at| Instant(at.timestamp_millis()))
    }

    /// `2026-11-21 14:32` in local time.
    #[must_use]
    pub fn stamp(&self, at: Instant) -> String {
        self.local(at).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The minute of the local clock's day, 0 to 1439.
    #[must_use]
    pub fn minute(&self, at: Instant) -> u32 {
        let local = self.local(at);
        chrono::Timelike::hour(&local) * 60 + chrono::Timelike::minute(&local)
    }

    /// `14:32` in local time.
    #[must_use]
    pub fn hour_minute(&self, at: Instant) -> String {
        self.local(at).format("%H:%M").to_string()
    }
}

/// Reads a day as ISO `2026-11-21`.
///
/// # Errors
/// [`Refused::DateUnreadable`] for anything else.
pub fn iso(text: &str) -> Result<NaiveDate, Refused> {
    let bad = || Refused::DateUnreadable { text: text.chars().take(32).collect() };
    // Days are compared as text in the file: only ten characters of a year between 1900 and 2999 order rightly.
    let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| bad())?;
    if shape && (1900..=2999).contains(&chrono::Datelike::year(&day)) { Ok(day) } else { Err(bad()) }
}

/// Two days in their order, as the file keeps them.
///
/// # Errors
/// [`Refused::DateUnreadable`], [`Refused::DateOrder`].
pub fn span(from: &str, to: &str) -> Result<(String, String), Refused> {
    let (from, to) = (iso(from)?.to_string(), iso(to)?.to_string());
    if from > to { Err(Refused::DateOrder { from, to }) } else { Ok((from, to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_hours_belong_to_the_evening_before() {
        let zone = Zone::default();
        let day = iso("2026-11-21").unwrap();
        for (hour, minute, expected) in
            [(3, 59, "2026-11-20"), (4, 0, "2026-11-21"), (23, 59, "2026-11-21"), (0, 30, "2026-11-20")]
        {
            let at = zone.moment(day, hour, minute);
            assert_eq!(zone.business_day(at).to_string(), expected, "{hour}:{minute}");
            assert_eq!(zone.hour_minute(at), format!("{hour:02}:{minute:02}"));
        }
    }
}
