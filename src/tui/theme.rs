//! Colour by meaning: screens name a role, and here it becomes what the terminal can show, down to no colour.
//!
//! The palette is "rouge". Meaning never rests on colour alone: every role that judges comes with a sign, and
//! without colour the roles keep bold and reversed.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Values.
    Text,
    /// Labels and units.
    Muted,
    /// Frames.
    Border,
    /// Titles of panels.
    Title,
    /// Focus and the active tab.
    Brand,
    /// The one figure that matters on a screen.
    Money,
    /// Good, with a tick.
    Ok,
    /// Look here, with `!`.
    Warn,
    /// Wrong, with a cross.
    Bad,
    /// For your information, with `i`.
    Info,
    /// The selected row.
    Selected,
    /// The cap of a key in the footer.
    Key,
    /// Better than before.
    Rise,
    /// Worse than before.
    Fall,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 14] = [
        Self::Text,
        Self::Muted,
        Self::Border,
        Self::Title,
        Self::Brand,
        Self::Money,
        Self::Ok,
        Self::Warn,
        Self::Bad,
        Self::Info,
        Self::Selected,
        Self::Key,
        Self::Rise,
        Self::Fall,
    ];
}

/// The palettes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Rouge on a dark ground.
    Dark,
    /// Rouge on paper.
    Light,
    /// Black, white and few bright colours.
    Contrast,
    /// No colour, by wish.
    Mono,
}

impl Look {
    /// Reads the name used in the configuration and in `MEIGUI_LOOK`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.trim() {
            "dark" => Some(Self::Dark),
            "light" => Some(Self::Light),
            "contrast" | "high-contrast" => Some(Self::Contrast),
            "mono" => Some(Self::Mono),
            _ => None,
        }
    }
}

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: `NO_COLOR`, or a dumb terminal.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The fixed cube of xterm.
    Cube,
    /// 24 bits.
    True,
}

impl Depth {
    /// From `NO_COLOR`, `COLORTERM` and `TERM`; a Windows console without any of them shows 24 bits.
    #[must_use]
    pub fn from_env(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        match (colorterm, term) {
            (_, Some("dumb")) => Self::None,
            (Some("truecolor" | "24bit"), _) => Self::True,
            (_, Some(term)) if term.contains("direct") => Self::True,
            (_, Some(term)) if term.contains("256") || term.contains("kitty") => Self::Cube,
            (_, None) if cfg!(windows) => Self::True,
            (_, Some(_) | None) => Self::Sixteen,
        }
    }
}

type Rgb = [u8; 3];

/// The colours of a look by meaning.
struct Palette {
    ground: Rgb,
    text: Rgb,
    muted: Rgb,
    brand: Rgb,
    money: Rgb,
    good: Rgb,
    warn: Rgb,
    bad: Rgb,
    info: Rgb,
    selection: Rgb,
    /// The selection in xterm's cube, named because the nearest one costs the text its contrast.
    selection_in_cube: u8,
    border: Rgb,
}

const DARK: Palette = Palette {
    ground: [0x18, 0x13, 0x18],
    text: [0xec, 0xe7, 0xea],
    muted: [0xa0, 0x9a, 0xa8],
    brand: [0xf2, 0xa2, 0xb8],
    money: [0xe9, 0xc4, 0x6a],
    good: [0x7b, 0xd8, 0xa5],
    warn: [0xf4, 0xa2, 0x59],
    bad: [0xff, 0x6b, 0x6b],
    info: [0x82, 0xb8, 0xff],
    selection: [0x3b, 0x2a, 0x36],
    selection_in_cube: 235,
    border: [0x6a, 0x5d, 0x68],
};

const LIGHT: Palette = Palette {
    ground: [0xff, 0xff, 0xff],
    text: [0x2a, 0x24, 0x30],
    muted: [0x6b, 0x64, 0x70],
    brand: [0xb4, 0x30, 0x5a],
    money: [0x8a, 0x5a, 0x00],
    good: [0x1f, 0x7a, 0x4d],
    warn: [0x9a, 0x4a, 0x00],
    bad: [0xb3, 0x26, 0x1e],
    info: [0x1f, 0x5f, 0xae],
    selection: [0xf6, 0xd5, 0xde],
    selection_in_cube: 224,
    border: [0xb8, 0xa8, 0xb0],
};

const CONTRAST: Palette = Palette {
    ground: [0x00, 0x00, 0x00],
    text: [0xff, 0xff, 0xff],
    muted: [0xd0, 0xd0, 0xd0],
    brand: [0xff, 0xaf, 0xd7],
    money: [0xff, 0xff, 0x00],
    good: [0x5f, 0xff, 0x87],
    warn: [0xff, 0xaf, 0x00],
    bad: [0xff, 0x87, 0x87],
    info: [0x87, 0xd7, 0xff],
    selection: [0x44, 0x22, 0x33],
    selection_in_cube: 235,
    border: [0xff, 0xff, 0xff],
};

/// A look at a depth, ready to style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    look: Look,
    depth: Depth,
    rise_is_red: bool,
}

impl Theme {
    /// A theme; `rise_is_red` is the Chinese way of a stock board and a setting of its own.
    #[must_use]
    pub fn new(look: Look, depth: Depth, rise_is_red: bool) -> Self {
        let depth = if look == Look::Mono { Depth::None } else { depth };
        Self { look, depth, rise_is_red }
    }

    /// Whether any colour is shown.
    #[must_use]
    pub fn is_coloured(self) -> bool {
        self.depth != Depth::None
    }

