//! Which panes fit: a width decides once for all screens, so that a resize means the same everywhere.

use ratatui::layout::Rect;

/// How much room a screen has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Under 60 columns or 12 rows: the total due and the entry only.
    Tiny,
    /// 60 to 79 columns: one pane, Tab for the next.
    Narrow,
    /// 80 to 99 columns: as drawn at 80×24.
    Compact,
    /// 100 to 119 columns: as drawn at 100×30.
    Full,
    /// From 120 columns: a third column.
    Wide,
}

impl Room {
    /// The room of an area.
    #[must_use]
    pub fn of(area: Rect) -> Self {
        if area.height < 12 {
            return Self::Tiny;
        }
        match area.width {
            0..=59 => Self::Tiny,
            60..=79 => Self::Narrow,
            80..=99 => Self::Compact,
            100..=119 => Self::Full,
            _ => Self::Wide,
        }
    }

    /// Whether labels are spelt out and columns keep their gaps.
    #[must_use]
    pub fn is_roomy(self) -> bool {
        self >= Self::Full
    }
}

/// Splits an area into columns by shares of its width; the last takes the rest.
#[must_use]
pub fn columns(area: Rect, shares: &[u16]) -> Vec<Rect> {
    let whole: u32 = shares.iter().map(|share| u32::from(*share)).sum();
    let mut x = area.x;
    let mut parts = Vec::with_capacity(shares.len());
    for (place, share) in shares.iter().enumerate() {
        let left = area.right().saturating_sub(x);
        let wanted = (u32::from(area.width) * u32::from(*share)).checked_div(whole).unwrap_or(0);
        let width =
            if place + 1 == shares.len() { left } else { u16::try_from(wanted).unwrap_or(left).min(left) };
        parts.push(Rect::new(x, area.y, width, area.height));
        x += width;
    }
    parts
}

/// Splits an area into rows of fixed heights; `0` takes what the others leave.
#[must_use]
pub fn rows(area: Rect, heights: &[u16]) -> Vec<Rect> {
    let fixed: u16 = heights.iter().fold(0, |sum, height| sum.saturating_add(*height));
    let open = u16::try_from(heights.iter().filter(|height| **height == 0).count()).unwrap_or(1).max(1);
    let each = area.height.saturating_sub(fixed) / open;
    let mut y = area.y;
    let mut parts = Vec::with_capacity(heights.len());
    for height in heights {
        let left = area.bottom().saturating_sub(y);
        let tall = if *height == 0 { each } else { *height }.min(left);
        parts.push(Rect::new(area.x, y, area.width, tall));
        y += tall;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_follows_width_and_height() {
        let table = [
            (140, 40, Room::Wide),
            (120, 40, Room::Wide),
            (119, 30, Room::Full),
            (100, 30, Room::Full),
            (80, 24, Room::Compact),
            (79, 24, Room::Narrow),
            (60, 20, Room::Narrow),
            (59, 20, Room::Tiny),
            (100, 8, Room::Tiny),
        ];
        for (width, height, room) in table {
            assert_eq!(Room::of(Rect::new(0, 0, width, height)), room, "{width}x{height}");
        }
    }

    #[test]
    fn parts_fill_the_area_and_never_leave_it() {
        for width in 0..150 {
            let area = Rect::new(3, 2, width, 20);
            let parts = columns(area, &[63, 37]);
            assert_eq!(parts.iter().map(|part| part.width).sum::<u16>(), width);
            for height in 0..30 {
                let area = Rect::new(3, 2, width, height);
                let parts = rows(area, &[1, 0, 4, 2]);
                assert!(parts.iter().all(|part| part.bottom() <= area.bottom()));
            }
        }
        assert_eq!(rows(Rect::new(0, 0, 9, 20), &[1, 0, 4])[1], Rect::new(0, 1, 9, 15));
    }
}
