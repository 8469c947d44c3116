//! Which signs this terminal draws in one cell, because in a Chinese console `─` takes two and tears every frame.
//!
//! Three tiers: **rich** draws boxes and blocks, **safe** only signs that measured one cell everywhere, **ascii**
//! nothing but ASCII (and hanzi, which are the text itself). The tier is measured at the start ([`super::probe`]),
//! and the setting `MEIGUI_GLYPHS=rich|safe|ascii` or the configuration overrules it.

/// How much the terminal can draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// ASCII and hanzi only.
    Ascii,
    /// Signs that are one cell wide on every console measured.
    Safe,
    /// Box drawing and blocks too.
    Rich,
}

impl Tier {
    /// Reads `rich`, `safe` or `ascii`, as the environment and the configuration write them.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "rich" => Some(Self::Rich),
            "safe" => Some(Self::Safe),
            "ascii" => Some(Self::Ascii),
            _ => None,
        }
    }

    /// The signs of this tier.
    #[must_use]
    pub fn glyphs(self) -> &'static Glyphs {
        match self {
            Self::Rich => &RICH,
            Self::Safe => &SAFE,
            Self::Ascii => &ASCII,
        }
    }
}

/// What a chart is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Two values a cell, four steps each.
    Braille,
    /// One value a cell, eight steps.
    Block,
    /// One value a cell, eight steps of ASCII.
    Ascii,
}

/// The signs of a tier; every one of them is one cell wide there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyphs {
    /// The tier they belong to.
    pub tier: Tier,
    /// Horizontal line.
    pub horizontal: char,
    /// Vertical line.
    pub vertical: char,
    /// Corners: top left, top right, bottom left, bottom right.
    pub corners: [char; 4],
    /// The mark of the selected row, and of "becomes".
    pub point: char,
    /// Up and down marks of a change.
    pub rise: char,
    /// See `rise`.
    pub fall: char,
    /// Yes.
    pub tick: char,
    /// No.
    pub cross: char,
    /// Full and empty part of a bar.
    pub full: char,
    /// See `full`.
    pub hollow: char,
    /// The scroll bar's thumb and track.
    pub thumb: char,
    /// See `thumb`.
    pub track: char,
    /// What charts are made of.
    pub ink: Ink,
}

const RICH: Glyphs = Glyphs {
    tier: Tier::Rich,
    horizontal: '─',
    vertical: '│',
    corners: ['┌', '┐', '└', '┘'],
    point: '▸',
    rise: '▴',
    fall: '▾',
    tick: '✓',
    cross: '✗',
    full: '█',
    hollow: '░',
    thumb: '█',
    track: '│',
    ink: Ink::Braille,
};

const SAFE: Glyphs = Glyphs {
    tier: Tier::Safe,
    horizontal: '-',
    vertical: '|',
    corners: ['+', '+', '+', '+'],
    full: '▪',
    thumb: '▪',
    track: '|',
    ..RICH
};

const ASCII: Glyphs = Glyphs {
    tier: Tier::Ascii,
    point: '>',
    rise: '^',
    fall: 'v',
    tick: '+',
    cross: 'x',
    full: '#',
    hollow: '.',
    thumb: '#',
    ink: Ink::Ascii,
    ..SAFE
};

/// Rich and safe signs for a terminal that draws braille in two cells.
const RICH_IN_BLOCKS: Glyphs = Glyphs { ink: Ink::Block, ..RICH };
const SAFE_IN_ASCII: Glyphs = Glyphs { ink: Ink::Ascii, ..SAFE };

/// The sign that stands for all braille.
const BRAILLE: char = '⣿';

/// The glyphs measured at the start, each with the width it must have and the tier that needs it.
pub const PROBES: [(char, u16, Tier); 12] = [
    ('中', 2, Tier::Safe),
    ('▸', 1, Tier::Safe),
    ('✓', 1, Tier::Safe),
    ('▪', 1, Tier::Safe),
    ('░', 1, Tier::Safe),
    ('¥', 1, Tier::Safe),
    (BRAILLE, 1, Tier::Safe),
    ('─', 1, Tier::Rich),
    ('│', 1, Tier::Rich),
    ('┌', 1, Tier::Rich),
    ('█', 1, Tier::Rich),
    ('▁', 1, Tier::Rich),
];

/// What is known about the terminal before a tier is chosen.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    /// `MEIGUI_GLYPHS`, or the configuration where the variable is not set.
    pub wish: Option<&'a str>,
    /// `TERM`.
    pub term: Option<&'a str>,
    /// The widths measured, one for each of [`PROBES`]; `None` where the terminal did not answer.
    pub widths: Option<Vec<u16>>,
}

