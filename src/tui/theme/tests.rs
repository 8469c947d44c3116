//! Contrast, colourless terminals and the ways a terminal says what it can show.

use super::*;

/// WCAG 2.1 relative luminance and contrast ratio.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let luminance = |rgb: Rgb| {
        let [r, g, b] = rgb.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn rgb(colour: Option<Color>) -> Rgb {
    match colour {
        Some(Color::Rgb(r, g, b)) => [r, g, b],
        Some(Color::Indexed(index)) => cube_rgb(index),
        other => panic!("no colour to measure: {other:?}"),
    }
}

#[test]
fn every_text_role_stands_out_from_the_ground_and_from_the_selected_row() {
    for look in [Look::Dark, Look::Light, Look::Contrast] {
        for depth in [Depth::True, Depth::Cube] {
            let theme = Theme::new(look, depth, true);
            let (ground, selection) = (rgb(theme.ground().bg), rgb(theme.style(Role::Selected).bg));
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Border) {
                let ink = rgb(theme.style(role).fg);
                let plain = contrast(ink, ground);
                assert!(plain >= 4.5, "{look:?} {depth:?} {role:?}: {plain:.2}");
                let selected =
                    contrast(rgb(Some(theme.ink_when_selected(theme.style(role).fg.unwrap()))), selection);
                assert!(selected >= 4.5, "{look:?} {depth:?} {role:?}: {selected:.2}");
            }
        }
    }
}

#[test]
fn without_colour_the_roles_keep_bold_and_reversed() {
    for theme in [Theme::new(Look::Dark, Depth::None, true), Theme::new(Look::Mono, Depth::True, true)] {
        assert!(!theme.is_coloured());
        assert_eq!(theme.ground(), Style::new());
        for role in Role::ALL {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        assert!(theme.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
        assert!(theme.style(Role::Money).add_modifier.contains(Modifier::BOLD));
    }
}

#[test]
fn the_depth_follows_the_environment() {
    let table = [
        (Some("1"), Some("truecolor"), Some("xterm"), Depth::None),
        (Some(""), Some("truecolor"), Some("xterm"), Depth::True),
        (None, Some("24bit"), Some("xterm"), Depth::True),
        (None, None, Some("xterm-256color"), Depth::Cube),
        (None, None, Some("xterm"), Depth::Sixteen),
        (None, Some("truecolor"), Some("dumb"), Depth::None),
    ];
    for (no_color, colorterm, term, depth) in table {
        assert_eq!(Depth::from_env(no_color, colorterm, term), depth, "{no_color:?} {colorterm:?} {term:?}");
    }
}

#[test]
fn rise_is_red_in_china_and_green_elsewhere() {
    let china = Theme::new(Look::Dark, Depth::True, true);
    let abroad = Theme::new(Look::Dark, Depth::True, false);
    assert_eq!(china.style(Role::Rise).fg, abroad.style(Role::Fall).fg);
    assert_eq!(china.style(Role::Fall).fg, abroad.style(Role::Rise).fg);
    assert_ne!(china.style(Role::Rise).fg, china.style(Role::Fall).fg);
}