    /// The ground of a screen: text on background.
    #[must_use]
    pub fn ground(self) -> Style {
        match self.depth {
            Depth::None | Depth::Sixteen => Style::new(),
            Depth::Cube | Depth::True => {
                let palette = self.palette();
                Style::new().fg(self.colour(palette.text)).bg(self.colour(palette.ground))
            }
        }
    }

    /// The style of a role, without a background except for the selected row.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let style = match self.depth {
            Depth::None => Style::new(),
            Depth::Sixteen => self.sixteen(role),
            Depth::Cube | Depth::True => {
                let style = Style::new().fg(self.colour(self.hue(role)));
                if role == Role::Selected { style.bg(self.selection()) } else { style }
            }
        };
        style.add_modifier(self.modifier(role))
    }

    fn modifier(self, role: Role) -> Modifier {
        match role {
            Role::Selected if self.depth <= Depth::Sixteen => Modifier::REVERSED,
            Role::Key if self.depth == Depth::None => Modifier::REVERSED,
            Role::Brand | Role::Money | Role::Title | Role::Bad | Role::Warn | Role::Selected | Role::Key => {
                Modifier::BOLD
            }
            Role::Text | Role::Muted | Role::Border | Role::Ok | Role::Info | Role::Rise | Role::Fall => {
                Modifier::empty()
            }
        }
    }

    fn palette(self) -> &'static Palette {
        match self.look {
            Look::Light => &LIGHT,
            Look::Contrast => &CONTRAST,
            Look::Dark | Look::Mono => &DARK,
        }
    }

    /// The ink of a role on the selected row: plain where the role's own colour would be too faint there.
    #[must_use]
    pub fn ink_when_selected(self, ink: Color) -> Color {
        let faint: &[Role] = match (self.look, self.depth) {
            (_, Depth::None | Depth::Sixteen) => &[],
            (Look::Light, Depth::True | Depth::Cube) => &[Role::Muted, Role::Ok, Role::Brand, Role::Money],
            (Look::Dark | Look::Contrast | Look::Mono, Depth::True | Depth::Cube) => &[Role::Muted],
        };
        if faint.iter().any(|role| self.style(*role).fg == Some(ink)) {
            self.style(Role::Text).fg.unwrap_or(ink)
        } else {
            ink
        }
    }

    fn selection(self) -> Color {
        match self.depth {
            Depth::True => self.colour(self.palette().selection),
            Depth::Cube | Depth::Sixteen | Depth::None => Color::Indexed(self.palette().selection_in_cube),
        }
    }

    fn hue(self, role: Role) -> Rgb {
        let palette = self.palette();
        match role {
            Role::Text | Role::Selected | Role::Title => palette.text,
            Role::Muted => palette.muted,
            Role::Border => palette.border,
            Role::Brand | Role::Key => palette.brand,
            Role::Money => palette.money,
            Role::Warn => palette.warn,
            Role::Bad => palette.bad,
            Role::Info => palette.info,
            Role::Rise if self.rise_is_red => palette.bad,
            Role::Fall if !self.rise_is_red => palette.bad,
            Role::Ok | Role::Rise | Role::Fall => palette.good,
        }
    }

    /// The terminal's own sixteen colours: bright ones on a dark ground, dark ones on a light ground.
    fn sixteen(self, role: Role) -> Style {
        let light = self.look == Look::Light;
        let pick = |on_dark: Color, on_light: Color| Style::new().fg(if light { on_light } else { on_dark });
        match role {
            Role::Text | Role::Selected | Role::Title => Style::new(),
            Role::Muted | Role::Border => pick(Color::Gray, Color::DarkGray),
            Role::Brand | Role::Key => pick(Color::LightMagenta, Color::Magenta),
            Role::Money => pick(Color::LightYellow, Color::Red),
            Role::Warn => pick(Color::Yellow, Color::Red),
            Role::Bad => pick(Color::LightRed, Color::Red),
            Role::Info => pick(Color::LightCyan, Color::Blue),
            Role::Rise | Role::Fall if (role == Role::Rise) == self.rise_is_red => {
                pick(Color::LightRed, Color::Red)
            }
            Role::Ok | Role::Rise | Role::Fall => pick(Color::LightGreen, Color::Green),
        }
    }

    fn colour(self, rgb: Rgb) -> Color {
        match self.depth {
            Depth::True => Color::Rgb(rgb[0], rgb[1], rgb[2]),
            Depth::Cube | Depth::Sixteen | Depth::None => Color::Indexed(nearest_in_cube(rgb)),
        }
    }
}

/// The steps of one channel of xterm's 6×6×6 cube.
const CUBE_STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colour of an index from 16 on: the cube, then 24 greys.
#[must_use]
pub fn cube_rgb(index: u8) -> [u8; 3] {
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return [grey; 3];
    }
    let cell = usize::from(index.saturating_sub(16));
    let step = |place: usize| CUBE_STEPS.get(place % 6).copied().unwrap_or(0);
    [step(cell / 36), step(cell / 6), step(cell)]
}

/// The index from 16 to 255 whose colour lies nearest.
fn nearest_in_cube(rgb: Rgb) -> u8 {
    let distance = |index: u8| -> i32 {
        cube_rgb(index).iter().zip(rgb).map(|(have, want)| (i32::from(*have) - i32::from(want)).pow(2)).sum()
    };
    (16..=255_u8).min_by_key(|index| distance(*index)).unwrap_or(16)
}

#[cfg(test)]
mod tests;