/// The signs: those of the tier, with charts in what the terminal draws in one cell.
#[must_use]
pub fn choose(known: &Known<'_>) -> &'static Glyphs {
    let tier = decide(known);
    let widths = known.widths.as_deref().unwrap_or_default();
    let wide = PROBES.iter().zip(widths).any(|((sign, ..), width)| *sign == BRAILLE && *width != 1);
    match (tier, wide) {
        (Tier::Rich, true) => &RICH_IN_BLOCKS,
        (Tier::Safe, true) => &SAFE_IN_ASCII,
        (Tier::Rich | Tier::Safe | Tier::Ascii, _) => tier.glyphs(),
    }
}

/// Whether a terminal may be asked at all: a dumb one would print the question.
#[must_use]
pub fn may_ask(wish: Option<&str>, term: Option<&str>) -> bool {
    wish.and_then(Tier::from_name).is_none() && !is_dumb(term)
}

fn is_dumb(term: Option<&str>) -> bool {
    matches!(term, Some("dumb" | ""))
}

/// The tier: a wish first, then ASCII for a dumb terminal, then what was measured; silence means safe.
#[must_use]
pub fn decide(known: &Known<'_>) -> Tier {
    if let Some(tier) = known.wish.and_then(Tier::from_name) {
        return tier;
    }
    if is_dumb(known.term) {
        return Tier::Ascii;
    }
    let Some(widths) = known.widths.as_deref().filter(|widths| widths.len() == PROBES.len()) else {
        return Tier::Safe;
    };
    let fits = |tier: Tier| {
        PROBES
            .iter()
            .zip(widths)
            .all(|((sign, expected, needs), width)| *needs > tier || *sign == BRAILLE || width == expected)
    };
    if fits(Tier::Rich) {
        Tier::Rich
    } else if fits(Tier::Safe) {
        Tier::Safe
    } else {
        Tier::Ascii
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::*;

    fn widths(change: &[(char, u16)]) -> Vec<u16> {
        PROBES
            .iter()
            .map(|(glyph, width, _)| {
                change.iter().find(|(changed, _)| changed == glyph).map_or(*width, |(_, width)| *width)
            })
            .collect()
    }

    #[test]
    fn the_tier_follows_wish_then_terminal_then_measure() {
        let modern = Some(widths(&[]));
        let cp936 = Some(widths(&[('─', 2), ('│', 2), ('┌', 2), ('█', 2), ('▁', 2)]));
        let no_braille = Some(widths(&[('⣿', 2)]));
        let not_unicode = Some(widths(&[('中', 3), ('▸', 3)]));
        let table = [
            (None, Some("xterm-256color"), modern.clone(), Tier::Rich),
            (None, None, cp936.clone(), Tier::Safe),
            (None, Some("xterm"), Some(widths(&[('▁', 2)])), Tier::Safe),
            (None, Some("xterm"), no_braille, Tier::Rich),
            (None, Some("xterm"), not_unicode, Tier::Ascii),
            (None, Some("xterm"), None, Tier::Safe),
            (None, Some("xterm"), Some(vec![1, 1]), Tier::Safe),
            (None, Some("dumb"), modern.clone(), Tier::Ascii),
            (Some("ascii"), Some("xterm"), modern.clone(), Tier::Ascii),
            (Some("Rich"), Some("dumb"), None, Tier::Rich),
            (Some("pretty"), Some("xterm"), modern, Tier::Rich),
        ];
        for (wish, term, widths, tier) in table {
            let known = Known { wish, term, widths };
            assert_eq!(decide(&known), tier, "{known:?}");
        }
    }

    #[test]
    fn wide_braille_costs_the_braille_only() {
        let ink = |change: &[(char, u16)]| {
            choose(&Known { wish: None, term: Some("xterm"), widths: Some(widths(change)) }).ink
        };
        assert_eq!(ink(&[]), Ink::Braille);
        assert_eq!(ink(&[('⣿', 2)]), Ink::Block);
        assert_eq!(ink(&[('⣿', 2), ('─', 2)]), Ink::Ascii);
        assert_eq!(ink(&[('─', 2)]), Ink::Braille);
    }

    #[test]
    fn a_dumb_terminal_is_never_asked() {
        for (wish, term, asked) in [
            (None, Some("dumb"), false),
            (None, Some(""), false),
            (None, Some("xterm"), true),
            (None, None, true),
            (Some("safe"), Some("xterm"), false),
            (Some("nonsense"), Some("xterm"), true),
        ] {
            assert_eq!(may_ask(wish, term), asked, "{wish:?} {term:?}");
        }
    }

    #[test]
    fn every_sign_of_a_tier_is_one_cell_wide_and_no_more_than_the_tier_allows() {
        for tier in [Tier::Rich, Tier::Safe, Tier::Ascii] {
            let glyphs = tier.glyphs();
            let mut signs = vec![
                glyphs.horizontal,
                glyphs.vertical,
                glyphs.point,
                glyphs.rise,
                glyphs.fall,
                glyphs.tick,
                glyphs.cross,
                glyphs.full,
                glyphs.hollow,
                glyphs.thumb,
                glyphs.track,
            ];
            signs.extend(glyphs.corners);
            for sign in signs {
                assert_eq!(sign.width(), Some(1), "{sign}");
                let allowed = match tier {
                    Tier::Rich => true,
                    Tier::Safe => sign.is_ascii() || "▸▾▴✓✗▪░".contains(sign),
                    Tier::Ascii => sign.is_ascii(),
                };
                assert!(allowed, "{sign} in {tier:?}");
            }
        }
    }
}
