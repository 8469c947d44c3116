//! The checkout mock-up drawn with the parts of this floor, to see that they can carry it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::bars::{Tabs, footer};
use super::room::{columns, rows};
use super::*;
use crate::tui::glyphs::Tier;
use crate::tui::input::Key;
use crate::tui::keys::{self, FIXED};
use crate::tui::line::{Line, Takes};
use crate::tui::picture::{Ground, plain, svg};
use crate::tui::theme::{Depth, Look, Role, Theme};
use crate::words::Lang;

const NAMES: [&str; 8] = ["收银", "会员", "排行", "结算", "驾驶舱", "充值", "实验", "总部"];

fn bill(pen: &mut Pen<'_>, area: Rect) {
    let mut inside = Panel::new("单据 0047").fact("挂单 2  F3取单").focused(true).draw(pen, area);
    let spans = [
        Column::text("#", 2),
        Column::rest("项目"),
        Column::text("技师", 8),
        Column::figure("数量", 4),
        Column::figure("单价", 9),
        Column::figure("小计", 9),
    ];
    let line = |number: &str, name: &str, staff: &str, quantity: &str, price: &str, sum: &str| {
        Row::new()
            .cell(number, Role::Muted)
            .plain(name)
            .cell(staff, Role::Muted)
            .plain(quantity)
            .plain(price)
            .plain(sum)
    };
    let lines = [
        line("1", "深层补水护理", "02 陈静", "1", "398.00", "398.00"),
        line("2", "肩颈按摩60分", "05 周婷", "1", "268.00", "268.00"),
        line("3", "玻尿酸面膜(盒)", "--", "2", "129.00", "258.00"),
    ];
    let bottom = inside.height() - 5;
    let bounds = inside.bounds();
    let table = Table {
        list: "lines",
        columns: &spans,
        rows: &lines,
        first: 0,
        count: 3,
        selected: Some(1),
        titled: true,
    };
    table.draw(&mut inside.part(Rect { height: bottom, ..bounds }));
    inside.rule(bottom);
    inside.pair(bottom + 1, "3项 4件   原价", "924.00", Role::Text);
    inside.pair(bottom + 2, "金卡服务9折", "-66.60", Role::Text);
    inside.pair(bottom + 4, "提成 陈静35.82 周婷24.12", "应收   ¥ 857.40", Role::Money);
}

fn member(pen: &mut Pen<'_>, area: Rect) {
    let mut inside = Panel::new("会员 王雅琴").fact("金卡 2年3月").draw(pen, area);
    inside.pair(0, "138****8866   生日 12-03", "还有12天", Role::Text);
    inside.pair(2, "储值", "¥3,260.00", Role::Text);
    inside.pair(3, "  本金 2,800.00", "赠金 460.00", Role::Muted);
    inside.pair(4, "积分", "1,286", Role::Text);
    inside.pair(6, "*1 小气泡", "余 6/10", Role::Text);
    inside.pair(7, "*2 艾灸 12天后到期", "! 余 2/5", Role::Warn);
    let cells = usize::from(inside.width()) - 20;
    let active = bar(71, 100, cells, inside.glyphs());
    inside.put(1, 9, "活跃", Role::Muted);
    inside.put(6, 9, &active, Role::Ok);
    inside.pair(9, "", "71%   均27天", Role::Muted);
    let flow = spark(&[1, 3, 5, 4, 7, 9, 8, 4, 2, 6], None, 12, inside.glyphs().ink);
    inside.put(1, 10, "客流", Role::Muted);
    inside.put(6, 10, &flow, Role::Info);
}

fn entry(pen: &mut Pen<'_>, area: Rect) {
    let mut inside =
        Panel::new("输入").fact("1-3位 项目  4位 手机尾号  13位 条码  字母 拼音").draw(pen, area);
    let mut line = Line::new(Takes::Narrow);
    line.set("21");
    inside.put(1, 0, ">", Role::Brand);
    let cells = inside.width() - 4;
    line.draw(&mut inside, 3, 0, cells, true);
    inside.put(
        1,
        1,
        &text::ends(" 21 深层补水护理  398.00  服务 60分", "Enter 加入", usize::from(cells)),
        Role::Text,
    );
}

