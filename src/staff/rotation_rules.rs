//! The rotation queue (轮牌), pure: who is next, worked out from what happened today.
//!
//! A turn that the queue gave sends a person to its end; a customer who asked for them does not (点客不占轮). Whoever is
//! busy keeps their place and is passed over until free. Skipping (过牌) gives the turn away. A sale that was taken back
//! never happened to the queue.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

/// What happened to the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Joined at its end.
    Join,
    /// Left it.
    Leave,
    /// Passed the turn on.
    Skip,
    /// Began to serve.
    Busy,
    /// Is free again.
    Free,
    /// Served somebody whom the queue gave.
    Turn,
    /// Served somebody who had asked for them.
    Requested,
    /// The bill was taken back: its turns never were.
    Back,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Join,
        Self::Leave,
        Self::Skip,
        Self::Busy,
        Self::Free,
        Self::Turn,
        Self::Requested,
        Self::Back,
    ];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Skip => "skip",
            Self::Busy => "busy",
            Self::Free => "free",
            Self::Turn => "turn",
            Self::Requested => "requested",
            Self::Back => "back",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An event, in the order of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Whose, by row id.
    pub staff: i64,
    /// What.
    pub kind: Kind,
    /// The bill of a turn, by row id.
    pub bill: Option<i64>,
}

/// A place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whose, by row id.
    pub staff: i64,
    /// Whether they are serving.
    pub busy: bool,
    /// Customers whom the queue gave today.
    pub turns: u32,
    /// Customers who had asked for them today.
    pub requested: u32,
    /// Turns that were passed on.
    pub skips: u32,
}

/// The queue after these events, the next person first.
#[must_use]
pub fn queue(events: &[Event]) -> Vec<Place> {
    let gone: Vec<i64> = events.iter().filter(|e| e.kind == Kind::Back).filter_map(|e| e.bill).collect();
    let mut queue: Vec<Place> = Vec::new();
    for event in events {
        if event.bill.is_some_and(|bill| gone.contains(&bill)) {
            continue;
        }
        let place = queue.iter().position(|place| place.staff == event.staff);
        match (event.kind, place) {
            (Kind::Join, None) => {
                queue.push(Place { staff: event.staff, busy: false, turns: 0, requested: 0, skips: 0 });
            }
            (Kind::Leave, Some(place)) => {
                queue.remove(place);
            }
            (Kind::Skip, Some(place)) => {
                to_end(&mut queue, place, |it| it.skips = it.skips.saturating_add(1));
            }
            (Kind::Turn, Some(place)) => to_end(&mut queue, place, |it| {
                it.turns = it.turns.saturating_add(1);
                it.busy = false;
            }),
            (Kind::Busy | Kind::Free | Kind::Requested, Some(place)) => {
                if let Some(it) = queue.get_mut(place) {
                    it.busy = event.kind == Kind::Busy;
                    if event.kind == Kind::Requested {
                        it.requested = it.requested.saturating_add(1);
                    }
                }
            }
            (Kind::Join | Kind::Back, Some(_)) | (_, None) => {}
        }
    }
    queue
}

fn to_end(queue: &mut Vec<Place>, place: usize, change: impl FnOnce(&mut Place)) {
    let mut it = queue.remove(place);
    change(&mut it);
    queue.push(it);
}

/// Who is next: the first who is not serving.
#[must_use]
pub fn next(queue: &[Place]) -> Option<i64> {
    queue.iter().find(|place| !place.busy).map(|place| place.staff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(script: &str) -> Vec<Event> {
        // `2+` joins, `2-` leaves, `2s` skips, `2b` busy, `2f` free, `2t` a turn, `2r` requested, `2x` takes back bill 2.
        script
            .split_whitespace()
            .map(|word| {
                let (staff, sign) = word.split_at(word.len().saturating_sub(1));
                let staff: i64 = staff.parse().unwrap();
                let kind = match sign {
                    "+" => Kind::Join,
                    "-" => Kind::Leave,
                    "s" => Kind::Skip,
                    "b" => Kind::Busy,
                    "f" => Kind::Free,
                    "t" => Kind::Turn,
                    "r" => Kind::Requested,
                    _ => Kind::Back,
                };
                let bill = matches!(kind, Kind::Turn | Kind::Requested | Kind::Back).then_some(staff);
                Event { staff, kind, bill }
            })
            .collect()
    }

    #[test]
    fn the_queue_gives_each_their_turn() {
        for (script, order, who) in [
            ("", vec![], None),
            ("2+ 5+ 8+", vec![2, 5, 8], Some(2)),
            ("2+ 5+ 8+ 2t", vec![5, 8, 2], Some(5)),
            // Asked for: the place stays.
            ("2+ 5+ 8+ 2r", vec![2, 5, 8], Some(2)),
            ("2+ 5+ 8+ 5r 2t", vec![5, 8, 2], Some(5)),
            // Serving: passed over, and first again when free.
            ("2+ 5+ 8+ 2b", vec![2, 5, 8], Some(5)),
            ("2+ 5+ 8+ 2b 5t 2f", vec![2, 8, 5], Some(2)),
            ("2+ 5+ 8+ 2s", vec![5, 8, 2], Some(5)),
            ("2+ 5+ 8+ 5-", vec![2, 8], Some(2)),
            ("2+ 2+ 9t 5f", vec![2], Some(2)),
            ("2+ 5+ 2b 5b", vec![2, 5], None),
            // The sale was taken back: the turn never was.
            ("2+ 5+ 8+ 2t 5t 2x", vec![2, 8, 5], Some(2)),
        ] {
            let queue = queue(&events(script));
            let staff: Vec<i64> = queue.iter().map(|place| place.staff).collect();
            assert_eq!((staff, next(&queue)), (order, who), "{script}");
        }
        let counted = queue(&events("2+ 5+ 2t 2r 2s 2t"));
        let two = counted.iter().find(|place| place.staff == 2).unwrap();
        assert_eq!((two.turns, two.requested, two.skips), (2, 1, 1));
    }
}