fn pay(pen: &mut Pen<'_>, area: Rect) {
    let mut inside = Panel::new("收款 F8").fact("Enter 两次即完成").draw(pen, area);
    for (place, name) in ["储值", "微信", "支付宝", "现金", "银行卡"].into_iter().enumerate() {
        let y = u16::try_from(place).unwrap();
        let digit = char::from_digit(u32::from(y) + 1, 10).unwrap();
        inside.pair(
            y,
            &format!(" {digit} {name}"),
            if y == 0 { "857.40  余 2,402.60" } else { "" },
            Role::Text,
        );
        inside.hit(Rect::new(0, y, 99, 1), Key::Char(digit));
    }
}

fn checkout(width: u16, height: u16, manner: Manner) -> (Buffer, Marks) {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    let mut marks = Marks::default();
    let mut pen = Pen::new(&mut buf, &mut marks, manner);
    pen.wash();
    let room = Room::of(pen.bounds());
    let bands = rows(pen.bounds(), &[1, 0, 7, 2]);
    Tabs { store: "国贸店", names: &NAMES, active: 0, who: "A班 李敏", time: "14:32" }
        .draw(&mut pen, 0, room);
    let (top, low) = (columns(bands[1], &[63, 37]), columns(bands[2], &[63, 37]));
    bill(&mut pen, top[0]);
    member(&mut pen, top[1]);
    entry(&mut pen, low[0]);
    pay(&mut pen, low[1]);
    Toast::new(Tone::Ok, "已识别会员 王雅琴 尾号8866").draw(&mut pen, bands[3].y, "已存盘 14:32:07");
    footer(&mut pen, bands[3].y + 1, &keys::hints(FIXED, manner.lang, |_| Ok(())), room);
    (buf, marks)
}

fn manner(look: Look, depth: Depth, tier: Tier) -> Manner {
    Manner { theme: Theme::new(look, depth, true), glyphs: tier.glyphs(), lang: Lang::Zh }
}

#[test]
fn the_checkout_can_be_drawn_in_every_size_look_and_tier_without_a_broken_frame() {
    for (width, height) in [(80, 24), (100, 30), (140, 40)] {
        for tier in [Tier::Rich, Tier::Safe, Tier::Ascii] {
            let (buf, marks) = checkout(width, height, manner(Look::Dark, Depth::True, tier));
            let picture = plain(&buf);
            assert_eq!(picture.lines().count(), usize::from(height));
            assert!(picture.contains("¥ 857.40") && picture.contains("[1收银]"), "{picture}");
            assert!(marks.caret.is_some());
            let side = tier.glyphs().vertical;
            for line in picture.lines().skip(2).take(3) {
                assert!(line.starts_with(side) && line.ends_with(side), "{line}");
                assert_eq!(text::width(line), usize::from(width), "{line}");
            }
            if tier == Tier::Ascii {
                let odd: Vec<char> = picture
                    .chars()
                    .filter(|ch| !ch.is_ascii() && text::width(&ch.to_string()) == 1)
                    .collect();
                assert!(odd.iter().all(|ch| *ch == '¥'), "{odd:?}");
            }
        }
    }
}

/// Pictures to look at, where `MEIGUI_PICTURES` names a folder.
#[test]
fn pictures_are_drawn_on_request() {
    let Some(folder) = std::env::var_os("MEIGUI_PICTURES") else { return };
    let folder = std::path::Path::new(&folder);
    let paper = |look| match look {
        Look::Light => Ground { ink: [0x2a, 0x24, 0x30], paper: [0xff; 3] },
        Look::Contrast => Ground { ink: [0xff; 3], paper: [0; 3] },
        Look::Dark | Look::Mono => Ground::default(),
    };
    for (name, look, depth, tier, size) in [
        ("dark", Look::Dark, Depth::True, Tier::Rich, (100, 30)),
        ("light", Look::Light, Depth::True, Tier::Rich, (100, 30)),
        ("cube", Look::Dark, Depth::Cube, Tier::Rich, (80, 24)),
        ("mono_safe", Look::Mono, Depth::True, Tier::Safe, (80, 24)),
        ("contrast_wide", Look::Contrast, Depth::True, Tier::Rich, (140, 40)),
    ] {
        let (buf, marks) = checkout(size.0, size.1, manner(look, depth, tier));
        std::fs::write(folder.join(format!("{name}.svg")), svg(&buf, marks.caret, paper(look))).unwrap();
        std::fs::write(folder.join(format!("{name}.txt")), plain(&buf)).unwrap();
    }
}
